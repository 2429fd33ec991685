/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "omnidesk"

#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <locale.h>

#include "od-application.h"
#include "od-channels.h"
#include "od-ctl-door.h"
#include "od-ctl-profile.h"
#include "od-ctl-stop.h"
#include "od-engine.h"
#include "od-install-paths.h"
#include "od-log.h"
#include "od-profile-dir.h"
#include "od-server.h"
#include "od-showcase.h"

#define KEY_CHARACTERS 8

/**
 * House:
 *
 * The composition root of the window: the only file of it that sees every layer.
 * Built top to bottom, at "startup"; taken apart bottom to top.
 */
typedef struct {
  OdApplication *application; /* (owned) */
  OdProfileDir *profile;      /* (owned); locked from "startup" on */
  OdClock *clock;             /* (owned): needs nothing */
  OdServer *server;           /* (owned) (nullable): the profile's files */
  OdEngine *engine;           /* (owned) (nullable): profile, server, clock */
  OdControlDesk control;      /* engine */
  OdDoorServer *door;         /* (owned) (nullable): control */
  GError *error;              /* (owned) (nullable): why there is no engine */
  char *demo_folder;          /* (owned) (nullable): a profile to be filled, and thrown away at the end */
} House;

/* ---- What the window gets --------------------------------------------------- */

static OdChannelInfo *
describe_channel (const OdChannelDescriptor *descriptor)
{
  OdChannelInfo *info = od_channel_info_new (descriptor->id, _ (descriptor->name), descriptor->icon_name);

  info->max_text = descriptor->max_text;
  info->max_files = (descriptor->caps & OD_CHANNEL_CAN_FILES) != 0 ? descriptor->max_files : 0;
  info->measure = descriptor->measure;
  info->formatting = descriptor->formatting;
  info->max_file_bytes = descriptor->max_file_bytes;
  info->max_files_bytes = descriptor->max_files_bytes;
  info->long_text = (descriptor->caps & OD_CHANNEL_SPLITS_TEXT) != 0 ? OD_LONG_TEXT_SPLITS : OD_LONG_TEXT_ASKS;
  info->can_edit = (descriptor->caps & OD_CHANNEL_CAN_EDIT) != 0;
  info->can_remove = (descriptor->caps & OD_CHANNEL_CAN_REMOVE) != 0;
  info->can_react = (descriptor->caps & OD_CHANNEL_CAN_REACT) != 0;
  info->summary = g_strdup (descriptor->summary != NULL ? _ (descriptor->summary) : NULL);
  info->needs = g_strdup (descriptor->needs != NULL ? _ (descriptor->needs) : NULL);
  info->help = g_strdup (descriptor->help != NULL ? _ (descriptor->help) : NULL);
  info->help_url = g_strdup (descriptor->help_url);
  info->fields = descriptor->fields;
  info->retention_s = descriptor->retention_s;
  return info;
}

static OdDesk *
build_desk (House *house)
{
  OdEngine *engine = house->engine;
  g_autofree char *name = od_engine_dup_operator_name (engine);
  OdDesk *desk = od_desk_new (house->control.operator_id, *name != '\0' ? name : g_get_real_name ());

  desk->feed = g_object_ref (od_engine_get_change_feed (engine));
  desk->conversations = g_object_ref (od_engine_get_conversation_port (engine));
  desk->threads = g_object_ref (od_engine_get_thread_port (engine));
  desk->replies = g_object_ref (od_engine_get_reply_port (engine));
  desk->triage = g_object_ref (od_engine_get_triage_port (engine));
  desk->customers = g_object_ref (od_engine_get_customer_port (engine));
  desk->accounts = g_object_ref (od_engine_get_account_port (engine));
  desk->search = g_object_ref (od_engine_get_search_port (engine));
  desk->live = g_object_ref (od_engine_get_live_port (engine));
  desk->files = g_object_ref (od_engine_get_file_port (engine));
  desk->sending = g_object_ref (od_engine_get_sending_port (engine));
  g_set_object (&desk->pictures, od_engine_get_picture_port (engine));
  desk->tools.presence = g_object_ref (od_engine_get_presence (engine));
  desk->library = g_object_ref (od_engine_get_library_port (engine));
  desk->operators = g_object_ref (od_engine_get_operator_port (engine));
  desk->tools.deeds = g_object_ref (od_engine_get_deed_port (engine));
  desk->tools.macros = g_object_ref (od_engine_get_macro_port (engine));
  desk->tools.promises = g_object_ref (od_engine_get_promise_port (engine));
  desk->tools.views = g_object_ref (od_engine_get_view_port (engine));
  desk->tools.terms = g_object_ref (od_engine_get_terms_port (engine));
  desk->tools.auto_answers = g_object_ref (od_engine_get_auto_answer_port (engine));
  desk->tools.usage = g_object_ref (od_engine_get_usage_port (engine));
  desk->tools.people = g_object_ref (od_engine_get_people_port (engine));
  desk->tools.people_files = g_object_ref (od_engine_get_people_file_port (engine));
  desk->tools.fields = g_object_ref (od_engine_get_field_port (engine));
  desk->tools.erase = g_object_ref (od_engine_get_erase_port (engine));
  desk->tools.reports = g_object_ref (od_engine_get_report_port (engine));
  desk->tools.alerts = g_object_ref (od_engine_get_alert_port (engine));
  g_set_object (&desk->tools.key_ring, od_engine_get_key_ring_port (engine));
  desk->clock = g_object_ref (house->clock);
  for (guint i = 0; i < od_channels_count (); i++)
    if ((od_channels_get (i)->caps & OD_CHANNEL_FOR_TESTS) == 0)
      g_ptr_array_add (desk->channels, describe_channel (od_channels_get (i)));
  od_desk_follow_operator (desk);
  return desk;
}

/* ---- Building --------------------------------------------------------------- */

static gboolean
raise_cb (OdDoorServer *door, House *house)
{
  g_application_activate (G_APPLICATION (house->application));
  return TRUE;
}

static gboolean
fill_demo (House *house, GError **error)
{
  g_autofree char *source = od_showcase_dir_dup ();

  return od_showcase_fill (house->profile, od_channels_find, source, od_clock_get_real_us (house->clock), error);
}

static gboolean
build_engine (House *house, GError **error)
{
  g_autofree char *web_dir = od_web_dir_dup ();
  g_autofree char *thumbnailer = od_thumbnailer_path_dup ();
  OdEngineOptions options = {
    .profile = house->profile,
    .clock = house->clock,
    .find_channel = od_channels_find,
    .web_dir = web_dir,
    .thumbnailer = thumbnailer,
    .operator_name = g_get_real_name (),
    .flags = OD_ENGINE_RUN_ACCOUNTS | OD_ENGINE_ONLINE,
  };

  if (!od_ctl_take_profile (house->profile, OD_CTL_RIVAL_YIELD, error))
    return FALSE;
  if (house->demo_folder != NULL && !fill_demo (house, error))
    return FALSE;
  house->server = od_server_new (od_profile_dir_get_files_path (house->profile));
  options.server = OD_SERVER_PORT (house->server);
  house->engine = od_engine_new (&options, error);
  if (house->engine == NULL)
    return FALSE;
  od_ctl_desk_from_engine (&house->control, house->engine, house->profile, house->clock, TRUE);
  house->door = od_ctl_open_door (od_profile_dir_get_path (house->profile), &house->control, error);
  if (house->door == NULL)
    return FALSE;
  g_signal_connect (house->door, "raise", G_CALLBACK (raise_cb), house);
  return TRUE;
}

/* Accounts can wait for the first frame; the window can't wait for accounts. */
static gboolean
start_engine_cb (gpointer user_data)
{
  House *house = user_data;

  od_engine_start (house->engine);
  return G_SOURCE_REMOVE;
}

static void
startup_cb (OdApplication *application, House *house)
{
  g_autoptr (OdDesk) desk = NULL;

  if (g_getenv ("OMNIDESK_SECRETS") != NULL)
    g_message ("Secrets are kept in a file: that is for tests only");
  if (!build_engine (house, &house->error))
    return;
  desk = build_desk (house);
  od_application_set_desk (application, desk);
  g_idle_add_full (G_PRIORITY_LOW, start_engine_cb, house, NULL);
}

/* Without an engine there is no desk to show, but whoever clicked the icon must learn why. */
static void
activate_cb (OdApplication *application, House *house)
{
  g_autofree char *reason = NULL;
  GtkWidget *window;
  GtkWidget *page;

  if (house->error == NULL)
    return;
  g_signal_stop_emission_by_name (application, "activate");
  g_printerr ("%s\n", house->error->message);
  page = adw_status_page_new ();
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "dialog-error-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _ ("Omnidesk Can’t Open This Profile"));
  reason = g_markup_escape_text (house->error->message, -1); /* a path in it may have any character */
  adw_status_page_set_description (ADW_STATUS_PAGE (page), reason);
  window = gtk_application_window_new (GTK_APPLICATION (application));
  gtk_window_set_title (GTK_WINDOW (window), _ ("Omnidesk"));
  gtk_window_set_default_size (GTK_WINDOW (window), 480, 360);
  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
}

static gboolean
quit_cb (gpointer user_data)
{
  g_application_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static void
house_clear (House *house)
{
  if (house->door != NULL)
    od_door_server_stop (house->door);
  g_clear_object (&house->application); /* with the desk: the last who asks the engine */
  if (house->engine != NULL)
    od_ctl_stop_engine (house->engine);
  g_clear_object (&house->door);
  g_clear_object (&house->engine);
  if (house->server != NULL)
    od_server_stop (house->server);
  g_clear_object (&house->server);
  g_clear_object (&house->clock);
  g_clear_object (&house->profile);
  if (house->demo_folder != NULL)
    od_showcase_remove (house->demo_folder);
  g_free (house->demo_folder);
  g_clear_error (&house->error);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (House, house_clear)

/* ---- Which profile ---------------------------------------------------------- */

/* Decision 31: the default profile has the well-known name; others have one of their own. */
static void
name_application (OdProfileDir *profile, char **application_id, char **key)
{
  g_autofree char *default_path = od_profile_dir_dup_default_path ();
  g_autoptr (OdProfileDir) default_profile = od_profile_dir_find (default_path, NULL);
  g_autofree char *hash = NULL;

  if (default_profile != NULL &&
      g_str_equal (od_profile_dir_get_path (default_profile), od_profile_dir_get_path (profile)))
    {
      *application_id = g_strdup (OD_APPLICATION_ID);
      *key = g_strdup ("default");
      return;
    }
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, od_profile_dir_get_path (profile), -1);
  hash[KEY_CHARACTERS] = '\0';
  *application_id = g_strconcat (OD_APPLICATION_ID, ".p", hash, NULL);
  *key = g_strconcat ("p", hash, NULL);
}

typedef struct {
  char *path; /* (owned) (nullable) */
  gboolean is_version, is_service, is_demo;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->path);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse_options (int *argc, char ***argv, Options *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, &options->path, N_ ("The profile’s folder"), N_ ("DIR") },
    { "demo", 0, 0, G_OPTION_ARG_NONE, &options->is_demo, N_ ("Show a week of a made-up shop; nothing of it is kept"),
      NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->is_version, N_ ("Print the version and exit"), NULL },
    { "gapplication-service", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &options->is_service, NULL,
      NULL }, /* the bus */
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (options->is_demo && options->path != NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("--demo has a profile of its own: leave --profile out"));
      return FALSE;
    }
  for (int i = 1; i < *argc; i++)
    if (g_ascii_strncasecmp ((*argv)[i], "omnidesk:", strlen ("omnidesk:")) != 0)
      {
        g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                             _ ("Only options and links can be given, no files"));
        return FALSE;
      }
  return TRUE;
}

static int
run (House *house, gboolean is_service, int argc, char *argv[])
{
  g_autofree char *application_id = NULL;
  g_autofree char *key = NULL;
  guint term_id, int_id;
  int status;

  name_application (house->profile, &application_id, &key);
  house->clock = od_clock_new ();
  house->application = od_application_new (application_id, key);
  if (is_service)
    g_application_set_flags (G_APPLICATION (house->application), G_APPLICATION_HANDLES_OPEN | G_APPLICATION_IS_SERVICE);
  g_signal_connect (house->application, "startup", G_CALLBACK (startup_cb), house);
  g_signal_connect (house->application, "activate", G_CALLBACK (activate_cb), house);
  term_id = g_unix_signal_add (SIGTERM, quit_cb, house->application);
  int_id = g_unix_signal_add (SIGINT, quit_cb, house->application);
  status = g_application_run (G_APPLICATION (house->application), argc, argv);
  g_source_remove (term_id);
  g_source_remove (int_id);
  return house->error != NULL ? 1 : status;
}

/* Decides which profile it is; with --demo it is a new one. */
static gboolean
open_profile (House *house, const Options *options, GError **error)
{
  g_autofree char *path = g_strdup (options->path);

  if (options->is_demo)
    {
      house->demo_folder = g_dir_make_tmp ("omnidesk-demo-XXXXXX", error);
      if (house->demo_folder == NULL)
        return FALSE;
      path = g_strdup (house->demo_folder);
    }
  else if (path == NULL)
    path = od_profile_dir_dup_default_path ();
  house->profile = od_profile_dir_open (path, error);
  return house->profile != NULL;
}

int
main (int argc, char *argv[])
{
  g_auto (House) house = { 0 };
  g_autoptr (GError) error = NULL;
  g_auto (Options) options = { 0 };

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, OD_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  od_log_init ();

  if (!parse_options (&argc, &argv, &options, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  if (options.is_version)
    {
      g_print ("omnidesk %s\n", OD_VERSION);
      return 0;
    }
  if (!open_profile (&house, &options, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  return run (&house, options.is_service, argc, argv);
}
