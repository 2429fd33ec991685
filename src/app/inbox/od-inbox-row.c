/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-inbox-row"

#include "od-inbox-row.h"

#include <glib/gi18n.h>

#include "od-relative-time.h"
#include "od-row-words.h"
#include "od-visitor-name.h"

#define MOST_SHOWN 99
#define ASSIGNEE_PIXELS 18

/**
 * OdInboxRow:
 *
 * One conversation in the list: who, on which channel, what was said last and by whom, when,
 * and what is still to do about it. A screen reader gets all of it as sentences.
 */
struct _OdInboxRow {
  AdwBin parent_instance;

  AdwAvatar *avatar;
  GtkWidget *assignee; /* (nullable): most rows never need one, and a list keeps 200 rows */
  GtkImage *badge;
  GtkImage *snoozed_icon;
  GtkImage *kind_icon;
  GtkImage *unanswered_icon;
  GtkLabel *name_label;
  GtkLabel *time_label;
  GtkLabel *preview_label;
  GtkLabel *unread_label;

  OdDesk *desk;             /* (owned) */
  OdConversationItem *item; /* (owned) (nullable) */
  gulong changed_id;
};

G_DEFINE_FINAL_TYPE (OdInboxRow, od_inbox_row, ADW_TYPE_BIN)

static void
set_class (gpointer widget, const char *name, gboolean is_set)
{
  if (is_set)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
show_who (OdInboxRow *self, const OdConversationRow *row, const OdChannelInfo *channel)
{
  g_autofree char *name = od_visitor_name (row->name, row->address);
  g_autofree char *initials = od_visitor_initials (row->name, row->address);

  gtk_label_set_text (self->name_label, name);
  adw_avatar_set_text (self->avatar, *initials != '\0' ? initials : name);
  adw_avatar_set_show_initials (self->avatar, *initials != '\0');
  gtk_image_set_from_icon_name (self->badge, channel != NULL ? channel->icon_name : "od-chat-symbolic");
}

static void
show_last_line (OdInboxRow *self, const OdConversationRow *row)
{
  g_autofree char *preview = od_row_words_preview (row, self->desk->operator_name);
  const char *icon = od_row_words_get_icon (row);

  gtk_label_set_text (self->preview_label, preview);
  gtk_widget_set_visible (GTK_WIDGET (self->kind_icon), icon != NULL);
  if (icon != NULL)
    gtk_image_set_from_icon_name (self->kind_icon, icon);
  set_class (self->kind_icon, "od-failed", g_strcmp0 (icon, "od-failed-symbolic") == 0);
}

static void
show_assignee (OdInboxRow *self, const OdConversationRow *row)
{
  gboolean is_others = row->assignee_id != 0 && row->assignee_id != self->desk->operator_id;
  g_autofree char *words = NULL;

  if (self->assignee != NULL)
    gtk_widget_set_visible (self->assignee, is_others);
  if (!is_others)
    return;
  if (self->assignee == NULL)
    {
      GtkWidget *preview = GTK_WIDGET (self->preview_label);

      self->assignee = adw_avatar_new (ASSIGNEE_PIXELS, NULL, TRUE);
      gtk_widget_set_valign (self->assignee, GTK_ALIGN_CENTER);
      gtk_box_insert_child_after (GTK_BOX (gtk_widget_get_parent (preview)), self->assignee, preview);
    }
  words = g_strdup_printf (_ ("Assigned to %s"), row->assignee_name);
  adw_avatar_set_text (ADW_AVATAR (self->assignee), row->assignee_name);
  gtk_widget_set_tooltip_text (self->assignee, words);
}

static void
show_marks (OdInboxRow *self, const OdConversationRow *row, gint64 now_us)
{
  gboolean is_waiting = row->waiting_since_us != 0;

  set_class (self, "unread", row->n_unread > 0 || is_waiting);
  gtk_widget_set_visible (GTK_WIDGET (self->unread_label), row->n_unread > 0);
  if (row->n_unread > 0)
    {
      g_autofree char *count =
          row->n_unread > MOST_SHOWN ? g_strdup_printf ("%d+", MOST_SHOWN) : g_strdup_printf ("%u", row->n_unread);

      gtk_label_set_text (self->unread_label, count);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->unanswered_icon), is_waiting && row->n_unread == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->snoozed_icon), row->snoozed_until_us > now_us);
  show_assignee (self, row);
}

/**
 * od_inbox_row_update:
 *
 * Writes everything again: the item has changed, or a minute has passed.
 */
void
od_inbox_row_update (OdInboxRow *self)
{
  const OdConversationRow *row;
  const OdChannelInfo *channel;
  g_autoptr (GTimeZone) zone = NULL;
  g_autofree char *when = NULL, *sentence = NULL;
  GtkWidget *parent;
  gint64 now_us;

  g_return_if_fail (OD_IS_INBOX_ROW (self));

  row = self->item != NULL ? od_conversation_item_get_row (self->item) : NULL;
  gtk_widget_set_opacity (GTK_WIDGET (self), row != NULL ? 1 : 0);
  if (row == NULL)
    return;
  now_us = od_clock_get_real_us (self->desk->clock);
  zone = g_time_zone_new_local ();
  channel = od_channel_info_find (self->desk->channels, row->channel);
  show_who (self, row, channel);
  show_last_line (self, row);
  show_marks (self, row, now_us);
  when = od_relative_time_short (row->last_at_us, now_us, zone);
  gtk_label_set_text (self->time_label, when);
  sentence = od_row_words_sentence (row, channel != NULL ? channel->name : row->channel, self->desk->operator_name,
                                    now_us, zone);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
  parent = gtk_widget_get_parent (GTK_WIDGET (self)); /* the list item, which has no name of its own */
  if (parent != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
}

static void
od_inbox_row_dispose (GObject *object)
{
  OdInboxRow *self = OD_INBOX_ROW (object);

  od_inbox_row_set_item (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_INBOX_ROW);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_inbox_row_parent_class)->dispose (object);
}

static void
od_inbox_row_class_init (OdInboxRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_inbox_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-inbox-row.ui");
  gtk_widget_class_bind_template_child (widget_class, OdInboxRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, OdInboxRow, badge);
  gtk_widget_class_bind_template_child (widget_class, OdInboxRow, snoozed_icon);
  gtk_widget_class_bind_template_child (widget_class, OdInboxRow, kind_icon);
  gtk_widget_class_bind_template_child (widget_class, OdInboxRow, unanswered_icon);
  gtk_widget_class_bind_template_child (widget_class, OdInboxRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, OdInboxRow, time_label);
  gtk_widget_class_bind_template_child (widget_class, OdInboxRow, preview_label);
  gtk_widget_class_bind_template_child (widget_class, OdInboxRow, unread_label);
}

static void
od_inbox_row_init (OdInboxRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
od_inbox_row_new (OdDesk *desk)
{
  OdInboxRow *self = g_object_new (OD_TYPE_INBOX_ROW, NULL);

  self->desk = od_desk_ref (desk);
  return GTK_WIDGET (self);
}

/**
 * od_inbox_row_set_item:
 * @item: (nullable): what to show; invisible until it is loaded
 */
void
od_inbox_row_set_item (OdInboxRow *self, OdConversationItem *item)
{
  g_return_if_fail (OD_IS_INBOX_ROW (self));

  if (self->item == item)
    return;
  if (self->item != NULL)
    g_clear_signal_handler (&self->changed_id, self->item);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;
  self->changed_id = g_signal_connect_swapped (item, "changed", G_CALLBACK (od_inbox_row_update), self);
  od_inbox_row_update (self);
}
