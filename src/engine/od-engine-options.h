/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-channel-table.h"

G_BEGIN_DECLS

typedef struct _OdProfileDir OdProfileDir;

/**
 * OdEngineFlags:
 * @OD_ENGINE_RUN_ACCOUNTS: connect the accounts and send what is queued; without it only the store works
 * @OD_ENGINE_ONLINE: an operator is there from the start
 */
typedef enum {
  OD_ENGINE_RUN_ACCOUNTS = 1 << 0,
  OD_ENGINE_ONLINE = 1 << 1,
} OdEngineFlags;

/**
 * OdEngineOptions:
 * @profile: locked by the caller, who keeps the lock until the engine is gone
 * @server: (nullable): where nothing can be served
 * @clock: (not nullable)
 * @find_channel: (not nullable): descriptor by id, %NULL if this build has none;
 *   od_channels_find() of the registry, which the engine does not see
 * @web_dir: (nullable): data/webchat as installed, or in the source tree
 * @thumbnailer: (nullable): absolute path of omnidesk-thumbnailer; %NULL where nobody looks at pictures
 * @operator_name: (nullable): for operator 1, which is made at the first start; the account's real name
 */
typedef struct {
  OdProfileDir *profile;
  OdServerPort *server;
  OdClock *clock;
  OdChannelFinder find_channel;
  const char *web_dir;
  const char *thumbnailer;
  const char *operator_name;
  OdEngineFlags flags;
} OdEngineOptions;

G_END_DECLS
