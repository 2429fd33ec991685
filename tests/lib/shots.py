# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of the private screen."""
import os
import subprocess


def take(path, trim=False):
    """Writes what is on the screen to PATH, a PNG; with TRIM without the empty ground around the windows."""
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    command = ['import', '-window', 'root', *(['-trim', '+repage'] if trim else []), path]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return path


def n_colours(path):
    """How many colours a picture has: one or two mean that nothing was drawn."""
    run = subprocess.run(['identify', '-format', '%k', path], stdout=subprocess.PIPE, text=True, check=True)
    return int(run.stdout)
