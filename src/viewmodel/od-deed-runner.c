/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-deed-runner"

#include "od-deed-runner.h"

#include "od-deed-words.h"
#include "od-limits.h"
#include "od-snooze-phrase.h"

/**
 * OdDeedRunner:
 *
 * Does what an operator asks for, with one conversation or thousands, says what came of it, and can take it back, the
 * last first. Main thread.
 */
struct _OdDeedRunner {
  GObject parent_instance;

  OdDesk *desk;      /* (owned) */
  OdUndoStack *undo; /* (owned) */
};

G_DEFINE_FINAL_TYPE (OdDeedRunner, od_deed_runner, G_TYPE_OBJECT)

enum { SAID, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* One call, until it is answered and can't be taken back any more. */
typedef struct {
  OdDeedRunner *self; /* (unowned): a call that runs has a reference of its own */
  GPtrArray *deeds;   /* (owned) (element-type OdDeed) */
  char *macro_name;   /* (owned) (nullable) */
  char *words;        /* (owned) (nullable): what came of it */
  guint64 undo_id;    /* on the stack */
  gint64 batch_id;    /* 0: not yet, or nothing was done */
  gboolean is_unwanted;
  guint n_ids;
} Run;

static void
clear_run (gpointer data)
{
  Run *run = data;

  g_clear_pointer (&run->deeds, g_ptr_array_unref);
  g_free (run->macro_name);
  g_free (run->words);
}

static void
run_free (gpointer run)
{
  g_rc_box_release_full (run, clear_run);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Run) run = user_data;
  g_autoptr (OdDeedRunner) self = run->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdDeedReport) report = od_deed_port_undo_finish (OD_DEED_PORT (source), result, &error);
  g_autofree char *words = report != NULL ? od_deed_words_undone (report, run->words) : NULL;

  if (report != NULL)
    g_signal_emit (self, signals[SAID], 0, words, (guint64) 0);
  else
    g_signal_emit (self, signals[FAILED], 0, error);
}

/* What is still being done is taken back once it is done. */
static void
undo_cb (gpointer user_data)
{
  Run *run = user_data;

  run->is_unwanted = TRUE;
  if (run->batch_id == 0)
    return;
  g_object_ref (run->self);
  od_deed_port_undo_async (run->self->desk->tools.deeds, run->batch_id, NULL, undone_cb, g_rc_box_acquire (run));
}

static void
performed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Run) run = user_data;
  g_autoptr (OdDeedRunner) self = run->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdDeedReport) report = od_deed_port_perform_finish (OD_DEED_PORT (source), result, &error);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  OdDeedWords context = { .zone = zone, .operator_id = self->desk->operator_id };

  if (report == NULL || report->batch_id == 0)
    od_undo_stack_drop (self->undo, run->undo_id);
  if (report == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error);
      return;
    }
  context.now_us = od_clock_get_real_us (self->desk->clock);
  run->words = od_deed_words_done (&context, run->deeds, run->macro_name, report, run->n_ids);
  run->batch_id = report->batch_id;
  if (run->is_unwanted && run->batch_id != 0)
    undo_cb (run);
  else
    g_signal_emit (self, signals[SAID], 0, run->words, run->batch_id != 0 ? run->undo_id : (guint64) 0);
}

/* A snooze that is words becomes a moment now. */
static OdSnoozeReading
read_snoozes (OdDeedRunner *self, GPtrArray *deeds)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 now_us = od_clock_get_real_us (self->desk->clock);

  for (guint i = 0; i < deeds->len; i++)
    {
      OdDeed *deed = deeds->pdata[i];
      OdSnoozeReading reading;

      if (deed->kind != OD_DEED_SNOOZE || deed->text == NULL)
        continue;
      reading = od_snooze_phrase_parse (deed->text, now_us, zone, NULL, &deed->number);
      if (reading != OD_SNOOZE_READING_OK)
        return reading;
      g_clear_pointer (&deed->text, g_free);
    }
  return OD_SNOOZE_READING_OK;
}

static void
od_deed_runner_dispose (GObject *object)
{
  OdDeedRunner *self = OD_DEED_RUNNER (object);

  g_clear_object (&self->undo);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_deed_runner_parent_class)->dispose (object);
}

static void
od_deed_runner_class_init (OdDeedRunnerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_deed_runner_dispose;
  /**
   * OdDeedRunner::said:
   * @words: what came of a run or an undo, a sentence
   * @undo_id: takes just that back, in the stack; 0: nothing does
   */
  signals[SAID] = g_signal_new ("said", OD_TYPE_DEED_RUNNER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                G_TYPE_STRING, G_TYPE_UINT64);
  /**
   * OdDeedRunner::failed:
   * @error: nothing was done
   */
  signals[FAILED] = g_signal_new ("failed", OD_TYPE_DEED_RUNNER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_ERROR);
}

static void
od_deed_runner_init (OdDeedRunner *self)
{
}

OdDeedRunner *
od_deed_runner_new (OdDesk *desk)
{
  OdDeedRunner *self = g_object_new (OD_TYPE_DEED_RUNNER, NULL);

  self->desk = od_desk_ref (desk);
  self->undo = od_undo_stack_new ();
  return self;
}

/**
 * od_deed_runner_is_possible:
 *
 * Returns: whether this desk can do deeds at all
 */
gboolean
od_deed_runner_is_possible (OdDeedRunner *self)
{
  g_return_val_if_fail (OD_IS_DEED_RUNNER (self), FALSE);

  return self->desk->tools.deeds != NULL;
}

/**
 * od_deed_runner_run:
 * @ids: conversations, each once; with none nothing happens
 * @deeds: (element-type OdDeed): done in this order, as one thing to undo; a snooze's words are read now
 * @macro_name: (nullable): to speak of them by
 *
 * Ends with #OdDeedRunner::said or #OdDeedRunner::failed. It can be taken back from now on.
 */
void
od_deed_runner_run (OdDeedRunner *self, const gint64 *ids, guint n_ids, const GPtrArray *deeds, const char *macro_name)
{
  g_autoptr (GPtrArray) copies = NULL;
  OdSnoozeReading reading;
  Run *run;

  g_return_if_fail (OD_IS_DEED_RUNNER (self));

  if (self->desk->tools.deeds == NULL || n_ids == 0 || deeds->len == 0)
    return;
  copies = od_deed_list_copy (deeds);
  reading = read_snoozes (self, copies);
  if (reading != OD_SNOOZE_READING_OK)
    {
      g_signal_emit (self, signals[SAID], 0, od_snooze_reading_words (reading), (guint64) 0);
      return;
    }
  run = g_rc_box_new0 (Run);
  run->self = g_object_ref (self); /* for the call */
  run->deeds = g_ptr_array_ref (copies);
  run->macro_name = g_strdup (macro_name);
  run->n_ids = n_ids;
  run->undo_id = od_undo_stack_push (self->undo, undo_cb, g_rc_box_acquire (run), run_free);
  od_deed_port_perform_async (self->desk->tools.deeds, ids, n_ids, run->deeds, NULL, performed_cb, run);
}

/**
 * od_deed_runner_run_one:
 *
 * As od_deed_runner_run(), with one deed; see #OdDeed for what @number and @text mean.
 */
void
od_deed_runner_run_one (OdDeedRunner *self, const gint64 *ids, guint n_ids, OdDeedKind kind, gint64 number,
                        const char *text)
{
  g_autoptr (GPtrArray) deeds = g_ptr_array_new_with_free_func ((GDestroyNotify) od_deed_free);

  g_ptr_array_add (deeds, od_deed_new (kind, number, text));
  od_deed_runner_run (self, ids, n_ids, deeds, NULL);
}

/**
 * od_deed_runner_get_undo:
 *
 * Returns: (transfer none): how what was done is taken back
 */
OdUndoStack *
od_deed_runner_get_undo (OdDeedRunner *self)
{
  g_return_val_if_fail (OD_IS_DEED_RUNNER (self), NULL);

  return self->undo;
}
