#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: check-ui.py ROOT

Fails if an interface file under ui/ names a type, a property, a value, a signal or an object
that does not exist, binds a template to a type that no source defines, is not part of a
resource, or has a control that a screen reader cannot name. Skipped without GTK's bindings.

Our own types are known by their G_DEFINE_*TYPE (…, PARENT) lines, and their properties by the
names that stand in g_param_spec_*() calls of the same file; everything else is asked of GTK.
"""
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

try:
    import gi
    gi.require_version('Gtk', '4.0')
    gi.require_version('Adw', '1')
    from gi.repository import Adw, Gdk, Gio, GObject, Gtk, Pango
except (ImportError, ValueError) as error:
    print(f'skipped: the bindings of GTK 4 and libadwaita are not installed ({error})')
    sys.exit(77)

PREFIXES = {'Gtk': Gtk, 'Adw': Adw, 'G': Gio, 'Gdk': Gdk, 'Pango': Pango}
# Objects that a builder makes of a text, so that it need not be the id of one.
FROM_TEXT = ('GdkPixbuf', 'GdkTexture', 'GdkPaintable', 'GFile', 'GtkShortcutTrigger', 'GtkShortcutAction')

DEFINE = re.compile(r'G_DEFINE_(?:ABSTRACT_|FINAL_)?TYPE(?:_WITH_CODE|_WITH_PRIVATE)?\s*\(\s*(\w+),\s*\w+,\s*(\w+)')
PARAM = re.compile(r'g_param_spec_\w+\s*\(\s*"([\w-]+)"')
SIGNAL = re.compile(r'g_signal_new\w*\s*\(\s*"([\w-]+)"')

# Controls that say nothing by themselves: their accessible label must be written.
NEED_LABEL = {'GtkTextView', 'GtkListView', 'GtkGridView', 'GtkListBox', 'GtkFlowBox', 'GtkColumnView', 'GtkEntry', 'GtkText',
              'GtkSearchEntry', 'GtkPasswordEntry', 'GtkDropDown', 'GtkComboBoxText', 'GtkSwitch', 'GtkScale', 'GtkSpinButton',
              'GtkProgressBar', 'GtkLevelBar', 'GtkPicture', 'GtkStackSwitcher'}
BUTTONS = {'GtkButton', 'GtkToggleButton', 'GtkMenuButton', 'GtkCheckButton', 'GtkLinkButton', 'AdwSplitButton'}
NAMING_PROPERTIES = {'label', 'labelled-by'}


def lineage(gtype):
    while gtype.name != 'void':
        yield gtype
        if gtype.name == 'GObject':
            return
        gtype = gtype.parent


class Types:
    """What is known of a class by its name: GTK's by introspection, ours by the sources."""

    def __init__(self, src):
        self.parents, self.properties, self.signals = {}, {}, {}
        for path in src.rglob('*.c'):
            text = path.read_text(encoding='utf-8')
            for name, parent in DEFINE.findall(text):
                self.parents[name] = self.camel(parent)
                self.properties[name] = set(PARAM.findall(text))
                self.signals[name] = set(SIGNAL.findall(text))

    @staticmethod
    def camel(macro):
        """GTK_TYPE_WIDGET → GtkWidget"""
        return ''.join(x.capitalize() for x in macro.replace('_TYPE_', '_').split('_'))

    @staticmethod
    def gtype(name):
        for prefix in sorted(PREFIXES, key=len, reverse=True):
            if name.startswith(prefix):
                found = getattr(PREFIXES[prefix], name[len(prefix):], None) or getattr(GObject, name[len(prefix):], None)
                if found is not None and hasattr(found, '__gtype__'):
                    return found.__gtype__
        return None

    def chain(self, name):
        """The class and its own ancestors, up to and with the first that is GTK's."""
        names = [name]
        while names[-1] in self.parents:
            names.append(self.parents[names[-1]])
        return names

    def exists(self, name):
        return name in self.parents or self.gtype(name) is not None

    def base(self, name):
        return self.chain(name)[-1]

    def has_own_property(self, name, prop):
        return any(prop in self.properties.get(x, ()) for x in self.chain(name))

    def pspec(self, name, prop):
        gtype = self.gtype(self.base(name))
        if gtype is None:
            return None
        return next((x for x in gtype.pytype.list_properties() if x.name == prop), None)

    def has_signal(self, name, signal):
        signal = signal.split('::')[0]
        if any(signal in self.signals.get(x, ()) for x in self.chain(name)):
            return True
        gtype = self.gtype(self.base(name))
        return gtype is not None and signal in self.all_signals(gtype)

    @staticmethod
    def all_signals(gtype):
        names = []
        if gtype.is_classed():
            GObject.type_class_ref(gtype)  # signals exist once the class does
        for each in [*gtype.interfaces, *lineage(gtype)]:
            names += [x.replace('_', '-') for x in GObject.signal_list_names(each)]
        return names


class Checker:
    def __init__(self, rel, types):
        self.rel, self.types, self.bad = rel, types, []
        self.builder = Gtk.Builder()

    def say(self, words):
        self.bad.append(f'{self.rel}: {words}')

    def check(self, tree):
        self.ids = {x.get('id') for x in tree.iter() if x.get('id')}
        for element in tree.iter():
            if element.tag == 'template':
                self.check_template(element)
            if element.tag in ('object', 'template'):
                self.check_object(element, element.get('class'))
        return self.bad

    def check_template(self, element):
        name, parent = element.get('class'), element.get('parent')
        if name not in self.types.parents and name != 'GtkListItem':
            self.say(f'template {name}: no source defines this type')
        elif name != 'GtkListItem' and self.types.parents[name] != parent:
            self.say(f'template {name}: its parent is {self.types.parents[name]}, not {parent}')

    def check_object(self, element, name):
        if not self.types.exists(name):
            self.say(f'{name}: no such type')
            return
        for prop in element.findall('property'):
            self.check_property(name, prop)
        for signal in element.findall('signal'):
            if not self.types.has_signal(name, signal.get('name')):
                self.say(f'{name}: no signal {signal.get("name")}')
        self.check_label(element, name)

    def check_property(self, name, prop):
        label = prop.get('name').replace('_', '-')
        if self.types.has_own_property(name, label):
            return
        pspec = self.types.pspec(name, label)
        if pspec is None:
            self.say(f'{name}: no property {label}')
            return
        if len(prop) > 0 or prop.get('bind-source'):
            return
        text = (prop.text or '').strip()
        kind = pspec.value_type
        if kind.name not in FROM_TEXT and (kind.is_a(GObject.TYPE_OBJECT) or kind.is_a(GObject.TYPE_INTERFACE)):
            if text not in self.ids:
                self.say(f'{name}.{label}: no object {text!r}')
            return
        try:
            good, _value = self.builder.value_from_string_type(pspec.value_type, text)
        except Exception as problem:  # GLib.Error: the words of GTK
            self.say(f'{name}.{label}: {getattr(problem, "message", problem)}')
            return
        if not good:
            self.say(f'{name}.{label}: {text!r} is no value for it')

    def check_label(self, element, name):
        base = self.types.base(name)
        props = {x.get('name').replace('_', '-'): x for x in element.findall('property')}
        is_button = base in BUTTONS and ('icon-name' in props or ('label' not in props and 'child' not in props
                                                                  and element.find('child') is None))
        if not (is_button or base in NEED_LABEL) or element.tag == 'template' or name in self.types.parents:
            return
        accessible = {x.get('name') for a in element.findall('accessibility') for x in a}
        role = (props['accessible-role'].text or '') if 'accessible-role' in props else ''
        if not accessible & NAMING_PROPERTIES and role not in ('presentation', 'none'):
            self.say(f'{name} {element.get("id") or ""}: no accessible label')


def main(root):
    bad = []
    types = Types(root / 'src')
    resource = root / 'ui' / 'omnidesk.gresource.xml'
    listed = resource.read_text(encoding='utf-8') if resource.exists() else ''
    files = sorted((root / 'ui').rglob('*.ui'))
    for path in files:
        rel = path.relative_to(root)
        try:
            tree = ElementTree.parse(path)
        except ElementTree.ParseError as problem:
            bad.append(f'{rel}: {problem}')
            continue
        if path.relative_to(root / 'ui').as_posix() + '<' not in listed:
            bad.append(f'{rel}: is not in ui/omnidesk.gresource.xml')
        bad += Checker(rel, types).check(tree)
    print('\n'.join(bad) or f'{len(files)} interface files')
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
