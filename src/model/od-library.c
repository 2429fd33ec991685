/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-library.h"

OdFileRef *
od_file_ref_copy (const OdFileRef *self)
{
  OdFileRef *copy = g_memdup2 (self, sizeof *self);

  copy->sha256 = g_strdup (self->sha256);
  copy->name = g_strdup (self->name);
  copy->mime = g_strdup (self->mime);
  copy->path = g_strdup (self->path);
  return copy;
}

void
od_file_ref_free (OdFileRef *self)
{
  g_free (self->sha256);
  g_free (self->name);
  g_free (self->mime);
  g_free (self->path);
  g_free (self);
}

/**
 * od_file_ref_copy_all:
 * @files: (nullable) (element-type OdFileRef)
 *
 * Returns: (transfer full) (nullable): each of them copied
 */
GPtrArray *
od_file_ref_copy_all (const GPtrArray *files)
{
  GPtrArray *copy;

  if (files == NULL)
    return NULL;
  copy = g_ptr_array_new_with_free_func ((GDestroyNotify) od_file_ref_free);
  for (guint i = 0; i < files->len; i++)
    g_ptr_array_add (copy, od_file_ref_copy (files->pdata[i]));
  return copy;
}

/**
 * od_file_ref_is_same:
 *
 * Returns: whether both are the same bytes under the same name
 */
gboolean
od_file_ref_is_same (const OdFileRef *self, const OdFileRef *other)
{
  return g_str_equal (self->sha256, other->sha256) && g_str_equal (self->name, other->name);
}

/**
 * od_file_ref_is_among:
 * @files: (nullable) (element-type OdFileRef)
 */
gboolean
od_file_ref_is_among (const OdFileRef *self, const GPtrArray *files)
{
  for (guint i = 0; files != NULL && i < files->len; i++)
    if (od_file_ref_is_same (self, files->pdata[i]))
      return TRUE;
  return FALSE;
}

OdCannedReply *
od_canned_reply_copy (const OdCannedReply *self)
{
  OdCannedReply *copy = g_memdup2 (self, sizeof *self);

  copy->code = g_strdup (self->code);
  copy->folder = g_strdup (self->folder);
  copy->title = g_strdup (self->title);
  copy->body = g_strdup (self->body);
  copy->channel = g_strdup (self->channel);
  copy->lang = g_strdup (self->lang);
  copy->files = od_file_ref_copy_all (self->files);
  return copy;
}

void
od_canned_reply_free (OdCannedReply *self)
{
  g_free (self->code);
  g_free (self->folder);
  g_free (self->title);
  g_free (self->body);
  g_free (self->channel);
  g_free (self->lang);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_free (self);
}

OdArticle *
od_article_copy (const OdArticle *self)
{
  OdArticle *copy = g_memdup2 (self, sizeof *self);

  copy->title = g_strdup (self->title);
  copy->body = g_strdup (self->body);
  copy->url = g_strdup (self->url);
  copy->lang = g_strdup (self->lang);
  copy->snippet = g_strdup (self->snippet);
  return copy;
}

void
od_article_free (OdArticle *self)
{
  g_free (self->title);
  g_free (self->body);
  g_free (self->url);
  g_free (self->lang);
  g_free (self->snippet);
  g_free (self);
}
