#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# `make bench`: the centre beside its peers, in interleaved rounds in the same minutes (docs/performance.md).
# Needs a release build and gcc; peers that are not installed are left out and said so.
#   QUICK=1  two minutes instead of ten      FULL=1  restart on ten million closed calls (needs 8 GB)
#   PORT=N   first of eight ports (7600)       WORK=DIR  folder on the disk to be measured
set -u
cd "$(dirname "$0")/.." || exit 1
BIN=${BIN:-$PWD/.build/release}
WORK=${WORK:-$PWD/.build/bench}
PORT=${PORT:-7600}
if [ -n "${QUICK:-}" ]; then ROUNDS=3 SECONDS_EACH=0.6 CONNECTIONS="1 64"
else ROUNDS=5 SECONDS_EACH=1.5 CONNECTIONS="1 16 64 256"; fi
CLOSED=200000; [ -n "${FULL:-}" ] && CLOSED=10000000
OPERATORS=16 STORM_OPERATORS=100 HOMES=160000

ulimit -n 20000 2>/dev/null || ulimit -n "$(ulimit -Hn)"
mkdir -p "$WORK/town" "$WORK/staff" "$WORK/past" "$WORK/run"
case $(stat -f -c %T "$WORK") in
  tmpfs | ramfs) echo "bench: $WORK is a RAM disk; set WORK to a folder on a real one" >&2; exit 1;;
esac
RAW=$WORK/raw.txt; : > "$RAW"
DAEMON=""; PEERS=""; ACCOUNTS=""
finish() { for p in $DAEMON $PEERS; do kill "$p" 2>/dev/null; done; wait 2>/dev/null; }
trap finish EXIT; trap 'exit 130' INT TERM

say() { echo "bench: $*"; }
note() { [ -n "$3" ] && printf '%s\t%s\t%s\n' "$1" "$2" "$3" >> "$RAW"; }   # figure, unit, value
field() { sed -n "s/.*\"$1\":\([0-9.]*\).*/\1/p" <<< "$2"; }                 # of a JSON line

# --- The programs and the towns -------------------------------------------------------------------
for program in floor load press idle; do
  gcc -O2 -Wall -Wno-unused-function -o "$WORK/$program" "Simulator/reference/$program.c" || exit 1
done
for i in $(seq 320); do printf 'gw-%04d key-of-the-bench\n' "$i"; done > "$WORK/gateways.keys"
for i in $(seq $HOMES); do printf 'A%04d\n' "$i"; done > "$WORK/accounts"
chmod 600 "$WORK/gateways.keys" "$WORK/accounts"
prepare() { rm -f "$WORK/$1"/safebell.sqlite*; "$BIN/Simulator" bench --part prepare --out "$WORK/$1" "${@:2}" || exit 1; }
say "preparing a town of $HOMES homes, one of 80,000 subscribers, a year of $CLOSED closed calls"
prepare staff --homes $HOMES --operators $STORM_OPERATORS
prepare town --homes 71111
prepare past --homes 71111 --open 10000 --closed $CLOSED --counted 10000000

# --- The centre -----------------------------------------------------------------------------------
begin() {  # the daemon on a fresh copy of town $1; $2: keep what is there
  # Overwritten in place, the log's head zeroed: freeing the blocks of deleted files slows the syncs of
  # everybody for seconds where the disk is mounted with `discard`.
  if [ -z "${2:-}" ]; then
    rm -f "$WORK/run/safebell.sqlite-shm"
    dd if="$WORK/$1/safebell.sqlite" of="$WORK/run/safebell.sqlite" bs=1M conv=notrunc,fsync status=none
    [ -f "$WORK/run/safebell.sqlite-wal" ] \
      && dd if=/dev/zero of="$WORK/run/safebell.sqlite-wal" bs=4096 count=1 conv=notrunc,fsync status=none
  fi
  : > "$WORK/ready"
  "$BIN/safebelld" --config Config/demo.json5 --data "$WORK/run" --set gateways.inline=[] \
    --set gateways.keyFile="$WORK/gateways.keys" --set listen.devices=127.0.0.1:$((PORT + 4)) \
    --set listen.console=127.0.0.1:$((PORT + 5)) --set listen.dc09=127.0.0.1:$((PORT + 7)) $ACCOUNTS > "$WORK/ready" 2> "$WORK/daemon.log" &
  DAEMON=$!
  for _ in $(seq 6000); do
    grep -q ready "$WORK/ready" && return
    kill -0 $DAEMON 2>/dev/null || break
    sleep 0.005
  done
  say "the daemon did not start"; tail -3 "$WORK/daemon.log" >&2; exit 1
}
end() { kill "$DAEMON"; wait "$DAEMON" 2>/dev/null; DAEMON=""; }

sync; say "letting the disk come to rest"; sleep 8

# --- The peers ------------------------------------------------------------------------------------
"$WORK/floor" "$PORT" "$WORK/floor.log" & PEERS="$PEERS $!"
HAVE="floor:$PORT"
if command -v beanstalkd > /dev/null; then
  mkdir -p "$WORK/beanstalk"
  beanstalkd -l 127.0.0.1 -p $((PORT + 1)) -b "$WORK/beanstalk" -f 0 2> /dev/null & BEANSTALK=$!
  PEERS="$PEERS $BEANSTALK"; HAVE="$HAVE beanstalk:$((PORT + 1))"
else say "beanstalkd is not installed"; fi
if command -v redis-server > /dev/null; then
  mkdir -p "$WORK/redis"
  redis-server --bind 127.0.0.1 --port $((PORT + 2)) --dir "$WORK/redis" --appendonly yes \
    --appendfsync always --save "" > /dev/null 2>&1 & PEERS="$PEERS $!"
  HAVE="$HAVE lpush:$((PORT + 2))"
else say "Redis is not installed"; fi
PG=$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | tail -1)
if [ -x "$PG/postgres" ]; then
  as_pg() { if [ "$(id -u)" = 0 ]; then setpriv --reuid postgres --regid postgres --clear-groups "$@"; else "$@"; fi; }
  if [ ! -f "$WORK/pg/PG_VERSION" ]; then
    mkdir -p "$WORK/pg"; [ "$(id -u)" = 0 ] && chown postgres "$WORK/pg"
    as_pg "$PG/initdb" -A trust -U postgres -D "$WORK/pg" > /dev/null \
      && echo "create table alarms(id bigserial primary key, device int, prio int, payload text)" \
        | as_pg "$PG/postgres" --single -D "$WORK/pg" postgres > /dev/null
  fi
  as_pg "$PG/postgres" -D "$WORK/pg" -p $((PORT + 3)) -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories= -c max_connections=300 > "$WORK/pg.log" 2>&1 & PEERS="$PEERS $!"
  HAVE="$HAVE pg:$((PORT + 3))"
else say "PostgreSQL is not installed"; fi
sleep 2

# --- 1. Acknowledged and durable ------------------------------------------------------------------
measure() {  # proto, connections, JSON line
  note "$1 $2 acks" acks/s "$(field acks_s "$3")"
  note "$1 $2 ack p50" us "$(field ack_p50_us "$3")"
  note "$1 $2 ack p99" us "$(field ack_p99_us "$3")"
}
for round in $(seq $ROUNDS); do
  for n in $CONNECTIONS; do
    say "round $round of $ROUNDS: $n connections"
    for peer in $HAVE; do
      measure "${peer%:*}" "$n" "$("$WORK/load" "${peer%:*}" "${peer#*:}" "$n" $SECONDS_EACH 0.3)"
    done
    begin staff
    line=$("$WORK/load" bell $((PORT + 4)) "$n" $SECONDS_EACH 0.3 $((PORT + 5)) $OPERATORS 0 $HOMES)
    measure bell "$n" "$line"
    note "bell $n calls closed meanwhile" /s "$(field closed_s "$line")"
    end
  done
done

# --- 1b. The same over SIA DC-09, beside a receiver that keeps nothing ---------------------------------
PEER_PYTHON=$PWD/.build/dialler/bin/python
if "$PEER_PYTHON" -c 'import pysiaalarm' 2> /dev/null; then
  "$PEER_PYTHON" Simulator/reference/pysiaalarm_peer.py $((PORT + 6)) > /dev/null 2>&1 & PEERS="$PEERS $!"
  sleep 1
  HAVE_PEER=1
else say "pysiaalarm is not installed (make test installs it where it can)"; fi
# Whoever is in no file is taken at a bounded rate.
ACCOUNTS="--set dc09.accountsFile=$WORK/accounts"
for round in $(seq $ROUNDS); do
  say "round $round of $ROUNDS: SIA DC-09, 64 connections"
  if [ -n "${HAVE_PEER:-}" ]; then
    line=$("$WORK/load" dc09-one $((PORT + 6)) 64 $SECONDS_EACH 0.3)
    note "pysiaalarm 64 acks" acks/s "$(field acks_s "$line")"
    note "pysiaalarm 64 ack p99" us "$(field ack_p99_us "$line")"
  fi
  begin staff
  line=$("$WORK/load" dc09 $((PORT + 7)) 64 $SECONDS_EACH 0.3 $((PORT + 5)) $OPERATORS 0 $HOMES)
  note "dc09 64 acks" acks/s "$(field acks_s "$line")"
  note "dc09 64 ack p50" us "$(field ack_p50_us "$line")"
  note "dc09 64 ack p99" us "$(field ack_p99_us "$line")"
  end
done
ACCOUNTS=""

# --- 2. From the press to the operator's console --------------------------------------------------
offers() { note "$1 offer p50" us "$(field offer_p50_us "$2")"; note "$1 offer p99" us "$(field offer_p99_us "$2")"; }
for round in $(seq $ROUNDS); do
  say "round $round of $ROUNDS: press to offer"
  offers "floor idle" "$("$WORK/press" floor "$PORT" "$PORT" idle $SECONDS_EACH 1 0 100000)"
  begin staff
  offers "bell idle" "$("$WORK/press" bell $((PORT + 4)) $((PORT + 5)) idle $SECONDS_EACH 1 0 $HOMES)"
  end
  offers "floor storm" "$("$WORK/press" floor "$PORT" "$PORT" storm $SECONDS_EACH 1 0 100000 5000)"
  begin staff
  line=$("$WORK/press" bell $((PORT + 4)) $((PORT + 5)) storm 3 $STORM_OPERATORS 0 $HOMES 5000 1333)
  offers "bell storm" "$line"
  note "bell storm calls closed" calls "$(field closed "$line")"
  end
done

# --- 3. Memory ------------------------------------------------------------------------------------
say "memory"
idle=$(($(ulimit -n) - 1000)); [ $idle -gt 19000 ] && idle=19000
begin town
sleep 2
note "daemon with 80,000 subscribers" MB "$(awk '/^Rss/ { print $2 / 1024 }' /proc/$DAEMON/smaps_rollup)"
line=$("$WORK/idle" bell $((PORT + 4)) $idle $DAEMON)
note "bell idle connection" B "$(field bytes_each "$line")"
note "bell connects" /s "$(field connects_s "$line")"
end
if [ -n "${BEANSTALK:-}" ]; then
  note "beanstalk idle connection" B "$(field bytes_each "$("$WORK/idle" beanstalk $((PORT + 1)) $idle "$BEANSTALK")")"
fi

# --- 4. In the process ----------------------------------------------------------------------------
say "queue, desk, frames of alarm diallers"
"$BIN/Simulator" bench --part queues >> "$RAW" || exit 1
"$BIN/Simulator" bench --part desk >> "$RAW" || exit 1
"$BIN/Simulator" bench --part dc09 >> "$RAW" || exit 1
"$BIN/Simulator" bench --part screen >> "$RAW" || exit 1

# --- 5. The past ----------------------------------------------------------------------------------
say "restart after kill -9 with 10,000 open and $CLOSED closed calls; tables of ten million"
begin past
kill -9 "$DAEMON"; wait "$DAEMON" 2> /dev/null
for round in $(seq $ROUNDS); do
  t=$(date +%s%N)
  begin past keep
  note "ready after kill -9" ms $((($(date +%s%N) - t) / 1000000))
  kill -9 "$DAEMON"; wait "$DAEMON" 2> /dev/null
done
DAEMON=""
"$BIN/Simulator" bench --part tables --data "$WORK/run" >> "$RAW" || exit 1

"$BIN/Simulator" bench --part judge --raw "$RAW"
