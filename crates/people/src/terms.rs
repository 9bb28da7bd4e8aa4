//! How long and how often: the numbers the register works by, as data. Nothing is decided here.

/// Milliseconds of a second.
pub const SECOND_MS: i64 = 1_000;
/// Milliseconds of a minute.
pub const MINUTE_MS: i64 = 60 * SECOND_MS;
/// Milliseconds of an hour.
pub const HOUR_MS: i64 = 60 * MINUTE_MS;
/// Milliseconds of a day.
pub const DAY_MS: i64 = 24 * HOUR_MS;

/// The terms of signing in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// One-time codes sent to a phone.
    pub codes: CodeTerms,
    /// Passwords of staff.
    pub passwords: PasswordTerms,
    /// Sessions of staff.
    pub staff: SessionTerms,
    /// Sessions of everybody else.
    pub public: SessionTerms,
    /// How often at most a session's last use is written down, in ms.
    pub seen_every_ms: i64,
    /// How long a sign-in through another system may take, in ms.
    pub pending_ms: i64,
    /// How long a device stays known that is not used, in ms.
    pub known_device_ms: i64,
    /// How long at most a token of an institution may be made out for, in ms.
    pub token_longest_ms: i64,
}

/// Terms of one-time codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeTerms {
    /// How long a code is good for, in ms.
    pub valid_ms: i64,
    /// How long to wait between two codes to one phone, in ms.
    pub wait_ms: i64,
    /// How many codes a phone gets within an hour.
    pub per_hour: i64,
    /// How many wrong tries end a code.
    pub tries: i64,
}

/// Terms of passwords.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordTerms {
    /// Memory of the hash, in KiB.
    pub memory_kib: u32,
    /// Passes of the hash over its memory.
    pub passes: u32,
    /// Lanes of the hash.
    pub lanes: u32,
    /// Fewest characters.
    pub shortest: usize,
    /// Wrong tries in a row that lock.
    pub tries: i64,
    /// Wrong tries from one address, at whatever names, that lock it.
    pub source_tries: i64,
    /// The first lock, in ms; each further one lasts twice as long.
    pub lock_ms: i64,
    /// The longest lock, in ms.
    pub longest_lock_ms: i64,
    /// How long a temporary password is good for, in ms.
    pub temporary_ms: i64,
}

/// Terms of sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionTerms {
    /// How long a session lasts unused, in ms.
    pub idle_ms: i64,
    /// How long it lasts at all, in ms.
    pub whole_ms: i64,
}

impl Default for Terms {
    fn default() -> Terms {
        Terms {
            codes: CodeTerms { valid_ms: 5 * MINUTE_MS, wait_ms: MINUTE_MS, per_hour: 5, tries: 5 },
            passwords: PasswordTerms {
                memory_kib: 19 * 1024,
                passes: 2,
                lanes: 1,
                shortest: 12,
                tries: 5,
                source_tries: 50,
                lock_ms: 15 * MINUTE_MS,
                longest_lock_ms: DAY_MS,
                temporary_ms: 3 * DAY_MS,
            },
            staff: SessionTerms { idle_ms: 30 * MINUTE_MS, whole_ms: 12 * HOUR_MS },
            public: SessionTerms { idle_ms: 7 * DAY_MS, whole_ms: 30 * DAY_MS },
            seen_every_ms: MINUTE_MS,
            pending_ms: 10 * MINUTE_MS,
            known_device_ms: 180 * DAY_MS,
            token_longest_ms: 731 * DAY_MS,
        }
    }
}
