/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-fake-desk-private.h"

/* The words in a row, within one conversation or person if asked so; of the language only `in:names` and `in:messages`
 * in front are understood. */

typedef struct {
  const OdSearchQuestion *question;
  char *wanted; /* folded */
  gboolean in_names, in_messages;
} Wanted;

static gboolean
take_prefix (const char **text, const char *prefix)
{
  if (!g_str_has_prefix (*text, prefix))
    return FALSE;
  *text += strlen (prefix);
  return TRUE;
}

static OdSearchHit *
make_hit (const OdConversationRow *row, const OdMessageRow *message)
{
  OdSearchHit *hit = g_new0 (OdSearchHit, 1);

  hit->message_id = message->id;
  hit->conversation_id = row->id;
  hit->customer_id = row->customer_id;
  hit->at_us = message->at_us;
  hit->channel = g_strdup (row->channel);
  hit->name = g_strdup (row->name);
  hit->address = g_strdup (row->address);
  hit->kind = message->kind;
  return hit;
}

/* Letters keep their length in the two languages of the data. */
static char *
mark (const char *text, const char *wanted)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  const char *at = strstr (folded, wanted);

  if (at == NULL)
    return NULL;
  return g_strdup_printf ("%.*s\002%.*s\003%s", (int) (at - folded), text, (int) strlen (wanted), text + (at - folded),
                          text + (at - folded) + strlen (wanted));
}

static void
look_into (OdFakeConversation *conversation, const Wanted *wanted, GPtrArray *hits)
{
  const OdConversationRow *row = conversation->row;
  char *snippet;

  if ((wanted->question->conversation_id != 0 && row->id != wanted->question->conversation_id) ||
      (wanted->question->customer_id != 0 && row->customer_id != wanted->question->customer_id))
    return;
  for (guint m = 0; !wanted->in_names && m < conversation->messages->len && hits->len < wanted->question->limit; m++)
    if ((snippet = mark (((OdMessageRow *) conversation->messages->pdata[m])->body, wanted->wanted)) != NULL)
      {
        g_ptr_array_add (hits, make_hit (row, conversation->messages->pdata[m]));
        ((OdSearchHit *) hits->pdata[hits->len - 1])->snippet = snippet;
      }
  if (!wanted->in_messages && conversation->messages->len > 0 && hits->len < wanted->question->limit &&
      (snippet = mark (row->name, wanted->wanted)) != NULL)
    {
      OdSearchHit *hit = make_hit (row, conversation->messages->pdata[conversation->messages->len - 1]);

      hit->what = OD_SEARCH_WHAT_PERSON;
      hit->snippet = snippet;
      g_ptr_array_add (hits, hit);
    }
}

static void
search_async (OdSearchPort *port, const OdSearchQuestion *question, GCancellable *cancellable,
              GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  GPtrArray *hits = g_ptr_array_new_with_free_func ((GDestroyNotify) od_search_hit_free);
  const char *text = question->text;
  Wanted wanted = { .question = question };

  wanted.in_names = take_prefix (&text, "in:names ");
  wanted.in_messages =
      take_prefix (&text, "in:messages ") || question->conversation_id != 0 || question->customer_id != 0;
  wanted.wanted = g_utf8_casefold (text, -1);
  self->calls.n_searches++;
  for (guint i = 0; i < self->conversations->len; i++)
    look_into (self->conversations->pdata[i], &wanted, hits);
  g_free (wanted.wanted);
  od_fake_desk_answer (self, od_fake_desk_task (self, cancellable, callback, user_data, search_async), hits,
                       (GDestroyNotify) g_ptr_array_unref);
}

void
od_fake_search_iface_init (OdSearchPortInterface *iface)
{
  iface->search_async = search_async;
}
