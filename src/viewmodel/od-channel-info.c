/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-channel-info.h"

#include <glib/gi18n.h>

static const OdChannelField no_fields[] = { { NULL } };

/**
 * od_channel_info_new:
 * @id: as in the database
 * @name: translated
 * @icon_name: symbolic icon
 *
 * Returns: (transfer full): a channel with no fields and no limits
 */
OdChannelInfo *
od_channel_info_new (const char *id, const char *name, const char *icon_name)
{
  OdChannelInfo *self = g_new0 (OdChannelInfo, 1);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->icon_name = g_strdup (icon_name);
  self->fields = no_fields;
  return self;
}

void
od_channel_info_free (OdChannelInfo *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->icon_name);
  g_free (self->summary);
  g_free (self->needs);
  g_free (self->help);
  g_free (self->help_url);
  g_free (self);
}

/**
 * od_channel_info_find:
 * @channels: (element-type OdChannelInfo)
 * @id: (nullable)
 *
 * Returns: (transfer none) (nullable): the channel of that id; %NULL for one this build
 *   does not have (an imported history keeps its name)
 */
const OdChannelInfo *
od_channel_info_find (GPtrArray *channels, const char *id)
{
  for (guint i = 0; i < channels->len; i++)
    {
      const OdChannelInfo *info = channels->pdata[i];

      if (g_strcmp0 (info->id, id) == 0)
        return info;
    }
  return NULL;
}

/**
 * od_channel_info_get_icon:
 * @channels: (element-type OdChannelInfo)
 * @id: (nullable): of a channel, whether this build has it or not
 *
 * Returns: (transfer none): a symbolic icon
 */
const char *
od_channel_info_get_icon (GPtrArray *channels, const char *id)
{
  static const struct {
    const char *id, *icon_name;
  } others[] = {
    { "email", "od-mail-symbolic" },   { "phone", "od-phone-symbolic" },       { "sms", "od-phone-symbolic" },
    { "visit", "od-person-symbolic" }, { "telegram", "od-telegram-symbolic" },
  };
  const OdChannelInfo *known = od_channel_info_find (channels, id);

  if (known != NULL)
    return known->icon_name;
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_strcmp0 (others[i].id, id) == 0)
      return others[i].icon_name;
  return "od-chat-symbolic";
}

/**
 * od_channel_info_dup_name:
 * @channels: (element-type OdChannelInfo)
 * @id: of a channel, whether this build has it or not
 *
 * Returns: (transfer full): what people call it
 */
char *
od_channel_info_dup_name (GPtrArray *channels, const char *id)
{
  static const struct {
    const char *id, *name;
  } others[] = {
    { "phone", N_ ("Phone") },  { "email", N_ ("E-mail") },
    { "sms", N_ ("SMS") },      { "visit", N_ ("Visit") },
    { "whatsapp", "WhatsApp" }, { "viber", "Viber" },
    { "telegram", "Telegram" }, { "vk", N_ ("VK") },
    { "skype", "Skype" },       { "instagram", "Instagram" },
    { "facebook", "Facebook" }, { "messenger", "Messenger" },
    { "linkedin", "LinkedIn" }, { "webchat", N_ ("Web chat") },
    { "max", "MAX" },           { "ok", N_ ("Odnoklassniki") },
    { "avito", N_ ("Avito") },
  };
  const OdChannelInfo *known = od_channel_info_find (channels, id);
  g_autofree char *words = NULL;

  if (known != NULL)
    return g_strdup (known->name);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_str_equal (others[i].id, id))
      return g_strdup (_ (others[i].name));
  words = g_strdelimit (g_strdup (id), "-_.", ' ');
  if (g_ascii_islower (*words))
    *words = g_ascii_toupper (*words);
  return g_steal_pointer (&words);
}
