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

/* The shop's own numbers: a pattern that can't be used is not kept; one that can holds for the next message. */
static void
test_own_patterns (Fixture *f, gconstpointer data)
{
  OdFieldPort *port = f->desk->tools.fields;
  GtkWidget *window = adw_window_new (), *group = od_recognition_group_new (f->desk);
  g_autoptr (GAsyncResult) result = NULL;
  GtkEditable *order, *sample;

  adw_window_set_content (ADW_WINDOW (window), group);
  gtk_window_set_default_size (GTK_WINDOW (window), 500, 600);
  gtk_window_present (GTK_WINDOW (window));
  while ((order = get_entry (group, 0)) == NULL || !gtk_widget_get_sensitive (group))
    settle (f);
  sample = get_entry (group, 3);
  gtk_editable_set_text (sample, "where is PO-12345");
  gtk_editable_set_text (order, "((P+)+)x");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (order), "error"));
  g_signal_emit_by_name (order, "apply");
  settle (f);
  od_field_port_load_recognition_async (port, NULL, engine_fixture_store_result_cb, &result);
  while (result == NULL)
    settle (f);
  g_assert_true (is_known (&result, port, NULL));
  gtk_editable_set_text (order, "PO-(\\d{5})");
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (order), "error"));
  g_signal_emit_by_name (order, "apply");
  do
    {
      od_field_port_load_recognition_async (port, NULL, engine_fixture_store_result_cb, &result);
      while (result == NULL)
        settle (f);
    }
  while (!is_known (&result, port, "PO-(\\d{5})"));
  gtk_window_destroy (GTK_WINDOW (window));
  engine_fixture_receive (&f->engine, "maria", "m9", "where is PO-12345");
  while (count_findings (f) != 1)
    settle (f);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/recognition/own-patterns", Fixture, NULL, set_up, test_own_patterns, tear_down);
  return g_test_run ();
}
