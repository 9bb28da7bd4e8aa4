//! The SM3 digest of a file on its way: its state is kept with what is durable, so that what came is never read again.

use sm3::Digest as _;
use sm3::Sm3;
use sm3::digest::common::hazmat::{SerializableState, SerializedState};

/// A digest under way.
#[derive(Clone)]
pub(crate) struct Hashing(Sm3);

impl Hashing {
    /// Of nothing yet.
    pub(crate) fn new() -> Hashing {
        Hashing(Sm3::new())
    }

    /// As it was kept; none when it does not read.
    pub(crate) fn resume(kept: &str) -> Option<Hashing> {
        if kept.is_empty() {
            return Some(Hashing::new());
        }
        let bytes = hex::decode(kept).ok()?;
        let state = SerializedState::<Sm3>::try_from(bytes.as_slice()).ok()?;
        Sm3::deserialize(&state).ok().map(Hashing)
    }

    /// To be kept.
    pub(crate) fn kept(&self) -> String {
        hex::encode(self.0.serialize())
    }

    /// With more.
    pub(crate) fn more(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of all that came, in hexadecimal.
    pub(crate) fn finish(self) -> String {
        hex::encode(self.0.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_kept_and_resumed_is_that_of_the_whole() {
        let whole: Vec<u8> = (0..100_000_u32).flat_map(u32::to_le_bytes).collect();
        let mut hashing = Hashing::new();
        for piece in whole.chunks(977) {
            hashing = Hashing::resume(&hashing.kept()).unwrap();
            hashing.more(piece);
        }
        assert_eq!(hashing.finish(), docket::digest::to_hex(&docket::digest::sm3(&whole)));
        assert!(Hashing::resume("00").is_none() && Hashing::resume("xyz").is_none());
        // GB/T 32905 annex A.1
        let mut abc = Hashing::resume("").unwrap();
        abc.more(b"abc");
        assert_eq!(abc.finish(), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    }
}
