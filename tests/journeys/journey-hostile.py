#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Strangers at the real `serve`: each is refused with the documented word, memory stays bounded, and a customer chats on undisturbed."""
import contextlib
import functools
import json
import pathlib
import re
import socket
import struct
import sys
import urllib.error
import urllib.parse
import urllib.request

import websocket

from house import Customer, House, cdp, tap, wait

SAMPLES = pathlib.Path(__file__).resolve().parent.parent / 'data' / 'webchat'
# What each bad sample is: (err.code, or the close code of a frame that is no frame)
BAD = {'bad_html_names': 'too_long', 'bad_long_text': 1009, 'bad_missing': 'bad_frame', 'bad_nested_200': 'bad_json',
       'bad_path_traversal': 'bad_json', 'bad_wrong_types': 'bad_frame'}
CONNECTS = 10000
MAX_GROWTH_MIB = 48
MARKUP = '<script>alert(1)</script><img src=x onerror=alert(1)>'


def resident_mib(pid):
    status = pathlib.Path(f'/proc/{pid}/status').read_text()
    return int(re.search(r'^VmRSS:\s+(\d+)', status, re.M)[1]) / 1024


def open_files(pid):
    return len(list(pathlib.Path(f'/proc/{pid}/fd').iterdir()))


@functools.cache
def widget_of(url):
    with urllib.request.urlopen(f'{url}/chat', timeout=10) as page:
        return re.search(r'\bw_\w+', page.read().decode())[0]


class Wire:
    """A WebSocket spoken by hand, so that it can be spoken badly."""

    def __init__(self, url, hello=True, origin=None):
        self.widget = widget_of(url)
        self.socket = websocket.create_connection(url.replace('http', 'ws') + '/od/v1/ws', timeout=10, subprotocols=['odchat.1'],
                                                  origin=origin or url)
        if hello:
            self.hello()

    def __enter__(self):
        return self

    def __exit__(self, *_unused):
        self.socket.close()

    def say(self, **frame):
        self.raw(json.dumps(frame).encode())

    def raw(self, data, opcode=websocket.ABNF.OPCODE_TEXT, fin=1):
        self.socket.send_frame(websocket.ABNF.create_frame(data, opcode, fin))

    def hello(self):
        self.say(t='hello', v=1, widget=self.widget)
        answer = self.hear('welcome')
        assert not isinstance(answer, int), f'no welcome, closed with {answer}'
        return answer

    def hear(self, *kinds):
        """The next frame of one of KINDS, or the close code."""
        while True:
            opcode, data = self.socket.recv_data(control_frame=True)
            if opcode == websocket.ABNF.OPCODE_CLOSE:
                return struct.unpack('!H', data[:2])[0] if len(data) >= 2 else 1005
            if opcode == websocket.ABNF.OPCODE_TEXT:
                frame = json.loads(data)
                if frame['t'] in kinds:
                    return frame


@contextlib.contextmanager
def house_and_bystander(**settings):
    """Runs a test beside a customer who writes before, during and after it."""
    with House(messages_per_minute=6000, **settings) as house, cdp.Browser() as browser:
        house.serve()
        url = house.url()
        customer = Customer(browser, url)
        customer.up()
        house.pid = house.process.pid
        n = 0

        def chat():
            nonlocal n
            n += 1
            customer.write(f'still here {n}')
            customer.settled(10)

        chat()
        yield house, url, customer, chat
        chat()
        row = next(x['row'] for x in house.conversations() if f'still here {n}' in house.texts(x['row'], 'in'))
        assert house.texts(row, 'in') == [f'still here {i}' for i in range(1, n + 1)]
        assert customer.page.problems == [], customer.page.problems


def bad_samples():
    with house_and_bystander() as (house, url, _customer, chat):
        names = {x.stem for x in SAMPLES.glob('bad_*.json')}
        assert names == set(BAD), 'a sample has no documented answer'
        for name, wanted in BAD.items():
            with Wire(url) as wire:
                wire.raw((SAMPLES / f'{name}.json').read_bytes())
                answer = wire.hear('err', 'ok', 'file_ok')
                got = answer if isinstance(answer, int) else answer.get('code', answer['t'])
                assert got == wanted, f'{name}: {answer}'
                if isinstance(wanted, str):
                    wire.say(t='ping', n=7)
                    assert wire.hear('pong')['n'] == 7, f'{name}: the connection should live on'
        chat()
        assert len(house.conversations()) == 1, 'a bad frame made a conversation'


def wrong_frames():
    with house_and_bystander() as (house, url, _customer, chat):
        abnf = websocket.ABNF
        cases = (('64 KiB and one', b'{"t":"ping","n":1,"x":"' + b'x' * 65536 + b'"}', abnf.OPCODE_TEXT, 1, 1009),
                 ('two MiB', b'x' * (2 << 20), abnf.OPCODE_TEXT, 1, 1009),
                 ('a fragment', b'{"t":', abnf.OPCODE_TEXT, 0, 1009),
                 ('binary', b'{"t":"ping","n":1}', abnf.OPCODE_BINARY, 1, 1003),
                 ('no UTF-8', b'{"t":"ping","x":"\xff\xfe"}', abnf.OPCODE_TEXT, 1, 1007))
        for words, data, opcode, fin, wanted in cases:
            with Wire(url) as wire:
                try:
                    wire.raw(data, opcode, fin)
                    code = wire.hear()
                except (BrokenPipeError, ConnectionResetError):
                    code = 1009 if len(data) > 1 << 20 else None  # it hung up on us in the middle
                assert code == wanted, f'{words}: {code}'
        with Wire(url, hello=False) as wire:
            assert wire.hear() == 1008, 'who says nothing goes within five seconds'
        chat()
        before = resident_mib(house.pid)
        for _ in range(300):
            with Wire(url) as wire, contextlib.suppress(BrokenPipeError, ConnectionResetError, websocket.WebSocketException):
                wire.raw(b'x' * (1 << 18))
        chat()
        growth = resident_mib(house.pid) - before
        tap.say(f'75 MiB of frames too large: {growth:.1f} MiB more')
        assert growth < MAX_GROWTH_MIB


def status_of(url, method='GET', data=None, **headers):
    request = urllib.request.Request(url, data=data, method=method, headers={k.replace('_', '-'): v for k, v in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as problem:
        return problem.code


def raw_status(url, request):
    """The status of the answer to REQUEST, as it stands; 0 for none."""
    at = urllib.parse.urlsplit(url)
    with socket.create_connection((at.hostname, at.port), 10) as wire:
        wire.sendall(request)
        answer = wire.recv(4096)
    found = re.match(rb'HTTP/1\.1 (\d+)', answer)
    return int(found[1]) if found else 0


def strangers():
    with house_and_bystander() as (house, url, _customer, chat):
        for origin in ('https://evil.example', 'null', url.replace('127.0.0.1', '127.0.0.1.evil.example'), url + '0', 'file://'):
            try:
                Wire(url, hello=False, origin=origin).__exit__()
                raise AssertionError(f'{origin} was let in')
            except websocket.WebSocketBadStatusException as problem:
                assert problem.status_code == 403, f'{origin}: {problem.status_code}'
            status = status_of(f'{url}/od/v1/send', 'POST', b'{"frames":[{"t":"hello","v":1,"widget":"w_any"}]}', Origin=origin)
            assert status == 403, f'{origin}, by HTTP: {status}'

        with Wire(url, hello=False) as wire:
            token = wire.hello()['token']
        head, claims, mark = token.split('.')
        other = 'A' if mark[0] != 'A' else 'B'
        for forged in (f'{head}.{claims}.{other}{mark[1:]}', f'{head}.e30.{mark}', f'{head}.{claims}.', 'od1', 'od9.' + token[4:], token[:-1], ''):
            with Wire(url, hello=False) as wire:
                wire.say(t='hello', v=1, widget=wire.widget, token=forged)
                assert wire.hear() == 4001, f'a forged token was taken: {forged}'
            if forged:
                assert status_of(f'{url}/od/v1/poll?after=0&wait=0', Authorization=f'Bearer {forged}', Origin=url) == 401

        with Wire(url) as wire:
            wire.say(t='file_req', cid='f1', name='../../../../etc/passwd.txt', type='text/plain', size=5)
            put = wire.hear('file_ok', 'err')['put']
        link = urllib.parse.urljoin(url, put)
        last = '0' if link[-1] != '0' else '1'
        assert status_of(link[:-1] + last, 'PUT', b'hello', Origin=url) == 403
        assert status_of(re.sub(r'exp=(\d+)', 'exp=9999999999', link), 'PUT', b'hello', Origin=url) == 403
        assert status_of(link, 'GET', Origin=url) == 403, 'a link to put is none to get'
        assert status_of(link, 'PUT', b'hello', Origin=url) == 201
        outside = [x for x in house.profile.rglob('*passwd*')] + [x for x in house.folder.glob('*passwd*')]
        assert outside == [], outside

        for path in ('/../../../../etc/passwd', '/od/v1/files/../../store.db', '/od/v1/files/%2e%2e%2f%2e%2e%2fstore.db', '/%2e%2e/%2e%2e/etc/passwd',
                     '/chat/../../server.keys', '/od/v1/files/..%00', '/\xff'.encode('latin-1').decode('latin-1')):
            status = raw_status(url, f'GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'.encode('latin-1'))
            assert status in (400, 403, 404), f'{path}: {status}'
        chat()


def markup():
    with house_and_bystander() as (house, url, customer, _chat):
        row = house.conversations()[0]['row']
        customer.write(MARKUP)
        house.ctl('send', row, MARKUP)
        customer.wait_text(MARKUP, 'me')
        customer.wait_text(MARKUP, 'op')
        assert all(x['markup'] == 0 for x in customer.messages())
        with Wire(url) as wire:
            form = {'cid': 'm', 'form': 'prechat', 'data': {'name': MARKUP, 'email': 'a@shop.example', 'consent': True}}
            wire.say(t='form', **form)
            answer = wire.hear('ok', 'err')
            assert answer['t'] == 'err' and answer['code'] == 'rate', 'no person fills a form in less than three seconds'
            wait.pause(answer['retry'])
            wire.say(t='form', **form)
            answer = wire.hear('ok', 'err')
            assert answer['t'] == 'ok', answer
            wire.say(t='msg', cid='n', text=MARKUP)
            answer = wire.hear('ok', 'err')
            assert answer['t'] == 'ok', answer
        named = [x for x in house.json('customers') if MARKUP in x['name']]
        assert len(named) == 1, 'a name is kept as it was written'
        customer.reload()
        customer.wait_text(MARKUP, 'op')
        assert all(x['markup'] == 0 for x in customer.messages())
        # The bystander's count would find these two between its own.
        house.texts = lambda r, *d, texts=house.texts: [t for t in texts(r, *d) if t != MARKUP]


def connects():
    with house_and_bystander() as (house, url, _customer, chat):
        at = urllib.parse.urlsplit(url)
        where = (at.hostname, at.port)
        kinds = (b'', b'GET /chat HTTP/1.1\r\nHo', b'GET /chat HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', b'\x16\x03\x01\x00\xa5\x01\x00', b'PUT / HTTP/1.1\r\n\r\n')
        for i in range(500):  # whatever is made once is made now
            with socket.create_connection(where, 10) as wire:
                wire.sendall(kinds[i % len(kinds)])
        chat()
        before, files = resident_mib(house.pid), open_files(house.pid)
        for i in range(CONNECTS):
            with contextlib.suppress(ConnectionError, TimeoutError), socket.create_connection(where, 10) as wire:
                wire.sendall(kinds[i % len(kinds)])
            if i % 2500 == 0:
                chat()
        wait.until(lambda: open_files(house.pid) <= files + 20, 15, 'the sockets to be closed')
        growth = resident_mib(house.pid) - before
        tap.say(f'{CONNECTS} connects: {growth:.1f} MiB more, {resident_mib(house.pid):.0f} MiB in all')
        assert growth < MAX_GROWTH_MIB


def slow_senders():
    with house_and_bystander(max_sockets=100) as (house, url, _customer, chat):
        at = urllib.parse.urlsplit(url)
        files = open_files(house.pid)
        slow = []
        for _ in range(300):
            wire = socket.create_connection((at.hostname, at.port), 10)
            wire.settimeout(0.05)
            slow.append(wire)
        for beat in range(4):
            for wire in slow:
                with contextlib.suppress(OSError):
                    wire.sendall(b'GET /chat HTTP/1.1\r\nX-Slow: ' if beat == 0 else b'a')
            chat()
            wait.pause(0.5)
        wait.until(lambda: open_files(house.pid) <= files + 20, 25, 'slow senders to be dropped', step=0.5)
        for wire in slow:
            wire.close()


def limited():
    with House(limit_loopback='true') as house:
        house.serve()
        url = house.url()
        codes = []
        for _ in range(14):
            try:
                Wire(url, hello=False).__exit__()
                codes.append(101)
            except websocket.WebSocketBadStatusException as problem:
                codes.append(problem.status_code)
                assert int(problem.resp_headers['retry-after']) >= 1
        assert codes[:10] == [101] * 10 and set(codes[10:]) == {429}, codes


if __name__ == '__main__':
    sys.exit(tap.run([
        ('every bad sample gets its documented answer', bad_samples),
        ('frames that are too large, torn, binary or no text', wrong_frames),
        ('wrong origins, forged tokens and links, paths that climb', strangers),
        ('markup in texts and names stays text', markup),
        ('ten thousand connects', connects),
        ('slow senders', slow_senders),
        ('an address that connects too often', limited),
    ]))
