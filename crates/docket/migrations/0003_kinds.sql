-- Version 3: how many entries of a kind there are, by court, read from the index alone.

CREATE INDEX tallies_kind ON tallies (kind, court, day, n, total);
