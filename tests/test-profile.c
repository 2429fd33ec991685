/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "engine-desk.h"
#include "od-customer-pane.h"
#include "od-field-cell.h"

/* The profile over a real store, worked with real keys. */

typedef struct {
  EngineFixture engine;
  OdDesk *desk;
  GtkWidget *window;
  OdCustomerPane *pane;
  gint64 conversation_id, customer_id;
} Fixture;

static gboolean
press (const char *command)
{
  g_auto (GStrv) argv = g_strsplit (command, " ", -1);
  int status;

  return g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL | G_SPAWN_STDOUT_TO_DEV_NULL,
                       NULL, NULL, NULL, NULL, &status, NULL) &&
         g_spawn_check_wait_status (status, NULL);
}

static void
settle (Fixture *f)
{
  engine_fixture_advance_s (&f->engine, 1);
}

static const OdCustomerCard *
get_card (Fixture *f)
{
  return od_customer_pane_get_card (f->pane);
}

static const char *
get_value (Fixture *f, const char *key)
{
  for (guint i = 0; i < get_card (f)->fields->len; i++)
    if (g_str_equal (((OdFieldRow *) get_card (f)->fields->pdata[i])->key, key))
      return ((OdFieldRow *) get_card (f)->fields->pdata[i])->value;
  return "";
}

/* Turns the main loop, with time passing, until the store has it so. */
static void
wait_for_value (Fixture *f, const char *key, const char *value)
{
  while (!g_str_equal (get_value (f, key), value))
    settle (f);
}

/* The @position-th visible widget of @type below @widget. */
static GtkWidget *
find (GtkWidget *widget, GType type, guint *position)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && gtk_widget_get_mapped (widget) && (*position)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type, position);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static OdFieldCell *
get_cell (Fixture *f, const char *key)
{
  OdFieldCell *cell;

  for (guint i = 0; TRUE; i++)
    {
      guint position = i;

      cell = OD_FIELD_CELL (find (f->window, OD_TYPE_FIELD_CELL, &position));
      g_assert_nonnull (cell);
      if (g_str_equal (od_field_cell_get_field (cell)->key, key))
        return cell;
    }
}

static GtkWidget *
find_button (GtkWidget *widget, const char *words)
{
  const char *label = GTK_IS_BUTTON (widget) ? gtk_button_get_label (GTK_BUTTON (widget)) : NULL;

  if (GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
      (g_strcmp0 (label, words) == 0 || g_strcmp0 (gtk_widget_get_tooltip_text (widget), words) == 0))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, words);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gint64
define (Fixture *f, const char *label, OdCustomFieldKind kind, const char *const *options, const char *value)
{
  OdCustomField field = { .key = (char *) "", .label = (char *) label, .kind = kind, .options = (GStrv) options };
  g_autoptr (GAsyncResult) result = NULL, stored = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  od_field_port_save_async (f->desk->tools.fields, &field, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  id = od_field_port_save_finish (f->desk->tools.fields, result, &error);
  g_assert_no_error (error);
  od_field_port_set_value_async (f->desk->tools.fields, f->customer_id, id, value, NULL, engine_fixture_store_result_cb,
                                 &stored);
  wait_until (stored != NULL);
  g_assert_true (od_field_port_set_value_finish (f->desk->tools.fields, stored, &error));
  settle (f);
  return id;
}

static gint64
find_customer (Fixture *f, gint64 conversation_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  od_conversation_port_load_async (f->desk->conversations, &conversation_id, 1, NULL, engine_fixture_store_result_cb,
                                   &result);
  wait_until (result != NULL);
  rows = od_conversation_port_load_finish (f->desk->conversations, result, NULL);
  g_assert_cmpuint (rows->len, ==, 1);
  return ((OdConversationRow *) rows->pdata[0])->customer_id;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  engine_fixture_set_up (&f->engine, "demo");
  f->conversation_id = engine_fixture_receive (&f->engine, "maria", "m1", "Hello");
  f->desk = engine_desk_new (&f->engine);
  f->customer_id = find_customer (f, f->conversation_id);
  f->pane = OD_CUSTOMER_PANE (od_customer_pane_new (f->desk));
  f->window = adw_window_new ();
  adw_window_set_content (ADW_WINDOW (f->window), GTK_WIDGET (f->pane));
  gtk_window_set_default_size (GTK_WINDOW (f->window), 360, 800);
  gtk_window_present (GTK_WINDOW (f->window));
  wait_until (gtk_widget_get_mapped (f->window));
  od_customer_pane_set_customer (f->pane, f->customer_id, f->conversation_id);
  while (get_card (f) == NULL)
    settle (f);
  press ("xdotool mousemove 200 700");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  GtkWidget *window = f->window;

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (GTK_WINDOW (f->window));
  wait_until (window == NULL);
  settle (f);
  g_clear_pointer (&f->desk, od_desk_unref);
  engine_fixture_tear_down (&f->engine, "demo");
}

static gboolean
has_xdotool (void)
{
  if (press ("xdotool version"))
    return TRUE;
  g_test_skip ("xdotool is needed");
  return FALSE;
}

/* Opens the cell by Enter, writes over what is there and ends with @key. */
static void
rewrite (Fixture *f, const char *key, const char *text, const char *last)
{
  OdFieldCell *cell = get_cell (f, key);
  g_autofree char *type = g_strconcat ("xdotool type --delay 30 ", text, NULL);
  g_autofree char *end = g_strconcat ("xdotool key ", last, NULL);

  gtk_widget_grab_focus (GTK_WIDGET (cell));
  g_assert_true (press ("xdotool key Return"));
  wait_until (od_field_cell_get_is_editing (cell));
  settle (f);
  g_assert_true (press ("xdotool key ctrl+a"));
  g_assert_true (press (type));
  settle (f);
  g_assert_true (press (end));
}

static gboolean
is_popup_open (Fixture *f)
{
  guint position = 0;

  return find (f->window, GTK_TYPE_POPOVER, &position) != NULL;
}

static void
test_each_kind_by_keyboard (Fixture *f, gconstpointer data)
{
  const char *sizes[] = { "S", "M", "XL", NULL };
  static const struct {
    const char *key, *typed, *last, *stored;
  } cases[] = {
    { "city", "Tver", "Return", "Tver" },
    { "height", "182.5", "Tab", "182.5" },
    { "birthday", "22.11.1990", "Return", "1990-11-22" },
    { "site", "shop.example", "Return", "https://shop.example" },
    { "limit", "12.5USD", "shift+Tab", "12.50 USD" },
  };

  if (!has_xdotool ())
    return;
  define (f, "City", OD_CUSTOM_FIELD_TEXT, NULL, "Riga");
  define (f, "Height", OD_CUSTOM_FIELD_NUMBER, NULL, "1");
  define (f, "Birthday", OD_CUSTOM_FIELD_DATE, NULL, "2000-01-01");
  define (f, "Limit", OD_CUSTOM_FIELD_CURRENCY, NULL, "1.00 EUR");
  define (f, "Size", OD_CUSTOM_FIELD_LIST, sizes, "S");
  define (f, "Site", OD_CUSTOM_FIELD_LINK, NULL, "https://old.example");
  define (f, "Regular", OD_CUSTOM_FIELD_CHECKBOX, NULL, "1");
  wait_for_value (f, "regular", "1");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      rewrite (f, cases[i].key, cases[i].typed, cases[i].last);
      wait_for_value (f, cases[i].key, cases[i].stored);
      g_assert_false (od_field_cell_get_is_editing (get_cell (f, cases[i].key)));
    }
  od_field_cell_edit (get_cell (f, "regular"));
  g_assert_true (press ("xdotool key space"));
  wait_for_value (f, "regular", "");
  g_assert_nonnull (get_cell (f, "regular")); /* no is an answer */
  gtk_widget_grab_focus (GTK_WIDGET (get_cell (f, "size")));
  g_assert_true (press ("xdotool key Return"));
  wait_until (od_field_cell_get_is_editing (get_cell (f, "size")));
  settle (f);
  g_assert_true (press ("xdotool key space"));
  wait_until (is_popup_open (f));
  settle (f);
  g_assert_true (press ("xdotool key Down"));
  settle (f);
  g_assert_true (press ("xdotool key Return"));
  wait_for_value (f, "size", "M");
}

static gboolean
has_trouble (Fixture *f, const char *key)
{
  guint position = 0;
  GtkWidget *entry = find (GTK_WIDGET (get_cell (f, key)), GTK_TYPE_ENTRY, &position);

  return entry != NULL && gtk_widget_has_css_class (entry, "error");
}

/* What does not fit is said and stays to be mended; Escape takes it back. */
static void
test_what_does_not_fit (Fixture *f, gconstpointer data)
{
  if (!has_xdotool ())
    return;
  define (f, "Height", OD_CUSTOM_FIELD_NUMBER, NULL, "1");
  define (f, "City", OD_CUSTOM_FIELD_TEXT, NULL, "Riga");
  wait_for_value (f, "city", "Riga");
  rewrite (f, "height", "tall", "Return");
  wait_until (has_trouble (f, "height"));
  g_assert_true (press ("xdotool key Tab"));
  settle (f);
  g_assert_true (od_field_cell_get_is_editing (get_cell (f, "height")));
  g_assert_true (press ("xdotool key Escape"));
  wait_until (!od_field_cell_get_is_editing (get_cell (f, "height")));
  settle (f);
  g_assert_cmpstr (get_value (f, "height"), ==, "1");
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (get_cell (f, "height"))));
  rewrite (f, "city", "Moscow", "Escape");
  wait_until (!od_field_cell_get_is_editing (get_cell (f, "city")));
  settle (f);
  g_assert_cmpstr (get_value (f, "city"), ==, "Riga");
}

/* An empty field is folded away until it is asked for. */
static void
test_an_empty_field (Fixture *f, gconstpointer data)
{
  guint position = 0;
  GtkWidget *menu, *name;

  if (!has_xdotool ())
    return;
  define (f, "City", OD_CUSTOM_FIELD_TEXT, NULL, "");
  settle (f);
  g_assert_null (find (f->window, OD_TYPE_FIELD_CELL, &position));
  for (position = 0; TRUE;)
    {
      guint at = position++;

      menu = find (f->window, GTK_TYPE_MENU_BUTTON, &at);
      if (g_strcmp0 (gtk_menu_button_get_label (GTK_MENU_BUTTON (menu)), "Add Field…") == 0)
        break;
    }
  gtk_menu_button_popup (GTK_MENU_BUTTON (menu));
  settle (f);
  position = 0;
  name = find (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (menu))), GTK_TYPE_LABEL, &position);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (name)), ==, "City");
  wait_until (gtk_widget_get_width (name) > 0);
  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (name))));
  g_assert_true (press ("xdotool key Return"));
  wait_until ((position = 0, find (f->window, OD_TYPE_FIELD_CELL, &position)) != NULL);
  wait_until (od_field_cell_get_is_editing (get_cell (f, "city")));
  settle (f);
  g_assert_true (press ("xdotool type --delay 30 Oslo"));
  g_assert_true (press ("xdotool key Return"));
  wait_for_value (f, "city", "Oslo");
}

static gboolean
has_tag (Fixture *f, const char *tag)
{
  return get_card (f)->tags != NULL && g_strv_contains ((const char *const *) get_card (f)->tags, tag);
}

static void
test_tags_by_keyboard (Fixture *f, gconstpointer data)
{
  if (!has_xdotool ())
    return;
  gtk_widget_grab_focus (find_button (f->window, "Add a tag"));
  g_assert_true (press ("xdotool key Return"));
  settle (f);
  g_assert_true (press ("xdotool type --delay 30 vip"));
  g_assert_true (press ("xdotool key Return"));
  while (!has_tag (f, "vip"))
    settle (f);
  gtk_widget_grab_focus (find_button (f->window, "Remove the tag vip"));
  g_assert_true (press ("xdotool key Delete"));
  while (has_tag (f, "vip"))
    settle (f);
}

/* Linked by another window meanwhile: the profile lists it, and takes it apart again. */
static void
test_unlink (Fixture *f, gconstpointer data)
{
  gint64 other_id = find_customer (f, engine_fixture_receive (&f->engine, "m.petrova", "x1", "Hello"));
  OdPersonLink link = { .kept_id = f->customer_id, .joined_id = other_id, .operator_id = 1 };
  g_autoptr (GAsyncResult) result = NULL;
  GtkWidget *button;

  g_assert_cmpint (other_id, !=, f->customer_id);
  od_people_port_link_async (f->desk->tools.people, &link, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  g_assert_cmpint (od_people_port_link_finish (f->desk->tools.people, result, NULL), >, 0);
  while ((button = find_button (f->window, "Unlink")) == NULL)
    settle (f);
  g_assert_cmpuint (get_card (f)->contact_points->len, ==, 2);
  g_signal_emit_by_name (button, "clicked");
  while (find_button (f->window, "Unlink") != NULL)
    settle (f);
  g_assert_cmpuint (get_card (f)->contact_points->len, ==, 1);
}

/* A customer sends a file: one that is here, or one of that the channel only told. */
static void
receive_file (Fixture *f, const char *name, gint64 size_bytes, gboolean is_here)
{
  OdUpdate *update = od_update_new (OD_UPDATE_MESSAGE, "maria");
  OdUpdateAttachment *file = od_update_attachment_new ();

  update->remote_id = g_strdup (name);
  file->name = g_strdup (name);
  file->mime = g_strdup ("application/pdf");
  file->remote_ref = g_strdup (name);
  file->size_bytes = size_bytes;
  od_update_add_attachment (update, file);
  if (is_here)
    {
      g_autoptr (GBytes) bytes = g_bytes_new ("%PDF-1.4 a bill", 15);

      od_demo_files_put (od_demo_control_get_files (f->engine.control), name, bytes);
    }
  od_clock_advance (f->engine.clock, 1000); /* so that it is the newest */
  od_demo_control_receive (f->engine.control, update);
  settle (f);
}

static void
link_cb (GSimpleAction *action, GVariant *parameter, char **link)
{
  g_free (*link);
  *link = g_variant_dup_string (parameter, NULL);
}

static void
told_cb (char **told, const char *words)
{
  g_free (*told);
  *told = g_strdup (words);
}

/* Newest first, a few at first and more when asked; each leads to its message. All by keys. */
static void
test_files (Fixture *f, gconstpointer data)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) action = g_simple_action_new ("open-link", G_VARIANT_TYPE_STRING);
  g_autofree char *link = NULL, *told = NULL;
  GtkWidget *button;

  if (!has_xdotool ())
    return;
  g_signal_connect (action, "activate", G_CALLBACK (link_cb), &link);
  g_signal_connect_swapped (f->pane, "told", G_CALLBACK (told_cb), &told);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  gtk_widget_insert_action_group (f->window, "win", G_ACTION_GROUP (group));
  for (guint i = 1; i <= 7; i++)
    {
      g_autofree char *name = g_strdup_printf (i == 7 ? "setup%u.exe" : "bill%u.pdf", i);

      receive_file (f, name, i == 6 ? 900 * 1024 * 1024 : 15, i != 6);
    }
  while (find_button (f->window, "Save setup7.exe As…") == NULL)
    settle (f);
  g_assert_cmpuint (get_card (f)->n_files, ==, 7);
  g_assert_nonnull (find_button (f->window, "Show the message with bill3.pdf"));
  g_assert_null (find_button (f->window, "Show the message with bill2.pdf"));
  g_assert_null (find_button (f->window, "Save bill6.pdf As…")); /* it is not here */
  g_assert_nonnull (find_button (f->window, "Download 943.7\302\240MB"));
  /* a program is not opened, and that is said */
  gtk_widget_grab_focus (
      gtk_widget_get_ancestor (find_button (f->window, "Save setup7.exe As…"), GTK_TYPE_LIST_BOX_ROW));
  g_assert_true (press ("xdotool key Return"));
  while (told == NULL)
    settle (f);
  g_assert_nonnull (strstr (told, "not opened"));
  /* what is not here cannot be opened: its message is shown */
  g_assert_true (press ("xdotool key Down Return"));
  while (link == NULL)
    settle (f);
  g_clear_pointer (&link, g_free);
  g_assert_true (press ("xdotool key Tab Return"));
  while (link == NULL)
    settle (f);
  g_assert_true (g_str_has_prefix (link, "omnidesk:message/"));
  /* the rest */
  button = find_button (f->window, "Show the message with bill3.pdf");
  gtk_widget_grab_focus (gtk_widget_get_ancestor (button, GTK_TYPE_LIST_BOX_ROW));
  g_assert_true (press ("xdotool key Down Return"));
  while (find_button (f->window, "Show the message with bill1.pdf") == NULL)
    settle (f);
  button = find_button (f->window, "Show the message with bill2.pdf");
  g_assert_true (gtk_widget_has_focus (gtk_widget_get_ancestor (button, GTK_TYPE_LIST_BOX_ROW)));
}

#define ADD(name, func) g_test_add ("/profile/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("each-kind", test_each_kind_by_keyboard);
  ADD ("trouble", test_what_does_not_fit);
  ADD ("empty", test_an_empty_field);
  ADD ("tags", test_tags_by_keyboard);
  ADD ("unlink", test_unlink);
  ADD ("files", test_files);
  return g_test_run ();
}
