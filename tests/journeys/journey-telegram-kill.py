#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""SIGKILL at fifty random moments, while updates are drained and replies are sent to Telegram."""
import random
import sys

from bot import USER, BotHouse, tap, wait
from house import seed

KILLS, CUSTOMERS, UPDATES, REPLIES = 50, 40, 4000, 120
FILE_KILLS, FILE_CUSTOMERS, FILE_REPLIES = 20, 10, 60


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


def words(n, n_sentences):
    """A text of its own for reply N: no two pieces of it are the same."""
    return ' '.join(f'Reply {n}, sentence {i}, in so many words.' for i in range(n_sentences))


def compose(house, n):
    """(text, paths) of reply N: a text that is cut in two, an album under a caption, or a text apart from its album."""
    if n % 3 == 0:
        return words(n, 150), []
    paths = []
    for letter in 'ab':
        paths.append(house.folder / f'reply-{n}{letter}.pdf')
        if not paths[-1].exists():
            paths[-1].write_bytes(b'%PDF-1.4 ' + f'{n}{letter} '.encode() * 20000)
    return words(n, 1 if n % 3 == 1 else 40), paths


def send_once(house, row, n):
    """Whether reply N is in the store, whoever was killed."""
    text, paths = compose(house, n)
    attach = [x for path in paths for x in ('--attach', path)]
    return house.run('send', row, text, *attach)[0] == 0 or any(x.startswith(text[:20]) for x in house.texts(row, 'out'))


def there(chat):
    """What the customer has of us: texts, and names of files."""
    own = [m for m in chat.messages.values() if m['from'].get('is_bot')]
    return ([m.get('text', m.get('caption')) for m in own if m.get('text', m.get('caption'))],
            [m['document']['file_name'] for m in own if 'document' in m])


def check_chat(house, chat, row):
    """Everything once; what is called sent is there, and what is there is called sent or unconfirmed. How many are unconfirmed."""
    texts, files = there(chat)
    assert len(set(texts)) == len(texts) and len(set(files)) == len(files), f'twice at {chat.id}: {texts} {files}'
    known_texts, known_files, n_unconfirmed = set(), set(), 0
    for message in house.messages(row, 'out'):
        names = {x['name'] for x in message.get('attachments', ())}
        if message['delivery'] == 'sent':
            assert message['text'] in texts and names <= set(files), f"called sent, but not there: {message['text'][:20]!r} {names}"
        if message['delivery'] in ('sent', 'unconfirmed'):
            known_texts.add(message['text'])
            known_files |= names
        n_unconfirmed += message['delivery'] == 'unconfirmed'
    assert set(texts) <= known_texts and set(files) <= known_files, f'there, and nobody knows: {set(files) - known_files}'
    return n_unconfirmed


def is_at_rest(house, row):
    """Nothing moves any more: all is sent, or waits behind what a person must decide."""
    states = [m['delivery'] for m in house.messages(row, 'out')]
    n = states.index('unconfirmed') if 'unconfirmed' in states else len(states)
    return set(states[:n]) <= {'sent'} and 'sending' not in states


def killed_with_files():
    """The same of what is several messages there: no part is lost or comes twice."""
    dice = random.Random(seed() + 1)
    with BotHouse() as house:
        api = house.api
        chats = [api.customer(USER + 1 + n, f'Customer {n}') for n in range(FILE_CUSTOMERS)]
        for n, chat in enumerate(chats):
            api.write(chat, f'first {n}')
        house.serve()
        wait.until(lambda: len(house.conversations()) == FILE_CUSTOMERS, 20, 'the conversations')
        rows = {house.texts(x['row'], 'in')[0]: x['row'] for x in house.conversations()}
        api.slowness = lambda: dice.uniform(0, 0.3)
        n_replied = 0
        for kill in range(1, FILE_KILLS + 1):
            while n_replied < FILE_REPLIES * kill // FILE_KILLS:
                n_replied += send_once(house, rows[f'first {n_replied % FILE_CUSTOMERS}'], n_replied)
            wait.pause(dice.uniform(0, 1.2))
            house.kill()
            house.serve()
            n_polls = len(api.polls)
            wait.until(lambda n=n_polls: len(api.polls) > n, 10, 'a poll', step=0.01)
        api.slowness = None
        for row in rows.values():
            wait.until(lambda x=row: is_at_rest(house, x), 60, 'the last reply', step=0.1)
        n_unconfirmed = sum(check_chat(house, chat, rows[f'first {n}']) for n, chat in enumerate(chats))
        n_files = sum(len(there(chat)[1]) for chat in chats)
        assert n_files > 0, 'no file left: the test shows nothing'
        tap.say(f'{n_files} files arrived; {n_unconfirmed} replies are unconfirmed')
        house.ctl('check')


if __name__ == '__main__':
    sys.exit(tap.run([('fifty kills', killed), ('kills among files', killed_with_files)]))
