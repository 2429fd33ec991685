/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-ctl"

#include "od-ctl-stop.h"

#include "od-engine.h"

/* A stop that takes longer than this is none (decision 26): what was committed is safe anyway. */
#define STOP_S 5

typedef struct {
  GMainLoop *loop; /* (owned) */
  guint too_long_id;
} Stop;

static void
stop_free (gpointer data)
{
  Stop *stop = data;

  g_main_loop_unref (stop->loop);
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Stop *stop = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_engine_stop_finish (OD_ENGINE (source), result, &error))
    g_warning ("Could not stop cleanly: %s", error->message);
  g_main_loop_quit (stop->loop);
  g_rc_box_release_full (stop, stop_free);
}

static gboolean
too_long_cb (gpointer user_data)
{
  Stop *stop = user_data;

  stop->too_long_id = 0;
  g_warning ("Stopping took longer than %d s", STOP_S);
  g_main_loop_quit (stop->loop);
  return G_SOURCE_REMOVE;
}

/**
 * od_ctl_stop_engine:
 *
 * Finishes what is queued, closes accounts and listeners. The last thing that a
 * composition root does with its main loop; returns within 5 s in any case.
 */
void
od_ctl_stop_engine (OdEngine *engine)
{
  Stop *stop = g_rc_box_new0 (Stop);

  stop->loop = g_main_loop_new (NULL, FALSE);
  stop->too_long_id = g_timeout_add_seconds (STOP_S, too_long_cb, stop);
  od_engine_stop_async (engine, stopped_cb, g_rc_box_acquire (stop));
  g_main_loop_run (stop->loop);
  g_clear_handle_id (&stop->too_long_id, g_source_remove);
  g_rc_box_release_full (stop, stop_free);
}
