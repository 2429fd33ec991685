/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-spell-marks"

#include "od-spell-marks.h"

#include <glib/gi18n.h>
#include <string.h>

#include "od-spell-checker.h"

#define TAG "od-misspelt"
#define KEY "check-spelling"

/**
 * OdSpellMarks:
 *
 * A wavy line under words of a text view that no dictionary knows, and what they could be in the view's menu. Asked
 * for one text at a time; an answer for a text that has changed meanwhile is dropped and asked again. The word that
 * is being typed is left alone until the cursor leaves it.
 */
struct _OdSpellMarks {
  GObject parent_instance;

  GtkTextView *view;         /* (nullable) (weak): whose this is; %NULL once that or this is disposed */
  GtkTextBuffer *buffer;     /* (owned) */
  GSettings *taste;          /* (owned) (nullable): then words are checked */
  OdSpellChecker *checker;   /* (owned) (nullable): until there is a word to check */
  char *language;            /* (owned) (nullable): the customer's */
  GCancellable *cancellable; /* (owned) */
  GtkTextTag *tag;           /* of the buffer */
  GSimpleActionGroup *group; /* (owned) */

  GArray *wrong;     /* (owned) (element-type Wrong): as of the last answer, in order; none while it is stale */
  char *asked;       /* (owned) (nullable): the text of the question that is out */
  gboolean is_stale; /* the text has changed since it was asked for */
  gboolean is_typed; /* and somebody may be within a word */
  int spared_at;     /* where the word begins that is being typed; -1: none */

  GMenu *menu;         /* (owned): what the view's menu has besides */
  char *typed, *plain; /* (owned) (nullable): what it is about */
  int at;              /* where that begins */
  GUnicodeScript script;
};

G_DEFINE_FINAL_TYPE (OdSpellMarks, od_spell_marks, G_TYPE_OBJECT)

typedef struct {
  int start, end; /* characters */
  GUnicodeScript script;
} Wrong;

static void ask (OdSpellMarks *self);

/* ---- Lines under words ------------------------------------------------------------ */

static int
get_caret (OdSpellMarks *self)
{
  GtkTextIter caret;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &caret, gtk_text_buffer_get_insert (self->buffer));
  return gtk_text_iter_get_offset (&caret);
}

/* Returns: (nullable) */
static const Wrong *
find_at (OdSpellMarks *self, int offset)
{
  for (guint i = 0; i < self->wrong->len; i++)
    {
      const Wrong *wrong = &g_array_index (self->wrong, Wrong, i);

      if (wrong->start <= offset && offset <= wrong->end)
        return wrong;
    }
  return NULL;
}

static void
clear (OdSpellMarks *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->tag, &start, &end);
}

static void
show (OdSpellMarks *self)
{
  clear (self);
  for (guint i = 0; i < self->wrong->len; i++)
    {
      const Wrong *wrong = &g_array_index (self->wrong, Wrong, i);
      GtkTextIter start, end;

      if (wrong->start == self->spared_at)
        continue;
      gtk_text_buffer_get_iter_at_offset (self->buffer, &start, wrong->start);
      gtk_text_buffer_get_iter_at_offset (self->buffer, &end, wrong->end);
      gtk_text_buffer_apply_tag (self->buffer, self->tag, &start, &end);
    }
}

/* ---- Asking -------------------------------------------------------------------------- */

static gboolean
is_on (OdSpellMarks *self)
{
  return self->taste == NULL || g_settings_get_boolean (self->taste, KEY);
}

/* Bytes become characters in one pass. */
static void
take_answer (OdSpellMarks *self, GArray *words)
{
  gsize at_byte = 0;
  int at = 0;
  const Wrong *typed;

  g_array_set_size (self->wrong, 0);
  for (guint i = 0; i < words->len; i++)
    {
      const OdSpellWord *word = &g_array_index (words, OdSpellWord, i);
      Wrong wrong = { .script = word->script };

      at += (int) g_utf8_strlen (self->asked + at_byte, (gssize) (word->start_byte - at_byte));
      wrong.start = at;
      at += (int) g_utf8_strlen (self->asked + word->start_byte, (gssize) (word->end_byte - word->start_byte));
      wrong.end = at;
      at_byte = word->end_byte;
      g_array_append_val (self->wrong, wrong);
    }
  typed = self->is_typed && gtk_widget_has_focus (GTK_WIDGET (self->view)) ? find_at (self, get_caret (self)) : NULL;
  self->spared_at = typed != NULL ? typed->start : -1;
  self->is_typed = FALSE;
  show (self);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdSpellMarks) self = user_data;
  g_autoptr (GArray) words = od_spell_checker_check_finish (OD_SPELL_CHECKER (source), result, NULL);

  if (self->view == NULL)
    return;
  if (words != NULL && !self->is_stale && is_on (self))
    take_answer (self, words);
  g_clear_pointer (&self->asked, g_free);
  ask (self);
}

static void
ask (OdSpellMarks *self)
{
  GtkTextIter start, end;

  if (self->view == NULL || self->asked != NULL || !self->is_stale || !is_on (self))
    return;
  self->is_stale = FALSE;
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  if (gtk_text_iter_equal (&start, &end))
    return;
  if (self->checker == NULL)
    {
      self->checker = od_spell_checker_new ();
      od_spell_checker_set_language (self->checker, self->language);
    }
  self->asked = gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
  od_spell_checker_check_async (self->checker, self->asked, self->cancellable, checked_cb, g_object_ref (self));
}

static void
ask_again (OdSpellMarks *self)
{
  g_array_set_size (self->wrong, 0); /* they may be elsewhere now */
  self->is_stale = TRUE;
  ask (self);
}

static void
text_changed_cb (OdSpellMarks *self)
{
  self->is_typed = TRUE;
  ask_again (self);
}

/* Also after each key: then the answer to come decides. */
static void
caret_moved_cb (OdSpellMarks *self)
{
  const Wrong *here;

  if (self->view == NULL || self->spared_at < 0 || self->is_stale || self->asked != NULL)
    return;
  here = gtk_widget_has_focus (GTK_WIDGET (self->view)) ? find_at (self, get_caret (self)) : NULL;
  if (here != NULL && here->start == self->spared_at)
    return;
  self->spared_at = -1;
  show (self);
}

static void
switched_cb (OdSpellMarks *self)
{
  g_array_set_size (self->wrong, 0);
  clear (self);
  if (is_on (self))
    ask_again (self);
  else
    g_clear_object (&self->checker);
}

/* ---- The menu ----------------------------------------------------------------------- */

static void
suggested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdSpellMarks) self = user_data;
  g_auto (GStrv) words = od_spell_checker_suggest_finish (OD_SPELL_CHECKER (source), result, NULL);
  g_autoptr (GMenu) suggestions = g_menu_new ();
  g_autoptr (GMenu) others = g_menu_new ();

  if (self->view == NULL)
    return;
  g_menu_remove_all (self->menu);
  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (words[i], NULL);

      g_menu_item_set_action_and_target (item, "spell.correct", "s", words[i]);
      g_menu_append_item (suggestions, item);
    }
  if (g_menu_model_get_n_items (G_MENU_MODEL (suggestions)) == 0)
    g_menu_append (suggestions, _ ("No suggestions"), "spell.none"); /* there is no such action: it is grey */
  g_menu_append (others, _ ("_Add to Dictionary"), "spell.add");
  g_menu_append (others, _ ("_Ignore"), "spell.ignore");
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (suggestions));
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (others));
  gtk_widget_activate_action (GTK_WIDGET (self->view), "menu.popup", NULL);
}

/* Returns: %TRUE if there is a wrong word at @offset: then the menu opens as soon as it is known what it could be */
static gboolean
open_menu (OdSpellMarks *self, int offset)
{
  const Wrong *wrong = self->checker != NULL ? find_at (self, offset) : NULL;
  GtkTextIter start, end;

  g_menu_remove_all (self->menu);
  if (wrong == NULL || !gtk_text_view_get_editable (self->view))
    return FALSE;
  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, wrong->start);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end, wrong->end);
  g_free (self->typed);
  g_free (self->plain);
  self->typed = gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
  self->plain = od_spell_words_dup_plain (self->typed, strlen (self->typed));
  self->at = wrong->start;
  self->script = wrong->script;
  od_spell_checker_suggest_async (self->checker, self->plain, self->script, self->cancellable, suggested_cb,
                                  g_object_ref (self));
  return TRUE;
}

/* The menu opens where the cursor is, so that goes where the pointer is. */
static void
pressed_cb (OdSpellMarks *self, int n_press, double x, double y, GtkGesture *gesture)
{
  GtkTextIter iter;
  int buffer_x, buffer_y;

  gtk_text_view_window_to_buffer_coords (self->view, GTK_TEXT_WINDOW_WIDGET, (int) x, (int) y, &buffer_x, &buffer_y);
  gtk_text_view_get_iter_at_location (self->view, &iter, buffer_x, buffer_y);
  if (!open_menu (self, gtk_text_iter_get_offset (&iter)))
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  if (!gtk_text_buffer_get_has_selection (self->buffer))
    gtk_text_buffer_place_cursor (self->buffer, &iter);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static gboolean
key_cb (OdSpellMarks *self, guint keyval, guint keycode, GdkModifierType state)
{
  GdkModifierType held = state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK | GDK_SUPER_MASK);

  if ((keyval == GDK_KEY_Menu && held == 0) || (keyval == GDK_KEY_F10 && held == GDK_SHIFT_MASK))
    return open_menu (self, get_caret (self));
  return GDK_EVENT_PROPAGATE;
}

static void
correct_cb (OdSpellMarks *self, GVariant *parameter)
{
  GtkTextIter start, end;
  g_autofree char *there = NULL;

  if (self->typed == NULL || !gtk_text_view_get_editable (self->view))
    return;
  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, self->at);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end, self->at + (int) g_utf8_strlen (self->typed, -1));
  there = gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
  if (!g_str_equal (there, self->typed))
    return; /* the text is another one by now */
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert (self->buffer, &start, g_variant_get_string (parameter, NULL), -1);
  gtk_text_buffer_end_user_action (self->buffer);
}

static void
accept_word (OdSpellMarks *self, gboolean is_kept)
{
  if (self->checker == NULL || self->plain == NULL)
    return;
  od_spell_checker_add (self->checker, self->plain, self->script, is_kept);
  ask_again (self);
}

static void
add_cb (OdSpellMarks *self)
{
  accept_word (self, TRUE);
}

static void
ignore_cb (OdSpellMarks *self)
{
  accept_word (self, FALSE);
}

/* ---- The object ----------------------------------------------------------------------- */

static void
add_actions (OdSpellMarks *self)
{
  static const struct {
    const char *name, *type;
    GCallback callback;
  } actions[] = {
    { "correct", "s", G_CALLBACK (correct_cb) },
    { "add", NULL, G_CALLBACK (add_cb) },
    { "ignore", NULL, G_CALLBACK (ignore_cb) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autoptr (GSimpleAction) action =
          g_simple_action_new (actions[i].name, actions[i].type != NULL ? G_VARIANT_TYPE (actions[i].type) : NULL);

      g_signal_connect_object (action, "activate", actions[i].callback, self, G_CONNECT_SWAPPED);
      g_action_map_add_action (G_ACTION_MAP (self->group), G_ACTION (action));
    }
  gtk_widget_insert_action_group (GTK_WIDGET (self->view), "spell", G_ACTION_GROUP (self->group));
}

static void
add_controllers (OdSpellMarks *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
}

static void
od_spell_marks_dispose (GObject *object)
{
  OdSpellMarks *self = OD_SPELL_MARKS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_weak_pointer (&self->view);
  g_clear_object (&self->checker);
  g_clear_object (&self->taste);
  G_OBJECT_CLASS (od_spell_marks_parent_class)->dispose (object);
}

static void
od_spell_marks_finalize (GObject *object)
{
  OdSpellMarks *self = OD_SPELL_MARKS (object);

  g_clear_object (&self->buffer);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->group);
  g_clear_object (&self->menu);
  g_array_unref (self->wrong);
  g_free (self->asked);
  g_free (self->language);
  g_free (self->typed);
  g_free (self->plain);
  G_OBJECT_CLASS (od_spell_marks_parent_class)->finalize (object);
}

static void
od_spell_marks_class_init (OdSpellMarksClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_spell_marks_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_spell_marks_finalize;
}

static void
od_spell_marks_init (OdSpellMarks *self)
{
  self->cancellable = g_cancellable_new ();
  self->group = g_simple_action_group_new ();
  self->menu = g_menu_new ();
  self->wrong = g_array_new (FALSE, FALSE, sizeof (Wrong));
  self->spared_at = -1;
}

/**
 * od_spell_marks_new:
 * @view: it keeps its buffer
 * @taste: (nullable): %OD_SETTINGS_TASTE
 *
 * Returns: (transfer full)
 */
OdSpellMarks *
od_spell_marks_new (GtkTextView *view, GSettings *taste)
{
  OdSpellMarks *self = g_object_new (OD_TYPE_SPELL_MARKS, NULL);

  g_set_weak_pointer (&self->view, view);
  self->buffer = g_object_ref (gtk_text_view_get_buffer (view));
  self->tag = gtk_text_buffer_create_tag (self->buffer, TAG, "underline", PANGO_UNDERLINE_ERROR, NULL);
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (text_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "notify::cursor-position", G_CALLBACK (caret_moved_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "notify::has-focus", G_CALLBACK (caret_moved_cb), self, G_CONNECT_SWAPPED);
  if (taste != NULL)
    {
      self->taste = g_object_ref (taste);
      g_signal_connect_object (taste, "changed::" KEY, G_CALLBACK (switched_cb), self, G_CONNECT_SWAPPED);
    }
  add_actions (self);
  add_controllers (self);
  gtk_text_view_set_extra_menu (view, G_MENU_MODEL (self->menu));
  return self;
}

/**
 * od_spell_marks_set_language:
 * @language: (nullable): the customer's, checked besides the desktop's; a BCP 47 tag
 */
void
od_spell_marks_set_language (OdSpellMarks *self, const char *language)
{
  g_return_if_fail (OD_IS_SPELL_MARKS (self));

  if (g_strcmp0 (self->language, language) == 0)
    return;
  g_free (self->language);
  self->language = g_strdup (language);
  if (self->checker == NULL)
    return;
  od_spell_checker_set_language (self->checker, language);
  ask_again (self);
}

/**
 * od_spell_marks_get_is_busy:
 *
 * Returns: %TRUE while an answer for the text as it is now is to come
 */
gboolean
od_spell_marks_get_is_busy (OdSpellMarks *self)
{
  g_return_val_if_fail (OD_IS_SPELL_MARKS (self), FALSE);

  return self->view != NULL && (self->asked != NULL || (self->is_stale && is_on (self)));
}

/**
 * od_spell_marks_get_menu:
 *
 * Returns: (transfer none): what the view's menu has on top of its own
 */
GMenuModel *
od_spell_marks_get_menu (OdSpellMarks *self)
{
  g_return_val_if_fail (OD_IS_SPELL_MARKS (self), NULL);

  return G_MENU_MODEL (self->menu);
}
