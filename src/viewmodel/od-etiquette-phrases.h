/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What people say, in English and Russian, as od_phrase_match() takes it. (array zero-terminated=1) */
extern const char *const od_etiquette_greetings[];
extern const char *const od_etiquette_courtesies[]; /* a whole message may be one of these words */
extern const char *const od_etiquette_closings[];
extern const char *const od_etiquette_english[]; /* words of no other language of these letters */
extern const char *const od_etiquette_order_nouns[];
extern const char *const od_etiquette_phone_nouns[];
extern const char *const od_etiquette_email_nouns[];
extern const char *const od_etiquette_ask_verbs[];
extern const char *const od_etiquette_ask_starts[]; /* of a question, before what is asked for */
extern const char *const od_etiquette_not_asked[];  /* it is meant for somebody else, or another one is meant */
extern const char *const od_etiquette_order_words[];
extern const char *const od_etiquette_order_fillers[]; /* between "order" and its number */
extern const char *const od_etiquette_your_order[];

G_END_DECLS
