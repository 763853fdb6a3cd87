//! Keyworker runs a school's special-needs support: who supports whom, what was done, and whether it
//! works. One window over one encrypted file; no server, no network, no telemetry.
//!
//! # The map
//!
//! | room | what lives there | may use |
//! |---|---|---|
//! | [`model`] | what a school's SEND work is made of; plain data | nothing |
//! | [`rules`] | pure judgement: calendar, progress, phases and goals, portrait drift, concern words, UPN, who may do what | model |
//! | [`planner`] | who supports whom in a week: solve, prove, check, explain, cover; a crate of its own, fast in every build | nothing |
//! | [`store`] | the one room with SQL and the key: file, key slots, schema, search, audit, backup | model |
//! | [`example`] | invented schools from a seed and a day | model, rules |
//! | [`ops`] | the one door for writing: one file per family of verbs; `run` holds transaction, audit, undo | model, rules, store, example |
//! | [`views`] | read models: what one screen or document shows, loaded in one read | model, rules, planner, store |
//! | [`documents`] | a view in, bytes out: PDF and Word from one [`documents::Document`], Excel | model, views |
//! | [`import`] | bytes in, rows and problems out; nothing is applied there | model, rules |
//! | [`ui`] | theme, widgets, screens: draws a view, edits a draft, pushes an [`ui::Intent`] | model, rules, views, import, example |
//! | [`app`] | wiring: intents to ops, view cache, jobs, clock, preferences | all |
//! | [`cli`] | the same work without a window | all but ui, app |
//!
//! `assets/` holds fonts, icons, the document template, the
//! lists that a school may change and the words of the example schools.
//!
//! Pupils, plans, targets, sessions and the like have tables of their own. What is kept alike (contacts,
//! trainings, interventions, strategies, entries, duties) shares one shape: [`model::Kept`] in one file of
//! `model` and one of `store`; a new family is a type, a line and a table. A form that a lock must not lose
//! is a [`ui::drafted::Drafted`].
//!
//! # What always holds (`tests/house.rs`)
//!
//! 1. SQL text and `rusqlite` only in `store`. What writes takes the write transaction; only `ops::run`
//!    begins one (drafts of half-written work are the one exception, in `store::drafts`).
//! 2. `egui` only in `ui` and `app`; colours and distances only in `ui::theme`.
//! 3. `model`, `rules`, `documents`, `import` and `example` do no I/O and read no clock; `planner` reads one
//!    only to end in time.
//! 4. Drawing never queries or saves: it reads [`ui::Shown`] and pushes intents, which
//!    [`app::App::logic`] carries out between frames. A list is sorted again only when its view, its
//!    filter or its order has changed.
//! 5. Every write is one op: one transaction, one audit row, one undo step, and it answers which views
//!    it touched. The changed rows are seen by triggers made from the schema, so that audit, undo and
//!    view reloading need no code per table.
//! 6. What happened is never overwritten: a correction supersedes, and both versions stay readable.
//! 7. Roots hold wiring only; a screen keeps its state in its own file; no file passes 500 lines.
//! 8. Each screen is opened by one test, light and dark, at 1x and 2x, every input named.
//! 9. Errors are values: a sentence for the person, a detail without pupil data for the log.
//! 10. Schema files are frozen; a new file replays them all; too new and too old are named errors; the
//!     file as it was is kept beside it as `.pre-vN`.

pub mod app;
pub mod cli;
pub mod documents;
pub mod example;
pub mod import;
pub mod model;
pub mod ops;
pub use keyworker_planner as planner;
pub mod rules;
pub mod store;
pub mod ui;
pub mod views;
