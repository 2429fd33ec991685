# SPDX-License-Identifier: GPL-3.0-or-later
"""Small files of every kind that people send, made on the spot."""
import io
import shutil
import struct
import subprocess
import wave
import zlib

import gi

gi.require_version('GdkPixbuf', '2.0')
from gi.repository import GdkPixbuf  # noqa: E402  the version comes first


def chunk(name, data):
    return struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data))


def png_head(width, height):
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0))


def png(colour, width=160, height=120):
    """A picture of one colour, (red, green, blue)."""
    rows = (b'\0' + bytes(colour) * width) * height
    return png_head(width, height) + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b'')


def jpeg(colour, width=160, height=120):
    loader = GdkPixbuf.PixbufLoader()
    loader.write(png(colour, width, height))
    loader.close()
    _done, data = loader.get_pixbuf().save_to_bufferv('jpeg', ['quality'], ['95'])
    return bytes(data)


def bomb():
    """A picture that says it is huge and holds next to nothing."""
    return png_head(65000, 65000) + chunk(b'IDAT', zlib.compress(bytes(65000 * 3 + 1), 9)) + chunk(b'IEND', b'')


def wav(seconds=1, rate=8000):
    out = io.BytesIO()
    with wave.open(out, 'wb') as sound:
        sound.setparams((1, 2, rate, 0, 'NONE', ''))
        sound.writeframes(b''.join(struct.pack('<h', (i % 40) * 300 - 6000) for i in range(rate * seconds)))
    return out.getvalue()


def gstreamer(pipeline, path):
    program = shutil.which('gst-launch-1.0')
    if program is None:
        raise FileNotFoundError('gst-launch-1.0 is not installed')
    subprocess.run([program, '-q', *pipeline.split(), '!', 'filesink', f'location={path}'], check=True, timeout=60,
                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def video(path):
    """Half a second of WebM."""
    gstreamer('videotestsrc num-buffers=8 ! video/x-raw,width=64,height=48,framerate=16/1 ! vp8enc ! webmmux', path)


def voice(path):
    """A second as messengers record it: Opus in Ogg."""
    gstreamer('audiotestsrc num-buffers=40 ! audioconvert ! audioresample ! opusenc ! oggmux', path)


def pdf(words):
    """One page with ASCII WORDS."""
    content = f'BT /F1 18 Tf 40 100 Td ({words}) Tj ET'.encode()
    objects = [b'<</Type/Catalog/Pages 2 0 R>>', b'<</Type/Pages/Kids[3 0 R]/Count 1>>',
               b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
               b'<</Length %d>>stream\n%s\nendstream' % (len(content), content), b'<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>']
    out, places = b'%PDF-1.4\n', []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b'%d 0 obj%s\nendobj\n' % (number, body)
    table = b''.join(b'%010d 00000 n \n' % x for x in places)
    return out + b'xref\n0 6\n0000000000 65535 f \n' + table + b'trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n' % len(out)
