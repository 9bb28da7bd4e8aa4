//! The anonymiser.
