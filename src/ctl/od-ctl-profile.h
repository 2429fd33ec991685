/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-control-desk.h"

G_BEGIN_DECLS

typedef struct _OdEngine OdEngine;
typedef struct _OdProfileDir OdProfileDir;

/* How this process gets at a profile. Blocking: for the control tool only, and
 * od_ctl_take_profile() also for the desk before its first window. */

/**
 * OdCtlReader: the store of a profile, query-only, for commands that only read.
 */
typedef struct {
  OdControlDesk desk;
  OdProfileDir *profile; /* (owned) */
  OdClock *clock;        /* (owned) */
} OdCtlReader;

OdCtlReader *od_ctl_reader_open (const char *path, GError **error);
void od_ctl_reader_free (OdCtlReader *self);

typedef enum {
  OD_CTL_RIVAL_LEAVE, /* whoever owns it keeps it */
  OD_CTL_RIVAL_SERVE, /* another desk keeps it; a command that is under way may finish */
  OD_CTL_RIVAL_YIELD, /* ask a "serve" to let go of it */
} OdCtlRival;

void od_ctl_desk_from_engine (OdControlDesk *desk, OdEngine *engine, OdProfileDir *profile, OdClock *clock,
                              gboolean runs_accounts);
gboolean od_ctl_take_profile (OdProfileDir *profile, OdCtlRival rival, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdCtlReader, od_ctl_reader_free)

G_END_DECLS
