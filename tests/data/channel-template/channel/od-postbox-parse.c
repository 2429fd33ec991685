/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-postbox-parse.h"

#include <gio/gio.h>

#include "od-error.h"
#include "od-json.h"
#include "od-limits.h"

#define MAX_NUMBER G_GINT64_CONSTANT (9007199254740991)
#define MAX_AT_S G_GINT64_CONSTANT (253402300799) /* the year 9999 */

static JsonNode *
parse_object (GBytes *body, GError **error)
{
  gsize len;
  const char *text = g_bytes_get_data (body, &len);
  g_autoptr (JsonNode) root = od_json_parse (text != NULL ? text : "", (gssize) len, NULL, error);

  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "The answer is no object");
      return NULL;
    }
  return g_steal_pointer (&root);
}

static OdUpdate *
parse_letter (JsonObject *letter, gint64 number, GError **error)
{
  const char *from = NULL, *name = NULL, *text = NULL;
  gint64 at_s = 0;
  OdUpdate *update;

  if (!od_json_get_string (letter, "from", OD_LIMIT_NAME_BYTES, &from, error) ||
      !od_json_get_string_opt (letter, "name", OD_LIMIT_NAME_BYTES, &name, error) ||
      !od_json_get_int_opt (letter, "at", 0, MAX_AT_S, &at_s, error) ||
      !od_json_get_string (letter, "text", OD_LIMIT_TEXT_CHARS, &text, error))
    return NULL;
  if (*from == '\0')
    {
      g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "“from” is empty");
      return NULL;
    }
  update = od_update_new (OD_UPDATE_MESSAGE, from);
  update->remote_id = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  update->at_us = at_s * G_USEC_PER_SEC;
  g_free (update->text);
  update->text = g_strdup (text);
  if (name != NULL)
    {
      update->profile = od_profile_new ();
      update->profile->name = g_strdup (name);
    }
  return update;
}

/**
 * od_postbox_parse_letters:
 * @body: `{"letters":[{"number":1,"from":"anna","name":"Anna","at":1780000000,"text":"…"}]}`
 *
 * Pure: any thread. A letter that can't be read is passed over, and counted.
 *
 * Returns: (transfer full): the letters, and the highest number as the cursor
 */
OdUpdateBatch *
od_postbox_parse_letters (GBytes *body, GError **error)
{
  g_autoptr (JsonNode) root = parse_object (body, error);
  g_autoptr (OdUpdateBatch) batch = NULL;
  JsonArray *letters;
  gint64 last = 0;

  if (root == NULL || !od_json_get_array (json_node_get_object (root), "letters", &letters, error))
    return NULL;
  batch = od_update_batch_new ();
  for (guint i = 0; i < json_array_get_length (letters); i++)
    {
      JsonNode *node = json_array_get_element (letters, i);
      OdUpdate *update = NULL;
      gint64 number;

      if (JSON_NODE_HOLDS_OBJECT (node) &&
          od_json_get_int (json_node_get_object (node), "number", 1, MAX_NUMBER, &number, NULL))
        {
          last = MAX (last, number);
          update = parse_letter (json_node_get_object (node), number, NULL);
        }
      if (update != NULL)
        g_ptr_array_add (batch->updates, update);
      else
        batch->n_skipped++;
    }
  if (last > 0)
    {
      batch->cursor_name = g_strdup ("number");
      batch->cursor = g_strdup_printf ("%" G_GINT64_FORMAT, last);
    }
  return g_steal_pointer (&batch);
}

/**
 * od_postbox_parse_receipt:
 * @body: `{"number":2}`
 *
 * Returns: (transfer full): the id of what was sent
 */
char *
od_postbox_parse_receipt (GBytes *body, GError **error)
{
  g_autoptr (JsonNode) root = parse_object (body, error);
  gint64 number;

  if (root == NULL || !od_json_get_int (json_node_get_object (root), "number", 1, MAX_NUMBER, &number, error))
    return NULL;
  return g_strdup_printf ("%" G_GINT64_FORMAT, number);
}
