//! Identifiers: one newtype for each kind of thing, all UUIDv7, so they sort by when they were made.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub struct $name(pub Uuid);

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )*};
}

ids! {
    /// A pupil on the caseload.
    PupilId;
    /// A member of staff, whether or not they can open the file.
    StaffId;
    /// One adult's link with one pupil.
    LinkId;
    /// One spell of a pupil's SEN status.
    StatusId;
    /// One version of a pupil's pen portrait.
    PortraitId;
    /// An EHC plan or a SEN Support plan.
    PlanId;
    /// A section E outcome.
    OutcomeId;
    /// A provision line (section F).
    ProvisionId;
    /// A measurable target.
    TargetId;
    /// A term of the school year.
    TermId;
    /// A period of the school day.
    PeriodId;
    /// A weekly slot: who is with which pupil, when.
    SlotId;
    /// One version of what happened in a session.
    SessionId;
    /// One reading against one target within a session.
    RecordId;
    /// A review of a pupil's plan.
    ReviewId;
    /// A key slot: one person's way of opening the file.
    AccessId;
    /// Somebody in a pupil's family, or a professional who works with them.
    ContactId;
    /// A skill or a training that a member of staff has.
    TrainingId;
    /// One spell in which a pupil had a type of need.
    NeedSpellId;
    /// One section of a plan in words.
    PlanTextId;
    /// One person's word that they have read a plan or a portrait.
    ReadMarkId;
    /// An intervention of the school's catalogue.
    ProgrammeId;
    /// An intervention that runs: its pupils, deliverer and dose.
    RunningId;
    /// Something that may help a pupil.
    StrategyId;
    /// An observation, a referral, an answer, good news or a handover.
    EntryId;
    /// How one day was covered when somebody was away.
    DayCoverId;
    /// What the planner must know of a pupil; the pupil's own number.
    SupportNeedsId;
    /// Something to be staffed at a set time.
    SetTaskId;
    /// A class's timetable.
    ClassWeekId;
    /// A weekly duty without a pupil, such as the playground at break.
    DutyId;
}

/// Makes identifiers from a given time and seed, so that the same input gives the same school.
///
/// The model reads no clock and no random source; whoever calls brings both.
#[derive(Clone, Debug)]
pub struct Mint {
    millis: u64,
    state: u64,
}

impl Mint {
    /// `millis` is Unix time in milliseconds; `seed` should be random outside tests and examples.
    pub fn new(millis: i64, seed: u64) -> Self {
        Self { millis: millis.max(0) as u64, state: seed }
    }

    /// Identifiers made from now on carry this time.
    pub fn set_millis(&mut self, millis: i64) {
        self.millis = millis.max(0) as u64;
    }

    /// A fresh identifier of the kind asked for.
    pub fn fresh<T: From<Uuid>>(&mut self) -> T {
        let mut bytes = [0u8; 10];
        bytes[..8].copy_from_slice(&self.next().to_be_bytes());
        bytes[8..].copy_from_slice(&self.next().to_be_bytes()[..2]);
        T::from(uuid::Builder::from_unix_timestamp_millis(self.millis, &bytes).into_uuid())
    }

    /// splitmix64: small, well spread, and the same on every machine.
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}
