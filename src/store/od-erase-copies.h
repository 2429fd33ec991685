/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-person.h"

G_BEGIN_DECLS

/**
 * OdEraseCopiesJob: our own copies of the store, and a person who is to go from them.
 * @store_path: (owned): they lie beside it
 * @keys: (owned): od_erase_copies_key() of each profile
 * @paths: (owned) (nullable): that were known before; wherever they lie
 * @held: (owned) (out): those that still hold the person, and in the same order @reasons
 * @reasons: (owned) (out) (element-type OdEraseReason)
 * @rewritten: (owned) (out): those that did, and don't any more
 * @missing: (owned) (out): those of @paths that are not there any more
 */
typedef struct {
  char *store_path;
  GStrv keys;
  GStrv paths;
  GStrv held;
  GArray *reasons;
  GStrv rewritten;
  GStrv missing;
} OdEraseCopiesJob;

void od_erase_copies_job_free (OdEraseCopiesJob *job);
char *od_erase_copies_key (const char *uid);
GStrv od_erase_copies_find (const char *store_path, const char *const *keys);
gboolean od_erase_copies_run (OdEraseCopiesJob *job, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdEraseCopiesJob, od_erase_copies_job_free)

G_END_DECLS
