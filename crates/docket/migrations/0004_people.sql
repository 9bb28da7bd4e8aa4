-- Version 4: persons with an account, their posts, and what they sign in with. Beside the log, not computed from it.

CREATE TABLE people_counters (
    name TEXT NOT NULL PRIMARY KEY,
    last BIGINT NOT NULL
);

-- What names a person beside the display name is sealed; the digests are keyed and serve only to find it again.
CREATE TABLE accounts (
    account BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    login TEXT UNIQUE,
    phone TEXT,
    phone_digest BYTEA,
    email TEXT,
    identity TEXT,
    identity_digest BYTEA,
    licence TEXT,
    firm TEXT,
    guardian BIGINT,
    address_confirmed BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    closed_at BIGINT,
    UNIQUE (kind, phone_digest),
    UNIQUE (kind, identity_digest),
    UNIQUE (kind, licence)
);

CREATE INDEX accounts_phone ON accounts (phone_digest);

CREATE INDEX accounts_guardian ON accounts (guardian) WHERE guardian IS NOT NULL;

CREATE TABLE agents (
    company BIGINT NOT NULL,
    agent BIGINT NOT NULL,
    scope TEXT NOT NULL,
    from_day BIGINT NOT NULL,
    until_day BIGINT,
    PRIMARY KEY (company, agent)
){clustered};

CREATE INDEX agents_agent ON agents (agent);

CREATE TABLE posts (
    post BIGINT NOT NULL PRIMARY KEY,
    account BIGINT NOT NULL,
    role TEXT NOT NULL,
    court BIGINT NOT NULL,
    from_day BIGINT NOT NULL,
    until_day BIGINT,
    capacity BIGINT NOT NULL,
    group_codes TEXT NOT NULL
);

CREATE INDEX posts_account ON posts (account);

CREATE INDEX posts_court ON posts (court, role);

CREATE TABLE stand_ins (
    stand_in BIGINT NOT NULL PRIMARY KEY,
    post BIGINT NOT NULL,
    account BIGINT NOT NULL,
    from_day BIGINT NOT NULL,
    until_day BIGINT NOT NULL
);

CREATE INDEX stand_ins_account ON stand_ins (account);

CREATE INDEX stand_ins_post ON stand_ins (post);

CREATE TABLE leaves (
    leave_number BIGINT NOT NULL PRIMARY KEY,
    account BIGINT NOT NULL,
    from_day BIGINT NOT NULL,
    until_day BIGINT NOT NULL,
    kind TEXT NOT NULL
);

CREATE INDEX leaves_account ON leaves (account);

CREATE TABLE interests (
    interest BIGINT NOT NULL PRIMARY KEY,
    account BIGINT NOT NULL,
    name TEXT NOT NULL,
    identity_digest BYTEA,
    relation TEXT NOT NULL
);

CREATE INDEX interests_account ON interests (account);

CREATE TABLE phone_codes (
    phone_digest BYTEA NOT NULL,
    asked_at BIGINT NOT NULL,
    code_digest BYTEA NOT NULL,
    tries BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (phone_digest, asked_at)
){clustered};

CREATE TABLE passwords (
    account BIGINT NOT NULL PRIMARY KEY,
    hash TEXT NOT NULL,
    set_at BIGINT NOT NULL,
    temporary_until BIGINT
);

CREATE TABLE second_factors (
    account BIGINT NOT NULL PRIMARY KEY,
    secret TEXT NOT NULL,
    confirmed_at BIGINT,
    last_step BIGINT NOT NULL
);

CREATE TABLE recovery_codes (
    account BIGINT NOT NULL,
    code_digest BYTEA NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (account, code_digest)
){clustered};

-- By the digest of the name given, known or not, so that the two cannot be told apart.
CREATE TABLE sign_in_failures (
    login_digest BYTEA NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    locks BIGINT NOT NULL,
    failed_at BIGINT NOT NULL,
    locked_until BIGINT NOT NULL
);

CREATE TABLE oidc_links (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    account BIGINT NOT NULL,
    linked_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject)
){clustered};

CREATE INDEX oidc_links_account ON oidc_links (account);

CREATE TABLE sessions (
    token_digest BYTEA NOT NULL PRIMARY KEY,
    account BIGINT NOT NULL,
    handle TEXT NOT NULL,
    method TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    agent TEXT NOT NULL,
    agent_digest BYTEA NOT NULL,
    address TEXT NOT NULL,
    post BIGINT,
    stand_in BIGINT
);

CREATE INDEX sessions_account ON sessions (account, started_at);

CREATE INDEX sessions_started ON sessions (started_at);

CREATE TABLE api_tokens (
    token BIGINT NOT NULL PRIMARY KEY,
    token_digest BYTEA NOT NULL UNIQUE,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    court BIGINT,
    made_by BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);

CREATE TABLE security_journal (
    at BIGINT NOT NULL,
    account BIGINT NOT NULL,
    n BIGINT NOT NULL,
    event TEXT NOT NULL,
    done_by BIGINT NOT NULL,
    subject BIGINT,
    PRIMARY KEY (at, account, n)
){clustered};

CREATE INDEX security_journal_account ON security_journal (account, at, n);
