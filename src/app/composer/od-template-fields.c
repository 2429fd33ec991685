/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-template-fields"

#include "od-template-fields.h"

#include "od-template.h"

/* What is still to be filled in within a text: marked, and one goes from one to the next. */

#define TAG "od-unfilled"

static char *
get_text (GtkTextBuffer *buffer)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static void
get_iters (GtkTextBuffer *buffer, const char *text, const OdTemplatePart *part, GtkTextIter *start, GtkTextIter *end)
{
  gtk_text_buffer_get_iter_at_offset (buffer, start, (int) g_utf8_strlen (text, (gssize) part->start_byte));
  gtk_text_buffer_get_iter_at_offset (buffer, end, (int) g_utf8_strlen (text, (gssize) part->end_byte));
}

/* Underlined, too: a colour alone tells nothing to whoever can't see it. */
static GtkTextTag *
ensure_tag (GtkTextBuffer *buffer)
{
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), TAG);
  const GdkRGBA tint = { 0.90f, 0.65f, 0.04f, 0.30f };

  if (tag != NULL)
    return tag;
  return gtk_text_buffer_create_tag (buffer, TAG, "background-rgba", &tint, "underline", PANGO_UNDERLINE_DOUBLE, NULL);
}

/**
 * od_template_fields_mark:
 *
 * Marks every variable and question that is in the text, and nothing else.
 */
void
od_template_fields_mark (GtkTextBuffer *buffer)
{
  g_autofree char *text = get_text (buffer);
  g_autoptr (GArray) parts = od_template_find_unfilled (text);
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), TAG);
  GtkTextIter start, end;

  if (parts->len == 0 && tag == NULL)
    return;
  tag = ensure_tag (buffer);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_remove_tag (buffer, tag, &start, &end);
  for (guint i = 0; i < parts->len; i++)
    {
      get_iters (buffer, text, &g_array_index (parts, OdTemplatePart, i), &start, &end);
      gtk_text_buffer_apply_tag (buffer, tag, &start, &end);
    }
}

/**
 * od_template_fields_select:
 * @from_offset, @to_offset: characters
 *
 * Selects the first field that begins there, so that typing replaces it.
 *
 * Returns: %FALSE if there is none
 */
gboolean
od_template_fields_select (GtkTextView *view, int from_offset, int to_offset)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  g_autofree char *text = get_text (buffer);
  g_autoptr (GArray) parts = od_template_find_unfilled (text);

  for (guint i = 0; i < parts->len; i++)
    {
      GtkTextIter start, end;

      get_iters (buffer, text, &g_array_index (parts, OdTemplatePart, i), &start, &end);
      if (gtk_text_iter_get_offset (&start) < from_offset || gtk_text_iter_get_offset (&start) >= to_offset)
        continue;
      gtk_text_buffer_select_range (buffer, &end, &start);
      gtk_text_view_scroll_mark_onscreen (view, gtk_text_buffer_get_insert (buffer));
      return TRUE;
    }
  return FALSE;
}

/**
 * od_template_fields_step:
 *
 * Selects the next field behind the selection, or the one before it; beyond an end it goes on
 * at the other.
 *
 * Returns: %FALSE if there are no fields
 */
gboolean
od_template_fields_step (GtkTextView *view, gboolean is_back)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  g_autofree char *text = get_text (buffer);
  g_autoptr (GArray) parts = od_template_find_unfilled (text);
  GtkTextIter from, to, start, end;
  int found = -1;

  if (parts->len == 0)
    return FALSE;
  gtk_text_buffer_get_selection_bounds (buffer, &from, &to);
  for (int i = 0; i < (int) parts->len; i++)
    {
      get_iters (buffer, text, &g_array_index (parts, OdTemplatePart, i), &start, &end);
      if (is_back && gtk_text_iter_compare (&end, &from) <= 0)
        found = i;
      if (!is_back && found < 0 && gtk_text_iter_compare (&start, &to) >= 0)
        found = i;
    }
  if (found < 0)
    found = is_back ? (int) parts->len - 1 : 0;
  get_iters (buffer, text, &g_array_index (parts, OdTemplatePart, found), &start, &end);
  gtk_text_buffer_select_range (buffer, &end, &start);
  gtk_text_view_scroll_mark_onscreen (view, gtk_text_buffer_get_insert (buffer));
  return TRUE;
}
