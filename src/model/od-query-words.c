/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-query-private.h"

#include <string.h>

#include "od-limits.h"
#include "od-text.h"

/* The words of the query language, English and Russian. The first name of a field or a value is the one that
 * od_query_node_to_text() writes and that a node has. */

static const char *const field_names[OD_N_QUERY_FIELD][5] = {
  [OD_QUERY_FROM] = { "from", "от" },
  [OD_QUERY_CHANNEL] = { "channel", "канал" },
  [OD_QUERY_ACCOUNT] = { "account", "аккаунт", "учетка" },
  [OD_QUERY_TAG] = { "tag", "тег", "метка" },
  [OD_QUERY_IS] = { "is", "это" },
  [OD_QUERY_HAS] = { "has", "есть" },
  [OD_QUERY_ASSIGNEE] = { "assignee", "кому", "исполнитель" },
  [OD_QUERY_PRIORITY] = { "priority", "приоритет" },
  [OD_QUERY_BEFORE] = { "before", "до" },
  [OD_QUERY_AFTER] = { "after", "после" },
  [OD_QUERY_IN] = { "in", "в", "где" },
};

/* What a field may say; a field that may say anything has those that mean something of their own. */
static const struct {
  OdQueryField field;
  const char *names[6];
} values[] = {
  { OD_QUERY_FROM, { "customer", "клиент", "клиента" } },
  { OD_QUERY_FROM, { "me", "меня", "я" } },
  { OD_QUERY_FROM, { "operator", "оператор", "оператора" } },
  { OD_QUERY_IS, { "open", "открыто", "открыта", "открытые" } },
  { OD_QUERY_IS, { "waiting", "pending", "ждем", "ожидание" } },
  { OD_QUERY_IS, { "resolved", "решено", "решена", "решенные" } },
  { OD_QUERY_IS, { "spam", "спам" } },
  { OD_QUERY_IS, { "snoozed", "отложено", "отложена", "отложенные" } },
  { OD_QUERY_IS, { "unread", "непрочитано", "непрочитанные", "новое" } },
  { OD_QUERY_IS, { "unanswered", "неотвечено", "неотвеченные" } },
  { OD_QUERY_IS, { "late", "просрочено", "просроченные", "опоздали" } },
  { OD_QUERY_IS, { "mine", "мое", "моя", "мои" } },
  { OD_QUERY_IS, { "unassigned", "ничье", "ничья", "ничьи" } },
  { OD_QUERY_IS, { "blocked", "заблокирован", "заблокирована" } },
  { OD_QUERY_IS, { "mentioned", "упомянут", "упоминание" } },
  { OD_QUERY_HAS, { "file", "attachment", "файл", "файлы", "вложение" } },
  { OD_QUERY_HAS, { "image", "photo", "фото", "картинка", "изображение" } },
  { OD_QUERY_HAS, { "video", "видео" } },
  { OD_QUERY_HAS, { "audio", "voice", "аудио", "голос", "голосовое" } },
  { OD_QUERY_HAS, { "link", "ссылка", "ссылки" } },
  { OD_QUERY_HAS, { "note", "заметка", "заметки" } },
  { OD_QUERY_HAS, { "draft", "черновик" } },
  { OD_QUERY_HAS, { "scheduled", "запланировано" } },
  { OD_QUERY_HAS, { "failed", "ошибка", "неотправлено" } },
  { OD_QUERY_HAS, { "reaction", "реакция" } },
  { OD_QUERY_ASSIGNEE, { "me", "мне", "я" } },
  { OD_QUERY_ASSIGNEE, { "none", "никому", "никто" } },
  { OD_QUERY_PRIORITY, { "low", "низкий" } },
  { OD_QUERY_PRIORITY, { "normal", "обычный" } },
  { OD_QUERY_PRIORITY, { "high", "высокий" } },
  { OD_QUERY_PRIORITY, { "urgent", "срочный", "срочно" } },
  { OD_QUERY_BEFORE, { "today", "сегодня" } },
  { OD_QUERY_BEFORE, { "yesterday", "вчера" } },
  { OD_QUERY_AFTER, { "today", "сегодня" } },
  { OD_QUERY_AFTER, { "yesterday", "вчера" } },
  { OD_QUERY_IN, { "messages", "сообщения", "сообщениях" } },
  { OD_QUERY_IN, { "notes", "заметки", "заметках" } },
  { OD_QUERY_IN, { "names", "имена", "именах" } },
  { OD_QUERY_IN, { "files", "файлы", "файлах" } },
  { OD_QUERY_IN, { "fields", "поля", "полях" } },
};

static gboolean
is_named (const char *const *names, const char *folded)
{
  for (; *names != NULL; names++)
    if (g_str_equal (*names, folded))
      return TRUE;
  return FALSE;
}

/*
 * od_query_find_field:
 * @front: what stands before the colon, in any case
 *
 * Returns: %FALSE if it is no field but, perhaps, a custom one
 */
gboolean
od_query_find_field (const char *front, gsize n_front, OdQueryField *field)
{
  g_autofree char *name = g_strndup (front, n_front);
  g_autofree char *folded = od_text_fold (name);

  for (guint i = 0; i < OD_QUERY_CUSTOM; i++)
    if (is_named (field_names[i], folded))
      {
        *field = (OdQueryField) i;
        return TRUE;
      }
  return FALSE;
}

/* Whether only the values of the table are any. */
static gboolean
is_closed (OdQueryField field)
{
  return field == OD_QUERY_IS || field == OD_QUERY_HAS || field == OD_QUERY_PRIORITY || field == OD_QUERY_IN;
}

static gboolean
is_moment (const char *value)
{
  const gint64 some_day_us = G_GINT64_CONSTANT (1700000000000000);
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  gint64 start_us, end_us;

  return od_query_read_moment (value, some_day_us, zone, &start_us, &end_us);
}

/*
 * od_query_read_value:
 * @value: as written, without its quotes
 *
 * Returns: (transfer full) (nullable): as a node keeps it: known values by their first name; %NULL if @field has no
 *   such value
 */
char *
od_query_read_value (OdQueryField field, const char *value)
{
  g_autofree char *folded = od_text_fold (value);

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    if (values[i].field == field && is_named (values[i].names, folded))
      return g_strdup (values[i].names[0]);
  if (is_closed (field))
    return NULL;
  if (field == OD_QUERY_BEFORE || field == OD_QUERY_AFTER)
    return is_moment (value) ? g_strdup (value) : NULL;
  return g_strdup (value);
}

/**
 * od_query_field_get_name:
 *
 * Returns: the English name before the colon, "" of %OD_QUERY_CUSTOM; static
 */
const char *
od_query_field_get_name (OdQueryField field)
{
  g_return_val_if_fail (field < OD_N_QUERY_FIELD, "");

  return field == OD_QUERY_CUSTOM ? "" : field_names[field][0];
}

/**
 * od_query_field_get_values:
 *
 * Returns: (transfer none) (array zero-terminated=1): the values that @field knows, in English, to be offered; all it
 *   may have for `is:`, `has:`, `priority:` and `in:`. Any thread may call this.
 */
const char *const *
od_query_field_get_values (OdQueryField field)
{
  static const char *lists[OD_N_QUERY_FIELD][G_N_ELEMENTS (values) + 1];
  static gsize is_filled;

  g_return_val_if_fail (field < OD_N_QUERY_FIELD, lists[OD_QUERY_CUSTOM]);

  if (g_once_init_enter (&is_filled))
    {
      guint n[OD_N_QUERY_FIELD] = { 0 };

      for (guint i = 0; i < G_N_ELEMENTS (values); i++)
        lists[values[i].field][n[values[i].field]++] = values[i].names[0];
      g_once_init_leave (&is_filled, 1);
    }
  return lists[field];
}

/* ---- signs ------------------------------------------------------------------ */

gboolean
od_query_is_blank (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return FALSE;
  return TRUE;
}

/* The quote that ends what @c begins; 0 if it begins nothing. */
gunichar
od_query_closing_quote (gunichar c)
{
  switch (c)
    {
    case '"':
      return '"';
    case 0x00AB: /* « */
      return 0x00BB;
    case 0x201C: /* “ */
      return 0x201D;
    case 0x201E: /* „ */
      return 0x201C;
    default:
      return 0;
    }
}

/* Whether a custom field may be called so. */
gboolean
od_query_is_key (const char *front, gsize n)
{
  if (n < 2 || n > OD_LIMIT_FIELD_NAME_BYTES || !g_ascii_islower (front[0]))
    return FALSE;
  for (gsize i = 1; i < n; i++)
    if (!g_ascii_islower (front[i]) && !g_ascii_isdigit (front[i]) && front[i] != '_')
      return FALSE;
  return TRUE;
}

/* ---- moments ---------------------------------------------------------------- */

typedef enum {
  UNIT_HOUR,
  UNIT_DAY,
  UNIT_WEEK,
  UNIT_MONTH,
  UNIT_YEAR,
} Unit;

static const char *const units[][6] = {
  [UNIT_HOUR] = { "h", "ч" },         [UNIT_DAY] = { "d", "д", "дн" }, [UNIT_WEEK] = { "w", "н", "нед" },
  [UNIT_MONTH] = { "m", "м", "мес" }, [UNIT_YEAR] = { "y", "г", "л" },
};

#define MAX_AGO 9999

/* @n_max digits at most, at least @n_min. */
static gboolean
read_number (const char **p, guint n_min, guint n_max, int *number)
{
  guint n = 0;

  for (*number = 0; n < n_max && g_ascii_isdigit (**p); n++, (*p)++)
    *number = *number * 10 + (**p - '0');
  return n >= n_min;
}

/* Midnight, or the first moment of that day. */
static GDateTime *
day_new (GTimeZone *zone, int year, int month, int day)
{
  if (year < 1970 || !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return NULL;
  return g_date_time_new (zone, year, month, day, 0, 0, 0);
}

static gboolean
take_stretch (GDateTime *start, GDateTime *end, gint64 *start_us, gint64 *end_us)
{
  gboolean ok = start != NULL && end != NULL && g_date_time_to_unix (start) >= -86400;

  if (ok)
    {
      *start_us = MAX (g_date_time_to_unix (start) * G_USEC_PER_SEC, 0);
      *end_us = MAX (g_date_time_to_unix (end) * G_USEC_PER_SEC, *start_us);
    }
  g_clear_pointer (&start, g_date_time_unref);
  g_clear_pointer (&end, g_date_time_unref);
  return ok;
}

/* The day of @now_us and so many days, months and years before. */
static gboolean
read_day_ago (gint64 now_us, GTimeZone *zone, int days, int months, int years, gint64 *start_us, gint64 *end_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) now = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
  g_autoptr (GDateTime) then = now != NULL ? g_date_time_add_full (now, -years, -months, -days, 0, 0, 0) : NULL;
  g_autoptr (GDateTime) next = then != NULL ? g_date_time_add_days (then, 1) : NULL;
  int day[3], after[3];

  if (next == NULL)
    return FALSE;
  g_date_time_get_ymd (then, &day[0], &day[1], &day[2]);
  g_date_time_get_ymd (next, &after[0], &after[1], &after[2]);
  return take_stretch (day_new (zone, day[0], day[1], day[2]), day_new (zone, after[0], after[1], after[2]), start_us,
                       end_us);
}

/* `7d` */
static gboolean
read_ago (const char *value, gint64 now_us, GTimeZone *zone, gint64 *start_us, gint64 *end_us)
{
  const char *p = value;
  int n;

  if (!read_number (&p, 1, 4, &n) || n > MAX_AGO)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      if (!is_named (units[i], p))
        continue;
      if (i != UNIT_HOUR)
        return read_day_ago (now_us, zone,
                             i == UNIT_DAY    ? n
                             : i == UNIT_WEEK ? 7 * n
                                              : 0,
                             i == UNIT_MONTH ? n : 0, i == UNIT_YEAR ? n : 0, start_us, end_us);
      *start_us = MAX (now_us - n * G_TIME_SPAN_HOUR, 0);
      *end_us = *start_us + G_TIME_SPAN_HOUR;
      return TRUE;
    }
  return FALSE;
}

/* `2026`, `2026-03`, `2026-03-01` */
static gboolean
read_date (const char *value, GTimeZone *zone, gint64 *start_us, gint64 *end_us)
{
  const char *p = value;
  int year, month = 0, day = 0;
  GDateTime *start, *end = NULL;

  if (!read_number (&p, 4, 4, &year) || (*p == '-' && (p++, !read_number (&p, 1, 2, &month) || month == 0)) ||
      (month != 0 && *p == '-' && (p++, !read_number (&p, 1, 2, &day) || day == 0)) || *p != '\0')
    return FALSE;
  start = day_new (zone, year, MAX (month, 1), MAX (day, 1));
  if (start != NULL)
    {
      g_autoptr (GDateTime) noon = g_date_time_new (zone, year, MAX (month, 1), MAX (day, 1), 12, 0, 0);
      g_autoptr (GDateTime) next = g_date_time_add_full (noon, month == 0, month != 0 && day == 0, day != 0, 0, 0, 0);

      if (next != NULL)
        end = day_new (zone, g_date_time_get_year (next), g_date_time_get_month (next),
                       g_date_time_get_day_of_month (next));
    }
  return take_stretch (start, end, start_us, end_us);
}

/* `01.03.2026` */
static gboolean
read_dotted (const char *value, GTimeZone *zone, gint64 *start_us, gint64 *end_us)
{
  const char *p = value;
  int year, month, day;
  g_autofree char *date = NULL;

  if (!read_number (&p, 1, 2, &day) || *p++ != '.' || !read_number (&p, 1, 2, &month) || *p++ != '.' ||
      !read_number (&p, 4, 4, &year) || *p != '\0')
    return FALSE;
  date = g_strdup_printf ("%04d-%02d-%02d", year, month, day);
  return read_date (date, zone, start_us, end_us);
}

/**
 * od_query_read_moment:
 * @value: of `before:` or `after:`: `2026-03-01`, `01.03.2026`, `2026-03`, `2026`, `today`, `yesterday`, or a number with
 *   `h`, `d`, `w`, `m` or `y`: the hour or the day so many hours, days, weeks, months or years ago; also in Russian
 * @now_us: µs since 1970 UTC
 * @zone: whose days are meant
 * @start_us: (out): when it begins: `after:` is from here on, `before:` is earlier
 * @end_us: (out): when it is over
 *
 * Any thread may call this.
 *
 * Returns: %FALSE if @value is no such thing, or before 1970
 */
gboolean
od_query_read_moment (const char *value, gint64 now_us, GTimeZone *zone, gint64 *start_us, gint64 *end_us)
{
  g_autofree char *folded = NULL;

  g_return_val_if_fail (value != NULL && zone != NULL && start_us != NULL && end_us != NULL, FALSE);

  folded = od_text_fold (value);
  if (g_str_equal (folded, "today") || g_str_equal (folded, "сегодня"))
    return read_day_ago (now_us, zone, 0, 0, 0, start_us, end_us);
  if (g_str_equal (folded, "yesterday") || g_str_equal (folded, "вчера"))
    return read_day_ago (now_us, zone, 1, 0, 0, start_us, end_us);
  return read_ago (folded, now_us, zone, start_us, end_us) || read_date (folded, zone, start_us, end_us) ||
         read_dotted (folded, zone, start_us, end_us);
}
