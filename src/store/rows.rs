//! The few moves that all table families share.

use chrono::Weekday;
use rusqlite::{Row, ToSql, params_from_iter};

use super::{Db, Error, Result, Tx};

/// A column's name and the value to put there.
pub(super) type Cell<'a> = (&'static str, &'a dyn ToSql);

impl Tx<'_> {
    /// Inserts a row, or updates the one with the same key. The first cell is the key.
    pub(super) fn put(&self, table: &'static str, cells: &[Cell]) -> Result<()> {
        let names: Vec<&str> = cells.iter().map(|(n, _)| *n).collect();
        let marks: Vec<String> = (1..=cells.len()).map(|i| format!("?{i}")).collect();
        let sets: Vec<String> = names[1..].iter().map(|n| format!("{n} = excluded.{n}")).collect();
        let sql = format!(
            "INSERT INTO {table} ({}) VALUES ({}) ON CONFLICT ({}) DO UPDATE SET {}",
            names.join(", "),
            marks.join(", "),
            names[0],
            sets.join(", "),
        );
        self.db().0.prepare_cached(&sql)?.execute(params_from_iter(cells.iter().map(|(_, v)| v)))?;
        Ok(())
    }

    /// Inserts a row that must not be there yet.
    pub(super) fn insert(&self, table: &'static str, cells: &[Cell]) -> Result<()> {
        let names: Vec<&str> = cells.iter().map(|(n, _)| *n).collect();
        let marks: Vec<String> = (1..=cells.len()).map(|i| format!("?{i}")).collect();
        let sql = format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), marks.join(", "));
        self.db().0.prepare_cached(&sql)?.execute(params_from_iter(cells.iter().map(|(_, v)| v)))?;
        Ok(())
    }

    /// Runs one statement that changes rows, and says how many.
    pub(super) fn run(&self, sql: &str, values: &[&dyn ToSql]) -> Result<usize> {
        Ok(self.db().0.prepare_cached(sql)?.execute(values)?)
    }
}

impl<'a> Db<'a> {
    /// All rows of a query, each read by `read`.
    pub(super) fn all<T>(self, sql: &str, values: &[&dyn ToSql], read: impl FnMut(&Row) -> rusqlite::Result<T>) -> Result<Vec<T>> {
        let mut statement = self.0.prepare_cached(sql)?;
        let rows = statement.query_map(values, read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The first row of a query, if there is one.
    pub(super) fn one<T>(self, sql: &str, values: &[&dyn ToSql], read: impl FnOnce(&Row) -> rusqlite::Result<T>) -> Result<Option<T>> {
        let mut statement = self.0.prepare_cached(sql)?;
        let mut rows = statement.query(values)?;
        Ok(match rows.next()? {
            Some(row) => Some(read(row)?),
            None => None,
        })
    }
}

/// A word of ours that the file holds, as the value it stands for; anything else is damage.
pub(super) fn word<T>(row: &Row, index: usize, read: impl FnOnce(&str) -> Option<T>) -> rusqlite::Result<T> {
    let text: String = row.get(index)?;
    read(&text).ok_or_else(|| unreadable(index))
}

/// A JSON column as the value it holds.
pub(super) fn json<T: serde::de::DeserializeOwned>(row: &Row, index: usize) -> rusqlite::Result<T> {
    let text: String = row.get(index)?;
    serde_json::from_str(&text).map_err(|_| unreadable(index))
}

/// A weekday column, Monday 0.
pub(super) fn weekday(row: &Row, index: usize) -> rusqlite::Result<Weekday> {
    let number: u8 = row.get(index)?;
    Weekday::try_from(number).map_err(|_| unreadable(index))
}

/// An identifier column.
pub(super) fn id<T: From<uuid::Uuid>>(row: &Row, index: usize) -> rusqlite::Result<T> {
    Ok(T::from(row.get::<_, uuid::Uuid>(index)?))
}

/// An identifier column that may be empty.
pub(super) fn maybe_id<T: From<uuid::Uuid>>(row: &Row, index: usize) -> rusqlite::Result<Option<T>> {
    Ok(row.get::<_, Option<uuid::Uuid>>(index)?.map(T::from))
}

/// Nothing to do where a row must exist.
pub(super) fn must_exist(changed: usize, what: &str) -> Result<()> {
    if changed == 0 {
        return Err(Error::Refused(format!("That {what} is no longer there. Nothing has changed.")));
    }
    Ok(())
}

fn unreadable(index: usize) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(index, rusqlite::types::Type::Text, "a word this program does not know".into())
}
