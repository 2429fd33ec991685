/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "omnideskctl"

#include "od-ctl-serve.h"

#include "config.h"

#include <glib-unix.h>

#include "od-channels.h"
#include "od-clock.h"
#include "od-control-call.h"
#include "od-ctl-door.h"
#include "od-ctl-profile.h"
#include "od-ctl-stop.h"
#include "od-engine.h"
#include "od-install-paths.h"
#include "od-profile-dir.h"
#include "od-server.h"

/**
 * Serve:
 *
 * The composition root of a desk without a window. Built top to bottom, taken
 * apart bottom to top.
 */
typedef struct {
  OdClock *clock;        /* (owned) */
  OdProfileDir *profile; /* (owned), locked */
  OdServer *server;      /* (owned): needs nothing */
  OdEngine *engine;      /* (owned): profile, server, clock */
  OdControlDesk desk;    /* engine */
  OdDoorServer *door;    /* (owned): desk */
  GMainLoop *loop;       /* (owned) */
} Serve;

static gboolean
quit_cb (gpointer user_data)
{
  Serve *serve = user_data;

  g_main_loop_quit (serve->loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
yield_cb (OdDoorServer *door, Serve *serve)
{
  g_message ("A desk takes over");
  g_idle_add_once ((GSourceOnceFunc) g_main_loop_quit, serve->loop); /* after the answer */
  return TRUE;
}

static gboolean
set_up (Serve *serve, const char *profile_path, const OdCommandLine *line, int *status, GError **error)
{
  g_autofree char *web_dir = od_web_dir_dup ();
  OdEngineOptions options = { 0 };

  *status = OD_EXIT_FAILED;
  serve->loop = g_main_loop_new (NULL, FALSE);
  serve->clock = od_clock_new ();
  serve->profile = od_profile_dir_open (profile_path, error);
  if (serve->profile == NULL)
    return FALSE;
  *status = OD_EXIT_OWNED;
  if (!od_ctl_take_profile (serve->profile, OD_CTL_RIVAL_SERVE, error))
    return FALSE;
  *status = OD_EXIT_FAILED;
  serve->server = od_server_new (od_profile_dir_get_files_path (serve->profile));
  options.profile = serve->profile;
  options.server = OD_SERVER_PORT (serve->server);
  options.clock = serve->clock;
  options.find_channel = od_channels_find;
  options.web_dir = web_dir;
  options.operator_name = g_get_real_name ();
  options.flags = OD_ENGINE_RUN_ACCOUNTS | (line->has[OD_FLAG_ONLINE] ? OD_ENGINE_ONLINE : 0);
  serve->engine = od_engine_new (&options, error);
  if (serve->engine == NULL)
    return FALSE;
  od_ctl_desk_from_engine (&serve->desk, serve->engine, serve->profile, serve->clock, TRUE);
  /* The door before any account or port: whoever knocks is heard (decision 27). */
  serve->door = od_ctl_open_door (od_profile_dir_get_path (serve->profile), &serve->desk, error);
  return serve->door != NULL;
}

static void
tear_down (Serve *serve)
{
  if (serve->door != NULL)
    od_door_server_stop (serve->door);
  g_clear_object (&serve->door);
  g_clear_object (&serve->engine);
  if (serve->server != NULL)
    od_server_stop (serve->server);
  g_clear_object (&serve->server);
  g_clear_object (&serve->profile);
  g_clear_object (&serve->clock);
  g_clear_pointer (&serve->loop, g_main_loop_unref);
}

/**
 * od_ctl_serve:
 *
 * Engine, channels and the web chat server without a window, until SIGTERM,
 * SIGINT, or a desk that asks for the profile.
 *
 * Returns: an exit status; %OD_EXIT_OWNED if somebody else owns the profile
 */
int
od_ctl_serve (const char *profile_path, const OdCommandLine *line)
{
  Serve serve = { 0 };
  g_autoptr (GError) error = NULL;
  guint term_id, int_id;
  int status;

  if (!set_up (&serve, profile_path, line, &status, &error))
    {
      g_printerr ("%s\n", error->message);
      tear_down (&serve);
      return status;
    }
  term_id = g_unix_signal_add (SIGTERM, quit_cb, &serve);
  int_id = g_unix_signal_add (SIGINT, quit_cb, &serve);
  if (g_getenv ("OMNIDESK_SECRETS") != NULL)
    g_message ("Secrets are kept in a file: that is for tests only");
  g_signal_connect (serve.door, "yield", G_CALLBACK (yield_cb), &serve);
  od_engine_start (serve.engine);
  g_main_loop_run (serve.loop);

  od_ctl_stop_engine (serve.engine);
  g_source_remove (term_id);
  g_source_remove (int_id);
  tear_down (&serve);
  return OD_EXIT_DONE;
}
