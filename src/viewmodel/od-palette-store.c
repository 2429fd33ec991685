/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-palette"

#include <string.h>

#include "od-limits.h"
#include "od-palette-private.h"
#include "od-relative-time.h"
#include "od-visitor-name.h"

/* People and conversations: asked of the store one after the other, because a newer question interrupts an older one. */

#define MATCH_START '\002'
#define MATCH_END '\003'

static void ask (OdPalette *self, gboolean is_for_people, gboolean is_turned);

typedef struct {
  OdPalette *palette; /* not owned: it cancels what it asked when it goes */
  gboolean is_for_people;
  gboolean is_turned;
} Question;

static char *
dup_plain (const char *snippet)
{
  GString *plain = g_string_new (NULL);

  for (const char *p = snippet; *p != '\0'; p++)
    if (*p != MATCH_START && *p != MATCH_END)
      g_string_append_c (plain, *p);
  return g_string_free (plain, FALSE);
}

/* What was found has what was typed, if perhaps in another form of the word: it is never dropped. */
static void
add_found (OdPalette *self, const OdPaletteOffer *offer, int points)
{
  OdPaletteItem *item;

  for (guint i = 0; i < self->found->len; i++)
    {
      const OdPaletteOffer *other = od_palette_item_get (self->found->pdata[i]);

      if (other->kind == offer->kind && g_str_equal (other->ref, offer->ref))
        return;
    }
  item = od_palette_item_new (offer);
  od_palette_weigh (self, item);
  od_palette_item_set_floor (item, points);
  g_ptr_array_add (self->found, item);
}

static void
add_person (OdPalette *self, const OdSearchHit *hit)
{
  g_autofree char *ref = g_strdup_printf ("%" G_GINT64_FORMAT, hit->customer_id);
  g_autofree char *name = od_visitor_name (hit->name, hit->address);
  g_autofree char *snippet = dup_plain (hit->snippet);

  add_found (self,
             &(OdPaletteOffer){ .kind = OD_PALETTE_PERSON,
                                .ref = ref,
                                .title = name,
                                .detail = g_str_equal (snippet, name) ? hit->address : snippet,
                                .target_id = hit->conversation_id,
                                .icon_name = "od-person-symbolic" },
             OD_PALETTE_FLOOR_PERSON);
}

static void
add_conversation (OdPalette *self, const OdSearchHit *hit)
{
  g_autofree char *ref = g_strdup_printf ("%" G_GINT64_FORMAT, hit->conversation_id);
  g_autofree char *name = od_visitor_name (hit->name, hit->address);
  g_autofree char *snippet = dup_plain (hit->snippet);

  if (hit->conversation_id != 0)
    add_found (self,
               &(OdPaletteOffer){ .kind = OD_PALETTE_CONVERSATION,
                                  .ref = ref,
                                  .title = name,
                                  .detail = snippet,
                                  .target_id = hit->message_id,
                                  .icon_name = "od-chat-symbolic" },
               OD_PALETTE_FLOOR_CONVERSATION);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Question *question = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = od_search_port_search_finish (OD_SEARCH_PORT (source), result, &error);
  OdPalette *self;
  guint n_before;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* something else was typed, or the palette is gone */
  self = question->palette;
  n_before = self->found->len;
  for (guint i = 0; hits != NULL && i < hits->len && self->found->len < n_before + OD_LIMIT_PALETTE_STORE; i++)
    if (question->is_for_people)
      add_person (self, hits->pdata[i]);
    else
      add_conversation (self, hits->pdata[i]);
  if (self->found->len > n_before)
    od_palette_rank (self);
  if (!question->is_turned && self->found->len == n_before && self->question.other_layout != NULL)
    ask (self, question->is_for_people, TRUE);
  else if (question->is_for_people)
    ask (self, FALSE, FALSE);
  else
    g_clear_object (&self->asking);
}

/* Words only: what is typed here is no query. */
static char *
make_query (const char *text, gboolean is_for_people)
{
  g_autofree char *words = g_strdup (text);

  g_strdelimit (words, "\"():-|", ' ');
  g_strstrip (words);
  if (*words == '\0')
    return NULL;
  return g_strconcat (is_for_people ? "in:names " : "in:messages ", words, NULL); /* the last word may not be whole */
}

static void
ask (OdPalette *self, gboolean is_for_people, gboolean is_turned)
{
  g_autofree char *text = make_query (is_turned ? self->question.other_layout : self->question.text, is_for_people);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  Question *question;

  if (text == NULL)
    {
      g_clear_object (&self->asking);
      return;
    }
  question = g_new (Question, 1);
  *question = (Question){ self, is_for_people, is_turned };
  od_search_port_search_async (self->desk->search,
                               &(OdSearchQuestion){ .text = text,
                                                    .limit = 2 * OD_LIMIT_PALETTE_STORE,
                                                    .operator_id = self->desk->operator_id,
                                                    .now_us = od_clock_get_real_us (self->desk->clock),
                                                    .zone = zone },
                               self->asking, found_cb, question);
}

void
od_palette_ask_store (OdPalette *self)
{
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  if (self->question.typed == NULL)
    return;
  self->asking = g_cancellable_new ();
  ask (self, TRUE, FALSE);
}

/**
 * od_palette_hold:
 * @n_rows: that stay where they are, whatever is found later, until another text is set
 */
void
od_palette_hold (OdPalette *self, guint n_rows)
{
  g_return_if_fail (OD_IS_PALETTE (self));

  self->n_held = n_rows;
}

/**
 * od_palette_get_is_busy:
 *
 * Returns: whether the store has still to answer
 */
gboolean
od_palette_get_is_busy (OdPalette *self)
{
  g_return_val_if_fail (OD_IS_PALETTE (self), FALSE);

  return self->asking != NULL;
}
