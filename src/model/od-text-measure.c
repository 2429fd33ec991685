/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-text-measure.h"

#include <string.h>

#include "od-text.h"

#define GSM7_ONE 160  /* septets of a message alone … */
#define GSM7_MANY 153 /* … and of each of several, which carry a header */
#define UCS2_ONE 70
#define UCS2_MANY 67

/* GSM 03.38: what takes one septet besides most of ASCII, and what takes two. */
#define GSM7_BASIC "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà"
#define GSM7_EXTENDED "\f^{}\\[~]|€"

/* What grows sign by sign, so that a prefix of a text is never longer than the text. */
typedef struct {
  guint n_segments, in_last;
} Segments;

typedef struct {
  guint n_code_points, n_utf16, n_bytes, n_septets;
  Segments septets, utf16;
  gboolean is_gsm7;
} Counter;

static guint
count_septets (gunichar c)
{
  if (g_ascii_isalnum ((char) MIN (c, 0x7f)) && c < 0x80)
    return 1;
  if (g_utf8_strchr (GSM7_BASIC, -1, c) != NULL)
    return 1;
  return g_utf8_strchr (GSM7_EXTENDED, -1, c) != NULL ? 2 : 0;
}

static void
add_to_segment (Segments *segments, guint n, guint capacity)
{
  if (segments->in_last + n > capacity)
    {
      segments->n_segments++;
      segments->in_last = 0;
    }
  segments->in_last += n;
}

static void
counter_add (Counter *counter, gunichar c)
{
  guint n_septets = count_septets (c);
  guint n_utf16 = c > 0xffff ? 2 : 1;

  counter->n_code_points++;
  counter->n_utf16 += n_utf16;
  counter->n_bytes += (guint) g_unichar_to_utf8 (c, NULL);
  counter->n_septets += n_septets;
  counter->is_gsm7 = counter->is_gsm7 && n_septets > 0;
  add_to_segment (&counter->septets, n_septets, GSM7_MANY);
  add_to_segment (&counter->utf16, n_utf16, UCS2_MANY);
}

static void
counter_init (Counter *counter)
{
  *counter = (Counter){ .is_gsm7 = TRUE, .septets.n_segments = 1, .utf16.n_segments = 1 };
}

/* @max is in septets: so many messages. */
static OdTextLength
measure_gsm7 (const Counter *counter, guint max)
{
  guint one = counter->is_gsm7 ? GSM7_ONE : UCS2_ONE;
  guint many = counter->is_gsm7 ? GSM7_MANY : UCS2_MANY;
  guint n = counter->is_gsm7 ? counter->n_septets : counter->n_utf16;
  const Segments *segments = counter->is_gsm7 ? &counter->septets : &counter->utf16;
  guint max_segments = max == 0 ? 0 : MAX (max / GSM7_MANY, 1);
  guint n_max = max_segments > 1 ? max_segments * many : max_segments * one;

  if (n <= one)
    return (OdTextLength){ n, n_max, 1, one - n };
  return (OdTextLength){ (segments->n_segments - 1) * many + segments->in_last, n_max, segments->n_segments,
                         many - segments->in_last };
}

static OdTextLength
counter_get (const Counter *counter, OdTextMeasure measure, guint max)
{
  guint n_used;

  switch (measure)
    {
    case OD_MEASURE_GSM7:
      return measure_gsm7 (counter, max);
    case OD_MEASURE_UTF16:
      n_used = counter->n_utf16;
      break;
    case OD_MEASURE_BYTES:
      n_used = counter->n_bytes;
      break;
    case OD_MEASURE_CODE_POINTS:
    default:
      n_used = counter->n_code_points;
      break;
    }
  return (OdTextLength){ n_used, max, 1, max > n_used ? max - n_used : 0 };
}

/**
 * od_text_measure:
 * @text: valid UTF-8
 * @max: what the channel takes in one message; 0: any length. Of GSM 7 the septets of all segments
 *
 * It fits if @n_used is not above @n_max. Any thread may call this.
 */
OdTextLength
od_text_measure (const char *text, OdTextMeasure measure, guint max)
{
  Counter counter;

  counter_init (&counter);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    counter_add (&counter, g_utf8_get_char (p));
  return counter_get (&counter, measure, max);
}

/* ---- In several messages -------------------------------------------------------- */

static gboolean
ends_sentence (const char *start, const char *space)
{
  const char *last = g_utf8_find_prev_char (start, space);

  return last != NULL && (strchr (".!?\n", *last) != NULL || g_str_has_prefix (last, "…"));
}

/* A sign of more parts than a message holds is cut between them: one at least goes. */
static const char *
fit_chars (const char *text, OdTextMeasure measure, guint max)
{
  Counter counter;
  const char *p = text;

  counter_init (&counter);
  for (; *p != '\0'; p = g_utf8_next_char (p))
    {
      OdTextLength length;

      counter_add (&counter, g_utf8_get_char (p));
      length = counter_get (&counter, measure, max);
      if (length.n_used > length.n_max)
        break;
    }
  return p > text ? p : g_utf8_next_char (p);
}

/* The end of the first piece of @text: the last sentence that fits, or the last word, or what fits. */
static const char *
find_cut (const char *text, OdTextMeasure measure, guint max)
{
  const char *p = text, *sentence = NULL, *word = NULL;
  Counter counter;

  counter_init (&counter);
  while (*p != '\0')
    {
      const char *next = od_text_next_grapheme (p);
      OdTextLength length;

      if (g_unichar_isspace (g_utf8_get_char (p)))
        {
          word = p;
          if (*p == '\n' || ends_sentence (text, p))
            sentence = p;
        }
      for (const char *c = p; c < next; c = g_utf8_next_char (c))
        counter_add (&counter, g_utf8_get_char (c));
      length = counter_get (&counter, measure, max);
      if (length.n_used > length.n_max)
        break;
      p = next;
    }
  if (*p == '\0')
    return p;
  if (sentence != NULL && (sentence - text) * 2 >= p - text)
    return sentence; /* a short first sentence is no reason for a short message */
  if (word != NULL && word > text)
    return word;
  return p > text ? p : fit_chars (text, measure, max);
}

/**
 * od_text_split:
 * @text: valid UTF-8
 * @max: as for od_text_measure(), > 0
 *
 * Cuts at the end of a sentence or between words, within a word only if it is longer than a
 * message. White space at the cuts is left out, nothing else.
 *
 * Returns: (transfer full) (element-type utf8): texts that fit, in order; none if there is only white space
 */
GPtrArray *
od_text_split (const char *text, OdTextMeasure measure, guint max)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (max > 0, parts);

  for (;;)
    {
      const char *end;

      while (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text)))
        text = g_utf8_next_char (text);
      if (*text == '\0')
        return parts;
      end = find_cut (text, measure, max);
      g_ptr_array_add (parts, g_strchomp (g_strndup (text, (gsize) (end - text))));
      text = end;
    }
}
