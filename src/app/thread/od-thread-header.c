/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-thread-header"

#include "od-thread-header.h"

#include <glib/gi18n.h>

#include "od-promise-badge.h"
#include "od-relative-time.h"
#include "od-row-words.h"
#include "od-visitor-name.h"

/**
 * OdThreadHeader:
 *
 * Who is talked to and on which channel, and what can be done with the conversation. The
 * buttons name actions of the window; where there is little room, all but the most needed
 * move into a menu.
 */
struct _OdThreadHeader {
  AdwBin parent_instance;

  AdwHeaderBar *header;
  GtkWidget *back_button;
  GtkWidget *who_box;
  GtkWidget *history_button;
  GtkLabel *name_label;
  GtkBox *channel_box;
  GtkLabel *channel_label;
  OdPromiseBadge *badge;
  GtkWidget *assign_button;
  GtkLabel *assign_label;
  GtkWidget *squeezer;
  GtkWidget *resolve_button, *resolve_wide, *resolve_middle, *resolve_small;
  GtkWidget *reopen_button, *reopen_wide, *reopen_middle, *reopen_small;
  GMenu *row_menu, *more_menu;
  GtkInfoBar *banner;
  GtkLabel *banner_label;
  GtkInfoBar *reach_banner;
  GtkLabel *reach_label;

  OdDesk *desk;      /* (owned) */
  gboolean has_more; /* the customer has more than this conversation */
};

G_DEFINE_FINAL_TYPE (OdThreadHeader, od_thread_header, ADW_TYPE_BIN)

/* With nothing more to show there is nothing to switch; beside the way back there is no room, but the menu has it. */
static void
update_history_button (OdThreadHeader *self)
{
  gtk_widget_set_visible (self->history_button, self->has_more && gtk_widget_get_visible (self->who_box) &&
                                                    !gtk_widget_get_visible (self->back_button));
}

/* Who opens what a colleague takes care of is told, and can take it. */
static void
update_banner (OdThreadHeader *self, const OdConversationRow *row)
{
  gboolean is_others = row != NULL && row->assignee_id != 0 && row->assignee_id != self->desk->operator_id &&
                       row->assignee_name != NULL && row->status != OD_STATUS_RESOLVED && row->status != OD_STATUS_SPAM;

  if (is_others)
    {
      /* TRANSLATORS: a colleague's name */
      g_autofree char *words = g_strdup_printf (_ ("%s takes care of it"), row->assignee_name);

      gtk_label_set_text (self->banner_label, words);
    }
  gtk_info_bar_set_revealed (self->banner, is_others);
}

/* Who writes where nothing gets through is told before it is written. */
static void
update_reach (OdThreadHeader *self, const OdConversationRow *row)
{
  const char *words = row != NULL ? od_row_words_reach (row) : NULL;

  if (words != NULL && !g_str_equal (gtk_label_get_text (self->reach_label), words))
    gtk_label_set_text (self->reach_label, words);
  gtk_info_bar_set_revealed (self->reach_banner, words != NULL);
}

static void
update_buttons (OdThreadHeader *self, gboolean has_row, gboolean is_resolved)
{
  gtk_widget_set_visible (self->who_box, has_row);
  update_history_button (self);
  gtk_widget_set_visible (self->squeezer, has_row);
  gtk_widget_set_visible (self->resolve_button, !is_resolved);
  gtk_widget_set_visible (self->resolve_wide, !is_resolved);
  gtk_widget_set_visible (self->resolve_middle, !is_resolved);
  gtk_widget_set_visible (self->resolve_small, !is_resolved);
  gtk_widget_set_visible (self->reopen_button, is_resolved);
  gtk_widget_set_visible (self->reopen_wide, is_resolved);
  gtk_widget_set_visible (self->reopen_middle, is_resolved);
  gtk_widget_set_visible (self->reopen_small, is_resolved);
}

static char *
make_channel_line (OdThreadHeader *self, const OdConversationRow *row)
{
  g_autofree char *name = od_channel_info_dup_name (self->desk->channels, row->channel);
  gint64 now_us = od_clock_get_real_us (self->desk->clock);

  if (row->snoozed_until_us > now_us)
    {
      g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
      g_autofree char *until = od_relative_time_future (row->snoozed_until_us, now_us, zone);

      /* TRANSLATORS: channel and a time: "Telegram · snoozed until tomorrow 9:00" */
      return g_strdup_printf (_ ("%1$s · snoozed until %2$s"), name, until);
    }
  /* TRANSLATORS: channel and the name of the account: "Telegram · Shop bot" */
  return g_strdup_printf (_ ("%1$s · %2$s"), name, row->account_name);
}

static void
show_assignee (OdThreadHeader *self, const OdConversationRow *row)
{
  const char *label;

  if (row->assignee_id == 0)
    label = _ ("Assign");
  else if (row->assignee_id == self->desk->operator_id)
    label = C_ ("assigned to", "Mine");
  else
    label = row->assignee_name != NULL ? row->assignee_name : "?";
  gtk_label_set_text (self->assign_label, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->assign_button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _ ("Who takes care of it"), -1);
}

static void
od_thread_header_dispose (GObject *object)
{
  OdThreadHeader *self = OD_THREAD_HEADER (object);

  adw_bin_set_child (ADW_BIN (self), NULL); /* before the template takes it away behind the bin's back */
  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_THREAD_HEADER);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_thread_header_parent_class)->dispose (object);
}

static void
od_thread_header_class_init (OdThreadHeaderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_thread_header_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-thread-header.ui");
  gtk_widget_class_bind_template_child (widget_class, OdThreadHeader, header);
  gtk_widget_class_bind_template_child (widget_class, OdThreadHeader, back_button);
  gtk_widget_class_bind_template_child (widget_class, OdThreadHeader, who_box);
  gtk_widget_class_bind_template_child (widget_class, OdThreadHeader, history_button);
  gtk_widget_class_bind_template_child (widget_class, OdThreadHeader, name_label);
  gtk_widget_class_bind_template_child (widget_class, OdThreadHeader, channel_box);
  gtk_widget_class_bind_template_child (widget_class, OdThreadHeader, channel_label);
  gtk_widget_class_bind_template_child (widget_class, OdThreadHeader, assign_button);
  gtk_widget_class_bind_template_child (widget_class, OdThreadHeader, assign_label);
  gtk_widget_class_bind_template_child (widget_class, OdThreadHeader, squeezer);
  gtk_widget_class_bind_template_child (widget_class, OdThreadHeader, resolve_button);
  gtk_widget_class_bind_template_child (widget_class, OdThreadHeader, resolve_wide);
  gtk_widget_class_bind_template_child (widget_class, OdThreadHeader, resolve_middle);
  gtk_widget_class_bind_template_child (widget_class, OdThreadHeader, resolve_small);
  gtk_widget_class_bind_template_child (widget_class, OdThreadHeader, reopen_button);
  gtk_widget_class_bind_template_child (widget_class, OdThreadHeader, reopen_wide);
  gtk_widget_class_bind_template_child (widget_class, OdThreadHeader, reopen_middle);
  gtk_widget_class_bind_template_child (widget_class, OdThreadHeader, reopen_small);
  gtk_widget_class_bind_template_child (widget_class, OdThreadHeader, row_menu);
  gtk_widget_class_bind_template_child (widget_class, OdThreadHeader, more_menu);
  gtk_widget_class_bind_template_child (widget_class, OdThreadHeader, banner);
  gtk_widget_class_bind_template_child (widget_class, OdThreadHeader, banner_label);
  gtk_widget_class_bind_template_child (widget_class, OdThreadHeader, reach_banner);
  gtk_widget_class_bind_template_child (widget_class, OdThreadHeader, reach_label);
}

/* A screen reader meets one set of the buttons: that which there is room for. */
static void
hide_squeezed (OdThreadHeader *self)
{
  GtkWidget *shown = adw_squeezer_get_visible_child (ADW_SQUEEZER (self->squeezer));

  for (GtkWidget *child = gtk_widget_get_first_child (self->squeezer); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_accessible_update_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_HIDDEN, child != shown, -1);
}

/* What is in the menu here follows; a section of sections would show no lines between them. */
static void
fill_row_menu (OdThreadHeader *self)
{
  GMenuModel *more = G_MENU_MODEL (self->more_menu);

  for (int i = 0; i < g_menu_model_get_n_items (more); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new_from_model (more, i);

      g_menu_append_item (self->row_menu, item);
    }
}

static void
od_thread_header_init (OdThreadHeader *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->squeezer, "notify::visible-child", G_CALLBACK (hide_squeezed), self,
                           G_CONNECT_SWAPPED);
  hide_squeezed (self);
  fill_row_menu (self);
  update_buttons (self, FALSE, FALSE);
}

GtkWidget *
od_thread_header_new (OdDesk *desk)
{
  OdThreadHeader *self = g_object_new (OD_TYPE_THREAD_HEADER, NULL);

  self->desk = od_desk_ref (desk);
  self->badge = OD_PROMISE_BADGE (od_promise_badge_new (desk));
  gtk_box_prepend (self->channel_box, GTK_WIDGET (self->badge));
  return GTK_WIDGET (self);
}

/**
 * od_thread_header_get_row_menu:
 *
 * Returns: (transfer none): what a row of a list of conversations offers: all that is in here
 */
GMenuModel *
od_thread_header_get_row_menu (OdThreadHeader *self)
{
  g_return_val_if_fail (OD_IS_THREAD_HEADER (self), NULL);

  return G_MENU_MODEL (self->row_menu);
}

/**
 * od_thread_header_set_row:
 * @row: (nullable): the open conversation; read now, not kept
 */
void
od_thread_header_set_row (OdThreadHeader *self, const OdConversationRow *row)
{
  g_return_if_fail (OD_IS_THREAD_HEADER (self));

  if (row != NULL)
    {
      g_autofree char *name = od_visitor_name (row->name, row->address);
      g_autofree char *line = make_channel_line (self, row);

      gtk_label_set_text (self->name_label, name);
      gtk_label_set_text (self->channel_label, line);
      show_assignee (self, row);
    }
  od_promise_badge_set_row (self->badge, row);
  update_banner (self, row);
  update_reach (self, row);
  update_buttons (self, row != NULL,
                  row != NULL && (row->status == OD_STATUS_RESOLVED || row->status == OD_STATUS_SPAM));
}

/**
 * od_thread_header_set_card:
 * @card: (nullable): of the customer; read now, not kept
 */
void
od_thread_header_set_card (OdThreadHeader *self, const OdCustomerCard *card)
{
  g_return_if_fail (OD_IS_THREAD_HEADER (self));

  self->has_more = card != NULL && card->n_conversations > 1;
  update_history_button (self);
}

/**
 * od_thread_header_set_is_alone:
 * @is_alone: the thread is the only pane: it needs a way back
 */
void
od_thread_header_set_is_alone (OdThreadHeader *self, gboolean is_alone)
{
  g_return_if_fail (OD_IS_THREAD_HEADER (self));

  gtk_widget_set_visible (self->back_button, is_alone);
  update_history_button (self);
}

/**
 * od_thread_header_set_has_window_buttons:
 * @has_window_buttons: whether it stands at the window's right end
 */
void
od_thread_header_set_has_window_buttons (OdThreadHeader *self, gboolean has_window_buttons)
{
  g_return_if_fail (OD_IS_THREAD_HEADER (self));

  adw_header_bar_set_show_end_title_buttons (self->header, has_window_buttons);
}
