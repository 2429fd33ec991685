/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-window"

#include <glib/gi18n.h>

#include "od-error-words.h"
#include "od-pick-dialog.h"
#include "od-promise-phrase.h"
#include "od-relative-time.h"
#include "od-sla-badge.h"
#include "od-terms-words.h"
#include "od-window-triage.h"

#define N_SUGGESTIONS 6
#define CANCEL "cancel"

/* Until when to be back: rows of times that one picks, or finds by typing, and what is promised already. */
typedef struct {
  OdWindow *window;          /* (unowned): the dialog goes with it */
  OdPickDialog *dialog;      /* (unowned): owns this */
  GCancellable *cancellable; /* (owned): of reading @clocks */
  GPtrArray *clocks;         /* (owned) (nullable) (element-type OdPromiseClock): that run; NULL: not known yet */
  gint64 conversation_id;
} Promising;

static void
promising_free (Promising *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->clocks, g_ptr_array_unref);
  g_free (self);
}

static void
add_moment (Promising *self, const char *title, gint64 until_us, gint64 now_us, GTimeZone *zone)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, until_us);
  g_autofree char *moment = od_relative_time_moment (until_us, now_us, zone);

  od_pick_dialog_add (self->dialog, &(OdPickRow){ .id = id, .title = title, .detail = moment });
}

static void
add_presets (Promising *self, gint64 now_us, GTimeZone *zone)
{
  static const int minutes[] = { 5, 10, 15, 30, 60, 120 };

  for (guint i = 0; i < G_N_ELEMENTS (minutes); i++)
    {
      g_autofree char *id = g_strdup_printf ("min %d", minutes[i]);
      g_autofree char *length = od_terms_words_duration (minutes[i] * 60);
      g_autofree char *moment =
          od_relative_time_moment (now_us + minutes[i] * 60 * (gint64) G_USEC_PER_SEC, now_us, zone);

      od_pick_dialog_add (self->dialog, &(OdPickRow){ .id = id, .title = length, .detail = moment });
    }
}

/* A promise that runs can be taken back. */
static void
add_running (Promising *self, gint64 now_us, GTimeZone *zone)
{
  for (guint i = 0; self->clocks != NULL && i < self->clocks->len; i++)
    {
      const OdPromiseClock *clock = self->clocks->pdata[i];
      g_autofree char *moment = od_relative_time_moment (clock->due_us, now_us, zone);

      if (clock->kind == OD_CLOCK_PROMISE)
        od_pick_dialog_add (self->dialog, &(OdPickRow){ .id = CANCEL,
                                                        .title = _ ("Take the Promise Back"),
                                                        .detail = moment,
                                                        .icon_name = "edit-undo-symbolic" });
    }
}

/* (nullable): why nothing is offered for what was typed */
static const char *
get_objection (OdSnoozeReading reading)
{
  switch (reading)
    {
    case OD_SNOOZE_READING_OK: /* "until reply" */
    case OD_SNOOZE_READING_UNKNOWN:
      return _ ("Say until when: “10 minutes”, “in an hour” or “by 6 pm”.");
    case OD_SNOOZE_READING_TOO_FAR:
      return _ ("Nobody waits that long: promise an answer within a month.");
    case OD_SNOOZE_READING_EMPTY:
    case OD_SNOOZE_READING_NO_SUCH_DAY:
    case OD_SNOOZE_READING_NO_SUCH_TIME:
    case OD_SNOOZE_READING_PAST:
    default:
      return od_snooze_reading_words (reading);
    }
}

static void
typed_cb (Promising *self, const char *typed)
{
  g_autofree char *text = od_promise_phrase_clean (typed);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 now_us = od_clock_get_real_us (self->window->desk->clock);
  g_autoptr (GPtrArray) found =
      od_snooze_phrase_suggest (text, now_us, zone, NULL, g_get_language_names ()[0], N_SUGGESTIONS);
  g_autofree char *words = self->clocks != NULL ? od_sla_badge_tooltip (self->clocks, now_us, zone) : NULL;
  gint64 until_us;
  OdSnoozeReading reading = od_promise_phrase_parse (typed, now_us, zone, &until_us);
  guint n_rows = 0;

  od_pick_dialog_clear (self->dialog);
  if (reading == OD_SNOOZE_READING_EMPTY)
    {
      add_presets (self, now_us, zone); /* first: Enter picks the first row */
      add_running (self, now_us, zone);
    }
  else
    {
      for (guint i = 0; i < found->len; i++)
        {
          const OdSnoozeSuggestion *suggestion = found->pdata[i];

          if (od_promise_phrase_is_possible (suggestion->until_us, now_us))
            {
              add_moment (self, suggestion->phrase, suggestion->until_us, now_us, zone);
              n_rows++;
            }
        }
      if (n_rows == 0 && reading == OD_SNOOZE_READING_OK) /* "by 18:00" is no beginning of a suggestion */
        {
          add_moment (self, typed, until_us, now_us, zone);
          n_rows++;
        }
      if (n_rows == 0)
        {
          g_free (words);
          words = g_strdup (get_objection (reading));
        }
    }
  od_pick_dialog_set_words (self->dialog, words);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) clocks = od_promise_port_load_finish (OD_PROMISE_PORT (source), result, &error);
  Promising *self = user_data;

  if (clocks == NULL)
    return; /* cancelled: the dialog is gone; otherwise it offers what it can */
  self->clocks = g_steal_pointer (&clocks);
  typed_cb (self, od_pick_dialog_get_text (self->dialog));
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  gint64 due_us = od_promise_port_start_finish (OD_PROMISE_PORT (source), result, &error);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *moment = NULL;
  g_autofree char *words = NULL;

  if (due_us == 0)
    {
      od_window_add_toast (window, od_error_words (error));
      return;
    }
  moment = od_relative_time_future (due_us, od_clock_get_real_us (window->desk->clock), zone);
  /* TRANSLATORS: a moment: "An answer is promised by tomorrow 12:00" */
  words = g_strdup_printf (_ ("An answer is promised by %s"), moment);
  od_window_add_toast (window, words);
}

static void
cancelled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdWindow) window = user_data;
  g_autoptr (GError) error = NULL;

  if (od_promise_port_cancel_finish (OD_PROMISE_PORT (source), result, &error))
    od_window_add_toast (window, _ ("The promise is taken back"));
  else
    od_window_add_toast (window, od_error_words (error));
}

static void
picked_cb (Promising *self, const char *id)
{
  OdPromisePort *port = self->window->desk->tools.promises;
  OdPickDialog *dialog = self->dialog;
  OdPromiseTerm term = { 0 };

  if (g_str_has_prefix (id, "min "))
    term.minutes = g_ascii_strtoll (id + strlen ("min "), NULL, 10);
  else
    term.until_us = g_ascii_strtoll (id, NULL, 10);
  if (g_str_equal (id, CANCEL))
    od_promise_port_cancel_async (port, self->conversation_id, NULL, cancelled_cb, g_object_ref (self->window));
  else if (term.minutes > 0 || term.until_us > od_clock_get_real_us (self->window->desk->clock))
    od_promise_port_start_async (port, self->conversation_id, &term, NULL, started_cb, g_object_ref (self->window));
  else
    {
      typed_cb (self, od_pick_dialog_get_text (dialog)); /* it went by meanwhile */
      return;
    }
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* What the operator promises in the open conversation by key. */
void
od_window_pick_promise (OdWindow *window)
{
  const OdConversationRow *row = od_current_conversation_get_row (window->current);
  Promising *self;

  if (row == NULL || window->desk->tools.promises == NULL)
    return;
  self = g_new0 (Promising, 1);
  self->window = window;
  self->conversation_id = row->id;
  self->cancellable = g_cancellable_new ();
  self->dialog = OD_PICK_DIALOG (
      od_pick_dialog_new (GTK_WINDOW (window), _ ("Promise Timer"), _ ("10 minutes, in an hour, by 18:00…")));
  g_object_set_data_full (G_OBJECT (self->dialog), "promising", self, (GDestroyNotify) promising_free);
  g_signal_connect_swapped (self->dialog, "typed", G_CALLBACK (typed_cb), self);
  g_signal_connect_swapped (self->dialog, "picked", G_CALLBACK (picked_cb), self);
  od_pick_dialog_set_text (self->dialog, "");
  od_promise_port_load_async (window->desk->tools.promises, row->id, FALSE, self->cancellable, loaded_cb, self);
  gtk_window_present (GTK_WINDOW (self->dialog));
}
