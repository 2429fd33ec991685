/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-markdown-private.h"

#include <string.h>

/* How long the signs are that begin or end a formatting; each is 0 if there is none. */

static gsize
count (const char *from, const char *end, const char *signs, gsize max)
{
  gsize n = 0;

  while (from + n < end && n < max && strchr (signs, from[n]) != NULL)
    n++;
  return n;
}

/* How many of @signs stand before @from, at most @max. */
gsize
od_markdown_count_back (const char *start, const char *from, const char *signs, gsize max)
{
  gsize n = 0;

  while (from - n > start && n < max && strchr (signs, from[-(gssize) n - 1]) != NULL)
    n++;
  return n;
}

static const char *
signs_of (OdFormatting formatting, gsize *max)
{
  *max = formatting == OD_FORMATTING_ITALIC ? 1 : formatting == OD_FORMATTING_CODE ? G_MAXSIZE : 2;
  return formatting == OD_FORMATTING_STRIKE ? "~" : formatting == OD_FORMATTING_CODE ? "`" : "*_";
}

/* The length of the sign that ends at @end; 0 if there is none. */
gsize
od_markdown_measure_beginning (const char *start, const char *end, OdFormatting formatting)
{
  gsize max, n_spaces = 0;
  const char *signs = signs_of (formatting, &max);
  gsize n;

  if (formatting == OD_FORMATTING_LINK)
    return end > start && (end[-1] == '[' || end[-1] == '<') ? 1 : 0;
  if (formatting == OD_FORMATTING_CODE && end - start > 1 && (end[-1] == ' ' || end[-1] == '\n') && end[-2] == '`')
    n_spaces = 1;
  n = od_markdown_count_back (start, end - n_spaces, signs, max);
  return n > 0 ? n + n_spaces : 0;
}

/* What follows the words of a link: "](https://shop.example \"title\")", "][name]", "]" or ">". */
static gsize
measure_link_end (const char *start, const char *end)
{
  gsize depth = 0;
  char quote = '\0';

  if (start == end || (*start != ']' && *start != '>'))
    return 0;
  if (*start == '>' || start + 1 == end || (start[1] != '(' && start[1] != '['))
    return 1;
  for (const char *p = start + 1; p < end; p++)
    {
      if (*p == '\\' && p + 1 < end)
        p++;
      else if (quote != '\0')
        quote = *p == quote ? '\0' : quote;
      else if ((*p == '"' || *p == '\'') && g_ascii_isspace (p[-1]))
        quote = *p;
      else if (*p == '(' || *p == '[')
        depth++;
      else if ((*p == ')' || *p == ']') && --depth == 0)
        return (gsize) (p + 1 - start);
    }
  return 1;
}

gsize
od_markdown_measure_end (const char *start, const char *end, OdFormatting formatting)
{
  gsize max, n_spaces = 0;
  const char *signs = signs_of (formatting, &max);
  gsize n;

  if (formatting == OD_FORMATTING_LINK)
    return measure_link_end (start, end);
  if (formatting == OD_FORMATTING_CODE && end - start > 1 && (*start == ' ' || *start == '\n') && start[1] == '`')
    n_spaces = 1;
  n = count (start + n_spaces, end, signs, max);
  return n > 0 ? n + n_spaces : 0;
}

/* A fence is a line of its own: "```c". */
gsize
od_markdown_measure_fence_beginning (const char *start, const char *end)
{
  const char *line = end;

  if (end == start || end[-1] != '\n')
    return 0;
  for (line = end - 1; line > start && line[-1] != '\n'; line--)
    ;
  return (gsize) (end - line);
}

/* "\n```", or "```" where the words ended with their line. */
gsize
od_markdown_measure_fence_end (const char *start, const char *end)
{
  const char *p = start;

  if (p < end && *p == '\n')
    p++;
  p += count (p, end, " ", 3);
  if (count (p, end, "`~", G_MAXSIZE) < 3)
    return 0;
  p += count (p, end, "`~", G_MAXSIZE);
  return (gsize) (p - start);
}

/* "- ", "* ", "+ ", "2. ", "2) ", after white space. */
gsize
od_markdown_measure_bullet (const char *start, const char *end)
{
  const char *p = end;

  while (p > start && p[-1] == ' ')
    p--;
  if (p == end)
    return 0;
  if (p > start && strchr ("-*+", p[-1]) != NULL)
    return (gsize) (end - p + 1);
  if (p - 1 > start && (p[-1] == '.' || p[-1] == ')') && g_ascii_isdigit (p[-2]))
    {
      for (p--; p > start && g_ascii_isdigit (p[-1]); p--)
        ;
      return (gsize) (end - p);
    }
  return 0;
}
