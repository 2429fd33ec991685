/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "od-conversation-port.h"

G_BEGIN_DECLS

/**
 * OdListPage: what stands where the conversations would.
 */
typedef enum {
  OD_LIST_PAGE_LOADING, /* nothing yet, and not for long enough to say so */
  OD_LIST_PAGE_ROWS,
  OD_LIST_PAGE_ALL_ANSWERED, /* an empty inbox, and somebody has written before */
  OD_LIST_PAGE_NOBODY_YET,   /* accounts, but no conversation at all */
  OD_LIST_PAGE_EMPTY_VIEW,   /* another view has nothing */
} OdListPage;

gboolean od_welcome_is_needed (gboolean accounts_are_loaded, guint n_accounts);
OdListPage od_list_page_choose (gboolean is_loaded, guint n_rows, OdScope scope, gboolean is_narrowed,
                                gint64 n_conversations);

G_END_DECLS
