#!/usr/bin/env bash
# The centre at work: a daemon on the demo configuration, a simulated town that presses, operators
# who answer. A tenth of the homes dials over SIA DC-09 (DC09=0: none). Everything on loopback, everything below run/; Ctrl-C ends all of it.
#   HOMES=20000 SPEED=20 HOURS=24 bash Simulator/run-demo.sh
set -euo pipefail
cd "$(dirname "$0")/.."

bin=.build/release
homes=${HOMES:-20000} speed=${SPEED:-20} hours=${HOURS:-24} share=${DC09:-10}
gateways=$(( homes / 250 > 0 ? homes / 250 : 1 ))
run=run/demo-$$
mkdir -p "$run"
chmod 700 "$run"

# Each simulated gateway has a key of its own in a file that others cannot read.
umask 077
for i in $(seq "$gateways"); do
  printf 'sim-%04d %s\n' "$i" "$(head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n')"
done > "$run/gateway-keys"

"$bin/Simulator" town --homes "$homes" --dc09-share "$share" --dc09-accounts "$run/accounts"

SWIFT_BACKTRACE=enable=no "$bin/safebelld" --config Config/demo.json5 --data "$run/data" \
  --set "gateways.keyFile=$PWD/$run/gateway-keys" --set "scale=$speed" \
  --set listen.devices=127.0.0.1:0 --set listen.console=127.0.0.1:0 \
  --set listen.dc09=127.0.0.1:0 --set "dc09.accountsFile=$PWD/$run/accounts" \
  > "$run/ready" 2> "$run/log" &
daemon=$!

finish() {
  trap - EXIT INT TERM
  kill "$daemon" 2>/dev/null && wait "$daemon" 2>/dev/null || true
  rm -rf "$run/data" "$run/gateway-keys" "$run/accounts"
  echo "the centre has stopped; its log is $run/log"
}
trap finish EXIT
trap 'exit 130' INT TERM

for _ in $(seq 200); do
  grep -q '^ready ' "$run/ready" && break
  kill -0 "$daemon" 2>/dev/null || { cat "$run/log" >&2; exit 1; }
  sleep 0.05
done
devices=$(sed -n 's/.*devices=\([^ ]*\).*/\1/p' "$run/ready")
console=$(sed -n 's/.*console=\([^ ]*\).*/\1/p' "$run/ready")
dc09=$(sed -n 's/.*dc09=\([^ ]*\).*/\1/p' "$run/ready")
[ -n "$devices" ] || { echo "the daemon is not ready:" >&2; cat "$run/log" >&2; exit 1; }
echo "the centre answers: devices $devices, DC-09 $dc09, console $console (nc ${console/:/ }, LOGIN user=sue secret=demo)"

"$bin/Simulator" live --devices "$devices" --console "$console" --import \
  --homes "$homes" --gateways-file "$run/gateway-keys" --speed "$speed" \
  --dc09 "$dc09" --dc09-share "$share" --dc09-poll 900 \
  --hours "$hours" --start-hour 8 --presses "${PRESSES:-35}" --operators "${OPERATORS:-12}" "$@"
