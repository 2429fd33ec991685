/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-deed.h"

static const char *const names[OD_N_DEED] = {
  [OD_DEED_RESOLVE] = "resolve",   [OD_DEED_REOPEN] = "reopen", [OD_DEED_WAIT] = "wait",
  [OD_DEED_SPAM] = "spam",         [OD_DEED_SNOOZE] = "snooze", [OD_DEED_WAKE] = "wake",
  [OD_DEED_ASSIGN] = "assign",     [OD_DEED_TAG] = "tag",       [OD_DEED_UNTAG] = "untag",
  [OD_DEED_PRIORITY] = "priority", [OD_DEED_BLOCK] = "block",   [OD_DEED_UNBLOCK] = "unblock",
  [OD_DEED_READ] = "read",         [OD_DEED_UNREAD] = "unread", [OD_DEED_NO_REPLY] = "no-reply",
};

/**
 * od_deed_new:
 * @text: (nullable): copied
 *
 * Returns: (transfer full): see #OdDeed for what the members mean
 */
OdDeed *
od_deed_new (OdDeedKind kind, gint64 number, const char *text)
{
  OdDeed *self = g_new0 (OdDeed, 1);

  self->kind = kind;
  self->number = number;
  self->text = g_strdup (text);
  return self;
}

OdDeed *
od_deed_copy (const OdDeed *self)
{
  return od_deed_new (self->kind, self->number, self->text);
}

void
od_deed_free (OdDeed *self)
{
  g_free (self->text);
  g_free (self);
}

/**
 * od_deed_kind_get_name:
 *
 * Returns: (transfer none): the name that is stored
 */
const char *
od_deed_kind_get_name (OdDeedKind kind)
{
  g_return_val_if_fail ((guint) kind < OD_N_DEED, NULL);

  return names[kind];
}

/**
 * od_deed_kind_parse:
 *
 * Returns: %FALSE if there is no such deed
 */
gboolean
od_deed_kind_parse (const char *name, OdDeedKind *kind)
{
  for (guint i = 0; i < OD_N_DEED; i++)
    if (g_strcmp0 (name, names[i]) == 0)
      {
        *kind = (OdDeedKind) i;
        return TRUE;
      }
  return FALSE;
}

static gpointer
copy_deed_cb (gconstpointer deed, gpointer data)
{
  return od_deed_copy (deed);
}

/**
 * od_deed_list_copy:
 *
 * Returns: (transfer full) (element-type OdDeed)
 */
GPtrArray *
od_deed_list_copy (const GPtrArray *deeds)
{
  GPtrArray *copy = g_ptr_array_copy ((GPtrArray *) deeds, copy_deed_cb, NULL);

  g_ptr_array_set_free_func (copy, (GDestroyNotify) od_deed_free);
  return copy;
}

OdMacro *
od_macro_copy (const OdMacro *self)
{
  OdMacro *copy = g_new0 (OdMacro, 1);

  copy->id = self->id;
  copy->name = g_strdup (self->name);
  copy->deeds = od_deed_list_copy (self->deeds);
  return copy;
}

void
od_macro_free (OdMacro *self)
{
  g_free (self->name);
  g_clear_pointer (&self->deeds, g_ptr_array_unref);
  g_free (self);
}

void
od_deed_report_free (OdDeedReport *self)
{
  g_free (self->refusal);
  g_free (self);
}
