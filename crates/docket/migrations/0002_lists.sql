-- Version 2: lists of a court by day of acceptance and by day of closing.

CREATE INDEX case_facts_accepted ON case_facts (court, accepted_day, stream);

CREATE INDEX case_facts_closed ON case_facts (court, closed_day, stream);
