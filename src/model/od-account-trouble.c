/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-account-trouble.h"

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
         od_account_trouble_is_of_ring (trouble);
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
    [OD_ACCOUNT_TROUBLE_OTHER] = "other",
  };

  g_return_val_if_fail ((guint) trouble < OD_N_ACCOUNT_TROUBLE, "other");

  return names[trouble];
}
