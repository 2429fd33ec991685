/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-file-offer.h"

/**
 * OdFileOffer:
 *
 * A file for the clipboard or a drag, under the name it came with. Its named copy is made as soon
 * as it is offered; whoever takes it gets it when the copy is there, however large it is.
 */
struct _OdFileOffer {
  GdkContentProvider parent_instance;

  char *path;        /* (owned): of the copy */
  GError *error;     /* (owned) (nullable) */
  GPtrArray *takers; /* (owned) (element-type GTask): who waits for the copy */
  gboolean is_made;
};

G_DEFINE_FINAL_TYPE (OdFileOffer, od_file_offer, GDK_TYPE_CONTENT_PROVIDER)

typedef struct {
  char *mime_type;       /* (owned) */
  GOutputStream *stream; /* (owned) */
  int io_priority;
} Taking;

static void
taking_free (Taking *taking)
{
  g_free (taking->mime_type);
  g_object_unref (taking->stream);
  g_free (taking);
}

static void
fill_value (OdFileOffer *self, GValue *value)
{
  g_autoptr (GFile) file = g_file_new_for_path (self->path);
  GSList *list = g_slist_prepend (NULL, file);

  g_value_set_boxed (value, list); /* which copies it */
  g_slist_free (list);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (gdk_content_serialize_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
serve (OdFileOffer *self, GTask *task)
{
  const Taking *taking = g_task_get_task_data (task);
  g_auto (GValue) value = G_VALUE_INIT;

  if (self->error != NULL)
    {
      g_task_return_error (task, g_error_copy (self->error));
      return;
    }
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  fill_value (self, &value);
  gdk_content_serialize_async (taking->stream, taking->mime_type, &value, taking->io_priority,
                               g_task_get_cancellable (task), written_cb, g_object_ref (task));
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdFileOffer) self = user_data;
  g_autofree char *path = od_named_files_make_finish (OD_NAMED_FILES (source), result, &self->error);
  g_autoptr (GPtrArray) takers = g_steal_pointer (&self->takers);

  self->is_made = TRUE;
  for (guint i = 0; i < takers->len; i++)
    serve (self, takers->pdata[i]);
}

static GdkContentFormats *
od_file_offer_ref_formats (GdkContentProvider *provider)
{
  return gdk_content_formats_new_for_gtype (GDK_TYPE_FILE_LIST);
}

static GdkContentFormats *
od_file_offer_ref_storable_formats (GdkContentProvider *provider)
{
  return gdk_content_formats_union_serialize_mime_types (od_file_offer_ref_formats (provider));
}

static void
od_file_offer_write_async (GdkContentProvider *provider, const char *mime_type, GOutputStream *stream, int io_priority,
                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdFileOffer *self = OD_FILE_OFFER (provider);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Taking *taking = g_new0 (Taking, 1);

  g_task_set_source_tag (task, od_file_offer_write_async);
  taking->mime_type = g_strdup (mime_type);
  taking->stream = g_object_ref (stream);
  taking->io_priority = io_priority;
  g_task_set_task_data (task, taking, (GDestroyNotify) taking_free);
  if (self->is_made)
    serve (self, task);
  else
    g_ptr_array_add (self->takers, g_object_ref (task));
}

static gboolean
od_file_offer_write_finish (GdkContentProvider *provider, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
od_file_offer_get_value (GdkContentProvider *provider, GValue *value, GError **error)
{
  if (!G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return GDK_CONTENT_PROVIDER_CLASS (od_file_offer_parent_class)->get_value (provider, value, error);
  fill_value (OD_FILE_OFFER (provider), value);
  return TRUE;
}

static void
od_file_offer_finalize (GObject *object)
{
  OdFileOffer *self = OD_FILE_OFFER (object);

  g_free (self->path);
  g_clear_error (&self->error);
  g_clear_pointer (&self->takers, g_ptr_array_unref);
  G_OBJECT_CLASS (od_file_offer_parent_class)->finalize (object);
}

static void
od_file_offer_class_init (OdFileOfferClass *klass)
{
  GdkContentProviderClass *provider_class = GDK_CONTENT_PROVIDER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = od_file_offer_finalize;
  provider_class->ref_formats = od_file_offer_ref_formats;
  provider_class->ref_storable_formats = od_file_offer_ref_storable_formats;
  provider_class->write_mime_type_async = od_file_offer_write_async;
  provider_class->write_mime_type_finish = od_file_offer_write_finish;
  provider_class->get_value = od_file_offer_get_value;
}

static void
od_file_offer_init (OdFileOffer *self)
{
  self->takers = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * od_file_offer_new:
 * @file: of state %OD_FILE_HERE
 *
 * Returns: (transfer full)
 */
GdkContentProvider *
od_file_offer_new (OdNamedFiles *named, const OdAttachmentRow *file)
{
  OdFileOffer *self = g_object_new (OD_TYPE_FILE_OFFER, NULL);

  self->path = od_named_files_dup_path (named, file);
  od_named_files_make_async (named, file, NULL, made_cb, g_object_ref (self));
  return GDK_CONTENT_PROVIDER (self);
}
