/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-error-words.h"

#include <glib/gi18n.h>

#include "od-error.h"

/**
 * od_error_words:
 * @error: what went wrong; its message is for logs
 *
 * Returns: (transfer none): a sentence for people, made of the code: what they can do
 */
const char *
od_error_words (const GError *error)
{
  if (error->domain != OD_ERROR)
    return _ ("That did not work.");
  switch ((OdError) error->code)
    {
    case OD_ERROR_TRANSIENT:
      return _ ("That did not work just now. Try it again in a moment.");
    case OD_ERROR_RATE_LIMITED:
      return _ ("That was too much at once. Try it again in a minute.");
    case OD_ERROR_AUTH:
      return _ ("The account needs you to sign in again.");
    case OD_ERROR_REJECTED:
      return _ ("The other side refused.");
    case OD_ERROR_MALFORMED:
      return _ ("The other side gave an answer that makes no sense.");
    case OD_ERROR_TOO_LARGE:
      return _ ("That is too large.");
    case OD_ERROR_UNCONFIRMED:
      return _ ("Nobody knows whether that arrived. Look before you try again.");
    case OD_ERROR_STORE:
      return _ ("The database could not be written. Is the disk full?");
    case OD_ERROR_NOT_FOUND:
      return _ ("That is gone.");
    case OD_ERROR_BUSY:
      return _ ("Somebody else is using that right now.");
    case OD_ERROR_USAGE:
      return _ ("That can't be right. Look at what was filled in.");
    default:
      return _ ("That did not work.");
    }
}
