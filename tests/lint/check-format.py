#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: check-format.py ROOT

Fails if clang-format would change a C file under src or tests. `ninja clang-format` in the
build folder puts it right. Skipped (status 77) where clang-format is not installed.
"""
import pathlib
import shutil
import subprocess
import sys


def main(root):
    tool = shutil.which('clang-format')
    if tool is None:
        print('skipped: clang-format is not installed')
        return 77
    files = sorted(p for d in ('src', 'tests') for p in (root / d).rglob('*.[ch]'))
    if not files:
        print('no C file')
        return 0
    run = subprocess.run([tool, '--dry-run', '-Werror', '--style=file', *map(str, files)], cwd=root,
                         stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    places = [line for line in run.stderr.splitlines() if 'error:' in line]
    print('\n'.join(line.removeprefix(str(root) + '/') for line in places[:40]) or run.stderr
          or f'{len(files)} files are formatted')
    if len(places) > 40:
        print(f'… and {len(places) - 40} more')
    return 1 if run.returncode else 0


if __name__ == '__main__':
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
