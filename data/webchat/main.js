// SPDX-License-Identifier: GPL-3.0-or-later
// The visitor's chat on a page: what is seen and pressed.

import * as link from './link.js';
import { day, dayName, lang, safeUrl, say, tail, ulid } from './text.js';
import { beep, form, h, icon, pop, press, rove, show, tool } from './view.js';

const { base, store, tab } = link;
const title = link.title ?? say('title');
const page = link.mode === 'page';

let list = []; // messages: by number, then those not sent yet
let early = []; // changes of messages that are not loaded
let dirty = null; // what to draw anew: functions of a message
let operator = {};
let online = true;
let newest = 0; // the operator's newest message
let oldest = 0; // the first one loaded, if there may be older ones
let replay = 0; // up to here it is history, not news
let atEnd = true;
let subject = {}; // what the composer is about: {m}, and `edit` if it changes that message
let card = null; // the form shown
let typist = 0;
let spoke = false; // the operator was told that the visitor types

const chat = { base, read: 0, find: (seq) => list.find((m) => m.seq === seq), gist, keep, menu, react, renew, retry, discard };

// ---- the parts ----

const id = (name) => ({ 'data-testid': `od-${name}` });
const log = rove(h('div', { class: 'log', role: 'log', 'aria-live': 'polite', 'aria-label': title, tabindex: 0, ...id('log') }), '.m');
const typing = h('div', { class: 'note', role: 'status', ...id('typing') });
const trouble = h('div', { class: 'note', role: 'status', ...id('status') });
const input = h('textarea', { rows: 1, placeholder: say('text'), 'aria-label': say('text'), input: typed, ...id('input') });
const picker = h('input', { type: 'file', multiple: true, hidden: true, change: () => attach(picker.files), ...id('file') });
const go = tool('send', submit, id('send'));
const context = h('div', { class: 'context' });
const down = tool('down', bottom);
const bell = tool('sound', () => sound(!store.get('sound')));
const face = h('span', { class: 'face', 'aria-hidden': true });
const head = h('b', { dir: 'auto' });
const sub = h('small');
const badge = h('span', { class: 'badge', ...id('badge') });
const launcher = h('button', { class: 'launcher', click: open, ...id('launcher') }, icon('chat'), badge);
const foot = h('footer', {}, context, h('div', { class: 'composer' },
  tool('emoji', (e) => pop(e.currentTarget, say('emoji'), insert)), tool('attach', () => picker.click()), picker, input, go), h('p', {}, say('peek')));
const panel = h('dialog', { class: page ? 'page' : '', 'aria-label': title, close: closed, keydown: key, ...id('panel') },
  h('header', {}, face, h('div', {}, head, sub), bell, !page && tool('close', () => panel.close())),
  h('div', { class: 'middle' }, log, down), typing, trouble, foot);
const host = h('div', { lang });
host.attachShadow({ mode: 'open' }).append(panel, page ? '' : launcher);

link.listen({ Status, Welcome, Reset, Refused, msg, upd, ok, gap, conv, typing: types,
  Hello: () => ({ lang: navigator.language, tz: Intl.DateTimeFormat().resolvedOptions().timeZone, caps: ['typing', 'files'], identity: window.omnideskIdentity,
    page: { url: location.href.split('#')[0].slice(0, 2000), title: document.title.slice(0, 200), ref: document.referrer.slice(0, 2000) } }),
  state: ({ read }) => draw((m) => m.from.k === 'me', chat.read = Math.max(chat.read, read ?? 0)),
  online: (frame) => people(online = frame.online) });

// ---- opening and closing ----

function open() {
  panel[page || innerWidth > 479 ? 'show' : 'showModal']();
  launcher.hidden = true;
  tab.set('open', true);
  link.start();
  bottom();
  if (matchMedia('(pointer: fine)').matches)
    input.focus();
  seen();
}

function closed() {
  launcher.hidden = false;
  tab.set('open');
  launcher.focus();
}

function key(e) {
  if (e.key === 'Escape' && (subject.m || !page)) {
    e.preventDefault();
    if (subject.m)
      about({});
    else
      panel.close();
  } else if (e.key === 'Enter' && e.target === input && !e.shiftKey && !e.isComposing) {
    e.preventDefault();
    submit();
  } else if (e.key === 'Enter')
    e.target.matches('.m') && e.target.querySelector('.more')?.click();
}

for (const kind of ['dragover', 'dragleave', 'drop', 'paste'])
  panel.addEventListener(kind, (e) => {
    const { files } = e.dataTransfer ?? e.clipboardData;
    if (kind !== 'paste' || files.length)
      e.preventDefault();
    panel.classList.toggle('drop', kind === 'dragover');
    attach(files);
  });
log.addEventListener('scroll', () => {
  atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  down.hidden = atEnd;
  if (log.scrollTop < 80)
    older();
  seen();
});
addEventListener('focus', seen);
document.addEventListener('visibilitychange', seen);
addEventListener('storage', () => unread(queued()));
new ResizeObserver(keep).observe(log);

// ---- writing ----

function typed() {
  input.style.height = 0;
  input.style.height = `${input.scrollHeight}px`;
  tab.set('draft', input.value);
  const over = [...input.value.trim()].length - (link.welcome?.limits?.text ?? 4000);
  go.disabled = over > 0;
  tell(over > 0 ? say('long', over) : '');
  typist ||= setTimeout(() => {
    const text = tail(input.value);
    if (text || spoke)
      link.tell({ t: 'typing', on: !!text, ...text && { text } });
    spoke = !!text;
    typist = 0;
  }, 1050);
}

function insert(emoji) {
  input.setRangeText(emoji, input.selectionStart, input.selectionEnd, 'end');
  input.focus();
  typed();
}

/** Queues a request. False, with a notice, when too many wait already. */
function request(t, fields, shown) {
  const sent = link.submit({ frame: { t, cid: ulid(), ...fields }, ts: Date.now(), ...shown });
  tell(sent ? '' : say('full'));
  queued();
  return sent;
}

function submit() {
  const text = input.value.trim();
  const { m, edit } = subject;
  if (!text || go.disabled || !(edit ? request('edit', { text, seq: m.seq }) : request('msg', { text, reply_to: m?.seq })))
    return;
  input.value = '';
  about({});
  bottom();
}

/** Shows the messages that wait to be sent, other tabs' too. */
function queued() {
  for (const { frame: { t, ...frame }, ts, shown, fail } of store.all('o:'))
    if (t === 'msg')
      put({ ts, from: { k: 'me' }, ...frame, files: shown, fail });
}

function react(m, emoji) {
  request('react', { seq: m.seq, emoji });
}

function menu(m, by) {
  const own = m.from.k === 'me' && Date.now() - m.ts < 900e3;
  pop(by, say('more'), (emoji) => react(m, emoji), [['reply', () => about({ m })],
    own && m.text && ['edit', () => about({ m, edit: true })], own && ['del', () => request('del', { seq: m.seq })]].filter(Boolean));
}

function gist(m) {
  return (m.text || m.files?.[0]?.name || say('gone')).slice(0, 100);
}

function about(next) {
  const { m, edit } = next;
  if (edit || subject.edit)
    input.value = edit ? m.text : '';
  subject = next;
  context.replaceChildren(...m ? [h('b', {}, say(edit ? 'edit' : 'reply')), h('span', {}, gist(m)), tool('close', () => about({}))] : []);
  typed();
  input.focus();
}

// ---- files ----

function attach(files) {
  for (const raw of files) {
    const { name, size, type } = raw;
    const blob = /^image\//.test(type) ? URL.createObjectURL(raw) : undefined;
    upload(put({ cid: ulid(), ts: Date.now(), from: { k: 'me' }, raw, files: [{ name, size, type: type || 'application/octet-stream', blob }] }));
  }
  picker.value = '';
}

/** An upload belongs to its tab; after a reload it is lost, and shown so. */
function uploads(m, ...kept) {
  tab.set('up', [...(tab.get('up') ?? []).filter(({ cid }) => cid !== m.cid), ...kept]);
}

async function upload(m) {
  const { cid, ts, raw } = m;
  const { blob, ...f } = m.files[0];
  const { size } = link.welcome?.limits ?? {};
  const failed = (why) => put({ cid, fail: 'file', why, up: null });
  if (f.size > size)
    return failed(say('too_big', Math.floor(size / 1048576)));
  uploads(m, { cid, ts, files: [f] });
  put({ cid, up: 0, fail: null });
  try {
    const { file_id, put: path } = await link.ask({ t: 'file_req', ...f, cid: ulid() });
    await transfer(new URL(path, base), raw, f.type, m);
    uploads(m);
    put({ cid, up: null });
    if (!request('msg', { cid, files: [file_id] }, { shown: m.files, ts }))
      failed(say('full'));
  } catch (error) {
    failed(say(error?.code === 'bad_file' ? 'bad_file' : 'failed'));
  }
}

/** fetch() doesn't tell how far an upload is. */
const transfer = (url, body, type, m) => new Promise((done, fail) => {
  const r = new XMLHttpRequest();
  r.open('PUT', url);
  r.setRequestHeader('Content-Type', type);
  r.upload.onprogress = (e) => {
    m.up = m.el.querySelector('progress').value = e.loaded / e.total;
  };
  r.onload = () => r.status < 300 ? done() : fail({ code: r.status === 415 && 'bad_file' });
  r.onerror = fail;
  r.send(body);
});

function retry(m) {
  if (m.raw)
    return upload(m);
  if (m.fail === 'lost') {
    discard(m);
    return picker.click();
  }
  put({ cid: m.cid, fail: null });
  link.refuse(m.cid);
}

function discard(m) {
  store.set(`o:${m.cid}`);
  uploads(m);
  list.splice(list.indexOf(m), 1);
  draw();
}

/** The address of a file works for some minutes only. */
async function renew(m, f, e) {
  if (Date.now() - m.got < 780e3)
    return;
  e.preventDefault();
  const [frame] = await link.get(`history?before=${m.seq + 1}&limit=1`);
  put({ ...frame, got: Date.now() });
  window.open(safeUrl(frame.files.find(({ id }) => id === f.id).url, base), '_blank', 'noopener');
}

// ---- what the server says ----

function Status() {
  const { state } = link;
  panel.dataset.state = state;
  if (state === 'blocked')
    ask();
  if (state === 'old' && page && !tab.get('renewed')) {
    tab.set('renewed', true);
    location.reload();
  }
  people();
  setTimeout(tell, state === 'connecting' ? 1500 : 0);
}

/** The line above the composer: one notice, or what is wrong. */
function tell(notice) {
  const { state } = link;
  trouble.replaceChildren(notice || (/^(up)?$/.test(state) ? '' : say(state)), ...state === 'tabs' ? [' ', press(say('again'), () => link.start())]
    : state === 'old' ? [' ', press(say('retry'), () => location.reload())] : []);
}

function Welcome({ seq, me, conv: about, online: here }) {
  replay = seq;
  log.ariaLive = 'off';
  setTimeout(() => {
    log.ariaLive = 'polite';
  }, 1000);
  people(online = here !== false);
  if (!me?.name && !store.get('prechat'))
    ask('prechat');
  if (about)
    conv(about);
}

function Reset() {
  list = list.filter((m) => !m.seq);
  chat.read = newest = oldest = 0;
  draw();
}

function msg(frame) {
  const { seq, from, cid } = frame;
  const mine = cid && list.find((m) => m.cid === cid);
  if (frame.files && mine?.files)
    frame.files[0].blob = mine.files[0].blob;
  put({ fail: null, ...frame, got: Date.now() });
  if (from.k === 'me' || seq <= newest)
    return;
  newest = seq;
  if (from.k === 'op')
    operator = from;
  types({});
  people();
  if (seq > replay && store.get('sound') && !(panel.open && document.hasFocus()))
    beep();
}

function upd(change) {
  const { ref, deleted, react, text } = change;
  const m = chat.find(ref);
  if (!m)
    return early.push(change);
  Object.assign(m, deleted ? { deleted, text: '', files: [], react: {} } : react ? { react } : { text, edited: true });
  draw((other) => other === m);
}

function ok({ cid, seq, ts, item }) {
  const { t, seq: ref, text, emoji } = item?.frame ?? {};
  if (list.some((m) => m.cid === cid)) // another tab may have cleared the item already
    put({ cid, seq, ts, fail: null });
  if (t === 'edit' || t === 'del')
    upd({ ref, text, deleted: t === 'del' });
  if (t === 'react') { // one per person; the server's own count follows
    const all = Object.fromEntries(Object.entries(chat.find(ref)?.react ?? {}).map(([e, { n, me }]) => [e, { n: n - !!me }]));
    if (emoji)
      all[emoji] = { n: (all[emoji]?.n ?? 0) + 1, me: true };
    upd({ ref, react: all });
  }
}

function Refused({ cid, fail, item }) {
  if (item?.frame.t === 'msg')
    return put({ cid, fail });
  store.set(`o:${cid}`);
  tell(say('late'));
}

function types({ on, name }) {
  clearTimeout(types.ends);
  typing.textContent = on ? say('typing', name || operator.name || say('operator')) : '';
  types.ends = on && setTimeout(types, 6000, {});
}

function conv({ seq, status, pos, op }) {
  if (op)
    operator = op.name ? op : { name: op };
  people(status === 'queued' && pos);
  if (status !== 'closed')
    ask('csat', null);
  else if (store.get('rated') !== seq)
    ask('csat', seq);
}

function gap({ from, to }) {
  oldest = to + 1;
  if (list.some((m) => m.seq < from))
    older(from);
}

/** Loads what came before; with `until`, everything back to there. */
async function older(until = Infinity) {
  const before = oldest;
  if (before < 2 || older.busy)
    return;
  older.busy = true;
  const frames = await link.get(`history?before=${before}&limit=50`).catch(() => 0);
  older.busy = false;
  if (!frames || before !== oldest)
    return;
  const { scrollHeight, scrollTop } = log;
  oldest = frames[0]?.seq ?? 0;
  for (const frame of frames)
    ({ msg: put, upd })[frame.t]?.({ ...frame, got: Date.now() });
  paint();
  log.scrollTop = scrollTop + log.scrollHeight - scrollHeight;
  if (oldest > until)
    older(until);
}

// ---- forms ----

/** Shows a form, if the server wants it. `about` null takes it away; with no kind, any. */
function ask(kind, about) {
  const forms = link.welcome?.forms;
  const spec = forms?.[kind] ?? forms?.includes?.(kind);
  if (about === null || !spec)
    card = kind && card?.kind !== kind ? card : null;
  else if (card?.kind !== kind)
    card = { kind, el: form(kind, spec, async (data) => {
      await new Promise((done) => setTimeout(done, link.since + 3000 - Date.now()));
      await link.ask({ t: 'form', cid: ulid(), form: kind, data });
      if (kind === 'prechat')
        store.set('prechat', true);
      if (kind === 'csat')
        store.set('rated', about);
      setTimeout(ask, 3000, kind, null);
    }) };
  foot.hidden = card?.kind === 'prechat' || link.state === 'blocked';
  draw();
}

// ---- what is on screen ----

/** Adds a message, or merges it with the one of that number or client id. */
function put(news) {
  const { seq, cid } = news;
  let m = list.find((known) => seq && known.seq === seq || cid && known.cid === cid);
  if (!m)
    list.push(m = {});
  Object.assign(m, news);
  list.sort((a, b) => (a.seq ?? 1e16) - (b.seq ?? 1e16) || (a.cid < b.cid ? -1 : 1));
  const changes = early.filter(({ ref }) => ref === seq);
  early = early.filter(({ ref }) => ref !== seq);
  changes.forEach(upd);
  draw((other) => other === m || seq && other.reply_to === seq);
  return m;
}

function draw(which = () => false) {
  if (!dirty)
    queueMicrotask(paint);
  dirty = [...dirty ?? [], which];
}

/** Changed messages anew, then the order, groups and days of all. */
function paint() {
  if (!dirty)
    return;
  const wanted = [];
  let last = {};
  for (const m of list) {
    if (!m.el || dirty.some((which) => which(m)))
      show(chat, m);
    const newDay = day(m.ts) !== day(last.ts);
    if (newDay)
      wanted.push(h('p', { class: 'day' }, dayName(m.ts)));
    m.el.className = `m ${m.from.k}${!newDay && m.from.k === last.from.k && m.from.name === last.from.name && m.ts - last.ts < 3e5 ? ' joined' : ''}`;
    wanted.push(m.el);
    last = m;
  }
  dirty = null;
  if (card)
    wanted.push(card.el);
  for (const el of [...log.children])
    if (!wanted.includes(el))
      el.remove();
  wanted.forEach((el, at) => log.children[at] === el || log.insertBefore(el, log.children[at]));
  keep();
  seen();
}

function keep() {
  if (atEnd)
    bottom();
}

function bottom() {
  log.scrollTop = log.scrollHeight;
}

/** What the visitor has before the eyes is read. */
function seen() {
  if (panel.open && atEnd && document.hasFocus() && !document.hidden && newest > store.get('seen')) {
    store.set('seen', newest);
    link.tell({ t: 'read', upto: newest });
  }
  unread();
}

function unread() {
  const n = list.filter((m) => m.seq > store.get('seen') && m.from.k !== 'me').length;
  badge.hidden = !n;
  badge.textContent = n;
  launcher.ariaLabel = n ? `${title}. ${say('unread', n)}` : title;
  if (page)
    document.title = n ? `(${n}) ${title}` : title;
}

function people(place) {
  const up = link.state === 'up';
  const avatar = operator.avatar && safeUrl(operator.avatar, base);
  head.textContent = operator.name ? `${operator.name}, ${title}` : title;
  face.replaceChildren(avatar ? h('img', { src: avatar, alt: '' }) : operator.name?.[0] ?? icon('chat'));
  sub.textContent = place > 0 ? say('queue', place) : say(up ? online ? 'up' : 'away' : 'connecting');
  sub.className = up && online ? 'on' : '';
  ask('offline', up && !online ? 0 : null);
}

function sound(on) {
  store.set('sound', on);
  bell.ariaPressed = !!on;
}

// ---- start ----

const sheet = new CSSStyleSheet();
sheet.replaceSync(await (await fetch(`${base}/od/v1/app/widget.css`)).text());
host.shadowRoot.adoptedStyleSheets = [sheet];
document.body.append(host);
sound(store.get('sound'));
input.value = tab.get('draft') ?? '';
queued();
for (const m of tab.get('up') ?? [])
  put({ ...m, from: { k: 'me' }, fail: 'lost' });
people();
if (page || tab.get('open'))
  open();
else if (store.get('token'))
  link.start();
typed();
