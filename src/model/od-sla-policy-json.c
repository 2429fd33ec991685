/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-sla-policy-json.h"

#include <string.h>

#include "od-error.h"
#include "od-json.h"
#include "od-limits.h"

/* {"when":{"channels":["webchat"],"tags":["vip"],"priorities":["high"],"fields":{"city":"Омск"},"online":true},
 *  "first":{"seconds":60,"working":true,"warn_percent":80,"warn_before":30}, "next":{…}, "resolution":{…},
 *  "promise":{"warn_before":300}, "pause_on_pending":true}
 * Everything may be missing. */

static const char *const priorities[] = { "low", "normal", "high", "urgent" }; /* from OD_PRIORITY_LOW */
static const char *const body_members[] = {
  "when", "first", "next", "resolution", "promise", "pause_on_pending", NULL
};
static const char *const when_members[] = { "channels", "tags", "priorities", "fields", "online", NULL };
static const char *const target_members[] = { "seconds", "working", "warn_percent", "warn_before", NULL };

static gboolean
only_members (JsonObject *object, const char *where, const char *const *known, GError **error)
{
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *l = names; l != NULL; l = l->next)
    if (!g_strv_contains (known, l->data))
      {
        g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "%s: a member that is not known", where);
        return FALSE;
      }
  return TRUE;
}

/* Texts of an optional array. */
static gboolean
read_texts (JsonObject *from, const char *name, GPtrArray *texts, GError **error)
{
  JsonArray *array;

  if (!od_json_get_array_opt (from, name, &array, error))
    {
      g_prefix_error (error, "when: ");
      return FALSE;
    }
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (i >= OD_LIMIT_POLICY_CONDITIONS || !JSON_NODE_HOLDS_VALUE (node) ||
          json_node_get_value_type (node) != G_TYPE_STRING)
        {
          g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "when.%s, element %u: not a text, or too many", name,
                       i + 1);
          return FALSE;
        }
      g_ptr_array_add (texts, g_strdup (json_node_get_string (node)));
    }
  return TRUE;
}

static gboolean
read_priorities (JsonObject *from, guint8 *bits, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  if (!read_texts (from, "priorities", names, error))
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    {
      guint bit = 0;

      while (bit < G_N_ELEMENTS (priorities) && !g_str_equal (priorities[bit], names->pdata[i]))
        bit++;
      if (bit == G_N_ELEMENTS (priorities))
        {
          g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "when.priorities, element %u: no priority", i + 1);
          return FALSE;
        }
      *bits |= (guint8) (1 << bit);
    }
  return TRUE;
}

static gboolean
read_fields (JsonObject *from, OdSlaWhen *when, GError **error)
{
  JsonObject *fields;
  JsonObjectIter iter;
  const char *key;
  JsonNode *node;

  if (!od_json_get_object_opt (from, "fields", &fields, error))
    {
      g_prefix_error (error, "when: ");
      return FALSE;
    }
  if (fields == NULL)
    return TRUE;
  json_object_iter_init_ordered (&iter, fields);
  while (json_object_iter_next_ordered (&iter, &key, &node))
    {
      if (when->fields->len >= OD_LIMIT_POLICY_CONDITIONS || !JSON_NODE_HOLDS_VALUE (node) ||
          json_node_get_value_type (node) != G_TYPE_STRING)
        {
          g_set_error_literal (error, OD_ERROR, OD_ERROR_MALFORMED,
                               "when.fields: a value that is not a text, or too many");
          return FALSE;
        }
      od_sla_when_add_field (when, key, json_node_get_string (node));
    }
  return TRUE;
}

static gboolean
read_when (JsonObject *body, OdSlaWhen *when, GError **error)
{
  JsonObject *from;

  if (!od_json_get_object_opt (body, "when", &from, error))
    return FALSE;
  return from == NULL ||
         (only_members (from, "when", when_members, error) && read_texts (from, "channels", when->channels, error) &&
          read_texts (from, "tags", when->tags, error) && read_priorities (from, &when->priorities, error) &&
          read_fields (from, when, error) && od_json_get_bool_opt (from, "online", &when->online_only, error));
}

static gboolean
read_target (JsonObject *body, OdClockKind kind, OdSlaTarget *target, GError **error)
{
  const char *name = od_clock_kind_get_name (kind);
  gint64 percent = 0;
  JsonObject *from;

  if (!od_json_get_object_opt (body, name, &from, error))
    return FALSE;
  if (from == NULL)
    return TRUE;
  if (!only_members (from, name, target_members, error))
    return FALSE;
  if (!od_json_get_int_opt (from, "seconds", 0, OD_LIMIT_CALENDAR_TARGET_S, &target->target_s, error) ||
      !od_json_get_bool_opt (from, "working", &target->is_working, error) ||
      !od_json_get_int_opt (from, "warn_percent", 0, 99, &percent, error) ||
      !od_json_get_int_opt (from, "warn_before", 0, OD_LIMIT_CALENDAR_TARGET_S, &target->warn_before_s, error))
    {
      g_prefix_error (error, "%s: ", name);
      return FALSE;
    }
  target->warn_percent = (guint8) percent;
  return TRUE;
}

/**
 * od_sla_policy_read_json:
 * @self: its conditions, targets and pauses are replaced, also on error
 * @from: a body, within limits already
 */
gboolean
od_sla_policy_read_json (OdSlaPolicy *self, JsonObject *from, GError **error)
{
  g_ptr_array_set_size (self->when.channels, 0);
  g_ptr_array_set_size (self->when.tags, 0);
  g_ptr_array_set_size (self->when.fields, 0);
  self->when.priorities = 0;
  self->when.online_only = FALSE;
  self->pauses_on_pending = TRUE;
  memset (self->targets, 0, sizeof self->targets);

  if (!only_members (from, "policy", body_members, error) || !read_when (from, &self->when, error))
    return FALSE;
  for (guint kind = 1; kind < OD_N_CLOCK_KIND; kind++)
    if (!read_target (from, (OdClockKind) kind, &self->targets[kind], error))
      return FALSE;
  return od_json_get_bool_opt (from, "pause_on_pending", &self->pauses_on_pending, error) &&
         od_sla_policy_check (self, error);
}

/**
 * od_sla_policy_parse_body:
 * @self: with a name; its conditions, targets and pauses are replaced, also on error
 * @body: the column `body` of `policy`
 * @len: bytes, or -1
 *
 * Returns: %FALSE with %OD_ERROR_MALFORMED or %OD_ERROR_TOO_LARGE, which say what and where
 */
gboolean
od_sla_policy_parse_body (OdSlaPolicy *self, const char *body, gssize len, GError **error)
{
  static const OdJsonLimits limits = { .max_bytes = OD_LIMIT_POLICY_BYTES, .max_depth = 4 };
  g_autoptr (JsonNode) root = od_json_parse (body, len, &limits, error);

  if (root == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, OD_ERROR, OD_ERROR_MALFORMED, "a policy is an object");
      return FALSE;
    }
  return od_sla_policy_read_json (self, json_node_get_object (root), error);
}

static void
write_texts (JsonObject *to, const char *name, const GPtrArray *texts)
{
  JsonArray *array;

  if (texts->len == 0)
    return;
  array = json_array_new ();
  for (guint i = 0; i < texts->len; i++)
    json_array_add_string_element (array, texts->pdata[i]);
  json_object_set_array_member (to, name, array);
}

static void
write_when (JsonObject *to, const OdSlaWhen *when)
{
  JsonObject *object = json_object_new ();

  write_texts (object, "channels", when->channels);
  write_texts (object, "tags", when->tags);
  if (when->priorities != 0)
    {
      JsonArray *array = json_array_new ();

      for (guint bit = 0; bit < G_N_ELEMENTS (priorities); bit++)
        if ((when->priorities & 1 << bit) != 0)
          json_array_add_string_element (array, priorities[bit]);
      json_object_set_array_member (object, "priorities", array);
    }
  if (when->fields->len > 0)
    {
      JsonObject *fields = json_object_new ();

      for (guint i = 0; i < when->fields->len; i++)
        {
          const OdSlaFieldIs *field = when->fields->pdata[i];

          json_object_set_string_member (fields, field->key, field->value);
        }
      json_object_set_object_member (object, "fields", fields);
    }
  if (when->online_only)
    json_object_set_boolean_member (object, "online", TRUE);
  if (json_object_get_size (object) > 0)
    json_object_set_object_member (to, "when", object);
  else
    json_object_unref (object);
}

static void
write_target (JsonObject *to, OdClockKind kind, const OdSlaTarget *target)
{
  JsonObject *object = json_object_new ();

  if (target->target_s > 0)
    json_object_set_int_member (object, "seconds", target->target_s);
  if (target->is_working)
    json_object_set_boolean_member (object, "working", TRUE);
  if (target->warn_percent > 0)
    json_object_set_int_member (object, "warn_percent", target->warn_percent);
  if (target->warn_before_s > 0)
    json_object_set_int_member (object, "warn_before", target->warn_before_s);
  if (json_object_get_size (object) > 0)
    json_object_set_object_member (to, od_clock_kind_get_name (kind), object);
  else
    json_object_unref (object);
}

/**
 * od_sla_policy_write_json:
 * @to: gets the members of the body
 */
void
od_sla_policy_write_json (const OdSlaPolicy *self, JsonObject *to)
{
  write_when (to, &self->when);
  for (guint kind = 1; kind < OD_N_CLOCK_KIND; kind++)
    write_target (to, (OdClockKind) kind, &self->targets[kind]);
  if (!self->pauses_on_pending)
    json_object_set_boolean_member (to, "pause_on_pending", FALSE);
}

/**
 * od_sla_policy_dup_body:
 *
 * Returns: (transfer full): what od_sla_policy_parse_body() reads; equal policies give equal texts
 */
char *
od_sla_policy_dup_body (const OdSlaPolicy *self)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  od_sla_policy_write_json (self, object);
  json_node_take_object (root, object);
  return od_json_to_string (root, NULL);
}
