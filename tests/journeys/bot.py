# SPDX-License-Identifier: GPL-3.0-or-later
"""A desk with one Telegram account, and the Bot API it talks with."""
import contextlib
import sqlite3

from botapi import BotApi, Rates
from house import House, tap, wait

USER = 5000000123


class BotHouse(House):
    """A profile with the account "Bot" at an API of its own, which is in `api`; USER is in `chat`."""

    def __init__(self, rates=None):
        self.api = BotApi(rates=rates).start()
        self.chat = self.api.customer(USER, username='maria_k', language_code='ru')
        super().__init__()

    def __exit__(self, kind, *rest):
        try:
            super().__exit__(kind, *rest)
        finally:
            for fault in self.api.faults:
                fault.release.set()
            self.api.stop()

    def add_account(self, settings):
        del settings
        return int(self.ctl('account', 'add', 'telegram', '--name', 'Bot', '--secret', 'token', f'--set=base_url={self.api.url}',
                            text=self.api.token + '\n').strip())

    def sql(self, question, *values):
        """Asks the store, or writes it while nothing runs on it."""
        with contextlib.closing(sqlite3.connect(self.profile / 'store.db', timeout=10)) as store, store:
            return store.execute(question, values).fetchall()

    def setting(self, key, value):
        self.sql('INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)', key, str(value))

    def state(self):
        return self.account()['state']

    def working(self, seconds=20):
        """Waits until the desk polls."""
        wait.until(lambda: self.state() == 'ok' and self.api.polls, seconds, 'the bot')

    def row(self):
        """The only conversation."""
        return wait.until(lambda: self.conversations() and self.conversations()[0]['row'], 15, 'the conversation')

    def came(self, text, seconds=15):
        """Waits until TEXT of the customer is in the store; returns its message."""
        row = self.row()
        return wait.until(lambda: next((m for m in self.messages(row, 'in') if m['text'] == text), None), seconds, f'{text!r} in the store')

    def delivered(self, text, state='sent', seconds=15):
        """Waits until the operator's TEXT is in STATE."""
        row = self.row()
        return wait.until(lambda: next((m for m in self.messages(row, 'out') if m['text'] == text and m['delivery'] == state), None),
                          seconds, f'{text!r} {state}')

    def sent(self, method=None):
        """What the bot did: parameters of each call."""
        return [p for m, p, _f in self.api.sent if method in (None, m)]


__all__ = ['BotHouse', 'Rates', 'USER', 'tap', 'wait']
