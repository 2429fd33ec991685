/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-channel-table"

#include "od-channel-table.h"

/**
 * OdChannelTable:
 *
 * Which accounts are connected right now, and by which channel. Whoever runs
 * accounts fills it; whoever sends, or tells a customer that somebody types,
 * looks here and knows no more about accounts. Main thread only.
 */
typedef struct {
  OdChannel *channel;                    /* (owned) */
  const OdChannelDescriptor *descriptor; /* (unowned): static */
} Row;

struct _OdChannelTable {
  GObject parent_instance;

  GHashTable *rows; /* (owned) (element-type gint64 Row) */
};

G_DEFINE_FINAL_TYPE (OdChannelTable, od_channel_table, G_TYPE_OBJECT)

enum { ADDED, REMOVED, TOLD, AUTH_FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
row_free (gpointer data)
{
  Row *row = data;

  g_object_unref (row->channel);
  g_free (row);
}

static void
od_channel_table_dispose (GObject *object)
{
  g_hash_table_remove_all (OD_CHANNEL_TABLE (object)->rows);
  G_OBJECT_CLASS (od_channel_table_parent_class)->dispose (object);
}

static void
od_channel_table_finalize (GObject *object)
{
  g_hash_table_unref (OD_CHANNEL_TABLE (object)->rows);
  G_OBJECT_CLASS (od_channel_table_parent_class)->finalize (object);
}

static void
od_channel_table_class_init (OdChannelTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_channel_table_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_channel_table_finalize;

  /**
   * OdChannelTable::added:
   * @account_id: it is connected now
   */
  signals[ADDED] = g_signal_new ("added", OD_TYPE_CHANNEL_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 G_TYPE_INT64);
  /**
   * OdChannelTable::removed:
   * @account_id: it is not connected any more; the channel still exists during the emission
   */
  signals[REMOVED] = g_signal_new ("removed", OD_TYPE_CHANNEL_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_INT64);
  /**
   * OdChannelTable::told:
   * @account_id: whose channel was asked for something
   * @error: (nullable): how it ended
   */
  signals[TOLD] = g_signal_new ("told", OD_TYPE_CHANNEL_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                G_TYPE_INT64, G_TYPE_ERROR);
  /**
   * OdChannelTable::auth-failed:
   * @account_id: whose provider doesn't accept us any more
   * @error: what it said
   */
  signals[AUTH_FAILED] = g_signal_new ("auth-failed", OD_TYPE_CHANNEL_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_ERROR);
}

static void
od_channel_table_init (OdChannelTable *self)
{
  self->rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, row_free);
}

OdChannelTable *
od_channel_table_new (void)
{
  return g_object_new (OD_TYPE_CHANNEL_TABLE, NULL);
}

/**
 * od_channel_table_add:
 * @channel: started
 * @descriptor: static
 */
void
od_channel_table_add (OdChannelTable *self, gint64 account_id, OdChannel *channel,
                      const OdChannelDescriptor *descriptor)
{
  Row *row;

  g_return_if_fail (OD_IS_CHANNEL_TABLE (self) && OD_IS_CHANNEL (channel) && descriptor != NULL);

  od_channel_table_remove (self, account_id);
  row = g_new0 (Row, 1);
  row->channel = g_object_ref (channel);
  row->descriptor = descriptor;
  g_hash_table_insert (self->rows, g_memdup2 (&account_id, sizeof account_id), row);
  g_signal_emit (self, signals[ADDED], 0, account_id);
}

/**
 * od_channel_table_remove:
 *
 * Does nothing if it is not there.
 */
void
od_channel_table_remove (OdChannelTable *self, gint64 account_id)
{
  g_autofree gint64 *key = NULL;
  Row *row;

  g_return_if_fail (OD_IS_CHANNEL_TABLE (self));

  if (!g_hash_table_steal_extended (self->rows, &account_id, (gpointer *) &key, (gpointer *) &row))
    return;
  g_signal_emit (self, signals[REMOVED], 0, account_id);
  row_free (row);
}

/**
 * od_channel_table_get:
 *
 * Returns: (transfer none) (nullable): the account's channel, if it is connected
 */
OdChannel *
od_channel_table_get (OdChannelTable *self, gint64 account_id)
{
  Row *row;

  g_return_val_if_fail (OD_IS_CHANNEL_TABLE (self), NULL);

  row = g_hash_table_lookup (self->rows, &account_id);
  return row != NULL ? row->channel : NULL;
}

/**
 * od_channel_table_get_descriptor:
 *
 * Returns: (transfer none) (nullable): what its channel can, if it is connected
 */
const OdChannelDescriptor *
od_channel_table_get_descriptor (OdChannelTable *self, gint64 account_id)
{
  Row *row;

  g_return_val_if_fail (OD_IS_CHANNEL_TABLE (self), NULL);

  row = g_hash_table_lookup (self->rows, &account_id);
  return row != NULL ? row->descriptor : NULL;
}

/**
 * od_channel_table_tell:
 * @error: (nullable)
 *
 * Whoever asked a channel for something says how it ended, for the account's health.
 */
void
od_channel_table_tell (OdChannelTable *self, gint64 account_id, const GError *error)
{
  g_return_if_fail (OD_IS_CHANNEL_TABLE (self));

  g_signal_emit (self, signals[TOLD], 0, account_id, error);
}

/**
 * od_channel_table_report_auth:
 *
 * Whoever learns while sending that an account needs its owner says so here.
 */
void
od_channel_table_report_auth (OdChannelTable *self, gint64 account_id, const GError *error)
{
  g_return_if_fail (OD_IS_CHANNEL_TABLE (self) && error != NULL);

  g_signal_emit (self, signals[AUTH_FAILED], 0, account_id, error);
}
