/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-window"

#include "od-window-private.h"

#include <glib/gi18n.h>

#include "od-settings.h"
#include "od-visitor-name.h"
#include "od-welcome-page.h"
#include "od-welcome.h"

/**
 * OdWindow:
 *
 * The desk on screen: views, conversations, the thread and the customer's profile.
 * Wide, all four stand side by side; then the profile slides over, then the views, and
 * in the end one pane is left at a time.
 *
 * The panes know nothing of the window: they emit signals and name its actions.
 */
G_DEFINE_FINAL_TYPE (OdWindow, od_window, ADW_TYPE_APPLICATION_WINDOW)

typedef enum {
  PROP_SHOW_PROFILE = 1,
} OdWindowProp;

static GParamSpec *props[PROP_SHOW_PROFILE + 1];

/* ---- Panes ---- */

/* Buttons of the window stand at its outer ends, wherever these are now. */
static void
on_layout_changed (OdWindow *self)
{
  gboolean is_alone = adw_leaflet_get_folded (self->leaflet);
  gboolean profile_is_beside =
      adw_flap_get_reveal_flap (self->profile_flap) && !adw_flap_get_folded (self->profile_flap);

  if (self->panes.inbox == NULL)
    return;
  od_inbox_pane_set_is_folded (self->panes.inbox, adw_flap_get_folded (self->sidebar_flap), is_alone);
  od_thread_header_set_is_alone (self->panes.header, is_alone);
  od_thread_header_set_has_window_buttons (self->panes.header, !profile_is_beside);
}

/* Folded, the profile is a guest; side by side, it is where the operator left it. */
static void
on_profile_folded (OdWindow *self)
{
  gboolean is_wanted = self->state == NULL || g_settings_get_boolean (self->state, "profile-visible");

  adw_flap_set_reveal_flap (self->profile_flap, !adw_flap_get_folded (self->profile_flap) && is_wanted &&
                                                    od_current_conversation_get_id (self->current) != 0);
  on_layout_changed (self);
}

static void
on_profile_revealed (OdWindow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SHOW_PROFILE]);
  on_layout_changed (self);
}

static void
set_show_profile (OdWindow *self, gboolean is_shown)
{
  if (adw_flap_get_reveal_flap (self->profile_flap) == is_shown)
    return;
  adw_flap_set_reveal_flap (self->profile_flap, is_shown);
  if (self->state != NULL && !adw_flap_get_folded (self->profile_flap))
    g_settings_set_boolean (self->state, "profile-visible", is_shown);
}

static void
on_folded (OdWindow *self)
{
  od_window_lay_out_soon (self, gtk_widget_get_width (GTK_WIDGET (self)));
  on_layout_changed (self);
}

static void
on_page_turned (OdWindow *self)
{
  od_window_note_page (self);
  on_layout_changed (self);
}

static void
od_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  OdWindow *self = OD_WINDOW (widget);

  GTK_WIDGET_CLASS (od_window_parent_class)->size_allocate (widget, width, height, baseline);
  od_window_lay_out_soon (self, width);
}

/* ---- The open conversation ---- */

static void
show_thread (OdWindow *self, gint64 conversation_id, gint64 customer_id)
{
  gint64 message_id = self->wanted_message_id;

  self->wanted_message_id = -1;
  gtk_stack_set_visible_child_name (self->thread_stack, conversation_id != 0 ? "thread" : "nothing");
  if (message_id > 0)
    od_thread_pane_show_message (self->panes.thread, conversation_id, customer_id, message_id);
  else
    od_thread_pane_set_conversation (self->panes.thread, conversation_id, customer_id);
  od_customer_pane_set_customer (self->panes.customer, customer_id, conversation_id);
  if (self->is_to_write && conversation_id != 0)
    od_thread_pane_focus_composer (self->panes.thread);
  self->is_to_write = FALSE;
}

static void
on_current_changed (OdWindow *self)
{
  const OdConversationRow *row = od_current_conversation_get_row (self->current);

  od_thread_header_set_row (self->panes.header, row);
  od_window_update_actions (self);
  if (row != NULL && self->wanted_message_id >= 0)
    show_thread (self, row->id, row->customer_id);
  if (row == NULL && od_current_conversation_get_id (self->current) != 0)
    od_window_show_conversation (self, 0); /* it was erased, or is from another life of this profile */
}

/* Shows a conversation. With @customer_id 0 its row is read first. */
void
od_window_open (OdWindow *self, gint64 conversation_id, gint64 customer_id, gint64 message_id)
{
  gboolean is_same = od_current_conversation_get_id (self->current) == conversation_id;

  if (is_same && message_id == 0)
    {
      if (conversation_id != 0)
        od_window_show_page (self, OD_WINDOW_PAGE_THREAD);
      return;
    }
  self->wanted_message_id = message_id;
  od_current_conversation_set_id (self->current, conversation_id);
  if (conversation_id == 0 || customer_id != 0)
    show_thread (self, conversation_id, customer_id);
  else if (is_same)
    on_current_changed (self);
  od_window_show_page (self, conversation_id != 0 ? OD_WINDOW_PAGE_THREAD : OD_WINDOW_PAGE_LIST);
  od_window_leave_thread_controls (self);
  if (!adw_flap_get_folded (self->profile_flap))
    on_profile_folded (self);
  if (self->state != NULL)
    g_settings_set_int64 (self->state, "selected-conversation", conversation_id);
}

static void
on_conversation_chosen (OdWindow *self, gint64 conversation_id, gint64 customer_id, gint64 message_id)
{
  od_window_open (self, conversation_id, customer_id, message_id);
}

static void
on_earlier_chosen (OdWindow *self, gint64 conversation_id, gint64 customer_id)
{
  od_window_open (self, conversation_id, customer_id, 0);
}

/* ---- The first page ---- */

static void
update_root (OdWindow *self)
{
  gboolean is_new = od_welcome_is_needed (od_account_list_get_is_loaded (self->accounts),
                                          g_list_model_get_n_items (G_LIST_MODEL (self->accounts)));

  if (is_new && adw_bin_get_child (self->places.welcome_bin) == NULL)
    adw_bin_set_child (self->places.welcome_bin, od_welcome_page_new ());
  if (is_new == (g_strcmp0 (gtk_stack_get_visible_child_name (self->root_stack), "welcome") == 0))
    return;
  gtk_stack_set_visible_child_name (self->root_stack, is_new ? "welcome" : "desk");
  if (is_new)
    gtk_widget_grab_focus (adw_bin_get_child (self->places.welcome_bin)); /* what Enter presses first */
}

/* ---- State ---- */

static void
remember (OdWindow *self)
{
  int width, height;

  if (self->state == NULL)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_boolean (self->state, "maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  if (gtk_window_is_maximized (GTK_WINDOW (self)))
    return;
  g_settings_set_int (self->state, "width", MAX (width, 360));
  g_settings_set_int (self->state, "height", MAX (height, 294));
}

static void
recall (OdWindow *self)
{
  if (self->state == NULL)
    {
      gtk_window_set_default_size (GTK_WINDOW (self), 1360, 820);
      return;
    }
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (self->state, "width"),
                               g_settings_get_int (self->state, "height"));
  if (g_settings_get_boolean (self->state, "maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  od_window_show_conversation (self, g_settings_get_int64 (self->state, "selected-conversation"));
  od_window_show_page (self, OD_WINDOW_PAGE_LIST);
}

static gboolean
od_window_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return od_window_find_focus (OD_WINDOW (widget)) ||
         GTK_WIDGET_CLASS (od_window_parent_class)->focus (widget, direction);
}

static void
od_window_unrealize (GtkWidget *widget)
{
  remember (OD_WINDOW (widget));
  GTK_WIDGET_CLASS (od_window_parent_class)->unrealize (widget);
}

/* ---- Life ---- */

static void
od_window_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch ((OdWindowProp) prop_id)
    {
    case PROP_SHOW_PROFILE:
      g_value_set_boolean (value, adw_flap_get_reveal_flap (OD_WINDOW (object)->profile_flap));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
od_window_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch ((OdWindowProp) prop_id)
    {
    case PROP_SHOW_PROFILE:
      set_show_profile (OD_WINDOW (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
od_window_dispose (GObject *object)
{
  OdWindow *self = OD_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  od_window_end_undo (self);
  g_clear_handle_id (&self->folding.layout_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_WINDOW);
  self->panes = (OdWindowPanes){ NULL };
  g_clear_object (&self->taste.keymap);
  g_clear_object (&self->taste.settings);
  g_clear_object (&self->current);
  g_clear_object (&self->views);
  g_clear_object (&self->accounts);
  g_clear_object (&self->state);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_window_parent_class)->dispose (object);
}

/* As gtk_widget_class_bind_template_child(), for a member of a member. */
#define BIND_PLACE(name)                                                                                               \
  gtk_widget_class_bind_template_child_full (widget_class, #name, FALSE, G_STRUCT_OFFSET (OdWindow, places.name))

static void
od_window_class_init (OdWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = od_window_get_property;
  object_class->set_property = od_window_set_property;
  object_class->dispose = od_window_dispose;
  props[PROP_SHOW_PROFILE] = g_param_spec_boolean (
      "show-profile", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
  gtk_widget_class_install_property_action (widget_class, "win.show-profile", "show-profile");
  widget_class->size_allocate = od_window_size_allocate;
  widget_class->unrealize = od_window_unrealize;
  widget_class->focus = od_window_focus;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-window.ui");
  gtk_widget_class_bind_template_child (widget_class, OdWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, OdWindow, announcement);
  gtk_widget_class_bind_template_child (widget_class, OdWindow, root_stack);
  gtk_widget_class_bind_template_child (widget_class, OdWindow, profile_flap);
  gtk_widget_class_bind_template_child (widget_class, OdWindow, sidebar_flap);
  gtk_widget_class_bind_template_child (widget_class, OdWindow, leaflet);
  BIND_PLACE (sidebar_bin);
  BIND_PLACE (side_column);
  BIND_PLACE (side_toasts);
  BIND_PLACE (list_column);
  BIND_PLACE (thread_column);
  BIND_PLACE (thread_box);
  gtk_widget_class_bind_template_child (widget_class, OdWindow, thread_stack);
  BIND_PLACE (profile_bin);
  BIND_PLACE (welcome_bin);
  gtk_widget_class_bind_template_callback (widget_class, on_layout_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_folded);
  gtk_widget_class_bind_template_callback (widget_class, on_page_turned);
  gtk_widget_class_bind_template_callback (widget_class, on_profile_folded);
  gtk_widget_class_bind_template_callback (widget_class, on_profile_revealed);
  od_window_install_actions (widget_class);
  od_window_install_view_actions (widget_class);
  od_window_install_people_actions (widget_class);
  od_window_install_triage_actions (widget_class);
  od_window_install_undo_actions (widget_class);
}

static void
od_window_init (OdWindow *self)
{
  g_type_ensure (OD_TYPE_COLUMN);
  self->wanted_message_id = -1;
  self->folding.page = OD_WINDOW_PAGE_LIST;
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_stack_set_visible_child_name (self->root_stack, "desk");
}

static void
make_panes (OdWindow *self)
{
  OdWindowPanes *panes = &self->panes;

  panes->sidebar = OD_SIDEBAR (od_sidebar_new (self->views, self->desk->tools.views != NULL));
  if (self->desk->tools.presence != NULL)
    od_sidebar_set_presence (panes->sidebar, self->desk->tools.presence);
  adw_bin_set_child (self->places.sidebar_bin, GTK_WIDGET (panes->sidebar));
  panes->inbox = OD_INBOX_PANE (od_inbox_pane_new (self->desk, self->accounts, self->views, self->state));
  od_column_set_child (self->places.side_column, GTK_WIDGET (self->places.side_toasts));
  od_column_set_child (self->places.list_column, GTK_WIDGET (panes->inbox));
  od_column_set_child (self->places.thread_column, GTK_WIDGET (self->places.thread_box));
  panes->header = OD_THREAD_HEADER (od_thread_header_new (self->desk));
  gtk_box_prepend (self->places.thread_box, GTK_WIDGET (panes->header));
  panes->thread = OD_THREAD_PANE (od_thread_pane_new (self->desk));
  gtk_stack_add_named (self->thread_stack, GTK_WIDGET (panes->thread), "thread");
  panes->customer = OD_CUSTOMER_PANE (od_customer_pane_new (self->desk));
  adw_bin_set_child (self->places.profile_bin, GTK_WIDGET (panes->customer));

  g_signal_connect_object (panes->inbox, "conversation-chosen", G_CALLBACK (on_conversation_chosen), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (panes->customer, "conversation-chosen", G_CALLBACK (on_earlier_chosen), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (panes->customer, "card-changed", G_CALLBACK (od_thread_pane_set_card), panes->thread,
                           G_CONNECT_SWAPPED);
  od_window_follow_customer (self);
  g_signal_connect_object (panes->customer, "card-changed", G_CALLBACK (od_thread_header_set_card), panes->header,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (panes->customer, "failed", G_CALLBACK (od_window_show_error), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (panes->customer, "told", G_CALLBACK (od_window_add_toast), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (panes->inbox, "failed", G_CALLBACK (od_window_show_error), self, G_CONNECT_SWAPPED);
}

/**
 * od_window_new:
 * @state: (nullable): where size, panes and selection are remembered
 *
 * Returns: (transfer none): a window of @application, not yet presented
 */
GtkWidget *
od_window_new (GtkApplication *application, OdDesk *desk, GSettings *state)
{
  OdWindow *self = g_object_new (OD_TYPE_WINDOW, "application", application, NULL);
  int width, height;

  self->desk = od_desk_ref (desk);
  g_set_object (&self->state, state);
  self->accounts = od_account_list_new (desk);
  self->views = od_view_list_new (desk, self->accounts);
  self->current = od_current_conversation_new (desk);
  self->taste.settings = od_settings_new (OD_SETTINGS_TASTE, NULL);
  self->taste.keymap = od_keymap_new (self->taste.settings);
  make_panes (self);
  od_window_begin_triage (self);
  g_signal_connect_object (self->current, "changed", G_CALLBACK (on_current_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->accounts, "changed", G_CALLBACK (update_root), self, G_CONNECT_SWAPPED);
  od_window_install_keys (self);
  od_window_install_settings (self);
  od_window_update_actions (self);
  od_window_recall_view (self);
  recall (self);
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  od_window_lay_out (self, width);
  on_layout_changed (self);
  gtk_widget_grab_focus (GTK_WIDGET (od_inbox_pane_get_list (self->panes.inbox)));
  return GTK_WIDGET (self);
}

/**
 * od_window_show_conversation:
 * @conversation_id: 0 for none
 *
 * Opens it, whether the list shows it or not.
 */
void
od_window_show_conversation (OdWindow *self, gint64 conversation_id)
{
  g_return_if_fail (OD_IS_WINDOW (self));

  od_inbox_list_select (od_inbox_pane_get_list (self->panes.inbox), conversation_id);
  od_window_open (self, conversation_id, 0, 0);
}

/**
 * od_window_write_to:
 * @conversation_id: > 0
 *
 * Opens it, with the cursor where one writes.
 */
void
od_window_write_to (OdWindow *self, gint64 conversation_id)
{
  g_return_if_fail (OD_IS_WINDOW (self));

  self->is_to_write = od_current_conversation_get_id (self->current) != conversation_id;
  od_window_show_conversation (self, conversation_id);
  if (!self->is_to_write)
    od_thread_pane_focus_composer (self->panes.thread);
}

/**
 * od_window_get_is_in_front:
 *
 * Returns: whether somebody works in this window, with the end of that conversation in sight
 */
gboolean
od_window_get_is_in_front (OdWindow *self, gint64 conversation_id)
{
  g_return_val_if_fail (OD_IS_WINDOW (self), FALSE);

  return gtk_window_is_active (GTK_WINDOW (self)) &&
         od_current_conversation_get_id (self->current) == conversation_id &&
         od_thread_pane_get_is_at_end (self->panes.thread);
}

/**
 * od_window_tell_arrival:
 * @name: (nullable): of who has just written
 * @address: (nullable): theirs
 *
 * Words for whoever can't see the list move.
 */
void
od_window_tell_arrival (OdWindow *self, const char *name, const char *address)
{
  g_autofree char *who = od_visitor_name (name, address);
  /* TRANSLATORS: said by a screen reader: "New message from Maria Petrova" */
  g_autofree char *words = g_strdup_printf (_ ("New message from %s"), who);

  od_window_announce (self, words);
}

/**
 * od_window_get_conversation_id:
 *
 * Returns: the open conversation; 0 if none is
 */
gint64
od_window_get_conversation_id (OdWindow *self)
{
  g_return_val_if_fail (OD_IS_WINDOW (self), 0);

  return od_current_conversation_get_id (self->current);
}

/**
 * od_window_add_toast:
 * @words: a sentence for people, translated; no markup
 */
void
od_window_add_toast (OdWindow *self, const char *words)
{
  g_autofree char *escaped = NULL;

  g_return_if_fail (OD_IS_WINDOW (self));

  escaped = g_markup_escape_text (words, -1);
  if (g_str_equal (gtk_stack_get_visible_child_name (self->root_stack), "welcome"))
    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
  else
    od_window_show_toast (self, adw_toast_new (escaped));
}

/**
 * od_window_announce:
 * @words: a sentence for people, translated
 *
 * Says something to a screen reader that is not looking there.
 */
void
od_window_announce (OdWindow *self, const char *words)
{
  g_return_if_fail (OD_IS_WINDOW (self));

  gtk_label_set_text (self->announcement, words);
}
