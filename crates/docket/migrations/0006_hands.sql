-- Version 6: who acts in a matter through which account. Entries name a hand by its number within the matter alone, so that
-- nobody can tell from a log that two matters are of one person.

CREATE TABLE hands (
    court BIGINT NOT NULL,
    stream BIGINT NOT NULL,
    hand BIGINT NOT NULL,
    account BIGINT NOT NULL,
    agent BIGINT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (court, stream, hand),
    UNIQUE (court, stream, account)
){clustered};

CREATE INDEX hands_account ON hands (account, court, stream);

INSERT INTO hands (court, stream, hand, account, agent, since)
    SELECT court, stream, filer, filer, 0, 0 FROM case_facts WHERE filer IS NOT NULL;

CREATE INDEX case_facts_secrecy ON case_facts (court, stream) WHERE secrecy > 0;
