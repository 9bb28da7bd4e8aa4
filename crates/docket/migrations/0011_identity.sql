-- Version 11: signing in through another system that vouches, for whom somebody acts, and devices known to be somebody's.

-- A sign-in that is under way elsewhere: good for minutes, for one use, and for the browser that began it.
CREATE TABLE oidc_pending (
    state_digest BYTEA NOT NULL PRIMARY KEY,
    browser_digest BYTEA NOT NULL,
    sealed TEXT NOT NULL,
    account BIGINT,
    begun_at BIGINT NOT NULL
){clustered};

CREATE INDEX oidc_pending_begun ON oidc_pending (begun_at);

ALTER TABLE sessions ADD COLUMN proven BIGINT;

ALTER TABLE sessions ADD COLUMN ticket TEXT;

ALTER TABLE sessions ADD COLUMN acting_for BIGINT;

-- A device somebody signed in on with all that was asked: wrong tries made elsewhere do not lock them out there.
CREATE TABLE known_devices (
    device_digest BYTEA NOT NULL PRIMARY KEY,
    account BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
){clustered};

CREATE INDEX known_devices_account ON known_devices (account);
