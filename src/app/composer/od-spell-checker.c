/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-spell-checker"

#include "od-spell-checker.h"

#include "od-spell-dictionaries.h"
#include "od-worker.h"

/**
 * OdSpellChecker:
 *
 * Says which words of a text are wrong, and what else they could be. Dictionaries are read and asked on a thread of
 * its own, in the order of the calls; values go in, values come out. Main thread.
 */
struct _OdSpellChecker {
  GObject parent_instance;

  OdWorker *worker;                  /* (owned) */
  char *language;                    /* (owned) (nullable): wanted besides the desktop's */
  OdSpellDictionaries *dictionaries; /* (owned) (nullable): the worker's thread only, until it has ended */
};

G_DEFINE_FINAL_TYPE (OdSpellChecker, od_spell_checker, G_TYPE_OBJECT)

typedef struct {
  char *text;            /* (owned) (nullable): or a word */
  char **wanted;         /* (owned) (nullable): languages that hold from now on */
  GUnicodeScript script; /* of a word */
  gboolean is_kept;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->text);
  g_strfreev (job->wanted);
  g_free (job);
}

/* ---- On the worker's thread ------------------------------------------------------ */

static OdSpellDictionaries *
ensure (OdSpellChecker *self)
{
  g_assert (od_worker_is_current (self->worker));
  if (self->dictionaries == NULL)
    self->dictionaries = od_spell_dictionaries_new ();
  return self->dictionaries;
}

static void
choose (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;

  od_spell_dictionaries_set_languages (ensure (source), (const char *const *) job->wanted);
  g_task_return_boolean (task, TRUE);
}

static void
check (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  OdSpellDictionaries *dictionaries = ensure (source);
  Job *job = task_data;
  g_autoptr (GArray) words = od_spell_words_find (job->text);
  GArray *wrong = g_array_new (FALSE, FALSE, sizeof (OdSpellWord));

  for (guint i = 0; i < words->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      const OdSpellWord *word = &g_array_index (words, OdSpellWord, i);
      g_autofree char *plain =
          od_spell_words_dup_plain (job->text + word->start_byte, word->end_byte - word->start_byte);

      if (!od_spell_dictionaries_check (dictionaries, plain, word->script))
        g_array_append_val (wrong, *word);
    }
  g_task_return_pointer (task, wrong, (GDestroyNotify) g_array_unref);
}

static void
suggest (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;

  g_task_return_pointer (task, od_spell_dictionaries_suggest (ensure (source), job->text, job->script),
                         (GDestroyNotify) g_strfreev);
}

static void
list (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_task_return_pointer (task, od_spell_dictionaries_dup_chosen (ensure (source)), (GDestroyNotify) g_strfreev);
}

static void
add (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;

  od_spell_dictionaries_add (ensure (source), job->text, job->script, job->is_kept);
  g_task_return_boolean (task, TRUE);
}

/* ---- The object ------------------------------------------------------------------- */

/* @job: (transfer full) */
static void
push (OdSpellChecker *self, GTaskThreadFunc func, Job *job, GCancellable *cancellable, GAsyncReadyCallback callback,
      gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, func);
  g_task_set_task_data (task, job, job_free);
  od_worker_push (self->worker, G_PRIORITY_DEFAULT, func, task);
}

/* The desktop's, the customer's, and the two that desks of this kind mostly write in. */
static void
push_languages (OdSpellChecker *self)
{
  g_autoptr (GStrvBuilder) wanted = g_strv_builder_new ();
  Job *job = g_new0 (Job, 1);

  g_strv_builder_addv (wanted, (const char **) g_get_language_names ());
  if (self->language != NULL)
    g_strv_builder_add (wanted, self->language);
  g_strv_builder_add (wanted, "en_US");
  g_strv_builder_add (wanted, "ru_RU");
  job->wanted = g_strv_builder_end (wanted);
  push (self, choose, job, NULL, NULL, NULL);
}

static void
od_spell_checker_finalize (GObject *object)
{
  OdSpellChecker *self = OD_SPELL_CHECKER (object);

  g_clear_object (&self->worker); /* joins its thread */
  g_clear_pointer (&self->dictionaries, od_spell_dictionaries_free);
  g_free (self->language);
  G_OBJECT_CLASS (od_spell_checker_parent_class)->finalize (object);
}

static void
od_spell_checker_class_init (OdSpellCheckerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_spell_checker_finalize;
}

static void
od_spell_checker_init (OdSpellChecker *self)
{
  self->worker = od_worker_new ("od-spell");
  push_languages (self);
}

/**
 * od_spell_checker_new:
 *
 * Returns: (transfer full): for the desktop's languages, English and Russian
 */
OdSpellChecker *
od_spell_checker_new (void)
{
  return g_object_new (OD_TYPE_SPELL_CHECKER, NULL);
}

/**
 * od_spell_checker_set_language:
 * @language: (nullable): the customer's, wanted besides; a BCP 47 tag
 */
void
od_spell_checker_set_language (OdSpellChecker *self, const char *language)
{
  g_return_if_fail (OD_IS_SPELL_CHECKER (self));

  if (g_strcmp0 (self->language, language) == 0)
    return;
  g_free (self->language);
  self->language = g_strdup (language);
  push_languages (self);
}

/**
 * od_spell_checker_check_async:
 * @text: valid UTF-8
 *
 * Asks which words of @text are wrong.
 */
void
od_spell_checker_check_async (OdSpellChecker *self, const char *text, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  job->text = g_strdup (text);
  push (self, check, job, cancellable, callback, user_data);
}

/**
 * od_spell_checker_check_finish:
 *
 * Returns: (transfer full) (element-type OdSpellWord) (nullable): wrong words, in order
 */
GArray *
od_spell_checker_check_finish (OdSpellChecker *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_spell_checker_suggest_async:
 * @word: of od_spell_words_dup_plain()
 *
 * Asks what @word could mean.
 */
void
od_spell_checker_suggest_async (OdSpellChecker *self, const char *word, GUnicodeScript script,
                                GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  job->text = g_strdup (word);
  job->script = script;
  push (self, suggest, job, cancellable, callback, user_data);
}

/**
 * od_spell_checker_suggest_finish:
 *
 * Returns: (transfer full) (nullable): at most %OD_LIMIT_SPELL_SUGGESTIONS words, the likeliest first
 */
GStrv
od_spell_checker_suggest_finish (OdSpellChecker *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_spell_checker_list_async:
 *
 * Asks of which languages words are checked.
 */
void
od_spell_checker_list_async (OdSpellChecker *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data)
{
  push (self, list, g_new0 (Job, 1), cancellable, callback, user_data);
}

/**
 * od_spell_checker_list_finish:
 *
 * Returns: (transfer full) (nullable): "ru_RU"; empty if no dictionary fits
 */
GStrv
od_spell_checker_list_finish (OdSpellChecker *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_spell_checker_add:
 * @word: of od_spell_words_dup_plain()
 * @is_kept: in the person's own word list; %FALSE: until this checker goes
 *
 * Every check that is asked for from now on takes @word for right.
 */
void
od_spell_checker_add (OdSpellChecker *self, const char *word, GUnicodeScript script, gboolean is_kept)
{
  Job *job = g_new0 (Job, 1);

  job->text = g_strdup (word);
  job->script = script;
  job->is_kept = is_kept;
  push (self, add, job, NULL, NULL, NULL);
}
