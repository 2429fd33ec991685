#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: check-potfiles.py ROOT

Fails if po/POTFILES misses a file with a string for people or names one without, if it is not
sorted, or if a language of po/LINGUAS lacks the translation of a string. `po/update.sh` puts
the list right and merges new strings into the languages. Skipped without gettext.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile


def names(path):
    return [x for x in path.read_text(encoding='utf-8').splitlines() if x and not x.startswith('#')]


def main(root):
    if shutil.which('msgcmp') is None or shutil.which('xgettext') is None:
        print('skipped: gettext is not installed')
        return 77
    bad = []
    have = names(root / 'po' / 'POTFILES')
    want = subprocess.run([root / 'po' / 'update.sh', '--files'], stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    if have != sorted(have):
        bad.append('po/POTFILES is not sorted')
    bad += [f'po/POTFILES misses {x}' for x in sorted(set(want) - set(have))]
    bad += [f'po/POTFILES names {x}, which has no string for people' for x in sorted(set(have) - set(want))]
    with tempfile.TemporaryDirectory() as folder:
        pot = pathlib.Path(folder) / 'omnidesk.pot'
        run = subprocess.run([root / 'po' / 'update.sh', '--pot', pot], stderr=subprocess.PIPE, text=True, check=False)
        if run.returncode or 'warning:' in run.stderr:
            bad.append(run.stderr.strip())
        if pot.exists():
            for language in names(root / 'po' / 'LINGUAS'):
                po = root / 'po' / f'{language}.po'
                if not po.exists():
                    bad.append(f'po/{language}.po is missing')
                    continue
                for command in (['msgfmt', '--check', '--output-file=/dev/null', po], ['msgcmp', po, pot]):
                    run = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
                    if run.returncode:
                        bad.append(run.stderr.strip())
    print('\n'.join(bad) or f'{len(have)} files, every string translated')
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
