//! `keyworker example`.

use std::path::PathBuf;

use chrono::{Local, NaiveDate, Utc};
use clap::Args;

use super::random_seed;
use crate::example::{Kind, invent};
use crate::model::{Access, AccessId, AccessRole, Mint, Now, StaffId, StaffRole};
use crate::ops::{Desk, pour_in};
use crate::store::{self, SlotKind, Store, recovery};

/// Opens every example file.
const PASSPHRASE: &str = "example";

#[derive(Args)]
pub struct ExampleArgs {
    /// primary, secondary, empty or decade
    #[arg(long, default_value = "primary", value_parser = kind)]
    school: Kind,
    /// Where to put it
    #[arg(long)]
    out: PathBuf,
    /// Another seed gives another school
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The day on which the school stands (else today)
    #[arg(long)]
    date: Option<NaiveDate>,
    /// Answer as JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &ExampleArgs) -> anyhow::Result<()> {
    let today = args.date.unwrap_or_else(|| Local::now().date_naive());
    let desk = make(&args.out, args.school, args.seed, today)?;
    let people: Vec<String> = desk.store.ring().people().map(|p| p.label.clone()).collect();
    let (pupils, sessions) = (desk.store.db().count("pupil")?, desk.store.db().count("session")?);
    desk.store.close()?;
    if args.json {
        return super::print_json(
            &serde_json::json!({ "pupils": pupils, "sessions": sessions, "people": people, "passphrase": PASSPHRASE }),
        );
    }
    out!("Made an example school with {pupils} pupils and {sessions} sessions.");
    out!("It opens with the passphrase “{PASSPHRASE}” for {}.", people.join(", "));
    Ok(())
}

/// Makes an example file, opened as its SENDCO.
pub fn make(out: &std::path::Path, kind: Kind, seed: u64, today: NaiveDate) -> anyhow::Result<Desk> {
    let invented = invent(kind, seed, today);
    let local = today.and_hms_opt(8, 0, 0).unwrap_or_default();
    let now = Now { utc: Utc::now(), local };
    let mut mint = Mint::new(now.millis(), random_seed()?);
    let sendco = invented.staff.iter().find(|s| s.role == StaffRole::Sendco);
    let name = sendco.map_or_else(|| "Sam Example".to_owned(), |s| s.name());
    let id: AccessId = mint.fresh();
    let store = Store::create_example(out, &name, id.0, PASSPHRASE, &recovery::fresh()?)?;
    let owner = Access { id, name, role: AccessRole::Sendco, staff: sendco.map(|s| s.id), ended_on: None };
    let mut desk = Desk::new(store, owner.clone(), random_seed()?);
    pour_in(&mut desk, &invented, now)?;
    desk.carry_out(crate::model::Change::SaveAccess(owner), now)?;
    if kind != Kind::Decade {
        let lsas: Vec<(StaffId, String)> =
            invented.staff.iter().filter(|s| s.role.supports() && s.left_on.is_none()).take(3).map(|s| (s.id, s.name())).collect();
        for (staff, name) in lsas {
            let id: AccessId = mint.fresh();
            let access = Access { id, name: name.clone(), role: AccessRole::Lsa, staff: Some(staff), ended_on: None };
            desk.carry_out(crate::model::Change::SaveAccess(access), now)?;
            desk.store.change_ring(|ring, key| ring.add(id.0, &name, SlotKind::Person, PASSPHRASE, key))?;
        }
    }
    store::forget_steps(&mut desk.store)?;
    Ok(desk)
}

fn kind(word: &str) -> Result<Kind, String> {
    Kind::ALL.into_iter().find(|k| k.word() == word).ok_or_else(|| "one of primary, secondary, empty, decade".into())
}
