// SPDX-License-Identifier: GPL-3.0-or-later
// Text without a page: words in two languages, links, emoji, client ids.

const words = `title|Chat with us|Напишите нам
close|Close|Закрыть
unread|Unread: {}|Непрочитанных: {}
text|Message|Сообщение
send|Send|Отправить
emoji|Emoji|Эмодзи
attach|Attach files|Прикрепить файлы
sound|Sound|Звук
peek|The operator sees the text while you type|Оператор видит текст, пока вы печатаете
typing|{} is typing…|{} печатает…
operator|Operator|Оператор
you|You|Вы
up|Online|На связи
away|We will answer later|Ответим позже
connecting|Connecting…|Соединение…
waiting|No connection. What you write is kept and will be sent|Нет связи. Написанное сохранено и уйдёт позже
tabs|The chat is open in too many tabs|Чат открыт в слишком многих вкладках
blocked|This chat is not available|Чат недоступен
old|The chat has been renewed|Чат обновился
again|Continue here|Продолжить здесь
queue|Your place in the queue: {}|Ваше место в очереди: {}
wait|Waiting to be sent|Ждёт отправки
sent|Sent|Отправлено
read|Read|Прочитано
failed|Not sent|Не отправлено
retry|Retry|Повторить
remove|Remove|Убрать
edited|edited|изменено
gone|Message deleted|Сообщение удалено
more|Actions|Действия
reply|Reply|Ответить
edit|Edit|Изменить
del|Delete|Удалить
down|To the newest|К новым
full|Too many unsent messages|Слишком много неотправленного
long|Too long by {}|Лишних знаков: {}
too_big|Too large, at most {} MB|Слишком велик, не более {} МБ
bad_file|Such a file can’t be sent|Такой файл отправить нельзя
late|Can’t be changed any more|Уже нельзя изменить
prechat|Before we begin|Давайте познакомимся
offline|Leave a message|Оставьте сообщение
csat|How did we do?|Как мы справились?
name|Name|Имя
email|E-mail|Почта
phone|Phone|Телефон
consent|You may use my data to answer me|Согласен на обработку данных для ответа
thanks|Thank you!|Спасибо!
contact|E-mail or phone is needed|Нужны почта или телефон`.split('\n').map((line) => line.split('|'));

/** The language of the page, else the one asked for by ?lang=, else the browser's. */
export const lang = /^ru/i.test(document.documentElement.lang || new URLSearchParams(location.search).get('lang') || navigator.language) ? 'ru' : 'en';

const mine = Object.fromEntries(words.map(([key, en, ru]) => [key, lang === 'ru' ? ru : en]));
export const say = (key, value) => mine[key].replace('{}', () => value);

export const clock = (ms) => new Date(ms).toLocaleTimeString(lang, { hour: '2-digit', minute: '2-digit' });
export const day = (ms) => new Date(ms).toDateString();
export const dayName = (ms) => day(ms) === day(Date.now()) ? new Intl.RelativeTimeFormat(lang, { numeric: 'auto' }).format(0, 'day')
  : new Date(ms).toLocaleDateString(lang, { day: 'numeric', month: 'long', year: 'numeric' });

export const sizeName = (bytes) => (bytes / 1e6).toLocaleString(lang, { style: 'unit', unit: 'megabyte', maximumSignificantDigits: 2 });

const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
let lastMs = 0;

/** A ULID. Those of one page sort as they were made, even when the clock is set back. */
export function ulid(now = Date.now()) {
  let id = '';
  let ms = lastMs = Math.max(now, lastMs + 1);
  for (; id.length < 10; ms = Math.floor(ms / 32))
    id = digits[ms % 32] + id;
  return crypto.getRandomValues(new Uint8Array(16)).reduce((text, byte) => text + digits[byte % 32], id);
}

export const graphemes = (text) => Array.from(new Intl.Segmenter().segment(text), (part) => part.segment);

/** The end of a text, at most `limit` code points, with no emoji cut in two. */
export function tail(text, limit = 200) {
  let end = '';
  for (const part of graphemes(text.slice(-4 * limit)).reverse()) {
    if ([...part + end].length > limit)
      break;
    end = part + end;
  }
  return end;
}

/** One to three emoji and nothing else: shown large. */
export const isEmoji = (text) => text.length < 50 && graphemes(text).length < 4 && graphemes(text).every((part) => /^(\p{Extended_Pictographic}|\p{RI})/u.test(part));

/** An absolute http, https or mailto address, or undefined: javascript:, data: and the rest are refused. */
export function safeUrl(url, base) {
  try {
    const { protocol, href } = new URL(url, base);
    return /^(https?|mailto):$/.test(protocol) ? href : undefined;
  } catch { /* no address */ }
}

/** Splits a text into strings and {href, text}; no character is lost. */
export function links(text) {
  const parts = [];
  let at = 0;
  for (const { 0: found, index } of text.matchAll(/\b(https?:\/\/|mailto:)[^\s<>"«»]+/gi)) {
    const word = found.replace(found.includes('(') ? /[.,:;!?'”’…]+$/ : /[).,:;!?'”’…]+$/, '');
    const href = safeUrl(word);
    if (href) {
      parts.push(text.slice(at, index), { href, text: word });
      at = index + word.length;
    }
  }
  return [...parts, text.slice(at)];
}

/** Pause before a new attempt after `n` failed ones, ms. */
export const backoff = (n, random = Math.random()) => (500 + 500 * random) * Math.min(60, 2 ** n);

/**
 * Which numbered events were shown: all up to `last`. The `ok` of an own request takes a number too; whether its event
 * comes as well is up to the server, so that one is still news.
 */
export class Cursor {
  last = 0;
  ahead = new Set();
  own = new Set();

  advance(to) {
    this.last = Math.max(this.last, to);
    while (this.ahead.delete(this.last + 1))
      this.last++;
  }

  ok(seq) {
    if (seq > this.last) {
      this.own.add(seq);
      this.ahead.add(seq);
      this.advance(0);
    }
  }

  /** True: show it. False: it is known. Undefined: something before it is missing. */
  event(seq) {
    if (seq <= this.last)
      return this.own.delete(seq);
    if (seq === this.last + 1) {
      this.advance(seq);
      return true;
    }
  }
}
