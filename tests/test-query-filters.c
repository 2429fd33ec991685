/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-conversation-reader.h"
#include "od-error.h"
#include "od-search-reader.h"
#include "od-stmt.h"
#include "od-store-search-index.h"
#include "store-fixture.h"

/* What a query finds: messages in the search, conversations in a view. Now is the 2026-03-31, noon in UTC. */

#define NOW_US (G_GINT64_CONSTANT (1774958400) * G_USEC_PER_SEC)
#define ME 1

#define DAY "86400000000"
#define NOW "1774958400000000"

static const char rows[] =
    "INSERT INTO operator (id, uid, name) VALUES (1, 'o1', 'Анна Белова'), (2, 'o2', 'Oleg');"
    "INSERT INTO account (id, channel, name, created_at_us) VALUES (1, 'webchat', 'Shop site', 0),"
    "  (2, 'telegram', 'Shop bot', 0);"
    "INSERT INTO customer (id, uid, name, created_at_us, note, merged_into_id) VALUES"
    "  (1, 'c1', 'Мария Орлова', 0, 'Платит по счёту', NULL), (2, 'c2', 'Ivan Smirnov', 0, '', NULL),"
    "  (3, 'c3', 'M. Orlova', 0, '', 1), (4, 'c4', 'Nobody Wrote', 0, '', NULL);"
    "INSERT INTO contact_point (id, customer_id, channel, address, display, is_blocked) VALUES"
    "  (1, 1, 'webchat', 'maria@mail.example', '', 0), (2, 2, 'telegram', '700', '@ivan', 1),"
    "  (3, 3, 'telegram', '800', '@masha', 0);"
    "INSERT INTO field (id, key, label) VALUES (1, 'city', 'City'), (2, 'order', 'Order');"
    "INSERT INTO customer_field VALUES (1, 1, 'Тверь'), (2, 2, '1042-A'), (1, 2, '77');"
    "INSERT INTO tag (id, name) VALUES (1, 'VIP'), (2, 'возврат');"
    "INSERT INTO customer_tag VALUES (1, 1);"
    "INSERT INTO thread (id, account_id, remote_id, contact_point_id) VALUES (1, 1, 't1', 1), (2, 2, 't2', 2),"
    "  (3, 2, 't3', 3);"
    "INSERT INTO conversation (id, uid, account_id, thread_id, customer_id, status, created_at_us, last_at_us, last_id,"
    "  last_in_at_us, waiting_since_us, due_us, n_unread, assignee_id, priority, snoozed_until_us) VALUES"
    "  (1, 'k1', 1, 1, 1, 1, 10, " NOW " - " DAY ", 5, 10, 10, " NOW " - 1, 2, 1, 2, NULL),"
    "  (2, 'k2', 2, 2, 2, 2, 20, " NOW " - 9 * " DAY ", 6, 20, 0, NULL, 0, NULL, 0, NULL),"
    "  (3, 'k3', 2, 3, 3, 1, 30, " NOW " - 40 * " DAY ", 7, 30, 0, NULL, 0, 2, -1, " NOW " + 1),"
    "  (4, 'k4', 2, 2, 2, 3, 40, " NOW " - 400 * " DAY ", 8, 40, 0, NULL, 0, NULL, 0, NULL);"
    "INSERT INTO conversation_tag VALUES (2, 2);"
    "INSERT INTO timeline (id, conversation_id, at_us, kind) VALUES"
    "  (1, 1, " NOW " - 3 * " DAY ", 1), (2, 1, " NOW " - 2 * " DAY ", 2), (3, 2, " NOW " - 10 * " DAY ", 1),"
    "  (4, 1, " NOW " - 2 * " DAY " + 1, 3), (5, 1, " NOW " - " DAY ", 1), (6, 2, " NOW " - 9 * " DAY ", 2),"
    "  (7, 3, " NOW " - 40 * " DAY ", 1), (8, 4, " NOW " - 400 * " DAY ", 1);"
    "INSERT INTO message (timeline_id, account_id, uid, direction, operator_id, author, delivery, body) VALUES"
    "  (1, 1, 'm1', 1, NULL, NULL, 0, 'Где мой заказ?'),"
    "  (2, 1, 'm2', 2, 1, NULL, 4, 'Ваш заказ едет, https://track.example/1'),"
    "  (3, 2, 'm3', 1, NULL, NULL, 0, 'Order 5512 is broken'),"
    "  (4, 1, 'm4', 3, 2, NULL, 0, 'Заказ проверить на складе'),"
    "  (5, 1, 'm5', 1, NULL, NULL, 0, 'Спасибо'),"
    "  (6, 2, 'm6', 2, NULL, 'Old Hand', 6, 'Sorry, what is the order?'),"
    "  (7, 2, 'm7', 1, NULL, NULL, 0, 'Заказ оплачен'),"
    "  (8, 2, 'm8', 1, NULL, NULL, 0, 'Hello');"
    "INSERT INTO attachment (uid, message_id, position, name, mime) VALUES ('f1', 5, 0, 'Чек.png', 'image/png'),"
    "  ('f2', 3, 0, 'voice.ogg', 'audio/ogg');"
    "INSERT INTO reaction VALUES (2, 0, 'x', 1);"
    "INSERT INTO mention VALUES (1, 4, 1, 0);"
    "INSERT INTO draft VALUES (2, 2, 1, 'Dear', 0, 1);"
    "INSERT INTO operation (account_id, conversation_id, message_id, kind, key, state, is_scheduled, created_at_us,"
    "  not_before_us) VALUES (2, 2, 6, 'send', 'x1', 1, 1, 0, 77)";

static const struct {
  OdSearchDocKind kind;
  gint64 ref;
  const char *text;
} docs[] = {
  { OD_SEARCH_DOC_MESSAGE, 1, "Где мой заказ?" },
  { OD_SEARCH_DOC_MESSAGE, 2, "Ваш заказ едет, https://track.example/1" },
  { OD_SEARCH_DOC_MESSAGE, 3, "Order 5512 is broken" },
  { OD_SEARCH_DOC_MESSAGE, 4, "Заказ проверить на складе" },
  { OD_SEARCH_DOC_MESSAGE, 5, "Спасибо" },
  { OD_SEARCH_DOC_MESSAGE, 6, "Sorry, what is the order?" },
  { OD_SEARCH_DOC_MESSAGE, 7, "Заказ оплачен" },
  { OD_SEARCH_DOC_MESSAGE, 8, "Hello" },
  { OD_SEARCH_DOC_CUSTOMER, 1, "Мария Орлова" },
  { OD_SEARCH_DOC_CUSTOMER, 2, "Ivan Smirnov" },
  { OD_SEARCH_DOC_CUSTOMER, 3, "M. Orlova" },
  { OD_SEARCH_DOC_CUSTOMER, 4, "Nobody Wrote" },
  { OD_SEARCH_DOC_CONTACT_POINT, 1, "maria@mail.example" },
  { OD_SEARCH_DOC_CONTACT_POINT, 2, "@ivan 700" },
  { OD_SEARCH_DOC_CONTACT_POINT, 3, "@masha 800" },
  { OD_SEARCH_DOC_FIELDS, 1, "Тверь\n77" },
  { OD_SEARCH_DOC_FIELDS, 2, "1042-A" },
  { OD_SEARCH_DOC_FILE, 5, "Чек.png" },
  { OD_SEARCH_DOC_FILE, 3, "voice.ogg" },
  { OD_SEARCH_DOC_CUSTOMER_NOTE, 1, "Платит по счёту" },
};

static gboolean
index_all (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (docs); i++)
    if (!od_search_index_put (db, docs[i].kind, docs[i].ref, docs[i].text, error))
      return FALSE;
  return TRUE;
}

static void
set_up (StoreFixture *fixture, gconstpointer data)
{
  store_fixture_set_up (fixture, data);
  store_fixture_exec (fixture, rows);
  g_assert_true (od_db_write_sync (fixture->db, index_all, NULL, NULL));
}

/* ---- search ------------------------------------------------------------------- */

static GPtrArray *
search (OdSearchPort *port, const OdSearchQuestion *question, GError **error)
{
  StoreWait wait = { NULL };
  GPtrArray *hits;

  od_search_port_search_async (port, question, NULL, store_wait_cb, &wait);
  hits = od_search_port_search_finish (port, store_wait (&wait), error);
  store_wait_clear (&wait);
  return hits;
}

static char *
describe_hits (const GPtrArray *hits)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < hits->len; i++)
    {
      const OdSearchHit *hit = g_ptr_array_index (hits, i);

      if (i > 0)
        g_string_append_c (ids, ' ');
      if (hit->message_id == 0)
        g_string_append_printf (ids, "c%" G_GINT64_FORMAT, hit->customer_id);
      else
        g_string_append_printf (ids, "%" G_GINT64_FORMAT, hit->message_id);
    }
  return g_string_free (ids, FALSE);
}

static void
test_search (StoreFixture *fixture, gconstpointer data)
{
  static const struct {
    const char *text, *ids; /* newest first */
  } cases[] = {
    { "заказ ", "4 2 1 7" },
    { "заказ OR order ", "4 2 1 6 3 7" },
    { "заказ | order спасибо ", "4 2 1 7" },
    { "(заказ OR order) (broken OR складе) ", "4 3" },
    { "заказ -складе ", "2 1 7" },
    { "-заказ ", "5 6 3 8" },
    { "NOT (заказ OR order) ", "5 8" },
    { "\"мой заказ\" OR hello ", "1 8" },
    { "-\"мой заказ\" заказ ", "4 2 7" },
    { "551 OR hello ", "3 8" }, /* part of a number, or a word: of two indexes */
    { "-551 order ", "6" },
    { "заказ from:customer ", "1 7" },
    { "заказ from:operator ", "4 2" },
    { "заказ from:me ", "2" },
    { "заказ от:oleg ", "4" },
    { "order from:old ", "6" },
    { "from:\"Old Hand\" ", "6" },
    { "from:\"Old\" ", "" },
    { "from:мария ", "5 1 7" }, /* with what she wrote from the profile that was linked */
    { "from:masha заказ ", "1 7" },
    { "from:maria@mail ", "5 1 7" },
    { "from:ivan ", "3 8" },
    { "-from:customer ", "4 2 6" },
    { "заказ channel:webchat ", "4 2 1" },
    { "заказ -channel:WebChat ", "7" },
    { "заказ account:\"Shop bot\" ", "7" },
    { "заказ account:shop ", "4 2 1 7" },
    { "заказ tag:vip ", "4 2 1 7" },
    { "tag:возврат order ", "6 3" },
    { "tag:* ", "5 4 2 1 6 3 7" },
    { "order tag:возв", "6 3" }, /* being typed */
    { "order tag:возв ", "" },
    { "заказ is:unread ", "4 2 1" },
    { "заказ is:snoozed ", "7" },
    { "is:resolved ", "8" },
    { "is:blocked order ", "6 3" },
    { "is:mentioned заказ ", "4 2 1" },
    { "has:file ", "5 3" },
    { "has:image ", "5" },
    { "has:audio order ", "3" },
    { "has:link ", "2" },
    { "has:note ", "4" },
    { "has:reaction ", "2" },
    { "has:failed ", "6" },
    { "has:scheduled ", "6" },
    { "has:draft order ", "6 3" },
    { "assignee:me заказ ", "4 2 1" },
    { "assignee:oleg заказ ", "7" },
    { "assignee:none ", "6 3 8" },
    { "assignee:* ", "5 4 2 1 7" },
    { "priority:urgent заказ ", "4 2 1" },
    { "priority:low ", "7" },
    { "заказ before:30d ", "7" },
    { "заказ after:30d ", "4 2 1" },
    { "after:2026-03-29 before:2026-03-30 ", "4 2" },
    { "in:notes заказ ", "4" },
    { "in:messages заказ ", "2 1 7" },
    { "in:files чек ", "5" },
    { "чек in:messages ", "" },
    { "in:names мария ", "5" },
    { "in:fields тверь ", "5" },
    { "in:notes счету ", "5" },
    { "city:тверь заказ ", "4 2 1 7" },
    { "city:* order ", "" },
    { "order:1042 broken ", "3" },
    { "order:1042-A ", "6 3 8" },
    { "order:9 ", "" },
    { "no_such_field:x", "" },
    { "(tag:vip OR broken) заказ ", "4 2 1 7" },
    { "tag:vip OR broken ", "5 4 2 1 3 7" },
    { "(from:me OR has:note) заказ ", "4 2" },
    { "-(from:me OR has:note) заказ ", "1 7" },
    { "мария tag:vip ", "5" },
    { "мария -tag:vip ", "" },
    { "nobody ", "c4" }, /* a person without messages */
    { "nobody tag:vip ", "" },
    { "спасибо OR", "5" }, /* being typed */
    { "спасибо is:unr", "5" },
  };
  g_autoptr (OdSearchPort) port = od_search_reader_new (fixture->db);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const OdSearchQuestion question = { .text = cases[i].text, .limit = 50, .operator_id = ME, .now_us = NOW_US };
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) hits = search (port, &question, &error);
      g_autofree char *ids = NULL;

      g_test_message ("question %u: %s", i, cases[i].text);
      g_assert_no_error (error);
      ids = describe_hits (hits);
      g_assert_cmpstr (ids, ==, cases[i].ids);
    }
}

static void
test_search_within (StoreFixture *fixture, gconstpointer data)
{
  static const struct {
    const char *text;
    gint64 conversation_id, customer_id;
    const char *ids; /* oldest first */
  } cases[] = {
    { "заказ", 1, 0, "1 2 4" },   { "заказ", 3, 0, "7" },
    { "заказ", 0, 1, "7 1 2 4" }, { "order", 0, 2, "3 6" },
    { "order", 2, 0, "3 6" },     { "order", 1, 0, "" },
    { "чек", 1, 0, "5" },         { "чек", 0, 1, "5" },
    { "чек", 2, 0, "" },          { "from:customer", 0, 1, "7 1 5" },
    { "мария", 0, 1, "" },
  };
  g_autoptr (OdSearchPort) port = od_search_reader_new (fixture->db);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const OdSearchQuestion question = { .text = cases[i].text,
                                          .limit = 1000,
                                          .conversation_id = cases[i].conversation_id,
                                          .customer_id = cases[i].customer_id,
                                          .now_us = NOW_US };
      g_autoptr (GPtrArray) hits = search (port, &question, NULL);
      g_autofree char *ids = describe_hits (hits);

      g_test_message ("question %u: %s", i, cases[i].text);
      g_assert_cmpstr (ids, ==, cases[i].ids);
    }
}

static void
test_what_was_hit (StoreFixture *fixture, gconstpointer data)
{
  static const struct {
    const char *text;
    OdSearchWhat what;
    const char *snippet;
  } cases[] = {
    { "спасибо", OD_SEARCH_WHAT_MESSAGE, "\x02Спасибо\x03" },
    { "чек", OD_SEARCH_WHAT_FILE, "\x02Чек\x03.png" },
    { "мария", OD_SEARCH_WHAT_PERSON, "\x02Мария\x03 Орлова" },
    { "тверь", OD_SEARCH_WHAT_FIELD, "\x02Тверь\x03 · 77" },
    { "счету", OD_SEARCH_WHAT_NOTE, "Платит по \x02счёту\x03" },
    { "nobody", OD_SEARCH_WHAT_PERSON, "\x02Nobody\x03 Wrote" },
    { "tag:vip (спасибо OR складе) from:customer", OD_SEARCH_WHAT_MESSAGE, "\x02Спасибо\x03" },
  };
  g_autoptr (OdSearchPort) port = od_search_reader_new (fixture->db);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const OdSearchQuestion question = { .text = cases[i].text, .limit = 5, .now_us = NOW_US };
      g_autoptr (GPtrArray) hits = search (port, &question, NULL);
      const OdSearchHit *hit;

      g_test_message ("question %u: %s", i, cases[i].text);
      g_assert_cmpuint (hits->len, ==, 1);
      hit = g_ptr_array_index (hits, 0);
      g_assert_cmpint (hit->what, ==, cases[i].what);
      g_assert_cmpstr (hit->snippet, ==, cases[i].snippet);
      g_assert_cmpint (hit->message_id > 0, ==, hit->conversation_id > 0);
    }
}

static void
test_search_mistake (StoreFixture *fixture, gconstpointer data)
{
  const OdSearchQuestion question = { .text = "заказ is:blue x", .limit = 5, .now_us = NOW_US };
  g_autoptr (OdSearchPort) port = od_search_reader_new (fixture->db);
  g_autoptr (GError) error = NULL;

  g_assert_null (search (port, &question, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
  g_assert_null (strstr (error->message, "заказ")); /* nothing of people in messages */
}

/* ---- views ---------------------------------------------------------------------- */

static GArray *
list (OdConversationPort *port, const OdViewQuery *query, GError **error)
{
  StoreWait wait = { NULL };
  GArray *ids;

  od_conversation_port_list_async (port, query, NULL, store_wait_cb, &wait);
  ids = od_conversation_port_list_finish (port, store_wait (&wait), error);
  store_wait_clear (&wait);
  return ids;
}

static gint64
count (OdConversationPort *port, const OdViewQuery *query)
{
  StoreWait wait = { NULL };
  g_autoptr (GArray) counts = NULL;

  od_conversation_port_count_async (port, query, 1, NULL, store_wait_cb, &wait);
  counts = od_conversation_port_count_finish (port, store_wait (&wait), NULL);
  store_wait_clear (&wait);
  g_assert_cmpuint (counts->len, ==, 1);
  return g_array_index (counts, gint64, 0);
}

static char *
describe_ids (const GArray *ids)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "", g_array_index (ids, gint64, i));
  return g_string_free (text, FALSE);
}

static void
test_view (StoreFixture *fixture, gconstpointer data)
{
  static const struct {
    const char *filter, *ids, *unanswered;
  } cases[] = {
    { "", "1 2 3 4", "1" },
    { "is:open", "1 3", "1" },
    { "is:waiting OR is:resolved", "2 4", "" },
    { "-is:snoozed", "1 2 4", "1" },
    { "is:late", "1", "1" },
    { "-is:late", "2 3 4", "" },
    { "is:unread", "1", "1" },
    { "is:unanswered", "1", "1" },
    { "is:mine", "1", "1" },
    { "is:unassigned", "2 4", "" },
    { "is:blocked", "2 4", "" },
    { "is:mentioned", "1", "1" },
    { "is:spam", "", "" },
    { "channel:telegram", "2 3 4", "" },
    { "account:\"shop site\"", "1", "1" },
    { "tag:vip", "1 3", "1" },
    { "tag:возврат", "2", "" },
    { "tag:воз", "", "" },
    { "-tag:*", "4", "" },
    { "assignee:me", "1", "1" },
    { "assignee:анна", "1", "1" },
    { "assignee:none", "2 4", "" },
    { "priority:urgent", "1", "1" },
    { "priority:normal", "2 4", "" },
    { "has:file", "1 2", "1" },
    { "has:audio", "2", "" },
    { "has:link", "1", "1" },
    { "has:note", "1", "1" },
    { "has:draft", "2", "" },
    { "has:scheduled", "2", "" },
    { "has:failed", "2", "" },
    { "has:reaction", "1", "1" },
    { "from:мария", "1 3", "1" },
    { "from:ivan", "2 4", "" },
    { "from:me", "1", "1" },
    { "from:operator", "1 2", "1" },
    { "before:2026-03-25", "2 3 4", "" },
    { "after:30d", "1 2", "1" },
    { "order:1042", "2 4", "" },
    { "city:*", "1 3", "1" },
    { "city:тверь is:open", "1 3", "1" },
    { "заказ", "1 3", "1" },
    { "заказ -складе", "3", "" },
    { "551", "2", "" },             /* numbers also in part */
    { "складе OR hell", "1", "1" }, /* nothing is being typed */
    { "чек.png", "1", "1" },
    { "in:files чек", "1", "1" },
    { "in:notes чек", "", "" },
    { "in:names мария", "1 3", "1" },
    { "орлова OR hello", "1 3 4", "1" },
    { "счету", "1 3", "1" },
    { "\"мой заказ\"", "1", "1" },
    { "no_such_field:x", "", "" },
    { "(tag:vip OR tag:возврат) -is:snoozed", "1 2", "1" },
  };
  g_autoptr (OdConversationPort) port = od_conversation_reader_new (fixture->db);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OdViewQuery query = { .scope = OD_SCOPE_ALL,
                            .order = OD_ORDER_ACTIVITY,
                            .now_us = NOW_US,
                            .filter = cases[i].filter,
                            .operator_id = ME };
      g_autoptr (GError) error = NULL;
      g_autoptr (GArray) all = list (port, &query, &error);
      g_autoptr (GArray) unanswered = NULL;
      g_autofree char *all_ids = NULL;
      g_autofree char *unanswered_ids = NULL;

      g_test_message ("filter %u: %s", i, cases[i].filter);
      g_assert_no_error (error);
      all_ids = describe_ids (all);
      g_assert_cmpstr (all_ids, ==, cases[i].ids);
      g_assert_cmpint (count (port, &query), ==, all->len);
      query.is_unanswered = TRUE;
      unanswered = list (port, &query, NULL);
      unanswered_ids = describe_ids (unanswered);
      g_assert_cmpstr (unanswered_ids, ==, cases[i].unanswered);
      g_assert_cmpint (count (port, &query), ==, unanswered->len);
    }
}

/* Spam is in no view, unless it is asked for by name. */
static void
test_spam_by_name (StoreFixture *fixture, gconstpointer data)
{
  static const struct {
    OdScope scope;
    const char *filter, *ids;
  } cases[] = {
    { OD_SCOPE_ALL, NULL, "1 2 3" },          { OD_SCOPE_ALL, "is:spam", "4" },
    { OD_SCOPE_INBOX, "is:spam", "4" },       { OD_SCOPE_ALL, "is:spam OR tag:vip", "1 4 3" },
    { OD_SCOPE_ALL, "NOT is:spam", "1 2 3" }, { OD_SCOPE_ALL, "is:spam is:mine", "" },
  };
  g_autoptr (OdConversationPort) port = od_conversation_reader_new (fixture->db);

  store_fixture_exec (fixture, "UPDATE conversation SET status = 4 WHERE id = 4");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const OdViewQuery query = { .scope = cases[i].scope, .now_us = NOW_US, .filter = cases[i].filter };
      g_autoptr (GArray) ids = list (port, &query, NULL);
      g_autofree char *text = describe_ids (ids);

      g_test_message ("%s", cases[i].filter);
      g_assert_cmpstr (text, ==, cases[i].ids);
      g_assert_cmpint (count (port, &query), ==, ids->len);
    }
}

static void
test_scopes (StoreFixture *fixture, gconstpointer data)
{
  static const struct {
    OdScope scope;
    gint64 assignee_id;
    const char *filter, *ids;
  } cases[] = {
    { OD_SCOPE_INBOX, 0, "tag:vip", "1" },   { OD_SCOPE_LATE, 0, NULL, "1" },
    { OD_SCOPE_LATE, 0, "tag:возврат", "" }, { OD_SCOPE_MENTIONS, 1, NULL, "1" },
    { OD_SCOPE_MENTIONS, 2, NULL, "" },      { OD_SCOPE_MENTIONS, 1, "is:mine", "1" },
    { OD_SCOPE_SNOOZED, 0, "tag:vip", "3" },
  };
  g_autoptr (OdConversationPort) port = od_conversation_reader_new (fixture->db);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const OdViewQuery query = {
        .scope = cases[i].scope, .assignee_id = cases[i].assignee_id, .now_us = NOW_US, .filter = cases[i].filter
      };
      g_autoptr (GArray) ids = list (port, &query, NULL);
      g_autofree char *text = describe_ids (ids);

      g_test_message ("scope %u", i);
      g_assert_cmpstr (text, ==, cases[i].ids);
      g_assert_cmpint (count (port, &query), ==, ids->len);
    }
}

static void
test_counts_of_several (StoreFixture *fixture, gconstpointer data)
{
  const OdViewQuery queries[] = {
    { .scope = OD_SCOPE_INBOX, .now_us = NOW_US },
    { .scope = OD_SCOPE_ALL, .now_us = NOW_US, .filter = "tag:vip" },
    { .scope = OD_SCOPE_ALL, .now_us = NOW_US, .is_unanswered = TRUE },
    { .scope = OD_SCOPE_RESOLVED, .now_us = NOW_US },
    { .scope = OD_SCOPE_RESOLVED, .now_us = NOW_US, .is_unanswered = TRUE },
    { .scope = OD_SCOPE_ALL, .now_us = NOW_US, .channel = "telegram" },
    { .scope = OD_SCOPE_ALL, .now_us = NOW_US, .filter = "has:file", .is_unanswered = TRUE },
  };
  static const gint64 expected[] = { 1, 2, 1, 1, 0, 3, 1 };
  g_autoptr (OdConversationPort) port = od_conversation_reader_new (fixture->db);
  StoreWait wait = { NULL };
  g_autoptr (GArray) counts = NULL;

  od_conversation_port_count_async (port, queries, G_N_ELEMENTS (queries), NULL, store_wait_cb, &wait);
  counts = od_conversation_port_count_finish (port, store_wait (&wait), NULL);
  store_wait_clear (&wait);
  g_assert_cmpuint (counts->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < counts->len; i++)
    g_assert_cmpint (g_array_index (counts, gint64, i), ==, expected[i]);
}

static void
test_view_mistake (StoreFixture *fixture, gconstpointer data)
{
  static const char *const filters[] = { "is:blue x", "tag:", "(a", "a OR" };
  g_autoptr (OdConversationPort) port = od_conversation_reader_new (fixture->db);

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      const OdViewQuery query = { .scope = OD_SCOPE_ALL, .filter = filters[i] };
      g_autoptr (GError) error = NULL;

      g_assert_null (list (port, &query, &error));
      g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
    }
}

/* What a row shows beside its text. */
static void
test_marks (StoreFixture *fixture, gconstpointer data)
{
  static const gint64 ids[] = { 1, 2 };
  g_autoptr (OdConversationPort) port = od_conversation_reader_new (fixture->db);
  g_autoptr (GPtrArray) loaded = NULL;
  const OdConversationMarks *marks;
  StoreWait wait = { NULL };

  od_conversation_port_load_async (port, ids, G_N_ELEMENTS (ids), NULL, store_wait_cb, &wait);
  loaded = od_conversation_port_load_finish (port, store_wait (&wait), NULL);
  store_wait_clear (&wait);
  marks = &((OdConversationRow *) g_ptr_array_index (loaded, 0))->marks;
  g_assert_cmpint (marks->priority, ==, OD_PRIORITY_URGENT);
  g_assert_cmpint (marks->due_us, ==, NOW_US - 1);
  g_assert_cmpint (marks->sends_at_us, ==, 0);
  g_assert_false (marks->has_draft || marks->is_blocked);
  marks = &((OdConversationRow *) g_ptr_array_index (loaded, 1))->marks;
  g_assert_cmpint (marks->priority, ==, OD_PRIORITY_NORMAL);
  g_assert_cmpint (marks->due_us, ==, 0);
  g_assert_cmpint (marks->sends_at_us, ==, 77);
  g_assert_true (marks->has_draft && marks->is_blocked);
}

#define ADD(name, func) g_test_add (name, StoreFixture, NULL, set_up, func, store_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/query-filters/search", test_search);
  ADD ("/query-filters/search-within", test_search_within);
  ADD ("/query-filters/what-was-hit", test_what_was_hit);
  ADD ("/query-filters/search-mistake", test_search_mistake);
  ADD ("/query-filters/view", test_view);
  ADD ("/query-filters/scopes", test_scopes);
  ADD ("/query-filters/spam-by-name", test_spam_by_name);
  ADD ("/query-filters/counts-of-several", test_counts_of_several);
  ADD ("/query-filters/view-mistake", test_view_mistake);
  ADD ("/query-filters/marks", test_marks);

  return g_test_run ();
}
