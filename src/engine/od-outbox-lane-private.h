/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-outbox-lane.h"
#include "od-send-pace.h"
#include "od-store-outbox.h"

G_BEGIN_DECLS

/* The store failed: the disk may have room again soon. */
#define OD_OUTBOX_STORE_RETRY_US (2 * (gint64) G_USEC_PER_SEC)

struct _OdOutboxLane {
  GObject parent_instance;

  OdDb *db;                 /* (owned) */
  OdClock *clock;           /* (owned) */
  char *files_dir;          /* (owned) */
  OdChannelTable *channels; /* (owned): to say that the account needs its owner */
  gint64 account_id;
  OdChannel *channel;                    /* (owned) */
  const OdChannelDescriptor *descriptor; /* (unowned): static */
  GHashTable *flights;                   /* (owned) (element-type gint64 OdOutboxFlight): not landed yet */
  OdSendPace *pace;                      /* (owned): how fast the channel may be asked */
  gint64 held_until_us;                  /* monotonic: the provider asked for a pause */
  gint64 next_us;                        /* real: something falls due; 0: nothing does */
  guint timeout_id;                      /* of the clock: the next look; 0 if there is none */
  guint n_claiming;                      /* 0: no; 1: the store was asked; 2: and is to be asked again */
  GError *auth_error;                    /* (owned) (nullable): the account needs its owner; not said yet */
  gboolean is_stopped;                   /* claims nothing more */
};

/* One attempt, from the claim to the committed outcome. */
typedef struct _OdOutboxFlight {
  OdOutboxLane *lane;        /* (owned) */
  OdClaimedOperation *claim; /* (owned) */
  OdOutgoing *outgoing;      /* (owned) (nullable): its remote half */
  OdOutcomeJob outcome;      /* how it ended: what is written */
  GCancellable *cancellable; /* (owned) */
  guint timeout_id;          /* of the clock: end of the lease, of the grace, or the next try to write; 0 if none */
  gulong progress_id;
  gulong part_id;
  gint64 renewed_us, told_us; /* monotonic: the lease; the interface */
  gint64 done_bytes, total_bytes;
  gboolean has_ended;    /* its outcome is being written */
  gboolean is_cancelled; /* by a person: it is not tried again by itself */
} OdOutboxFlight;

void od_outbox_lane_set_timeout (OdOutboxLane *self, guint *id, gint64 delay_us, GSourceFunc func, gpointer data);
void od_outbox_lane_hold (OdOutboxLane *self, gint64 pause_us);
void od_outbox_lane_landed (OdOutboxLane *self);
void od_outbox_lane_moved (OdOutboxLane *self, gint64 message_id);

void od_outbox_flight_start (OdOutboxLane *lane, OdClaimedOperation *claim);
void od_outbox_flight_cancel (OdOutboxFlight *flight);
void od_outbox_flight_refuse (OdOutboxFlight *flight);
void od_outbox_flight_unref (gpointer flight);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdOutboxFlight, od_outbox_flight_unref)

G_END_DECLS
