/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-batch-private.h"

#include <string.h>

#include "od-error.h"
#include "od-json.h"

static const char *const columns[OD_N_BATCH_COLUMN] = {
  [OD_BATCH_STATUS] = "status",
  [OD_BATCH_RESOLVED_AT] = "resolved_at_us",
  [OD_BATCH_WAITING_SINCE] = "waiting_since_us",
  [OD_BATCH_N_UNANSWERED] = "n_unanswered",
  [OD_BATCH_SNOOZED_UNTIL] = "snoozed_until_us",
  [OD_BATCH_ASSIGNEE] = "assignee_id",
  [OD_BATCH_PRIORITY] = "priority",
  [OD_BATCH_N_UNREAD] = "n_unread",
  [OD_BATCH_READ_UPTO] = "read_upto_id",
};

OdBatchChange *
od_batch_change_new (void)
{
  OdBatchChange *self = g_new0 (OdBatchChange, 1);

  self->tags_added = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->tags_removed = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->tags_made = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->events = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->operations = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

void
od_batch_change_free (OdBatchChange *self)
{
  g_array_unref (self->tags_added);
  g_array_unref (self->tags_removed);
  g_array_unref (self->tags_made);
  g_free (self->clocks);
  g_array_unref (self->events);
  g_array_unref (self->operations);
  g_free (self);
}

gboolean
od_batch_has_id (const GArray *ids, gint64 id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return TRUE;
  return FALSE;
}

/* What @of has and @without hasn't. */
static void
append_missing (GArray *to, const GArray *of, const GArray *without)
{
  for (guint i = 0; i < of->len; i++)
    if (!od_batch_has_id (without, g_array_index (of, gint64, i)))
      g_array_append_val (to, g_array_index (of, gint64, i));
}

/*
 * od_batch_change_compare:
 *
 * Fills in what differs between two states of the same conversation.
 */
void
od_batch_change_compare (OdBatchChange *self, const OdBatchState *before, const OdBatchState *after)
{
  memcpy (self->before, before->values, sizeof self->before);
  memcpy (self->after, after->values, sizeof self->after);
  append_missing (self->tags_added, after->tags, before->tags);
  append_missing (self->tags_removed, before->tags, after->tags);
  if (!g_str_equal (before->clocks, after->clocks))
    self->clocks = g_strdup (before->clocks);
  if (before->point.is_blocked != after->point.is_blocked || before->point.until_us != after->point.until_us)
    {
      self->point = before->point;
      self->point_after = after->point;
    }
}

/* ---- as text ---- */

static void
append_name (GString *text, const char *name)
{
  g_string_append_printf (text, "%s\"%s\":", text->len > 1 ? "," : "", name);
}

static void
append_numbers (GString *text, const char *name, const gint64 *numbers, guint n)
{
  if (n == 0)
    return;
  append_name (text, name);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%c%" G_GINT64_FORMAT, i == 0 ? '[' : ',', numbers[i]);
  g_string_append_c (text, ']');
}

static void
append_ids (GString *text, const char *name, const GArray *ids)
{
  append_numbers (text, name, (const gint64 *) (gpointer) ids->data, ids->len);
}

/*
 * od_batch_change_to_json:
 *
 * Returns: (transfer full): numbers and our own ids only
 */
char *
od_batch_change_to_json (const OdBatchChange *self)
{
  GString *text = g_string_new ("{");

  for (guint i = 0; i < OD_N_BATCH_COLUMN; i++)
    if (self->before[i] != self->after[i])
      append_numbers (text, columns[i], (const gint64[]){ self->before[i], self->after[i] }, 2);
  append_ids (text, "tags_added", self->tags_added);
  append_ids (text, "tags_removed", self->tags_removed);
  append_ids (text, "tags_made", self->tags_made);
  if (self->clocks != NULL)
    {
      append_name (text, "clocks_before");
      g_string_append (text, self->clocks);
    }
  if (self->point.id != 0)
    append_numbers (text, "point",
                    (const gint64[]){ self->point.id, self->point.is_blocked, self->point.until_us,
                                      self->point_after.is_blocked, self->point_after.until_us },
                    5);
  append_ids (text, "events", self->events);
  append_ids (text, "operations", self->operations);
  g_string_append_c (text, '}');
  return g_string_free (text, FALSE);
}

/* @n: how many there must be; 0: any number */
static gboolean
read_numbers (JsonObject *object, const char *name, guint n, GArray *numbers, GError **error)
{
  JsonArray *array;

  g_array_set_size (numbers, 0);
  if (!od_json_get_array_opt (object, name, &array, error) || array == NULL)
    return array == NULL && (error == NULL || *error == NULL);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      gint64 number = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64
                          ? json_node_get_int (node)
                          : -1000;

      if (number == -1000)
        break;
      g_array_append_val (numbers, number);
    }
  if (numbers->len == json_array_get_length (array) && (n == 0 || numbers->len == n))
    return TRUE;
  g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "“%s” is not a list of numbers", name);
  return FALSE;
}

/* What is kept as it is, and read by the store alone. */
static void
read_clocks (OdBatchChange *self, JsonObject *object)
{
  JsonNode *rows = json_object_get_member (object, "clocks_before");

  if (rows != NULL && JSON_NODE_HOLDS_ARRAY (rows))
    self->clocks = od_json_to_string (rows, NULL);
}

static gboolean
read_all (OdBatchChange *self, JsonObject *object, GArray *numbers, GError **error)
{
  for (guint i = 0; i < OD_N_BATCH_COLUMN; i++)
    {
      if (!read_numbers (object, columns[i], json_object_has_member (object, columns[i]) ? 2 : 0, numbers, error))
        return FALSE;
      self->before[i] = numbers->len == 2 ? g_array_index (numbers, gint64, 0) : 0;
      self->after[i] = numbers->len == 2 ? g_array_index (numbers, gint64, 1) : 0;
    }
  if (!read_numbers (object, "point", json_object_has_member (object, "point") ? 5 : 0, numbers, error))
    return FALSE;
  if (numbers->len == 5)
    {
      const gint64 *point = (const gint64 *) (gpointer) numbers->data;

      self->point = (OdBatchPoint){ point[0], point[1], point[2] };
      self->point_after = (OdBatchPoint){ point[0], point[3], point[4] };
    }
  read_clocks (self, object);
  return read_numbers (object, "tags_added", 0, self->tags_added, error) &&
         read_numbers (object, "tags_removed", 0, self->tags_removed, error) &&
         read_numbers (object, "tags_made", 0, self->tags_made, error) &&
         read_numbers (object, "events", 0, self->events, error) &&
         read_numbers (object, "operations", 0, self->operations, error);
}

/*
 * od_batch_change_parse:
 *
 * Returns: (transfer full): what od_batch_change_to_json() wrote; %NULL with %OD_ERROR_MALFORMED
 */
OdBatchChange *
od_batch_change_parse (const char *text, GError **error)
{
  g_autoptr (JsonNode) node = od_json_parse (text, -1, NULL, error);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (OdBatchChange) self = od_batch_change_new ();

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "A change is not an object");
      return NULL;
    }
  return read_all (self, json_node_get_object (node), numbers, error) ? g_steal_pointer (&self) : NULL;
}
