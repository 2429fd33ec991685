#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Telegram bot on the real program, against a strict Bot API: both ways, files, faults, and a flood."""
import http.client
import json
import os
import pathlib
import re
import sys
import time

from bot import USER, BotHouse, Rates, tap, wait

JPEG = b'\xff\xd8\xff\xe0' + os.urandom(3000)
DRAINED = 10000


def no_secrets(house):
    """Neither the token nor what people wrote is in the log or in what the tool says."""
    log = house.log.read_text(errors='replace')
    said = log + json.dumps(house.json('account', 'list'))
    assert house.api.token not in said and house.api.token.split(':')[1] not in said, 'the token is told'
    assert not re.search(r'bot\d+:', said), 'an address with a token is told'
    assert 'где мой заказ' not in log and 'Уже в пути' not in log, 'a text is logged'


def stored(house, row):
    """name: bytes, of the customer's files that are here."""
    return {x['name']: pathlib.Path(x['path']).read_bytes()
            for m in house.messages(row, 'in') for x in m.get('attachments', ()) if 'path' in x}


def both_ways():
    with BotHouse() as house:
        api, chat = house.api, house.chat
        house.serve()
        house.working()
        first = api.write(chat, 'Здравствуйте! 👩‍👩‍👧‍👦 где мой заказ #1042?')
        house.came('Здравствуйте! 👩‍👩‍👧‍👦 где мой заказ #1042?')
        row = house.row()
        house.ctl('send', row, 'Уже в пути 🚚')
        house.delivered('Уже в пути 🚚')
        assert chat.texts(True) == ['Уже в пути 🚚'] and house.sent('sendMessage')[0]['chat_id'] == USER

        api.write(chat, 'Спасибо', reply_to_message=chat.messages[2])
        house.came('Спасибо')
        api.edit(chat, first, 'Здравствуйте! где мой заказ #1043?')
        house.came('Здравствуйте! где мой заказ #1043?')
        api.react(chat, 2, '👍')
        wait.until(lambda: [x['emoji'] for m in house.messages(row, 'out') for x in m.get('reactions', [])] == ['👍'], 10, 'the reaction')
        query = api.press(chat, 2, 'close:1042')
        wait.until(lambda: query in api.answered, 10, 'the answer to the button')
        assert len(house.conversations()) == 1
        no_secrets(house)


def files_both_ways():
    with BotHouse() as house:
        api, chat = house.api, house.chat
        house.serve()
        house.working()
        data = os.urandom(200000)
        api.write(chat, document=api.document(data, 'Счёт №5.bin'), caption='вот')
        house.came('вот')
        row = house.row()

        wait.until(lambda: stored(house, row), 15, 'the file')
        assert stored(house, row) == {'Счёт №5.bin': data}
        for n in (1, 2, 3):
            api.write(chat, photo=api.photo(JPEG + bytes([n])), media_group_id='1300000001', **({'caption': 'альбом'} if n == 1 else {}))

        def album():
            files = [x for m in house.messages(row, 'in') if m['text'] == 'альбом' for x in m.get('attachments', ()) if 'path' in x]
            return sorted(pathlib.Path(x['path']).read_bytes() for x in files)

        wait.until(lambda: len(album()) == 3, 15, 'the pictures of the album')
        assert album() == [JPEG + bytes([n]) for n in (1, 2, 3)]
        assert [(m['text'], len(m['attachments'])) for m in house.messages(row, 'in')] == [('вот', 1), ('альбом', 3)], 'an album is one message'

        one = house.folder / 'Счёт.pdf'
        one.write_bytes(b'%PDF-1.4 ' + os.urandom(100000))
        house.ctl('send', row, 'документ', '--attach', one)
        house.delivered('документ')
        _method, parameters, parts = next(x for x in api.sent if x[0] == 'sendDocument')
        assert parts['document'][0] == 'Счёт.pdf' and parts['document'][1] == one.read_bytes() and parameters['caption'] == 'документ'

        pictures = []
        for n in (1, 2):
            pictures.append(house.folder / f'p{n}.jpg')
            pictures[-1].write_bytes(JPEG + bytes([n]))
        house.ctl('send', row, 'две картинки', '--attach', pictures[0], '--attach', pictures[1])
        house.delivered('две картинки')
        sent = next(x for x in api.sent if x[0] == 'sendMediaGroup')
        assert [x['type'] for x in json.loads(sent[1]['media'])] == ['photo', 'photo'] and len(sent[2]) == 2
        api.react(chat, sent[1]['result_id'] + 1, '🔥')  # of the second one: it is the message's
        wait.until(lambda: any(x['emoji'] == '🔥' for m in house.messages(row, 'out') for x in m.get('reactions', [])), 10, 'the reaction')


def slow_file():
    """20 MB, cut three times on its way: it goes on where it was."""
    with BotHouse() as house:
        api, chat = house.api, house.chat
        data = os.urandom(1 << 20) * 20
        house.setting('files.auto_other_bytes', 30 << 20)
        api.file_rate = 8 << 20
        api.file_cuts = [3 << 20, 5 << 20, 2 << 20]
        house.serve()
        house.working()
        api.write(chat, document=api.document(data, 'big.bin'), caption='большой')
        house.came('большой')
        row = house.row()

        wait.until(lambda: stored(house, row), 40, 'the large file')
        assert stored(house, row) == {'big.bin': data}
        starts = [first for _path, first in api.file_requests]
        tap.say(f'downloads began at {starts}')
        assert len(starts) == 4 and starts == sorted(starts) and starts[1] > 0, 'it did not go on where it was'


def another_program():
    with BotHouse() as house:
        api, chat = house.api, house.chat
        house.serve()
        house.working()
        api.webhook = 'https://shop.example/hook'
        with api.lock:
            api.lock.notify_all()
        wait.until(lambda: 'webhook' in (house.account().get('error') or '').lower(), 15, 'the word of another program')
        assert house.account()['state'] == 'error'
        status, _output, words = house.run('account', 'test', house.shop)
        assert status != 0 and 'webhook' in words and api.webhook, words
        assert house.run('account', 'take-over', house.shop)[0] != 0 and api.webhook, 'nobody said --yes'
        house.ctl('account', 'take-over', house.shop, '--yes')
        assert not api.webhook
        api.write(chat, 'и снова здесь')
        house.came('и снова здесь', 20)
        wait.until(lambda: house.state() == 'ok', 10, 'the bot works again')
        other = http.client.HTTPConnection('127.0.0.1', api.port, timeout=10)
        other.request('GET', f'/bot{api.token}/getUpdates?timeout=1&offset=1')
        assert other.getresponse().status == 200
        other.close()
        wait.until(lambda: 'another program' in (house.account().get('error') or '').lower(), 10, 'the word of the other one')
        api.write(chat, 'и ещё раз')
        house.came('и ещё раз', 20)


def too_many_requests():
    """A storm of refusals and real rates: all of it arrives once, in order, and not before it may."""
    with BotHouse(rates=Rates(per_chat=2, chat_burst=3)) as house:
        api, chat = house.api, house.chat
        house.serve()
        house.working()
        api.write(chat, 'привет')
        house.came('привет')
        row = house.row()
        api.flood('sendMessage', 1, times=3)
        texts = [f'ответ {n}' for n in range(1, 7)]
        for text in texts:
            house.ctl('send', row, text)
        for text in texts:
            house.delivered(text, seconds=40)
        assert chat.texts(True) == texts


def revoked():
    with BotHouse() as house:
        api, chat = house.api, house.chat
        house.serve()
        house.working()
        api.write(chat, 'до')
        house.came('до')
        old = api.token
        new = api.revoke()
        wait.until(lambda: house.state() == 'auth', 15, 'the account asks for its owner')
        assert house.account()['error'], 'it says why'
        api.write(chat, 'между')
        house.stop()
        secrets = json.loads((house.folder / 'secrets.json').read_text())
        assert old in secrets.values()
        (house.folder / 'secrets.json').write_text(json.dumps({k: new if v == old else v for k, v in secrets.items()}))
        house.serve()
        house.came('между')
        assert house.state() == 'ok'
        no_secrets(house)


def replaced():
    """A new token for the same bot, while the program runs: it works again at once, and what waited comes and goes."""
    with BotHouse() as house:
        api, chat = house.api, house.chat
        house.serve()
        house.working()
        api.write(chat, 'до')
        house.came('до')
        row = house.row()
        new = api.revoke()
        wait.until(lambda: house.state() == 'auth', 15, 'the account asks for its owner')
        house.ctl('send', row, 'потом')
        api.write(chat, 'между')
        house.ctl('account', 'set', house.shop, '--secret', 'token', text=new + '\n')
        house.came('между')
        house.delivered('потом')
        assert house.state() == 'ok' and chat.texts(True) == ['потом']
        no_secrets(house)


def another_bot():
    """Its chats have the same numbers: it does not get into the first one's history, not even when the account is made anew."""
    with BotHouse() as house:
        api, chat = house.api, house.chat
        house.serve()
        house.working()
        api.write(chat, 'первому')
        house.came('первому')
        house.ctl('account', 'remove', house.shop, '--yes')
        api.revoke('7300000002:AAHk3xExampleExampleExampleExample_2')
        house.add_account(None)
        wait.until(lambda: house.state() == 'auth', 15, 'the account asks for its owner')
        assert 'another bot' in house.account()['error']
        api.write(chat, 'второму')
        wait.during(1, lambda: 'второму' in house.texts(house.row(), 'in'), 'the other one was let in')


def server_restarted():
    with BotHouse() as house:
        api, chat = house.api, house.chat
        house.serve()
        house.working()
        api.write(chat, 'раз')
        house.came('раз')
        row = house.row()
        api.stop()
        wait.until(lambda: house.state() != 'ok', 15, 'nobody is there')
        house.ctl('send', row, 'в пустоту')
        api.start()
        api.write(chat, 'два')
        house.came('два', 30)
        house.delivered('в пустоту', seconds=30)
        assert chat.texts(True) == ['в пустоту']


def answers_lost():
    """The same updates come again; a send without an answer is unconfirmed, and not repeated."""
    with BotHouse() as house:
        api, chat = house.api, house.chat
        house.serve()
        house.working()
        api.fault('getUpdates', times=3, phase='half-answer')
        texts = [f'строка {n}' for n in range(20)]
        for text in texts:
            api.write(chat, text)
        house.came(texts[-1], 30)
        row = house.row()
        assert house.texts(row, 'in') == texts
        api.fault('sendMessage', phase='done')
        house.ctl('send', row, 'кто знает')
        house.delivered('кто знает', 'unconfirmed')
        wait.during(2, lambda: len(house.sent('sendMessage')) > 1, 'a blind repetition')


def refused():
    with BotHouse() as house:
        api, chat = house.api, house.chat
        house.serve()
        house.working()
        api.write(chat, 'пока')
        house.came('пока')
        row = house.row()
        chat.refusal = 'Forbidden: bot was blocked by the user'  # nobody was told
        house.ctl('send', row, 'алло?')
        house.delivered('алло?', 'failed')
        assert not chat.texts(True)
        wait.until(lambda: house.sql('SELECT reach FROM thread') == [(1,)], 10, 'that nobody is reached there')


def group_moves():
    """A group gets another id, which only who writes there learns: the reply arrives, and there is one conversation."""
    with BotHouse() as house:
        api = house.api
        group = api.group(-4200, 'Склад')
        house.serve()
        house.working()
        api.write(group, 'кто сегодня?', by=house.chat)
        house.came('кто сегодня?')
        moved = api.migrate(group, -1004200)
        house.ctl('send', house.row(), 'Вера')
        house.delivered('Вера')
        assert moved.texts(True) == ['Вера']
        api.write(moved, 'спасибо', by=house.chat)
        house.came('спасибо')
        assert len(house.conversations()) == 1


def away_for_a_day():
    """What Telegram did not keep is lost, and that is known."""
    with BotHouse() as house:
        api, chat = house.api, house.chat
        house.serve()
        house.working()
        api.write(chat, 'вчера')
        house.came('вчера')
        house.stop()
        assert house.sql('SELECT heard_at_us > 0, gap_from_us FROM account') == [(1, 0)]
        house.sql('UPDATE account SET heard_at_us = heard_at_us - ?', 26 * 3600 * 1000000)
        api.write(chat, 'ночью')
        api.shift += 25 * 3600
        api.write(chat, 'сегодня')
        house.serve()
        house.came('сегодня')
        assert house.texts(house.row(), 'in') == ['вчера', 'сегодня']
        heard, since, until = wait.until(lambda: house.sql('SELECT heard_at_us, gap_from_us, gap_until_us FROM account WHERE gap_from_us > 0'),
                                         10, 'the gap')[0]
        assert since < until < heard and abs(until - since - 2 * 3600 * 1000000) < 60 * 1000000


def drained():
    """10,000 updates that wait, of a hundred people: each once, in order."""
    with BotHouse() as house:
        api = house.api
        chats = [api.customer(USER + 1 + n, f'Customer {n}') for n in range(100)]
        for n in range(DRAINED):
            api.write(chats[n % 100], f'update {n}')
        began = time.monotonic()
        house.serve()
        wait.until(lambda: not api.queue, 80, 'the end of the queue', step=0.2)
        tap.say(f'{DRAINED} updates in {time.monotonic() - began:.1f} s')
        rows = house.json('conversations', '--limit', '200')
        assert len(rows) == 100
        names = {}
        for row in rows:
            texts = house.texts(row['row'], 'in')
            first = int(texts[0].split()[1])
            names[first] = texts
            assert texts == [f'update {n}' for n in range(first, DRAINED, 100)], f'of customer {first}'
        assert sorted(names) == list(range(100))


if __name__ == '__main__':
    sys.exit(tap.run([('both ways', both_ways), ('files both ways', files_both_ways), ('a slow large file', slow_file),
                      ('another program', another_program), ('too many requests', too_many_requests), ('revoked and replaced', revoked), ('replaced while it runs', replaced), ('another bot', another_bot),
                      ('the server restarted', server_restarted), ('answers lost', answers_lost), ('refused', refused), ('a group moves', group_moves), ('away for a day', away_for_a_day),
                      ('ten thousand updates', drained)]))
