// SPDX-License-Identifier: GPL-3.0-or-later
// Messages, menus, forms. What somebody wrote only ever becomes text nodes.

import { clock, graphemes, links, safeUrl, say, sizeName } from './text.js'

// An element "tag.class#test-id". In `props`, functions are listeners; null and false are nothing.
export function h(what, props, ...children) {
	const [, tag, looks, id] = /(\w+)\.?([^#]*)#?(.*)/.exec(what)
	const el = document.createElement(tag)
	el.className = looks
	if (id)
		el.dataset.testid = `od-${id}`
	for (const key in props) {
		const value = props[key]
		if (value instanceof Function)
			el.addEventListener(key, value)
		else if (value != null && value !== false)
			el.setAttribute(key, value)
	}
	el.append(...children.flat().filter(Boolean))
	return el
}

const paths = {
	chat: 'M4 5h16v11H9l-5 4z', send: 'M4 12l16-8-6 16-3-7z', close: 'M7 7l10 10M17 7L7 17', more: 'M6 12h.1M12 12h.1M18 12h.1',
	emoji: 'M12 3a9 9 0 1 0 .1 0M8 14q4 4 8 0M9 9h.1M15 9h.1', sound: 'M6 16v-5a6 6 0 0 1 12 0v5l2 2H4zM10 21h4',
	attach: 'M20 11l-8 8a5 5 0 0 1-7-7l8-8a3.3 3.3 0 0 1 5 5l-8 8a1.6 1.6 0 0 1-2.5-2.5l7-7',
}

export function icon(name) {
	const [svg, path] = ['svg', 'path'].map((tag) => document.createElementNS('http://www.w3.org/2000/svg', tag))
	svg.setAttribute('viewBox', '0 0 24 24')
	svg.setAttribute('aria-hidden', true)
	path.setAttribute('d', paths[name])
	svg.append(path)
	return svg
}

export const press = (label, click, looks = '', props) => h(`button.${looks}`, { type: 'button', click, ...props }, label)

export const tool = (name, click, looks = '', props) => press(icon(name), click, `icon ${looks}`, { 'aria-label': say(name), title: say(name), ...props })

const rich = (text) => links(text).map((part) => part.href
	? h('a', { href: part.href, target: '_blank', rel: 'noopener' }, part.text) : part)

function file(chat, m, f) {
	const { name, type, w, h: height } = f
	const url = f.blob ?? (f.url && safeUrl(f.url, chat.base))
	const picture = url && /^image\/(png|jpeg|gif|webp)$/.test(type)
	return h(`${url ? 'a' : 'div'}.${picture ? 'pic' : 'file'}`, { href: url, target: '_blank', rel: 'noopener', download: name, click: (e) => f.blob || chat.renew(m, f, e) },
		picture ? h('img', { src: url, alt: name, width: w, height, load: chat.keep }) : ['📄 ', h('span', 0, h('b', 0, name), h('small', 0, sizeName(f.size)))],
		m.up && h('progress', { 'aria-label': name }))
}

function mark(chat, m) {
	const [sign, key] = m.fail ? ['!', 'failed'] : !m.seq ? ['◷', 'wait'] : m.seq > chat.read ? ['✓', 'sent'] : ['✓✓', 'read']
	return h(`span.${key}`, { role: 'img', 'aria-label': say(key), title: say(key) }, sign)
}

export function show(chat, m) {
	const { from: { k, name }, seq, cid, deleted } = m
	const text = m.text || m.form && '📝'
	const el = m.el ??= h('div#message', { 'data-from': k, tabindex: -1 })
	el.dataset.seq = seq ?? ''
	el.dataset.cid = cid ?? ''
	const quote = chat.find(m.reply_to)
	el.replaceChildren(h('div.bubble', 0,
		h('b.who', 0, k === 'me' ? say('you') : name || say('operator')),
		quote && press(chat.gist(quote), () => quote.el.focus(), 'quote'),
		m.files?.map((f) => file(chat, m, f)),
		deleted ? h('i', 0, say('gone')) : text && h('span.text', 0, rich(text)),
		h('span.meta', 0, m.edited && say('edited'), h('time', 0, clock(m.ts)), k === 'me' && mark(chat, m)),
		seq && !deleted && tool('more', (e) => chat.menu(m, e.currentTarget), 'more', { tabindex: -1 })),
	m.fail ? h('div.fail', { role: 'alert' }, m.why ?? say('failed'), ...['retry', 'discard'].flatMap((key) => [' · ', press(say(key), () => chat[key](m))])) : '',
	...Object.entries(m.react ?? {}).map(([emoji, { n, me }]) => n > 0 ? press(n > 1 ? `${emoji} ${n}` : emoji, () => chat.react(m, me ? '' : emoji), 'react', { 'aria-pressed': `${!!me}` }) : ''))
}

// Arrow keys move among the `what` in a box.
export function rove(box, what, columns = 1) {
	box.addEventListener('keydown', (e) => {
		const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[e.key]
		const all = [...box.querySelectorAll(what)]
		const at = all.indexOf(e.target)
		if (step && !e.target.form) {
			e.preventDefault()
			const next = at < 0 ? all.at(-1) : all[at + step]
			next?.focus()
		}
	})
	return box
}

const EMOJI = '😀😃😄😁😆😅😂🤣😊🙂😉😍🥰😘😋😎🤩🥳🤗🤔😐😏🙄😬😔😴🤒🤯😕😟😮😲😳🥺😢😭😱😤😡😇👍👎👌✌️🤞🤝👏🙌🙏💪👋👀❤️💚💙💔💯✨🔥🎉🎁⭐✅❌❗❓📷📎📦🚚💳🛒👟👕🏠⏰'

export function pop(by, pick, actions) {
	const choose = (label, f) => press(label, () => f(box.hidePopover()))
	const box = rove(h('div.pop', { popover: '', role: 'group', 'aria-label': by.title, toggle: (e) => e.newState === 'closed' && box.remove() },
		h('div.emoji', 0, graphemes(actions ? '👍❤️😂😮😢🙏' : EMOJI).map((emoji) => choose(emoji, () => pick(emoji)))),
		Object.entries(actions ?? {}).map(([key, f]) => f && choose(say(key), f))), 'button', actions ? 1 : 8)
	by.after(box)
	box.showPopover()
	const { left, top } = by.getBoundingClientRect()
	box.style.left = `${Math.min(left, innerWidth - box.offsetWidth - 8)}px`
	box.style.top = `${Math.max(8, top - box.offsetHeight - 8)}px`
	box.querySelector('button').focus()
}

const FIELDS = { prechat: ['name', 'email', 'phone'], offline: ['name', 'email', 'phone', 'text'], csat: ['rating', 'text'] }

function field(name, kind) {
	if (name === 'rating')
		return h('div.stars', { role: 'radiogroup', 'aria-label': say(kind) }, [5, 4, 3, 2, 1].map((value) =>
			h('label', 0, h('input', { type: 'radio', name, value, required: '', 'aria-label': `${value} / 5` }), '★')))
	return h('label', 0, say(name), h(name === 'text' ? 'textarea' : 'input', { name, type: name, autocomplete: name, required: { offline: 'text', prechat: 'name' }[kind] === name || null }))
}

// No person sees the field "website": it is a trap.
export function form(kind, send) {
	const title = say(kind)
	const note = h('p.fail', { role: 'alert' })
	const go = h('button', 0, say('send'))
	const card = h(`form.card#form-${kind}`, { 'aria-label': title, async submit(e) {
		e.preventDefault()
		const data = {}
		for (const [key, value] of new FormData(card))
			if (value.trim())
				data[key] = { rating: Number, consent: Boolean }[key]?.(value) ?? value.trim()
		if (kind === 'offline' && !data.email && !data.phone)
			return note.replaceChildren(say('contact'))
		go.disabled = true
		try {
			await send(data)
			card.replaceChildren(say('thanks'))
		} catch {
			note.replaceChildren(say('failed'))
			go.disabled = false
		}
	} }, h('b', 0, title), FIELDS[kind].map((name) => field(name, kind)),
	h('input.trap', { name: 'website', tabindex: -1, autocomplete: 'off', 'aria-hidden': true }),
	kind !== 'csat' && h('label.check', 0, h('input', { type: 'checkbox', name: 'consent', required: '' }), say('consent')), note, go)
	return card
}

let audio

export function beep() {
	audio ??= new AudioContext()
	const tone = audio.createOscillator()
	const gain = audio.createGain()
	gain.gain.value = 0.05
	tone.connect(gain).connect(audio.destination)
	tone.start()
	tone.stop(audio.currentTime + 0.15)
}
