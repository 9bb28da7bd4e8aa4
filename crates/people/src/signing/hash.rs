//! Passwords at rest: Argon2id (RFC 9106), written as a PHC string that carries its own parameters. Slow on purpose:
//! call it off the threads that answer.

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use subtle::ConstantTimeEq as _;

use crate::draw::{self, Draw};
use crate::fault::Fault;
use crate::terms::PasswordTerms;

const SALT_BYTES: usize = 16;
const HASH_BYTES: usize = 32;

/// A password's hash. It does not print itself.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

impl PasswordHash {
    /// The hash as it is stored.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) const fn stored(text: String) -> PasswordHash {
        PasswordHash(text)
    }

    /// Hashes a password with a salt drawn.
    ///
    /// # Errors
    /// [`Fault::NoRandomness`]; parameters Argon2 does not know.
    pub fn make(password: &str, terms: &PasswordTerms, draw: &mut dyn Draw) -> Result<PasswordHash, Fault> {
        PasswordHash::salted(password, terms, &draw::bytes(draw)?)
    }

    pub(crate) fn salted(
        password: &str,
        terms: &PasswordTerms,
        salt: &[u8; SALT_BYTES],
    ) -> Result<PasswordHash, Fault> {
        let hash = argon2id(password, salt, [terms.memory_kib, terms.passes, terms.lanes])?;
        Ok(PasswordHash::phc(terms, salt, &hash))
    }

    /// A hash that no password fits and that costs as much to try.
    pub(crate) fn dummy(terms: &PasswordTerms) -> PasswordHash {
        PasswordHash::phc(terms, &[0; SALT_BYTES], &[0; HASH_BYTES])
    }

    fn phc(terms: &PasswordTerms, salt: &[u8], hash: &[u8]) -> PasswordHash {
        let [salt, hash] = [salt, hash].map(|bytes| BASE64_STANDARD_NO_PAD.encode(bytes));
        let PasswordTerms { memory_kib, passes, lanes, .. } = terms;
        PasswordHash(format!("$argon2id$v=19$m={memory_kib},t={passes},p={lanes}${salt}${hash}"))
    }

    /// Whether the password is the one.
    ///
    /// # Errors
    /// A stored hash that cannot be read.
    pub(crate) fn fits(&self, password: &str) -> Result<bool, Fault> {
        let damaged = || Fault::damaged("存储的密码无法识别");
        let (costs, salt, hash) = self.parts().ok_or_else(damaged)?;
        Ok(argon2id(password, &salt, costs)?.ct_eq(hash.as_slice()).into())
    }

    fn parts(&self) -> Option<([u32; 3], Vec<u8>, Vec<u8>)> {
        let rest = self.0.strip_prefix("$argon2id$v=19$")?;
        let mut parts = rest.split('$');
        let (costs, salt, hash) = (parts.next()?, parts.next()?, parts.next()?);
        let mut costs = costs.split(',');
        let mut cost = |name: &str| costs.next()?.strip_prefix(name)?.strip_prefix('=')?.parse::<u32>().ok();
        let costs = [cost("m")?, cost("t")?, cost("p")?];
        let decode = |text: &str| BASE64_STANDARD_NO_PAD.decode(text).ok();
        Some((costs, decode(salt)?, decode(hash)?))
    }
}

fn argon2id(password: &str, salt: &[u8], [memory_kib, passes, lanes]: [u32; 3]) -> Result<[u8; HASH_BYTES], Fault> {
    let failed = |error: argon2::Error| Fault::damaged(format!("密码杂凑的参数不合要求（{error}）"));
    let params = Params::new(memory_kib, passes, lanes, Some(HASH_BYTES)).map_err(failed)?;
    let mut hash = [0; HASH_BYTES];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password_into(password.as_bytes(), salt, &mut hash).map_err(failed)?;
    Ok(hash)
}

/// Hashing on a thread where it may take its time.
pub(crate) async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Fault::damaged(format!("密码杂凑中断（{error}）")))?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::fixture::Counting;
    use crate::terms::Terms;

    fn light() -> PasswordTerms {
        PasswordTerms { memory_kib: 64, passes: 1, ..Terms::default().passwords }
    }

    #[test]
    fn a_hash_fits_its_password_only() {
        let hash = PasswordHash::make("correct horse battery", &light(), &mut Counting(0)).unwrap();
        assert!(hash.as_str().starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{}", hash.as_str());
        let hash = PasswordHash::stored(hash.as_str().to_owned());
        assert!(hash.fits("correct horse battery").unwrap());
        assert!(!hash.fits("correct horse batterx").unwrap());
        assert!(!hash.fits("").unwrap());
        let other = PasswordHash::make("correct horse battery", &light(), &mut Counting(1)).unwrap();
        assert_ne!(hash, other, "another salt");
    }

    #[test]
    fn nothing_fits_the_dummy_and_what_cannot_be_read_is_damage() {
        assert!(!PasswordHash::dummy(&light()).fits("").unwrap());
        for text in ["", "$argon2i$v=19$m=64,t=1,p=1$AA$AA", "$argon2id$v=19$m=x,t=1,p=1$AA$AA", "$argon2id$v=19$m=64"]
        {
            assert!(PasswordHash::stored(text.to_owned()).fits("x").is_err(), "{text}");
        }
    }

    #[test]
    fn the_terms_of_the_house_are_argon2s_own_recommendation() {
        let terms = Terms::default().passwords;
        assert_eq!((terms.memory_kib, terms.passes, terms.lanes), (19_456, 2, 1));
        let hash = PasswordHash::make("correct horse battery", &terms, &mut Counting(0)).unwrap();
        assert!(hash.fits("correct horse battery").unwrap());
    }

    #[test]
    fn a_hash_does_not_print() {
        assert_eq!(format!("{:?}", PasswordHash::dummy(&light())), "PasswordHash(…)");
    }
}
