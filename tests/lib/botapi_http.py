# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTTP of botapi.py: requests are read as the real server reads them, down to its multipart."""
import hashlib
import http.server
import json
import re
import socket
import urllib.parse

import wait

MAX_TEXT = 1 << 20          # all text parameters together
MAX_HEADERS = 256 << 10     # of all parts
MAX_BOUNDARY = 70
MAX_UPLOAD = 52 << 20
CHUNK = 64 << 10


class ApiError(Exception):
    """An answer with "ok": false."""

    def __init__(self, code, description, **parameters):
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


class Cut(Exception):
    """The connection ends here, without another byte."""


def parse_disposition(value):
    """What the real server takes from Content-Disposition: `name` and `filename`, percent-decoded; other keys are ignored."""
    kind, _, rest = value.partition(';')
    if kind.strip().lower() != 'form-data':
        raise ApiError(400, 'Bad Request: expected Content-Disposition: form-data')
    found = {}
    while rest.strip():
        match = re.match(r'\s*([^=;\s]+)=(?:"((?:[^"\\]|\\.)*)"|([^;]*))\s*(?:;|$)', rest)
        if match is None:
            raise ApiError(400, 'Bad Request: invalid multipart/form-data header')
        key = match.group(1).lower()
        raw = match.group(2) if match.group(2) is not None else match.group(3)
        if key in ('name', 'filename'):
            if not raw.isascii():
                raise ApiError(400, 'Bad Request: the name of a part is no ASCII')  # stricter than the real one, which guesses
            found[key] = urllib.parse.unquote(raw.replace('\\"', '"').replace('\\\\', '\\'))
        rest = rest[match.end():]
    return found


def parse_part_headers(block):
    disposition, mime = None, 'application/octet-stream'
    for line in block.decode('latin-1').split('\r\n'):
        name, _, value = line.partition(':')
        if name.strip().lower() == 'content-disposition':
            disposition = parse_disposition(value.strip())
        elif name.strip().lower() == 'content-type':
            mime = value.strip()
    if disposition is None or not disposition.get('name'):
        raise ApiError(400, 'Bad Request: field name in multipart/form-data not found')
    return disposition, mime


def parse_multipart(body, boundary):
    """({name: text}, {name: (file name, bytes, type)})."""
    if not boundary or len(boundary) > MAX_BOUNDARY:
        raise ApiError(400, 'Bad Request: boundary is too long')
    mark = b'\r\n--' + boundary.encode()
    body = b'\r\n' + body
    if not body.startswith(mark):
        raise ApiError(400, 'Bad Request: boundary not found')
    texts, files, n_text, n_headers = {}, {}, 0, 0
    at = len(mark)
    while not body.startswith(b'--', at):
        head_end = body.find(b'\r\n\r\n', at)
        end = body.find(mark, head_end + 4 if head_end >= 0 else at)
        if not body.startswith(b'\r\n', at) or head_end < 0 or end < 0:
            raise ApiError(400, 'Bad Request: boundary not found')
        n_headers += head_end - at
        disposition, mime = parse_part_headers(body[at + 2:head_end])
        data = body[head_end + 4:end]
        if 'filename' in disposition:
            files[disposition['name']] = (disposition['filename'], data, mime)
        else:
            n_text += len(disposition['name']) + len(data)
            if n_text > MAX_TEXT:
                raise ApiError(413, 'Request Entity Too Large')
            try:
                texts[disposition['name']] = data.decode()
            except UnicodeDecodeError:
                raise ApiError(400, 'Bad Request: strings must be encoded in UTF-8') from None
        if n_headers > MAX_HEADERS:
            raise ApiError(431, 'Request Header Fields Too Large')
        at = end + len(mark)
    return texts, files


def parse_json(body):
    try:
        value = json.loads(body.decode())
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise ApiError(400, "Bad Request: can't parse JSON") from None
    if not isinstance(value, dict):
        raise ApiError(400, "Bad Request: JSON must be an object")
    return value


def parse_body(content_type, body, query):
    """(parameters, files) of one request."""
    kind, _, rest = content_type.partition(';')
    parameters = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
    files = {}
    kind = kind.strip().lower()
    if kind == 'application/json' and body:
        parameters.update(parse_json(body))
    elif kind == 'application/x-www-form-urlencoded':
        parameters.update(urllib.parse.parse_qsl(body.decode(), keep_blank_values=True))
    elif kind == 'multipart/form-data':
        match = re.search(r'boundary=(?:"([^"]*)"|([^;\s]+))', rest)
        texts, files = parse_multipart(body, (match.group(1) or match.group(2)) if match else '')
        parameters.update(texts)
    elif body:
        raise ApiError(400, 'Bad Request: unsupported Content-Type')
    return parameters, files


class Server(http.server.ThreadingHTTPServer):
    """One thread for each connection; knows them all, so that it can drop them."""
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, address, api):
        self.api = api
        self.open = set()
        super().__init__(address, Handler)

    def drop_all(self):
        for connection in list(self.open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def handle_error(self, request, client_address):
        pass  # a client that hangs up is what we test


class Handler(http.server.BaseHTTPRequestHandler):
    """One connection."""
    protocol_version = 'HTTP/1.1'
    wbufsize = -1
    disable_nagle_algorithm = True

    def setup(self):
        super().setup()
        self.server.open.add(self.connection)

    def finish(self):
        self.server.open.discard(self.connection)
        try:
            super().finish()
        except OSError:
            pass

    def log_message(self, *_unused):
        pass

    def do_GET(self):
        self.answer()

    def do_POST(self):
        self.answer()

    # ---- reading

    def read_exactly(self, n):
        data = self.rfile.read(n)
        if len(data) < n:
            raise Cut
        return data

    def read_body(self, share=1.0):
        """The body; with SHARE < 1 only so much of it."""
        if self.headers.get('Transfer-Encoding', '').lower() == 'chunked':
            parts = []
            while True:
                n = int(self.rfile.readline().split(b';')[0], 16)
                parts.append(self.read_exactly(n))
                self.read_exactly(2)
                if n == 0 or share < 1.0:
                    return b''.join(parts)
        length = int(self.headers.get('Content-Length', 0))
        if length > MAX_UPLOAD:
            raise ApiError(413, 'Request Entity Too Large')
        return self.read_exactly(int(length * share))

    # ---- answering

    def say(self, status, value, share=1.0):
        body = json.dumps(value, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        if status == 429:
            self.send_header('Retry-After', str(value.get('parameters', {}).get('retry_after', 1)))
        self.end_headers()
        self.wfile.write(body[:int(len(body) * share)])
        self.wfile.flush()
        if share < 1.0:
            raise Cut

    def answer(self):
        path, _, query = self.path.partition('?')
        try:
            if path.startswith('/file/bot'):
                self.send_file(path[len('/file/bot'):])
            else:
                self.call(path, query)
        except ApiError as error:
            self.close_connection = True  # the body may not have been read
            self.say(error.code, {'ok': False, 'error_code': error.code, 'description': error.description,
                                  **({'parameters': error.parameters} if error.parameters else {})})
        except (Cut, OSError):
            self.close_connection = True
            try:
                self.connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def check_token(self, token):
        if token.startswith('0') or len(token) > 80 or ':' not in token:
            raise ApiError(401, 'Unauthorized: invalid token specified')
        if token != self.server.api.token:
            raise ApiError(401, 'Unauthorized')

    def call(self, path, query):
        api = self.server.api
        match = re.fullmatch(r'/bot([^/]+)/(\w+)', path)
        if match is None:
            raise ApiError(404, 'Not Found')
        method = match.group(2).lower()
        fault = api.take_fault(method)
        if fault is not None and fault.phase == 'headers':
            raise Cut
        body = self.read_body(0.5 if fault is not None and fault.phase == 'half-body' else 1.0)
        if fault is not None and fault.phase in ('half-body', 'body'):
            raise Cut
        self.check_token(urllib.parse.unquote(match.group(1)))
        parameters, files = parse_body(self.headers.get('Content-Type', ''), body, query)
        if fault is not None and fault.hang:
            fault.release.wait()
        if fault is not None and fault.code:
            raise ApiError(fault.code, fault.description, **fault.parameters)
        slowness = api.slowness if api.slowness is not None and method != 'getupdates' else lambda: 0
        wait.pause(slowness())
        result = api.methods.call(method, parameters, files, self.connection)
        wait.pause(slowness())
        if fault is not None and fault.phase == 'done':
            raise Cut
        self.say(200, {'ok': True, 'result': result}, 0.5 if fault is not None and fault.phase == 'half-answer' else 1.0)

    # ---- files

    def send_file(self, rest):
        api = self.server.api
        token, _, path = rest.partition('/')
        self.check_token(urllib.parse.unquote(token))
        path = urllib.parse.unquote(path)
        found = next((x for x in api.files.values() if x['path'] == path and x['until'] > api.now()), None)
        data = found['bytes'] if found is not None else b''
        etag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
        match = re.fullmatch(r'bytes=(\d+)-', self.headers.get('Range', ''))
        if self.headers.get('If-Range', etag) != etag:
            match = None
        first = int(match.group(1)) if match else 0
        api.file_requests.append((path, first))
        if found is None:
            raise ApiError(404, 'Not Found')
        if match and first >= len(data):
            raise ApiError(416, 'Requested Range Not Satisfiable')
        cut = api.file_cuts.pop(0) if api.file_cuts else None
        self.send_response(206 if match else 200)
        self.send_header('Content-Type', 'application/octet-stream')
        self.send_header('ETag', etag)
        self.send_header('Content-Length', str(len(data) - first))
        if match:
            self.send_header('Content-Range', f'bytes {first}-{len(data) - 1}/{len(data)}')
        self.end_headers()
        self.send_slowly(data[first:], cut)

    def send_slowly(self, data, cut):
        rate = self.server.api.file_rate
        for at in range(0, len(data), CHUNK):
            if cut is not None and at >= cut:
                raise Cut
            piece = data[at:at + CHUNK]
            self.wfile.write(piece)
            self.wfile.flush()
            if rate:
                wait.pause(len(piece) / rate)
