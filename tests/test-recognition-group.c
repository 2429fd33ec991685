/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "engine-desk.h"
#include "od-recognition-group.h"

/* How things in messages are recognised, as the preferences show it, over a real store. */

typedef struct {
  EngineFixture engine;
  OdDesk *desk;
  gint64 customer_id;
} Fixture;

static void
settle (Fixture *f)
{
  engine_fixture_advance_s (&f->engine, 1);
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
  f->desk = engine_desk_new (&f->engine);
  f->customer_id = find_customer (f, engine_fixture_receive (&f->engine, "maria", "m1", "Hello"));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  settle (f);
  g_clear_pointer (&f->desk, od_desk_unref);
  engine_fixture_tear_down (&f->engine, "demo");
}

static GtkWidget *
find (GtkWidget *widget, GType type, guint *position)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && (*position)-- == 0)
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

static guint
count_findings (Fixture *f)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  od_field_port_load_findings_async (f->desk->tools.fields, f->customer_id, NULL, engine_fixture_store_result_cb,
                                     &result);
  while (result == NULL)
    settle (f);
  rows = od_field_port_load_findings_finish (f->desk->tools.fields, result, NULL);
  return rows->len;
}

static GtkEditable *
get_entry (GtkWidget *group, guint position)
{
  GtkWidget *entry = find (group, ADW_TYPE_ENTRY_ROW, &position);

  return entry != NULL ? GTK_EDITABLE (entry) : NULL;
}

static gboolean
is_known (GAsyncResult **result, OdFieldPort *port, const char *pattern)
{
  g_autoptr (OdRecognition) how = *result != NULL ? od_field_port_load_recognition_finish (port, *result, NULL) : NULL;

  if (*result == NULL)
    return FALSE;
  g_clear_object (result);
  return g_strcmp0 (how->order_pattern, pattern) == 0;
}

typedef struct {
  GtkWidget *window, *group, *found;
  GtkEditable *order, *tracking, *sample;
} Page;

static void
show_page (Fixture *f, Page *page)
{
  guint first = 0;

  page->window = adw_window_new ();
  page->group = od_recognition_group_new (f->desk);
  adw_window_set_content (ADW_WINDOW (page->window), page->group);
  gtk_window_set_default_size (GTK_WINDOW (page->window), 500, 600);
  gtk_window_present (GTK_WINDOW (page->window));
  while ((page->order = get_entry (page->group, 0)) == NULL || !gtk_widget_get_sensitive (page->group))
    settle (f);
  page->tracking = get_entry (page->group, 1);
  page->sample = get_entry (page->group, 3);
  page->found = find (page->group, ADW_TYPE_ACTION_ROW, &first);
}

static gboolean
is_wrong (GtkEditable *entry)
{
  return gtk_widget_has_css_class (GTK_WIDGET (entry), "error");
}

static void
wait_for_found (Fixture *f, Page *page, const char *words)
{
  while (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (page->found)), words) == NULL)
    settle (f);
}

static GtkWidget *
find_apply_button (GtkEditable *entry)
{
  GtkWidget *button;

  for (guint i = 0, position; position = i, (button = find (GTK_WIDGET (entry), GTK_TYPE_BUTTON, &position)) != NULL;
       i++)
    if (gtk_widget_has_css_class (button, "suggested-action") || gtk_widget_has_css_class (button, "apply-button"))
      break;
  return button;
}

static void
wait_until_kept (Fixture *f, const char *pattern)
{
  OdFieldPort *port = f->desk->tools.fields;
  g_autoptr (GAsyncResult) result = NULL;

  do
    {
      od_field_port_load_recognition_async (port, NULL, engine_fixture_store_result_cb, &result);
      while (result == NULL)
        settle (f);
    }
  while (!is_known (&result, port, pattern));
}

/* The shop's own numbers: a pattern that can't be used is not kept; one that can holds for the next message. */
static void
test_own_patterns (Fixture *f, gconstpointer data)
{
  OdFieldPort *port = f->desk->tools.fields;
  g_autoptr (GAsyncResult) result = NULL;
  GtkWidget *button;
  Page page;

  show_page (f, &page);
  gtk_editable_set_text (page.sample, "where is PO-12345");
  gtk_widget_grab_focus (GTK_WIDGET (page.order));
  gtk_editable_set_text (page.order, "((P+)+)x");
  g_assert_false (is_wrong (page.order)); /* nothing is tried on this thread, nor for each letter */
  wait_for_found (f, &page, "Numbers of orders: This pattern takes too long");
  g_assert_true (is_wrong (page.order));
  g_assert_false (is_wrong (page.tracking));
  button = find_apply_button (page.order);
  g_assert_nonnull (button);
  g_assert_true (gtk_widget_get_visible (button));
  g_signal_emit_by_name (button, "clicked");
  g_assert_false (gtk_widget_get_visible (button));
  while (!gtk_widget_get_visible (button)) /* there is still something to be kept */
    settle (f);
  od_field_port_load_recognition_async (port, NULL, engine_fixture_store_result_cb, &result);
  while (result == NULL)
    settle (f);
  g_assert_true (is_known (&result, port, NULL));
  gtk_editable_set_text (page.order, "PO-(\\d{5})");
  wait_for_found (f, &page, "Order 12345");
  g_assert_false (is_wrong (page.order));
  g_signal_emit_by_name (page.order, "apply");
  wait_until_kept (f, "PO-(\\d{5})");
  gtk_window_destroy (GTK_WINDOW (page.window));
  engine_fixture_receive (&f->engine, "maria", "m9", "where is PO-12345");
  while (count_findings (f) != 1)
    settle (f);
}

/* Enter in one row keeps that row: at once, with its check, and without what another one has half typed. */
static void
test_rows_are_kept_alone (Fixture *f, gconstpointer data)
{
  OdFieldPort *port = f->desk->tools.fields;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (OdRecognition) how = NULL;
  Page page;

  show_page (f, &page);
  gtk_editable_set_text (page.tracking, "(SHOP\\d");
  gtk_editable_set_text (page.order, "PO-(\\d{5})");
  g_signal_emit_by_name (page.order, "apply");
  wait_until_kept (f, "PO-(\\d{5})");
  wait_for_found (f, &page, "Numbers of parcels: This is no regular expression");
  gtk_editable_set_text (page.order, "(");
  gtk_editable_set_text (page.tracking, "(SHOP\\d{4})");
  g_signal_emit_by_name (page.tracking, "apply");
  wait_for_found (f, &page, "Numbers of orders: This is no regular expression");
  do
    {
      g_clear_pointer (&how, od_recognition_free);
      od_field_port_load_recognition_async (port, NULL, engine_fixture_store_result_cb, &result);
      while (result == NULL)
        settle (f);
      how = od_field_port_load_recognition_finish (port, result, NULL);
      g_clear_object (&result);
    }
  while (g_strcmp0 (how->tracking_pattern, "(SHOP\\d{4})") != 0);
  g_assert_cmpstr (how->order_pattern, ==, "PO-(\\d{5})");
  gtk_window_destroy (GTK_WINDOW (page.window));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/recognition/own-patterns", Fixture, NULL, set_up, test_own_patterns, tear_down);
  g_test_add ("/recognition/rows-are-kept-alone", Fixture, NULL, set_up, test_rows_are_kept_alone, tear_down);
  return g_test_run ();
}
