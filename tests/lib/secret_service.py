#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A key ring on the session bus that a test can lock, and that can refuse, hide or hang.

It is as strict as a real one: a secret of a locked item is an error, nothing is unlocked without a prompt that a person
answers, and it knows no encryption, which libsecret then does without. Says "ready" on standard output.
"""
import sys

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

ROOT = '/org/freedesktop/secrets'
RING = ROOT + '/collection/ring'
XML = '''<node>
<interface name="org.freedesktop.Secret.Service">
  <method name="OpenSession"><arg type="s" direction="in"/><arg type="v" direction="in"/><arg type="v" direction="out"/><arg type="o" direction="out"/></method>
  <method name="SearchItems"><arg type="a{ss}" direction="in"/><arg type="ao" direction="out"/><arg type="ao" direction="out"/></method>
  <method name="Unlock"><arg type="ao" direction="in"/><arg type="ao" direction="out"/><arg type="o" direction="out"/></method>
  <method name="Lock"><arg type="ao" direction="in"/><arg type="ao" direction="out"/><arg type="o" direction="out"/></method>
  <method name="GetSecrets"><arg type="ao" direction="in"/><arg type="o" direction="in"/><arg type="a{o(oayays)}" direction="out"/></method>
  <method name="ReadAlias"><arg type="s" direction="in"/><arg type="o" direction="out"/></method>
  <property name="Collections" type="ao" access="read"/>
</interface>
<interface name="org.freedesktop.Secret.Collection">
  <method name="CreateItem"><arg type="a{sv}" direction="in"/><arg type="(oayays)" direction="in"/><arg type="b" direction="in"/><arg type="o" direction="out"/><arg type="o" direction="out"/></method>
  <method name="SearchItems"><arg type="a{ss}" direction="in"/><arg type="ao" direction="out"/></method>
  <property name="Items" type="ao" access="read"/><property name="Label" type="s" access="read"/>
  <property name="Locked" type="b" access="read"/><property name="Created" type="t" access="read"/><property name="Modified" type="t" access="read"/>
</interface>
<interface name="org.freedesktop.Secret.Item">
  <method name="GetSecret"><arg type="o" direction="in"/><arg type="(oayays)" direction="out"/></method>
  <method name="Delete"><arg type="o" direction="out"/></method>
  <property name="Locked" type="b" access="read"/><property name="Attributes" type="a{ss}" access="read"/>
  <property name="Label" type="s" access="read"/><property name="Created" type="t" access="read"/><property name="Modified" type="t" access="read"/>
</interface>
<interface name="org.freedesktop.Secret.Session"><method name="Close"/></interface>
<interface name="org.freedesktop.Secret.Prompt">
  <method name="Prompt"><arg type="s" direction="in"/></method><method name="Dismiss"/>
  <signal name="Completed"><arg type="b"/><arg type="v"/></signal>
</interface>
<interface name="com.example.Omnidesk.Test">
  <method name="Set"><arg type="s" direction="in"/></method>
  <method name="CountPrompts"><arg type="u" direction="out"/></method>
</interface>
</node>'''
LOCKED = 'org.freedesktop.Secret.Error.IsLocked'


class Ring:
    def __init__(self, bus):
        self.bus = bus
        self.interfaces = {x.name: x for x in Gio.DBusNodeInfo.new_for_xml(XML).interfaces}
        self.items, self.held, self.n_made, self.n_prompts = {}, [], 0, 0
        self.is_locked = self.is_hidden = self.refuses = self.hangs = False
        self.answer = 'yes'
        for name, path in (('Service', ROOT), ('Collection', RING), ('Collection', ROOT + '/aliases/default'),
                           ('Session', ROOT + '/session/1')):
            self.export('org.freedesktop.Secret.' + name, path)
        self.export('com.example.Omnidesk.Test', ROOT)

    def export(self, interface, path):
        return self.bus.register_object(path, self.interfaces[interface], self.call, self.get, None)

    def get(self, _bus, _sender, path, _interface, name):
        item = self.items.get(path)
        values = {'Collections': ('ao', [RING]), 'Items': ('ao', list(self.items)), 'Locked': ('b', self.is_locked), 'Created': ('t', 1),
                  'Modified': ('t', 1), 'Label': ('s', item['label'] if item else 'Ring'), 'Attributes': ('a{ss}', item['attributes'] if item else {})}
        return GLib.Variant(*values[name])

    def call(self, _bus, _sender, path, interface, method, arguments, invocation):
        if interface != 'com.example.Omnidesk.Test':
            if self.hangs:
                self.held.append(invocation)
                return
            if self.refuses:
                invocation.return_dbus_error('org.freedesktop.DBus.Error.AccessDenied', 'No')
                return
        getattr(self, 'do_' + method)(path, arguments.unpack(), invocation)

    @staticmethod
    def reply(invocation, kind, *values):
        invocation.return_value(GLib.Variant(kind, values))

    def do_Set(self, _path, arguments, invocation):
        for word in arguments[0].split():
            if word in ('yes', 'dismiss', 'never'):
                self.answer = word
            else:
                setattr(self, {'lock': 'is_locked', 'hide': 'is_hidden', 'refuse': 'refuses', 'hang': 'hangs'}[word.lstrip('-')], not word.startswith('-'))
        invocation.return_value(None)

    def do_CountPrompts(self, _path, _arguments, invocation):
        self.reply(invocation, '(u)', self.n_prompts)

    def do_OpenSession(self, _path, arguments, invocation):
        if arguments[0] != 'plain':
            invocation.return_dbus_error('org.freedesktop.DBus.Error.NotSupported', 'Plain only')
        else:
            self.reply(invocation, '(vo)', GLib.Variant('s', ''), ROOT + '/session/1')

    def find(self, wanted):
        return [x for x, item in self.items.items() if wanted.items() <= item['attributes'].items()]

    def do_SearchItems(self, path, arguments, invocation):
        found = [] if self.is_locked and self.is_hidden else self.find(arguments[0])
        if path == RING:
            self.reply(invocation, '(ao)', found)
        else:
            self.reply(invocation, '(aoao)', [] if self.is_locked else found, found if self.is_locked else [])

    def do_ReadAlias(self, _path, arguments, invocation):
        self.reply(invocation, '(o)', RING if arguments[0] == 'default' else '/')

    def do_Unlock(self, _path, arguments, invocation):
        if not self.is_locked:
            self.reply(invocation, '(aoo)', arguments[0], '/')
            return
        self.n_made += 1
        path = f'{ROOT}/prompt/{self.n_made}'
        self.asked = arguments[0]
        self.export('org.freedesktop.Secret.Prompt', path)
        self.reply(invocation, '(aoo)', [], path)

    def do_Lock(self, _path, arguments, invocation):
        self.is_locked = True
        self.reply(invocation, '(aoo)', arguments[0], '/')

    def do_Prompt(self, path, _arguments, invocation):
        self.n_prompts += 1
        invocation.return_value(None)
        if self.answer == 'never':
            return
        is_dismissed = self.answer == 'dismiss'
        self.is_locked = is_dismissed
        result = GLib.Variant('ao', [] if is_dismissed else self.asked)
        self.bus.emit_signal(None, path, 'org.freedesktop.Secret.Prompt', 'Completed', GLib.Variant('(bv)', (is_dismissed, result)))

    def do_Dismiss(self, _path, _arguments, invocation):
        invocation.return_value(None)

    def do_Close(self, _path, _arguments, invocation):
        invocation.return_value(None)

    def do_CreateItem(self, _path, arguments, invocation):
        properties, secret, replaces = arguments
        if self.is_locked:
            invocation.return_dbus_error(LOCKED, 'Locked')
            return
        attributes = properties['org.freedesktop.Secret.Item.Attributes']
        same = [x for x in self.find(attributes) if replaces]
        self.n_made += 1
        path = same[0] if same else f'{RING}/{self.n_made}'
        if not same:
            self.export('org.freedesktop.Secret.Item', path)
        self.items[path] = {'attributes': attributes, 'label': properties.get('org.freedesktop.Secret.Item.Label', ''), 'secret': secret}
        self.reply(invocation, '(oo)', path, '/')

    def secret_of(self, path, session):
        _, parameters, value, kind = self.items[path]['secret']
        return (session, bytes(parameters), bytes(value), kind)

    def do_GetSecret(self, path, arguments, invocation):
        if self.is_locked:
            invocation.return_dbus_error(LOCKED, 'Locked')
        else:
            self.reply(invocation, '((oayays))', self.secret_of(path, arguments[0]))

    def do_GetSecrets(self, _path, arguments, invocation):
        found = {} if self.is_locked else {x: self.secret_of(x, arguments[1]) for x in arguments[0] if x in self.items}
        self.reply(invocation, '(a{o(oayays)})', found)

    def do_Delete(self, path, _arguments, invocation):
        self.items.pop(path, None)
        self.reply(invocation, '(o)', '/')


def main():
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    Ring(bus)
    loop = GLib.MainLoop()
    Gio.bus_own_name_on_connection(bus, 'org.freedesktop.secrets', Gio.BusNameOwnerFlags.NONE,
                                   lambda *_: print('ready', flush=True), lambda *_: loop.quit())
    loop.run()


if __name__ == '__main__':
    sys.exit(main())
