/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "od-people-csv.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "od-csv.h"
#include "od-error.h"
#include "od-limits.h"

#define CHUNK_BYTES (256 * 1024)

void
od_people_csv_job_free (OdPeopleCsvJob *job)
{
  g_free (job->path);
  g_clear_pointer (&job->rows, g_ptr_array_unref);
  g_clear_pointer (&job->report, od_people_file_report_free);
  g_free (job);
}

static gboolean
fail (GError **error, OdError code, const char *words)
{
  g_set_error_literal (error, OD_ERROR, code, words);
  return FALSE;
}

/* Nothing is read of a file that is too long; one that grows meanwhile is left at the limit. */
static gboolean
read_bounded (int fd, GByteArray *bytes, GError **error)
{
  struct stat info;
  gssize n = 1;

  if (fd < 0 || fstat (fd, &info) != 0 || !S_ISREG (info.st_mode))
    return fail (error, OD_ERROR_NOT_FOUND, "The file can't be read");
  if (info.st_size > OD_LIMIT_CSV_BYTES)
    return fail (error, OD_ERROR_TOO_LARGE, "The file is too long for a table of customers");
  while (n != 0)
    {
      guint had = bytes->len;

      g_byte_array_set_size (bytes, had + CHUNK_BYTES);
      n = read (fd, bytes->data + had, CHUNK_BYTES);
      g_byte_array_set_size (bytes, had + (guint) MAX (n, 0));
      if (n < 0 && errno != EINTR)
        return fail (error, OD_ERROR_NOT_FOUND, "The file can't be read");
      if (bytes->len > OD_LIMIT_CSV_BYTES)
        return fail (error, OD_ERROR_TOO_LARGE, "The file is too long for a table of customers");
    }
  return TRUE;
}

/**
 * od_store_people_csv_read:
 * @data: an #OdPeopleCsvJob with @path; @rows is filled
 *
 * An #OdDbReadFunc, so that the file is read on a thread that may block.
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND, %OD_ERROR_MALFORMED, %OD_ERROR_TOO_LARGE
 */
gboolean
od_store_people_csv_read (sqlite3 *db, gpointer data, GError **error)
{
  OdPeopleCsvJob *job = data;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  int fd = open (job->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  gboolean ok = read_bounded (fd, bytes, error);

  if (fd >= 0)
    close (fd);
  if (!ok)
    return FALSE;
  job->rows = od_csv_parse (bytes->data != NULL ? (const char *) bytes->data : "", bytes->len, error);
  job->next = 1;
  return job->rows != NULL;
}
