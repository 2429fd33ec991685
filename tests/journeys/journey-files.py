#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files both ways between a page and the window: each is shown as what it is, and its bytes are the same at both ends."""
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile

from house import House, begin, cdp, tap, wait
from seat import Seat

import samples

ROSE, LEAF, SEA = (201, 31, 97), (38, 140, 53), (22, 78, 181)
BROKEN, TOO_LARGE = 'This is broken, or no picture', 'Too large to be shown here'
# What stands in the thread for each kind: (role, name)
CONTROL = {'Photo': ('push button', 'Photo \u2068{}\u2069'), 'Sound': ('push button', 'Play: {}'), 'Voice message': ('push button', 'Play: {}'),
           'Video': ('push button', 'Play: {}'), 'File': ('push button', 'Open {}')}


def kinds(folder):
    """One file of each kind: (path, what the desk calls it)."""
    samples.video(folder / 'clip.webm')
    samples.voice(folder / 'voice.ogg')
    written = {'rose.png': samples.png(ROSE), 'leaf.jpg': samples.jpeg(LEAF), 'tone.wav': samples.wav(), 'bill.pdf': samples.pdf('Bill 1042'),
               'заметка.txt': 'Список покупок: чай, мёд\n'.encode()}
    for name, data in written.items():
        (folder / name).write_bytes(data)
    words = {'rose.png': 'Photo', 'leaf.jpg': 'Photo', 'tone.wav': 'Sound', 'voice.ogg': 'Voice message', 'clip.webm': 'Video',
             'bill.pdf': 'File', 'заметка.txt': 'File'}
    return [(folder / name, kind) for name, kind in words.items()]


def digest(data):
    return hashlib.sha256(data).hexdigest()


def stored(house, row, direction):
    """name: path on disk, of the files that went that way and are here."""
    return {x['name']: pathlib.Path(x['path']) for m in house.messages(row, direction) for x in m.get('attachments', ()) if 'path' in x}


def pixels(colour, within=6):
    """How many pixels of the screen have that colour, about: JPEG is not exact."""
    run = subprocess.run(['import', '-window', 'root', '-depth', '8', 'rgb:-'], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, check=True)
    data = run.stdout
    near = [bytes(abs(x - wanted) <= within for x in range(256)) for wanted in colour]
    return sum(a & b & c for a, b, c in zip(*(data[i::3].translate(near[i]) for i in range(3))))


def is_drawn(colour, words):
    wait.until(lambda: pixels(colour) > 3000, 15, f'the {words} on the screen', step=0.3)


def spoken(kind, name):
    """What the row of the thread says of a file; a voice message does without its name."""
    return 'Voice message, ' if kind == 'Voice message' else f'{kind} \u2068{name}\u2069, '


def customer_sends():
    with House() as house, Seat(house) as seat, cdp.Browser() as browser, tempfile.TemporaryDirectory() as folder:
        files = kinds(pathlib.Path(folder))
        customer, row = begin(house, browser, 'files for you')
        seat.open('files for you')
        for path, kind in files:
            customer.page.choose_files('od.part("file")', [path])
            customer.settled()
            seat.sees(spoken(kind, path.name))
            seat.thread.get(CONTROL[kind][0], contains=CONTROL[kind][1].format(path.name))
            if path.name == 'rose.png':
                is_drawn(ROSE, 'picture')
            if path.name == 'leaf.jpg':
                is_drawn(LEAF, 'photo')
        here = wait.until(lambda: len(stored(house, row, 'in')) == len(files) and stored(house, row, 'in'), 10, 'all files')
        for path, _kind in files:
            assert here[path.name].read_bytes() == path.read_bytes(), f'{path.name} has other bytes'
        again = pathlib.Path(folder, 'again.png')
        again.write_bytes(samples.png(ROSE))
        customer.page.choose_files('od.part("file")', [again])
        wait.until(lambda: 'again.png' in stored(house, row, 'in'), 10, 'the same picture again')
        assert stored(house, row, 'in')['again.png'] == stored(house, row, 'in')['rose.png'], 'it is stored twice'


def hostile_pictures():
    """What is no picture, and what is too much of one: a placeholder each, and the desk goes on."""
    with House() as house, Seat(house) as seat, cdp.Browser() as browser, tempfile.TemporaryDirectory() as folder:
        bad = {'bomb.png': (samples.bomb(), TOO_LARGE), 'cut.jpg': (samples.jpeg(LEAF)[:-400], BROKEN),
               'page.png': (samples.png_head(40, 30) + b'<script>alert(1)</script>' * 40, BROKEN)}
        customer, row = begin(house, browser, 'look')
        seat.open('look')
        for name, (data, words) in bad.items():
            path = pathlib.Path(folder, name)
            path.write_bytes(data)
            customer.page.choose_files('od.part("file")', [path])
            customer.settled()
            seat.sees(f'\u2068{name}\u2069')
            wait.until(lambda words=words: [x for x in seat.thread.walk() if words in (x.name, x.text)], 20, f'"{words}" for {name}', ignore=(seat.Lost,))
            assert stored(house, row, 'in')[name].read_bytes() == data
        seat.send('these are no pictures')
        customer.wait_text('these are no pictures', 'op')


def fetched(customer, name):
    """The digest of what a click on the newest file of that name would save."""
    link = f'[...od.part("log").querySelectorAll("a[download]")].filter((a) => a.download === {json.dumps(name)}).at(-1)'
    customer.page.wait(f'!!{link}', 15, f'{name} on the page')
    return customer.page.evaluate(f"""fetch({link}.href).then((r) => r.arrayBuffer()).then((b) => crypto.subtle.digest("SHA-256", b))
        .then((b) => [...new Uint8Array(b)].map((x) => x.toString(16).padStart(2, "0")).join(""))""")


def desk_sends():
    with House() as house, Seat(house) as seat, cdp.Browser() as browser, tempfile.TemporaryDirectory() as folder:
        files = kinds(pathlib.Path(folder))
        customer, row = begin(house, browser, 'send me all of it')
        seat.open('send me all of it')
        for few in (files[:4], files[4:]):
            seat.offer_files('clipboard', *(path for path, _kind in few))
            seat.paste()
            seat.send_files(*(path.name for path, _kind in few))
            for path, kind in few:
                seat.sees(spoken('Sound' if path.suffix == '.ogg' else kind, path.name))  # whether it is a recording, only a messenger says
                assert fetched(customer, path.name) == digest(path.read_bytes()), f'{path.name} has other bytes on the page'
        here = stored(house, row, 'out')
        assert sorted(here) == sorted(path.name for path, _kind in files), sorted(here)

        shot = samples.png(SEA, 200, 150)
        seat.offer('clipboard', 'image/png', shot)
        seat.paste()
        wait.until(lambda: seat.find(name='Attached files').find(contains='.png'), 10, 'the screenshot in the tray', ignore=(seat.Lost,))
        seat.send_files()
        name = wait.until(lambda: [x for x in stored(house, row, 'out') if x not in here], 10, 'the screenshot in the store')[0]
        is_drawn(SEA, 'screenshot')
        assert fetched(customer, name) == digest(stored(house, row, 'out')[name].read_bytes())
        customer.page.wait(f'[...od.part("log").querySelectorAll(".op img")].some((e) => e.alt === {json.dumps(name)} && e.naturalWidth === 200)',
                           10, 'the screenshot drawn on the page')
        wait.until(lambda: all(x['delivery'] in ('delivered', 'read') for x in house.messages(row, 'out')), 10, 'the receipts')
        assert customer.page.problems == [], customer.page.problems


def chosen_by_keyboard():
    """The file chooser: Ctrl+O, a path, Enter."""
    with House() as house, Seat(house) as seat, cdp.Browser() as browser, tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, 'chosen.txt')
        path.write_text('chosen by keyboard')
        customer, _row = begin(house, browser, 'a paper, please')
        seat.open('a paper, please')
        seat.key('ctrl+o')
        seat.choose_file(path)
        seat.send_files(path.name)
        assert fetched(customer, path.name) == digest(path.read_bytes())


def dropped_on_the_thread():
    """Two files dragged from another program's window."""
    with House() as house, Seat(house) as seat, cdp.Browser() as browser, tempfile.TemporaryDirectory() as folder:
        paths = [pathlib.Path(folder, 'a.txt'), pathlib.Path(folder, 'b.png')]
        paths[0].write_text('dropped')
        paths[1].write_bytes(samples.png(LEAF))
        customer, _row = begin(house, browser, 'drop it here')
        seat.open('drop it here')
        seat.offer_files('window', *paths)
        seat.drag_onto(seat.thread)
        seat.focus()
        seat.send_files(*(x.name for x in paths))
        for path in paths:
            assert fetched(customer, path.name) == digest(path.read_bytes()), f'{path.name} has other bytes'


if __name__ == '__main__':
    sys.exit(tap.run([
        ('a customer sends every kind of file', customer_sends),
        ('hostile pictures end as placeholders', hostile_pictures),
        ('the desk sends every kind, and a screenshot', desk_sends),
        ('a file is chosen by the keyboard', chosen_by_keyboard),
        ('files are dropped on the thread', dropped_on_the_thread),
    ]))
