-- Version 10: who sits and sat on which matter, from when until when, projected from the entries of draws.

CREATE TABLE sittings (
    court BIGINT NOT NULL,
    stream BIGINT NOT NULL,
    nth BIGINT NOT NULL,
    judge BIGINT NOT NULL,
    seat BIGINT NOT NULL,
    from_day BIGINT NOT NULL,
    until_day BIGINT,
    weight BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (court, stream, nth)
){clustered};

CREATE INDEX sittings_day ON sittings (court, from_day, stream, version);

CREATE INDEX sittings_judge ON sittings (court, judge, from_day);
