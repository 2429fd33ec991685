#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: po/update.sh [--pot FILE]
#
# Rewrites po/POTFILES (every file with a string for people, sorted), extracts the strings, and
# merges them into each language of po/LINGUAS. What is left to translate is counted at the end.
# With --pot only the extracted strings are written, to FILE, and nothing else is touched.
set -eu
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8

list_files () {
  # Strings for people: _() N_() C_() ngettext() in C, translatable="yes" in interface files,
  # and the files that a desktop reads.
  {
    grep -rlE '(^|[^A-Za-z0-9_])(_|N_|C_|Q_|NC_|g?_?n?gettext|g_dpgettext2?) \("' src --include='*.c' --include='*.h' || true
    [ ! -d ui ] || grep -rlE 'translatable="(yes|true)"' ui --include='*.ui' || true
    ls com.example.Omnidesk.metainfo.xml data/com.example.Omnidesk.desktop.in data/com.example.Omnidesk.gschema.xml
  } | sort -u
}

extract () {
  xgettext --files-from="$1" --directory=. --output="$2" --from-code=UTF-8 --add-comments=TRANSLATORS \
    --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 --keyword=ngettext:1,2 \
    --keyword=g_dngettext:2,3 --keyword=g_dcgettext:2 --keyword=g_dpgettext2:2c,3 \
    --flag=_:1:pass-c-format --flag=N_:1:pass-c-format --flag=C_:2:pass-c-format --flag=ngettext:1:pass-c-format \
    --flag=ngettext:2:pass-c-format --flag=g_strdup_printf:1:c-format --flag=g_string_append_printf:2:c-format \
    --flag=g_error_new:3:c-format --flag=g_set_error:4:c-format --flag=g_print:1:c-format --flag=g_printerr:1:c-format \
    --package-name=omnidesk --copyright-holder='The Omnidesk authors' --no-location --sort-output --no-wrap
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
list_files > "$work/POTFILES"

if [ "${1:-}" = --files ]; then
  cat "$work/POTFILES"
  exit 0
fi
extract "$work/POTFILES" "$work/omnidesk.pot"
# Without a date two people's changes to a language do not meet in its header.
sed -i 's/^"POT-Creation-Date:.*/"POT-Creation-Date: 2026-01-01 00:00+0000\\n"/' "$work/omnidesk.pot"
if [ "${1:-}" = --pot ]; then
  cp "$work/omnidesk.pot" "$2"
  exit 0
fi

{ echo '# Written by po/update.sh.'; cat "$work/POTFILES"; } > po/POTFILES
grep -v '^#' po/LINGUAS | while read -r language; do
  po=po/$language.po
  if [ ! -e "$po" ]; then
    msginit --no-translator --locale="$language" --input="$work/omnidesk.pot" --output="$po"
  fi
  msgmerge --quiet --update --backup=none --no-fuzzy-matching --no-location --sort-output --no-wrap "$po" "$work/omnidesk.pot"
  msgattrib --no-obsolete --no-location --sort-output --no-wrap --output-file="$po" "$po"
  printf '%s: ' "$language"
  msgfmt --check --statistics --output-file=/dev/null "$po"
done
