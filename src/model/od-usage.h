/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OdUsage: how often something was chosen, and when last.
 */
typedef struct {
  char *kind;
  char *ref;
  gint64 used_at_us;
  gint64 n;
} OdUsage;

void od_usage_free (OdUsage *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdUsage, od_usage_free)

G_END_DECLS
