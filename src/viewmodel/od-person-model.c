/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-person-model"

#include "od-person-model.h"

/**
 * OdPersonModel:
 *
 * What the desk found out about the customer who is open, and what an operator makes of it: values recognised in
 * messages, others who may be the same person, profiles that are shown as this one. Also where fields and tags are
 * set. It asks again when the customer changes; without a port its part stays empty.
 */
struct _OdPersonModel {
  GObject parent_instance;

  OdDesk *desk;                       /* (owned) */
  GPtrArray *parts[OD_N_PERSON_PART]; /* (owned) (nullable): until it was read */
  GCancellable *cancellable;          /* (owned) */
  gint64 id;                          /* 0 for none */
};

G_DEFINE_FINAL_TYPE (OdPersonModel, od_person_model, G_TYPE_OBJECT)

enum { PART_CHANGED, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* ---- Reading ------------------------------------------------------------------ */

static void
take (OdPersonModel *self, OdPersonPart part, GPtrArray *rows, GError *error)
{
  g_autoptr (GError) owned = error;

  if (rows == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error);
      return;
    }
  g_clear_pointer (&self->parts[part], g_ptr_array_unref);
  self->parts[part] = rows;
  g_signal_emit (self, signals[PART_CHANGED], 0, part);
}

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
findings_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  GPtrArray *rows = od_field_port_load_findings_finish (OD_FIELD_PORT (source), result, &error);

  if (is_cancelled (error))
    g_error_free (error); /* the model may be gone */
  else
    take (user_data, OD_PERSON_FINDINGS, rows, error);
}

static void
matches_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  GPtrArray *rows = od_people_port_suggest_finish (OD_PEOPLE_PORT (source), result, &error);

  if (is_cancelled (error))
    g_error_free (error);
  else
    take (user_data, OD_PERSON_MATCHES, rows, error);
}

static void
links_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  GPtrArray *rows = od_people_port_load_links_finish (OD_PEOPLE_PORT (source), result, &error);

  if (is_cancelled (error))
    g_error_free (error);
  else
    take (user_data, OD_PERSON_LINKS, rows, error);
}

static void
load (OdPersonModel *self)
{
  OdDeskTools *tools = &self->desk->tools;

  if (tools->fields != NULL)
    od_field_port_load_findings_async (tools->fields, self->id, self->cancellable, findings_cb, self);
  if (tools->people == NULL)
    return;
  od_people_port_suggest_async (tools->people, self->id, self->cancellable, matches_cb, self);
  od_people_port_load_links_async (tools->people, self->id, self->cancellable, links_cb, self);
}

static void
changed_cb (OdPersonModel *self, OdChangeSet *changes)
{
  if (self->id != 0 && od_change_set_has (changes, OD_CHANGE_CUSTOMER, self->id))
    load (self);
}

/* ---- The object ---------------------------------------------------------------- */

static void
od_person_model_dispose (GObject *object)
{
  OdPersonModel *self = OD_PERSON_MODEL (object);

  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (od_person_model_parent_class)->dispose (object);
}

static void
od_person_model_finalize (GObject *object)
{
  OdPersonModel *self = OD_PERSON_MODEL (object);

  for (guint i = 0; i < OD_N_PERSON_PART; i++)
    g_clear_pointer (&self->parts[i], g_ptr_array_unref);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_person_model_parent_class)->finalize (object);
}

static void
od_person_model_class_init (OdPersonModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_person_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_person_model_finalize;

  /**
   * OdPersonModel::part-changed:
   * @part: (type OdPersonPart): what is another one now
   */
  signals[PART_CHANGED] = g_signal_new ("part-changed", OD_TYPE_PERSON_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_UINT);
  /**
   * OdPersonModel::failed:
   * @error: why something was not read or kept
   */
  signals[FAILED] = g_signal_new ("failed", OD_TYPE_PERSON_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  1, G_TYPE_ERROR);
}

static void
od_person_model_init (OdPersonModel *self)
{
  self->cancellable = g_cancellable_new ();
}

OdPersonModel *
od_person_model_new (OdDesk *desk)
{
  OdPersonModel *self = g_object_new (OD_TYPE_PERSON_MODEL, NULL);

  self->desk = od_desk_ref (desk);
  g_signal_connect_object (desk->feed, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * od_person_model_open:
 * @customer_id: 0 for none
 */
void
od_person_model_open (OdPersonModel *self, gint64 customer_id)
{
  g_return_if_fail (OD_IS_PERSON_MODEL (self));

  if (self->id == customer_id)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->id = customer_id;
  for (guint i = 0; i < OD_N_PERSON_PART; i++)
    {
      g_clear_pointer (&self->parts[i], g_ptr_array_unref);
      g_signal_emit (self, signals[PART_CHANGED], 0, i);
    }
  if (customer_id != 0)
    load (self);
}

gint64
od_person_model_get_id (OdPersonModel *self)
{
  g_return_val_if_fail (OD_IS_PERSON_MODEL (self), 0);

  return self->id;
}

/**
 * od_person_model_get:
 *
 * Returns: (transfer none) (nullable): valid until "part-changed"; %NULL until it was read
 */
GPtrArray *
od_person_model_get (OdPersonModel *self, OdPersonPart part)
{
  g_return_val_if_fail (OD_IS_PERSON_MODEL (self) && part < OD_N_PERSON_PART, NULL);

  return self->parts[part];
}

/* ---- Deeds --------------------------------------------------------------------- */

/* What is done is done also when another customer was opened meanwhile, so nothing here is cancelled. The part is read
 * again after a failure too: what was asked for may be there no more. */
static void
finish (OdPersonModel *self, const GError *error)
{
  if (error != NULL)
    g_signal_emit (self, signals[FAILED], 0, error);
  if (self->id != 0 && !g_cancellable_is_cancelled (self->cancellable))
    load (self);
}

static void
value_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdPersonModel) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_field_port_set_value_finish (OD_FIELD_PORT (source), result, &error))
    g_signal_emit (self, signals[FAILED], 0, error);
}

/**
 * od_person_model_set_value:
 * @value: (nullable): as od_custom_field_check() made it; %NULL or "" for nothing
 */
void
od_person_model_set_value (OdPersonModel *self, gint64 field_id, const char *value)
{
  g_return_if_fail (OD_IS_PERSON_MODEL (self) && self->desk->tools.fields != NULL);

  od_field_port_set_value_async (self->desk->tools.fields, self->id, field_id, value, NULL, value_cb,
                                 g_object_ref (self));
}

static void
tag_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdPersonModel) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_field_port_set_tag_finish (OD_FIELD_PORT (source), result, &error))
    g_signal_emit (self, signals[FAILED], 0, error);
}

/**
 * od_person_model_set_tag:
 * @tag: clean
 */
void
od_person_model_set_tag (OdPersonModel *self, const char *tag, gboolean is_set)
{
  g_return_if_fail (OD_IS_PERSON_MODEL (self) && self->desk->tools.fields != NULL);

  od_field_port_set_tag_async (self->desk->tools.fields, self->id, tag, is_set, NULL, tag_cb, g_object_ref (self));
}

static void
decided_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdPersonModel) self = user_data;
  g_autoptr (GError) error = NULL;

  od_field_port_decide_finding_finish (OD_FIELD_PORT (source), result, &error);
  finish (self, error);
}

/**
 * od_person_model_decide:
 * @is_taken: into the profile; otherwise it is never offered again
 */
void
od_person_model_decide (OdPersonModel *self, gint64 finding_id, gboolean is_taken)
{
  g_return_if_fail (OD_IS_PERSON_MODEL (self) && self->desk->tools.fields != NULL);

  od_field_port_decide_finding_async (self->desk->tools.fields, finding_id, is_taken, NULL, decided_cb,
                                      g_object_ref (self));
}

static void
declined_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdPersonModel) self = user_data;
  g_autoptr (GError) error = NULL;

  od_people_port_decline_finish (OD_PEOPLE_PORT (source), result, &error);
  finish (self, error);
}

/**
 * od_person_model_decline:
 *
 * The two are not the same person: that is never asked again.
 */
void
od_person_model_decline (OdPersonModel *self, gint64 other_id)
{
  g_return_if_fail (OD_IS_PERSON_MODEL (self) && self->desk->tools.people != NULL);

  od_people_port_decline_async (self->desk->tools.people, self->id, other_id, NULL, declined_cb, g_object_ref (self));
}

static void
unlinked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdPersonModel) self = user_data;
  g_autoptr (GError) error = NULL;

  od_people_port_unlink_finish (OD_PEOPLE_PORT (source), result, &error);
  finish (self, error);
}

void
od_person_model_unlink (OdPersonModel *self, gint64 link_id)
{
  g_return_if_fail (OD_IS_PERSON_MODEL (self) && self->desk->tools.people != NULL);

  od_people_port_unlink_async (self->desk->tools.people, link_id, NULL, unlinked_cb, g_object_ref (self));
}
