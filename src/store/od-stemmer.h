/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-word-iter.h"

G_BEGIN_DECLS

typedef struct _OdStemmer OdStemmer;

OdStemmer *od_stemmer_new (void);
void od_stemmer_free (OdStemmer *self);
const char *od_stemmer_stem (OdStemmer *self, const char *word, gsize n_bytes, OdWordScript script, gsize *n_stem);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdStemmer, od_stemmer_free)

G_END_DECLS
