/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "engine-desk.h"
#include "od-calendar-dialog.h"
#include "od-ical.h"
#include "od-limits.h"
#include "od-month-view.h"
#include "od-policy-dialog.h"
#include "od-terms-page.h"
#include "od-time-line.h"

/* Working hours and promises are edited over a real store. */

typedef struct {
  EngineFixture engine;
  OdDesk *desk;
  OdTerms *terms;
} Fixture;

static void
load (Fixture *f)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_clear_pointer (&f->terms, od_terms_free);
  od_terms_port_load_async (f->desk->tools.terms, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  f->terms = od_terms_port_load_finish (f->desk->tools.terms, result, NULL);
  g_assert_nonnull (f->terms);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  engine_fixture_set_up (&f->engine, "demo");
  engine_fixture_settle (&f->engine);
  f->desk = engine_desk_new (&f->engine);
  load (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  engine_fixture_settle (&f->engine);
  g_clear_pointer (&f->terms, od_terms_free);
  g_clear_pointer (&f->desk, od_desk_unref);
  engine_fixture_tear_down (&f->engine, "demo");
}

/* The first widget of @type below @widget whose title is @title, or of any title. */
static GtkWidget *
find (GtkWidget *widget, GType type, const char *title)
{
  GtkWidget *found = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type) &&
      (title == NULL || (ADW_IS_PREFERENCES_ROW (widget) &&
                         g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title))))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type, title);
  return found;
}

static void
write_row (GtkWidget *window, const char *title, const char *text)
{
  GtkWidget *row = find (window, ADW_TYPE_ENTRY_ROW, title);

  g_assert_nonnull (row);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

/* What is saved closes the window. */
static void
save (Fixture *f, GtkWidget *window, const char *action)
{
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_widget_activate_action (window, action, NULL);
  wait_until (window == NULL || !gtk_widget_get_visible (window));
  engine_fixture_settle (&f->engine);
  load (f);
}

static void
test_page_lists_all (Fixture *f, gconstpointer data)
{
  GtkWidget *window = gtk_window_new (), *page = od_terms_page_new (f->desk);

  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  wait_until (find (page, ADW_TYPE_ACTION_ROW, "Social networks and messengers") != NULL);
  g_assert_nonnull (find (page, ADW_TYPE_ACTION_ROW, "Web chat"));
  g_assert_nonnull (find (page, ADW_TYPE_ACTION_ROW, "Working hours"));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_week_is_changed (Fixture *f, gconstpointer data)
{
  const OdCalendar *calendar = f->terms->calendars->pdata[0];
  GtkWidget *window = od_calendar_dialog_new (NULL, f->desk, calendar);
  g_autofree char *body = NULL;

  gtk_window_present (GTK_WINDOW (window));
  write_row (window, "Monday", "9-"); /* refused: nothing is saved */
  gtk_widget_activate_action (window, "form.save", NULL);
  write_row (window, "Monday", "9-13, 14-18");
  write_row (window, "Saturday", "20-2");
  write_row (window, "Name", "Shop");
  save (f, window, "form.save");
  calendar = f->terms->calendars->pdata[0];
  body = od_bizcal_to_string (calendar->hours);
  g_assert_cmpstr (calendar->name, ==, "Shop");
  g_assert_cmpint (calendar->version, ==, 2);
  g_assert_nonnull (strstr (body, "\"mon\":[[\"09:00\",\"13:00\"],[\"14:00\",\"18:00\"]]"));
  g_assert_nonnull (strstr (body, "\"sat\":[[\"20:00\",\"02:00\"]]"));
}

static void
test_holidays_are_set_by_day (Fixture *f, gconstpointer data)
{
  const OdCalendar *calendar = f->terms->calendars->pdata[0];
  GtkWidget *window = od_calendar_dialog_new (NULL, f->desk, calendar);
  OdMonthView *month = OD_MONTH_VIEW (find (window, OD_TYPE_MONTH_VIEW, NULL));
  g_autofree char *body = NULL;

  gtk_window_present (GTK_WINDOW (window));
  od_month_view_choose (month, od_bizcal_day_from_ymd (2026, 3, 9));
  write_row (window, "Hours on Monday, 9 March 2026", "");
  od_month_view_choose (month, od_bizcal_day_from_ymd (2026, 6, 11));
  write_row (window, "Hours on Thursday, 11 June 2026", "9-17");
  save (f, window, "form.save");
  body = od_bizcal_to_string (((const OdCalendar *) f->terms->calendars->pdata[0])->hours);
  g_assert_nonnull (strstr (body, "\"exceptions\":{\"2026-03-09\":[],\"2026-06-11\":[[\"09:00\",\"17:00\"]]}"));
}

static void
test_promise_is_changed (Fixture *f, gconstpointer data)
{
  const OdSlaPolicy *mail = f->terms->policies->pdata[2];
  GtkWidget *window = od_policy_dialog_new (NULL, f->desk, f->terms, mail);
  gint64 id = mail->id;

  gtk_window_present (GTK_WINDOW (window));
  write_row (window, "If somebody writes at", "2026-03-05 10:00");
  g_assert_true (gtk_widget_get_visible (find (window, OD_TYPE_TIME_LINE, NULL)));
  write_row (window, "Within, like “1 h 30 min”; nothing: not promised", "two hours");
  gtk_widget_activate_action (window, "form.save", NULL); /* refused */
  write_row (window, "Within, like “1 h 30 min”; nothing: not promised", "2 h");
  save (f, window, "form.save");
  mail = od_terms_find_policy (f->terms, id);
  g_assert_cmpint (mail->version, ==, 2);
  g_assert_cmpint (mail->targets[OD_CLOCK_FIRST].target_s, ==, 7200);
  g_assert_cmpint (mail->targets[OD_CLOCK_FIRST].warn_percent, ==, 80);
  g_assert_cmpint (mail->targets[OD_CLOCK_NEXT].target_s, ==, 10800);
  g_assert_cmpuint (mail->when.channels->len, ==, 1);
}

static void
test_new_ones_are_made (Fixture *f, gconstpointer data)
{
  GtkWidget *calendar = od_calendar_dialog_new (NULL, f->desk, NULL);
  GtkWidget *policy;

  gtk_window_present (GTK_WINDOW (calendar));
  write_row (calendar, "Name", "Night");
  save (f, calendar, "form.save");
  g_assert_cmpuint (f->terms->calendars->len, ==, 2);
  policy = od_policy_dialog_new (NULL, f->desk, f->terms, NULL);
  gtk_window_present (GTK_WINDOW (policy));
  write_row (policy, "Name", "VIP");
  write_row (policy, "Within, like “1 h 30 min”; nothing: not promised", "5 min");
  save (f, policy, "form.save");
  g_assert_cmpuint (f->terms->policies->len, ==, OD_SLA_N_DEFAULTS + 1);
  g_assert_cmpstr (((OdSlaPolicy *) f->terms->policies->pdata[0])->name, ==, "VIP");
}

static GtkWidget *
find_words (GtkWidget *widget, const char *words)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), words))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_words (child, words);
  return found;
}

static void
import (GtkWidget *window, const char *text, gsize len, const char *words)
{
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GFile) file = g_file_new_tmp ("holidays-XXXXXX.ics", &stream, NULL);

  g_assert_true (g_file_replace_contents (file, text, len, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL, NULL));
  od_calendar_dialog_import (OD_CALENDAR_DIALOG (window), file);
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  if (words == NULL)
    gtk_window_close (GTK_WINDOW (window)); /* kept by what is under way */
  wait_until (words == NULL ? window == NULL : find_words (window, words) != NULL);
  g_clear_weak_pointer (&window);
  g_file_delete (file, NULL, NULL);
}

/* The day that has hours of its own keeps them; a file of many pieces is read to its end. */
static void
test_import_keeps_what_is_there (Fixture *f, gconstpointer data)
{
  GtkWidget *window = od_calendar_dialog_new (NULL, f->desk, f->terms->calendars->pdata[0]);
  OdMonthView *month = OD_MONTH_VIEW (find (window, OD_TYPE_MONTH_VIEW, NULL));
  g_autofree char *large = g_strnfill (OD_LIMIT_ICAL_BYTES + 1, ' '), *body = NULL, *title = NULL, *iso = NULL;
  g_autoptr (GString) text = g_string_new ("BEGIN:VCALENDAR\r\n");
  gint32 day = od_month_view_get_day (month);
  guint y, m, d;

  if (!od_ical_is_supported ())
    {
      g_test_skip ("built without iCalendar");
      gtk_window_destroy (GTK_WINDOW (window));
      return;
    }
  while (text->len < OD_LIMIT_ICAL_BYTES / 2)
    g_string_append (text, "X-NOTHING:nothing\r\n");
  for (gint32 i = 0; i < 3; i++)
    {
      od_bizcal_day_to_ymd (day + i, &y, &m, &d);
      g_string_append_printf (text, "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:%04u%02u%02u\r\nEND:VEVENT\r\n", y, m, d);
    }
  g_string_append (text, "END:VCALENDAR\r\n");
  gtk_window_present (GTK_WINDOW (window));
  import (window, "{}", 2, "That file is no calendar.");
  import (window, large, OD_LIMIT_ICAL_BYTES + 1, "That file is too large, or has too many days.");
  od_bizcal_day_to_ymd (day, &y, &m, &d);
  iso = g_strdup_printf ("\"%04u-%02u-%02u\":[[\"09:00\",\"17:00\"]]", y, m, d);
  {
    g_autoptr (GDateTime) date = g_date_time_new_utc ((int) y, (int) m, (int) d, 0, 0, 0);

    title = g_date_time_format (date, "Hours on %A, %-d %B %Y");
  }
  write_row (window, title, "9-17");
  import (window, text->str, text->len, "2 days were added. 1 day keeps what was set for it.");
  save (f, window, "form.save");
  body = od_bizcal_to_string (((const OdCalendar *) f->terms->calendars->pdata[0])->hours);
  g_assert_nonnull (strstr (body, iso));
  /* Whoever closes the window does not wait for what is read. */
  window = od_calendar_dialog_new (NULL, f->desk, f->terms->calendars->pdata[0]);
  gtk_window_present (GTK_WINDOW (window));
  import (window, text->str, text->len, NULL);
}

static GtkWidget *
find_button (GtkWidget *widget, const char *tooltip)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_widget_get_tooltip_text (widget), tooltip) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, tooltip);
  return found;
}

static GtkWidget *
find_question (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return window;
    }
  return NULL;
}

/* Working hours go when that was confirmed, and not before. */
static void
test_a_calendar_is_removed_after_a_question (Fixture *f, gconstpointer data)
{
  static const char *const answers[] = { "cancel", "remove" };
  GtkWidget *window = gtk_window_new (), *page, *row;

  for (guint i = 0; i < f->terms->policies->len; i++)
    od_terms_port_remove_policy_async (f->desk->tools.terms, ((OdSlaPolicy *) f->terms->policies->pdata[i])->id, NULL,
                                       NULL, NULL);
  engine_fixture_settle (&f->engine);
  page = od_terms_page_new (f->desk);
  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      wait_until ((row = find (page, ADW_TYPE_ACTION_ROW, "Working hours")) != NULL);
      g_signal_emit_by_name (find_button (row, "Remove"), "clicked");
      engine_fixture_settle (&f->engine);
      load (f);
      g_assert_cmpuint (f->terms->calendars->len, ==, 1);
      g_assert_nonnull (find_question ());
      adw_message_dialog_response (ADW_MESSAGE_DIALOG (find_question ()), answers[i]);
      gtk_window_destroy (GTK_WINDOW (find_question ()));
      engine_fixture_settle (&f->engine);
      load (f);
      g_assert_cmpuint (f->terms->calendars->len, ==, 1 - i);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

/* As fast as somebody presses the button, one is made. */
static void
test_saving_twice_makes_one (Fixture *f, gconstpointer data)
{
  GtkWidget *calendar = od_calendar_dialog_new (NULL, f->desk, NULL);
  GtkWidget *policy = od_policy_dialog_new (NULL, f->desk, f->terms, NULL);

  gtk_window_present (GTK_WINDOW (calendar));
  gtk_window_present (GTK_WINDOW (policy));
  write_row (calendar, "Name", "Night");
  write_row (policy, "Name", "VIP");
  write_row (policy, "Within, like “1 h 30 min”; nothing: not promised", "5 min");
  gtk_widget_activate_action (calendar, "form.save", NULL);
  write_row (calendar, "Name", "Late night");
  gtk_widget_activate_action (policy, "form.save", NULL);
  write_row (policy, "Name", "Dear VIP");
  gtk_widget_activate_action (calendar, "form.save", NULL); /* refused */
  gtk_widget_activate_action (policy, "form.save", NULL);   /* refused */
  g_object_add_weak_pointer (G_OBJECT (calendar), (gpointer *) &calendar);
  g_object_add_weak_pointer (G_OBJECT (policy), (gpointer *) &policy);
  wait_until (calendar == NULL && policy == NULL);
  load (f);
  g_assert_cmpuint (f->terms->calendars->len, ==, 2);
  g_assert_cmpuint (f->terms->policies->len, ==, OD_SLA_N_DEFAULTS + 1);
}

static void
remove_all (Fixture *f)
{
  const OdCalendar *calendar = f->terms->calendars->pdata[0];

  for (guint i = 0; i < f->terms->policies->len; i++)
    {
      const OdSlaPolicy *policy = f->terms->policies->pdata[i];

      od_terms_port_remove_policy_async (f->desk->tools.terms, policy->id, NULL, NULL, NULL);
    }
  od_terms_port_remove_calendar_async (f->desk->tools.terms, calendar->id, NULL, NULL, NULL);
  engine_fixture_settle (&f->engine);
}

/* Where a dialog says what is wrong. */
static GtkWidget *
find_trouble (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "error") ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_trouble (child);
  return found;
}

/* What was removed meanwhile can't be saved; a window that is gone by then has no place to say so. */
static void
test_closed_while_saving_fails (Fixture *f, gconstpointer data)
{
  GtkWidget *calendar = od_calendar_dialog_new (NULL, f->desk, f->terms->calendars->pdata[0]);
  GtkWidget *policy = od_policy_dialog_new (NULL, f->desk, f->terms, f->terms->policies->pdata[2]);
  GtkWidget *troubles[2];

  remove_all (f);
  gtk_window_present (GTK_WINDOW (calendar));
  gtk_window_present (GTK_WINDOW (policy));
  troubles[0] = g_object_ref (find_trouble (calendar));
  troubles[1] = g_object_ref (find_trouble (policy));
  g_object_add_weak_pointer (G_OBJECT (calendar), (gpointer *) &calendar);
  g_object_add_weak_pointer (G_OBJECT (policy), (gpointer *) &policy);
  gtk_widget_activate_action (calendar, "form.save", NULL);
  gtk_widget_activate_action (policy, "form.save", NULL);
  gtk_window_close (GTK_WINDOW (calendar));
  gtk_window_close (GTK_WINDOW (policy));
  g_assert_nonnull (calendar); /* kept by what is under way */
  g_assert_nonnull (policy);
  wait_until (calendar == NULL && policy == NULL);
  for (guint i = 0; i < G_N_ELEMENTS (troubles); i++)
    {
      g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (troubles[i])), ==, ""); /* nothing was said to nobody */
      g_object_unref (troubles[i]);
    }
  load (f);
  g_assert_cmpuint (f->terms->calendars->len, ==, 0);
}

/* Two windows over the same: what the second one never saw isn't lost. */
static void
test_two_editors (Fixture *f, gconstpointer data)
{
  const OdCalendar *calendar = f->terms->calendars->pdata[0];
  const OdSlaPolicy *policy = f->terms->policies->pdata[2];
  GtkWidget *windows[] = { od_calendar_dialog_new (NULL, f->desk, calendar),
                           od_policy_dialog_new (NULL, f->desk, f->terms, policy) };
  g_autoptr (OdCalendar) other_calendar = od_calendar_copy (calendar);
  g_autoptr (OdSlaPolicy) other_policy = od_sla_policy_copy (policy);

  g_free (other_calendar->name);
  other_calendar->name = g_strdup ("Of the other one");
  g_free (other_policy->name);
  other_policy->name = g_strdup ("Of the other one");
  od_terms_port_save_calendar_async (f->desk->tools.terms, other_calendar, NULL, NULL, NULL);
  od_terms_port_save_policy_async (f->desk->tools.terms, other_policy, NULL, NULL, NULL);
  engine_fixture_settle (&f->engine);
  for (guint i = 0; i < G_N_ELEMENTS (windows); i++)
    {
      gtk_window_present (GTK_WINDOW (windows[i]));
      write_row (windows[i], "Name", "Of this one");
      gtk_widget_activate_action (windows[i], "form.save", NULL);
      wait_until (strstr (gtk_label_get_text (GTK_LABEL (find_trouble (windows[i]))), "changed elsewhere") != NULL);
    }
  load (f);
  g_assert_cmpstr (od_terms_find_calendar (f->terms, other_calendar->id)->name, ==, "Of the other one");
  g_assert_cmpstr (od_terms_find_policy (f->terms, other_policy->id)->name, ==, "Of the other one");
  for (guint i = 0; i < G_N_ELEMENTS (windows); i++)
    gtk_window_destroy (GTK_WINDOW (windows[i]));
}

static gint64
ask_due_us (Fixture *f, gint64 id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) clocks = NULL;

  od_promise_port_load_async (f->desk->tools.promises, id, FALSE, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  clocks = od_promise_port_load_finish (f->desk->tools.promises, result, NULL);
  g_assert_cmpuint (clocks->len, >, 0);
  return ((OdPromiseClock *) clocks->pdata[0])->due_us;
}

/* R12: an edited promise changes no clock that runs, until that is asked for. */
static void
test_open_clocks_are_counted_anew (Fixture *f, gconstpointer data)
{
  GtkWidget *window = gtk_window_new (), *page, *row;
  g_autoptr (OdSlaPolicy) all = NULL;
  gint64 id, due_us;

  for (guint i = 1; i < f->terms->policies->len; i++)
    od_terms_port_remove_policy_async (f->desk->tools.terms, ((OdSlaPolicy *) f->terms->policies->pdata[i])->id, NULL,
                                       NULL, NULL);
  all = od_sla_policy_copy (f->terms->policies->pdata[0]);
  g_assert_true (od_sla_policy_parse_body (all, "{\"first\":{\"seconds\":600}}", -1, NULL));
  all->version = 0; /* it is saved twice */
  g_free (all->name);
  all->name = g_strdup ("All");
  od_terms_port_save_policy_async (f->desk->tools.terms, all, NULL, NULL, NULL);
  engine_fixture_settle (&f->engine);
  id = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Hello");
  due_us = ask_due_us (f, id);
  all->targets[OD_CLOCK_FIRST].target_s = 1200;
  od_terms_port_save_policy_async (f->desk->tools.terms, all, NULL, NULL, NULL);
  engine_fixture_settle (&f->engine);
  g_assert_cmpint (ask_due_us (f, id), ==, due_us);
  page = od_terms_page_new (f->desk);
  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  wait_until ((row = find (page, ADW_TYPE_ACTION_ROW, "All")) != NULL);
  g_signal_emit_by_name (find_button (row, "Apply to conversations that wait already"), "clicked");
  wait_until (ask_due_us (f, id) == due_us + 600 * (gint64) G_USEC_PER_SEC);
  engine_fixture_settle (&f->engine);
  gtk_window_destroy (GTK_WINDOW (window));
}

#define ADD(name, func) g_test_add ("/terms-window/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("page-lists-all", test_page_lists_all);
  ADD ("week-is-changed", test_week_is_changed);
  ADD ("holidays-are-set-by-day", test_holidays_are_set_by_day);
  ADD ("promise-is-changed", test_promise_is_changed);
  ADD ("new-ones-are-made", test_new_ones_are_made);
  ADD ("import-keeps-what-is-there", test_import_keeps_what_is_there);
  ADD ("saving-twice-makes-one", test_saving_twice_makes_one);
  ADD ("a-calendar-is-removed-after-a-question", test_a_calendar_is_removed_after_a_question);
  ADD ("closed-while-saving-fails", test_closed_while_saving_fails);
  ADD ("two-editors", test_two_editors);
  ADD ("open-clocks-are-counted-anew", test_open_clocks_are_counted_anew);
  return g_test_run ();
}
