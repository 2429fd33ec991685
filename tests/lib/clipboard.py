#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Offers standard input on the clipboard as one media type, says "ready", and stays until it is killed.

usage: clipboard.py text/uri-list < FILE
"""
import sys

import gi

gi.require_version('Gdk', '4.0')
gi.require_version('Gtk', '4.0')
from gi.repository import Gdk, GLib, Gtk  # noqa: E402  the versions come first

Gtk.init()
clipboard = Gdk.Display.get_default().get_clipboard()
clipboard.set_content(Gdk.ContentProvider.new_for_bytes(sys.argv[1], GLib.Bytes.new(sys.stdin.buffer.read())))
Gdk.Display.get_default().sync()
print('ready', flush=True)
GLib.MainLoop().run()
