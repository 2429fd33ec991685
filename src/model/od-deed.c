/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-deed.h"

#include "od-error.h"

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
  g_free (self);
}

/* ---- refusals -------------------------------------------------------------- */

static const char *const refusals[OD_N_DEED_REFUSAL] = {
  [OD_DEED_REFUSAL_NONE] = "Nothing was refused",
  [OD_DEED_REFUSAL_OTHER] = "It is not possible now",
  [OD_DEED_REFUSAL_GONE] = "No such conversation",
  [OD_DEED_REFUSAL_SIBLING] = "Another conversation of the same chat is open already",
  [OD_DEED_REFUSAL_SPAM] = "Nobody waits for an answer to spam",
  [OD_DEED_REFUSAL_OVER] = "What is over can't be put off",
  [OD_DEED_REFUSAL_TOO_MANY_TAGS] = "The conversation has as many tags as it can have",
  [OD_DEED_REFUSAL_NO_ADDRESS] = "There is no address that could be blocked",
  [OD_DEED_REFUSAL_NO_MESSAGE] = "The customer wrote nothing here",
  [OD_DEED_REFUSAL_NO_OPERATOR] = "No such operator",
  [OD_DEED_REFUSAL_CHANGED] = "The conversation changed since",
  [OD_DEED_REFUSAL_TAGS_CHANGED] = "The tags changed since",
  [OD_DEED_REFUSAL_BLOCK_CHANGED] = "The block changed since",
  [OD_DEED_REFUSAL_TROUBLE] = "The store failed before the end",
};

/**
 * od_deed_refusal_get_text:
 *
 * Returns: in English, for logs and the control tool
 */
const char *
od_deed_refusal_get_text (OdDeedRefusal refusal)
{
  g_return_val_if_fail ((guint) refusal < OD_N_DEED_REFUSAL, NULL);

  return refusals[refusal];
}

/**
 * od_deed_refuse:
 *
 * Returns: %FALSE, with %OD_ERROR_REJECTED that od_deed_refusal_of_error() knows
 */
gboolean
od_deed_refuse (OdDeedRefusal refusal, GError **error)
{
  if (error == NULL)
    return FALSE;
  g_set_error_literal (error, OD_ERROR, OD_ERROR_REJECTED, od_deed_refusal_get_text (refusal));
  od_error_set_reason (*error, refusal);
  return FALSE;
}

/**
 * od_deed_refusal_of_error:
 * @error: why a deed was not done
 */
OdDeedRefusal
od_deed_refusal_of_error (const GError *error)
{
  guint reason = od_error_get_reason (error);

  if (reason > 0 && reason < OD_N_DEED_REFUSAL)
    return (OdDeedRefusal) reason;
  return g_error_matches (error, OD_ERROR, OD_ERROR_NOT_FOUND) ? OD_DEED_REFUSAL_GONE : OD_DEED_REFUSAL_OTHER;
}
