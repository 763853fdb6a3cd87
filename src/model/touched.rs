//! Which parts of the caseload a change touched, so that only the views of those reload.

/// A part of the caseload that views depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    School,
    Pupils,
    Staff,
    Portraits,
    Plans,
    Week,
    Sessions,
    Reviews,
    Access,
    Interventions,
    Entries,
}

/// A set of areas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Touched(u16);

impl Touched {
    /// Everything, as after opening a file.
    pub const ALL: Self = Self(u16::MAX);

    /// The set of these areas.
    pub const fn of(areas: &[Area]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < areas.len() {
            bits |= 1 << areas[i] as u16;
            i += 1;
        }
        Self(bits)
    }

    /// Adds an area.
    pub fn add(&mut self, area: Area) {
        self.0 |= 1 << area as u16;
    }

    /// Whether the two sets share an area.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}
