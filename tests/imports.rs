//! Imports through the program: what each kind of file gives, and that nothing wrong comes in silently.

mod common;

use std::fs;
use std::path::PathBuf;

use common::{keyworker, refused, said, school, text};
use keyworker::example::Kind;
use serde_json::{Value, json};

/// A dry run of a file with this content into an empty school.
fn dry(name: &str, content: &[u8], kind: &str) -> Value {
    let (folder, path) = school(Kind::Empty);
    let source = folder.path().join(name);
    fs::write(&source, content).unwrap();
    let out = said(&keyworker(&["import", text(&path), text(&source), "--kind", kind, "--dry-run", "--json"]));
    serde_json::from_str(&out).unwrap()
}

#[test]
fn pupils_come_in_from_what_schools_systems_write() {
    let expected = json!({"row": 2, "upn": "B801200005001", "forename": "Zoë", "surname": "O'Neill", "dob": "2015-02-28", "year_group": "6",
                          "form": "6B", "sen_status": "K", "needs": ["SLCN", "ASD"], "action": "new"});
    let comma = "UPN,First name,Last name,Date of birth,Year group,Registration form,SEN Status,Primary need,Secondary need\n\
                 B801200005001,Zoë,O'Neill,28/02/2015,Year 6,6B,SEN Support,SLCN,Autistic spectrum disorder\n";
    let semicolon = comma.replace(',', ";");
    let tabs = comma.replace(',', "\t");
    let mut marked = vec![0xEF, 0xBB, 0xBF];
    marked.extend(comma.as_bytes());
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(tabs.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let windows: Vec<u8> = semicolon.chars().map(|c| if c == 'ë' { 0xEB } else { c as u8 }).collect();
    for (name, content) in [
        ("comma.csv", comma.as_bytes().to_vec()),
        ("semicolon.csv", semicolon.clone().into_bytes()),
        ("tabs.txt", tabs.clone().into_bytes()),
        ("marked.csv", marked),
        ("utf16.txt", utf16),
        ("windows.csv", windows),
    ] {
        let out = dry(name, &content, "pupils");
        assert_eq!(out["rows"][0], expected, "{name}: {out:#}");
        assert_eq!(out["problems"], json!([]), "{name}");
    }
}

#[test]
fn what_is_doubtful_is_left_empty_and_said() {
    let out = dry(
        "odd.csv",
        b"Forename,Surname,DOB,Year,SEN,Need,UPN\n\
          Ada,Moss,03/04/2015,Year 20,S,Dragons,B123456789012\n\
          ,Reed,2015-01-01,4,K,SPLD,\n\
          Ben,Holt,2015-01-02,4,K,SPLD,B801200005001\n\
          Cai,Webb,2015-01-03,4,K,SPLD,B801200005001\n",
        "pupils",
    );
    let problem = |row: u64, field: &str| {
        let all = out["problems"].as_array().unwrap();
        all.iter().find(|p| p["row"] == row && p["field"] == field).unwrap_or_else(|| panic!("row {row} {field}: {out:#}"))["severity"]
            .clone()
    };
    for field in ["dob", "year_group", "sen_status", "needs", "upn"] {
        assert_eq!(problem(2, field), "warning");
        assert!(out["rows"][0].get(field).is_none(), "{field} is left empty");
    }
    assert_eq!(problem(3, "forename"), "error");
    assert_eq!(problem(5, "upn"), "error");
    assert_eq!(out["rows"].as_array().unwrap().len(), 2, "the two rows with errors are held back: {out:#}");
}

#[test]
fn the_common_transfer_file_gives_its_present_status_and_needs() {
    let samples = shared().join("samples/ctf");
    if !samples.is_dir() {
        println!("left out: the sample files are not here");
        return;
    }
    let out = dry("full.xml", &fs::read(samples.join("synthetic_ctf25_like.xml")).unwrap(), "pupils");
    assert_eq!(
        out["rows"][0],
        json!({"row": 1, "upn": "B801200005001", "forename": "Zoë", "surname": "O’Néill-Święch", "preferred_forename": "Zo", "dob": "2015-02-28",
               "year_group": "6", "sen_status": "E", "start_date": "2024-04-15", "needs": ["ASD", "SLCN"], "action": "new"})
    );
    let out = dry("odd.xml", &fs::read(samples.join("fixture_schoolgle_nonconforming.xml")).unwrap(), "pupils");
    assert_eq!(
        out["rows"][0],
        json!({"row": 1, "upn": "A123456789012", "forename": "Aisha", "surname": "Sample", "dob": "2014-10-02", "year_group": "6", "sen_status": "K", "action": "new"})
    );
    assert_eq!(out["problems"], json!([]));
}

#[test]
fn staff_come_in_with_their_role_days_and_hours() {
    let out = dry(
        "staff.csv",
        b"Staff list 2026\n\nName,Job title,Email,Days,Hours per week\n\
          \"MARSH, Tracey\",Learning Support Assistant,t.marsh@school.example,Mon-Wed,19\n\
          Jo Reid,HLTA,,MTWThF,32.5\n\
          Pat Senior,SENCO,,,\n",
        "staff",
    );
    assert_eq!(
        out["rows"],
        json!([
            {"row": 4, "forename": "Tracey", "surname": "MARSH", "role": "LSA", "email": "t.marsh@school.example", "working_days": ["Mon", "Tue", "Wed"], "hours_per_week": 19.0, "action": "new"},
            {"row": 5, "forename": "Jo", "surname": "Reid", "role": "HLTA", "working_days": ["Mon", "Tue", "Wed", "Thu", "Fri"], "hours_per_week": 32.5, "action": "new"},
            {"row": 6, "forename": "Pat", "surname": "Senior", "role": "SENCO", "action": "new"}
        ]),
        "{out:#}"
    );
}

#[test]
fn a_second_import_says_what_changed_and_never_guesses_who_is_who() {
    let (folder, path) = school(Kind::Empty);
    let import = |content: &str, dry: bool| {
        let source = folder.path().join("list.csv");
        fs::write(&source, content).unwrap();
        let mut args = vec!["import", text(&path), text(&source), "--kind", "pupils", "--json"];
        if dry {
            args.push("--dry-run");
        }
        let answer: Value = serde_json::from_str(&said(&keyworker(&args))).unwrap();
        answer
    };
    let head = "UPN,Forename,Surname,DOB,Year,SEN\n";
    import(&format!("{head}B801200005001,Ada,Moss,2015-02-28,5,K\n,Ben,Holt,2015-03-01,5,K\n"), false);
    let again = import(&format!("{head}B801200005001,Ada,Moss,2015-02-28,6,K\nU502400200093,Ben,Holt,2015-03-01,6,E\n"), true);
    assert_eq!(again["rows"][0]["action"], "update");
    assert_eq!(again["rows"][0]["changed"], json!(["year_group"]));
    assert_eq!(again["problems"][0]["severity"], "error", "the same name and birth date without a UPN waits for a person: {again:#}");
    let less = import(&format!("{head}B801200005001,Ada,Moss,2015-02-28,5,K\n"), true);
    assert_eq!(less["rows"][0]["action"], "unchanged");
    assert_eq!(less["rows"][1]["action"], "not in file");
}

#[test]
fn hostile_files_get_one_sentence() {
    let samples = shared().join("samples/misc");
    let (_folder, path) = school(Kind::Empty);
    let Ok(files) = fs::read_dir(&samples) else {
        println!("left out: the sample files are not here");
        return;
    };
    let mut seen = 0;
    for file in files.map(|f| f.unwrap().path()) {
        seen += 1;
        let out = keyworker(&["import", text(&path), text(&file), "--kind", "pupils", "--dry-run"]);
        let why = refused(&out);
        assert_eq!(why.trim().lines().count(), 1, "{why}");
        assert!(why.contains("Nothing was taken in"), "{why}");
    }
    assert!(seen >= 4);
}

#[test]
fn files_that_are_no_lists_are_refused_in_words() {
    let (folder, path) = school(Kind::Empty);
    let deep = "<a>".repeat(100_000);
    for (name, content) in [
        ("empty.csv", &b""[..]),
        ("blank.csv", b"\n\n  \n"),
        ("letter.txt", b"Dear parents, the bazaar is on Friday."),
        ("no-heads.csv", b"1,2,3\n4,5,6\n"),
        ("no-rows.csv", b"Forename,Surname,UPN\n"),
        ("picture.png", &[0x89, b'P', b'N', b'G', 0, 0, 0, 1]),
        ("old.xls", &[0xD0, 0xCF, 0x11, 0xE0, 0xA1]),
        ("zip.xlsx", b"PK\x03\x04 and then nothing"),
        ("other.xml", b"<?xml version='1.0'?><Invoice/>"),
        ("cut.xml", b"<CTfile><CTFpupilData><Pupil>"),
        ("deep.xml", deep.as_bytes()),
    ] {
        let source = folder.path().join(name);
        fs::write(&source, content).unwrap();
        let why = refused(&keyworker(&["import", text(&path), text(&source), "--kind", "pupils"]));
        assert!(why.contains("Nothing was taken in"), "{name}: {why}");
    }
    assert_eq!(said(&keyworker(&["pupils", text(&path)])).trim(), "0 pupils");
}

fn shared() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared")
}

#[test]
fn another_pupil_of_the_same_name_takes_nothing_from_the_known_one() {
    use keyworker::import::{self, Decision, Known};
    use keyworker::model::{Mint, Pupil};
    let mut mint = Mint::new(0, 1);
    let mut known = Pupil::named(mint.fresh(), "Ada", "Moss");
    known.must_know = "Allergic to nuts".into();
    known.needs = vec!["SPLD".into()];
    let caseload = Known { pupils: vec![(known.clone(), None, None)], ..Known::default() };
    let file = b"Forename,Surname,DOB\nAda,Moss,2016-05-17\n";
    for (decision, expected) in [(Decision::TakeAsNew, ""), (Decision::TakeAsKnown, "Allergic to nuts")] {
        let read = import::read(file, import::Kind::Pupils, &[], &import::Asked::on(common::today())).unwrap();
        let mut preview = import::preview(read, "list", &caseload, &mut mint);
        assert!(preview.pupils().is_empty(), "a namesake without a known birth date waits for a person");
        preview.decide(0, decision);
        let taken = preview.pupils().remove(0).pupil;
        assert_eq!(taken.must_know, expected);
        assert_eq!(taken.id == known.id, decision == Decision::TakeAsKnown);
    }
}
