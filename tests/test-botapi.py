#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The strict Bot API of the tests is itself held to its reference, by plain HTTP."""
import http.client
import json
import pathlib
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))

import tap  # noqa: E402  after the path
import wait  # noqa: E402
from botapi import DAY, BotApi, Rates  # noqa: E402
from botapi_http import ApiError, parse_disposition, parse_multipart  # noqa: E402

USER = 5000000123


def ask(api, method, seconds=10, token=None, **parameters):
    """(status, answer) of one call with a JSON body."""
    line = http.client.HTTPConnection('127.0.0.1', api.port, timeout=seconds)
    try:
        line.request('POST', f'/bot{token or api.token}/{method}', json.dumps(parameters).encode(), {'Content-Type': 'application/json'})
        answer = line.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        line.close()


def form(api, method, *parts, boundary='x1'):
    """The same with multipart; PARTS are (header value, bytes)."""
    body = b''.join(b'--%s\r\nContent-Disposition: %s\r\n\r\n%s\r\n' % (boundary.encode(), head.encode('latin-1'), data) for head, data in parts)
    line = http.client.HTTPConnection('127.0.0.1', api.port, timeout=10)
    try:
        line.request('POST', f'/bot{api.token}/{method}', body + f'--{boundary}--\r\n'.encode(),
                     {'Content-Type': f'multipart/form-data; boundary={boundary}'})
        answer = line.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        line.close()


def result(answer):
    status, value = answer
    assert status == 200 and value['ok'], answer
    return value['result']


def refused(answer, code, words):
    status, value = answer
    assert status == code and value['error_code'] == code and not value['ok'], answer
    assert words in value['description'], answer
    return value


def tokens():
    with BotApi() as api:
        assert result(ask(api, 'getMe'))['is_bot']
        assert result(ask(api, 'GETme'))['id'] == 7300000001
        refused(ask(api, 'getMe', token='0:x'), 401, 'invalid token')
        refused(ask(api, 'getMe', token='7300000001'), 401, 'invalid token')
        refused(ask(api, 'getMe', token='7' * 79 + ':x'), 401, 'invalid token')
        refused(ask(api, 'getMe', token='7300000001:else'), 401, 'Unauthorized')
        refused(ask(api, 'noSuch'), 404, 'method not found')
        old = api.token
        api.revoke()
        refused(ask(api, 'getMe', token=old), 401, 'Unauthorized')
        assert result(ask(api, 'getMe'))


def offsets():
    with BotApi() as api:
        chat = api.customer(USER)
        for n in range(250):
            api.write(chat, f'm{n}')
        first = result(ask(api, 'getUpdates', limit=1000))
        assert len(first) == 100 and first[0]['message']['text'] == 'm0'
        wait.pause(0.6)
        assert result(ask(api, 'getUpdates', timeout=3)) == first, 'unconfirmed is sent again'
        assert len(result(ask(api, 'getUpdates', timeout=3))) == 1, 'the same offset at once gets one only'
        after = first[-1]['update_id'] + 1
        second = result(ask(api, 'getUpdates', offset=after, limit=-3))
        assert [x['message']['text'] for x in second] == ['m100']
        assert [x['message']['text'] for x in result(ask(api, 'getUpdates', offset=-2))] == ['m248', 'm249']
        assert len(api.queue) == 2
        assert result(ask(api, 'getUpdates', offset=after + 900))[0]['message']['text'] == 'm248', 'a stale offset confirms nothing'
        assert result(ask(api, 'getUpdates', offset=5))[0]['message']['text'] == 'm248'


def waiting():
    with BotApi() as api:
        chat = api.customer(USER)
        began = time.monotonic()
        assert result(ask(api, 'getUpdates', timeout=1, offset=1)) == []
        assert 0.9 < time.monotonic() - began < 3
        threading.Timer(0.3, api.write, (chat, 'later')).start()
        began = time.monotonic()
        assert result(ask(api, 'getUpdates', timeout=30, offset=2))[0]['message']['text'] == 'later'
        assert time.monotonic() - began < 5


def one_consumer():
    with BotApi() as api:
        answers = []
        older = threading.Thread(target=lambda: answers.append(ask(api, 'getUpdates', timeout=20, offset=7)))
        older.start()
        wait.until(lambda: api.polls, 5, 'the first poll', step=0.01)
        assert result(ask(api, 'getUpdates', timeout=1, offset=8)) == []
        older.join(5)
        refused(answers[0], 409, 'terminated by other getUpdates request')
        api.webhook = 'https://shop.example/hook'
        refused(ask(api, 'getUpdates'), 409, 'webhook is active')
        assert result(ask(api, 'deleteWebhook')) is True
        api.write(api.customer(USER), 'taken')
        assert len(result(ask(api, 'getUpdates', offset=9))) == 1


def kinds_and_a_day():
    with BotApi() as api:
        chat = api.customer(USER)
        message = api.write(chat, 'hello')
        assert api.react(chat, message['message_id'], '👍') is None, 'not asked for'
        result(ask(api, 'getUpdates', allowed_updates=['message_reaction']))
        assert api.react(chat, message['message_id'], '👍') and api.write(chat, 'dropped')
        result(ask(api, 'getUpdates', offset=1))
        assert api.allowed == {'message_reaction'}, 'kept when it is not said'
        assert len(api.queue) == 2
        api.shift += DAY + 1
        assert result(ask(api, 'getUpdates', offset=2)) == []


def words():
    with BotApi() as api:
        chat = api.customer(USER)
        sent = result(ask(api, 'sendMessage', chat_id=USER, text='👍 bold', entities=[{'type': 'bold', 'offset': 3, 'length': 4}]))
        assert sent['entities'][0]['type'] == 'bold' and sent['message_id'] == 1
        for entity in ({'offset': 3, 'length': 5}, {'offset': 1, 'length': 2}, {'offset': -1, 'length': 2}, {'offset': 0, 'length': 0}):
            refused(ask(api, 'sendMessage', chat_id=USER, text='👍 bold', entities=[{'type': 'bold', **entity}]), 400, 'entit')
        refused(ask(api, 'sendMessage', chat_id=USER, text='x', entities=[{'type': 'wide', 'offset': 0, 'length': 1}]), 400, 'entit')
        assert result(ask(api, 'sendMessage', chat_id=USER, text='ж' * 4096))
        refused(ask(api, 'sendMessage', chat_id=USER, text='ж' * 4097), 400, 'too long')
        refused(ask(api, 'sendMessage', chat_id=USER, text=' \n'), 400, 'text is empty')
        refused(ask(api, 'sendMessage', chat_id=USER + 1, text='x'), 400, 'chat not found')
        refused(ask(api, 'sendMessage', chat_id=USER, text='x', reply_parameters={'message_id': 99}), 400, 'replied not found')
        assert result(ask(api, 'sendMessage', chat_id=USER, text='x', reply_parameters={'message_id': 99, 'allow_sending_without_reply': True}))
        assert 'reply_to_message' in result(ask(api, 'sendMessage', chat_id=USER, text='x', reply_parameters=json.dumps({'message_id': 1})))
        api.block(chat)
        refused(ask(api, 'sendMessage', chat_id=USER, text='x'), 403, 'blocked by the user')
        group = api.group(-42, 'Team')
        api.migrate(group, -10042)
        value = refused(ask(api, 'sendMessage', chat_id=-42, text='x'), 400, 'upgraded')
        assert value['parameters'] == {'migrate_to_chat_id': -10042}


def changes():
    with BotApi() as api:
        chat = api.customer(USER)
        own = result(ask(api, 'sendMessage', chat_id=USER, text='one'))['message_id']
        theirs = api.write(chat, 'hi')['message_id']
        assert result(ask(api, 'editMessageText', chat_id=USER, message_id=own, text='two'))['edit_date']
        refused(ask(api, 'editMessageText', chat_id=USER, message_id=own, text='two'), 400, 'message is not modified')
        refused(ask(api, 'editMessageText', chat_id=USER, message_id=theirs, text='two'), 400, "can't be edited")
        refused(ask(api, 'editMessageCaption', chat_id=USER, message_id=own, caption='two'), 400, 'no caption')
        assert result(ask(api, 'setMessageReaction', chat_id=USER, message_id=theirs, reaction=[{'type': 'emoji', 'emoji': '👍'}]))
        refused(ask(api, 'setMessageReaction', chat_id=USER, message_id=theirs, reaction=[{'type': 'emoji', 'emoji': 'x'}]), 400, 'REACTION_INVALID')
        assert result(ask(api, 'deleteMessage', chat_id=USER, message_id=own)) is True
        refused(ask(api, 'deleteMessage', chat_id=USER, message_id=own), 400, 'not found')
        refused(ask(api, 'sendChatAction', chat_id=USER, action='dancing'), 400, 'wrong parameter')
        assert result(ask(api, 'answerCallbackQuery', callback_query_id='7')) and '7' in api.answered


def forms():
    text, files = parse_multipart(b'--b\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--b\r\nContent-Disposition: form-data; '
                                  b'name="f"; filename="%D0%A1%22.pdf"\r\nContent-Type: application/pdf\r\n\r\n\r\n--x\r\n--b--\r\n', 'b')
    assert text == {'a': '1'} and files == {'f': ('С".pdf', b'\r\n--x', 'application/pdf')}
    assert parse_disposition("form-data; name=\"f\"; filename*=UTF-8''%D0%A1") == {'name': 'f'}
    for body, boundary in ((b'--b\r\n', 'b'), (b'x', 'b'), (b'--b--', 'b' * 71), (b'--b\r\nX: y\r\n\r\n1\r\n--b--', 'b')):
        try:
            assert (parse_multipart(body, boundary) is None), body
        except ApiError as error:
            assert error.code == 400
    with BotApi() as api:
        api.customer(USER)
        chat = ('form-data; name="chat_id"', str(USER).encode())
        sent = result(form(api, 'sendDocument', chat, ('form-data; name="document"; filename="%D0%A1.pdf"', b'%PDF')))
        assert sent['document']['file_name'] == 'С.pdf'
        refused(form(api, 'sendDocument', chat, ("form-data; name=\"document\"; filename*=UTF-8''a.pdf", b'%PDF')), 400, 'no document')
        refused(form(api, 'sendDocument', chat, ('form-data; name="document"', b'x' * (1 << 20))), 413, 'Too Large')
        refused(form(api, 'sendPhoto', chat, ('form-data; name="photo"; filename="a.jpg"', b'text')), 400, 'IMAGE_PROCESS')
        album = ('form-data; name="media"', b'[{"type":"document","media":"attach://a"},{"type":"document","media":"attach://b","caption":"two"}]')
        parts = [(f'form-data; name="{x}"; filename="{x}.txt"', x.encode()) for x in 'ab']
        pair = result(form(api, 'sendMediaGroup', chat, album, *parts))
        assert len({x['media_group_id'] for x in pair}) == 1 and pair[1]['caption'] == 'two'
        refused(form(api, 'sendMediaGroup', chat, album, parts[0]), 400, 'not found in the request')
        refused(form(api, 'sendMediaGroup', chat, ('form-data; name="media"', b'[{"type":"photo","media":"attach://a"},{"type":"document",'
                                                   b'"media":"attach://b"}]'), *parts), 400, "can't be mixed")


def rates():
    with BotApi(rates=Rates(chat_burst=2)) as api:
        api.customer(USER)
        assert result(ask(api, 'sendMessage', chat_id=USER, text='1')) and result(ask(api, 'sendMessage', chat_id=USER, text='2'))
        value = refused(ask(api, 'sendMessage', chat_id=USER, text='3'), 429, 'retry after')
        assert value['parameters']['retry_after'] >= 1
        assert len(api.sent) == 2


def downloads():
    with BotApi() as api:
        file_id, _unique = api.keep_file(bytes(range(256)) * 1000, 'voice', 'oga')
        path = result(ask(api, 'getFile', file_id=file_id))['file_path']

        def get(**headers):
            line = http.client.HTTPConnection('127.0.0.1', api.port, timeout=10)
            line.request('GET', f'/file/bot{api.token}/{path}', headers=headers)
            answer = line.getresponse()
            return answer.status, answer.read()
        assert get() == (200, bytes(range(256)) * 1000)
        assert get(Range='bytes=255999-') == (206, b'\xff')
        assert get(Range='bytes=256000-')[0] == 416
        assert get(**{'Range': 'bytes=255999-', 'If-Range': '"another file"'}) == (200, bytes(range(256)) * 1000)
        api.shift += 3601
        assert get()[0] == 404, 'the link lives an hour'
        refused(ask(api, 'getFile', file_id='nothing'), 400, 'wrong file_id')
        large, _unique = api.keep_file(b'x' * (20 * 1024 * 1024 + 1))
        refused(ask(api, 'getFile', file_id=large), 400, 'file is too big')


def faults():
    with BotApi() as api:
        api.customer(USER)
        for phase, n_done in (('headers', 0), ('half-body', 0), ('body', 0), ('done', 1), ('half-answer', 2)):
            api.fault('sendMessage', phase=phase)
            try:
                ask(api, 'sendMessage', chat_id=USER, text='x')
                raise AssertionError(phase)
            except (http.client.HTTPException, OSError):
                pass
            assert len(api.sent) == n_done, phase
        api.flood('sendMessage', 7)
        assert refused(ask(api, 'sendMessage', chat_id=USER, text='x'), 429, 'retry after 7')['parameters']['retry_after'] == 7
        port = api.port
        api.stop()
        try:
            ask(api, 'getMe')
            raise AssertionError('somebody is there')
        except OSError:
            pass
        assert api.start().port == port and result(ask(api, 'getMe'))


if __name__ == '__main__':
    sys.exit(tap.run([('tokens', tokens), ('offsets confirm', offsets), ('a long poll waits and wakes', waiting),
                      ('one consumer only', one_consumer), ('kinds asked for, and a day', kinds_and_a_day), ('words and entities', words),
                      ('edit, delete, react', changes), ('forms as the real server reads them', forms), ('rates', rates),
                      ('downloads', downloads), ('faults', faults)]))
