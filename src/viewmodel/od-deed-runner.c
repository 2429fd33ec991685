/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-deed-runner"

#include "od-deed-runner.h"

#include "od-deed-words.h"
#include "od-limits.h"
#include "od-snooze-phrase.h"

/**
 * OdDeedRunner:
 *
 * Does what an operator asks for, with one conversation or thousands, says what came of it, and can take the last of it
 * back for some seconds. Main thread.
 */
struct _OdDeedRunner {
  GObject parent_instance;

  OdDesk *desk;     /* (owned) */
  gint64 batch_id;  /* 0: nothing to take back */
  guint64 serial;   /* of the last run: an older one that ends later is not offered */
  guint timeout_id; /* forgets the batch; 0 if none */
};

G_DEFINE_FINAL_TYPE (OdDeedRunner, od_deed_runner, G_TYPE_OBJECT)

enum { SAID, FAILED, CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* One call, until it is answered. */
typedef struct {
  OdDeedRunner *self; /* (owned): what was begun is told */
  GPtrArray *deeds;   /* (owned) (element-type OdDeed) */
  char *macro_name;   /* (owned) (nullable) */
  guint64 serial;
  guint n_ids;
} Run;

static void
run_free (Run *run)
{
  g_object_unref (run->self);
  g_clear_pointer (&run->deeds, g_ptr_array_unref);
  g_free (run->macro_name);
  g_free (run);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

static void
set_batch (OdDeedRunner *self, gint64 batch_id)
{
  if (self->timeout_id != 0)
    od_clock_remove_timeout (self->desk->clock, self->timeout_id);
  self->timeout_id = 0;
  if (self->batch_id == batch_id)
    return;
  self->batch_id = batch_id;
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
forget_cb (gpointer user_data)
{
  OdDeedRunner *self = user_data;

  self->timeout_id = 0;
  set_batch (self, 0);
  return G_SOURCE_REMOVE;
}

static void
performed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Run) run = user_data;
  OdDeedRunner *self = run->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdDeedReport) report = od_deed_port_perform_finish (OD_DEED_PORT (source), result, &error);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  OdDeedWords context = { .zone = zone, .operator_id = self->desk->operator_id };
  g_autofree char *words = NULL;

  if (report == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error);
      return;
    }
  context.now_us = od_clock_get_real_us (self->desk->clock);
  words = od_deed_words_done (&context, run->deeds, run->macro_name, report, run->n_ids);
  if (run->serial == self->serial && report->batch_id != 0)
    {
      set_batch (self, report->batch_id);
      self->timeout_id = od_clock_add_timeout (self->desk->clock, OD_LIMIT_UNDO_DEED_S * (gint64) G_USEC_PER_SEC,
                                               forget_cb, self, NULL);
    }
  g_signal_emit (self, signals[SAID], 0, words, run->serial == self->serial && report->batch_id != 0);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdDeedRunner) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdDeedReport) report = od_deed_port_undo_finish (OD_DEED_PORT (source), result, &error);
  g_autofree char *words = report != NULL ? od_deed_words_undone (report) : NULL;

  if (report != NULL)
    g_signal_emit (self, signals[SAID], 0, words, FALSE);
  else
    g_signal_emit (self, signals[FAILED], 0, error);
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

  if (self->timeout_id != 0)
    od_clock_remove_timeout (self->desk->clock, self->timeout_id);
  self->timeout_id = 0;
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
   * @can_undo: whether od_deed_runner_undo() takes just that back
   */
  signals[SAID] = g_signal_new ("said", OD_TYPE_DEED_RUNNER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                G_TYPE_STRING, G_TYPE_BOOLEAN);
  /**
   * OdDeedRunner::failed:
   * @error: nothing was done
   */
  signals[FAILED] = g_signal_new ("failed", OD_TYPE_DEED_RUNNER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_ERROR);
  /**
   * OdDeedRunner::changed:
   *
   * Whether there is something to take back.
   */
  signals[CHANGED] =
      g_signal_new ("changed", OD_TYPE_DEED_RUNNER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
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
 * Ends with #OdDeedRunner::said or #OdDeedRunner::failed. What could be undone before no longer can.
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
      g_signal_emit (self, signals[SAID], 0, od_snooze_reading_words (reading), FALSE);
      return;
    }
  set_batch (self, 0);
  run = g_new0 (Run, 1);
  run->self = g_object_ref (self);
  run->deeds = g_ptr_array_ref (copies);
  run->macro_name = g_strdup (macro_name);
  run->serial = ++self->serial;
  run->n_ids = n_ids;
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
 * od_deed_runner_undo:
 *
 * Takes back the last run, if it is not too late.
 */
void
od_deed_runner_undo (OdDeedRunner *self)
{
  gint64 batch_id;

  g_return_if_fail (OD_IS_DEED_RUNNER (self));

  batch_id = self->batch_id;
  if (batch_id == 0)
    return;
  set_batch (self, 0);
  od_deed_port_undo_async (self->desk->tools.deeds, batch_id, NULL, undone_cb, g_object_ref (self));
}

/**
 * od_deed_runner_forget:
 *
 * Nothing can be taken back any more: something else is, now.
 */
void
od_deed_runner_forget (OdDeedRunner *self)
{
  g_return_if_fail (OD_IS_DEED_RUNNER (self));

  set_batch (self, 0);
}

gboolean
od_deed_runner_get_can_undo (OdDeedRunner *self)
{
  g_return_val_if_fail (OD_IS_DEED_RUNNER (self), FALSE);

  return self->batch_id != 0;
}
