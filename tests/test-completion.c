/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-completion.h"

#include <string.h>

#include "od-error.h"
#include "od-fake-desk.h"
#include "od-template.h"

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC) /* 2026-03-10 14:00 UTC */
#define PAUSE_US (200 * (gint64) 1000)

typedef struct {
  OdClock *clock;
  OdFakeDesk *fake;
  OdDesk *desk;
  OdEmojiMemory *memory;
  OdCompletion *completion;
  gint64 maria_id, john_id;
} Fixture;

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
open_row (Fixture *fixture, gint64 id)
{
  od_completion_set_row (fixture->completion, od_fake_desk_get_conversation (fixture->fake, id));
  settle ();
}

static void
add_field (Fixture *fixture, gint64 customer_id, const char *key, const char *label, const char *value)
{
  OdFieldRow *field = g_new0 (OdFieldRow, 1);

  field->key = g_strdup (key);
  field->label = g_strdup (label);
  field->value = g_strdup (value);
  g_ptr_array_add (od_fake_desk_get_customer (fixture->fake, customer_id)->fields, field);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  gint64 account_id, maria, john;

  fixture->clock = od_clock_new_fake (NOW_US);
  fixture->fake = od_fake_desk_new (fixture->clock);
  account_id = od_fake_desk_add_account (fixture->fake, "webchat", "Shop", NULL);
  maria = od_fake_desk_add_customer (fixture->fake, "Мария Петрова", "ru", "Europe/Moscow");
  john = od_fake_desk_add_customer (fixture->fake, "", "en", NULL);
  add_field (fixture, maria, "order", "Заказ", "1042");
  add_field (fixture, maria, "date", "Date", "not the day");
  fixture->maria_id = od_fake_desk_add_conversation (fixture->fake, maria, account_id, "v_1");
  fixture->john_id = od_fake_desk_add_conversation (fixture->fake, john, account_id, "v_2");
  fixture->desk = od_fake_desk_make_desk (fixture->fake);
  fixture->memory = od_emoji_memory_new (NULL);
  fixture->completion = od_completion_new (fixture->desk, fixture->memory);
  open_row (fixture, fixture->maria_id);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (g_steal_pointer (&fixture->completion));
  settle ();
  g_assert_finalize_object (g_steal_pointer (&fixture->memory));
  od_desk_unref (fixture->desk);
  g_assert_finalize_object (g_steal_pointer (&fixture->fake));
  g_assert_finalize_object (g_steal_pointer (&fixture->clock));
}

/* The caret stands at the end. */
static void
type (Fixture *fixture, const char *text, gboolean is_note)
{
  od_completion_update (fixture->completion, text, strlen (text), is_note, TRUE);
}

static char *
offered (Fixture *fixture)
{
  GListModel *items = od_completion_get_items (fixture->completion);
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (OdCompletionItem) item = g_list_model_get_item (items, i);
      const OdCompletionChoice *choice = od_completion_item_get (item);

      g_string_append_printf (all, "%s[%s%s]", i > 0 ? " " : "", choice->mark,
                              *choice->mark != '\0' ? "" : choice->title);
    }
  return g_string_free (all, FALSE);
}

static void
assert_offered (Fixture *fixture, const char *expected)
{
  g_autofree char *all = offered (fixture);

  g_assert_cmpstr (all, ==, expected);
  g_assert_cmpint (od_completion_get_is_open (fixture->completion), ==, *expected != '\0');
}

static OdInsertion *
choose (Fixture *fixture, guint position, gboolean as_link)
{
  g_autoptr (OdCompletionItem) item = g_list_model_get_item (od_completion_get_items (fixture->completion), position);

  return od_completion_choose (fixture->completion, item, as_link);
}

static void
test_canned_replies (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OdInsertion) insertion = NULL;

  type (fixture, "Так: /hel", FALSE);
  assert_offered (fixture, "[/hello]");
  insertion = choose (fixture, 0, FALSE);
  g_assert_cmpstr (insertion->text, ==, "Здравствуйте, Мария! Чем могу помочь?");
  g_assert_cmpuint (insertion->start_byte, ==, strlen ("Так: "));
  g_assert_cmpuint (insertion->end_byte, ==, strlen ("Так: /hel"));
  g_assert_cmpuint (insertion->unfilled->len, ==, 0);
  assert_offered (fixture, "");
  settle ();
  g_assert_cmpuint (od_fake_desk_get_calls (fixture->fake)->n_canned_uses, ==, 1);
}

static void
test_variants_and_fallback (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OdInsertion) insertion = NULL;

  open_row (fixture, fixture->john_id);
  type (fixture, "/hello", FALSE);
  insertion = choose (fixture, 0, FALSE);
  g_assert_cmpstr (insertion->text, ==, "Hello, there! How can I help you?");
}

static void
test_questions_are_told (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OdInsertion) insertion = NULL;
  const OdTemplatePart *part;

  type (fixture, "/track", FALSE);
  insertion = choose (fixture, 0, FALSE);
  g_assert_cmpstr (insertion->text, ==, "Ваш заказ 1042 уже в пути. Трек-номер: {?Трек-номер}.");
  g_assert_cmpuint (insertion->unfilled->len, ==, 1);
  part = &g_array_index (insertion->unfilled, OdTemplatePart, 0);
  g_assert_true (part->is_question);
  g_assert_true (g_str_has_prefix (insertion->text + part->start_byte, "{?Трек-номер}"));
}

static void
test_files_come_along (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OdInsertion) insertion = NULL;

  type (fixture, "/prices", FALSE);
  insertion = choose (fixture, 0, FALSE);
  g_assert_nonnull (insertion->files);
  g_assert_cmpuint (insertion->files->len, ==, 1);
  g_assert_cmpstr (((OdFileRef *) insertion->files->pdata[0])->name, ==, "Price list.pdf");
}

static void
test_exact_code (Fixture *fixture, gconstpointer data)
{
  const char *text = "/bye";
  g_autoptr (OdInsertion) insertion = NULL;

  type (fixture, text, FALSE);
  od_completion_dismiss (fixture->completion);
  insertion = od_completion_expand (fixture->completion, text, strlen (text), FALSE);
  g_assert_nonnull (insertion);
  g_assert_cmpstr (insertion->text, ==, "Thank you for writing to us. Have a nice day!");
  g_assert_null (od_completion_expand (fixture->completion, "/by", 3, FALSE));
  g_assert_null (od_completion_expand (fixture->completion, text, strlen (text), TRUE));
  g_assert_null (od_completion_expand (fixture->completion, "bye", 3, FALSE));
  g_assert_null (od_completion_expand (fixture->completion, "/", 1, FALSE));
}

/* Escape holds while the same thing is being typed, and no longer. */
static void
test_dismissed_stays_away (Fixture *fixture, gconstpointer data)
{
  type (fixture, "/h", FALSE);
  g_assert_true (od_completion_get_is_open (fixture->completion));
  od_completion_dismiss (fixture->completion);
  type (fixture, "/he", FALSE);
  assert_offered (fixture, "");
  type (fixture, "/he ", FALSE);
  type (fixture, "/he /hel", FALSE);
  assert_offered (fixture, "[/hello]");
}

static void
test_the_caret_alone_opens_nothing (Fixture *fixture, gconstpointer data)
{
  od_completion_update (fixture->completion, "/hel", 4, FALSE, FALSE);
  assert_offered (fixture, "");
  type (fixture, "/hel", FALSE);
  assert_offered (fixture, "[/hello]");
  od_completion_update (fixture->completion, "/hel", 0, FALSE, FALSE);
  assert_offered (fixture, "");
}

static void
test_browsing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OdInsertion) insertion = NULL;

  od_completion_browse (fixture->completion, "Hi. ", 4);
  assert_offered (fixture, "[Delivery] [Greetings] [Payment] [/sorry]");
  od_completion_open_folder (fixture->completion, "Delivery");
  assert_offered (fixture, "[Back] [Moscow] [/track]");
  od_completion_open_folder (fixture->completion, "Delivery/Moscow");
  assert_offered (fixture, "[Back] [/courier] [/pickup]");
  od_completion_update (fixture->completion, "Hi. cour", 8, FALSE, TRUE);
  assert_offered (fixture, "[/courier]");
  insertion = choose (fixture, 0, FALSE);
  g_assert_cmpuint (insertion->start_byte, ==, 4);
  g_assert_cmpuint (insertion->end_byte, ==, 8);
}

static void
test_emoji (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GVariant) value = g_variant_ref_sink (
      g_variant_new_parsed ("[([@u 128512], 'grinning face', ['smile'], @u 0), ([128515], 'smiling', ['joy'], 0)]"));
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (value);
  g_autoptr (OdInsertion) insertion = NULL;

  od_emoji_names_add (od_completion_get_emoji (fixture->completion), bytes);
  od_emoji_names_load (od_completion_get_emoji (fixture->completion), 100);
  type (fixture, "Hi :smi", FALSE);
  assert_offered (fixture, "[😃] [😀]");
  insertion = choose (fixture, 1, FALSE);
  g_assert_cmpstr (insertion->text, ==, "😀");
  type (fixture, "Hi 😀 :smi", TRUE);
  assert_offered (fixture, "[😀] [😃]"); /* remembered */
}

static void
test_articles (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OdInsertion) insertion = NULL, link = NULL;

  type (fixture, "??верн", FALSE);
  settle ();
  assert_offered (fixture, "");
  od_clock_advance (fixture->clock, PAUSE_US);
  settle ();
  assert_offered (fixture, "[Как вернуть заказ]");
  insertion = choose (fixture, 0, FALSE);
  g_assert_true (g_str_has_prefix (insertion->text, "Вернуть заказ можно в течение 14 дней."));
  type (fixture, "a ??верн", FALSE);
  od_clock_advance (fixture->clock, PAUSE_US);
  settle ();
  link = choose (fixture, 0, TRUE);
  g_assert_cmpstr (link->text, ==,
                   "Подробно об этом — в статье «Как вернуть заказ»: https://shop.example/ru/help/returns");
}

/* The answer to what nobody asks any more shows nothing. */
static void
test_late_articles (Fixture *fixture, gconstpointer data)
{
  type (fixture, "??верн", FALSE);
  od_fake_desk_hold (fixture->fake, TRUE);
  od_clock_advance (fixture->clock, PAUSE_US);
  settle ();
  type (fixture, "", FALSE);
  od_fake_desk_hold (fixture->fake, FALSE);
  settle ();
  assert_offered (fixture, "");
}

static void
test_mentions (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OdInsertion) insertion = NULL;
  g_autoptr (GArray) ids = NULL, none = NULL;

  type (fixture, "@", TRUE);
  assert_offered (fixture, "[Anton] [Maya Brown] [Екатерина Ли]");
  type (fixture, "@ли", TRUE);
  assert_offered (fixture, "[Екатерина Ли]");
  insertion = choose (fixture, 0, FALSE);
  g_assert_cmpstr (insertion->text, ==, "@Екатерина Ли ");
  type (fixture, "@Екатерина Ли ", TRUE);
  assert_offered (fixture, ""); /* it was chosen already */
  ids = od_completion_find_mentions (fixture->completion, "@Екатерина Ли, @Anton и снова @Anton; a@Maya Brown @Mayaa");
  g_assert_cmpuint (ids->len, ==, 2);
  g_assert_cmpint (g_array_index (ids, gint64, 0), ==, 2);
  g_assert_cmpint (g_array_index (ids, gint64, 1), ==, 1);
  none = od_completion_find_mentions (fixture->completion, "@ @Ant @Антон");
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_preview_is_filled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OdCompletionItem) item = NULL;
  g_autofree char *preview = NULL;

  type (fixture, "/hello", FALSE);
  item = g_list_model_get_item (od_completion_get_items (fixture->completion), 0);
  preview = od_completion_dup_preview (fixture->completion, item);
  g_assert_cmpstr (preview, ==, "Здравствуйте, Мария! Чем могу помочь?");
}

/* Formatting that the channel can't show is gone before it is seen. */
static void
test_formatting_of_the_channel (Fixture *fixture, gconstpointer data)
{
  OdChannelInfo *channel = (OdChannelInfo *) od_channel_info_find (fixture->desk->channels, "webchat");
  g_autoptr (OdInsertion) plain = NULL, bold = NULL;

  channel->formatting = OD_FORMATTING_NONE;
  type (fixture, "/refund", FALSE);
  plain = choose (fixture, 0, FALSE);
  g_assert_nonnull (strstr (plain->text, "10 дней"));
  g_assert_null (strchr (plain->text, '*'));
  channel->formatting = OD_FORMATTING_ALL;
  type (fixture, " /refund", FALSE);
  bold = choose (fixture, 0, FALSE);
  g_assert_nonnull (strstr (bold->text, "**10 дней**"));
}

static void
test_a_change_is_read_again (Fixture *fixture, gconstpointer data)
{
  OdCannedReply reply = { .code = (char *) "new",
                          .folder = (char *) "",
                          .title = (char *) "New",
                          .body = (char *) "{Заказ} {date}",
                          .channel = (char *) "",
                          .lang = (char *) "" };
  g_autoptr (OdInsertion) insertion = NULL;

  od_library_port_save_canned_async (fixture->desk->library, &reply, NULL, NULL, NULL);
  settle ();
  od_fake_desk_emit (fixture->fake, OD_CHANGE_LIBRARY, 1);
  settle ();
  type (fixture, "/new", FALSE);
  assert_offered (fixture, "[/new]");
  insertion = choose (fixture, 0, FALSE);
  g_assert_cmpstr (insertion->text, ==, "1042 10 March 2026");
}

/* Who has written nothing yet is led to where it is written; who types more means something else. */
static void
test_an_empty_library (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OdInsertion) insertion = NULL;

  for (gint64 id = 1; id < 50; id++)
    od_library_port_remove_canned_async (fixture->desk->library, id, NULL, NULL, NULL);
  settle ();
  od_fake_desk_emit (fixture->fake, OD_CHANGE_LIBRARY, 1);
  settle ();
  type (fixture, "/x", FALSE);
  assert_offered (fixture, "");
  type (fixture, "/", FALSE);
  assert_offered (fixture, "[No canned replies yet]");
  insertion = choose (fixture, 0, FALSE);
  g_assert_cmpstr (insertion->text, ==, "");
  assert_offered (fixture, "");
}

#define ADD(name, func) g_test_add ("/completion/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("canned", test_canned_replies);
  ADD ("variants", test_variants_and_fallback);
  ADD ("questions", test_questions_are_told);
  ADD ("files", test_files_come_along);
  ADD ("exact", test_exact_code);
  ADD ("dismissed", test_dismissed_stays_away);
  ADD ("caret", test_the_caret_alone_opens_nothing);
  ADD ("browsing", test_browsing);
  ADD ("emoji", test_emoji);
  ADD ("articles", test_articles);
  ADD ("late-articles", test_late_articles);
  ADD ("mentions", test_mentions);
  ADD ("preview", test_preview_is_filled);
  ADD ("formatting", test_formatting_of_the_channel);
  ADD ("empty", test_an_empty_library);
  ADD ("change", test_a_change_is_read_again);
  return g_test_run ();
}
