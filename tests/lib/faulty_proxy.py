# SPDX-License-Identifier: GPL-3.0-or-later
"""A bad network between a browser and the desk: a proxy on loopback that cuts, delays, holds,
swallows and repeats, on command or at random from a seed.

Bytes of a TCP stream cannot be repeated without breaking it, so what is repeated are whole
frames of a WebSocket, in both directions, and whole requests, on a connection of their own.
"""
import asyncio
import random
import threading

CHUNK = 16 * 1024
MAX_FRAME = 4 * 1024 * 1024


class FrameSplitter:
    """Cuts a stream that has become a WebSocket into whole frames. Before that, bytes pass as they come."""

    def __init__(self):
        self.buffer = b''
        self.in_frames = False

    def feed(self, data):
        """Yields (bytes, whether they are one whole data frame)."""
        self.buffer += data
        if not self.in_frames:
            # Each side's part of the handshake ends with an empty line; what follows it is frames.
            end = self.buffer.find(b'\r\n\r\n')
            head = self.buffer[:end].lower() if end >= 0 else self.buffer.lower()
            if b'upgrade: websocket' not in head or (head.startswith(b'http/') and b' 101 ' not in head.split(b'\r\n')[0]):
                yield self._take(len(self.buffer)), False
                return
            if end < 0:
                yield self._take(len(self.buffer)), False
                return
            self.in_frames = True
            yield self._take(end + 4), False
        while True:
            length = self._frame_length()
            if length is None or len(self.buffer) < length:
                return
            first = self.buffer[0]
            yield self._take(length), first in (0x81, 0x82)  # FIN and text or binary

    def _take(self, n):
        taken, self.buffer = self.buffer[:n], self.buffer[n:]
        return taken

    def _frame_length(self):
        data = self.buffer
        if len(data) < 2:
            return None
        size, head = data[1] & 0x7f, 2
        for code, n_bytes in ((126, 2), (127, 8)):
            if size == code:
                if len(data) < 2 + n_bytes:
                    return None
                size, head = int.from_bytes(data[2:2 + n_bytes], 'big'), 2 + n_bytes
                break
        if size > MAX_FRAME:
            raise ValueError('a frame larger than anybody sends')
        return head + (4 if data[1] & 0x80 else 0) + size


class FaultyProxy:
    """Forwards `port` to TARGET_PORT on 127.0.0.1. A context manager; its methods may be called from the test's thread."""

    def __init__(self, target_port, seed=1):
        self.target_port = target_port
        self.random = random.Random(seed)
        self.port = None
        self.delay_s = (0.0, 0.0)      # each chunk waits a random time between these
        self.duplicate_chance = 0.0    # of a frame or a request
        self.cut_after_bytes = 0       # each new connection is cut after up to so many bytes; 0: never
        self.is_refusing = False       # new connections are closed at once
        self.counts = {'connections': 0, 'bytes': 0, 'duplicates': 0, 'cuts': 0}
        self.writers = set()
        self.swallowed = set()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self._run, name='od-proxy', daemon=True)
        self.ready = threading.Event()

    def __enter__(self):
        self.thread.start()
        if not self.ready.wait(10):
            raise RuntimeError('the proxy did not start')
        return self

    def __exit__(self, *_unused):
        self.loop.call_soon_threadsafe(self._stop)
        self.thread.join(10)

    # ---- commands

    def cut(self):
        """Every connection breaks off now, without a good-bye."""
        self._command(self._cut_all)

    def hold(self):
        """Nothing passes, in either direction, until release ()."""
        self._command(self.open_gate.clear)

    def release(self):
        self._command(self.open_gate.set)

    def swallow(self):
        """What is sent on today's connections vanishes; they look alive until they are cut."""
        self._command(lambda: self.swallowed.update(self.writers))

    def _command(self, function):
        done = threading.Event()

        def call():
            function()
            done.set()

        self.loop.call_soon_threadsafe(call)
        if not done.wait(10):
            raise RuntimeError('the proxy does not answer')

    # ---- the loop's thread

    def _run(self):
        asyncio.set_event_loop(self.loop)
        self.open_gate = asyncio.Event()
        self.open_gate.set()
        server = self.loop.run_until_complete(asyncio.start_server(self._accept, '127.0.0.1', 0))
        self.port = server.sockets[0].getsockname()[1]
        self.ready.set()
        self.loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.close()

    def _stop(self):
        self._cut_all()
        self.loop.stop()

    def _cut_all(self):
        self.counts['cuts'] += len(self.writers) // 2
        for writer in list(self.writers):
            writer.transport.abort()
        self.writers.clear()
        self.swallowed.clear()

    async def _accept(self, reader, writer):
        self.counts['connections'] += 1
        if self.is_refusing:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection('127.0.0.1', self.target_port)
        except OSError:
            writer.transport.abort()
            return
        self.writers |= {writer, far_writer}
        budget = [self.random.randint(1, self.cut_after_bytes)] if self.cut_after_bytes else None
        await asyncio.gather(self._pump(reader, far_writer, budget, True), self._pump(far_reader, writer, budget, False),
                             return_exceptions=True)
        for each in (writer, far_writer):
            self.writers.discard(each)
            self.swallowed.discard(each)
            each.transport.abort() if each.transport.is_closing() else each.close()

    async def _pump(self, reader, writer, budget, is_request):
        splitter = FrameSplitter()
        try:
            while True:
                data = await reader.read(CHUNK)
                if not data:
                    break
                for piece, is_frame in splitter.feed(data):
                    await self._forward(piece, is_frame, writer, budget, is_request and not splitter.in_frames)
            if writer.can_write_eof():
                writer.write_eof()
        except (OSError, ValueError):
            writer.transport.abort()

    async def _forward(self, piece, is_frame, writer, budget, is_request):
        low, high = self.delay_s
        if high > 0:
            await asyncio.sleep(self.random.uniform(low, high))
        await self.open_gate.wait()
        if writer in self.swallowed:
            return
        if budget is not None and budget[0] < len(piece):
            self.counts['cuts'] += 1
            writer.write(piece[:budget[0]])
            await asyncio.sleep(0)
            raise ConnectionResetError('cut, as asked')
        if budget is not None:
            budget[0] -= len(piece)
        self.counts['bytes'] += len(piece)
        writer.write(piece)
        if self.duplicate_chance > 0 and self.random.random() < self.duplicate_chance:
            if is_frame:
                self.counts['duplicates'] += 1
                writer.write(piece)
            elif is_request and piece[:5] in (b'POST ', b'PUT /', b'GET /'):
                self.counts['duplicates'] += 1
                asyncio.ensure_future(self._repeat_request(piece))
        await writer.drain()

    async def _repeat_request(self, piece):
        try:
            reader, writer = await asyncio.open_connection('127.0.0.1', self.target_port)
            writer.write(piece)
            writer.write_eof()
            await asyncio.wait_for(reader.read(), 5)
            writer.close()
        except (OSError, asyncio.TimeoutError):
            pass
