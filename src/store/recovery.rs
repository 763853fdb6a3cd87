//! A fresh recovery key. Its form and its check letters are the model's.

use zeroize::Zeroizing;

use super::error::Result;
use super::keys::fill_random;
use crate::model::recovery_key;

/// A fresh recovery key as printed: `XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX`.
pub fn fresh() -> Result<Zeroizing<String>> {
    let mut random = Zeroizing::new([0u8; 28]);
    fill_random(random.as_mut_slice())?;
    Ok(recovery_key(&random))
}
