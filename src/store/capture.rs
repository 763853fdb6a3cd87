//! Sees every row that a transaction changes, before and after.
//!
//! Temporary triggers, made from the schema when a file opens, write each change as JSON into a
//! temporary table. One mechanism therefore feeds the audit payload, the undo step and the list of
//! views to reload, and a new table needs no code to take part.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use serde::{Deserialize, Serialize};

use super::keys::from_hex;
use super::{Db, Error, Result, Tx};

/// Tables that are not part of what people change: the journal itself, drafts and the search index.
const APART: [&str; 6] = ["audit", "audit_payload", "undo_step", "draft", "search_doc", "meta"];

/// One row before and after; none where it did not exist.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowChange {
    pub table: String,
    pub old: Option<serde_json::Map<String, serde_json::Value>>,
    pub new: Option<serde_json::Map<String, serde_json::Value>>,
}

struct Column {
    name: String,
    kind: String,
    key: bool,
}

/// Puts the triggers on a fresh connection.
pub(super) fn install(conn: &Connection) -> Result<()> {
    conn.execute_batch(
        "CREATE TEMP TABLE captured (n INTEGER PRIMARY KEY, tbl TEXT NOT NULL, old TEXT, new TEXT);
         CREATE TEMP TABLE capturing (on_ INTEGER NOT NULL); INSERT INTO capturing VALUES (1);",
    )?;
    for table in tables(conn)? {
        let columns = columns(conn, &table)?;
        let old = as_json("old", &columns);
        let new = as_json("new", &columns);
        for (event, old, new) in [("INSERT", "NULL", new.as_str()), ("UPDATE", &old, &new), ("DELETE", &old, "NULL")] {
            conn.execute_batch(&format!(
                "CREATE TEMP TRIGGER captured_{table}_{event} AFTER {event} ON main.{table}
                 WHEN (SELECT on_ FROM capturing) BEGIN
                     INSERT INTO captured (tbl, old, new) VALUES ('{table}', {old}, {new});
                 END;"
            ))?;
        }
    }
    Ok(())
}

impl Tx<'_> {
    /// Stops or starts seeing changes: off while a whole example school is poured in.
    pub fn capture(&self, on: bool) -> Result<()> {
        self.db().0.prepare_cached("UPDATE capturing SET on_ = ?1")?.execute([on])?;
        Ok(())
    }

    /// The changes since this was last asked, in order.
    pub fn take_changes(&self) -> Result<Vec<RowChange>> {
        let conn = self.db().0;
        let changes = conn
            .prepare_cached("SELECT tbl, old, new FROM captured ORDER BY n")?
            .query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, Option<String>>(1)?, r.get::<_, Option<String>>(2)?)))?
            .map(|row| {
                let (table, old, new) = row?;
                let read = |text: Option<String>| text.and_then(|t| serde_json::from_str(&t).ok());
                Ok(RowChange { table, old: read(old), new: read(new) })
            })
            .collect::<Result<Vec<_>>>()?;
        conn.prepare_cached("DELETE FROM captured")?.execute([])?;
        Ok(changes)
    }

    /// Applies changes forwards, or backwards in reverse order.
    ///
    /// Refuses, with nothing applied once the transaction is dropped, when a row is no longer as the
    /// changes left it.
    pub fn apply(&self, changes: &[RowChange], backwards: bool) -> Result<()> {
        let conn = self.db().0;
        conn.execute_batch("PRAGMA defer_foreign_keys = ON")?;
        let one = |change: &RowChange| {
            let (from, to) = if backwards { (&change.new, &change.old) } else { (&change.old, &change.new) };
            self.move_row(&change.table, from.as_ref(), to.as_ref())
        };
        if backwards { changes.iter().rev().try_for_each(one) } else { changes.iter().try_for_each(one) }
    }

    fn move_row(
        &self,
        table: &str,
        from: Option<&serde_json::Map<String, serde_json::Value>>,
        to: Option<&serde_json::Map<String, serde_json::Value>>,
    ) -> Result<()> {
        let conn = self.db().0;
        if !tables(conn)?.iter().any(|t| t == table) {
            return Err(Error::Damaged);
        }
        // A step from before an upgrade says nothing of newer columns: they stay, or take their defaults.
        let said = to.or(from).cloned().unwrap_or_default();
        let columns: Vec<Column> = columns(conn, table)?.into_iter().filter(|c| said.contains_key(&c.name)).collect();
        let keys: Vec<&Column> = columns.iter().filter(|c| c.key).collect();
        let value = |row: &serde_json::Map<String, serde_json::Value>, c: &Column| to_sql(row.get(&c.name), &c.kind);
        let where_key = |n: usize| {
            let parts: Vec<String> = keys.iter().enumerate().map(|(i, c)| format!("\"{}\" = ?{}", c.name, n + i + 1)).collect();
            parts.join(" AND ")
        };
        let done = match (from, to) {
            (None, None) => 1,
            (None, Some(to)) => {
                let names: Vec<String> = columns.iter().map(|c| format!("\"{}\"", c.name)).collect();
                let marks: Vec<String> = (1..=columns.len()).map(|i| format!("?{i}")).collect();
                let sql = format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), marks.join(", "));
                conn.prepare_cached(&sql)?.execute(params_from_iter(columns.iter().map(|c| value(to, c))))?
            }
            (Some(from), None) => {
                let sql = format!("DELETE FROM {table} WHERE {}", where_key(0));
                conn.prepare_cached(&sql)?.execute(params_from_iter(keys.iter().map(|c| value(from, c))))?
            }
            (Some(from), Some(to)) => {
                let sets: Vec<String> = columns.iter().enumerate().map(|(i, c)| format!("\"{}\" = ?{}", c.name, i + 1)).collect();
                let sql = format!("UPDATE {table} SET {} WHERE {}", sets.join(", "), where_key(columns.len()));
                let values = columns.iter().map(|c| value(to, c)).chain(keys.iter().map(|c| value(from, c)));
                conn.prepare_cached(&sql)?.execute(params_from_iter(values))?
            }
        };
        if done == 1 {
            return Ok(());
        }
        Err(Error::Refused("This has been changed again since, so that step cannot be taken back. Nothing has changed.".into()))
    }
}

impl Db<'_> {
    /// Rows of a table, for counting and for tests.
    pub fn count(&self, table: &'static str) -> Result<i64> {
        Ok(self.0.query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0))?)
    }
}

fn tables(conn: &Connection) -> Result<Vec<String>> {
    let mut statement = conn.prepare_cached(
        "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_%'",
    )?;
    let names: Vec<String> = statement.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(names.into_iter().filter(|n| !APART.contains(&n.as_str())).collect())
}

fn columns(conn: &Connection, table: &str) -> Result<Vec<Column>> {
    let mut statement = conn.prepare_cached("SELECT name, type, pk FROM pragma_table_info(?1) ORDER BY cid")?;
    let rows = statement.query_map([table], |r| Ok(Column { name: r.get(0)?, kind: r.get(1)?, key: r.get::<_, i64>(2)? > 0 }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn as_json(row: &str, columns: &[Column]) -> String {
    let parts: Vec<String> = columns
        .iter()
        .map(|c| {
            let name = &c.name;
            match c.kind.as_str() {
                "BLOB" => format!("'{name}', CASE WHEN {row}.\"{name}\" IS NULL THEN NULL ELSE lower(hex({row}.\"{name}\")) END"),
                _ => format!("'{name}', {row}.\"{name}\""),
            }
        })
        .collect();
    format!("json_object({})", parts.join(", "))
}

fn to_sql(value: Option<&serde_json::Value>, kind: &str) -> Value {
    use serde_json::Value as Json;
    match (value, kind) {
        (None | Some(Json::Null), _) => Value::Null,
        (Some(Json::String(hex)), "BLOB") => from_hex(hex).map_or(Value::Null, Value::Blob),
        (Some(Json::String(text)), _) => Value::Text(text.clone()),
        (Some(Json::Number(n)), "REAL") => Value::Real(n.as_f64().unwrap_or_default()),
        (Some(Json::Number(n)), _) => Value::Integer(n.as_i64().unwrap_or_default()),
        (Some(Json::Bool(b)), _) => Value::Integer(i64::from(*b)),
        (Some(other), _) => Value::Text(other.to_string()),
    }
}

/// A row's identifier in a change, for the audit's subject.
pub(super) fn subject_of(change: &RowChange) -> String {
    let row = change.new.as_ref().or(change.old.as_ref());
    row.and_then(|r| r.get("id")).and_then(|v| v.as_str()).map_or_else(String::new, |id| format!("{}:{id}", change.table))
}
