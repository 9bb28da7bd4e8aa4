//! Finding articles, cases and causes.
