# SPDX-License-Identifier: GPL-3.0-or-later
"""A strict Bot API in this process: one bot, its customers, and the faults a test asks for.

It answers as the real server does and refuses what that refuses. What customers do is told by methods of BotApi;
`sent` and `chats` say what the bot did.
"""
import itertools
import threading
import time

import botapi_http
from botapi_methods import Methods

DAY = 24 * 3600
MAX_QUEUED = 100000
NOT_BY_DEFAULT = {'chat_member', 'message_reaction', 'message_reaction_count'}


class Fault:
    """What happens to some requests instead of an answer.

    METHOD: whose; '' of any. TIMES: how often. PHASE: where the connection is cut: 'headers' (the body is not read),
    'half-body', 'body' (read, but nothing is done), 'done' (it is done, but nobody hears of it), 'half-answer'.
    CODE: an error instead, with DESCRIPTION and PARAMETERS. HANG: no answer until `release` is set, then it is done.
    """

    def __init__(self, method='', times=1, phase=None, code=0, description=None, parameters=None, hang=False):
        self.method, self.times, self.phase, self.code = method.lower(), times, phase, code
        self.description = description or f'Error {code}'
        self.parameters = parameters or {}
        self.hang = hang
        self.reached = threading.Event()
        self.release = threading.Event()


class Rates:
    """One message a second to a chat after a short burst, and so many altogether."""

    def __init__(self, per_chat=1.0, chat_burst=20, overall=30.0):
        self.per_chat, self.chat_burst, self.overall = per_chat, chat_burst, overall
        self.buckets = {}

    def _take(self, key, rate, burst, now):
        level, at = self.buckets.get(key, (burst, now))
        level = min(burst, level + (now - at) * rate)
        if level < 1:
            self.buckets[key] = (level, now)
            return max(1, round((1 - level) / rate + 0.5))
        self.buckets[key] = (level - 1, now)
        return 0

    def take(self, chat_id, now):
        """Seconds to wait; 0: it may go."""
        return (self._take(None, self.overall, max(self.overall, 1), now) or
                self._take(chat_id, self.per_chat, self.chat_burst, now))


class Chat:
    """A chat the bot knows, and what is in it."""

    def __init__(self, chat):
        self.chat = chat
        self.messages = {}
        self.next_id = 1
        self.refusal = None  # description of a 403
        self.migrated_to = None
        self.actions = []

    @property
    def id(self):
        return self.chat['id']

    def add(self, message):
        message['message_id'] = self.next_id
        self.messages[self.next_id] = message
        self.next_id += 1
        return message

    def texts(self, is_bot):
        """Texts and captions of the bot's or the customer's messages, in order."""
        return [m.get('text', m.get('caption')) for m in self.messages.values() if bool(m.get('from', {}).get('is_bot')) == is_bot]


class BotApi:
    """The server: start () it, and give `url` and `token` to the program."""

    def __init__(self, token='7300000001:AAHk3xExampleExampleExampleExample_1', rates=None):
        self.token = token
        self.bot = {'id': int(token.split(':')[0]), 'is_bot': True, 'first_name': 'Shop', 'username': 'shop_example_bot'}
        self.rates = rates
        self.lock = threading.Condition()
        self.shift = 0.0          # seconds the clock is ahead
        self.queue = []           # (moment, update)
        self.next_update = 512000124
        self.allowed = None
        self.webhook = ''
        self.n_refused = 0        # updates that found the queue full
        self.poll_serial = 0
        self.last_poll = (None, 0.0)
        self.polls = []           # (offset, limit, timeout) of every getUpdates
        self.chats = {}
        self.files = {}           # file_id -> {'bytes', 'unique', 'path', 'until'}
        self.photos = {}          # user id -> list of lists of PhotoSize
        self.sent = []            # (method, parameters, {name: (file name, bytes)}) that were done
        self.calls = []           # method of every request that reached a method
        self.answered = {}        # callback queries
        self.connections = {}     # business connections: id -> user chat
        self.read = []            # (business connection, chat, message) marked as read
        self.faults = []
        self.slowness = None      # () -> seconds before a method is done, and again before it is answered; not of polls
        self.file_rate = 0        # bytes a second; 0: as fast as it goes
        self.file_cuts = []       # cut the next download after so many bytes
        self.file_requests = []   # (path, first byte asked for)
        self.ids = itertools.count(1)
        self.methods = Methods(self)
        self.port = 0
        self.server = None

    # ---- the server

    @property
    def url(self):
        return f'http://127.0.0.1:{self.port}/'

    def start(self):
        """Listens, on the same port again after stop ()."""
        self.server = botapi_http.Server(('127.0.0.1', self.port), self)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def stop(self):
        """Nobody is there any more; what it knows stays."""
        server, self.server = self.server, None
        if server is not None:
            server.shutdown()
            server.server_close()
            server.drop_all()
        with self.lock:
            self.lock.notify_all()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_unused):
        for fault in self.faults:
            fault.release.set()
        self.stop()

    def now(self):
        return time.time() + self.shift

    # ---- faults

    def fault(self, method='', **options):
        """The next requests of METHOD meet this Fault, which is returned."""
        fault = Fault(method, **options)
        with self.lock:
            self.faults.append(fault)
        return fault

    def flood(self, method, seconds, times=1):
        """429 as the server says it."""
        return self.fault(method, times=times, code=429, description=f'Too Many Requests: retry after {seconds}',
                          parameters={'retry_after': seconds})

    def take_fault(self, method):
        with self.lock:
            for fault in self.faults:
                if fault.times > 0 and fault.method in ('', method):
                    fault.times -= 1
                    fault.reached.set()
                    return fault
        return None

    def revoke(self, token=None):
        """The old token is worth nothing; returns the new one."""
        self.token = token or f'{self.bot["id"]}:NewTokenNewTokenNewTokenNewToken{next(self.ids)}'
        with self.lock:
            self.lock.notify_all()
        return self.token

    # ---- what comes to the bot

    def push(self, kind, value):
        """Queues one update; None if the bot did not ask for that kind or the queue is full."""
        with self.lock:
            allowed = kind not in NOT_BY_DEFAULT if not self.allowed else kind in self.allowed
            if not allowed:
                return None
            if len(self.queue) >= MAX_QUEUED:
                self.n_refused += 1
                return None
            update = {'update_id': self.next_update, kind: value}
            self.next_update += 1
            self.queue.append((self.now(), update))
            self.lock.notify_all()
            return update

    def expire(self):
        """What waited for a day is lost. With the lock held."""
        limit = self.now() - DAY
        self.queue = [x for x in self.queue if x[0] > limit] if self.queue and self.queue[0][0] <= limit else self.queue

    def customer(self, user, first_name='Мария', **fields):
        """A person who may write, and whose private chat the bot knows: Chat."""
        chat = {'id': user, 'type': 'private', 'first_name': first_name, **{k: v for k, v in fields.items() if k != 'language_code'}}
        self.chats[user] = known = Chat(chat)
        known.user = {'id': user, 'is_bot': False, 'first_name': first_name, **fields}
        return known

    def group(self, chat_id, title, kind='group'):
        self.chats[chat_id] = chat = Chat({'id': chat_id, 'type': kind, 'title': title})
        return chat

    def write(self, chat, text=None, by=None, **fields):
        """A customer writes TEXT, or sends what FIELDS say (photo=…, reply_to_message=…): the Message."""
        with self.lock:
            message = {'from': (by or chat).user, 'chat': chat.chat, 'date': int(self.now()), **fields}
            if text is not None:
                message['text'] = text
            message = chat.add(message)
            ordered = {'message_id': message['message_id'], **message}
        self.push('message', ordered)
        return ordered

    def edit(self, chat, message, text):
        """The customer gives an own message other words."""
        edited = {**message, 'text': text, 'edit_date': int(self.now())}
        chat.messages[message['message_id']] = edited
        self.push('edited_message', edited)
        return edited

    def react(self, chat, message_id, emoji, old=()):
        """The customer's reaction; '' takes it back."""
        return self.push('message_reaction', {
            'chat': chat.chat, 'message_id': message_id, 'user': chat.user, 'date': int(self.now()),
            'old_reaction': [{'type': 'emoji', 'emoji': x} for x in old],
            'new_reaction': [{'type': 'emoji', 'emoji': emoji}] if emoji else []})

    def block(self, chat, is_blocked=True):
        """The customer blocks the bot, or does no longer."""
        chat.refusal = 'Forbidden: bot was blocked by the user' if is_blocked else None
        states = ('member', 'kicked') if is_blocked else ('kicked', 'member')
        member = [{'user': self.bot, 'status': state, **({'until_date': 0} if state == 'kicked' else {})} for state in states]
        self.push('my_chat_member', {'chat': chat.chat, 'from': chat.user, 'date': int(self.now()),
                                     'old_chat_member': member[0], 'new_chat_member': member[1]})

    def press(self, chat, message_id, data):
        """The customer presses a button; returns the id of the query."""
        number = str(4382000000000000000 + next(self.ids))
        self.push('callback_query', {'id': number, 'from': chat.user, 'message': chat.messages[message_id],
                                     'chat_instance': '-3610000000000000001', 'data': data})
        return number

    def migrate(self, chat, new_id):
        """A group becomes a supergroup: Chat with the new id. Told in the chat only, as a refusal to who still writes there."""
        new = self.group(new_id, chat.chat.get('title', ''), 'supergroup')
        chat.migrated_to = new_id
        return new

    # ---- files

    def keep_file(self, data, folder='documents', ending='bin'):
        """(file_id, file_unique_id) of bytes that getFile brings."""
        number = next(self.ids)
        file_id = f'BQACAgI{number:06d}'
        self.files[file_id] = {'bytes': data, 'unique': f'AgAD{number:06d}', 'path': f'{folder}/file_{number}.{ending}', 'until': 0}
        return file_id, f'AgAD{number:06d}'

    def document(self, data, name='a.bin', mime='application/octet-stream'):
        file_id, unique = self.keep_file(data)
        return {'file_name': name, 'mime_type': mime, 'file_id': file_id, 'file_unique_id': unique, 'file_size': len(data)}

    def photo(self, data, width=1280, height=960):
        """The sizes of one picture, the small one first."""
        small, small_unique = self.keep_file(data[:100], 'photos', 'jpg')
        large, large_unique = self.keep_file(data, 'photos', 'jpg')
        return [{'file_id': small, 'file_unique_id': small_unique, 'file_size': min(100, len(data)), 'width': 90, 'height': 67},
                {'file_id': large, 'file_unique_id': large_unique, 'file_size': len(data), 'width': width, 'height': height}]
