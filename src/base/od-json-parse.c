/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-json.h"

#include <math.h>
#include <string.h>

#include "od-error.h"
#include "od-limits.h"

/* Reading by RFC 8259 and not one byte more, into json-glib's tree. json-glib's own reader takes comments, single
 * quotes, octal and hexadecimal numbers, doubled members, lone surrogates and text behind the end, and it recurses
 * as deep as it is told to: none of that is for bytes from outside. Every limit is checked before the thing it
 * limits is allocated, so the cost of a hostile text is that of its first excess. */

/* The longest literal number; a double needs 24 characters, RFC 8259 names no bound. */
#define MAX_NUMBER_BYTES 128

typedef struct {
  const char *start;
  const char *p;       /* the next byte, ≤ end */
  const char *end;     /* one past the last byte; need not be a zero */
  OdJsonLimits limits; /* no field is 0 */
  guint depth;
  guint n_keys;
  guint n_values;
  GString *scratch; /* (owned): the string or number read last */
  GError **error;
} Reader;

static JsonNode *read_value (Reader *r);

static gboolean
fail_at (Reader *r, const char *where, OdError code, const char *what)
{
  g_set_error (r->error, OD_ERROR, code, "JSON, byte %" G_GSIZE_FORMAT ": %s", (gsize) (where - r->start), what);
  return FALSE;
}

static gboolean
fail (Reader *r, const char *what)
{
  return fail_at (r, r->p, OD_ERROR_MALFORMED, r->p == r->end ? "the text ends too early" : what);
}

static void
skip_space (Reader *r)
{
  while (r->p < r->end && (*r->p == ' ' || *r->p == '\t' || *r->p == '\n' || *r->p == '\r'))
    r->p++;
}

static gboolean
at (Reader *r, char c)
{
  return r->p < r->end && *r->p == c;
}

static gboolean
read_hex4 (Reader *r, guint *out)
{
  *out = 0;
  for (guint i = 0; i < 4; i++, r->p++)
    {
      if (r->p == r->end || !g_ascii_isxdigit (*r->p))
        return fail (r, "\\u needs four hexadecimal digits");
      *out = *out * 16 + (guint) g_ascii_xdigit_value (*r->p);
    }
  return TRUE;
}

/* Behind "\u". A surrogate is only good as a pair, high then low. */
static gboolean
read_unicode_escape (Reader *r)
{
  const char *where = r->p - 2;
  guint c, low;

  if (!read_hex4 (r, &c))
    return FALSE;
  if (c == 0)
    return fail_at (r, where, OD_ERROR_MALFORMED, "a string with a zero character");
  if (c >= 0xDC00 && c <= 0xDFFF)
    return fail_at (r, where, OD_ERROR_MALFORMED, "a lone surrogate");
  if (c >= 0xD800 && c <= 0xDBFF)
    {
      if (r->end - r->p < 2 || r->p[0] != '\\' || r->p[1] != 'u')
        return fail_at (r, where, OD_ERROR_MALFORMED, "a lone surrogate");
      r->p += 2;
      if (!read_hex4 (r, &low))
        return FALSE;
      if (low < 0xDC00 || low > 0xDFFF)
        return fail_at (r, where, OD_ERROR_MALFORMED, "a lone surrogate");
      c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
    }
  g_string_append_unichar (r->scratch, c);
  return TRUE;
}

static gboolean
read_escape (Reader *r)
{
  static const char from[] = "\"\\/bfnrt";
  static const char to[] = "\"\\/\b\f\n\r\t";
  const char *found;

  r->p++; /* the backslash */
  if (r->p == r->end)
    return fail (r, "");
  if (*r->p == 'u')
    {
      r->p++;
      return read_unicode_escape (r);
    }
  found = memchr (from, *r->p, sizeof from - 1);
  if (found == NULL)
    return fail (r, "an unknown escape");
  g_string_append_c (r->scratch, to[found - from]);
  r->p++;
  return TRUE;
}

/* From the opening quote to behind the closing one, decoded into scratch. */
static gboolean
read_string (Reader *r)
{
  const char *where = r->p;

  if (!at (r, '"'))
    return fail (r, "a string in double quotes was expected");
  r->p++;
  g_string_truncate (r->scratch, 0);

  while (!at (r, '"'))
    {
      const char *run = r->p;

      while (r->p < r->end && *r->p != '"' && *r->p != '\\' && (guchar) *r->p >= 0x20)
        r->p++;
      if (r->scratch->len + (gsize) (r->p - run) > r->limits.max_string_bytes)
        return fail_at (r, where, OD_ERROR_TOO_LARGE, "the string is too long");
      g_string_append_len (r->scratch, run, r->p - run);

      if (at (r, '\\'))
        {
          if (!read_escape (r))
            return FALSE;
        }
      else if (!at (r, '"'))
        return fail (r, "a control character in a string");
    }
  r->p++;
  if (r->scratch->len > r->limits.max_string_bytes) /* the last escape */
    return fail_at (r, where, OD_ERROR_TOO_LARGE, "the string is too long");
  return TRUE;
}

static gsize
skip_digits (Reader *r)
{
  const char *first = r->p;

  while (r->p < r->end && g_ascii_isdigit (*r->p))
    r->p++;
  return (gsize) (r->p - first);
}

/* Checks the grammar of a number and moves behind it. */
static gboolean
skip_number (Reader *r, gboolean *is_integer)
{
  *is_integer = TRUE;
  if (at (r, '-'))
    r->p++;
  if (at (r, '0'))
    r->p++;
  else if (skip_digits (r) == 0)
    return fail (r, "a value was expected");
  if (r->p < r->end && g_ascii_isdigit (*r->p))
    return fail (r, "a number with a leading zero");

  if (at (r, '.'))
    {
      *is_integer = FALSE;
      r->p++;
      if (skip_digits (r) == 0)
        return fail (r, "a digit was expected after the point");
    }
  if (at (r, 'e') || at (r, 'E'))
    {
      *is_integer = FALSE;
      r->p++;
      if (at (r, '+') || at (r, '-'))
        r->p++;
      if (skip_digits (r) == 0)
        return fail (r, "a digit was expected in the exponent");
    }
  return TRUE;
}

static JsonNode *
read_number (Reader *r)
{
  const char *where = r->p;
  JsonNode *node;
  gboolean is_integer;
  gint64 integer = 0;
  double real = 0;

  if (!skip_number (r, &is_integer))
    return NULL;
  if (r->p - where > MAX_NUMBER_BYTES)
    {
      fail_at (r, where, OD_ERROR_TOO_LARGE, "the number is too long");
      return NULL;
    }
  g_string_truncate (r->scratch, 0);
  g_string_append_len (r->scratch, where, r->p - where);

  if (is_integer ? !g_ascii_string_to_signed (r->scratch->str, 10, G_MININT64, G_MAXINT64, &integer, NULL)
                 : !isfinite (real = g_ascii_strtod (r->scratch->str, NULL)))
    {
      fail_at (r, where, OD_ERROR_MALFORMED, "the number is out of range");
      return NULL;
    }
  node = json_node_new (JSON_NODE_VALUE);
  if (is_integer)
    json_node_set_int (node, integer);
  else
    json_node_set_double (node, real);
  return node;
}

static gboolean
read_member (Reader *r, JsonObject *object)
{
  const char *where = r->p;
  g_autofree char *name = NULL;
  JsonNode *value;

  if (!read_string (r))
    return FALSE;
  if (++r->n_keys > r->limits.max_keys || json_object_get_size (object) == OD_LIMIT_JSON_MEMBERS)
    return fail_at (r, where, OD_ERROR_TOO_LARGE, "too many members");
  if (json_object_has_member (object, r->scratch->str))
    return fail_at (r, where, OD_ERROR_MALFORMED, "a member that was there already");
  name = g_strndup (r->scratch->str, r->scratch->len);

  skip_space (r);
  if (!at (r, ':'))
    return fail (r, "a colon was expected");
  r->p++;
  value = read_value (r);
  if (value == NULL)
    return FALSE;
  json_object_set_member (object, name, value);
  return TRUE;
}

/* What stands between the brackets of @object or @array (one of them is NULL), and the closing one. */
static gboolean
read_items (Reader *r, JsonObject *object, JsonArray *array)
{
  const char closing = object != NULL ? '}' : ']';

  skip_space (r);
  if (at (r, closing))
    {
      r->p++;
      return TRUE;
    }
  for (;;)
    {
      skip_space (r);
      if (object != NULL)
        {
          if (!read_member (r, object))
            return FALSE;
        }
      else
        {
          JsonNode *value = read_value (r);

          if (value == NULL)
            return FALSE;
          json_array_add_element (array, value);
        }
      skip_space (r);
      if (at (r, closing))
        {
          r->p++;
          return TRUE;
        }
      if (!at (r, ','))
        return fail (r, "a comma or a closing bracket was expected");
      r->p++;
    }
}

static JsonNode *
read_container (Reader *r)
{
  gboolean is_object = *r->p == '{';
  g_autoptr (JsonObject) object = is_object ? json_object_new () : NULL;
  g_autoptr (JsonArray) array = is_object ? NULL : json_array_new ();
  JsonNode *node;

  if (r->depth == r->limits.max_depth)
    {
      fail_at (r, r->p, OD_ERROR_TOO_LARGE, "nested too deeply");
      return NULL;
    }
  r->depth++;
  r->p++;
  if (!read_items (r, object, array))
    return NULL;
  r->depth--;

  node = json_node_new (is_object ? JSON_NODE_OBJECT : JSON_NODE_ARRAY);
  if (is_object)
    json_node_take_object (node, g_steal_pointer (&object));
  else
    json_node_take_array (node, g_steal_pointer (&array));
  return node;
}

static gboolean
read_word (Reader *r, const char *word)
{
  gsize len = strlen (word);

  if ((gsize) (r->end - r->p) < len || memcmp (r->p, word, len) != 0)
    return FALSE;
  r->p += len;
  return TRUE;
}

static JsonNode *
read_value (Reader *r)
{
  skip_space (r);
  if (r->p == r->end)
    {
      fail (r, "");
      return NULL;
    }
  if (++r->n_values > r->limits.max_values)
    {
      fail_at (r, r->p, OD_ERROR_TOO_LARGE, "too many values");
      return NULL;
    }

  if (*r->p == '{' || *r->p == '[')
    return read_container (r);
  if (*r->p == '"')
    return read_string (r) ? json_node_init_string (json_node_alloc (), r->scratch->str) : NULL;
  if (read_word (r, "true"))
    return json_node_init_boolean (json_node_alloc (), TRUE);
  if (read_word (r, "false"))
    return json_node_init_boolean (json_node_alloc (), FALSE);
  if (read_word (r, "null"))
    return json_node_init_null (json_node_alloc ());
  return read_number (r);
}

static OdJsonLimits
complete (const OdJsonLimits *limits)
{
  OdJsonLimits all = { 0 };

  if (limits != NULL)
    all = *limits;
  if (all.max_bytes == 0)
    all.max_bytes = OD_LIMIT_JSON_BYTES;
  if (all.max_depth == 0)
    all.max_depth = OD_LIMIT_JSON_DEPTH;
  all.max_depth = MIN (all.max_depth, OD_LIMIT_JSON_DEPTH_CEILING);
  if (all.max_keys == 0)
    all.max_keys = OD_LIMIT_JSON_KEYS;
  if (all.max_values == 0)
    all.max_values = OD_LIMIT_JSON_VALUES;
  if (all.max_string_bytes == 0)
    all.max_string_bytes = OD_LIMIT_JSON_STRING_BYTES;
  return all;
}

static JsonNode *
read_document (Reader *r)
{
  g_autoptr (JsonNode) root = NULL;
  const char *bad;

  if ((gsize) (r->end - r->start) > r->limits.max_bytes)
    {
      g_set_error (r->error, OD_ERROR, OD_ERROR_TOO_LARGE, "JSON: more than %" G_GSIZE_FORMAT " bytes",
                   r->limits.max_bytes);
      return NULL;
    }
  if (!g_utf8_validate_len (r->start, (gsize) (r->end - r->start), &bad))
    {
      fail_at (r, bad, OD_ERROR_MALFORMED, *bad == '\0' ? "a zero byte" : "not UTF-8");
      return NULL;
    }

  root = read_value (r);
  if (root == NULL)
    return NULL;
  skip_space (r);
  if (r->p != r->end)
    {
      fail (r, "something follows the value");
      return NULL;
    }
  return g_steal_pointer (&root);
}

/**
 * od_json_parse:
 * @text: the bytes; need not be valid in any way, nor end with a zero if @len is given
 * @len: how many, or -1 if @text ends with a zero
 * @limits: (nullable): what it may cost; %NULL for the defaults
 *
 * Reads one JSON value of any kind by RFC 8259, strictly: UTF-8 without a byte order mark, no comments, no doubled
 * member names, no text behind the value, no lone surrogates, no zero characters, no numbers that neither a #gint64
 * nor a finite double can hold. An integer is what is written without point and exponent: `1.0` and `1e3` are
 * doubles. Takes time linear in @len. Any thread may call this.
 *
 * Returns: (transfer full): the value, sealed (it can't be changed); or %NULL with @error set, whose message names
 * the byte offset and never the content: %OD_ERROR_TOO_LARGE for a limit, otherwise %OD_ERROR_MALFORMED
 */
JsonNode *
od_json_parse (const char *text, gssize len, const OdJsonLimits *limits, GError **error)
{
  gsize n_bytes;
  Reader r = { 0 };
  JsonNode *root;

  g_return_val_if_fail (text != NULL || len == 0, NULL);

  n_bytes = len < 0 ? strlen (text) : (gsize) len;
  r.start = r.p = text != NULL ? text : "";
  r.end = r.start + n_bytes;
  r.limits = complete (limits);
  r.scratch = g_string_new (NULL);
  r.error = error;

  root = read_document (&r);
  if (root != NULL)
    json_node_seal (root);
  g_string_free (r.scratch, TRUE);
  return root;
}
