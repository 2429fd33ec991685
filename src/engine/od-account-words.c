/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-account-words.h"

#include <glib/gi18n.h>

#include "od-account-trouble.h"

/**
 * od_account_words_error:
 * @error: why an account does not work
 *
 * Returns: (transfer full): the same for people, with what can be done about it
 */
char *
od_account_words_error (const GError *error)
{
  switch (od_account_trouble_of_error (error))
    {
    case OD_ACCOUNT_TROUBLE_SIGN_IN:
      return g_strdup (_ ("The other side doesn’t accept us any more: check the password or token."));
    case OD_ACCOUNT_TROUBLE_TAKEN:
      return g_strdup (_ ("Another program uses its port or address. Trying again."));
    case OD_ACCOUNT_TROUBLE_LIMITED:
      return g_strdup (_ ("The other side asks us to wait. It goes on by itself."));
    case OD_ACCOUNT_TROUBLE_STORE:
      return g_strdup (_ ("What comes in can’t be stored. Is the disk full? Trying again."));
    case OD_ACCOUNT_TROUBLE_NO_SECRET:
      return g_strdup (_ ("Its password or token is not in the key ring any more: type it again."));
    case OD_ACCOUNT_TROUBLE_RING_LOCKED:
      return g_strdup (_ ("The key ring is locked: unlock it, and the account connects."));
    case OD_ACCOUNT_TROUBLE_RING_ABSENT:
      return g_strdup (_ ("This desktop has no key ring, and passwords are kept nowhere else: install GNOME Keyring or "
                          "KeePassXC and start it. Trying again."));
    case OD_ACCOUNT_TROUBLE_RING_REFUSED:
      return g_strdup (_ ("The key ring refuses to give the password or token. Trying again."));
    case OD_ACCOUNT_TROUBLE_RING_SLOW:
      return g_strdup (_ ("The key ring does not answer. Trying again."));
    case OD_ACCOUNT_TROUBLE_SETTINGS:
      /* TRANSLATORS: %s is a reason in English, e.g. “origins” must be a list */
      return g_strdup_printf (_ ("Its settings don’t work: %s"), error->message);
    case OD_ACCOUNT_TROUBLE_NETWORK:
    case OD_ACCOUNT_TROUBLE_OTHER:
    case OD_ACCOUNT_TROUBLE_NONE:
    default:
      /* TRANSLATORS: %s is a reason in English, e.g. Connection refused */
      return g_strdup_printf (_ ("Can’t connect, trying again: %s"), error->message);
    }
}
