/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-error.h"
#include "od-store-card.h"
#include "od-store-draft.h"
#include "store-fixture.h"

static const char rows[] =
    "INSERT INTO account (id, channel, name, created_at_us) VALUES (1, 'webchat', 'Shop', 0);"
    "INSERT INTO customer (id, uid, name, note, lang, created_at_us, last_seen_at_us)"
    "  VALUES (1, 'c1', 'Maria', 'likes blue', 'ru', 5, 9), (2, 'c2', '', '', NULL, 6, 0);"
    "INSERT INTO contact_point (customer_id, channel, address, display, last_seen_at_us, page_url, is_verified)"
    "  VALUES (1, 'webchat', 'v1', '', 3, 'https://shop.example/', 0), (1, 'telegram', '700', '@maria', 8, NULL, 1);"
    "INSERT INTO field (id, key, label, position) VALUES (1, 'order', 'Order', 2), (2, 'city', 'City', 1);"
    "INSERT INTO customer_field VALUES (1, 1, '1042'), (1, 2, 'Tver');"
    "INSERT INTO tag (id, name) VALUES (1, 'vip'), (2, 'b2b');"
    "INSERT INTO customer_tag VALUES (1, 1), (1, 2);"
    "INSERT INTO thread (id, account_id, remote_id) VALUES (1, 1, 't1'), (2, 1, 't2');"
    "INSERT INTO conversation (id, uid, account_id, thread_id, customer_id, status, created_at_us, last_at_us)"
    "  VALUES (1, 'k1', 1, 1, 1, 1, 10, 10), (2, 'k2', 1, 2, 1, 3, 20, 20);"
    "INSERT INTO timeline (id, conversation_id, at_us, kind) VALUES (1, 1, 10, 1);"
    "INSERT INTO message (timeline_id, account_id, uid, direction) VALUES (1, 1, 'm1', 1);"
    "INSERT INTO attachment (uid, message_id, position, name, mime) VALUES ('f1', 1, 0, 'a', 'b/c'), ('f2', 1, 1, 'd', 'e/f')";

static void
set_up (StoreFixture *fixture, gconstpointer data)
{
  store_fixture_set_up (fixture, data);
  store_fixture_exec (fixture, rows);
}

static void
test_card (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (OdCardJob) job = od_card_job_new (1);
  g_autoptr (GError) error = NULL;
  const OdContactPointRow *newest;
  const OdFieldRow *city;

  od_db_read_sync (fixture->db, OD_DB_PAGES, od_store_card_load, job, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (job->card->name, ==, "Maria");
  g_assert_cmpstr (job->card->note, ==, "likes blue");
  g_assert_cmpstr (job->card->lang, ==, "ru");
  g_assert_null (job->card->time_zone);
  g_assert_cmpint (job->card->last_seen_at_us, ==, 9);
  g_assert_cmpstrv (job->card->tags, ((const char *const[]){ "b2b", "vip", NULL }));
  g_assert_cmpuint (job->card->contact_points->len, ==, 2);
  newest = g_ptr_array_index (job->card->contact_points, 0);
  g_assert_cmpstr (newest->display, ==, "@maria");
  g_assert_true (newest->is_verified);
  g_assert_cmpstr (((OdContactPointRow *) g_ptr_array_index (job->card->contact_points, 1))->display, ==, "v1");
  city = g_ptr_array_index (job->card->fields, 0);
  g_assert_cmpstr (city->label, ==, "City");
  g_assert_cmpstr (city->value, ==, "Tver");
  g_assert_cmpuint (job->card->conversations->len, ==, 2);
  g_assert_cmpint (((OdConversationHead *) g_ptr_array_index (job->card->conversations, 0))->id, ==, 2);
  g_assert_cmpuint (job->card->n_conversations, ==, 2);
  g_assert_cmpuint (job->card->n_files, ==, 2);
  g_assert_cmpuint (job->card->rating.n, ==, 0);
  g_assert_cmpuint (job->card->links->len, ==, 0);
}

static void
test_ratings_and_links (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (OdCardJob) job = od_card_job_new (1);
  g_autoptr (GError) error = NULL;

  store_fixture_exec (
      fixture,
      "INSERT INTO timeline (id, conversation_id, at_us, kind) VALUES (10, 1, 11, 1), (11, 2, 12, 1), (12, 2, 13, 2);"
      "INSERT INTO message (timeline_id, account_id, uid, direction, body, payload) VALUES"
      " (10, 1, 'm10', 1, '', '{\"form\":\"csat\",\"data\":{\"rating\":5}}'),"
      " (11, 1, 'm11', 1, 'see https://a.example/1 and https://a.example/2', '{\"form\":\"csat\",\"data\":{\"rating\":2}}'),"
      " (12, 1, 'm12', 2, 'https://a.example/2', 'no JSON')");
  od_db_read_sync (fixture->db, OD_DB_PAGES, od_store_card_load, job, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (job->card->rating.n, ==, 2);
  g_assert_cmpuint (job->card->rating.last, ==, 2);
  g_assert_cmpfloat (job->card->rating.average, ==, 3.5);
  g_assert_cmpuint (job->card->links->len, ==, 2);
  g_assert_cmpstr (((OdSharedLinkRow *) job->card->links->pdata[0])->url, ==, "https://a.example/2");
  g_assert_cmpint (((OdSharedLinkRow *) job->card->links->pdata[0])->message_id, ==, 12);
  g_assert_cmpstr (((OdSharedLinkRow *) job->card->links->pdata[1])->url, ==, "https://a.example/1");
}

/* Newest first; what was deleted, and what a note has, nobody shared. */
static void
test_shared_files (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (OdSharedFilesJob) job = od_shared_files_job_new (1, 3, "/tmp"),
                               more = od_shared_files_job_new (1, 9, "/tmp");
  g_autoptr (OdSharedFilesJob) none = od_shared_files_job_new (2, 9, "/tmp"),
                               nobody = od_shared_files_job_new (3, 9, "");
  g_autoptr (OdCardJob) card = od_card_job_new (1);
  g_autoptr (GError) error = NULL;
  const OdSharedFileRow *newest;

  store_fixture_exec (
      fixture,
      "INSERT INTO timeline (id, conversation_id, at_us, kind) VALUES (20, 2, 30, 2), (21, 2, 40, 1), (22, 2, 50, 3);"
      "INSERT INTO message (timeline_id, account_id, uid, direction, deleted_at_us) VALUES (20, 1, 'm20', 2, 0),"
      " (21, 1, 'm21', 1, 9), (22, 1, 'm22', 3, 0);"
      "INSERT INTO attachment (uid, message_id, position, name, mime, size_bytes, state) VALUES"
      " ('f20', 20, 0, 'bill.pdf', 'application/pdf', 77, 3), ('f21', 21, 0, 'gone', 'b/c', 1, 3),"
      " ('f22', 22, 0, 'private', 'b/c', 1, 3)");
  g_assert_true (od_db_read_sync (fixture->db, OD_DB_PAGES, od_store_card_list_files, more, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (more->files->len, ==, 3);
  newest = more->files->pdata[0];
  g_assert_cmpstr (newest->file->name, ==, "bill.pdf");
  g_assert_cmpint (newest->file->size_bytes, ==, 77);
  g_assert_cmpint (newest->message_id, ==, 20);
  g_assert_cmpint (newest->conversation_id, ==, 2);
  g_assert_cmpint (newest->at_us, ==, 30);
  g_assert_cmpstr (((OdSharedFileRow *) more->files->pdata[2])->file->uid, ==, "f2");
  job->limit = 2;
  g_assert_true (od_db_read_sync (fixture->db, OD_DB_PAGES, od_store_card_list_files, job, &error));
  g_assert_cmpuint (job->files->len, ==, 2);
  g_assert_true (od_db_read_sync (fixture->db, OD_DB_PAGES, od_store_card_load, card, &error));
  g_assert_cmpuint (card->card->n_files, ==, 3);
  g_assert_true (od_db_read_sync (fixture->db, OD_DB_PAGES, od_store_card_list_files, none, &error));
  g_assert_cmpuint (none->files->len, ==, 0);
  g_assert_false (od_db_read_sync (fixture->db, OD_DB_PAGES, od_store_card_list_files, nobody, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
}

static void
test_bare_card (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (OdCardJob) job = od_card_job_new (2), nobody = od_card_job_new (3);
  g_autoptr (GError) error = NULL;

  od_db_read_sync (fixture->db, OD_DB_PAGES, od_store_card_load, job, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (job->card->name, ==, "");
  g_assert_null (job->card->tags);
  g_assert_cmpuint (job->card->fields->len, ==, 0);

  g_assert_false (od_db_read_sync (fixture->db, OD_DB_PAGES, od_store_card_load, nobody, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
}

static void
save (StoreFixture *fixture, gint64 revision, const char *body, gboolean is_note)
{
  OdDraft draft = { .conversation_id = 1, .revision = revision, .body = (char *) body, .is_note = is_note };
  g_autoptr (OdDraftJob) job = od_draft_job_new (&draft, 77);
  g_autoptr (GError) error = NULL;

  od_db_write_sync (fixture->db, od_store_draft_save, job, &error);
  g_assert_no_error (error);
}

static void
assert_draft (StoreFixture *fixture, gboolean is_note, gint64 revision, const char *body)
{
  g_autoptr (OdDraftJob) job = od_draft_job_new_load (1, is_note, "/profile/files");
  g_autoptr (GError) error = NULL;

  od_db_read_sync (fixture->db, OD_DB_PAGES, od_store_draft_load, job, &error);
  g_assert_no_error (error);
  g_assert_cmpint (job->draft->revision, ==, revision);
  g_assert_cmpstr (job->draft->body, ==, body);
}

static void
test_draft_revisions (StoreFixture *fixture, gconstpointer data)
{
  assert_draft (fixture, FALSE, 0, "");
  save (fixture, 3, "Hello", FALSE);
  save (fixture, 1, "a note", TRUE);
  assert_draft (fixture, FALSE, 3, "Hello");
  assert_draft (fixture, TRUE, 1, "a note");
  save (fixture, 2, "Hell", FALSE); /* overtaken */
  assert_draft (fixture, FALSE, 3, "Hello");
  save (fixture, 2, "", FALSE);
  assert_draft (fixture, FALSE, 3, "Hello");
  save (fixture, 4, "Hello!", FALSE);
  assert_draft (fixture, FALSE, 4, "Hello!");
  save (fixture, 5, "", FALSE);
  assert_draft (fixture, FALSE, 0, "");
  assert_draft (fixture, TRUE, 1, "a note");
}

#define HASH "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static void
test_files_wait_with_a_draft (StoreFixture *fixture, gconstpointer data)
{
  OdFileRef first = { (char *) HASH, (char *) "a.txt", (char *) "text/plain", NULL, 3, 0, 0 };
  OdFileRef second = { (char *) HASH, (char *) "b.txt", (char *) "text/plain", NULL, 3, 0, 0 };
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  OdDraft draft = { .conversation_id = 1, .revision = 1, .body = (char *) "", .files = files };
  g_autoptr (OdDraftJob) both = NULL, loaded = od_draft_job_new_load (1, FALSE, "/profile/files"), swapped = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (files, &first);
  g_ptr_array_add (files, &second);
  both = od_draft_job_new (&draft, 77);
  od_db_write_sync (fixture->db, od_store_draft_save, both, &error);
  g_assert_no_error (error);
  files->pdata[0] = &second;
  files->pdata[1] = &first;
  draft.revision = 2;
  swapped = od_draft_job_new (&draft, 78);
  od_db_write_sync (fixture->db, od_store_draft_save, swapped, &error);
  g_assert_no_error (error);
  od_db_read_sync (fixture->db, OD_DB_PAGES, od_store_draft_load, loaded, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (loaded->draft->files->len, ==, 2);
  g_assert_cmpstr (((OdFileRef *) loaded->draft->files->pdata[0])->name, ==, "b.txt");
  g_assert_cmpstr (((OdFileRef *) loaded->draft->files->pdata[0])->path, ==, "/profile/files/ba/" HASH);
  save (fixture, 1, "", FALSE); /* overtaken: the files stay too */
  g_assert_cmpint (store_fixture_ask_int (fixture, "SELECT count(*) FROM draft_file"), ==, 2);
  save (fixture, 3, "words only", FALSE);
  g_assert_cmpint (store_fixture_ask_int (fixture, "SELECT count(*) FROM draft_file"), ==, 0);
}

/* Which message is answered is worth keeping without a word. */
static void
test_a_draft_may_only_answer (StoreFixture *fixture, gconstpointer data)
{
  OdDraft draft = { .conversation_id = 1, .revision = 1, .reply_to_id = 1, .body = (char *) "" };
  g_autoptr (OdDraftJob) job = od_draft_job_new (&draft, 77);
  g_autoptr (GError) error = NULL;

  od_db_write_sync (fixture->db, od_store_draft_save, job, &error);
  g_assert_no_error (error);
  assert_draft (fixture, FALSE, 1, "");
  save (fixture, 2, "", FALSE);
  assert_draft (fixture, FALSE, 0, "");
}

static void
test_draft_of_nothing (StoreFixture *fixture, gconstpointer data)
{
  OdDraft draft = { .conversation_id = 99, .revision = 1, .body = (char *) "x" };
  g_autoptr (OdDraftJob) job = od_draft_job_new (&draft, 77);
  g_autoptr (GError) error = NULL;

  g_assert_false (od_db_write_sync (fixture->db, od_store_draft_save, job, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
}

#define ADD(name, func) g_test_add (name, StoreFixture, NULL, set_up, func, store_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/card-draft/card", test_card);
  ADD ("/card-draft/ratings-and-links", test_ratings_and_links);
  ADD ("/card-draft/shared-files", test_shared_files);
  ADD ("/card-draft/bare-card", test_bare_card);
  ADD ("/card-draft/draft-revisions", test_draft_revisions);
  ADD ("/card-draft/draft-files", test_files_wait_with_a_draft);
  ADD ("/card-draft/draft-answers", test_a_draft_may_only_answer);
  ADD ("/card-draft/draft-of-nothing", test_draft_of_nothing);

  return g_test_run ();
}
