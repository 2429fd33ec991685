/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-json.h"

#include <math.h>
#include <string.h>

/* Written by us and not by JsonGenerator, because that one escapes DEL and trusts strings to be UTF-8, and because
 * the interchange format promises the same bytes for the same store with every version of json-glib. */

static void write_node (GString *out, JsonNode *node);

static void
write_string (GString *out, const char *text)
{
  g_autofree char *valid = NULL;
  const char *p = text;

  if (!g_utf8_validate (text, -1, NULL))
    p = valid = g_utf8_make_valid (text, -1);

  g_string_append_c (out, '"');
  while (*p != '\0')
    {
      gsize run = 0;

      while ((guchar) p[run] >= 0x20 && p[run] != '"' && p[run] != '\\')
        run++;
      g_string_append_len (out, p, (gssize) run);
      p += run;
      if (*p == '\0')
        break;

      switch (*p)
        {
        case '"':
        case '\\':
          g_string_append_c (out, '\\');
          g_string_append_c (out, *p);
          break;
        case '\b':
          g_string_append (out, "\\b");
          break;
        case '\f':
          g_string_append (out, "\\f");
          break;
        case '\n':
          g_string_append (out, "\\n");
          break;
        case '\r':
          g_string_append (out, "\\r");
          break;
        case '\t':
          g_string_append (out, "\\t");
          break;
        default:
          g_string_append_printf (out, "\\u%04x", (guint) (guchar) *p);
          break;
        }
      p++;
    }
  g_string_append_c (out, '"');
}

/* The shortest of the usual precisions that reads back as the same double, and always as a double. */
static void
write_double (GString *out, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };

  if (!isfinite (value))
    {
      g_string_append (out, "null"); /* JSON has no word for it */
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (text, sizeof text, formats[i], value);
      if (g_ascii_strtod (text, NULL) == value)
        break;
    }
  g_string_append (out, text);
  if (strpbrk (text, ".e") == NULL)
    g_string_append (out, ".0");
}

static void
write_value (GString *out, JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING)
    {
      const char *text = json_node_get_string (node);

      if (text != NULL)
        write_string (out, text);
      else
        g_string_append (out, "null");
    }
  else if (type == G_TYPE_BOOLEAN)
    g_string_append (out, json_node_get_boolean (node) ? "true" : "false");
  else if (type == G_TYPE_INT64)
    g_string_append_printf (out, "%" G_GINT64_FORMAT, json_node_get_int (node));
  else
    write_double (out, json_node_get_double (node));
}

static void
write_object (GString *out, JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;
  gboolean is_first = TRUE;

  g_string_append_c (out, '{');
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      if (!is_first)
        g_string_append_c (out, ',');
      is_first = FALSE;
      write_string (out, name);
      g_string_append_c (out, ':');
      write_node (out, value);
    }
  g_string_append_c (out, '}');
}

static void
write_array (GString *out, JsonArray *array)
{
  guint n = json_array_get_length (array);

  g_string_append_c (out, '[');
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      write_node (out, json_array_get_element (array, i));
    }
  g_string_append_c (out, ']');
}

static void
write_node (GString *out, JsonNode *node)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      write_object (out, json_node_get_object (node));
      break;
    case JSON_NODE_ARRAY:
      write_array (out, json_node_get_array (node));
      break;
    case JSON_NODE_VALUE:
      write_value (out, node);
      break;
    case JSON_NODE_NULL:
      g_string_append (out, "null");
      break;
    default:
      g_assert_not_reached ();
    }
}

/**
 * od_json_to_string:
 * @node: any value
 * @len: (out) (optional): bytes of the result, without the final zero
 *
 * Writes compact JSON by RFC 8259 in UTF-8: no spaces, no line ends, members in the order in which they were set, only
 * what must be escaped is escaped (not `/`, not letters of any script). A double keeps a point or an exponent, so that
 * od_json_parse() gives a double again; what JSON can't say (infinity, not a number) becomes `null`; bytes that are
 * not UTF-8 become U+FFFD. Recurses as deep as @node is nested. Any thread may call this.
 *
 * Returns: (transfer full): the text
 */
char *
od_json_to_string (JsonNode *node, gsize *len)
{
  GString *out;

  g_return_val_if_fail (node != NULL, NULL);

  out = g_string_new (NULL);
  write_node (out, node);
  if (len != NULL)
    *len = out->len;
  return g_string_free (out, FALSE);
}
