/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <phonenumbers/phonenumbermatch.h>
#include <phonenumbers/phonenumbermatcher.h>
#include <phonenumbers/phonenumberutil.h>

#include <string>

#include "od-limits.h"
#include "od-phone.h"

/* The only C++ of the program: libphonenumber knows the plans of all countries. Nothing of it gets out of this file. */

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberMatch;
using i18n::phonenumbers::PhoneNumberMatcher;
using i18n::phonenumbers::PhoneNumberUtil;

/* Without a region only numbers with a plus sign are read. */
static std::string
region_or_none (const char *region)
{
  return region != nullptr ? region : "ZZ";
}

static char *
print_number (const PhoneNumber &number, PhoneNumberUtil::PhoneNumberFormat format)
{
  std::string text;

  PhoneNumberUtil::GetInstance ()->Format (number, format, &text);
  return g_strdup (text.c_str ());
}

/**
 * od_phone_is_complete:
 *
 * Returns: whether the plans of all countries are known
 */
gboolean
od_phone_is_complete (void)
{
  return TRUE;
}

/**
 * od_phone_normalise:
 * @typed: a number as somebody wrote it, and nothing else
 * @region: (nullable): two letters: of the country in which numbers without a plus sign are
 *
 * Any thread may call this, and the others here.
 *
 * Returns: (transfer full) (nullable): `+79161234567`; %NULL if it is no number that can be
 */
char *
od_phone_normalise (const char *typed, const char *region)
{
  const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance ();
  PhoneNumber number;

  if (strlen (typed) > OD_LIMIT_PHONE_BYTES ||
      util->Parse (typed, region_or_none (region), &number) != PhoneNumberUtil::NO_PARSING_ERROR ||
      !util->IsPossibleNumber (number))
    return nullptr;
  return print_number (number, PhoneNumberUtil::E164);
}

/**
 * od_phone_format:
 * @number: as od_phone_normalise() returned it
 *
 * Returns: (transfer full): as it is written for people anywhere: `+7 916 123-45-67`
 */
char *
od_phone_format (const char *number)
{
  PhoneNumber parsed;

  if (PhoneNumberUtil::GetInstance ()->Parse (number, "ZZ", &parsed) != PhoneNumberUtil::NO_PARSING_ERROR)
    return g_strdup (number);
  return print_number (parsed, PhoneNumberUtil::INTERNATIONAL);
}

/**
 * od_phone_find:
 * @text: valid UTF-8, not longer than %OD_LIMIT_RECOGNISE_BYTES
 *
 * Returns: (transfer full) (element-type utf8): the numbers in a text, as od_phone_normalise() spells them; at most
 *   %OD_LIMIT_FINDINGS
 */
GPtrArray *
od_phone_find (const char *text, const char *region)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);
  PhoneNumberMatcher matcher (*PhoneNumberUtil::GetInstance (), text, region_or_none (region),
                              PhoneNumberMatcher::VALID, 1000);
  PhoneNumberMatch match;

  while (found->len < OD_LIMIT_FINDINGS && matcher.HasNext () && matcher.Next (&match))
    g_ptr_array_add (found, print_number (match.number (), PhoneNumberUtil::E164));
  return found;
}
