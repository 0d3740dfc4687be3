#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# keep.sh FUZZ TARGET FROM TO: of the inputs in FROM, those that `make test` shows again, into TO.
# Never more than 300 files and about 200 kB: first the merge of all, of that the shortest.
set -e
fuzz=$1 from=$3 to=$4
export FUZZ_TARGET=$2 SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0
mkdir -p "$to"
merged=$(mktemp -d)
trap 'rm -rf "$merged"' EXIT
# By edges alone, not by how often each is taken: that gives a tenth of the files.
"$fuzz" -set_cover_merge=1 -use_counters=0 -max_len=4200 -timeout=20 "$merged" "$from" "$to" >/dev/null 2>&1
rm -rf "$to"
mkdir -p "$to"
total=0 count=0
# Every n-th by size, so that long ones are among them.
files=$(find "$merged" -type f -printf '%s %f\n' | sort -n)
all=$(echo "$files" | wc -l)
step=$(( (all + 299) / 300 ))
while read -r size name; do
  count=$((count + 1))
  [ $((count % step)) = 0 ] || continue
  [ $((total + size)) -le 200000 ] || break
  total=$((total + size))
  cp "$merged/$name" "$to/"
done <<< "$files"
echo "$FUZZ_TARGET: $(find "$to" -type f | wc -l) of $all inputs, $total bytes"
