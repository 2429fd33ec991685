/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OdWord: a run of letters, or a run of digits, of a folded text.
 * @start: not terminated
 * @sentence: which one of the text it stands in, from 0
 * @colon_after: a colon follows
 */
typedef struct {
  const char *start;
  guint n_bytes;
  guint sentence;
  gboolean is_number;
  gboolean colon_after;
} OdWord;

/**
 * OdPhraseText: a text as words, for looking for phrases in it. Case, ё and punctuation make no difference; addresses of the
 * web are left out.
 */
typedef struct _OdPhraseText OdPhraseText;

char *od_phrase_drop_links (const char *text, guint *n_links);

OdPhraseText *od_phrase_text_new (const char *text);
void od_phrase_text_free (OdPhraseText *self);
guint od_phrase_text_get_n_words (const OdPhraseText *self);
const OdWord *od_phrase_text_get_word (const OdPhraseText *self, guint position);
guint od_phrase_text_get_sentence_end (const OdPhraseText *self, guint position);
gboolean od_phrase_text_asks (const OdPhraseText *self, guint position);

guint od_phrase_match (const OdPhraseText *self, guint position, guint end, const char *phrase);
gboolean od_phrase_find (const OdPhraseText *self, guint start, guint end, const char *const *phrases, guint *position);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdPhraseText, od_phrase_text_free)

G_END_DECLS
