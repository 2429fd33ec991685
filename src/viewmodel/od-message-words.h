/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-rows.h"

G_BEGIN_DECLS

char *od_message_words_time (gint64 at_us, GTimeZone *zone);
char *od_message_words_day (gint64 at_us, gint64 now_us, GTimeZone *zone);
char *od_message_words_divider (const OdConversationHead *head, const char *channel_name, gint64 now_us,
                                GTimeZone *zone);
char *od_message_words_event (const OdMessageRow *row, GTimeZone *zone);
char *od_message_words_times (const OdMessageRow *row, GTimeZone *zone);
char *od_message_words_moment (gint64 at_us, GTimeZone *zone);
const char *od_message_words_delivery (OdDelivery delivery);
char *od_message_words_need (const OdMessageRow *row, gint64 now_us, GTimeZone *zone);
char *od_message_words_reaction (const OdReactionRow *reaction, const char *customer_name);
char *od_message_words_fold (guint n_events);
const char *od_message_words_instead (const OdMessageRow *row);
char *od_message_words_typing (const char *name, const char *text);
char *od_message_words_spoken (const OdMessageRow *row, const char *customer_name, gint64 now_us, GTimeZone *zone);

G_END_DECLS
