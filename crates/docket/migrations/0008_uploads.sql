-- Version 8: files handed in, beside the log and not computed from it: what was said of each, how far it has come, and what it
-- was found to be. The bytes lie in the file store by digest. And pictures of notices with what they show in words.

CREATE TABLE uploads (
    upload TEXT NOT NULL PRIMARY KEY,
    account BIGINT NOT NULL,
    draft TEXT,
    court BIGINT,
    stream BIGINT,
    nth BIGINT NOT NULL,
    name TEXT NOT NULL,
    size BIGINT NOT NULL,
    received BIGINT NOT NULL,
    hashing TEXT NOT NULL,
    state TEXT NOT NULL,
    digest TEXT,
    kind TEXT,
    pages BIGINT NOT NULL,
    faults TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
){clustered};

CREATE INDEX uploads_draft ON uploads (draft, nth) WHERE draft IS NOT NULL;

CREATE INDEX uploads_matter ON uploads (court, stream, nth) WHERE court IS NOT NULL;

CREATE INDEX uploads_account ON uploads (account, state, changed_at);

CREATE INDEX uploads_digest ON uploads (digest) WHERE digest IS NOT NULL;

CREATE INDEX uploads_state ON uploads (state, changed_at);

CREATE INDEX drafts_filed ON drafts (court, stream) WHERE court IS NOT NULL;

ALTER TABLE notices ADD COLUMN picture_alt TEXT;
