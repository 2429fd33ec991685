/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "engine-desk.h"
#include "od-accounts-window.h"
#include "od-error.h"

/* Accounts are connected, changed, tried and paused over a real engine. */

typedef struct {
  EngineFixture engine;
  OdDesk *desk;
  OdAccountList *accounts;
  GtkWidget *window;
} Fixture;

static gboolean
is_token (const char *text)
{
  return strchr (text, ':') != NULL;
}

static const OdChannelField fields[] = {
  { "token", "Token", OD_FIELD_SECRET, NULL, 0, 0, OD_FIELD_PLAIN, "123:abc", "From the other side.", is_token,
    "A token has a colon." },
  { "script", "Script", OD_FIELD_TEXT, "" },
  { "control", "Control", OD_FIELD_TEXT, "test", 0, 0, OD_FIELD_ADVANCED },
  { NULL },
};

static void
set_up (Fixture *f, gconstpointer data)
{
  OdChannelInfo *info = od_channel_info_new ("demo-secret", "Bots", "od-chat-symbolic");

  engine_fixture_set_up (&f->engine, "demo");
  engine_fixture_settle (&f->engine);
  f->desk = engine_desk_new (&f->engine);
  info->summary = g_strdup ("Customers write to a bot.");
  info->needs = g_strdup ("a token");
  info->help = g_strdup ("Ask for it there.");
  info->fields = fields;
  g_ptr_array_add (f->desk->channels, info);
  f->accounts = od_account_list_new (f->desk);
  wait_until (od_account_list_get_is_loaded (f->accounts));
  f->window = od_accounts_window_new (NULL, f->desk, f->accounts, FALSE);
  gtk_window_present (GTK_WINDOW (f->window));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  engine_fixture_settle (&f->engine);
  g_clear_object (&f->accounts);
  g_clear_pointer (&f->desk, od_desk_unref);
  engine_fixture_tear_down (&f->engine, "demo");
}

/* The engine's clock stands still: what it has to tell is told when a frame is over. */
#define wait_shown(condition)                                                                                          \
  while (!(condition))                                                                                                 \
    {                                                                                                                  \
      engine_fixture_advance_s (&f->engine, 1);                                                                        \
      g_main_context_iteration (NULL, FALSE);                                                                          \
    }

/* The first visible widget of @type whose title, label or action name is @name; of any if %NULL. */
static GtkWidget *
find (GtkWidget *widget, GType type, const char *name)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_visible (widget))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) &&
      (name == NULL ||
       (ADW_IS_PREFERENCES_ROW (widget) &&
        g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), name) == 0) ||
       (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), name) == 0) ||
       (GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), name) == 0)))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type, name);
  return found;
}

static GtkWidget *
find_shown (Fixture *f, GType type, const char *name)
{
  GtkStack *stack = GTK_STACK (find (f->window, GTK_TYPE_STACK, NULL));

  return find (gtk_stack_get_visible_child (stack), type, name);
}

static void
click (Fixture *f, const char *label)
{
  GtkWidget *button = find_shown (f, GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static void
write_row (Fixture *f, const char *title, const char *text)
{
  GtkWidget *row = find_shown (f, ADW_TYPE_ENTRY_ROW, title);

  g_assert_nonnull (row);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static void
open_account (Fixture *f, const char *name)
{
  GtkWidget *row;

  wait_shown ((row = find_shown (f, ADW_TYPE_ACTION_ROW, name)) != NULL);
  g_signal_emit_by_name (row, "activated");
}

static void
connect_bot (Fixture *f, const char *name)
{
  gtk_widget_activate_action (f->window, "accounts.connect", "s", "demo-secret");
  write_row (f, "Name of this account", name);
  write_row (f, "Token", "1:hidden");
  click (f, "_Connect");
  wait_shown (find_shown (f, ADW_TYPE_ACTION_ROW, name) != NULL);
}

static void
test_channels_are_cards (Fixture *f, gconstpointer data)
{
  GtkWidget *row;

  gtk_widget_activate_action (f->window, "accounts.pick", NULL);
  row = find_shown (f, ADW_TYPE_ACTION_ROW, "Bots");
  g_assert_nonnull (row);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==,
                   "Customers write to a bot.\nNeeded: a token");
  gtk_widget_activate (row); /* as Enter does */
  wait_shown (find_shown (f, ADW_TYPE_ENTRY_ROW, "Token") != NULL);
  gtk_widget_activate_action (f->window, "accounts.back", NULL);
  g_assert_nonnull (find_shown (f, ADW_TYPE_ACTION_ROW, "Bots"));
  gtk_widget_activate_action (f->window, "accounts.back", NULL);
  g_assert_nonnull (find_shown (f, ADW_TYPE_ACTION_ROW, "Shop"));
}

/* What is wrong stands at the field, which has the cursor then. */
static void
test_errors_come_into_view (Fixture *f, gconstpointer data)
{
  GtkWidget *row, *more;

  gtk_widget_activate_action (f->window, "accounts.connect", "s", "demo-secret");
  g_assert_null (find_shown (f, GTK_TYPE_LABEL, "This must be filled in.")); /* nobody was there yet */
  click (f, "_Connect");
  row = find_shown (f, ADW_TYPE_ENTRY_ROW, "Token");
  g_assert_nonnull (find_shown (f, GTK_TYPE_LABEL, "This must be filled in."));
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (f->window)), row));
  write_row (f, "Token", "1");
  g_assert_nonnull (find_shown (f, GTK_TYPE_LABEL, "A token has a colon."));
  write_row (f, "Token", "1:hidden");
  g_assert_null (find_shown (f, GTK_TYPE_LABEL, "A token has a colon."));
  g_assert_false (gtk_widget_has_css_class (row, "error"));
  more = find_shown (f, ADW_TYPE_EXPANDER_ROW, "More Settings");
  g_assert_false (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (more)));
  write_row (f, "Script", "perhaps"); /* what only the channel knows comes back to the field */
  click (f, "_Connect");
  wait_shown (gtk_widget_has_css_class (find_shown (f, ADW_TYPE_ENTRY_ROW, "Script"), "error"));
}

static void
test_connected_and_changed (Fixture *f, gconstpointer data)
{
  connect_bot (f, "Bot");
  open_account (f, "Bot");
  g_assert_nonnull (find_shown (f, ADW_TYPE_ACTION_ROW, "Last Heard From"));
  g_signal_emit_by_name (find_shown (f, ADW_TYPE_ACTION_ROW, "Name and Settings"), "activated");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_shown (f, ADW_TYPE_ENTRY_ROW, "Token"))), ==, "");
  g_assert_nonnull (find_shown (f, GTK_TYPE_LABEL, "It is in the key ring. Leave this empty to keep it."));
  write_row (f, "Name of this account", "Other bot");
  click (f, "_Save");
  wait_shown (find_shown (f, ADW_TYPE_ACTION_ROW, "Name and Settings") != NULL);
  gtk_widget_activate_action (f->window, "accounts.back", NULL);
  wait_shown (find_shown (f, ADW_TYPE_ACTION_ROW, "Other bot") != NULL);
}

/* The question over the window; NULL if there is none. */
static GtkWidget *
find_question (void)
{
  g_autoptr (GList) all = gtk_window_list_toplevels ();

  for (GList *l = all; l != NULL; l = l->next)
    if (ADW_IS_MESSAGE_DIALOG (l->data) && gtk_widget_get_visible (l->data))
      return l->data;
  return NULL;
}

static void
answer (const char *response)
{
  GtkWidget *dialog = find_question ();

  g_signal_emit_by_name (dialog, "response", response);
  gtk_window_destroy (GTK_WINDOW (dialog));
  while (g_main_context_iteration (NULL, FALSE)) /* whoever asked is told */
    ;
}

/* Kept unless one says otherwise; then the account is not as if it were alive, and its history can still be erased. */
static void
test_removed_and_erased (Fixture *f, gconstpointer data)
{
  g_autofree char *body = NULL;

  engine_fixture_receive (&f->engine, "chat", "chat:1", "hello");
  open_account (f, "Shop");
  click (f, "_Remove…");
  click (f, "_Remove…"); /* asks once */
  wait_shown (find_question () != NULL);
  engine_fixture_settle (&f->engine);
  g_object_get (find_question (), "body", &body, NULL);
  g_assert_nonnull (strstr (body, "1 message, 1 conversation, 0 files"));
  g_assert_cmpstr (adw_message_dialog_get_default_response (ADW_MESSAGE_DIALOG (find_question ())), ==, "cancel");
  answer ("cancel");
  g_assert_null (find_question ());
  engine_fixture_settle (&f->engine);
  g_assert_nonnull (find_shown (f, ADW_TYPE_ACTION_ROW, "Name and Settings"));
  click (f, "_Remove…");
  wait_shown (find_question () != NULL);
  answer ("remove");
  wait_shown (find_shown (f, GTK_TYPE_BUTTON, "_Erase…") != NULL);
  g_assert_null (find_shown (f, ADW_TYPE_ACTION_ROW, "Name and Settings"));
  wait_shown ((click (f, "_Erase…"), find_question () != NULL)); /* not before the removal has ended */
  answer ("erase");
  wait_shown (g_list_model_get_n_items (G_LIST_MODEL (f->accounts)) == 0);
}

/* What was typed is not dropped by a key. */
static void
test_escape_asks (Fixture *f, gconstpointer data)
{
  gtk_widget_activate_action (f->window, "accounts.connect", "s", "demo-secret");
  gtk_widget_activate_action (f->window, "accounts.back", NULL);
  g_assert_null (find_question ()); /* nothing was typed */
  gtk_widget_activate_action (f->window, "accounts.connect", "s", "demo-secret");
  write_row (f, "Token", "1:hidden");
  gtk_widget_activate_action (f->window, "accounts.back", NULL);
  wait_shown (find_question () != NULL);
  answer ("keep");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_shown (f, ADW_TYPE_ENTRY_ROW, "Token"))), ==, "1:hidden");
  gtk_window_close (GTK_WINDOW (f->window));
  wait_shown (find_question () != NULL);
  answer ("keep");
  gtk_widget_activate_action (f->window, "accounts.back", NULL);
  wait_shown (find_question () != NULL);
  answer ("discard");
  wait_shown (find_shown (f, ADW_TYPE_ACTION_ROW, "Bots") != NULL);
}

static void
test_tried_before_it_is_kept (Fixture *f, gconstpointer data)
{
  gtk_widget_activate_action (f->window, "accounts.connect", "s", "demo-secret");
  write_row (f, "Token", "1:hidden");
  gtk_widget_grab_focus (find_shown (f, GTK_TYPE_BUTTON, "_Test Connection"));
  click (f, "_Test Connection");
  wait_shown (find_shown (f, GTK_TYPE_LABEL, "It works.") != NULL);
  g_assert_true (gtk_widget_has_focus (find_shown (f, GTK_TYPE_BUTTON, "_Test Connection")));
  od_demo_control_push_start (f->engine.control, OD_DEMO_AUTH);
  click (f, "_Test Connection");
  wait_shown (find_shown (f, GTK_TYPE_LABEL,
                          "The other side doesn’t accept the password or token: check it, or get a new one there.") !=
              NULL);
  gtk_widget_activate_action (f->window, "accounts.back", NULL);
  gtk_widget_activate_action (f->window, "accounts.back", NULL);
  g_assert_null (find_shown (f, ADW_TYPE_ACTION_ROW, "Bots"));
}

static void
test_trouble_has_a_way_out (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new_literal (OD_ERROR, OD_ERROR_AUTH, "Who are you?");

  open_account (f, "Shop");
  g_assert_null (find_shown (f, GTK_TYPE_BUTTON, "_Pause"));
  od_demo_control_break (f->engine.control, error);
  wait_shown (find_shown (f, GTK_TYPE_BUTTON, "_Change Token…") != NULL);
  g_assert_nonnull (find_shown (f, ADW_TYPE_ACTION_ROW, "What Is Wrong"));
  click (f, "_Pause");
  wait_shown (find_shown (f, GTK_TYPE_BUTTON, "_Change Token…") == NULL);
}

/* Whoever went on elsewhere is not fetched back when it is saved. */
static void
test_closed_while_it_connects (Fixture *f, gconstpointer data)
{
  gtk_widget_activate_action (f->window, "accounts.connect", "s", "demo-secret");
  write_row (f, "Name of this account", "Bot");
  write_row (f, "Token", "1:hidden");
  click (f, "_Connect");
  gtk_widget_activate_action (f->window, "accounts.pick", NULL);
  wait_shown (g_list_model_get_n_items (G_LIST_MODEL (f->accounts)) == 2);
  engine_fixture_settle (&f->engine);
  g_assert_nonnull (find_shown (f, ADW_TYPE_ACTION_ROW, "Bots"));
}

/* What fails is not told as a change of the account; whoever looks at it sees it all the same. */
static void
test_health_moves (Fixture *f, gconstpointer data)
{
  gint64 conversation = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Hello");

  open_account (f, "Shop");
  g_assert_null (find_shown (f, ADW_TYPE_ACTION_ROW, "Not Sent, or Not Known to Be"));
  od_demo_control_push (f->engine.control, OD_DEMO_REJECTED, 0);
  engine_fixture_reply (&f->engine, conversation, "Hi");
  wait_shown (find_shown (f, ADW_TYPE_ACTION_ROW, "Not Sent, or Not Known to Be") != NULL);
}

static void
test_narrow (Fixture *f, gconstpointer data)
{
  static const char *const actions[] = { "accounts.pick", "accounts.back" };
  int minimum;

  connect_bot (f, "A bot with a name that is far too long for any window of a phone");
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      gtk_widget_activate_action (f->window, actions[i], NULL);
      gtk_widget_measure (f->window, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      g_assert_cmpint (minimum, <=, 360);
    }
  gtk_widget_activate_action (f->window, "accounts.connect", "s", "demo-secret");
  gtk_widget_measure (f->window, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  gtk_widget_activate_action (f->window, "accounts.back", NULL);
  gtk_widget_activate_action (f->window, "accounts.back", NULL);
  open_account (f, "Shop");
  gtk_widget_measure (f->window, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
}

#define ADD(path, func) g_test_add ("/accounts-window/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("channels", test_channels_are_cards);
  ADD ("errors", test_errors_come_into_view);
  ADD ("changed", test_connected_and_changed);
  ADD ("tried", test_tried_before_it_is_kept);
  ADD ("trouble", test_trouble_has_a_way_out);
  ADD ("closed", test_closed_while_it_connects);
  ADD ("health", test_health_moves);
  ADD ("narrow", test_narrow);
  ADD ("removed", test_removed_and_erased);
  ADD ("escape", test_escape_asks);
  return g_test_run ();
}
