/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Longest folded word; the rest of a longer one is not looked at. */
#define OD_WORD_BYTES 128

typedef enum {
  OD_WORD_OTHER, /* another script, several of them, or digits in it: never stemmed */
  OD_WORD_LATIN,
  OD_WORD_CYRILLIC,
} OdWordScript;

/**
 * OdWordIter:
 * @start_byte, @end_byte: where the word stands in the text
 * @word: folded, @n_bytes long, always valid UTF-8; a zero follows
 * @script: what all its letters are of
 *
 * Walks over the words of a text. The other members are its own.
 */
typedef struct {
  gsize start_byte, end_byte;
  gsize n_bytes;
  OdWordScript script;
  char word[OD_WORD_BYTES + 8];
  const char *text, *p, *end;
  gunichar last; /* last character of @word, 0: none */
  gsize last_at; /* where it stands in @word */
  gboolean is_latin_mark, has_letter, is_full;
} OdWordIter;

void od_word_iter_init (OdWordIter *iter, const char *text, gssize len);
gboolean od_word_iter_next (OdWordIter *iter);

G_END_DECLS
