/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-filter-subjects"

#include "od-filter-subjects.h"

#include <glib/gi18n.h>

#include "od-filter.h"

/**
 * OdFilterSubjects:
 *
 * What conditions of a filter can be about, and what they can say: from the desk's channels, accounts,
 * tags, operators and custom fields. Emits "loaded" once, when all of it is here.
 */
struct _OdFilterSubjects {
  GObject parent_instance;

  GPtrArray *subjects;       /* (owned) (element-type OdFilterSubject) */
  GCancellable *cancellable; /* (owned) */
  guint n_loading;
};

G_DEFINE_FINAL_TYPE (OdFilterSubjects, od_filter_subjects, G_TYPE_OBJECT)

static guint loaded_signal;

static const struct {
  const char *id;
  const char *label;
  const char *hint;
} known[] = {
  { OD_FILTER_WORDS, N_ ("Words"), N_ ("refund") },
  { "is", N_ ("State"), NULL },
  { "channel", N_ ("Channel"), NULL },
  { "account", N_ ("Account"), NULL },
  { "tag", N_ ("Tag"), NULL },
  { "assignee", N_ ("Assigned to"), NULL },
  { "priority", N_ ("Priority"), NULL },
  { "has", N_ ("Has"), NULL },
  { "from", N_ ("Written by"), N_ ("Maria") },
  { "after", N_ ("After"), N_ ("2026-03-01, today or 7d") },
  { "before", N_ ("Before"), N_ ("2026-03-01, today or 7d") },
};

/* What can be said of fields with a set of values. */
static const struct {
  const char *id;
  const char *value;
  const char *label;
} values[] = {
  { "is", "open", N_ ("Open") },
  { "is", "unanswered", N_ ("Unanswered") },
  { "is", "unread", N_ ("Unread") },
  { "is", "late", N_ ("Late") },
  { "is", "mine", N_ ("Mine") },
  { "is", "unassigned", N_ ("Unassigned") },
  { "is", "waiting", N_ ("Waiting for customer") },
  { "is", "snoozed", N_ ("Snoozed") },
  { "is", "resolved", N_ ("Resolved") },
  { "is", "mentioned", N_ ("I am mentioned") },
  { "is", "blocked", N_ ("Customer is blocked") },
  { "assignee", "me", N_ ("Me") },
  { "assignee", "none", N_ ("Nobody") },
  { "priority", "urgent", N_ ("Urgent") },
  { "priority", "high", N_ ("High") },
  { "priority", "normal", N_ ("Normal") },
  { "priority", "low", N_ ("Low") },
  { "has", "file", N_ ("A file") },
  { "has", "image", N_ ("A picture") },
  { "has", "video", N_ ("A video") },
  { "has", "audio", N_ ("A voice message") },
  { "has", "link", N_ ("A link") },
  { "has", "note", N_ ("A note") },
  { "has", "draft", N_ ("A draft") },
  { "has", "scheduled", N_ ("A reply to be sent later") },
  { "has", "failed", N_ ("A reply that was not sent") },
  { "has", "reaction", N_ ("A reaction") },
};

static void
choice_free (OdFilterChoice *choice)
{
  g_free (choice->value);
  g_free (choice->label);
  g_free (choice);
}

static void
subject_free (OdFilterSubject *subject)
{
  g_free (subject->id);
  g_free (subject->label);
  g_free (subject->hint);
  g_ptr_array_unref (subject->choices);
  g_free (subject);
}

static OdFilterSubject *
add_subject (OdFilterSubjects *self, const char *id, const char *label, const char *hint)
{
  OdFilterSubject *subject = g_new0 (OdFilterSubject, 1);

  subject->id = g_strdup (id);
  subject->label = g_strdup (label);
  subject->hint = g_strdup (hint);
  subject->choices = g_ptr_array_new_with_free_func ((GDestroyNotify) choice_free);
  g_ptr_array_add (self->subjects, subject);
  return subject;
}

static void
add_choice (OdFilterSubjects *self, const char *id, const char *value, const char *label)
{
  OdFilterSubject *subject = self->subjects->pdata[od_filter_subjects_find (self, id)];
  OdFilterChoice *choice = g_new0 (OdFilterChoice, 1);

  choice->value = g_strdup (value);
  choice->label = g_strdup (label);
  g_ptr_array_add (subject->choices, choice);
}

static void
add_known (OdFilterSubjects *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    add_subject (self, known[i].id, _ (known[i].label), known[i].hint != NULL ? _ (known[i].hint) : NULL);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    add_choice (self, values[i].id, values[i].value, _ (values[i].label));
}

static void
add_accounts (OdFilterSubjects *self, OdDesk *desk, OdAccountList *accounts)
{
  for (guint i = 0; i < desk->channels->len; i++)
    {
      const OdChannelInfo *info = desk->channels->pdata[i];

      add_choice (self, "channel", info->id, info->name);
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (accounts)); i++)
    {
      g_autoptr (OdAccountItem) item = g_list_model_get_item (G_LIST_MODEL (accounts), i);
      const OdAccountRow *row = od_account_item_get_row (item);
      /* TRANSLATORS: an account that is not there any more, among those to choose from: "Shop bot (removed)" */
      g_autofree char *label = row->removed_at_us > 0 ? g_strdup_printf (_ ("%s (removed)"), row->name) : NULL;

      add_choice (self, "account", row->name, label != NULL ? label : row->name);
    }
}

/* ---- What the store knows ---- */

static void
finish_one (OdFilterSubjects *self)
{
  self->n_loading--;
  if (self->n_loading == 0)
    g_signal_emit (self, loaded_signal, 0);
}

/* Returns: (nullable): NULL if the subjects are gone. Without an answer less is offered; one can still type. */
static OdFilterSubjects *
take_answer (gpointer user_data, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return NULL;
  if (error != NULL)
    g_info ("Could not read what a filter can say: %s", error->message);
  return OD_FILTER_SUBJECTS (user_data);
}

static void
tags_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tags = od_view_port_load_tags_finish (OD_VIEW_PORT (source), result, &error);
  OdFilterSubjects *self = take_answer (user_data, error);

  if (self == NULL)
    return;
  for (guint i = 0; tags != NULL && i < tags->len; i++)
    add_choice (self, "tag", tags->pdata[i], tags->pdata[i]);
  finish_one (self);
}

static void
operators_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) operators = od_operator_port_load_finish (OD_OPERATOR_PORT (source), result, &error);
  OdFilterSubjects *self = take_answer (user_data, error);

  if (self == NULL)
    return;
  for (guint i = 0; operators != NULL && i < operators->len; i++)
    {
      const OdOperatorRow *row = operators->pdata[i];

      if (*row->name != '\0')
        add_choice (self, "assignee", row->name, row->name);
    }
  finish_one (self);
}

static void
fields_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) fields = od_field_port_load_finish (OD_FIELD_PORT (source), result, &error);
  OdFilterSubjects *self = take_answer (user_data, error);

  if (self == NULL)
    return;
  for (guint i = 0; fields != NULL && i < fields->len; i++)
    {
      const OdCustomField *field = fields->pdata[i];

      add_subject (self, field->key, field->label, NULL);
      for (guint o = 0; field->options != NULL && field->options[o] != NULL; o++)
        add_choice (self, field->key, field->options[o], field->options[o]);
      if (field->kind == OD_CUSTOM_FIELD_CHECKBOX)
        add_choice (self, field->key, "1", _ ("Yes"));
    }
  finish_one (self);
}

static void
load (OdFilterSubjects *self, OdDesk *desk)
{
  self->n_loading = 1;
  if (desk->tools.fields != NULL)
    {
      self->n_loading++;
      od_field_port_load_async (desk->tools.fields, self->cancellable, fields_cb, self);
    }
  if (desk->tools.views != NULL)
    {
      self->n_loading++;
      od_view_port_load_tags_async (desk->tools.views, self->cancellable, tags_cb, self);
    }
  od_operator_port_load_async (desk->operators, self->cancellable, operators_cb, self);
}

/* ---- Life ---- */

static void
od_filter_subjects_dispose (GObject *object)
{
  g_cancellable_cancel (OD_FILTER_SUBJECTS (object)->cancellable);
  G_OBJECT_CLASS (od_filter_subjects_parent_class)->dispose (object);
}

static void
od_filter_subjects_finalize (GObject *object)
{
  OdFilterSubjects *self = OD_FILTER_SUBJECTS (object);

  g_clear_pointer (&self->subjects, g_ptr_array_unref);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (od_filter_subjects_parent_class)->finalize (object);
}

static void
od_filter_subjects_class_init (OdFilterSubjectsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_filter_subjects_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_filter_subjects_finalize;
  loaded_signal =
      g_signal_new ("loaded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_filter_subjects_init (OdFilterSubjects *self)
{
  self->subjects = g_ptr_array_new_with_free_func ((GDestroyNotify) subject_free);
  self->cancellable = g_cancellable_new ();
}

OdFilterSubjects *
od_filter_subjects_new (OdDesk *desk, OdAccountList *accounts)
{
  OdFilterSubjects *self = g_object_new (OD_TYPE_FILTER_SUBJECTS, NULL);

  add_known (self);
  add_accounts (self, desk, accounts);
  load (self, desk);
  return self;
}

gboolean
od_filter_subjects_get_is_loaded (OdFilterSubjects *self)
{
  g_return_val_if_fail (OD_IS_FILTER_SUBJECTS (self), FALSE);

  return self->n_loading == 0;
}

guint
od_filter_subjects_get_n (OdFilterSubjects *self)
{
  g_return_val_if_fail (OD_IS_FILTER_SUBJECTS (self), 0);

  return self->subjects->len;
}

/**
 * od_filter_subjects_get:
 *
 * Returns: (transfer none): valid as long as @self
 */
const OdFilterSubject *
od_filter_subjects_get (OdFilterSubjects *self, guint position)
{
  g_return_val_if_fail (OD_IS_FILTER_SUBJECTS (self) && position < self->subjects->len, NULL);

  return self->subjects->pdata[position];
}

/**
 * od_filter_subjects_find:
 *
 * Returns: where the subject of that id is; -1 if there is none
 */
int
od_filter_subjects_find (OdFilterSubjects *self, const char *id)
{
  g_return_val_if_fail (OD_IS_FILTER_SUBJECTS (self), -1);

  for (guint i = 0; i < self->subjects->len; i++)
    if (g_str_equal (((OdFilterSubject *) self->subjects->pdata[i])->id, id))
      return (int) i;
  return -1;
}
