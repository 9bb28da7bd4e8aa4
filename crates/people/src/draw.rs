//! Randomness as an argument, and what is drawn from it: tokens, codes, salts. What they are for, this does not know.
//!
//! [`SystemDraw`] is the one place of this crate that reads the operating system's randomness.

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use crate::fault::Fault;

/// A source of random bytes.
pub trait Draw: Send {
    /// Fills the bytes.
    ///
    /// # Errors
    /// [`Fault::NoRandomness`] when there is none.
    fn fill(&mut self, into: &mut [u8]) -> Result<(), Fault>;
}

/// The operating system's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemDraw;

impl Draw for SystemDraw {
    fn fill(&mut self, into: &mut [u8]) -> Result<(), Fault> {
        getrandom::fill(into).map_err(|_| Fault::NoRandomness)
    }
}

/// A text to be shown to one person once: it does not print itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A text that is to be kept from sight.
    pub fn new(text: impl Into<String>) -> Secret {
        Secret(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Bytes drawn.
pub(crate) fn bytes<const N: usize>(draw: &mut dyn Draw) -> Result<[u8; N], Fault> {
    let mut bytes = [0; N];
    draw.fill(&mut bytes)?;
    Ok(bytes)
}

/// A token of 32 bytes as text, 43 characters.
pub(crate) fn token(draw: &mut dyn Draw) -> Result<Secret, Fault> {
    Ok(Secret(BASE64_URL_SAFE_NO_PAD.encode(bytes::<32>(draw)?)))
}

/// The largest multiple of a million that four bytes hold: above it a draw would favour small codes.
const FAIR: u32 = 4_294_000_000;

/// Six digits, each code as likely as any other.
pub(crate) fn six_digits(draw: &mut dyn Draw) -> Result<Secret, Fault> {
    for _ in 0..64 {
        let number = u32::from_be_bytes(bytes(draw)?);
        if number < FAIR {
            return Ok(Secret(format!("{:06}", number % 1_000_000)));
        }
    }
    Err(Fault::NoRandomness)
}

/// Letters and digits that are not taken for each other.
const CLEAR: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'j', 'k', 'm', 'n', 'p',
    'q', 'r', 's', 't', 'v', 'w', 'x', 'y', 'z',
];

/// `count` clear letters, five bits each, in groups of five joined by `-`.
pub(crate) fn clear_text(count: usize, draw: &mut dyn Draw) -> Result<Secret, Fault> {
    let mut drawn = vec![0; count];
    draw.fill(&mut drawn)?;
    let mut text = String::new();
    for (place, byte) in drawn.into_iter().enumerate() {
        if place > 0 && place % 5 == 0 {
            text.push('-');
        }
        text.extend(CLEAR.get(usize::from(byte % 32)));
    }
    Ok(Secret(text))
}

/// What somebody typed of a clear text, as it was drawn: without its joints, letters that look alike made one.
pub(crate) fn clear_read(typed: &str) -> String {
    let typed = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').take(64);
    typed
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'i' | 'l' => '1',
            'o' => '0',
            other => other,
        })
        .collect()
}

#[cfg(test)]
pub(crate) mod fixture {
    //! Randomness that is the same on every run.

    use super::{Draw, Fault};

    /// Counts up.
    pub(crate) struct Counting(pub u8);

    impl Draw for Counting {
        fn fill(&mut self, into: &mut [u8]) -> Result<(), Fault> {
            for byte in into {
                *byte = self.0;
                self.0 = self.0.wrapping_add(1);
            }
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fixture::Counting;
    use super::*;

    struct Fixed(u8);
    impl Draw for Fixed {
        fn fill(&mut self, into: &mut [u8]) -> Result<(), Fault> {
            into.fill(self.0);
            Ok(())
        }
    }

    #[test]
    fn codes_have_six_digits_and_an_unfair_draw_is_thrown_away() {
        assert_eq!(six_digits(&mut Fixed(0)).unwrap().as_str(), "000000");
        assert_eq!(six_digits(&mut Counting(1)).unwrap().as_str(), "909060");
        assert_eq!(six_digits(&mut Fixed(255)), Err(Fault::NoRandomness), "a source stuck at its end");
        // ff ff ff ff is unfair, the next four bytes are taken
        struct Then(bool);
        impl Draw for Then {
            fn fill(&mut self, into: &mut [u8]) -> Result<(), Fault> {
                into.fill(if self.0 { 0 } else { 255 });
                self.0 = true;
                Ok(())
            }
        }
        assert_eq!(six_digits(&mut Then(false)).unwrap().as_str(), "000000");
    }

    #[test]
    fn clear_text_reads_back_however_it_is_typed() {
        let text = clear_text(10, &mut Counting(0)).unwrap();
        assert_eq!(text.as_str(), "01234-56789");
        assert_eq!(clear_read(" O1234 56789 "), clear_read(text.as_str()));
        assert_eq!(clear_read("ILo"), "110");
        assert_eq!(clear_read(&"x".repeat(100_000)).len(), 64);
    }

    #[test]
    fn tokens_differ_and_do_not_print() {
        let (one, other) = (token(&mut SystemDraw).unwrap(), token(&mut SystemDraw).unwrap());
        assert_ne!(one, other);
        assert_eq!(one.as_str().len(), 43);
        assert_eq!(format!("{one:?}"), "Secret(…)");
    }
}
