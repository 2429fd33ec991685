/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-webchat-frame.h"

#include <string.h>

#include "od-json.h"
#include "od-limits.h"
#include "od-text.h"

static gboolean
fail (OdWebchatFault *fault, const char *code, const char *field)
{
  fault->code = code;
  g_strlcpy (fault->field, field, sizeof fault->field);
  return FALSE;
}

/* Letters, digits and what UUIDs, ULIDs and our own ids have between them. */
static gboolean
is_id (const char *text, gsize max_bytes)
{
  gsize len = strlen (text);

  if (len == 0 || len > max_bytes)
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("-_.", *p) == NULL)
      return FALSE;
  return TRUE;
}

/* A string that may be absent. Longer than allowed is "too_long". */
static gboolean
read_text (JsonObject *from, const char *name, gsize max_chars, const char **out, OdWebchatFault *fault)
{
  g_autoptr (GError) error = NULL;

  if (!od_json_get_string_opt (from, name, OD_LIMIT_FRAME_BYTES, out, &error))
    return fail (fault, "bad_frame", name);
  if (*out != NULL && (strlen (*out) > max_chars * 4 || od_text_count_code_points (*out) > max_chars))
    return fail (fault, "too_long", name);
  return TRUE;
}

/* A string that may be absent, limited in bytes. */
static gboolean
read_bytes (JsonObject *from, const char *name, gsize max_bytes, const char **out, OdWebchatFault *fault)
{
  if (!od_json_get_string_opt (from, name, OD_LIMIT_FRAME_BYTES, out, NULL))
    return fail (fault, "bad_frame", name);
  return *out == NULL || strlen (*out) <= max_bytes || fail (fault, "too_long", name);
}

/* What is nice to know but never worth refusing somebody for: too long or of another type is as if not said. */
static const char *
read_hint (JsonObject *from, const char *name, gsize max_bytes)
{
  const char *text = NULL;

  return od_json_get_string_opt (from, name, max_bytes, &text, NULL) ? text : NULL;
}

static gboolean
read_seq (JsonObject *from, const char *name, gboolean is_required, gint64 *out, OdWebchatFault *fault)
{
  gboolean is_read;

  *out = 0;
  if (is_required)
    is_read = od_json_get_int (from, name, 1, OD_LIMIT_JSON_INTEGER_MAX, out, NULL);
  else
    is_read = od_json_get_int_opt (from, name, 0, OD_LIMIT_JSON_INTEGER_MAX, out, NULL);
  return is_read || fail (fault, "bad_frame", name);
}

static gboolean
is_one_line (const char *text)
{
  for (const char *p = text; p != NULL && *p != '\0'; p++)
    if ((guchar) *p < 0x20 || *p == 0x7f)
      return FALSE;
  return TRUE;
}

/* name, email, phone: shown to people and put into forms, so one line each and of sensible length. */
static gboolean
read_person (JsonObject *from, const char **name, const char **email, const char **phone, OdWebchatFault *fault)
{
  if (!read_text (from, "name", OD_LIMIT_NAME_CHARS, name, fault) ||
      !read_bytes (from, "email", OD_LIMIT_ADDRESS_BYTES, email, fault) ||
      !read_bytes (from, "phone", OD_LIMIT_PHONE_BYTES, phone, fault))
    return FALSE;
  if (!is_one_line (*name))
    return fail (fault, "bad_frame", "name");
  if (!is_one_line (*email) || (*email != NULL && **email != '\0' && strchr (*email, '@') == NULL))
    return fail (fault, "bad_frame", "email");
  return is_one_line (*phone) || fail (fault, "bad_frame", "phone");
}

static gboolean
read_hello (OdWebchatFrame *self, JsonObject *from, OdWebchatFault *fault)
{
  OdWebchatHello *hello = &self->hello;
  JsonObject *page = NULL, *identity = NULL;
  JsonArray *caps = NULL;

  if (!od_json_get_int (from, "v", 0, G_MAXINT32, &hello->version, NULL))
    return fail (fault, "bad_frame", "v");
  if (!read_bytes (from, "widget", OD_LIMIT_ID_BYTES, &hello->widget, fault))
    return FALSE;
  if (hello->widget == NULL || !is_id (hello->widget, OD_LIMIT_ID_BYTES))
    return fail (fault, "bad_frame", "widget");
  if (!read_bytes (from, "token", OD_LIMIT_TOKEN_BYTES, &hello->token, fault) ||
      !read_seq (from, "after", FALSE, &hello->after, fault))
    return FALSE;
  if (!od_json_get_array_opt (from, "caps", &caps, NULL) ||
      (caps != NULL && json_array_get_length (caps) > OD_LIMIT_CAPS))
    return fail (fault, "bad_frame", "caps");
  if (!od_json_get_object_opt (from, "page", &page, NULL))
    return fail (fault, "bad_frame", "page");
  if (!od_json_get_object_opt (from, "identity", &identity, NULL))
    return fail (fault, "bad_frame", "identity");
  hello->lang = read_hint (from, "lang", OD_LIMIT_LANG_BYTES);
  hello->time_zone = read_hint (from, "tz", OD_LIMIT_ZONE_BYTES);
  if (page != NULL)
    {
      hello->page_url = read_hint (page, "url", OD_LIMIT_URL_BYTES);
      hello->page_title = read_hint (page, "title", OD_LIMIT_TITLE_CHARS * 4);
    }
  if (identity == NULL)
    return TRUE;
  if (!read_bytes (identity, "id", OD_LIMIT_REMOTE_ID_BYTES, &hello->identity_id, fault) ||
      !read_bytes (identity, "hash", 128, &hello->identity_hash, fault))
    return FALSE;
  return read_person (identity, &hello->name, &hello->email, &hello->phone, fault);
}

static gboolean
read_place (JsonObject *from, OdWebchatMsg *msg, OdWebchatFault *fault)
{
  JsonObject *place = NULL;

  msg->place.accuracy_m = -1;
  if (!od_json_get_object_opt (from, "loc", &place, NULL))
    return fail (fault, "bad_frame", "loc");
  if (place == NULL)
    return TRUE;
  if (!od_json_get_double (place, "lat", -90, 90, &msg->place.lat, NULL))
    return fail (fault, "bad_frame", "loc.lat");
  if (!od_json_get_double (place, "lon", -180, 180, &msg->place.lon, NULL))
    return fail (fault, "bad_frame", "loc.lon");
  if (!od_json_get_double_opt (place, "acc", 0, 1e8, &msg->place.accuracy_m, NULL))
    return fail (fault, "bad_frame", "loc.acc");
  msg->has_place = TRUE;
  return TRUE;
}

static gboolean
read_files (JsonObject *from, OdWebchatMsg *msg, OdWebchatFault *fault)
{
  JsonArray *files = NULL;

  G_STATIC_ASSERT (G_N_ELEMENTS (msg->files) == OD_LIMIT_MESSAGE_FILES);
  if (!od_json_get_array_opt (from, "files", &files, NULL))
    return fail (fault, "bad_frame", "files");
  if (files == NULL)
    return TRUE;
  if (json_array_get_length (files) > OD_LIMIT_MESSAGE_FILES)
    return fail (fault, "too_long", "files");
  for (guint i = 0; i < json_array_get_length (files); i++)
    {
      JsonNode *node = json_array_get_element (files, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING ||
          !is_id (json_node_get_string (node), OD_LIMIT_ID_BYTES))
        return fail (fault, "bad_file", "files");
      msg->files[msg->n_files++] = json_node_get_string (node);
    }
  return TRUE;
}

static gboolean
read_msg (OdWebchatFrame *self, JsonObject *from, OdWebchatFault *fault)
{
  OdWebchatMsg *msg = &self->msg;

  if (!read_text (from, "text", OD_LIMIT_TEXT_CHARS, &msg->text, fault) ||
      !read_bytes (from, "bot", OD_LIMIT_BUTTON_BYTES, &msg->button, fault) ||
      !read_seq (from, "reply_to", FALSE, &msg->reply_to, fault) || !read_files (from, msg, fault) ||
      !read_place (from, msg, fault))
    return FALSE;
  if (msg->text == NULL)
    msg->text = "";
  if (*msg->text == '\0' && msg->n_files == 0 && !msg->has_place && msg->button == NULL)
    return fail (fault, "bad_frame", "text");
  return TRUE;
}

static gboolean
read_change (OdWebchatFrame *self, JsonObject *from, OdWebchatFault *fault)
{
  OdWebchatChange *change = &self->change;

  if (!read_seq (from, "seq", TRUE, &change->seq, fault))
    return FALSE;
  if (self->type == OD_WEBCHAT_EDIT)
    {
      if (!read_text (from, "text", OD_LIMIT_TEXT_CHARS, &change->text, fault))
        return FALSE;
      return (change->text != NULL && *change->text != '\0') || fail (fault, "bad_frame", "text");
    }
  if (self->type != OD_WEBCHAT_REACT)
    return TRUE;
  if (!read_bytes (from, "emoji", OD_LIMIT_EMOJI_BYTES, &change->emoji, fault))
    return FALSE;
  if (change->emoji == NULL || !is_one_line (change->emoji) || od_text_count_graphemes (change->emoji) > 1)
    return fail (fault, "bad_frame", "emoji");
  return TRUE;
}

/* The end of the text, at most 200 code points, and never half a family. */
static char *
dup_tail (const char *text)
{
  gsize n = od_text_count_code_points (text);

  while (n > OD_LIMIT_TYPING_CHARS && *text != '\0')
    {
      const char *next = od_text_next_grapheme (text);

      n -= (gsize) g_utf8_strlen (text, next - text);
      text = next;
    }
  return g_strdup (text);
}

static gboolean
read_typing (OdWebchatFrame *self, JsonObject *from, OdWebchatFault *fault)
{
  const char *text = NULL;

  if (!od_json_get_bool (from, "on", &self->typing.is_on, NULL))
    return fail (fault, "bad_frame", "on");
  if (!read_text (from, "text", OD_LIMIT_TEXT_CHARS, &text, fault))
    return FALSE;
  if (self->typing.is_on)
    self->typing.text = dup_tail (text != NULL ? text : "");
  return TRUE;
}

static gboolean
read_form (OdWebchatFrame *self, JsonObject *from, OdWebchatFault *fault)
{
  OdWebchatForm *form = &self->form;
  const char *kind = NULL, *trap = NULL;
  JsonObject *data = NULL;

  if (!od_json_get_string (from, "form", 16, &kind, NULL))
    return fail (fault, "bad_frame", "form");
  if (g_str_equal (kind, "prechat"))
    form->kind = OD_WEBCHAT_FORM_PRECHAT;
  else if (g_str_equal (kind, "offline"))
    form->kind = OD_WEBCHAT_FORM_OFFLINE;
  else if (g_str_equal (kind, "csat"))
    form->kind = OD_WEBCHAT_FORM_CSAT;
  else
    return fail (fault, "bad_frame", "form");
  if (!od_json_get_object (from, "data", &data, NULL))
    return fail (fault, "bad_frame", "data");
  if (!read_person (data, &form->name, &form->email, &form->phone, fault) ||
      !read_text (data, "text", OD_LIMIT_TEXT_CHARS, &form->text, fault))
    return FALSE;
  if (!od_json_get_int_opt (data, "rating", OD_LIMIT_RATING_MIN, OD_LIMIT_RATING_MAX, &form->rating, NULL))
    return fail (fault, "bad_frame", "rating");
  if (!od_json_get_bool_opt (data, "consent", &form->has_consent, NULL))
    return fail (fault, "bad_frame", "consent");
  form->is_trapped =
      !od_json_get_string_opt (data, "website", OD_LIMIT_FRAME_BYTES, &trap, NULL) || (trap != NULL && *trap != '\0');
  return TRUE;
}

/* Whoever leaves personal data agrees to it; an offline form can be answered only if there is an address. */
static gboolean
check_form (const OdWebchatForm *form, OdWebchatFault *fault)
{
  gboolean has_address = (form->email != NULL && *form->email != '\0') || (form->phone != NULL && *form->phone != '\0');

  if (form->kind == OD_WEBCHAT_FORM_CSAT)
    return form->rating > 0 || fail (fault, "bad_frame", "rating");
  if (!form->has_consent)
    return fail (fault, "bad_frame", "consent");
  if (form->kind == OD_WEBCHAT_FORM_PRECHAT)
    return TRUE;
  if (!has_address)
    return fail (fault, "bad_frame", "email");
  return (form->text != NULL && *form->text != '\0') || fail (fault, "bad_frame", "text");
}

static gboolean
read_file_request (OdWebchatFrame *self, JsonObject *from, OdWebchatFault *fault)
{
  OdWebchatFileRequest *file = &self->file;

  if (!read_bytes (from, "name", OD_LIMIT_FILE_NAME_RAW_BYTES, &file->name, fault) ||
      !read_bytes (from, "type", OD_LIMIT_MIME_BYTES, &file->type, fault))
    return FALSE;
  if (file->name == NULL)
    return fail (fault, "bad_frame", "name");
  if (file->type == NULL)
    return fail (fault, "bad_frame", "type");
  return od_json_get_int (from, "size", 0, OD_LIMIT_JSON_INTEGER_MAX, &file->size_bytes, NULL) ||
         fail (fault, "bad_frame", "size");
}

static gboolean
read_upto (OdWebchatFrame *self, JsonObject *from, OdWebchatFault *fault)
{
  return od_json_get_int (from, "upto", 0, OD_LIMIT_JSON_INTEGER_MAX, &self->upto, NULL) ||
         fail (fault, "bad_frame", "upto");
}

static gboolean
read_ping (OdWebchatFrame *self, JsonObject *from, OdWebchatFault *fault)
{
  return od_json_get_int_opt (from, "n", 0, OD_LIMIT_JSON_INTEGER_MAX, &self->n, NULL) ||
         fail (fault, "bad_frame", "n");
}

static gboolean
read_nothing (OdWebchatFrame *self, JsonObject *from, OdWebchatFault *fault)
{
  return TRUE;
}

typedef gboolean (*ReadFunc) (OdWebchatFrame *self, JsonObject *from, OdWebchatFault *fault);

static const struct {
  const char *name;
  OdWebchatFrameType type;
  ReadFunc read;
  gboolean needs_cid;
} kinds[] = {
  { "hello", OD_WEBCHAT_HELLO, read_hello, FALSE },    { "msg", OD_WEBCHAT_MSG, read_msg, TRUE },
  { "loc", OD_WEBCHAT_MSG, read_msg, TRUE },           { "edit", OD_WEBCHAT_EDIT, read_change, TRUE },
  { "del", OD_WEBCHAT_DEL, read_change, TRUE },        { "react", OD_WEBCHAT_REACT, read_change, TRUE },
  { "typing", OD_WEBCHAT_TYPING, read_typing, FALSE }, { "read", OD_WEBCHAT_READ, read_upto, FALSE },
  { "form", OD_WEBCHAT_FORM, read_form, TRUE },        { "file_req", OD_WEBCHAT_FILE_REQ, read_file_request, TRUE },
  { "ack", OD_WEBCHAT_ACK, read_upto, FALSE },         { "ping", OD_WEBCHAT_PING, read_ping, FALSE },
  { "bye", OD_WEBCHAT_BYE, read_nothing, FALSE },
};

static gboolean
read_cid (OdWebchatFrame *self, JsonObject *from, OdWebchatFault *fault)
{
  if (!od_json_get_string_opt (from, "cid", OD_LIMIT_CID_CHARS, &self->cid, NULL) ||
      (self->cid != NULL && !is_id (self->cid, OD_LIMIT_CID_CHARS)))
    {
      self->cid = NULL;
      return fail (fault, "bad_frame", "cid");
    }
  if (self->cid != NULL)
    g_strlcpy (fault->cid, self->cid, sizeof fault->cid);
  return TRUE;
}

static gboolean
read_frame (OdWebchatFrame *self, OdWebchatFault *fault)
{
  const char *name = NULL;
  JsonObject *from;

  if (!JSON_NODE_HOLDS_OBJECT (self->root))
    return fail (fault, "bad_frame", "");
  from = json_node_get_object (self->root);
  if (!od_json_get_string (from, "t", OD_LIMIT_ID_BYTES, &name, NULL))
    return fail (fault, "bad_frame", "t");
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (!g_str_equal (kinds[i].name, name))
        continue;
      self->type = kinds[i].type;
      if (kinds[i].needs_cid && !read_cid (self, from, fault))
        return FALSE;
      if (kinds[i].needs_cid && self->cid == NULL)
        return fail (fault, "bad_frame", "cid");
      if (!kinds[i].read (self, from, fault))
        return FALSE;
      return self->type != OD_WEBCHAT_FORM || check_form (&self->form, fault);
    }
  return TRUE; /* a frame of a later version */
}

/**
 * od_webchat_frame_read:
 * @root: one frame as JSON, sealed; read within the limits of a frame
 * @fault: (out caller-allocates): set if %NULL is returned
 *
 * As od_webchat_frame_parse(), for frames that came in a list.
 *
 * Returns: (transfer full) (nullable): the frame
 */
OdWebchatFrame *
od_webchat_frame_read (JsonNode *root, OdWebchatFault *fault)
{
  g_autoptr (OdWebchatFrame) self = g_new0 (OdWebchatFrame, 1);

  memset (fault, 0, sizeof *fault);
  self->root = json_node_ref (root);
  return read_frame (self, fault) ? g_steal_pointer (&self) : NULL;
}

/**
 * od_webchat_frame_parse:
 * @text: bytes from a visitor: anything
 * @len: how many, or -1 if @text ends with a zero
 * @fault: (out caller-allocates): set if %NULL is returned
 *
 * Reads one frame of odchat/1 from the client. A pure function: no clock, no
 * state. Unknown members are ignored, and so is an unknown `t`
 * (%OD_WEBCHAT_UNKNOWN); what is known must be of its type and within its limit.
 *
 * Returns: (transfer full) (nullable): the frame
 */
OdWebchatFrame *
od_webchat_frame_parse (const char *text, gssize len, OdWebchatFault *fault)
{
  static const OdJsonLimits limits = {
    .max_bytes = OD_LIMIT_FRAME_BYTES,
    .max_depth = OD_LIMIT_FRAME_DEPTH,
    .max_keys = OD_LIMIT_FRAME_KEYS,
    .max_values = OD_LIMIT_FRAME_VALUES,
    .max_string_bytes = OD_LIMIT_FRAME_BYTES,
  };
  g_autoptr (JsonNode) root = NULL;

  root = od_json_parse (text, len, &limits, NULL);
  if (root != NULL)
    return od_webchat_frame_read (root, fault);
  memset (fault, 0, sizeof *fault);
  fail (fault, (len < 0 ? strlen (text) : (gsize) len) > OD_LIMIT_FRAME_BYTES ? "too_long" : "bad_json", "");
  return NULL;
}

void
od_webchat_frame_free (OdWebchatFrame *self)
{
  if (self->type == OD_WEBCHAT_TYPING)
    g_free (self->typing.text);
  json_node_unref (self->root);
  g_free (self);
}
