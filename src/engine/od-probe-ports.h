/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-ingest-port.h"
#include "od-secrets-port.h"

G_BEGIN_DECLS

/**
 * OdProbePorts: what a channel that is connected for a try gets instead of the engine's: secrets that were typed, before
 * those that are stored; and nobody who takes what comes in, so that it comes again. Main thread, but for ingesting.
 */
#define OD_TYPE_PROBE_PORTS (od_probe_ports_get_type ())
G_DECLARE_FINAL_TYPE (OdProbePorts, od_probe_ports, OD, PROBE_PORTS, GObject)

OdProbePorts *od_probe_ports_new (OdSecretsPort *stored, GHashTable *typed);

G_END_DECLS
