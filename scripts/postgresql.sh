#!/bin/sh
# A private PostgreSQL for tests: a cluster of its own in a temporary folder, gone when it stops.
#
#   scripts/postgresql.sh start [PID]   start one; print its folder and its address, one a line;
#                                       with a process named, it stops by itself when that ends
#   scripts/postgresql.sh stop FOLDER   stop it and take the folder away
#   scripts/postgresql.sh with COMMAND  start one, run the command with TRUCELINE_TEST_POSTGRESQL
#                                       set to its address, stop it
#   scripts/postgresql.sh find          print the folder of the server's programs
#
# It listens on a socket in its own folder, which nobody else may enter, and on the loopback
# address, where it asks for a password that nobody was given. Durability stays as on a real
# server: fsync, full_page_writes and synchronous_commit are on, and pages carry checksums.
# Exit code 69: there is no PostgreSQL on this machine.
set -eu

UNAVAILABLE=69

find_programs() {
    for folder in $(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin \
        /usr/local/opt/postgresql*/bin 2>/dev/null | sort -t/ -k5 -rV); do
        if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then
            echo "$folder"
            return
        fi
    done
    if command -v initdb >/dev/null 2>&1 && command -v postgres >/dev/null 2>&1; then
        dirname "$(command -v initdb)"
        return
    fi
    echo "there is no PostgreSQL server on this machine (looked in /usr/lib/postgresql/*/bin and on" \
        "PATH); on Debian and Ubuntu: apt-get install postgresql" >&2
    exit $UNAVAILABLE
}

# The server refuses to run as root, so root lends the cluster to a user without rights.
unprivileged() {
    if [ "$(id -u)" != 0 ]; then
        "$@"
    elif id postgres >/dev/null 2>&1; then
        setpriv --reuid=postgres --regid="$(id -g postgres)" --clear-groups "$@"
    else
        setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups "$@"
    fi
}

free_port() {
    # Of the ports that the system hands out for short use, one that nobody listens on now.
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

start() {
    programs=$(find_programs)
    # A socket's path may not be longer than about a hundred bytes, so it does not lie under TMPDIR
    # of a deep test folder.
    folder=$(mktemp -d /tmp/truceline-pg-XXXXXX)
    if [ "$(id -u)" = 0 ]; then
        chown "$(unprivileged id -u):$(unprivileged id -g)" "$folder"
    fi
    cd "$folder"
    head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$folder/password"
    chmod 644 "$folder/password"
    # --no-sync hastens the making alone; what is committed later is synced.
    unprivileged "$programs/initdb" --pgdata="$folder/cluster" --username=admin --encoding=UTF8 \
        --locale=C --auth-local=trust --auth-host=scram-sha-256 --pwfile="$folder/password" \
        --data-checksums --no-sync >"$folder/initdb.log" 2>&1 || {
        cat "$folder/initdb.log" >&2
        rm -rf "$folder"
        exit 1
    }
    rm "$folder/password"
    for attempt in 1 2 3 4 5; do
        port=$(free_port)
        if unprivileged "$programs/pg_ctl" --pgdata="$folder/cluster" --log="$folder/server.log" \
            --wait --timeout=60 --silent start --options="-c listen_addresses=127.0.0.1 -p $port \
            -c unix_socket_directories=$folder -c unix_socket_permissions=0700 -c max_connections=60 \
            -c shared_buffers=64MB" >/dev/null 2>"$folder/start.log"; then
            if [ -n "${1:-}" ]; then
                # A redirected function would keep the caller's pipe open behind the new one.
                (
                    exec >/dev/null 2>&1 </dev/null
                    watch "$1" "$folder"
                ) &
            fi
            echo "$folder"
            echo "postgresql://admin@/postgres?host=$folder&port=$port"
            return
        fi
    done
    cat "$folder/start.log" "$folder/server.log" >&2
    rm -rf "$folder"
    exit 1
}

# A test run that is killed cannot take its server down.
watch() {
    while kill -0 "$1" && [ -d "$2" ]; do
        sleep 2
    done
    [ ! -d "$2" ] || stop "$2"
}

stop() {
    case "$1" in
    /tmp/truceline-pg-*) ;;
    *)
        echo "$1 is no folder that start made" >&2
        exit 2
        ;;
    esac
    cd "$1"
    unprivileged "$(find_programs)/pg_ctl" --pgdata="$1/cluster" --mode=immediate --silent stop || true
    cd /
    rm -rf "$1"
}

case "${1:-}" in
start) start "${2:-}" ;;
find) find_programs ;;
stop) stop "${2:?name the folder that start printed}" ;;
with)
    shift
    here=$(pwd)
    started=$(start)
    folder=$(echo "$started" | head -1)
    trap 'stop "$folder"' EXIT
    trap 'exit 130' INT TERM
    cd "$here"
    TRUCELINE_TEST_POSTGRESQL=$(echo "$started" | tail -1) "$@"
    ;;
*)
    sed -n '2,14s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
