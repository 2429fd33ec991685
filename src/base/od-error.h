/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define OD_ERROR (od_error_quark ())

/**
 * OdError:
 * @OD_ERROR_TRANSIENT: try the same thing again later (network down, HTTP 5xx)
 * @OD_ERROR_RATE_LIMITED: try again, but not before od_error_get_retry_after_ms()
 * @OD_ERROR_AUTH: the account needs its owner (token revoked, password changed)
 * @OD_ERROR_REJECTED: the other side understood and said no; do not retry
 * @OD_ERROR_MALFORMED: the other side sent bytes that break its own rules; do not retry, count and report it
 * @OD_ERROR_TOO_LARGE: a limit of ours was reached; make it smaller
 * @OD_ERROR_UNCONFIRMED: a send may or may not have happened; never retry blindly
 * @OD_ERROR_STORE: the database failed; the message has SQLite's own words
 * @OD_ERROR_NOT_FOUND: no such row, file or name here; ask for another, or treat it as gone
 * @OD_ERROR_BUSY: somebody else owns it (a profile, a port, a row that was claimed); ask the owner, or
 *   try once it let go; nothing was changed
 * @OD_ERROR_USAGE: the request itself is wrong (an option, a field, a value); only the person who made it can
 *   correct it; the message names the option or field
 *
 * What a caller can *do*, not what went wrong. The message has the details, in
 * English, for logs; it never contains a secret, a text or an address. The
 * numbers are not stored anywhere.
 */
typedef enum {
  OD_ERROR_TRANSIENT,
  OD_ERROR_RATE_LIMITED,
  OD_ERROR_AUTH,
  OD_ERROR_REJECTED,
  OD_ERROR_MALFORMED,
  OD_ERROR_TOO_LARGE,
  OD_ERROR_UNCONFIRMED,
  OD_ERROR_STORE,
  OD_ERROR_NOT_FOUND,
  OD_ERROR_BUSY,
  OD_ERROR_USAGE,
} OdError;

GQuark od_error_quark (void) G_GNUC_CONST;
GError *od_error_new_rate_limited (gint64 retry_after_ms);
gint64 od_error_get_retry_after_ms (const GError *error);
void od_error_set_retry_after_ms (GError *error, gint64 retry_after_ms);
void od_error_set_reason (GError *error, guint reason);
guint od_error_get_reason (const GError *error);
gboolean od_error_is_retryable (const GError *error);

G_END_DECLS
