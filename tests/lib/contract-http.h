/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "channel-contract.h"

G_BEGIN_DECLS

/**
 * ContractHttpWords: how a provider puts its answers.
 * @send_path, @poll_path: what the paths of such requests end with; @poll_path (nullable)
 * @taken, @refused, @limited, @broken: bodies of 200, 400, 429 and 500
 * @other: body of 200 to every other request, and to a poll for which nothing is offered
 */
typedef struct {
  const char *send_path, *poll_path;
  const char *taken, *refused, *limited, *broken;
  const char *other;
} ContractHttpWords;

/* A provider's server that behaves as a contract wants it: these go into a #ChannelContract as they are. */
gpointer contract_http_new (const ContractHttpWords *words);
void contract_http_free (gpointer side);
char *contract_http_dup_settings (gpointer side);
void contract_http_answer (gpointer side, ContractAnswer answer);
guint contract_http_get_n_heard (gpointer side);
void contract_http_release (gpointer side);
void contract_http_offer (gpointer side, GBytes *bytes);

G_END_DECLS
