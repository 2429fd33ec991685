/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-payload.h"

#include <glib/gi18n.h>
#include <string.h>

#include "od-json.h"
#include "od-rows.h"
#include "od-text.h"

#define MAX_LINES 40      /* of a table */
#define MAX_GRAPHEMES 300 /* of one value */
#define MAX_LEVELS 3      /* of objects in objects that become lines */

static const OdJsonLimits payload_limits = {
  .max_bytes = 16384, .max_depth = 8, .max_keys = 256, .max_values = 1024, .max_string_bytes = 8192
};

static char *
clean (const char *text)
{
  return od_text_snippet (text, MAX_GRAPHEMES);
}

static void
take (char **member, char *text)
{
  g_free (*member);
  *member = text;
}

static const char *
find_string (JsonObject *from, const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *text = NULL;

      if (od_json_get_string_opt (from, names[i], payload_limits.max_string_bytes, &text, NULL) && text != NULL &&
          *text != '\0')
        return text;
    }
  return "";
}

static JsonObject *
find_object (JsonObject *from, const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      JsonObject *object = NULL;

      if (od_json_get_object_opt (from, names[i], &object, NULL) && object != NULL)
        return object;
    }
  return NULL;
}

/* Some say a number as text. */
static gboolean
find_number (JsonObject *from, const char *const *names, double min, double max, double *out)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *text = NULL;
      char *end;

      if (!json_object_has_member (from, names[i]))
        continue;
      if (od_json_get_double (from, names[i], min, max, out, NULL))
        return TRUE;
      if (!od_json_get_string (from, names[i], 32, &text, NULL) || *text == '\0')
        continue;
      *out = g_ascii_strtod (text, &end);
      if (*end == '\0' && *out >= min && *out <= max)
        return TRUE;
    }
  return FALSE;
}

#define NAMES(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void
add_line (OdPayload *self, const char *key, const char *label, const char *value)
{
  OdFieldRow *line;

  if (*value == '\0' || self->lines->len >= MAX_LINES)
    return;
  line = g_new0 (OdFieldRow, 1);
  line->key = clean (key);
  line->label = clean (label);
  line->value = clean (value);
  g_ptr_array_add (self->lines, line);
}

/* ---- What it is --------------------------------------------------------------- */

static gboolean
read_place (OdPayload *self, JsonObject *from)
{
  JsonObject *inner = find_object (from, NAMES ("location"));

  if (!find_number (inner != NULL ? inner : from, NAMES ("lat", "latitude"), -90, 90, &self->lat) ||
      !find_number (inner != NULL ? inner : from, NAMES ("lon", "lng", "long", "longitude"), -180, 180, &self->lon))
    return FALSE;
  if (!find_number (inner != NULL ? inner : from, NAMES ("acc", "accuracy", "horizontal_accuracy"), 0, 1e7,
                    &self->accuracy_m))
    self->accuracy_m = -1;
  take (&self->title, clean (find_string (from, NAMES ("title", "name"))));
  take (&self->address, clean (find_string (from, NAMES ("address"))));
  self->kind = OD_PAYLOAD_PLACE;
  return TRUE;
}

static gboolean
read_contact (OdPayload *self, JsonObject *from)
{
  const char *first = find_string (from, NAMES ("first_name"));
  const char *last = find_string (from, NAMES ("last_name"));
  g_autofree char *whole =
      g_strjoin (" ", *first != '\0' ? first : last, *first != '\0' && *last != '\0' ? last : NULL, NULL);
  const char *name = find_string (from, NAMES ("name", "display_name"));
  const char *phone = find_string (from, NAMES ("phone_number", "phone"));
  const char *email = find_string (from, NAMES ("email"));

  if (*phone == '\0' && *email == '\0')
    return FALSE;
  take (&self->title, clean (*name != '\0' ? name : whole));
  take (&self->phone, clean (phone));
  add_line (self, "email", _ ("E-mail"), email);
  self->kind = OD_PAYLOAD_CONTACT;
  return TRUE;
}

static const char *
label_of (const char *key)
{
  static const struct {
    const char *key, *label;
  } labels[] = { { "name", N_ ("Name") },
                 { "email", N_ ("E-mail") },
                 { "phone", N_ ("Phone") },
                 { "rating", N_ ("Rating") },
                 { "consent", N_ ("Agreed to be contacted") },
                 { "button", N_ ("Button pressed") } };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_str_equal (labels[i].key, key))
      return _ (labels[i].label);
  return key;
}

static char *
dup_value (JsonNode *node)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (type == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  if (type == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? _ ("Yes") : _ ("No"));
  if (type == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if (type == G_TYPE_DOUBLE)
    {
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];

      return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.6g", json_node_get_double (node)));
    }
  return g_strdup ("");
}

static char *
dup_list (JsonArray *array)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < json_array_get_length (array) && i < MAX_LINES; i++)
    {
      char *value = dup_value (json_array_get_element (array, i));

      if (*value != '\0')
        g_ptr_array_add (values, value);
      else
        g_free (value);
    }
  g_ptr_array_add (values, NULL);
  return g_strjoinv (", ", (char **) values->pdata);
}

/* What the store keeps of our own messages: why one was held, whom a note names. Other parts of the row say it. */
static gboolean
is_own_key (const char *key)
{
  return g_str_equal (key, "held_by") || g_str_equal (key, "mentions") || g_str_equal (key, "automatic");
}

/* What has words of its own. */
static gboolean
is_told_elsewhere (const char *key)
{
  static const char *const keys[] = { "kind", "forwarded", "quote", "live", "stars", NULL };

  return g_strv_contains (keys, key);
}

static void
read_table (OdPayload *self, JsonObject *from, const char *prefix, guint level)
{
  g_autoptr (GList) keys = json_object_get_members (from);

  for (GList *l = keys; l != NULL; l = l->next)
    {
      const char *key = l->data;
      JsonNode *node = json_object_get_member (from, key);
      g_autofree char *path =
          prefix != NULL ? g_strjoin (" · ", prefix, label_of (key), NULL) : g_strdup (label_of (key));
      g_autofree char *value = NULL;

      if (level == 0 && (is_own_key (key) || is_told_elsewhere (key)))
        continue;
      if (JSON_NODE_HOLDS_OBJECT (node))
        {
          if (level < MAX_LEVELS)
            read_table (self, json_node_get_object (node), path, level + 1);
          continue;
        }
      value = JSON_NODE_HOLDS_ARRAY (node) ? dup_list (json_node_get_array (node)) : dup_value (node);
      add_line (self, key, path, value);
    }
  if (self->lines->len > 0)
    self->kind = OD_PAYLOAD_TABLE;
}

static void
read_form (OdPayload *self, JsonObject *from, const char *form)
{
  JsonObject *data = find_object (from, NAMES ("data"));

  if (g_str_equal (form, "prechat"))
    take (&self->title, g_strdup (_ ("Form before the chat")));
  else if (g_str_equal (form, "offline"))
    take (&self->title, g_strdup (_ ("Form left while nobody was there")));
  else if (g_str_equal (form, "csat"))
    take (&self->title, g_strdup (_ ("Rating of the conversation")));
  else
    take (&self->title, clean (form));
  self->kind = OD_PAYLOAD_TABLE;
  if (data != NULL)
    read_table (self, data, NULL, 0);
}

static const char *
title_of_kind (const char *kind)
{
  static const struct {
    const char *kind, *title;
  } titles[] = {
    { "poll", N_ ("Poll") },
    { "checklist", N_ ("Checklist") },
    { "dice", N_ ("Dice") },
    { "game", N_ ("Game") },
    { "invoice", N_ ("Invoice") },
    { "story", N_ ("A story, which can’t be shown here") },
    { "paid_media", N_ ("To be paid for") },
    { "unsupported", N_ ("A kind of message that can’t be shown here") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (titles[i].kind, kind))
      return _ (titles[i].title);
  return "";
}

/* What a message says of itself besides its text: what kind it is of, where it comes from, what it answers. */
static void
read_circumstances (OdPayload *self, JsonObject *root)
{
  const char *forwarded = NULL;
  double stars = 0;

  if (*self->title == '\0')
    take (&self->title, g_strdup (title_of_kind (find_string (root, NAMES ("kind")))));
  if (json_object_has_member (root, "live") && *self->title == '\0' && self->kind == OD_PAYLOAD_PLACE)
    take (&self->title, g_strdup (_ ("Live location")));
  if (find_number (root, NAMES ("stars"), 1, 1e9, &stars))
    {
      g_autofree char *number = g_strdup_printf ("%.0f ⭐", stars);

      add_line (self, "stars", _ ("Price"), number);
    }
  if (od_json_get_string_opt (root, "forwarded", payload_limits.max_string_bytes, &forwarded, NULL) &&
      forwarded != NULL)
    add_line (self, "forwarded", _ ("Forwarded from"), *forwarded != '\0' ? forwarded : _ ("somebody"));
  add_line (self, "quote", _ ("Quotes"), find_string (root, NAMES ("quote")));
  if (self->kind == OD_PAYLOAD_NONE && (*self->title != '\0' || self->lines->len > 0))
    self->kind = OD_PAYLOAD_TABLE;
}

static void
read_payload (OdPayload *self, JsonObject *root)
{
  JsonObject *place = find_object (root, NAMES ("venue", "loc", "location", "geo"));
  JsonObject *contact = find_object (root, NAMES ("contact"));
  const char *form = find_string (root, NAMES ("form"));

  if (json_object_has_member (root, "sticker") || g_str_equal (find_string (root, NAMES ("kind", "type")), "sticker"))
    self->is_sticker = TRUE;
  else if (*form != '\0')
    read_form (self, root, form);
  else if ((place == NULL || !read_place (self, place)) && (contact == NULL || !read_contact (self, contact)))
    read_table (self, root, NULL, 0);
  read_circumstances (self, root);
}

/**
 * od_payload_parse:
 * @json: the payload of a message, from outside
 *
 * Returns: (transfer full) (nullable): %NULL if it is no JSON object, or beyond the limits
 */
OdPayload *
od_payload_parse (const char *json)
{
  g_autoptr (JsonNode) node = od_json_parse (json, -1, &payload_limits, NULL);
  OdPayload *self;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  self = g_new0 (OdPayload, 1);
  self->title = g_strdup ("");
  self->address = g_strdup ("");
  self->phone = g_strdup ("");
  self->accuracy_m = -1;
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) od_field_row_free);
  read_payload (self, json_node_get_object (node));
  return self;
}

void
od_payload_free (OdPayload *self)
{
  g_free (self->title);
  g_free (self->address);
  g_free (self->phone);
  g_ptr_array_unref (self->lines);
  g_free (self);
}

/* ---- What becomes of it --------------------------------------------------------- */

/**
 * od_payload_dup_position:
 *
 * Returns: (transfer full): "55.751244, 37.618423": as maps take it in every language
 */
char *
od_payload_dup_position (const OdPayload *self)
{
  char lat[G_ASCII_DTOSTR_BUF_SIZE], lon[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup_printf ("%s, %s", g_ascii_formatd (lat, sizeof lat, "%.6f", self->lat),
                          g_ascii_formatd (lon, sizeof lon, "%.6f", self->lon));
}

/**
 * od_payload_dup_geo_uri:
 *
 * Returns: (transfer full): RFC 5870, for a program with maps
 */
char *
od_payload_dup_geo_uri (const OdPayload *self)
{
  char lat[G_ASCII_DTOSTR_BUF_SIZE], lon[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup_printf ("geo:%s,%s", g_ascii_formatd (lat, sizeof lat, "%.6f", self->lat),
                          g_ascii_formatd (lon, sizeof lon, "%.6f", self->lon));
}

/**
 * od_payload_dup_map_uri:
 *
 * Returns: (transfer full): a page with a map, where there is no program with maps
 */
char *
od_payload_dup_map_uri (const OdPayload *self)
{
  char lat[G_ASCII_DTOSTR_BUF_SIZE], lon[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (lat, sizeof lat, "%.6f", self->lat);
  g_ascii_formatd (lon, sizeof lon, "%.6f", self->lon);
  return g_strdup_printf ("https://www.openstreetmap.org/?mlat=%1$s&mlon=%2$s#map=16/%1$s/%2$s", lat, lon);
}

static void
add_escaped (GString *card, const char *property, const char *value)
{
  g_string_append (card, property);
  for (const char *p = value; *p != '\0'; p++)
    {
      if (strchr (",;\\", *p) != NULL)
        g_string_append_c (card, '\\');
      g_string_append_c (card, *p);
    }
  g_string_append (card, "\r\n");
}

/**
 * od_payload_dup_vcard:
 *
 * Returns: (transfer full): a contact as vCard 3.0, made anew: nothing of what came is passed on unread
 */
char *
od_payload_dup_vcard (const OdPayload *self)
{
  GString *card = g_string_new ("BEGIN:VCARD\r\nVERSION:3.0\r\n");
  const char *name = *self->title != '\0' ? self->title : self->phone;

  add_escaped (card, "N:", name);
  add_escaped (card, "FN:", name);
  if (*self->phone != '\0')
    add_escaped (card, "TEL:", self->phone);
  for (guint i = 0; i < self->lines->len; i++)
    {
      const OdFieldRow *line = self->lines->pdata[i];

      if (g_str_equal (line->key, "email"))
        add_escaped (card, "EMAIL:", line->value);
    }
  g_string_append (card, "END:VCARD\r\n");
  return g_string_free (card, FALSE);
}

static void
add_words (GString *words, const char *separator, const char *text)
{
  if (*text == '\0')
    return;
  if (words->len > 0)
    g_string_append (words, separator);
  g_string_append (words, text);
}

/**
 * od_payload_dup_text:
 *
 * Returns: (transfer full): all of it as one line of text; "" if there is nothing to show
 */
char *
od_payload_dup_text (const OdPayload *self)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *position = self->kind == OD_PAYLOAD_PLACE ? od_payload_dup_position (self) : g_strdup ("");

  add_words (words, "", self->title);
  add_words (words, ", ", self->address);
  add_words (words, ", ", position);
  add_words (words, ", ", self->phone);
  for (guint i = 0; i < self->lines->len; i++)
    {
      const OdFieldRow *line = self->lines->pdata[i];
      g_autofree char *pair = g_strdup_printf ("%s: %s", line->label, line->value);

      add_words (words, i == 0 && self->kind == OD_PAYLOAD_TABLE ? ". " : ", ", pair);
    }
  if (self->kind == OD_PAYLOAD_PLACE)
    /* TRANSLATORS: a place somebody sent: "Location: Kremlin, 55.751244, 37.618423" */
    return g_strdup_printf (_ ("Location: %s"), words->str);
  if (self->kind == OD_PAYLOAD_CONTACT)
    /* TRANSLATORS: a person's card: "Contact: Maria P., +7 999 000-00-01" */
    return g_strdup_printf (_ ("Contact: %s"), words->str);
  return g_strdup (words->str);
}
