-- Version 1: the log, its proofs and what is kept beside it.
-- {clustered} stands for the engine's way of laying a table in the order of its key.

CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE courts (
    court BIGINT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    public_key BYTEA NOT NULL
);

CREATE TABLE entries (
    court BIGINT NOT NULL,
    position BIGINT NOT NULL,
    stream BIGINT NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    occurred_at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    on_behalf_of TEXT,
    body TEXT NOT NULL,
    leaf BYTEA NOT NULL,
    PRIMARY KEY (court, position),
    UNIQUE (court, stream, version)
){clustered};

CREATE TABLE tree_nodes (
    court BIGINT NOT NULL,
    level BIGINT NOT NULL,
    idx BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (court, level, idx)
){clustered};

CREATE TABLE heads (
    court BIGINT NOT NULL,
    size BIGINT NOT NULL,
    root BYTEA NOT NULL,
    signed_at BIGINT NOT NULL,
    signature BYTEA NOT NULL,
    PRIMARY KEY (court, size)
){clustered};

CREATE TABLE tallies (
    court BIGINT NOT NULL,
    day BIGINT NOT NULL,
    kind TEXT NOT NULL,
    n BIGINT NOT NULL,
    total BIGINT NOT NULL,
    PRIMARY KEY (court, day, kind)
){clustered};

CREATE TABLE statements (
    court BIGINT NOT NULL,
    year BIGINT NOT NULL,
    key TEXT NOT NULL,
    value BIGINT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (court, year, key)
){clustered};

CREATE TABLE counters (
    court BIGINT NOT NULL,
    year BIGINT NOT NULL,
    word BIGINT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (court, year, word)
){clustered};

CREATE TABLE field_keys (
    court BIGINT NOT NULL,
    stream BIGINT NOT NULL,
    key BYTEA NOT NULL,
    PRIMARY KEY (court, stream)
){clustered};

CREATE TABLE cursors (
    name TEXT NOT NULL,
    court BIGINT NOT NULL,
    position BIGINT NOT NULL,
    fault TEXT,
    PRIMARY KEY (name, court)
){clustered};

CREATE TABLE progress (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
