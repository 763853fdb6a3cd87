//! Reviews of pupils' plans.

use rusqlite::Row;

use super::rows::{id, json, maybe_id, word};
use super::{Db, Result, Tx};
use crate::model::{PupilId, Review, ReviewState};

const REVIEW: &str = "id, pupil, plan, from_date, to_date, held_on, state, pupil_views, family_views, decisions, next_steps, more";

/// Writes a review.
pub fn put_review(tx: &Tx, review: &Review) -> Result<()> {
    tx.put(
        "review",
        &[
            ("id", &review.id.0),
            ("pupil", &review.pupil.0),
            ("plan", &review.plan.map(|p| p.0)),
            ("from_date", &review.from),
            ("to_date", &review.to),
            ("held_on", &review.held_on),
            ("state", &review.state.words()),
            ("pupil_views", &review.pupil_views),
            ("family_views", &review.family_views),
            ("decisions", &review.decisions),
            ("next_steps", &review.next_steps),
            ("more", &serde_json::to_string(&review.more).unwrap_or_default()),
        ],
    )
}

/// A pupil's reviews, the newest first.
pub fn reviews_of(db: Db, pupil: PupilId) -> Result<Vec<Review>> {
    db.all(&format!("SELECT {REVIEW} FROM review WHERE pupil = ?1 ORDER BY to_date DESC, id DESC"), &[&pupil.0], read_review)
}

/// All reviews, the newest first.
pub fn reviews(db: Db) -> Result<Vec<Review>> {
    db.all(&format!("SELECT {REVIEW} FROM review ORDER BY to_date DESC, id DESC"), &[], read_review)
}

fn read_review(row: &Row) -> rusqlite::Result<Review> {
    Ok(Review {
        id: id(row, 0)?,
        pupil: id(row, 1)?,
        plan: maybe_id(row, 2)?,
        from: row.get(3)?,
        to: row.get(4)?,
        held_on: row.get(5)?,
        state: word(row, 6, ReviewState::from_words)?,
        pupil_views: row.get(7)?,
        family_views: row.get(8)?,
        decisions: row.get(9)?,
        next_steps: row.get(10)?,
        more: json(row, 11)?,
    })
}
