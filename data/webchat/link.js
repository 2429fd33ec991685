// SPDX-License-Identifier: GPL-3.0-or-later
// odchat/1 by WebSocket or, where those are blocked, by HTTP.

import { Cursor, backoff } from './text.js'

export const { widget, title, mode } = window.omnidesk
export const base = new URL(import.meta.url).origin
const { now } = Date
const prefix = `od1:${base}:${widget}:`

function storage(kind) {
	let area = {}
	try {
		area = window[kind]
	} catch { /* forbidden: memory */ }
	return {
		get: (key) => JSON.parse(area[prefix + key] ?? null),
		set: (key, value) => value == null ? delete area[prefix + key] : (area[prefix + key] = JSON.stringify(value)),
		// Unconfirmed requests, oldest first. With a key each, tabs can't overwrite each other's.
		queue: () => Object.keys(area).filter((key) => key.startsWith(prefix) && /:\w{26}$/.test(key)).sort().map((key) => JSON.parse(area[key])),
	}
}

export const store = storage('localStorage')
export const tab = storage('sessionStorage')

export let state = '' // connecting, up, waiting, tabs (too many), blocked, old (this script is)
export let welcome = null // the last one
export let since = 0 // when it came
let on, ws, takeAll
let run // the polling that is wanted
let flying // client id of the request under way
let fails = 0 // attempts since a socket opened
let tries = 0, heard = 0, pinged = 0, unacked = 0
let quiet = 0 // not before this moment, says the server
let cursor = new Cursor()
let ticked = now()
const asks = new Map() // client id -> [resolve, reject]
const mine = new Set() // client ids made in this tab
const timers = {}

function later(name, ms, f) {
	clearTimeout(timers[name])
	timers[name] = f && setTimeout(() => f(timers[name] = null), ms)
}

function become(next) {
	state = next
	on.Status()
}

// `on[t](frame)` hears of frames; Hello() gives fields of the first; Status, Welcome, Reset, Refused hear of us.
export const listen = (handlers) => on = handlers

export const start = () => (!state || state === 'tabs') && open()

function shut(code = 1000) {
	const old = ws
	ws = run = flying = unacked = null
	Object.keys(timers).forEach((name) => name === 'held' || later(name))
	asks.forEach(([, reject]) => reject())
	asks.clear()
	old?.close(code)
}

const greeting = () => ({ t: 'hello', v: 1, widget, token: store.get('token') ?? undefined, after: cursor.last, ...on.Hello() })

function open() {
	shut()
	become('connecting')
	if (fails > 1)
		return poll()
	fails++
	let socket
	try {
		socket = ws = new WebSocket(`${base.replace('http', 'ws')}/od/v1/ws`, 'odchat.1')
	} catch {
		return again()
	}
	later('open', 10000, () => socket.close())
	socket.onopen = () => {
		later('open', fails = 0)
		socket.send(JSON.stringify(greeting()))
	}
	socket.onmessage = ({ data }) => ws === socket && take(JSON.parse(data))
	socket.onclose = ({ code }) => ws === socket && closed(code)
}

// What a close code asks for (B7).
function closed(code) {
	const cid = flying
	const end = { 4009: 'tabs', 4010: 'blocked', 4013: 'old' }[code]
	shut()
	if (end)
		return become(end)
	code === 4001 && store.set('token')
	code === 1009 && cid && refuse(cid, code)
	again(code === 4008 ? 30000 + 10000 * Math.random() : 0)
}

function again(least = 0) {
	shut()
	quiet = now() + least
	become('waiting')
	later('open', Math.max(least, backoff(tries++)), open)
}

// A number is missing.
function resync() {
	shut(4003)
	return tries++ ? again() : open()
}

// Is there still a connection?
function wake() {
	const at = now()
	if (state === 'waiting' && at > quiet)
		open()
	else if (ws && state === 'up')
		later('silence', 4000, () => heard < at && open(), send({ t: 'ping', n: at }))
}

setInterval(() => {
	const at = now()
	const hb = 1000 * (welcome?.hb ?? 25)
	if (at - ticked > 30000 && !document.hidden)
		wake() // the machine slept
	ticked = at
	if (state !== 'up')
		return
	if (at - since > 10000)
		tries = 0
	// A hidden tab ticks once a minute, so only silence after a ping is silence.
	if (ws && pinged > heard && at - pinged > 4000 && at - heard > 2 * hb + 5000)
		again()
	else if (ws && at - pinged >= hb)
		send({ t: 'ping', n: pinged = at })
	else if (run && at - since > 120000)
		open(fails = 1) // sockets again?
}, 5000)
for (const kind of ['online', 'offline', 'pageshow'])
	addEventListener(kind, wake)
document.addEventListener('visibilitychange', () => document.hidden || wake())
addEventListener('storage', () => setTimeout(flush, 4100))
addEventListener('pagehide', () => {
	tell({ t: 'bye' })
	ws && again()
})

export async function get(path, body, token = store.get('token')) {
	const answer = await fetch(`${base}/od/v1/${path}`, {
		method: body ? 'POST' : 'GET', body, cache: 'no-store', signal: AbortSignal.timeout(40000),
		headers: { ...body && { 'Content-Type': 'application/json' }, ...token && { Authorization: `Bearer ${token}` } },
	})
	if (!answer.ok)
		throw answer
	return (await answer.json()).frames
}

const post = (frame, token) => get('send', JSON.stringify({ frames: [frame] }), token)

async function poll() {
	const me = run = {}
	try {
		for (let frames = await post(greeting(), ''); run === me; frames = await get(`poll?after=${cursor.last}&wait=25`))
			frames.forEach((frame) => run === me && take(frame))
	} catch (answer) {
		denied(me, answer)
	}
}

function denied(me, { status, headers }) {
	if (run !== me)
		return
	if (!status)
		fails = 0 // the server is away, not only its sockets
	if (status === 429)
		again(1000 * (headers.get('Retry-After') ?? 30))
	else
		closed({ 401: 4001, 403: 4010, 413: 1009 }[status])
}

function send(frame) {
	const me = run
	if (ws?.readyState === 1)
		ws.send(JSON.stringify(frame))
	else if (me)
		post(frame).then((frames) => run === me && frames.forEach(take)).catch((answer) => denied(me, answer))
}

export const tell = (frame) => state === 'up' && send(frame)

// False when fifty wait already.
export function submit(item) {
	const { cid } = item.frame
	if (store.queue().length > 49)
		return false
	mine.add(cid)
	store.set(cid, item)
	flush()
	return true
}

export const ask = (frame) => new Promise((...ways) => state === 'up' ? send(frame, asks.set(frame.cid, ways)) : ways[1]())

// One request at a time keeps the order. Another tab's has 4 s to go by itself.
function flush() {
	if (state !== 'up' || flying || timers.held)
		return
	const next = store.queue().find(({ fail, ts, frame: { cid } }) => !fail && (takeAll || mine.has(cid) || now() - ts > 4000))
	takeAll &&= !!next
	if (next) {
		flying = next.frame.cid
		later('hung', 20000, resync)
		send(next.frame)
	}
}

// With a code, a request is not sent again by itself.
export function refuse(cid, fail) {
	const item = store.get(cid)
	store.set(cid, item && { ...item, fail })
	mine.add(cid)
	on.Refused(cid, fail)
	flush()
}

function ack() {
	later('ack', unacked = 0)
	tell({ t: 'ack', upto: cursor.last })
}

function isNews({ seq, cid }) {
	const news = cursor.event(seq)
	if (news) {
		store.set(cid)
		if (++unacked > 9)
			ack()
		else
			timers.ack ?? later('ack', 2000, ack)
	} else
		news ?? resync()
	return news
}

function take(frame) {
	const { t, cid, seq, retry, code } = frame
	const bad = t === 'err'
	heard = now()
	if (t === 'welcome')
		return greeted(frame)
	if (/^(msg|upd|conv)$/.test(t) && !isNews(frame))
		return
	t === 'gap' && cursor.advance(frame.to)
	if (t === 'ok') {
		const item = store.get(cid)
		store.set(cid)
		item && item.frame.t !== 'msg' || cursor.ok(seq) // changes come as events
	}
	if (bad && retry > 0)
		later('held', 1000 * retry, flush)
	else if (bad && store.get(cid))
		refuse(cid, code)
	on[t]?.(frame)
	if (cid) {
		asks.get(cid)?.[+bad](frame)
		asks.delete(cid)
		flying === cid && later('hung', flying = null)
		flush()
	}
	// An ok may run ahead of events.
	if (cursor.top > cursor.last)
		timers.hole ?? later('hole', 3000, resync)
	else
		later('hole')
}

function greeted(frame) {
	welcome = frame
	since = pinged = now()
	frame.token && store.set('token', frame.token)
	if (cursor.last && !frame.resumed) { // not the stream that is on screen
		cursor = new Cursor()
		on.Reset()
	}
	takeAll = true
	become('up')
	on.Welcome(frame)
	flush()
}
