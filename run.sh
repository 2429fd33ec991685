#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: ./run.sh [--deps] [ARGUMENT …]
#
# Installs what is missing (Debian packages), builds into _build, and starts the desk with the
# arguments given. With --deps it only installs. Without a display the window is shown in a
# browser, and its address is printed; Ctrl+C ends it.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
build=$here/_build
# shellcheck source=.ci/packages.sh
. "$here/.ci/packages.sh"

# shellcheck disable=SC2086
install_missing $build_packages $run_packages
if [ "${1:-}" = --deps ]; then
  echo 'Everything needed is installed.'
  exit 0
fi

# ---- build: a private installation in _build/prefix has settings, icons and languages in place

quietly () {
  local log
  log=$(mktemp)
  if ! "$@" > "$log" 2>&1 < /dev/null; then
    cat "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}

prefix=$build/prefix
if [ ! -e "$build/build.ninja" ] || ! grep -qF "\"$prefix\"" "$build/meson-info/intro-buildoptions.json" 2> /dev/null; then
  echo 'Preparing the build …'
  if [ -e "$build/meson-private/coredata.dat" ]; then
    quietly "$meson" setup --reconfigure "$build" "$here" --prefix "$prefix" ||
      quietly "$meson" setup --wipe "$build" "$here" --prefix "$prefix"
  else
    quietly "$meson" setup "$build" "$here" --prefix "$prefix"
  fi
fi
echo 'Building …'
quietly ninja -C "$build" install

export XDG_DATA_DIRS=$prefix/share:${XDG_DATA_DIRS:-/usr/local/share:/usr/share}
desk=$prefix/bin/omnidesk

# ---- start

started=()
end_all () {
  local pid
  trap - EXIT
  for pid in "${started[@]}"; do
    kill "$pid" 2> /dev/null || true
    wait "$pid" 2> /dev/null || true
  done
  if [ -n "${runtime:-}" ]; then
    rm -rf "$runtime"
  fi
}
trap end_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

if [ -z "${XDG_RUNTIME_DIR:-}" ] || [ ! -w "${XDG_RUNTIME_DIR:-}" ]; then
  runtime=$(mktemp -d)
  export XDG_RUNTIME_DIR=$runtime
fi
if [ -z "${DBUS_SESSION_BUS_ADDRESS:-}" ] && [ ! -S "$XDG_RUNTIME_DIR/bus" ]; then
  exec {bus}< <(exec dbus-daemon --session --nofork --nopidfile --print-address=1 2> /dev/null)
  started+=("$!")
  read -r -u "$bus" DBUS_SESSION_BUS_ADDRESS
  export DBUS_SESSION_BUS_ADDRESS
fi

if [ -z "${DISPLAY:-}" ] && [ -z "${WAYLAND_DISPLAY:-}" ]; then
  address=127.0.0.1
  port=${OMNIDESK_BROWSER_PORT:-8085}
  while (exec 3<> "/dev/tcp/$address/$port") 2> /dev/null; do
    port=$((port + 1))
  done
  gtk4-broadwayd --address "$address" --port "$port" ":$port" > /dev/null 2>&1 &
  started=("$!" "${started[@]}")
  for _ in $(seq 100); do
    (exec 3<> "/dev/tcp/$address/$port") 2> /dev/null && break
    sleep 0.05
  done
  export GDK_BACKEND=broadway BROADWAY_DISPLAY=:$port
  unset GSK_RENDERER
  echo "There is no display here. The window is at http://$address:$port/ - open it in a browser; Ctrl+C ends it."
fi

"$desk" "$@" &
started=("$!" "${started[@]}")
status=0
wait "$!" || status=$?
exit "$status"
