# SPDX-License-Identifier: GPL-3.0-or-later
"""A small, strict odchat/1 server for tests of the web chat's page.

It keeps visitors in memory, checks every frame that comes against the protocol and writes what is wrong into
`violations`; and it can be told to misbehave: refuse sockets, lose answers, skip or repeat numbers, go away.
One thread with one asyncio loop; the methods for tests may be called from any other thread.
"""

import asyncio
import base64
import hashlib
import html
import json
import struct
import threading
import time
import urllib.parse
from pathlib import Path

MIME = {'.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html; charset=utf-8'}
TEXT = {'msg': {'t', 'cid', 'text', 'files', 'reply_to'}, 'edit': {'t', 'cid', 'seq', 'text'}, 'del': {'t', 'cid', 'seq'},
        'react': {'t', 'cid', 'seq', 'emoji'}, 'typing': {'t', 'on', 'text'}, 'read': {'t', 'upto'},
        'form': {'t', 'cid', 'form', 'data'}, 'file_req': {'t', 'cid', 'name', 'type', 'size'}, 'ack': {'t', 'upto'},
        'ping': {'t', 'n'}, 'bye': {'t'},
        'hello': {'t', 'v', 'widget', 'token', 'after', 'lang', 'tz', 'page', 'identity', 'caps'}}


class Visitor:
    def __init__(self, number):
        self.id = f'c_{number}'
        self.token = f'od1.mock.{number}'
        self.events = []
        self.cids = {}
        self.sockets = []
        self.forms = []
        self.typing = []
        self.acked = self.read = 0
        self.changed = asyncio.Event()
        self.outgoing = []  # frames that are not durable, for one that polls


class Socket:
    def __init__(self, writer):
        self.writer = writer
        self.visitor = None
        self.typed_at = 0.0

    def send(self, frame):
        self.raw(1, json.dumps(frame, ensure_ascii=False).encode())

    def raw(self, opcode, data):
        if self.writer.is_closing():
            return
        size = len(data)
        head = bytes([0x80 | opcode]) + (bytes([size]) if size < 126 else struct.pack('>BH', 126, size) if size < 65536
                                         else struct.pack('>BQ', 127, size))
        self.writer.write(head + data)

    def close(self, code):
        self.raw(8, struct.pack('>H', code))
        self.writer.close()


class OdchatMock:
    """`with OdchatMock(folder_of_the_page) as mock:` serves on a free loopback port, `mock.url`."""

    def __init__(self, root, pages=None):
        self.root = Path(root)
        self.pages = pages or {}
        self.port = 0
        self.visitors = {}
        self.violations = []
        self.frames = []  # (frame, moment) as they came
        self.hellos = 0
        self.refuse_sockets = False
        self.refuse_with = None  # a status for everything below /od/v1 but the page's parts
        self.echo = False  # own messages come back to the socket that sent them
        self.online = True
        self.forms = None
        self.hold_ok = False
        self.next_error = None
        self.mute = False  # takes frames, answers nothing
        self.types = ['image/*', 'application/pdf', 'text/plain']
        self.files = {}
        self.keep = 500
        self.loop = asyncio.new_event_loop()
        self.server = None
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    # ---- for tests ----

    def __enter__(self):
        self.thread.start()
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

        async def finish():
            tasks = asyncio.all_tasks() - {asyncio.current_task()}
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        asyncio.run_coroutine_threadsafe(finish(), self.loop).result(10)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
        self.loop.close()

    @property
    def url(self):
        return f'http://127.0.0.1:{self.port}'

    def call(self, function, *args):
        async def run():
            return function(*args)
        return asyncio.run_coroutine_threadsafe(run(), self.loop).result(10)

    def start(self):
        async def run():
            self.server = await asyncio.start_server(self.serve, '127.0.0.1', self.port)
            self.port = self.server.sockets[0].getsockname()[1]
        asyncio.run_coroutine_threadsafe(run(), self.loop).result(10)

    def stop(self):
        """Goes away as a killed program does."""
        def run():
            self.server.close()
            for socket in self.sockets():
                socket.writer.transport.abort()
        self.call(run)

    def sockets(self):
        return [socket for visitor in self.visitors.values() for socket in visitor.sockets]

    def visitor(self, at=-1):
        return list(self.visitors.values())[at]

    def say(self, text='', visitor=None, **more):
        """The operator writes."""
        frame = {'t': 'msg', 'from': {'k': 'op', 'id': 'u7', 'name': 'Anna'}, 'text': text, **more}
        return self.call(self.add, visitor or self.visitor(), frame)

    def event(self, frame, visitor=None):
        return self.call(self.add, visitor or self.visitor(), frame)

    def push(self, frame, visitor=None):
        """A frame as it is, not stored."""
        self.call(self.tell, visitor or self.visitor(), frame)

    def close_all(self, code):
        self.call(lambda: [socket.close(code) for socket in self.sockets()])

    def texts(self, visitor=None):
        return [e.get('text') for e in (visitor or self.visitor()).events if e['t'] == 'msg' and e['from']['k'] == 'me']

    # ---- the protocol ----

    def wrong(self, why, frame):
        self.violations.append(f'{why}: {json.dumps(frame, ensure_ascii=False)[:300]}')

    def add(self, visitor, frame, sender=None):
        frame = {'seq': len(visitor.events) + 1, 'ts': int(time.time() * 1000), **frame}
        visitor.events.append(frame)
        for socket in visitor.sockets:
            if socket is not sender or self.echo or frame['t'] != 'msg':
                socket.send(frame)
        visitor.changed.set()
        return frame

    def tell(self, visitor, frame):
        for socket in visitor.sockets:
            socket.send(frame)
        visitor.outgoing.append(frame)
        visitor.changed.set()

    def since(self, visitor, after):
        if after == 0 and len(visitor.events) > self.keep:
            cut = len(visitor.events) - self.keep
            return [{'t': 'gap', 'from': 1, 'to': cut}, *visitor.events[cut:]]
        return visitor.events[after:]

    def hello(self, frame):
        """Returns the visitor and the answers, or None when the token is not ours."""
        self.hellos += 1
        if set(frame) - TEXT['hello'] or frame.get('v') != 1 or not frame.get('widget') or not isinstance(frame.get('after', 0), int):
            self.wrong('hello', frame)
        token = frame.get('token')
        visitor = self.visitors.get(token)
        if token and not visitor:
            return None
        resumed = bool(visitor) and frame.get('after', 0) <= len(visitor.events)
        if not visitor:
            visitor = Visitor(len(self.visitors) + 1)
            self.visitors[visitor.token] = visitor
        welcome = {'t': 'welcome', 'v': 1, 'token': visitor.token, 'me': {'id': visitor.id, 'verified': False},
                   'seq': len(visitor.events), 'resumed': resumed, 'online': self.online, 'hb': 25,
                   'limits': {'text': 4000, 'files': 5, 'size': 20971520, 'types': self.types}}
        if self.forms is not None:
            welcome['forms'] = self.forms
        return visitor, [welcome, *self.since(visitor, frame.get('after', 0) if resumed else 0)]

    def take(self, visitor, frame, socket=None):
        """One frame after the hello; returns the answers."""
        self.frames.append((frame, time.time()))
        kind = frame.get('t')
        if kind not in TEXT or kind == 'hello' or set(frame) - TEXT[kind]:
            self.wrong('unknown frame or field', frame)
            return []
        if 'cid' in TEXT[kind] and not (isinstance(frame.get('cid'), str) and 0 < len(frame['cid']) <= 40):
            self.wrong('cid', frame)
        if self.mute:
            return []
        check = getattr(self, f'take_{kind}', None)
        if check:
            return check(visitor, frame, socket)
        return self.request(visitor, frame, socket)

    def take_ping(self, visitor, frame, socket):
        return [{'t': 'pong', 'n': frame['n']}]

    def take_bye(self, visitor, frame, socket):
        return []

    def take_ack(self, visitor, frame, socket):
        if not 0 <= frame['upto'] <= len(visitor.events):
            self.wrong('ack', frame)
        visitor.acked = frame['upto']
        return []

    def take_read(self, visitor, frame, socket):
        if not 0 < frame['upto'] <= len(visitor.events):
            self.wrong('read', frame)
        visitor.read = frame['upto']
        return []

    def take_typing(self, visitor, frame, socket):
        if not isinstance(frame['on'], bool) or len(frame.get('text', '')) > 200:
            self.wrong('typing', frame)
        if socket and time.time() - socket.typed_at < 0.95:
            self.wrong('typing too often', frame)
        if socket:
            socket.typed_at = time.time()
        visitor.typing.append(frame)
        return []

    def take_file_req(self, visitor, frame, socket):
        if not any(frame['type'] == t or t.endswith('/*') and frame['type'].startswith(t[:-1]) for t in self.types):
            return [{'t': 'err', 'cid': frame['cid'], 'code': 'bad_file', 'text': 'type'}]
        file_id = f'f_{len(self.files) + 1}'
        self.files[file_id] = {**frame, 'body': None}
        return [{'t': 'file_ok', 'cid': frame['cid'], 'file_id': file_id, 'put': f'/od/v1/files/{file_id}?exp=9&sig=x', 'exp': 9}]

    def request(self, visitor, frame, socket):
        cid = frame['cid']
        if self.next_error:
            error, self.next_error = self.next_error, None
            return [{'t': 'err', 'cid': cid, **error}]
        if cid not in visitor.cids:
            visitor.cids[cid] = self.store(visitor, frame, socket)
        if self.hold_ok:
            return []
        return [{'t': 'ok', 'cid': cid, 'seq': visitor.cids[cid], 'ts': int(time.time() * 1000)}]

    def store(self, visitor, frame, socket):
        kind, cid = frame['t'], frame['cid']
        if kind == 'msg':
            text, files = frame.get('text'), frame.get('files', [])
            if not (text or files) or len(text or '') > 4000 or len(files) > 5 or any(not self.files[f]['body'] for f in files):
                self.wrong('msg', frame)
            event = {'t': 'msg', 'from': {'k': 'me', 'id': visitor.id}, 'cid': cid}
            if text:
                event['text'] = text
            if files:
                event['files'] = [{'id': f, 'name': self.files[f]['name'], 'type': self.files[f]['type'], 'size': self.files[f]['size'],
                                   'url': f'/od/v1/files/{f}?exp=9&sig=x'} for f in files]
            if frame.get('reply_to'):
                event['reply_to'] = frame['reply_to']
        elif kind == 'form':
            visitor.forms.append(frame)
            event = {'t': 'msg', 'from': {'k': 'sys'}, 'text': frame['form']}
        elif kind == 'edit':
            event = {'t': 'upd', 'ref': frame['seq'], 'text': frame['text']}
        elif kind == 'del':
            event = {'t': 'upd', 'ref': frame['seq'], 'deleted': True}
        else:
            event = {'t': 'upd', 'ref': frame['seq'], 'react': {frame['emoji']: {'n': 1, 'me': True}} if frame['emoji'] else {}}
        return self.add(visitor, event, socket)['seq']

    # ---- HTTP and WebSocket ----

    async def serve(self, reader, writer):
        try:
            while True:
                head = (await reader.readuntil(b'\r\n\r\n')).decode('latin-1').split('\r\n')
                method, target, _ = head[0].split(' ')
                headers = {k.strip().lower(): v.strip() for k, _, v in (line.partition(':') for line in head[1:] if line)}
                if headers.get('upgrade', '').lower() == 'websocket':
                    return await self.upgrade(reader, writer, headers)
                body = await reader.readexactly(int(headers.get('content-length', 0)))
                status, kind, data, more = await self.answer(method, target, headers, body)
                writer.write((f'HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\nCache-Control: no-cache\r\n'
                              'Access-Control-Allow-Origin: *\r\nAccess-Control-Allow-Headers: authorization, content-type\r\n'
                              f'Access-Control-Allow-Methods: GET, POST, PUT\r\n{more}\r\n').encode() + data)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def page(self, path):
        if path in self.pages:
            return 200, MIME['.html'], self.pages[path].replace('BASE', self.url).encode(), ''
        name = {'/chat': 'chat.html', '/widget.js': 'widget.js'}.get(path) or path.removeprefix('/od/v1/app/')
        file = self.root / name
        if '/' in name or not file.is_file():
            return 404, 'text/plain', b'', ''
        data = file.read_bytes().replace(b'%WIDGET%', html.escape('w_main').encode())
        return 200, MIME[file.suffix], data, ''

    async def answer(self, method, target, headers, body):
        path, _, query = target.partition('?')
        query = dict(urllib.parse.parse_qsl(query))
        if method == 'OPTIONS':
            return 204, 'text/plain', b'', ''
        if not path.startswith('/od/v1/') or path.startswith('/od/v1/app/'):
            return self.page(path)
        if self.refuse_with:
            return self.refuse_with, 'text/plain', b'', 'Retry-After: 1\r\nAccess-Control-Expose-Headers: Retry-After\r\n'
        if path.startswith('/od/v1/files/'):
            file = self.files[path.rpartition('/')[2]]
            if method == 'PUT':
                file['body'] = body
                return 201, 'text/plain', b'', ''
            return 200, file['type'], file['body'], ''
        visitor = self.visitors.get(headers.get('authorization', '').removeprefix('Bearer '))
        frames = None
        if path == '/od/v1/send':
            frames = self.sent(visitor, json.loads(body)['frames'])
        elif visitor and path == '/od/v1/poll':
            frames = await self.polled(visitor, int(query['after']), float(query['wait']))
        elif visitor and path == '/od/v1/history':
            before = int(query['before']) - 1
            frames = visitor.events[max(0, before - int(query['limit'])):before]
        if frames is None:
            return 401, 'text/plain', b'', ''
        return 200, 'application/json', json.dumps({'frames': frames, 'seq': len(visitor.events) if visitor else 0}).encode(), ''

    def sent(self, visitor, frames):
        out = []
        for frame in frames:
            if frame.get('t') == 'hello':
                if visitor:
                    self.wrong('hello, but the request has a token already', frame)
                found = self.hello(frame)
                if not found:
                    return None
                visitor, answers = found
                out += answers
            elif visitor:
                out += self.take(visitor, frame)
            else:
                return None
        return out

    async def polled(self, visitor, after, wait):
        if len(visitor.events) <= after and not visitor.outgoing:
            visitor.changed.clear()
            try:
                await asyncio.wait_for(visitor.changed.wait(), wait)
            except asyncio.TimeoutError:
                pass
        frames, visitor.outgoing = [*self.since(visitor, after), *visitor.outgoing], []
        return frames

    async def upgrade(self, reader, writer, headers):
        if self.refuse_sockets:
            writer.write(b'HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n')
            return
        if headers.get('sec-websocket-protocol') != 'odchat.1':
            self.wrong('subprotocol', headers)
        key = base64.b64encode(hashlib.sha1((headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').encode()).digest())
        writer.write(b'HTTP/1.1 101 Go\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: odchat.1\r\n'
                     b'Sec-WebSocket-Accept: ' + key + b'\r\n\r\n')
        socket = Socket(writer)
        try:
            await self.talk(reader, socket)
        finally:
            if socket.visitor and socket in socket.visitor.sockets:
                socket.visitor.sockets.remove(socket)

    async def talk(self, reader, socket):
        while True:
            first, second = await reader.readexactly(2)
            size = second & 127
            if size > 125:
                size = int.from_bytes(await reader.readexactly(2 if size == 126 else 8), 'big')
            mask = await reader.readexactly(4)
            data = bytes(b ^ mask[i % 4] for i, b in enumerate(await reader.readexactly(size)))
            if first & 15 == 8:
                code = struct.unpack('>H', data[:2])[0] if data else 1005
                self.frames.append(({'t': 'close', 'code': code}, time.time()))
                return socket.close(code if code != 1005 else 1000)
            if first & 15 != 1:
                continue
            frame = json.loads(data)
            if socket.visitor:
                for answer in self.take(socket.visitor, frame, socket):
                    socket.send(answer)
                continue
            found = self.hello(frame) if frame.get('t') == 'hello' else self.wrong('hello must be first', frame)
            if not found:
                return socket.close(4001)
            socket.visitor, answers = found
            socket.visitor.sockets.append(socket)
            for answer in answers:
                socket.send(answer)
