/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OdSpellWord: a word of a text that a dictionary can know.
 * @start_byte: where it begins
 * @end_byte: one past its last byte
 * @script: what its letters are of
 */
typedef struct {
  gsize start_byte, end_byte;
  GUnicodeScript script;
} OdSpellWord;

GArray *od_spell_words_find (const char *text);
char *od_spell_words_dup_plain (const char *word, gsize n_bytes);
GPtrArray *od_spell_words_choose (const char *const *wanted, const char *const *installed);

G_END_DECLS
