/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "od-account-trouble.h"

G_BEGIN_DECLS

/**
 * OdAccountHealth:
 * @heard_at_us: the provider last answered as it should: a poll; where nothing is polled, a connection or a send. 0:
 *   never
 * @trouble_since_us: since then nothing works; 0: it does, or it was not tried yet
 * @lag_us: how old the newest message was when it was stored; -1: none came since the desk started
 * @limited_until_us: the provider asked us to wait until then; 0: it did not
 * @gap_from_us, @gap_until_us: what customers wrote between these two may never come: the desk was offline for
 *   longer than the provider keeps messages. 0: there was no such gap, or it was acknowledged
 * @error_at_us: of the last error, even if it works again; 0: there was none since the desk started
 * @error_code: of it: an #OdError; of other domains %OD_ERROR_TRANSIENT
 * @n_queued: operations that wait in the outbox, or are under way
 * @n_stuck: those among its messages that wait for a person: failed or unconfirmed, in conversations that are open or
 *   pending; who resolves one has decided
 * @n_unconfirmed: those of them of which nobody knows whether they arrived
 * @n_passed_over: updates of kinds that nobody here knows, or that could not be read, since it connected
 * @trouble: why it does not work now
 *
 * How an account does, as a value. Moments are real time, UTC. Whoever runs the account fills it
 * (od_account_port_list_async()); nothing of it names a chat, a person or a secret. Trouble, its end, a limit and a
 * gap are %OD_CHANGE_ACCOUNT in the feed; the rest moves all the time, so ask again while somebody looks.
 */
typedef struct {
  gint64 heard_at_us;
  gint64 trouble_since_us;
  gint64 lag_us;
  gint64 limited_until_us;
  gint64 gap_from_us, gap_until_us;
  gint64 error_at_us;
  int error_code;
  guint n_queued;
  guint n_stuck, n_unconfirmed;
  guint n_passed_over;
  OdAccountTrouble trouble;
} OdAccountHealth;

/** Nothing is known yet. */
#define OD_ACCOUNT_HEALTH_NEW ((OdAccountHealth){ .lag_us = -1 })

G_END_DECLS
