-- Version 9: what people are told of their matters, by channel, and how far it got. No name, address or text is kept here:
-- what a letter says is read from its entry, and where it goes from the register of people, when it is shown or sent.

CREATE TABLE letters (
    court BIGINT NOT NULL,
    position BIGINT NOT NULL,
    account BIGINT NOT NULL,
    channel TEXT NOT NULL,
    stream BIGINT NOT NULL,
    subject TEXT NOT NULL,
    due BIGINT,
    told_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    tries BIGINT NOT NULL,
    next_at BIGINT,
    done_at BIGINT,
    fault TEXT,
    read_at BIGINT,
    PRIMARY KEY (court, position, account, channel)
){clustered};

CREATE INDEX letters_account ON letters (account, channel, told_at, court, position);

CREATE INDEX letters_unread ON letters (account) WHERE channel = 'inbox' AND read_at IS NULL;

CREATE INDEX letters_next ON letters (next_at) WHERE next_at IS NOT NULL;

CREATE INDEX letters_undone ON letters (court, told_at) WHERE state <> 'sent';

-- Which channels somebody does not want, where they said so.
CREATE TABLE letter_wants (
    account BIGINT NOT NULL PRIMARY KEY,
    mail BIGINT NOT NULL,
    sms BIGINT NOT NULL
);
