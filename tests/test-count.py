#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The closing line of test.sh counts right, above all what went wrong."""
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / 'lib'))

import tap  # noqa: E402

CASES = (
    # (what, output, meson's result, passed, failed, skipped)
    ('two good lines', 'TAP version 13\nok 1 /a/b\nok 2 - c\n1..2\n', 'OK', 2, 0, 0),
    ('one bad line', 'ok 1 a\nnot ok 2 b\n1..2\n', 'FAIL', 1, 1, 0),
    ('one skipped line', 'ok 1 a\nok 2 b # SKIP no such thing\n1..2\n', 'OK', 1, 0, 1),
    ('all skipped', '1..0 # SKIP no browser\n', 'SKIP', 0, 0, 1),
    ('a crash in the middle', 'ok 1 a\nok 2 b\n1..5\n', 'ERROR', 2, 1, 0),
    ('a crash at once', '', 'FAIL', 0, 1, 0),
    ('too slow', 'ok 1 a\n', 'TIMEOUT', 1, 1, 0),
    ('a script that is content', '12 files\n', 'OK', 1, 0, 0),
    ('a script that is not', 'bad thing\n', 'FAIL', 0, 1, 0),
    ('a script that cannot', 'skipped: not installed: x\n', 'SKIP', 0, 0, 1),
)


def count(output, result):
    with tempfile.TemporaryDirectory() as folder:
        logs = pathlib.Path(folder) / 'build' / 'meson-logs'
        logs.mkdir(parents=True)
        (logs / 'testlog.json').write_text(json.dumps({'name': 'x / t', 'stdout': output, 'result': result, 'returncode': 1}) + '\n')
        results = pathlib.Path(folder) / 'results.tsv'
        program = [sys.executable, HERE / 'lib' / 'count.py', results]
        subprocess.run([*program, 'add', pathlib.Path(folder) / 'build', 'words'], check=True)
        run = subprocess.run(program, stdout=subprocess.PIPE, text=True, check=False)
        return run.stdout.splitlines(), run.returncode


def check(output, result, passed, failed, skipped):
    lines, status = count(output, result)
    assert lines[-1] == f'{passed} passed, {failed} failed, {skipped} skipped', lines
    assert (status == 0) == (failed == 0 and passed > 0), status
    assert len(lines) == 1 + failed + skipped, lines


if __name__ == '__main__':
    sys.exit(tap.run([(words, lambda rest=rest: check(*rest)) for words, *rest in CASES]))
