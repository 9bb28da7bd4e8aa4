-- Version 15: online hearings (庭审): what each starts from, its journal as a chain of digests, who holds which link, the
-- versions of its transcript and the signatures under them. What was said and who takes part lies sealed.

CREATE TABLE hearings (
    court BIGINT NOT NULL,
    stream BIGINT NOT NULL,
    nth BIGINT NOT NULL,
    planned BIGINT NOT NULL,
    public BIGINT NOT NULL,
    phase TEXT NOT NULL,
    broadcast TEXT NOT NULL,
    opening TEXT NOT NULL,
    made_by BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    acts BIGINT NOT NULL,
    chain TEXT NOT NULL,
    watched BIGINT NOT NULL,
    sealed_entry BIGINT,
    PRIMARY KEY (court, stream, nth)
){clustered};

CREATE INDEX hearings_planned ON hearings (court, planned, stream, nth);

CREATE TABLE hearing_acts (
    court BIGINT NOT NULL,
    stream BIGINT NOT NULL,
    nth BIGINT NOT NULL,
    act BIGINT NOT NULL,
    person BIGINT NOT NULL,
    happened_at BIGINT NOT NULL,
    sealed TEXT NOT NULL,
    chain TEXT NOT NULL,
    PRIMARY KEY (court, stream, nth, act)
){clustered};

CREATE TABLE hearing_links (
    court BIGINT NOT NULL,
    stream BIGINT NOT NULL,
    nth BIGINT NOT NULL,
    person BIGINT NOT NULL,
    token TEXT NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (court, stream, nth, person)
){clustered};

CREATE INDEX hearing_links_token ON hearing_links (token);

CREATE TABLE hearing_texts (
    court BIGINT NOT NULL,
    stream BIGINT NOT NULL,
    nth BIGINT NOT NULL,
    version BIGINT NOT NULL,
    put_at BIGINT NOT NULL,
    digest TEXT NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (court, stream, nth, version)
){clustered};

CREATE TABLE hearing_signatures (
    court BIGINT NOT NULL,
    stream BIGINT NOT NULL,
    nth BIGINT NOT NULL,
    person BIGINT NOT NULL,
    version BIGINT NOT NULL,
    signed_at BIGINT NOT NULL,
    digest TEXT NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (court, stream, nth, person, version)
){clustered};
