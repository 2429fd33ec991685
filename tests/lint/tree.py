# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files belong to the tree: what git tracks or would track, or, in an unpacked archive, everything but build folders."""
import pathlib
import subprocess


def tree_files(root):
    """Paths relative to ROOT, sorted."""
    command = ['git', '-C', str(root), 'ls-files', '--cached', '--others', '--exclude-standard', '-z']
    try:
        run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
        names = [pathlib.PurePath(x) for x in run.stdout.split('\0') if x]
    except (OSError, subprocess.CalledProcessError):
        names = [p.relative_to(root) for p in root.rglob('*') if p.is_file()]
        names = [x for x in names if not x.parts[0].startswith(('_', 'build', '.git')) or x.parts[0] == '.gitignore']
        names = [x for x in names if '__pycache__' not in x.parts]
    return sorted(x for x in set(names) if (root / x).is_file())


def read_text(path):
    """The text of a file, or None if it is no text."""
    try:
        return path.read_text(encoding='utf-8')
    except UnicodeDecodeError:
        return None
