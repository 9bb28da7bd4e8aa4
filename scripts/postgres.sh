#!/usr/bin/env bash
# A private PostgreSQL: `start DIR` makes or reopens one in DIR and prints its URL, `stop DIR` ends it.
# It listens on a socket inside DIR only. Run by root, it runs as user postgres.
set -euo pipefail

usage() {
    echo "usage: scripts/postgres.sh start|stop DIR" >&2
    exit 2
}
[ "$#" = 2 ] || usage
verb="$1"
mkdir -p "$2"
dir="$(cd "$2" && pwd)"

bin="$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)"
if [ -z "$bin" ]; then
    initdb="$(command -v initdb || true)"
    [ -n "$initdb" ] || { echo "PostgreSQL is missing; on Debian: apt-get install postgresql" >&2; exit 1; }
    bin="$(dirname "$initdb")"
fi

as_postgres() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

case "$verb" in
start)
    if [ "$(id -u)" = 0 ]; then
        chown postgres "$dir"
        if ! runuser -u postgres -- test -x "$dir"; then
            echo "user postgres cannot enter $dir: choose a folder outside a private home" >&2
            exit 1
        fi
    fi
    if [ ! -e "$dir/data/PG_VERSION" ]; then
        as_postgres "$bin/initdb" --pgdata="$dir/data" --username=postgres --auth=trust \
            --encoding=UTF8 --locale=C --no-sync >/dev/null
    fi
    if ! as_postgres "$bin/pg_ctl" --pgdata="$dir/data" status >/dev/null 2>&1; then
        as_postgres "$bin/pg_ctl" --pgdata="$dir/data" --log="$dir/log" --wait \
            -o "-c listen_addresses='' -c unix_socket_directories='$dir'" start >/dev/null
    fi
    exists="$(as_postgres "$bin/psql" -h "$dir" -U postgres -Atc "select 1 from pg_database where datname='mingjing'")"
    if [ "$exists" != 1 ]; then
        as_postgres "$bin/createdb" -h "$dir" -U postgres mingjing
    fi
    encoded="${dir//\//%2F}"
    echo "postgres://postgres@$encoded/mingjing"
    ;;
stop)
    as_postgres "$bin/pg_ctl" --pgdata="$dir/data" --mode=fast --wait stop >/dev/null
    ;;
*)
    usage
    ;;
esac
