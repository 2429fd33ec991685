// SPDX-License-Identifier: GPL-3.0-or-later
// odchat/1 from the visitor's side, by WebSocket or, where sockets are blocked, by HTTP. It knows no page.

import { Cursor, backoff } from './text.js';

export const { widget, title, mode } = window.omnidesk;
export const base = new URL(import.meta.url).origin;

/** Values that survive a reload, or only stay in memory where the browser forbids storage. Nothing given: removed. */
function storage(prefix, kind) {
  let area = {};
  try {
    area = window[kind];
  } catch { /* forbidden */ }
  return {
    get: (key) => JSON.parse(area[prefix + key] ?? null),
    set(key, value) {
      try {
        delete area[prefix + key];
        if (value != null)
          area[prefix + key] = JSON.stringify(value);
      } catch { /* full */ }
    },
    /** The values of all keys that begin so, in the order of the keys. */
    all: (start) => Object.keys(area).filter((key) => key.startsWith(prefix + start)).sort().map((key) => JSON.parse(area[key])),
  };
}

const prefix = `od1:${base}:${widget}:`;
export const store = storage(prefix, 'localStorage');
export const tab = storage(prefix, 'sessionStorage');

/** '', connecting, up, waiting, tabs (too many), blocked, old (this script is). */
export let state = '';
export let welcome = null; // the last one
export let since = 0; // when it came
let cursor = new Cursor();
let on = {};
const asks = new Map(); // client id -> [resolve, reject]
const mine = new Set(); // client ids made in this tab
const timers = {};
let ws = null;
let run = null; // tells a polling loop that it is still wanted
let fails = 0; // sockets in a row that did not open
let tries = 0;
let heard = 0;
let pinged = 0;
let quiet = 0; // not before this moment, says the server
let flying = null; // client id of the request under way
let takeAll = false;
let unacked = 0;
let queue = Promise.resolve();
let ticked = Date.now();

/** One timer per name: a new one replaces it, and without a function there is none. */
function later(name, ms, f) {
  clearTimeout(timers[name]);
  timers[name] = f && setTimeout(() => f(timers[name] = null), ms);
}

function become(next) {
  state = next;
  on.Status();
}

/** `on[t](frame)` hears of frames; Hello() gives fields of the first one; Status, Welcome, Reset and Refused hear of us. */
export function listen(handlers) {
  on = handlers;
}

export function start() {
  if (!state || state === 'tabs')
    open();
}

/** Puts the transport down. What was under way is in the outbox, and goes again. */
function shut(code = 1000) {
  const old = ws;
  ws = run = flying = null;
  unacked = 0;
  ['open', 'hung', 'ack', 'hole', 'silence'].forEach((name) => later(name));
  asks.forEach(([, reject]) => reject());
  asks.clear();
  old?.close(code);
}

const greet = () => ({ t: 'hello', v: 1, widget, token: store.get('token') ?? undefined, after: cursor.last, ...on.Hello() });

function open() {
  shut();
  become('connecting');
  if (fails > 1)
    return poll();
  let opened = 0;
  let socket = null;
  const lost = ({ code }) => {
    if (ws === socket) {
      fails += 1 - opened;
      closed(code);
    }
  };
  try {
    socket = ws = new WebSocket(`${base.replace('http', 'ws')}/od/v1/ws`, 'odchat.1');
  } catch {
    return lost({});
  }
  later('open', 10000, () => socket.close());
  socket.onopen = () => {
    later('open');
    opened = 1;
    fails = 0;
    socket.send(JSON.stringify(greet()));
  };
  socket.onmessage = ({ data }) => ws === socket && take(JSON.parse(data));
  socket.onclose = lost;
}

/** What a close code asks for (B7). */
function closed(code) {
  const cid = flying;
  shut();
  const end = { 4009: 'tabs', 4010: 'blocked', 4013: 'old' }[code];
  if (end)
    return become(end);
  if (code === 4001)
    store.set('token');
  if (code === 1009 && cid)
    refuse(cid, 'too_long');
  again(code === 4008 ? 30000 + 10000 * Math.random() : 0);
}

function again(least = 0) {
  shut();
  quiet = Date.now() + least;
  become('waiting');
  later('open', Math.max(least, backoff(tries++)), open);
}

/** A number is missing: everything after the last one shown, please. */
function resync() {
  shut(4003);
  if (tries++)
    again();
  else
    open();
}

/** The page woke up or the network changed: is there still a connection? */
function wake() {
  const now = Date.now();
  if (state === 'waiting' && now > quiet)
    return open();
  if (ws && state === 'up') {
    send({ t: 'ping', n: now });
    later('silence', 4000, () => heard < now && open());
  }
}

setInterval(() => {
  const now = Date.now();
  if (now - ticked > 30000 && !document.hidden)
    wake(); // the machine slept
  ticked = now;
  if (state !== 'up')
    return;
  if (now - since > 10000)
    tries = 0;
  const hb = 1000 * (welcome.hb ?? 25);
  // A hidden tab ticks once a minute, so only silence after a ping is silence.
  if (ws && pinged > heard && now - pinged > 4000 && now - heard > 2 * hb + 5000)
    again();
  else if (ws && now - pinged >= hb)
    send({ t: 'ping', n: pinged = now });
  else if (run && now - since > 120000)
    open(fails = 1); // do sockets work by now?
}, 5000);
['online', 'offline', 'pageshow'].forEach((kind) => addEventListener(kind, wake));
document.addEventListener('visibilitychange', () => document.hidden || wake());
addEventListener('storage', () => setTimeout(flush, 4100));
addEventListener('pagehide', () => {
  tell({ t: 'bye' });
  if (ws)
    again();
});

export async function get(path, body) {
  const token = store.get('token');
  const answer = await fetch(`${base}/od/v1/${path}`, {
    method: body ? 'POST' : 'GET', body, cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout(40000),
    headers: { ...body && { 'Content-Type': 'application/json' }, ...token && { Authorization: `Bearer ${token}` } },
  });
  if (!answer.ok)
    throw answer;
  return (await answer.json()).frames;
}

const post = (frame) => get('send', JSON.stringify({ frames: [frame] }));

async function poll() {
  const me = run = {};
  try {
    for (let frames = await post(greet()); run === me; frames = await get(`poll?after=${cursor.last}&wait=25`))
      frames.forEach((frame) => run === me && take(frame));
  } catch (answer) {
    denied(me, answer);
  }
}

function denied(me, { status, headers }) {
  if (run !== me)
    return;
  if (!status)
    fails = 0; // the server is away, not only its sockets
  if (status === 429)
    again(1000 * (headers.get('Retry-After') ?? 30));
  else
    closed({ 401: 4001, 403: 4010, 413: 1009 }[status]);
}

function send(frame) {
  const me = run;
  if (ws?.readyState === 1)
    ws.send(JSON.stringify(frame));
  else if (me)
    queue = queue.then(() => run === me && post(frame)).then((frames) => run === me && frames.forEach(take)).catch((answer) => denied(me, answer));
}

/** For frames that may be lost. */
export function tell(frame) {
  if (state === 'up')
    send(frame);
}

/** For requests that may not. False when fifty wait already. */
export function submit(item) {
  const { cid } = item.frame;
  if (store.all('o:').length > 49)
    return false;
  mine.add(cid);
  store.set(`o:${cid}`, item);
  flush();
  return true;
}

/** For requests whose answer somebody waits for. */
export const ask = (frame) => new Promise((...ways) => {
  if (state !== 'up')
    return ways[1]();
  asks.set(frame.cid, ways);
  send(frame);
});

/** The oldest request goes; the next follows its answer, so order is kept. Another tab's gets 4 s to go by itself. */
export function flush() {
  if (state !== 'up' || flying || timers.held)
    return;
  const next = store.all('o:').find(({ fail, ts, frame: { cid } }) => !fail && (takeAll || mine.has(cid) || Date.now() - ts > 4000));
  takeAll &&= !!next;
  if (!next)
    return;
  flying = next.frame.cid;
  later('hung', 20000, resync);
  send(next.frame);
}

/** Marks a request that is not sent again by itself; with no code it is. */
export function refuse(cid, fail) {
  const item = store.get(`o:${cid}`);
  store.set(`o:${cid}`, item && { ...item, fail });
  mine.add(cid);
  on.Refused({ cid, fail, item });
  flush();
}

function ack() {
  later('ack');
  unacked = 0;
  tell({ t: 'ack', upto: cursor.last });
}

/** A durable event. False if it is not to be shown. */
function event({ seq, cid }) {
  const news = cursor.event(seq);
  if (news === undefined)
    resync();
  if (!news)
    return false;
  store.set(`o:${cid}`);
  if (++unacked > 9)
    ack();
  else if (!timers.ack)
    later('ack', 2000, ack);
  return true;
}

function take(frame) {
  const { t, cid, seq, retry, code } = frame;
  heard = Date.now();
  if (t === 'welcome')
    return greeted(frame);
  if (/^(msg|upd|conv)$/.test(t) && !event(frame))
    return;
  if (t === 'gap')
    cursor.advance(frame.to);
  if (t === 'ok') {
    frame.item = store.get(`o:${cid}`);
    store.set(`o:${cid}`);
    cursor.ok(seq);
  }
  if (t === 'err' && retry > 0)
    later('held', 1000 * retry, flush);
  else if (t === 'err' && store.get(`o:${cid}`))
    refuse(cid, code);
  on[t]?.(frame);
  if (cid) {
    asks.get(cid)?.[t === 'err' ? 1 : 0](frame);
    asks.delete(cid);
    if (flying === cid)
      later('hung', flying = null);
    flush();
  }
  // An ok may run ahead of events that are on their way; they should come soon.
  if (!cursor.ahead.size)
    later('hole');
  else if (!timers.hole)
    later('hole', 3000, resync);
}

function greeted(frame) {
  const had = cursor.last;
  const other = welcome && welcome.me?.id !== frame.me?.id;
  welcome = frame;
  since = pinged = Date.now();
  if (frame.token)
    store.set('token', frame.token);
  if (other || frame.seq < had) { // not the stream that is on screen
    cursor = new Cursor();
    on.Reset();
    if (had && frame.seq)
      return resync();
  }
  takeAll = true;
  become('up');
  on.Welcome(frame);
  flush();
}
