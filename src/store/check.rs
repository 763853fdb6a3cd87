//! "Check file": everything that can be known about whether a file is whole.

use super::open::cipher_findings;
use super::{Result, Store, journal};

/// One thing looked at and what was found.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Finding {
    pub what: &'static str,
    pub good: bool,
    pub found: String,
}

/// Looks at every page, every row's links, the search index and the audit chain. Changes nothing.
pub fn check(store: &Store) -> Result<Vec<Finding>> {
    let conn = &store.conn;
    let pages = cipher_findings(conn)?;
    let structure: Vec<String> =
        store.db().all("PRAGMA integrity_check(10)", &[], |r| r.get::<_, String>(0))?.into_iter().filter(|line| line != "ok").collect();
    let links = store.db().all("PRAGMA foreign_key_check", &[], |r| r.get::<_, String>(0))?;
    let broken = journal::first_broken_row(store.db())?;
    let (rows, head) = journal::head(store.db())?;
    let finding = |what, problems: usize, good: String, bad: &str| Finding {
        what,
        good: problems == 0,
        found: if problems == 0 { good } else { format!("{problems} {bad}") },
    };
    Ok(vec![
        finding(
            "Pages on disk",
            pages.len(),
            "each page carries its own seal and every seal holds".into(),
            "pages were changed outside Keyworker",
        ),
        finding("Tables and indexes", structure.len(), "whole".into(), "problems in the file's structure"),
        finding("Links between records", links.len(), "each one leads somewhere".into(), "records point to something that is not there"),
        Finding {
            what: "Audit chain",
            good: broken.is_none(),
            found: match broken {
                None => format!("{rows} entries, unbroken; head {}", head.get(..16).unwrap_or("none yet")),
                Some(row) => format!("broken at entry {row} of {rows}"),
            },
        },
    ])
}
