# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the test functions of a script and speaks TAP about them."""
import sys
import time
import traceback


class Skip(Exception):
    """Raised by a test that cannot run here; its words are the reason."""


def say(words):
    print('\n'.join(f'# {x}' for x in str(words).splitlines()), flush=True)


def run(tests):
    """Runs (words, function) pairs in order; the exit status is 1 if one failed.

    With arguments on the command line only those whose words contain one of them run.
    """
    wanted = [x for x in sys.argv[1:] if not x.startswith('-')]
    if wanted:
        tests = [t for t in tests if any(x in t[0] for x in wanted)]
    n_failed = 0
    print(f'1..{len(tests)}', flush=True)
    for number, (words, function) in enumerate(tests, 1):
        started = time.monotonic()
        try:
            function()
            line = f'ok {number} - {words}'
        except Skip as reason:
            line = f'ok {number} - {words} # SKIP {reason}'
        except Exception:  # a test may fail in any way
            n_failed += 1
            say(traceback.format_exc())
            line = f'not ok {number} - {words}'
        print(line, flush=True)
        say(f'{time.monotonic() - started:.2f} s')
    return 1 if n_failed else 0
