/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-spell-words.h"

G_BEGIN_DECLS

#define OD_TYPE_SPELL_CHECKER (od_spell_checker_get_type ())
G_DECLARE_FINAL_TYPE (OdSpellChecker, od_spell_checker, OD, SPELL_CHECKER, GObject)

OdSpellChecker *od_spell_checker_new (void);
void od_spell_checker_set_language (OdSpellChecker *self, const char *language);
void od_spell_checker_check_async (OdSpellChecker *self, const char *text, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
GArray *od_spell_checker_check_finish (OdSpellChecker *self, GAsyncResult *result, GError **error);
void od_spell_checker_suggest_async (OdSpellChecker *self, const char *word, GUnicodeScript script,
                                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GStrv od_spell_checker_suggest_finish (OdSpellChecker *self, GAsyncResult *result, GError **error);
void od_spell_checker_list_async (OdSpellChecker *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data);
GStrv od_spell_checker_list_finish (OdSpellChecker *self, GAsyncResult *result, GError **error);
void od_spell_checker_add (OdSpellChecker *self, const char *word, GUnicodeScript script, gboolean is_kept);

G_END_DECLS
