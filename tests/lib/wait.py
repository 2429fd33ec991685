# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for another process: the only place of the tests that sleeps, and always on a condition with a guard."""
import time


class Timeout(AssertionError):
    """The condition did not come true in time."""


def until(condition, seconds=10.0, what='the condition', step=0.03, ignore=()):
    """Returns the first true value of CONDITION (); the exceptions in IGNORE count as "not yet"."""
    end = time.monotonic() + seconds
    last = None
    while True:
        try:
            value = condition()
            if value:
                return value
            last = value
        except ignore as problem:
            last = problem
        if time.monotonic() > end:
            raise Timeout(f'{what} did not happen within {seconds} s (last: {last!r})')
        time.sleep(step)


def during(seconds, condition, what='the condition', step=0.1):
    """Fails as soon as CONDITION () is true within SECONDS: for what must not happen."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            raise AssertionError(f'{what} happened')
        time.sleep(step)


def pause(seconds):
    """For the rhythm of a fault (cut, wait, cut again), never for a result."""
    time.sleep(seconds)
