use keyworker_planner::*;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let p: Problem = match a[1].split_once(':') {
        Some((size, seed)) => sample::sample(
            match size {
                "primary" => sample::Size::Primary,
                "secondary" => sample::Size::Secondary,
                _ => sample::Size::Large,
            },
            seed.parse().unwrap(),
            a.get(6).map_or(0.95, |t| t.parse().unwrap()),
        ),
        None => validate::read(&std::fs::read_to_string(&a[1]).unwrap()).unwrap(),
    };
    if a[2] == "dump" {
        println!("{}", serde_json::to_string(&p).unwrap());
        return;
    }
    if a[2] == "explain" {
        let t = std::time::Instant::now();
        match explain::conflict(&p) {
            None => println!("no conflict"),
            Some(c) => {
                c.words.iter().for_each(|w| println!("- {w}"));
                c.ways_out.iter().for_each(|w| println!("  > {} [{}]", w.words, w.minutes));
            }
        }
        println!("{:?}", t.elapsed());
        return;
    }
    let stop = std::sync::atomic::AtomicBool::new(false);
    let mut last = ([0; 5], [None; 5]);
    let s = solve::solve(
        &p,
        solve::Options {
            seconds: a[2].parse().unwrap(),
            seed: a.get(3).map_or(1, |s| s.parse().unwrap()),
            proofs: a.get(5).is_none_or(|s| s != "no"),
        },
        &stop,
        &mut |x| {
            if (x.levels, x.bounds) != last {
                println!("{:6.2} {:?} {:?} {}", x.seconds, x.levels, x.bounds, x.tried);
            }
            last = (x.levels, x.bounds);
        },
    );
    println!(
        "{:?} check {:?} broken {} {:?}",
        s.progress.levels,
        s.verdict.levels.as_array(),
        s.verdict.broken.len(),
        s.verdict.broken.iter().take(3).collect::<Vec<_>>()
    );
    if let Some(o) = a.get(4) {
        std::fs::write(o, serde_json::to_string(&s.progress.plan).unwrap()).unwrap();
    }
}
