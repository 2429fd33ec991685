// SPDX-License-Identifier: GPL-3.0-or-later
// What is seen and pressed.

import * as link from './link.js'
import { day, dayName, lang, safeUrl, say, tail, ulid } from './text.js'
import { beep, form, h, icon, pop, press, rove, show, tool } from './view.js'

const { base, store, tab, title = say('title') } = link
const page = link.mode === 'page'
const { now } = Date
const me = { k: 'me' }
let list = [] // messages: by number, then those not sent yet
let early = [] // changes of messages that are not loaded
let subject = {} // what the composer answers, or edits: {m, edit}
let operator = {}
let online = true
let atEnd = true
let newest = 0 // the operator's last message
let oldest = 0 // the first one loaded, if there may be older ones
let replay = 0 // up to here it is history, not news
let card, painting, typist
let spoke // the operator knows that the visitor types
const known = (cid) => list.find((m) => m.cid && m.cid === cid)
const find = (seq) => list.find((m) => m.seq && m.seq === seq)
const gist = (m) => (m.text || m.files?.[0]?.name || say('gone')).slice(0, 100)
const load = (frames) => frames.forEach((frame) => ({ msg: put, upd })[frame.t]?.(frame))
const bottom = () => log.scrollTop = log.scrollHeight
const keep = () => atEnd && bottom()
const react = (m, emoji) => request('react', { seq: m.seq, emoji })
const chat = { base, read: 0, find, gist, keep, menu, react, renew, retry, discard }

const log = rove(h('div.log#log', { role: 'log', 'aria-live': 'polite', 'aria-label': title, tabindex: 0, scroll: scrolled }), '.m')
const typing = h('div.note#typing', { role: 'status' })
const trouble = h('div.note#status', { role: 'status' })
const input = h('textarea#input', { rows: 1, placeholder: say('text'), 'aria-label': say('text'), input: typed })
const picker = h('input#file', { type: 'file', multiple: '', hidden: '', change: () => attach(picker.files) })
const go = tool('send', submit, '#send')
const context = h('div.context')
const bell = tool('sound', () => sound(!store.get('sound')))
const face = h('span.face', { 'aria-hidden': true })
const head = h('b', { tabindex: -1, autofocus: '' })
const sub = h('small')
const badge = h('span.badge#badge')
const launcher = h('button.launcher#launcher', { click: open }, icon('chat'), badge)
const foot = h('footer', 0, context, h('div.composer', 0, tool('emoji', (e) => pop(e.currentTarget, insert)), tool('attach', () => picker.click()), picker, input, go),
	h('p.peek', 0, say('peek')))
const panel = h(page ? 'dialog.page#panel' : 'dialog#panel', { 'aria-label': title, close: closed, keydown: key, dragover: drop, dragleave: drop, drop, paste: drop },
	h('header', 0, face, h('div', 0, head, sub), bell, !page && tool('close', () => panel.close())), h('div.middle', 0, log), typing, trouble, foot)
const host = h('div', { lang })

function open() {
	panel[!page && matchMedia('(max-width:479px)').matches ? 'showModal' : 'show']()
	launcher.hidden = true
	tab.set('open', 1)
	link.start()
	typed()
	bottom()
	matchMedia('(pointer:coarse)').matches || input.focus()
	seen()
}

function closed() {
	launcher.hidden = false
	tab.set('open')
	launcher.focus()
}

function key(e) {
	const { key: k, target } = e
	if (k === 'Escape' && subject.m)
		about({})
	else if (k === 'Escape' && !page)
		panel.close()
	else if (k === 'Enter' && target === input && !e.shiftKey && !e.isComposing)
		submit()
	else if (k === 'Enter' && target.matches('.m'))
		target.querySelector('.more')?.click()
	else
		return
	e.preventDefault()
}

function drop(e) {
	const { files } = e.dataTransfer ?? e.clipboardData
	if (e.dataTransfer || files.length)
		e.preventDefault()
	panel.classList.toggle('drop', e.type === 'dragover')
	attach(files)
}

function scrolled() {
	atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60
	log.scrollTop < 80 && !atEnd && older()
	seen()
}

function typed() {
	input.style.height = 0
	input.style.height = `${input.scrollHeight}px`
	tab.set('draft', input.value)
	const over = [...input.value.trim()].length - (link.welcome?.limits?.text ?? 4000)
	go.disabled = over > 0
	tell(over > 0 && say('long', over))
	typist ||= setTimeout(() => {
		const text = tail(input.value) || undefined
		if (text || spoke)
			link.tell({ t: 'typing', on: !!text, text })
		spoke = !!text
		typist = 0
	}, 1050)
}

function insert(emoji) {
	input.setRangeText(emoji, input.selectionStart, input.selectionEnd, 'end')
	input.focus()
	typed()
}

function request(t, fields, shown) {
	const sent = link.submit({ frame: { t, cid: ulid(), ...fields }, ts: now(), ...shown })
	tell(!sent && say('failed'))
	queued()
	return sent
}

function submit() {
	const text = input.value.trim()
	const { m, edit } = subject
	if (!text || go.disabled || !request(edit ? 'edit' : 'msg', { text, [edit ? 'seq' : 'reply_to']: m?.seq }))
		return
	input.value = ''
	about({})
	bottom()
}

// What waits to be sent, in other tabs too.
function queued() {
	for (const { frame: { t, ...frame }, ts, shown, fail } of store.queue())
		if (t === 'msg')
			put({ ts, from: me, ...frame, files: shown, fail })
}

function menu(m, by) {
	const own = m.from.k === 'me' && now() - m.ts < 900e3
	pop(by, (emoji) => react(m, emoji), { reply: () => about({ m }), edit: own && m.text && (() => about({ m, edit: true })),
		del: own && (() => request('del', { seq: m.seq })) })
}

function about(next) {
	const { m, edit } = next
	if (edit || subject.edit)
		input.value = edit ? m.text : ''
	subject = next
	context.replaceChildren(...m ? [h('b', 0, say(edit ? 'edit' : 'reply')), h('span', 0, gist(m)), tool('close', () => about({}))] : [])
	typed()
	input.focus()
}

function attach(files) {
	for (const raw of files) {
		const { name, size, type } = raw
		upload(put({ cid: ulid(), ts: now(), from: me, raw,
			files: [{ name, size, type: type || 'application/octet-stream', blob: /^image/.test(type) ? URL.createObjectURL(raw) : undefined }] }))
	}
	picker.value = ''
}

// An upload belongs to its tab; after a reload it is lost, and shown so.
async function upload(m) {
	const { cid, ts, files } = m
	const { blob, ...f } = files[0]
	const most = link.welcome?.limits?.size
	try {
		if (f.size > most)
			throw { code: 'too_big' }
		tab.set(cid, { cid, ts, files: [f] })
		put({ cid, up: true, fail: null })
		const { file_id, put: path } = await link.ask({ t: 'file_req', ...f, cid: ulid() })
		await transfer(path, m)
		tab.set(cid)
		put({ cid, up: false })
		if (!request('msg', { cid, files: [file_id] }, { shown: files, ts }))
			throw {}
	} catch (error) {
		put({ cid, fail: 'file', up: false, why: say(/file|big/.exec(error?.code)?.input ?? 'failed', most >> 20) })
	}
}

// fetch() can't tell how far it is.
const transfer = (path, m) => new Promise((done, fail) => {
	const r = new XMLHttpRequest()
	r.open('PUT', new URL(path, base))
	r.setRequestHeader('Content-Type', m.files[0].type)
	r.upload.onprogress = (e) => m.el.querySelector('progress').value = e.loaded / e.total
	r.onload = () => r.status < 300 ? done() : fail()
	r.onerror = fail
	r.send(m.raw)
})

function retry(m) {
	if (m.raw)
		return upload(m)
	if (m.fail === 'lost')
		return discard(m, picker.click())
	link.refuse(m.cid, null)
}

function discard(m) {
	store.set(m.cid)
	tab.set(m.cid)
	list.splice(list.indexOf(m), 1)
	draw()
}

// The address of a file works for some minutes only.
async function renew(m, f, e) {
	e.preventDefault()
	const [frame] = await link.get(`history?before=${m.seq + 1}&limit=1`)
	window.open(safeUrl(frame.files.find((other) => other.id === f.id).url, base), '_blank', 'noopener')
}

link.listen({
	Hello: () => ({ lang: navigator.language, tz: Intl.DateTimeFormat().resolvedOptions().timeZone, caps: ['typing', 'files'], identity: window.omnideskIdentity,
		page: { url: location.href.split('#')[0].slice(0, 2000), title: document.title.slice(0, 200), ref: document.referrer } }),
	Status() {
		const { state } = link
		panel.dataset.state = state
		people()
		state === 'connecting' || tell()
	},
	Welcome(frame) {
		replay = frame.seq
		online = frame.online !== false
		log.ariaLive = 'off'
		setTimeout(() => log.ariaLive = 'polite', 1000)
		frame.me.name || store.get('prechat') || ask('prechat')
		people()
		frame.greeting && !frame.seq && !list.length && put({ ts: now(), from: { k: 'bot' }, text: frame.greeting })
	},
	Reset() {
		list = list.filter((m) => !m.seq)
		chat.read = newest = oldest = 0
		draw()
	},
	Refused(cid, fail) {
		if (known(cid))
			return put({ cid, fail })
		store.set(cid)
		tell(say('failed'))
	},
	state({ read }) {
		chat.read = Math.max(chat.read, read ?? 0)
		draw(...list)
	},
	online: (frame) => people(online = frame.online),
	typing: types, msg, upd, ok, conv,
	gap({ from, to }) {
		oldest = to + 1
		list.some((m) => m.seq < from) && older(from)
	},
})

// One notice, or what is wrong.
function tell(notice) {
	const { state } = link
	const way = { tabs: link.start, old: () => location.reload() }[state]
	trouble.replaceChildren(notice || (/^(up|connecting|)$/.test(state) ? '' : say(state)), ...way ? [' ', press(say('retry'), way)] : [])
}

function msg(frame) {
	const { seq, from, cid } = frame
	if (frame.files)
		frame.files[0].blob = known(cid)?.files?.[0].blob
	put({ fail: null, ...frame })
	if (from.k === 'me' || seq <= newest)
		return
	newest = seq
	operator = from
	types({})
	people()
	seq > replay && store.get('sound') && !(panel.open && document.hasFocus()) && beep()
}

function upd(change) {
	const { ref, deleted, react: counts, text } = change
	const m = find(ref)
	if (!m)
		return early.push(change)
	Object.assign(m, deleted ? { deleted, text: '', files: [], react: {} } : counts ? { react: counts } : { text, edited: true })
	draw(m)
}

function ok({ cid, seq, ts }) {
	known(cid) && put({ cid, seq, ts, fail: null })
}

function types({ on, name }) {
	clearTimeout(types.ends)
	typing.textContent = on ? say('typing', name || operator.name || say('operator')) : ''
	types.ends = on && setTimeout(types, 6000, {})
}

function conv({ seq, status, op }) {
	operator = op ? { name: op.name ?? op } : operator
	people()
	ask('csat', status === 'closed' && store.get('csat') !== seq ? seq : null)
}

// What came before, or all back to `until`.
async function older(until = Infinity) {
	const before = oldest
	oldest = 0
	const frames = before > 1 && await link.get(`history?before=${before}&limit=50`).catch(() => oldest = before)
	if (!frames || oldest)
		return
	const below = log.scrollHeight - log.scrollTop
	oldest = frames[0]?.seq ?? 0
	load(frames)
	paint()
	log.scrollTop = log.scrollHeight - below
	oldest > until && older(until)
}

// Shows a form, if the server wants it; with `about` null it goes.
function ask(kind, about) {
	if (about === null && card?.kind === kind)
		card = null
	else if (about !== null && link.welcome?.forms?.[kind] && card?.kind !== kind)
		card = { kind, el: form(kind, async (data) => {
			await new Promise((done) => setTimeout(done, link.since + 3000 - now()))
			await link.ask({ t: 'form', cid: ulid(), form: kind, data })
			store.set(kind, about ?? 1)
			setTimeout(ask, 3000, kind, null)
		}) }
	foot.hidden = card?.kind === 'prechat' || link.state === 'blocked'
	draw()
}

// Adds a message or merges it with what is known of it.
function put(news) {
	const { seq, cid } = news
	let m = find(seq) ?? known(cid)
	if (!m)
		list.push(m = {})
	Object.assign(m, news)
	list.sort((a, b) => (a.seq ?? 1e16) - (b.seq ?? 1e16) || (a.cid < b.cid ? -1 : 1))
	const changes = early.filter(({ ref }) => ref === seq)
	early = early.filter(({ ref }) => ref !== seq)
	changes.forEach(upd)
	draw(m, ...list.filter((other) => seq && other.reply_to === seq))
	return m
}

function draw(...changed) {
	for (const m of changed)
		m.fresh = false
	painting ??= queueMicrotask(paint) ?? 1
}

// Changed messages anew, then the order, groups and days of all.
function paint() {
	painting = null
	const wanted = []
	let last = {}
	for (const m of list) {
		const { ts, from, fresh } = m
		m.fresh = fresh || !show(chat, m)
		const sameDay = day(ts) === day(last.ts)
		if (!sameDay)
			wanted.push(h('p.day', 0, dayName(ts)))
		m.el.className = `m ${from.k} ${sameDay && from.k === last.from.k && from.name === last.from.name && ts - last.ts < 3e5 ? 'joined' : ''}`
		wanted.push(m.el)
		last = m
	}
	if (card)
		wanted.push(card.el)
	for (const el of [...log.children])
		wanted.includes(el) || el.remove()
	wanted.forEach((el, at) => log.children[at] === el || log.insertBefore(el, log.children[at]))
	keep()
	seen()
}

// What is before the eyes is read.
function seen() {
	if (panel.open && atEnd && document.hasFocus() && !document.hidden && newest > store.get('seen')) {
		store.set('seen', newest)
		link.tell({ t: 'read', upto: newest })
	}
	const n = list.filter((m) => m.seq > store.get('seen') && m.from.k !== 'me').length
	badge.hidden = !n
	badge.textContent = n
	launcher.ariaLabel = n ? `${title}. ${say('unread', n)}` : title
}

function people() {
	const up = link.state === 'up'
	const { name } = operator
	head.textContent = name ? `${name}, ${title}` : title
	face.replaceChildren(name?.[0] ?? icon('chat'))
	sub.textContent = say(up ? online ? 'up' : 'away' : 'connecting')
	sub.className = up && online ? 'on' : ''
	ask('offline', up && !online ? 0 : null)
}

function sound(on) {
	store.set('sound', on)
	bell.ariaPressed = !!on
}

const sheet = new CSSStyleSheet()
sheet.replaceSync(await (await fetch(`${base}/od/v1/app/widget.css`)).text())
host.attachShadow({ mode: 'open' }).append(panel, page ? '' : launcher)
host.shadowRoot.adoptedStyleSheets = [sheet]
document.body.append(host)
addEventListener('focus', seen)
document.addEventListener('visibilitychange', seen)
addEventListener('storage', () => seen(queued()))
new ResizeObserver(keep).observe(log)
sound(store.get('sound'))
input.value = tab.get('draft') ?? ''
queued()
for (const m of tab.queue())
	put({ ...m, from: me, fail: 'lost' })
people()
page || tab.get('open') ? open() : store.get('token') && link.start()
