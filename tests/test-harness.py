#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts that the journeys stand on: session, accessibility driver, browser, bad network, pictures."""
import http.server
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / 'lib'))

import faulty_proxy  # noqa: E402
import tap  # noqa: E402
import wait  # noqa: E402

GREETING = 'Здравствуйте 👋 — où est ma commande?'


class Site(http.server.BaseHTTPRequestHandler):
    """A page with a field; /said counts what was posted."""
    said = []

    def do_GET(self):
        self.answer('<!doctype html><meta charset=utf-8><title>t</title><input id=i><p id=p></p>')

    def do_POST(self):
        Site.said.append(self.rfile.read(int(self.headers['Content-Length'])))
        self.answer('taken')

    def answer(self, text):
        self.send_response(200)
        self.send_header('Content-Type', 'text/html')
        self.send_header('Content-Length', str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_unused):
        pass


def fetch(port, data=None, seconds=5):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f'http://127.0.0.1:{port}/', data, seconds) as answer:
        return answer.read()


def test_session():
    assert os.environ['HOME'].startswith(tempfile.gettempdir().rsplit('/', 1)[0])
    with open(f'/proc/{os.getppid()}/cmdline', 'rb') as file:
        assert b'session.py' in file.read(), 'run me by session.py'
    names = subprocess.run(['dbus-send', '--print-reply', '--dest=org.freedesktop.DBus', '/', 'org.freedesktop.DBus.ListActivatableNames'],
                           stdout=subprocess.PIPE, text=True, check=True).stdout
    assert names.count('string "') == 2, names  # the bus itself and the accessibility bus


def test_session_ends_everything():
    """Also what a bus activated, and also after SIGKILL of the session's own process."""
    script = 'import a11y; a11y.wake_bus(); print(os.environ["HOME"], flush=True); signal.pause()'
    with tempfile.TemporaryDirectory() as folder:
        command = f'import os, signal, sys; sys.path.insert(0, {str(HERE / "lib")!r}); {script}'
        child = subprocess.Popen([sys.executable, HERE / 'lib' / 'session.py', '--', sys.executable, '-c', command],
                                 stdout=subprocess.PIPE, text=True, env={**os.environ, 'TMPDIR': folder})
        home = child.stdout.readline().strip()
        assert home.startswith(folder), home

        def using_it():
            run = subprocess.run(['pgrep', '-f', folder], stdout=subprocess.PIPE, text=True, check=False)
            return [x for x in run.stdout.split() if int(x) != os.getpid()]

        assert using_it()
        child.kill()
        child.wait()
        wait.until(lambda: not using_it(), 10, 'the end of all processes')


def test_a11y():
    import a11y  # needs the session
    app = a11y.App([sys.executable, HERE / 'lib' / 'sample_window.py'], 'com.example.Omnidesk.Sample', prgname='sample-window')
    reply = app.get('text', 'Reply')
    reply.set_text(GREETING)
    assert reply.text == GREETING
    app.get('push button', 'Send').do('click')
    app.get('label', 'sent: ' + GREETING)
    assert reply.text == ''
    app.click(reply)
    wait.until(lambda: reply.has_state('FOCUSED'), 5, 'the focus')
    app.type('Ответ 1042')
    wait.until(lambda: reply.text == 'Ответ 1042', 10, 'typed text')
    import shots
    assert shots.n_colours(shots.take(os.environ['TMPDIR'] + '/screen.png')) > 10
    app.stop()


def test_browser():
    try:
        import cdp
    except ImportError as problem:
        raise tap.Skip(problem) from None
    if shutil.which('chromium') is None:
        raise tap.Skip('chromium is not installed')
    with site() as port, cdp.Browser() as browser:
        url = f'http://127.0.0.1:{port}/'
        page, other = browser.new_page(url), browser.new_page(url, locale='ru')
        page.click('document.querySelector("#i")')
        page.type(GREETING)
        page.press('Backspace')
        assert page.wait('document.querySelector("#i").value') == GREETING[:-1]
        page.evaluate('setTimeout(() => document.querySelector("#p").textContent = "done", 50); localStorage.x = "1"')
        page.wait('document.querySelector("#p").textContent == "done"')
        assert other.evaluate('localStorage.x') is None, 'two visitors share their storage'
        assert other.evaluate('navigator.language') == 'ru'
        page.reload()
        assert page.evaluate('localStorage.x') == '1'
        page.network(offline=True)
        assert page.evaluate('fetch("/").then(() => "through", () => "failed")') == 'failed'
        page.network()
        assert page.evaluate('fetch("/").then(() => "through", () => "failed")') == 'through'
        assert page.problems == []
        page.evaluate('setTimeout(() => { throw new Error("seen") })')
        wait.until(lambda: page.evaluate('1') and page.problems, 5, 'the error of the page')
        page.screenshot(os.environ['TMPDIR'] + '/page.png')


class site:
    """A small HTTP server while the block lasts; gives its port."""

    def __enter__(self):
        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Site)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        Site.said.clear()
        return self.server.server_port

    def __exit__(self, *_unused):
        self.server.shutdown()
        self.server.server_close()


def test_proxy():
    with site() as port, faulty_proxy.FaultyProxy(port, seed=7) as proxy:
        assert b'<title>' in fetch(proxy.port)
        proxy.is_refusing = True
        refused(proxy)
        proxy.is_refusing = False
        proxy.hold()
        answers = []
        thread = threading.Thread(target=lambda: answers.append(fetch(proxy.port)))
        thread.start()
        wait.until(lambda: proxy.writers, 5, 'the connection')
        assert not answers
        proxy.release()
        thread.join(5)
        assert answers
        proxy.cut_after_bytes = 1
        refused(proxy)
        proxy.cut_after_bytes = 0
        proxy.duplicate_chance = 1.0
        fetch(proxy.port, b'once')
        wait.until(lambda: len(Site.said) == 2 or proxy.counts['duplicates'] == 1, 5, 'the repeated request')
        assert proxy.counts['cuts'] == 1


def refused(proxy):
    try:
        fetch(proxy.port)
    except (OSError, urllib.error.URLError):
        return
    raise AssertionError('it got through')


def test_proxy_frames():
    """Frames come out whole however they are cut, and only data frames are repeated."""
    head = b'GET /ws HTTP/1.1\r\nUpgrade: websocket\r\n\r\n'
    frames = [b'\x81\x03abc', b'\x89\x00', b'\x82\xfe\x01\x00MASK' + b'x' * 256, b'\x81\x7f' + (70000).to_bytes(8, 'big') + b'y' * 70000]
    stream = head + b''.join(frames)
    for step in (1, 7, 1000, len(stream)):
        splitter, pieces = faulty_proxy.FrameSplitter(), []
        data = head if step < len(head) else b''
        pieces += list(splitter.feed(data)) if data else []
        for i in range(len(data), len(stream), step):
            pieces += list(splitter.feed(stream[i:i + step]))
        assert b''.join(x for x, _ in pieces) == stream
        assert [x for x, whole in pieces if whole] == [frames[0], frames[2], frames[3]]


if __name__ == '__main__':
    sys.exit(tap.run([
        ('a session of its own', test_session),
        ('a session ends everything', test_session_ends_everything),
        ('the accessibility driver', test_a11y),
        ('the browser', test_browser),
        ('the bad network', test_proxy),
        ('frames on the bad network', test_proxy_frames),
    ]))
