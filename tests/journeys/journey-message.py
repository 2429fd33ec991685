#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of a message once it is there: edited, deleted, reacted to from both ends; in a transcript; behind a link."""
import json
import subprocess
import sys

from house import Customer, House, begin, cdp, tap, wait
from seat import Seat

MESSAGE = '[...od.part("log").querySelectorAll("[data-testid=od-message]")].find((e) => e.textContent.includes({}))'


def on_page(customer, text, expression, what, seconds=10):
    """Waits until EXPRESSION is true of the message `e` that has TEXT."""
    return customer.page.wait(f'(() => {{ const e = {MESSAGE.format(json.dumps(text))}; return !!(e && ({expression})) }})()', seconds, what)


def page_menu(customer, text, button):
    """Opens the menu of a message on the page and presses what is called so."""
    on_page(customer, text, 'e.querySelector(".more")', 'the menu of a message')
    customer.page.evaluate(f'{MESSAGE.format(json.dumps(text))}.querySelector(".more").click()')
    customer.page.wait(f"""(() => {{ const b = [...od.part('panel').querySelectorAll('.pop button')].find((e) => e.textContent === {json.dumps(button)});
        if (b) b.click(); return !!b }})()""", 5, f'{button} in the menu')


def operator_changes():
    """Up edits the last own message; the menu, by the keyboard alone, deletes and reacts."""
    with House() as house, Seat(house) as seat, cdp.Browser() as browser:
        customer, row = begin(house, browser)
        seat.open('hello')
        for text in ('to be deleted', 'teh answer'):
            seat.send(text)
            customer.wait_text(text, 'op')
        wait.until(lambda: all(x['delivery'] in ('delivered', 'read') for x in house.messages(row, 'out')), 10, 'the receipts')
        seat.key('Up')
        seat.shows('teh answer')
        seat.find(contains='Editing your message')
        seat.key('ctrl+a', 'BackSpace')
        seat.send('the answer')
        on_page(customer, 'the answer', 'e.querySelector(".meta").textContent.includes("edited")', 'the edited message on the page')
        assert 'teh answer' not in customer.texts()
        seat.sees('the answer')
        seat.find(name='edited')

        seat.menu('to be deleted')
        seat.choose('Delete…')
        seat.confirm('Delete')
        seat.sees('Message deleted')
        on_page(customer, 'Message deleted', '!od.part("log").textContent.includes("to be deleted")', 'the message to go')

        seat.menu('hello')
        seat.choose('React…')
        seat.stands_at('👍')
        seat.key('space')
        on_page(customer, 'hello', "[...e.querySelectorAll('.react')].some((b) => b.textContent === '👍')", 'the reaction on the page')
        seat.thread.get(contains='👍 ')
        seat.menu('hello')
        seat.choose('React…')
        seat.stands_at('👍')
        seat.key('space')
        on_page(customer, 'hello', "!e.querySelector('.react')", 'the reaction to go')
        customer.reload()
        customer.wait_text('the answer', 'op')
        assert customer.texts('op')[-1:] == ['the answer'] and 'to be deleted' not in ' '.join(customer.texts()), customer.texts()


def customer_changes():
    with House() as house, Seat(house) as seat, cdp.Browser() as browser:
        customer, row = begin(house, browser, 'my oder')
        customer.write('forget this')
        customer.settled()
        seat.open('forget this')
        seat.send('which one?')
        customer.wait_text('which one?', 'op')

        page_menu(customer, 'my oder', 'Edit')
        customer.page.wait('od.part("input").value === "my oder"', 5, 'the text to be edited')
        customer.page.evaluate('od.part("input").value = ""')
        customer.write('my order')
        seat.sees('my order')
        seat.find(name='edited')
        seat.thread.gone(contains='my oder')

        page_menu(customer, 'forget this', 'Delete')
        seat.sees('Message deleted')
        page_menu(customer, 'which one?', '❤️')
        seat.thread.get(contains='❤️ Visitor')
        on_page(customer, 'which one?', "e.querySelector('.react[aria-pressed=true]')", 'the own reaction')
        customer.page.evaluate(f"{MESSAGE.format(json.dumps('which one?'))}.querySelector('.react').click()")
        seat.thread.gone(contains='❤')
        wait.until(lambda: house.texts(row, 'in')[0] == 'my order', 10, 'the edit in the store')

        seat.find('push button', 'what it said').do('click')
        seat.find(contains='forget this')


def transcript_pdf():
    """Saved from the window's dialog: both languages, no notes."""
    greeting, answer, secret = 'Здравствуйте, где мой заказ?', 'It left the warehouse today', 'секрет склада'
    with House() as house, Seat(house) as seat, cdp.Browser() as browser:
        customer, row = begin(house, browser, greeting, locale='ru')
        seat.open(greeting)
        seat.send(answer)
        customer.wait_text(answer, 'op')
        seat.note_mode()
        seat.send(secret)
        seat.sees(secret)
        path = house.folder / 'transcript.pdf'
        seat.press('More actions', 'push button')
        seat.choose('Transcript…')
        seat.find('push button', contains='Save')
        seat.key('alt+s')
        seat.choose_file(path)
        wait.until(lambda: path.exists() and path.read_bytes().rstrip().endswith(b'%%EOF'), 20, 'the PDF')
        seat.find(contains='Saved')
        run = subprocess.run(['pdftotext', '-layout', str(path), '-'], stdout=subprocess.PIPE, text=True, check=True)
        for words in (greeting, answer):
            assert words in run.stdout, f'{words!r} is not in the PDF: {run.stdout!r}'
        assert secret not in run.stdout, 'a note is in the PDF'
        assert house.messages(row, 'note')[0]['text'] == secret


def link_opens():
    """`omnidesk:` links, given to the program again, open the message in its conversation."""
    with House() as house, Seat(house) as seat, cdp.Browser() as browser:
        first, first_row = begin(house, browser, 'the first words')
        for i in range(30):
            house.ctl('send', first_row, f'answer {i}')
        second = Customer(browser, house.url())
        second.up()
        second.write('from another')
        seat.open('from another')
        message = house.messages(first_row, 'in')[0]['row']
        seat.follow(f'omnidesk:message/{message}')
        seat.sees('the first words')
        wait.until(lambda: seat.is_on_screen('the first words'), 10, 'the message on the screen', ignore=(seat.Lost,))
        seat.thread.gone(contains='from another')
        seat.follow('omnidesk:message/999999')
        seat.find(contains='There is no such message here')
        seat.follow('omnidesk:elsewhere')
        seat.find(contains='This link leads nowhere')
        assert first.page.problems == []


if __name__ == '__main__':
    sys.exit(tap.run([
        ('the operator edits, deletes and reacts', operator_changes),
        ('the customer edits, deletes and reacts', customer_changes),
        ('a transcript as PDF in two languages', transcript_pdf),
        ('a link opens its message', link_opens),
    ]))
