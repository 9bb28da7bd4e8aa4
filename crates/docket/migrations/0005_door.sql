-- Version 5: drafts of filings and the notice board, beside the log and not computed from it; and what the desk asks of cases.

CREATE INDEX case_facts_filer ON case_facts (filer, court, stream) WHERE filer IS NOT NULL;

CREATE INDEX case_facts_desk ON case_facts (court, received_day, stream) WHERE accepted_day IS NULL;

CREATE INDEX case_facts_judge ON case_facts (court, judge, assigned_day, closed_day, word, cause, procedure) WHERE judge IS NOT NULL;

CREATE TABLE drafts (
    draft TEXT NOT NULL PRIMARY KEY,
    account BIGINT NOT NULL,
    version BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    sealed TEXT NOT NULL,
    court BIGINT,
    stream BIGINT
){clustered};

CREATE INDEX drafts_account ON drafts (account, changed_at);

CREATE TABLE notices (
    notice BIGINT NOT NULL PRIMARY KEY,
    court BIGINT NOT NULL,
    author BIGINT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    picture TEXT,
    from_day BIGINT NOT NULL,
    until_day BIGINT,
    withdrawn_at BIGINT
){clustered};

CREATE INDEX notices_court ON notices (court, from_day);
