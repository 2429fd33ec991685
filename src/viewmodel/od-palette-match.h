/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OdPaletteMarks: which characters of a name were meant: one bit each; those beyond are never marked.
 */
typedef struct {
  guint64 bits[2];
} OdPaletteMarks;

/* A name or a question, ready to be compared: characters, and where words begin. */
typedef struct OdPaletteWords OdPaletteWords;

OdPaletteWords *od_palette_words_new (const char *text);
void od_palette_words_free (OdPaletteWords *self);
int od_palette_match (const OdPaletteWords *name, const OdPaletteWords *typed, OdPaletteMarks *marks);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdPaletteWords, od_palette_words_free)

G_END_DECLS
