/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "od-conversation-status.h"
#include "od-fake-desk.h"
#include "od-inbox-list.h"
#include "od-keymap.h"
#include "od-macro-step.h"
#include "od-macros-window.h"
#include "od-pick-dialog.h"
#include "od-settings.h"
#include "od-thread-header.h"
#include "od-window.h"

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC)
#define HOUR_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
#define MARIA 7 /* her conversation of today, in the week of the fake desk */

/* What an operator does with a conversation, in the window, with the keyboard. */

typedef struct {
  OdClock *clock;
  OdFakeDesk *fake;
  OdDesk *desk;
  GSettings *taste;
  GtkWidget *window;
} Fixture;

static void
settle (void)
{
  for (guint i = 0; i < 20; i++)
    while (g_main_context_iteration (NULL, FALSE))
      ;
}

#define WAIT_UNTIL(condition)                                                                                          \
  while (!(condition))                                                                                                 \
  g_main_context_iteration (NULL, TRUE)

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->clock = od_clock_new_fake (NOW_US);
  fixture->fake = od_fake_desk_new (fixture->clock);
  od_fake_desk_fill_week (fixture->fake);
  fixture->desk = od_fake_desk_make_desk (fixture->fake);
  fixture->taste = od_settings_new (OD_SETTINGS_TASTE, NULL);
  g_settings_reset (fixture->taste, "after-resolve");
  fixture->window = od_window_new (NULL, fixture->desk, NULL);
  gtk_window_present (GTK_WINDOW (fixture->window));
  WAIT_UNTIL (gtk_widget_get_mapped (fixture->window) && gtk_widget_get_width (fixture->window) > 0);
  settle ();
  od_window_show_conversation (OD_WINDOW (fixture->window), MARIA);
  settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = fixture->window;

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
  od_clock_advance (fixture->clock, 20 * G_USEC_PER_SEC);
  WAIT_UNTIL (window == NULL); /* nobody keeps a closed window */
  g_settings_reset (fixture->taste, "after-resolve");
  g_object_unref (fixture->taste);
  od_desk_unref (fixture->desk);
  settle ();
  g_assert_finalize_object (g_steal_pointer (&fixture->fake));
  g_object_unref (fixture->clock);
}

static OdConversationRow *
row (Fixture *fixture)
{
  return od_fake_desk_get_conversation (fixture->fake, MARIA);
}

static gint64
open_id (Fixture *fixture)
{
  return od_window_get_conversation_id (OD_WINDOW (fixture->window));
}

static gboolean
act (Fixture *fixture, const char *name, GVariant *parameter)
{
  gboolean done = gtk_widget_activate_action_variant (fixture->window, name, parameter);

  settle ();
  return done;
}

/* The dialog that an action opens; there is one at a time. */
static OdPickDialog *
open_dialog (Fixture *fixture, const char *action)
{
  GListModel *windows = gtk_window_get_toplevels ();
  OdPickDialog *dialog = NULL;

  g_assert_true (act (fixture, action, NULL));
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (OD_IS_PICK_DIALOG (window))
        dialog = OD_PICK_DIALOG (window);
    }
  g_assert_nonnull (dialog);
  WAIT_UNTIL (gtk_widget_get_mapped (GTK_WIDGET (dialog)));
  return dialog;
}

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_type (child, type);
  return found;
}

/* Types, goes down some rows and presses Enter, as the entry hears of it. */
static void
pick (OdPickDialog *dialog, const char *text, guint n_down)
{
  GtkWidget *entry = find_type (GTK_WIDGET (dialog), GTK_TYPE_ENTRY);
  GtkListBox *list = GTK_LIST_BOX (find_type (GTK_WIDGET (dialog), GTK_TYPE_LIST_BOX));

  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (dialog)), entry));
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  settle ();
  gtk_list_box_select_row (list, gtk_list_box_get_row_at_index (list, (int) n_down));
  g_signal_emit_by_name (entry, "activate");
  settle ();
}

static guint
count_dialogs (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      n += OD_IS_PICK_DIALOG (window) ? 1 : 0;
    }
  return n;
}

static void
test_plain_deeds (Fixture *fixture, gconstpointer data)
{
  row (fixture)->waiting_since_us = NOW_US - HOUR_US;
  od_fake_desk_emit (fixture->fake, OD_CHANGE_CONVERSATION, MARIA);
  settle ();
  act (fixture, "win.no-reply", NULL);
  g_assert_cmpint (row (fixture)->waiting_since_us, ==, 0);
  act (fixture, "win.wait", NULL);
  g_assert_cmpint (row (fixture)->status, ==, OD_STATUS_PENDING);
  act (fixture, "win.undo", NULL);
  g_assert_cmpint (row (fixture)->status, ==, OD_STATUS_OPEN);
  act (fixture, "win.priority", g_variant_new_string ("urgent"));
  g_assert_cmpint (row (fixture)->marks.priority, ==, OD_PRIORITY_URGENT);
  act (fixture, "win.spam", NULL);
  g_assert_cmpint (row (fixture)->status, ==, OD_STATUS_SPAM);
  act (fixture, "win.reopen", NULL);
  g_assert_cmpint (row (fixture)->status, ==, OD_STATUS_OPEN);
  act (fixture, "win.take-over", NULL);
  g_assert_cmpint (row (fixture)->assignee_id, ==, 1);
  act (fixture, "win.assign", g_variant_new_string ("nobody"));
  g_assert_cmpint (row (fixture)->assignee_id, ==, 0);
  act (fixture, "win.snooze", g_variant_new_string ("через 2 часа"));
  g_assert_cmpint (row (fixture)->snoozed_until_us, ==, NOW_US + 2 * HOUR_US);
  act (fixture, "win.wake", NULL);
  g_assert_cmpint (row (fixture)->snoozed_until_us, ==, 0);
}

static void
test_snooze_by_words (Fixture *fixture, gconstpointer data)
{
  pick (open_dialog (fixture, "win.snooze-dialog"), "in 2 hou", 0);
  g_assert_cmpint (row (fixture)->snoozed_until_us, ==, NOW_US + 2 * HOUR_US);
  g_assert_cmpuint (count_dialogs (), ==, 0);
  act (fixture, "win.undo", NULL);
  g_assert_cmpint (row (fixture)->snoozed_until_us, ==, 0);
  pick (open_dialog (fixture, "win.snooze-dialog"), "", 1); /* in three hours */
  g_assert_cmpint (row (fixture)->snoozed_until_us, ==, NOW_US + 3 * HOUR_US);
  act (fixture, "win.undo", NULL);
  pick (open_dialog (fixture, "win.snooze-dialog"), "до ответа", 0);
  g_assert_cmpint (row (fixture)->snoozed_until_us, ==, OD_SNOOZE_UNTIL_REPLY);
}

static void
test_assign_by_name (Fixture *fixture, gconstpointer data)
{
  pick (open_dialog (fixture, "win.assign-dialog"), "maya", 0);
  g_assert_cmpint (row (fixture)->assignee_id, ==, 3);
  pick (open_dialog (fixture, "win.assign-dialog"), "", 0); /* me */
  g_assert_cmpint (row (fixture)->assignee_id, ==, 1);
}

static gboolean
has_tag (Fixture *fixture, const char *tag)
{
  return row (fixture)->tags != NULL && g_strv_contains ((const char *const *) row (fixture)->tags, tag);
}

static void
test_tags_stay_open (Fixture *fixture, gconstpointer data)
{
  OdPickDialog *dialog = open_dialog (fixture, "win.tags");

  pick (dialog, "warehouse", 0);
  g_assert_true (has_tag (fixture, "warehouse"));
  pick (dialog, "vip", 0);
  g_assert_true (has_tag (fixture, "vip"));
  pick (dialog, "wareh", 0); /* it is on: off */
  g_assert_false (has_tag (fixture, "warehouse"));
  g_assert_true (has_tag (fixture, "vip"));
  g_assert_cmpuint (count_dialogs (), ==, 1);
  gtk_window_close (GTK_WINDOW (dialog));
  settle ();
  act (fixture, "win.undo", NULL);
  g_assert_true (has_tag (fixture, "warehouse"));
}

static void
test_block_with_an_end (Fixture *fixture, gconstpointer data)
{
  pick (open_dialog (fixture, "win.block"), "", 0);
  g_assert_true (row (fixture)->marks.is_blocked);
  settle ();
  act (fixture, "win.unblock", NULL);
  g_assert_false (row (fixture)->marks.is_blocked);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer id)
{
  *(gint64 *) id = od_macro_port_save_finish (OD_MACRO_PORT (source), result, NULL);
}

static gint64
add_macro (Fixture *fixture, const char *name, const char *words)
{
  OdMacro *macro = g_new0 (OdMacro, 1);
  gint64 id = 0;

  macro->name = g_strdup (name);
  macro->deeds = g_ptr_array_new_with_free_func ((GDestroyNotify) od_deed_free);
  g_ptr_array_add (macro->deeds, od_deed_new (OD_DEED_TAG, 0, "warehouse"));
  g_ptr_array_add (macro->deeds, od_deed_new (OD_DEED_SNOOZE, 0, words));
  od_macro_port_save_async (fixture->desk->tools.macros, macro, NULL, saved_cb, &id);
  WAIT_UNTIL (id != 0);
  od_macro_free (macro);
  return id;
}

static void
test_macro_is_one_undo (Fixture *fixture, gconstpointer data)
{
  gint64 id = add_macro (fixture, "To the warehouse", "in 2 hours");

  pick (open_dialog (fixture, "win.macros"), "wareh", 0);
  g_assert_true (has_tag (fixture, "warehouse"));
  g_assert_cmpint (row (fixture)->snoozed_until_us, ==, NOW_US + 2 * HOUR_US);
  act (fixture, "win.undo", NULL);
  g_assert_false (has_tag (fixture, "warehouse"));
  g_assert_cmpint (row (fixture)->snoozed_until_us, ==, 0);
  act (fixture, "win.macro", g_variant_new_int64 (id));
  g_assert_cmpint (row (fixture)->snoozed_until_us, ==, NOW_US + 2 * HOUR_US);
}

static GtkWidget *
find_toplevel (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWidget *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      found = G_TYPE_CHECK_INSTANCE_TYPE (window, type) ? window : found;
    }
  return found;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer macros)
{
  *(GPtrArray **) macros = od_macro_port_load_finish (OD_MACRO_PORT (source), result, NULL);
}

static GPtrArray *
load_macros (Fixture *fixture)
{
  GPtrArray *macros = NULL;

  od_macro_port_load_async (fixture->desk->tools.macros, NULL, loaded_cb, &macros);
  WAIT_UNTIL (macros != NULL);
  return macros;
}

/* A macro is opened, its steps are put in another order, one is added, and what can't be read is not saved. */
static void
test_macro_is_edited (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window, *step, *stack;
  g_autoptr (GPtrArray) before = NULL, after = NULL;
  const OdMacro *macro;

  add_macro (fixture, "To the warehouse", "in 2 hours");
  act (fixture, "win.edit-macros", NULL);
  window = find_toplevel (OD_TYPE_MACROS_WINDOW);
  g_assert_nonnull (window);
  WAIT_UNTIL (gtk_widget_get_mapped (window));
  settle ();
  stack = find_type (window, GTK_TYPE_STACK);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "list");
  g_signal_emit_by_name (find_type (window, GTK_TYPE_LIST_BOX), "row-activated",
                         gtk_list_box_get_row_at_index (GTK_LIST_BOX (find_type (window, GTK_TYPE_LIST_BOX)), 0));
  settle ();
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "edit");
  step = find_type (window, OD_TYPE_MACRO_STEP);
  od_macro_step_set_deed (OD_MACRO_STEP (gtk_widget_get_next_sibling (step)),
                          &(OdDeed){ .kind = OD_DEED_SNOOZE, .text = (char *) "whenever" });
  gtk_widget_activate_action (window, "macros.back", NULL); /* nothing that was written goes without a question */
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "edit");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (find_toplevel (ADW_TYPE_MESSAGE_DIALOG)), "keep");
  settle ();
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "edit");
  gtk_widget_activate_action (window, "macros.save", NULL);
  settle ();
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "edit");
  before = load_macros (fixture);
  macro = before->pdata[0];
  g_assert_cmpstr (((OdDeed *) macro->deeds->pdata[1])->text, ==, "in 2 hours");

  od_macro_step_set_deed (OD_MACRO_STEP (gtk_widget_get_next_sibling (step)),
                          &(OdDeed){ .kind = OD_DEED_SNOOZE, .text = (char *) "tomorrow 9" });
  g_signal_emit_by_name (step, "move", 1);
  gtk_widget_activate_action (window, "macros.save", NULL);
  settle ();
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "list");
  after = load_macros (fixture);
  macro = after->pdata[0];
  g_assert_cmpuint (macro->deeds->len, ==, 2);
  g_assert_cmpint (((OdDeed *) macro->deeds->pdata[0])->kind, ==, OD_DEED_SNOOZE);
  g_assert_cmpstr (((OdDeed *) macro->deeds->pdata[0])->text, ==, "tomorrow 9");
  g_assert_cmpint (((OdDeed *) macro->deeds->pdata[1])->kind, ==, OD_DEED_TAG);
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

/* Who opens what a colleague takes care of is told, and takes it. */
static void
test_taken_over_from_a_colleague (Fixture *fixture, gconstpointer data)
{
  GtkWidget *banner;

  act (fixture, "win.assign", g_variant_new_string ("nobody"));
  pick (open_dialog (fixture, "win.assign-dialog"), "maya", 0);
  banner = find_type (find_type (fixture->window, OD_TYPE_THREAD_HEADER), GTK_TYPE_INFO_BAR);
  g_assert_true (gtk_info_bar_get_revealed (GTK_INFO_BAR (banner)));
  act (fixture, "win.take-over", NULL);
  g_assert_cmpint (row (fixture)->assignee_id, ==, 1);
  g_assert_false (gtk_info_bar_get_revealed (GTK_INFO_BAR (banner)));
}

static void
test_after_resolve (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *setting;
    gboolean stays, is_list;
  } cases[] = {
    { "stay", TRUE, FALSE }, { "next", FALSE, FALSE }, { "next-unanswered", FALSE, FALSE }, { "list", FALSE, TRUE }
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_settings_set_string (fixture->taste, "after-resolve", cases[i].setting);
      od_window_show_conversation (OD_WINDOW (fixture->window), MARIA);
      settle ();
      act (fixture, "win.resolve", NULL);
      g_assert_cmpint (row (fixture)->status, ==, OD_STATUS_RESOLVED);
      g_assert_true ((open_id (fixture) == MARIA) == cases[i].stays);
      g_assert_true ((open_id (fixture) == 0) == cases[i].is_list);
      act (fixture, "win.undo", NULL);
      g_assert_cmpint (row (fixture)->status, ==, OD_STATUS_OPEN);
    }
}

static gboolean
shows (GtkWidget *widget, const char *part)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      strstr (gtk_label_get_text (GTK_LABEL (widget)), part) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows (child, part))
      return TRUE;
  return FALSE;
}

/* A reply that resolves goes on as the button does; the one who has not written stays. */
static void
test_after_send_and_resolve (Fixture *fixture, gconstpointer data)
{
  GtkWidget *composer = find_type (fixture->window, g_type_from_name ("OdComposer"));
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (find_type (composer, GTK_TYPE_TEXT_VIEW)));

  g_settings_set_string (fixture->taste, "after-resolve", "next");
  gtk_text_buffer_set_text (buffer, "Good afternoon, Maria! It was sent today. Is there anything else? Goodbye!", -1);
  settle ();
  for (guint i = 0; i < 2 && open_id (fixture) == MARIA; i++) /* what the advice stops goes when asked again */
    {
      gtk_widget_activate_action (composer, "composer.send-resolve", NULL);
      settle ();
    }
  WAIT_UNTIL (open_id (fixture) != MARIA);
  g_assert_cmpint (open_id (fixture), !=, 0);
  WAIT_UNTIL (shows (fixture->window, "Sent and resolved"));
  g_assert_true (act (fixture, "win.undo", NULL));
  WAIT_UNTIL (shows (fixture->window, "Undone"));
}

/* By name from the palette: as any other deed it can be taken back. */
static void
test_assign_to_is_a_deed (Fixture *fixture, gconstpointer data)
{
  gint64 before = row (fixture)->assignee_id;

  g_assert_true (act (fixture, "win.assign-to", g_variant_new ("(xs)", (gint64) 3, "Maya")));
  g_assert_cmpint (row (fixture)->assignee_id, ==, 3);
  act (fixture, "win.undo", NULL);
  g_assert_cmpint (row (fixture)->assignee_id, ==, before);
}

/* Something is promised: the dialog says so, and which moments are later than that. */
static void
test_snooze_warns_of_a_promise (Fixture *fixture, gconstpointer data)
{
  OdPickDialog *dialog;

  row (fixture)->marks.due_us = 0;
  od_fake_desk_emit (fixture->fake, OD_CHANGE_CONVERSATION, MARIA);
  settle ();
  dialog = open_dialog (fixture, "win.snooze-dialog");
  g_assert_false (shows (GTK_WIDGET (dialog), "An answer is promised"));
  g_assert_false (shows (GTK_WIDGET (dialog), "(late)"));
  gtk_window_close (GTK_WINDOW (dialog));
  settle ();
  row (fixture)->marks.due_us = NOW_US + 2 * HOUR_US;
  od_fake_desk_emit (fixture->fake, OD_CHANGE_CONVERSATION, MARIA);
  settle ();
  dialog = open_dialog (fixture, "win.snooze-dialog");
  WAIT_UNTIL (shows (GTK_WIDGET (dialog), "An answer is promised"));
  g_assert_true (shows (GTK_WIDGET (dialog), "(late)")); /* in three hours, and later */
  gtk_editable_set_text (GTK_EDITABLE (find_type (GTK_WIDGET (dialog), GTK_TYPE_ENTRY)), "in 1 hour");
  settle ();
  g_assert_false (shows (GTK_WIDGET (dialog), "(late)"));
  gtk_editable_set_text (GTK_EDITABLE (find_type (GTK_WIDGET (dialog), GTK_TYPE_ENTRY)), "in 4 hours");
  settle ();
  g_assert_true (shows (GTK_WIDGET (dialog), "(late)"));
  gtk_window_close (GTK_WINDOW (dialog));
  settle ();
}

static const char *
find_tip (GtkWidget *widget, const char *start)
{
  const char *tip = gtk_widget_get_tooltip_text (widget), *found = NULL;

  if (tip != NULL && g_str_has_prefix (tip, start))
    return tip;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_tip (child, start);
  return found;
}

/* A button says the key that holds now. */
static void
test_tips_name_the_current_key (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OdKeymap) keymap = od_keymap_new (fixture->taste);

  g_assert_cmpstr (find_tip (fixture->window, "Resolve"), ==, "Resolve (Ctrl+E)");
  g_assert_cmpstr (find_tip (fixture->window, "Only colleagues"), ==, "Only colleagues see it (Shift+Ctrl+N)");
  g_assert_cmpstr (find_tip (fixture->window, "Attach Files"), ==, "Attach Files (Ctrl+O)");
  od_keymap_set (keymap, od_commands_find ("resolve"), "<Control>y");
  settle ();
  g_assert_cmpstr (find_tip (fixture->window, "Resolve"), ==, "Resolve (Ctrl+Y)");
  od_keymap_set (keymap, od_commands_find ("resolve"), "");
  settle ();
  g_assert_cmpstr (find_tip (fixture->window, "Resolve"), ==, "Resolve");
  od_keymap_reset (keymap);
  settle ();
}

static void
test_unread_goes_back_to_the_list (Fixture *fixture, gconstpointer data)
{
  act (fixture, "win.unread", NULL);
  g_assert_cmpuint (row (fixture)->n_unread, ==, 1);
  g_assert_cmpint (open_id (fixture), ==, 0);
  settle ();
  g_assert_cmpuint (row (fixture)->n_unread, ==, 1);
}

/* (transfer none) (nullable): the menu of a row, as long as it is seen */
static GtkWidget *
find_popover (Fixture *fixture)
{
  GtkWidget *list = find_type (fixture->window, OD_TYPE_INBOX_LIST), *menu = gtk_widget_get_last_child (list);

  return GTK_IS_POPOVER_MENU (menu) && gtk_widget_get_mapped (menu) ? menu : NULL;
}

static gboolean
offers (GtkWidget *widget, const char *text)
{
  gboolean found = GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
                   g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = offers (child, text);
  return found;
}

static gboolean
press (const char *command)
{
  g_auto (GStrv) argv = g_strsplit (command, " ", -1);
  int status;

  return g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL,
                       &status, NULL) &&
         g_spawn_check_wait_status (status, NULL);
}

static void
close_popover (Fixture *fixture)
{
  gtk_popover_popdown (GTK_POPOVER (find_popover (fixture)));
  WAIT_UNTIL (find_popover (fixture) == NULL);
  settle ();
}

/* Puts the cursor on the row after the open one, without opening it. */
static gint64
move_cursor (OdInboxList *list)
{
  GtkWidget *row = find_type (GTK_WIDGET (list), GTK_TYPE_LIST_VIEW);
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (row)));
  g_autoptr (OdConversationItem) first = g_list_model_get_item (model, 0);
  guint position = od_conversation_item_get_id (first) == MARIA ? 1 : 0;
  g_autoptr (OdConversationItem) item = g_list_model_get_item (model, position);

  row = gtk_widget_get_first_child (row);
  while (position-- > 0)
    row = gtk_widget_get_next_sibling (row);
  g_assert_true (gtk_widget_grab_focus (row));
  settle ();
  return od_conversation_item_get_id (item);
}

/* What the header offers is offered by each row, too: with the keyboard, for the row under the cursor. */
static void
test_row_has_a_menu (Fixture *fixture, gconstpointer data)
{
  static const char *const expected[] = { "Resolve",        "Select", "Assign…",      "Snooze…",
                                          "Mark as Unread", "Tags…",  "Run a Macro…", "Block…" };
  OdInboxList *list = OD_INBOX_LIST (find_type (fixture->window, OD_TYPE_INBOX_LIST));
  gint64 id = move_cursor (list);

  g_assert_cmpint (open_id (fixture), ==, MARIA);
  if (!press ("xdotool mousemove 640 300") || !press ("xdotool key shift+F10"))
    {
      g_test_skip ("xdotool is needed");
      return;
    }
  WAIT_UNTIL (find_popover (fixture) != NULL);
  g_assert_cmpint (open_id (fixture), ==, id);
  WAIT_UNTIL (offers (find_popover (fixture), "Resolve"));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    if (!offers (find_popover (fixture), expected[i]))
      g_error ("The menu has no “%s”", expected[i]);
  g_assert_true (gtk_widget_activate_action (find_popover (fixture), "inbox-list.mark", NULL));
  g_assert_cmpuint (od_inbox_list_get_n_marked (list), ==, 1);
  close_popover (fixture);
  od_inbox_list_mark_all (list);
  settle ();
  g_assert_true (press ("xdotool key Menu"));
  WAIT_UNTIL (find_popover (fixture) != NULL);
  g_assert_cmpuint (od_inbox_list_get_n_marked (list), >, 1); /* it is for all of them */
  g_assert_false (offers (find_popover (fixture), "Select"));
  close_popover (fixture);
}

/* It is for the row under the pointer. */
static void
test_row_has_a_menu_by_pointer (Fixture *fixture, gconstpointer data)
{
  OdInboxList *list = OD_INBOX_LIST (find_type (fixture->window, OD_TYPE_INBOX_LIST));
  gint64 id = move_cursor (list);
  graphene_rect_t bounds;
  g_autofree char *move = NULL;
  double x, y;

  g_assert_true (
      gtk_widget_compute_bounds (gtk_window_get_focus (GTK_WINDOW (fixture->window)), fixture->window, &bounds));
  gtk_native_get_surface_transform (GTK_NATIVE (fixture->window), &x, &y);
  move =
      g_strdup_printf ("xdotool mousemove %d %d", (int) (bounds.origin.x + x) + 40, (int) (bounds.origin.y + y) + 20);
  if (!press (move) || !press ("xdotool click 3"))
    {
      g_test_skip ("xdotool is needed");
      return;
    }
  WAIT_UNTIL (find_popover (fixture) != NULL);
  g_assert_cmpint (open_id (fixture), ==, id);
  close_popover (fixture);
}

#define ADD(path, func) g_test_add ("/triage/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("plain", test_plain_deeds);
  ADD ("snooze", test_snooze_by_words);
  ADD ("assign", test_assign_by_name);
  ADD ("tags", test_tags_stay_open);
  ADD ("block", test_block_with_an_end);
  ADD ("macro", test_macro_is_one_undo);
  ADD ("macro-editor", test_macro_is_edited);
  ADD ("banner", test_taken_over_from_a_colleague);
  ADD ("after-resolve", test_after_resolve);
  ADD ("after-send-and-resolve", test_after_send_and_resolve);
  ADD ("assign-to", test_assign_to_is_a_deed);
  ADD ("snooze-warns", test_snooze_warns_of_a_promise);
  ADD ("tips", test_tips_name_the_current_key);
  ADD ("row-menu", test_row_has_a_menu);
  ADD ("row-menu-by-pointer", test_row_has_a_menu_by_pointer);
  ADD ("unread", test_unread_goes_back_to_the_list);
  return g_test_run ();
}
