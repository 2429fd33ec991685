/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  OD_COMPLETION_NONE,
  OD_COMPLETION_EMOJI,   /* ":name", from two letters */
  OD_COMPLETION_CANNED,  /* "/code", not in notes */
  OD_COMPLETION_ARTICLE, /* "??words" */
  OD_COMPLETION_MENTION, /* "@name", in notes only */
} OdCompletionKind;

/**
 * OdCompletionTrigger: what is being typed that can be completed. All are bytes of the text.
 * @start_byte: of the sign
 * @query_byte: behind the sign
 * @end_byte: the caret
 */
typedef struct {
  OdCompletionKind kind;
  gsize start_byte, query_byte, end_byte;
} OdCompletionTrigger;

OdCompletionTrigger od_completion_find_trigger (const char *text, gsize caret_byte, gboolean is_note);

G_END_DECLS
