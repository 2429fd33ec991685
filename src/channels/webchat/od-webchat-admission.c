/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-webchat-admission.h"

#include "od-limits.h"
#include "od-random.h"
#include "od-webchat-identity.h"
#include "od-webchat-token.h"

/**
 * od_webchat_peer_new:
 * @origin: (nullable): the Origin header, already found good
 * @host: (nullable): the Host header
 *
 * A browser does not say Origin when a page asks its own server for something: then it is that server's.
 *
 * Returns: (transfer full): the peer
 */
OdWebchatPeer *
od_webchat_peer_new (const char *address, gboolean is_local, const char *origin, const char *host)
{
  OdWebchatPeer *self = g_new0 (OdWebchatPeer, 1);
  g_autoptr (GStrvBuilder) origins = g_strv_builder_new ();

  if (origin != NULL)
    g_strv_builder_add (origins, origin);
  else
    {
      g_autofree char *http = g_strconcat ("http://", host != NULL ? host : "", NULL);
      g_autofree char *https = g_strconcat ("https://", host != NULL ? host : "", NULL);

      g_strv_builder_add_many (origins, http, https, NULL);
    }
  self->address = g_strdup (address);
  self->is_local = is_local;
  self->origins = g_strv_builder_end (origins);
  return self;
}

void
od_webchat_peer_free (OdWebchatPeer *self)
{
  g_free (self->address);
  g_strfreev (self->origins);
  g_free (self);
}

static OdWebchatAdmission *
refuse (OdWebchatRefusal *refusal, const char *code, const char *field, guint close_code)
{
  *refusal = (OdWebchatRefusal){ .code = code, .field = field, .close_code = close_code };
  return NULL;
}

static char *
make_token (OdWebchatHall *hall, const char *visitor_id, const char *origin)
{
  gint64 now_s = od_webchat_hall_now_s (hall);
  const OdWebchatClaims claims = {
    .visitor_id = (char *) visitor_id,
    .origin = (char *) origin,
    .widget = hall->config->widget,
    .issued_s = now_s,
    .expires_s = now_s + OD_LIMIT_TOKEN_LIFE_S,
  };

  return od_webchat_token_issue (hall->keys, &claims);
}

/**
 * od_webchat_admit_token:
 * @token: anything
 * @refusal: (out caller-allocates): set if %NULL is returned
 *
 * Returns: (transfer full) (nullable): who comes back
 */
OdWebchatAdmission *
od_webchat_admit_token (OdWebchatHall *hall, const char *token, const OdWebchatPeer *peer, OdWebchatRefusal *refusal)
{
  gint64 now_s = od_webchat_hall_now_s (hall);
  g_autoptr (OdWebchatClaims) claims = od_webchat_token_verify (hall->keys, token, (const char *const *) peer->origins,
                                                                hall->config->widget, now_s, NULL);
  OdWebchatAdmission *self;

  if (claims == NULL)
    return refuse (refusal, "auth", "token", 4001);
  self = g_new0 (OdWebchatAdmission, 1);
  self->visitor_id = g_steal_pointer (&claims->visitor_id);
  if (od_webchat_claims_want_renewal (claims, now_s))
    self->token = make_token (hall, self->visitor_id, claims->origin);
  return self;
}

static OdWebchatAdmission *
admit_new (OdWebchatHall *hall, const OdWebchatPeer *peer, OdWebchatRefusal *refusal)
{
  g_autofree char *hex = NULL;
  OdWebchatAdmission *self;
  guint wait_s = 0;

  if (od_webchat_hall_limits (hall, peer->is_local) &&
      !od_webchat_rates_take (hall->new_visitors, peer->address, od_webchat_hall_now_us (hall), &wait_s))
    {
      refuse (refusal, "rate", NULL, 0);
      refusal->retry_s = wait_s;
      return NULL;
    }
  hex = od_random_hex (12);
  self = g_new0 (OdWebchatAdmission, 1);
  self->visitor_id = g_strconcat ("c_", hex, NULL);
  self->token = make_token (hall, self->visitor_id, peer->origins[0]);
  self->is_new = TRUE;
  return self;
}

/**
 * od_webchat_admit_hello:
 * @refusal: (out caller-allocates): set if %NULL is returned
 *
 * Returns: (transfer full) (nullable): who is there
 */
OdWebchatAdmission *
od_webchat_admit_hello (OdWebchatHall *hall, const OdWebchatHello *hello, const OdWebchatPeer *peer,
                        OdWebchatRefusal *refusal)
{
  OdWebchatAdmission *self;

  if (hello->version != 1)
    return refuse (refusal, "bad_frame", "v", 4013);
  if (!g_str_equal (hello->widget, hall->config->widget))
    return refuse (refusal, "auth", "widget", 1008);
  if (hello->token != NULL)
    self = od_webchat_admit_token (hall, hello->token, peer, refusal);
  else
    self = admit_new (hall, peer, refusal);
  if (self != NULL)
    self->profile = od_webchat_identity_profile (hello, hall->identity_key);
  return self;
}

void
od_webchat_admission_free (OdWebchatAdmission *self)
{
  g_free (self->visitor_id);
  g_free (self->token);
  g_clear_pointer (&self->profile, od_profile_free);
  g_free (self);
}
