/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-spell-dictionaries"

#include "config.h"

#include "od-spell-dictionaries.h"

#include <pango/pango.h>
#include <string.h>
#ifdef OD_HAVE_ENCHANT
#include <enchant.h>
#endif

#include "od-limits.h"
#include "od-spell-words.h"

/**
 * OdSpellDictionaries:
 *
 * The dictionaries of this machine, by Enchant; the only file that knows it. A word is right if any dictionary of its
 * script has it. Reading one takes a tenth of a second: it is read with the first word of its script. All of this
 * belongs to one thread, and not to the main one. Built without Enchant there are no dictionaries.
 */
struct _OdSpellDictionaries {
#ifdef OD_HAVE_ENCHANT
  EnchantBroker *broker; /* (owned) */
#endif
  GPtrArray *chosen; /* (owned) (element-type Dictionary): the most wanted first */
  GHashTable *known; /* (owned) (element-type utf8 gboolean): words and whether they are right */
};

#ifdef OD_HAVE_ENCHANT

typedef struct {
  char *tag;         /* (owned) "ru_RU" */
  EnchantDict *dict; /* (owned) (nullable): the broker's; once it was needed */
  gboolean has_failed;
} Dictionary;

static void
dictionary_free (gpointer data)
{
  Dictionary *dictionary = data;

  g_free (dictionary->tag);
  g_free (dictionary);
}

/* Returns: (nullable): %NULL if it is of another script, or broken */
static EnchantDict *
get_dict (OdSpellDictionaries *self, guint position, GUnicodeScript script)
{
  Dictionary *dictionary = g_ptr_array_index (self->chosen, position);

  if (!pango_language_includes_script (pango_language_from_string (dictionary->tag), (PangoScript) script))
    return NULL;
  if (dictionary->dict == NULL && !dictionary->has_failed)
    {
      dictionary->dict = enchant_broker_request_dict (self->broker, dictionary->tag);
      dictionary->has_failed = dictionary->dict == NULL;
      if (dictionary->has_failed)
        g_warning ("The dictionary %s can't be read", dictionary->tag);
    }
  return dictionary->dict;
}

static gboolean
has_word (EnchantDict *dict, const char *word)
{
  return enchant_dict_check (dict, word, (gssize) strlen (word)) == 0;
}

/* "customer-facing" is right if both its words are, and "ещё" if its dictionary only spells it "еще". */
static gboolean
has_kin (EnchantDict *dict, const char *word)
{
  g_auto (GStrv) parts = g_strsplit (word, "-", -1);
  g_auto (GStrv) dotted = g_strsplit (word, "ё", -1);
  g_autofree char *undotted = g_strjoinv ("е", dotted);

  if (dotted[0] != NULL && dotted[1] != NULL && has_word (dict, undotted))
    return TRUE;
  if (parts[0] == NULL || parts[1] == NULL)
    return FALSE;
  for (guint i = 0; parts[i] != NULL; i++)
    if (g_utf8_strlen (parts[i], -1) > 1 && !has_word (dict, parts[i]))
      return FALSE;
  return TRUE;
}

/* Without a dictionary of its script nobody can say that a word is wrong. */
static gboolean
ask (OdSpellDictionaries *self, const char *word, GUnicodeScript script)
{
  gboolean is_known = FALSE;

  for (guint i = 0; i < self->chosen->len; i++)
    {
      EnchantDict *dict = get_dict (self, i, script);

      if (dict == NULL)
        continue;
      is_known = TRUE;
      if (has_word (dict, word) || has_kin (dict, word))
        return TRUE;
    }
  return !is_known;
}

static void
list_cb (const char *tag, const char *name, const char *description, const char *file, void *user_data)
{
  g_ptr_array_add (user_data, g_strdup (tag));
}

#endif

/**
 * od_spell_dictionaries_new:
 *
 * Returns: (transfer full): for the thread that calls; nothing is chosen yet
 */
OdSpellDictionaries *
od_spell_dictionaries_new (void)
{
  OdSpellDictionaries *self = g_new0 (OdSpellDictionaries, 1);

#ifdef OD_HAVE_ENCHANT
  self->broker = enchant_broker_init ();
  self->chosen = g_ptr_array_new_with_free_func (dictionary_free);
#else
  self->chosen = g_ptr_array_new ();
#endif
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
od_spell_dictionaries_free (OdSpellDictionaries *self)
{
#ifdef OD_HAVE_ENCHANT
  for (guint i = 0; i < self->chosen->len; i++)
    {
      Dictionary *dictionary = g_ptr_array_index (self->chosen, i);

      if (dictionary->dict != NULL)
        enchant_broker_free_dict (self->broker, dictionary->dict);
    }
  enchant_broker_free (self->broker);
#endif
  g_ptr_array_unref (self->chosen);
  g_hash_table_unref (self->known);
  g_free (self);
}

/**
 * od_spell_dictionaries_set_languages:
 * @wanted: (array zero-terminated=1): the most wanted first, as for od_spell_words_choose()
 */
void
od_spell_dictionaries_set_languages (OdSpellDictionaries *self, const char *const *wanted)
{
#ifdef OD_HAVE_ENCHANT
  g_autoptr (GPtrArray) installed = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) chosen = NULL;
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->chosen);

  enchant_broker_list_dicts (self->broker, list_cb, installed);
  g_ptr_array_add (installed, NULL);
  chosen = od_spell_words_choose (wanted, (const char *const *) installed->pdata);
  self->chosen = g_ptr_array_new_with_free_func (dictionary_free);
  for (guint i = 0; i < chosen->len; i++)
    {
      Dictionary *dictionary = g_new0 (Dictionary, 1);

      dictionary->tag = g_strdup (g_ptr_array_index (chosen, i));
      for (guint j = 0; j < old->len; j++)
        if (g_str_equal (((Dictionary *) g_ptr_array_index (old, j))->tag, dictionary->tag))
          dictionary->dict = g_steal_pointer (&((Dictionary *) g_ptr_array_index (old, j))->dict);
      g_ptr_array_add (self->chosen, dictionary);
    }
  for (guint i = 0; i < old->len; i++)
    if (((Dictionary *) g_ptr_array_index (old, i))->dict != NULL)
      enchant_broker_free_dict (self->broker, ((Dictionary *) g_ptr_array_index (old, i))->dict);
  g_hash_table_remove_all (self->known);
#endif
}

/**
 * od_spell_dictionaries_dup_chosen:
 *
 * Returns: (transfer full): the languages that are checked: "ru_RU"; may be empty
 */
GStrv
od_spell_dictionaries_dup_chosen (OdSpellDictionaries *self)
{
  g_autoptr (GStrvBuilder) tags = g_strv_builder_new ();

#ifdef OD_HAVE_ENCHANT
  for (guint i = 0; i < self->chosen->len; i++)
    g_strv_builder_add (tags, ((Dictionary *) g_ptr_array_index (self->chosen, i))->tag);
#endif
  return g_strv_builder_end (tags);
}

/**
 * od_spell_dictionaries_check:
 * @word: of od_spell_words_dup_plain()
 *
 * Returns: %FALSE if there is a dictionary for @script and none has it
 */
gboolean
od_spell_dictionaries_check (OdSpellDictionaries *self, const char *word, GUnicodeScript script)
{
#ifdef OD_HAVE_ENCHANT
  gpointer is_right;

  if (g_hash_table_lookup_extended (self->known, word, NULL, &is_right))
    return GPOINTER_TO_INT (is_right);
  if (g_hash_table_size (self->known) >= OD_LIMIT_SPELL_KNOWN)
    g_hash_table_remove_all (self->known);
  is_right = GINT_TO_POINTER (ask (self, word, script));
  g_hash_table_insert (self->known, g_strdup (word), is_right);
  return GPOINTER_TO_INT (is_right);
#else
  return TRUE;
#endif
}

/**
 * od_spell_dictionaries_suggest:
 *
 * Returns: (transfer full): at most %OD_LIMIT_SPELL_SUGGESTIONS, the likeliest first
 */
GStrv
od_spell_dictionaries_suggest (OdSpellDictionaries *self, const char *word, GUnicodeScript script)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);

#ifdef OD_HAVE_ENCHANT
  for (guint i = 0; i < self->chosen->len && found->len < OD_LIMIT_SPELL_SUGGESTIONS; i++)
    {
      EnchantDict *dict = get_dict (self, i, script);
      gsize n = 0;
      char **words = dict != NULL ? enchant_dict_suggest (dict, word, (gssize) strlen (word), &n) : NULL;

      for (gsize at = 0; at < n && found->len < OD_LIMIT_SPELL_SUGGESTIONS; at++)
        if (g_utf8_validate (words[at], -1, NULL) &&
            !g_ptr_array_find_with_equal_func (found, words[at], g_str_equal, NULL))
          g_ptr_array_add (found, g_strdup (words[at]));
      if (words != NULL)
        enchant_dict_free_string_list (dict, words);
    }
#endif
  g_ptr_array_add (found, NULL);
  return (GStrv) g_ptr_array_steal (found, NULL);
}

/**
 * od_spell_dictionaries_add:
 * @is_kept: in the person's own word list; %FALSE: until the program ends
 *
 * From now on @word is right.
 */
void
od_spell_dictionaries_add (OdSpellDictionaries *self, const char *word, GUnicodeScript script, gboolean is_kept)
{
#ifdef OD_HAVE_ENCHANT
  for (guint i = 0; i < self->chosen->len; i++)
    {
      EnchantDict *dict = get_dict (self, i, script);

      if (dict == NULL)
        continue;
      if (is_kept)
        enchant_dict_add (dict, word, (gssize) strlen (word));
      else
        enchant_dict_add_to_session (dict, word, (gssize) strlen (word));
      break; /* the most wanted */
    }
  g_hash_table_remove_all (self->known);
#endif
}
