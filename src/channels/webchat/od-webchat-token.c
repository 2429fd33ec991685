/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-webchat-token.h"

#include <string.h>

#include "od-base64url.h"
#include "od-error.h"
#include "od-hmac.h"
#include "od-json.h"
#include "od-limits.h"

static char *
dup_prefix (guint kid)
{
  return kid == 1 ? g_strdup ("od1") : g_strdup_printf ("od1k%u", kid);
}

static void
sign (const OdWebchatKey *key, const char *text, gsize len, guint8 out[OD_HMAC_BYTES])
{
  od_hmac_sha256 (g_bytes_get_data (key->bytes, NULL), g_bytes_get_size (key->bytes), text, len, out);
}

static void
append_string (GString *out, const char *name, const char *value)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), value);
  g_autofree char *quoted = od_json_to_string (node, NULL);

  g_string_append_printf (out, "\"%s\":%s", name, quoted);
}

/**
 * od_webchat_token_issue:
 * @claims: written as they are
 *
 * Members stand in alphabetical order without spaces, so equal claims give an equal token.
 *
 * Returns: (transfer full): `od1.<claims>.<signature>`, signed with the newest key
 */
char *
od_webchat_token_issue (const OdWebchatKeys *keys, const OdWebchatClaims *claims)
{
  const OdWebchatKey *key = &keys->token_keys[keys->n_token_keys - 1];
  g_autofree char *prefix = dup_prefix (key->kid);
  g_autoptr (GString) json = g_string_new ("{");
  g_autofree char *payload = NULL, *signed_text = NULL, *signature = NULL;
  guint8 raw[OD_HMAC_BYTES];

  append_string (json, "cid", claims->visitor_id);
  g_string_append_printf (json, ",\"exp\":%" G_GINT64_FORMAT ",\"iat\":%" G_GINT64_FORMAT ",", claims->expires_s,
                          claims->issued_s);
  append_string (json, "o", claims->origin);
  g_string_append (json, ",\"v\":1,");
  append_string (json, "w", claims->widget);
  g_string_append_c (json, '}');
  payload = od_base64url_encode (json->str, json->len);
  signed_text = g_strconcat (prefix, ".", payload, NULL);
  sign (key, signed_text, strlen (signed_text), raw);
  signature = od_base64url_encode (raw, sizeof raw);
  return g_strconcat (signed_text, ".", signature, NULL);
}

static OdWebchatClaims *
fail (GError **error, const char *what)
{
  g_set_error (error, OD_ERROR, OD_ERROR_AUTH, "Session token: %s", what);
  return NULL;
}

static const OdWebchatKey *
find_key (const OdWebchatKeys *keys, const char *token, gsize prefix_len)
{
  for (guint i = 0; i < keys->n_token_keys; i++)
    {
      g_autofree char *prefix = dup_prefix (keys->token_keys[i].kid);

      if (strlen (prefix) == prefix_len && strncmp (prefix, token, prefix_len) == 0)
        return &keys->token_keys[i];
    }
  return NULL;
}

static OdWebchatClaims *
read_claims (GBytes *payload, GError **error)
{
  static const OdJsonLimits limits = { .max_bytes = OD_LIMIT_TOKEN_BYTES, .max_depth = 1, .max_keys = 16 };
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (OdWebchatClaims) self = g_new0 (OdWebchatClaims, 1);
  const char *visitor_id, *origin, *widget;
  JsonObject *from;
  gint64 version;

  root = od_json_parse (g_bytes_get_data (payload, NULL), (gssize) g_bytes_get_size (payload), &limits, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return fail (error, "the claims are no JSON object");
  from = json_node_get_object (root);
  if (!od_json_get_int (from, "v", 1, 1, &version, NULL) ||
      !od_json_get_int (from, "exp", 0, OD_LIMIT_JSON_INTEGER_MAX, &self->expires_s, NULL) ||
      !od_json_get_int (from, "iat", 0, OD_LIMIT_JSON_INTEGER_MAX, &self->issued_s, NULL) ||
      !od_json_get_string (from, "cid", OD_LIMIT_ID_BYTES, &visitor_id, NULL) || *visitor_id == '\0' ||
      !od_json_get_string (from, "o", OD_LIMIT_ORIGIN_BYTES, &origin, NULL) ||
      !od_json_get_string (from, "w", OD_LIMIT_ID_BYTES, &widget, NULL))
    return fail (error, "a claim is missing or wrong");
  self->visitor_id = g_strdup (visitor_id);
  self->origin = g_strdup (origin);
  self->widget = g_strdup (widget);
  return g_steal_pointer (&self);
}

/**
 * od_webchat_token_verify:
 * @token: anything
 * @origins: (array zero-terminated=1): where the request comes from; one of them must be the token's
 * @widget: the account's
 * @now_s: Unix seconds
 *
 * First the signature, in constant time; nothing inside is looked at before.
 *
 * Returns: (transfer full): the claims, or %NULL with %OD_ERROR_AUTH
 */
OdWebchatClaims *
od_webchat_token_verify (const OdWebchatKeys *keys, const char *token, const char *const *origins, const char *widget,
                         gint64 now_s, GError **error)
{
  g_autoptr (OdWebchatClaims) claims = NULL;
  g_autoptr (GBytes) signature = NULL, payload = NULL;
  const char *first, *last;
  const OdWebchatKey *key;
  guint8 raw[OD_HMAC_BYTES] = { 0 };

  if (strnlen (token, OD_LIMIT_TOKEN_BYTES + 1) > OD_LIMIT_TOKEN_BYTES)
    return fail (error, "too long");
  first = strchr (token, '.');
  last = strrchr (token, '.');
  if (first == NULL || first == last)
    return fail (error, "not of three parts");
  key = find_key (keys, token, (gsize) (first - token));
  if (key == NULL)
    return fail (error, "of an unknown key");
  signature = od_base64url_decode (last + 1, -1, OD_HMAC_BYTES, NULL);
  sign (key, token, (gsize) (last - token), raw);
  if (signature == NULL || g_bytes_get_size (signature) != OD_HMAC_BYTES ||
      !od_hmac_equal (raw, g_bytes_get_data (signature, NULL), OD_HMAC_BYTES))
    return fail (error, "the signature is wrong");

  payload = od_base64url_decode (first + 1, last - first - 1, OD_LIMIT_TOKEN_BYTES, NULL);
  claims = payload != NULL ? read_claims (payload, error) : fail (error, "the claims are no base64url");
  if (claims == NULL)
    return NULL;
  if (claims->expires_s <= now_s)
    return fail (error, "expired");
  if (!g_strv_contains (origins, claims->origin))
    return fail (error, "of another origin");
  if (!g_str_equal (claims->widget, widget))
    return fail (error, "of another widget");
  return g_steal_pointer (&claims);
}

/**
 * od_webchat_claims_want_renewal:
 *
 * Returns: %TRUE if less than half of the token's life is left
 */
gboolean
od_webchat_claims_want_renewal (const OdWebchatClaims *self, gint64 now_s)
{
  return self->expires_s - now_s < OD_LIMIT_TOKEN_LIFE_S / 2;
}

void
od_webchat_claims_free (OdWebchatClaims *self)
{
  g_free (self->visitor_id);
  g_free (self->origin);
  g_free (self->widget);
  g_free (self);
}
