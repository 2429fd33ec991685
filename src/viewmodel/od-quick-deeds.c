/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-quick-deeds"

#include "od-quick-deeds.h"

#include <glib/gi18n.h>

#include "od-canned-book.h"
#include "od-error-words.h"
#include "od-promise.h"
#include "od-template.h"
#include "od-visitor-name.h"

/**
 * OdQuickDeeds:
 *
 * What is done with a conversation from its notification, without a window. Each deed is an ordinary one, by the
 * ports; what could not be done is told by #OdQuickDeeds::failed. Main thread.
 */
struct _OdQuickDeeds {
  GObject parent_instance;

  OdDesk *desk; /* (owned) */
};

G_DEFINE_FINAL_TYPE (OdQuickDeeds, od_quick_deeds, G_TYPE_OBJECT)

static guint failed_signal;

/* One deed on its way. */
typedef struct {
  OdQuickDeeds *self; /* (owned) */
  gint64 conversation_id;
  gint64 seen_id;          /* the newest public message its author saw; 0: all that there is when it begins */
  char *text;              /* (owned) (nullable): NULL: the phrase that lets wait */
  OdAlertSubject *subject; /* (owned) (nullable): how the conversation was when it began */
  GError *error;           /* (owned) (nullable): why it could not be done */
  gboolean is_lost;        /* @text could not be made a draft */
} Deed;

static Deed *
deed_new (OdQuickDeeds *self, gint64 conversation_id, const char *text, gint64 seen_id)
{
  Deed *deed = g_new0 (Deed, 1);

  deed->self = g_object_ref (self);
  deed->conversation_id = conversation_id;
  deed->text = g_strdup (text);
  deed->seen_id = seen_id;
  return deed;
}

static void
deed_free (Deed *deed)
{
  g_object_unref (deed->self);
  g_clear_pointer (&deed->subject, od_alert_subject_free);
  g_clear_error (&deed->error);
  g_free (deed->text);
  g_free (deed);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Deed, deed_free)

static void
fail (Deed *deed, const GError *error)
{
  g_signal_emit (deed->self, failed_signal, 0, deed->conversation_id, od_error_words (error), deed->text,
                 !deed->is_lost);
}

/* ---- What can't be sent ---- */

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Deed) deed = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_reply_port_save_draft_finish (OD_REPLY_PORT (source), result, &error))
    deed->is_lost = TRUE; /* it waits nowhere: nobody says it does */
  fail (deed, deed->error);
}

static void
draft_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Deed *deed = user_data;
  g_autoptr (OdDraft) draft = od_reply_port_load_draft_finish (OD_REPLY_PORT (source), result, NULL);
  g_autofree char *body = NULL;

  if (draft == NULL)
    {
      deed->is_lost = TRUE;
      fail (deed, deed->error);
      deed_free (deed);
      return;
    }
  body = draft->body;
  draft->body = *body != '\0' ? g_strconcat (body, "\n", deed->text, NULL) : g_strdup (deed->text);
  draft->revision = MAX (draft->revision + 1, od_clock_get_real_us (deed->self->desk->clock)); /* after what is typed */
  od_reply_port_save_draft_async (OD_REPLY_PORT (source), draft, NULL, kept_cb, deed);
}

/* What was typed is not lost: it goes behind what is being written there. Takes @deed over. */
static void
fail_later (Deed *deed, const GError *error)
{
  if (deed->text == NULL)
    {
      fail (deed, error);
      deed_free (deed);
      return;
    }
  deed->error = g_error_copy (error);
  od_reply_port_load_draft_async (deed->self->desk->replies, deed->conversation_id, FALSE, NULL, draft_cb, deed);
}

/* ---- Writing ---- */

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Deed) deed = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdReplyResult) sent = od_reply_port_enqueue_finish (OD_REPLY_PORT (source), result, &error);

  if (sent == NULL)
    fail_later (g_steal_pointer (&deed), error);
}

/* @minutes: what it promises if its words don't say until when; 0: nothing */
static void
send (Deed *deed, const char *text, gint64 minutes)
{
  OdDesk *desk = deed->self->desk;
  OdReply reply = {
    .conversation_id = deed->conversation_id,
    .operator_id = desk->operator_id,
    .text = text,
    .seen_id = deed->seen_id != 0 ? deed->seen_id : deed->subject->last_public_id,
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  if (!od_promise_read (text, od_clock_get_real_us (desk->clock), zone, &reply.promise))
    reply.promise.minutes = minutes;
  od_reply_port_enqueue_async (desk->replies, &reply, NULL, sent_cb, deed);
}

/* Without a canned reply: in the customer's language where it is one of the program's, else in the operator's. What the
 * catalogues say depends on who sits here. */
static char *
make_phrase (const OdAlertSubject *subject)
{
  static const struct {
    const char *lang;
    const char *words;
  } phrases[] = {
    { "en", "One moment, please. I am looking into it." },
    { "ru", "Одну минуту, пожалуйста. Сейчас посмотрю." },
  };

  for (guint i = 0; subject->lang != NULL && i < G_N_ELEMENTS (phrases); i++)
    if (g_str_has_prefix (subject->lang, phrases[i].lang) && !g_ascii_isalpha (subject->lang[2]))
      return g_strdup (phrases[i].words);
  /* TRANSLATORS: sent to a customer who has to wait */
  return g_strdup (_ ("One moment, please. I am looking into it."));
}

static char *
fill_phrase (OdDesk *desk, const OdAlertSubject *subject, const char *body)
{
  g_autoptr (GHashTable) values = od_template_values_new ();
  g_autofree char *name = od_visitor_name (subject->name, subject->address);
  g_autofree char *first_name = od_template_first_name (subject->name);
  g_autofree char *own_first_name = od_template_first_name (desk->operator_name);
  g_autoptr (GArray) unfilled = NULL;
  char *text;

  od_template_values_set (values, "customer.name", name);
  od_template_values_set (values, "customer.first_name", first_name);
  od_template_values_set (values, "operator.name", desk->operator_name);
  od_template_values_set (values, "operator.first_name", own_first_name);
  text = od_template_fill (body, values, &unfilled);
  if (unfilled == NULL || unfilled->len == 0)
    return text;
  g_free (text); /* nobody is there to answer its questions */
  return NULL;
}

static void
canned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Deed *deed = user_data;
  OdQuickDeeds *self = deed->self;
  g_autoptr (GPtrArray) replies = od_library_port_load_canned_finish (OD_LIBRARY_PORT (source), result, NULL);
  g_autoptr (OdCannedBook) book = NULL;
  const OdCannedReply *canned = NULL;
  g_autofree char *text = NULL;

  if (replies != NULL)
    {
      book = od_canned_book_new (replies);
      od_canned_book_choose (book, deed->subject->channel, deed->subject->lang != NULL ? deed->subject->lang : "",
                             g_get_language_names ()[0]);
      canned = od_canned_book_find (book, OD_QUICK_HOLD_CODE);
    }
  if (canned != NULL)
    text = fill_phrase (self->desk, deed->subject, canned->body);
  if (text == NULL)
    text = make_phrase (deed->subject);
  send (deed, text, OD_QUICK_HOLD_MINUTES);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Deed) deed = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdAlertNews) news = od_alert_port_load_finish (OD_ALERT_PORT (source), result, &error);
  const OdAlertSubject *subject = news != NULL ? od_alert_news_find (news, deed->conversation_id) : NULL;
  Deed *going = deed;

  if (subject == NULL || subject->is_gone)
    {
      if (error == NULL)
        g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "The conversation is gone");
      fail_later (g_steal_pointer (&deed), error);
      return;
    }
  deed->subject = od_alert_subject_copy (subject);
  deed = NULL;
  if (going->text != NULL)
    send (going, going->text, 0);
  else
    od_library_port_load_canned_async (going->self->desk->library, NULL, canned_cb, going);
}

static void
begin (OdQuickDeeds *self, gint64 conversation_id, const char *text, gint64 seen_id)
{
  od_alert_port_load_async (self->desk->tools.alerts, &conversation_id, 1, NULL, loaded_cb,
                            deed_new (self, conversation_id, text, seen_id));
}

/* ---- Life ---- */

static void
od_quick_deeds_finalize (GObject *object)
{
  g_clear_pointer (&OD_QUICK_DEEDS (object)->desk, od_desk_unref);
  G_OBJECT_CLASS (od_quick_deeds_parent_class)->finalize (object);
}

static void
od_quick_deeds_class_init (OdQuickDeedsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_quick_deeds_finalize;

  /**
   * OdQuickDeeds::failed:
   * @conversation_id: in which something could not be done
   * @words: why, for people
   * @text: (nullable): what was to be sent
   * @is_kept: it is in the draft of the conversation
   */
  failed_signal = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 4, G_TYPE_INT64, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_BOOLEAN);
}

static void
od_quick_deeds_init (OdQuickDeeds *self)
{
}

/**
 * od_quick_deeds_new:
 * @desk: has alerts
 *
 * Returns: (transfer full)
 */
OdQuickDeeds *
od_quick_deeds_new (OdDesk *desk)
{
  OdQuickDeeds *self;

  g_return_val_if_fail (desk->tools.alerts != NULL, NULL);

  self = g_object_new (OD_TYPE_QUICK_DEEDS, NULL);
  self->desk = od_desk_ref (desk);
  return self;
}

/**
 * od_quick_deeds_reply:
 * @text: what was typed into a notification
 * @seen_id: the newest public message of the conversation when that was made: an answer that somebody gave since holds
 *   the reply, which is told as an alert; 0: who wrote has seen all there is now
 *
 * Sends it, without undo time: there is nothing to undo it with. What it promises, it promises. What can't be sent
 * becomes a draft.
 */
void
od_quick_deeds_reply (OdQuickDeeds *self, gint64 conversation_id, const char *text, gint64 seen_id)
{
  g_return_if_fail (OD_IS_QUICK_DEEDS (self) && text != NULL);

  begin (self, conversation_id, text, seen_id);
}

/**
 * od_quick_deeds_hold:
 * @seen_id: as of od_quick_deeds_reply()
 *
 * Asks the customer to wait, in the words of the canned reply "hold" for this channel and language, or in our own. They
 * promise to be back, and the clock of that starts when they have left: see #OdReply.
 */
void
od_quick_deeds_hold (OdQuickDeeds *self, gint64 conversation_id, gint64 seen_id)
{
  g_return_if_fail (OD_IS_QUICK_DEEDS (self));

  begin (self, conversation_id, NULL, seen_id);
}

static void
snoozed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Deed) deed = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_triage_port_snooze_finish (OD_TRIAGE_PORT (source), result, &error))
    fail (deed, error);
}

/**
 * od_quick_deeds_snooze:
 * @minutes: > 0
 */
void
od_quick_deeds_snooze (OdQuickDeeds *self, gint64 conversation_id, guint minutes)
{
  gint64 until_us;

  g_return_if_fail (OD_IS_QUICK_DEEDS (self));

  until_us = od_clock_get_real_us (self->desk->clock) + minutes * 60 * (gint64) G_USEC_PER_SEC;
  od_triage_port_snooze_async (self->desk->triage, conversation_id, until_us, NULL, snoozed_cb,
                               deed_new (self, conversation_id, NULL, 0));
}
