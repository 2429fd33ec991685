/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A person is a customer (profile) with the profiles that were linked into it. */

typedef enum {
  OD_PEOPLE_BY_NAME,
  OD_PEOPLE_BY_LAST_SEEN,     /* newest first */
  OD_PEOPLE_BY_CREATED,       /* newest first */
  OD_PEOPLE_BY_CONVERSATIONS, /* most first */
} OdPeopleOrder;

/**
 * OdPeopleQuery:
 * @text: (nullable): in the query language of search, over names, addresses, fields, notes and tags; everybody if %NULL
 */
typedef struct {
  const char *text;
  OdPeopleOrder order;
  gboolean is_reversed;
} OdPeopleQuery;

/**
 * OdPersonRow: a line of the customers' list.
 * @channels: (nullable): descriptor ids, each once
 */
typedef struct {
  gint64 id;
  char *name;
  char *address; /* of the contact point seen last: what to call somebody without a name by */
  char *phone;   /* (nullable) */
  char *email;   /* (nullable) */
  GStrv channels;
  GStrv tags; /* (nullable) */
  gint64 created_at_us, last_seen_at_us;
  guint n_conversations;
} OdPersonRow;

typedef enum {
  OD_PERSON_MATCH_VERIFIED, /* the same identity, proved by the shop's signature */
  OD_PERSON_MATCH_PHONE,
  OD_PERSON_MATCH_EMAIL,
  OD_PERSON_MATCH_ORDER, /* the same order number was said */
} OdPersonMatchKind;

/**
 * OdPersonMatch: somebody who may be the same.
 * @value: what both have
 */
typedef struct {
  OdPersonRow *person; /* (owned) */
  OdPersonMatchKind kind;
  char *value;
} OdPersonMatch;

/**
 * OdPersonConflict: what two profiles say differently.
 * @key: "name", "lang", "time_zone", "note", or "field:" and a field's key
 * @label: for people; "" for the built-in ones
 */
typedef struct {
  char *key;
  char *label;
  char *kept_value;
  char *joined_value;
} OdPersonConflict;

/**
 * OdPersonLink: two profiles shown as one.
 * @choices: (owned) (nullable) (element-type utf8 utf8): key of a conflict → the value to show; where there is none, what
 *   the kept profile says, or else the joined one
 * @operator_id: 0: by a verified identity
 */
typedef struct {
  gint64 id;
  gint64 kept_id;
  gint64 joined_id;
  char *joined_name;
  GHashTable *choices;
  gint64 operator_id;
  gint64 at_us;
} OdPersonLink;

/**
 * OdEraseStep: where an erasure stands.
 * @OD_ERASE_FILES: also while it waits for a file that came just now
 * @OD_ERASE_QUIET: it waits until nobody writes
 * @OD_ERASE_COMPACT: the store is written anew; other writes wait
 * @OD_ERASE_COPIES: our own copies of the store are written anew
 * @OD_ERASE_LOG: nobody waits any more; a long read may be in the way
 */
typedef enum {
  OD_ERASE_ROWS,
  OD_ERASE_FETCHES,
  OD_ERASE_FILES,
  OD_ERASE_TERMS,
  OD_ERASE_QUIET,
  OD_ERASE_COMPACT,
  OD_ERASE_LOG,
  OD_ERASE_COPIES,
  OD_ERASE_FINISH,
} OdEraseStep;

/**
 * OdEraseState: of an erasure that is under way.
 * @n_failed: how often this step failed, one time after the other
 * @error: (unowned) (nullable): why, the last time; valid until the main loop is entered again
 * @retry_at_us: when it goes on
 */
typedef struct {
  OdEraseStep step;
  guint n_failed;
  const GError *error;
  gint64 retry_at_us;
} OdEraseState;

/**
 * OdEraseReason: why a copy of the store still holds a person.
 * @OD_ERASE_REASON_WAITING: its turn has not come yet
 * @OD_ERASE_REASON_MISSING: it is not where it was
 * @OD_ERASE_REASON_NEWER: of a newer Omnidesk
 * @OD_ERASE_REASON_FAILED: writing it anew failed
 *
 * The numbers are in the database: append only.
 */
typedef enum {
  OD_ERASE_REASON_WAITING,
  OD_ERASE_REASON_MISSING,
  OD_ERASE_REASON_UNREADABLE,
  OD_ERASE_REASON_NEWER,
  OD_ERASE_REASON_READ_ONLY,
  OD_ERASE_REASON_FAILED,
} OdEraseReason;
#define OD_N_ERASE_REASON (OD_ERASE_REASON_FAILED + 1)

/* The numbers are in the database: append only. */
typedef enum { OD_ERASE_MENTION_VIEW, OD_ERASE_MENTION_MACRO, OD_ERASE_MENTION_TAG } OdEraseMentionKind;
#define OD_N_ERASE_MENTION (OD_ERASE_MENTION_TAG + 1)

/**
 * OdEraseMention: something of the operators' that mentions a person.
 * @name: (owned) (nullable): as it is called now; %NULL: it is gone
 */
typedef struct {
  OdEraseMentionKind kind;
  gint64 id;
  char *name;
} OdEraseMention;

/**
 * OdErasure: what went, or would go, with a person, or with an account.
 * @account_id: whose history it is; 0: it is of a person
 * @backups: (nullable): paths of copies of the store that still hold the person, for whoever keeps them
 * @reasons: (nullable) (element-type OdEraseReason): why, in the same order
 * @rewritten: (nullable): paths of copies that held the person, and don't any more
 * @missing: (nullable): paths of copies that held the person, and were not there any more: nothing is left to do
 * @mentions: (nullable) (element-type OdEraseMention): what stays, and is the operators' to change
 * @keys: (nullable): what the profiles are known by in copies; no text
 */
typedef struct {
  gint64 id;
  gint64 account_id;
  gint64 at_us, done_at_us; /* 0: not yet */
  guint n_profiles, n_contact_points, n_conversations, n_messages, n_files;
  gint64 n_file_bytes;
  GStrv backups;
  GArray *reasons;
  GStrv rewritten;
  GStrv missing;
  GStrv keys;
  GArray *mentions;
} OdErasure;

void od_person_row_free (OdPersonRow *self);
void od_person_match_free (OdPersonMatch *self);
void od_person_conflict_free (OdPersonConflict *self);
OdPersonLink *od_person_link_copy (const OdPersonLink *self);
void od_person_link_free (OdPersonLink *self);
GArray *od_erase_mentions_new (void);
OdErasure *od_erasure_copy (const OdErasure *self);
void od_erasure_free (OdErasure *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdPersonRow, od_person_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdPersonLink, od_person_link_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdErasure, od_erasure_free)

G_END_DECLS
