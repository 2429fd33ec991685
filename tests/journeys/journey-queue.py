#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A day without a mouse: a queue is worked off, a message of last year is found, two profiles become one, thousands are put away at once."""
import datetime
import json
import re
import sys
import urllib.request

from house import House, tap, wait
from seat import LIST, NOTE, REPLY, Seat

import odchat

N_QUEUE, N_BULK = 20, 5000


class Keys(Seat):
    """Somebody whose mouse is broken."""

    def start(self):
        super().start()

        def broken(*_unused):
            raise AssertionError('this day has no mouse')
        self.desk.click = self.desk.wheel = self.desk.point_at = broken

    def question(self):
        """The number of the question whose thread is open."""
        found = [re.search(r'question (\d+)\b', x.name or '') for x in self.thread.children()]
        numbers = [int(x[1]) for x in found if x]
        return numbers[-1] if numbers else None


def arrive(house, n):
    """N visitors write a question each, one after the other; the first waits longest."""
    url = house.url()
    with urllib.request.urlopen(f'{url}/chat', timeout=10) as page:
        widget = re.search(r'\bw_\w+', page.read().decode())[0]
    visitors = []
    for i in range(1, n + 1):
        visitor = odchat.Visitor(url, widget)
        visitor.connect()
        visitor.send(f'question {i}')
        visitor.wait_acknowledged()
        visitors.append(visitor)
    return visitors


def answer(seat, text):
    seat.write(text)
    seat.key('Return')
    seat.shows('')


def entry(seat):
    """The entry, no composer, that has the keyboard."""
    found = [x for x in seat.desk.walk() if x.has_state('FOCUSED') and x.has_state('EDITABLE') and x.name not in (REPLY, NOTE)]
    return found[0] if found else None


def pick(seat, keys, words, *then):
    """A window that takes words and Return; then the keyboard is in the reply again."""
    seat.key(keys)
    wait.until(lambda: entry(seat), 10, f'an entry after {keys}', ignore=(Seat.Lost,))
    seat.desk.type(words)
    wait.until(lambda: entry(seat).text == words, 10, f'{words!r} in the entry', ignore=(Seat.Lost,))
    seat.key('Return', *then)
    seat.focused(lambda: seat.text)


def row_of(house, text):
    return next(x for x in house.json('conversations', '--view', 'all', '--limit', '100')
                if any(text == m.get('text') for m in house.json('show', x['row'])['messages']))


def worked_off(house):
    """How many customers still wait for an answer."""
    return len(house.json('conversations', '--filter', 'is:unanswered', '--limit', '1000'))


def a_queue():
    """Twenty customers wait; the longest first, none twice, none forgotten."""
    with House(new_visitors_per_hour=100) as house, Keys(house) as seat:
        visitors = arrive(house, N_QUEUE)
        wait.until(lambda: worked_off(house) == N_QUEUE, 20, 'twenty customers who wait')
        seat.desk.get('list', LIST).get(contains=f'question {N_QUEUE}')
        done = []
        for i in range(N_QUEUE):
            seat.key('ctrl+u')
            seat.focused(lambda: seat.text)
            number = wait.until(lambda: seat.question() if seat.question() not in done else None, 10, 'the next question',
                                ignore=(Seat.Lost,))
            done.append(number)
            if number % 5 == 1:
                seat.write(f'answer {number}, goodbye')
                seat.key('ctrl+shift+Return')
                seat.shows('')
            elif number % 5 == 2:
                answer(seat, f'answer {number}')  # an unanswered one comes back before its promise is broken
                pick(seat, 'ctrl+shift+s', 'tomorrow 9')
            elif number % 5 == 3:
                pick(seat, 'ctrl+shift+l', 'delivery', 'Escape')  # one may want more of them
                answer(seat, f'answer {number}')
            elif number % 5 == 4:
                seat.key('ctrl+shift+t')
                answer(seat, f'answer {number}')
            else:
                seat.key('ctrl+e')
            wait.until(lambda n=N_QUEUE - i - 1: len(inbox(house)) == n, 10, f'{N_QUEUE - i - 1} in the inbox after question {number}')
            for visitor in visitors:
                visitor.breathe()
        assert done == list(range(1, N_QUEUE + 1)), f'not by who waited longest: {done}'
        for number, visitor in enumerate(visitors, 1):
            if number % 5 != 0:
                visitor.wait(lambda v=visitor, n=number: any(f'answer {n}' in x for x in v.texts('op')), f'the answer to question {number}')
            visitor.drop()
        kept = {n: row_of(house, f'question {n}') for n in (1, 2, 3, 4, 5)}
        assert [kept[n]['status'] for n in (1, 2, 3, 4, 5)] == ['resolved', 'pending', 'pending', 'pending', 'resolved'], kept
        tomorrow = datetime.date.today() + datetime.timedelta(days=1)
        assert kept[2]['snoozed_until'].startswith(f'{tomorrow}T09:00'), kept[2]
        assert kept[3]['tags'] == ['delivery'] and kept[4]['assignee'], kept


def inbox(house):
    return house.json('conversations', '--view', 'inbox', '--limit', '1000')


def lines(*rows):
    return '\n'.join(json.dumps(x, ensure_ascii=False) for x in ({'format': 'omnidesk', 'version': 1}, *rows)) + '\n'


def bring(house, *rows):
    path = house.folder / 'history.ndjson'
    path.write_text(lines(*rows))
    house.ctl('import', path, seconds=240)


def stamp(days_ago):
    at = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days_ago)
    return at.strftime('%Y-%m-%dT%H:%M:%SZ')


def history(name, account, said, days_ago, status='resolved', channel='telegram', **customer):
    """The lines of somebody who said that so long ago."""
    uid = name.replace(' ', '-')
    yield {'type': 'customer', 'id': f'c-{uid}', 'name': name, 'contact_points': [{'channel': channel, 'address': f'{channel}-{uid}'}], **customer}
    yield {'type': 'conversation', 'id': f'k-{uid}', 'customer': f'c-{uid}', 'channel': channel, 'account': account, 'status': status,
           'created_at': stamp(days_ago)}
    for i, text in enumerate(said):
        yield {'type': 'message', 'id': f'm-{uid}-{i}', 'conversation': f'k-{uid}', 'direction': 'in', 'author': name, 'at': stamp(days_ago - i / 1000),
               'text': text, 'format': 'plain', 'delivery': 'delivered'}


def found_again():
    """Two stems of words that were said in other forms, a year ago."""
    wanted = 'Оформила возврат за сломанные наушники, чек приложила'
    with House() as house:
        noise = [line for i in range(300) for line in history(f'Гость {i}', 'Shop bot', [f'возврат заказа {i}', f'наушников нет {i}'][i % 2:][:1], 30 + i)]
        bring(house, *history('Мария Петрова', 'Shop bot', ['привет', wanted, 'спасибо'], 400), *noise)
        with Keys(house) as seat:
            seat.key('ctrl+shift+f')
            wait.until(lambda: entry(seat), 10, 'the entry to search with', ignore=(Seat.Lost,)).insert_text('возвраты наушников')
            seat.desk.get(contains='сломанные')
            seat.key('Down', 'Return')
            seat.sees(wanted)
            wait.until(lambda: seat.is_on_screen(wanted), 10, 'the message on the screen', ignore=(Seat.Lost,))


def one_person():
    """Two profiles with the same phone become one, and two again."""
    phone = '+7 916 555-01-23'
    with House() as house:
        bring(house, *history('Мария Петрова', 'Shop bot', ['где мой заказ 1042?'], 20, fields={'phone': phone}),
              *history('Maria P', 'Shop', [f'please call {phone}'], 3, status='open', channel='email'))
        with Keys(house) as seat:
            before = house.json('customers')
            assert len(before) == 2, before
            seat.key('ctrl+u')
            seat.sees('please call')
            seat.key('ctrl+k')
            wait.until(lambda: entry(seat), 10, 'the palette', ignore=(Seat.Lost,))
            seat.desk.type('same person')
            seat.desk.get(contains='same person')
            seat.key('Return')
            seat.desk.get(name='Link Profiles')
            wait.until(lambda: entry(seat), 10, 'the entry of the other person', ignore=(Seat.Lost,)).insert_text('Мария')
            seat.desk.get('list', 'Customers').gone(contains='Maria')
            seat.key('Return')
            seat.desk.get(contains='will stand under')
            seat.key('ctrl+Return')
            seat.desk.gone(name='Link Profiles')
            wait.until(lambda: len(house.json('customers')) == 1, 10, 'one person')
            seat.sees('где мой заказ')  # the whole history of the person, on all channels
            seat.sees('please call')
            seat.key('ctrl+z')
            wait.until(lambda: house.json('customers') == before, 10, 'the two profiles as they were')
            wait.until(lambda: seat.thread.find(contains='где мой заказ') is None, 10, 'a thread of one of them', ignore=(Seat.Lost,))


def thousands():
    """Five thousand at once, and back."""
    with House() as house:
        bring(house, *[line for i in range(N_BULK) for line in history(f'Guest {i}', 'Shop bot', [f'spam offer {i}'], 1 + i / 5000, status='open')])
        assert count(house, 'is:open') == N_BULK
        with Keys(house) as seat:
            seat.desk.get('list', LIST).get(contains='spam offer')
            seat.key('ctrl+l', 'ctrl+a')
            seat.desk.get(contains=f'{N_BULK} selected')
            seat.key('ctrl+e')
            wait.until(lambda: count(house, 'is:resolved') == N_BULK, 60, 'all of them resolved')
            seat.desk.get(contains='Resolved')
            seat.key('ctrl+z')
            wait.until(lambda: count(house, 'is:open') == N_BULK, 60, 'all of them open again')


def count(house, words):
    return len(house.json('conversations', '--filter', words, '--limit', str(N_BULK)))


if __name__ == '__main__':
    sys.exit(tap.run([
        ('a queue of twenty is worked off by the keyboard', a_queue),
        ('a message of last year is found by two word stems', found_again),
        ('two profiles become one person, and two again', one_person),
        ('five thousand are resolved at once, and opened again', thousands),
    ]))
