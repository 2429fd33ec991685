/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-account-pulse.h"
#include "od-account-run.h"
#include "od-sync.h"

G_BEGIN_DECLS

typedef enum {
  PHASE_IDLE,     /* no channel; perhaps a try is scheduled */
  PHASE_STARTING, /* the channel connects */
  PHASE_RUNNING,
  PHASE_STOPPING, /* the channel lets go */
} Phase;

struct _OdAccountRun {
  GObject parent_instance;

  OdAccountRow *row;                     /* (owned) */
  const OdChannelDescriptor *descriptor; /* (unowned): static */
  OdRunContext context;                  /* (unowned) members */
  OdChannel *channel;                    /* (owned) (nullable) */
  OdSync *sync;                          /* (owned) (nullable): of channels that poll */
  OdAccountPulse *pulse;                 /* (owned): how it does */
  GCancellable *cancellable;             /* (owned) (nullable): of starting */
  GError *error;                         /* (owned) (nullable): why it doesn't work */
  GPtrArray *stops;                      /* (owned) (element-type GTask): who waits for the end */
  Phase phase;
  guint n_failures; /* in a row */
  guint timeout_id; /* of the clock: the next try; 0 if none */
  gboolean is_wanted;
  gboolean is_hopeless; /* only its owner can help */
};

gboolean od_account_run_polls (OdAccountRun *self);

G_END_DECLS
