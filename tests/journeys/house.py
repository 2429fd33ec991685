# SPDX-License-Identifier: GPL-3.0-or-later
"""The desk as its users meet it: the control tool, `serve`, the window, and a customer's page in a real browser."""
import hashlib
import json
import os
import pathlib
import random
import signal
import socket
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'lib'))

import cdp  # noqa: E402  after the path
import tap  # noqa: E402
import wait  # noqa: E402

BUILD = pathlib.Path(os.environ.get('OD_BUILD_ROOT', '_build')).resolve()
APPLICATION_ID = 'com.example.Omnidesk'


def program(name):
    """A program of the build folder."""
    for path in sorted(BUILD.glob(f'src/**/{name}')):
        if path.is_file() and os.access(path, os.X_OK):
            return str(path)
    raise AssertionError(f'{name} was not built in {BUILD}')


def seed():
    """The seed of this run, said aloud; OD_SEED repeats one."""
    number = int(os.environ.get('OD_SEED', random.SystemRandom().randrange(1 << 31)))
    tap.say(f'OD_SEED={number}')
    return number


class House:
    """A profile of its own with one web chat account, and whatever runs on it."""

    def __init__(self, **settings):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='house-'))
        self.profile = self.folder / 'profile'
        self.env = {**os.environ, 'OMNIDESK_SECRETS': f'file:{self.folder}/secrets.json'}
        self.process = None
        self.log = self.folder / 'serve.log'
        self.shop = self.add_account(settings)

    def add_account(self, settings):
        """The row of the account that the house is about."""
        arguments = [f'--set={name}={value}' for name, value in {'port': 0, **settings}.items()]
        return int(self.ctl('account', 'add', 'webchat', '--name', 'Shop', *arguments).strip())

    def __enter__(self):
        return self

    def __exit__(self, kind, *_unused):
        self.stop()
        if kind is not None:
            tap.say('\n'.join(self.log.read_text(errors='replace').splitlines()[-30:]) if self.log.exists() else '')

    # ---- the control tool

    def run(self, *arguments, text=None, seconds=30):
        """(exit status, standard output, standard error) of the control tool."""
        command, *rest = arguments
        run = subprocess.run([program('omnideskctl'), command, f'--profile={self.profile}', *map(str, rest)], env=self.env, input=text,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=seconds, check=False)
        return run.returncode, run.stdout, run.stderr

    def ctl(self, *arguments, **options):
        """Its standard output; it must succeed."""
        status, output, errors = self.run(*arguments, **options)
        assert status == 0, f'omnideskctl {" ".join(map(str, arguments))}: status {status}: {errors}'
        return output

    def json(self, *arguments):
        return json.loads(self.ctl(*arguments, '--json'))

    def account(self):
        return next(x for x in self.json('account', 'list') if x['row'] == self.shop)

    def conversations(self):
        return self.json('conversations')

    def messages(self, row, *directions):
        """The messages of a conversation, oldest first; with DIRECTIONS only those."""
        return [x for x in self.json('show', row)['messages'] if not directions or x['direction'] in directions]

    def texts(self, row, *directions):
        return [x.get('text') for x in self.messages(row, *directions)]

    # ---- what runs

    def desk(self, **env):
        """The window on this profile; needs a screen. Returns a11y.App; end it by its stop () or kill ()."""
        import a11y  # needs the session's bus
        key = hashlib.sha256(str(self.profile.resolve()).encode()).hexdigest()[:8]
        with open(self.log, 'ab'):
            pass
        return a11y.App([program('omnidesk'), f'--profile={self.profile}'], f'{APPLICATION_ID}.p{key}', prgname='omnidesk',
                        env={**self.env, 'GSETTINGS_SCHEMA_DIR': str(BUILD / 'data'), **env}, log=self.log)

    def serve(self, online=True):
        """Starts `serve` and returns at once."""
        with open(self.log, 'ab') as log:
            self.process = subprocess.Popen([program('omnideskctl'), 'serve', f'--profile={self.profile}', *(['--online'] if online else [])],
                                            env=self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def url(self, seconds=20):
        """Where the web chat is served; waits for it."""
        def served():
            assert self.process is None or self.process.poll() is None, f'it ended with status {self.process.returncode}'
            return self.account().get('url')
        return wait.until(served, seconds, 'the web chat')

    def listening(self, port, seconds=10):
        """Waits, closely, until somebody takes connections on PORT."""
        def taken():
            assert self.process.poll() is None, f'it ended with status {self.process.returncode}'
            with socket.socket() as attempt:
                return attempt.connect_ex(('127.0.0.1', port)) == 0
        wait.until(taken, seconds, f'port {port}', step=0.01)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process = None

    def stop(self, seconds=5):
        """SIGTERM must be enough, in time, and the status 0."""
        if self.process is None:
            return
        process, self.process = self.process, None
        if process.poll() is None:
            process.terminate()
        try:
            status = process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f'it did not end within {seconds} s of SIGTERM') from None
        assert status == 0, f'it ended with status {status}'


PARTS = """
(() => {
  const host = [...document.querySelectorAll('*')].find((e) => e.shadowRoot?.querySelector('[data-testid="od-log"]'));
  if (!host) return false;
  window.od = {
    part: (name) => host.shadowRoot.querySelector(`[data-testid="od-${name}"]`),
    messages: () => [...host.shadowRoot.querySelectorAll('[data-testid="od-message"]')].map((e) => ({
      from: e.dataset.from, seq: Number(e.dataset.seq || 0), text: e.querySelector('.text')?.textContent ?? e.textContent,
      markup: e.querySelectorAll('script, img[onerror], iframe').length })),
    state: () => od.part('panel').dataset.state,
    waiting: () => Object.keys(localStorage).filter((key) => /^od1:.*:\\w{26}$/.test(key)).length,
    limit: 0, written: 0,
    /* Writes `prefix`1 … `prefix`limit as a person would, as fast as the page takes them; `limit` may grow. */
    async write(prefix, total) {
      const input = od.part('input');
      while (od.written < total) {
        if (od.written >= od.limit || od.waiting() > 40) {
          await new Promise((done) => setTimeout(done, 5));
          continue;
        }
        input.value = prefix + (od.written + 1);
        input.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
        input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, cancelable: true }));
        if (input.value === '') od.written += 1;
        else await new Promise((done) => setTimeout(done, 5)); // fifty wait already
      }
    },
  };
  return true;
})()
"""


class Customer:
    """A visitor's page. Each has a browser context, so cookies and storage, of their own."""

    def __init__(self, browser, url, locale='en', path='/chat'):
        self.page = browser.new_page(url + path, locale=locale)
        self.settle()

    def settle(self):
        self.page.wait(PARTS, 15, 'the chat on the page')

    def up(self, seconds=15):
        self.page.wait('od.state() === "up"', seconds, 'the connection of the page')

    def reload(self):
        self.page.reload()
        self.settle()

    def focus(self):
        self.page.click('od.part("input")')

    def write(self, text):
        """Types a message and sends it."""
        self.focus()
        self.page.type(text)
        self.page.press('Enter')

    def messages(self):
        return self.page.evaluate('od.messages()')

    def texts(self, *who):
        """Texts in the order of the page; WHO: me, op, bot, sys."""
        return [x['text'] for x in self.messages() if not who or x['from'] in who]

    def wait_text(self, text, who=None, seconds=10):
        wanted = json.dumps(text)
        kind = f' && m.from === {json.dumps(who)}' if who else ''
        self.page.wait(f'od.messages().some((m) => m.text === {wanted}{kind})', seconds, f'{text!r} on the page')

    def settled(self, seconds=30):
        """Waits until nothing is queued."""
        self.page.wait('od.state() === "up" && od.waiting() === 0', seconds, 'an empty queue of the page')

    def nudge(self):
        """What a browser says when the network is back."""
        self.page.evaluate('dispatchEvent(new Event("online"))')

    def be_impatient(self):
        """From now on the browser says so twice a second while the page waits, which spares the test the longest pauses."""
        self.page.evaluate("""void setInterval(() => od.state() === 'waiting' && dispatchEvent(new Event('online')), 500)""")


def begin(house, browser, text='hello', locale='en'):
    """A customer who has written TEXT, the first of HOUSE: (page, row of the conversation)."""
    customer = Customer(browser, house.url(), locale=locale)
    customer.up()
    customer.write(text)
    customer.settled()
    return customer, wait.until(lambda: house.conversations() and house.conversations()[0]['row'], 10, 'the conversation')
