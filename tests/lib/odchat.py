# SPDX-License-Identifier: GPL-3.0-or-later
"""A strict little odchat/1 client for journeys.

It shows everything it is sent exactly once, in order: a hole, a repetition or an `ok` for something it never sent is an
error at once. What it has sent and nobody has acknowledged it keeps, and sends again with the same cid when it comes
back. Needs Debian's python3-websocket.

    visitor = Visitor('http://127.0.0.1:1234', 'w_main')
    visitor.connect()
    visitor.send('Hello 👋')
    visitor.wait_acknowledged()
"""
import json
import time

import websocket


class ProtocolError(AssertionError):
    """The server broke odchat/1."""


class Closed(Exception):
    """The socket was closed; `code` is the close code, None if it broke."""

    def __init__(self, code):
        super().__init__(f'closed with {code}')
        self.code = code


class Visitor:
    def __init__(self, url, widget, origin=None, timeout=10):
        self.url = url
        self.widget = widget
        self.origin = origin or url
        self.timeout = timeout
        self.token = None
        self.id = None
        self.last = 0  # highest contiguous seq shown
        self.events = {}  # seq: frame, or the own message it acknowledged
        self.gaps = []  # what the server said it leaves out
        self.outbox = {}  # cid: frame, not acknowledged, in order
        self.acknowledged = {}  # cid: seq
        self.errors = []
        self.other = []  # ephemeral frames
        self.online = None
        self.welcome = None
        self.socket = None
        self._number = 0

    # ---- the connection ----

    def connect(self, **hello):
        """Opens a socket, resumes, and sends again what was not acknowledged. Returns the welcome."""
        self.drop()
        address = 'ws' + self.url[len('http'):] + '/od/v1/ws'
        self.socket = websocket.create_connection(address, timeout=self.timeout, origin=self.origin, subprotocols=['odchat.1'])
        frame = {'t': 'hello', 'v': 1, 'widget': self.widget, 'after': self.last, **hello}
        if self.token:
            frame['token'] = self.token
        self.put(frame)
        self.welcome = None
        self.wait(lambda: self.welcome is not None, 'a welcome')
        for cid in list(self.outbox):
            self.put(self.outbox[cid])
        return self.welcome

    def drop(self):
        """Ends the connection as a cut cable would: nothing is said."""
        if self.socket is not None:
            self.socket.shutdown()
        self.socket = None

    def put(self, frame):
        try:
            self.socket.send(json.dumps(frame, ensure_ascii=False))
        except (OSError, websocket.WebSocketException) as error:
            raise Closed(None) from error

    # ---- requests ----

    def request(self, kind, **fields):
        """Sends a request that is stored; returns its cid. If the connection breaks, it is kept for the next."""
        self._number += 1
        cid = fields.pop('cid', f'{id(self):x}-{self._number}')
        self.outbox[cid] = {'t': kind, 'cid': cid, **fields}
        if self.socket is not None:
            self.put(self.outbox[cid])
        return cid

    def send(self, text, **fields):
        return self.request('msg', text=text, **fields)

    def ack(self):
        self.put({'t': 'ack', 'upto': self.last})

    def read(self):
        self.put({'t': 'read', 'upto': self.last})

    # ---- what comes ----

    def wait(self, condition, what, timeout=None):
        """Takes frames until @condition() holds."""
        end = time.monotonic() + (timeout or self.timeout)
        while not condition():
            left = end - time.monotonic()
            if left <= 0:
                raise TimeoutError(f'waited in vain for {what}; last seq {self.last}, errors {self.errors[-3:]}')
            self.take(left)

    def breathe(self):
        """Says that it is there, and takes what came. Who is never heard of is gone, as far as the desk knows."""
        self.put({'t': 'ping', 'n': 0})
        while self.take(0.001) is not None:
            pass

    def wait_acknowledged(self, timeout=None):
        self.wait(lambda: not self.outbox, 'the answers to what was sent', timeout)

    def wait_seq(self, seq, timeout=None):
        self.wait(lambda: self.last >= seq, f'event {seq}', timeout)

    def take(self, timeout=None):
        """Takes one frame, or nothing within @timeout seconds."""
        self.socket.settimeout(max(timeout or self.timeout, 0.001))
        try:
            opcode, data = self.socket.recv_data()
        except websocket.WebSocketTimeoutException:
            return None
        except (OSError, websocket.WebSocketException) as error:
            raise Closed(None) from error
        if opcode == websocket.ABNF.OPCODE_CLOSE:
            raise Closed(int.from_bytes(data[:2], 'big') if len(data) >= 2 else None)
        if opcode != websocket.ABNF.OPCODE_TEXT:
            raise ProtocolError(f'a frame with opcode {opcode}')
        frame = json.loads(data.decode('utf-8'))
        if not isinstance(frame, dict) or not isinstance(frame.get('t'), str):
            raise ProtocolError('a frame without "t"')
        getattr(self, f'_take_{frame["t"]}', self.other.append)(frame)
        return frame

    def _advance(self, frame, entry):
        seq = frame.get('seq')
        if not isinstance(seq, int) or isinstance(seq, bool) or not isinstance(frame.get('ts'), int):
            raise ProtocolError(f'{frame["t"]} without seq or ts')
        if seq != self.last + 1:
            raise ProtocolError(f'{frame["t"]} has seq {seq} after {self.last}')
        self.last = seq
        self.events[seq] = entry

    def _take_welcome(self, frame):
        self.token = frame.get('token', self.token)
        self.id = frame['me']['id']
        self.online = frame['online']
        if not frame['resumed'] and self.last > 0:
            raise ProtocolError('the server has forgotten this visitor')
        if frame['seq'] < self.last:
            raise ProtocolError(f'the newest seq is {frame["seq"]}, but {self.last} was seen')
        self.welcome = frame

    def _take_msg(self, frame):
        self._advance(frame, frame)
        if frame['from']['k'] == 'me':  # of another tab, or of a connection whose answer was lost
            self._settle(frame.get('cid'), frame['seq'], from_event=True)

    def _take_upd(self, frame):
        self._advance(frame, frame)

    def _take_conv(self, frame):
        self._advance(frame, frame)

    def _take_gap(self, frame):
        if frame['from'] != self.last + 1 or frame['to'] < frame['from']:
            raise ProtocolError(f'a gap {frame["from"]}..{frame["to"]} after {self.last}')
        self.gaps.append((frame['from'], frame['to']))
        self.last = frame['to']

    def _take_ok(self, frame):
        cid = frame.get('cid')
        known = self.acknowledged.get(cid)
        if known is not None and known != frame['seq']:
            raise ProtocolError(f'{cid} is {frame["seq"]} now and was {known}')
        if known is None and cid not in self.outbox:
            raise ProtocolError(f'ok for {cid}, which was never sent')
        if frame['seq'] > self.last:
            self._advance(frame, self.outbox.get(cid, frame))
        self._settle(cid, frame['seq'])

    def _settle(self, cid, seq, from_event=False):
        if cid in self.outbox:
            del self.outbox[cid]
            self.acknowledged[cid] = seq
        elif from_event and self.acknowledged.get(cid, seq) != seq:
            raise ProtocolError(f'{cid} stands twice: {self.acknowledged[cid]} and {seq}')

    def _take_err(self, frame):
        self.errors.append(frame)

    def _take_online(self, frame):
        self.online = frame['online']

    # ---- what was shown ----

    def texts(self, who=None):
        """The texts of all messages in order; @who: "me", "op" or "bot" for those alone."""
        found = []
        for seq in sorted(self.events):
            frame = self.events[seq]
            author = frame['from']['k'] if 'from' in frame else 'me'
            if frame['t'] == 'msg' and (who is None or who == author):
                found.append(frame.get('text', ''))
        return found

    def assert_contiguous(self):
        """Everything from 1 to the last was shown once, but for what the server said it leaves out."""
        left_out = {seq for first, last in self.gaps for seq in range(first, last + 1)}
        missing = set(range(1, self.last + 1)) - set(self.events) - left_out
        if missing:
            raise ProtocolError(f'never seen: {sorted(missing)[:10]}')
