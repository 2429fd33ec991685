# SPDX-License-Identifier: GPL-3.0-or-later
"""An operator at the window: the keyboard and the mouse of the screen, the eyes of a screen reader, and a clipboard."""
import contextlib
import itertools
import os
import pathlib
import sqlite3
import subprocess
import sys

from house import BUILD, program, tap, wait

import a11y  # needs the session's bus
import shots

LIST, THREAD, REPLY, NOTE = 'Conversations', 'Messages', 'Reply', 'Note for colleagues'
ETIQUETTE = ('bare-link', 'one-word', 'asks-again', 'other-language', 'no-greeting', 'promise', 'third-in-a-row', 'no-closing',
             'order-number', 'no-name', 'capitals', 'exclamations')
SETTINGS = """[com/example/Omnidesk]
undo-seconds={undo}
etiquette-off={off}
"""
OFFER = pathlib.Path(__file__).resolve().parent.parent / 'lib' / 'offer.py'
numbers = itertools.count(1)


class Seat:
    """A context manager: the desk of HOUSE with somebody at it.

    It gives no advice, as an operator may want, and replies leave UNDO seconds after Enter. When
    something goes wrong, a picture of the screen stays beside the logs of the build.
    """

    Lost = a11y.GLib.Error  # a widget that went while it was asked

    def __init__(self, house, undo=0):
        self.house, self.undo = house, undo
        self.settings = {'XDG_CONFIG_HOME': str(house.folder / 'config'), 'GSETTINGS_BACKEND': 'keyfile'}
        self.desk = None
        self.other = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, kind, *_unused):
        try:
            if kind is not None:
                self.report()
        finally:
            self.drop_offer()
            status = self.desk.stop()
        if kind is None:
            assert status == 0, f'the desk ended with status {status}'

    # ---- the program

    def start(self):
        keyfile = pathlib.Path(self.settings['XDG_CONFIG_HOME'], 'glib-2.0', 'settings', 'keyfile')
        if not keyfile.exists():
            keyfile.parent.mkdir(parents=True)
            keyfile.write_text(SETTINGS.format(undo=self.undo, off=list(ETIQUETTE)))
        self.desk = self.house.desk(**self.settings)

    def kill(self):
        self.desk.kill()

    def report(self):
        """A picture of the screen, and what is in the window, for whoever looks into a failure."""
        with contextlib.suppress(Exception):
            path = BUILD / 'meson-logs' / 'journeys' / f'{pathlib.Path(sys.argv[0]).stem}-{next(numbers)}.png'
            tap.say(f'the screen: {shots.take(str(path))}')
            words = [x for x in self.desk.words() if not x.startswith(('Gtk', 'Adw', 'Od'))]
            tap.say('in the window: ' + ' | '.join(words))

    # ---- where things are

    def find(self, *arguments, **options):
        return self.desk.get(*arguments, **options)

    @property
    def thread(self):
        return self.desk.get('list', THREAD)

    @property
    def text(self):
        """The text that is being written."""
        return self.desk.find('text', REPLY) or self.desk.get('text', NOTE)

    def sees(self, contains, seconds=10, **options):
        """Waits for the row of the thread whose words contain that."""
        return self.thread.get(contains=contains, seconds=seconds, **options)

    def row(self, contains):
        """The row itself, what a screen reader stops at; the newest of those that fit."""
        def newest():
            rows = [x for x in self.thread.children() if contains in x.name]
            return rows and rows[-1]
        return wait.until(newest, 10, f'a message with {contains!r}', ignore=(a11y.GLib.Error,))

    # ---- what one does

    def open(self, contains, shows=None):
        """Opens the conversation whose row in the list says that; the thread then SHOWS it, or another text."""
        self.desk.click(self.desk.get('list', LIST).get(contains=contains))
        self.sees(shows or contains)
        self.focus()

    def focus(self):
        """Into the composer."""
        self.desk.click(self.text)
        self.focused(lambda: self.text)

    def focused(self, find, seconds=5):
        wait.until(lambda: find().has_state('FOCUSED'), seconds, 'the focus', ignore=(a11y.GLib.Error, AssertionError))

    def stands_at(self, name, seconds=5):
        """Waits until the keyboard is at what is called so."""
        wait.until(lambda: any(x.name == name and x.has_state('FOCUSED') for x in self.desk.walk()), seconds, f'the focus at {name}',
                   ignore=(a11y.GLib.Error,))

    def key(self, *keys):
        self.desk.key(*keys)

    def type(self, text):
        """Types TEXT; it must arrive."""
        before = self.text.text
        self.desk.type(text)
        self.shows(before + text)

    def write(self, text):
        """Puts TEXT, of any script, behind what is there, as an input method does."""
        self.text.insert_text(text)

    def shows(self, text, seconds=10):
        """Waits until the composer shows exactly that."""
        wait.until(lambda: self.text.text == text, seconds, f'{text!r} in the composer', ignore=(a11y.GLib.Error,))

    def send(self, text):
        self.write(text)
        self.key('Return')
        self.shows('')

    def scroll_up(self):
        """The wheel of the mouse, until the end of the thread is far away."""
        self.desk.point_at(self.thread)
        self.desk.wheel(-40)

    def choose(self, name):
        """An item of the menu that is open; what stands behind its name, a time say, may be left out."""
        self.desk.get('menu item', contains=name).do('click')

    def menu(self, contains):
        """The menu of a message, by the keyboard alone: up from the composer, arrows to the message, Menu."""
        self.focus()
        self.key('shift+Tab')
        step = 'Down'
        for _ in range(30):
            before = self.row_in_focus()
            if before is not None and contains in before.name:
                break
            self.key(step)
            try:
                wait.until(lambda at=before: self.row_in_focus() is not None and (at is None or self.row_in_focus().name != at.name), 1, 'the next message')
            except wait.Timeout:
                step = 'Up'  # that was the last
        else:
            raise AssertionError(f'the keyboard finds no message with {contains!r}')
        self.key('Menu')
        self.desk.get('menu item')

    def row_in_focus(self):
        """The message at which the keyboard stands, or in its text; None if at another thing."""
        return next((x for x in self.thread.children() if any(y.has_state('FOCUSED') for y in x.walk())), None)

    def choose_file(self, path):
        """Answers the file chooser that opens, by its keys."""
        self.desk.get(name='Other Locations')
        self.key('ctrl+l')
        self.key('ctrl+a')  # of a name that is offered only the first part is marked
        self.desk.type(str(path))
        self.key('Return')

    def confirm(self, answer):
        """Presses a button of the question that is asked."""
        self.desk.get('push button', contains=answer).do('click')

    def follow(self, link):
        """What a desktop does when somebody clicks a link: starts the program with it, which hands it over."""
        subprocess.run([program('omnidesk'), f'--profile={self.house.profile}', link], check=True, timeout=20, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**self.house.env, **self.settings})

    def is_on_screen(self, contains):
        """Whether the row of that message is within the window."""
        _x, y, _width, height = self.row(contains).extents()
        _x, top, _width, room = self.thread.extents()
        return top - height < y < top + room

    def drafts(self):
        """(texts, files) of all drafts that a crash would not take."""
        store = sqlite3.connect(f'file:{self.house.profile / "store.db"}?mode=ro', uri=True)
        with contextlib.closing(store):
            return ({x[0] for x in store.execute("SELECT body FROM draft WHERE body <> ''")},
                    {x[0] for x in store.execute('SELECT name FROM draft_file')})

    def note_mode(self):
        self.key('ctrl+shift+n')
        self.desk.get('text', NOTE)

    def reply_mode(self):
        self.key('ctrl+shift+n')
        self.desk.get('text', REPLY)

    def press(self, name, role='push button'):
        """A click of the mouse on a button."""
        self.desk.click(self.desk.get(role, name))

    # ---- files

    def paste(self):
        """Pastes what is no text. The desk may not have heard yet what is on the clipboard: then once more."""
        self.key('ctrl+v')
        try:
            self.desk.get(name='Attached files', seconds=5)
        except wait.Timeout:
            self.key('ctrl+v')

    def has_files(self, *names):
        """Waits until the tray of the composer has files of these names, copied."""
        tray = self.desk.get(name='Attached files')
        for name in names:
            tray.get(contains=name)
        wait.until(lambda: not tray.find(contains='Copying'), 10, 'the files to be copied', ignore=(a11y.GLib.Error,))

    def send_files(self, *names):
        self.has_files(*names)
        self.key('Return')
        self.desk.gone(name='Attached files')

    # ---- another program

    def offer(self, where, kind, data):
        """Another program holds DATA of a media type out: on the "clipboard", or in a "window" to drag from."""
        self.drop_offer()
        read_end, write_end = os.pipe()
        self.other = subprocess.Popen([sys.executable, str(OFFER), where, kind], stdin=subprocess.PIPE, stdout=write_end)
        os.close(write_end)
        self.other.stdin.write(data)
        self.other.stdin.close()
        with os.fdopen(read_end) as pipe:
            assert pipe.readline() == 'ready\n', f'nothing is on the {where}'

    def offer_files(self, where, *paths):
        self.offer(where, 'text/uri-list', ''.join(f'{pathlib.Path(x).as_uri()}\r\n' for x in paths).encode())

    def drag_onto(self, node):
        """Drags what the other program's window offers, and lets it go over NODE once the desk shows that it would take it."""
        search = ['xdotool', 'search', '--onlyvisible', '--pid', str(self.other.pid)]
        window = wait.until(lambda: subprocess.run(search, stdout=subprocess.PIPE, text=True, check=False).stdout.split(), 5, 'the window to drag from')[-1]
        subprocess.run(['xdotool', 'mousemove', '--window', window, '50', '30', 'mousedown', '1'], check=True)
        self.desk.point_at(node)

        def over():
            subprocess.run(['xdotool', 'mousemove_relative', '--', '1', '0'], check=True)
            return self.desk.find(contains='Drop files here')
        wait.until(over, 10, 'the place to drop files', step=0.1, ignore=(a11y.GLib.Error,))
        subprocess.run(['xdotool', 'mouseup', '1'], check=True)

    def drop_offer(self):
        if self.other is not None:
            self.other.kill()
            self.other.wait()
            self.other = None
