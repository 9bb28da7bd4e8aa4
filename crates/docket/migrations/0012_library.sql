-- Version 12: the library (laws as they were imported, what readers found useful), and documents on their way to the public
-- (drafts, masking, publication, reports of errors). All of it lies beside the log; the acts themselves are entries.

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

CREATE TABLE document_reports (
    report BIGINT NOT NULL PRIMARY KEY,
    court BIGINT NOT NULL,
    stream BIGINT NOT NULL,
    nth BIGINT NOT NULL,
    reported_at BIGINT NOT NULL,
    due_day BIGINT NOT NULL,
    body TEXT NOT NULL,
    answer TEXT,
    answered_by BIGINT,
    answered_at BIGINT
){clustered};

CREATE INDEX document_reports_court ON document_reports (court, answered_at, due_day);

CREATE TABLE similar_votes (
    account BIGINT NOT NULL,
    court BIGINT NOT NULL,
    stream BIGINT NOT NULL,
    other_court BIGINT NOT NULL,
    other_stream BIGINT NOT NULL,
    useful BIGINT NOT NULL,
    voted_at BIGINT NOT NULL,
    PRIMARY KEY (account, court, stream, other_court, other_stream)
){clustered};

CREATE TABLE law_votes (
    vote BIGINT NOT NULL PRIMARY KEY,
    question TEXT NOT NULL,
    title TEXT NOT NULL,
    number BIGINT NOT NULL,
    useful BIGINT NOT NULL,
    voted_at BIGINT NOT NULL
){clustered};
