/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-health-words.h"

#include <glib/gi18n.h>

#include "od-account-trouble.h"
#include "od-error-words.h"
#include "od-relative-time.h"

#define HOUR_S 3600

/**
 * od_health_words_icon:
 *
 * Returns: (transfer none): a symbolic icon of its own for every state, so that no colour is needed to tell them apart
 */
const char *
od_health_words_icon (const OdAccountRow *row)
{
  if (row->is_history_only)
    return "document-open-recent-symbolic";
  switch (row->state)
    {
    case OD_ACCOUNT_OK:
      return "object-select-symbolic";
    case OD_ACCOUNT_PAUSED:
      return "media-playback-pause-symbolic";
    case OD_ACCOUNT_CONNECTING:
      return "content-loading-symbolic";
    case OD_ACCOUNT_AUTH:
      return "dialog-password-symbolic";
    case OD_ACCOUNT_ERROR:
      return "dialog-warning-symbolic";
    case OD_ACCOUNT_OFFLINE:
    default:
      return "network-offline-symbolic";
    }
}

/**
 * od_health_words_state:
 *
 * Returns: (transfer full): how it is doing, for people; with the reason if it is not well
 */
char *
od_health_words_state (const OdAccountRow *row)
{
  const char *words = NULL;

  if (row->is_history_only)
    return g_strdup (row->removed_at_us > 0 ? _ ("Removed: only its history is here") : _ ("Imported history"));
  switch (row->state)
    {
    case OD_ACCOUNT_OFFLINE:
      words = _ ("Offline");
      break;
    case OD_ACCOUNT_PAUSED:
      words = _ ("Paused");
      break;
    case OD_ACCOUNT_CONNECTING:
      words = _ ("Connecting…");
      break;
    case OD_ACCOUNT_OK:
      words = _ ("Working");
      break;
    case OD_ACCOUNT_AUTH:
      words = _ ("Needs you");
      break;
    case OD_ACCOUNT_ERROR:
      words = _ ("Does not work");
      break;
    default:
      g_return_val_if_reached (NULL);
    }
  if (row->error == NULL || row->state < OD_ACCOUNT_AUTH)
    return g_strdup (words);
  /* TRANSLATORS: state of an account and the reason: "Does not work: port 8080 is in use" */
  return g_strdup_printf (_ ("%1$s: %2$s"), words, row->error);
}

/**
 * od_health_words_title:
 *
 * Returns: (transfer none): what the line is about
 */
const char *
od_health_words_title (OdHealthLine line)
{
  static const char *const titles[OD_N_HEALTH_LINE] = {
    [OD_HEALTH_HEARD] = N_ ("Last Heard From"),    [OD_HEALTH_TROUBLE] = N_ ("What Is Wrong"),
    [OD_HEALTH_OFFLINE] = N_ ("Offline Since"),    [OD_HEALTH_GAP] = N_ ("Messages May Be Missing"),
    [OD_HEALTH_LIMIT] = N_ ("Asked to Wait"),      [OD_HEALTH_LAG] = N_ ("Newest Message Took"),
    [OD_HEALTH_QUEUE] = N_ ("Waiting to Be Sent"), [OD_HEALTH_STUCK] = N_ ("Not Sent, or Not Known to Be"),
    [OD_HEALTH_PASSED_OVER] = N_ ("Passed Over"),
  };

  return _ (titles[line]);
}

/* How long the other side keeps what nobody fetched. */
static char *
describe_retention (guint retention_s)
{
  guint hours = MAX (retention_s / HOUR_S, 1);

  return g_strdup_printf (ngettext ("Messages older than %u hour can’t be recovered.",
                                    "Messages older than %u hours can’t be recovered.", hours),
                          hours);
}

static char *
describe_offline (const OdAccountHealth *health, guint retention_s, gint64 now_us, GTimeZone *zone)
{
  g_autofree char *since = od_relative_time_moment (health->trouble_since_us, now_us, zone);
  g_autofree char *lost = retention_s > 0 ? describe_retention (retention_s) : NULL;

  return lost != NULL ? g_strdup_printf ("%s. %s", since, lost) : g_steal_pointer (&since);
}

static char *
describe_gap (const OdAccountHealth *health, gint64 now_us, GTimeZone *zone)
{
  g_autofree char *from = od_relative_time_moment (health->gap_from_us, now_us, zone);
  g_autofree char *until = od_relative_time_moment (health->gap_until_us, now_us, zone);

  /* TRANSLATORS: two moments: "What customers wrote between Fri, 16 Jan, 9:00 and Sat, 17 Jan, 10:00 may never come. …" */
  return g_strdup_printf (
      _ ("What customers wrote between %1$s and %2$s may never come: the other side does not keep it "
         "that long."),
      from, until);
}

static char *
describe_lag (gint64 lag_us)
{
  guint seconds = (guint) CLAMP (lag_us / G_USEC_PER_SEC, 0, G_MAXINT);

  if (seconds < 1)
    return g_strdup (_ ("less than a second"));
  if (seconds < 120)
    return g_strdup_printf (ngettext ("%u second", "%u seconds", seconds), seconds);
  return g_strdup_printf (ngettext ("%u minute", "%u minutes", seconds / 60), seconds / 60);
}

static char *
describe_passed_over (guint n)
{
  return g_strdup_printf (ngettext ("%u message of an unknown kind was passed over since it connected.",
                                    "%u messages of unknown kinds were passed over since it connected.", n),
                          n);
}

/**
 * od_health_words_line:
 * @retention_s: of the channel, 0: nothing gets lost there
 * @now_us: real time
 *
 * Returns: (transfer full) (nullable): what there is to say; %NULL: nothing
 */
char *
od_health_words_line (const OdAccountRow *row, OdHealthLine line, guint retention_s, gint64 now_us, GTimeZone *zone)
{
  const OdAccountHealth *health = &row->health;

  switch (line)
    {
    case OD_HEALTH_HEARD:
      return health->heard_at_us > 0 ? od_relative_time_spoken (health->heard_at_us, now_us, zone)
                                     : g_strdup (_ ("nothing yet"));
    case OD_HEALTH_TROUBLE:
      return row->state >= OD_ACCOUNT_AUTH ? g_strdup (row->error) : NULL;
    case OD_HEALTH_OFFLINE:
      return health->trouble_since_us > 0 ? describe_offline (health, retention_s, now_us, zone) : NULL;
    case OD_HEALTH_GAP:
      return health->gap_from_us > 0 ? describe_gap (health, now_us, zone) : NULL;
    case OD_HEALTH_LIMIT:
      return health->limited_until_us > now_us ? od_relative_time_moment (health->limited_until_us, now_us, zone)
                                               : NULL;
    case OD_HEALTH_LAG:
      return health->lag_us >= 0 ? describe_lag (health->lag_us) : NULL;
    case OD_HEALTH_QUEUE:
      return g_strdup_printf ("%u", health->n_queued);
    case OD_HEALTH_STUCK:
      return health->n_stuck > 0 ? g_strdup_printf ("%u", health->n_stuck) : NULL;
    case OD_HEALTH_PASSED_OVER:
      return health->n_passed_over > 0 ? describe_passed_over (health->n_passed_over) : NULL;
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * od_health_words_remedy:
 *
 * Returns: what helps, as far as a person can
 */
OdHealthRemedy
od_health_words_remedy (const OdAccountRow *row)
{
  if (row->is_history_only || row->state < OD_ACCOUNT_AUTH)
    return OD_HEALTH_REMEDY_NONE;
  switch (row->health.trouble)
    {
    case OD_ACCOUNT_TROUBLE_RING_LOCKED:
      return OD_HEALTH_REMEDY_UNLOCK;
    case OD_ACCOUNT_TROUBLE_SIGN_IN:
    case OD_ACCOUNT_TROUBLE_NO_SECRET:
    case OD_ACCOUNT_TROUBLE_STRANGER:
      return OD_HEALTH_REMEDY_SECRET;
    case OD_ACCOUNT_TROUBLE_SETTINGS:
      return OD_HEALTH_REMEDY_EDIT;
    case OD_ACCOUNT_TROUBLE_FORWARDED:
      return OD_HEALTH_REMEDY_TAKE_OVER;
    case OD_ACCOUNT_TROUBLE_NONE:
    case OD_ACCOUNT_TROUBLE_NETWORK:
    case OD_ACCOUNT_TROUBLE_LIMITED:
    case OD_ACCOUNT_TROUBLE_TAKEN:
    case OD_ACCOUNT_TROUBLE_STORE:
    case OD_ACCOUNT_TROUBLE_RING_ABSENT:
    case OD_ACCOUNT_TROUBLE_RING_REFUSED:
    case OD_ACCOUNT_TROUBLE_RING_SLOW:
    case OD_ACCOUNT_TROUBLE_OTHER:
    default:
      return OD_HEALTH_REMEDY_AGAIN;
    }
}

/**
 * od_health_words_tested:
 * @name: what the other side calls the account, or ""
 *
 * Returns: (transfer full): that the connection works
 */
char *
od_health_words_tested (const char *name)
{
  if (*name == '\0')
    return g_strdup (_ ("It works."));
  /* TRANSLATORS: as the other side calls the account: "It works: this is @shop_bot." */
  return g_strdup_printf (_ ("It works: this is %s."), name);
}

/**
 * od_health_words_refused:
 * @error: of a connection for a try, or of what was to be kept
 *
 * Returns: (transfer full): why not, and what helps
 */
char *
od_health_words_refused (const GError *error)
{
  if (od_account_trouble_of_error (error) == OD_ACCOUNT_TROUBLE_STORE)
    return g_strdup (od_error_words (error));
  return od_account_trouble_describe (error);
}
