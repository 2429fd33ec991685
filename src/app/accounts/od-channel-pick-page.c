/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-channel-pick-page"

#include "od-channel-pick-page.h"

#include <glib/gi18n.h>

/* Which channel is to be connected: each with its icon, a sentence, and what one must have for it. */

static char *
describe (const OdChannelInfo *channel)
{
  g_autofree char *needs = NULL;

  if (channel->needs != NULL)
    /* TRANSLATORS: what one must have to connect a channel: "Needed: a bot's token from @BotFather" */
    needs = g_strdup_printf (_ ("Needed: %s"), channel->needs);
  if (channel->summary != NULL && needs != NULL)
    return g_strdup_printf ("%s\n%s", channel->summary, needs);
  return channel->summary != NULL ? g_strdup (channel->summary) : g_strdup (needs != NULL ? needs : "");
}

static GtkWidget *
make_row (const OdChannelInfo *channel)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (channel->icon_name);
  g_autofree char *words = describe (channel);
  g_autofree char *subtitle = g_markup_escape_text (words, -1);
  g_autofree char *title = g_markup_escape_text (channel->name, -1);

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 32);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "accounts.connect");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", channel->id);
  return row;
}

/**
 * od_channel_pick_page_new:
 *
 * Returns: (transfer none): a page whose rows activate `accounts.connect` with the id of the channel
 */
GtkWidget *
od_channel_pick_page_new (OdDesk *desk)
{
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (group),
      _ ("Where do your customers write? You can connect the same channel more than "
         "once, for example two bots. These are all the channels that this Omnidesk can connect; "
         "others come with later versions."));
  for (guint i = 0; i < desk->channels->len; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_row (desk->channels->pdata[i]));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  return page;
}
