/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-text.h"

/* Where one character as people see it ends, by the rules of UAX #29 as far as general categories carry them: letters
 * with marks, Hangul syllables, emoji with modifiers, variation selectors, joiners and tags, flags. Pango knows this
 * too, but Pango is not below the window. */
typedef enum {
  CLASS_OTHER,
  CLASS_CR,
  CLASS_LF,
  CLASS_CONTROL,
  CLASS_EXTEND,
  CLASS_JOINER,
  CLASS_SPACING,
  CLASS_PREPEND,
  CLASS_REGIONAL,
  CLASS_PICTURE,
  CLASS_HANGUL_L,
  CLASS_HANGUL_V,
  CLASS_HANGUL_T,
  CLASS_HANGUL_LV,
  CLASS_HANGUL_LVT,
} Class;

typedef struct {
  gunichar first;
  gunichar last;
  Class class;
} Range;

/* What the general category does not tell; sorted. */
static const Range ranges[] = {
  { 0x000A, 0x000A, CLASS_LF },         { 0x000D, 0x000D, CLASS_CR },
  { 0x00A9, 0x00A9, CLASS_PICTURE },    { 0x00AE, 0x00AE, CLASS_PICTURE },
  { 0x0600, 0x0605, CLASS_PREPEND }, /* Arabic number signs */
  { 0x06DD, 0x06DD, CLASS_PREPEND },    { 0x070F, 0x070F, CLASS_PREPEND },
  { 0x0890, 0x0891, CLASS_PREPEND },    { 0x08E2, 0x08E2, CLASS_PREPEND },
  { 0x0E33, 0x0E33, CLASS_SPACING }, /* Thai and Lao AM, letters by category */
  { 0x0EB3, 0x0EB3, CLASS_SPACING },    { 0x1100, 0x115F, CLASS_HANGUL_L },
  { 0x1160, 0x11A7, CLASS_HANGUL_V },   { 0x11A8, 0x11FF, CLASS_HANGUL_T },
  { 0x200C, 0x200C, CLASS_EXTEND },     { 0x200D, 0x200D, CLASS_JOINER },
  { 0x203C, 0x203C, CLASS_PICTURE },    { 0x2049, 0x2049, CLASS_PICTURE },
  { 0x2122, 0x2122, CLASS_PICTURE },    { 0x2139, 0x2139, CLASS_PICTURE },
  { 0x2194, 0x2199, CLASS_PICTURE },    { 0x21A9, 0x21AA, CLASS_PICTURE },
  { 0x231A, 0x231B, CLASS_PICTURE },    { 0x2328, 0x2328, CLASS_PICTURE },
  { 0x2388, 0x2388, CLASS_PICTURE },    { 0x23CF, 0x23CF, CLASS_PICTURE },
  { 0x23E9, 0x23F3, CLASS_PICTURE },    { 0x23F8, 0x23FA, CLASS_PICTURE },
  { 0x24C2, 0x24C2, CLASS_PICTURE },    { 0x25AA, 0x25AB, CLASS_PICTURE },
  { 0x25B6, 0x25B6, CLASS_PICTURE },    { 0x25C0, 0x25C0, CLASS_PICTURE },
  { 0x25FB, 0x25FE, CLASS_PICTURE },    { 0x2600, 0x27BF, CLASS_PICTURE },
  { 0x2934, 0x2935, CLASS_PICTURE },    { 0x2B05, 0x2B07, CLASS_PICTURE },
  { 0x2B1B, 0x2B1C, CLASS_PICTURE },    { 0x2B50, 0x2B50, CLASS_PICTURE },
  { 0x2B55, 0x2B55, CLASS_PICTURE },    { 0x3030, 0x3030, CLASS_PICTURE },
  { 0x303D, 0x303D, CLASS_PICTURE },    { 0x3297, 0x3297, CLASS_PICTURE },
  { 0x3299, 0x3299, CLASS_PICTURE },    { 0xA960, 0xA97C, CLASS_HANGUL_L },
  { 0xD7B0, 0xD7C6, CLASS_HANGUL_V },   { 0xD7CB, 0xD7FB, CLASS_HANGUL_T },
  { 0xFF9E, 0xFF9F, CLASS_EXTEND },    /* halfwidth voice marks */
  { 0x110BD, 0x110BD, CLASS_PREPEND }, /* Kaithi number signs */
  { 0x110CD, 0x110CD, CLASS_PREPEND },  { 0x1F000, 0x1F1E5, CLASS_PICTURE },
  { 0x1F1E6, 0x1F1FF, CLASS_REGIONAL }, { 0x1F200, 0x1F3FA, CLASS_PICTURE },
  { 0x1F3FB, 0x1F3FF, CLASS_EXTEND }, /* skin tones */
  { 0x1F400, 0x1FAFF, CLASS_PICTURE },  { 0x1FC00, 0x1FFFD, CLASS_PICTURE },
  { 0xE0020, 0xE007F, CLASS_EXTEND }, /* tags, as in the flag of Scotland */
};

static Class
classify (gunichar c)
{
  gsize low = 0, high = G_N_ELEMENTS (ranges);

  if (c >= 0x20 && c < 0x7F)
    return CLASS_OTHER;
  if (c >= 0xAC00 && c <= 0xD7A3)
    return (c - 0xAC00) % 28 == 0 ? CLASS_HANGUL_LV : CLASS_HANGUL_LVT;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (c < ranges[middle].first)
        high = middle;
      else if (c > ranges[middle].last)
        low = middle + 1;
      else
        return ranges[middle].class;
    }

  switch ((int) g_unichar_type (c))
    {
    case G_UNICODE_NON_SPACING_MARK:
    case G_UNICODE_ENCLOSING_MARK:
      return CLASS_EXTEND;
    case G_UNICODE_SPACING_MARK:
      return CLASS_SPACING;
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SURROGATE:
      return CLASS_CONTROL;
    default:
      return CLASS_OTHER;
    }
}

static gboolean
is_control (Class class)
{
  return class == CLASS_CONTROL || class == CLASS_CR || class == CLASS_LF;
}

static gboolean
joins_hangul (Class left, Class right)
{
  if (left == CLASS_HANGUL_L)
    return right == CLASS_HANGUL_L || right == CLASS_HANGUL_V || right == CLASS_HANGUL_LV || right == CLASS_HANGUL_LVT;
  if (left == CLASS_HANGUL_LV || left == CLASS_HANGUL_V)
    return right == CLASS_HANGUL_V || right == CLASS_HANGUL_T;
  return (left == CLASS_HANGUL_LVT || left == CLASS_HANGUL_T) && right == CLASS_HANGUL_T;
}

/**
 * od_text_next_grapheme:
 * @p: valid UTF-8, at a grapheme's beginning
 *
 * Any thread may call this.
 *
 * Returns: (transfer none): the beginning of the next grapheme, or the final zero
 */
const char *
od_text_next_grapheme (const char *p)
{
  Class left;
  gboolean after_picture; /* picture extend*, so a joiner may bring the next picture */
  gboolean is_half_flag;

  g_return_val_if_fail (p != NULL, NULL);

  if (*p == '\0')
    return p;
  left = classify (g_utf8_get_char (p));
  after_picture = left == CLASS_PICTURE;
  is_half_flag = left == CLASS_REGIONAL;

  for (p = g_utf8_next_char (p); *p != '\0'; p = g_utf8_next_char (p))
    {
      Class right = classify (g_utf8_get_char (p));

      if (left == CLASS_CR && right == CLASS_LF)
        after_picture = FALSE;
      else if (is_control (left) || is_control (right))
        break;
      else if (right == CLASS_EXTEND || right == CLASS_JOINER || right == CLASS_SPACING)
        after_picture = after_picture && right != CLASS_SPACING && left != CLASS_JOINER;
      else if (left == CLASS_PREPEND || joins_hangul (left, right))
        {
          after_picture = right == CLASS_PICTURE;
          is_half_flag = right == CLASS_REGIONAL;
        }
      else if (left == CLASS_REGIONAL && right == CLASS_REGIONAL && is_half_flag)
        is_half_flag = FALSE;
      else if (!(left == CLASS_JOINER && after_picture && right == CLASS_PICTURE))
        break;

      left = right;
    }
  return p;
}

/**
 * od_text_count_graphemes:
 * @text: valid UTF-8
 *
 * Returns: characters as people count them: "👨‍👩‍👧" is one
 */
gsize
od_text_count_graphemes (const char *text)
{
  gsize n = 0;

  g_return_val_if_fail (text != NULL, 0);

  for (const char *p = text; *p != '\0'; p = od_text_next_grapheme (p))
    n++;
  return n;
}

/**
 * od_text_cut:
 * @text: valid UTF-8
 * @max_graphemes: how much to keep
 *
 * Never cuts an emoji, a flag or a letter with its marks apart. Any thread may call this.
 *
 * Returns: (transfer full): at most @max_graphemes graphemes from the beginning of @text
 */
char *
od_text_cut (const char *text, gsize max_graphemes)
{
  const char *p = text;

  g_return_val_if_fail (text != NULL, NULL);

  for (gsize n = 0; n < max_graphemes && *p != '\0'; n++)
    p = od_text_next_grapheme (p);
  return g_strndup (text, (gsize) (p - text));
}
