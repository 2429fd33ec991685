#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: ./test.sh [PART …]
#
# Installs what tests need, builds, and runs everything; with arguments only these parts:
#   gcc        a build with -Werror; the checks of the tree, the headless suites, the suites with a window
#   journeys   the real program and a real browser (with the build of gcc)
#   sanitizer  the headless suites again under ASan, UBSan and the leak checker
#   clang      a build with clang, with -Werror
#   fuzz       the fuzz targets, 120 s together (in the build of clang)
# The last line is "N passed, N failed, N skipped"; the exit status is 1 if anything failed.
set -uo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
cd "$here" || exit 1
# shellcheck source=.ci/packages.sh
. .ci/packages.sh

parts=${*:-gcc journeys sanitizer clang fuzz}
fuzz_seconds=${OMNIDESK_FUZZ_SECONDS:-120}
python=/usr/bin/python3
out=_test
results=$out/results.tsv

# shellcheck disable=SC2086
install_missing $build_packages $run_packages $test_packages || exit 1
mkdir -p "$out"
rm -f "$results"

compiler () {
  if command -v ccache > /dev/null; then
    echo "ccache $1"
  else
    echo "$1"
  fi
}

wants () {
  case " $parts " in *" $1 "*) return 0 ;; *) return 1 ;; esac
}

# Where there is enough of it, stores of tests are in memory: nobody waits for a disk, and nothing of them stays.
memory=/dev/shm
if [ -w "$memory" ] && [ "$(df --output=avail -k "$memory" | tail -1)" -gt 2000000 ]; then
  TMPDIR=$(mktemp -d -p "$memory" omnidesk-XXXXXX)
  trap 'rm -rf "${TMPDIR:-}"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  # One of them builds a program there, and runs it.
  if printf '#!/bin/sh\n' > "$TMPDIR/runs" && chmod +x "$TMPDIR/runs" && "$TMPDIR/runs" 2> /dev/null; then
    export TMPDIR
  else
    rm -rf "$TMPDIR"
    unset TMPDIR
  fi
fi

# Some hundred programs are linked, three times over.
if command -v mold > /dev/null; then
  export CC_LD=mold CXX_LD=mold
fi

started=$(date +%s)
say () {
  printf '[%4d s] %s\n' "$(($(date +%s) - started))" "$*"
}

# build NAME COMPILER OPTION…: a failed one is a failed test, and nothing runs in it
build () {
  local name=$1 cc=$2 log=$out/$1.log
  shift 2
  say "building: $name"
  if { if [ -e "$out/$name/build.ninja" ]; then
         "$meson" setup --reconfigure "$out/$name" . "$@"
       else
         rm -rf "${out:?}/$name"
         CC=$(compiler "$cc") "$meson" setup "$out/$name" . "$@"
       fi && ninja -C "$out/$name"; } > "$log" 2>&1 < /dev/null; then
    "$python" tests/lib/count.py "$results" one passed build "$name"
    return 0
  fi
  grep -E 'error|ERROR|FAILED' "$log" | head -20
  tail -5 "$log"
  "$python" tests/lib/count.py "$results" one failed build "$name, see $log"
  return 1
}

# tests NAME WORDS OPTION…: runs meson's tests and counts them
tests () {
  local name=$1 words=$2
  shift 2
  say "running: $words"
  rm -f "$out/$name/meson-logs/testlog.json"
  if ! "$meson" test -C "$out/$name" --no-rebuild --print-errorlogs "$@" > "$out/$name-tests.log" 2>&1 < /dev/null; then
    sed -n '/FAIL\|TIMEOUT\|ERROR/,$p' "$out/$name-tests.log" | head -200
  fi
  cp -f "$out/$name/meson-logs/testlog.txt" "$out/$words.txt" 2> /dev/null
  "$python" tests/lib/count.py "$results" add "$out/$name" "$words"
}

# What the other compilers do, with whatever time the tests leave: most journeys wait.
build_others () {
  if wants sanitizer; then
    build sanitizer gcc -Dwerror=true -Doptimization=1 -Dgui=disabled -Db_sanitize=address,undefined -Db_lundef=false && touch "$out/sanitizer.built"
  fi
  if wants clang || wants fuzz; then
    build clang clang -Dwerror=true -Doptimization=1 -Dfuzzing=true -Db_lundef=false && touch "$out/clang.built"
  fi
}

rm -f "$out"/*.built
if wants gcc || wants journeys; then
  build gcc gcc -Dwerror=true -Djourneys=true && touch "$out/gcc.built"
fi
build_others &
renice -n 19 -p $! > /dev/null 2>&1 # it may have nothing to do, and have ended

if [ -e "$out/gcc.built" ]; then
  if wants gcc; then
    tests gcc headless --suite lint --suite headless
    tests gcc display --suite display --num-processes 1
  fi
  if wants journeys; then
    tests gcc journeys --suite journey --num-processes 1
  fi
fi
wait

if [ -e "$out/sanitizer.built" ]; then
  tests sanitizer sanitizer --suite headless --no-suite script --timeout-multiplier 2
fi

if wants fuzz && [ -e "$out/clang.built" ]; then
  say "fuzzing for $fuzz_seconds s"
  tests/fuzz/run.sh "$out/clang" "$fuzz_seconds" > "$out/fuzz.log" 2>&1
  cat "$out/fuzz.log"
  while read -r line; do
    case $line in
      'ok '*) "$python" tests/lib/count.py "$results" one passed fuzz "${line#ok }" ;;
      'not ok '*) "$python" tests/lib/count.py "$results" one failed fuzz "${line#not ok }" ;;
    esac
  done < "$out/fuzz.log"
  grep -q '^\(not \)\?ok ' "$out/fuzz.log" || "$python" tests/lib/count.py "$results" one failed fuzz 'no target ran'
fi

say 'done'
"$python" tests/lib/count.py "$results"
