//! Entries, the Merkle log, receipts and storage on SQLite and PostgreSQL.
