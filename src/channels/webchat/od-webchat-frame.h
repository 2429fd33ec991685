/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum {
  OD_WEBCHAT_UNKNOWN, /* a `t` of a later version: ignored */
  OD_WEBCHAT_HELLO,
  OD_WEBCHAT_MSG, /* also `loc` */
  OD_WEBCHAT_EDIT,
  OD_WEBCHAT_DEL,
  OD_WEBCHAT_REACT,
  OD_WEBCHAT_TYPING,
  OD_WEBCHAT_READ,
  OD_WEBCHAT_FORM,
  OD_WEBCHAT_FILE_REQ,
  OD_WEBCHAT_ACK,
  OD_WEBCHAT_PING,
  OD_WEBCHAT_BYE,
} OdWebchatFrameType;

typedef enum {
  OD_WEBCHAT_FORM_PRECHAT,
  OD_WEBCHAT_FORM_OFFLINE,
  OD_WEBCHAT_FORM_CSAT,
} OdWebchatFormKind;

/**
 * OdWebchatHello:
 * @version: what the client speaks; any number, judged by the session
 * @after: last seq the client has; 0 if none
 *
 * Strings are (nullable) unless the frame can't do without.
 */
typedef struct {
  gint64 version;
  gint64 after;
  const char *widget; /* (not nullable) */
  const char *token;
  const char *lang, *time_zone;
  const char *page_url, *page_title;
  const char *identity_id, *identity_hash;
  const char *name, *email, *phone; /* of the identity */
} OdWebchatHello;

typedef struct {
  double lat, lon;
  double accuracy_m; /* < 0 if not said */
} OdWebchatPlace;

typedef struct {
  const char *text; /* (not nullable): may be "" */
  const char *files[5];
  const char *button; /* (nullable): payload of a pressed button */
  OdWebchatPlace place;
  gint64 reply_to; /* 0 if none */
  guint n_files;
  gboolean has_place;
} OdWebchatMsg;

/* edit, del, react */
typedef struct {
  gint64 seq;
  const char *text;  /* of an edit */
  const char *emoji; /* of a react; "" takes it back */
} OdWebchatChange;

typedef struct {
  const char *name, *email, *phone, *text; /* (nullable) */
  gint64 rating;                           /* 0 if not said */
  OdWebchatFormKind kind;
  gboolean has_consent;
  gboolean is_trapped; /* a machine filled the field that no person sees */
} OdWebchatForm;

typedef struct {
  const char *name, *type;
  gint64 size_bytes;
} OdWebchatFileRequest;

typedef struct {
  char *text; /* (owned) (nullable): the last 200 code points, cut between graphemes */
  gboolean is_on;
} OdWebchatTyping;

/**
 * OdWebchatFrame:
 *
 * One frame from a visitor's browser, as a value. What is not said to be owned
 * is borrowed from the JSON tree, which lives as long as the frame.
 */
typedef struct {
  OdWebchatFrameType type;
  const char *cid; /* (nullable): of requests never NULL */
  union {
    OdWebchatHello hello;
    OdWebchatMsg msg;
    OdWebchatChange change;
    OdWebchatForm form;
    OdWebchatFileRequest file;
    OdWebchatTyping typing;
    gint64 upto; /* ack, read */
    gint64 n;    /* ping */
  };
  JsonNode *root; /* (owned) */
} OdWebchatFrame;

/**
 * OdWebchatFault: why a frame was refused.
 * @code: static: "bad_json", "bad_frame", "too_long" or "bad_file"
 * @field: which member, "" if it is the frame as a whole
 * @cid: of the request, "" if it can't be told
 */
typedef struct {
  const char *code;
  char field[32];
  char cid[41];
} OdWebchatFault;

OdWebchatFrame *od_webchat_frame_parse (const char *text, gssize len, OdWebchatFault *fault);
OdWebchatFrame *od_webchat_frame_read (JsonNode *root, OdWebchatFault *fault);
void od_webchat_frame_free (OdWebchatFrame *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdWebchatFrame, od_webchat_frame_free)

G_END_DECLS
