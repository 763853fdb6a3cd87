//! What the tests share: example files in a folder of their own.
#![allow(dead_code, reason = "each test file uses a part of this")]

pub mod window;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use chrono::{NaiveDate, NaiveDateTime};
use keyworker::cli;
use keyworker::example::Kind;
use keyworker::model::Now;
use keyworker::ops::Desk;
use tempfile::TempDir;

/// Opens every example.
pub const PASSPHRASE: &str = "example";

/// The Friday on which the tests' schools stand.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

/// Twenty to ten that Friday.
pub fn moment() -> NaiveDateTime {
    today().and_hms_opt(9, 40, 0).unwrap()
}

pub fn now() -> Now {
    Now::at(today(), 9, 40)
}

/// A folder with an example school in it, closed.
pub fn school(kind: Kind) -> (TempDir, PathBuf) {
    let (folder, path, desk) = open_school(kind);
    desk.store.close().unwrap();
    (folder, path)
}

/// A folder with an example school in it, open as its SENDCO.
pub fn open_school(kind: Kind) -> (TempDir, PathBuf, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("school.keyworker");
    let desk = cli::make_example(&path, kind, 1, today()).unwrap();
    (folder, path, desk)
}

/// Runs the program without a window.
pub fn keyworker(args: &[&str]) -> Output {
    command(args).output().unwrap()
}

/// The program with the examples' passphrase and no display.
pub fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keyworker"));
    command.args(args).env("KEYWORKER_PASSPHRASE", PASSPHRASE).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").stdin(Stdio::null());
    command
}

/// What a run answered, when it went well.
pub fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The sentence a run refused with.
pub fn refused(output: &Output) -> String {
    assert!(!output.status.success(), "it went well: {}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

pub fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
