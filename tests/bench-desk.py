#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long the desk takes to its first window, and how much memory it keeps, with a full profile.

usage: bench-desk.py OMNIDESK OMNIDESKCTL GENERATOR YARDSTICK

The yardstick is an empty AdwApplicationWindow program; both are measured in turns, in the same
run, with the same renderer. The profile is imported first: OD_BENCH_CONVERSATIONS (100,000) and
OD_BENCH_MESSAGES (1,000,000). Each figure is a median, printed with its ratio to the yardstick's.
"""
import os
import pathlib
import re
import select
import signal
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = int(os.environ.get('OD_BENCH_RUNS', '9'))
CONVERSATIONS = os.environ.get('OD_BENCH_CONVERSATIONS', '100000')
MESSAGES = os.environ.get('OD_BENCH_MESSAGES', '1000000')
DEADLINE_S = 60
QUIET_S = 1.0  # a process that used no processor time for so long has settled


class Maps:
    """Watches the X server for top-level windows that appear."""

    def __init__(self):
        self.watcher = subprocess.Popen(['xev', '-root', '-event', 'substructure'], stdout=subprocess.PIPE)
        os.set_blocking(self.watcher.stdout.fileno(), False)
        self.drain(0.5)

    def drain(self, quiet_s):
        while select.select([self.watcher.stdout], [], [], quiet_s)[0]:
            self.watcher.stdout.read()

    def wait(self, deadline):
        seen = b''
        while time.monotonic() < deadline:
            if select.select([self.watcher.stdout], [], [], 0.5)[0]:
                seen += self.watcher.stdout.read() or b''
                if b'MapNotify event' in seen:
                    return time.monotonic()
        raise SystemExit('no window appeared')

    def stop(self):
        self.watcher.kill()
        self.watcher.wait()


def cpu_ticks(pid):
    fields = pathlib.Path(f'/proc/{pid}/stat').read_text().rsplit(')', 1)[1].split()
    return int(fields[11]) + int(fields[12])


def settle(pid, deadline):
    """Waits until the process has been quiet for a while."""
    ticks, since = cpu_ticks(pid), time.monotonic()
    while time.monotonic() < deadline:
        select.select([], [], [], 0.1)
        now = cpu_ticks(pid)
        if now != ticks:
            ticks, since = now, time.monotonic()
        elif time.monotonic() - since > QUIET_S:
            return
    raise SystemExit(f'process {pid} never came to rest')


def proportional_kib(pid):
    text = pathlib.Path(f'/proc/{pid}/smaps_rollup').read_text()
    return int(re.search(r'^Pss:\s+(\d+)', text, re.M)[1])


def measure(maps, argv):
    """(ms to the window, MiB of proportional memory at rest)"""
    maps.drain(0.2)
    begin = time.monotonic()
    process = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        shown = maps.wait(begin + DEADLINE_S)
        settle(process.pid, begin + DEADLINE_S)
        return (shown - begin) * 1000, proportional_kib(process.pid) / 1024
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def fill(folder, control, generator):
    """Imports a generated history; returns the profile and the seconds it took."""
    source, profile = folder / 'history.ndjson', folder / 'profile'
    with source.open('wb') as file:
        subprocess.check_call([generator, '1', CONVERSATIONS, MESSAGES], stdout=file)
    begin = time.monotonic()
    subprocess.check_call([control, 'import', '--profile', profile, source])
    return profile, time.monotonic() - begin


def report(what, unit, ours, yardstick):
    a, b = statistics.median(ours), statistics.median(yardstick)
    print(f'{what}: {a:.0f} {unit} (from {min(ours):.0f} to {max(ours):.0f}); yardstick {b:.0f} {unit} '
          f'(from {min(yardstick):.0f} to {max(yardstick):.0f}); ratio {a / b:.2f}')


def main():
    desk, control, generator, yardstick = sys.argv[1:5]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        profile, seconds = fill(folder, control, generator)
        print(f'import: {CONVERSATIONS} conversations, {MESSAGES} messages in {seconds:.0f} s, '
              f'{int(MESSAGES) / seconds:.0f} messages/s')
        maps = Maps()
        ours, theirs = [], []
        for _ in range(RUNS):
            theirs.append(measure(maps, [yardstick]))
            ours.append(measure(maps, [desk, '--profile', str(profile)]))
        maps.stop()
        report('start', 'ms', [ms for ms, _ in ours], [ms for ms, _ in theirs])
        report('memory', 'MiB', [mib for _, mib in ours], [mib for _, mib in theirs])


main()
