#!/usr/bin/env bash
# `make bench`: each figure is measured beside a reference in the same minute, in interleaved rounds;
# medians and ratios, a table for people and a JSON line per figure in run/bench/figures.json.
#   QUICK=1 (two minutes)  ROUNDS=5  SECONDS_EACH=3  bash Simulator/bench.sh
# Peers that are not installed are named and left out. Loopback only, ports 7600-7613.
set -euo pipefail
cd "$(dirname "$0")/.."

quick=${QUICK:-0}
rounds=${ROUNDS:-$([ "$quick" = 1 ] && echo 3 || echo 5)}
each=${SECONDS_EACH:-$([ "$quick" = 1 ] && echo 1 || echo 3)}
homes=160000
bin=$PWD/.build/release
run=$PWD/run/bench
tools=$run/tools
raw=$run/raw
rm -rf "$run"
mkdir -p "$tools" "$run/town" "$run/data"
chmod 700 "$run"
ulimit -n "$(ulimit -Hn)"
: > "$raw"

say() { printf '%s\n' "$*" >&2; }
children=()
finish() {
  trap - EXIT INT TERM
  for child in "${children[@]:-}"; do [ -n "$child" ] && kill "$child" 2>/dev/null || true; done
  [ -d "$run/postgres" ] && stop_postgres || true
  wait 2>/dev/null || true
}
trap finish EXIT
trap 'exit 130' INT TERM

for program in load press floor idle; do
  gcc -O2 -o "$tools/$program" "Simulator/reference/$program.c"
done
say "preparing a town of $homes homes"
"$bin/Simulator" bench --part prepare --out "$run/town" --homes "$homes" --operators 16
( umask 077
  for i in $(seq 1 19); do for j in $(seq 1 18); do
    printf 'gw-%04d key-of-the-bench\n' $(( (i - 1) * 18 + j )); done; done > "$run/keys" )

# --- the daemon on a fresh copy of the town -----------------------------------------------------
daemon=
start() {
  rm -f "$run"/data/*
  cp "$run/town/safebell.sqlite" "$run/data/"
  sync "$run/data/safebell.sqlite"
  SWIFT_BACKTRACE=enable=no "$bin/safebelld" --config Config/demo.json5 --data "$run/data" \
    --set "gateways.keyFile=$run/keys" --set 'gateways.inline=[]' \
    --set listen.devices=127.0.0.1:7601 --set listen.console=127.0.0.1:7602 \
    > "$run/ready" 2> "$run/log" &
  daemon=$!
  children+=("$daemon")
  for _ in $(seq 400); do grep -q '^ready ' "$run/ready" && return; sleep 0.05; done
  say "the daemon is not ready:"; cat "$run/log" >&2; exit 1
}
stop() { kill "$daemon"; wait "$daemon" 2>/dev/null || true; }

# --- peers --------------------------------------------------------------------------------------
have() { command -v "$1" > /dev/null 2>&1 || { say "$1: not installed, left out"; return 1; }; }
peers="floor"
"$tools/floor" 7610 "$run/floor.log" & children+=($!)
if have beanstalkd; then
  mkdir -p "$run/beanstalk"
  beanstalkd -l 127.0.0.1 -p 7611 -b "$run/beanstalk" -f 0 2> /dev/null & children+=($!)
  peers+=" beanstalk"
fi
if have redis-server; then
  mkdir -p "$run/redis"
  redis-server --port 7612 --bind 127.0.0.1 --dir "$run/redis" --appendonly yes \
    --appendfsync always --save "" > /dev/null 2>&1 & children+=($!)
  peers+=" lpush"
fi
postgres=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1 || true)
as_postgres() { if [ "$(id -u)" = 0 ]; then su postgres -s /bin/sh -c "$1"; else sh -c "$1"; fi; }
stop_postgres() { as_postgres "$postgres/pg_ctl -D $pgdata -m immediate stop" > /dev/null 2>&1; }
if [ -n "$postgres" ]; then
  pgdata=$(mktemp -d /tmp/safebell-bench-pg.XXXXXX)
  [ "$(id -u)" = 0 ] && chown postgres "$pgdata"
  mkdir -p "$run/postgres"
  as_postgres "$postgres/initdb -A trust -U postgres -D $pgdata" > /dev/null
  as_postgres "$postgres/pg_ctl -D $pgdata -l $pgdata/log -w -o '-p 7613 -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300' start" > /dev/null
  psql -q -h 127.0.0.1 -p 7613 -U postgres -c \
    'create table alarms(id bigserial primary key, device int, prio int, payload text)'
  peers+=" pg"
else
  say "PostgreSQL: not installed, left out"
fi
sleep 1
port() { case $1 in floor) echo 7610;; beanstalk) echo 7611;; lpush) echo 7612;; pg) echo 7613;; esac; }

# `figure NAME WHO JSON`: keeps one measurement.
figure() { printf '%s\t%s\t%s\n' "$1" "$2" "$3" >> "$raw"; }

# --- 1. acknowledged and durable alarms/s -------------------------------------------------------
for connections in 1 16 64 256; do
  say "alarms/s, $connections connections, $rounds rounds"
  for _ in $(seq "$rounds"); do
    start
    figure "ingest-$connections" safebell \
      "$("$tools/load" bell 7601 "$connections" "$each" 0.5 7602 8 0 "$homes")"
    stop
    for peer in $peers; do
      figure "ingest-$connections" "$peer" \
        "$("$tools/load" "$peer" "$(port "$peer")" "$connections" "$each" 0.5)"
    done
  done
done

# --- 2. press to offer --------------------------------------------------------------------------
for mode in idle storm; do
  say "press to offer, $mode, $rounds rounds"
  for _ in $(seq "$rounds"); do
    rate=(); [ "$mode" = storm ] && rate=(5000 1334)
    start
    figure "offer-$mode" safebell \
      "$("$tools/press" bell 7601 7602 "$mode" "$each" 16 0 "$homes" "${rate[@]}")"
    stop
    figure "offer-$mode" floor \
      "$("$tools/press" floor 7610 7610 "$mode" "$each" 16 0 "$homes" "${rate[@]}")"
  done
done

# --- 3. memory ----------------------------------------------------------------------------------
say "memory"
start
resident=$(awk '/^VmRSS/ { print $2 * 1024 }' "/proc/$daemon/status")
figure resident safebell "{\"bytes\":$resident,\"homes\":$homes}"
figure idle safebell "$("$tools/idle" bell 7601 19000 "$daemon")"
stop

# --- 4. queue, desk -----------------------------------------------------------------------------
say "queue and desk"
"$bin/Simulator" bench --part queues | tee -a "$run/parts" >&2
for _ in $(seq "$rounds"); do "$bin/Simulator" bench --part desk >> "$run/parts"; done

# --- 5. tables over many calls ------------------------------------------------------------------
if [ "$quick" != 1 ]; then
  say "service level over ten million calls, and a start with 10,000 open ones"
  mkdir -p "$run/year"
  "$bin/Simulator" bench --part prepare --out "$run/year" --homes 80000 --operators 16 \
    --open 10000 --counted 10000000
  "$bin/Simulator" bench --part tables --data "$run/year" | tee -a "$run/parts" >&2
fi

# --- the table ----------------------------------------------------------------------------------
awk -F'\t' '
  function value(json, key,    at, rest) {
    at = index(json, "\"" key "\":"); if (!at) return ""
    rest = substr(json, at + length(key) + 3); sub(/[,}].*/, "", rest); return rest
  }
  function median(list,    n, a, i, j, t) {
    n = split(list, a, " ")
    for (i = 2; i <= n; i++) { t = a[i]; for (j = i - 1; j > 0 && a[j] + 0 > t + 0; j--) a[j + 1] = a[j]; a[j + 1] = t }
    return n % 2 ? a[(n + 1) / 2] : (a[n / 2] + a[n / 2 + 1]) / 2
  }
  { for (k = 1; k <= split("rate p50 p99 bytes per_connection", keys, " "); k++) {
      v = value($3, keys[k]); if (v != "") { id = $1 SUBSEP $2 SUBSEP keys[k]; if (!(id in all)) order[++count] = id; all[id] = all[id] " " v } } }
  END {
    printf "%-14s %-10s %-15s %14s %12s\n", "figure", "who", "what", "median", "safebell/it"
    for (i = 1; i <= count; i++) {
      split(order[i], p, SUBSEP); m = median(all[order[i]])
      ours = p[1] SUBSEP "safebell" SUBSEP p[3]
      ratio = (ours in all && m > 0) ? sprintf("%.2f", median(all[ours]) / m) : "-"
      printf "%-14s %-10s %-15s %14.1f %12s\n", p[1], p[2], p[3], m, ratio
      printf "{\"figure\":\"%s\",\"who\":\"%s\",\"what\":\"%s\",\"median\":%s,\"ratio\":\"%s\"}\n", p[1], p[2], p[3], m, ratio > "'"$run"'/figures.json"
    }
  }' "$raw"
[ -f "$run/parts" ] && sort "$run/parts"
say "raw measurements: $raw; a JSON line per figure: $run/figures.json"
rm -rf "$run/data" "$run/town" "$run/year" "$run/redis" "$run/beanstalk" "$run/floor.log"
