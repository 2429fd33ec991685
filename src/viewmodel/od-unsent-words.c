/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-unsent-words.h"

#include <glib/gi18n.h>

#include "od-message-words.h"

/* A reply that can't leave is told where it was written, where one writes, and in the list: the queue alone looks like
 * a second of patience. */

/**
 * od_unsent_words_reason:
 * @account: (nullable): of a message that is queued
 *
 * Returns: (transfer full) (nullable): why it does not leave now, as a sentence; %NULL if nothing of the account is in
 *   its way
 */
char *
od_unsent_words_reason (const OdAccountRow *account)
{
  if (account == NULL || account->is_history_only)
    return NULL;
  switch (account->state)
    {
    case OD_ACCOUNT_PAUSED:
      return g_strdup (_ ("Not sent: the account is paused."));
    case OD_ACCOUNT_AUTH:
      if (account->error == NULL)
        return g_strdup (_ ("Not sent: the account needs you."));
      /* TRANSLATORS: the reason: "Not sent: the account needs you. The token is not accepted." */
      return g_strdup_printf (_ ("Not sent: the account needs you. %s"), account->error);
    case OD_ACCOUNT_ERROR:
      if (account->error == NULL)
        return g_strdup (_ ("Not sent yet: the account does not work."));
      /* TRANSLATORS: the reason: "Not sent yet: the account does not work. The server can't be reached." */
      return g_strdup_printf (_ ("Not sent yet: the account does not work. %s"), account->error);
    case OD_ACCOUNT_OFFLINE: /* for the moment in which the desk starts */
    case OD_ACCOUNT_CONNECTING:
    case OD_ACCOUNT_OK:
    default:
      return NULL;
    }
}

/**
 * od_unsent_words_banner:
 * @account: (nullable): of the open conversation
 *
 * Returns: (transfer full) (nullable): what becomes of an answer, for who is about to write one; %NULL: it leaves
 */
char *
od_unsent_words_banner (const OdAccountRow *account)
{
  if (account == NULL)
    return NULL;
  if (account->removed_at_us != 0)
    return g_strdup (_ ("The account was removed: its history can be read, but not answered here."));
  if (account->is_history_only)
    return g_strdup (_ ("This is imported history: it can be read, but not answered here."));
  switch (account->state)
    {
    case OD_ACCOUNT_PAUSED:
      /* TRANSLATORS: name of an account */
      return g_strdup_printf (_ ("“%s” is paused: no messages come, and replies wait here."), account->name);
    case OD_ACCOUNT_AUTH:
    case OD_ACCOUNT_ERROR:
      if (account->error == NULL)
        return g_strdup_printf (_ ("“%s” does not work: replies wait here."), account->name);
      /* TRANSLATORS: name of an account and the reason */
      return g_strdup_printf (_ ("“%1$s” does not work, replies wait here. %2$s"), account->name, account->error);
    case OD_ACCOUNT_OFFLINE:
    case OD_ACCOUNT_CONNECTING:
    case OD_ACCOUNT_OK:
    default:
      return NULL;
    }
}

static OdDelivery
get_worst (const OdConversationRow *row)
{
  if (row->marks.unsent != OD_DELIVERY_NONE)
    return row->marks.unsent;
  return row->last_kind == OD_TIMELINE_OUT && row->last_delivery == OD_DELIVERY_FAILED ? OD_DELIVERY_FAILED
                                                                                       : OD_DELIVERY_NONE;
}

/**
 * od_unsent_words_sign:
 * @account: (nullable): the conversation's
 *
 * Returns: (transfer none) (nullable): a word or two: a reply of the conversation did not leave; %NULL: all did, or will
 *   in a moment
 */
const char *
od_unsent_words_sign (const OdConversationRow *row, const OdAccountRow *account)
{
  OdDelivery worst = get_worst (row);
  g_autofree char *reason = worst == OD_DELIVERY_QUEUED ? od_unsent_words_reason (account) : NULL;

  if (worst == OD_DELIVERY_NONE || (worst == OD_DELIVERY_QUEUED && reason == NULL))
    return NULL;
  return od_message_words_delivery (worst == OD_DELIVERY_QUEUED ? OD_DELIVERY_FAILED : worst);
}

/**
 * od_unsent_words_sentence:
 * @account: (nullable): the conversation's
 *
 * Returns: (transfer full) (nullable): what od_unsent_words_sign() means; %NULL as it
 */
char *
od_unsent_words_sentence (const OdConversationRow *row, const OdAccountRow *account)
{
  switch (get_worst (row))
    {
    case OD_DELIVERY_QUEUED:
      return od_unsent_words_reason (account);
    case OD_DELIVERY_UNCONFIRMED:
      return g_strdup (_ ("A reply may have been sent: decide in the conversation."));
    case OD_DELIVERY_HELD:
      return g_strdup (_ ("A reply is held back: decide in the conversation."));
    case OD_DELIVERY_FAILED:
      return g_strdup (_ ("A reply was not sent: decide in the conversation."));
    case OD_DELIVERY_NONE:
    case OD_DELIVERY_SENDING:
    case OD_DELIVERY_SENT:
    case OD_DELIVERY_DELIVERED:
    case OD_DELIVERY_READ:
    default:
      return NULL;
    }
}
