/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-db.h"
#include "od-error.h"
#include "od-json.h"
#include "od-record.h"
#include "od-stmt.h"
#include "od-temp-folder.h"

/* Rows of the store as the interchange format and --json show them. */

#define SAMPLE                                                                                                              \
  "INSERT INTO operator (id, uid, name) VALUES (1, 'o1', 'Anna');"                                                          \
  "INSERT INTO account (id, channel, name, created_at_us) VALUES (1, 'webchat', 'Shop', 1);"                                \
  "INSERT INTO customer (id, uid, name, note, created_at_us) VALUES (5, 'c1', 'Мария', 'calls', 1);"                   \
  "INSERT INTO contact_point (customer_id, channel, address, display) VALUES (5, 'webchat', 'v1', 'Visitor');"              \
  "INSERT INTO tag (id, name) VALUES (1, 'vip'), (2, 'b2b');"                                                               \
  "INSERT INTO customer_tag VALUES (5, 1); INSERT INTO conversation_tag VALUES (7, 2), (7, 1);"                             \
  "INSERT INTO field (id, key, label) VALUES (1, 'order', 'Order'); INSERT INTO customer_field VALUES (5, 1, '1042');"      \
  "INSERT INTO thread (id, account_id, remote_id) VALUES (1, 1, 'v1');"                                                     \
  "INSERT INTO conversation (id, uid, account_id, thread_id, customer_id, status, assignee_id, created_at_us, "             \
  "last_at_us) VALUES (7, 'k1', 1, 1, 5, 2, 1, 1700000000000000, 1);"                                                       \
  "INSERT INTO timeline VALUES (11, 7, 1700000001500000, 1), (12, 7, 1700000002000000, 2), (13, 7, "                        \
  "1700000003000000, 4);"                                                                                                   \
  "INSERT INTO message (timeline_id, account_id, uid, direction, body) VALUES (11, 1, 'm1', 1, 'Где заказ? 😟');" \
  "INSERT INTO message (timeline_id, account_id, uid, direction, body, delivery, operator_id, reply_to_id) "                \
  "VALUES (12, 1, 'm2', 2, 'On its way', 4, 1, 11);"                                                                        \
  "INSERT INTO event (timeline_id, uid, what, operator_id) VALUES (13, 'e1', 'status', 1);"                                 \
  "INSERT INTO reaction VALUES (12, 0, '👍', 5);"                                                                         \
  "INSERT INTO attachment (uid, message_id, position, name, mime, size_bytes, sha256) "                                     \
  "VALUES ('f_1', 12, 0, 'a.jpg', 'image/jpeg', 3, 'abcdef');"

static gboolean
fill (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return od_db_exec (db, "PRAGMA defer_foreign_keys = ON;" SAMPLE, error);
}

typedef struct {
  gint64 id;
  char what; /* 'c'onversation, 'm'essage, c'u'stomer */
  OdRecordFlags flags;
  char *json;
} Ask;

static gboolean
read_record (sqlite3 *db, gpointer data, GError **error)
{
  Ask *ask = data;
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = NULL;

  if (ask->what == 'c')
    object = od_record_conversation (db, ask->id, ask->flags, error);
  else if (ask->what == 'm')
    object = od_record_message (db, ask->id, ask->flags, "files", error);
  else
    object = od_record_customer (db, ask->id, ask->flags, error);
  if (object == NULL)
    return FALSE;
  json_node_take_object (node, object);
  ask->json = od_json_to_string (node, NULL);
  return TRUE;
}

typedef struct {
  char *folder;
  OdDb *db;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  fixture->folder = od_temp_folder_new ();
  path = g_build_filename (fixture->folder, "store.db", NULL);
  fixture->db = od_db_open (path, OD_DB_READ_WRITE, &error);
  g_assert_no_error (error);
  od_db_write_sync (fixture->db, fill, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  od_db_close (fixture->db);
  g_assert_finalize_object (fixture->db);
  od_temp_folder_free (fixture->folder);
}

static void
assert_record (Fixture *fixture, char what, gint64 id, OdRecordFlags flags, const char *expected)
{
  g_autoptr (GError) error = NULL;
  Ask ask = { .id = id, .what = what, .flags = flags };

  od_db_read_sync (fixture->db, OD_DB_PAGES, read_record, &ask, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ask.json, ==, expected);
  g_free (ask.json);
}

static void
test_a_customer (Fixture *fixture, gconstpointer data)
{
  assert_record (fixture, 'u', 5, OD_RECORD_TYPE,
                 "{\"type\":\"customer\",\"id\":\"c1\",\"name\":\"Мария\",\"contact_points\":[{\"channel\":\"webchat\","
                 "\"address\":\"v1\",\"display\":\"Visitor\"}],\"fields\":{\"order\":\"1042\"},\"tags\":[\"vip\"],"
                 "\"note\":\"calls\"}");
}

static void
test_a_conversation (Fixture *fixture, gconstpointer data)
{
  assert_record (fixture, 'c', 7, OD_RECORD_ROW,
                 "{\"row\":7,\"id\":\"k1\",\"customer\":\"c1\",\"channel\":\"webchat\",\"account\":\"Shop\","
                 "\"status\":\"pending\",\"subject\":null,\"assignee\":\"Anna\",\"tags\":[\"b2b\",\"vip\"],"
                 "\"created_at\":\"2023-11-14T22:13:20Z\",\"snoozed_until\":null,\"due\":null}");
}

static void
test_messages (Fixture *fixture, gconstpointer data)
{
  assert_record (fixture, 'm', 11, 0,
                 "{\"id\":\"m1\",\"conversation\":\"k1\",\"direction\":\"in\",\"author\":\"\","
                 "\"at\":\"2023-11-14T22:13:21.5Z\",\"text\":\"Где заказ? 😟\",\"format\":\"plain\",\"reply_to\":null,"
                 "\"reactions\":[],\"attachments\":[]}");
  assert_record (
      fixture, 'm', 12, 0,
      "{\"id\":\"m2\",\"conversation\":\"k1\",\"direction\":\"out\",\"author\":\"Anna\","
      "\"at\":\"2023-11-14T22:13:22Z\",\"text\":\"On its way\",\"format\":\"plain\",\"reply_to\":\"m1\","
      "\"delivery\":\"delivered\",\"reactions\":[{\"emoji\":\"👍\",\"by\":\"customer\"}],"
      "\"attachments\":[{\"name\":\"a.jpg\",\"mime\":\"image/jpeg\",\"size\":3,\"path\":\"files/ab/abcdef\"}]}");
  assert_record (fixture, 'm', 13, OD_RECORD_ROW,
                 "{\"row\":13,\"id\":\"e1\",\"conversation\":\"k1\",\"direction\":\"event\",\"author\":\"Anna\","
                 "\"at\":\"2023-11-14T22:13:23Z\",\"text\":\"status\",\"format\":\"plain\",\"reply_to\":null}");
}

static void
test_what_is_not_there (Fixture *fixture, gconstpointer data)
{
  static const char kinds[] = "cmu";

  for (guint i = 0; kinds[i] != '\0'; i++)
    {
      g_autoptr (GError) error = NULL;
      Ask ask = { .id = 999, .what = kinds[i] };

      g_assert_false (od_db_read_sync (fixture->db, OD_DB_PAGES, read_record, &ask, &error));
      g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/record/a-customer", Fixture, NULL, set_up, test_a_customer, tear_down);
  g_test_add ("/record/a-conversation", Fixture, NULL, set_up, test_a_conversation, tear_down);
  g_test_add ("/record/messages", Fixture, NULL, set_up, test_messages, tear_down);
  g_test_add ("/record/what-is-not-there", Fixture, NULL, set_up, test_what_is_not_there, tear_down);
  return g_test_run ();
}
