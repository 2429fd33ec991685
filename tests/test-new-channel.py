#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: test-new-channel.py SOURCE-TREE

A channel that nobody has seen, from the template in tests/data/channel-template, is put into a copy of the tree: one
folder, one word in the list, its test data. It compiles without a warning, keeps the contract and has a form.
"""
import difflib
import filecmp
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / 'lib'), str(HERE / 'lint')]

import tap  # noqa: E402  after the path
from tree import tree_files  # noqa: E402

NAME = 'postbox'
LIST = pathlib.PurePath('src/channels/meson.build')
# What a channel does not need is not built, however it is found.
OPTIONS = ['-Dwerror=true', '-Doptimization=0', '-Ddebug=false'] + [
    f'-D{x}=disabled' for x in ('pictures', 'seccomp', 'gstreamer', 'spelling', 'phone', 'ical')]
CONTRACT = {'channel-contract': 2, 'channel-parsers': 1, 'channel-sends': 5}


def run(*command, cwd=None, is_good=True):
    """The output of COMMAND, which ends well if IS_GOOD and badly if not."""
    done = subprocess.run([str(x) for x in command], cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if (done.returncode == 0) != is_good:
        raise AssertionError(f'{" ".join(map(str, command))} ended with {done.returncode}:\n{done.stdout[-6000:]}')
    return done.stdout


class Tree:
    """A copy of the source tree, to which the channel is added as its author would."""

    def __init__(self, source, folder):
        self.source, self.root, self.build = source, folder / 'tree', folder / 'build'
        for name in tree_files(source):
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source / name, self.root / name)

    def add(self):
        template = self.root / 'tests/data/channel-template'
        shutil.copytree(template / 'channel', self.root / 'src/channels' / NAME)
        shutil.copytree(template / 'data', self.root / 'tests/data' / NAME)
        text = (self.root / LIST).read_text(encoding='utf-8')
        text, n = re.subn(r"^(channels = \[.*)\]$", rf"\1, '{NAME}']", text, flags=re.M)
        assert n == 1, f'{LIST} has no list'
        (self.root / LIST).write_text(text, encoding='utf-8')

    def setup(self, is_good=True):
        return run('meson', 'setup', self.build, self.root, *OPTIONS, is_good=is_good)

    def make(self, *tests):
        run('ninja', '-C', self.build, *(f'tests/test-{x}' for x in tests))

    def has(self, test):
        return any(x['name'] == f'test-{test}' for x in json.loads(run('meson', 'introspect', '--targets', self.build)))

    def passed(self, test, *before):
        """How many cases of TEST are of the new channel, all of them good."""
        said = run(*before, self.build / 'tests' / f'test-{test}', '-p', f'/{test}/{NAME}', cwd=self.root)
        return len(re.findall(rf'^ok \d+ /{test}/{NAME}\b', said, re.M))


def check_tools():
    compiler = os.environ.get('CC', 'cc').split()
    for tool in ['meson', 'ninja', *compiler]:
        if shutil.which(tool) is None:
            raise tap.Skip(f'{tool} is not here, and a channel cannot be built')


def test_touched(tree):
    here, there = set(tree_files(tree.source)), set(p.relative_to(tree.root) for p in tree.root.rglob('*') if p.is_file())
    added = {x.as_posix() for x in there - {pathlib.Path(x) for x in here}}
    assert added and all(x.startswith((f'src/channels/{NAME}/', f'tests/data/{NAME}/')) for x in added), added
    changed = [x for x in here if not filecmp.cmp(tree.source / x, tree.root / x, shallow=False)]
    assert changed == [LIST], changed
    old, new = (x.read_text(encoding='utf-8').splitlines() for x in (tree.source / LIST, tree.root / LIST))
    lines = [x for x in difflib.ndiff(old, new) if x[0] in '+-']
    assert len(lines) == 2 and lines[1][2:].replace(f", '{NAME}'", '') == lines[0][2:], lines


def test_contract_is_asked_for(tree):
    contract = tree.root / 'tests/data' / NAME / 'contract.c'
    aside = contract.rename(contract.with_suffix('.aside'))
    try:
        assert 'contract.c' in tree.setup(is_good=False)
    finally:
        aside.rename(contract)
        shutil.rmtree(tree.build, ignore_errors=True)


def test_builds(tree):
    tree.setup()
    tree.make(*CONTRACT)


def test_keeps_contract(tree):
    assert (tree.build / 'tests/test-channel-sends').exists(), 'it was not built'
    found = {x: tree.passed(x) for x in CONTRACT}
    assert found == CONTRACT, found


def test_breach_is_found(tree):
    """A channel that tells its log what is written does not pass."""
    source = tree.root / 'src/channels' / NAME / f'od-{NAME}-channel.c'
    whole = source.read_text(encoding='utf-8')
    spot = '  if (message == NULL)\n    return;\n'
    broken = whole.replace(spot, '  g_debug ("Sending %s", outgoing->text);\n' + spot, 1)
    assert broken != whole
    source.write_text(broken, encoding='utf-8')
    tree.make('channel-sends')
    said = run(tree.build / 'tests/test-channel-sends', '-p', f'/channel-sends/{NAME}/ends-once', cwd=tree.root, is_good=False)
    assert 'in the log' in said, said
    source.write_text(whole, encoding='utf-8')


def test_has_form(tree):
    if shutil.which('Xvfb') is None:
        raise tap.Skip('no display')
    if not tree.has('channel-form'):
        raise tap.Skip('no libadwaita: there are no forms')
    tree.make('channel-form')
    found = tree.passed('channel-form', sys.executable, HERE / 'lib/session.py', '--')
    assert found == 2, found


def main(source):
    with tempfile.TemporaryDirectory(prefix='omnidesk-channel-') as folder:
        tree = Tree(source, pathlib.Path(folder))
        tree.add()
        os.environ['G_TEST_SRCDIR'] = str(tree.root / 'tests')
        os.environ['G_TEST_BUILDDIR'] = str(tree.build / 'tests')

        def bound(function, needs_tools=True):
            def call():
                if needs_tools:
                    check_tools()
                function(tree)
            return call

        return tap.run([
            ('it is one folder, one word and its test data', bound(test_touched, needs_tools=False)),
            ('without a contract it is not taken', bound(test_contract_is_asked_for)),
            ('it compiles without a warning', bound(test_builds)),
            ('it keeps the contract', bound(test_keeps_contract)),
            ('its form is drawn', bound(test_has_form)),
            ('one that tells what is written is found out', bound(test_breach_is_found)),
        ])


if __name__ == '__main__':
    source = pathlib.Path(sys.argv.pop(1)).resolve()
    sys.exit(main(source))
