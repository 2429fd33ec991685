# SPDX-License-Identifier: GPL-3.0-or-later
"""The methods of botapi.py, each with the checks and refusals of the real server."""
import json
import select
import socket
import time

from botapi_http import ApiError

LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024
REPLY_BYTES = 4 << 20
FILE_LIFE, LARGEST_DOWNLOAD = 3600, 20 << 20
LARGEST = {'photo': 10 << 20}
LARGEST_OTHER = 50 << 20
STALE = 10
ENTITIES = {'mention', 'hashtag', 'cashtag', 'bot_command', 'url', 'email', 'phone_number', 'bold', 'italic', 'underline',
            'strikethrough', 'spoiler', 'blockquote', 'expandable_blockquote', 'code', 'pre', 'text_link', 'text_mention', 'custom_emoji'}
REACTIONS = set('👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾😡') | {'❤‍🔥', '👨‍💻', '🤷‍♂', '🤷‍♀', '🤷'}
ACTIONS = {'typing', 'upload_photo', 'record_video', 'upload_video', 'record_voice', 'upload_voice', 'upload_document',
           'choose_sticker', 'find_location', 'record_video_note', 'upload_video_note'}


def units(text):
    """Length as Telegram counts."""
    return len(text.encode('utf-16-le')) // 2


def bad(words):
    return ApiError(400, 'Bad Request: ' + words)


def integer(parameters, name, default=None):
    value = parameters.get(name, default)
    if isinstance(value, bool) or value is None:
        raise bad(f'{name} must be an integer')
    try:
        return int(value)
    except (TypeError, ValueError):
        raise bad(f'{name} must be an integer') from None


def structured(parameters, name, kind):
    """A value that is JSON: an object of the body, or text in a part of a form."""
    value = parameters.get(name)
    if value is None:
        return None
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise bad(f"can't parse {name} JSON") from None
    if not isinstance(value, kind):
        raise bad(f"can't parse {name}: expected {kind.__name__}")
    return value


def is_surrogate_half(text, at):
    """Whether AT, in UTF-16 units, lies in the middle of a character."""
    data = text.encode('utf-16-le')
    return 0 < at < len(data) // 2 and 0xDC <= data[2 * at + 1] <= 0xDF


def check_entities(text, entities):
    for entity in entities or []:
        if not isinstance(entity, dict) or entity.get('type') not in ENTITIES:
            raise bad("can't parse entities: unsupported type")
        at, n = entity.get('offset'), entity.get('length')
        if not isinstance(at, int) or not isinstance(n, int) or at < 0 or n <= 0 or at + n > units(text):
            raise bad("can't parse entities: entity is out of the text")
        if is_surrogate_half(text, at) or is_surrogate_half(text, at + n):
            raise bad("can't parse entities: entity begins or ends in the middle of a UTF-16 symbol")
        if entity['type'] == 'text_link' and not str(entity.get('url', '')).startswith(('http://', 'https://', 'tg://', 'mailto:')):
            raise bad("can't parse entities: wrong URL")


class Methods:
    """What a bot may ask; each returns the "result"."""

    def __init__(self, api):
        self.api = api

    def call(self, name, parameters, files, connection):
        function = getattr(self, 'do_' + name, None)
        if function is None:
            raise ApiError(404, 'Not Found: method not found')
        self.api.calls.append(name)
        if name == 'getupdates':
            return self.do_getupdates(parameters, connection)
        with self.api.lock:
            return function(parameters, files)

    # ---- the bot

    def do_getme(self, _parameters, _files):
        return {**self.api.bot, 'can_join_groups': True, 'can_read_all_group_messages': False, 'supports_inline_queries': False}

    def do_deletewebhook(self, _parameters, _files):
        self.api.webhook = ''
        return True

    def do_getwebhookinfo(self, _parameters, _files):
        return {'url': self.api.webhook, 'has_custom_certificate': False, 'pending_update_count': len(self.api.queue)}

    # ---- updates

    def begin_poll(self, parameters):
        """(offset, limit, timeout, serial) of a poll that is the newest now. With the lock held."""
        api = self.api
        if api.webhook:
            raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
        offset = integer(parameters, 'offset', 0)
        limit = min(max(integer(parameters, 'limit', 100), 1), 100)
        timeout = min(max(integer(parameters, 'timeout', 0), 0), 50)
        allowed = structured(parameters, 'allowed_updates', list)
        if allowed is not None:
            api.allowed = set(allowed) or None
        last_offset, last_at = api.last_poll
        if offset == last_offset:
            if time.monotonic() - last_at < 0.5:
                limit = 1
            if time.monotonic() - last_at < 3 and timeout < 3:
                timeout = 3
        api.last_poll = (offset, time.monotonic())
        api.polls.append((offset, limit, timeout))
        api.poll_serial += 1
        api.lock.notify_all()
        return offset, limit, timeout, api.poll_serial

    def confirm(self, offset):
        """Drops what is confirmed. With the lock held."""
        api = self.api
        api.expire()
        if offset < 0:
            api.queue = api.queue[offset:]
        elif offset > 0 and api.queue:
            if offset <= api.queue[-1][1]['update_id'] + STALE:
                api.queue = [x for x in api.queue if x[1]['update_id'] >= offset]

    def take(self, limit):
        taken, n_bytes = [], 0
        for _at, update in self.api.queue[:limit]:
            n_bytes += len(json.dumps(update, ensure_ascii=False).encode())
            if taken and n_bytes > REPLY_BYTES:
                break
            taken.append(update)
        return taken

    def do_getupdates(self, parameters, connection):
        api = self.api
        with api.lock:
            offset, limit, timeout, serial = self.begin_poll(parameters)
            self.confirm(offset)
            end = time.monotonic() + timeout
            server, token = api.server, api.token
            while not api.queue and time.monotonic() < end:
                api.lock.wait(min(0.25, max(end - time.monotonic(), 0.01)))
                if api.poll_serial != serial:
                    raise ApiError(409, 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running')
                if api.webhook:
                    raise ApiError(409, 'Conflict: terminated by setWebhook request')
                if api.token != token:
                    raise ApiError(401, 'Unauthorized')
                if api.server is not server or self.is_gone(connection):
                    raise OSError('nobody waits')
            api.expire()
            return self.take(limit)

    @staticmethod
    def is_gone(connection):
        readable, _w, _x = select.select([connection], [], [], 0)
        return bool(readable) and connection.recv(1, socket.MSG_PEEK) == b''

    # ---- sending

    def find_chat(self, parameters):
        chat = self.api.chats.get(integer(parameters, 'chat_id'))
        business = parameters.get('business_connection_id')
        if business is not None and business not in self.api.connections:
            raise bad('BUSINESS_CONNECTION_INVALID')
        if chat is None:
            raise bad('chat not found')
        if chat.migrated_to is not None:
            raise ApiError(400, 'Bad Request: group chat was upgraded to a supergroup chat', migrate_to_chat_id=chat.migrated_to)
        if chat.refusal is not None:
            raise ApiError(403, chat.refusal)
        return chat

    def check_rate(self, chat, n=1):
        for _ in range(n if self.api.rates is not None else 0):
            seconds = self.api.rates.take(chat.id, time.monotonic())
            if seconds:
                raise ApiError(429, f'Too Many Requests: retry after {seconds}', retry_after=seconds)

    def begin(self, parameters, n=1):
        """(chat, fields of the new message)."""
        chat = self.find_chat(parameters)
        self.check_rate(chat, n)
        fields = {'from': self.api.bot, 'chat': chat.chat, 'date': int(self.api.now())}
        reply = structured(parameters, 'reply_parameters', dict)
        if reply is not None:
            target = chat.messages.get(integer(reply, 'message_id'))
            if target is None and reply.get('allow_sending_without_reply') is not True:
                raise bad('message to be replied not found')
            if target is not None:
                fields['reply_to_message'] = {k: v for k, v in target.items() if k != 'reply_to_message'}
        if parameters.get('business_connection_id') is not None:
            fields['business_connection_id'] = parameters['business_connection_id']
        return chat, fields

    def add(self, chat, fields, method, parameters, files):
        message = chat.add(fields)
        self.api.sent.append((method, {**parameters, 'result_id': message['message_id']}, files))
        return {'message_id': message['message_id'], **message}

    @staticmethod
    def words(parameters, name, longest, empty=None):
        text = parameters.get(name, '')
        entities = structured(parameters, 'entities' if name == 'text' else 'caption_entities', list)
        if not isinstance(text, str) or '\0' in text:
            raise bad('strings must be encoded in UTF-8')
        if not text.strip() and empty:
            raise bad(empty)
        if units(text) > longest:
            raise bad('message is too long' if name == 'text' else 'message caption is too long')
        check_entities(text, entities)
        return {name: text, **({('entities' if name == 'text' else 'caption_entities'): entities} if entities else {})} if text else {}

    def do_sendmessage(self, parameters, files):
        structured(parameters, 'link_preview_options', dict)
        words = self.words(parameters, 'text', LONGEST_TEXT, 'message text is empty')
        chat, fields = self.begin(parameters)
        return self.add(chat, {**fields, **words}, 'sendMessage', parameters, files)

    def check_upload(self, kind, name, parameters, files):
        """The file of one message: an uploaded part or a known file_id."""
        upload = files.get(name)
        if upload is None:
            known = self.api.files.get(parameters.get(name))
            if known is None:
                raise bad(f'there is no {kind} in the request')
            return known['bytes'], 'known', ''
        file_name, data, mime = upload
        if not data:
            raise bad('file must be non-empty')
        if len(data) > LARGEST.get(kind, LARGEST_OTHER):
            raise ApiError(413, 'Request Entity Too Large') if kind != 'photo' else bad('file is too big')
        if kind == 'photo' and not data.startswith((b'\xff\xd8\xff', b'\x89PNG', b'GIF8', b'RIFF')):
            raise bad('IMAGE_PROCESS_FAILED')
        if kind == 'voice' and not data.startswith((b'OggS', b'ID3', b'\xff\xfb')) and data[4:8] != b'ftyp':
            raise bad('wrong voice')
        return data, file_name, mime

    def media(self, kind, name, parameters, files):
        data, file_name, mime = self.check_upload(kind, name, parameters, files)
        if kind == 'photo':
            return {'photo': self.api.photo(data)}
        file_id, unique = self.api.keep_file(data, kind + 's')
        value = {'file_id': file_id, 'file_unique_id': unique, 'file_size': len(data), 'mime_type': mime}
        if kind != 'voice':
            value['file_name'] = file_name
        return {kind: value}

    def send_file(self, kind, parameters, files):
        media = self.media(kind, kind, parameters, files)
        words = self.words(parameters, 'caption', LONGEST_CAPTION)
        chat, fields = self.begin(parameters)
        return self.add(chat, {**fields, **media, **words}, 'send' + kind.capitalize(), parameters, files)

    def do_sendphoto(self, parameters, files):
        return self.send_file('photo', parameters, files)

    def do_senddocument(self, parameters, files):
        return self.send_file('document', parameters, files)

    def do_sendvoice(self, parameters, files):
        return self.send_file('voice', parameters, files)

    def do_sendvideo(self, parameters, files):
        return self.send_file('video', parameters, files)

    def do_sendanimation(self, parameters, files):
        return self.send_file('animation', parameters, files)

    def do_sendaudio(self, parameters, files):
        return self.send_file('audio', parameters, files)

    def do_sendmediagroup(self, parameters, files):
        items = structured(parameters, 'media', list)
        if not items or not 2 <= len(items) <= 10:
            raise bad('wrong number of items: an album has 2 to 10')
        kinds = {x.get('type') for x in items if isinstance(x, dict)}
        if not kinds <= {'photo', 'video', 'document', 'audio'} or (len(kinds) > 1 and not kinds <= {'photo', 'video'}):
            raise bad("documents and audio can't be mixed with other media types")
        contents = []
        for item in items:
            reference = item.get('media', '')
            part = reference[len('attach://'):] if reference.startswith('attach://') else None
            if part is not None and part not in files:
                raise bad(f'file "{part}" not found in the request')
            contents.append({**self.media(item['type'], part or 'media', {'media': reference}, files),
                             **self.words(item, 'caption', LONGEST_CAPTION)})
        chat, fields = self.begin(parameters, len(items))
        group = str(13000000000000000 + len(self.api.sent))
        sent = [chat.add({**fields, **content, 'media_group_id': group}) for content in contents]
        self.api.sent.append(('sendMediaGroup', {**parameters, 'result_id': sent[0]['message_id']}, files))
        return sent

    def do_sendchataction(self, parameters, _files):
        chat = self.find_chat(parameters)
        if parameters.get('action') not in ACTIONS:
            raise bad('wrong parameter action in request')
        chat.actions.append((time.monotonic(), parameters['action']))
        return True

    # ---- what was sent

    def own_message(self, parameters):
        chat = self.find_chat(parameters)
        message = chat.messages.get(integer(parameters, 'message_id'))
        if message is None:
            raise bad('message to edit not found')
        if not message['from'].get('is_bot'):
            raise bad("message can't be edited")
        return chat, message

    def edit(self, method, parameters, words):
        _chat, message = self.own_message(parameters)
        if all(message.get(k) == v for k, v in words.items()) and ('entities' in words) == ('entities' in message):
            raise bad('message is not modified: specified new message content and reply markup are exactly the same as a current content')
        for name in ('entities', 'caption_entities', 'caption'):
            message.pop(name, None)
        message.update(words, edit_date=int(self.api.now()))
        self.api.sent.append((method, parameters, {}))
        return message

    def do_editmessagetext(self, parameters, _files):
        words = self.words(parameters, 'text', LONGEST_TEXT, 'message text is empty')
        if 'text' not in self.own_message(parameters)[1]:
            raise bad('there is no text in the message to edit')
        return self.edit('editMessageText', parameters, words)

    def do_editmessagecaption(self, parameters, _files):
        words = self.words(parameters, 'caption', LONGEST_CAPTION)
        if 'text' in self.own_message(parameters)[1]:
            raise bad('there is no caption in the message to edit')
        return self.edit('editMessageCaption', parameters, words)

    def do_deletemessage(self, parameters, _files):
        chat = self.find_chat(parameters)
        message = chat.messages.get(integer(parameters, 'message_id'))
        if message is None:
            raise bad('message to delete not found')
        if self.api.now() - message['date'] > 48 * 3600:
            raise bad("message can't be deleted for everyone")
        del chat.messages[message['message_id']]
        self.api.sent.append(('deleteMessage', parameters, {}))
        return True

    def do_deletemessages(self, parameters, _files):
        chat = self.find_chat(parameters)
        ids = structured(parameters, 'message_ids', list)
        if not ids or len(ids) > 100:
            raise bad('message identifiers are not specified')
        for number in ids:
            chat.messages.pop(number, None)
        self.api.sent.append(('deleteMessages', parameters, {}))
        return True

    def do_setmessagereaction(self, parameters, _files):
        chat = self.find_chat(parameters)
        message = chat.messages.get(integer(parameters, 'message_id'))
        reaction = structured(parameters, 'reaction', list) or []
        if message is None:
            raise bad('message to react not found')
        if len(reaction) > 1:
            raise bad('REACTIONS_TOO_MANY')
        for x in reaction:
            if not isinstance(x, dict) or x.get('type') != 'emoji' or x.get('emoji') not in REACTIONS:
                raise bad('REACTION_INVALID')
        message['reaction'] = [x['emoji'] for x in reaction]
        self.api.sent.append(('setMessageReaction', parameters, {}))
        return True

    def do_answercallbackquery(self, parameters, _files):
        if units(str(parameters.get('text', ''))) > 200:
            raise bad('MESSAGE_TOO_LONG')
        self.api.answered[str(parameters.get('callback_query_id', ''))] = parameters
        return True

    def do_readbusinessmessage(self, parameters, _files):
        chat = self.find_chat(parameters)
        self.api.read.append((parameters.get('business_connection_id'), chat.id, integer(parameters, 'message_id')))
        return True

    # ---- people and files

    def do_getchat(self, parameters, _files):
        chat = self.api.chats.get(integer(parameters, 'chat_id'))
        if chat is None:
            raise bad('chat not found')
        return {**chat.chat, 'accent_color_id': 0, 'max_reaction_count': 11}

    def do_getuserprofilephotos(self, parameters, _files):
        photos = self.api.photos.get(integer(parameters, 'user_id'), [])
        limit = min(max(integer(parameters, 'limit', 100), 1), 100)
        return {'total_count': len(photos), 'photos': photos[:limit]}

    def do_getfile(self, parameters, _files):
        file_id = parameters.get('file_id')
        file = self.api.files.get(file_id)
        if file is None:
            raise bad('wrong file_id or the file is temporarily unavailable')
        if len(file['bytes']) > LARGEST_DOWNLOAD:
            raise bad('file is too big')
        file['until'] = self.api.now() + FILE_LIFE
        return {'file_id': file_id, 'file_unique_id': file['unique'], 'file_size': len(file['bytes']), 'file_path': file['path']}
