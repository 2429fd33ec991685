/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-composer"

#include <glib/gi18n.h>

#include "od-composer-private.h"
#include "od-message-text.h"
#include "od-relative-time.h"
#include "od-text.h"

/* What the composer says about the text: above it what it belongs to, below it what hinders. */

#define SNIPPET_GRAPHEMES 120
#define COUNT_FROM_PERCENT 80 /* of the limit: from here on the counter is shown */

static char *
news_words (OdComposer *self, const OdMessageRow *news)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *line = od_text_snippet (news->body, SNIPPET_GRAPHEMES);
  g_autofree char *snippet = od_message_text_isolate (line);
  g_autofree char *author = od_message_text_isolate (news->kind == OD_TIMELINE_OUT ? news->author
                                                     : self->customer_name != NULL ? self->customer_name
                                                                                   : "");
  g_autofree char *time = od_relative_time_spoken (news->at_us, od_clock_get_real_us (self->desk->clock), zone);

  if (news->kind == OD_TIMELINE_IN)
    /* TRANSLATORS: the customer's name, what they wrote: "Maria wrote while you were typing: Hello?" */
    return g_strdup_printf (_ ("%1$s wrote while you were typing: %2$s"), author, snippet);
  if (news->operator_id == self->desk->operator_id)
    /* TRANSLATORS: when, what: "You answered from elsewhere just now: Hello!" */
    return g_strdup_printf (_ ("You answered from elsewhere %1$s: %2$s"), time, snippet);
  /* TRANSLATORS: a colleague, when, what: "Anna answered just now: Hello!" */
  return g_strdup_printf (_ ("%1$s answered %2$s: %3$s"), author, time, snippet);
}

void
od_composer_show_guard (OdComposer *self)
{
  const OdMessageRow *news = od_send_guard_get_news (self->guard);
  const OdEtiquetteFinding *advice = od_send_guard_get_advice (self->guard);
  gboolean is_stopped = news != NULL && od_send_guard_get_is_stopped (self->guard);

  if (news != NULL)
    {
      g_autofree char *words = news_words (self, news);
      g_autofree char *stopped = g_strdup_printf ("%s · %s", words, _ ("Press Enter again to send."));

      od_composer_strip_show (self->news_strip, is_stopped ? "dialog-warning-symbolic" : "dialog-information-symbolic",
                              is_stopped ? stopped : words, _ ("Sho_w"), "composer.show-news");
    }
  else
    od_composer_strip_hide (self->news_strip);
  if (is_stopped)
    gtk_widget_add_css_class (GTK_WIDGET (self->news_strip), "stopped");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->news_strip), "stopped");
  if (advice != NULL)
    {
      g_autofree char *words = g_strdup_printf ("%s · %s", advice->words, _ ("Press Enter again to send."));

      od_composer_strip_show (self->advice_strip, "dialog-information-symbolic", words, _ ("_Don't Show Again"),
                              "composer.advice-off");
    }
  else
    od_composer_strip_hide (self->advice_strip);
}

/* ---- Length ------------------------------------------------------------------------- */

static gboolean
counts_segments (OdComposer *self)
{
  const OdChannelInfo *channel = od_composer_model_get_channel (self->model);

  return channel != NULL && channel->measure == OD_MEASURE_GSM7 && !od_composer_model_get_is_note (self->model);
}

static char *
count_words (OdComposer *self, const OdTextLength *length)
{
  if (counts_segments (self))
    /* TRANSLATORS: text messages, characters that still fit into the last: "2 SMS · 63 left" */
    return g_strdup_printf (_ ("%1$u SMS · %2$u left"), length->n_segments, length->n_left);
  /* TRANSLATORS: characters written and how many there may be: "3900 / 4000" */
  return g_strdup_printf (_ ("%1$u / %2$u"), length->n_used, length->n_max);
}

static void
show_limit (OdComposer *self, const OdTextLength *length)
{
  guint n_over = length->n_max != 0 && length->n_used > length->n_max ? length->n_used - length->n_max : 0;
  guint n_parts = n_over > 0 ? od_composer_model_count_parts (self->model) : 0;
  g_autofree char *words = NULL;
  g_autofree char *button = NULL;

  if (n_over == 0)
    {
      od_composer_strip_hide (self->limit_strip);
      return;
    }
  if (od_composer_model_splits_text (self->model) && n_parts > 1)
    {
      words =
          g_strdup_printf (ngettext ("Will be sent as %u message.", "Will be sent as %u messages.", n_parts), n_parts);
      od_composer_strip_show (self->limit_strip, "dialog-information-symbolic", words, NULL, NULL);
      return;
    }
  words = g_strdup_printf (
      ngettext ("Too long for one message by %u character.", "Too long for one message by %u characters.", n_over),
      n_over);
  if (n_parts > 1)
    button = g_strdup_printf (ngettext ("Split into %u _Message", "Split into %u _Messages", n_parts), n_parts);
  od_composer_strip_show (self->limit_strip, "dialog-warning-symbolic", words, button, "composer.split");
}

void
od_composer_show_length (OdComposer *self)
{
  OdTextLength length = od_composer_model_get_length (self->model);
  gboolean is_near = counts_segments (self) ? length.n_segments > 1 || length.n_left * 100 < length.n_used * 25
                                            : length.n_max != 0 && (guint64) length.n_used * 100 >=
                                                                       (guint64) length.n_max * COUNT_FROM_PERCENT;
  g_autofree char *words = NULL;

  if (is_near)
    words = count_words (self, &length);
  else if (!od_composer_model_get_is_note (self->model))
    words = g_strdup (self->channel_name);
  gtk_label_set_text (self->count_label, words != NULL ? words : "");
  if (length.n_max != 0 && length.n_used > length.n_max && !od_composer_model_splits_text (self->model))
    gtk_widget_add_css_class (GTK_WIDGET (self->count_label), "od-late");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->count_label), "od-late");
  show_limit (self, &length);
}

/* ---- What will be seen, and what is changed ------------------------------------------- */

void
od_composer_show_kind (OdComposer *self)
{
  g_autofree char *outgoing = NULL;
  g_autofree char *snippet = NULL;
  g_autofree char *words = NULL;

  if (od_composer_model_get_edited_id (self->model) != 0)
    od_composer_strip_show (self->edit_strip, "document-edit-symbolic", _ ("Editing your message · Esc cancels"),
                            _ ("_Cancel"), "composer.cancel-edit");
  else
    od_composer_strip_hide (self->edit_strip);
  if (!od_composer_model_get_is_stripped (self->model))
    {
      od_composer_strip_hide (self->plain_strip);
      return;
    }
  outgoing = od_composer_model_dup_outgoing (self->model, NULL);
  snippet = od_text_snippet (outgoing, SNIPPET_GRAPHEMES);
  /* TRANSLATORS: the text as the customer will see it, where the channel knows no bold and the like */
  words = g_strdup_printf (_ ("Sent without formatting: %s"), snippet);
  od_composer_strip_show (self->plain_strip, "dialog-information-symbolic", words, NULL, NULL);
}

/* What the text promises: a chip that takes the promise away, and back again. */
void
od_composer_show_promise (OdComposer *self)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gboolean is_declined;
  g_autofree char *until = od_composer_model_dup_promise_words (self->model, zone, &is_declined);
  g_autofree char *words = NULL;
  g_autofree char *spoken = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->promise_chip), until != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->promise_again), is_declined);
  if (is_declined)
    gtk_widget_add_css_class (GTK_WIDGET (self->promise_chip), "declined");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->promise_chip), "declined");
  if (until == NULL)
    return;
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->promise_chip),
                               is_declined ? _ ("Promise again")
                                           : _ ("The clock starts when this has left. Click to promise nothing"));
  /* TRANSLATORS: on a chip: how long, or a moment, until when the operator says they'll be back: "Promise: 10 min" */
  words = g_strdup_printf (_ ("Promise: %s"), until);
  /* TRANSLATORS: the same for a screen reader, of a button */
  spoken = g_strdup_printf (is_declined ? _ ("Not promised: %s. Promise again") : _ ("Promise: %s. Remove"), until);
  if (!g_str_equal (gtk_label_get_text (self->promise_label), words)) /* a screen reader says every change */
    gtk_label_set_text (self->promise_label, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->promise_chip), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

/* ---- Sent ------------------------------------------------------------------------------ */

static gboolean
sent_timeout_cb (gpointer user_data)
{
  OdComposer *self = user_data;

  self->sent_timeout_id = 0;
  od_composer_strip_hide (self->sent_strip);
  return G_SOURCE_REMOVE;
}

void
od_composer_forget_sent (OdComposer *self)
{
  if (self->sent_timeout_id != 0)
    od_clock_remove_timeout (self->desk->clock, self->sent_timeout_id);
  self->sent_timeout_id = 0;
  od_composer_strip_hide (self->sent_strip);
}

/* The words last as long as it can be taken back. */
void
od_composer_show_sent (OdComposer *self, gint64 message_id, gint64 leaves_at_us)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 now_us = od_clock_get_real_us (self->desk->clock);
  gint64 wait_us = od_composer_get_undo_us (self);
  g_autofree char *time = NULL;
  g_autofree char *words = NULL;

  od_composer_forget_sent (self);
  if (!od_composer_model_get_can_undo (self->model) && leaves_at_us <= now_us)
    return;
  if (leaves_at_us > now_us + wait_us + G_USEC_PER_SEC)
    {
      time = od_relative_time_future (leaves_at_us, now_us, zone);
      /* TRANSLATORS: a moment: "tomorrow 09:00" */
      words = g_strdup_printf (_ ("It will be sent: %s"), time);
    }
  gtk_widget_activate_action (GTK_WIDGET (self), "win.dismiss-undo", NULL); /* one Undo at a time */
  od_composer_strip_show (self->sent_strip, "emblem-ok-symbolic", words != NULL ? words : _ ("Sent"), _ ("_Undo"),
                          "composer.undo");
  self->sent_timeout_id =
      od_clock_add_timeout (self->desk->clock, MAX (wait_us, G_USEC_PER_SEC), sent_timeout_cb, self, NULL);
}
