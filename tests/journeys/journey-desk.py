#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main street: a customer writes on a page, the operator reads and answers in the window, by the accessibility bus."""
import os
import sys

from house import Customer, House, cdp, tap, wait

import shots

LIST, THREAD, COMPOSER, SEND = 'Conversations', 'Messages', 'Reply', 'Send'
GREETING = 'Здравствуйте 👋 — где мой заказ 1042?'
ANSWER = 'Добрый день! Уже еду 🚚'
PREVIEW = 'и ещё вопрос'


def picture(name):
    """Leaves a picture of the screen where OD_SHOTS says, for people."""
    if 'OD_SHOTS' in os.environ:
        shots.take(os.path.join(os.environ['OD_SHOTS'], f'{name}.png'))


def open_conversation(desk, text):
    """Chooses the row that shows TEXT, and sees it in the thread before anything is written."""
    desk.click(desk.get('list', LIST).get(contains=text))
    desk.get('list', THREAD).get(contains=text)


def answer(desk, text):
    composer = desk.get('text', COMPOSER)
    composer.set_text(text)
    desk.get('push button', SEND).do('click')
    wait.until(lambda: composer.text == '', 5, 'an empty composer')


def main_street():
    with House() as house:
        desk = house.desk()
        try:
            with cdp.Browser() as browser:
                customer = Customer(browser, house.url(), locale='ru')
                customer.up()
                customer.write(GREETING)
                open_conversation(desk, GREETING)
                desk.get('list', THREAD).get(contains=GREETING)
                answer(desk, ANSWER)
                desk.get('list', THREAD).get(contains=ANSWER)
                customer.wait_text(ANSWER, 'op')
                picture('main-street')

                customer.focus()
                customer.page.type(PREVIEW)
                desk.get(contains=PREVIEW)
                customer.reload()
                customer.wait_text(GREETING, 'me')
                customer.wait_text(ANSWER, 'op')
            row = house.conversations()[0]['row']
            assert house.texts(row, 'in', 'out') == [GREETING, ANSWER]
        finally:
            status = desk.stop()
        assert status == 0, f'the desk ended with status {status}'


def two_customers():
    with House() as house:
        desk = house.desk()
        try:
            with cdp.Browser() as browser:
                url = house.url()
                pages = {}
                for name in ('Anna', 'Boris'):
                    pages[name] = Customer(browser, url)
                    pages[name].up()
                    pages[name].write(f'I am {name}')
                    desk.get('list', LIST).get(contains=f'I am {name}')
                for name in ('Anna', 'Boris'):
                    open_conversation(desk, f'I am {name}')
                    desk.get('list', THREAD).get(contains=f'I am {name}')
                    answer(desk, f'Hello {name}')
                for name, page in pages.items():
                    page.wait_text(f'Hello {name}', 'op')
                    assert page.texts('me', 'op') == [f'I am {name}', f'Hello {name}'], page.texts()
        finally:
            desk.stop()


def killed_and_back():
    """The window dies between two messages; the next start shows both sides as they were, the draft too."""
    with House() as house:
        desk = house.desk()
        try:
            with cdp.Browser() as browser:
                customer = Customer(browser, house.url())
                customer.up()
                customer.write('before')
                open_conversation(desk, 'before')
                answer(desk, 'Hello, I am looking')
                customer.wait_text('Hello, I am looking', 'op')
                desk.get('text', COMPOSER).set_text('half a sen')
                wait.pause(2)  # a draft is kept a second after the last key
                desk.kill()
                customer.write('meanwhile')
                desk = house.desk()
                customer.nudge()
                customer.settled()
                open_conversation(desk, 'meanwhile')
                for text in ('before', 'Hello, I am looking', 'meanwhile'):
                    desk.get('list', THREAD).get(contains=text)
                wait.until(lambda: desk.get('text', COMPOSER).text == 'half a sen', 5, 'the draft')
            row = house.conversations()[0]['row']
            assert house.texts(row, 'in', 'out') == ['before', 'Hello, I am looking', 'meanwhile']
        finally:
            desk.stop()


if __name__ == '__main__':
    sys.exit(tap.run([
        ('a message to the window, an answer to the page', main_street),
        ('two customers in one window stay apart', two_customers),
        ('the window is killed and comes back', killed_and_back),
    ]))
