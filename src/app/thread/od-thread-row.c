/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-thread-row.h"

#include <glib/gi18n.h>

#include "od-bubble-slot.h"
#include "od-bubble-text.h"
#include "od-markdown-pango.h"
#include "od-media-block.h"
#include "od-message-deeds.h"
#include "od-message-text.h"
#include "od-message-words.h"
#include "od-sending-bar.h"
#include "od-thread-needs.h"
#include "od-thread-parts.h"

#define FLASH_MS 1600

/* What a row has only sometimes: made when there is something to show, gone when there is not. */
typedef struct {
  GtkWidget *before; /* dividers */
  GtkWidget *event;
  GtkWidget *parts; /* of the bubble, above the text: author, quote, files */
  GtkWidget *needs; /* of the bubble, below it: what waits for a person */
  GtkWidget *reactions;
  GtkWidget *history; /* of the meta line: that it said something else */
  GtkWidget *mark;    /* of the meta line: how far it came */
} Sometimes;

/**
 * OdThreadRow:
 *
 * One row of the thread: what stands before it (a divider, the day, "unread"), and a bubble or
 * a line in small type. A list keeps some 200 of them, so it is made of as few widgets as it
 * can be: its text and its time, and the rest when it is needed.
 */
struct _OdThreadRow {
  GtkWidget parent_instance;

  OdBubbleSlot *slot;
  GtkBox *bubble;
  OdBubbleText *text;
  GtkBox *meta;
  GtkLabel *time_label;
  Sometimes some;

  const OdThreadSetting *setting; /* of the view, which outlives its rows */
  OdMessageItem *item;            /* (owned) (nullable): while bound */
  char *parts_key;                /* (owned) (nullable): of what the parts were made */
  guint flash_id;
};

G_DEFINE_FINAL_TYPE (OdThreadRow, od_thread_row, GTK_TYPE_WIDGET)

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
  GtkWidget *before;

  g_clear_pointer (&self->some.before, gtk_widget_unparent);
  if ((marks & (OD_THREAD_MARK_CONVERSATION | OD_THREAD_MARK_DAY | OD_THREAD_MARK_UNREAD)) == 0)
    return;
  self->some.before = before = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  if ((marks & OD_THREAD_MARK_CONVERSATION) != 0)
    {
      gint64 created_at_us = 0;
      g_autofree char *words = setting->dup_divider (setting->view, row->conversation_id, &created_at_us);

      if (words != NULL)
        {
          gtk_box_append (GTK_BOX (before), od_thread_parts_divider (words, "thread-divider"));
          shows_day = shows_day && !od_thread_same_day (created_at_us, row->at_us, setting->zone);
        }
    }
  if (shows_day)
    {
      g_autofree char *day = od_message_words_day (row->at_us, setting->now_us, setting->zone);

      gtk_box_append (GTK_BOX (before), od_thread_parts_divider (day, "thread-day"));
    }
  if ((marks & OD_THREAD_MARK_UNREAD) != 0)
    gtk_box_append (GTK_BOX (before), od_thread_parts_divider (_ ("New messages"), "thread-unread"));
  gtk_widget_insert_after (before, GTK_WIDGET (self), NULL);
}

static void
show_text (OdThreadRow *self, const OdMessageRow *row)
{
  GtkLabel *label = od_bubble_text_get_label (self->text);
  const char *instead = od_message_words_instead (row);
  g_autofree char *markup = NULL;

  if (instead != NULL)
    markup = g_markup_escape_text (instead, -1);
  else if (row->format == OD_FORMAT_MARKDOWN)
    markup = od_markdown_to_pango (row->body);
  else
    markup = od_message_text_markup (row->body);
  set_class (GTK_WIDGET (label), "big-emoji", instead == NULL && od_message_text_is_big (row->body));
  set_class (GTK_WIDGET (label), "deleted", instead != NULL);
  if (!g_str_equal (gtk_label_get_label (label), markup)) /* else what is marked of it would be lost */
    gtk_label_set_markup (label, markup);
  od_thread_row_show_marks (self);
}

static void
show_parts (OdThreadRow *self, const OdMessageRow *row, OdThreadMarks marks)
{
  gboolean is_note = row->kind == OD_TIMELINE_NOTE;
  gboolean is_others = row->kind == OD_TIMELINE_OUT && row->operator_id != self->setting->operator_id;
  gboolean has_author =
      (marks & OD_THREAD_MARK_FIRST) != 0 && (is_note || (is_others && (*row->author != '\0' || row->is_bot)));
  gboolean is_there = row->deleted_at_us == 0;
  gboolean has_media = is_there && (row->attachments != NULL || row->payload != NULL);
  gboolean has_quote = is_there && row->reply_to_id != 0;
  g_autofree char *key = has_author || has_media || has_quote ? od_thread_parts_make_key (row, has_author) : NULL;
  GtkBox *parts;
  GtkWidget *media;

  if (g_strcmp0 (key, self->parts_key) == 0)
    return;
  g_free (self->parts_key);
  self->parts_key = g_steal_pointer (&key);
  g_clear_pointer (&self->some.parts, gtk_widget_unparent);
  if (self->parts_key == NULL)
    return;
  self->some.parts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  parts = GTK_BOX (self->some.parts);
  gtk_widget_add_css_class (self->some.parts, "bubble-parts");
  if (has_author)
    gtk_box_append (parts, od_thread_parts_author (*row->author != '\0' ? row->author : _ ("Automatic"), is_note));
  if (has_quote)
    gtk_box_append (parts, od_thread_parts_quote (row->reply_to_id, row->reply_to_text));
  media = has_media ? od_media_block_new (self->setting->media, self->item) : NULL;
  if (media != NULL)
    gtk_box_append (parts, media);
  gtk_box_prepend (self->bubble, self->some.parts);
}

static void
show_mark (OdThreadRow *self, const OdMessageRow *row)
{
  const char *icon = row->kind == OD_TIMELINE_OUT ? od_thread_parts_mark_icon (row->delivery) : NULL;

  if (icon == NULL)
    {
      g_clear_pointer (&self->some.mark, gtk_widget_unparent);
      return;
    }
  if (self->some.mark == NULL)
    {
      self->some.mark = gtk_image_new ();
      gtk_widget_add_css_class (self->some.mark, "delivery-mark");
      gtk_box_append (self->meta, self->some.mark);
    }
  od_thread_parts_set_mark (self->some.mark, row->delivery);
}

static void
show_meta (OdThreadRow *self, const OdMessageRow *row)
{
  g_autofree char *time = od_message_words_time (row->at_us, self->setting->zone);
  gboolean has_history = row->edited_at_us != 0 || row->deleted_at_us != 0;

  gtk_label_set_text (self->time_label, time);
  g_clear_pointer (&self->some.history, gtk_widget_unparent);
  if (has_history)
    {
      self->some.history = od_thread_parts_history (row->id, row->deleted_at_us != 0);
      gtk_box_prepend (self->meta, self->some.history);
    }
  show_mark (self, row);
}

/* (nullable): why it does not leave though nothing else keeps it */
static char *
dup_unsent (OdThreadRow *self, const OdMessageRow *row)
{
  return row->kind == OD_TIMELINE_OUT && row->delivery == OD_DELIVERY_QUEUED &&
                 od_message_need (row, self->setting->now_us) == OD_NEED_NOTHING
             ? self->setting->dup_unsent (self->setting->view, row)
             : NULL;
}

static void
show_needs (OdThreadRow *self, const OdMessageRow *row)
{
  const OdThreadSetting *setting = self->setting;
  OdMessageNeed need = od_message_need (row, setting->now_us);
  g_autofree char *unsent = dup_unsent (self, row);

  g_clear_pointer (&self->some.needs, gtk_widget_unparent);
  if ((need == OD_NEED_NOTHING && unsent == NULL) ||
      (need == OD_NEED_PATIENCE && setting->media->desk->sending == NULL))
    return;
  if (need == OD_NEED_PATIENCE)
    self->some.needs = od_sending_bar_new (setting->media->desk->sending, row->id);
  else
    self->some.needs =
        od_thread_needs_new (row, need == OD_NEED_RELEASE ? setting->find_newer (setting->view, row) : NULL, unsent,
                             setting->now_us, setting->zone);
  gtk_box_append (self->bubble, self->some.needs);
  if (need == OD_NEED_UNDO)
    setting->count_down (setting->view);
}

static void
show_reactions (OdThreadRow *self, const OdMessageRow *row)
{
  gboolean is_in = row->kind == OD_TIMELINE_IN || row->kind == OD_TIMELINE_CALL;

  g_clear_pointer (&self->some.reactions, gtk_widget_unparent);
  if (row->reactions == NULL || row->reactions->len == 0 || row->deleted_at_us != 0)
    return;
  self->some.reactions = od_thread_parts_reactions (row, self->setting->customer_name);
  gtk_widget_set_halign (self->some.reactions, is_in                          ? GTK_ALIGN_START
                                               : row->kind == OD_TIMELINE_OUT ? GTK_ALIGN_END
                                                                              : GTK_ALIGN_CENTER);
  gtk_widget_insert_before (self->some.reactions, GTK_WIDGET (self), NULL);
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
  set_class (bubble, "sticker", od_media_block_is_sticker (self->item));
  set_class (bubble, "first", (marks & OD_THREAD_MARK_FIRST) != 0);
  set_class (bubble, "last", (marks & OD_THREAD_MARK_LAST) != 0);
  set_class (GTK_WIDGET (self), "group-first", (marks & OD_THREAD_MARK_FIRST) != 0);
  od_bubble_slot_set_align (self->slot, is_in ? GTK_ALIGN_START : is_out ? GTK_ALIGN_END : GTK_ALIGN_CENTER);
}

static void
show_event (OdThreadRow *self, const OdMessageRow *row)
{
  gboolean is_unfolded;
  guint n_events = od_message_item_get_fold (self->item, &is_unfolded);

  self->some.event = od_thread_parts_event (row, n_events, is_unfolded, self->setting->zone);
  gtk_widget_insert_before (self->some.event, GTK_WIDGET (self), GTK_WIDGET (self->slot));
  gtk_widget_add_css_class (GTK_WIDGET (self), "group-first");
}

static void
bind (OdThreadRow *self)
{
  const OdMessageRow *row = od_message_item_get_row (self->item);
  OdThreadMarks marks = od_message_item_get_marks (self->item);
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  gboolean is_event = row->kind == OD_TIMELINE_EVENT;

  show_separators (self, row, marks);
  g_clear_pointer (&self->some.event, gtk_widget_unparent);
  gtk_widget_set_visible (GTK_WIDGET (self->slot), !is_event);
  show_reactions (self, row);
  if (is_event)
    show_event (self, row);
  else
    {
      place_bubble (self, row, marks);
      show_parts (self, row, marks);
      show_text (self, row);
      show_meta (self, row);
      show_needs (self, row);
    }
  if (parent != NULL) /* the list's own widget is what a screen reader stops at */
    {
      g_autofree char *plain =
          od_message_words_spoken (row, self->setting->customer_name, self->setting->now_us, self->setting->zone);
      g_autofree char *unsent = dup_unsent (self, row);
      g_autofree char *spoken = g_strjoin (". ", plain, unsent, NULL);

      gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
    }
}

/* ---- The object -------------------------------------------------------------- */

static gboolean
on_link (OdThreadRow *self, const char *uri)
{
  if (g_ascii_strncasecmp (uri, "omnidesk:", strlen ("omnidesk:")) != 0)
    return FALSE; /* the desktop knows what to do with it */
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-link", "s", uri);
  return TRUE;
}

static gboolean
on_query_tooltip (OdThreadRow *self, int x, int y, gboolean is_by_keyboard, GtkTooltip *tooltip)
{
  g_autofree char *times = NULL, *unsent = NULL, *words = NULL;

  if (self->item == NULL)
    return FALSE;
  times = od_message_words_times (od_message_item_get_row (self->item), self->setting->zone);
  unsent = dup_unsent (self, od_message_item_get_row (self->item));
  words = g_strjoin ("\n", times, unsent, NULL);
  gtk_tooltip_set_text (tooltip, words);
  return TRUE;
}

static void
od_thread_row_dispose (GObject *object)
{
  OdThreadRow *self = OD_THREAD_ROW (object);
  GtkWidget *child;

  od_thread_row_set_item (self, NULL);
  g_clear_handle_id (&self->flash_id, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->some = (Sometimes){ NULL };
  G_OBJECT_CLASS (od_thread_row_parent_class)->dispose (object);
}

static void
od_thread_row_finalize (GObject *object)
{
  g_free (OD_THREAD_ROW (object)->parts_key);
  G_OBJECT_CLASS (od_thread_row_parent_class)->finalize (object);
}

static void
od_thread_row_class_init (OdThreadRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_thread_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_thread_row_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
od_thread_row_init (OdThreadRow *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "thread-row");
  self->meta = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4));
  gtk_widget_add_css_class (GTK_WIDGET (self->meta), "meta");
  gtk_widget_set_has_tooltip (GTK_WIDGET (self->meta), TRUE);
  g_signal_connect_swapped (self->meta, "query-tooltip", G_CALLBACK (on_query_tooltip), self);
  self->time_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->time_label), "numeric");
  gtk_box_append (self->meta, GTK_WIDGET (self->time_label));
  self->text = OD_BUBBLE_TEXT (od_bubble_text_new ());
  od_bubble_text_set_meta (self->text, GTK_WIDGET (self->meta));
  g_signal_connect_swapped (od_bubble_text_get_label (self->text), "activate-link", G_CALLBACK (on_link), self);
  self->bubble = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_widget_add_css_class (GTK_WIDGET (self->bubble), "bubble");
  gtk_box_append (self->bubble, GTK_WIDGET (self->text));
  self->slot = OD_BUBBLE_SLOT (od_bubble_slot_new (GTK_WIDGET (self->bubble)));
  gtk_widget_set_parent (GTK_WIDGET (self->slot), GTK_WIDGET (self));
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
    {
      /* What is not shown asks for no pictures. */
      g_clear_pointer (&self->parts_key, g_free);
      g_clear_pointer (&self->some.parts, gtk_widget_unparent);
      return;
    }
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
 * od_thread_row_get_label:
 *
 * Returns: (transfer none): its text
 */
GtkLabel *
od_thread_row_get_label (OdThreadRow *self)
{
  g_return_val_if_fail (OD_IS_THREAD_ROW (self), NULL);

  return od_bubble_text_get_label (self->text);
}

/**
 * od_thread_row_get_bubble:
 *
 * Returns: (transfer none): what a menu points at
 */
GtkWidget *
od_thread_row_get_bubble (OdThreadRow *self)
{
  g_return_val_if_fail (OD_IS_THREAD_ROW (self), NULL);

  return GTK_WIDGET (self->bubble);
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
  int start, end;

  g_return_val_if_fail (OD_IS_THREAD_ROW (self), NULL);

  label = od_bubble_text_get_label (self->text);
  if (!gtk_label_get_selection_bounds (label, &start, &end))
    return NULL;
  return g_utf8_substring (gtk_label_get_text (label), start, end);
}

/**
 * od_thread_row_set_is_hovered:
 * @is_hovered: the pointer is over it: it offers its menu
 */
void
od_thread_row_set_is_hovered (OdThreadRow *self, gboolean is_hovered)
{
  const OdMessageRow *row;

  g_return_if_fail (OD_IS_THREAD_ROW (self));

  row = self->item != NULL ? od_message_item_get_row (self->item) : NULL;
  od_bubble_slot_set_button (
      self->slot, is_hovered && row != NULL && row->kind != OD_TIMELINE_EVENT ? od_thread_parts_more (row->id) : NULL);
}

/**
 * od_thread_row_refresh:
 *
 * Shows it again: another day has begun.
 */
void
od_thread_row_refresh (OdThreadRow *self)
{
  g_return_if_fail (OD_IS_THREAD_ROW (self));

  if (self->item != NULL)
    bind (self);
}

/**
 * od_thread_row_count:
 *
 * Counts down what is left to take the message back.
 *
 * Returns: whether there is still something to count
 */
gboolean
od_thread_row_count (OdThreadRow *self)
{
  const OdMessageRow *row;

  g_return_val_if_fail (OD_IS_THREAD_ROW (self), FALSE);

  if (self->item == NULL || self->some.needs == NULL)
    return FALSE;
  row = od_message_item_get_row (self->item);
  if (row->delivery == OD_DELIVERY_QUEUED && od_thread_needs_count (self->some.needs, row, self->setting->now_us))
    return TRUE;
  if (row->not_before_us != 0)
    bind (self);
  return FALSE;
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
 * od_thread_row_show_marks:
 *
 * Points out what the setting says.
 */
void
od_thread_row_show_marks (OdThreadRow *self)
{
  g_return_if_fail (OD_IS_THREAD_ROW (self));

  od_bubble_text_set_marks (self->text, (const char *const *) self->setting->marks);
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
