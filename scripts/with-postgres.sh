#!/usr/bin/env bash
# Runs a command with DATABASE_URL set to a PostgreSQL of its own, then stops and removes it.
#
#   scripts/with-postgres.sh npm start -- --requests 500
#
# The server listens on loopback only, on a free port, with a random password, with its data in a
# temporary folder, as a user that is not root. Where PostgreSQL is missing, root gets Debian's
# by apt-get; anyone else is told what is missing.
#
# Exit status: the command's own; 64 without a command; 69 when there is no PostgreSQL to be had.
set -euo pipefail

if (($# == 0)); then
  echo "usage: $0 command [argument …]" >&2
  exit 64
fi

unavailable() {
  echo "with-postgres: $1" >&2
  exit 69
}

# Debian keeps the server's programs off the PATH, in a folder for each version.
find_bin() {
  local initdb
  initdb=$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1)
  [[ -n $initdb ]] || initdb=$(command -v initdb || true)
  [[ -n $initdb ]] && dirname "$(readlink -f "$initdb")"
}

install_postgres() {
  export DEBIAN_FRONTEND=noninteractive
  echo 'with-postgres: installing PostgreSQL by apt-get' >&2
  apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql-common || return
  # Without this the package would also start a server of its own on port 5432.
  sed -ri 's/^#?create_main_cluster.*/create_main_cluster = false/' \
    /etc/postgresql-common/createcluster.conf
  apt-get install -y -qq --no-install-recommends postgresql
}

if ! bin=$(find_bin); then
  ((EUID == 0)) && command -v apt-get >/dev/null \
    || unavailable 'PostgreSQL is missing (initdb, pg_ctl): install the package postgresql'
  install_postgres >&2 || unavailable 'apt-get could not install the package postgresql'
  bin=$(find_bin) || unavailable 'the package postgresql brought no initdb'
fi

as_owner=()
if ((EUID == 0)); then
  # PostgreSQL refuses to run as root; the package made this user.
  id -u postgres >/dev/null 2>&1 || unavailable 'there is no user postgres to run the server as'
  as_owner=(setpriv --reuid=postgres --regid=postgres --init-groups --)
fi

dir=$(mktemp -d "${TMPDIR:-/tmp}/with-postgres.XXXXXX")
child=

server() { (cd "$dir" && "${as_owner[@]}" "$bin/$@" >>"$dir/log" 2>&1); }

clean_up() {
  trap - EXIT INT TERM HUP
  if [[ -n $child ]]; then
    kill "$child" 2>/dev/null || true
    wait "$child" 2>/dev/null || true
  fi
  [[ ! -e $dir/data/postmaster.pid ]] || server pg_ctl -D "$dir/data" -m immediate -w stop || true
  rm -rf "$dir"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
touch "$dir/log"
(umask 077 && printf '%s\n' "$password" >"$dir/password")
((EUID != 0)) || chown -R postgres "$dir"

failed() {
  echo "with-postgres: $1" >&2
  cat "$dir/log" >&2
  exit 69
}

server initdb -D "$dir/data" -U millrace -A scram-sha-256 --pwfile="$dir/password" \
  -E UTF8 --locale=C --no-sync || failed 'initdb failed'

free_port() {
  node -e 'require("net").createServer().listen(0, "127.0.0.1", function () {
    console.log(this.address().port);
    this.close();
  })'
}

# Between the look for a free port and the start someone else may take it: then look again.
started=
for _ in 1 2 3 4 5; do
  port=$(free_port)
  if server pg_ctl -D "$dir/data" -w -t 60 -l "$dir/log" start -o "-p $port \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories='$dir' \
    -c max_connections=200 -c fsync=off -c full_page_writes=off"; then
    started=yes
    break
  fi
done
[[ -n $started ]] || failed 'the server did not start'

export DATABASE_URL="postgresql://millrace:$password@127.0.0.1:$port/postgres"
# In the background, since bash runs no trap while it waits for a command in the foreground.
"$@" <&0 &
child=$!
status=0
wait "$child" || status=$?
child=
exit "$status"
