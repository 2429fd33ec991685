/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "engine-desk.h"
#include "od-policy-dialog.h"
#include "od-policy-field.h"
#include "od-policy-when.h"
#include "od-profile-tags.h"
#include "od-terms-page.h"

/* For whom a promise is, is chosen from what there is: over a real store. */

typedef struct {
  EngineFixture engine;
  OdDesk *desk;
  GtkWidget *window;
  OdSlaPolicy *policy;
  guint n_changes;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  engine_fixture_set_up (&f->engine, "demo");
  engine_fixture_settle (&f->engine);
  f->desk = engine_desk_new (&f->engine);
  g_ptr_array_add (f->desk->channels, od_channel_info_new ("telegram", "Telegram", "od-telegram-symbolic"));
  f->policy = od_sla_policy_new ("Dear customers");
  f->window = gtk_window_new ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  engine_fixture_settle (&f->engine);
  g_clear_pointer (&f->policy, od_sla_policy_free);
  g_clear_pointer (&f->desk, od_desk_unref);
  engine_fixture_tear_down (&f->engine, "demo");
}

static void
count_cb (Fixture *f)
{
  f->n_changes++;
}

static OdPolicyWhen *
present (Fixture *f)
{
  GtkWidget *when = od_policy_when_new (f->desk, &f->policy->when);

  g_signal_connect_swapped (when, "changed", G_CALLBACK (count_cb), f);
  gtk_window_set_child (GTK_WINDOW (f->window), when);
  gtk_window_present (GTK_WINDOW (f->window));
  return OD_POLICY_WHEN (when);
}

/* The first widget of @type below @widget that says @words (a row's title, a label's or a check's text), or any. */
static GtkWidget *
find (GtkWidget *widget, GType type, const char *words)
{
  GtkWidget *found = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    {
      const char *said = ADW_IS_PREFERENCES_ROW (widget) ? adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget))
                         : GTK_IS_LABEL (widget)         ? gtk_label_get_text (GTK_LABEL (widget))
                         : GTK_IS_CHECK_BUTTON (widget)  ? gtk_check_button_get_label (GTK_CHECK_BUTTON (widget))
                         : GTK_IS_BUTTON (widget)        ? gtk_button_get_label (GTK_BUTTON (widget))
                                                         : NULL;

      if (words == NULL || g_strcmp0 (said, words) == 0)
        return widget;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type, words);
  return found;
}

static GtkCheckButton *
find_channel (OdPolicyWhen *when, const char *name)
{
  GtkWidget *row = find (GTK_WIDGET (when), ADW_TYPE_ACTION_ROW, name);

  return row != NULL ? GTK_CHECK_BUTTON (find (row, GTK_TYPE_CHECK_BUTTON, NULL)) : NULL;
}

/* What a promise asks for and this program does not know stays until somebody takes it away. */
static void
test_channels (Fixture *f, gconstpointer data)
{
  OdPolicyWhen *when;

  g_ptr_array_add (f->policy->when.channels, g_strdup ("viber"));
  when = present (f);
  g_assert_true (gtk_check_button_get_active (find_channel (when, "Viber")));
  g_assert_false (gtk_check_button_get_active (find_channel (when, "Telegram")));
  g_assert_nonnull (find (GTK_WIDGET (when), GTK_TYPE_LABEL, "This program does not know this channel yet."));
  g_assert_nonnull (find (GTK_WIDGET (when), GTK_TYPE_LABEL, "Viber"));
  g_assert_cmpuint (f->n_changes, ==, 0);
  gtk_check_button_set_active (find_channel (when, "Telegram"), TRUE);
  gtk_check_button_set_active (find_channel (when, "Web form"), TRUE);
  g_assert_cmpuint (f->n_changes, ==, 2);
  g_assert_null (od_policy_when_read (when, &f->policy->when));
  g_assert_cmpuint (f->policy->when.channels->len, ==, 3);
  g_assert_cmpstr (f->policy->when.channels->pdata[0], ==, "telegram");
  g_assert_cmpstr (f->policy->when.channels->pdata[1], ==, OD_SLA_CHANNEL_FORM);
  g_assert_cmpstr (f->policy->when.channels->pdata[2], ==, "viber");
  gtk_check_button_set_active (find_channel (when, "Telegram"), FALSE);
  gtk_check_button_set_active (find_channel (when, "Web form"), FALSE);
  gtk_check_button_set_active (find_channel (when, "Viber"), FALSE);
  g_assert_nonnull (find (GTK_WIDGET (when), GTK_TYPE_LABEL, "Any channel"));
}

static void
add_tag (OdPolicyWhen *when, const char *tag)
{
  GtkWidget *entry = find (GTK_WIDGET (when), GTK_TYPE_ENTRY, NULL);

  gtk_editable_set_text (GTK_EDITABLE (entry), tag);
  g_signal_emit_by_name (entry, "activate");
}

/* A tag that nothing has may be meant for later: it is taken, and said. */
static void
test_tags (Fixture *f, gconstpointer data)
{
  gint64 id = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Hello");
  OdPolicyWhen *when;

  od_triage_port_set_tag_async (f->desk->triage, id, "vip", TRUE, NULL, NULL, NULL);
  engine_fixture_settle (&f->engine);
  when = present (f);
  add_tag (when, "vip");
  add_tag (when, "vpi");
  wait_until (find (GTK_WIDGET (when), GTK_TYPE_LABEL, "No conversation has the tag “vpi” yet.") != NULL);
  g_assert_cmpuint (f->n_changes, ==, 2);
  g_assert_null (od_policy_when_read (when, &f->policy->when));
  g_assert_cmpuint (f->policy->when.tags->len, ==, 2);
  g_assert_cmpstr (f->policy->when.tags->pdata[0], ==, "vip");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find (GTK_WIDGET (when), GTK_TYPE_CHECK_BUTTON, "Urgent")), TRUE);
  g_assert_null (od_policy_when_read (when, &f->policy->when));
  g_assert_cmpuint (f->policy->when.priorities, ==, 1 << 3);
}

static void
save_field (Fixture *f, const char *label, OdCustomFieldKind kind, const char *const *options)
{
  OdCustomField field = { .key = (char *) "", .label = (char *) label, .kind = kind, .options = (GStrv) options };

  od_field_port_save_async (f->desk->tools.fields, &field, NULL, NULL, NULL);
  engine_fixture_settle (&f->engine);
}

/* A value is chosen or typed as its field asks for; a field that is gone is kept. */
static void
test_fields (Fixture *f, gconstpointer data)
{
  static const char *const cities[] = { "Tver", "Perm", NULL };
  OdPolicyWhen *when;
  GtkWidget *add, *line, *entry;

  save_field (f, "City", OD_CUSTOM_FIELD_LIST, cities);
  save_field (f, "Orders", OD_CUSTOM_FIELD_NUMBER, NULL);
  od_sla_when_add_field (&f->policy->when, "gone", "yes");
  when = present (f);
  wait_until (find (GTK_WIDGET (when), OD_TYPE_POLICY_FIELD, NULL) != NULL);
  g_assert_null (od_policy_when_read (when, &f->policy->when));
  g_assert_cmpstr (((OdSlaFieldIs *) f->policy->when.fields->pdata[0])->key, ==, "gone");
  g_assert_cmpuint (f->n_changes, ==, 0);
  add = find (GTK_WIDGET (when), GTK_TYPE_BUTTON, "Add a Field");
  g_signal_emit_by_name (add, "clicked");
  line = gtk_widget_get_last_child (gtk_widget_get_parent (find (GTK_WIDGET (when), OD_TYPE_POLICY_FIELD, NULL)));
  g_assert_null (od_policy_when_read (when, &f->policy->when)); /* the first city is chosen */
  g_assert_cmpstr (((OdSlaFieldIs *) f->policy->when.fields->pdata[1])->value, ==, "Tver");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (find (line, GTK_TYPE_DROP_DOWN, NULL)), 1);
  entry = find (line, GTK_TYPE_ENTRY, NULL);
  g_assert_nonnull (od_policy_when_read (when, &f->policy->when)); /* nothing is written */
  gtk_editable_set_text (GTK_EDITABLE (entry), "many");
  g_assert_nonnull (od_policy_when_read (when, &f->policy->when));
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "12");
  g_assert_null (od_policy_when_read (when, &f->policy->when));
  g_assert_cmpstr (((OdSlaFieldIs *) f->policy->when.fields->pdata[1])->key, ==, "orders");
  g_assert_cmpstr (((OdSlaFieldIs *) f->policy->when.fields->pdata[1])->value, ==, "12");
}

/* A list of promises says for whom each is. */
static void
test_rows_say_for_whom (Fixture *f, gconstpointer data)
{
  g_autoptr (OdSlaPolicy) policy = od_sla_policy_new ("Dear customers");
  GtkWidget *page;

  policy->targets[OD_CLOCK_FIRST].target_s = 1800;
  policy->when.priorities = 1 << 3;
  g_ptr_array_add (policy->when.channels, g_strdup ("telegram"));
  g_ptr_array_add (policy->when.tags, g_strdup ("vip"));
  od_terms_port_save_policy_async (f->desk->tools.terms, policy, NULL, NULL, NULL);
  engine_fixture_settle (&f->engine);
  page = od_terms_page_new (f->desk);
  gtk_window_set_child (GTK_WINDOW (f->window), page);
  gtk_window_present (GTK_WINDOW (f->window));
  wait_until (find (page, GTK_TYPE_LABEL, "Telegram · tag vip · priority urgent\nFirst reply: 30 min") != NULL);
}

/* ---- what was typed and not confirmed ---- */

static OdTerms *
load_terms (Fixture *f)
{
  g_autoptr (GAsyncResult) result = NULL;

  od_terms_port_load_async (f->desk->tools.terms, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  return od_terms_port_load_finish (f->desk->tools.terms, result, NULL);
}

static GtkWidget *
present_promise (Fixture *f)
{
  g_autoptr (OdTerms) terms = load_terms (f);
  GtkWidget *dialog = od_policy_dialog_new (NULL, f->desk, terms, terms->policies->pdata[2]);

  gtk_window_present (GTK_WINDOW (dialog));
  wait_until (gtk_widget_get_mapped (dialog));
  return dialog;
}

/* As the keyboard does, where the focus is. */
static void
type (GtkWidget *window, const char *text)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));

  g_assert_true (GTK_IS_TEXT (focus));
  gtk_editable_delete_text (GTK_EDITABLE (focus), 0, -1);
  for (; *text != '\0'; text++)
    g_signal_emit_by_name (focus, "insert-at-cursor", (const char[]){ *text, '\0' });
}

static void
type_tag (GtkWidget *window, const char *tag)
{
  GtkWidget *chips = find (window, OD_TYPE_PROFILE_TAGS, NULL), *button;

  button = gtk_stack_get_visible_child (GTK_STACK (find (chips, GTK_TYPE_STACK, NULL)));
  g_signal_emit_by_name (button, "clicked");
  type (window, tag);
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

static void
close_after_a_question (GtkWidget *dialog)
{
  gtk_window_close (GTK_WINDOW (dialog));
  g_assert_nonnull (find_question ());
  gtk_window_destroy (GTK_WINDOW (find_question ()));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
save (Fixture *f, GtkWidget *dialog)
{
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  gtk_widget_activate_action (dialog, "form.save", NULL);
  wait_until (dialog == NULL);
  engine_fixture_settle (&f->engine);
}

static void
test_a_typed_tag_counts (Fixture *f, gconstpointer data)
{
  g_autoptr (OdTerms) terms = NULL;
  OdPolicyWhen *when = present (f);
  GtkWidget *dialog;

  type_tag (f->window, "vip");
  gtk_widget_grab_focus (find (GTK_WIDGET (when), GTK_TYPE_CHECK_BUTTON, "Urgent"));
  g_assert_null (od_policy_when_read (when, &f->policy->when));
  g_assert_cmpuint (f->policy->when.tags->len, ==, 1);
  g_assert_cmpuint (f->n_changes, ==, 1);
  type_tag (f->window, " ");
  gtk_widget_grab_focus (find (GTK_WIDGET (when), GTK_TYPE_CHECK_BUTTON, "Urgent"));
  g_assert_cmpuint (f->n_changes, ==, 1);
  dialog = present_promise (f);
  type_tag (dialog, "vip");
  close_after_a_question (dialog);
  dialog = present_promise (f);
  type_tag (dialog, "vip");
  save (f, dialog);
  terms = load_terms (f);
  g_assert_cmpuint (((OdSlaPolicy *) terms->policies->pdata[2])->when.tags->len, ==, 1);
  g_assert_cmpstr (((OdSlaPolicy *) terms->policies->pdata[2])->when.tags->pdata[0], ==, "vip");
}

static void
test_a_typed_number_counts (Fixture *f, gconstpointer data)
{
  g_autoptr (OdTerms) terms = NULL;
  GtkWidget *dialog = present_promise (f);

  gtk_widget_grab_focus (find (dialog, GTK_TYPE_SPIN_BUTTON, NULL));
  type (dialog, "37");
  close_after_a_question (dialog);
  dialog = present_promise (f);
  gtk_widget_grab_focus (find (dialog, GTK_TYPE_SPIN_BUTTON, NULL));
  type (dialog, "37");
  save (f, dialog);
  terms = load_terms (f);
  g_assert_cmpint (((OdSlaPolicy *) terms->policies->pdata[2])->targets[OD_CLOCK_FIRST].warn_percent, ==, 37);
}

#define ADD(name, func) g_test_add ("/policy-when/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("channels", test_channels);
  ADD ("tags", test_tags);
  ADD ("fields", test_fields);
  ADD ("typed-tag", test_a_typed_tag_counts);
  ADD ("typed-number", test_a_typed_number_counts);
  ADD ("rows-say-for-whom", test_rows_say_for_whom);
  return g_test_run ();
}
