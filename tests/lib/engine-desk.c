/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-desk.h"

/**
 * engine_desk_new:
 *
 * Returns: (transfer full): the desk of operator 1 at this engine
 */
OdDesk *
engine_desk_new (EngineFixture *f)
{
  OdDesk *desk = od_desk_new (1, "Olga");

  desk->feed = g_object_ref (od_engine_get_change_feed (f->engine));
  desk->conversations = g_object_ref (od_engine_get_conversation_port (f->engine));
  desk->threads = g_object_ref (od_engine_get_thread_port (f->engine));
  desk->replies = g_object_ref (od_engine_get_reply_port (f->engine));
  desk->triage = g_object_ref (od_engine_get_triage_port (f->engine));
  desk->customers = g_object_ref (od_engine_get_customer_port (f->engine));
  desk->accounts = g_object_ref (od_engine_get_account_port (f->engine));
  desk->search = g_object_ref (od_engine_get_search_port (f->engine));
  desk->live = g_object_ref (od_engine_get_live_port (f->engine));
  desk->files = g_object_ref (od_engine_get_file_port (f->engine));
  desk->library = g_object_ref (od_engine_get_library_port (f->engine));
  desk->operators = g_object_ref (od_engine_get_operator_port (f->engine));
  desk->tools.deeds = g_object_ref (od_engine_get_deed_port (f->engine));
  desk->tools.macros = g_object_ref (od_engine_get_macro_port (f->engine));
  desk->tools.promises = g_object_ref (od_engine_get_promise_port (f->engine));
  desk->tools.views = g_object_ref (od_engine_get_view_port (f->engine));
  desk->tools.terms = g_object_ref (od_engine_get_terms_port (f->engine));
  desk->tools.auto_answers = g_object_ref (od_engine_get_auto_answer_port (f->engine));
  desk->tools.usage = g_object_ref (od_engine_get_usage_port (f->engine));
  desk->tools.people = g_object_ref (od_engine_get_people_port (f->engine));
  desk->tools.people_files = g_object_ref (od_engine_get_people_file_port (f->engine));
  desk->tools.erase = g_object_ref (od_engine_get_erase_port (f->engine));
  desk->tools.fields = g_object_ref (od_engine_get_field_port (f->engine));
  desk->tools.reports = g_object_ref (od_engine_get_report_port (f->engine));
  desk->tools.alerts = g_object_ref (od_engine_get_alert_port (f->engine));
  g_set_object (&desk->tools.key_ring, od_engine_get_key_ring_port (f->engine));
  desk->clock = g_object_ref (f->clock);
  return desk;
}
