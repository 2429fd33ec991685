/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* locks of open files */
#define G_LOG_DOMAIN "od-profile-dir"

#include "od-profile-dir.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "od-error.h"

/**
 * OdProfileDir:
 *
 * The folder of one profile: the store, its attachments and what belongs to
 * this profile alone. It is readable by its owner only, and one process owns it
 * by a lock of the kernel, which goes away with the process however that ends.
 *
 * Its few system calls block: open and lock it before the main loop runs.
 */
struct _OdProfileDir {
  GObject parent_instance;

  char *path;       /* (owned): absolute, symbolic links resolved */
  char *store_path; /* (owned) */
  char *files_path; /* (owned) */
  int lock_fd;      /* -1 unless locked */
};

G_DEFINE_FINAL_TYPE (OdProfileDir, od_profile_dir, G_TYPE_OBJECT)

static void
od_profile_dir_finalize (GObject *object)
{
  OdProfileDir *self = OD_PROFILE_DIR (object);

  od_profile_dir_unlock (self);
  g_free (self->path);
  g_free (self->store_path);
  g_free (self->files_path);
  G_OBJECT_CLASS (od_profile_dir_parent_class)->finalize (object);
}

static void
od_profile_dir_class_init (OdProfileDirClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_profile_dir_finalize;
}

static void
od_profile_dir_init (OdProfileDir *self)
{
  self->lock_fd = -1;
}

/**
 * od_profile_dir_dup_default_path:
 *
 * Returns: (transfer full): where the profile lies if nobody says otherwise
 */
char *
od_profile_dir_dup_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "omnidesk", "default", NULL);
}

static gboolean
fail (GError **error, OdError code, const char *what)
{
  g_set_error (error, OD_ERROR, code, "Profile: %s: %s", what, g_strerror (errno));
  return FALSE;
}

/* Ours, a folder, and nobody else may look in. */
static gboolean
make_private (const char *path, GError **error)
{
  struct stat info;

  if (stat (path, &info) != 0)
    return fail (error, OD_ERROR_NOT_FOUND, "can't look at the folder");
  errno = ENOTDIR;
  if (!S_ISDIR (info.st_mode))
    return fail (error, OD_ERROR_USAGE, "not a folder");
  errno = EACCES;
  if (info.st_uid != geteuid ())
    return fail (error, OD_ERROR_USAGE, "the folder belongs to somebody else");
  if ((info.st_mode & 0077) != 0 && chmod (path, 0700) != 0)
    return fail (error, OD_ERROR_USAGE, "can't close the folder to others");
  return TRUE;
}

/**
 * od_profile_dir_find:
 * @path: an existing folder
 *
 * Makes nothing and changes nothing: for whoever only reads.
 *
 * Returns: (transfer full): the profile, or %NULL with %OD_ERROR_NOT_FOUND
 */
OdProfileDir *
od_profile_dir_find (const char *path, GError **error)
{
  g_autofree char *real = NULL;
  char *resolved;
  OdProfileDir *self;

  g_return_val_if_fail (path != NULL, NULL);

  resolved = realpath (path, NULL); /* malloc(), not g_malloc() */
  if (resolved == NULL)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_NOT_FOUND,
                   "There is no profile “%s” (%s): name another with --profile, or start Omnidesk once", path,
                   g_strerror (errno));
      return NULL;
    }
  real = g_strdup (resolved);
  free (resolved);

  self = g_object_new (OD_TYPE_PROFILE_DIR, NULL);
  self->store_path = g_build_filename (real, "store.db", NULL);
  self->files_path = g_build_filename (real, "files", NULL);
  self->path = g_steal_pointer (&real);
  return self;
}

/**
 * od_profile_dir_open:
 * @path: the folder; made, with its parents, if it is missing
 *
 * Returns: (transfer full): the profile, mode 0700, not locked yet; %NULL with
 *   %OD_ERROR_USAGE if it can't be had, or belongs to somebody else
 */
OdProfileDir *
od_profile_dir_open (const char *path, GError **error)
{
  g_autoptr (OdProfileDir) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  if (g_mkdir_with_parents (path, 0700) != 0)
    {
      fail (error, OD_ERROR_USAGE, "can't make the folder");
      return NULL;
    }
  if (!make_private (path, error))
    return NULL;
  self = od_profile_dir_find (path, error);
  if (self == NULL)
    return NULL;
  if (g_mkdir_with_parents (self->files_path, 0700) != 0)
    {
      fail (error, OD_ERROR_USAGE, "can't make the folder for files");
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * od_profile_dir_get_path:
 *
 * Returns: (transfer none): absolute and without symbolic links, the same for every process
 */
const char *
od_profile_dir_get_path (OdProfileDir *self)
{
  g_return_val_if_fail (OD_IS_PROFILE_DIR (self), NULL);

  return self->path;
}

/**
 * od_profile_dir_get_store_path:
 *
 * Returns: (transfer none): of the database; it may not exist yet
 */
const char *
od_profile_dir_get_store_path (OdProfileDir *self)
{
  g_return_val_if_fail (OD_IS_PROFILE_DIR (self), NULL);

  return self->store_path;
}

/**
 * od_profile_dir_get_files_path:
 *
 * Returns: (transfer none): of the folder with the attachments
 */
const char *
od_profile_dir_get_files_path (OdProfileDir *self)
{
  g_return_val_if_fail (OD_IS_PROFILE_DIR (self), NULL);

  return self->files_path;
}

/**
 * od_profile_dir_lock:
 *
 * Makes this process the profile's owner. The lock belongs to this object, also
 * within one process, and no child inherits it.
 *
 * Returns: %FALSE with %OD_ERROR_BUSY if somebody else owns it
 */
gboolean
od_profile_dir_lock (OdProfileDir *self, GError **error)
{
  struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  g_autofree char *path = NULL;
  int fd;

  g_return_val_if_fail (OD_IS_PROFILE_DIR (self), FALSE);

  if (self->lock_fd >= 0)
    return TRUE;
  path = g_build_filename (self->path, "lock", NULL);
  fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    return fail (error, OD_ERROR_USAGE, "can't open the lock");
  if (fcntl (fd, F_OFD_SETLK, &whole) != 0)
    {
      gboolean is_taken = errno == EAGAIN || errno == EACCES;

      if (is_taken)
        g_set_error_literal (error, OD_ERROR, OD_ERROR_BUSY, "This profile is in use by another desk");
      else
        fail (error, OD_ERROR_USAGE, "can't take the lock");
      close (fd);
      return FALSE;
    }
  self->lock_fd = fd;
  return TRUE;
}

/**
 * od_profile_dir_unlock:
 *
 * Lets go of the profile; safe to call twice. The file stays: who deletes a
 * lock takes it from under somebody's feet.
 */
void
od_profile_dir_unlock (OdProfileDir *self)
{
  g_return_if_fail (OD_IS_PROFILE_DIR (self));

  if (self->lock_fd >= 0)
    close (self->lock_fd);
  self->lock_fd = -1;
}

/**
 * od_profile_dir_get_is_locked:
 *
 * Returns: whether this object owns the profile
 */
gboolean
od_profile_dir_get_is_locked (OdProfileDir *self)
{
  g_return_val_if_fail (OD_IS_PROFILE_DIR (self), FALSE);

  return self->lock_fd >= 0;
}
