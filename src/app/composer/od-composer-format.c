/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-composer"

#include <glib/gi18n.h>
#include <string.h>

#include "od-composer-private.h"

#include "od-markdown.h"

/* Bold, italic and the like: signs around words, and how the words look while one types. */

#define MAX_STYLED_BYTES 20000 /* a longer text is not restyled with every key */

static const struct {
  const char *name, *label, *mark;
  OdFormatting formatting;
} formats[] = {
  { "bold", N_ ("_Bold"), "**", OD_FORMATTING_BOLD },
  { "italic", N_ ("_Italic"), "*", OD_FORMATTING_ITALIC },
  { "strike", N_ ("_Strikethrough"), "~~", OD_FORMATTING_STRIKE },
  { "code", N_ ("_Code"), "`", OD_FORMATTING_CODE },
  { "link", N_ ("_Link"), NULL, OD_FORMATTING_LINK },
  { "list", N_ ("L_ist"), NULL, OD_FORMATTING_LIST },
};

/* ---- The menu ---------------------------------------------------------------------- */

/* Made when it is opened: what can be shown depends on where the text goes. */
void
od_composer_make_format_menu (GtkMenuButton *button, gpointer user_data)
{
  OdComposer *self = OD_COMPOSER (user_data);
  OdFormatting can = od_composer_model_get_formatting (self->model);
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if ((can & formats[i].formatting) != 0)
      {
        g_autofree char *action = g_strdup_printf ("composer.format::%s", formats[i].name);

        g_menu_append (menu, _ (formats[i].label), action);
      }
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

/* ---- Signs around words -------------------------------------------------------------- */

static gboolean
is_between (GtkTextIter start, GtkTextIter end, const char *mark)
{
  GtkTextIter before = start, after = end;
  int n = (int) strlen (mark);
  g_autofree char *left = NULL;
  g_autofree char *right = NULL;

  if (!gtk_text_iter_backward_chars (&before, n) || gtk_text_iter_get_offset (&start) < n)
    return FALSE;
  gtk_text_iter_forward_chars (&after, n);
  left = gtk_text_iter_get_text (&before, &start);
  right = gtk_text_iter_get_text (&end, &after);
  /* "**" around it is not "*" around it. */
  if (n == 1 && *mark == '*' && is_between (start, end, "**") && !is_between (start, end, "***"))
    return FALSE;
  return g_str_equal (left, mark) && g_str_equal (right, mark);
}

static void
toggle_mark (OdComposer *self, const char *mark)
{
  GtkTextIter start, end;
  int n = (int) strlen (mark), from, to;

  gtk_text_buffer_get_selection_bounds (self->buffer, &start, &end);
  from = gtk_text_iter_get_offset (&start);
  to = gtk_text_iter_get_offset (&end);
  gtk_text_buffer_begin_user_action (self->buffer);
  if (is_between (start, end, mark))
    {
      GtkTextIter after = end, before;

      gtk_text_iter_forward_chars (&after, n);
      gtk_text_buffer_delete (self->buffer, &end, &after);
      gtk_text_buffer_get_iter_at_offset (self->buffer, &before, from - n);
      gtk_text_buffer_get_iter_at_offset (self->buffer, &start, from);
      gtk_text_buffer_delete (self->buffer, &before, &start);
      n = -n;
    }
  else
    {
      gtk_text_buffer_insert (self->buffer, &end, mark, -1);
      gtk_text_buffer_get_iter_at_offset (self->buffer, &start, from);
      gtk_text_buffer_insert (self->buffer, &start, mark, -1);
    }
  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, from + n);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end, to + n);
  gtk_text_buffer_select_range (self->buffer, &start, &end);
  gtk_text_buffer_end_user_action (self->buffer);
}

/* Chosen words get brackets and the cursor where the address belongs; a chosen address, where the words do. */
static void
insert_link (OdComposer *self)
{
  GtkTextIter start, end;
  g_autofree char *chosen = NULL;
  g_autofree char *link = NULL;
  gboolean is_address;
  int from;

  gtk_text_buffer_get_selection_bounds (self->buffer, &start, &end);
  chosen = gtk_text_iter_get_text (&start, &end);
  is_address = g_str_has_prefix (chosen, "https://") || g_str_has_prefix (chosen, "http://");
  link = is_address ? g_strdup_printf ("[](%s)", chosen) : g_strdup_printf ("[%s](https://)", chosen);
  from = gtk_text_iter_get_offset (&start);
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert (self->buffer, &start, link, -1);
  gtk_text_buffer_get_iter_at_offset (
      self->buffer, &start, is_address || *chosen == '\0' ? from + 1 : from + (int) g_utf8_strlen (link, -1) - 1);
  gtk_text_buffer_place_cursor (self->buffer, &start);
  gtk_text_buffer_end_user_action (self->buffer);
}

static void
toggle_list (OdComposer *self)
{
  GtkTextIter start, end;
  int first, last;

  gtk_text_buffer_get_selection_bounds (self->buffer, &start, &end);
  first = gtk_text_iter_get_line (&start);
  last = gtk_text_iter_get_line (&end);
  gtk_text_buffer_begin_user_action (self->buffer);
  for (int line = first; line <= last; line++)
    {
      GtkTextIter at, after;
      g_autofree char *bullet = NULL;

      gtk_text_buffer_get_iter_at_line (self->buffer, &at, line);
      after = at;
      gtk_text_iter_forward_chars (&after, 2);
      bullet = gtk_text_iter_get_text (&at, &after);
      if (g_str_equal (bullet, "- "))
        gtk_text_buffer_delete (self->buffer, &at, &after);
      else
        gtk_text_buffer_insert (self->buffer, &at, "- ", -1);
    }
  gtk_text_buffer_end_user_action (self->buffer);
}

/* Nothing where it would not be seen anyway. */
void
od_composer_format_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdComposer *self = OD_COMPOSER (widget);
  OdFormatting can = od_composer_model_get_formatting (self->model);
  const char *which = g_variant_get_string (parameter, NULL);

  if (can == OD_FORMATTING_NONE)
    g_signal_emit_by_name (self, "trouble", _ ("This channel shows plain text only"));
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_equal (which, formats[i].name) && (can & formats[i].formatting) != 0 &&
        gtk_text_view_get_editable (self->text_view))
      {
        if (formats[i].mark != NULL)
          toggle_mark (self, formats[i].mark);
        else if (formats[i].formatting == OD_FORMATTING_LINK)
          insert_link (self);
        else
          toggle_list (self);
      }
  od_composer_take_focus (self);
}

/* ---- While one types ------------------------------------------------------------------ */

static void
apply (OdComposer *self, const char *name, int from, int to)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, from);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end, to);
  gtk_text_buffer_apply_tag_by_name (self->buffer, name, &start, &end);
}

static void
remove_styles (OdComposer *self)
{
  static const char *const names[] = { "od-bold", "od-italic", "od-strike", "od-code", "od-link", "od-mark" };
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_text_buffer_remove_tag_by_name (self->buffer, names[i], &start, &end);
}

void
od_composer_style_text (OdComposer *self)
{
  const char *text = od_composer_model_get_text (self->model);
  OdFormatting can = od_composer_model_get_formatting (self->model);
  g_autoptr (GArray) parts = NULL;
  int at = 0;

  remove_styles (self);
  if (can == OD_FORMATTING_NONE || strlen (text) > MAX_STYLED_BYTES)
    return;
  parts = od_markdown_parse (text);
  for (guint i = 0; i < parts->len; i++)
    {
      const OdMarkdownPart *part = &g_array_index (parts, OdMarkdownPart, i);
      int end = at + (int) g_utf8_strlen (text + part->start_byte, (gssize) (part->end_byte - part->start_byte));
      OdFormatting shown = part->formatting & can;

      if (part->is_mark && shown != 0)
        apply (self, "od-mark", at, end);
      if (!part->is_mark && (shown & OD_FORMATTING_BOLD) != 0)
        apply (self, "od-bold", at, end);
      if (!part->is_mark && (shown & OD_FORMATTING_ITALIC) != 0)
        apply (self, "od-italic", at, end);
      if (!part->is_mark && (shown & OD_FORMATTING_STRIKE) != 0)
        apply (self, "od-strike", at, end);
      if (!part->is_mark && (shown & OD_FORMATTING_CODE) != 0)
        apply (self, "od-code", at, end);
      if (!part->is_mark && (shown & OD_FORMATTING_LINK) != 0)
        apply (self, "od-link", at, end);
      at = end;
    }
}

void
od_composer_make_styles (OdComposer *self)
{
  const GdkRGBA dim = { 0.5f, 0.5f, 0.5f, 1 }; /* reads on light, dark and a note's yellow */
  const GdkRGBA shade = { 0.5f, 0.5f, 0.5f, 0.18f };

  gtk_text_buffer_create_tag (self->buffer, "od-bold", "weight", PANGO_WEIGHT_BOLD, NULL);
  gtk_text_buffer_create_tag (self->buffer, "od-italic", "style", PANGO_STYLE_ITALIC, NULL);
  gtk_text_buffer_create_tag (self->buffer, "od-strike", "strikethrough", TRUE, NULL);
  gtk_text_buffer_create_tag (self->buffer, "od-code", "family", "monospace", "background-rgba", &shade, NULL);
  gtk_text_buffer_create_tag (self->buffer, "od-link", "underline", PANGO_UNDERLINE_SINGLE, NULL);
  gtk_text_buffer_create_tag (self->buffer, "od-mark", "foreground-rgba", &dim, NULL);
}
