#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: check-tests.py TESTS

Fails if a test, a benchmark or a fuzz target lies in TESTS but stands in no meson.build, if a
table names one that is not there, or if a table is not sorted.
"""
import pathlib
import re
import sys

ROWS = re.compile(r"^  '([a-z0-9-]+)':\s*\[", re.M)
TABLE = re.compile(r'^(\w+) = \{\n(.*?)^\}', re.M | re.S)
PREFIX = {'headless': 'test-', 'display': 'test-', 'benchmarks': 'bench-', 'display_benchmarks': 'bench-', 'targets': 'fuzz-'}


def main(tests):
    bad, listed = [], set()
    for folder in (tests, tests / 'fuzz'):
        text = (folder / 'meson.build').read_text(encoding='utf-8')
        text = re.sub(r'#.*', '', text)
        for table, body in TABLE.findall(text):
            if table not in PREFIX:
                continue
            names = ROWS.findall(body)
            if names != sorted(names):
                bad.append(f'{folder.name}/meson.build: the table {table} is not sorted')
            for name in names:
                source = folder / f'{PREFIX[table]}{name}.c'
                listed.add(source)
                if not source.exists():
                    bad.append(f'{source.relative_to(tests.parent)} is listed but is not there')
    for source in sorted([*tests.glob('test-*.c'), *tests.glob('bench-*.c'), *(tests / 'fuzz').glob('fuzz-*.c')]):
        if source not in listed:
            bad.append(f'{source.relative_to(tests.parent)} is in no table of a meson.build')
    # Scripts are tests too: each must be named by the meson.build of its folder.
    for folder in (tests, tests / 'lint', tests / 'journeys'):
        text = (folder / 'meson.build').read_text(encoding='utf-8') if (folder / 'meson.build').exists() else ''
        for script in sorted([*folder.glob('test-*.py'), *folder.glob('check-*.py'), *folder.glob('journey-*.py')]):
            key = re.sub(r'^(check|journey)-', '', script.stem)
            if not re.search(rf"'({re.escape(script.name)}|{re.escape(key)})'", text):
                bad.append(f'{script.relative_to(tests.parent)} is not named by {folder.name}/meson.build')
    print('\n'.join(bad) or f'{len(listed)} suites, benchmarks and fuzz targets, all listed')
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main(pathlib.Path(sys.argv[1])))
