/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-thumb-draw.h"

#include <errno.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "od-limits.h"

#define CHUNK_BYTES (64 * 1024)
#define MAGIC_BYTES 14

/* What is decoded at all, by the first bytes and never by a name. Photographs, screenshots and scans, that is; what
 * else gdk-pixbuf reads (XPM, PNM, icons …) nobody sends to a shop. SVG is left out on purpose: it is a language with
 * style sheets, fonts and references to other files, and its loader a rendering engine, not a decoder. */
static const struct {
  const char *kind;
  guint at;
  const char *magic;
  guint n_magic;
} kinds[] = {
  { "png", 0, "\x89PNG\r\n\x1a\n", 8 },
  { "jpeg", 0, "\xff\xd8\xff", 3 },
  { "gif", 0, "GIF87a", 6 },
  { "gif", 0, "GIF89a", 6 },
  { "webp", 8, "WEBP", 4 },
  { "tiff", 0, "II*\0", 4 },
  { "tiff", 0, "MM\0*", 4 },
  { "bmp", 6, "\0\0\0\0", 4 },
};

/**
 * od_thumb_load_modules:
 *
 * Gets every decoder into memory: afterwards no file needs to be opened.
 */
void
od_thumb_load_modules (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type (kinds[i].kind, NULL);

      if (loader != NULL)
        gdk_pixbuf_loader_close (loader, NULL); /* empty, which is an error: nobody cares */
    }
}

static const char *
find_kind (const guint8 *start, gsize size)
{
  if (size < MAGIC_BYTES)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (memcmp (start + kinds[i].at, kinds[i].magic, kinds[i].n_magic) != 0)
        continue;
      if (strcmp (kinds[i].kind, "webp") == 0 && memcmp (start, "RIFF", 4) != 0)
        continue;
      if (strcmp (kinds[i].kind, "bmp") == 0 && memcmp (start, "BM", 2) != 0)
        continue;
      return kinds[i].kind;
    }
  return NULL;
}

typedef struct {
  const OdPictureRequest *asked;
  OdThumbTooLarge too_large;
  gpointer user_data;
  int full_width, full_height; /* as stored */
} Drawing;

/* The size is known, nothing is allocated yet. How the picture is to be turned is not known yet: so what is decoded is
 * large enough for either way. */
static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, Drawing *drawing)
{
  const OdPictureRequest *asked = drawing->asked;
  int lying_width, lying_height, standing_width, standing_height;

  if (width < 1 || height < 1)
    return; /* the loader says so itself */
  if (width > OD_LIMIT_PICTURE_SIDE || height > OD_LIMIT_PICTURE_SIDE ||
      (gint64) width * height > OD_LIMIT_PICTURE_PIXELS)
    drawing->too_large (drawing->user_data);
  drawing->full_width = width;
  drawing->full_height = height;
  od_picture_fit (width, height, asked->max_width, asked->max_height, &lying_width, &lying_height);
  od_picture_fit (width, height, asked->max_height, asked->max_width, &standing_width, &standing_height);
  if (MAX (lying_width, standing_width) < width || MAX (lying_height, standing_height) < height)
    gdk_pixbuf_loader_set_size (loader, MAX (lying_width, standing_width), MAX (lying_height, standing_height));
}

/* The second frame has begun, so the first is complete; the thousand after it are nobody's business. */
static gboolean
has_second_frame (GdkPixbufLoader *loader)
{
  GdkPixbufAnimation *animation = gdk_pixbuf_loader_get_animation (loader);

  return animation != NULL && !gdk_pixbuf_animation_is_static_image (animation);
}

static gboolean
read_chunk (int fd, guint8 *chunk, gsize *size)
{
  gssize n;

  *size = 0;
  do
    {
      n = read (fd, chunk + *size, CHUNK_BYTES - *size);
      if (n > 0)
        *size += (gsize) n;
    }
  while ((n > 0 && *size < CHUNK_BYTES) || (n < 0 && errno == EINTR));
  return n >= 0;
}

/* Returns: (transfer full) (nullable): %NULL with @error, or without one if it is no picture of a kind we decode */
static GdkPixbufLoader *
load (int fd, Drawing *drawing, GError **error)
{
  g_autofree guint8 *chunk = g_malloc (CHUNK_BYTES);
  g_autoptr (GdkPixbufLoader) loader = NULL;
  const char *kind;
  gsize size;
  gboolean ok = TRUE, is_enough = FALSE;

  if (!read_chunk (fd, chunk, &size))
    return NULL;
  kind = find_kind (chunk, size);
  loader = kind != NULL ? gdk_pixbuf_loader_new_with_type (kind, error) : NULL;
  if (loader == NULL)
    return NULL;
  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), drawing);
  while (ok && size > 0 && !is_enough)
    {
      ok = gdk_pixbuf_loader_write (loader, chunk, size, error);
      is_enough = ok && has_second_frame (loader);
      if (ok && !is_enough && !read_chunk (fd, chunk, &size))
        ok = FALSE;
    }
  if (!gdk_pixbuf_loader_close (loader, ok && !is_enough ? error : NULL) && !is_enough)
    ok = FALSE;
  return ok ? g_steal_pointer (&loader) : NULL;
}

static guint8 *
copy_pixels (GdkPixbuf *pixbuf, int width, int height)
{
  guint8 *pixels = g_malloc ((gsize) width * (gsize) height * 4), *to = pixels;
  const guint8 *rows = gdk_pixbuf_read_pixels (pixbuf);
  gsize stride = (gsize) gdk_pixbuf_get_rowstride (pixbuf);
  gboolean has_alpha = gdk_pixbuf_get_has_alpha (pixbuf);

  for (int y = 0; y < height; y++)
    {
      const guint8 *from = rows + (gsize) y * stride;

      if (has_alpha)
        {
          memcpy (to, from, (gsize) width * 4);
          to += (gsize) width * 4;
          continue;
        }
      for (int x = 0; x < width; x++, from += 3, to += 4)
        {
          to[0] = from[0];
          to[1] = from[1];
          to[2] = from[2];
          to[3] = 255;
        }
    }
  return pixels;
}

/* Turned as the file asks, and of exactly the size that fits the box. */
static GdkPixbuf *
arrange (GdkPixbuf *pixbuf, Drawing *drawing, OdPictureHeader *header)
{
  const char *orientation = gdk_pixbuf_get_option (pixbuf, "orientation");
  gboolean is_turned = orientation != NULL && orientation[0] >= '5' && orientation[0] <= '8' && orientation[1] == '\0';
  g_autoptr (GdkPixbuf) upright = gdk_pixbuf_apply_embedded_orientation (pixbuf);

  header->full_width = is_turned ? drawing->full_height : drawing->full_width;
  header->full_height = is_turned ? drawing->full_width : drawing->full_height;
  od_picture_fit (header->full_width, header->full_height, drawing->asked->max_width, drawing->asked->max_height,
                  &header->width, &header->height);
  if (upright == NULL ||
      (gdk_pixbuf_get_width (upright) == header->width && gdk_pixbuf_get_height (upright) == header->height))
    return g_steal_pointer (&upright);
  return gdk_pixbuf_scale_simple (upright, header->width, header->height, GDK_INTERP_BILINEAR);
}

/**
 * od_thumb_draw:
 * @fd: of a regular file, at its beginning
 * @header: (out): complete but for the serial
 *
 * Returns: (transfer full) (nullable): the pixels; %NULL if the header's status is not %OD_PICTURE_OK
 */
guint8 *
od_thumb_draw (int fd, const OdPictureRequest *asked, OdPictureHeader *header, OdThumbTooLarge too_large,
               gpointer user_data)
{
  Drawing drawing = { .asked = asked, .too_large = too_large, .user_data = user_data };
  g_autoptr (GdkPixbufLoader) loader = NULL;
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autoptr (GError) error = NULL;
  struct stat info;

  *header = (OdPictureHeader){ .status = OD_PICTURE_MALFORMED };
  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode))
    return NULL;
  if (info.st_size > OD_LIMIT_PICTURE_FILE_BYTES)
    {
      header->status = OD_PICTURE_TOO_LARGE;
      return NULL;
    }
  loader = load (fd, &drawing, &error);
  if (loader != NULL && drawing.full_width > 0 && gdk_pixbuf_loader_get_pixbuf (loader) != NULL)
    pixbuf = arrange (gdk_pixbuf_loader_get_pixbuf (loader), &drawing, header);
  if (pixbuf == NULL)
    {
      gboolean is_large = g_error_matches (error, GDK_PIXBUF_ERROR, GDK_PIXBUF_ERROR_INSUFFICIENT_MEMORY);

      *header = (OdPictureHeader){ .status = is_large ? OD_PICTURE_TOO_LARGE : OD_PICTURE_MALFORMED };
      return NULL;
    }
  header->status = OD_PICTURE_OK;
  header->is_animated = has_second_frame (loader);
  return copy_pixels (pixbuf, header->width, header->height);
}
