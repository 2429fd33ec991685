/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "od-worker.h"

G_BEGIN_DECLS

void od_server_file_send (SoupServerMessage *message, OdWorker *worker, const char *path);

G_END_DECLS
