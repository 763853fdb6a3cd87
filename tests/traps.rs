//! The trap corpus (`tests/imports/`): files as schools really send them, each judged row by row
//! against what an independent reader expected of it.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use common::{keyworker, said, school, text};
use keyworker::example::Kind;
use serde_json::{Map, Value};

#[test]
fn every_trap_file_gives_what_was_expected_of_it_row_by_row() {
    let mut wrong = Vec::new();
    let mut judged = 0;
    for expectation in cases() {
        let case: Value = serde_json::from_str(&fs::read_to_string(&expectation).unwrap()).unwrap();
        let found = judge(&expectation, &case);
        judged += 1;
        if !found.is_empty() {
            let name = expectation.file_stem().unwrap().to_string_lossy().into_owned();
            wrong.push(format!("{name} ({})\n    {}", case["trap"].as_str().unwrap_or_default(), found.join("\n    ")));
        }
    }
    assert!(judged >= 30, "only {judged} files were judged");
    assert!(wrong.is_empty(), "{} of {judged} files are not read as expected:\n{}", wrong.len(), wrong.join("\n"));
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/imports")
}

fn cases() -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> =
        fs::read_dir(folder()).unwrap().map(|f| f.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "json")).collect();
    all.sort();
    all
}

fn source_of(expectation: &Path) -> PathBuf {
    ["csv", "txt", "xlsx", "xml"].iter().map(|e| expectation.with_extension(e)).find(|p| p.is_file()).unwrap()
}

/// What differs between a dry run and what was expected of it.
fn judge(expectation: &Path, case: &Value) -> Vec<String> {
    let (_folder, path) = school(Kind::Empty);
    let kind = case["kind"].as_str().unwrap();
    if let Some(first) = case["first"].as_str() {
        said(&keyworker(&["import", text(&path), text(&folder().join(first)), "--kind", kind]));
    }
    let source = source_of(expectation);
    let out = keyworker(&["import", text(&path), text(&source), "--kind", kind, "--dry-run", "--json"]);
    if !out.status.success() {
        let refused = String::from_utf8_lossy(&out.stderr).into_owned();
        let whole = case["problems"].as_array().unwrap().iter().any(|p| p["row"] == 0 && p["severity"] == "error");
        return if whole { Vec::new() } else { vec![format!("refused: {refused}")] };
    }
    let out: Value = serde_json::from_slice(&out.stdout).unwrap();
    let free: BTreeSet<u64> = case["free_problem_rows"].as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
    let mut wrong = rows(&out, case, &free);
    wrong.extend(problems(&out, case, &free));
    wrong
}

fn rows(out: &Value, case: &Value, free: &BTreeSet<u64>) -> Vec<String> {
    let loose = case["free_rows"] == true;
    let numbered = |v: &Value| v.as_array().into_iter().flatten().filter_map(Value::as_object).cloned().collect::<Vec<_>>();
    let (found, expected) = (numbered(&out["rows"]), numbered(&case["rows"]));
    let row_of = |row: &Map<String, Value>| row.get("row").and_then(Value::as_u64);
    let mut wrong = Vec::new();
    for want in &expected {
        let Some(row) = row_of(want) else {
            if !loose && !found.iter().any(|f| row_of(f).is_none() && same(f, want)) {
                wrong.push(format!("missing {}", Value::Object(want.clone())));
            }
            continue;
        };
        match found.iter().find(|f| row_of(f) == Some(row)) {
            Some(have) if same(have, want) => {}
            Some(have) if free.contains(&row) && have.iter().all(|(k, v)| k == "action" || k == "changed" || want.get(k) == Some(v)) => {}
            Some(have) => wrong.push(format!("row {row} is {}\n      not {}", Value::Object(have.clone()), Value::Object(want.clone()))),
            None if free.contains(&row) => {}
            None => wrong.push(format!("row {row} is held back")),
        }
    }
    for have in &found {
        match row_of(have) {
            Some(row) if !expected.iter().any(|w| row_of(w) == Some(row)) => {
                wrong.push(format!("row {row} comes in: {}", Value::Object(have.clone())));
            }
            None if !loose && !expected.iter().any(|w| row_of(w).is_none() && same(have, w)) => {
                wrong.push(format!("unexpected {}", Value::Object(have.clone())));
            }
            _ => {}
        }
    }
    wrong
}

/// Equal, with `changed` as a set and numbers as numbers.
fn same(have: &Map<String, Value>, want: &Map<String, Value>) -> bool {
    let set = |v: Option<&Value>| -> BTreeSet<String> {
        v.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let keys: BTreeSet<&String> = have.keys().chain(want.keys()).filter(|k| *k != "changed").collect();
    set(have.get("changed")) == set(want.get("changed"))
        && keys.into_iter().all(|key| match (have.get(key), want.get(key)) {
            (Some(a), Some(b)) => a == b || a.as_f64().zip(b.as_f64()).is_some_and(|(a, b)| (a - b).abs() < 0.005),
            _ => false,
        })
}

fn problems(out: &Value, case: &Value, free: &BTreeSet<u64>) -> Vec<String> {
    let of = |v: &Value| -> BTreeSet<(u64, String, String)> {
        v.as_array()
            .into_iter()
            .flatten()
            .map(|p| {
                (
                    p["row"].as_u64().unwrap_or(0),
                    p["field"].as_str().unwrap_or("").to_owned(),
                    p["severity"].as_str().unwrap_or("").to_owned(),
                )
            })
            .filter(|p| !free.contains(&p.0))
            .collect()
    };
    let (have, want) = (of(&out["problems"]), of(&case["problems"]));
    want.difference(&have)
        .map(|p| format!("no {} about {} in row {}", p.2, p.1, p.0))
        .chain(have.difference(&want).map(|p| format!("a needless {} about {} in row {}", p.2, p.1, p.0)))
        .collect()
}
