//! Which engine an address names, and the few words in which the two engines differ. No connection is opened here.

use std::path::{Path, PathBuf};

use super::error::StoreError;

/// The database engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// SQLite: one file.
    Sqlite,
    /// PostgreSQL or an engine that speaks its protocol.
    Postgres,
}

impl Engine {
    /// What opens a transaction that behaves as if it ran alone.
    pub(crate) const fn begin(self) -> &'static str {
        match self {
            Engine::Sqlite => "BEGIN IMMEDIATE",
            Engine::Postgres => "BEGIN ISOLATION LEVEL SERIALIZABLE",
        }
    }

    /// Suffix of a table that lies in the order of its primary key.
    pub(crate) const fn clustered(self) -> &'static str {
        match self {
            Engine::Sqlite => " WITHOUT ROWID",
            Engine::Postgres => "",
        }
    }

    /// Name for messages.
    pub const fn name(self) -> &'static str {
        match self {
            Engine::Sqlite => "SQLite",
            Engine::Postgres => "PostgreSQL",
        }
    }
}

/// Where a database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Location {
    /// A file.
    File(PathBuf),
    /// A server's URL.
    Server(String),
}

impl Location {
    /// Reads `sqlite://PATH`, `sqlite:PATH`, `postgres://…` or `postgresql://…`. A SQLite path is taken as it stands.
    pub(crate) fn parse(url: &str) -> Result<Location, StoreError> {
        if let Some(path) = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")) {
            if path.is_empty() || path.starts_with(":memory:") || path.contains('?') {
                return Err(StoreError::BadUrl(url.to_owned()));
            }
            return Ok(Location::File(PathBuf::from(path)));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Location::Server(url.to_owned()));
        }
        Err(StoreError::BadUrl(url.to_owned()))
    }

    /// The engine there.
    pub(crate) const fn engine(&self) -> Engine {
        match self {
            Location::File(_) => Engine::Sqlite,
            Location::Server(_) => Engine::Postgres,
        }
    }

    /// The address for the driver; bytes of a path that a URL would read otherwise are escaped.
    pub(crate) fn driver_url(&self) -> String {
        match self {
            Location::File(path) => sqlite_url(path),
            Location::Server(url) => url.clone(),
        }
    }
}

fn sqlite_url(path: &Path) -> String {
    let mut url = String::from("sqlite:");
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                url.push(char::from(byte));
            }
            _ => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_its_engine() {
        let file = Location::parse("sqlite://a b.db").unwrap();
        assert_eq!(file, Location::File(PathBuf::from("a b.db")));
        assert_eq!(file.driver_url(), "sqlite:a%20b.db");
        assert_eq!(file.engine(), Engine::Sqlite);
        let server = Location::parse("postgres://u@localhost/x").unwrap();
        assert_eq!(server.engine(), Engine::Postgres);
    }

    #[test]
    fn an_unknown_address_is_refused_in_words() {
        for url in ["mysql://x", "mingjing.db", "sqlite://", "sqlite::memory:"] {
            let fault = Location::parse(url).unwrap_err();
            assert_eq!(fault, StoreError::BadUrl(url.to_owned()));
            assert!(fault.to_string().contains(url), "{fault}");
        }
    }
}
