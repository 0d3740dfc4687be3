#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# run.sh thread|address: every suite under a sanitizer, and a control that must be reported. The last
# line counts: tests, reports, failures. SUITES="StoreTests ..." for some of them.
#
# thread: release, because a debug build does not see a wrong memory ordering. It does not know the
#   edges of Synchronization.Mutex (not instrumented): the product locks with pthread_mutex instead.
# address: debug, where nothing is optimised away. No search for leaks: XCTest and the Swift runtime
#   leak of themselves, and everything in the product that must be closed is tested by name.
#
# DaemonTests start the sanitized programs; what those report is read from files, so that a test that
# only looks at answers cannot miss it. Never says 0 where nothing was run.
set -u
kind=${1:?thread or address}
cd "$(dirname "$0")/../.."
case $kind in
  thread) folder=.build/tsan; mode=release ;;
  address) folder=.build/asan; mode=debug ;;
  *) echo "thread or address, not $kind"; exit 64 ;;
esac
suites=${SUITES:-VocabularyTests DeskTests WireTests SettingsTests IntakeTests StoreTests SocketsTests
  FuzzTests TerminalTests HouseTests WorldTests DaemonTests}
flags=(-c "$mode" --traits Crypto "--sanitize=$kind" -Xswiftc -enable-testing -j "${JOBS:-2}"
  --scratch-path "$folder")
reports=$PWD/$folder/reports
rm -rf "$reports"
mkdir -p "$reports"
# What crashes must end at once, and not in a debugger.
export SWIFT_BACKTRACE=enable=no
export TSAN_OPTIONS="log_path=$reports/report history_size=4"
export ASAN_OPTIONS="log_path=$reports/report detect_leaks=0"

# Not gold, which SwiftPM takes: it says a hundred lines about symbols of the sanitizer.
swiftc -O "-sanitize=$kind" -use-ld=lld "Tests/Sanitizers/$kind.swift" -o "$folder/control" || exit 1
"$folder/control" >/dev/null 2>&1
if ! grep -qE 'data race|heap-buffer-overflow' "$reports"/* 2>/dev/null; then
  echo "control: the planted fault was not reported; this run would say nothing"
  exit 1
fi
echo "control: the planted fault was reported"
rm -f "$reports"/*

swift build --build-tests "${flags[@]}" > "$folder/build.log" 2>&1 || { tail -40 "$folder/build.log"; exit 1; }
tests=0 failures=0
for suite in $suites; do
  log=$folder/$suite.log
  swift test --skip-build "${flags[@]}" --disable-swift-testing --filter "^$suite\\." > "$log" 2>&1
  status=$?
  ran=$(grep -a 'Executed' "$log" | tail -1 | grep -oE 'Executed [0-9]+' | grep -oE '[0-9]+')
  wrong=$(grep -acE "^Test Case .* failed" "$log")
  [ $status != 0 ] && [ "$wrong" = 0 ] && wrong=1
  found=$(find "$reports" -type f | wc -l)
  echo "$suite: ${ran:-0} tests, $wrong failed, reports so far: $found"
  tests=$((tests + ${ran:-0})) failures=$((failures + wrong))
done
found=$(grep -lE 'WARNING: ThreadSanitizer|ERROR: AddressSanitizer' "$reports"/* 2>/dev/null | wc -l)
grep -hE 'SUMMARY:' "$reports"/* 2>/dev/null | sort | uniq -c | sort -rn | head -20
echo "total: $tests tests, $found reports, $failures failures"
[ "$tests" -gt 0 ] && [ "$found" = 0 ] && [ "$failures" = 0 ]
