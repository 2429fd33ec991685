/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <string.h>

#include "od-stemmer.h"
#include "od-word-iter.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Any bytes: words are valid UTF-8, lie inside the text, go forward, and their stems are not longer than twice them. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (OdStemmer) stemmer = od_stemmer_new ();
  g_autofree char *text = g_memdup2 (data, size); /* of its own size, so that a read behind it is seen */
  OdWordIter iter;
  gsize before = 0;

  od_word_iter_init (&iter, text, (gssize) size);
  while (od_word_iter_next (&iter))
    {
      gsize n_stem;
      const char *stem = od_stemmer_stem (stemmer, iter.word, iter.n_bytes, iter.script, &n_stem);

      g_assert_cmpuint (iter.start_byte, >=, before);
      g_assert_cmpuint (iter.end_byte, >, iter.start_byte);
      g_assert_cmpuint (iter.end_byte, <=, size);
      g_assert_cmpuint (iter.n_bytes, <=, OD_WORD_BYTES);
      g_assert_true (g_utf8_validate (iter.word, (gssize) iter.n_bytes, NULL));
      g_assert_cmpuint (n_stem, <=, 2 * iter.n_bytes + 2);
      g_assert_true (g_utf8_validate (stem, (gssize) n_stem, NULL));
      before = iter.end_byte;
    }
  return 0;
}
