#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The network between the customer's page and the desk is cut, delayed, held, swallowed and repeated."""
import random
import sys
import urllib.parse

import faulty_proxy
from house import Customer, House, cdp, seed, tap, wait

N_IN, N_OUT = 120, 40


def numbered(prefix, n):
    return [f'{prefix}{i}' for i in range(1, n + 1)]


class Street:
    """House, bad network and one customer behind it."""

    def __init__(self, browser):
        self.number = seed()
        self.dice = random.Random(self.number)
        self.proxy = faulty_proxy.FaultyProxy(0, self.number)
        self.browser = browser

    def __enter__(self):
        self.proxy.__enter__()
        origin = f'http://127.0.0.1:{self.proxy.port}'
        self.house = House(messages_per_minute=6000, connects_per_minute=6000, origins=origin)
        self.house.serve()
        self.proxy.target_port = urllib.parse.urlsplit(self.house.url()).port
        self.customer = Customer(self.browser, origin)
        self.customer.up()
        self.customer.write('first')
        self.customer.settled()
        self.row = wait.until(lambda: self.house.conversations() and self.house.conversations()[0]['row'], 10, 'the conversation')
        return self

    def __exit__(self, *problem):
        self.proxy.__exit__(None, None, None)
        self.house.__exit__(*problem)

    def traffic(self, fault, n_rounds=20):
        """Both sides write, a share per round, and FAULT (round) happens in the middle of each."""
        customer, house = self.customer, self.house
        customer.page.evaluate(f'void od.write("message ", {N_IN})')
        customer.be_impatient()
        n_sent = 0
        for n in range(1, n_rounds + 1):
            customer.page.evaluate(f'od.limit = {N_IN * n // n_rounds}')
            while n_sent < N_OUT * n // n_rounds:
                n_sent += 1
                house.ctl('send', self.row, f'reply {n_sent}')
            wait.pause(self.dice.uniform(0, 0.2))
            fault()
            customer.nudge()
        self.proxy.release()
        self.proxy.delay_s, self.proxy.duplicate_chance, self.proxy.cut_after_bytes = (0, 0), 0, 0
        customer.nudge()

    def check(self):
        customer, house, proxy = self.customer, self.house, self.proxy
        customer.page.wait(f'od.written === {N_IN}', 90, 'the last message')
        customer.settled(90)
        customer.wait_text(f'reply {N_OUT}', 'op', 60)
        tap.say(proxy.counts)
        from_customer, from_operator = ['first', *numbered('message ', N_IN)], numbered('reply ', N_OUT)
        for got, wanted, where in ((house.texts(self.row, 'in'), from_customer, 'store'), (customer.texts('me'), from_customer, 'page'),
                                   (house.texts(self.row, 'out'), from_operator, 'store'), (customer.texts('op'), from_operator, 'page')):
            assert got == wanted, f'{where}: {len(got)} of {len(wanted)}: {[x for x in wanted if x not in got][:5]} are missing, or the order differs'
        assert len(house.conversations()) == 1


def with_fault(prepare):
    with cdp.Browser() as browser, Street(browser) as street:
        street.traffic(prepare(street))
        street.check()


def cut(street):
    return street.proxy.cut


def cut_in_frames(street):
    street.proxy.cut_after_bytes = 6000
    return street.proxy.cut


def delayed(street):
    street.proxy.delay_s = (0.0, 0.06)
    return lambda: None


def repeated(street):
    street.proxy.duplicate_chance = 0.4
    return lambda: None


def held_and_swallowed(street):
    def fault():
        if street.dice.random() < 0.5:
            street.proxy.hold()
            wait.pause(street.dice.uniform(0, 0.2))
            street.proxy.release()
        else:
            street.proxy.swallow()
            wait.pause(street.dice.uniform(0, 0.2))
            street.proxy.cut()
    return fault


def everything(street):
    street.proxy.delay_s, street.proxy.duplicate_chance, street.proxy.cut_after_bytes = (0.0, 0.02), 0.2, 20000
    return held_and_swallowed(street)


if __name__ == '__main__':
    sys.exit(tap.run([(words, lambda prepare=prepare: with_fault(prepare)) for words, prepare in (
        ('cut', cut), ('cut in the middle of a frame', cut_in_frames), ('delayed', delayed), ('repeated', repeated),
        ('held and swallowed', held_and_swallowed), ('all of it', everything))]))
