/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "od-endpoint.h"
#include "od-server-connection.h"
#include "od-worker.h"

G_BEGIN_DECLS

/**
 * OdServerSite: what all requests to one endpoint share. Server's thread only.
 * @tmp_dir: where bodies go that are files
 * @exchanges: (element-type SoupServerMessage Exchange): requests that are being answered
 * @n_answering: how many of them the endpoint works on
 */
typedef struct {
  OdEndpoint *endpoint;
  OdWorker *worker;
  char *tmp_dir;
  GStrv trusted_proxies;
  GHashTable *exchanges;
  guint n_answering;
} OdServerSite;

OdServerSite *od_server_site_new (OdEndpoint *endpoint, OdWorker *worker, const char *tmp_dir,
                                  const char *const *trusted_proxies);
void od_server_site_cancel (OdServerSite *self);
void od_server_site_unref (OdServerSite *self);

void od_server_exchange_start (OdServerSite *site, SoupServerMessage *message, OdServerConnection *connection);
const OdHttpRequest *od_server_exchange_get_request (OdServerSite *site, SoupServerMessage *message);
void od_server_exchange_answer (OdServerSite *site, SoupServerMessage *message);
void od_server_exchange_refuse (SoupServerMessage *message, guint status, guint retry_after_s);

G_END_DECLS
