//! The ids among a token's claims, kept as short hashes: enough to find the token that a log names, in 16 bytes.

use serde_json::Value;

use crate::model::claims::Claims;
use crate::tokens::fold::fold;
use crate::tokens::terms::IdClaim;

/// Shorter words (in bytes) are looked for among the ids only if a field says that they are one.
pub const SHORTEST_ID: usize = 16;

/// A hash for each of [`IdClaim::ALL`]; 0 where the token has none.
pub type ClaimIds = [u32; IdClaim::ALL.len()];

/// The ids of a token.
pub fn claim_ids(claims: &Claims) -> ClaimIds {
    IdClaim::ALL.map(|claim| {
        let id = claims.get(claim.name()).and_then(Value::as_str);
        id.map_or(0, |id| hash(&fold(id)))
    })
}

/// The hash of a folded text, never 0. Two different texts share one in about four billion cases.
pub fn hash(text: &str) -> u32 {
    // FNV-1a: https://datatracker.ietf.org/doc/html/draft-eastlake-fnv
    let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    hash.max(1)
}
