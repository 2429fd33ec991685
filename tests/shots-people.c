/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shots.h"

#include "engine-desk.h"
#include "od-calendar-dialog.h"
#include "od-customer-pane.h"
#include "od-customers-window.h"
#include "od-erase-dialog.h"
#include "od-field-cell.h"
#include "od-field-dialog.h"
#include "od-link-dialog.h"
#include "od-policy-dialog.h"
#include "od-terms-page.h"

/* The customer's side, over a real store: the profile, all customers, linking and erasing. */

typedef struct {
  Studio *studio;
  EngineFixture engine;
  OdDesk *desk;
  const char *scheme;
  gint64 conversation_id, maria_id, other_id;
} Scene;

static gint64
find_customer (Scene *scene, gint64 conversation_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  od_conversation_port_load_async (scene->desk->conversations, &conversation_id, 1, NULL,
                                   engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  rows = od_conversation_port_load_finish (scene->desk->conversations, result, NULL);
  return ((OdConversationRow *) rows->pdata[0])->customer_id;
}

static gint64
meet (Scene *scene, const char *chat, const char *name, const char *text)
{
  g_autofree char *remote_id = g_strconcat ("1-", chat, NULL);
  gint64 conversation_id = engine_fixture_receive (&scene->engine, chat, remote_id, text);
  gint64 id = find_customer (scene, conversation_id);

  od_customer_port_rename_async (scene->desk->customers, id, name, NULL, NULL, NULL);
  if (scene->maria_id == 0)
    scene->conversation_id = conversation_id;
  engine_fixture_advance_s (&scene->engine, 600);
  return id;
}

static void
define (Scene *scene, const char *label, OdCustomFieldKind kind, const char *value)
{
  const char *sizes[] = { "36", "37", "38", NULL };
  OdCustomField field = { .key = (char *) "", .label = (char *) label, .kind = kind };
  g_autoptr (GAsyncResult) result = NULL;
  gint64 id;

  field.options = kind == OD_CUSTOM_FIELD_LIST ? (GStrv) sizes : NULL;
  od_field_port_save_async (scene->desk->tools.fields, &field, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  id = od_field_port_save_finish (scene->desk->tools.fields, result, NULL);
  od_field_port_set_value_async (scene->desk->tools.fields, scene->maria_id, id, value, NULL, NULL, NULL);
}

static void
tag (Scene *scene, gint64 id, const char *name)
{
  od_field_port_set_tag_async (scene->desk->tools.fields, id, name, TRUE, NULL, NULL, NULL);
}

static void
fill (Scene *scene)
{
  OdFieldPort *fields = scene->desk->tools.fields;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) findings = NULL;

  scene->maria_id = meet (scene, "maria", "Maria Petrova",
                          "Where is my order 1042? My number is +7 916 123-45-67, mail maria@shop.example");
  scene->other_id = meet (scene, "m.petrova", "Мария П.", "It is me again, +7 916 123-45-67");
  meet (scene, "oleg", "Олег Ким", "Оплата не проходит");
  meet (scene, "lena", "Lena Gross", "Return label, please");
  meet (scene, "v_7f3a", "", "Hello");
  define (scene, "City", OD_CUSTOM_FIELD_TEXT, "Tver");
  define (scene, "Shoe size", OD_CUSTOM_FIELD_LIST, "38");
  define (scene, "Birthday", OD_CUSTOM_FIELD_DATE, "1990-11-22");
  define (scene, "Shop page", OD_CUSTOM_FIELD_LINK, "https://shop.example/customers/1042");
  define (scene, "Credit", OD_CUSTOM_FIELD_CURRENCY, "12.50 EUR");
  define (scene, "Newsletter", OD_CUSTOM_FIELD_CHECKBOX, "1");
  define (scene, "Company", OD_CUSTOM_FIELD_TEXT, "");
  for (guint i = 0; i < 3; i++)
    tag (scene, scene->maria_id, i == 0 ? "vip" : i == 1 ? "delivery" : "wholesale buyer");
  od_customer_port_set_note_async (scene->desk->customers, scene->maria_id, "Prefers messages to calls.", NULL, NULL,
                                   NULL);
  od_field_port_load_findings_async (fields, scene->maria_id, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  findings = od_field_port_load_findings_finish (fields, result, NULL);
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    if (g_str_equal (((OdFinding *) findings->pdata[i])->kind, "phone"))
      od_field_port_decide_finding_async (fields, ((OdFinding *) findings->pdata[i])->id, TRUE, NULL, NULL, NULL);
  engine_fixture_advance_s (&scene->engine, 5);
}

static void
take (Scene *scene, GtkWidget *window, const char *name, int width, double scale)
{
  g_autofree char *file = g_strdup_printf ("people-%s-%d-%.0f-%s", name, width, scale, scene->scheme);

  save (scene->studio, window, file);
}

/* Rows come in by themselves, yet only while time passes. */
static void
wait (Scene *scene)
{
  engine_fixture_advance_s (&scene->engine, 1);
  let_settle (NULL, 500);
  engine_fixture_advance_s (&scene->engine, 1);
  let_settle (NULL, 200);
}

static GtkWidget *
find (GtkWidget *widget, GType type, const char *key)
{
  GtkWidget *found = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type) &&
      (key == NULL || g_str_equal (od_field_cell_get_field (OD_FIELD_CELL (widget))->key, key)))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type, key);
  return found;
}

static void
shoot_profile (Scene *scene, int width, double scale)
{
  GtkWidget *window = adw_window_new (), *pane = od_customer_pane_new (scene->desk);
  GtkWidget *cell;

  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) (96 * 1024 * scale), NULL);
  adw_window_set_content (ADW_WINDOW (window), pane);
  gtk_widget_add_css_class (window, "od-profile");
  gtk_window_set_default_size (GTK_WINDOW (window), width, 980);
  gtk_window_present (GTK_WINDOW (window));
  od_customer_pane_set_customer (OD_CUSTOMER_PANE (pane), scene->maria_id, scene->conversation_id);
  wait (scene);
  take (scene, window, "profile", width, scale);
  cell = find (window, OD_TYPE_FIELD_CELL, "birthday");
  od_field_cell_edit (OD_FIELD_CELL (cell));
  gtk_editable_set_text (GTK_EDITABLE (find (cell, GTK_TYPE_ENTRY, NULL)), "3/4/1990");
  wait (scene);
  take (scene, window, "profile-edit", width, scale);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
shoot_one (Scene *scene, GtkWidget *window, const char *name, int width, double scale)
{
  int usual, height;

  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) (96 * 1024 * scale), NULL);
  gtk_window_get_default_size (GTK_WINDOW (window), &usual, &height);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
  wait (scene);
  if (OD_IS_CUSTOMERS_WINDOW (window) && width > 600)
    {
      GtkColumnView *view = GTK_COLUMN_VIEW (find (window, GTK_TYPE_COLUMN_VIEW, NULL));

      gtk_selection_model_select_item (gtk_column_view_get_model (view), 4, TRUE);
      wait (scene);
    }
  take (scene, window, name, width, scale);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
shoot_all (Scene *scene, int width, double scale)
{
  OdDesk *desk = scene->desk;

  shoot_profile (scene, 360, scale);
  shoot_one (scene, od_customers_window_new (NULL, desk), "customers", width, scale);
  shoot_one (scene, od_link_dialog_new (NULL, desk, scene->maria_id, 0), "link-choose", MIN (width, 460), scale);
  shoot_one (scene, od_link_dialog_new (NULL, desk, scene->maria_id, scene->other_id), "link", MIN (width, 460), scale);
  shoot_one (scene, od_erase_dialog_new (NULL, desk, scene->maria_id, "Maria Petrova"), "erase", MIN (width, 420),
             scale);
  shoot_one (scene, od_field_dialog_new (NULL, desk, NULL), "field", MIN (width, 420), scale);
}

/* The lower end of a window that is higher than the screen. */
static void
shoot_end (Scene *scene, GtkWidget *window, const char *name, int width)
{
  GtkAdjustment *adjustment;

  gtk_window_set_default_size (GTK_WINDOW (window), width, 720);
  gtk_window_present (GTK_WINDOW (window));
  wait (scene);
  adjustment =
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (find (window, GTK_TYPE_SCROLLED_WINDOW, NULL)));
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  wait (scene);
  take (scene, window, name, width, 1);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Working hours and promises. */
static void
shoot_terms (Scene *scene, int width, double scale)
{
  GtkWidget *window = adw_window_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (OdTerms) terms = NULL;

  od_terms_port_load_async (scene->desk->tools.terms, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  terms = od_terms_port_load_finish (scene->desk->tools.terms, result, NULL);
  adw_window_set_content (ADW_WINDOW (window), od_terms_page_new (scene->desk));
  gtk_window_set_default_size (GTK_WINDOW (window), width, 640);
  shoot_one (scene, window, "terms", width, scale);
  shoot_one (scene, od_calendar_dialog_new (NULL, scene->desk, terms->calendars->pdata[0]), "calendar", width, scale);
  shoot_end (scene, od_calendar_dialog_new (NULL, scene->desk, terms->calendars->pdata[0]), "calendar-days", width);
  shoot_one (scene, od_policy_dialog_new (NULL, scene->desk, terms, terms->policies->pdata[2]), "policy", width, scale);
  shoot_end (scene, od_policy_dialog_new (NULL, scene->desk, terms, terms->policies->pdata[2]), "policy-forecast",
             width);
}

/**
 * shoot_people:
 * @scheme: how the pictures' names end
 */
void
shoot_people (Studio *studio, const char *scheme)
{
  Scene scene = { .studio = studio, .scheme = scheme };

  engine_fixture_set_up (&scene.engine, "demo");
  scene.desk = engine_desk_new (&scene.engine);
  fill (&scene);
  shoot_terms (&scene, 620, 1);
  shoot_terms (&scene, 360, 1);
  shoot_all (&scene, 1100, 1);
  shoot_all (&scene, 360, 1);
  shoot_all (&scene, 360, 2);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024, NULL);
  engine_fixture_advance_s (&scene.engine, 5);
  g_clear_pointer (&scene.desk, od_desk_unref);
  engine_fixture_tear_down (&scene.engine, "demo");
}
