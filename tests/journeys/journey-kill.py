#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""SIGKILL at fifty random moments, while a customer sends 500 numbered messages and an operator 100."""
import random
import sys
import threading
import urllib.parse

from house import Customer, House, cdp, seed, tap, wait

KILLS, FROM_CUSTOMER, FROM_OPERATOR = 50, 500, 100


class Operator(threading.Thread):
    """Sends `limit` numbered replies by the control tool; `limit` may grow. As a person would, looks before it repeats one."""

    def __init__(self, house, row):
        super().__init__(daemon=True)
        self.house, self.row = house, row
        self.limit = self.n_sent = 0
        self.n_failed = 0
        self.problem = None
        self.more = threading.Condition()

    def allow(self, limit):
        with self.more:
            self.limit = limit
            self.more.notify()

    def run(self):
        try:
            while self.n_sent < FROM_OPERATOR:
                with self.more:
                    self.more.wait_for(lambda: self.n_sent < self.limit, 60)
                text = f'reply {self.n_sent + 1}'
                status, _output, _errors = self.house.run('send', self.row, text)
                if status != 0:
                    self.n_failed += 1
                    if text not in self.house.texts(self.row, 'out'):
                        continue
                self.n_sent += 1
        except Exception as problem:  # told by the main thread
            self.problem = problem


def numbered(prefix, n):
    return [f'{prefix}{i}' for i in range(1, n + 1)]


def assert_same(got, wanted, where):
    """Says which are missing, twice there or out of place, not 500 lines."""
    if got == wanted:
        return
    missing = sorted(set(wanted) - set(got))
    twice = sorted({x for x in got if got.count(x) > 1})
    place = next((i for i, (a, b) in enumerate(zip(got, wanted)) if a != b), min(len(got), len(wanted)))
    raise AssertionError(f'{where}: {len(got)} of {len(wanted)}; missing {missing[:5]}; twice {twice[:5]}; '
                         f'first difference at {place}: {got[place:place + 3]} for {wanted[place:place + 3]}')


def killed():
    dice = random.Random(seed())
    with House(messages_per_minute=6000, connects_per_minute=6000) as house, cdp.Browser() as browser:
        house.serve()
        url = house.url()
        port = urllib.parse.urlsplit(url).port
        customer = Customer(browser, url)
        customer.up()
        customer.write('first')
        customer.settled()
        row = wait.until(lambda: house.conversations() and house.conversations()[0]['row'], 10, 'the conversation')
        operator = Operator(house, row)
        operator.start()
        customer.page.evaluate(f'void od.write("message ", {FROM_CUSTOMER})')
        customer.be_impatient()

        for n in range(1, KILLS + 1):
            customer.page.evaluate(f'od.limit = {FROM_CUSTOMER * n // KILLS}')
            operator.allow(FROM_OPERATOR * n // KILLS)
            customer.nudge()
            wait.pause(dice.uniform(0, 0.4))
            house.kill()
            house.serve()
            # Some kills shall hit the start itself; most shall hit the work.
            if dice.random() < 0.8:
                house.listening(port)
        house.listening(port)
        customer.nudge()

        operator.join(120)
        assert operator.problem is None and not operator.is_alive(), operator.problem or 'the operator is not done'
        customer.page.wait(f'od.written === {FROM_CUSTOMER}', 60, 'the last message')
        customer.settled(90)
        customer.wait_text(f'reply {FROM_OPERATOR}', 'op', 60)
        tap.say(f'{operator.n_failed} commands of the operator were cut off')

        from_customer = ['first', *numbered('message ', FROM_CUSTOMER)]
        from_operator = numbered('reply ', FROM_OPERATOR)
        assert_same(house.texts(row, 'in'), from_customer, 'from the customer, in the store')
        assert_same(house.texts(row, 'out'), from_operator, 'from the operator, in the store')
        assert_same(customer.texts('op'), from_operator, 'from the operator, on the page')
        assert_same(customer.texts('me'), from_customer, 'from the customer, on the page')
        seqs = [x['seq'] for x in customer.messages()]
        assert seqs == sorted(seqs) and len(set(seqs)) == len(seqs), 'the page is not in order'
        assert len(house.conversations()) == 1
        house.ctl('check')


if __name__ == '__main__':
    sys.exit(tap.run([('fifty kills', killed)]))
