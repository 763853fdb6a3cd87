//! Who may open the file: key slots on disk, and what each person is inside.

use super::run::{Cx, Desk};
use super::{Result, needed, refuse};
use crate::model::{Access, AccessId, AccessRole, Change, Now, StaffId};
use crate::rules;
use crate::store::{self, SlotKind, check_passphrase};

/// Writes what a person is in the file.
pub(super) fn save(cx: &mut Cx, access: Access) -> Result<()> {
    needed(&access.name, "The name")?;
    store::put_access(cx.tx, &access)
}

/// Lets another person open the file: their record first, then their key slot. A crash between the
/// two leaves a person without a slot, who can simply be added again.
pub fn add_person(desk: &mut Desk, name: &str, role: AccessRole, staff: Option<StaffId>, passphrase: &str, now: Now) -> Result<()> {
    only_sendco(desk)?;
    check_passphrase(passphrase)?;
    let wanted = name.trim().to_lowercase();
    if desk.store.ring().people().any(|s| s.label.to_lowercase() == wanted) {
        return refuse(format!("Somebody called “{}” can open the file already. Nothing has changed. Use another name.", name.trim()));
    }
    let id: AccessId = desk.mint(now).fresh();
    desk.carry_out(Change::SaveAccess(Access { id, name: name.trim().into(), role, staff, ended_on: None }), now)?;
    desk.store.change_ring(|ring, key| ring.add(id.0, name, SlotKind::Person, passphrase, key))
}

/// Ends a person's right to open the file. Copies of the file from before still open for them.
pub fn end_person(desk: &mut Desk, person: AccessId, now: Now) -> Result<()> {
    only_sendco(desk)?;
    if person == desk.person.id {
        return refuse("You are working as this person now. Nothing has changed. Ask another SENDCO to end your access.");
    }
    desk.store.change_ring(|ring, _| ring.remove(person.0))?;
    let Some(access) = store::access(desk.store.db(), person)? else { return Ok(()) };
    desk.carry_out(Change::SaveAccess(Access { ended_on: Some(now.today()), ..access }), now)?;
    Ok(())
}

/// Changes the signed-in person's own passphrase.
pub fn change_passphrase(desk: &mut Desk, old: &str, new: &str, now: Now) -> Result<()> {
    check_passphrase(new)?;
    let id = desk.person.id;
    let name = desk.person.name.clone();
    desk.store.ring().open(Some(&name), old)?;
    desk.store.change_ring(|ring, key| ring.add(id.0, &name, SlotKind::Person, new, key))?;
    desk.write(now, "change passphrase", Some(&format!("access:{}", id.0.simple())), false, |_| Ok(()))?;
    Ok(())
}

/// Gives a person who came in by the recovery key a passphrase, and the file a new recovery key.
pub fn replace_recovery_key(desk: &mut Desk, recovery: &str, now: Now) -> Result<()> {
    only_sendco(desk)?;
    desk.store.change_ring(|ring, key| {
        let slot = ring.slots.iter().find(|s| s.kind == SlotKind::Recovery).map_or(desk_free_id(ring.file), |s| s.id);
        ring.add(slot, "Recovery key", SlotKind::Recovery, recovery, key)
    })?;
    desk.write(now, "replace recovery key", None, false, |_| Ok(()))?;
    Ok(())
}

/// A slot id of its own for a ring that has lost its recovery slot.
fn desk_free_id(file: uuid::Uuid) -> uuid::Uuid {
    uuid::Uuid::from_u128(!file.as_u128())
}

fn only_sendco(desk: &Desk) -> Result<()> {
    if rules::sees_all(&desk.person) {
        return Ok(());
    }
    refuse("Only the SENDCO can change who opens the file. Nothing has changed.")
}
