#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A customer writes while the operator does something else: answered from the notification, also after the desk has quit."""
import json
import os
import contextlib
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

from house import APPLICATION_ID, BUILD, Customer, House, cdp, program, tap, wait
from seat import Seat, a11y

from gi.repository import Gio, GLib

LIB = pathlib.Path(__file__).resolve().parent.parent / 'lib'
NAME, PATH, CONTROL = 'org.freedesktop.Notifications', '/org/freedesktop/Notifications', 'od.test.Notifications'
PATIENCE = 10  # s, of a loaded machine; libnotify would wait for 25
ANSWER = 'Добрый день! Заказ уже у курьера.'


class Server:
    """A context manager: the desktop's notification server."""

    def __init__(self, *arguments):
        self.arguments = arguments
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
        self.process = None

    def __enter__(self):
        self.process = subprocess.Popen([sys.executable, str(LIB / 'notify_server.py'), *self.arguments], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline() == 'ready\n'
        return self

    def __exit__(self, *_unused):
        self.process.kill()
        self.process.wait()

    def call(self, method, parameters=None):
        return self.bus.call_sync(NAME, PATH, CONTROL, method, parameters, None, Gio.DBusCallFlags.NONE, 10000, None).unpack()

    def state(self):
        state = json.loads(self.call('List')[0])
        assert state['faults'] == [], state['faults']
        return state

    def shown(self, contains, seconds=10):
        """The notification whose body says that."""
        return wait.until(lambda: next((x for x in self.state()['shown'] if contains in x['body']), None), seconds, f'a notification with {contains!r}')

    def press(self, row, button):
        self.call('Invoke', GLib.Variant('(us)', (row['id'], button)))


def quick_reply(seat):
    """Where one writes in the small window, once the cursor is there."""
    return wait.until(lambda: next((x for x in seat.desk.walk() if x.role == 'text' and x.name == 'Reply' and x.has_state('FOCUSED')), None), 10,
                      'the quick reply', ignore=(a11y.GLib.Error,))


def answer():
    """Two deeds of the operator, besides the text: Reply, and Enter."""
    with Server() as server, House() as house, Seat(house) as seat, cdp.Browser() as browser:
        customer = Customer(browser, house.url())
        customer.up()
        customer.write('Где мой заказ?')
        row = server.shown('Где мой заказ?')
        assert list(row['actions']) == ['default', 'reply', 'hold', 'snooze'], row['actions']
        deeds = 1
        server.press(row, 'reply')
        quick_reply(seat).insert_text(ANSWER)
        deeds += 1
        seat.key('Return')
        customer.wait_text(ANSWER, 'op')
        wait.until(lambda: server.state()['shown'] == [], 10, 'the notification to go')
        assert deeds == 2


def answer_inline():
    """Where the notification has a field: one deed, besides the text."""
    with Server('actions', 'body', 'inline-reply') as server, House() as house, Seat(house), cdp.Browser() as browser:
        customer = Customer(browser, house.url())
        customer.up()
        customer.write('Hello?')
        row = server.shown('Hello?')
        server.call('Reply', GLib.Variant('(us)', (row['id'], ANSWER)))
        customer.wait_text(ANSWER, 'op')


def escape_leaves_a_draft():
    with Server() as server, House() as house, Seat(house) as seat, cdp.Browser() as browser:
        customer = Customer(browser, house.url())
        customer.up()
        customer.write('Hello?')
        server.press(server.shown('Hello?'), 'reply')
        quick_reply(seat).insert_text('half an ans')
        seat.key('Escape')
        wait.until(lambda: 'half an ans' in seat.drafts()[0], 10, 'the draft')
        wait.until(lambda: len([x for x in seat.desk.children() if x.role == 'frame']) == 1, 10, 'the small window to go', ignore=(a11y.GLib.Error,))
        customer.write('Are you there?')
        server.press(server.shown('Are you there?'), 'reply')
        assert quick_reply(seat).text == 'half an ans'


def please_wait():
    with Server() as server, House() as house, Seat(house), cdp.Browser() as browser:
        customer = Customer(browser, house.url())
        customer.up()
        customer.write('Hello?')
        server.press(server.shown('Hello?'), 'hold')
        customer.page.wait('od.messages().some((m) => m.from === "op" && m.text.includes("One moment"))', 10, 'the phrase that lets wait')


def dunst(*arguments):
    return subprocess.run(['dunstctl', *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False).stdout.strip()


def a_real_daemon():
    """With dunst: shown, replaced in its place, clicked, withdrawn."""
    if shutil.which('dunst') is None:
        tap.say('left out: dunst is not installed')
        return
    daemon = subprocess.Popen(['dunst'], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait.until(lambda: dunst('count', 'displayed') == '0', 10, 'dunst')
        with House() as house, Seat(house) as seat, cdp.Browser() as browser:
            customer = Customer(browser, house.url())
            customer.up()
            customer.write('Where is my order <b>12</b>?')
            wait.until(lambda: dunst('count', 'displayed') == '1', 10, 'the notification')
            customer.write('Hello?')
            customer.settled()
            wait.during(1, lambda: dunst('count', 'displayed') != '1', 'more than one notification')
            dunst('action', '0')
            wait.until(lambda: any(x.name.startswith('Reply') and x.role == 'text' and x.has_state('FOCUSED') for x in seat.desk.walk()), 10,
                       'the cursor in the composer', ignore=(a11y.GLib.Error,))
            wait.until(lambda: dunst('count', 'displayed') == '0', 10, 'the notification to go')
    finally:
        daemon.terminate()
        daemon.wait()


def answers(seat):
    """How many seconds the window takes to do what somebody asks of it."""
    asked = time.monotonic()
    seat.note_mode()
    seat.reply_mode()
    return time.monotonic() - asked


def another_real_daemon():
    """With xfce4-notifyd: shown, replaced in its place, withdrawn when answered elsewhere; stopped, it holds nothing up."""
    path = next(pathlib.Path('/usr/lib').glob('*/xfce4/notifyd/xfce4-notifyd'), None)
    if path is None:
        tap.say('left out: xfce4-notifyd is not installed')
        return
    daemon = subprocess.Popen([path], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              env={**os.environ, 'NO_AT_BRIDGE': '1'})  # who walks over all programs must not wait for this one

    def count():
        search = ['xdotool', 'search', '--onlyvisible', '--class', 'xfce4-notifyd']
        return len(subprocess.run(search, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False).stdout.split())
    try:
        with House() as house, Seat(house) as seat, cdp.Browser() as browser:
            customer = Customer(browser, house.url())
            customer.up()
            customer.write('Where is my order <b>12</b>?')
            wait.until(lambda: count() == 1, 15, 'the notification')
            customer.write('Hello?')
            customer.settled()
            wait.during(1, lambda: count() != 1, 'more than one notification')
            house.ctl('send', house.conversations()[0]['row'], 'It is on its way.')
            wait.until(lambda: count() == 0, 10, 'the notification to go')
            customer.write('And when?')
            seat.open('And when?')
            wait.until(lambda: count() == 0, 10, 'no notification of what is in front')
            daemon.send_signal(signal.SIGSTOP)
            stranger = Customer(browser, house.url())
            stranger.up()
            stranger.write('Is anybody there?')
            stranger.settled()
            assert answers(seat) < PATIENCE
            daemon.send_signal(signal.SIGCONT)
            wait.until(lambda: count() == 1, 10, 'the notification that waited')
    finally:
        daemon.send_signal(signal.SIGCONT)
        daemon.kill()
        daemon.wait()


def breaches(house):
    """(seconds after the promise, seconds after the due time) at which each broken promise was noticed."""
    store = sqlite3.connect(f'file:{house.profile / "store.db"}?mode=ro', uri=True)
    with contextlib.closing(store):
        return [((x - y) / 1e6, (x - z) / 1e6) for x, y, z in
                store.execute('SELECT detected_at_us, anchor_us, due_us FROM clock WHERE breached_at_us IS NOT NULL')]


def stopped_for_a_minute():
    """The server stops for more than a minute: the window answers, and what was promised within a minute breaks to the second."""
    with Server() as server, House() as house, Seat(house) as seat, cdp.Browser() as browser:
        first, second = Customer(browser, house.url()), Customer(browser, house.url())
        first.up()
        second.up()
        first.write('First?')
        server.shown('First?')
        seat.open('First?')
        server.process.send_signal(signal.SIGSTOP)
        began, longest, n = time.monotonic(), 0, 0
        while time.monotonic() - began < 63:
            n += 1
            second.write(f'Second {n}')
            longest = max(longest, answers(seat))
            wait.until(lambda at=time.monotonic(): time.monotonic() - at > 2, 5, 'a moment')
        tap.say(f'the window answered within {longest:.1f} s')
        assert longest < PATIENCE, longest
        late = breaches(house)
        assert len(late) == 2, late
        for after_promise, after_due in late:
            assert 60 <= after_promise < 61.5 and 0 <= after_due < 1.5, late
        server.process.send_signal(signal.SIGCONT)
        row = server.shown(f'Second {n}')
        assert row['summary'].startswith('Late: '), row['summary']
        assert len(server.state()['shown']) == 1


def stopped_from_the_start():
    """Neither the start nor the end of the desk waits for a server that does not answer."""
    with Server() as server, House() as house:
        server.process.send_signal(signal.SIGSTOP)
        began = time.monotonic()
        with Seat(house) as seat:
            seat.find('list', 'Conversations')
            assert time.monotonic() - began < 3 * PATIENCE
            ended = time.monotonic()
        assert time.monotonic() - ended < PATIENCE
        server.process.send_signal(signal.SIGCONT)


class DefaultHouse(House):
    """A house whose profile is the one that the bus starts the desk with."""

    def __init__(self, **settings):
        super().__init__(**settings)
        self.profile = pathlib.Path(os.environ['XDG_DATA_HOME'], 'omnidesk', 'default')
        self.shop = int(self.ctl('account', 'add', 'webchat', '--name', 'Shop', '--set=port=0').strip())

    def desk(self, **env):
        return a11y.App([program('omnidesk')], APPLICATION_ID, prgname='omnidesk',
                        env={**self.env, 'GSETTINGS_SCHEMA_DIR': str(BUILD / 'data'), **env}, log=self.log)


def let_the_bus_start_it(house, settings):
    services = pathlib.Path(os.environ['TMPDIR']).parent / 'services'
    environment = {'GSETTINGS_SCHEMA_DIR': str(BUILD / 'data'), 'OMNIDESK_SECRETS': house.env['OMNIDESK_SECRETS'], **settings}
    (services / f'{APPLICATION_ID}.service').write_text(f'[D-BUS Service]\nName={APPLICATION_ID}\n'
                                                        f'Exec={program("omnidesk")} --gapplication-service\n')
    bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
    for method, parameters in (('ReloadConfig', None), ('UpdateActivationEnvironment', GLib.Variant('(a{ss})', ({**os.environ, **environment},)))):
        bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', method, parameters, None, 0, 10000, None)
    return services / f'{APPLICATION_ID}.service'


def click_after_quit():
    with Server('--gtk') as server, DefaultHouse() as house:
        with Seat(house) as seat, cdp.Browser() as browser:
            customer = Customer(browser, house.url())
            customer.up()
            customer.write('Are you still there?')
            server.shown('Are you still there?')
            settings = seat.settings
        state = server.state()
        assert state['shown'] == [], 'what a classic server shows goes with the program'
        assert len(state['kept']) == 1, state['kept']
        service = let_the_bus_start_it(house, settings)
        try:
            number, kept = next(iter(state['kept'].items()))
            assert kept['application'] == APPLICATION_ID
            server.call('Click', GLib.Variant('(ss)', (number, '')))
            desk = wait.until(lambda: find_desk(), 20, 'the desk that the bus started', ignore=(a11y.GLib.Error,))
            wait.until(lambda: any(x.name.startswith('Reply') and x.role == 'text' and x.has_state('FOCUSED') for x in desk.walk()), 20,
                       'the cursor in the composer', ignore=(a11y.GLib.Error,))
            assert any('Are you still there?' in x.name for x in desk.walk())
        finally:
            service.unlink()
            Gio.bus_get_sync(Gio.BusType.SESSION, None).call_sync(
                APPLICATION_ID, '/com/example/Omnidesk', 'org.gtk.Actions', 'Activate', GLib.Variant('(sava{sv})', ('quit', [], {})), None,
                Gio.DBusCallFlags.NO_AUTO_START, 10000, None)


def find_desk():
    desktop = a11y.Atspi.get_desktop(0)
    desktop.set_cache_mask(a11y.Atspi.Cache.NONE)
    for i in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(i)
        if child is not None and child.get_name() == 'omnidesk':
            child.set_cache_mask(a11y.Atspi.Cache.NONE)
            return a11y.Node(child)
    return None


if __name__ == '__main__':
    sys.exit(tap.run([
        ('a notification is answered with two deeds and the text', answer),
        ('a notification with a field is answered in it', answer_inline),
        ('Escape leaves a draft, which is there the next time', escape_leaves_a_draft),
        ('a customer is asked to wait from the notification', please_wait),
        ('a real daemon shows, replaces and withdraws', a_real_daemon),
        ('another real daemon, which stops for a while', another_real_daemon),
        ('a server that stops for a minute holds nothing up', stopped_for_a_minute),
        ('a server that was stopped before holds up neither start nor end', stopped_from_the_start),
        ('a click after the desk has quit starts it at the right conversation', click_after_quit),
    ]))
