/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-transcript-source.h"

#include <string.h>

#include "od-markdown.h"
#include "od-message-words.h"

#define PAGE_ROWS 200

/**
 * OdTranscriptSource:
 *
 * What a transcript consists of, page by page, oldest first, whatever its length: only one page is in memory. Emits
 * "notify::n-messages" as it goes on. Main thread.
 */
struct _OdTranscriptSource {
  GObject parent_instance;

  OdDesk *desk; /* (owned) */
  OdTranscriptRange range;
  OdTranscriptStyle style; /* its strings and its zone are (owned) */
  OdTranscriptState state;
  GHashTable *heads;      /* (owned) (element-type gint64 OdConversationHead): seen so far */
  gint64 conversation_id; /* whose thread */
  gint64 last_id;         /* newest row that was read; 0: none */
  gint64 start_id;        /* the first row wanted; 0: from the oldest */
  guint n_counted;        /* wanted rows from the end on, while the start is looked for */
  guint n_messages;
  gboolean is_start_known;
  gboolean is_finished;
};

G_DEFINE_FINAL_TYPE (OdTranscriptSource, od_transcript_source, G_TYPE_OBJECT)

enum { PROP_N_MESSAGES = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

static void ask_page (OdTranscriptSource *self, OdThreadAnchor anchor, gint64 anchor_id, GTask *task);

static void
keep_heads (OdTranscriptSource *self, OdThreadPage *page)
{
  while (page->heads->len > 0)
    {
      OdConversationHead *head = g_ptr_array_steal_index_fast (page->heads, page->heads->len - 1);

      g_hash_table_replace (self->heads, &head->id, head);
    }
}

static void
add_lines (OdTranscriptSource *self, const OdMessageRow *row, GPtrArray *lines)
{
  const OdConversationHead *head = g_hash_table_lookup (self->heads, &row->conversation_id);
  g_autofree char *name = od_channel_info_dup_name (self->desk->channels, head != NULL ? head->channel : "");
  g_autoptr (GPtrArray) more = od_transcript_get_lines (&self->style, &self->state, head, name, row);

  self->n_messages += more->len > 0 ? 1 : 0;
  g_ptr_array_set_free_func (more, NULL);
  for (guint i = 0; i < more->len; i++)
    g_ptr_array_add (lines, more->pdata[i]);
}

/* The rows of a page that are in the range become lines. */
static GPtrArray *
make_lines (OdTranscriptSource *self, const OdThreadPage *page)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) od_transcript_line_free);
  gboolean is_dates = self->range.kind == OD_TRANSCRIPT_DATES;
  guint first = 0;

  if (self->last_id == 0 && self->start_id != 0)
    while (first < page->rows->len && ((OdMessageRow *) page->rows->pdata[first])->id != self->start_id)
      first++;
  for (guint i = first; i < page->rows->len && !self->is_finished; i++)
    {
      const OdMessageRow *row = page->rows->pdata[i];

      if (is_dates && row->at_us >= self->range.to_us)
        self->is_finished = TRUE;
      else if (!is_dates || row->at_us >= self->range.from_us)
        add_lines (self, row, lines);
    }
  if (page->rows->len > 0)
    self->last_id = ((OdMessageRow *) page->rows->pdata[page->rows->len - 1])->id;
  self->is_finished = self->is_finished || !page->has_newer || page->rows->len == 0;
  return lines;
}

/* One page nearer to the start: counts what is wanted, newest first. */
static void
look_for_start (OdTranscriptSource *self, const OdThreadPage *page, GTask *task)
{
  for (guint i = page->rows->len; i > 0 && !self->is_start_known; i--)
    {
      const OdMessageRow *row = page->rows->pdata[i - 1];

      if (!od_transcript_wants (&self->style, row) || ++self->n_counted < self->range.n_last)
        continue;
      self->start_id = row->id;
      self->is_start_known = TRUE;
    }
  if (self->is_start_known)
    ask_page (self, OD_ANCHOR_MESSAGE, self->start_id, task);
  else if (page->has_older && page->rows->len > 0)
    ask_page (self, OD_ANCHOR_OLDER, ((OdMessageRow *) page->rows->pdata[0])->id, task);
  else
    {
      self->is_start_known = TRUE;
      ask_page (self, OD_ANCHOR_START, 0, task);
    }
}

static void
page_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OdTranscriptSource *self = g_task_get_source_object (task);
  g_autoptr (OdThreadPage) page = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  GError *error = NULL;

  page = od_thread_port_load_page_finish (OD_THREAD_PORT (source), result, &error);
  if (page == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (!self->is_start_known)
    {
      look_for_start (self, page, task);
      return;
    }
  keep_heads (self, page);
  lines = make_lines (self, page);
  if (lines->len == 0 && !self->is_finished)
    {
      ask_page (self, OD_ANCHOR_NEWER, self->last_id, task);
      return;
    }
  if (lines->len > 0)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_MESSAGES]);
  g_task_return_pointer (task, lines->len > 0 ? g_steal_pointer (&lines) : NULL, (GDestroyNotify) g_ptr_array_unref);
}

static void
ask_page (OdTranscriptSource *self, OdThreadAnchor anchor, gint64 anchor_id, GTask *task)
{
  od_thread_port_load_page_async (self->desk->threads, self->conversation_id, self->range.scope, anchor, anchor_id,
                                  PAGE_ROWS, g_task_get_cancellable (task), page_cb, g_object_ref (task));
}

/**
 * od_transcript_source_next_async:
 *
 * Reads the next page. Only one call at a time.
 */
void
od_transcript_source_next_async (OdTranscriptSource *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (OD_IS_TRANSCRIPT_SOURCE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, od_transcript_source_next_async);
  if (self->is_finished)
    g_task_return_pointer (task, NULL, NULL);
  else if (!self->is_start_known)
    ask_page (self, OD_ANCHOR_END, 0, task);
  else if (self->last_id != 0)
    ask_page (self, OD_ANCHOR_NEWER, self->last_id, task);
  else if (self->start_id != 0)
    ask_page (self, OD_ANCHOR_MESSAGE, self->start_id, task);
  else
    ask_page (self, OD_ANCHOR_START, 0, task);
}

/**
 * od_transcript_source_next_finish:
 *
 * Returns: (transfer full) (nullable) (element-type OdTranscriptLine): the next lines, never none; %NULL without @error at the
 * end
 */
GPtrArray *
od_transcript_source_next_finish (OdTranscriptSource *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

const OdTranscriptStyle *
od_transcript_source_get_style (OdTranscriptSource *self)
{
  g_return_val_if_fail (OD_IS_TRANSCRIPT_SOURCE (self), NULL);

  return &self->style;
}

/**
 * od_transcript_source_set_files_dir:
 * @files_dir: (nullable): name of the folder beside the transcript that gets its files
 */
void
od_transcript_source_set_files_dir (OdTranscriptSource *self, const char *files_dir)
{
  g_return_if_fail (OD_IS_TRANSCRIPT_SOURCE (self));

  g_free ((char *) self->style.files_dir);
  self->style.files_dir = g_strdup (files_dir);
}

/**
 * od_transcript_source_get_n_messages:
 *
 * Returns: messages, notes and events read so far
 */
guint
od_transcript_source_get_n_messages (OdTranscriptSource *self)
{
  g_return_val_if_fail (OD_IS_TRANSCRIPT_SOURCE (self), 0);

  return self->n_messages;
}

static void
od_transcript_source_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  OdTranscriptSource *self = OD_TRANSCRIPT_SOURCE (object);

  if (prop_id == PROP_N_MESSAGES)
    g_value_set_uint (value, self->n_messages);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
od_transcript_source_finalize (GObject *object)
{
  OdTranscriptSource *self = OD_TRANSCRIPT_SOURCE (object);

  g_clear_pointer (&self->desk, od_desk_unref);
  g_clear_pointer (&self->heads, g_hash_table_unref);
  g_clear_pointer (&self->style.zone, g_time_zone_unref);
  g_free ((char *) self->style.title);
  g_free ((char *) self->style.operator_name);
  g_free ((char *) self->style.lang);
  g_free ((char *) self->style.files_dir);
  G_OBJECT_CLASS (od_transcript_source_parent_class)->finalize (object);
}

static void
od_transcript_source_class_init (OdTranscriptSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = od_transcript_source_get_property;
  object_class->finalize = od_transcript_source_finalize;

  props[PROP_N_MESSAGES] = g_param_spec_uint ("n-messages", NULL, NULL, 0, G_MAXUINT, 0,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
od_transcript_source_init (OdTranscriptSource *self)
{
  self->heads = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) od_conversation_head_free);
}

/* The language of the words around the messages: that of the interface. */
static char *
dup_lang (void)
{
  const char *name = g_get_language_names ()[0];

  return g_ascii_isalpha (name[0]) && name[1] != '\0' ? g_strndup (name, strcspn (name, "_.@")) : g_strdup ("en");
}

/**
 * od_transcript_source_new:
 * @desk: whose thread, clock and operator
 * @conversation_id: the conversation, or one of the person's
 * @customer_name: what to call the customer
 * @range: which part of the thread; copied
 * @parts: what to put in beside messages
 *
 * Times are the operator's.
 *
 * Returns: (transfer full): a source that stands at the start
 */
OdTranscriptSource *
od_transcript_source_new (OdDesk *desk, gint64 conversation_id, const char *customer_name,
                          const OdTranscriptRange *range, OdTranscriptParts parts)
{
  OdTranscriptSource *self;

  g_return_val_if_fail (desk != NULL && customer_name != NULL && range != NULL, NULL);

  self = g_object_new (OD_TYPE_TRANSCRIPT_SOURCE, NULL);
  self->desk = od_desk_ref (desk);
  self->conversation_id = conversation_id;
  self->range = *range;
  self->start_id = range->kind == OD_TRANSCRIPT_FROM_MESSAGE ? range->message_id : 0;
  self->is_start_known = range->kind != OD_TRANSCRIPT_LAST;
  self->style.title = self->style.customer = g_strdup (customer_name);
  self->style.operator_name = g_strdup (desk->operator_name);
  self->style.lang = dup_lang ();
  self->style.zone = g_time_zone_new_local ();
  self->style.made_at_us = od_clock_get_real_us (desk->clock);
  self->style.parts = parts;
  self->style.dup_event = od_message_words_event;
  self->style.dup_plain = od_markdown_to_plain;
  return self;
}
