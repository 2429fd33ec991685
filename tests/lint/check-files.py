#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: check-files.py ROOT

Fails if a file at the top level is not one that belongs there, a source file lacks its licence
line, a script is not executable, or the desktop, metainfo, settings or Flatpak file is not
valid. Skipped if a validator is not installed and nothing else is wrong.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from tree import read_text, tree_files

TOP = {'.ci', '.clang-format', '.editorconfig', '.gitignore', 'COPYING', 'README.md', 'com.example.Omnidesk.metainfo.xml', 'data',
       'meson.build', 'meson_options.txt', 'po', 'run.sh', 'src', 'test.sh', 'tests', 'ui'}
LICENCE = 'SPDX-License-Identifier: GPL-3.0-or-later'
LICENSED = ('.c', '.h', '.py', '.sh', '.js', '.css', '.html', '.ui', '.sql', '.svg', '.xml', '.in', '.build')
LIMIT_KB = 1024


def check_tree(root, bad):
    for rel in tree_files(root):
        name = rel.as_posix()
        path = root / rel
        if rel.parts[0] not in TOP:
            bad.append(f'{name}: does not belong to the top level')
        if path.stat().st_size > LIMIT_KB * 1024:
            bad.append(f'{name}: larger than {LIMIT_KB} kB')
        text = read_text(path)
        if text is None or name.startswith(('tests/data/', 'tests/fuzz/corpus/')):
            continue
        if rel.suffix in LICENSED and LICENCE not in '\n'.join(text.splitlines()[:4]):
            bad.append(f'{name}: no line "{LICENCE}" on top')
        if text.startswith('#!') and not path.stat().st_mode & 0o100:
            bad.append(f'{name}: begins with #! but is not executable')
        check_script(rel, path, text, bad)
        if '\r' in text:
            bad.append(f'{name}: has carriage returns')
        if text and not text.endswith('\n'):
            bad.append(f'{name}: does not end with a newline')


def check_script(rel, path, text, bad):
    """A script must at least be one."""
    if rel.suffix == '.py':
        try:
            compile(text, str(rel), 'exec')
        except SyntaxError as error:
            bad.append(f'{rel}:{error.lineno}: {error.msg}')
    elif text.startswith(('#!/bin/sh', '#!/bin/bash')):
        shell = 'bash' if 'bash' in text.splitlines()[0] else 'sh'
        run = subprocess.run([shell, '-n', path], stderr=subprocess.PIPE, text=True, check=False)
        if run.returncode:
            bad.append(f'{rel}: {run.stderr.strip()}')


def check_packages(root, bad):
    """The README names every package that a build needs, and no script installs fewer."""
    script, readme = root / '.ci' / 'packages.sh', root / 'README.md'
    if not script.exists() or not readme.exists():
        return
    words = set(re.findall(r'[a-z0-9.+-]+', readme.read_text(encoding='utf-8')))
    packages = re.search(r"build_packages='([^']*)'", script.read_text(encoding='utf-8')).group(1).split()
    bad += [f'README.md: does not name the package {x}' for x in packages if x not in words]


def check_icons(root, bad):
    """A channel's icon is one of ours: a desktop's theme may lack any other."""
    for path in sorted((root / 'src').glob('channels/**/*.c')):
        for icon in re.findall(r'\.icon_name = "([^"]+)"', path.read_text(encoding='utf-8')):
            if not list((root / 'ui' / 'icons').glob(f'**/{icon}.svg')):
                bad.append(f'{path.relative_to(root)}: there is no icon {icon}')


SANDBOX = {'--share=ipc', '--share=network', '--socket=fallback-x11', '--socket=wayland', '--socket=pulseaudio', '--device=dri',
           '--talk-name=org.kde.StatusNotifierWatcher'}


def check_sandbox(root, bad):
    """Notifications, the background, secrets and files go through portals, which need no permission; the tray has none."""
    path = root / 'data' / 'com.example.Omnidesk.json'
    try:
        given = set(json.loads(path.read_text(encoding='utf-8')).get('finish-args', []))
    except (OSError, ValueError):
        return  # said elsewhere
    bad += [f'{path.relative_to(root)}: the sandbox does not need {x}' for x in sorted(given - SANDBOX)]


def validators(root):
    """(program, arguments, what it looks at); the desktop file needs its final name."""
    folder = tempfile.mkdtemp()
    desktop = pathlib.Path(folder) / 'com.example.Omnidesk.desktop'
    source = root / 'data' / 'com.example.Omnidesk.desktop.in'
    if source.exists():
        desktop.write_text(source.read_text(encoding='utf-8'), encoding='utf-8')
        yield 'desktop-file-validate', [desktop]
    if (root / 'com.example.Omnidesk.metainfo.xml').exists():
        yield 'appstreamcli', ['validate', '--no-net', '--no-color', root / 'com.example.Omnidesk.metainfo.xml']
    yield 'glib-compile-schemas', ['--strict', '--dry-run', root / 'data']
    shutil.rmtree(folder)


def main(root):
    bad, skipped = [], []
    check_tree(root, bad)
    check_packages(root, bad)
    check_icons(root, bad)
    check_sandbox(root, bad)
    for program, arguments in validators(root):
        if shutil.which(program) is None:
            skipped.append(program)
            continue
        run = subprocess.run([program, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if run.returncode:
            bad.append(f'{program}: {run.stdout.strip()}')
    for path in sorted((root / 'data').glob('*.json')):
        try:
            json.loads(path.read_text(encoding='utf-8'))
        except ValueError as error:
            bad.append(f'{path.relative_to(root)}: {error}')
    if bad:
        print('\n'.join(bad))
        return 1
    if skipped:
        print('skipped: not installed: ' + ', '.join(skipped))
        return 77
    print('all in place')
    return 0


if __name__ == '__main__':
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
