/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-channels.h"

#define OD_CHANNEL(name) extern const OdChannelDescriptor od_##name##_descriptor;
#include "od-channel-list.h"
#undef OD_CHANNEL

static const OdChannelDescriptor *const descriptors[] = {
#define OD_CHANNEL(name) &od_##name##_descriptor,
#include "od-channel-list.h"
#undef OD_CHANNEL
};

/**
 * od_channels_count:
 *
 * Returns: how many channels this build has
 */
guint
od_channels_count (void)
{
  return G_N_ELEMENTS (descriptors);
}

/**
 * od_channels_get:
 * @index: under od_channels_count()
 *
 * Returns: (transfer none): a channel, in the order in which they are offered
 */
const OdChannelDescriptor *
od_channels_get (guint index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (descriptors), NULL);

  return descriptors[index];
}

/**
 * od_channels_find:
 *
 * Returns: (transfer none) (nullable): %NULL if this build has no such channel. An account of a channel that was
 *   taken out stays in the store and is shown as offline
 */
const OdChannelDescriptor *
od_channels_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (descriptors); i++)
    if (g_strcmp0 (descriptors[i]->id, id) == 0)
      return descriptors[i];
  return NULL;
}
