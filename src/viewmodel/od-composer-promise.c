/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-composer-model"

#include "od-composer-model-private.h"

#include "od-promise.h"
#include "od-relative-time.h"
#include "od-terms-words.h"

/* Until when the text says that its author will be back. */

static gboolean
read_text (OdComposerModel *self, OdPromiseTerm *term)
{
  g_autoptr (GTimeZone) zone = NULL;

  *term = (OdPromiseTerm){ 0 };
  if (*self->text == '\0' || self->is_note || self->edit.message_id != 0)
    return FALSE;
  zone = g_time_zone_new_local ();
  return od_promise_read (self->text, od_clock_get_real_us (self->desk->clock), zone, term);
}

static gboolean
is_declined (OdComposerModel *self, const OdPromiseTerm *term)
{
  return self->declined.minutes == term->minutes && self->declined.until_us == term->until_us;
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
  self->declined = is_declined (self, &term) ? (OdPromiseTerm){ 0 } : term;
  g_signal_emit_by_name (self, "changed");
}

/**
 * od_composer_model_dup_promise_words:
 * @zone: the operator's
 *
 * Returns: (transfer full) (nullable): "10 min", "18:00", "tomorrow 9:00"; %NULL if nothing is promised
 */
char *
od_composer_model_dup_promise_words (OdComposerModel *self, GTimeZone *zone)
{
  OdPromiseTerm term;

  if (!od_composer_model_get_promise (self, &term))
    return NULL;
  if (term.minutes > 0)
    return od_terms_words_duration (term.minutes * 60);
  return od_relative_time_future (term.until_us, od_clock_get_real_us (self->desk->clock), zone);
}
