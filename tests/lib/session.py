#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop session for one test, and nothing of the machine's own.

usage: session.py [--geometry WxH] [--window-manager PROGRAM] [--no-display] -- COMMAND [ARGUMENT …]

Runs COMMAND with a private X server, a private session bus on which nothing but the
accessibility bus starts by itself, and a home, a runtime and a temporary folder that vanish
afterwards. Its exit status is COMMAND's. Everything that was started is ended by process id,
also what a bus has activated, and also when this script itself is killed.
"""
import argparse
import ctypes
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <keep_umask/>
  <listen>unix:path={folder}/bus</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{folder}/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

A11Y_SERVICE = """[D-BUS Service]
Name=org.a11y.Bus
Exec={launcher} --launch-immediately
"""

# What a program "opens" starts nothing: no browser, no viewer, no mail.
OPENER = """[Desktop Entry]
Type=Application
Name=Nothing
Exec=true %u
NoDisplay=true
MimeType={types};
"""
OPENED = ('x-scheme-handler/http', 'x-scheme-handler/https', 'x-scheme-handler/mailto', 'text/html', 'inode/directory')

LAUNCHERS = ('/usr/libexec/at-spi-bus-launcher', '/usr/lib/at-spi2-core/at-spi-bus-launcher')
DROPPED = ('DBUS_SESSION_BUS_ADDRESS', 'AT_SPI_BUS_ADDRESS', 'WAYLAND_DISPLAY', 'DISPLAY', 'XAUTHORITY', 'SESSION_MANAGER',
           'DESKTOP_SESSION', 'XDG_CURRENT_DESKTOP', 'GTK_THEME', 'http_proxy', 'https_proxy', 'all_proxy',
           'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY')

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent():
    """Runs in a child before its program: when this process goes, however it goes, so does the child."""
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def descendants(pid):
    found = []
    for task in pathlib.Path(f'/proc/{pid}/task').glob('*/children'):
        try:
            children = [int(x) for x in task.read_text().split()]
        except OSError:
            continue
        for child in children:
            found += [child, *descendants(child)]
    return found


class Session:
    """A context manager: inside it, `env` is what a program of the session needs in its environment.

    `folder` is the session's temporary folder; `display` and `bus` can be switched off.
    """

    def __init__(self, geometry='1280x800', display=True, bus=True, window_manager=None):
        self.geometry, self.with_display, self.with_bus, self.window_manager = geometry, display, bus, window_manager
        self.folder = None
        self.env = {}
        self.children = []

    def __enter__(self):
        libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='od-'))
        try:
            self._make_home()
            if self.with_bus:
                self._start_bus()
            if self.with_display:
                self._start_display()
            if self.window_manager:
                self.popen([self.window_manager], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, *_unused):
        for child in reversed(self.children):
            if child.poll() is None:
                child.terminate()
                try:
                    child.wait(5)
                except subprocess.TimeoutExpired:
                    child.kill()
                    child.wait()
        # What a bus activated is ours too (we are its subreaper): ask, then insist.
        for number in (signal.SIGTERM, signal.SIGKILL):
            for pid in descendants(os.getpid()):
                try:
                    os.kill(pid, number)
                except OSError:
                    pass
            if number == signal.SIGTERM:
                self._reap(2)
        shutil.rmtree(self.folder, ignore_errors=True)

    @staticmethod
    def _reap(seconds):
        signal.signal(signal.SIGALRM, lambda *_unused: (_ for _ in ()).throw(TimeoutError))
        signal.alarm(seconds)
        try:
            while True:
                os.waitpid(-1, 0)
        except (ChildProcessError, TimeoutError):
            pass
        finally:
            signal.alarm(0)

    def _make_home(self):
        home = self.folder / 'home'
        paths = {'HOME': home, 'XDG_CONFIG_HOME': home / '.config', 'XDG_DATA_HOME': home / '.local/share',
                 'XDG_CACHE_HOME': home / '.cache', 'XDG_STATE_HOME': home / '.local/state',
                 'XDG_RUNTIME_DIR': self.folder / 'run', 'TMPDIR': self.folder / 'tmp'}
        for path in paths.values():
            path.mkdir(parents=True, mode=0o700, exist_ok=True)
        programs = paths['XDG_DATA_HOME'] / 'applications'
        programs.mkdir()
        (programs / 'nothing.desktop').write_text(OPENER.format(types=';'.join(OPENED)))
        (paths['XDG_CONFIG_HOME'] / 'mimeapps.list').write_text(
            '[Default Applications]\n' + ''.join(f'{x}=nothing.desktop\n' for x in OPENED))
        self.env = {k: v for k, v in os.environ.items() if k not in DROPPED}
        self.env.update({k: str(v) for k, v in paths.items()})
        self.env.update(GSETTINGS_BACKEND='memory', GIO_USE_VFS='local', GIO_USE_PROXY_RESOLVER='dummy',
                        NO_PROXY='127.0.0.1,localhost', no_proxy='127.0.0.1,localhost',
                        GDK_BACKEND='x11', GSK_RENDERER='cairo', GTK_A11Y='atspi', NO_AT_BRIDGE='0', ADW_DISABLE_PORTAL='1',
                        GTK_USE_PORTAL='0')
        self.env.setdefault('LANG', 'C.UTF-8')

    def _start_bus(self):
        services = self.folder / 'services'
        services.mkdir()
        launcher = next((x for x in LAUNCHERS if os.path.exists(x)), None)
        if launcher is not None:
            (services / 'org.a11y.Bus.service').write_text(A11Y_SERVICE.format(launcher=launcher))
        config = self.folder / 'bus.conf'
        config.write_text(BUS_CONFIG.format(folder=self.folder))
        # A desktop without a system bus is normal here; nothing may wait for one.
        self.env.setdefault('DBUS_SYSTEM_BUS_ADDRESS', f'unix:path={self.folder}/no-system-bus')
        daemon = self.popen(['dbus-daemon', f'--config-file={config}', '--nofork', '--print-address=1'],
                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        address = daemon.stdout.readline().strip()
        if not address:
            raise RuntimeError('the session bus did not start')
        self.env['DBUS_SESSION_BUS_ADDRESS'] = address

    def _start_display(self):
        read_end, write_end = os.pipe()
        with open(self.folder / 'xvfb.log', 'wb') as log:
            server = self.popen(['Xvfb', '-displayfd', str(write_end), '-screen', '0', self.geometry + 'x24',
                                 '-nolisten', 'tcp', '-dpi', '96', '-noreset'],
                                stdout=log, stderr=log, pass_fds=(write_end,))
        os.close(write_end)
        with os.fdopen(read_end) as pipe:
            number = pipe.readline().strip()
        if not number:
            server.wait()
            raise RuntimeError('Xvfb did not start: ' + (self.folder / 'xvfb.log').read_text(errors='replace'))
        self.env['DISPLAY'] = ':' + number
        # Letters that have a key are typed reliably; those that must borrow one get lost now and then.
        if shutil.which('setxkbmap'):
            self.popen(['setxkbmap', '-layout', 'us,ru']).wait()

    def popen(self, argv, **options):
        """Starts a program of the session; it is ended, at the latest, with the session."""
        options.setdefault('stdin', subprocess.DEVNULL)
        env = {**self.env, **options.pop('env', {})}
        child = subprocess.Popen(argv, env=env, preexec_fn=die_with_parent, **options)
        self.children.append(child)
        return child


def main():
    parser = argparse.ArgumentParser(description='Runs a command in a desktop session of its own.')
    parser.add_argument('--geometry', default='1280x800')
    parser.add_argument('--window-manager', help='a window manager to start, for what needs one')
    parser.add_argument('--no-display', action='store_true', help='a bus and a home only')
    parser.add_argument('command', nargs=argparse.REMAINDER)
    options = parser.parse_args()
    command = options.command[1:] if options.command[:1] == ['--'] else options.command
    if not command:
        parser.error('no command')

    def ended(number, _frame):
        raise SystemExit(128 + number)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, ended)
    with Session(options.geometry, display=not options.no_display, window_manager=options.window_manager) as session:
        child = session.popen(command)
        status = child.wait()
    return 128 - status if status < 0 else status


if __name__ == '__main__':
    sys.exit(main())
