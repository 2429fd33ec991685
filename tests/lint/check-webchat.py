#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: check-webchat.py ROOT

Fails if the visitor's side of the web chat, all of data/webchat as it is sent, isn't under 40 KB.
"""
import pathlib
import sys

LIMIT_BYTES = 40 * 1024


def main():
    sizes = {x.name: x.stat().st_size for x in pathlib.Path(sys.argv[1], 'data/webchat').glob('*')}
    total = sum(sizes.values())
    if total < LIMIT_BYTES:
        return 0
    for name, size in sorted(sizes.items(), key=lambda x: -x[1]):
        print(f'{size:8} data/webchat/{name}')
    print(f'{total:8} in all: not under {LIMIT_BYTES}')
    return 1


if __name__ == '__main__':
    sys.exit(main())
