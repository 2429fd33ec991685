/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _OdSpellDictionaries OdSpellDictionaries;

OdSpellDictionaries *od_spell_dictionaries_new (void);
void od_spell_dictionaries_free (OdSpellDictionaries *self);
void od_spell_dictionaries_set_languages (OdSpellDictionaries *self, const char *const *wanted);
GStrv od_spell_dictionaries_dup_chosen (OdSpellDictionaries *self);
gboolean od_spell_dictionaries_check (OdSpellDictionaries *self, const char *word, GUnicodeScript script);
GStrv od_spell_dictionaries_suggest (OdSpellDictionaries *self, const char *word, GUnicodeScript script);
void od_spell_dictionaries_add (OdSpellDictionaries *self, const char *word, GUnicodeScript script, gboolean is_kept);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdSpellDictionaries, od_spell_dictionaries_free)

G_END_DECLS
