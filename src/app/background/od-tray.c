/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-tray"

#include "od-tray.h"

/* https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/ */
#define WATCHER_NAME "org.kde.StatusNotifierWatcher"
#define WATCHER_PATH "/StatusNotifierWatcher"
#define ITEM_INTERFACE "org.kde.StatusNotifierItem"
#define ITEM_PATH "/StatusNotifierItem"
#define MENU_PATH ITEM_PATH "/Menu"

static const char interface_xml[] =
    "<node><interface name='" ITEM_INTERFACE "'>"
    "<method name='Activate'><arg type='i' direction='in'/><arg type='i' direction='in'/></method>"
    "<method name='SecondaryActivate'><arg type='i' direction='in'/><arg type='i' direction='in'/></method>"
    "<method name='ContextMenu'><arg type='i' direction='in'/><arg type='i' direction='in'/></method>"
    "<method name='Scroll'><arg type='i' direction='in'/><arg type='s' direction='in'/></method>"
    "<property name='Category' type='s' access='read'/><property name='Id' type='s' access='read'/>"
    "<property name='Title' type='s' access='read'/><property name='Status' type='s' access='read'/>"
    "<property name='WindowId' type='i' access='read'/><property name='IconName' type='s' access='read'/>"
    "<property name='AttentionIconName' type='s' access='read'/><property name='ItemIsMenu' type='b' access='read'/>"
    "<property name='Menu' type='o' access='read'/>"
    "<property name='ToolTip' type='(sa(iiay)ss)' access='read'/>"
    "<signal name='NewToolTip'/><signal name='NewStatus'><arg type='s'/></signal>"
    "</interface></node>";

/**
 * OdTray:
 *
 * An icon where the desktop has a place for one: it raises the desk, its tooltip says what waits, and it has a menu. It
 * comes and goes with the place; never the only way back. Main thread.
 */
struct _OdTray {
  GObject parent_instance;

  char *application_id; /* (owned) */
  char *title;          /* (owned) */
  char *words;          /* (owned) */
  OdTrayMenu *menu;     /* (owned) */
  GDBusConnection *bus; /* (owned) (nullable): while there is a place for the icon */
  guint watch_id;
  guint object_id;
  gboolean is_late;
};

G_DEFINE_FINAL_TYPE (OdTray, od_tray, G_TYPE_OBJECT)

static guint activated_signal;

static void
leave (OdTray *self)
{
  if (self->object_id != 0)
    g_dbus_connection_unregister_object (self->bus, self->object_id);
  self->object_id = 0;
  od_tray_menu_unexport (self->menu);
  g_clear_object (&self->bus);
}

static void
od_tray_dispose (GObject *object)
{
  OdTray *self = OD_TRAY (object);

  if (self->watch_id != 0)
    g_bus_unwatch_name (self->watch_id);
  self->watch_id = 0;
  if (self->menu != NULL)
    leave (self);
  g_clear_object (&self->menu);
  G_OBJECT_CLASS (od_tray_parent_class)->dispose (object);
}

static void
od_tray_finalize (GObject *object)
{
  OdTray *self = OD_TRAY (object);

  g_clear_pointer (&self->application_id, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->words, g_free);
  G_OBJECT_CLASS (od_tray_parent_class)->finalize (object);
}

static void
od_tray_class_init (OdTrayClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_tray_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_tray_finalize;

  /**
   * OdTray::activated:
   *
   * The icon was clicked.
   */
  activated_signal =
      g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_tray_init (OdTray *self)
{
  self->words = g_strdup ("");
}

/* ---- What the place asks ---- */

static const char *
get_status (OdTray *self)
{
  return self->is_late ? "NeedsAttention" : "Active";
}

static void
method_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *method,
           GVariant *parameters, GDBusMethodInvocation *invocation, gpointer user_data)
{
  g_dbus_method_invocation_return_value (invocation, NULL);
  if (!g_str_equal (method, "Scroll"))
    g_signal_emit (user_data, activated_signal, 0);
}

static GVariant *
property_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *name,
             GError **error, gpointer user_data)
{
  OdTray *self = user_data;

  if (g_str_equal (name, "Category"))
    return g_variant_new_string ("Communications");
  if (g_str_equal (name, "Title"))
    return g_variant_new_string (self->title);
  if (g_str_equal (name, "Status"))
    return g_variant_new_string (get_status (self));
  if (g_str_equal (name, "WindowId"))
    return g_variant_new_int32 (0);
  if (g_str_equal (name, "ItemIsMenu"))
    return g_variant_new_boolean (FALSE);
  if (g_str_equal (name, "Menu"))
    return g_variant_new_object_path (MENU_PATH);
  if (g_str_equal (name, "ToolTip"))
    return g_variant_new ("(s@a(iiay)ss)", "", g_variant_new_array (G_VARIANT_TYPE ("(iiay)"), NULL, 0), self->title,
                          self->words);
  return g_variant_new_string (self->application_id); /* Id and both icons */
}

static void
appeared_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer user_data)
{
  static const GDBusInterfaceVTable vtable = { .method_call = method_cb, .get_property = property_cb };
  OdTray *self = user_data;
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (interface_xml, NULL);
  g_autoptr (GError) error = NULL;

  leave (self);
  self->bus = g_object_ref (bus);
  self->object_id =
      g_dbus_connection_register_object (bus, ITEM_PATH, info->interfaces[0], &vtable, self, NULL, &error);
  if (self->object_id == 0 || !od_tray_menu_export (self->menu, bus, MENU_PATH, &error))
    {
      g_warning ("There will be no icon in the tray: %s", error->message);
      return;
    }
  g_dbus_connection_call (bus, WATCHER_NAME, WATCHER_PATH, WATCHER_NAME, "RegisterStatusNotifierItem",
                          g_variant_new ("(s)", g_dbus_connection_get_unique_name (bus)), NULL, G_DBUS_CALL_FLAGS_NONE,
                          -1, NULL, NULL, NULL);
}

static void
vanished_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  leave (user_data);
}

/**
 * od_tray_new:
 * @application_id: also the icon's name
 * @title: of the program, for people
 * @menu: filled
 *
 * Returns: (transfer full): an icon, as soon and for as long as there is a place for it
 */
OdTray *
od_tray_new (const char *application_id, const char *title, OdTrayMenu *menu)
{
  OdTray *self = g_object_new (OD_TYPE_TRAY, NULL);

  self->application_id = g_strdup (application_id);
  self->title = g_strdup (title);
  self->menu = g_object_ref (menu);
  self->watch_id = g_bus_watch_name (G_BUS_TYPE_SESSION, WATCHER_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE, appeared_cb,
                                     vanished_cb, self, NULL);
  return self;
}

static void
emit_item_signal (OdTray *self, const char *name, GVariant *parameters)
{
  g_dbus_connection_emit_signal (self->bus, NULL, ITEM_PATH, ITEM_INTERFACE, name, parameters, NULL);
}

/**
 * od_tray_set_status:
 * @words: what waits, for people, translated; no markup
 * @is_late: whether a promise is broken: the icon asks for attention
 */
void
od_tray_set_status (OdTray *self, const char *words, gboolean is_late)
{
  gboolean was_late;

  g_return_if_fail (OD_IS_TRAY (self));

  was_late = self->is_late;
  self->is_late = is_late;
  g_free (self->words);
  self->words = g_markup_escape_text (words, -1); /* the tooltip's text may have markup */
  if (self->object_id == 0)
    return;
  emit_item_signal (self, "NewToolTip", NULL);
  if (was_late != is_late)
    emit_item_signal (self, "NewStatus", g_variant_new ("(s)", get_status (self)));
}
