#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Customers on real pages and an operator at the control tool: nothing is lost, mixed up or kept that should not be."""
import sys

from house import Customer, House, cdp, tap, wait

GREETING = 'Здравствуйте 👋🏽 — где мой заказ № 1042? <b>Thanks</b> 👨‍👩‍👧'
ANSWER = 'Добрый день! Сейчас посмотрю 🔎 <script>alert(1)</script>'


def one_conversation(house):
    return wait.until(lambda: len(house.conversations()) == 1 and house.conversations()[0]['row'], 10, 'the conversation')


def talk():
    with House() as house, cdp.Browser() as browser:
        house.serve()
        customer = Customer(browser, house.url())
        customer.up()
        customer.write(GREETING)
        customer.wait_text(GREETING, 'me')
        row = one_conversation(house)
        assert house.texts(row, 'in') == [GREETING]
        house.ctl('send', row, ANSWER)
        customer.wait_text(ANSWER, 'op')
        assert all(x['markup'] == 0 for x in customer.messages())
        wait.until(lambda: house.messages(row, 'out')[0]['delivery'] in ('delivered', 'read'), 10, 'the receipt')

        customer.reload()
        customer.wait_text(GREETING, 'me')
        customer.wait_text(ANSWER, 'op')
        assert customer.texts('me', 'op') == [GREETING, ANSWER]
        assert len(house.conversations()) == 1
        assert customer.page.problems == [], customer.page.problems


def apart():
    with House() as house, cdp.Browser() as browser:
        house.serve()
        url = house.url()
        anna, boris = Customer(browser, url), Customer(browser, url, locale='ru')
        for customer, text in ((anna, 'from Anna'), (boris, 'от Бориса')):
            customer.up()
            customer.write(text)
            customer.settled()
        rows = wait.until(lambda: len(house.conversations()) == 2 and [x['row'] for x in house.conversations()], 10, 'two conversations')
        by_text = {house.texts(row, 'in')[0]: row for row in rows}
        assert set(by_text) == {'from Anna', 'от Бориса'}
        house.ctl('send', by_text['from Anna'], 'to Anna')
        house.ctl('send', by_text['от Бориса'], 'Борису')
        anna.wait_text('to Anna', 'op')
        boris.wait_text('Борису', 'op')
        assert anna.texts('me', 'op') == ['from Anna', 'to Anna']
        assert boris.texts('me', 'op') == ['от Бориса', 'Борису']


def typing_is_not_kept():
    secret = 'unsent-words-4711'
    with House() as house, cdp.Browser() as browser:
        house.serve()
        customer = Customer(browser, house.url())
        customer.up()
        customer.write('hello')
        customer.settled()
        row = one_conversation(house)
        customer.focus()
        customer.page.type(secret)
        # The page sends a preview about once a second; two of its beats, then a message behind it.
        wait.during(2.5, lambda: secret in house.ctl('show', row), 'a preview in the store')
        customer.page.evaluate('od.part("input").value = ""')
        customer.write('the next one')
        customer.settled()
        house.stop()
        for path in house.profile.rglob('*'):
            if path.is_file():
                assert secret.encode() not in path.read_bytes(), f'a preview lies in {path.name}'
        assert house.texts(row, 'in') == ['hello', 'the next one']


def away_and_back():
    """What is written while the desk is down arrives when it is back, on both sides."""
    with House() as house, cdp.Browser() as browser:
        house.serve()
        url = house.url()
        customer = Customer(browser, url)
        customer.up()
        customer.write('one')
        customer.settled()
        row = one_conversation(house)
        house.stop()
        customer.write('two')
        status, _output, errors = house.run('send', row, 'answer')
        assert status == 0 and errors, 'it should say that the reply waits'
        house.serve()
        assert house.url() == url, 'the port moved'
        customer.nudge()
        customer.settled()
        customer.wait_text('answer', 'op')
        assert house.texts(row, 'in') == ['one', 'two']
        assert house.texts(row, 'out') == ['answer']


def backup_and_check():
    with House() as house, cdp.Browser() as browser:
        house.serve()
        customer = Customer(browser, house.url())
        customer.up()
        customer.write(GREETING)
        customer.settled()
        copy = house.folder / 'copy.db'
        house.ctl('backup', copy)
        assert copy.stat().st_size > 0
        house.ctl('check')
        lines = house.ctl('export', '--format', 'ndjson')
        assert GREETING in lines, 'export writes what was said, unescaped'


if __name__ == '__main__':
    sys.exit(tap.run([
        ('a customer and an operator talk; a reload resumes', talk),
        ('two customers stay apart', apart),
        ('a typing preview is not stored', typing_is_not_kept),
        ('what is written while the desk is down arrives', away_and_back),
        ('backup, check and export beside a running desk', backup_and_check),
    ]))
