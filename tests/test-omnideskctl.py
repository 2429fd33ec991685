#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The control tool as a script meets it: what it prints, where, and its exit status.

usage: test-omnideskctl.py OMNIDESKCTL
"""
import datetime
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))

import tap  # noqa: E402  after the path
import wait  # noqa: E402

TOOL = sys.argv.pop(1)

HISTORY = [
    {'format': 'omnidesk', 'version': 1},
    {'type': 'customer', 'id': 'c1', 'name': 'Мария Петрова', 'contact_points': [{'channel': 'telegram', 'address': '700123', 'display': '@maria_p'}],
     'fields': {'order': '1042'}, 'tags': ['vip'], 'note': ''},
    {'type': 'conversation', 'id': 'k1', 'customer': 'c1', 'channel': 'telegram', 'account': 'Shop bot', 'status': 'open', 'subject': None,
     'assignee': None, 'tags': [], 'created_at': '2026-03-03T11:02:00Z', 'snoozed_until': None},
    {'type': 'message', 'id': 'm1', 'conversation': 'k1', 'direction': 'in', 'author': '', 'at': '2026-03-03T11:02:00Z',
     'text': 'Где мой заказ 12345-A? 😟', 'format': 'plain', 'reply_to': None, 'reactions': [], 'attachments': []},
    {'type': 'message', 'id': 'm2', 'conversation': 'k1', 'direction': 'out', 'author': 'Anna', 'at': '2026-03-03T11:03:00Z',
     'text': 'On its way.', 'format': 'plain', 'reply_to': 'm1', 'delivery': 'read', 'reactions': [], 'attachments': []},
]


class Profile:
    """A profile of its own, and what the tool says of it."""

    def __init__(self, history=HISTORY):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='ctl-'))
        self.path = self.folder / 'profile'
        runtime = self.folder / 'run'
        runtime.mkdir(mode=0o700)
        self.env = {**os.environ, 'XDG_RUNTIME_DIR': str(runtime), 'OMNIDESK_SECRETS': f'file:{self.folder}/secrets.json'}
        if history:
            self.file = self.folder / 'history.ndjson'
            self.file.write_text('\n'.join(json.dumps(x, ensure_ascii=False) for x in history) + '\n')
            self.ok('import', self.file)

    def run(self, command, *arguments, text=''):
        done = subprocess.run([TOOL, command, f'--profile={self.path}', *map(str, arguments)], env=self.env, input=text, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60, check=False)
        return done.returncode, done.stdout, done.stderr

    def ok(self, *arguments, text=''):
        status, output, errors = self.run(*arguments, text=text)
        assert status == 0, (arguments, status, errors)
        return output

    def json(self, *arguments):
        return json.loads(self.ok(*arguments, '--json'))

    def first(self):
        return self.json('conversations')[0]['row']

    def serve(self):
        process = subprocess.Popen([TOOL, 'serve', f'--profile={self.path}'], env=self.env, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        doors = self.folder / 'run' / 'omnidesk'
        wait.until(lambda: doors.is_dir() and any(doors.iterdir()), 10, 'the door')
        return process


def test_nothing_there_yet():
    profile = Profile(history=None)
    for command in (['conversations'], ['customers'], ['search', 'x'], ['account', 'list']):
        status, output, errors = profile.run(*command, '--json')
        assert (status, output, errors) == (0, '[]\n', ''), (command, status, output, errors)
    status, output, errors = profile.run('show', '1', '--json')
    assert status == 1 and output == '' and errors.count('\n') == 1, (status, output, errors)
    status, output, errors = profile.run('send', '1', 'Hello')
    assert status == 1 and output == '', (status, output, errors)
    assert not profile.path.exists(), 'a reading command made a profile'


def test_usage_is_2_and_says_what():
    profile = Profile()
    for command, word in ((['nonsense'], 'nonsense'), (['send', 'abc', 'x'], 'abc'), (['conversations', '--limit=0'], '--limit'), (['conversations', '--limit', '-1'], '--limit'),
                         
                          (['conversations', '--view=none'], 'none'), (['snooze', '1', 'someday'], 'WHEN'), (['priority', '1', 'red'], 'red'), (['resolve', '1', 'x'], '“x”'),
                          (['macro', 'add', 'x', '{}'], 'STEPS'), (['undo', 'x'], 'BATCH'), (['account', 'add', 'demo'], 'account add'),
                          (['account', 'add', 'demo', '--name=x', '--set=nothing'], '--set'), (['export', '--format=pdf'], 'pdf')):
        status, output, errors = profile.run(*command)
        assert status == 2 and output == '' and word in errors, (command, status, output, errors)


def test_reading():
    profile = Profile()
    conversation = profile.json('conversations')[0]
    assert conversation['id'] == 'k1' and conversation['status'] == 'open' and conversation['account'] == 'Shop bot', conversation
    assert profile.json('customers')[0]['fields'] == {'order': '1042'}
    assert conversation['name'] == 'Мария Петрова' and conversation['last'], conversation
    assert all(x in profile.run('conversations')[1] for x in (conversation['name'], conversation['last'])), profile.run('conversations')
    assert 'tomorrow 9' in profile.run('macro', '--help')[1]
    shown = profile.json('show', conversation['row'])
    assert shown['customer']['name'] == 'Мария Петрова' and shown['conversation'] == conversation
    assert [x['id'] for x in shown['messages']] == ['m1', 'm2']
    assert shown['messages'][1]['reply_to'] == 'm1' and shown['messages'][1]['delivery'] == 'read'
    for query in ('заказы', '12345-A', '345', 'ЗАКАЗ'):
        hits = profile.json('search', query)
        assert [x['id'] for x in hits] == ['m1'] and 'snippet' in hits[0], (query, hits)
    assert profile.json('search', 'nowhere') == []
    status, output, errors = profile.run('show', 999)
    assert status == 1 and output == '' and '999' in errors, (status, output, errors)


def test_report():
    profile = Profile()
    report = profile.json('report', '--from', '2026-03-01', '--to', '2026-03-31')
    assert report['from'].startswith('2026-0') and report['total']['messages'] == 1 and report['total']['replies'] == 1, report['total']
    assert report['total']['kept'] == 0 and report['total']['kept_percent'] is None, 'what is imported promises nothing'
    assert [x['name'] for x in report['channel']] == ['telegram'] and len(report['hour']) == 24 and len(report['day']) == 31, report
    assert [x['name'] for x in report['tag']] == [''] and report['account'][0]['messages'] == 1, 'tags are those of conversations'
    csv = profile.ok('report', '--from=2026-03-03T11:00:00Z', '--to=2026-03-03T11:03:00Z', '--format=csv').split('\n')
    assert csv[0].startswith('group,key,name,promises,kept,warned,broken,') and csv[1].endswith(',1,0'), csv[:2]
    assert profile.json('report', '--from=2026-03', '--to=2026-03', '--account=Shop bot')['total']['messages'] == 1
    assert profile.json('report', '--from=2026-03', '--to=2026-03', '--channel=email')['total']['messages'] == 0
    assert 'telegram' in profile.ok('report', '--from=2026-03', '--to=2026-03')
    for arguments, word in ((['--from=soon'], '--from'), (['--format=pdf'], 'pdf'), (['--from=2026-03-02', '--to=2026-03-01'], '--to')):
        status, output, errors = profile.run('report', *arguments)
        assert status == 2 and output == '' and word in errors, (arguments, status, output, errors)
    assert profile.run('report', '--account=Nowhere')[0] == 1


def test_queries():
    profile = Profile()
    row = profile.first()
    for query, found in (('заказ tag:vip', ['m1']), ('tag:vip from:operator', ['m2']), ('заказ -from:customer', []), ('заказы OR way', ['m2', 'm1']),
                         ('order:1042 has:file', []), ('от:мария', ['m1']), ('до:2026-03-03 заказ', []), ('after:2026-03-03 "мой заказ"', ['m1'])):
        hits = profile.json('search', query)
        assert [x['id'] for x in hits] == found, (query, hits)
    assert profile.json('search', 'Петрова')[0]['hit'] == 'person'
    for command in (['search', 'заказ is:blue'], ['conversations', '--filter', 'заказ is:blue'], ['view', 'add', 'Blue', 'заказ is:blue']):
        status, output, errors = profile.run(*command)
        assert status == 2 and output == '' and 'заказ >>>is:blue<<<' in errors and errors.count('\n') == 1, (command, errors)
    assert profile.run('search', 'late OR')[0] == 2, 'what ends with a mistake is no whole query'
    assert [x['row'] for x in profile.json('conversations', '--filter', 'tag:vip is:open')] == [row]
    assert profile.json('conversations', '--filter', '-tag:vip') == []
    assert profile.json('conversations', '--view=late') == []


def test_views():
    profile = Profile()
    row = profile.first()
    view = profile.json('view', 'add', 'Важные', 'tag:vip', '--order=oldest')['row']
    other = int(profile.ok('view', 'add', 'Late', 'is:late'))
    assert profile.json('view', 'list') == [{'row': view, 'name': 'Важные', 'icon': '', 'query': 'tag:vip', 'order': 'oldest'},
                                            {'row': other, 'name': 'Late', 'icon': '', 'query': 'is:late', 'order': 'urgent'}]
    assert [x['row'] for x in profile.json('conversations', '--view=Важные')] == [row]
    assert profile.json('conversations', '--view=Важные', '--filter=is:resolved') == []
    assert profile.json('conversations', '--view=Late') == []
    assert profile.run('conversations', '--order=best')[0] == 2 and profile.run('view', 'add', 'x', '', '--order=best')[0] == 2
    lines = [json.loads(x) for x in profile.ok('export').splitlines()]
    assert [x for x in lines if x.get('type') == 'view'][0] == {'type': 'view', 'id': lines[-2]['id'], 'name': 'Важные', 'icon': '', 'query': 'tag:vip',
                                                                'order': 'oldest', 'position': 0}, lines
    profile.ok('view', 'remove', view)
    assert [x['name'] for x in profile.json('view', 'list')] == ['Late']
    assert profile.run('view', 'remove', view)[0] == 1 and profile.run('view', 'paint')[0] == 2


def test_people():
    other = [{'type': 'customer', 'id': 'c2', 'name': 'Masha', 'contact_points': [], 'fields': {}, 'tags': [], 'note': ''}]
    profile = Profile(history=HISTORY + other)
    maria, = (x['row'] for x in profile.json('customers', '--filter', 'мария'))
    masha, = (x['row'] for x in profile.json('customers', '--filter', 'masha'))
    assert len(profile.json('customers')) == 2
    assert [x['row'] for x in profile.json('customers', '--filter', 'tag:vip 1042')] == [maria]
    profile.ok('customer', 'set', maria, 'order', '77')
    assert profile.run('customer', 'set', maria, 'nothing', '77')[0] == 1
    profile.ok('customer', 'tag', masha, 'late')
    link = int(profile.ok('customer', 'link', maria, masha))
    shown = profile.json('customer', 'show', masha)
    assert shown['row'] == maria and shown['tags'] == ['late', 'vip'] and shown['fields'] == {'order': '77'}, shown
    assert shown['links'] == [{'row': link, 'customer': masha, 'name': 'Masha'}], shown
    assert len(profile.json('customers')) == 1
    assert profile.run('customer', 'link', maria, masha)[0] == 1, 'they are one'
    again = Profile(history=None)
    file = again.folder / 'all.ndjson'
    file.write_text(profile.ok('export', '--format=ndjson'))
    again.ok('import', file)
    assert again.ok('export', '--format=ndjson') == file.read_text(), 'links and fields are not the same'
    profile.ok('customer', 'unlink', link)
    assert len(profile.json('customers')) == 2
    assert profile.run('customer', 'unlink', link)[0] == 1
    assert profile.run('customer', 'dance', 1)[0] == 2


def test_tables():
    profile = Profile()
    file = profile.folder / 'people.CSV'
    file.write_text('имя;почта;order\nОлег;oleg@b.example;5\nBad;nothing;\n')
    status, output, errors = profile.run('import', file, '--json')
    assert status == 1 and json.loads(output) == {'lines': 2, 'taken': 1, 'changed': 0, 'known': 0, 'skipped': 1}, (output, errors)
    assert 'line 3: skipped: почта: no mail address' in errors, errors
    table = profile.ok('export', '--format=csv')
    assert table.startswith('\ufeffid,name,') and 'Олег,oleg@b.example' in table and 'Мария Петрова' in table, table
    again = profile.folder / 'again.csv'
    profile.ok('export', '--format=csv', '--output', again)
    assert again.read_bytes().decode() == table.replace('\r\n', '\n').replace('\n', '\r\n')
    profile.ok('import', again)
    assert len(profile.json('customers')) == 2


def test_erasing():
    profile = Profile()
    row = profile.json('customers')[0]['row']
    status, output, errors = profile.run('erase', row)
    assert status == 2 and output == '' and '--yes' in errors, (status, output, errors)
    record = profile.json('erase', row, '--yes')
    assert record['profiles'] == 1 and record['messages'] == 2 and record['backups'] == [], record
    assert profile.json('customers') == [] and profile.json('search', 'заказ') == []
    raw = b''.join(x.read_bytes() for x in profile.path.rglob('*') if x.is_file())
    for text in ('Мария Петрова', 'мария', '12345-A', 'maria_p', '700123'):
        assert text.encode() not in raw, text
    assert profile.run('erase', row, '--yes')[0] == 1


def test_many_at_once():
    more = [line for i in range(2, 6) for line in (
        {'type': 'customer', 'id': f'c{i}', 'name': f'Customer {i}', 'contact_points': [{'channel': 'telegram', 'address': str(i), 'display': ''}],
         'fields': {}, 'tags': [], 'note': ''},
        {'type': 'conversation', 'id': f'k{i}', 'customer': f'c{i}', 'channel': 'telegram', 'account': 'Shop bot', 'status': 'open', 'subject': None,
         'assignee': None, 'tags': [], 'created_at': '2026-03-03T11:02:00Z', 'snoozed_until': None},
        {'type': 'message', 'id': f'n{i}', 'conversation': f'k{i}', 'direction': 'in', 'author': None, 'at': '2026-03-03T11:02:00Z', 'text': 'Hello',
         'format': 'plain', 'reply_to': None, 'delivery': None, 'reactions': [], 'attachments': []})]
    profile = Profile(history=HISTORY + more)
    rows = [x['row'] for x in profile.json('conversations')]
    assert len(rows) == 5
    before = profile.ok('export', '--format=ndjson')
    report = profile.json('resolve', *rows)
    assert report['done'] == 5 and report['same'] == report['refused'] == 0 and report['batch'] > 0, report
    assert len(profile.json('conversations', '--view=resolved')) == 5
    status, output, errors = profile.run('resolve', *rows)
    assert (status, output) == (0, '') and '5 were so already' in errors, (status, output, errors)
    assert profile.json('undo', report['batch'])['done'] == 5
    assert profile.run('undo', report['batch'])[0] == 1, 'it was undone already'
    assert profile.ok('export', '--format=ndjson') == before
    status, output, errors = profile.run('tag', rows[0], 999, 'vip')
    assert status == 1 and int(output) > 0 and 'No such conversation' in errors, (status, output, errors)
    profile.ok('untag', rows[0], 'vip')
    for command in (['priority', rows[0], 'urgent'], ['read', rows[0]], ['unread', rows[0]], ['no-reply', rows[0]], ['wait', rows[0]],
                    ['reopen', rows[0]], ['block', rows[0]], ['unblock', rows[0]], ['spam', rows[0]]):
        batch = profile.ok(*command)
        if command[0] == 'spam':
            profile.ok('undo', batch.strip())
    profile.ok('snooze', *rows, 'until reply')
    assert len(profile.json('conversations', '--view=snoozed')) == 5
    profile.ok('snooze', rows[0], 'none')
    steps = [{'deed': 'tag', 'tag': 'later'}, {'deed': 'snooze', 'when': 'завтра 9'}]
    macro = profile.ok('macro', 'add', 'Later', json.dumps(steps)).strip()
    assert profile.json('macro', 'list') == [{'id': int(macro), 'name': 'Later', 'steps': steps}]
    assert profile.json('macro', 'run', macro, rows[0], rows[1])['done'] == 2
    assert [x['tags'] for x in profile.json('conversations') if x['row'] in rows[:2]] == [['later']] * 2
    assert profile.run('macro', 'run', 99, rows[0])[0] == 1
    profile.ok('macro', 'remove', macro)
    assert profile.json('macro', 'list') == []


def test_writing_without_a_desk():
    text = json.dumps(HISTORY, ensure_ascii=False).replace('telegram', 'demo')
    profile = Profile(history=json.loads(text))
    row = profile.first()
    status, output, errors = profile.run('send', row, 'Hello')
    assert status == 1 and output == '' and errors, 'an imported history answered'
    profile.ok('account', 'add', 'demo', '--name', 'Shop bot')  # takes the history over
    assert len(profile.json('account', 'list')) == 1
    status, output, errors = profile.run('send', row, 'Сейчас проверю 👍')
    assert status == 0 and int(output) > 0 and errors == 'queued until a desk runs\n', (status, output, errors)
    assert list(profile.json('note', row, 'asked the warehouse')) == ['row']
    tomorrow = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1)
    profile.ok('send', row, 'See you tomorrow', '--later', tomorrow.isoformat(timespec='seconds'))
    assert profile.run('send', row, 'x', '--later', '2099-01-01T09:00:00Z')[0] != 0, 'nobody means that'
    assert profile.run('send', row, 'x', '--later', 'tomorrow')[0] == 2
    profile.ok('tag', row, 'late')
    profile.ok('assign', row, 1)
    messages = profile.json('show', row)['messages']
    texts = {x['text']: x for x in messages}
    assert texts['Сейчас проверю 👍']['delivery'] == 'queued' and texts['asked the warehouse']['direction'] == 'note'
    conversation = profile.json('conversations')[0]
    assert conversation['tags'] == ['late'] and conversation['assignee'] and conversation['status'] == 'pending', conversation
    profile.ok('resolve', row)
    assert profile.json('conversations', '--view=resolved')[0]['row'] == row
    profile.ok('reopen', row)
    profile.ok('snooze', row, '2031-01-01T09:00:00+03:00')
    assert profile.json('conversations')[0]['snoozed_until'] == '2031-01-01T06:00:00Z'
    profile.ok('tag', row, 'late', '--remove')
    profile.ok('assign', row, 'none')
    conversation = profile.json('conversations')[0]
    assert conversation['tags'] == [] and conversation['assignee'] is None, conversation
    status, _, errors = profile.run('assign', row, 'Nobody Here')
    assert status == 1 and 'Nobody Here' in errors


def test_a_running_desk_carries_it_out():
    profile = Profile()
    row = profile.first()
    process = profile.serve()
    try:
        account = int(profile.ok('account', 'add', 'demo', '--name', 'Играет'))
        listed = {x['row']: x for x in profile.json('account', 'list')}
        assert listed[account]['state'] in ('ok', 'connecting') and listed[account]['error'] is None, listed
        note = profile.json('note', row, 'through the door')['row']
        assert note in [x['row'] for x in profile.json('show', row)['messages']]
        again = subprocess.run([TOOL, 'serve', f'--profile={profile.path}'], env=profile.env, timeout=30, capture_output=True, check=False)
        assert again.returncode == 3 and again.stderr, again
        status, _, errors = profile.run('account', 'add', 'demo', '--name', 'Играет')
        assert status in (1, 2) and errors, (status, errors)
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(5) == 0
    assert {x['state'] for x in profile.json('account', 'list')} <= {'offline', 'paused', 'imported'}


def test_accounts():
    profile = Profile(history=None)
    kept = profile.folder / 'secrets.json'
    row = int(profile.ok('account', 'add', 'webchat', '--name', 'Shop', '--secret', 'identity_key', text='first-key\n'))
    account = profile.json('account', 'list')[0]
    assert account['state'] == 'offline' and account['enabled'] and not account['history_only'], account
    health = account['health']
    assert health['trouble'] == 'none' and health['heard_at'] is None and health['queued'] == health['failed'] == health['unconfirmed'] == 0, health
    profile.ok('account', 'set', row, '--name', 'Лавка', '--set', 'greeting=Hello', '--secret', 'identity_key', text='second-key\n')
    assert profile.json('account', 'list')[0]['name'] == 'Лавка'
    secrets = kept.read_text()
    assert 'second-key' in secrets and 'first-key' not in secrets, secrets
    for arguments, says in ((['--set', 'port=many'], 'port'), (['--set', 'colour=red'], 'colour'), (['--set', 'nothing'], '--set'), ([], 'account set')):
        status, _, errors = profile.run('account', 'set', row, *arguments)
        assert status in (1, 2) and says in errors, (status, errors)
    status, _, errors = profile.run('account', 'set', row, '--secret', 'identity_key')
    assert status == 2 and 'identity_key' in errors, (status, errors)
    profile.ok('account', 'pause', row)
    assert profile.json('account', 'list')[0]['state'] == 'paused'
    profile.ok('account', 'enable', row)
    assert profile.json('account', 'list')[0]['enabled']
    assert profile.run('account', 'set', 4711, '--name', 'x')[0] == 1
    status, _, errors = profile.run('account', 'remove', row)
    assert status == 2 and '--yes' in errors, (status, errors)
    profile.ok('account', 'remove', row, '--yes')
    account = profile.json('account', 'list')[0]
    assert account['history_only'] and account['state'] == 'removed' and not account['enabled'], account
    assert 'second-key' not in kept.read_text()


def answer(profile, typed, *arguments):
    """On a terminal."""
    ours, theirs = os.openpty()
    process = subprocess.Popen([TOOL, arguments[0], f'--profile={profile.path}', *map(str, arguments[1:])], env=profile.env, stdin=theirs,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    os.close(theirs)
    os.write(ours, typed)
    output, errors = process.communicate(timeout=60)
    os.close(ours)
    return process.returncode, output, errors


def test_an_account_with_its_history():
    profile = Profile()
    account = profile.json('account', 'list')[0]
    assert account['state'] == 'imported', account
    row = account['row']
    counts = profile.json('account', 'measure', row)
    assert counts['messages'] == 2 and counts['conversations'] == 1 and counts['profiles'] == 1, counts
    status, output, errors = answer(profile, b'n\n', 'account', 'remove', row, '--erase')
    assert status == 1 and 'messages\t2' in output and 'for good?' in errors, (status, output, errors)
    assert profile.json('conversations')
    status, output, errors = answer(profile, b'n\n', 'account', 'remove', row)
    assert status == 1 and 'as its history?' not in errors and 'All of that stays' in errors, (status, errors)
    status, output, errors = answer(profile, b'y\n', 'account', 'remove', row, '--erase')
    assert status == 0 and 'messages\t2' in output, (status, output, errors)
    assert profile.json('account', 'list') == [] and profile.json('conversations') == [] and profile.json('customers') == []
    assert profile.run('account', 'remove', row, '--erase', '--yes')[0] == 1


def test_what_is_ready_to_be_said():
    profile = Profile()
    profile.ok('canned', 'add', 'hi', 'Hello, {customer.first_name|there}!', '--lang', 'en', '--title', 'Hello',
               '--folder', 'Greetings')
    profile.ok('canned', 'add', 'hi', 'Здравствуйте!', '--lang', 'ru')
    found = profile.json('canned', 'list')
    assert [(x['code'], x['lang'], x['folder'], x['title']) for x in found] == [
        ('hi', 'ru', '', ''), ('hi', 'en', 'Greetings', 'Hello')], found
    status, _, errors = profile.run('canned', 'add', 'hi', 'again', '--lang', 'ru')
    assert status != 0 and 'code' in errors, (status, errors)
    profile.ok('canned', 'remove', found[0]['id'])
    assert [x['lang'] for x in profile.json('canned', 'list')] == ['en']
    assert profile.run('canned', 'sing')[0] == 2


def test_who_works_here():
    profile = Profile()
    profile.ok('operator', 'rename', 'Olga of the shop')
    rows = profile.json('operator', 'show')
    assert [(x['id'], x['name']) for x in rows] == [(1, 'Olga of the shop')], rows
    assert profile.run('operator', 'rename', ' ')[0] != 0
    assert profile.run('operator', 'dismiss')[0] == 2


def test_export_comes_back():
    profile = Profile()
    first = profile.ok('export')
    lines = [json.loads(x) for x in first.splitlines()]
    assert lines[0] == {'format': 'omnidesk', 'version': 1}
    assert {x['type'] for x in lines[1:]} == {'customer', 'conversation', 'message'}, lines
    other = Profile(history=None)
    copy = other.folder / 'copy.ndjson'
    copy.write_text(first)
    other.ok('import', copy)
    assert other.ok('export') == first
    other.ok('import', copy)
    assert other.ok('export') == first, 'a second import changed something'


def test_what_is_promised_comes_back():
    def lines(profile):
        return [line for line in map(json.loads, profile.ok('export', '--format=ndjson').splitlines()) if line.get('type') in ('calendar', 'policy')]

    first, second = Profile(), Profile()
    assert lines(first) == [], 'what every desk has is not written'
    file = first.folder / 'terms.ndjson'
    terms = [{'type': 'calendar', 'id': 'default', 'name': 'Shop', **CALENDAR},
             {'type': 'policy', 'id': 'default-2', 'name': 'Form', 'calendar': 'default', 'position': 3, 'body': {'first': {'seconds': 60, 'working': True}}},
             {'type': 'policy', 'id': 'p', 'name': 'VIP', 'calendar': None, 'position': 0, 'body': {'when': {'tags': ['vip']}, 'next': {'seconds': 60}}}]
    file.write_text('\n'.join(map(json.dumps, [HISTORY[0]] + terms)) + '\n')
    first.ok('import', file)
    first.ok('import', file)
    assert lines(first) == terms, lines(first)
    file.write_text(first.ok('export', '--format=ndjson'))
    second.ok('import', file)
    assert lines(second) == terms, 'what a desk was born with gives way'
    terms[2]['body'] = {'next': {'secnds': 60}}
    file.write_text('\n'.join(map(json.dumps, [HISTORY[0], terms[2]])) + '\n')
    status, _, errors = Profile().run('import', file)
    assert status == 1 and 'next' in errors, errors


def test_promises_of_an_operator():
    profile = Profile()
    row = profile.first()
    before = datetime.datetime.now(datetime.timezone.utc)
    due = profile.json('promise', row, 10)['due']
    assert (before + datetime.timedelta(minutes=9)).isoformat() < due < (before + datetime.timedelta(minutes=11)).isoformat(), due
    clocks = [clock for clock in profile.json('show', row)['clocks'] if clock['kind'] == 'promise']
    assert [(clock['state'], clock['due']) for clock in clocks] == [('running', due)], clocks
    assert clocks[0]['start'] < clocks[0]['due'] and 'ended' not in clocks[0] and 'kept' not in clocks[0], clocks
    profile.ok('promise', row, '10 minutes')
    profile.ok('promise', row, 'in 10 minutes')
    profile.ok('promise', row, 20)
    profile.ok('promise', row, 'none')
    clocks = [clock for clock in profile.json('show', row)['clocks'] if clock['kind'] == 'promise']
    assert [clock['state'] for clock in clocks] == ['cancelled'] * 4 and all('ended' in clock for clock in clocks), clocks
    for words, status in ((('0',), 2), (('soon',), 2), ((str(32 * 24 * 60),), 2)):
        assert profile.run('promise', row, *words)[0] == status, words
    profile.ok('resolve', row)
    assert profile.run('promise', row, 10)[0] == 1, 'nobody waits'


def test_a_bad_line_is_told_and_the_others_go_on():
    profile = Profile(history=None)
    file = profile.folder / 'bad.ndjson'
    lines = [json.dumps(x, ensure_ascii=False) for x in HISTORY]
    file.write_text('\n'.join([*lines[:3], '{"type":"message"', *lines[3:], '{"type":"customer","id":7}']) + '\n')
    status, _, errors = profile.run('import', file)
    assert status == 1 and 'line 4' in errors and 'line 7' in errors, (status, errors)
    assert len(profile.json('show', profile.first())['messages']) == 2


def test_backup_and_check():
    profile = Profile()
    copy = profile.folder / 'copy.db'
    profile.ok('backup', copy)
    assert copy.stat().st_size > 10000 and copy.stat().st_mode & 0o077 == 0
    assert profile.json('check')['problems'] == 0
    with open(profile.path / 'store.db', 'r+b') as store:  # somebody's disk is going
        store.seek(20 * 4096)
        store.write(b'\xff' * 4096)
    status, output, errors = profile.run('check')
    assert status == 1 and errors, (status, output, errors)


CALENDAR = {'zone': 'Europe/Moscow', 'weekly': {day: [['09:00', '18:00']] for day in ('mon', 'tue', 'wed', 'thu', 'fri')},
            'exceptions': {'2026-03-09': [], '2026-06-11': [['09:00', '17:00']], '2026-06-12': []}}


def test_when_a_promise_falls_due():
    profile = Profile(history=None)
    file = profile.folder / 'calendar.json'
    file.write_text(json.dumps(CALENDAR))

    def due(*arguments, start='2026-03-05T16:30:00+03:00', target=10800):
        return profile.run('due', f'--calendar={file}', f'--start={start}', f'--target={target}', *arguments)

    assert due() == (0, '2026-03-06T07:30:00Z\n', '')
    assert not profile.path.exists(), 'it needs no profile'
    status, output, errors = due('--json', '--pause=2026-03-05T17:00:00+03:00/2026-03-06T10:00:00+03:00', '--pause=2026-03-06T10:30:00+03:00/2026-03-06T10:40:00+03:00')
    assert (status, errors) == (0, '')
    assert json.loads(output) == {
        'due': '2026-03-06T09:40:00Z', 'local': '2026-03-06T12:40:00+03:00', 'zone': 'Europe/Moscow', 'fell_back': False,
        'pauses': [{'start': '2026-03-05T14:00:00Z', 'end': '2026-03-06T07:00:00Z', 'left_s': 9000},
                   {'start': '2026-03-06T07:30:00Z', 'end': '2026-03-06T07:40:00Z', 'left_s': 7200}]}, output
    status, output, errors = due('--pause=2026-03-05T17:00:00+03:00/')
    assert status == 1 and output == '' and 'pause' in errors
    assert json.loads(due('--json', '--pause=2026-03-05T17:00:00+03:00/')[1])['due'] is None
    file.write_text('{"zone":"Europe/Moscow","weekly":{}}')
    status, output, errors = due('--json')
    assert status == 0 and '400' in errors
    assert json.loads(output)['fell_back'] is True and json.loads(output)['due'] == '2026-03-05T16:30:00Z'
    file.write_text('{"zone":"Europe/Moscow","weekly":{"mon":[["9:00","18:00"]]}}')
    status, output, errors = due()
    assert status == 1 and output == '' and 'weekly.mon, interval 1' in errors
    for wrong in (due(start='2026-03-05'), due(target=-5), due('--pause=2026'), profile.run('due', f'--calendar={file}')):
        assert wrong[0] == 2 and wrong[1] == '' and wrong[2].count('\n') == 1, wrong
    file.unlink()
    assert due()[0] == 1


def test_help():
    done = subprocess.run([TOOL], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and done.stdout == '' and 'serve' in done.stderr
    done = subprocess.run([TOOL, '--help'], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and 'conversations' in done.stdout
    assert subprocess.run([TOOL, 'help'], capture_output=True, text=True, check=False).stdout == done.stdout
    for command in (x.split()[0] for x in done.stdout.splitlines() if x.startswith('  ')):
        told = subprocess.run([TOOL, command, '--help'], capture_output=True, text=True, check=False)
        assert told.returncode == 0 and 'Exit status: 0' in told.stdout, (command, told)
        assert subprocess.run([TOOL, 'help', command], capture_output=True, text=True, check=False).stdout == told.stdout
    done = subprocess.run([TOOL, 'show', '--profile=/nonexistent/omnidesk', '1'], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and '/nonexistent/omnidesk' in done.stderr and '--profile' in done.stderr, done.stderr
    done = subprocess.run([TOOL, 'import', '--help'], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and 'FILE' in done.stdout


sys.exit(tap.run([
    ('nothing there yet', test_nothing_there_yet),
    ('usage is 2 and says what', test_usage_is_2_and_says_what),
    ('reading', test_reading),
    ('report', test_report),
    ('queries', test_queries),
    ('views', test_views),
    ('people', test_people),
    ('tables', test_tables),
    ('erasing', test_erasing),
    ('many at once', test_many_at_once),
    ('writing without a desk', test_writing_without_a_desk),
    ('a running desk carries it out', test_a_running_desk_carries_it_out),
    ('accounts', test_accounts),
    ('an account with its history', test_an_account_with_its_history),
    ('what is ready to be said', test_what_is_ready_to_be_said),
    ('who works here', test_who_works_here),
    ('export comes back', test_export_comes_back),
    ('what is promised comes back', test_what_is_promised_comes_back),
    ('promises of an operator', test_promises_of_an_operator),
    ('a bad line is told and the others go on', test_a_bad_line_is_told_and_the_others_go_on),
    ('backup and check', test_backup_and_check),
    ('when a promise falls due', test_when_a_promise_falls_due),
    ('help', test_help),
]))
