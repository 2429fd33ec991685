/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-error.h"

/* An extended error: the delay travels inside the GError, typed, instead of in
 * g_object_set_data() on somebody's GTask. */
typedef struct {
  gint64 retry_after_ms; /* -1 if the other side did not say */
  guint reason;          /* 0 if whoever failed has no numbers for it */
} OdErrorPrivate;

static void
od_error_private_init (OdErrorPrivate *priv)
{
  priv->retry_after_ms = -1;
}

static void
od_error_private_copy (const OdErrorPrivate *src, OdErrorPrivate *dest)
{
  *dest = *src;
}

static void
od_error_private_clear (OdErrorPrivate *priv)
{
}

G_DEFINE_EXTENDED_ERROR (OdError, od_error)

/**
 * od_error_new_rate_limited:
 * @retry_after_ms: milliseconds to wait, or -1 if the other side did not say
 *
 * Returns: (transfer full): an %OD_ERROR_RATE_LIMITED error that carries the delay through copies and propagation
 */
GError *
od_error_new_rate_limited (gint64 retry_after_ms)
{
  GError *error;

  if (retry_after_ms < 0)
    error = g_error_new_literal (OD_ERROR, OD_ERROR_RATE_LIMITED, "Rate limited");
  else
    error = g_error_new (OD_ERROR, OD_ERROR_RATE_LIMITED, "Rate limited, retry after %" G_GINT64_FORMAT " ms",
                         retry_after_ms);

  od_error_get_private (error)->retry_after_ms = MAX (retry_after_ms, -1);
  return error;
}

/**
 * od_error_get_retry_after_ms:
 * @error: any error, of any domain
 *
 * Returns: milliseconds asked for by the other side, ≥ 0, or -1 if it did not say
 */
gint64
od_error_get_retry_after_ms (const GError *error)
{
  g_return_val_if_fail (error != NULL, -1);

  if (error->domain != OD_ERROR)
    return -1;
  return od_error_get_private (error)->retry_after_ms;
}

/**
 * od_error_set_retry_after_ms:
 * @error: of %OD_ERROR, just made
 * @retry_after_ms: ≥ 0
 *
 * Says when it is worth another attempt.
 */
void
od_error_set_retry_after_ms (GError *error, gint64 retry_after_ms)
{
  g_return_if_fail (error != NULL && error->domain == OD_ERROR);

  od_error_get_private (error)->retry_after_ms = MAX (retry_after_ms, 0);
}

/**
 * od_error_set_reason:
 * @error: of %OD_ERROR, just made
 * @reason: > 0: a number of an enumeration that whoever fails has for it
 *
 * What exactly was refused, for whoever has words for it. It travels in the error.
 */
void
od_error_set_reason (GError *error, guint reason)
{
  g_return_if_fail (error != NULL && error->domain == OD_ERROR);

  od_error_get_private (error)->reason = reason;
}

/**
 * od_error_get_reason:
 * @error: any error, of any domain
 *
 * Returns: what od_error_set_reason() set, or 0
 */
guint
od_error_get_reason (const GError *error)
{
  g_return_val_if_fail (error != NULL, 0);

  return error->domain == OD_ERROR ? od_error_get_private (error)->reason : 0;
}

/**
 * od_error_is_retryable:
 * @error: any error, of any domain
 *
 * Returns: %TRUE if the very same request may be made again by itself, after a delay, without a person looking
 * at it and without the risk of doing it twice
 */
gboolean
od_error_is_retryable (const GError *error)
{
  g_return_val_if_fail (error != NULL, FALSE);

  return g_error_matches (error, OD_ERROR, OD_ERROR_TRANSIENT) ||
         g_error_matches (error, OD_ERROR, OD_ERROR_RATE_LIMITED);
}
