// SPDX-License-Identifier: GPL-3.0-or-later
// Words in two languages, links, client ids, numbers.

const words = `title|Chat with us|Напишите нам
close|Close|Закрыть
unread|Unread: {}|Непрочитанных: {}
text|Message|Сообщение
send|Send|Отправить
emoji|Emoji|Эмодзи
attach|Attach files|Прикрепить файлы
sound|Sound|Звук
peek|The operator sees the text as you type|Оператор видит текст, пока вы печатаете
typing|{} is typing…|{} печатает…
operator|Operator|Оператор
you|You|Вы
up|Online|На связи
away|We will answer later|Ответим позже
connecting|Connecting…|Соединение…
waiting|No connection. Your text is kept and sent later|Нет связи. Текст сохранён и уйдёт
tabs|Open in too many tabs|Слишком много вкладок
blocked|This chat is not available|Чат недоступен
old|The chat was renewed|Чат обновился
wait|Queued|В очереди
sent|Sent|Отправлено
read|Read|Прочитано
failed|Not sent|Не отправлено
retry|Retry|Повторить
discard|Remove|Убрать
edited|edited|изменено
gone|Message deleted|Сообщение удалено
more|Actions|Действия
reply|Reply|Ответить
edit|Edit|Изменить
del|Delete|Удалить
long|Too long by {}|Лишних знаков: {}
too_big|At most {} MB|Не более {} МБ
bad_file|Such files can’t be sent|Такие файлы нельзя
offline|Leave a message|Оставьте сообщение
prechat|Your name, please|Как вас зовут?
csat|How did we do?|Как мы справились?
name|Name|Имя
email|E-mail|Почта
phone|Phone|Телефон
consent|You may use my data to answer|Согласен на обработку данных
thanks|Thank you!|Спасибо!
contact|E-mail or phone, please|Нужны почта или телефон`.split('\n').map((line) => line.split('|'))

// Of the page, else ?lang=, else the browser's.
export const lang = /^ru/i.test(document.documentElement.lang || new URLSearchParams(location.search).get('lang') || navigator.language) ? 'ru' : 'en'
export const say = (key, value) => words.find(([known]) => known === key)[lang === 'ru' ? 2 : 1].replace('{}', () => value)

export const clock = (ms) => new Date(ms).toLocaleTimeString(lang, { hour: '2-digit', minute: '2-digit' })
export const day = (ms) => new Date(ms).toDateString()
export const dayName = (ms) => day(ms) === day(Date.now()) ? new Intl.RelativeTimeFormat(lang, { numeric: 'auto' }).format(0, 'day')
	: new Date(ms).toLocaleDateString(lang, { day: 'numeric', month: 'long', year: 'numeric' })

export const sizeName = (bytes) => (bytes / 1e3).toLocaleString(lang, { style: 'unit', unit: 'kilobyte', maximumSignificantDigits: 2 })

const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
let lastMs = 0

// Those of one page sort as they were made.
export function ulid(now = Date.now()) {
	let id = ''
	let ms = lastMs = Math.max(now, lastMs + 1)
	for (; id.length < 10; ms = Math.floor(ms / 32))
		id = digits[ms % 32] + id
	return crypto.getRandomValues(new Uint8Array(16)).reduce((text, byte) => text + digits[byte % 32], id)
}

export const graphemes = (text) => Array.from(new Intl.Segmenter().segment(text), (part) => part.segment)

// The last 200 code points at most, with no emoji cut in two.
export function tail(text) {
	const parts = graphemes(text.slice(-800))
	while ([...parts.join('')].length > 200)
		parts.shift()
	return parts.join('')
}

// http, https and mailto, nothing else.
export function safeUrl(url, base) {
	const { protocol, href } = URL.canParse(url, base) ? new URL(url, base) : {}
	return /^(https?|mailto):$/.test(protocol) ? href : undefined
}

// Strings and {href, text}.
export function links(text) {
	const parts = []
	let at = 0
	for (const { 0: found, index } of text.matchAll(/\b(https?:\/\/|mailto:)[^\s<>"«»]+/gi)) {
		const word = found.replace(found.includes('(') ? /[.,:;!?'”’…]+$/ : /[).,:;!?'”’…]+$/, '')
		const href = safeUrl(word)
		if (href) {
			parts.push(text.slice(at, index), { href, text: word })
			at = index + word.length
		}
	}
	return [...parts, text.slice(at)]
}

// ms to wait after `n` failures.
export const backoff = (n, random = Math.random()) => (500 + 500 * random) * Math.min(60, 2 ** n)

// Which events were shown: all up to `last`. An `ok` takes a number too; if its event comes as well, that is still news.
export class Cursor {
	last = 0
	top = 0
	own = new Set()

	advance(to) {
		this.last = Math.max(this.last, to)
		while (this.own.has(this.last + 1))
			this.last++
	}

	ok(seq) {
		if (seq > this.last) {
			this.own.add(this.top = seq)
			this.advance(0)
		}
	}

	// True: show it. False: it is known. Undefined: something before it is missing.
	event(seq) {
		if (seq <= this.last)
			return this.own.delete(seq)
		if (seq === this.last + 1)
			return !this.advance(seq)
	}
}
