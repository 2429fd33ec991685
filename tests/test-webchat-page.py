#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The visitor's side of the web chat in a real browser, against a strict small server of its protocol."""
import pathlib
import shutil
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / 'lib'))

import cdp  # noqa: E402
import odchat_mock  # noqa: E402
import tap  # noqa: E402
import wait  # noqa: E402

SHOP = {'/shop': '''<!doctype html><html lang="ru"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Магазин</title>
<style>* { all: unset; font-size: 40px !important } div, dialog, button, textarea { display: none !important; color: red !important }</style>
<p id="p">Shop</p><script src="BASE/widget.js" data-widget="w_main" data-title="Север" async></script></html>'''}
FAMILY = '👨‍👩‍👧‍👦'

browser = None


def el(name, more=''):
    """JavaScript for the part of the page with this test id."""
    return f'(document.querySelector("body > div").shadowRoot.querySelector(\'[data-testid=od-{name}]{more}\'))'


def every(selector, expression='e.innerText'):
    return f'[...document.querySelector("body > div").shadowRoot.querySelectorAll({selector!r})].map(e => {expression})'


def texts(page):
    return page.evaluate(every('.text'))


def up(page):
    page.wait(el('panel', '[data-state=up]') + ' && true')


def write(page, text, enter=True):
    page.evaluate(el('input') + '.focus()')
    page.type(text)
    if enter:
        page.press('Enter')


class Chat:
    """A mock and a page at /chat; every test begins as a new visitor and ends with nothing wrong."""

    def __init__(self, path='/chat?lang=en', hurry=1, **settings):
        self.hurry = hurry  # pauses of the page are that much shorter
        self.mock = odchat_mock.OdchatMock(HERE.parent / 'data/webchat', SHOP)
        self.path = path
        for name, value in settings.items():
            setattr(self.mock, name, value)

    def __enter__(self):
        self.mock.__enter__()
        self.page = browser.new_page()
        self.page.call('Emulation.setFocusEmulationEnabled', enabled=True)
        self.page.call('Page.addScriptToEvaluateOnNewDocument', source=f'''{{ const real = setTimeout;
            window.setTimeout = (f, ms, ...more) => real(f, ms / {self.hurry}, ...more) }}''')
        self.page.goto(self.mock.url + self.path)
        if self.path.startswith('/chat'):
            up(self.page)
        return self.mock, self.page

    def __exit__(self, kind, *_unused):
        problems = self.page.problems
        self.page.close()
        self.mock.__exit__()
        if kind is None:
            assert not problems, problems
            assert not self.mock.violations, self.mock.violations


def test_pure():
    with Chat() as (mock, page):
        page.evaluate('import("/od/v1/app/text.js").then(m => { window.t = m })')
        tail = page.evaluate(f't.tail("x".repeat(300) + "{FAMILY}".repeat(40))')
        assert tail and set(tail.split(FAMILY)) == {''} and len(tail) <= 200, tail
        assert len(tail) + 7 > 200
        ids = page.evaluate('Array.from({length: 2000}, () => t.ulid(1e12))')
        assert ids == sorted(set(ids)) and all(len(x) == 26 for x in ids)
        parts = page.evaluate('t.links("a (http://x.example/b), javascript:alert(1) mailto:a@b.example. data:text/html,x https://y.example/q_(r)")')
        assert ''.join(p if isinstance(p, str) else p['text'] for p in parts).startswith('a (http://x.example/b), javascript')
        assert [p['href'] for p in parts if not isinstance(p, str)] == ['http://x.example/b', 'mailto:a@b.example', 'https://y.example/q_(r)']
        assert page.evaluate('["javascript:x", "data:a", "vbscript:x", "JaVaScript:x", "blob:x", "file:///x"].map(u => t.safeUrl(u, "http://a.example"))') == [None] * 6

        assert page.evaluate('[0, 3, 20].map(n => [t.backoff(n, 0), t.backoff(n, 1)])') == [[500, 1000], [4000, 8000], [30000, 60000]]


def test_cursor():
    with Chat() as (mock, page):
        page.evaluate('import("/od/v1/app/text.js").then(m => { window.t = m })')
        script = '''(() => { const c = new t.Cursor(), out = [];
            for (const [kind, seq] of STEPS) out.push(kind === 'ok' ? c.ok(seq) ?? null : c.event(seq) ?? 'hole');
            return [out, c.last, +(c.top > c.last)]; })()'''
        for steps, expected in (
                ([['e', 1], ['e', 2], ['e', 2], ['e', 1]], [[True, True, False, False], 2, 0]),
                ([['e', 1], ['e', 3]], [[True, 'hole'], 1, 0]),
                ([['ok', 1], ['e', 2]], [[None, True], 2, 0]),
                ([['ok', 1], ['e', 1], ['e', 1]], [[None, True, False], 1, 0]),
                ([['ok', 2], ['e', 1], ['e', 3]], [[None, True, True], 3, 0]),
                ([['ok', 3], ['e', 1]], [[None, True], 1, 1]),
                ([['e', 1], ['ok', 1]], [[True, None], 1, 0])):
            got = page.evaluate(script.replace('STEPS', repr(steps)))
            assert got == expected, (steps, got)


def test_talk():
    with Chat() as (mock, page):
        write(page, f'Привет {FAMILY} <b>x</b>')
        page.wait(el('log', ' [data-seq="1"][data-from=me]') + ' && true')
        assert mock.texts() == [f'Привет {FAMILY} <b>x</b>']
        mock.say('<img src=x onerror=alert(1)> see https://a.example/x javascript:alert(1)', reply_to=1)
        page.wait(every('.text') + '.length == 2')
        assert page.evaluate(every('.text a', 'e.href + e.rel')) == ['https://a.example/xnoopener']
        assert page.evaluate(every('.bubble img')) == []
        assert page.evaluate(every('.quote', 'e.textContent')) == [f'Привет {FAMILY} <b>x</b>']
        wait.until(lambda: mock.visitor().read == 2, what='the read mark')
        wait.until(lambda: mock.visitor().acked == 2, what='the ack')
        mock.push({'t': 'state', 'delivered': 1, 'read': 1})
        page.wait(every('.me .meta .read') + '.length == 1')
        mock.event({'t': 'upd', 'ref': 2, 'text': 'better'})
        mock.event({'t': 'upd', 'ref': 2, 'react': {'❤️': {'n': 2, 'me': True}}})
        page.wait(every('.react') + '[0] == "❤️ 2"')
        assert texts(page)[1] == 'better'
        mock.event({'t': 'upd', 'ref': 2, 'deleted': True})
        page.wait(every('i') + '[0] == "Message deleted"')
        page.press('Enter', 'shift')
        write(page, 'two\nlines')
        wait.until(lambda: mock.texts()[-1] == 'two\nlines', what='the second message')
        page.reload()
        up(page)
        page.wait(every('.text') + '.length == 2')
        assert page.evaluate(every('.m', 'e.dataset.seq')) == ['1', '2', '6']


def test_typing():
    with Chat() as (mock, page):
        for _round in range(3):
            write(page, FAMILY * 12, enter=False)
            wait.pause(0.2)
        wait.until(lambda: mock.visitor().typing and mock.visitor().typing[-1]['text'] == FAMILY * 28, what='the preview')
        page.press('Enter')
        wait.until(lambda: mock.visitor().typing[-1] == {'t': 'typing', 'on': False}, what='the end of typing')
        assert mock.texts() == [FAMILY * 36]
        page.evaluate('{ const real = setTimeout; window.setTimeout = (f, ms, ...more) => real(f, ms === 6000 ? 300 : ms, ...more) }')
        mock.push({'t': 'typing', 'on': True, 'name': 'Anna'})
        page.wait(el('typing') + '.textContent == "Anna is typing…"')
        page.wait(el('typing') + '.textContent == ""')


def test_resume():
    """Killed and back, with requests on their way: everything once and in order."""
    with Chat(hurry=4) as (mock, page):
        write(page, 'one')
        wait.until(lambda: mock.texts() == ['one'])
        mock.mute = True
        write(page, 'two')
        write(page, 'three')
        wait.until(lambda: any(f.get('text') == 'two' for f, _ in mock.frames))
        mock.stop()
        page.wait(el('status') + '.textContent.includes("No connection")')
        write(page, 'four')
        assert page.evaluate(every('.me .meta .wait', '1')) == [1, 1, 1]
        mock.mute = False
        mock.add(mock.visitor(), {'t': 'msg', 'from': {'k': 'op', 'name': 'A'}, 'text': 'meanwhile'})
        mock.start()
        page.wait(every('.me .meta .sent') + '.length == 4', 15)
        assert mock.texts() == ['one', 'two', 'three', 'four']
        assert texts(page) == ['one', 'meanwhile', 'two', 'three', 'four']
        # The answer was lost after the server had stored it, and own events come back as well.
        mock.hold_ok, mock.echo = True, False
        write(page, 'five')
        wait.until(lambda: mock.texts()[-1] == 'five')
        mock.hold_ok, mock.echo = False, True
        mock.stop()
        mock.start()
        page.wait(every('.me .meta .sent') + '.length == 5', 15)
        write(page, 'six')
        page.wait(every('.me .meta .sent') + '.length == 6')
        assert mock.texts() == ['one', 'two', 'three', 'four', 'five', 'six'], mock.texts()
        assert texts(page)[-2:] == ['five', 'six'] and len(texts(page)) == 7
        assert page.evaluate('Object.keys(localStorage).filter(k => /:\\w{26}$/.test(k))') == []


def test_reload_mid_send():
    with Chat() as (mock, page):
        mock.hold_ok = True
        write(page, 'kept')
        wait.until(lambda: mock.texts() == ['kept'])
        write(page, 'draft', enter=False)
        mock.hold_ok = False
        page.reload()
        up(page)
        page.wait(every('.me .meta .sent') + '.length == 1')
        assert mock.texts() == ['kept'] and texts(page) == ['kept']
        assert page.evaluate(el('input') + '.value') == 'draft'


def test_numbers():
    """Repeated frames are dropped, a hole makes the page ask again."""
    with Chat() as (mock, page):
        mock.say('a')
        page.wait(every('.text') + '.length == 1')
        mock.push(mock.visitor().events[0])
        mock.call(lambda: mock.visitor().events.append({'t': 'msg', 'seq': 2, 'ts': 2, 'from': {'k': 'op'}, 'text': 'lost'}))
        mock.say('c')
        page.wait(every('.text') + '.length == 3')
        assert texts(page) == ['a', 'lost', 'c']
        assert any(f == {'t': 'close', 'code': 4003} for f, _ in mock.frames), 'closed with 4003'
        assert mock.hellos == 2


def test_history():
    with Chat(keep=60) as (mock, page):
        for number in range(1, 181):
            mock.call(mock.add, mock.visitor(), {'t': 'msg', 'from': {'k': 'op', 'name': 'A'}, 'text': f'n{number}'})
        mock.event({'t': 'upd', 'ref': 5, 'text': 'edited'})
        page.reload()
        up(page)
        page.wait(every('.text') + '.length == 59')
        for count in (109, 159, 180):
            page.evaluate(el('log') + '.scrollTop = 0')
            page.wait(every('.text') + f'.length == {count}')
        expected = [f'n{n}' if n != 5 else 'edited' for n in range(1, 181)]
        assert texts(page) == expected


def test_fallback():
    with Chat(hurry=8) as (mock, page):
        write(page, 'by socket')
        wait.until(lambda: mock.texts() == ['by socket'])
        mock.refuse_sockets = True
        mock.close_all(1001)
        wait.until(lambda: mock.hellos == 2, 15, 'a hello by HTTP')
        up(page)
        write(page, 'by HTTP')
        write(page, 'again')
        page.wait(every('.me .meta .sent') + '.length == 3')
        assert mock.texts() == ['by socket', 'by HTTP', 'again']
        mock.say('answer')
        page.wait(every('.text') + '.length == 4')
        wait.until(lambda: mock.visitor().read == 4, what='the read mark')
        page.problems.clear()


def test_tabs():
    with Chat() as (mock, page):
        other = browser.new_page(mock.url + '/chat?lang=en', context=page.context)
        up(other)
        assert len(mock.visitors) == 1
        for number in range(6):
            write((page, other)[number % 2], f't{number}')
        for tab in (page, other):
            tab.wait(every('.me .meta .sent') + '.length == 6')
        assert sorted(mock.texts()) == [f't{n}' for n in range(6)]
        assert sorted(texts(page)) == sorted(texts(other)) and texts(page) == mock.texts()
        # A tab that dies with something unsent leaves it to the other.
        mock.mute = True
        write(page, 'left behind')
        wait.until(lambda: any(f.get('text') == 'left behind' for f, _ in mock.frames))
        other.wait(every('.text') + '.length == 7')
        mock.mute = False
        page.goto('about:blank')
        wait.until(lambda: 'left behind' in mock.texts(), 10, 'the other tab to send it')
        mock.close_all(4009)
        other.wait(el('status') + '.textContent.includes("too many tabs")')
        hellos = mock.hellos
        other.evaluate(el('status', ' button') + '.click()')
        up(other)
        assert mock.hellos == hellos + 1
        other.close()


def test_codes():
    with Chat() as (mock, page):
        write(page, 'hi')
        page.wait(every('.me .meta .sent') + '.length == 1')
        mock.visitors.clear()
        old = page.evaluate('localStorage[Object.keys(localStorage).find(k => k.endsWith(":token"))]')
        page.evaluate('dispatchEvent(new Event("pagehide")); dispatchEvent(new Event("pageshow"))')
        wait.until(lambda: mock.visitors, 10, 'a hello without the token')
        up(page)
        page.wait(every('.text') + '.length == 0')
        assert page.evaluate('localStorage[Object.keys(localStorage).find(k => k.endsWith(":token"))]') != ''
        assert old
        mock.next_error = {'code': 'rate', 'text': 'slow', 'retry': 1}
        write(page, 'later')
        wait.until(lambda: mock.texts() == ['later'], 5)
        mock.next_error = {'code': 'too_long', 'text': 'x'}
        write(page, 'never')
        page.wait(every('.m .fail') + '.length == 1')
        page.evaluate(every('.m .fail button', 'e') + '[0].click()')
        wait.until(lambda: mock.texts() == ['later', 'never'], 5, 'Retry')
        hellos = mock.hellos
        mock.close_all(4008)
        page.wait(el('panel', '[data-state=waiting]') + ' && true')
        page.evaluate('dispatchEvent(new Event("online"))')
        wait.during(0.8, lambda: mock.hellos > hellos, 'a connection too early')
        page.reload()
        up(page)
        mock.close_all(4010)
        page.wait(el('status') + '.textContent == "This chat is not available"')
        assert page.evaluate(el('input') + '.offsetParent == null')
        wait.during(0.8, lambda: mock.hellos > hellos + 1, 'a connection after 4010')


def test_files():
    with Chat() as (mock, page), tempfile.TemporaryDirectory() as folder:
        good, bad = pathlib.Path(folder, 'счёт.pdf'), pathlib.Path(folder, 'x.html')
        good.write_bytes(b'%PDF-1.4 ' + b'x' * 300000)
        bad.write_text('<script>')
        page.choose_files(el('file'), [good])
        page.wait(every('.me .meta .sent') + '.length == 1')
        assert mock.visitor().events[0]['files'][0]['name'] == 'счёт.pdf'
        assert mock.files['f_1']['body'] == good.read_bytes()
        page.choose_files(el('file'), [bad])
        page.wait(every('.m .fail') + '[0]?.startsWith("Such files can’t be sent")')
        page.evaluate(every('.m .fail button', 'e') + '[1].click()')
        page.wait(every('.m .fail') + '.length == 0')
        mock.mute = True
        page.choose_files(el('file'), [good])
        wait.until(lambda: mock.frames[-1][0]['t'] == 'file_req')
        mock.mute = False
        page.reload()
        up(page)
        page.wait(every('.m .fail') + '.length == 1')
        mock.say(files=[{'id': 'f_9', 'name': '<b>.pdf', 'type': 'application/pdf', 'size': 1, 'url': 'javascript:alert(1)'}])
        page.wait(every('.file') + '.length == 3')
        assert page.evaluate(every('.op .file', 'e.tagName + e.innerText.includes("<b>.pdf")')) == ['DIVtrue']


def test_actions():
    with Chat() as (mock, page):
        write(page, 'mine')
        page.wait(every('.me .more', '1') + '.length == 1')
        open_menu = '[document.querySelector("body > div").shadowRoot.querySelector(".m .more")].map(e => e.click())'
        button = '[...document.querySelector("body > div").shadowRoot.querySelectorAll(".pop button")].find(e => e.textContent == "{}").click()'
        page.evaluate(open_menu)
        page.evaluate(button.format('Edit'))
        page.evaluate(el('input') + '.select()')
        write(page, 'changed')
        page.wait(every('.text') + '[0] == "changed"')
        page.evaluate(open_menu)
        page.evaluate(button.format('👍'))
        page.wait(every('.react') + '[0] == "👍"')
        page.evaluate(open_menu)
        page.evaluate(button.format('Reply'))
        write(page, 'answer')
        wait.until(lambda: mock.visitor().events[-1].get('reply_to') == 1)
        page.evaluate(open_menu)
        page.evaluate(button.format('Delete'))
        page.wait(every('i') + '.length == 1')
        assert [e['t'] for e in mock.visitor().events] == ['msg', 'upd', 'upd', 'msg', 'upd']
        page.evaluate('[...document.querySelector("body > div").shadowRoot.querySelectorAll(".composer button")][0].click()')
        page.press('ArrowDown')
        page.press('Enter')
        page.wait(el('input') + '.value == "😊"')


def test_forms():
    with Chat(online=False, forms={'offline': {}, 'csat': {}}) as (mock, page):
        form = el('form-offline')
        page.wait(form + ' && true')
        fill = '''(f => { for (const [k, v] of Object.entries(DATA)) v === true ? f.elements[k].checked = true : f.elements[k].value = v;
                  f.requestSubmit() })(FORM)'''
        page.evaluate(fill.replace('FORM', form).replace('DATA', '{text: "Hello", consent: true}'))
        page.wait(every('form .fail') + '[0] == "E-mail or phone, please"')
        page.evaluate(fill.replace('FORM', form).replace('DATA', '{email: "a@b.example"}'))
        wait.until(lambda: mock.visitor().forms, 8, 'the form')
        assert mock.visitor().forms[0]['data'] == {'email': 'a@b.example', 'text': 'Hello', 'consent': True}
        mock.push({'t': 'online', 'online': True})
        page.wait(form + ' == null')
        mock.event({'t': 'conv', 'status': 'closed'})
        rating = el('form-csat')
        page.wait(rating + ' && true')
        page.evaluate(fill.replace('FORM', rating).replace('DATA', '{rating: 4, text: "fine"}'))
        wait.until(lambda: len(mock.visitor().forms) == 2, 8, 'the rating')
        assert mock.visitor().forms[1]['data'] == {'rating': 4, 'text': 'fine'}
        page.reload()
        up(page)
        wait.during(0.5, lambda: page.evaluate(rating + ' != null'), 'asking for a rating twice')


def test_embedded():
    """On a page with hostile styles: nothing leaks in or out, keys and the badge work."""
    with Chat('/shop') as (mock, page):
        page.wait(el('launcher') + ' && true')
        assert mock.hellos == 0, 'a visitor who opens nothing is nobody'
        assert page.evaluate(f'{el("launcher")}.getBoundingClientRect().width') == 60
        assert page.evaluate('getComputedStyle(p).fontSize') == '40px'
        page.evaluate(el('launcher') + '.click()')
        up(page)
        assert page.evaluate(f'[getComputedStyle({el("input")}).fontSize, getComputedStyle({el("input")}).display]') == ['15px', 'block']
        assert page.evaluate(el('input') + '.placeholder') == 'Сообщение'
        page.press('Escape')
        page.wait(f'!{el("panel")}.open && {el("input")}.getRootNode().activeElement == {el("launcher")}')
        mock.say('news')
        mock.say('more')
        page.wait(el('badge') + '.textContent == "2"')
        assert mock.visitor().read == 0
        page.evaluate(el('launcher') + '.click()')
        wait.until(lambda: mock.visitor().read == 2, what='the read mark')
        assert page.evaluate(el('badge') + '.hidden')
        page.call('Emulation.setDeviceMetricsOverride', width=360, height=640, deviceScaleFactor=1, mobile=True)
        page.reload()
        page.wait(f'{el("panel")}?.matches(":modal") && {el("panel")}.getBoundingClientRect().width == 360')
        assert not page.evaluate(every('*', 'e.getBoundingClientRect().right > 361') + '.includes(true)')


def test_focus():
    """Whoever opens the chat can type at once; on a touch screen no keyboard jumps up, and nothing has a frame."""
    focused = el('panel') + '.getRootNode().activeElement'
    for path, touch in (('/chat?lang=en', False), ('/chat?lang=en', True), ('/shop', False)):
        with Chat(path) as (mock, page):
            if touch:
                page.call('Emulation.setTouchEmulationEnabled', enabled=True)
                page.call('Emulation.setDeviceMetricsOverride', width=360, height=640, deviceScaleFactor=1, mobile=True)
                page.reload()
                up(page)
            if path == '/shop':
                page.wait(el('launcher') + ' && true')
                page.click(el('launcher'))
                up(page)
            assert page.evaluate('matchMedia("(pointer:coarse)").matches') == touch
            assert page.evaluate(f'{focused} == {el("input")}') != touch
            assert page.evaluate(every(':focus-visible', 'getComputedStyle(e).outlineStyle') + '.every(x => x == "none")')
            if not touch:
                page.type('at once')
                assert page.evaluate(el('input') + '.value') == 'at once'
                page.press('Tab', 'shift')
                assert page.evaluate(every(':focus-visible', 'getComputedStyle(e).outlineStyle')) == ['solid']


def test_names():
    """Every control has a name for those who do not see it."""
    with Chat() as (mock, page):
        mock.say('x')
        page.wait(every('.text') + '.length == 1')
        nodes = page.call('Accessibility.getFullAXTree')['nodes']
        roles = {n['role']['value'] for n in nodes if not n.get('ignored')}
        assert {'log', 'dialog', 'textbox', 'button', 'status'} <= roles, roles
        for node in nodes:
            if not node.get('ignored') and node['role']['value'] in ('button', 'textbox', 'dialog', 'log', 'link', 'image'):
                assert node['name']['value'], node


TESTS = [
    ('previews, links and ids', test_pure), ('numbers', test_cursor), ('a talk', test_talk), ('typing both ways', test_typing),
    ('killed and back', test_resume), ('reload while sending', test_reload_mid_send), ('repeated and missing frames', test_numbers),
    ('older history', test_history), ('HTTP where sockets fail', test_fallback), ('several tabs', test_tabs),
    ('errors and close codes', test_codes), ('files', test_files), ('actions and keys', test_actions), ('forms', test_forms),
    ('on a hostile page', test_embedded), ('names', test_names), ('focus', test_focus),
]


def main():
    global browser
    if shutil.which('chromium') is None:
        print('1..0 # SKIP chromium is not installed')
        return 0
    with cdp.Browser() as browser:
        return tap.run(TESTS)


if __name__ == '__main__':
    sys.exit(main())
