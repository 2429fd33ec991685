/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-csv.h"

#include <string.h>

#include "od-error.h"
#include "od-limits.h"

/* Tables as spreadsheets write them: RFC 4180, with a comma, a semicolon or a tab between cells, in UTF-8 or, from older
 * programs in Russian, windows-1251. */

void
od_csv_row_free (OdCsvRow *self)
{
  g_strfreev (self->cells);
  g_free (self);
}

/* What stands most often between the cells of the first line. */
static char
find_separator (const char *text)
{
  static const char candidates[] = { ',', ';', '\t' };
  guint counts[G_N_ELEMENTS (candidates)] = { 0 };
  guint best = 0;
  gboolean is_quoted = FALSE;

  for (; *text != '\0' && (is_quoted || (*text != '\n' && *text != '\r')); text++)
    {
      if (*text == '"')
        is_quoted = !is_quoted;
      for (guint i = 0; !is_quoted && i < G_N_ELEMENTS (candidates); i++)
        counts[i] += *text == candidates[i];
    }
  for (guint i = 1; i < G_N_ELEMENTS (candidates); i++)
    if (counts[i] > counts[best])
      best = i;
  return candidates[best];
}

typedef struct {
  const char *p;
  guint line;
  char separator;
} Reader;

static gboolean
is_end_of_cell (const Reader *reader)
{
  return *reader->p == '\0' || *reader->p == reader->separator || *reader->p == '\n' || *reader->p == '\r';
}

/* Returns why it is no cell. */
static const char *
read_cell (Reader *reader, GString *cell)
{
  gboolean is_quoted = *reader->p == '"';

  if (is_quoted)
    reader->p++;
  for (;; reader->p++)
    {
      if (!is_quoted && is_end_of_cell (reader))
        return NULL;
      if (*reader->p == '\0')
        return "a quote is not closed";
      if (is_quoted && *reader->p == '"' && *++reader->p != '"')
        return is_end_of_cell (reader) ? NULL : "something stands behind a quote";
      if (!is_quoted && *reader->p == '"')
        return "a quote within a cell";
      reader->line += *reader->p == '\n';
      if (cell->len >= OD_LIMIT_CSV_CELL_BYTES)
        return "a cell is too long";
      g_string_append_c (cell, *reader->p);
    }
}

static void
skip_line (Reader *reader)
{
  reader->p += strcspn (reader->p, "\r\n");
}

static void
end_line (Reader *reader)
{
  if (*reader->p == '\r' && reader->p[1] == '\n')
    reader->p++;
  if (*reader->p != '\0')
    {
      reader->p++;
      reader->line++;
    }
}

static OdCsvRow *
read_row (Reader *reader)
{
  OdCsvRow *row = g_new0 (OdCsvRow, 1);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  row->line = reader->line;
  while (row->mistake == NULL)
    {
      GString *cell = g_string_new (NULL);

      row->mistake = read_cell (reader, cell);
      g_ptr_array_add (cells, g_string_free (cell, FALSE));
      if (row->mistake == NULL && cells->len > OD_LIMIT_CSV_COLUMNS)
        row->mistake = "too many cells";
      if (row->mistake != NULL || *reader->p != reader->separator)
        break;
      reader->p++;
    }
  if (row->mistake != NULL)
    {
      skip_line (reader); /* the next line is another attempt */
      return row;
    }
  g_ptr_array_add (cells, NULL);
  row->cells = (GStrv) g_ptr_array_free (g_steal_pointer (&cells), FALSE);
  return row;
}

static gboolean
is_blank (const OdCsvRow *row)
{
  for (guint i = 0; row->cells != NULL && row->cells[i] != NULL; i++)
    if (*row->cells[i] != '\0')
      return FALSE;
  return row->mistake == NULL;
}

/* @bytes: UTF-8, or what is none in windows-1251 */
static char *
decode (const char *bytes, gsize len, GError **error)
{
  char *text;

  if (memchr (bytes, '\0', len) == NULL)
    {
      if (g_utf8_validate (bytes, (gssize) len, NULL))
        return g_strndup (bytes, len);
      text = g_convert (bytes, (gssize) len, "UTF-8", "WINDOWS-1251", NULL, NULL, NULL);
      if (text != NULL)
        return text;
    }
  g_set_error_literal (error, OD_ERROR, OD_ERROR_MALFORMED, "The file is no table in UTF-8 or windows-1251");
  return NULL;
}

/**
 * od_csv_parse:
 * @bytes: a whole file
 *
 * Pure. Lines with nothing in them are left out.
 *
 * Returns: (transfer full) (nullable) (element-type OdCsvRow): the records; %NULL with %OD_ERROR_MALFORMED (no text) or
 *   %OD_ERROR_TOO_LARGE
 */
GPtrArray *
od_csv_parse (const char *bytes, gsize len, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) od_csv_row_free);
  g_autofree char *text = NULL;
  Reader reader = { .line = 1 };

  if (len > OD_LIMIT_CSV_BYTES)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "More than %d bytes", OD_LIMIT_CSV_BYTES);
      return NULL;
    }
  text = decode (bytes, len, error);
  if (text == NULL)
    return NULL;
  reader.p = g_str_has_prefix (text, "\xef\xbb\xbf") ? text + 3 : text;
  reader.separator = find_separator (reader.p);
  while (*reader.p != '\0')
    {
      OdCsvRow *row = read_row (&reader);

      end_line (&reader);
      if (is_blank (row))
        od_csv_row_free (row);
      else
        g_ptr_array_add (rows, row);
      if (rows->len > OD_LIMIT_CSV_ROWS)
        {
          g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "More than %d lines", OD_LIMIT_CSV_ROWS);
          return NULL;
        }
    }
  return g_steal_pointer (&rows);
}

/* What a spreadsheet would take for a formula. A number with its sign is none. */
static gboolean
is_formula (const char *cell)
{
  if (*cell == '\0' || strchr ("=+-@\t\r", *cell) == NULL)
    return FALSE;
  return (*cell != '+' && *cell != '-') || strspn (cell + 1, "0123456789 .,()-") != strlen (cell + 1);
}

/**
 * od_csv_append:
 * @cell: text
 * @is_last: of its line
 *
 * Writes a cell so that od_csv_parse() reads it, and no spreadsheet computes it: before a formula stands an apostrophe.
 */
void
od_csv_append (GString *out, const char *cell, gboolean is_last)
{
  gboolean is_quoted = strpbrk (cell, ",;\t\"\r\n") != NULL || *cell == ' ' || is_formula (cell);

  if (is_quoted)
    g_string_append_c (out, '"');
  if (is_formula (cell))
    g_string_append_c (out, '\'');
  for (; *cell != '\0'; cell++)
    {
      if (*cell == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *cell);
    }
  if (is_quoted)
    g_string_append_c (out, '"');
  g_string_append (out, is_last ? "\r\n" : ",");
}
