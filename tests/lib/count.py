#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: count.py RESULTS.tsv [add BUILD WORDS | one passed|failed|skipped WORDS]

Adds the results of `meson test` in BUILD, test by test and below that TAP line by TAP line, or a
single one, to RESULTS.tsv. Without a command it prints why what was skipped was skipped, what
failed, and the closing line, and its exit status is 1 if anything failed.
"""
import json
import pathlib
import re
import sys

LINE = re.compile(r'^(not )?ok\b[ \d]*-?\s*(.*)$')
PLAN_SKIPPED = re.compile(r'^1\.\.0\s*#\s*SKIP\S*\s*(.*)$', re.I | re.M)
GOOD, SKIPPED = ('OK', 'EXPECTEDFAIL'), ('SKIP',)


def tap_results(text):
    """(passed|failed|skipped, words) for each TAP line."""
    for line in text.splitlines():
        match = LINE.match(line)
        if match is None:
            continue
        words, _hash, directive = match.group(2).partition('#')
        if re.match(r'\s*skip', directive, re.I):
            yield 'skipped', f'{words.strip()}: {re.sub(r"^ *skip[a-z]* *:?", "", directive, flags=re.I).strip()}'
        else:
            yield ('failed' if match.group(1) else 'passed'), words.strip()


def test_results(test):
    """The results of one meson test: never nothing, and a test that went wrong has a failure."""
    output = test.get('stdout') or ''
    name = test['name'].split(' / ')[-1]
    if test['result'] in SKIPPED:
        reason = PLAN_SKIPPED.search(output)
        lines = [x for x in tap_results(output) if x[0] == 'skipped']
        if lines and not reason:
            return [(kind, f'{name}: {words}') for kind, words in tap_results(output)]
        words = reason.group(1) if reason else (output.strip().splitlines() or ['no reason given'])[-1]
        return [('skipped', f'{name}: {words.removeprefix("skipped: ")}')]
    results = [(kind, f'{name}: {words}') for kind, words in tap_results(output)]
    if not results:
        return [('passed' if test['result'] in GOOD else 'failed', f'{name}: {test["result"].lower()}')]
    if test['result'] not in GOOD and not any(kind == 'failed' for kind, _ in results):
        results.append(('failed', f'{name}: {test["result"].lower()}, status {test.get("returncode")}'))
    return results


def add(path, rows, words):
    with open(path, 'a', encoding='utf-8') as file:
        for kind, name in rows:
            file.write(f'{kind}\t{words}: {name}\n'.replace('\r', ' '))


def summary(path):
    rows = [x.split('\t', 1) for x in pathlib.Path(path).read_text(encoding='utf-8').splitlines()] if pathlib.Path(path).exists() else []
    for kind in ('skipped', 'failed'):
        for each, name in rows:
            if each == kind:
                print(f'{kind}: {name}')
    counts = {kind: sum(1 for each, _ in rows if each == kind) for kind in ('passed', 'failed', 'skipped')}
    print('{passed} passed, {failed} failed, {skipped} skipped'.format(**counts))
    return 1 if counts['failed'] or not counts['passed'] else 0


def main(arguments):
    path = arguments[0]
    if len(arguments) == 1:
        return summary(path)
    if arguments[1] == 'one':
        add(path, [(arguments[2], arguments[4] if len(arguments) > 4 else 'done')], arguments[3])
        return 0
    log = pathlib.Path(arguments[2]) / 'meson-logs' / 'testlog.json'
    rows = []
    if log.exists():
        for line in log.read_text(encoding='utf-8', errors='replace').splitlines():
            rows += test_results(json.loads(line))
    add(path, rows or [('failed', 'no test ran')], arguments[3])
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
