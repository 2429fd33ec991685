/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-named-files.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#include "od-file-words.h"
#include "od-worker.h"

#define KEPT_S (24 * 60 * 60) /* a program that was given a copy may have it open for a day */
#define HASH_CHARS 24

/**
 * OdNamedFiles:
 *
 * What people sent lies in the profile under the name of its hash. A program that shall open it,
 * a file manager that gets it, wants the name it came with: so it gets a copy of that name, to be
 * read only, in a folder of the copy's own. A copy and no link: nobody outside may write through
 * it into the profile. The copy of a file is made once, and thrown away after a day of rest.
 *
 * Everything on the disk happens on a worker. Main thread.
 */
struct _OdNamedFiles {
  GObject parent_instance;

  char *folder;     /* (owned) */
  OdWorker *worker; /* (owned) (nullable): until the first file */
};

G_DEFINE_FINAL_TYPE (OdNamedFiles, od_named_files, G_TYPE_OBJECT)

typedef struct {
  char *source; /* (owned) */
  char *target; /* (owned) */
} Copy;

static void
copy_free (Copy *copy)
{
  g_free (copy->source);
  g_free (copy->target);
  g_free (copy);
}

typedef struct {
  char *folder; /* (owned) */
  gint64 before_s;
} Cleaning;

static void
cleaning_free (Cleaning *cleaning)
{
  g_free (cleaning->folder);
  g_free (cleaning);
}

static gboolean
is_there (const Copy *copy)
{
  GStatBuf source, target;

  return g_stat (copy->source, &source) == 0 && g_lstat (copy->target, &target) == 0 && S_ISREG (target.st_mode) &&
         source.st_size == target.st_size && source.st_mtime <= target.st_mtime;
}

static gboolean
fail (GTask *task, const char *what)
{
  int saved = errno;

  g_task_return_new_error (task, G_IO_ERROR, g_io_error_from_errno (saved), "%s: %s", what, g_strerror (saved));
  return FALSE;
}

static gboolean
copy_file (GTask *task, const Copy *copy, GCancellable *cancellable)
{
  g_autofree char *part = g_strconcat (copy->target, ".part", NULL);
  g_autoptr (GFile) from = g_file_new_for_path (copy->source);
  g_autoptr (GFile) to = g_file_new_for_path (part);
  GError *error = NULL;

  if (!g_file_copy (from, to, G_FILE_COPY_OVERWRITE | G_FILE_COPY_TARGET_DEFAULT_PERMS, cancellable, NULL, NULL,
                    &error))
    {
      g_unlink (part);
      g_task_return_error (task, error);
      return FALSE;
    }
  if (g_chmod (part, 0400) != 0 || g_rename (part, copy->target) != 0)
    {
      fail (task, "a named copy");
      g_unlink (part);
      return FALSE;
    }
  return TRUE;
}

static void
make_in_worker (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Copy *copy = task_data;
  g_autofree char *folder = g_path_get_dirname (copy->target);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      fail (task, "a folder for a named copy");
      return;
    }
  if (is_there (copy))
    g_utime (folder, NULL); /* it is wanted again: it stays for another day */
  else if (!copy_file (task, copy, cancellable))
    return;
  g_task_return_pointer (task, g_strdup (copy->target), g_free);
}

static gboolean
is_ours (const char *name)
{
  gsize n = 0;

  while (g_ascii_isxdigit (name[n]))
    n++;
  return n == HASH_CHARS && name[n] == '\0';
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      g_unlink (child);
    }
  g_rmdir (path);
}

static void
clean_in_worker (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Cleaning *cleaning = task_data;
  g_autoptr (GDir) dir = g_dir_open (cleaning->folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (cleaning->folder, name, NULL);
      GStatBuf about;

      if (is_ours (name) && g_lstat (path, &about) == 0 && S_ISDIR (about.st_mode) &&
          about.st_mtime < cleaning->before_s)
        remove_folder (path);
    }
  g_task_return_boolean (task, TRUE);
}

static OdWorker *
ensure_worker (OdNamedFiles *self)
{
  if (self->worker == NULL)
    self->worker = od_worker_new ("od-cpu");
  return self->worker;
}

static void
od_named_files_dispose (GObject *object)
{
  OdNamedFiles *self = OD_NAMED_FILES (object);

  if (self->worker != NULL)
    od_worker_stop (self->worker);
  g_clear_object (&self->worker);
  G_OBJECT_CLASS (od_named_files_parent_class)->dispose (object);
}

static void
od_named_files_finalize (GObject *object)
{
  g_free (OD_NAMED_FILES (object)->folder);
  G_OBJECT_CLASS (od_named_files_parent_class)->finalize (object);
}

static void
od_named_files_class_init (OdNamedFilesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_named_files_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_named_files_finalize;
}

static void
od_named_files_init (OdNamedFiles *self)
{
}

/**
 * od_named_files_new:
 * @folder: absolute path; made when the first file needs it
 */
OdNamedFiles *
od_named_files_new (const char *folder)
{
  OdNamedFiles *self = g_object_new (OD_TYPE_NAMED_FILES, NULL);

  self->folder = g_strdup (folder);
  return self;
}

/**
 * od_named_files_dup_path:
 * @file: of state %OD_FILE_HERE
 *
 * Returns: (transfer full): where its copy will be, or is: inside our folder, whatever its name says
 */
char *
od_named_files_dup_path (OdNamedFiles *self, const OdAttachmentRow *file)
{
  g_autofree char *hash = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (OD_IS_NAMED_FILES (self) && file->path != NULL, NULL);

  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, file->path, -1);
  hash[HASH_CHARS] = '\0';
  name = od_file_words_name (file);
  return g_build_filename (self->folder, hash, name, NULL);
}

/**
 * od_named_files_make_async:
 * @file: of state %OD_FILE_HERE
 *
 * Makes its copy, unless it is there.
 */
void
od_named_files_make_async (OdNamedFiles *self, const OdAttachmentRow *file, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;
  Copy *copy;

  g_return_if_fail (OD_IS_NAMED_FILES (self) && file->path != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, od_named_files_make_async);
  copy = g_new0 (Copy, 1);
  copy->source = g_strdup (file->path);
  copy->target = od_named_files_dup_path (self, file);
  g_task_set_task_data (task, copy, (GDestroyNotify) copy_free);
  od_worker_push (ensure_worker (self), G_PRIORITY_DEFAULT, make_in_worker, task);
}

/**
 * od_named_files_make_finish:
 *
 * Returns: (transfer full): path of the copy, or %NULL with an error of %G_IO_ERROR
 */
char *
od_named_files_make_finish (OdNamedFiles *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, od_named_files_make_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_named_files_clean:
 *
 * Throws away copies that nobody asked for since a day.
 */
void
od_named_files_clean (OdNamedFiles *self, gint64 now_us)
{
  GTask *task;
  Cleaning *cleaning;

  g_return_if_fail (OD_IS_NAMED_FILES (self));

  task = g_task_new (self, NULL, NULL, NULL);
  g_task_set_source_tag (task, od_named_files_clean);
  cleaning = g_new0 (Cleaning, 1);
  cleaning->folder = g_strdup (self->folder);
  cleaning->before_s = now_us / G_USEC_PER_SEC - KEPT_S;
  g_task_set_task_data (task, cleaning, (GDestroyNotify) cleaning_free);
  od_worker_push (ensure_worker (self), G_PRIORITY_LOW, clean_in_worker, task);
}
