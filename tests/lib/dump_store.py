#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: dump_store.py STORE > tests/data/db/vN.sql

Writes a store as SQL, for the golden test: every released schema, filled, must open with today's code. The search
indexes hold nothing of their own, so they are not written but built again.
"""
import sqlite3
import sys


def quote(value):
    if value is None:
        return 'NULL'
    if isinstance(value, bytes):
        return "x'" + value.hex() + "'"
    return str(value) if isinstance(value, (int, float)) else "'" + value.replace("'", "''") + "'"


def main(path):
    db = sqlite3.connect(f'file:{path}?mode=ro', uri=True)
    print('-- SPDX-License-Identifier: GPL-3.0-or-later')
    print('-- A filled store, for the golden test; written by tests/lib/dump_store.py.')
    for pragma in ('application_id', 'user_version'):
        print(f'PRAGMA {pragma} = {db.execute("PRAGMA " + pragma).fetchone()[0]};')
    objects = db.execute('SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid').fetchall()
    indexes = [name for _, name, sql in objects if sql.startswith('CREATE VIRTUAL')]
    objects = [x for x in objects if not any(x[1].startswith(index + '_') and x[1] not in indexes for index in indexes)]
    for kind, name, sql in objects:
        print(sql + ';')
    for kind, name, sql in objects:
        if kind == 'table' and name not in indexes:
            for row in db.execute(f'SELECT * FROM {name}'):
                print(f'INSERT INTO {name} VALUES ({", ".join(map(quote, row))});')
    for name in indexes:
        print(f"INSERT INTO {name} ({name}) VALUES ('rebuild');")


if __name__ == '__main__':
    main(sys.argv[1])
