#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/fuzz/run.sh BUILD SECONDS [TARGET …]
#
# Runs the fuzz targets of BUILD (all, or those named), two at a time, for SECONDS together. Each
# starts from its corpus/NAME and NAME.dict; what it finds new goes to BUILD/corpus/NAME, and an
# input that breaks it to BUILD/found/. Prints "ok NAME" or "not ok NAME" for each.
set -uo pipefail
build=$(cd "$1" && pwd)
seconds=$2
shift 2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
  for program in "$build"/tests/fuzz/fuzz-*; do
    if [ -f "$program" ] && [ -x "$program" ]; then
      targets+=("$(basename "$program" | sed 's/^fuzz-//')")
    fi
  done
fi
if [ ${#targets[@]} -eq 0 ]; then
  echo 'no fuzz target was built' >&2
  exit 1
fi
jobs=2
each=$((seconds * jobs / ${#targets[@]}))
if [ "$each" -lt 1 ] || [ ${#targets[@]} -eq 1 ]; then
  each=$seconds
fi
mkdir -p "$build/found"

run_one () {
  local name=$1 folder=$build/corpus/$1 seeds=() options=() log=$build/found/$1.log
  mkdir -p "$folder"
  for place in "$here/corpus/$name" "$here/../data/$name"; do
    [ -d "$place" ] && seeds+=("$place")
  done
  [ -f "$here/$name.dict" ] && options+=("-dict=$here/$name.dict")
  if G_DEBUG=fatal-warnings ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1 UBSAN_OPTIONS=print_stacktrace=1 \
      "$build/tests/fuzz/fuzz-$name" -max_total_time="$each" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
      -artifact_prefix="$build/found/$name-" "${options[@]}" "$folder" "${seeds[@]}" > "$log" 2>&1 < /dev/null; then
    echo "ok fuzz-$name: $(sed -n 's/^stat::number_of_executed_units: */runs /p' "$log") in $each s"
  else
    echo "not ok fuzz-$name: see $log"
    grep -aE 'ERROR|SUMMARY|Test unit written|runtime error|CRITICAL|WARNING' "$log" | head -8 | sed 's/^/# /'
  fi
}

running=0
for name in "${targets[@]}"; do
  if [ "$running" -ge "$jobs" ]; then
    wait -n
    running=$((running - 1))
  fi
  run_one "$name" &
  running=$((running + 1))
done
wait
