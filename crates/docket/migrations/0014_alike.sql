-- Version 14: what a judge has noted of a case beside the log (facts as found so far, the decision in mind), and what readers
-- said of the similar cases they were shown.

CREATE TABLE notes (
    court BIGINT NOT NULL,
    stream BIGINT NOT NULL,
    account BIGINT NOT NULL,
    version BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (court, stream, account)
){clustered};

CREATE TABLE alike_votes (
    court BIGINT NOT NULL,
    stream BIGINT NOT NULL,
    account BIGINT NOT NULL,
    document TEXT NOT NULL,
    useful BIGINT NOT NULL,
    rank BIGINT NOT NULL,
    given_at BIGINT NOT NULL,
    PRIMARY KEY (court, stream, account, document)
){clustered};

CREATE INDEX documents_changed ON documents (changed_at);
