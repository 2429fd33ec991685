#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop's notification server for tests, stricter than real ones, on the bus of the session.

usage: notify_server.py [--gtk] [CAPABILITY …]

As org.freedesktop.Notifications it takes what a server of these capabilities may be sent, and keeps it; what breaks the
rules is a fault that a test finds in List (). A test drives it at the same path through od.test.Notifications:

  List () → s             JSON: what is shown, everything that came, the faults
  Invoke (u id, s action) presses a button; it must be there
  Reply (u id, s text)    types into the notification
  Close (u id, u reason)
  Stall ()                the next notification is not answered: this program stops as SIGSTOP would, until SIGCONT
  ReplyLate (u id, s text) types into a notification that is just going

With --gtk it is also org.gtk.Notifications, which keeps what it was given when the program is gone, and starts it again:
  Click (s id, s button)  "" for the notification itself
"""
import json
import os
import signal
import sys

import gi
gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

NAME, PATH = 'org.freedesktop.Notifications', '/org/freedesktop/Notifications'
GTK_NAME, GTK_PATH = 'org.gtk.Notifications', '/org/gtk/Notifications'
DEFAULT = ['actions', 'body', 'body-markup', 'icon-static', 'persistence', 'sound']
XML = """
<node>
  <interface name="org.freedesktop.Notifications">
    <method name="GetCapabilities"><arg type="as" direction="out"/></method>
    <method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/><arg type="s" direction="out"/>
      <arg type="s" direction="out"/></method>
    <method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
      <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/><arg type="a{sv}" direction="in"/>
      <arg type="i" direction="in"/><arg type="u" direction="out"/></method>
    <method name="CloseNotification"><arg type="u" direction="in"/></method>
    <signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
    <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
    <signal name="ActivationToken"><arg type="u"/><arg type="s"/></signal>
    <signal name="NotificationReplied"><arg type="u"/><arg type="s"/></signal>
    <property name="Inhibited" type="b" access="read"/>
  </interface>
  <interface name="org.gtk.Notifications">
    <method name="AddNotification"><arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/></method>
    <method name="RemoveNotification"><arg type="s" direction="in"/><arg type="s" direction="in"/></method>
  </interface>
  <interface name="od.test.Notifications">
    <method name="List"><arg type="s" direction="out"/></method>
    <method name="Invoke"><arg type="u" direction="in"/><arg type="s" direction="in"/></method>
    <method name="Reply"><arg type="u" direction="in"/><arg type="s" direction="in"/></method>
    <method name="Close"><arg type="u" direction="in"/><arg type="u" direction="in"/></method>
    <method name="Click"><arg type="s" direction="in"/><arg type="s" direction="in"/></method>
    <method name="Stall"/>
    <method name="ReplyLate"><arg type="u" direction="in"/><arg type="s" direction="in"/></method>
    <method name="Inhibit"><arg type="b" direction="in"/></method>
  </interface>
</node>"""


class Server:
    def __init__(self, capabilities, with_gtk):
        self.capabilities, self.shown, self.log, self.faults, self.kept = capabilities, {}, [], [], {}
        self.next, self.is_inhibited, self.is_stalling = 1, False, False
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        for interface in Gio.DBusNodeInfo.new_for_xml(XML).interfaces:
            path = GTK_PATH if interface.name == GTK_NAME else PATH
            self.bus.register_object(path, interface, self.called, self.get, None)
        # Who had a name before may have ended without the bus knowing it yet: one waits for it in the bus's queue.
        self.missing = [NAME, *([GTK_NAME] if with_gtk else [])]
        for name in list(self.missing):
            Gio.bus_own_name_on_connection(self.bus, name, Gio.BusNameOwnerFlags.NONE, self.owned, None)

    def owned(self, _bus, name):
        self.missing.remove(name)
        if not self.missing:
            print('ready', flush=True)

    def get(self, _bus, _sender, _path, _interface, _name):
        return GLib.Variant('b', self.is_inhibited)

    def called(self, _bus, _sender, _path, _interface, method, parameters, invocation):
        try:
            value = getattr(self, 'do_' + method)(*parameters.unpack())
        except Exception as error:  # what a test asked for wrongly is an answer, too
            invocation.return_dbus_error('od.test.Error', repr(error))
            return
        invocation.return_value(value)

    # ---- the specification

    def do_GetCapabilities(self):
        return GLib.Variant('(as)', (self.capabilities,))

    def do_GetServerInformation(self):
        return GLib.Variant('(ssss)', ('od-test', 'Omnidesk', '1', '1.2'))

    def check(self, condition, words):
        if not condition:
            self.faults.append(words)

    def do_Notify(self, app, replaces, icon, summary, body, actions, hints, timeout):
        if self.is_stalling:
            self.is_stalling = False
            os.kill(os.getpid(), signal.SIGSTOP)
        can = self.capabilities
        self.check(summary and '\n' not in summary and len(summary) < 300, f'summary: {summary[:80]!r}')
        self.check('body' in can or not body, 'a body is shown nowhere')
        self.check(not actions or 'actions' in can, 'actions without the capability')
        self.check(len(actions) % 2 == 0 and all(actions), 'actions come in pairs')
        self.check('inline-reply' not in actions[::2] or 'inline-reply' in can, 'no field for text here')
        self.check(replaces == 0 or replaces in self.shown, f'replaces {replaces}, which is not shown')
        self.check(hints.get('urgency') in (0, 1, 2), f'urgency: {hints.get("urgency")!r}')
        if 'body-markup' in can:
            try:
                GLib.markup_escape_text(body, -1)
                from xml.dom.minidom import parseString
                parseString(f'<b>{body}</b>')
            except Exception:
                self.check(False, f'body: {body[:80]!r}')
        number = replaces or self.next
        self.next += not replaces
        row = {'id': number, 'app': app, 'icon': icon, 'summary': summary, 'body': body, 'replaces': replaces, 'timeout': timeout,
               'actions': dict(zip(actions[::2], actions[1::2])),
               'hints': {k: v if isinstance(v, (str, int, bool, float)) else type(v).__name__ for k, v in hints.items()}}
        self.shown[number] = row
        self.log.append(row)
        return GLib.Variant('(u)', (number,))

    def do_CloseNotification(self, number):
        self.close(number, 3)

    def emit(self, name, value):
        self.bus.emit_signal(None, PATH, NAME, name, value)

    def close(self, number, reason):
        if self.shown.pop(number, None) is not None:
            self.emit('NotificationClosed', GLib.Variant('(uu)', (number, reason)))

    # ---- what keeps notifications of programs that are gone

    def do_AddNotification(self, application, number, notification):
        self.kept[number] = {'application': application, **{k: v for k, v in notification.items() if k != 'icon'}}

    def do_RemoveNotification(self, _application, number):
        self.kept.pop(number, None)

    def do_Click(self, number, button):
        row = self.kept.pop(number)
        if button:
            chosen = next(x for x in row['buttons'] if x['action'] == button)
            action, target = chosen['action'], chosen.get('target')
        else:
            action, target = row['default-action'], row.get('default-action-target')
        assert action.startswith('app.'), action
        path = '/' + row['application'].replace('.', '/').replace('-', '_')
        targets = [GLib.Variant('x', target)] if target is not None else []
        self.bus.call(row['application'], path, 'org.freedesktop.Application', 'ActivateAction',
                      GLib.Variant('(sava{sv})', (action[len('app.'):], targets, {})), None, Gio.DBusCallFlags.NONE, -1, None, None)

    # ---- a test

    def do_List(self):
        return GLib.Variant('(s)', (json.dumps({'shown': list(self.shown.values()), 'log': self.log, 'faults': self.faults, 'kept': self.kept}),))

    def do_Invoke(self, number, action):
        assert action in self.shown[number]['actions'], f'no button {action}'
        self.emit('ActivationToken', GLib.Variant('(us)', (number, 'token-1')))
        self.emit('ActionInvoked', GLib.Variant('(us)', (number, action)))
        self.close(number, 2)

    def do_Reply(self, number, text):
        assert 'inline-reply' in self.shown[number]['actions'], 'no field for text'
        self.emit('NotificationReplied', GLib.Variant('(us)', (number, text)))
        self.close(number, 2)

    def do_ReplyLate(self, number, text):
        assert number < self.next, 'there never was one'
        self.emit('NotificationReplied', GLib.Variant('(us)', (number, text)))

    def do_Stall(self):
        self.is_stalling = True

    def do_Close(self, number, reason):
        self.close(number, reason)

    def do_Inhibit(self, is_inhibited):
        self.is_inhibited = is_inhibited
        self.bus.emit_signal(None, PATH, 'org.freedesktop.DBus.Properties', 'PropertiesChanged',
                             GLib.Variant('(sa{sv}as)', (NAME, {'Inhibited': GLib.Variant('b', is_inhibited)}, [])))


if __name__ == '__main__':
    arguments = sys.argv[1:]
    Server([x for x in arguments if x != '--gtk'] or DEFAULT, '--gtk' in arguments)
    GLib.MainLoop().run()
