/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-notice.h"

G_BEGIN_DECLS

/** OdNoticeQueue: what is to be shown or taken back, on its way from one thread to another. All functions on any. */
typedef struct _OdNoticeQueue OdNoticeQueue;

OdNoticeQueue *od_notice_queue_new (guint max);
void od_notice_queue_free (OdNoticeQueue *self);
gboolean od_notice_queue_push (OdNoticeQueue *self, gint64 id, const OdNotice *notice);
gboolean od_notice_queue_pop (OdNoticeQueue *self, gint64 *id, OdNotice **notice);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdNoticeQueue, od_notice_queue_free)

G_END_DECLS
