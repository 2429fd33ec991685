/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-account-trouble.h"

#include <glib/gi18n.h>

#include "od-error.h"

/**
 * od_account_trouble_of_error:
 * @error: (nullable): why an account does not work
 *
 * Returns: its reason, or what its code says; %OD_ACCOUNT_TROUBLE_NONE for no error
 */
OdAccountTrouble
od_account_trouble_of_error (const GError *error)
{
  guint reason = error != NULL ? od_error_get_reason (error) : 0;

  if (error == NULL)
    return OD_ACCOUNT_TROUBLE_NONE;
  if (reason > OD_ACCOUNT_TROUBLE_NONE && reason < OD_N_ACCOUNT_TROUBLE)
    return (OdAccountTrouble) reason;
  if (error->domain != OD_ERROR)
    return OD_ACCOUNT_TROUBLE_OTHER;
  switch ((OdError) error->code)
    {
    case OD_ERROR_TRANSIENT:
    case OD_ERROR_UNCONFIRMED:
      return OD_ACCOUNT_TROUBLE_NETWORK;
    case OD_ERROR_RATE_LIMITED:
      return OD_ACCOUNT_TROUBLE_LIMITED;
    case OD_ERROR_AUTH:
      return OD_ACCOUNT_TROUBLE_SIGN_IN;
    case OD_ERROR_BUSY:
      return OD_ACCOUNT_TROUBLE_TAKEN;
    case OD_ERROR_REJECTED:
    case OD_ERROR_USAGE:
    case OD_ERROR_NOT_FOUND:
      return OD_ACCOUNT_TROUBLE_SETTINGS;
    case OD_ERROR_STORE:
      return OD_ACCOUNT_TROUBLE_STORE;
    case OD_ERROR_MALFORMED:
    case OD_ERROR_TOO_LARGE:
    default:
      return OD_ACCOUNT_TROUBLE_OTHER;
    }
}

/**
 * od_account_trouble_is_of_ring:
 *
 * Returns: whether it is over as soon as the key ring gives what it holds
 */
gboolean
od_account_trouble_is_of_ring (OdAccountTrouble trouble)
{
  return trouble == OD_ACCOUNT_TROUBLE_RING_LOCKED || trouble == OD_ACCOUNT_TROUBLE_RING_ABSENT ||
         trouble == OD_ACCOUNT_TROUBLE_RING_REFUSED || trouble == OD_ACCOUNT_TROUBLE_RING_SLOW;
}

/**
 * od_account_trouble_needs_person:
 *
 * Returns: whether it lasts until somebody types, unlocks or installs something
 */
gboolean
od_account_trouble_needs_person (OdAccountTrouble trouble)
{
  return trouble == OD_ACCOUNT_TROUBLE_SIGN_IN || trouble == OD_ACCOUNT_TROUBLE_NO_SECRET ||
         trouble == OD_ACCOUNT_TROUBLE_STRANGER || od_account_trouble_is_of_ring (trouble);
}

/**
 * od_account_trouble_get_name:
 *
 * Returns: (transfer none): its name in `account list --json`
 */
const char *
od_account_trouble_get_name (OdAccountTrouble trouble)
{
  static const char *const names[OD_N_ACCOUNT_TROUBLE] = {
    [OD_ACCOUNT_TROUBLE_NONE] = "none",
    [OD_ACCOUNT_TROUBLE_NETWORK] = "network",
    [OD_ACCOUNT_TROUBLE_LIMITED] = "limited",
    [OD_ACCOUNT_TROUBLE_SIGN_IN] = "sign-in",
    [OD_ACCOUNT_TROUBLE_TAKEN] = "taken",
    [OD_ACCOUNT_TROUBLE_SETTINGS] = "settings",
    [OD_ACCOUNT_TROUBLE_STORE] = "store",
    [OD_ACCOUNT_TROUBLE_NO_SECRET] = "no-secret",
    [OD_ACCOUNT_TROUBLE_RING_LOCKED] = "key-ring-locked",
    [OD_ACCOUNT_TROUBLE_RING_ABSENT] = "key-ring-absent",
    [OD_ACCOUNT_TROUBLE_RING_REFUSED] = "key-ring-refused",
    [OD_ACCOUNT_TROUBLE_RING_SLOW] = "key-ring-slow",
    [OD_ACCOUNT_TROUBLE_STRANGER] = "stranger",
    [OD_ACCOUNT_TROUBLE_FORWARDED] = "forwarded",
    [OD_ACCOUNT_TROUBLE_OTHER] = "other",
  };

  g_return_val_if_fail ((guint) trouble < OD_N_ACCOUNT_TROUBLE, "other");

  return names[trouble];
}

/**
 * od_account_trouble_describe:
 * @error: why an account does not work
 *
 * Returns: (transfer full): the same for people, with what can be done about it
 */
char *
od_account_trouble_describe (const GError *error)
{
  switch (od_account_trouble_of_error (error))
    {
    case OD_ACCOUNT_TROUBLE_SIGN_IN:
      return g_strdup (_ ("The other side doesn’t accept the password or token: check it, or get a new one there."));
    case OD_ACCOUNT_TROUBLE_TAKEN:
      return g_strdup (_ ("Another program uses its port or address."));
    case OD_ACCOUNT_TROUBLE_LIMITED:
      return g_strdup (_ ("The other side asks us to wait. It goes on by itself."));
    case OD_ACCOUNT_TROUBLE_STORE:
      return g_strdup (_ ("What comes in can’t be stored. Is the disk full?"));
    case OD_ACCOUNT_TROUBLE_NO_SECRET:
      return g_strdup (_ ("Its password or token is not in the key ring: type it again."));
    case OD_ACCOUNT_TROUBLE_RING_LOCKED:
      return g_strdup (_ ("The key ring is locked: unlock it, and the account connects."));
    case OD_ACCOUNT_TROUBLE_RING_ABSENT:
      return g_strdup (_ ("This desktop has no key ring, and passwords are kept nowhere else: install GNOME Keyring or "
                          "KeePassXC and start it."));
    case OD_ACCOUNT_TROUBLE_RING_REFUSED:
      return g_strdup (_ ("The key ring refuses to give the password or token."));
    case OD_ACCOUNT_TROUBLE_RING_SLOW:
      return g_strdup (_ ("The key ring does not answer."));
    case OD_ACCOUNT_TROUBLE_STRANGER:
    case OD_ACCOUNT_TROUBLE_FORWARDED:
      return g_strdup (error->message);
    case OD_ACCOUNT_TROUBLE_SETTINGS:
      /* TRANSLATORS: %s is a reason in English, e.g. “origins” must be a list */
      return g_strdup_printf (_ ("Its settings don’t work: %s"), error->message);
    case OD_ACCOUNT_TROUBLE_NETWORK:
    case OD_ACCOUNT_TROUBLE_OTHER:
    case OD_ACCOUNT_TROUBLE_NONE:
    default:
      /* TRANSLATORS: %s is a reason in English, e.g. Connection refused */
      return g_strdup_printf (_ ("Can’t connect: %s"), error->message);
    }
}
