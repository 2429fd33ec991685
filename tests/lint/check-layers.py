#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: check-layers.py SRC

Fails if a file includes what its layer may not see, or if two modules include each other.
The table below is section "Who may include whom" of the README.
"""
import pathlib
import re
import sys

# What a layer may include besides itself. `main.c` in SRC itself sees everything.
MAY = {
    'base': (),
    'model': ('base',),
    'net': ('base',),
    'store': ('base', 'model'),
    'channel': ('base', 'model', 'net'),
    'channels': ('base', 'model', 'net', 'channel'),
    'engine': ('base', 'model', 'net', 'store', 'channel'),
    'server': ('base', 'model', 'net', 'channel'),
    'viewmodel': ('base', 'model'),
    'app': ('base', 'model', 'viewmodel'),
    'ctl': ('base', 'model', 'net', 'store', 'channel', 'channels', 'engine', 'server'),
    'thumbnailer': ('base',),
}

# Headers of libraries that only some layers may see: pattern, layers, what to say.
LIBRARIES = (
    (r'(gtk|gdk(?!-pixbuf)|gsk|adwaita|graphene)\b', ('app', 'main.c'), 'the toolkit belongs to app'),
    (r'(gdk-pixbuf/|seccomp\.h)', ('thumbnailer',), 'pictures are decoded in the thumbnailer only'),
    (r'libnotify/', ('app', 'main.c'), 'notifications belong to app'),
    (r'(sqlite3|libstemmer)\.h', ('store',), 'the database and its word forms belong to store'),
    (r'libsoup/', ('net', 'server', 'channels'), 'HTTP belongs to net, server and channels'),
    (r'(camel|gmime)/', ('channels/email',), 'mail libraries belong to channels/email'),
)

MAX_LOCAL_INCLUDES = 12
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)


def module_of(name):
    return re.sub(r'(-private)?\.[ch]$', '', name)


def check_library(rel, name, bad):
    for pattern, layers, words in LIBRARIES:
        if re.match(pattern, name) and not any(rel.as_posix() == x or rel.as_posix().startswith(x + '/') for x in layers):
            bad.append(f'{rel}: includes <{name}>, but {words}')


def check_local(rel, target, bad):
    mine, other = rel.parts[0], target.parts[0]
    if len(rel.parts) > 1 and other != mine and other not in MAY.get(mine, ()):
        bad.append(f'{rel}: {mine} may not include {target}')
    if mine == other == 'channels' and len(rel.parts) > 2 and len(target.parts) > 2 and rel.parts[1] != target.parts[1]:
        bad.append(f'{rel}: one channel may not include another ({target})')
    if target.name.endswith('-private.h') and target.parent != rel.parent:
        bad.append(f'{rel}: {target} is private to its folder')


def cycles(graph):
    found, done, stack = [], set(), []

    def visit(module):
        if module in stack:
            found.append('cycle: ' + ' -> '.join(stack[stack.index(module):] + [module]))
            return
        if module in done:
            return
        done.add(module)
        stack.append(module)
        for other in sorted(graph.get(module, ())):
            visit(other)
        stack.pop()

    for module in sorted(graph):
        visit(module)
    return found


def main(root):
    files = sorted(p for p in root.rglob('*.[ch]'))
    home, bad, graph = {}, [], {}
    for path in files:
        rel = path.relative_to(root)
        if path.suffix == '.h' and rel.name in home:
            bad.append(f'{rel}: {home[rel.name]} has the same name')
        home.setdefault(rel.name, rel)
        if len(rel.parts) > 1 and rel.parts[0] not in MAY:
            bad.append(f'{rel}: no such layer is known')
    for path in files:
        rel = path.relative_to(root)
        n_local = 0
        for kind, name in INCLUDE.findall(path.read_text(encoding='utf-8')):
            if name.endswith('.c'):
                bad.append(f'{rel}: includes {name}, a source file')
            if kind == '<':
                check_library(rel, name, bad)
                continue
            n_local += 1
            target = home.get(pathlib.PurePath(name).name)
            if target is None:
                continue
            check_local(rel, target, bad)
            if module_of(target.name) != module_of(rel.name):
                graph.setdefault(module_of(rel.name), set()).add(module_of(target.name))
        if rel.suffix == '.c' and n_local > MAX_LOCAL_INCLUDES:
            bad.append(f'{rel}: {n_local} local includes, {MAX_LOCAL_INCLUDES} are allowed')
    bad += cycles(graph)
    print('\n'.join(bad) or f'{len(files)} files: no forbidden include, no cycle')
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main(pathlib.Path(sys.argv[1])))
