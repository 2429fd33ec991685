// SPDX-License-Identifier: GPL-3.0-or-later
// Elements: messages, menus, forms. What somebody wrote only ever becomes text nodes.

import { clock, graphemes, isEmoji, links, safeUrl, say, sizeName } from './text.js';

/** An element; in `props`, functions are listeners, the rest attributes (null and false: none). */
export function h(tag, props = {}, ...children) {
  const el = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value instanceof Function)
      el.addEventListener(key, value);
    else if (value != null && value !== false)
      el.setAttribute(key, value === true ? '' : value);
  }
  el.append(...children.flat().filter(Boolean));
  return el;
}

const paths = {
  chat: 'M4 5h16v11H9l-5 4z', send: 'M4 12l16-8-6 16-3-7z', down: 'M6 10l6 6 6-6', close: 'M7 7l10 10M17 7L7 17', more: 'M6 12h.1M12 12h.1M18 12h.1',
  emoji: 'M12 3a9 9 0 1 0 .1 0M8.500 14q3.500 4 7 0M9 9.500h.1M15 9.500h.1', sound: 'M6 16v-5a6 6 0 0 1 12 0v5l1.500 2h-15zM10 21h4',
  attach: 'M20 11l-8 8a5 5 0 0 1-7-7l8-8a3.300 3.300 0 0 1 5 5l-8 8a1.600 1.600 0 0 1-2.500-2.500l7-7',
};

export function icon(name) {
  const [svg, path] = ['svg', 'path'].map((tag) => document.createElementNS('http://www.w3.org/2000/svg', tag));
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', true);
  path.setAttribute('d', paths[name]);
  svg.append(path);
  return svg;
}

export const press = (label, click, props, ...children) => h('button', { type: 'button', click, ...props }, children, label);

export const tool = (name, click, props, label = say(name)) =>
  h('button', { type: 'button', class: 'icon', 'aria-label': label, title: label, click, ...props }, icon(name));

const rich = (text) => links(text).map((part) => part.href
  ? h('a', { href: part.href, target: '_blank', rel: 'noopener noreferrer nofollow' }, part.text) : part);

function file(chat, m, f) {
  const url = f.blob ?? (f.url && safeUrl(f.url, chat.base));
  const picture = url && /^image\/(png|jpeg|gif|webp)$/.test(f.type);
  const chip = () => ['📄 ', h('span', {}, h('b', { dir: 'auto' }, f.name), h('small', {}, sizeName(f.size)))];
  const el = h(url ? 'a' : 'div', { class: picture ? 'pic' : 'file', href: url, target: '_blank', rel: 'noopener', download: f.name,
    click: (e) => f.blob || chat.renew(m, f, e) },
  picture ? h('img', { src: url, alt: f.name, width: f.w, height: f.h, load: chat.keep, error: () => el.replaceChildren(...chip()) }) : chip(),
  m.up >= 0 && h('progress', { value: m.up, 'aria-label': f.name }));
  return el;
}

function mark(chat, m) {
  const [sign, key] = m.fail ? ['!', 'failed'] : !m.seq ? ['◷', 'wait'] : m.seq <= chat.read ? ['✓✓', 'read'] : ['✓', 'sent'];
  return h('span', { role: 'img', class: key, 'aria-label': say(key), title: say(key) }, sign);
}

/** Fills, or fills again, the element of one message. */
export function show(chat, m) {
  const { k, name } = m.from;
  m.el ??= h('div', { 'data-testid': 'od-message', 'data-from': k, tabindex: -1 });
  for (const key of ['seq', 'cid'])
    if (m[key])
      m.el.dataset[key] = m[key];
  if (k === 'sys')
    return m.el.replaceChildren(...rich(m.text ?? ''));
  const quote = m.reply_to && chat.find(m.reply_to);
  const reacts = Object.entries(m.react ?? {}).filter(([, { n }]) => n > 0);
  m.el.replaceChildren(h('div', { class: 'bubble' },
    h('b', { class: 'who', dir: 'auto' }, k === 'me' ? say('you') : name || say('operator')),
    quote && press(chat.gist(quote), () => quote.el.focus(), { class: 'quote' }),
    m.files?.map((f) => file(chat, m, f)),
    m.deleted ? h('i', {}, say('gone')) : m.text && h('span', { class: isEmoji(m.text) ? 'text big' : 'text', dir: 'auto' }, rich(m.text)),
    h('span', { class: 'meta' }, m.edited && say('edited'), h('time', {}, clock(m.ts)), k === 'me' && mark(chat, m)),
    m.seq && !m.deleted && tool('more', (e) => chat.menu(m, e.currentTarget), { class: 'icon more', tabindex: -1 })),
  m.fail ? h('div', { class: 'fail', role: 'alert' }, m.why ?? say('failed'), ' · ', press(say('retry'), () => chat.retry(m)), ' · ',
    press(say('remove'), () => chat.discard(m))) : '',
  ...reacts.map(([emoji, { n, me }]) => press(n > 1 ? `${emoji} ${n}` : emoji, () => chat.react(m, me ? '' : emoji), { class: 'react', 'aria-pressed': !!me })));
}

/** Arrow keys move among the `what` in a box, by `columns` up and down. */
export function rove(box, what, columns = 1) {
  box.addEventListener('keydown', (e) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[e.key];
    const all = [...box.querySelectorAll(what)];
    const at = all.indexOf(box.getRootNode().activeElement);
    if (!step || e.target.matches('input, textarea'))
      return;
    e.preventDefault();
    all.at(at < 0 ? -1 : Math.min(all.length - 1, Math.max(0, at + step)))?.focus();
  });
  return box;
}

const EMOJI = graphemes('😀😃😄😁😆😅😂🤣😊🙂😉😍🥰😘😋😎🤩🥳🤗🤔😐😏🙄😬😌😔😴🤒🤯😕😟😮😲😳🥺😢😭😱😤😡😇🤨👍👎👌✌️🤞🤝👏🙌🙏💪👋👀❤️🧡💚💙💔💯✨🔥🎉🎁⭐✅❌❗❓💬📷📎📦🚚💳🛒👟👕🏠⏰');
const REACTIONS = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

/** A box above the button `by`, until one picks an emoji or an action, presses Escape or elsewhere. */
export function pop(by, label, pick, actions) {
  const all = actions ? REACTIONS : EMOJI;
  const choose = (f) => () => (box.hidePopover(), f());
  const box = rove(h('div', { class: 'pop', popover: true, role: 'group', 'aria-label': label, toggle: (e) => e.newState === 'closed' && box.remove() },
    h('div', { class: 'emoji' }, all.map((e) => press(e, choose(() => pick(e))))),
    actions?.map(([key, f]) => press(say(key), choose(f)))), 'button', actions ? 1 : 8);
  by.after(box);
  box.showPopover();
  const { top, left } = by.getBoundingClientRect();
  const { offsetWidth: w, offsetHeight: tall } = box;
  box.style.left = `${Math.max(8, Math.min(left - 8, innerWidth - w - 8))}px`;
  box.style.top = `${top > tall + 12 ? top - tall - 8 : Math.min(top + 32, innerHeight - tall - 8)}px`;
  box.querySelector('button').focus();
}

const FIELDS = { prechat: ['name', 'email', 'phone'], offline: ['name', 'email', 'phone', 'text'], csat: ['rating', 'text'] };

function field(name, kind) {
  if (name === 'rating')
    return h('div', { class: 'stars', role: 'radiogroup', 'aria-label': say('csat') }, [5, 4, 3, 2, 1].map((n) =>
      h('label', {}, h('input', { type: 'radio', name, value: n, required: true, 'aria-label': `${n} / 5` }), '★')));
  const long = name === 'text';
  return h('label', {}, say(name), h(long ? 'textarea' : 'input', { name, maxlength: long ? 4000 : 200,
    type: { email: 'email', phone: 'tel' }[name], autocomplete: name === 'phone' ? 'tel' : name, required: long ? kind === 'offline' : kind === 'prechat' && name === 'name' }));
}

/** A form of the protocol; `spec` may have a title and fields. No person sees the field "website": it is a trap. */
export function form(kind, spec, send) {
  const note = h('p', { class: 'fail', role: 'alert' });
  const go = h('button', {}, say('send'));
  const card = h('form', { class: 'card', 'data-testid': `od-form-${kind}`, 'aria-label': say(kind), async submit(e) {
    e.preventDefault();
    const data = Object.fromEntries([...new FormData(card)].map(([key, value]) => [key, value.trim()]).filter(([, value]) => value));
    if (kind === 'offline' && !data.email && !data.phone)
      return note.replaceChildren(say('contact'));
    if (data.rating)
      data.rating = Number(data.rating);
    if (data.consent)
      data.consent = true;
    go.disabled = true;
    try {
      await send(data);
      card.replaceChildren(say('thanks'));
    } catch {
      note.replaceChildren(say('failed'));
      go.disabled = false;
    }
  } }, h('b', {}, spec.title ?? say(kind)), (spec.fields ?? FIELDS[kind]).map((name) => field(name, kind)),
  h('input', { name: 'website', class: 'trap', tabindex: -1, autocomplete: 'off', 'aria-hidden': true }),
  kind !== 'csat' && h('label', { class: 'check' }, h('input', { type: 'checkbox', name: 'consent', required: true }), say('consent')), note, go);
  return card;
}

let audio;

/** Two soft notes. */
export function beep() {
  audio ??= new AudioContext();
  const [tone, gain, at] = [audio.createOscillator(), audio.createGain(), audio.currentTime];
  tone.frequency.setValueAtTime(660, at);
  tone.frequency.setValueAtTime(880, at + 0.12);
  gain.gain.setValueAtTime(0.08, at);
  gain.gain.linearRampToValueAtTime(0, at + 0.35);
  tone.connect(gain).connect(audio.destination);
  tone.start();
  tone.stop(at + 0.4);
}
