/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-window"

#include <glib/gi18n.h>

#include "od-pick-dialog.h"
#include "od-relative-time.h"
#include "od-schedule-dialog.h"
#include "od-snooze-presets.h"
#include "od-window-triage.h"

#define N_SUGGESTIONS 6
#define BY_DATE "date"

/* Until when to snooze, or to block: rows of moments that one picks, or finds by typing. */
typedef struct {
  OdWindow *window;     /* (unowned): the dialog goes with it */
  OdPickDialog *dialog; /* (unowned): owns this */
  GArray *ids;          /* (owned): with what */
  OdDeedKind kind;
  gint64 due_us; /* 0 if nothing is promised */
} Moment;

static void
moment_free (Moment *self)
{
  g_array_unref (self->ids);
  g_free (self);
}

static void
add_row (Moment *self, const char *title, gint64 until_us, gint64 now_us, GTimeZone *zone)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, until_us);
  g_autofree char *moment =
      until_us != 0 && until_us != OD_SNOOZE_UNTIL_REPLY ? od_relative_time_moment (until_us, now_us, zone) : NULL;
  gboolean is_late = self->due_us > now_us && until_us > self->due_us;
  /* TRANSLATORS: beside a moment: it is later than the answer was promised: "Fri, 16 Jan, 9:00 (late)" */
  g_autofree char *late = moment != NULL && is_late ? g_strdup_printf (_ ("%s (late)"), moment) : NULL;

  od_pick_dialog_add (self->dialog, &(OdPickRow){ .id = id,
                                                  .title = title,
                                                  .detail = late != NULL ? late : moment,
                                                  .icon_name = is_late ? "dialog-warning-symbolic" : NULL });
}

static void
add_presets (Moment *self, gint64 now_us, GTimeZone *zone)
{
  static const struct {
    const char *label;
    const char *phrase;
  } blocks[] = { { N_ ("For a Day"), "in a day" },
                 { N_ ("For a Week"), "in a week" },
                 { N_ ("For a Month"), "in a month" } };
  g_autoptr (GPtrArray) presets = NULL;

  if (self->kind == OD_DEED_BLOCK)
    {
      add_row (self, _ ("For Good"), 0, now_us, zone);
      for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
        {
          gint64 until_us = 0;

          od_snooze_phrase_parse (blocks[i].phrase, now_us, zone, NULL, &until_us);
          add_row (self, _ (blocks[i].label), until_us, now_us, zone);
        }
      return;
    }
  presets = od_snooze_presets_list (now_us, zone);
  for (guint i = 0; i < presets->len; i++)
    {
      const OdSnoozePreset *preset = presets->pdata[i];

      add_row (self, preset->label, preset->until_us, now_us, zone);
    }
}

static char *
make_words (Moment *self, gint64 now_us, GTimeZone *zone)
{
  g_autofree char *due = NULL;

  if (self->kind == OD_DEED_BLOCK)
    return g_strdup (_ ("What they write is kept as spam and disturbs nobody."));
  if (self->due_us <= now_us)
    return NULL;
  due = od_relative_time_future (self->due_us, now_us, zone);
  /* TRANSLATORS: a moment: "An answer is promised by tomorrow 12:00. Snoozing does not stop that clock." */
  return g_strdup_printf (_ ("An answer is promised by %s. Snoozing does not stop that clock."), due);
}

static void
typed_cb (Moment *self, const char *text)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 now_us = od_clock_get_real_us (self->window->desk->clock);
  g_autoptr (GPtrArray) found =
      od_snooze_phrase_suggest (text, now_us, zone, NULL, g_get_language_names ()[0], N_SUGGESTIONS);
  g_autofree char *words = make_words (self, now_us, zone);
  gint64 until_us;
  OdSnoozeReading reading = od_snooze_phrase_parse (text, now_us, zone, NULL, &until_us);

  od_pick_dialog_clear (self->dialog);
  for (guint i = 0; i < found->len; i++)
    {
      const OdSnoozeSuggestion *suggestion = found->pdata[i];

      if (suggestion->until_us != OD_SNOOZE_UNTIL_REPLY || self->kind == OD_DEED_SNOOZE)
        add_row (self, suggestion->phrase, suggestion->until_us, now_us, zone);
    }
  if (reading == OD_SNOOZE_READING_EMPTY)
    add_presets (self, now_us, zone);
  else if (found->len == 0)
    {
      g_free (words);
      words = g_strdup (od_snooze_reading_words (reading));
    }
  od_pick_dialog_set_words (self->dialog, words);
  if (reading == OD_SNOOZE_READING_EMPTY)
    od_pick_dialog_add (self->dialog, &(OdPickRow){ .id = BY_DATE, .title = _ ("Choose Day and Time…") });
}

static void
do_until (OdWindow *window, GArray *ids, OdDeedKind kind, gint64 until_us)
{
  od_window_do (window, ids, kind, until_us, NULL);
}

/* What a calendar is asked for outlives the dialog. */
typedef struct {
  OdWindow *window; /* (unowned): the calendar goes with it */
  GArray *ids;      /* (owned) */
  OdDeedKind kind;
} ByDate;

static void
by_date_free (ByDate *by_date, GClosure *closure)
{
  g_array_unref (by_date->ids);
  g_free (by_date);
}

static void
chosen_cb (GtkWidget *calendar, gint64 at_us, ByDate *by_date)
{
  do_until (by_date->window, by_date->ids, by_date->kind, at_us);
}

static void
pick_date (Moment *self)
{
  GtkWidget *calendar = od_schedule_dialog_new (GTK_WINDOW (self->window), self->window->desk->clock, NULL);
  ByDate *by_date = g_new0 (ByDate, 1);

  by_date->window = self->window;
  by_date->ids = g_array_ref (self->ids);
  by_date->kind = self->kind;
  od_schedule_dialog_set_verb (OD_SCHEDULE_DIALOG (calendar),
                               self->kind == OD_DEED_BLOCK ? _ ("_Block") : _ ("_Snooze"));
  g_signal_connect_data (calendar, "chosen", G_CALLBACK (chosen_cb), by_date, (GClosureNotify) by_date_free, 0);
  gtk_window_present (GTK_WINDOW (calendar));
}

static void
picked_cb (Moment *self, const char *id)
{
  OdPickDialog *dialog = self->dialog;
  gint64 until_us = g_ascii_strtoll (id, NULL, 10);

  if (g_str_equal (id, BY_DATE))
    pick_date (self);
  else if (until_us == 0 || until_us > od_clock_get_real_us (self->window->desk->clock))
    do_until (self->window, self->ids, self->kind, until_us);
  else
    {
      typed_cb (self, od_pick_dialog_get_text (dialog)); /* it went by meanwhile */
      return;
    }
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
open (OdWindow *window, OdDeedKind kind, const char *title, const char *hint)
{
  const OdConversationRow *row = od_current_conversation_get_row (window->current);
  Moment *self = g_new0 (Moment, 1);

  self->window = window;
  self->ids = od_window_get_targets (window);
  self->kind = kind;
  self->dialog = OD_PICK_DIALOG (od_pick_dialog_new (GTK_WINDOW (window), title, hint));
  if (kind == OD_DEED_SNOOZE && self->ids->len == 1 && row != NULL)
    self->due_us = row->marks.due_us;
  g_object_set_data_full (G_OBJECT (self->dialog), "moment", self, (GDestroyNotify) moment_free);
  g_signal_connect_swapped (self->dialog, "typed", G_CALLBACK (typed_cb), self);
  g_signal_connect_swapped (self->dialog, "picked", G_CALLBACK (picked_cb), self);
  od_pick_dialog_set_text (self->dialog, "");
  gtk_window_present (GTK_WINDOW (self->dialog));
}

void
od_window_pick_snooze (OdWindow *self)
{
  open (self, OD_DEED_SNOOZE, _ ("Snooze"), _ ("tomorrow 9, in 2 hours, friday…"));
}

void
od_window_pick_block (OdWindow *self)
{
  open (self, OD_DEED_BLOCK, _ ("Block"), _ ("for good, or until when"));
}
