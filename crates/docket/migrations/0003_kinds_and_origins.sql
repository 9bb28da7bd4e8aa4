-- Version 3: how many entries of a kind there are, by court, read from the index alone; cases by the case they came from.

CREATE INDEX tallies_kind ON tallies (kind, court, day, n, total);

CREATE INDEX case_facts_origin ON case_facts (origin_court, origin_stream, court, stream) WHERE origin_court IS NOT NULL;
