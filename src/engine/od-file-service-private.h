/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-file-part.h"
#include "od-file-service.h"
#include "od-store-file.h"

G_BEGIN_DECLS

/**
 * OdFileFetchState:
 * @OD_FILE_FETCH_RESTING: cancelled; what came is kept, and nothing happens until somebody asks
 * @OD_FILE_FETCH_WAITING: for its turn, or for its account
 * @OD_FILE_FETCH_BACKING_OFF: it failed, and will be tried again
 * @OD_FILE_FETCH_OPENING: its part is looked at
 * @OD_FILE_FETCH_RUNNING: bytes come; the only state in which the channel is at work
 * @OD_FILE_FETCH_KEEPING: all is here, and is made durable; can't be stopped any more
 */
typedef enum {
  OD_FILE_FETCH_RESTING,
  OD_FILE_FETCH_WAITING,
  OD_FILE_FETCH_BACKING_OFF,
  OD_FILE_FETCH_OPENING,
  OD_FILE_FETCH_RUNNING,
  OD_FILE_FETCH_KEEPING,
} OdFileFetchState;

typedef enum {
  OD_FILE_STOP_NOT,
  OD_FILE_STOP_CANCELLED,
  OD_FILE_STOP_TOO_LARGE,
  OD_FILE_STOP_DISCONNECTED, /* goes on once its account is back */
} OdFileStop;

typedef struct {
  OdFileService *service;    /* (unowned) */
  OdRemoteFile *file;        /* (owned) */
  OdFilePart *part;          /* (owned) */
  GPtrArray *waiters;        /* (owned) (element-type GTask): who asked for it */
  GCancellable *cancellable; /* (owned) (nullable): while OD_FILE_FETCH_RUNNING */
  OdFetch fetch;             /* borrows from the others; while OD_FILE_FETCH_RUNNING */
  gint64 done_bytes, total_bytes;
  gint64 told_us; /* when its progress was told last, monotonic */
  guint n_failed;
  guint timeout_id; /* while OD_FILE_FETCH_BACKING_OFF */
  OdFileFetchState state;
  OdFileStop stop;     /* why what is under way is to end */
  gboolean is_wanted;  /* somebody asked */
  gboolean is_dropped; /* its message was erased */
} OdFileFetch;

/**
 * OdFileService:
 *
 * Implements #OdFilePort: brings what channels only named. Small files by themselves, once they are stored or their
 * account is connected; others when somebody asks, and those first. At most %OD_LIMIT_FETCHES_PER_ACCOUNT of an
 * account at once. A file lies where it belongs before the row that says so is committed.
 * Main thread only.
 */
struct _OdFileService {
  GObject parent_instance;

  OdDb *db;                 /* (owned) */
  OdClock *clock;           /* (owned) */
  OdChangeFeed *feed;       /* (owned) */
  OdChannelTable *channels; /* (owned) */
  OdWorker *worker;         /* (owned) */
  char *files_dir;          /* (owned) */
  GHashTable *fetches;      /* (owned) (element-type gint64 OdFileFetch) */
  GPtrArray *droppers;      /* (owned) (element-type GTask): who waits until the dropped are gone */
  GHashTable *accounts;     /* (owned) (element-type gint64): that are connected and can bring files */
  gboolean is_scanning;
  gboolean is_scan_due; /* something changed during a scan */
  gboolean is_stopped;
};

OdFileFetch *od_file_fetch_new (OdFileService *service, OdRemoteFile *file);
void od_file_fetch_free (OdFileFetch *self);
void od_file_fetch_start (OdFileFetch *self);
void od_file_fetch_rest (OdFileFetch *self);
void od_file_fetch_answer_gone (OdFileFetch *self);
void od_file_fetch_end_dropped (OdFileFetch *fetch);
void od_file_service_pump (OdFileService *self);
void od_file_service_tell_dropped (OdFileService *self);

G_END_DECLS
