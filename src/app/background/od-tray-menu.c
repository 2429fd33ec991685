/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-tray-menu"

#include "od-tray-menu.h"

#define INTERFACE "com.canonical.dbusmenu"
#define ROOT 0 /* items have the numbers behind it */
#define MAX_EVENTS 64

static const char interface_xml[] =
    "<node><interface name='" INTERFACE "'>"
    "<property name='Version' type='u' access='read'/><property name='TextDirection' type='s' access='read'/>"
    "<property name='Status' type='s' access='read'/><property name='IconThemePath' type='as' access='read'/>"
    "<method name='GetLayout'><arg type='i' direction='in'/><arg type='i' direction='in'/>"
    "<arg type='as' direction='in'/><arg type='u' direction='out'/><arg type='(ia{sv}av)' direction='out'/></method>"
    "<method name='GetGroupProperties'><arg type='ai' direction='in'/><arg type='as' direction='in'/>"
    "<arg type='a(ia{sv})' direction='out'/></method>"
    "<method name='GetProperty'><arg type='i' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='v' direction='out'/></method>"
    "<method name='Event'><arg type='i' direction='in'/><arg type='s' direction='in'/><arg type='v' direction='in'/>"
    "<arg type='u' direction='in'/></method>"
    "<method name='EventGroup'><arg type='a(isvu)' direction='in'/><arg type='ai' direction='out'/></method>"
    "<method name='AboutToShow'><arg type='i' direction='in'/><arg type='b' direction='out'/></method>"
    "<method name='AboutToShowGroup'><arg type='ai' direction='in'/><arg type='ai' direction='out'/>"
    "<arg type='ai' direction='out'/></method>"
    "<signal name='ItemsPropertiesUpdated'><arg type='a(ia{sv})'/><arg type='a(ias)'/></signal>"
    "<signal name='LayoutUpdated'><arg type='u'/><arg type='i'/></signal>"
    "<signal name='ItemActivationRequested'><arg type='i'/><arg type='u'/></signal>"
    "</interface></node>";

typedef struct {
  char *label;  /* (owned) (nullable): NULL: a line between others */
  char *action; /* (owned) (nullable) */
  char *target; /* (owned) (nullable): one of the states of the action */
} Item;

/**
 * OdTrayMenu:
 *
 * A menu of one level, for a desktop that shows it beside an icon and asks for it over the bus. It is made once; which
 * of its items may be chosen, and which is, follows the actions. Main thread.
 */
struct _OdTrayMenu {
  GObject parent_instance;

  GActionGroup *actions; /* (unowned): outlives this */
  GPtrArray *items;      /* (owned) (element-type Item) */
  GDBusConnection *bus;  /* (owned) (nullable): while it is exported */
  char *path;            /* (owned) (nullable): while it is exported */
  guint object_id;
};

G_DEFINE_FINAL_TYPE (OdTrayMenu, od_tray_menu, G_TYPE_OBJECT)

static void
item_free (gpointer data)
{
  Item *item = data;

  g_free (item->label);
  g_free (item->action);
  g_free (item->target);
  g_free (item);
}

/* ---- What an item is like ---- */

/* What is as usual is left out. */
static void
fill_values (OdTrayMenu *self, const Item *item, GVariantDict *values)
{
  g_autoptr (GVariant) state = NULL;

  if (item->label == NULL)
    {
      g_variant_dict_insert (values, "type", "s", "separator");
      return;
    }
  g_variant_dict_insert (values, "label", "s", item->label);
  if (!g_action_group_get_action_enabled (self->actions, item->action))
    g_variant_dict_insert (values, "enabled", "b", FALSE);
  if (item->target == NULL)
    return;
  state = g_action_group_get_action_state (self->actions, item->action);
  g_variant_dict_insert (values, "toggle-type", "s", "radio");
  g_variant_dict_insert (values, "toggle-state", "i",
                         state != NULL && g_str_equal (g_variant_get_string (state, NULL), item->target) ? 1 : 0);
}

/* @names: (nullable): those that are wanted; none: all.  Returns: (transfer floating) */
static GVariant *
make_values (OdTrayMenu *self, gint32 id, const char *const *names)
{
  g_auto (GVariantDict) values = G_VARIANT_DICT_INIT (NULL);
  g_auto (GVariantDict) wanted = G_VARIANT_DICT_INIT (NULL);

  if (id == ROOT)
    g_variant_dict_insert (&values, "children-display", "s", "submenu");
  else
    fill_values (self, self->items->pdata[id - 1], &values);
  if (names == NULL || *names == NULL)
    return g_variant_dict_end (&values);
  for (; *names != NULL; names++)
    {
      GVariant *value = g_variant_dict_lookup_value (&values, *names, NULL);

      if (value != NULL)
        g_variant_dict_insert_value (&wanted, *names, value);
      g_clear_pointer (&value, g_variant_unref);
    }
  return g_variant_dict_end (&wanted);
}

static gboolean
is_known (OdTrayMenu *self, gint32 id)
{
  return id >= ROOT && id <= (gint32) self->items->len;
}

static GVariant *
make_layout (OdTrayMenu *self, gint32 id, gint32 depth, const char *const *names)
{
  GVariantBuilder children;

  g_variant_builder_init (&children, G_VARIANT_TYPE ("av"));
  if (id == ROOT && depth != 0)
    for (gint32 i = 1; i <= (gint32) self->items->len; i++)
      g_variant_builder_add (&children, "v", make_layout (self, i, 0, names));
  return g_variant_new ("(i@a{sv}av)", id, make_values (self, id, names), &children);
}

static GVariant *
make_group (OdTrayMenu *self, GVariantIter *ids, const char *const *names)
{
  GVariantBuilder group;
  gint32 id;

  g_variant_builder_init (&group, G_VARIANT_TYPE ("a(ia{sv})"));
  if (g_variant_iter_n_children (ids) == 0)
    for (id = ROOT; id <= (gint32) self->items->len; id++)
      g_variant_builder_add (&group, "(i@a{sv})", id, make_values (self, id, names));
  else
    while (g_variant_iter_next (ids, "i", &id))
      if (is_known (self, id))
        g_variant_builder_add (&group, "(i@a{sv})", id, make_values (self, id, names));
  return g_variant_builder_end (&group);
}

/* ---- What is asked ---- */

static void
choose (OdTrayMenu *self, gint32 id)
{
  const Item *item = id > ROOT ? self->items->pdata[id - 1] : NULL;

  if (item == NULL || item->action == NULL)
    return;
  if (item->target != NULL)
    g_action_group_change_action_state (self->actions, item->action, g_variant_new_string (item->target));
  else
    g_action_group_activate_action (self->actions, item->action, NULL);
}

static void
return_unknown (GDBusMethodInvocation *invocation)
{
  g_dbus_method_invocation_return_error_literal (invocation, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS, "No such item");
}

static void
get_layout (OdTrayMenu *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autofree const char **names = NULL;
  gint32 id, depth;

  g_variant_get (parameters, "(ii^a&s)", &id, &depth, &names);
  if (is_known (self, id))
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(u@(ia{sv}av))", 1, make_layout (self, id, depth, names)));
  else
    return_unknown (invocation);
}

static void
get_group_properties (OdTrayMenu *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autofree const char **names = NULL;
  g_autoptr (GVariantIter) ids = NULL;

  g_variant_get (parameters, "(ai^a&s)", &ids, &names);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(@a(ia{sv}))", make_group (self, ids, names)));
}

static void
get_property (OdTrayMenu *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autoptr (GVariant) values = NULL, value = NULL;
  const char *name;
  gint32 id;

  g_variant_get (parameters, "(i&s)", &id, &name);
  if (is_known (self, id))
    values = g_variant_ref_sink (make_values (self, id, NULL));
  if (values != NULL)
    value = g_variant_lookup_value (values, name, NULL);
  if (value != NULL)
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(v)", value));
  else
    return_unknown (invocation);
}

static void
event (OdTrayMenu *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  const char *what;
  gint32 id;

  g_variant_get (parameters, "(i&svu)", &id, &what, NULL, NULL);
  if (!is_known (self, id))
    {
      return_unknown (invocation);
      return;
    }
  g_dbus_method_invocation_return_value (invocation, NULL);
  if (g_str_equal (what, "clicked"))
    choose (self, id);
}

static void
event_group (OdTrayMenu *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autoptr (GVariantIter) events = NULL;
  GVariantBuilder unknown;
  gint32 clicked[MAX_EVENTS];
  guint n_clicked = 0;
  const char *what;
  gint32 id;

  g_variant_builder_init (&unknown, G_VARIANT_TYPE ("ai"));
  g_variant_get (parameters, "(a(isvu))", &events);
  while (g_variant_iter_next (events, "(i&svu)", &id, &what, NULL, NULL))
    if (!is_known (self, id))
      g_variant_builder_add (&unknown, "i", id);
    else if (g_str_equal (what, "clicked") && n_clicked < MAX_EVENTS)
      clicked[n_clicked++] = id;
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(ai)", &unknown));
  for (guint i = 0; i < n_clicked; i++)
    choose (self, clicked[i]);
}

static void
method_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *method,
           GVariant *parameters, GDBusMethodInvocation *invocation, gpointer user_data)
{
  g_autoptr (OdTrayMenu) self = g_object_ref (user_data); /* what is chosen may be the end */

  if (g_str_equal (method, "GetLayout"))
    get_layout (self, parameters, invocation);
  else if (g_str_equal (method, "GetGroupProperties"))
    get_group_properties (self, parameters, invocation);
  else if (g_str_equal (method, "GetProperty"))
    get_property (self, parameters, invocation);
  else if (g_str_equal (method, "Event"))
    event (self, parameters, invocation);
  else if (g_str_equal (method, "EventGroup"))
    event_group (self, parameters, invocation);
  else if (g_str_equal (method, "AboutToShow"))
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(b)", FALSE)); /* nothing is other than told */
  else
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(aiai)", NULL, NULL));
}

static GVariant *
property_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *name,
             GError **error, gpointer user_data)
{
  if (g_str_equal (name, "Version"))
    return g_variant_new_uint32 (3);
  if (g_str_equal (name, "IconThemePath"))
    return g_variant_new_strv (NULL, 0);
  return g_variant_new_string (g_str_equal (name, "Status") ? "normal" : "ltr"); /* labels know their own direction */
}

static void
action_cb (OdTrayMenu *self, const char *action)
{
  GVariantBuilder updated;
  guint n = 0;

  if (self->object_id == 0)
    return;
  g_variant_builder_init (&updated, G_VARIANT_TYPE ("a(ia{sv})"));
  for (guint i = 0; i < self->items->len; i++)
    if (g_strcmp0 (((Item *) self->items->pdata[i])->action, action) == 0)
      {
        g_variant_builder_add (&updated, "(i@a{sv})", (gint32) i + 1, make_values (self, (gint32) i + 1, NULL));
        n++;
      }
  if (n > 0)
    g_dbus_connection_emit_signal (self->bus, NULL, self->path, INTERFACE, "ItemsPropertiesUpdated",
                                   g_variant_new ("(a(ia{sv})a(ias))", &updated, NULL), NULL);
  else
    g_variant_builder_clear (&updated);
}

/* ---- Life ---- */

static void
od_tray_menu_dispose (GObject *object)
{
  OdTrayMenu *self = OD_TRAY_MENU (object);

  od_tray_menu_unexport (self);
  G_OBJECT_CLASS (od_tray_menu_parent_class)->dispose (object);
}

static void
od_tray_menu_finalize (GObject *object)
{
  g_ptr_array_unref (OD_TRAY_MENU (object)->items);
  G_OBJECT_CLASS (od_tray_menu_parent_class)->finalize (object);
}

static void
od_tray_menu_class_init (OdTrayMenuClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_tray_menu_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_tray_menu_finalize;
}

static void
od_tray_menu_init (OdTrayMenu *self)
{
  self->items = g_ptr_array_new_with_free_func (item_free);
}

/**
 * od_tray_menu_new:
 * @actions: what the items do; outlives the menu
 *
 * Returns: (transfer full): an empty menu
 */
OdTrayMenu *
od_tray_menu_new (GActionGroup *actions)
{
  OdTrayMenu *self = g_object_new (OD_TYPE_TRAY_MENU, NULL);

  self->actions = actions;
  g_signal_connect_object (actions, "action-state-changed", G_CALLBACK (action_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (actions, "action-enabled-changed", G_CALLBACK (action_cb), self, G_CONNECT_SWAPPED);
  return self;
}

static void
add (OdTrayMenu *self, const char *label, const char *action, const char *target)
{
  Item *item = g_new0 (Item, 1);

  item->label = g_strdup (label);
  item->action = g_strdup (action);
  item->target = g_strdup (target);
  g_ptr_array_add (self->items, item);
}

/**
 * od_tray_menu_add:
 * @label: for people; an underscore marks the letter of its key
 * @action: of the group
 * @target: (nullable): the state that is chosen by it; %NULL: the action is activated
 *
 * To be called before it is exported.
 */
void
od_tray_menu_add (OdTrayMenu *self, const char *label, const char *action, const char *target)
{
  g_return_if_fail (OD_IS_TRAY_MENU (self) && self->object_id == 0 && label != NULL && action != NULL);

  add (self, label, action, target);
}

void
od_tray_menu_add_separator (OdTrayMenu *self)
{
  g_return_if_fail (OD_IS_TRAY_MENU (self) && self->object_id == 0);

  add (self, NULL, NULL, NULL);
}

/**
 * od_tray_menu_export:
 *
 * Returns: %FALSE if something else is at that path
 */
gboolean
od_tray_menu_export (OdTrayMenu *self, GDBusConnection *bus, const char *path, GError **error)
{
  static const GDBusInterfaceVTable vtable = { .method_call = method_cb, .get_property = property_cb };
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (interface_xml, NULL);

  g_return_val_if_fail (OD_IS_TRAY_MENU (self) && self->object_id == 0, FALSE);

  self->object_id = g_dbus_connection_register_object (bus, path, info->interfaces[0], &vtable, self, NULL, error);
  if (self->object_id == 0)
    return FALSE;
  self->bus = g_object_ref (bus);
  self->path = g_strdup (path);
  return TRUE;
}

void
od_tray_menu_unexport (OdTrayMenu *self)
{
  g_return_if_fail (OD_IS_TRAY_MENU (self));

  if (self->object_id != 0)
    g_dbus_connection_unregister_object (self->bus, self->object_id);
  self->object_id = 0;
  g_clear_object (&self->bus);
  g_clear_pointer (&self->path, g_free);
}
