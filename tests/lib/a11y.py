# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads and works a GTK program as a screen reader's user does: by roles and names on the accessibility bus.

Runs inside session.py. Where GTK 4.8 gives the bus no way to do something (focus, a check
button, dragging), keys and clicks go through the X server, and actions through D-Bus.
"""
import faulthandler
import os
import signal
import subprocess

# A warning is fatal in the programs under test, not in this one: the accessibility library
# warns whenever an object goes away while it is being asked.
DEBUG = {'G_DEBUG': os.environ.pop('G_DEBUG')} if 'G_DEBUG' in os.environ else {}

import gi  # noqa: E402  after the environment

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402  the version comes first

import wait  # noqa: E402

faulthandler.enable()  # should the accessibility library crash, say where

CHILDREN_LIMIT = 500


def wake_bus():
    """The accessibility bus must be up before the program starts, or GTK 4.8 may never join it."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
    bus.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None, None, 0, 10000, None)
    Atspi.get_desktop(0).get_child_count()
    return bus


class Node:
    """One accessible object. A node of a widget that is gone raises GLib.Error; look it up again."""

    def __init__(self, accessible):
        self.accessible = accessible

    def __repr__(self):
        return f'<{self.role} {self.name!r}>'

    @property
    def role(self):
        return self.accessible.get_role_name()

    @property
    def name(self):
        return self.accessible.get_name() or ''

    @property
    def description(self):
        return self.accessible.get_description() or ''

    def children(self):
        for i in range(min(self.accessible.get_child_count(), CHILDREN_LIMIT)):
            child = self.accessible.get_child_at_index(i)
            if child is not None:
                yield Node(child)

    def walk(self):
        """This node and all below it, in the order of the window."""
        yield self
        try:
            children = list(self.children())
        except GLib.Error:
            return
        for child in children:
            yield from child.walk()

    def find(self, role=None, name=None, contains=None):
        """The first node below with that role, that name, or that piece in its name or text; or None."""
        for node in self.walk():
            try:
                if role is not None and node.role != role:
                    continue
                if name is not None and node.name != name:
                    continue
                if contains is not None and contains not in node.name and contains not in node.text:
                    continue
                return node
            except GLib.Error:
                continue
        return None

    def get(self, role=None, name=None, contains=None, seconds=10.0):
        """Like find (), but waits for it."""
        what = f'{role or "a node"} {name if name is not None else contains!r}'
        return wait.until(lambda: self.find(role, name, contains), seconds, what, ignore=(GLib.Error,))

    def gone(self, role=None, name=None, contains=None, seconds=10.0):
        """Waits until there is no such node."""
        wait.until(lambda: self.find(role, name, contains) is None, seconds, f'{name or contains!r} to go', ignore=(GLib.Error,))

    @property
    def text(self):
        """What a text view, an entry or a label shows; "" for anything else."""
        try:
            if self.accessible.get_text_iface() is None:
                return ''
            return Atspi.Text.get_text(self.accessible, 0, Atspi.Text.get_character_count(self.accessible))
        except GLib.Error:
            return ''

    def words(self):
        """Every name and text below, for looking at and for failures."""
        found = []
        for node in self.walk():
            for piece in (node.name, node.text):
                if piece and (not found or found[-1] != piece):
                    found.append(piece)
        return found

    def outline(self, depth=0):
        """The tree below as indented lines."""
        lines = [f'{"  " * depth}{self.role}: {self.name!r}' + (f' text={self.text!r}' if self.text and self.text != self.name else '')]
        for child in self.children():
            lines.append(child.outline(depth + 1))
        return '\n'.join(lines)

    def set_text(self, text):
        if not Atspi.EditableText.set_text_contents(self.accessible, text):
            raise AssertionError(f'{self!r} takes no text')

    def insert_text(self, text):
        at = Atspi.Text.get_character_count(self.accessible)
        Atspi.EditableText.insert_text(self.accessible, at, text, len(text.encode()))

    def do(self, action='click'):
        """Does the named accessible action."""
        for i in range(Atspi.Action.get_n_actions(self.accessible)):
            if Atspi.Action.get_action_name(self.accessible, i) == action:
                Atspi.Action.do_action(self.accessible, i)
                return
        raise AssertionError(f'{self!r} has no action {action}')

    def select_child(self, index):
        """Selects a row of a list."""
        if not Atspi.Selection.select_child(self.accessible, index):
            raise AssertionError(f'{self!r}: row {index} was not selected')

    def has_state(self, state):
        """STATE is a name as in Atspi.StateType, e.g. "FOCUSED"."""
        return self.accessible.get_state_set().contains(getattr(Atspi.StateType, state))

    def extents(self):
        """x, y, width, height within the window."""
        box = Atspi.Component.get_extents(self.accessible, Atspi.CoordType.WINDOW)
        return box.x, box.y, box.width, box.height


class App(Node):
    """A running program. ARGV starts it; PRGNAME is its name on the bus, APP_ID the one on D-Bus."""

    def __init__(self, argv, app_id, prgname=None, env=None, log=None, seconds=20.0):
        self.app_id = app_id
        self.object_path = '/' + app_id.replace('.', '/').replace('-', '_')
        self.prgname = prgname or os.path.basename(argv[0])
        self.bus = wake_bus()
        with open(log or os.devnull, 'ab') as sink:
            self.process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink,
                                            env={**os.environ, **DEBUG, **(env or {})})
        super().__init__(wait.until(self._on_bus, seconds, f'{self.prgname} on the accessibility bus', ignore=(GLib.Error,)))
        # A cache would need a main loop here to hear of changes; ask each time instead.
        self.accessible.set_cache_mask(Atspi.Cache.NONE)
        self.window = self.get('frame', seconds=seconds)

    def _on_bus(self):
        if self.process.poll() is not None:
            raise AssertionError(f'{self.prgname} ended with status {self.process.returncode}')
        desktop = Atspi.get_desktop(0)
        desktop.set_cache_mask(Atspi.Cache.NONE)  # clearing it instead has crashed the library after a program had gone
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child is not None and child.get_name() == self.prgname:
                return child
        return None

    def activate_action(self, name, parameter=None):
        """Activates an action of the application over D-Bus."""
        parameters = [] if parameter is None else [parameter]
        self.bus.call_sync(self.app_id, self.object_path, 'org.gtk.Actions', 'Activate',
                           GLib.Variant('(sava{sv})', (name, parameters, {})), None, 0, 10000, None)

    def _x_window(self):
        run = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(self.process.pid)],
                             stdout=subprocess.PIPE, text=True, check=False)
        ids = run.stdout.split()
        if not ids:
            raise AssertionError('no window on the screen')
        return ids[-1]

    def click(self, node, button=1):
        """A click of the mouse in the middle of NODE."""
        self.point_at(node)
        subprocess.run(['xdotool', 'click', str(button)], check=True)

    def wheel(self, notches):
        """Turns the wheel of the mouse where it points; upwards if NOTCHES is negative."""
        subprocess.run(['xdotool', 'click', '--repeat', str(abs(notches)), '--delay', '10', '4' if notches < 0 else '5'], check=True)

    def point_at(self, node):
        """Puts the mouse into the middle of NODE."""
        window = self._x_window()
        geometry = subprocess.run(['xdotool', 'getwindowgeometry', '--shell', window], stdout=subprocess.PIPE, text=True, check=True)
        size = dict(x.split('=') for x in geometry.stdout.split())
        # Accessible extents leave out the shadow that the window draws around itself.
        _x, _y, frame_width, frame_height = self.window.extents()
        border_x, border_y = (int(size['WIDTH']) - frame_width) // 2, (int(size['HEIGHT']) - frame_height) // 2
        x, y, width, height = node.extents()
        subprocess.run(['xdotool', 'mousemove', '--window', window, str(x + width // 2 + border_x), str(y + height // 2 + border_y)],
                       check=True)

    @staticmethod
    def key(*keys):
        """Presses key combinations, as "ctrl+k", in what has the focus."""
        subprocess.run(['xdotool', 'key', *keys], check=True)

    @staticmethod
    def type(text):
        """Types TEXT; slowly enough for letters that are not on the keyboard's own map."""
        subprocess.run(['xdotool', 'type', '--delay', '30', text], check=True)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        return self.process.wait(10)

    def stop(self, seconds=5.0):
        """Asks it to end by SIGTERM and returns its status; kills it after SECONDS."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f'{self.prgname} did not end within {seconds} s') from None
