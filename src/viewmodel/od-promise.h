/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-phrase.h"
#include "od-sla-clock.h"

G_BEGIN_DECLS

#define OD_PROMISE_MAX_MINUTES                                                                                         \
  (30 * 24 * 60) /* what somebody says they'll do later than this is no promise of a chat */

gboolean od_promise_find (const char *text, guint *minutes);
gboolean od_promise_read (const char *text, gint64 now_us, GTimeZone *zone, OdPromiseTerm *term);
gboolean od_promise_find_in (const OdPhraseText *text, guint *minutes);

G_END_DECLS
