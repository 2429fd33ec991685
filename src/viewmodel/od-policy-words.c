/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-policy-words.h"

#include <glib/gi18n.h>

#include "od-custom-field.h"
#include "od-deed-words.h"
#include "od-field-words.h"

/**
 * od_policy_words_channel:
 * @channels: (element-type OdChannelInfo): of this build
 * @id: as a promise asks for it
 *
 * Returns: (transfer full): what people call it
 */
char *
od_policy_words_channel (GPtrArray *channels, const char *id)
{
  return g_str_equal (id, OD_SLA_CHANNEL_FORM) ? g_strdup (_ ("Web form")) : od_channel_info_dup_name (channels, id);
}

/**
 * od_policy_words_channels:
 * @ids: (element-type utf8): as a promise asks for them
 *
 * Returns: (transfer full): "Telegram, Viber"; "" for none
 */
char *
od_policy_words_channels (GPtrArray *channels, const GPtrArray *ids)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *name = od_policy_words_channel (channels, ids->pdata[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", name);
    }
  return g_string_free (text, FALSE);
}

static void
add (GPtrArray *parts, char *words)
{
  if (*words != '\0')
    g_ptr_array_add (parts, words);
  else
    g_free (words);
}

static char *
name_tags (const GPtrArray *tags)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < tags->len; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", (const char *) tags->pdata[i]);
  if (tags->len == 0)
    return g_strdup ("");
  /* Not plural forms: where 21 takes that of 1, there is no number to say so. */
  return tags->len == 1
             /* TRANSLATORS: a condition: "tag vip" */
             ? g_strdup_printf (_ ("tag %s"), list->str)
             /* TRANSLATORS: a condition: "one of the tags vip, wholesale" */
             : g_strdup_printf (_ ("one of the tags %s"), list->str);
}

static char *
name_priorities (guint8 priorities)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *words = NULL;

  for (guint i = 0; i <= OD_PRIORITY_URGENT - OD_PRIORITY_LOW; i++)
    if ((priorities & 1 << i) != 0)
      g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "",
                              od_deed_words_priority ((OdPriority) (OD_PRIORITY_LOW + (int) i)));
  words = g_utf8_strdown (list->str, -1);
  /* TRANSLATORS: a condition: "priority high, urgent" */
  return *words != '\0' ? g_strdup_printf (_ ("priority %s"), words) : g_strdup ("");
}

static char *
name_field (const OdSlaFieldIs *is, const GPtrArray *fields)
{
  g_autofree char *value = NULL;

  for (guint i = 0; fields != NULL && i < fields->len; i++)
    {
      const OdCustomField *field = fields->pdata[i];

      if (!g_str_equal (field->key, is->key))
        continue;
      value = od_field_words_value (field, is->value);
      /* TRANSLATORS: a condition: a field of customers and its value: "City: Tver" */
      return g_strdup_printf (C_ ("condition", "%1$s: %2$s"), field->label, value);
    }
  return g_strdup_printf (C_ ("condition", "%1$s: %2$s"), is->key, is->value);
}

/**
 * od_policy_words_when:
 * @channels: (element-type OdChannelInfo): of this build
 * @fields: (nullable) (element-type OdCustomField): those of customers
 *
 * Returns: (transfer full): "Telegram, Viber · tag vip · priority urgent"; "Every conversation" if there is no condition
 */
char *
od_policy_words_when (const OdSlaWhen *when, GPtrArray *channels, const GPtrArray *fields)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  add (parts, od_policy_words_channels (channels, when->channels));
  add (parts, name_tags (when->tags));
  add (parts, name_priorities (when->priorities));
  for (guint i = 0; i < when->fields->len; i++)
    add (parts, name_field (when->fields->pdata[i], fields));
  if (when->online_only)
    add (parts, g_strdup (_ ("while somebody is online")));
  if (parts->len == 0)
    return g_strdup (_ ("Every conversation"));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}
