#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: check-sizes.py ROOT

Fails at a file over 800 lines, a function over 100, a struct over 20 fields or 3 booleans, an
interface over 12 methods; and at more than 2 % of files over 500 lines or 1 % of functions
over 60. Quantities of one kind that are declared together ("int width, height;") are one field.
Counts src, tests, data and ui; in C it relies on the layout that check-format.py holds up.
"""
import pathlib
import re
import sys

FILE_LINES, LONG_FILE_LINES, LONG_FILES_PERCENT = 800, 500, 2
FUNCTION_LINES, LONG_FUNCTION_LINES, LONG_FUNCTIONS_PERCENT = 100, 60, 1
FIELDS, BOOLEANS, METHODS = 20, 3, 12

SOURCES = ('*.c', '*.h', '*.py', '*.sh', '*.js', '*.css', '*.ui', '*.sql')
STRUCT = re.compile(r'^(?:typedef )?struct(?: +(\w+))? \{\n(.*?)^\}([^;]*);', re.M | re.S)
COMMENT = re.compile(r'/\*.*?\*/|//[^\n]*', re.S)


def functions(text):
    """The functions of a C file: (name, first line, number of lines between the outer braces, both counted)."""
    lines = text.splitlines()
    start = None
    for number, line in enumerate(lines):
        if line == '{':
            start = number
        elif line == '}' and start is not None:
            head = start - 1
            while head > 0 and not re.match(r'[A-Za-z_]\w* \(', lines[head]):
                head -= 1
            yield lines[head].split(' (')[0], start + 1, number - start + 1
            start = None


def fields(body):
    """Splits a struct's body into declarations, nested ones counted as one."""
    depth, current = 0, ''
    for char in COMMENT.sub('', body):
        depth += {'{': 1, '}': -1}.get(char, 0)
        if char == ';' and depth == 0:
            yield current.strip()
            current = ''
        else:
            current += char


def check_struct(rel, name, body, bad):
    n_fields = n_booleans = n_methods = 0
    for field in fields(body):
        if re.search(r'\(\*\s*\w+\)\s*\(', field):
            n_methods += 1
            continue
        if re.search(r'\bparent(_instance|_class|_iface)?$', field):
            continue
        n_fields += 1
        if re.match(r'(const )?(gboolean|bool|_Bool)\b', field) or re.search(r':\s*1$', field):
            n_booleans += field.count(',') + 1
    for count, limit, what in ((n_fields, FIELDS, 'fields'), (n_booleans, BOOLEANS, 'booleans'), (n_methods, METHODS, 'methods')):
        if count > limit:
            bad.append(f'{rel}: struct {name} has {count} {what}, {limit} are allowed')


def main(root):
    files = sorted(p for d in ('src', 'tests', 'data', 'ui') for pattern in SOURCES for p in (root / d).rglob(pattern)
                   if (root / 'tests' / 'data') not in p.parents)
    bad, long_files, n_functions, long_functions = [], [], 0, []
    for path in files:
        rel = path.relative_to(root)
        text = path.read_text(encoding='utf-8')
        n_lines = text.count('\n')
        if n_lines > FILE_LINES:
            bad.append(f'{rel}: {n_lines} lines, {FILE_LINES} are allowed')
        if n_lines > LONG_FILE_LINES:
            long_files.append(f'{rel} ({n_lines})')
        if path.suffix not in ('.c', '.h'):
            continue
        for name, line, length in functions(text):
            n_functions += 1
            if length > FUNCTION_LINES:
                bad.append(f'{rel}:{line}: {name} has {length} lines, {FUNCTION_LINES} are allowed')
            if length > LONG_FUNCTION_LINES:
                long_functions.append(f'{rel}:{line}: {name} ({length})')
        for tag, body, alias in STRUCT.findall(text):
            check_struct(rel, alias.strip() or tag, body, bad)
    if len(long_files) > max(1, len(files) * LONG_FILES_PERCENT / 100):
        bad.append(f'{len(long_files)} of {len(files)} files have more than {LONG_FILE_LINES} lines: ' + ', '.join(long_files))
    if len(long_functions) > max(1, n_functions * LONG_FUNCTIONS_PERCENT / 100):
        bad.append(f'{len(long_functions)} of {n_functions} functions have more than {LONG_FUNCTION_LINES} lines: '
                   + ', '.join(long_functions))
    print('\n'.join(bad) or f'{len(files)} files, {n_functions} functions')
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
