/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-link-draft"

#include "od-link-draft.h"

#include <glib/gi18n.h>

/**
 * OdLinkDraft:
 *
 * Two profiles that are to be shown as one: what they say differently, and what was chosen of that.
 */
struct _OdLinkDraft {
  GObject parent_instance;

  OdDesk *desk;              /* (owned) */
  GPtrArray *conflicts;      /* (owned) (nullable) (element-type OdPersonConflict): until they were compared */
  GHashTable *choices;       /* (owned) key → value */
  GCancellable *cancellable; /* (owned): of comparing */
  gint64 kept_id, joined_id;
  gboolean is_linking;
};

G_DEFINE_FINAL_TYPE (OdLinkDraft, od_link_draft, G_TYPE_OBJECT)

enum { COMPARED, LINKED, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
od_link_draft_dispose (GObject *object)
{
  g_cancellable_cancel (OD_LINK_DRAFT (object)->cancellable);
  G_OBJECT_CLASS (od_link_draft_parent_class)->dispose (object);
}

static void
od_link_draft_finalize (GObject *object)
{
  OdLinkDraft *self = OD_LINK_DRAFT (object);

  g_clear_pointer (&self->conflicts, g_ptr_array_unref);
  g_clear_pointer (&self->choices, g_hash_table_unref);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_link_draft_parent_class)->finalize (object);
}

static void
od_link_draft_class_init (OdLinkDraftClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_link_draft_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_link_draft_finalize;

  /**
   * OdLinkDraft::compared:
   *
   * The conflicts are those of another pair now.
   */
  signals[COMPARED] =
      g_signal_new ("compared", OD_TYPE_LINK_DRAFT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * OdLinkDraft::linked:
   * @link_id: for unlinking
   */
  signals[LINKED] =
      g_signal_new ("linked", OD_TYPE_LINK_DRAFT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  /**
   * OdLinkDraft::failed:
   * @error: why they were not compared or linked
   */
  signals[FAILED] =
      g_signal_new ("failed", OD_TYPE_LINK_DRAFT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
od_link_draft_init (OdLinkDraft *self)
{
  self->choices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->cancellable = g_cancellable_new ();
}

/**
 * od_link_draft_new:
 * @desk: has people
 */
OdLinkDraft *
od_link_draft_new (OdDesk *desk)
{
  OdLinkDraft *self = g_object_new (OD_TYPE_LINK_DRAFT, NULL);

  self->desk = od_desk_ref (desk);
  return self;
}

static void
compared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) conflicts = od_people_port_compare_finish (OD_PEOPLE_PORT (source), result, &error);
  OdLinkDraft *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* another pair, or the draft is gone */
  self = user_data;
  if (conflicts == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error);
      return;
    }
  self->conflicts = g_steal_pointer (&conflicts);
  g_signal_emit (self, signals[COMPARED], 0);
}

/**
 * od_link_draft_set_pair:
 * @kept_id: who is shown
 * @joined_id: who is shown as @kept_id; 0 for nobody yet
 *
 * Compares them. What was chosen before is forgotten.
 */
void
od_link_draft_set_pair (OdLinkDraft *self, gint64 kept_id, gint64 joined_id)
{
  g_return_if_fail (OD_IS_LINK_DRAFT (self) && kept_id != joined_id);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->kept_id = kept_id;
  self->joined_id = joined_id;
  g_clear_pointer (&self->conflicts, g_ptr_array_unref);
  g_hash_table_remove_all (self->choices);
  g_signal_emit (self, signals[COMPARED], 0);
  if (kept_id != 0 && joined_id != 0)
    od_people_port_compare_async (self->desk->tools.people, kept_id, joined_id, self->cancellable, compared_cb, self);
}

gint64
od_link_draft_get_kept_id (OdLinkDraft *self)
{
  g_return_val_if_fail (OD_IS_LINK_DRAFT (self), 0);

  return self->kept_id;
}

/**
 * od_link_draft_get_conflicts:
 *
 * Returns: (transfer none) (nullable) (element-type OdPersonConflict): valid until "compared"; %NULL while nobody knows
 */
GPtrArray *
od_link_draft_get_conflicts (OdLinkDraft *self)
{
  g_return_val_if_fail (OD_IS_LINK_DRAFT (self), NULL);

  return self->conflicts;
}

/**
 * od_link_draft_choose:
 * @key: of a conflict
 * @is_joined: what the joined profile says is shown; otherwise what the kept one says, which is so from the beginning
 */
void
od_link_draft_choose (OdLinkDraft *self, const char *key, gboolean is_joined)
{
  g_return_if_fail (OD_IS_LINK_DRAFT (self));

  for (guint i = 0; self->conflicts != NULL && i < self->conflicts->len; i++)
    {
      const OdPersonConflict *conflict = self->conflicts->pdata[i];

      if (g_str_equal (conflict->key, key))
        g_hash_table_insert (self->choices, g_strdup (key),
                             g_strdup (is_joined ? conflict->joined_value : conflict->kept_value));
    }
}

static void
linked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdLinkDraft) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 id = od_people_port_link_finish (OD_PEOPLE_PORT (source), result, &error);

  self->is_linking = FALSE;
  if (id != 0)
    g_signal_emit (self, signals[LINKED], 0, id);
  else
    g_signal_emit (self, signals[FAILED], 0, error);
}

/**
 * od_link_draft_link:
 *
 * Does it, once the two were compared; "linked" or "failed" follows.
 */
void
od_link_draft_link (OdLinkDraft *self)
{
  OdPersonLink link = { 0 };

  g_return_if_fail (OD_IS_LINK_DRAFT (self));

  if (self->conflicts == NULL || self->is_linking)
    return;
  self->is_linking = TRUE;
  link.kept_id = self->kept_id;
  link.joined_id = self->joined_id;
  link.choices = self->choices;
  link.operator_id = self->desk->operator_id;
  od_people_port_link_async (self->desk->tools.people, &link, NULL, linked_cb, g_object_ref (self));
}

/**
 * od_link_draft_conflict_words:
 *
 * Returns: (transfer none): what the two differ in
 */
const char *
od_link_draft_conflict_words (const OdPersonConflict *conflict)
{
  static const struct {
    const char *key, *label;
  } built_in[] = {
    { "name", N_ ("Name") },
    { "lang", N_ ("Language") },
    { "time_zone", N_ ("Time zone") },
    { "note", N_ ("Note") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (built_in); i++)
    if (g_str_equal (built_in[i].key, conflict->key))
      return _ (built_in[i].label);
  return conflict->label;
}
