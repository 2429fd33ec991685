/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <string.h>

#include "engine-desk.h"
#include "od-inbox-list.h"
#include "od-inbox-row.h"
#include "od-thread-pane.h"
#include "od-unsent-words.h"

/* A reply that can't leave, over a real store: what is seen of it where it was written, and in the list. */

typedef struct {
  EngineFixture engine;
  OdDesk *desk;
  OdAccountList *accounts;
  OdConversationList *list;
  GtkWidget *window, *rows;
  OdThreadPane *pane;
  gint64 id;
  guint n_refs; /* of the clock, before there was a desk */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  const OdViewQuery everything = { .scope = OD_SCOPE_ALL, .order = OD_ORDER_ACTIVITY };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  engine_fixture_set_up (&f->engine, "demo");
  f->n_refs = G_OBJECT (f->engine.clock)->ref_count;
  f->desk = engine_desk_new (&f->engine);
  f->id = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Where is my order?");
  f->accounts = od_account_list_new (f->desk);
  f->list = od_conversation_list_new (f->desk);
  f->rows = od_inbox_list_new (f->desk, f->accounts, f->list);
  f->pane = OD_THREAD_PANE (od_thread_pane_new (f->desk));
  gtk_widget_set_size_request (f->rows, 300, -1);
  gtk_widget_set_hexpand (GTK_WIDGET (f->pane), TRUE);
  gtk_box_append (GTK_BOX (box), f->rows);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (f->pane));
  f->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (f->window), 1000, 600);
  gtk_window_set_child (GTK_WINDOW (f->window), box);
  gtk_window_present (GTK_WINDOW (f->window));
  wait_until (gtk_widget_get_mapped (f->window));
  od_conversation_list_set_query (f->list, &everything);
  od_thread_pane_set_conversation (f->pane, f->id, 0);
  engine_fixture_settle (&f->engine);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  g_clear_object (&f->list);
  g_clear_object (&f->accounts);
  g_clear_pointer (&f->desk, od_desk_unref);
  wait_until (G_OBJECT (f->engine.clock)->ref_count == f->n_refs);
  engine_fixture_tear_down (&f->engine, "demo");
}

/* ---- Looking ---- */

static GtkWidget *
find_words (GtkWidget *widget, const char *words)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), words))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_words (child, words);
  return found;
}

static GtkWidget *
find_button (Fixture *f, const char *words)
{
  GtkWidget *label = find_words (f->window, words);

  return label != NULL ? gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON) : NULL;
}

/* (nullable): of the only conversation */
static const OdConversationRow *
get_row (Fixture *f)
{
  g_autoptr (OdConversationItem) item = g_list_model_get_item (G_LIST_MODEL (f->list), 0);

  return item != NULL ? od_conversation_item_get_row (item) : NULL;
}

static const char *
get_sign (Fixture *f)
{
  const OdConversationRow *row = get_row (f);

  return row != NULL ? od_unsent_words_sign (row, od_account_list_find (f->accounts, row->account_id)) : NULL;
}

/* As a screen reader is told. */
static gboolean
row_says (GtkWidget *widget, const char *words)
{
  gboolean is_said = FALSE;

  if (OD_IS_INBOX_ROW (widget))
    {
      /* what it says instead is in the answer */
      char *difference =
          gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, "");

      is_said = difference != NULL && strstr (difference, words) != NULL;
      g_free (difference);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !is_said;
       child = gtk_widget_get_next_sibling (child))
    is_said = row_says (child, words);
  return is_said;
}

/* ---- Doing ---- */

static void
pause_account (Fixture *f)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  od_account_port_set_enabled_async (f->desk->accounts, f->engine.account_id, FALSE, NULL,
                                     engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  g_assert_true (od_account_port_set_enabled_finish (f->desk->accounts, result, &error));
  g_assert_no_error (error);
}

/* Time passes until it is so: changes are told a moment later. */
#define pass_until(f, condition)                                                                                       \
  while (!(condition))                                                                                                 \
  engine_fixture_advance_s (&(f)->engine, 1)

static void
test_paused_is_said_everywhere (Fixture *f, gconstpointer data)
{
  static const char reason[] = "Not sent: the account is paused.";
  gint64 message_id, due_us;

  pass_until (f, get_row (f) != NULL);
  due_us = get_row (f)->marks.due_us;
  g_assert_cmpint (due_us, >, 0);
  g_assert_null (get_sign (f));
  g_assert_null (find_button (f, "Resume"));
  pause_account (f);
  pass_until (f, find_button (f, "Resume") != NULL); /* before one writes */

  message_id = engine_fixture_reply (&f->engine, f->id, "It is on its way");
  pass_until (f, find_words (GTK_WIDGET (f->pane), reason) != NULL);
  g_assert_nonnull (find_button (f, "Edit"));
  g_assert_nonnull (find_button (f, "Cancel"));
  pass_until (f, get_sign (f) != NULL);
  g_assert_cmpstr (get_sign (f), ==, "Not sent");
  g_assert_true (row_says (f->rows, reason));
  g_assert_cmpint (get_row (f)->marks.due_us, ==, due_us); /* what was promised is not kept yet */
  g_assert_cmpint (get_row (f)->marks.clock_state, ==, OD_CLOCK_AWAITING);

  g_signal_emit_by_name (find_button (f, "Resume"), "clicked");
  pass_until (f, engine_fixture_get_delivery (&f->engine, f->id, message_id) == OD_DELIVERY_SENT);
  pass_until (f, get_sign (f) == NULL && get_row (f)->marks.due_us == 0);
  pass_until (f, find_button (f, "Resume") == NULL && find_words (f->window, reason) == NULL);
  g_assert_false (row_says (f->rows, reason));
}

/* The customer's newer message is the last one: that the reply is held can't be read off it. */
static void
test_held_is_a_sign_of_its_own (Fixture *f, gconstpointer data)
{
  const OdReply reply = {
    .conversation_id = f->id, .operator_id = 1, .text = "Tomorrow", .seen_id = 1, .is_held_by_customer = TRUE
  };
  g_autoptr (OdReplyResult) result = NULL;
  g_autoptr (GError) error = NULL;

  engine_fixture_receive (&f->engine, "chat-1", "in-2", "It has come!");
  result = engine_fixture_enqueue (&f->engine, &reply, &error);
  g_assert_no_error (error);
  pass_until (f, engine_fixture_get_delivery (&f->engine, f->id, result->message_id) == OD_DELIVERY_HELD);
  engine_fixture_receive (&f->engine, "chat-1", "in-3", "Thank you");
  pass_until (f, get_row (f) != NULL && get_row (f)->last_kind == OD_TIMELINE_IN && get_sign (f) != NULL);
  g_assert_cmpstr (get_sign (f), ==, "Held back");
  g_assert_true (row_says (f->rows, "A reply is held back"));
}

static void
check (OdAccountState state, const char *error, const char *reason, const char *banner)
{
  OdAccountRow account = { .name = (char *) "Shop", .state = state, .error = (char *) error };
  const OdConversationRow row = { .marks.unsent = OD_DELIVERY_QUEUED };
  g_autofree char *given_reason = od_unsent_words_reason (&account);
  g_autofree char *given_banner = od_unsent_words_banner (&account);

  g_assert_cmpstr (given_reason, ==, reason);
  g_assert_cmpstr (given_banner, ==, banner);
  g_assert_cmpstr (od_unsent_words_sign (&row, &account), ==, reason != NULL ? "Not sent" : NULL);
}

static void
test_words (void)
{
  const OdAccountRow history = { .name = (char *) "Old", .is_history_only = TRUE };
  const OdConversationRow failed = { .last_kind = OD_TIMELINE_OUT, .last_delivery = OD_DELIVERY_FAILED };
  const OdAccountRow removed = { .name = (char *) "Old", .is_history_only = TRUE, .removed_at_us = 1 };
  g_autofree char *banner = od_unsent_words_banner (&history);
  g_autofree char *removed_banner = od_unsent_words_banner (&removed);

  check (OD_ACCOUNT_OK, NULL, NULL, NULL);
  check (OD_ACCOUNT_CONNECTING, NULL, NULL, NULL);
  check (OD_ACCOUNT_PAUSED, NULL, "Not sent: the account is paused.",
         "“Shop” is paused: no messages come, and replies wait here.");
  check (OD_ACCOUNT_AUTH, "The token is refused.", "Not sent: the account needs you. The token is refused.",
         "“Shop” does not work, replies wait here. The token is refused.");
  check (OD_ACCOUNT_ERROR, NULL, "Not sent yet: the account does not work.",
         "“Shop” does not work: replies wait here.");
  g_assert_cmpstr (removed_banner, ==, "The account was removed: its history can be read, but not answered here.");
  g_assert_cmpstr (banner, ==, "This is imported history: it can be read, but not answered here.");
  g_assert_cmpstr (od_unsent_words_sign (&failed, NULL), ==, "Not sent");
}

int
main (int argc, char **argv)
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/com/example/Omnidesk/icons");
  g_test_add ("/unsent/paused", Fixture, NULL, set_up, test_paused_is_said_everywhere, tear_down);
  g_test_add ("/unsent/held", Fixture, NULL, set_up, test_held_is_a_sign_of_its_own, tear_down);
  g_test_add_func ("/unsent/words", test_words);
  return g_test_run ();
}
