# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034
# Read by run.sh and test.sh: which packages of Debian are needed, and how they get here.

# To build; the README has the same list, and a check compares the two.
build_packages='gcc libc6-dev meson ninja-build pkgconf gettext desktop-file-utils libglib2.0-dev libgtk-4-dev libadwaita-1-dev
libgdk-pixbuf-2.0-dev libseccomp-dev libsoup-3.0-dev libjson-glib-dev libsqlite3-dev libnotify-dev libsecret-1-dev libstemmer-dev libmd4c-dev libenchant-2-dev libical-dev libphonenumber-dev g++ libgstreamer1.0-dev libxml2-utils'

# To run, besides what the above bring along: icons, emoji, TLS, a session bus, GTK in a browser.
run_packages='adwaita-icon-theme fonts-noto-color-emoji glib-networking gsettings-desktop-schemas dbus-daemon libgtk-4-bin webp-pixbuf-loader
libgtk-4-media-gstreamer gstreamer1.0-plugins-good'

# To test: a private screen, the accessibility bus, a browser, the second compiler and its tools.
test_packages='xvfb xauth xkb-data x11-xkb-utils x11-utils xdotool imagemagick at-spi2-core gir1.2-atspi-2.0 gir1.2-gtk-4.0 gir1.2-adw-1
openbox dunst gstreamer1.0-tools poppler-utils python3 python3-gi python3-websocket chromium clang clang-format mold appstream fonts-dejavu-core locales procps dbus-bin git gnome-keyring hunspell-en-us hunspell-ru'

# install_missing PACKAGE…: asks nothing; says what it does; needs root, or sudo, only if something is missing.
install_missing () {
  local package missing=()
  for package in "$@"; do
    # "install ok installed", also where another package provides it under this name
    dpkg-query --show --showformat='${db:Status-Status}\n' "$package" 2> /dev/null | grep -qx installed || missing+=("$package")
  done
  if [ ${#missing[@]} -eq 0 ]; then
    return 0
  fi
  echo "Installing what is missing: ${missing[*]}"
  local become=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo > /dev/null; then
      echo "This needs root: apt-get install ${missing[*]}" >&2
      return 1
    fi
    become=(sudo)
  fi
  "${become[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 update < /dev/null
  "${become[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 \
    install --no-install-recommends "${missing[@]}" < /dev/null > /dev/null
}

# Debian's own meson runs on Debian's own Python, whatever else stands first in PATH.
meson=meson
if [ -x /usr/bin/meson ]; then
  meson=/usr/bin/meson
fi
