#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: test-checks.py

Every check of this folder passes on a small good tree, and fails, saying why, on each of the
trees that are that one with a single mistake in it.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LICENCE = '/* SPDX-License-Identifier: GPL-3.0-or-later */\n'
XML = '<?xml version="1.0"?>\n<!-- SPDX-License-Identifier: GPL-3.0-or-later -->\n'
FUNCTION = 'static void\nwork (void)\n{\n%s}\n'
TEMPLATE = XML + '<interface>\n<template class="OdThing" parent="AdwBin">\n%s</template>\n</interface>\n'
TABLES = '# SPDX-License-Identifier: GPL-3.0-or-later\nheadless = {\n%s}\n'


def pot_files(*more):
    return ''.join(f'{x}\n' for x in sorted(['com.example.Omnidesk.metainfo.xml', 'data/com.example.Omnidesk.desktop.in',
                                             'data/com.example.Omnidesk.gschema.xml', 'src/app/od-thing.c', *more]))


def good_tree(root):
    """A tree in which no check finds anything."""
    for folder in ('data', 'po'):
        (root / folder).mkdir()
    for name in ('.clang-format', 'com.example.Omnidesk.metainfo.xml', 'data/com.example.Omnidesk.desktop.in',
                 'data/com.example.Omnidesk.gschema.xml', 'po/update.sh', 'po/LINGUAS'):
        shutil.copy(ROOT / name, root / name)
    files = {
        'src/base/od-ground.h': LICENCE + '#pragma once\n\nvoid od_ground (void);\n',
        'src/base/od-ground.c': LICENCE + '#include "od-ground.h"\n\nvoid\nod_ground (void)\n{\n}\n',
        'src/base/od-stone.h': LICENCE + '#pragma once\n\n#include "od-ground.h"\n',
        'src/store/od-shelf.h': LICENCE + '#pragma once\n',
        'src/store/od-shelf.c': LICENCE + '#include "od-shelf.h"\n\n#include <sqlite3.h>\n\n#include "od-ground.h"\n',
        'src/channels/one/od-one.h': LICENCE + '#pragma once\n',
        'src/channels/two/od-two.c': LICENCE + '#include "od-ground.h"\n',
        'src/app/od-thing-private.h': LICENCE + '#pragma once\n',
        'src/app/od-thing.c': LICENCE + '#include <gtk/gtk.h>\n\n#include "od-thing-private.h"\n\n'
                              'G_DEFINE_FINAL_TYPE (OdThing, od_thing, ADW_TYPE_BIN)\n\nconst char *words = _ ("Omnidesk");\n',
        'ui/od-thing.ui': TEMPLATE % '<property name="hexpand">True</property>\n',
        'ui/omnidesk.gresource.xml': XML + '<gresources><gresource prefix="/x"><file>od-thing.ui</file></gresource></gresources>\n',
        'tests/meson.build': TABLES % "  'one': ['base'],\n  'two': ['base'],\n",
        'tests/fuzz/meson.build': '# SPDX-License-Identifier: GPL-3.0-or-later\n',
        'tests/test-one.c': LICENCE, 'tests/test-two.c': LICENCE,
        'po/POTFILES': pot_files(),
        '.ci/packages.sh': LICENCE + "build_packages='gcc meson'\n",
        'README.md': 'gcc meson\n',
    }
    for name, text in files.items():
        write(root, name, text)
    # The languages are complete by construction: every string is "translated" with itself.
    subprocess.run([root / 'po' / 'update.sh', '--pot', root / 'x.pot'], check=True)
    subprocess.run(['msgen', '--output-file', root / 'po' / 'ru.po', root / 'x.pot'], check=True)
    text = (root / 'po' / 'ru.po').read_text(encoding='utf-8').replace('CHARSET', 'UTF-8').replace('"Language: \\n"', '"Language: ru\\n"')
    (root / 'po' / 'ru.po').write_text(text.replace('YEAR-MO-DA HO:MI+ZONE', '2026-01-01 00:00+0000'), encoding='utf-8')
    (root / 'x.pot').unlink()


def write(root, name, text):
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding='utf-8')


def struct(n_fields, kind='int', head='typedef struct {\n', tail='} OdPile;\n'):
    return LICENCE + head + ''.join(f'  {kind} field_{i};\n' for i in range(n_fields)) + tail


# (check, file, its text, what the check must say)
MISTAKES = (
    ('layers', 'src/base/od-ground.c', '#include "od-shelf.h"\n', 'base may not include store'),
    ('layers', 'src/base/od-ground.c', '#include <gtk/gtk.h>\n', 'toolkit belongs to app'),
    ('layers', 'src/base/od-ground.c', '#include <adwaita.h>\n', 'toolkit belongs to app'),
    ('layers', 'src/app/od-thing.c', '#include <sqlite3.h>\n', 'belong to store'),
    ('layers', 'src/store/od-shelf.c', '#include <libsoup/soup.h>\n', 'HTTP belongs to'),
    ('layers', 'src/channels/two/od-two.c', '#include "od-one.h"\n', 'one channel may not include another'),
    ('layers', 'src/main.c', '#include "od-thing-private.h"\n', 'private to its folder'),
    ('layers', 'src/base/od-ground.c', '#include "od-stone.h"\n', 'cycle: od-ground -> od-stone -> od-ground'),
    ('layers', 'src/base/od-ground.h', '#include "od-other.h"\n', None),
    ('layers', 'src/base/od-ground.c', '#include "od-ground.c"\n', 'a source file'),
    ('layers', 'src/base/od-ground.c', ''.join(f'#include "od-{i}.h"\n' for i in range(13)), '13 local includes'),
    ('layers', 'src/cellar/od-ground2.h', '', 'no such layer'),
    ('layers', 'src/store/od-ground.h', '', 'has the same name'),
    ('tests', 'tests/test-three.c', LICENCE, 'tests/test-three.c is in no table'),
    ('tests', 'tests/bench-three.c', LICENCE, 'tests/bench-three.c is in no table'),
    ('tests', 'tests/fuzz/fuzz-three.c', LICENCE, 'fuzz/fuzz-three.c is in no table'),
    ('tests', 'tests/test-three.py', '', 'tests/test-three.py is not named'),
    ('tests', 'tests/meson.build', TABLES % "  'one': [],\n  'three': [],\n  'two': [],\n", 'test-three.c is listed but'),
    ('tests', 'tests/meson.build', TABLES % "  'two': [],\n  'one': [],\n", 'not sorted'),
    ('tests', 'tests/meson.build', TABLES % "  'one': [],\n  #'two': [],\n", 'test-two.c is in no table'),
    ('format', 'src/base/od-ground.c', 'int main(){return 0;}\n', 'od-ground.c:1'),
    ('potfiles', 'src/base/od-ground.c', 'const char *x = _ ("Omnidesk");\n', 'misses src/base/od-ground.c'),
    ('potfiles', 'src/app/od-thing.c', LICENCE, 'names src/app/od-thing.c'),
    ('potfiles', 'src/app/od-thing.c', 'const char *x = _ ("Something new");\n', 'po/ru.po'),
    ('potfiles', 'po/POTFILES', '\n'.join(reversed(pot_files().split())) + '\n', 'not sorted'),
    ('sizes', 'src/base/od-ground.c', '\n' * 801, '801 lines, 800 are allowed'),
    ('sizes', 'src/base/od-ground.c', FUNCTION % ('  work ();\n' * 99), 'work has 101 lines'),
    ('sizes', 'src/base/od-ground.c', (FUNCTION % ('  work ();\n' * 59)) * 2, '2 of 2 functions have more than 60'),
    ('sizes', 'src/base/od-ground.h', struct(21), 'OdPile has 21 fields'),
    ('sizes', 'src/base/od-ground.c', struct(21, head='struct _OdPile {\n', tail='};\n'), '_OdPile has 21 fields'),
    ('sizes', 'src/base/od-ground.h', struct(4, 'gboolean'), 'OdPile has 4 booleans'),
    ('sizes', 'src/base/od-ground.h', LICENCE + 'struct _OdPort {\n' + '  void (*call) (void);\n' * 13 + '};\n', '_OdPort has 13 methods'),
    ('words', 'src/base/od-ground.c', '/' + 'home/someone/x\n', 'a path of one machine'),
    ('words', 'src/base/od-ground.c', '"/' + 'tmp/x"\n', 'a fixed temporary path'),
    ('words', 'src/base/od-ground.c', '/* TO' + 'DO later */\n', 'unfinished business'),
    ('words', 'src/base/od-ground.c', '#' + 'if 0\n', 'code switched off'),
    ('words', 'src/base/od-ground.c', 'g_thread_new (0);\n', None),
    ('words', 'src/store/od-shelf.c', 'g_thread_new (0);\n', 'make threads'),
    ('words', 'src/store/od-shelf.c', 'g_get_real_time ();\n', 'asks for the time'),
    ('words', 'tests/test-one.c', 'g_usleep (1);\n', 'a sleep in a test'),
    ('words', 'tests/test-one.py', 'time.sle' + 'ep(1)\n', 'a sleep in a test'),
    ('words', 'src/base/od-ground.c', '"https://shop.somewhere.net/x"\n', 'a host that is no example'),
    ('words', 'src/base/od-ground.c', '"https://shop.example/x"\n', None),
    ('files', 'stray.txt', 'x\n', 'does not belong to the top level'),
    ('files', 'src/base/od-ground.c', 'int x;\n', 'no line "SPDX'),
    ('files', 'src/channels/x/od-x.c', LICENCE + '#define X .icon_name = "nowhere-symbolic"\n', 'no icon nowhere-symbolic'),
    ('files', 'README.md', 'gcc\n', 'does not name the package meson'),
    ('files', 'run.sh', '#!/bin/sh\n', 'not executable'),
    ('files', 'run.sh', '#!/bin/sh\nif true; then\n', 'run.sh:'),
    ('files', 'tests/lib/x.py', '# SPDX-License-Identifier: GPL-3.0-or-later\ndef x(:\n', 'tests/lib/x.py:2'),
    ('files', 'src/base/od-ground.c', LICENCE + 'x', 'does not end with a newline'),
    ('files', 'data/com.example.Omnidesk.desktop.in', '[Desktop Entry]\nType=Nothing\n', 'desktop-file-validate'),
    ('files', 'com.example.Omnidesk.metainfo.xml', XML + '<component/>\n', 'appstreamcli'),
    ('files', 'data/com.example.Omnidesk.gschema.xml', XML + '<schemalist><schema/></schemalist>\n', 'glib-compile-schemas'),
    ('files', 'data/com.example.Omnidesk.json', '{\n', 'data/com.example.Omnidesk.json'),
    ('files', 'data/com.example.Omnidesk.json', '{"finish-args": ["--filesystem=home"]}\n', 'does not need --filesystem=home'),
    ('ui', 'ui/od-thing.ui', '<interface>\n', 'no element found'),
    ('ui', 'ui/od-other.ui', XML + '<interface/>\n', 'is not in ui/omnidesk.gresource.xml'),
    ('ui', 'ui/od-thing.ui', XML + '<interface><template class="OdOther" parent="AdwBin"/></interface>\n', 'no source defines'),
    ('ui', 'ui/od-thing.ui', XML + '<interface><template class="OdThing" parent="GtkBox"/></interface>\n', 'its parent is AdwBin'),
    ('ui', 'ui/od-thing.ui', TEMPLATE % '<child><object class="GtkNothing"/></child>\n', 'no such type'),
    ('ui', 'ui/od-thing.ui', TEMPLATE % '<property name="nothing">1</property>\n', 'no property nothing'),
    ('ui', 'ui/od-thing.ui', TEMPLATE % '<property name="halign">sideways</property>\n', 'halign'),
    ('ui', 'ui/od-thing.ui', TEMPLATE % '<property name="child">nobody</property>\n', "no object 'nobody'"),
    ('ui', 'ui/od-thing.ui', TEMPLATE % '<signal name="nothing" handler="x"/>\n', 'no signal nothing'),
    ('ui', 'ui/od-thing.ui', TEMPLATE % '<child><object class="GtkTextView"/></child>\n', 'no accessible label'),
    ('ui', 'ui/od-thing.ui', TEMPLATE % '<child><object class="GtkButton"><property name="icon-name">x</property></object></child>\n',
     'no accessible label'),
    ('webchat', 'data/webchat/widget.js', '/' * 40960, 'not under 40960'),
)

FOLDER = {'layers': 'src', 'tests': 'tests'}


def run_check(check, root):
    env = dict(os.environ, GIT_CEILING_DIRECTORIES=str(root.parent))
    run = subprocess.run([sys.executable, HERE / f'check-{check}.py', root / FOLDER.get(check, '.')], env=env,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return run.returncode, run.stdout.strip()


class Tap:
    def __init__(self):
        self.n, self.n_failed = 0, 0

    def result(self, good, words, details='', skip=''):
        self.n += 1
        self.n_failed += not good
        print(f'{"" if good else "not "}ok {self.n} - {words}{" # SKIP " + skip if skip else ""}')
        if not good:
            print('\n'.join(f'# {x}' for x in details.splitlines()))


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix='od-') as folder:
        good = pathlib.Path(folder) / 'good'
        good.mkdir()
        good_tree(good)
        for check in sorted({x[0] for x in MISTAKES}):
            status, words = run_check(check, good)
            tap.result(status in (0, 77), f'{check}: a good tree', words, words if status == 77 else '')
        for number, (check, name, text, expected) in enumerate(MISTAKES):
            root = pathlib.Path(folder) / str(number)
            shutil.copytree(good, root)
            write(root, name, text)
            status, words = run_check(check, root)
            shutil.rmtree(root)
            seen = status == 0 if expected is None else status == 1 and expected in words
            tap.result(seen or status == 77, f'{check}: {name}: {expected or "nothing wrong"}', f'status {status}\n{words}',
                       words if status == 77 else '')
    print(f'1..{tap.n}')
    return 1 if tap.n_failed else 0


if __name__ == '__main__':
    sys.exit(main())
