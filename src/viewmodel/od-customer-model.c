/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-customer-model"

#include "od-customer-model.h"

#include <glib/gi18n.h>

#include "od-limits.h"
#include "od-message-words.h"
#include "od-text.h"

#define PAUSE_US (1 * (gint64) G_USEC_PER_SEC) /* after the last key in the note */

/**
 * OdCustomerModel:
 *
 * The card of the customer who is open. It is read again when anything on it changes; a note
 * that is being written is kept after a pause, and never replaced while it waits for that.
 */
struct _OdCustomerModel {
  GObject parent_instance;

  OdDesk *desk;              /* (owned) */
  OdCustomerCard *card;      /* (owned) (nullable): until it was read */
  GCancellable *cancellable; /* (owned) */
  char *note;                /* (owned) (nullable): written, not yet kept */
  gint64 id;                 /* 0 for none */
  guint timeout_id;
};

G_DEFINE_FINAL_TYPE (OdCustomerModel, od_customer_model, G_TYPE_OBJECT)

enum { CHANGED, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
load_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OdCustomerCard) card = NULL;
  OdCustomerModel *self;

  card = od_customer_port_load_finish (OD_CUSTOMER_PORT (source), result, &error);
  if (card == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the model may be gone */
  self = user_data;
  if (card == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error);
      return;
    }
  g_clear_pointer (&self->card, od_customer_card_free);
  self->card = g_steal_pointer (&card);
  if (self->note != NULL)
    {
      g_free (self->card->note);
      self->card->note = g_strdup (self->note);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
load (OdCustomerModel *self)
{
  od_customer_port_load_async (self->desk->customers, self->id, self->cancellable, load_cb, self);
}

static gboolean
has_conversation (OdCustomerModel *self, OdChangeSet *changes)
{
  for (guint i = 0; self->card != NULL && i < self->card->conversations->len; i++)
    {
      const OdConversationHead *head = self->card->conversations->pdata[i];

      if (od_change_set_has (changes, OD_CHANGE_CONVERSATION, head->id))
        return TRUE;
    }
  return FALSE;
}

static void
changed_cb (OdCustomerModel *self, OdChangeSet *changes)
{
  if (self->id != 0 && (od_change_set_has (changes, OD_CHANGE_CUSTOMER, self->id) || has_conversation (self, changes)))
    load (self);
}

static void
od_customer_model_dispose (GObject *object)
{
  OdCustomerModel *self = OD_CUSTOMER_MODEL (object);

  od_customer_model_save (self);
  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (od_customer_model_parent_class)->dispose (object);
}

static void
od_customer_model_finalize (GObject *object)
{
  OdCustomerModel *self = OD_CUSTOMER_MODEL (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->card, od_customer_card_free);
  g_clear_pointer (&self->desk, od_desk_unref);
  g_free (self->note);
  G_OBJECT_CLASS (od_customer_model_parent_class)->finalize (object);
}

static void
od_customer_model_class_init (OdCustomerModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_customer_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_customer_model_finalize;

  /**
   * OdCustomerModel::changed:
   *
   * The card is another one now.
   */
  signals[CHANGED] =
      g_signal_new ("changed", OD_TYPE_CUSTOMER_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * OdCustomerModel::failed:
   * @error: why something was not read or kept
   */
  signals[FAILED] = g_signal_new ("failed", OD_TYPE_CUSTOMER_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  1, G_TYPE_ERROR);
}

static void
od_customer_model_init (OdCustomerModel *self)
{
  self->cancellable = g_cancellable_new ();
}

OdCustomerModel *
od_customer_model_new (OdDesk *desk)
{
  OdCustomerModel *self = g_object_new (OD_TYPE_CUSTOMER_MODEL, NULL);

  self->desk = od_desk_ref (desk);
  g_signal_connect_object (desk->feed, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * od_customer_model_open:
 * @customer_id: 0 for none
 *
 * Keeps what was being written and shows somebody else.
 */
void
od_customer_model_open (OdCustomerModel *self, gint64 customer_id)
{
  g_return_if_fail (OD_IS_CUSTOMER_MODEL (self));

  if (self->id == customer_id)
    return;
  od_customer_model_save (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->id = customer_id;
  g_clear_pointer (&self->card, od_customer_card_free);
  g_signal_emit (self, signals[CHANGED], 0);
  if (customer_id != 0)
    load (self);
}

gint64
od_customer_model_get_id (OdCustomerModel *self)
{
  g_return_val_if_fail (OD_IS_CUSTOMER_MODEL (self), 0);

  return self->id;
}

/**
 * od_customer_model_get_card:
 *
 * Returns: (transfer none) (nullable): valid until "changed"; %NULL until it was read
 */
const OdCustomerCard *
od_customer_model_get_card (OdCustomerModel *self)
{
  g_return_val_if_fail (OD_IS_CUSTOMER_MODEL (self), NULL);

  return self->card;
}

/**
 * od_customer_model_reload:
 *
 * Reads the card again, as it is stored.
 */
void
od_customer_model_reload (OdCustomerModel *self)
{
  g_return_if_fail (OD_IS_CUSTOMER_MODEL (self));

  if (self->id != 0 && self->card != NULL)
    load (self);
}

static void
renamed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdCustomerModel) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_customer_port_rename_finish (OD_CUSTOMER_PORT (source), result, &error))
    g_signal_emit (self, signals[FAILED], 0, error);
}

/**
 * od_customer_model_rename:
 * @name: as typed; cleaned here. "" takes the name away
 */
void
od_customer_model_rename (OdCustomerModel *self, const char *name)
{
  g_autofree char *clean = NULL;

  g_return_if_fail (OD_IS_CUSTOMER_MODEL (self) && name != NULL);

  clean = od_text_snippet (name, OD_LIMIT_NAME_CHARS);
  if (self->card == NULL || g_str_equal (clean, self->card->name))
    return;
  od_customer_port_rename_async (self->desk->customers, self->id, clean, NULL, renamed_cb, g_object_ref (self));
}

/* ---- The note ---------------------------------------------------------------- */

static void
note_kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdCustomerModel) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_customer_port_set_note_finish (OD_CUSTOMER_PORT (source), result, &error))
    g_signal_emit (self, signals[FAILED], 0, error);
}

static gboolean
timeout_cb (gpointer user_data)
{
  OdCustomerModel *self = user_data;

  self->timeout_id = 0;
  od_customer_model_save (self);
  return G_SOURCE_REMOVE;
}

/**
 * od_customer_model_set_note:
 *
 * Somebody typed in the note: it is kept after a pause.
 */
void
od_customer_model_set_note (OdCustomerModel *self, const char *note)
{
  g_return_if_fail (OD_IS_CUSTOMER_MODEL (self) && note != NULL);

  if (self->card == NULL || g_str_equal (note, self->card->note))
    return;
  g_free (self->card->note);
  self->card->note = g_strdup (note);
  g_free (self->note);
  self->note = g_strdup (note);
  if (self->timeout_id != 0)
    od_clock_remove_timeout (self->desk->clock, self->timeout_id);
  self->timeout_id = od_clock_add_timeout (self->desk->clock, PAUSE_US, timeout_cb, self, NULL);
}

/**
 * od_customer_model_save:
 *
 * Keeps the note now, if there is anything new in it.
 */
void
od_customer_model_save (OdCustomerModel *self)
{
  g_autofree char *note = NULL;

  g_return_if_fail (OD_IS_CUSTOMER_MODEL (self));

  if (self->timeout_id != 0)
    od_clock_remove_timeout (self->desk->clock, self->timeout_id);
  self->timeout_id = 0;
  note = g_steal_pointer (&self->note);
  if (note != NULL)
    od_customer_port_set_note_async (self->desk->customers, self->id, note, NULL, note_kept_cb, g_object_ref (self));
}

/**
 * od_customer_model_dup_local_time:
 *
 * Returns: (transfer full) (nullable): what the clock shows where the customer is: "14:05 there"
 */
char *
od_customer_model_dup_local_time (OdCustomerModel *self)
{
  g_autoptr (GTimeZone) zone = NULL;
  g_autofree char *time = NULL;

  g_return_val_if_fail (OD_IS_CUSTOMER_MODEL (self), NULL);

  if (self->card == NULL || self->card->time_zone == NULL)
    return NULL;
  zone = g_time_zone_new_identifier (self->card->time_zone);
  if (zone == NULL)
    return NULL;
  time = od_message_words_time (od_clock_get_real_us (self->desk->clock), zone);
  /* TRANSLATORS: time of day where the customer is: "14:05 there" */
  return g_strdup_printf (_ ("%s there"), time);
}
