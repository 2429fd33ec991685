/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GenText:
 *
 * Makes the same texts from the same seed, on every machine: words of syllable tables, in Russian and English, some much
 * more frequent than others (Zipf), with endings, order numbers and emoji. A value; nothing to free.
 */
typedef struct {
  guint64 state;
} GenText;

void gen_text_init (GenText *gen, guint64 seed);
guint gen_text_number (GenText *gen, guint below);
void gen_text_append_message (GenText *gen, GString *out);
void gen_text_append_name (GenText *gen, GString *out);

G_END_DECLS
