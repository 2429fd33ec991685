/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-window"

#include "od-window-triage.h"

#include <glib/gi18n.h>

#include "od-macros-window.h"

/* What an operator does with conversations: each action is a deed on the marked ones, or on the open one. */

/* What comes after a conversation is resolved; the numbers are in the settings. */
typedef enum {
  OD_AFTER_RESOLVE_STAY,
  OD_AFTER_RESOLVE_NEXT,
  OD_AFTER_RESOLVE_UNANSWERED,
  OD_AFTER_RESOLVE_LIST,
} OdAfterResolve;

static const char *const priorities[] = { "low", "normal", "high", "urgent" };

/* Actions that are a deed and nothing else. */
static const struct {
  const char *action;
  OdDeedKind kind;
} plain[] = {
  { "win.reopen", OD_DEED_REOPEN },   { "win.wait", OD_DEED_WAIT }, { "win.spam", OD_DEED_SPAM },
  { "win.wake", OD_DEED_WAKE },       { "win.read", OD_DEED_READ }, { "win.no-reply", OD_DEED_NO_REPLY },
  { "win.unblock", OD_DEED_UNBLOCK },
};

/**
 * od_window_get_targets:
 *
 * Returns: (transfer full) (element-type gint64): what a deed is for; empty if nothing is open or marked
 */
GArray *
od_window_get_targets (OdWindow *self)
{
  guint n_ids;
  g_autofree gint64 *ids = od_window_dup_targets (self, &n_ids);
  GArray *targets = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (n_ids > 0)
    g_array_append_vals (targets, ids, n_ids);
  return targets;
}

/**
 * od_window_do:
 * @ids: (element-type gint64): conversations
 *
 * Does one deed; see #OdDeed for @number and @text.
 */
void
od_window_do (OdWindow *self, GArray *ids, OdDeedKind kind, gint64 number, const char *text)
{
  od_deed_runner_run_one (self->triage.runner, (const gint64 *) (gpointer) ids->data, ids->len, kind, number, text);
}

static void
do_to_targets (GtkWidget *widget, OdDeedKind kind, gint64 number, const char *text)
{
  g_autoptr (GArray) ids = od_window_get_targets (OD_WINDOW (widget));

  od_window_do (OD_WINDOW (widget), ids, kind, number, text);
}

/* ---- Plain deeds ---- */

static void
plain_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    if (g_str_equal (plain[i].action, name))
      do_to_targets (widget, plain[i].kind, 0, NULL);
}

/* The list still has the resolved one where it was, so the next is the next. */
static void
go_on (OdWindow *self, OdAfterResolve where)
{
  OdInboxList *list = od_inbox_pane_get_list (self->panes.inbox);

  switch (where)
    {
    case OD_AFTER_RESOLVE_NEXT:
      od_inbox_list_step (list, 1);
      break;
    case OD_AFTER_RESOLVE_UNANSWERED:
      od_inbox_list_step_to_unanswered (list);
      break;
    case OD_AFTER_RESOLVE_LIST:
      od_window_open (self, 0, 0, 0);
      gtk_widget_grab_focus (GTK_WIDGET (list));
      break;
    case OD_AFTER_RESOLVE_STAY:
    default:
      break;
    }
}

static void
resolve (OdWindow *self, OdAfterResolve where)
{
  g_autoptr (GArray) ids = od_window_get_targets (self);
  gboolean is_open_one = ids->len == 1 && g_array_index (ids, gint64, 0) == od_window_get_conversation_id (self);

  od_window_do (self, ids, OD_DEED_RESOLVE, 0, NULL);
  if (is_open_one)
    go_on (self, where);
}

static void
resolve_next_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  resolve (OD_WINDOW (widget), OD_AFTER_RESOLVE_NEXT);
}

static OdAfterResolve
get_after_resolve (OdWindow *self)
{
  GSettings *settings = self->taste.settings;

  return settings != NULL ? (OdAfterResolve) g_settings_get_enum (settings, "after-resolve") : OD_AFTER_RESOLVE_STAY;
}

/* What was sent from a conversation that is left behind. */
typedef struct {
  OdComposerModel *model; /* (owned) */
  gint64 conversation_id;
} Sent;

static void
sent_free (gpointer data)
{
  Sent *sent = data;

  g_object_unref (sent->model);
  g_free (sent);
}

static void
undo_sent_cb (gpointer data)
{
  Sent *sent = data;

  od_composer_model_undo_sent (sent->model, sent->conversation_id);
}

/* Its own Undo stays behind with the conversation. */
static void
offer_undo_of_sent (OdWindow *self, gint64 conversation_id)
{
  OdComposerModel *model = od_thread_pane_get_writing (self->panes.thread);
  gint64 left_us = od_composer_model_get_undo_left_us (model, conversation_id);
  AdwToast *toast;
  Sent *sent;

  if (left_us == 0)
    return;
  sent = g_new0 (Sent, 1);
  sent->model = g_object_ref (model);
  sent->conversation_id = conversation_id;
  toast = adw_toast_new (_ ("Sent and resolved"));
  adw_toast_set_timeout (toast, (guint) (left_us / G_USEC_PER_SEC) + 1);
  od_window_offer_undo (self, toast, undo_sent_cb, sent, sent_free);
}

/* The last reply resolved it. */
static void
sent_last_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdWindow *self = OD_WINDOW (widget);
  gint64 conversation_id = g_variant_get_int64 (parameter);

  if (od_window_get_conversation_id (self) != conversation_id)
    return;
  go_on (self, get_after_resolve (self));
  if (od_window_get_conversation_id (self) != conversation_id)
    offer_undo_of_sent (self, conversation_id);
}

static void
resolve_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  resolve (OD_WINDOW (widget), get_after_resolve (OD_WINDOW (widget)));
}

/* Who has it open has read it, so it is left first. */
static void
unread_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdWindow *self = OD_WINDOW (widget);
  g_autoptr (GArray) ids = od_window_get_targets (self);
  gint64 open_id = od_window_get_conversation_id (self);

  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == open_id)
      {
        od_window_open (self, 0, 0, 0);
        gtk_widget_grab_focus (GTK_WIDGET (od_inbox_pane_get_list (self->panes.inbox)));
      }
  od_window_do (self, ids, OD_DEED_UNREAD, 0, NULL);
}

/* A phrase, as od_snooze_phrase_parse() reads it. */
static void
snooze_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  do_to_targets (widget, OD_DEED_SNOOZE, 0, g_variant_get_string (parameter, NULL));
}

static void
assign_to_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *operator_name;
  gint64 operator_id;

  g_variant_get (parameter, "(x&s)", &operator_id, &operator_name);
  do_to_targets (widget, OD_DEED_ASSIGN, operator_id, operator_name);
}

static void
assign_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gboolean is_me = g_str_equal (g_variant_get_string (parameter, NULL), "me");

  do_to_targets (widget, OD_DEED_ASSIGN, is_me ? OD_WINDOW (widget)->desk->operator_id : 0, NULL);
}

static void
take_over_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  do_to_targets (widget, OD_DEED_ASSIGN, OD_WINDOW (widget)->desk->operator_id, NULL);
}

static void
priority_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  for (guint i = 0; i < G_N_ELEMENTS (priorities); i++)
    if (g_str_equal (priorities[i], g_variant_get_string (parameter, NULL)))
      do_to_targets (widget, OD_DEED_PRIORITY, OD_PRIORITY_LOW + (int) i, NULL);
}

/* ---- Dialogs ---- */

static void
dialog_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  static const struct {
    const char *action;
    void (*open) (OdWindow *self);
  } dialogs[] = {
    { "win.snooze-dialog", od_window_pick_snooze },
    { "win.promise", od_window_pick_promise },
    { "win.assign-dialog", od_window_pick_assignee },
    { "win.tags", od_window_pick_tags },
    { "win.block", od_window_pick_block },
    { "win.macros", od_window_pick_macro },
  };

  for (guint i = 0; i < G_N_ELEMENTS (dialogs); i++)
    if (g_str_equal (dialogs[i].action, name))
      dialogs[i].open (OD_WINDOW (widget));
}

static void
macro_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  od_window_run_macro (OD_WINDOW (widget), g_variant_get_int64 (parameter));
}

static void
edit_macros_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_window_present (GTK_WINDOW (od_macros_window_new (GTK_WINDOW (widget), OD_WINDOW (widget)->desk)));
}

/* ---- The table ---- */

/* Enabled in one place, so that button, menu and key agree. With many marked, the store says what each can. */
void
od_window_update_triage (OdWindow *self)
{
  const OdConversationRow *row = od_current_conversation_get_row (self->current);
  g_autoptr (GArray) ids = od_window_get_targets (self);
  gboolean can = od_deed_runner_is_possible (self->triage.runner);
  gboolean is_many = ids->len > 1 || (ids->len == 1 && (row == NULL || g_array_index (ids, gint64, 0) != row->id));
  gboolean is_open = row != NULL && (row->status == OD_STATUS_OPEN || row->status == OD_STATUS_PENDING);
  gboolean is_snoozed = row != NULL && row->snoozed_until_us > od_clock_get_real_us (self->desk->clock);
  gboolean is_blocked = row != NULL && row->marks.is_blocked;
  gboolean has_any = is_many || row != NULL;
  const struct {
    const char *action;
    gboolean is_enabled;
  } actions[] = {
    { "win.resolve", is_many || is_open },
    { "win.resolve-next", is_many || is_open },
    { "win.reopen", is_many || (row != NULL && !is_open) },
    { "win.wait", is_many || (row != NULL && row->status == OD_STATUS_OPEN) },
    { "win.spam", is_many || (row != NULL && row->status != OD_STATUS_SPAM) },
    { "win.snooze", is_many || is_open },
    { "win.snooze-dialog", is_many || is_open },
    { "win.promise", is_open && !is_many && self->desk->tools.promises != NULL },
    { "win.wake", is_many || is_snoozed },
    { "win.assign", has_any },
    { "win.assign-dialog", has_any },
    { "win.take-over", is_many || (row != NULL && row->assignee_id != self->desk->operator_id) },
    { "win.tags", has_any },
    { "win.priority", has_any },
    { "win.block", is_many || (row != NULL && !is_blocked) },
    { "win.unblock", is_many || is_blocked },
    { "win.read", is_many || (row != NULL && row->n_unread > 0) },
    { "win.unread", has_any },
    { "win.no-reply", is_many || (is_open && row->waiting_since_us != 0) },
    { "win.macros", has_any && self->desk->tools.macros != NULL },
    { "win.macro", has_any && self->desk->tools.macros != NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i].action, can && actions[i].is_enabled);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.edit-macros", self->desk->tools.macros != NULL);
}

void
od_window_install_triage_actions (GtkWidgetClass *widget_class)
{
  static const struct {
    const char *name;
    const char *parameter;
    GtkWidgetActionActivateFunc func;
  } actions[] = {
    { "win.sent-last", "x", sent_last_action },  { "win.assign-to", "(xs)", assign_to_action },
    { "win.resolve", NULL, resolve_action },     { "win.resolve-next", NULL, resolve_next_action },
    { "win.snooze", "s", snooze_action },        { "win.snooze-dialog", NULL, dialog_action },
    { "win.assign", "s", assign_action },        { "win.assign-dialog", NULL, dialog_action },
    { "win.take-over", NULL, take_over_action }, { "win.tags", NULL, dialog_action },
    { "win.priority", "s", priority_action },    { "win.block", NULL, dialog_action },
    { "win.unread", NULL, unread_action },       { "win.macros", NULL, dialog_action },
    { "win.macro", "x", macro_action },          { "win.edit-macros", NULL, edit_macros_action },
    { "win.promise", NULL, dialog_action },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter, actions[i].func);
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    gtk_widget_class_install_action (widget_class, plain[i].action, NULL, plain_action);
}

/* Once the window has its desk. */
void
od_window_begin_triage (OdWindow *self)
{
  self->triage.runner = od_deed_runner_new (self->desk);
  od_window_begin_undo (self);
  od_inbox_list_set_menu (od_inbox_pane_get_list (self->panes.inbox),
                          od_thread_header_get_row_menu (self->panes.header));
  g_signal_connect_object (od_inbox_pane_get_list (self->panes.inbox), "marks-changed",
                           G_CALLBACK (od_window_update_triage), self, G_CONNECT_SWAPPED);
}
