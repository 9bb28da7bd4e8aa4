//! The synthetic province: a year of lawful cases, deterministic by seed.
