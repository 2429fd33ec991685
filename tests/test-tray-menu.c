/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The menu of the icon, as a desktop that keeps to the protocol sees it. */
#include "od-tray-menu.h"

#define PATH "/Menu"
#define INTERFACE "com.canonical.dbusmenu"

typedef struct {
  GSimpleActionGroup *actions;
  OdTrayMenu *menu;
  GDBusConnection *program, *desktop;
  guint n_opened, n_updated;
  guint subscription;
} Fixture;

static GDBusConnection *
connect_to_bus (void)
{
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = g_dbus_connection_new_for_address_sync (
      address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL,
      NULL, &error);

  g_assert_no_error (error);
  return bus;
}

static void
opened_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ((Fixture *) user_data)->n_opened++;
}

static void
updated_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *signal,
            GVariant *parameters, gpointer user_data)
{
  g_assert_true (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(a(ia{sv})a(ias))")));
  ((Fixture *) user_data)->n_updated++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  const GActionEntry entries[] = {
    { .name = "open", .activate = opened_cb },
    { .name = "presence", .parameter_type = "s", .state = "'online'" },
  };
  g_autoptr (GError) error = NULL;

  f->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (f->actions), entries, G_N_ELEMENTS (entries), f);
  f->menu = od_tray_menu_new (G_ACTION_GROUP (f->actions));
  od_tray_menu_add (f->menu, "_Open", "open", NULL);
  od_tray_menu_add_separator (f->menu);
  od_tray_menu_add (f->menu, "Online", "presence", "online");
  od_tray_menu_add (f->menu, "Away", "presence", "away");
  f->program = connect_to_bus ();
  f->desktop = connect_to_bus ();
  g_assert_true (od_tray_menu_export (f->menu, f->program, PATH, &error));
  f->subscription =
      g_dbus_connection_signal_subscribe (f->desktop, g_dbus_connection_get_unique_name (f->program), INTERFACE,
                                          "ItemsPropertiesUpdated", PATH, NULL, 0, updated_cb, f, NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_assert_finalize_object (g_steal_pointer (&f->menu));
  g_assert_finalize_object (g_steal_pointer (&f->actions));
  g_dbus_connection_signal_unsubscribe (f->desktop, f->subscription);
  g_assert_true (g_dbus_connection_close_sync (f->desktop, NULL, NULL));
  g_assert_true (g_dbus_connection_close_sync (f->program, NULL, NULL));
  g_object_unref (f->desktop);
  g_object_unref (f->program);
}

static void
finished_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* Returns: what the menu answers, which is of exactly that @type, as text; %NULL if it refuses */
static char *
ask (Fixture *f, const char *interface, const char *method, GVariant *parameters, const char *type)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;

  g_dbus_connection_call (f->desktop, g_dbus_connection_get_unique_name (f->program), PATH, interface, method,
                          parameters, G_VARIANT_TYPE (type), 0, -1, NULL, finished_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  reply = g_dbus_connection_call_finish (f->desktop, result, &error);
  if (error != NULL)
    g_assert_error (error, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS);
  return reply != NULL ? g_variant_print (reply, FALSE) : NULL;
}

static void
assert_says (Fixture *f, const char *method, const char *parameters, const char *type, const char *expected)
{
  g_autofree char *text = ask (f, INTERFACE, method, g_variant_new_parsed (parameters), type);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_layout (Fixture *f, gconstpointer data)
{
  assert_says (f, "GetLayout", "(0, -1, @as ['label', 'type'])", "(u(ia{sv}av))",
               "(1, (0, {}, [<(1, {'label': <'_Open'>}, @av [])>, <(2, {'type': <'separator'>}, @av [])>,"
               " <(3, {'label': <'Online'>}, @av [])>, <(4, {'label': <'Away'>}, @av [])>]))");
  assert_says (f, "GetLayout", "(0, 0, @as ['label'])", "(u(ia{sv}av))", "(1, (0, {}, []))");
  assert_says (f, "GetLayout", "(4, -1, @as ['toggle-state'])", "(u(ia{sv}av))", "(1, (4, {'toggle-state': <0>}, []))");
  assert_says (f, "GetLayout", "(5, -1, @as [])", "(u(ia{sv}av))", NULL);
  assert_says (f, "GetLayout", "(-1, -1, @as [])", "(u(ia{sv}av))", NULL);
}

static void
test_properties (Fixture *f, gconstpointer data)
{
  g_autofree char *all =
      ask (f, "org.freedesktop.DBus.Properties", "GetAll", g_variant_new ("(s)", INTERFACE), "(a{sv})");

  g_assert_nonnull (strstr (all, "'Version': <uint32 3>"));
  g_assert_nonnull (strstr (all, "'Status': <'normal'>"));
  assert_says (f, "GetGroupProperties", "([3, 4, 99], ['toggle-state'])", "(a(ia{sv}))",
               "([(3, {'toggle-state': <1>}), (4, {'toggle-state': <0>})],)");
  assert_says (f, "GetGroupProperties", "(@ai [], ['children-display'])", "(a(ia{sv}))",
               "([(0, {'children-display': <'submenu'>}), (1, {}), (2, {}), (3, {}), (4, {})],)");
  assert_says (f, "GetProperty", "(3, 'toggle-type')", "(v)", "(<'radio'>,)");
  assert_says (f, "GetProperty", "(1, 'toggle-type')", "(v)", NULL);
  assert_says (f, "GetProperty", "(99, 'label')", "(v)", NULL);
  assert_says (f, "AboutToShow", "(0,)", "(b)", "(false,)");
  assert_says (f, "AboutToShowGroup", "([0],)", "(aiai)", "([], [])");
}

static void
test_chosen (Fixture *f, gconstpointer data)
{
  assert_says (f, "Event", "(1, 'hovered', <''>, uint32 0)", "()", "()");
  g_assert_cmpuint (f->n_opened, ==, 0);
  assert_says (f, "Event", "(1, 'clicked', <''>, uint32 0)", "()", "()");
  g_assert_cmpuint (f->n_opened, ==, 1);
  assert_says (f, "Event", "(2, 'clicked', <''>, uint32 0)", "()", "()"); /* a line */
  assert_says (f, "Event", "(0, 'clicked', <''>, uint32 0)", "()", "()");
  assert_says (f, "Event", "(99, 'clicked', <''>, uint32 0)", "()", NULL);
  assert_says (f, "EventGroup", "([(1, 'clicked', <''>, uint32 0), (99, 'clicked', <0>, 0)],)", "(ai)", "([99],)");
  g_assert_cmpuint (f->n_opened, ==, 2);
  assert_says (f, "Event", "(4, 'clicked', <0>, uint32 0)", "()", "()");
  while (f->n_updated == 0)
    g_main_context_iteration (NULL, TRUE);
  assert_says (f, "GetGroupProperties", "([3, 4], ['toggle-state'])", "(a(ia{sv}))",
               "([(3, {'toggle-state': <0>}), (4, {'toggle-state': <1>})],)");
}

static void
test_disabled (Fixture *f, gconstpointer data)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (f->actions), "open");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), FALSE);
  while (f->n_updated == 0)
    g_main_context_iteration (NULL, TRUE);
  assert_says (f, "GetProperty", "(1, 'enabled')", "(v)", "(<false>,)");
  assert_says (f, "Event", "(1, 'clicked', <''>, uint32 0)", "()", "()");
  g_assert_cmpuint (f->n_opened, ==, 0);
}

#define ADD(name, func) g_test_add ("/tray-menu/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("layout", test_layout);
  ADD ("properties", test_properties);
  ADD ("chosen", test_chosen);
  ADD ("disabled", test_disabled);
  return g_test_run ();
}
