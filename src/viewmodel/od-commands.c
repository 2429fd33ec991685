/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-commands"

#include "od-commands.h"

#include <glib/gi18n.h>

/* No Alt with a letter (menus have those) and no bare letters (one types all day). */
static const OdCommand commands[] = {
  { "next", N_ ("Next conversation"), OD_COMMAND_CONVERSATION, "<Control>j", "win.next", NULL, 0 },
  { "previous", N_ ("Previous conversation"), OD_COMMAND_CONVERSATION, "<Control><Shift>j", "win.previous", NULL, 0 },
  { "next-unanswered", N_ ("Next customer who waits"), OD_COMMAND_CONVERSATION, "<Control>u", "win.next-unanswered",
    NULL, 0 },
  { "list-focus", N_ ("Go to the list of conversations"), OD_COMMAND_CONVERSATION, "<Control>l", "win.focus-list", NULL,
    0 },
  { "mark-all", N_ ("Select all conversations of the view"), OD_COMMAND_CONVERSATION, "", "win.mark-all", NULL, 0 },
  { "resolve", N_ ("Resolve the conversation"), OD_COMMAND_CONVERSATION, "<Control>e", "win.resolve", NULL, 0 },
  { "resolve-next", N_ ("Resolve and go to the next"), OD_COMMAND_CONVERSATION, "", "win.resolve-next", NULL, 0 },
  { "reopen", N_ ("Open again"), OD_COMMAND_CONVERSATION, "", "win.reopen", NULL, 0 },
  { "pending", N_ ("Wait for the customer"), OD_COMMAND_CONVERSATION, "", "win.wait", NULL, 0 },
  { "snooze", N_ ("Snooze"), OD_COMMAND_CONVERSATION, "<Control><Shift>s", "win.snooze-dialog", NULL, 0 },
  { "promise", N_ ("Promise timer"), OD_COMMAND_CONVERSATION, "<Control><Shift>b", "win.promise", NULL, 0 },
  { "wake", N_ ("End the snooze"), OD_COMMAND_CONVERSATION, "", "win.wake", NULL, 0 },
  { "assign", N_ ("Assign"), OD_COMMAND_CONVERSATION, "<Control><Shift>a", "win.assign-dialog", NULL, 0 },
  { "take-over", N_ ("Take over"), OD_COMMAND_CONVERSATION, "<Control><Shift>t", "win.take-over", NULL, 0 },
  { "tags", N_ ("Tags of the conversation"), OD_COMMAND_CONVERSATION, "<Control><Shift>l", "win.tags", NULL, 0 },
  { "macros", N_ ("Run a macro"), OD_COMMAND_CONVERSATION, "<Control><Shift>m", "win.macros", NULL, 0 },
  { "no-reply", N_ ("No reply needed"), OD_COMMAND_CONVERSATION, "", "win.no-reply", NULL, 0 },
  { "priority-urgent", N_ ("Make urgent"), OD_COMMAND_CONVERSATION, "", "win.priority", "urgent", 0 },
  { "priority-normal", N_ ("Make as urgent as usual"), OD_COMMAND_CONVERSATION, "", "win.priority", "normal", 0 },
  { "spam", N_ ("Mark as spam"), OD_COMMAND_CONVERSATION, "", "win.spam", NULL, 0 },
  { "block", N_ ("Block"), OD_COMMAND_CONVERSATION, "", "win.block", NULL, 0 },
  { "unblock", N_ ("Unblock"), OD_COMMAND_CONVERSATION, "", "win.unblock", NULL, 0 },
  { "read", N_ ("Mark as read"), OD_COMMAND_CONVERSATION, "", "win.read", NULL, 0 },
  { "unread", N_ ("Mark as unread"), OD_COMMAND_CONVERSATION, "", "win.unread", NULL, 0 },
  { "undo", N_ ("Undo what was done last"), OD_COMMAND_CONVERSATION, "<Control>z", "win.undo", NULL,
    OD_COMMAND_UNLESS_TEXT },
  { "whole-history", N_ ("Everything of the customer, or this conversation"), OD_COMMAND_CONVERSATION, "<Control>h",
    "win.whole-history", NULL, 0 },
  { "transcript", N_ ("Save or send a transcript"), OD_COMMAND_CONVERSATION, "", "win.transcript", NULL, 0 },
  { "print", N_ ("Print the conversation"), OD_COMMAND_CONVERSATION, "<Control>p", "win.print", NULL, 0 },

  { "palette", N_ ("Go to anything, do anything"), OD_COMMAND_FIND, "<Control>k", "win.palette", NULL,
    OD_COMMAND_UNNAMED },
  { "search", N_ ("Search everything"), OD_COMMAND_FIND, "<Control><Shift>f", "win.search", NULL, 0 },
  { "find", N_ ("Find in this conversation"), OD_COMMAND_FIND, "<Control>f", "win.find", NULL, 0 },
  { "find-next", N_ ("Next hit"), OD_COMMAND_FIND, "<Control>g", "win.find-next", NULL, OD_COMMAND_UNNAMED },
  { "find-previous", N_ ("Previous hit"), OD_COMMAND_FIND, "<Control><Shift>g", "win.find-previous", NULL,
    OD_COMMAND_UNNAMED },

  { "profile", N_ ("Customer's profile"), OD_COMMAND_CUSTOMER, "F9", "win.show-profile", NULL, 0 },
  { "take-finding", N_ ("Take a recognised value into the profile"), OD_COMMAND_CUSTOMER, "<Control><Shift>p",
    "win.take-finding", NULL, 0 },
  { "link-customer", N_ ("Link with another profile of the same person"), OD_COMMAND_CUSTOMER, "", "win.link-customer",
    NULL, 0 },
  { "erase-customer", N_ ("Erase the person"), OD_COMMAND_CUSTOMER, "", "win.erase-customer", NULL, 0 },
  { "customers", N_ ("All customers"), OD_COMMAND_CUSTOMER, "<Control><Shift>c", "win.customers", NULL, 0 },

  { "write", N_ ("Write a reply"), OD_COMMAND_WRITE, "<Control>r", "win.focus-composer", NULL, 0 },
  { "send", N_ ("Send"), OD_COMMAND_WRITE, "<Control>Return", "composer.send", NULL,
    OD_COMMAND_IN_TEXT | OD_COMMAND_UNNAMED },
  { "send-resolve", N_ ("Send and resolve"), OD_COMMAND_WRITE, "<Control><Shift>Return", "composer.send-resolve", NULL,
    OD_COMMAND_IN_TEXT | OD_COMMAND_UNNAMED },
  { "promise-drop", N_ ("Promise nothing, or what the text says again"), OD_COMMAND_WRITE, "<Control>d",
    "composer.promise", NULL, OD_COMMAND_IN_TEXT | OD_COMMAND_UNNAMED },
  { "note", N_ ("Write a note, or a reply again"), OD_COMMAND_WRITE, "<Control><Shift>n", "composer.note", NULL, 0 },
  { "canned", N_ ("Insert a canned reply"), OD_COMMAND_WRITE, "<Control>semicolon", "composer.canned", NULL, 0 },
  { "emoji", N_ ("Insert an emoji"), OD_COMMAND_WRITE, "<Control>period", "composer.emoji", NULL, 0 },
  { "attach", N_ ("Attach files"), OD_COMMAND_WRITE, "<Control>o", "composer.attach", NULL, 0 },
  { "bold", N_ ("Bold"), OD_COMMAND_WRITE, "<Control>b", "composer.format", "bold",
    OD_COMMAND_IN_TEXT | OD_COMMAND_UNNAMED },
  { "italic", N_ ("Italic"), OD_COMMAND_WRITE, "<Control>i", "composer.format", "italic",
    OD_COMMAND_IN_TEXT | OD_COMMAND_UNNAMED },
  { "strike", N_ ("Strikethrough"), OD_COMMAND_WRITE, "<Control><Shift>x", "composer.format", "strike",
    OD_COMMAND_IN_TEXT | OD_COMMAND_UNNAMED },
  { "code", N_ ("Code"), OD_COMMAND_WRITE, "<Control><Shift>e", "composer.format", "code",
    OD_COMMAND_IN_TEXT | OD_COMMAND_UNNAMED },
  { "link", N_ ("Link"), OD_COMMAND_WRITE, "<Control><Shift>k", "composer.format", "link",
    OD_COMMAND_IN_TEXT | OD_COMMAND_UNNAMED },
  { "list", N_ ("List"), OD_COMMAND_WRITE, "<Control><Shift>8", "composer.format", "list",
    OD_COMMAND_IN_TEXT | OD_COMMAND_UNNAMED },

  { "sidebar", N_ ("Show or hide the views"), OD_COMMAND_DESK, "", "win.toggle-sidebar", NULL, 0 },
  { "reports", N_ ("Reports"), OD_COMMAND_DESK, "<Control><Shift>r", "win.reports", NULL, 0 },
  { "accounts", N_ ("Accounts"), OD_COMMAND_DESK, "", "win.accounts", NULL, 0 },
  { "connect-channel", N_ ("Connect a channel"), OD_COMMAND_DESK, "", "win.connect-channel", NULL, 0 },
  { "canned-replies", N_ ("Canned replies"), OD_COMMAND_DESK, "", "win.canned-replies", NULL, 0 },
  { "edit-macros", N_ ("Change macros"), OD_COMMAND_DESK, "", "win.edit-macros", NULL, 0 },
  { "articles", N_ ("Articles"), OD_COMMAND_DESK, "", "win.articles", NULL, 0 },
  { "preferences", N_ ("Preferences"), OD_COMMAND_DESK, "<Control>comma", "win.preferences", NULL, 0 },
  { "shortcuts", N_ ("Keyboard shortcuts"), OD_COMMAND_DESK, "<Control>question", "win.shortcuts", NULL, 0 },
  { "online", N_ ("Be online"), OD_COMMAND_DESK, "", "app.presence", "online", 0 },
  { "away", N_ ("Be away"), OD_COMMAND_DESK, "", "app.presence", "away", 0 },
  { "offline", N_ ("Be offline"), OD_COMMAND_DESK, "", "app.presence", "offline", 0 },
  { "about", N_ ("About Omnidesk"), OD_COMMAND_DESK, "", "app.about", NULL, 0 },
  { "close", N_ ("Close the window"), OD_COMMAND_DESK, "<Control>w", "window.close", NULL, 0 },
  { "quit", N_ ("Quit"), OD_COMMAND_DESK, "<Control>q", "app.quit", NULL, 0 },
};

static const OdTypedSign signs[] = {
  { N_ ("Begin with a canned reply"), "slash" },
  { N_ ("Emoji by its name"), "colon" },
  { N_ ("An article"), "question+question" },
  { N_ ("A colleague, in a note"), "at" },
  { N_ ("Change the last message, in an empty text"), "Up" },
  { N_ ("One step back"), "Escape" },
};

/**
 * od_commands_get:
 *
 * Returns: (array length=n): all of them, by group, in the order to show them
 */
const OdCommand *
od_commands_get (guint *n)
{
  *n = G_N_ELEMENTS (commands);
  return commands;
}

/**
 * od_commands_find:
 *
 * Returns: (nullable): %NULL if there is no such command (any more)
 */
const OdCommand *
od_commands_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].id, id))
      return &commands[i];
  return NULL;
}

/**
 * od_commands_get_other_words:
 *
 * Returns: (nullable): what else people call it, in both languages, whichever the program speaks
 */
const char *
od_commands_get_other_words (const OdCommand *command)
{
  static const struct {
    const char *id, *words;
  } others[] = {
    { "preferences", "settings options настройки параметры" },
    { "shortcuts", "hotkeys горячие клавиши" },
    { "reports", "statistics charts response time статистика отчеты графики" },
    { "accounts", "channels inboxes каналы" },
    { "connect-channel", "add account добавить аккаунт" },
    { "canned-replies", "templates snippets шаблоны" },
    { "canned", "template snippet шаблон" },
    { "articles", "knowledge base база знаний" },
    { "edit-macros", "automation автоматизация" },
    { "resolve", "close done закрыть решить" },
    { "snooze", "remind later postpone отложить напомнить" },
    { "promise", "back in minutes callback вернусь отвечу обещание" },
    { "assign", "delegate передать" },
    { "tags", "labels метки ярлыки" },
    { "spam", "junk спам" },
    { "transcript", "export выгрузить" },
    { "erase-customer", "delete forget удалить" },
    { "link-customer", "merge join объединить" },
    { "customers", "contacts people контакты клиенты" },
    { "attach", "file picture прикрепить файл" },
    { "emoji", "smiley смайлик" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_str_equal (others[i].id, command->id))
      return others[i].words;
  return NULL;
}

/**
 * od_commands_get_group_icon:
 *
 * Returns: the name of its icon
 */
const char *
od_commands_get_group_icon (OdCommandGroup group)
{
  static const char *const icons[] = {
    [OD_COMMAND_CONVERSATION] = "od-chat-symbolic", [OD_COMMAND_FIND] = "system-search-symbolic",
    [OD_COMMAND_CUSTOMER] = "od-profile-symbolic",  [OD_COMMAND_WRITE] = "od-draft-symbolic",
    [OD_COMMAND_DESK] = "od-sidebar-symbolic",
  };

  return icons[group];
}

/**
 * od_commands_get_group_title:
 *
 * Returns: for people
 */
const char *
od_commands_get_group_title (OdCommandGroup group)
{
  static const char *const titles[] = {
    [OD_COMMAND_CONVERSATION] = N_ ("Conversations"),
    [OD_COMMAND_FIND] = N_ ("Finding"),
    [OD_COMMAND_CUSTOMER] = N_ ("Customers"),
    [OD_COMMAND_WRITE] = N_ ("Writing"),
    [OD_COMMAND_DESK] = N_ ("Omnidesk"),
  };

  return _ (titles[group]);
}

/**
 * od_commands_get_signs:
 *
 * Returns: (array length=n): in the order to show them
 */
const OdTypedSign *
od_commands_get_signs (guint *n)
{
  *n = G_N_ELEMENTS (signs);
  return signs;
}
