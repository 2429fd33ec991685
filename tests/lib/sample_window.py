#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A window with an entry, a button, a list and a label, for the test of the accessibility driver."""
import sys

import gi

gi.require_version('Gtk', '4.0')
from gi.repository import GLib, Gtk  # noqa: E402  the version comes first


def on_activate(app):
    window = Gtk.ApplicationWindow(application=app, title='Sample', default_width=400, default_height=300)
    box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=6)
    text = Gtk.TextView(vexpand=True)
    text.update_property([Gtk.AccessibleProperty.LABEL], ['Reply'])
    label = Gtk.Label(label='nothing yet')
    button = Gtk.Button(label='Send')

    def on_clicked(_button):
        buffer = text.get_buffer()
        label.set_text('sent: ' + buffer.get_text(buffer.get_start_iter(), buffer.get_end_iter(), False))
        buffer.set_text('', -1)

    button.connect('clicked', on_clicked)
    for child in (text, button, label):
        box.append(child)
    window.set_child(box)
    window.present()


GLib.set_prgname('sample-window')
application = Gtk.Application(application_id='com.example.Omnidesk.Sample')
application.connect('activate', on_activate)
sys.exit(application.run([]))
