/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-thread-row.h"

#include <glib/gi18n.h>

#include "od-bubble-slot.h"
#include "od-bubble-text.h"
#include "od-message-text.h"
#include "od-message-words.h"
#include "od-thread-parts.h"

#define FLASH_MS 1600

/**
 * OdThreadRow:
 *
 * One row of the thread: what stands before it (a divider, the day, "unread"), and a bubble or
 * a line in small type. It is bound again as a whole whenever its item changes.
 */
struct _OdThreadRow {
  AdwBin parent_instance;

  GtkBox *before;
  GtkLabel *event_label;
  OdBubbleSlot *slot;
  GtkBox *bubble;
  GtkBox *parts; /* of the bubble, above the text: author, quote, files */
  OdBubbleText *text;
  GtkBox *after; /* trouble */
  GtkBox *reactions;
  GtkBox *meta;
  GtkLabel *edited_label;
  GtkLabel *time_label;
  GtkImage *mark;
  GtkWidget *menu; /* (nullable): its popover */

  const OdThreadSetting *setting; /* of the view, which outlives its rows */
  OdMessageItem *item;            /* (owned) (nullable): while bound */
  char *spoken;                   /* (owned) (nullable) */
  guint flash_id;
};

G_DEFINE_FINAL_TYPE (OdThreadRow, od_thread_row, ADW_TYPE_BIN)

static void
clear (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

static void
set_class (GtkWidget *widget, const char *css_class, gboolean is_set)
{
  if (is_set)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

/* ---- Binding ----------------------------------------------------------------- */

static void
show_separators (OdThreadRow *self, const OdMessageRow *row, OdThreadMarks marks)
{
  const OdThreadSetting *setting = self->setting;
  gboolean shows_day = (marks & OD_THREAD_MARK_DAY) != 0;

  clear (self->before);
  if ((marks & OD_THREAD_MARK_CONVERSATION) != 0)
    {
      gint64 created_at_us = 0;
      g_autofree char *words = setting->dup_divider (setting->view, row->conversation_id, &created_at_us);

      if (words != NULL)
        {
          gtk_box_append (self->before, od_thread_parts_divider (words, "thread-divider"));
          shows_day = shows_day && !od_thread_same_day (created_at_us, row->at_us, setting->zone);
        }
    }
  if (shows_day)
    {
      g_autofree char *day = od_message_words_day (row->at_us, setting->now_us, setting->zone);

      gtk_box_append (self->before, od_thread_parts_divider (day, "thread-day"));
    }
  if ((marks & OD_THREAD_MARK_UNREAD) != 0)
    gtk_box_append (self->before, od_thread_parts_divider (_ ("New messages"), "thread-unread"));
  gtk_widget_set_visible (GTK_WIDGET (self->before), gtk_widget_get_first_child (GTK_WIDGET (self->before)) != NULL);
}

static void
show_text (OdThreadRow *self, const OdMessageRow *row)
{
  GtkLabel *label = od_bubble_text_get_label (self->text);
  gboolean is_deleted = row->deleted_at_us != 0;
  gboolean is_big = !is_deleted && od_message_text_is_big (row->body);
  g_autofree char *markup = NULL;

  set_class (GTK_WIDGET (label), "big-emoji", is_big);
  set_class (GTK_WIDGET (label), "deleted", is_deleted);
  if (is_deleted)
    {
      gtk_label_set_text (label, _ ("Message deleted"));
      return;
    }
  markup = od_message_text_markup (row->body);
  gtk_label_set_markup (label, markup);
}

static void
show_parts (OdThreadRow *self, const OdMessageRow *row, OdThreadMarks marks)
{
  gboolean is_note = row->kind == OD_TIMELINE_NOTE;
  gboolean is_others = row->kind == OD_TIMELINE_OUT && row->operator_id != self->setting->operator_id;

  clear (self->parts);
  if ((marks & OD_THREAD_MARK_FIRST) != 0 && (is_note || (is_others && (*row->author != '\0' || row->is_bot))))
    gtk_box_append (self->parts,
                    od_thread_parts_author (*row->author != '\0' ? row->author : _ ("Automatic"), is_note));
  if (row->reply_to_id != 0 && row->deleted_at_us == 0)
    gtk_box_append (self->parts, od_thread_parts_quote (row->reply_to_id, row->reply_to_text));
  if (row->attachments != NULL && row->deleted_at_us == 0)
    for (guint i = 0; i < row->attachments->len; i++)
      gtk_box_append (self->parts, od_thread_parts_file (row->attachments->pdata[i], row->id, i));
  gtk_widget_set_visible (GTK_WIDGET (self->parts), gtk_widget_get_first_child (GTK_WIDGET (self->parts)) != NULL);
}

static void
show_meta (OdThreadRow *self, const OdMessageRow *row)
{
  g_autofree char *time = od_message_words_time (row->at_us, self->setting->zone);
  g_autofree char *times = od_message_words_times (row, self->setting->zone);
  const char *icon = row->kind == OD_TIMELINE_OUT ? od_thread_parts_mark_icon (row->delivery) : NULL;

  gtk_label_set_text (self->time_label, time);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->meta), times);
  gtk_widget_set_visible (GTK_WIDGET (self->edited_label), row->edited_at_us != 0 && row->deleted_at_us == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->mark), icon != NULL);
  if (icon != NULL)
    {
      gtk_image_set_from_icon_name (self->mark, icon);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->mark), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      od_message_words_delivery (row->delivery), -1);
    }
  set_class (GTK_WIDGET (self->mark), "read", row->delivery == OD_DELIVERY_READ);
  set_class (GTK_WIDGET (self->mark), "failed",
             row->delivery == OD_DELIVERY_FAILED || row->delivery == OD_DELIVERY_UNCONFIRMED ||
                 row->delivery == OD_DELIVERY_HELD);
}

static void
show_after (OdThreadRow *self, const OdMessageRow *row)
{
  g_autofree char *trouble = od_message_words_trouble (row);
  gboolean has_reactions = row->reactions != NULL && row->reactions->len > 0 && row->deleted_at_us == 0;

  clear (self->after);
  if (trouble != NULL)
    gtk_box_append (self->after, od_thread_parts_trouble (row, trouble));
  gtk_widget_set_visible (GTK_WIDGET (self->after), trouble != NULL);
  clear (self->reactions);
  if (has_reactions)
    gtk_box_append (self->reactions, od_thread_parts_reactions (row->reactions));
  gtk_widget_set_visible (GTK_WIDGET (self->reactions), has_reactions);
}

static void
place_bubble (OdThreadRow *self, const OdMessageRow *row, OdThreadMarks marks)
{
  GtkWidget *bubble = GTK_WIDGET (self->bubble);
  gboolean is_in = row->kind == OD_TIMELINE_IN || row->kind == OD_TIMELINE_CALL;
  gboolean is_out = row->kind == OD_TIMELINE_OUT;

  set_class (bubble, "in", is_in);
  set_class (bubble, "out", is_out);
  set_class (bubble, "note", row->kind == OD_TIMELINE_NOTE);
  set_class (bubble, "first", (marks & OD_THREAD_MARK_FIRST) != 0);
  set_class (bubble, "last", (marks & OD_THREAD_MARK_LAST) != 0);
  set_class (GTK_WIDGET (self), "group-first", (marks & OD_THREAD_MARK_FIRST) != 0);
  od_bubble_slot_set_align (self->slot, is_in ? GTK_ALIGN_START : is_out ? GTK_ALIGN_END : GTK_ALIGN_CENTER);
  gtk_widget_set_margin_start (GTK_WIDGET (self->slot), is_in ? 0 : 42);
  gtk_widget_set_margin_end (GTK_WIDGET (self->slot), is_out ? 0 : 42);
  gtk_widget_set_halign (GTK_WIDGET (self->reactions), is_in ? GTK_ALIGN_START : GTK_ALIGN_END);
}

static void
show_message (OdThreadRow *self, const OdMessageRow *row, OdThreadMarks marks)
{
  place_bubble (self, row, marks);
  show_parts (self, row, marks);
  show_text (self, row);
  show_meta (self, row);
  show_after (self, row);
}

static void
bind (OdThreadRow *self)
{
  const OdMessageRow *row = od_message_item_get_row (self->item);
  OdThreadMarks marks = od_message_item_get_marks (self->item);
  gboolean is_event = row->kind == OD_TIMELINE_EVENT;

  g_free (self->spoken);
  self->spoken = od_message_words_spoken (row, self->setting->customer_name, self->setting->zone);
  show_separators (self, row, marks);
  gtk_widget_set_visible (GTK_WIDGET (self->event_label), is_event);
  gtk_widget_set_visible (GTK_WIDGET (self->slot), !is_event);
  if (is_event)
    {
      g_autofree char *event = od_message_words_event (row, self->setting->zone);
      g_autofree char *time = od_message_words_time (row->at_us, self->setting->zone);
      g_autofree char *words = g_strjoin (" · ", event, time, NULL);

      gtk_label_set_text (self->event_label, words);
      gtk_widget_set_visible (GTK_WIDGET (self->reactions), FALSE);
      gtk_widget_add_css_class (GTK_WIDGET (self), "group-first");
    }
  else
    show_message (self, row, marks);
  /* The list's own widget is what a screen reader stops at. */
  if (gtk_widget_get_parent (GTK_WIDGET (self)) != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (GTK_WIDGET (self))),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, self->spoken, -1);
}

/* ---- Menu -------------------------------------------------------------------- */

static void
popup_at (OdThreadRow *self, const GdkRectangle *at)
{
  const OdMessageRow *row;
  g_autoptr (GMenuModel) model = NULL;

  if (self->item == NULL)
    return;
  row = od_message_item_get_row (self->item);
  if (row->kind == OD_TIMELINE_EVENT)
    return;
  model = od_thread_parts_menu (row->id, row->kind != OD_TIMELINE_NOTE && row->deleted_at_us == 0);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  self->menu = gtk_popover_menu_new_from_model (model);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), at);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
on_secondary_pressed (OdThreadRow *self, int n_press, double x, double y, GtkGestureClick *gesture)
{
  double row_x, row_y;

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  if (gtk_widget_translate_coordinates (GTK_WIDGET (self->bubble), GTK_WIDGET (self), x, y, &row_x, &row_y))
    popup_at (self, &(GdkRectangle){ (int) row_x, (int) row_y, 1, 1 });
}

/* ---- The object -------------------------------------------------------------- */

static void
od_thread_row_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  OdThreadRow *self = OD_THREAD_ROW (widget);

  GTK_WIDGET_CLASS (od_thread_row_parent_class)->size_allocate (widget, width, height, baseline);
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

static void
od_thread_row_dispose (GObject *object)
{
  OdThreadRow *self = OD_THREAD_ROW (object);

  od_thread_row_set_item (self, NULL);
  g_clear_handle_id (&self->flash_id, g_source_remove);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_THREAD_ROW);
  G_OBJECT_CLASS (od_thread_row_parent_class)->dispose (object);
}

static void
od_thread_row_finalize (GObject *object)
{
  g_free (OD_THREAD_ROW (object)->spoken);
  G_OBJECT_CLASS (od_thread_row_parent_class)->finalize (object);
}

static void
od_thread_row_class_init (OdThreadRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_thread_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_thread_row_finalize;
  widget_class->size_allocate = od_thread_row_size_allocate;

  g_type_ensure (OD_TYPE_BUBBLE_SLOT);
  g_type_ensure (OD_TYPE_BUBBLE_TEXT);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-thread-row.ui");
  gtk_widget_class_bind_template_child (widget_class, OdThreadRow, before);
  gtk_widget_class_bind_template_child (widget_class, OdThreadRow, event_label);
  gtk_widget_class_bind_template_child (widget_class, OdThreadRow, slot);
  gtk_widget_class_bind_template_child (widget_class, OdThreadRow, bubble);
  gtk_widget_class_bind_template_child (widget_class, OdThreadRow, parts);
  gtk_widget_class_bind_template_child (widget_class, OdThreadRow, text);
  gtk_widget_class_bind_template_child (widget_class, OdThreadRow, after);
  gtk_widget_class_bind_template_child (widget_class, OdThreadRow, reactions);
  gtk_widget_class_bind_template_child (widget_class, OdThreadRow, meta);
  gtk_widget_class_bind_template_child (widget_class, OdThreadRow, edited_label);
  gtk_widget_class_bind_template_child (widget_class, OdThreadRow, time_label);
  gtk_widget_class_bind_template_child (widget_class, OdThreadRow, mark);
  gtk_widget_class_bind_template_callback (widget_class, on_secondary_pressed);
}

static void
od_thread_row_init (OdThreadRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  od_bubble_text_set_meta (self->text, GTK_WIDGET (self->meta));
}

/**
 * od_thread_row_new:
 * @setting: (transfer none): outlives the row
 */
GtkWidget *
od_thread_row_new (const OdThreadSetting *setting)
{
  OdThreadRow *self = g_object_new (OD_TYPE_THREAD_ROW, NULL);

  self->setting = setting;
  return GTK_WIDGET (self);
}

/**
 * od_thread_row_set_item:
 * @item: (nullable): %NULL: the row scrolled away
 */
void
od_thread_row_set_item (OdThreadRow *self, OdMessageItem *item)
{
  g_return_if_fail (OD_IS_THREAD_ROW (self));

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, bind, self);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;
  g_signal_connect_swapped (item, "changed", G_CALLBACK (bind), self);
  bind (self);
}

OdMessageItem *
od_thread_row_get_item (OdThreadRow *self)
{
  g_return_val_if_fail (OD_IS_THREAD_ROW (self), NULL);

  return self->item;
}

/**
 * od_thread_row_dup_selection:
 *
 * Returns: (transfer full) (nullable): what is marked of its text
 */
char *
od_thread_row_dup_selection (OdThreadRow *self)
{
  GtkLabel *label;
  const char *text;
  int start, end;

  g_return_val_if_fail (OD_IS_THREAD_ROW (self), NULL);

  label = od_bubble_text_get_label (self->text);
  if (!gtk_label_get_selection_bounds (label, &start, &end))
    return NULL;
  text = gtk_label_get_text (label);
  return g_utf8_substring (text, start, end);
}

/**
 * od_thread_row_popup_menu:
 *
 * What can be done with it, for the keyboard.
 */
void
od_thread_row_popup_menu (OdThreadRow *self)
{
  graphene_rect_t bounds;

  g_return_if_fail (OD_IS_THREAD_ROW (self));

  if (gtk_widget_compute_bounds (GTK_WIDGET (self->bubble), GTK_WIDGET (self), &bounds))
    popup_at (self,
              &(GdkRectangle){ (int) bounds.origin.x + 12, (int) (bounds.origin.y + bounds.size.height) - 6, 1, 1 });
}

static gboolean
flash_cb (gpointer user_data)
{
  OdThreadRow *self = user_data;

  self->flash_id = 0;
  gtk_widget_remove_css_class (GTK_WIDGET (self->bubble), "flash");
  return G_SOURCE_REMOVE;
}

/**
 * od_thread_row_flash:
 *
 * Shows which one was meant.
 */
void
od_thread_row_flash (OdThreadRow *self)
{
  g_return_if_fail (OD_IS_THREAD_ROW (self));

  g_clear_handle_id (&self->flash_id, g_source_remove);
  gtk_widget_add_css_class (GTK_WIDGET (self->bubble), "flash");
  self->flash_id = g_timeout_add (FLASH_MS, flash_cb, self);
}
