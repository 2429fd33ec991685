/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OdEtiquetteFlags: how things stand when a reply is about to be sent.
 * @OD_ETIQUETTE_HAS_TIMER: something will bring the conversation back: a promise timer, or it is sent and snoozed
 */
typedef enum {
  OD_ETIQUETTE_NONE = 0,
  OD_ETIQUETTE_IS_FIRST_REPLY = 1 << 0, /* nobody has answered in this conversation yet */
  OD_ETIQUETTE_IS_RESOLVING = 1 << 1,
  OD_ETIQUETTE_HAS_TIMER = 1 << 2,
  OD_ETIQUETTE_HAS_FILES = 1 << 3,
} OdEtiquetteFlags;

/**
 * OdEtiquetteInput: what is looked at. Nothing is owned, everything is valid UTF-8.
 * @text: the reply; a note has no etiquette and is not asked about
 * @lang: (nullable): BCP 47 tag of the customer's language, if it is known; else it is taken from @text
 * @customer_name: (nullable): as the profile has it; NULL or "" if unknown
 * @customer_texts: (nullable) (array zero-terminated=1): what the customer wrote in this conversation, newest first;
 * the last 20 or so are enough
 * @n_own_in_a_row: own messages since the customer wrote last, without this one
 * @since_own_s: seconds since the last own message, 0 if there is none or it isn't known
 */
typedef struct {
  const char *text;
  const char *lang;
  const char *customer_name;
  const char *const *customer_texts;
  guint n_own_in_a_row;
  gint64 since_own_s;
  OdEtiquetteFlags flags;
} OdEtiquetteInput;

/**
 * OdEtiquetteRule: what Preferences list.
 * @id: never changes: the setting that switches rules off holds it
 * @title: for people, untranslated: _() it
 */
typedef struct {
  const char *id;
  const char *title;
} OdEtiquetteRule;

/**
 * OdEtiquetteFinding: what one may do better.
 * @rule: static
 * @words: one line for people, translated: what it is and what to do
 * @minutes: of the rule `promise`: until when, from now; 0 if no time is named
 */
typedef struct {
  const OdEtiquetteRule *rule;
  char *words;
  guint minutes;
} OdEtiquetteFinding;

const OdEtiquetteRule *od_etiquette_get_rules (guint *n_rules);
OdEtiquetteFinding *od_etiquette_check (const OdEtiquetteInput *input, const char *const *off);
void od_etiquette_finding_free (OdEtiquetteFinding *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdEtiquetteFinding, od_etiquette_finding_free)

G_END_DECLS
