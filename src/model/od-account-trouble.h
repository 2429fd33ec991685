/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OdAccountTrouble: why an account does not work, by what can be done about it. A channel that knows better than the
 * code of its error says so by od_error_set_reason().
 * @OD_ACCOUNT_TROUBLE_NETWORK: it can't be reached; it is tried again by itself
 * @OD_ACCOUNT_TROUBLE_LIMITED: it was asked too often; it goes on by itself
 * @OD_ACCOUNT_TROUBLE_SIGN_IN: what signs us in is not accepted: another is needed
 * @OD_ACCOUNT_TROUBLE_TAKEN: another program has its port, or receives its messages
 * @OD_ACCOUNT_TROUBLE_SETTINGS: its settings are wrong
 * @OD_ACCOUNT_TROUBLE_STORE: what comes can't be stored here
 * @OD_ACCOUNT_TROUBLE_NO_SECRET: what signs us in is not in the key ring any more
 * @OD_ACCOUNT_TROUBLE_RING_LOCKED: the key ring is locked
 * @OD_ACCOUNT_TROUBLE_RING_ABSENT: there is no key ring on this desktop
 * @OD_ACCOUNT_TROUBLE_RING_REFUSED: the key ring says no
 * @OD_ACCOUNT_TROUBLE_RING_SLOW: the key ring does not answer
 * @OD_ACCOUNT_TROUBLE_STRANGER: what signs us in is of another account than the one that it was; the error's own words
 *   are for people
 * @OD_ACCOUNT_TROUBLE_FORWARDED: the other side gives what customers write to another program, until it is told not to:
 *   see #OdAccountTry; the error's own words are for people
 * @OD_ACCOUNT_TROUBLE_OTHER: only the error's own words say
 *
 * The numbers are not stored.
 */
typedef enum {
  OD_ACCOUNT_TROUBLE_NONE,
  OD_ACCOUNT_TROUBLE_NETWORK,
  OD_ACCOUNT_TROUBLE_LIMITED,
  OD_ACCOUNT_TROUBLE_SIGN_IN,
  OD_ACCOUNT_TROUBLE_TAKEN,
  OD_ACCOUNT_TROUBLE_SETTINGS,
  OD_ACCOUNT_TROUBLE_STORE,
  OD_ACCOUNT_TROUBLE_NO_SECRET,
  OD_ACCOUNT_TROUBLE_RING_LOCKED,
  OD_ACCOUNT_TROUBLE_RING_ABSENT,
  OD_ACCOUNT_TROUBLE_RING_REFUSED,
  OD_ACCOUNT_TROUBLE_RING_SLOW,
  OD_ACCOUNT_TROUBLE_STRANGER,
  OD_ACCOUNT_TROUBLE_FORWARDED,
  OD_ACCOUNT_TROUBLE_OTHER,
} OdAccountTrouble;
#define OD_N_ACCOUNT_TROUBLE (OD_ACCOUNT_TROUBLE_OTHER + 1)

/** Channels number their own reasons from here on: none of them is taken for a trouble. */
#define OD_CHANNEL_REASON_FIRST 1000
G_STATIC_ASSERT (OD_N_ACCOUNT_TROUBLE <= OD_CHANNEL_REASON_FIRST);

OdAccountTrouble od_account_trouble_of_error (const GError *error);
gboolean od_account_trouble_is_of_ring (OdAccountTrouble trouble);
gboolean od_account_trouble_needs_person (OdAccountTrouble trouble);
char *od_account_trouble_describe (const GError *error);
const char *od_account_trouble_get_name (OdAccountTrouble trouble);

G_END_DECLS
