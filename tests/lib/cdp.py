# SPDX-License-Identifier: GPL-3.0-or-later
"""A real browser for the journeys: Debian's Chromium without a window, driven by its DevTools protocol.

One socket carries all pages (flat sessions). Everything waits with a guard; a page's errors and
failed requests are kept in `problems`.
"""
import base64
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

import websocket

import wait

# No sandbox: the pages are our own, and a sandbox needs what containers and root often lack.
FLAGS = ('--headless=new', '--disable-gpu', '--no-first-run', '--no-default-browser-check', '--disable-background-networking',
         '--disable-component-update', '--disable-default-apps', '--disable-extensions', '--disable-sync', '--mute-audio',
         '--no-sandbox', '--disable-dev-shm-usage', '--no-proxy-server', '--hide-scrollbars', '--disable-features=DialMediaRouteProvider,Translate',
         '--disable-background-timer-throttling', '--disable-renderer-backgrounding', '--disable-backgrounding-occluded-windows',
         '--window-size=1000,760', '--remote-allow-origins=*', '--remote-debugging-port=0')

KEYS = {'Enter': ('Enter', 13, '\r'), 'Tab': ('Tab', 9, '\t'), 'Escape': ('Escape', 27, None), 'Backspace': ('Backspace', 8, None),
        'ArrowUp': ('ArrowUp', 38, None), 'ArrowDown': ('ArrowDown', 40, None), ' ': ('Space', 32, ' ')}
MODIFIERS = {'alt': 1, 'ctrl': 2, 'shift': 8}


class ProtocolError(AssertionError):
    """The browser said no, or the page threw."""


class Browser:
    """A context manager. `LANG_ACCEPT` of a page comes from its context: see new_page ()."""

    def __init__(self, seconds=30.0):
        self.seconds = seconds
        self.n_calls = 0
        self.pages = {}

    def __enter__(self):
        program = shutil.which('chromium') or shutil.which('chromium-browser')
        if program is None:
            raise FileNotFoundError('chromium is not installed')
        self.folder = tempfile.mkdtemp(prefix='od-browser-')
        flags = [*FLAGS, f'--user-data-dir={self.folder}']
        # Without a session bus: Chromium would wake portals and the key ring.
        env = {k: v for k, v in os.environ.items() if k != 'DBUS_SESSION_BUS_ADDRESS'}
        self.process = subprocess.Popen([program, *flags, 'about:blank'], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, env=env, start_new_session=True)
        try:
            port_file = pathlib.Path(self.folder, 'DevToolsActivePort')
            port, path = wait.until(lambda: port_file.exists() and len(port_file.read_text().split()) == 2
                                    and port_file.read_text().split(), self.seconds, "the browser's port")
            self.socket = websocket.create_connection(f'ws://127.0.0.1:{port}{path}', timeout=self.seconds, suppress_origin=True)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, *_unused):
        # Our own group only: it began with start_new_session.
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, number)
                self.process.wait(5)
                break
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def call(self, method, session=None, seconds=None, **parameters):
        """One command; returns its result. Events that arrive meanwhile go to their pages."""
        self.n_calls += 1
        number = self.n_calls
        message = {'id': number, 'method': method, 'params': parameters}
        if session is not None:
            message['sessionId'] = session
        self.socket.send(json.dumps(message))
        end = time.monotonic() + (seconds or self.seconds)
        while True:
            answer = self._receive(end, method)
            if answer.get('id') != number:
                self._dispatch(answer)
                continue
            if 'error' in answer:
                raise ProtocolError(f'{method}: {answer["error"].get("message")}')
            return answer['result']

    def _receive(self, end, what):
        left = end - time.monotonic()
        if left <= 0:
            raise wait.Timeout(f'no answer from the browser to {what}')
        self.socket.settimeout(left)
        try:
            return json.loads(self.socket.recv())
        except websocket.WebSocketTimeoutException:
            raise wait.Timeout(f'no answer from the browser to {what}') from None

    def _dispatch(self, event):
        page = self.pages.get(event.get('sessionId'))
        if page is not None and 'method' in event:
            page.on_event(event['method'], event['params'])

    def new_page(self, url=None, context=None, locale=None):
        """A page in CONTEXT, or in a new one of its own: other cookies and storage, as another visitor has them."""
        context = context or self.new_context()
        target = self.call('Target.createTarget', url='about:blank', browserContextId=context)['targetId']
        session = self.call('Target.attachToTarget', targetId=target, flatten=True)['sessionId']
        page = Page(self, session, target, context)
        self.pages[session] = page
        for domain in ('Page', 'Runtime', 'Network', 'Log'):
            page.call(f'{domain}.enable')
        if locale is not None:
            page.call('Emulation.setUserAgentOverride', userAgent=page.evaluate('navigator.userAgent'), acceptLanguage=locale)
        if url is not None:
            page.goto(url)
        return page

    def new_context(self):
        return self.call('Target.createBrowserContext')['browserContextId']


class Page:
    """One page. Expressions are JavaScript and may be promises."""

    def __init__(self, browser, session, target, context):
        self.browser, self.session, self.target, self.context = browser, session, target, context
        self.problems, self.console, self.n_loaded = [], [], 0

    def on_event(self, method, parameters):
        if method == 'Page.loadEventFired':
            self.n_loaded += 1
        elif method == 'Runtime.exceptionThrown':
            details = parameters['exceptionDetails']
            self.problems.append(details.get('exception', {}).get('description') or details.get('text'))
        elif method == 'Runtime.consoleAPICalled':
            words = ' '.join(str(x.get('value', x.get('description'))) for x in parameters['args'])
            self.console.append(f'{parameters["type"]}: {words}')

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def goto(self, url, seconds=20.0):
        self._load(lambda: self.call('Page.navigate', url=url), seconds, url)

    def reload(self, seconds=20.0):
        self._load(lambda: self.call('Page.reload'), seconds, 'a reload')

    def _load(self, start, seconds, what):
        n_before = self.n_loaded
        answer = start()
        if answer.get('errorText'):
            raise ProtocolError(f'{what}: {answer["errorText"]}')

        def loaded():
            self.evaluate('0')
            return self.n_loaded > n_before

        wait.until(loaded, seconds, f'{what} to load', ignore=(ProtocolError,))

    def evaluate(self, expression):
        """The value of EXPRESSION, as Python has it."""
        answer = self.call('Runtime.evaluate', expression=expression, awaitPromise=True, returnByValue=True, userGesture=True)
        if 'exceptionDetails' in answer:
            details = answer['exceptionDetails']
            raise ProtocolError(details.get('exception', {}).get('description') or details['text'])
        return answer['result'].get('value')

    def wait(self, expression, seconds=10.0, what=None):
        """Waits until EXPRESSION is true and returns its value."""
        return wait.until(lambda: self.evaluate(expression), seconds, what or expression, ignore=(ProtocolError,))

    def type(self, text):
        """Puts TEXT, of any script, into what has the focus, as an input method does."""
        self.call('Input.insertText', text=text)

    def keys(self, text):
        """Types TEXT key by key."""
        for char in text:
            self.call('Input.dispatchKeyEvent', type='keyDown', text=char, key=char)
            self.call('Input.dispatchKeyEvent', type='keyUp', key=char)

    def press(self, key, *modifiers):
        """Presses a named key: Enter, Tab, Escape, Backspace, ArrowUp, ArrowDown."""
        code, number, text = KEYS[key]
        mask = sum(MODIFIERS[x] for x in modifiers)
        common = {'key': key, 'code': code, 'windowsVirtualKeyCode': number, 'modifiers': mask}
        self.call('Input.dispatchKeyEvent', type='keyDown' if text else 'rawKeyDown', **({'text': text} if text else {}), **common)
        self.call('Input.dispatchKeyEvent', type='keyUp', **common)

    def click(self, expression):
        """A click of the mouse in the middle of the element that EXPRESSION gives."""
        place = self.evaluate(f'(() => {{ const e = {expression}; e.scrollIntoView({{block: "center"}}); '
                              'const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()')
        for kind in ('mousePressed', 'mouseReleased'):
            self.call('Input.dispatchMouseEvent', type=kind, x=place[0], y=place[1], button='left', clickCount=1)

    def choose_files(self, expression, paths):
        """Gives the file input that EXPRESSION names these files."""
        answer = self.call('Runtime.evaluate', expression=expression)
        self.call('DOM.setFileInputFiles', files=[str(x) for x in paths], objectId=answer['result']['objectId'])

    def network(self, offline=False, latency_ms=0, bytes_per_second=-1):
        """What the page believes of its network; faulty_proxy.py does it to the wire."""
        self.call('Network.emulateNetworkConditions', offline=offline, latency=latency_ms,
                  downloadThroughput=bytes_per_second, uploadThroughput=bytes_per_second)

    def screenshot(self, path):
        data = self.call('Page.captureScreenshot', format='png')['data']
        pathlib.Path(path).write_bytes(base64.b64decode(data))
        return path

    def close(self):
        self.browser.call('Target.closeTarget', targetId=self.target)
        self.browser.pages.pop(self.session, None)
