#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Another program that has something to give: standard input, as one media type, on the clipboard or in a window to drag from.

It says "ready" and stays until it is killed.

usage: offer.py clipboard|window TYPE < FILE
"""
import sys

import gi

gi.require_version('Gdk', '4.0')
gi.require_version('Gtk', '4.0')
from gi.repository import Gdk, GLib, Gtk  # noqa: E402  the versions come first


def ready(*_unused):
    Gdk.Display.get_default().sync()
    print('ready', flush=True)


Gtk.init()
where, kind = sys.argv[1:]
content = Gdk.ContentProvider.new_for_bytes(kind, GLib.Bytes.new(sys.stdin.buffer.read()))
if where == 'clipboard':
    Gdk.Display.get_default().get_clipboard().set_content(content)
    ready()
else:
    label = Gtk.Label(label='Drag me')
    label.add_controller(Gtk.DragSource(content=content, actions=Gdk.DragAction.COPY))
    window = Gtk.Window(child=label, decorated=False, default_width=100, default_height=60)
    window.connect('map', ready)
    window.present()
GLib.MainLoop().run()
