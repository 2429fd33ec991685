/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-sweep"

#include "od-sweep.h"

#include "od-store-clean.h"

#define N_FOLDERS 256

/* Between two slices: whoever writes meanwhile doesn't feel it. */
#define PAUSE_US (20 * 1000)

/* A host may run for months. */
#define EVERY_US (24 * 3600 * (gint64) G_USEC_PER_SEC)

/**
 * OdSweep:
 *
 * Deletes, after the start and then once a day, a slice at a time, what a
 * crash may have left behind: files that nothing refers to, and uploads that
 * were never used.
 * Main thread only.
 */
struct _OdSweep {
  GObject parent_instance;

  OdDb *db;        /* (owned) */
  OdClock *clock;  /* (owned) */
  char *files_dir; /* (owned) */
  OdCleanJob *job; /* (owned) (nullable): NULL while a slice runs, and between two sweeps */
  guint timeout_id;
  gboolean is_stopped;
};

G_DEFINE_FINAL_TYPE (OdSweep, od_sweep, G_TYPE_OBJECT)

static void
od_sweep_dispose (GObject *object)
{
  od_sweep_stop (OD_SWEEP (object));
  G_OBJECT_CLASS (od_sweep_parent_class)->dispose (object);
}

static void
od_sweep_finalize (GObject *object)
{
  OdSweep *self = OD_SWEEP (object);

  g_clear_pointer (&self->job, od_clean_job_free);
  g_free (self->files_dir);
  g_clear_object (&self->clock);
  g_clear_object (&self->db);
  G_OBJECT_CLASS (od_sweep_parent_class)->finalize (object);
}

static void
od_sweep_class_init (OdSweepClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_sweep_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_sweep_finalize;
}

static void
od_sweep_init (OdSweep *self)
{
}

/**
 * od_sweep_new:
 * @files_dir: the profile's `files`
 *
 * Returns: (transfer full): a sweep that has not begun
 */
OdSweep *
od_sweep_new (OdDb *db, OdClock *clock, const char *files_dir)
{
  OdSweep *self;

  g_return_val_if_fail (OD_IS_DB (db) && OD_IS_CLOCK (clock), NULL);

  self = g_object_new (OD_TYPE_SWEEP, NULL);
  self->db = g_object_ref (db);
  self->clock = g_object_ref (clock);
  self->files_dir = g_strdup (files_dir);
  return self;
}

static gboolean next_cb (gpointer user_data);

static void
swept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdSweep) self = user_data;
  g_autoptr (GError) error = NULL;

  self->job = od_db_finish (OD_DB (source), result, &error);
  if (self->job == NULL)
    g_message ("Could not clean up: %s", error->message);
  else if (self->job->folder >= N_FOLDERS)
    g_clear_pointer (&self->job, od_clean_job_free);
  if (!self->is_stopped)
    self->timeout_id = od_clock_add_timeout (self->clock, self->job != NULL ? PAUSE_US : EVERY_US, next_cb, self, NULL);
}

static gboolean
next_cb (gpointer user_data)
{
  OdSweep *self = user_data;

  self->timeout_id = 0;
  if (self->job == NULL)
    self->job = od_clean_job_new (self->files_dir, od_clock_get_real_us (self->clock));
  od_db_write_async (self->db, od_store_clean, g_steal_pointer (&self->job), (GDestroyNotify) od_clean_job_free,
                     swept_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

/**
 * od_sweep_start:
 *
 * Returns at once. Call it once.
 */
void
od_sweep_start (OdSweep *self)
{
  g_return_if_fail (OD_IS_SWEEP (self) && self->timeout_id == 0);

  self->timeout_id = od_clock_add_timeout (self->clock, PAUSE_US, next_cb, self, NULL);
}

/**
 * od_sweep_stop:
 *
 * What is left is for the next start.
 */
void
od_sweep_stop (OdSweep *self)
{
  g_return_if_fail (OD_IS_SWEEP (self));

  self->is_stopped = TRUE;
  if (self->timeout_id != 0)
    od_clock_remove_timeout (self->clock, self->timeout_id);
  self->timeout_id = 0;
}
