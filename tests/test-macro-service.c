/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-fixture.h"
#include "od-conversation-status.h"
#include "od-db.h"
#include "od-deed-json.h"
#include "od-error.h"
#include "od-limits.h"
#include "od-macro-port.h"
#include "od-stmt.h"

static gint64
save (EngineFixture *f, gint64 id, const char *name, OdDeed *deed, GError **error)
{
  OdMacroPort *port = od_engine_get_macro_port (f->engine);
  g_autoptr (GPtrArray) deeds = g_ptr_array_new_with_free_func ((GDestroyNotify) od_deed_free);
  OdMacro macro = { id, (char *) name, deeds };
  g_autoptr (GAsyncResult) result = NULL;

  if (deed != NULL)
    g_ptr_array_add (deeds, deed);
  od_macro_port_save_async (port, &macro, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  return od_macro_port_save_finish (port, result, error);
}

/* "1 name deed text; …" */
static char *
load (EngineFixture *f)
{
  OdMacroPort *port = od_engine_get_macro_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) macros = NULL;
  g_autoptr (GError) error = NULL;
  GString *text = g_string_new (NULL);

  od_macro_port_load_async (port, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  macros = od_macro_port_load_finish (port, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < macros->len; i++)
    {
      const OdMacro *macro = macros->pdata[i];
      const OdDeed *deed = macro->deeds->pdata[0];

      g_string_append_printf (text, "%s: %s %s;", macro->name, od_deed_kind_get_name (deed->kind),
                              deed->text != NULL ? deed->text : "");
    }
  return g_string_free (text, FALSE);
}

static void
assert_macros (EngineFixture *f, const char *expected)
{
  g_autofree char *text = load (f);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_kept (EngineFixture *f, gconstpointer channel)
{
  OdMacroPort *port = od_engine_get_macro_port (f->engine);
  g_autoptr (GAsyncResult) moved = NULL, removed = NULL, again = NULL;
  g_autoptr (GError) error = NULL;
  gint64 first, second;

  first = save (f, 0, " Later\n", od_deed_new (OD_DEED_SNOOZE, 0, "tomorrow 9"), &error);
  g_assert_no_error (error);
  second = save (f, 0, "VIP", od_deed_new (OD_DEED_TAG, 0, "vip"), NULL);
  assert_macros (f, "Later: snooze tomorrow 9;VIP: tag vip;");
  od_macro_port_move_async (port, second, 0, NULL, engine_fixture_store_result_cb, &moved);
  wait_until (moved != NULL);
  g_assert_true (od_macro_port_move_finish (port, moved, NULL));
  assert_macros (f, "VIP: tag vip;Later: snooze tomorrow 9;");
  g_assert_cmpint (save (f, first, "Done", od_deed_new (OD_DEED_RESOLVE, 0, NULL), NULL), ==, first);
  assert_macros (f, "VIP: tag vip;Done: resolve ;");
  od_macro_port_remove_async (port, second, NULL, engine_fixture_store_result_cb, &removed);
  wait_until (removed != NULL);
  g_assert_true (od_macro_port_remove_finish (port, removed, NULL));
  assert_macros (f, "Done: resolve ;");
  od_macro_port_remove_async (port, second, NULL, engine_fixture_store_result_cb, &again);
  wait_until (again != NULL);
  g_assert_false (od_macro_port_remove_finish (port, again, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
}

static void
test_what_is_refused (EngineFixture *f, gconstpointer channel)
{
  const struct {
    const char *name;
    OdDeed *deed;
  } cases[] = {
    { "", od_deed_new (OD_DEED_RESOLVE, 0, NULL) },
    { "Taken", od_deed_new (OD_DEED_RESOLVE, 0, NULL) },
    { "Nothing", NULL },
    { "At a moment", od_deed_new (OD_DEED_SNOOZE, ENGINE_NOW_US + 1, NULL) },
    { "For a while", od_deed_new (OD_DEED_BLOCK, ENGINE_NOW_US + 1, NULL) },
    { "No tag", od_deed_new (OD_DEED_TAG, 0, " ") },
    { "More than urgent", od_deed_new (OD_DEED_PRIORITY, 3, NULL) },
  };
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (save (f, 0, "Taken", od_deed_new (OD_DEED_SNOOZE, OD_SNOOZE_UNTIL_REPLY, NULL), NULL), >, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].name);
      g_assert_cmpint (save (f, 0, cases[i].name, cases[i].deed, &error), ==, 0);
      g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
      g_clear_error (&error);
    }
  assert_macros (f, "Taken: snooze ;");
}

static gboolean
spoil (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return od_stmt_run (db, error, "INSERT INTO macro (uid, name, steps) VALUES ('x', 'Spoilt', ?1)", "t", data);
}

/* Somebody else wrote it: the others are there. */
static void
test_a_spoilt_one (EngineFixture *f, gconstpointer channel)
{
  g_assert_true (od_db_write_sync (od_engine_get_db (f->engine), spoil, (gpointer) "[{\"deed\":\"explode\"}]", NULL));
  g_assert_cmpint (save (f, 0, "Good", od_deed_new (OD_DEED_RESOLVE, 0, NULL), NULL), >, 0);
  assert_macros (f, "Good: resolve ;");
}

static void
test_steps_as_text (void)
{
  static const struct {
    const char *text;
    int code; /* -1: fine */
  } cases[] = {
    { "[]", -1 },
    { "[{\"deed\":\"resolve\"}]", -1 },
    { "[{\"deed\":\"tag\",\"tag\":\"vip\"},{\"deed\":\"priority\",\"priority\":-1}]", -1 },
    { "[{\"deed\":\"snooze\",\"when\":\"завтра 9\"}]", -1 },
    { "[{\"deed\":\"snooze\",\"until_us\":9007199254740991}]", -1 },
    { "{}", OD_ERROR_MALFORMED },
    { "[1]", OD_ERROR_MALFORMED },
    { "[{}]", OD_ERROR_MALFORMED },
    { "[{\"deed\":\"\"}]", OD_ERROR_MALFORMED },
    { "[{\"deed\":5}]", OD_ERROR_MALFORMED },
    { "[{\"deed\":\"snooze\"}]", OD_ERROR_MALFORMED },
    { "[{\"deed\":\"priority\",\"priority\":3}]", OD_ERROR_MALFORMED },
    { "[{\"deed\":\"assign\",\"operator\":\"Anna\"}]", OD_ERROR_MALFORMED },
    { "[{\"deed\":\"tag\",\"tag\":7}]", OD_ERROR_MALFORMED },
    { "[[[[", OD_ERROR_MALFORMED },
  };
  g_autoptr (GString) many = g_string_new ("[{\"deed\":\"read\"}");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) refusal = NULL;
      g_autoptr (GPtrArray) deeds = od_deed_list_parse (cases[i].text, &refusal);

      g_test_message ("%s", cases[i].text);
      if (cases[i].code < 0)
        {
          g_autofree char *again = od_deed_list_to_json (deeds);

          g_assert_cmpstr (again, ==, cases[i].text);
        }
      else
        {
          g_assert_null (deeds);
          g_assert_nonnull (refusal);
          g_assert_true (refusal->domain == OD_ERROR);
        }
    }
  for (guint i = 0; i < OD_LIMIT_DEEDS; i++)
    g_string_append (many, ",{\"deed\":\"read\"}");
  g_string_append_c (many, ']');
  g_assert_null (od_deed_list_parse (many->str, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_TOO_LARGE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/macro-service/steps", test_steps_as_text);
#define ADD(name, func)                                                                                                \
  g_test_add ("/macro-service/" name, EngineFixture, "demo", engine_fixture_set_up, func, engine_fixture_tear_down)
  ADD ("kept", test_kept);
  ADD ("refused", test_what_is_refused);
  ADD ("spoilt", test_a_spoilt_one);
#undef ADD
  return g_test_run ();
}
