/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-shell-search"

#include "od-shell-search.h"

#include "od-limits.h"
#include "od-visitor-name.h"

#define SETTING "shell-search"
#define MATCH_START '\002'
#define MATCH_END '\003'

/**
 * OdShellSearch:
 *
 * People and conversations in the desktop's own search (org.gnome.Shell.SearchProvider2). Names of customers would
 * stand on a screen that others may see, so it says nothing until the operator has switched it on. A result is
 * "person:ID" or "conversation:ID:MESSAGE".
 */
struct _OdShellSearch {
  GObject parent_instance;

  GApplication *application;   /* not owned: it owns this */
  GSettings *taste;            /* (owned) (nullable): without it this is off */
  OdDesk *desk;                /* (owned) (nullable): before there is one, and after */
  GDBusConnection *connection; /* (owned) (nullable) */
  GHashTable *metas;           /* (owned) (element-type utf8 GVariant): of the results given last */
  GCancellable *cancellable;   /* (owned) (nullable): of the question on its way */
  guint registration_id;
};

G_DEFINE_FINAL_TYPE (OdShellSearch, od_shell_search, G_TYPE_OBJECT)

enum { SHOW, LAUNCH, N_SIGNALS };

static guint signals[N_SIGNALS];

static const char interface_xml[] = "<node><interface name='org.gnome.Shell.SearchProvider2'>"
                                    "<method name='GetInitialResultSet'>"
                                    "<arg type='as' name='terms' direction='in'/>"
                                    "<arg type='as' name='results' direction='out'/></method>"
                                    "<method name='GetSubsearchResultSet'>"
                                    "<arg type='as' name='previous_results' direction='in'/>"
                                    "<arg type='as' name='terms' direction='in'/>"
                                    "<arg type='as' name='results' direction='out'/></method>"
                                    "<method name='GetResultMetas'>"
                                    "<arg type='as' name='identifiers' direction='in'/>"
                                    "<arg type='aa{sv}' name='metas' direction='out'/></method>"
                                    "<method name='ActivateResult'>"
                                    "<arg type='s' name='identifier' direction='in'/>"
                                    "<arg type='as' name='terms' direction='in'/>"
                                    "<arg type='u' name='timestamp' direction='in'/></method>"
                                    "<method name='LaunchSearch'>"
                                    "<arg type='as' name='terms' direction='in'/>"
                                    "<arg type='u' name='timestamp' direction='in'/></method>"
                                    "</interface></node>";

/* ---- Questions --------------------------------------------------------------------- */

typedef struct {
  OdShellSearch *search;             /* (owned) */
  GApplication *application;         /* (owned): held */
  GDBusMethodInvocation *invocation; /* (owned) */
} Question;

static void
answer (Question *question, GPtrArray *ids)
{
  g_ptr_array_add (ids, NULL);
  g_dbus_method_invocation_return_value (g_steal_pointer (&question->invocation),
                                         g_variant_new ("(^as)", (char **) ids->pdata));
  g_application_release (question->application);
  g_object_unref (question->application);
  g_object_unref (question->search);
  g_free (question);
}

static char *
dup_plain (const char *snippet)
{
  GString *plain = g_string_new (NULL);

  for (const char *p = snippet; *p != '\0'; p++)
    if (*p != MATCH_START && *p != MATCH_END)
      g_string_append_c (plain, *p);
  return g_string_free (plain, FALSE);
}

static void
remember (OdShellSearch *self, const char *id, const char *name, const char *description)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "id", g_variant_new_string (id));
  g_variant_builder_add (&builder, "{sv}", "name", g_variant_new_string (name));
  g_variant_builder_add (&builder, "{sv}", "description", g_variant_new_string (description));
  g_variant_builder_add (&builder, "{sv}", "gicon", g_variant_new_string ("avatar-default-symbolic"));
  g_hash_table_insert (self->metas, g_strdup (id), g_variant_ref_sink (g_variant_builder_end (&builder)));
}

static char *
make_id (const OdSearchHit *hit)
{
  if (hit->what == OD_SEARCH_WHAT_PERSON)
    return g_strdup_printf ("person:%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT, hit->customer_id, hit->conversation_id);
  return g_strdup_printf ("conversation:%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT, hit->conversation_id, hit->message_id);
}

/* Each person and each conversation once. */
static gboolean
is_known (GHashTable *seen, const OdSearchHit *hit)
{
  return !g_hash_table_add (seen, hit->what == OD_SEARCH_WHAT_PERSON
                                      ? g_strdup_printf ("p%" G_GINT64_FORMAT, hit->customer_id)
                                      : g_strdup_printf ("c%" G_GINT64_FORMAT, hit->conversation_id));
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question *question = user_data;
  OdShellSearch *self = question->search;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = od_search_port_search_finish (OD_SEARCH_PORT (source), result, &error);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (hits != NULL)
    g_hash_table_remove_all (self->metas);
  for (guint i = 0; hits != NULL && i < hits->len && ids->len < OD_LIMIT_SHELL_RESULTS; i++)
    {
      const OdSearchHit *hit = hits->pdata[i];
      g_autofree char *id = NULL, *name = NULL, *snippet = NULL;

      if (hit->conversation_id == 0 || is_known (seen, hit))
        continue;
      id = make_id (hit);
      name = od_visitor_name (hit->name, hit->address);
      snippet = dup_plain (hit->snippet);
      remember (self, id, name, g_str_equal (snippet, name) ? hit->address : snippet);
      g_ptr_array_add (ids, g_steal_pointer (&id));
    }
  answer (question, ids);
}

static gboolean
is_on (OdShellSearch *self)
{
  return self->desk != NULL && self->taste != NULL && g_settings_get_boolean (self->taste, SETTING);
}

/* Words only, no query: what is typed there is meant for every program. */
static char *
make_query (const char *const *terms)
{
  g_autofree char *joined = g_strjoinv (" ", (GStrv) terms);
  g_autofree char *cut = g_utf8_substring (joined, 0, MIN (g_utf8_strlen (joined, -1), OD_LIMIT_SHELL_TERMS_CHARS));

  g_strdelimit (cut, "\"():-|", ' ');
  return g_strstrip (g_steal_pointer (&cut));
}

static void
ask (OdShellSearch *self, const char *const *terms, GDBusMethodInvocation *invocation)
{
  g_autofree char *text = make_query (terms);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  Question *question = g_new (Question, 1);

  *question = (Question){ g_object_ref (self), g_object_ref (self->application), invocation };
  g_application_hold (self->application);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (!is_on (self) || *text == '\0')
    {
      g_autoptr (GPtrArray) none = g_ptr_array_new ();

      answer (question, none);
      return;
    }
  self->cancellable = g_cancellable_new ();
  od_search_port_search_async (self->desk->search,
                               &(OdSearchQuestion){ .text = text,
                                                    .limit = 4 * OD_LIMIT_SHELL_RESULTS,
                                                    .operator_id = self->desk->operator_id,
                                                    .now_us = od_clock_get_real_us (self->desk->clock),
                                                    .zone = zone },
                               self->cancellable, found_cb, question);
}

/* ---- The interface ------------------------------------------------------------------- */

static void
return_metas (OdShellSearch *self, const char *const *ids, GDBusMethodInvocation *invocation)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (; is_on (self) && *ids != NULL; ids++)
    {
      GVariant *meta = g_hash_table_lookup (self->metas, *ids);

      if (meta != NULL)
        g_variant_builder_add_value (&builder, meta);
    }
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(aa{sv})", &builder));
}

/* What is not of the form that was given leads nowhere. */
static void
activate (OdShellSearch *self, const char *id)
{
  g_auto (GStrv) parts = g_strsplit (id, ":", 3);
  gint64 first, second;

  if (!is_on (self) || g_strv_length (parts) != 3 ||
      !g_ascii_string_to_signed (parts[1], 10, 1, G_MAXINT64, &first, NULL) ||
      !g_ascii_string_to_signed (parts[2], 10, 0, G_MAXINT64, &second, NULL))
    return;
  if (g_str_equal (parts[0], "person"))
    g_signal_emit (self, signals[SHOW], 0, second, (gint64) 0);
  else if (g_str_equal (parts[0], "conversation"))
    g_signal_emit (self, signals[SHOW], 0, first, second);
}

static void
call_cb (GDBusConnection *connection, const char *sender, const char *path, const char *interface, const char *method,
         GVariant *parameters, GDBusMethodInvocation *invocation, gpointer user_data)
{
  OdShellSearch *self = user_data;
  g_autofree const char **strings = NULL;
  const char *id;

  if (g_str_equal (method, "GetInitialResultSet"))
    {
      g_variant_get (parameters, "(^a&s)", &strings);
      ask (self, strings, invocation);
    }
  else if (g_str_equal (method, "GetSubsearchResultSet"))
    {
      g_variant_get (parameters, "(as^a&s)", NULL, &strings);
      ask (self, strings, invocation);
    }
  else if (g_str_equal (method, "GetResultMetas"))
    {
      g_variant_get (parameters, "(^a&s)", &strings);
      return_metas (self, strings, invocation);
    }
  else if (g_str_equal (method, "ActivateResult"))
    {
      g_variant_get (parameters, "(&sasu)", &id, NULL, NULL);
      activate (self, id);
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
  else
    {
      g_autofree char *text = NULL;

      g_variant_get (parameters, "(^a&su)", &strings, NULL);
      text = make_query (strings);
      g_signal_emit (self, signals[LAUNCH], 0, text);
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
}

/* ---- The object ------------------------------------------------------------------------ */

static void
od_shell_search_finalize (GObject *object)
{
  OdShellSearch *self = OD_SHELL_SEARCH (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->taste);
  g_clear_pointer (&self->desk, od_desk_unref);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->metas, g_hash_table_unref);
  G_OBJECT_CLASS (od_shell_search_parent_class)->finalize (object);
}

static void
od_shell_search_class_init (OdShellSearchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_shell_search_finalize;

  /**
   * OdShellSearch::show:
   * @conversation_id: to be opened
   * @message_id: at this message; 0: where one stopped reading
   */
  signals[SHOW] = g_signal_new ("show", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                2, G_TYPE_INT64, G_TYPE_INT64);
  /**
   * OdShellSearch::launch:
   * @text: to be searched for in the window
   */
  signals[LAUNCH] = g_signal_new ("launch", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
od_shell_search_init (OdShellSearch *self)
{
  self->metas = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_variant_unref);
}

/**
 * od_shell_search_new:
 * @application: held while a question is answered; owns this
 * @taste: (nullable): whether it is switched on
 */
OdShellSearch *
od_shell_search_new (GApplication *application, GSettings *taste)
{
  OdShellSearch *self = g_object_new (OD_TYPE_SHELL_SEARCH, NULL);

  self->application = application;
  g_set_object (&self->taste, taste);
  return self;
}

/**
 * od_shell_search_register:
 * @path: where the desktop asks
 */
gboolean
od_shell_search_register (OdShellSearch *self, GDBusConnection *connection, const char *path, GError **error)
{
  static const GDBusInterfaceVTable vtable = { .method_call = call_cb };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interface_xml, NULL);

  g_return_val_if_fail (OD_IS_SHELL_SEARCH (self) && node != NULL, FALSE);

  self->registration_id =
      g_dbus_connection_register_object (connection, path, node->interfaces[0], &vtable, self, NULL, error);
  g_set_object (&self->connection, connection);
  return self->registration_id != 0;
}

void
od_shell_search_unregister (OdShellSearch *self)
{
  g_return_if_fail (OD_IS_SHELL_SEARCH (self));

  if (self->registration_id != 0)
    g_dbus_connection_unregister_object (self->connection, self->registration_id);
  self->registration_id = 0;
}

/**
 * od_shell_search_set_desk:
 * @desk: (nullable): whose people; %NULL: nothing is found any more
 */
void
od_shell_search_set_desk (OdShellSearch *self, OdDesk *desk)
{
  g_return_if_fail (OD_IS_SHELL_SEARCH (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->desk, od_desk_unref);
  self->desk = desk != NULL ? od_desk_ref (desk) : NULL;
  g_hash_table_remove_all (self->metas);
}
