/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-command-help.h"

/*
 * od_command_help_describe:
 * @name: of a command
 *
 * Returns: (nullable): what the help says below the options
 */
const char *
od_command_help_describe (const char *name)
{
  if (g_str_equal (name, "search") || g_str_equal (name, "conversations") || g_str_equal (name, "view"))
    return "QUERY: words in any of their forms, \"these very words\", OR, -not, brackets, and fields:\n"
           "  from: channel: account: tag: assignee: priority:low|normal|high|urgent\n"
           "  is:open|waiting|resolved|spam|snoozed|unread|unanswered|late|mine|unassigned|blocked|mentioned\n"
           "  has:file|image|video|audio|link|note|draft|scheduled|failed|reaction\n"
           "  before: after: 2026-03-01, 2026-03, 2026, today, yesterday, 7d, 2w, 3m\n"
           "  in:messages|notes|names|files|fields, and custom fields, like order:1042 or order:*\n"
           "Behind -- a query may begin with a minus.\n";
  if (g_str_equal (name, "macro"))
    return "STEPS: a JSON array, done in this order: [{\"deed\":\"tag\",\"tag\":\"vip\"},{\"deed\":\"resolve\"}]\n"
           "  resolve reopen wait spam wake unblock read unread no-reply block: nothing else\n"
           "  snooze: \"when\":\"tomorrow 9\"         tag, untag: \"tag\":\"vip\"\n"
           "  assign: \"operator\":ID, 0 for nobody  priority: \"priority\":-1 low, 0 normal, 1 high, 2 urgent\n";
  if (g_str_equal (name, "report"))
    return "WHEN: 2026-03-01, 2026-03, 2026, today, yesterday, 7d, 2w, 3m, or RFC 3339; days are the local ones.\n"
           "A promise belongs to the moment at which it began. kept: in time, before its warning; warned: in\n"
           "time, after it; broken: late or never; open: not due yet; waived: no reply was needed.\n"
           "Times are in seconds, by nearest rank: _median_s and _p90_s around the clock, _open_… working\n"
           "time. within_…: replies that took so long at most. What there is not is empty, null or -.\n";
  if (g_str_equal (name, "due"))
    return "A calendar is {\"zone\":\"Europe/Moscow\",\n"
           "  \"weekly\":{\"mon\":[[\"09:00\",\"13:00\"],[\"14:00\",\"18:00\"]],\"tue\":[[\"20:00\",\"02:00\"]]},\n"
           "  \"exceptions\":{\"2026-03-09\":[],\"2026-06-11\":[[\"09:00\",\"17:00\"]]}}\n"
           "A missing day is closed; an exception replaces its day; an interval that ends before it\n"
           "starts runs past midnight. Nothing open within 400 days: counted around the clock.\n";
  if (g_str_equal (name, "import"))
    return "One JSON object per line; the first is {\"format\":\"omnidesk\",\"version\":1}. A saved view is\n"
           "  {\"type\":\"view\",\"id\":\"v1\",\"name\":\"VIP\",\"icon\":\"\",\"query\":\"tag:vip -is:late\",\n"
           "   \"order\":\"urgent|waiting|newest|oldest|activity\",\"position\":0}\n"
           "Working hours are {\"type\":\"calendar\",\"id\":\"w1\",\"name\":\"Shop\"} with what a calendar file has\n"
           "  (see omnideskctl due --help), a promise, of whose body everything may be left out, is\n"
           "  {\"type\":\"policy\",\"id\":\"p1\",\"name\":\"VIP\",\"calendar\":\"w1\",\"position\":0,\"body\":\n"
           "   {\"when\":{\"channels\":[\"email\",\"form\"],\"tags\":[\"vip\"],\"priorities\":[\"high\"],\n"
           "     \"fields\":{\"city\":\"Tver\"},\"online\":true},\n"
           "    \"first\":{\"seconds\":3600,\"working\":true,\"warn_percent\":80,\"warn_before\":300},\n"
           "    \"next\":{},\"resolution\":{},\"promise\":{\"warn_before\":300},\"pause_on_pending\":true}}\n";
  return NULL;
}
