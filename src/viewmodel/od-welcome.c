/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-welcome.h"

/**
 * od_welcome_is_needed:
 * @n_accounts: all of them: also paused ones and those of an imported history
 *
 * Returns: whether there is nothing to work with, so that the first page is shown. Never before
 *   that is known: a desk in use must not greet its operator for a blink
 */
gboolean
od_welcome_is_needed (gboolean accounts_are_loaded, guint n_accounts)
{
  return accounts_are_loaded && n_accounts == 0;
}

/**
 * od_list_page_choose:
 * @is_loaded: whether @n_rows is what the store said of this view
 * @is_narrowed: to a channel, an operator or nobody
 * @n_conversations: of the whole desk; -1 if not known yet
 */
OdListPage
od_list_page_choose (gboolean is_loaded, guint n_rows, OdScope scope, gboolean is_narrowed, gint64 n_conversations)
{
  if (n_rows > 0)
    return OD_LIST_PAGE_ROWS;
  if (!is_loaded || n_conversations < 0)
    return OD_LIST_PAGE_LOADING;
  if (n_conversations == 0)
    return OD_LIST_PAGE_NOBODY_YET;
  return scope == OD_SCOPE_INBOX && !is_narrowed ? OD_LIST_PAGE_ALL_ANSWERED : OD_LIST_PAGE_EMPTY_VIEW;
}
