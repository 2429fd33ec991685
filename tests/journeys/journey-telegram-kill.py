#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""SIGKILL at fifty random moments, while updates are drained and replies are sent to Telegram."""
import random
import sys

from bot import USER, BotHouse, tap, wait
from house import seed

KILLS, CUSTOMERS, UPDATES, REPLIES = 50, 40, 4000, 120


def killed():
    """Nothing is lost, nothing comes twice; a reply may be unconfirmed, and then a person knows."""
    dice = random.Random(seed())
    with BotHouse() as house:
        api = house.api
        chats = [api.customer(USER + 1 + n, f'Customer {n}') for n in range(CUSTOMERS)]
        for n, chat in enumerate(chats):
            api.write(chat, f'first {n}')
        house.serve()
        wait.until(lambda: len(house.conversations()) == CUSTOMERS, 20, 'the conversations')
        rows = {house.texts(x['row'], 'in')[0]: x['row'] for x in house.conversations()}
        api.slowness = lambda: dice.uniform(0, 0.15)
        n_written = n_replied = 0
        for kill in range(1, KILLS + 1):
            while n_written < UPDATES * kill // KILLS:
                api.write(chats[n_written % CUSTOMERS], f'update {n_written}')
                n_written += 1
            while n_replied < REPLIES * kill // KILLS:
                # With nobody at home the operation waits for the next one: what counts is that it is there once.
                row, text = rows[f'first {n_replied % CUSTOMERS}'], f'reply {n_replied}'
                if house.run('send', row, text)[0] == 0 or text in house.texts(row, 'out'):
                    n_replied += 1
            wait.pause(dice.uniform(0, 0.35))
            house.kill()
            house.serve()
            # Some kills shall hit the start itself; most shall hit the work.
            if dice.random() < 0.8:
                n_polls = len(api.polls)
                wait.until(lambda n=n_polls: len(api.polls) > n, 10, 'a poll', step=0.01)
        api.slowness = None
        wait.until(lambda: not api.queue, 30, 'the end of the queue', step=0.1)

        def is_settled(row):
            """Whether all of it has ended, up to a reply that waits for a person: the others wait behind it."""
            states = [m['delivery'] for m in house.messages(row, 'out')]
            n = states.index('unconfirmed') if 'unconfirmed' in states else len(states)
            return set(states[:n]) <= {'sent'} and 'sending' not in states
        for row in rows.values():
            wait.until(lambda x=row: is_settled(x), 40, 'the last reply', step=0.1)

        n_unconfirmed = n_unseen = 0
        for n, chat in enumerate(chats):
            row = rows[f'first {n}']
            assert house.texts(row, 'in') == [f'first {n}', *(f'update {i}' for i in range(n, UPDATES, CUSTOMERS))], f'from customer {n}'
            out = house.messages(row, 'out')
            assert [m['text'] for m in out] == [f'reply {i}' for i in range(n, REPLIES, CUSTOMERS)], f'to customer {n}, in the store'
            there = chat.texts(True)
            assert len(set(there)) == len(there), f'twice at customer {n}'
            sent = [m['text'] for m in out if m['delivery'] == 'sent']
            lost = [m['text'] for m in out if m['delivery'] == 'unconfirmed']
            assert set(sent) <= set(there) <= set(sent + lost), f'to customer {n}, at Telegram'
            assert there == [m['text'] for m in out if m['text'] in there], f'out of order at customer {n}'
            n_unconfirmed += len(lost)
            n_unseen += len(set(lost) - set(there))
        assert len(house.conversations()) == CUSTOMERS
        assert n_unconfirmed > 0, 'no kill hit a reply on its way: the test shows nothing'
        tap.say(f'{n_unconfirmed} of {REPLIES} replies are unconfirmed, {n_unseen} of these did not arrive')
        house.ctl('check')


if __name__ == '__main__':
    sys.exit(tap.run([('fifty kills', killed)]))
