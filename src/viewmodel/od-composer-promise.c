/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-composer-model"

#include "od-composer-model-private.h"

#include <string.h>

#include "od-promise.h"
#include "od-relative-time.h"
#include "od-terms-words.h"

/* Until when the text says that its author will be back. One says so at the end, and it is read at every key. */

#define MAX_READ_CHARS 600

/* The last words of @text. */
static const char *
find_end (const char *text)
{
  const char *end = text + strlen (text), *start = end;

  for (guint i = 0; i < MAX_READ_CHARS && start > text; i++)
    start = g_utf8_prev_char (start);
  if (start == text)
    return start;
  while (start < end && !g_unichar_isspace (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  return start;
}

static gboolean
read_text (OdComposerModel *self, OdPromiseTerm *term)
{
  gint64 now_us = od_clock_get_real_us (self->desk->clock), minute = now_us / (60 * (gint64) G_USEC_PER_SEC);
  const char *end;

  *term = (OdPromiseTerm){ 0 };
  if (*self->text == '\0' || self->is_note || self->edit.message_id != 0)
    return FALSE;
  end = find_end (self->text);
  if (self->promise.minute != minute || g_strcmp0 (self->promise.text, end) != 0)
    {
      g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

      g_free (self->promise.text);
      self->promise.text = g_strdup (end);
      self->promise.minute = minute;
      od_promise_read (end, now_us, zone, &self->promise.term);
    }
  *term = self->promise.term;
  return od_promise_term_is_set (term);
}

static gboolean
is_declined (OdComposerModel *self, const OdPromiseTerm *term)
{
  return self->promise.declined.minutes == term->minutes && self->promise.declined.until_us == term->until_us;
}

/**
 * od_composer_model_get_promise:
 * @term: (out): until when the text promises that its author will be back; empty if it doesn't, or isn't meant to
 *
 * Sending starts a clock for it, when the message has left; see #OdReply.
 *
 * Returns: whether it promises something
 */
gboolean
od_composer_model_get_promise (OdComposerModel *self, OdPromiseTerm *term)
{
  g_return_val_if_fail (OD_IS_COMPOSER_MODEL (self) && term != NULL, FALSE);

  if (read_text (self, term) && !is_declined (self, term))
    return TRUE;
  *term = (OdPromiseTerm){ 0 };
  return FALSE;
}

/**
 * od_composer_model_toggle_promise:
 *
 * What the text promises is not meant as a promise; or it is, again. Another time in the text is another promise.
 */
void
od_composer_model_toggle_promise (OdComposerModel *self)
{
  OdPromiseTerm term;

  g_return_if_fail (OD_IS_COMPOSER_MODEL (self));

  if (!read_text (self, &term) || self->is_sending)
    return;
  self->promise.declined = is_declined (self, &term) ? (OdPromiseTerm){ 0 } : term;
  g_signal_emit_by_name (self, "changed");
}

/**
 * od_composer_model_dup_promise_words:
 * @zone: the operator's
 * @out_declined: (out): whether that was said to be no promise
 *
 * Returns: (transfer full) (nullable): "10 min", "18:00", "tomorrow 9:00"; %NULL if the text says nothing
 */
char *
od_composer_model_dup_promise_words (OdComposerModel *self, GTimeZone *zone, gboolean *out_declined)
{
  OdPromiseTerm term;

  *out_declined = FALSE;
  if (!read_text (self, &term))
    return NULL;
  *out_declined = is_declined (self, &term);
  if (term.minutes > 0)
    return od_terms_words_duration (term.minutes * 60);
  return od_relative_time_future (term.until_us, od_clock_get_real_us (self->desk->clock), zone);
}
