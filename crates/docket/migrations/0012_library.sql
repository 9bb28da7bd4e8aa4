-- Version 12: the library (laws as they were imported), and documents on their way to the public (masking, checking,
-- publication). All of it lies beside the log; the acts themselves are entries.

CREATE TABLE laws (
    law BIGINT NOT NULL PRIMARY KEY,
    key TEXT NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    branch TEXT NOT NULL,
    issuer TEXT NOT NULL,
    status TEXT NOT NULL,
    published_day BIGINT,
    from_day BIGINT,
    imported_at BIGINT NOT NULL
){clustered};

CREATE UNIQUE INDEX laws_key ON laws (key);

CREATE TABLE law_articles (
    law BIGINT NOT NULL,
    place BIGINT NOT NULL,
    key TEXT NOT NULL,
    number BIGINT NOT NULL,
    suffix BIGINT NOT NULL,
    chapter TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (law, place)
){clustered};

CREATE TABLE documents (
    court BIGINT NOT NULL,
    stream BIGINT NOT NULL,
    nth BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    maker BIGINT NOT NULL,
    checker BIGINT,
    changed_at BIGINT NOT NULL,
    due_day BIGINT,
    sealed TEXT NOT NULL,
    review TEXT,
    masked TEXT,
    digest TEXT,
    published_at BIGINT,
    PRIMARY KEY (court, stream, nth)
){clustered};

CREATE INDEX documents_state ON documents (court, state, changed_at);

CREATE INDEX documents_published ON documents (published_at, court, stream, nth) WHERE published_at IS NOT NULL;
