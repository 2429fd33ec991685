#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: check-words.py ROOT

Fails at what must not stand in the tree: a path of somebody's machine, an address of a host
that is neither reserved for examples nor one the program has to know, unfinished business,
code switched off, a sleep in a test, and calls that a law of the house gives to one file only.
"""
import pathlib
import re
import sys

from tree import read_text, tree_files

SELF = 'tests/lint/'

# (what to look for, files it is looked for in, files that may have it, what to say)
RULES = (
    (r'(?<![\w.}])/(home|root|work|mnt|Users)/\w', '', (), 'a path of one machine'),
    (r'(?<![\w.}])/tmp/(?!omnidesk|\.X11)\w', '', (), 'a fixed temporary path: use what TMPDIR says'),
    (r'\b(TODO|FIXME|XXX)\b', '', ('tests/data/',), 'unfinished business: do it or open an issue'),
    (r'^[ \t]*#[ \t]*if[ \t]+0\b', r'\.[ch]$', (), 'code switched off: delete it'),
    (r'\b(g_usleep|usleep|nanosleep|g_thread_sleep|sleep) \(', r'^tests/.*\.c$', (), 'a sleep in a test: iterate until a condition'),
    (r'\btime\.sleep\(', r'^tests/.*\.py$', ('tests/lib/wait.py',), 'a sleep in a test: use wait.until()'),
    (r'\b(g_thread_new|g_thread_try_new|g_task_run_in_thread|g_thread_pool_new)\b', r'^src/',
     ('src/base/', 'src/server/'), 'only OdWorker and the server make threads'),
    (r'\b(g_get_real_time|g_date_time_new_now\w*|clock_gettime|gettimeofday|time \(NULL\))\b', r'^src/',
     ('src/base/od-clock.c', 'src/thumbnailer/od-thumb-jail.c'), 'only OdClock asks for the time'),
    (r'\b(BEGIN IMMEDIATE|BEGIN EXCLUSIVE)\b', r'^src/', ('src/store/',), 'transactions belong to the store'),
    (r'\b(atoi|atol|strcpy|strcat|sprintf|gets|strtok|g_main_context_iteration) \(', r'^src/', (), 'a call that this house does without'),
)

ADDRESS = re.compile(r'\b(?:https?|wss?)://([^\s/"\'<>)`\\?#\]]+)')
# Reserved for examples, loopback, one word, written with a placeholder, or namespaces, licences and services that are named on purpose.
HOST = re.compile(
    r'(.*\.)?(example(\.(com|org|net))?|test|invalid|localhost)(:.*)?$'
    r'|127\.\d|10\.\d|192\.168\.|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|0\.0\.0\.0|\[|[%$@{*…]|.*[%{]'
    r'|(www\.)?(gnu\.org|gnome\.org|gtk\.org|freedesktop\.org|w3\.org|spdx\.org|sqlite\.org|snowballstem\.org|debian\.org|unicode\.org|openstreetmap\.org)'
    r'|[^.]*$|schema\.org|(api|core)\.telegram\.org|t\.me|github\.com|(HOST|PORT|host)(:|$)')


def main(root):
    bad = []
    files = [x for x in tree_files(root) if x.as_posix() != 'COPYING']
    for rel in files:
        name = rel.as_posix()
        text = read_text(root / rel)
        if text is None or name.startswith(SELF):
            continue
        for pattern, where, allowed, words in RULES:
            if not re.search(where, name) or name.startswith(allowed or '\0'):
                continue
            for match in re.finditer(pattern, text, re.M):
                bad.append(f'{name}:{text.count(chr(10), 0, match.start()) + 1}: {match.group(0).strip()}: {words}')
        if name.startswith('tests/data/'):
            continue
        for match in ADDRESS.finditer(text):
            if not HOST.match(match.group(1)):
                bad.append(f'{name}:{text.count(chr(10), 0, match.start()) + 1}: {match.group(1)}: an address of a host that is no example')
    print('\n'.join(bad) or f'{len(files)} files')
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
