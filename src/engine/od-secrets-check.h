/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-channel.h"

G_BEGIN_DECLS

gboolean od_secrets_check_is_needed (const OdChannelDescriptor *descriptor);
void od_secrets_check_async (OdSecretsPort *secrets, gint64 account_id, const OdChannelDescriptor *descriptor,
                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_secrets_check_finish (OdSecretsPort *secrets, GAsyncResult *result, GError **error);

G_END_DECLS
