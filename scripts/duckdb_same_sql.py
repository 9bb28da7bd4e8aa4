"""Prepares one SQL text with DuckDB and runs it over a Parquet file of facts, warm; prints the median in milliseconds.

Usage: duckdb_same_sql.py FACTS.parquet QUERY.sql [TIMES] [--memory]
With --memory the rows are read into memory once before, else every run reads the file.
"""

import statistics
import sys
import time

import duckdb


def main() -> None:
    memory = "--memory" in sys.argv
    words = [word for word in sys.argv[1:] if word != "--memory"]
    if len(words) < 2:
        sys.exit(__doc__)
    parquet, query = words[0], words[1]
    times = int(words[2]) if len(words) > 2 else 7
    with open(query, encoding="utf-8") as file:
        text = file.read()
    base = duckdb.connect()
    kind = "TABLE" if memory else "VIEW"
    source = parquet.replace("'", "''")
    base.execute(f"CREATE {kind} facts AS SELECT * FROM read_parquet('{source}')")
    base.execute(f"PREPARE figures AS {text}")
    spent = []
    for run in range(times + 1):
        start = time.perf_counter()
        rows = base.execute("EXECUTE figures").fetchall()
        if not rows:
            sys.exit("the query has no result")
        if run > 0:
            spent.append((time.perf_counter() - start) * 1000)
    print(f"{statistics.median(spent):.3f}")


if __name__ == "__main__":
    main()
