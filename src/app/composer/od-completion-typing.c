/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-completion-typing"

#include "od-completion-typing.h"

#include <string.h>

#include "od-completion-popover.h"
#include "od-emoji-source.h"
#include "od-limits.h"
#include "od-template-fields.h"
#include "od-template.h"

#define PAGE_ROWS 5
#define SLICE_EMOJI 60 /* read at once: well under the main loop's budget */
#define POPOVER_WIDTH 440
#define POPOVER_MARGIN 24
#define POPOVER_GAP 4

/**
 * OdCompletionTyping:
 *
 * Between the text of the composer and what can be offered for it: tells what is typed, opens
 * the popover at the caret, takes its keys before the text does, and puts in what is chosen.
 * The focus never leaves the text.
 */
struct _OdCompletionTyping {
  GObject parent_instance;

  GtkWidget *place;         /* not owned: the composer, whose this is */
  GtkTextView *view;        /* not owned: in it */
  GtkTextBuffer *buffer;    /* (owned) */
  OdComposerModel *model;   /* (owned) */
  OdCompletion *completion; /* (owned) */
  GtkWidget *popover;       /* (owned) (nullable): until something is offered */
  GtkEventController *keys; /* not owned: of place */
  guint emoji_id;           /* idle that reads names */
  gboolean has_emoji;       /* names were asked for */
  gboolean is_typing;       /* within a user's action */
  gboolean is_inserting;    /* what was chosen goes in */
};

G_DEFINE_FINAL_TYPE (OdCompletionTyping, od_completion_typing, G_TYPE_OBJECT)

static void chosen_cb (OdCompletionTyping *self, OdCompletionItem *item, gboolean as_link);

/* ---- Where ------------------------------------------------------------------- */

static char *
get_text (OdCompletionTyping *self, gsize *caret_byte)
{
  GtkTextIter start, end, caret;
  g_autofree char *before = NULL;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_get_iter_at_mark (self->buffer, &caret, gtk_text_buffer_get_insert (self->buffer));
  before = gtk_text_buffer_get_text (self->buffer, &start, &caret, TRUE);
  *caret_byte = strlen (before);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
}

static void
get_iter (OdCompletionTyping *self, const char *text, gsize at_byte, GtkTextIter *iter)
{
  gtk_text_buffer_get_iter_at_offset (self->buffer, iter, (int) g_utf8_strlen (text, (gssize) at_byte));
}

static gboolean
has_focus (OdCompletionTyping *self)
{
  GtkRoot *root = gtk_widget_get_root (self->place);

  return root != NULL && gtk_root_get_focus (root) == GTK_WIDGET (self->view);
}

/* From the sign to the caret, if that is one line: neither is ever covered. */
static GdkRectangle
find_place (OdCompletionTyping *self)
{
  gsize caret_byte;
  g_autofree char *text = get_text (self, &caret_byte);
  GtkTextIter sign, caret;
  GdkRectangle from, to;
  double x, y;

  get_iter (self, text, od_completion_get_trigger (self->completion).start_byte, &sign);
  get_iter (self, text, caret_byte, &caret);
  gtk_text_view_get_iter_location (self->view, &sign, &from);
  gtk_text_view_get_iter_location (self->view, &caret, &to);
  if (from.y == to.y && from.x < to.x)
    to = (GdkRectangle){ from.x, from.y, to.x - from.x, to.height };
  gtk_text_view_buffer_to_window_coords (self->view, GTK_TEXT_WINDOW_WIDGET, to.x, to.y, &to.x, &to.y);
  gtk_widget_translate_coordinates (GTK_WIDGET (self->view), self->place, to.x, to.y, &x, &y);
  return (GdkRectangle){ (int) x, (int) y, MAX (to.width, 1), MAX (to.height, 1) };
}

/* ---- Showing ----------------------------------------------------------------- */

static void
ensure_popover (OdCompletionTyping *self)
{
  if (self->popover != NULL)
    return;
  self->popover = g_object_ref_sink (od_completion_popover_new (self->completion));
  gtk_widget_set_parent (self->popover, self->place);
  gtk_popover_set_offset (GTK_POPOVER (self->popover), 0, -POPOVER_GAP);
  g_signal_connect_object (self->popover, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
}

static void
show (OdCompletionTyping *self)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (self->place));
  GdkRectangle place = find_place (self);
  int width = MIN (POPOVER_WIDTH, gtk_widget_get_width (root) - POPOVER_MARGIN);

  gtk_widget_set_size_request (gtk_popover_get_child (GTK_POPOVER (self->popover)), width, -1);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &place);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
completion_changed_cb (OdCompletionTyping *self)
{
  gboolean is_open = od_completion_get_is_open (self->completion) && has_focus (self);

  if (is_open)
    {
      gboolean is_new = self->popover == NULL;

      ensure_popover (self);
      if (is_new) /* it did not hear what was offered */
        g_signal_emit_by_name (self->completion, "changed");
      else
        show (self);
    }
  else if (self->popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->popover));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_STATE_EXPANDED, is_open, -1);
}

/* ---- Typing ------------------------------------------------------------------ */

static gboolean
emoji_cb (gpointer user_data)
{
  OdCompletionTyping *self = user_data;
  gsize caret_byte;
  g_autofree char *text = NULL;

  if (od_emoji_names_load (od_completion_get_emoji (self->completion), SLICE_EMOJI))
    return G_SOURCE_CONTINUE;
  self->emoji_id = 0;
  text = get_text (self, &caret_byte);
  if (od_completion_get_trigger (self->completion).kind == OD_COMPLETION_EMOJI)
    od_completion_update (self->completion, text, caret_byte, od_composer_model_get_is_note (self->model), TRUE);
  return G_SOURCE_REMOVE;
}

/* Names take memory, so they are read when somebody wants an emoji for the first time. */
static void
want_emoji (OdCompletionTyping *self)
{
  if (self->has_emoji || od_completion_get_trigger (self->completion).kind != OD_COMPLETION_EMOJI)
    return;
  self->has_emoji = TRUE;
  if (od_emoji_source_add_all (od_completion_get_emoji (self->completion)) > 0)
    self->emoji_id = g_idle_add (emoji_cb, self);
}

static void
tell (OdCompletionTyping *self, gboolean is_typed)
{
  gsize caret_byte;
  g_autofree char *text = get_text (self, &caret_byte);
  gboolean is_note = od_composer_model_get_is_note (self->model);

  od_completion_update (self->completion, text, caret_byte, is_note, is_typed);
  want_emoji (self);
}

static void
begin_cb (OdCompletionTyping *self)
{
  self->is_typing = TRUE;
}

static void
end_cb (OdCompletionTyping *self)
{
  self->is_typing = FALSE;
  if (!self->is_inserting)
    tell (self, TRUE);
}

static void
caret_cb (OdCompletionTyping *self)
{
  if (!self->is_typing && !self->is_inserting && od_completion_get_is_open (self->completion))
    tell (self, FALSE);
}

static void
text_cb (OdCompletionTyping *self)
{
  od_template_fields_mark (self->buffer);
  if (!self->is_typing && !self->is_inserting) /* another draft */
    od_completion_dismiss (self->completion);
  if (od_composer_model_get_is_note (self->model))
    {
      gsize caret_byte;
      g_autofree char *text = get_text (self, &caret_byte);
      g_autoptr (GArray) mentions = od_completion_find_mentions (self->completion, text);

      od_composer_model_set_mentions (self->model, mentions);
    }
}

static void
focus_cb (OdCompletionTyping *self)
{
  od_completion_dismiss (self->completion);
}

/* ---- Choosing ---------------------------------------------------------------- */

static void
insert (OdCompletionTyping *self, const OdInsertion *insertion)
{
  gsize caret_byte;
  g_autofree char *text = get_text (self, &caret_byte);
  GtkTextIter start, end;
  int from;

  get_iter (self, text, insertion->start_byte, &start);
  get_iter (self, text, insertion->end_byte, &end);
  from = gtk_text_iter_get_offset (&start);
  self->is_inserting = TRUE;
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert (self->buffer, &start, insertion->text, -1);
  gtk_text_buffer_end_user_action (self->buffer);
  gtk_text_buffer_place_cursor (self->buffer, &start);
  if (insertion->unfilled->len > 0)
    od_template_fields_select (self->view, from, from + (int) g_utf8_strlen (insertion->text, -1));
  self->is_inserting = FALSE;
  gtk_text_view_scroll_mark_onscreen (self->view, gtk_text_buffer_get_insert (self->buffer));
  for (guint i = 0; insertion->files != NULL && i < insertion->files->len; i++)
    od_composer_model_add_staged (self->model, insertion->files->pdata[i]);
}

static void
chosen_cb (OdCompletionTyping *self, OdCompletionItem *item, gboolean as_link)
{
  g_autoptr (OdCompletionItem) chosen = g_object_ref (item); /* the rows go when one is chosen */
  const OdCompletionChoice *choice = od_completion_item_get (chosen);
  g_autoptr (OdInsertion) insertion = NULL;

  if (choice->kind == OD_COMPLETION_ITEM_FOLDER)
    {
      od_completion_open_folder (self->completion, choice->path);
      return;
    }
  insertion = od_completion_choose (self->completion, item, as_link);
  insert (self, insertion);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  if (choice->kind == OD_COMPLETION_ITEM_LIBRARY)
    gtk_widget_activate_action (self->place, choice->path, NULL);
}

static gboolean
choose_selected (OdCompletionTyping *self, gboolean as_link)
{
  g_autoptr (OdCompletionItem) item = od_completion_popover_dup_selected (OD_COMPLETION_POPOVER (self->popover));

  if (item == NULL)
    return FALSE;
  chosen_cb (self, item, as_link);
  return TRUE;
}

static gboolean
expand (OdCompletionTyping *self)
{
  gsize caret_byte;
  g_autofree char *text = get_text (self, &caret_byte);
  g_autoptr (OdInsertion) insertion =
      od_completion_expand (self->completion, text, caret_byte, od_composer_model_get_is_note (self->model));

  if (insertion == NULL)
    return FALSE;
  insert (self, insertion);
  return TRUE;
}

/* ---- Keys -------------------------------------------------------------------- */

/* While browsing, right goes into a folder and left out of it. */
static gboolean
walk_folders (OdCompletionTyping *self, gboolean is_in)
{
  g_autoptr (OdCompletionItem) item = od_completion_popover_dup_selected (OD_COMPLETION_POPOVER (self->popover));
  const char *folder = od_completion_get_folder (self->completion);

  if (folder == NULL || item == NULL || (!is_in && *folder == '\0'))
    return FALSE;
  if (!is_in)
    {
      const char *slash = strrchr (folder, '/');
      g_autofree char *above = g_strndup (folder, slash != NULL ? (gsize) (slash - folder) : 0);

      od_completion_open_folder (self->completion, above);
      return TRUE;
    }
  if (od_completion_item_get (item)->kind == OD_COMPLETION_ITEM_FOLDER)
    od_completion_open_folder (self->completion, od_completion_item_get (item)->path);
  return od_completion_item_get (item)->kind == OD_COMPLETION_ITEM_FOLDER;
}

static gboolean
take_key_of_list (OdCompletionTyping *self, guint keyval, GdkModifierType held)
{
  static const struct {
    guint keyval, keypad;
    int by;
  } steps[] = { { GDK_KEY_Up, GDK_KEY_KP_Up, -1 },
                { GDK_KEY_Down, GDK_KEY_KP_Down, 1 },
                { GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, -PAGE_ROWS },
                { GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, PAGE_ROWS } };

  if (held != 0 && held != GDK_SHIFT_MASK)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (keyval == steps[i].keyval || keyval == steps[i].keypad)
      {
        od_completion_popover_step (OD_COMPLETION_POPOVER (self->popover), steps[i].by);
        return TRUE;
      }
  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_Right:
      return walk_folders (self, keyval == GDK_KEY_Right);
    case GDK_KEY_Escape:
      od_completion_dismiss (self->completion);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      return choose_selected (self, held == GDK_SHIFT_MASK);
    case GDK_KEY_Tab:
      return expand (self) || choose_selected (self, FALSE);
    default:
      return FALSE;
    }
}

static gboolean
take_key (OdCompletionTyping *self, guint keyval, GdkModifierType held)
{
  if (od_completion_typing_get_is_open (self))
    return take_key_of_list (self, keyval, held);
  if (keyval == GDK_KEY_Tab && held == 0)
    return expand (self) || od_template_fields_step (self->view, FALSE);
  if ((keyval == GDK_KEY_ISO_Left_Tab || keyval == GDK_KEY_Tab) && held == GDK_SHIFT_MASK)
    return od_template_fields_step (self->view, TRUE);
  return FALSE;
}

/* Letters are the text's; what could be ours goes to the input method first, which may be choosing a word. */
static gboolean
key_cb (OdCompletionTyping *self, guint keyval, guint keycode, GdkModifierType state, GtkEventController *controller)
{
  GdkModifierType held = state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK | GDK_SUPER_MASK);
  GdkEvent *event = gtk_event_controller_get_current_event (controller);
  gboolean is_letter = gdk_keyval_to_unicode (keyval) >= 0x20 && gdk_keyval_to_unicode (keyval) != 0x7f;

  if (!has_focus (self) || !gtk_text_view_get_editable (self->view) || (is_letter && held != GDK_CONTROL_MASK))
    return GDK_EVENT_PROPAGATE;
  if (od_completion_typing_get_is_open (self) && held == 0 && event != NULL &&
      gtk_text_view_im_context_filter_keypress (self->view, event))
    return GDK_EVENT_STOP;
  return take_key (self, keyval, held) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

/* ---- The object -------------------------------------------------------------- */

static void
od_completion_typing_dispose (GObject *object)
{
  OdCompletionTyping *self = OD_COMPLETION_TYPING (object);

  g_clear_handle_id (&self->emoji_id, g_source_remove);
  if (self->keys != NULL)
    gtk_widget_remove_controller (self->place, self->keys);
  self->keys = NULL;
  if (self->popover != NULL)
    gtk_widget_unparent (self->popover);
  g_clear_object (&self->popover);
  G_OBJECT_CLASS (od_completion_typing_parent_class)->dispose (object);
}

static void
od_completion_typing_finalize (GObject *object)
{
  OdCompletionTyping *self = OD_COMPLETION_TYPING (object);

  g_clear_object (&self->buffer);
  g_clear_object (&self->model);
  g_clear_object (&self->completion);
  G_OBJECT_CLASS (od_completion_typing_parent_class)->finalize (object);
}

static void
od_completion_typing_class_init (OdCompletionTypingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_completion_typing_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_completion_typing_finalize;
}

static void
od_completion_typing_init (OdCompletionTyping *self)
{
}

/**
 * od_completion_typing_new:
 * @place: the widget that owns this and outlives it; the popover is its child
 * @view: in it
 *
 * Returns: (transfer full)
 */
OdCompletionTyping *
od_completion_typing_new (GtkWidget *place, GtkTextView *view, OdComposerModel *model, OdCompletion *completion)
{
  OdCompletionTyping *self = g_object_new (OD_TYPE_COMPLETION_TYPING, NULL);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->place = place;
  self->view = view;
  self->buffer = g_object_ref (gtk_text_view_get_buffer (view));
  self->model = g_object_ref (model);
  self->completion = g_object_ref (completion);
  self->keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (self->keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (self->keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (place, self->keys);
  g_signal_connect_object (focus, "leave", G_CALLBACK (focus_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (view), focus);
  g_signal_connect_object (self->buffer, "begin-user-action", G_CALLBACK (begin_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "end-user-action", G_CALLBACK (end_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "notify::cursor-position", G_CALLBACK (caret_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (text_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (completion, "changed", G_CALLBACK (completion_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * od_completion_typing_browse:
 *
 * Offers the canned replies by folder, at the caret. Notes have none.
 */
void
od_completion_typing_browse (OdCompletionTyping *self)
{
  gsize caret_byte;
  g_autofree char *text = NULL;

  g_return_if_fail (OD_IS_COMPLETION_TYPING (self));

  if (od_composer_model_get_is_note (self->model))
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  text = get_text (self, &caret_byte);
  od_completion_browse (self->completion, text, caret_byte);
}

/**
 * od_completion_typing_insert_canned:
 * @code: of a canned reply: the variant that fits the conversation goes in at the caret
 */
void
od_completion_typing_insert_canned (OdCompletionTyping *self, const char *code)
{
  g_autofree char *typed = g_strconcat ("/", code, NULL);
  g_autofree char *text = NULL;
  g_autoptr (OdInsertion) insertion = NULL;
  gsize caret_byte;

  g_return_if_fail (OD_IS_COMPLETION_TYPING (self));

  if (!gtk_text_view_get_editable (self->view) || strlen (typed) > OD_LIMIT_COMPLETION_BYTES)
    return;
  insertion = od_completion_expand (self->completion, typed, strlen (typed), FALSE);
  if (insertion == NULL)
    return;
  text = get_text (self, &caret_byte);
  insertion->start_byte = insertion->end_byte = caret_byte;
  insert (self, insertion);
}

/**
 * od_completion_typing_use_emoji:
 *
 * Somebody took it from elsewhere: it is remembered, too.
 */
void
od_completion_typing_use_emoji (OdCompletionTyping *self, const char *emoji)
{
  g_return_if_fail (OD_IS_COMPLETION_TYPING (self));

  od_emoji_memory_use (od_completion_get_memory (self->completion), emoji);
}

gboolean
od_completion_typing_get_is_open (OdCompletionTyping *self)
{
  g_return_val_if_fail (OD_IS_COMPLETION_TYPING (self), FALSE);

  return self->popover != NULL && gtk_widget_get_visible (self->popover) &&
         od_completion_get_is_open (self->completion);
}
