/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-webchat-identity.h"

#include <string.h>

#include "od-hmac.h"
#include "od-limits.h"
#include "od-text.h"

/**
 * od_webchat_identity_verify:
 * @key: (nullable): the shop's identity key; %NULL or "" if there is none: then nothing is verified
 * @id: (nullable): the shop's id of the customer
 * @hash: (nullable): hexadecimal HMAC-SHA256 (key, id)
 *
 * Returns: %TRUE if the shop vouches for @id
 */
gboolean
od_webchat_identity_verify (const char *key, const char *id, const char *hash)
{
  if (key == NULL || *key == '\0' || id == NULL || *id == '\0')
    return FALSE;
  return od_hmac_verify_hex (key, strlen (key), id, strlen (id), hash);
}

static char *
dup_line (const char *text)
{
  g_autofree char *line = text != NULL ? od_text_snippet (text, OD_LIMIT_TITLE_CHARS) : NULL;

  return line != NULL && *line != '\0' ? g_steal_pointer (&line) : NULL;
}

static char *
dup_time_zone (const char *name)
{
  g_autoptr (GTimeZone) zone = NULL;

  if (name == NULL || *name == '\0' || strchr (name, '/') == NULL || strstr (name, "..") != NULL || *name == '/')
    return name != NULL && g_str_equal (name, "UTC") ? g_strdup (name) : NULL;
  zone = g_time_zone_new_identifier (name);
  return zone != NULL ? g_strdup (name) : NULL;
}

static char *
dup_lang (const char *text)
{
  if (text == NULL || *text == '\0')
    return NULL;
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '-')
      return NULL;
  return g_strdup (text);
}

/* Only what can be opened without harm. */
static char *
dup_page_url (const char *text)
{
  g_autoptr (GUri) uri = text != NULL ? g_uri_parse (text, G_URI_FLAGS_ENCODED, NULL) : NULL;

  if (uri == NULL || (!g_str_equal (g_uri_get_scheme (uri), "https") && !g_str_equal (g_uri_get_scheme (uri), "http")))
    return NULL;
  return g_strdup (text);
}

/**
 * od_webchat_identity_profile:
 * @key: (nullable): the shop's identity key
 *
 * What a hello says of the person and the page. Without a valid hash the
 * identity's data are kept, marked as not verified, and its id is not.
 *
 * Returns: (transfer full): the profile
 */
OdProfile *
od_webchat_identity_profile (const OdWebchatHello *hello, const char *key)
{
  OdProfile *profile = od_profile_new ();

  profile->is_verified = od_webchat_identity_verify (key, hello->identity_id, hello->identity_hash);
  profile->name = dup_line (hello->name);
  profile->email = dup_line (hello->email);
  profile->phone = dup_line (hello->phone);
  if (profile->is_verified)
    profile->external_id = g_strdup (hello->identity_id);
  profile->lang = dup_lang (hello->lang);
  profile->time_zone = dup_time_zone (hello->time_zone);
  profile->page_url = dup_page_url (hello->page_url);
  profile->page_title = dup_line (hello->page_title);
  return profile;
}
