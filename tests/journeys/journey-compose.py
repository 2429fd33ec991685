#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing an answer: drafts and a crash, canned replies, notes that stay here, news that stop an answer, and what is sent later or taken back."""
import json
import re
import sys
import urllib.request

from house import Customer, House, begin, cdp, tap, wait
from seat import Seat

import odchat
import samples

AGAIN = 'Press Enter again to send.'


def draft_survives():
    with House() as house, Seat(house) as seat, cdp.Browser() as browser:
        url = house.url()
        customer, _row = begin(house, browser, 'from Anna')
        other = Customer(browser, url)
        other.up()
        other.write('from Boris')
        picture = house.folder / 'chart.png'
        picture.write_bytes(samples.png((12, 90, 200)))
        seat.open('from Boris')
        seat.write('for Boris only')
        seat.open('from Anna')
        seat.write('Половина предлож')
        seat.offer_files('clipboard', picture)
        seat.paste()
        seat.has_files(picture.name)
        seat.note_mode()
        seat.shows('')
        seat.write('a note, half')
        wanted = {'for Boris only', 'Половина предлож', 'a note, half'}, {picture.name}
        wait.until(lambda: seat.drafts() == wanted, 10, 'the drafts in the store')
        seat.kill()
        picture.unlink()
        seat.start()
        seat.open('from Boris')
        seat.shows('for Boris only')
        assert seat.desk.find(contains=picture.name) is None, 'the file is in the wrong conversation'
        seat.open('from Anna')
        if seat.text.name == 'Reply':
            seat.note_mode()
        seat.shows('a note, half')
        seat.reply_mode()
        seat.shows('Половина предлож')
        seat.has_files(picture.name)
        seat.key('Return')
        seat.shows('')
        customer.wait_text('Половина предлож', 'op')
        customer.page.wait("!!od.part('log').querySelector('.op img')", 10, 'the picture of the draft')


def canned_reply():
    with House(prechat='true') as house, Seat(house) as seat, cdp.Browser() as browser:
        house.ctl('canned', 'add', 'order', '{customer.first_name|друг}, заказ {?Order number} уже в пути. — {operator.name|Shop}',
                  '--title', 'Order')
        customer = Customer(browser, house.url())
        customer.page.wait('!!od.part("form-prechat")', 10, 'the form')
        customer.page.evaluate('''(() => { const f = od.part("form-prechat"); f.elements.name.value = "Мария Петрова";
            f.elements.consent.checked = true; f.requestSubmit(); })()''')
        customer.page.wait('!od.part("input").closest("footer").hidden', 15, 'the form to go')
        customer.up()
        customer.write('where is it?')
        seat.open('where is it?')
        seat.type('/order')
        seat.key('Tab')
        wait.until(lambda: 'Мария, заказ' in seat.text.text, 10, 'the name filled in')
        filled = seat.text.text
        assert '{' in filled or '?' in filled or 'Order number' in filled, f'no prompt in {filled!r}'
        seat.desk.type('1042')
        wait.until(lambda: 'заказ 1042 уже' in seat.text.text, 5, 'the prompt filled in')
        text = seat.text.text
        assert text.startswith('Мария, заказ 1042 уже в пути. — ') and '{' not in text, text
        seat.key('Return')
        seat.shows('')
        customer.wait_text(text, 'op')


class Ear(odchat.Visitor):
    """Another socket of the same visitor, which keeps all it hears."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.heard = []

    def take(self, timeout=None):
        frame = super().take(timeout)
        if frame is not None:
            self.heard.append(json.dumps(frame, ensure_ascii=False))
        return frame


def note_stays():
    secrets = ('between-us-1', 'между-нами-2', 'note-file-3.txt')
    with House() as house, Seat(house) as seat, cdp.Browser() as browser:
        url = house.url()
        customer, row = begin(house, browser)
        with urllib.request.urlopen(f'{url}/chat', timeout=10) as page:
            widget = re.search(r'\bw_\w+', page.read().decode())[0]
        ear = Ear(url, widget)
        ear.token = customer.page.evaluate("JSON.parse(localStorage[Object.keys(localStorage).find((k) => k.endsWith(':token'))])")
        ear.connect()
        ear.wait_seq(1)
        seat.open('hello')
        paper = house.folder / secrets[2]
        paper.write_text('for colleagues')
        seat.note_mode()
        seat.send(secrets[0])
        seat.type('@')
        seat.key('Return')
        wait.until(lambda: re.match(r'@\w', seat.text.text), 5, 'a name behind the @')
        seat.write(secrets[1])
        seat.offer_files('clipboard', paper)
        seat.paste()
        seat.has_files(secrets[2])
        seat.key('Return')
        seat.shows('')
        seat.sees(secrets[1])
        house.ctl('note', row, f'{secrets[0]} by the control tool')
        wait.until(lambda: len(house.messages(row, 'note')) == 3, 10, 'three notes')
        assert house.messages(row, 'note')[1]['attachments'][0]['name'] == secrets[2]
        seat.reply_mode()
        seat.send('the public answer')
        customer.wait_text('the public answer', 'op')
        ear.wait(lambda: 'the public answer' in ear.texts('op'), 'the answer on the second socket')
        heard = '\n'.join(ear.heard)
        page_shows = customer.page.evaluate("od.part('log').textContent")
        for secret in (*secrets, 'for colleagues'):
            assert secret not in heard and secret not in page_shows, f'{secret} left the desk'
        assert 'note' not in {json.loads(x)['t'] for x in ear.heard}
        assert ear.last == 2, f'something else was numbered: {heard}'
        customer.reload()
        customer.wait_text('the public answer', 'op')
        assert customer.texts('me', 'op') == ['hello', 'the public answer'], customer.texts()
        ear.drop()


def strip(seat, *pieces):
    """Waits for a line of the composer with all these words."""
    def found():
        return next((x for x in seat.desk.walk() if all(p in (x.name or x.text) for p in pieces)), None)
    return wait.until(found, 10, f'a line with {pieces}', ignore=(seat.Lost,))


def the_hold():
    """News below the fold: they are told while one types, the first Enter stops, the second sends."""
    tall = '\n'.join(f'line {i}' for i in range(70))
    with House() as house, Seat(house) as seat, cdp.Browser() as browser:
        customer, row = begin(house, browser)
        customer.write(tall)
        customer.settled()
        seat.open('line 0', shows='line 69')
        for words, tell in (('answered elsewhere', lambda: house.ctl('send', row, 'answered elsewhere')),
                            ('one more thing', lambda: customer.write('one more thing'))):
            seat.scroll_up()
            seat.focus()
            seat.write(f'my answer after {words}')
            tell()
            strip(seat, words, 'while you were typing' if words == 'one more thing' else 'answered')
            seat.key('Return')
            strip(seat, words, AGAIN)
            assert seat.text.text == f'my answer after {words}', 'the first Enter sent it'
            seat.key('Return')
            seat.shows('')
            customer.wait_text(f'my answer after {words}', 'op')
        assert customer.texts('op') == ['answered elsewhere', 'my answer after answered elsewhere', 'my answer after one more thing']


def later_and_undo():
    with House() as house, Seat(house, undo=5) as seat, cdp.Browser() as browser:
        customer, row = begin(house, browser)
        seat.open('hello')
        seat.write('taken back')
        seat.key('Return')
        seat.shows('')
        strip(seat, 'Sent')
        seat.key('ctrl+z')
        seat.shows('taken back')
        seat.key('ctrl+a', 'BackSpace')
        seat.shows('')
        assert house.texts(row, 'out') == [], 'what was taken back is still there'

        seat.write('in an hour')
        seat.press('Other Ways to Send')
        seat.choose('Send Later')
        seat.choose('In an Hour')
        seat.shows('')
        strip(seat, 'It will be sent')
        seat.sees('Will be sent')
        message = wait.until(lambda: house.messages(row, 'out'), 10, 'the reply in the store')[0]
        assert message['text'] == 'in an hour' and message['delivery'] == 'queued', message

        seat.focus()
        seat.write('Done, bye')
        seat.key('ctrl+shift+Return')
        seat.shows('')
        customer.wait_text('Done, bye', 'op', seconds=15)
        wait.until(lambda: house.conversations()[0]['status'] == 'resolved', 10, 'the conversation to be resolved')
        assert 'in an hour' not in customer.texts(), 'it went before its time'


if __name__ == '__main__':
    sys.exit(tap.run([
        ('a draft of text, note and file survives SIGKILL', draft_survives),
        ('a canned reply is filled in', canned_reply),
        ('a note never leaves the desk', note_stays),
        ('the hold: news stop the first Enter', the_hold),
        ('undo, send later, send and resolve', later_and_undo),
    ]))
