/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-hostile-pictures.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gio/gio.h>
#include <string.h>

/* Every picture is made here, the same at every run: none lies in the tree. */

static void
add (GPtrArray *all, const char *name, GBytes *bytes, int width, int height, gboolean is_animated)
{
  OdSamplePicture *picture = g_new0 (OdSamplePicture, 1);

  picture->name = g_strdup (name);
  picture->bytes = bytes;
  picture->width = width;
  picture->height = height;
  picture->is_animated = is_animated;
  g_ptr_array_add (all, picture);
}

static void
sample_free (gpointer data)
{
  OdSamplePicture *picture = data;

  g_free (picture->name);
  g_bytes_unref (picture->bytes);
  g_free (picture);
}

static void
put16 (GByteArray *to, guint value, gboolean is_big)
{
  const guint8 bytes[] = { (guint8) (is_big ? value >> 8 : value), (guint8) (is_big ? value : value >> 8) };

  g_byte_array_append (to, bytes, 2);
}

static void
put32 (GByteArray *to, guint32 value, gboolean is_big)
{
  value = is_big ? GUINT32_TO_BE (value) : GUINT32_TO_LE (value);
  g_byte_array_append (to, (const guint8 *) &value, 4);
}

static void
put_text (GByteArray *to, const char *text, gsize size)
{
  g_byte_array_append (to, (const guint8 *) text, (guint) size);
}

static GBytes *
done (GByteArray *array)
{
  return g_byte_array_free_to_bytes (array);
}

/**
 * od_sample_picture_make:
 * @format: one that gdk-pixbuf writes
 *
 * Returns: (transfer full): a gradient
 */
GBytes *
od_sample_picture_make (const char *format, int width, int height)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  g_autoptr (GError) error = NULL;
  char *bytes;
  gsize size;

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        guint8 *at = gdk_pixbuf_get_pixels (pixbuf) + y * gdk_pixbuf_get_rowstride (pixbuf) + x * 3;

        at[0] = (guint8) (x * 255 / width);
        at[1] = (guint8) (y * 255 / height);
        at[2] = (guint8) ((x * 7 + y * 13) % 256);
      }
  gdk_pixbuf_save_to_buffer (pixbuf, &bytes, &size, format, &error, NULL);
  g_assert_no_error (error);
  return g_bytes_new_take (bytes, size);
}

/* ---- PNG ---- */

static guint32
checksum (const guint8 *bytes, gsize size)
{
  guint32 sum = ~0U;

  for (gsize i = 0; i < size; i++)
    {
      sum ^= bytes[i];
      for (int bit = 0; bit < 8; bit++)
        sum = (sum & 1) != 0 ? (sum >> 1) ^ 0xedb88320U : sum >> 1;
    }
  return ~sum;
}

static void
put_chunk (GByteArray *to, const char *type, const guint8 *data, gsize size)
{
  guint start = to->len + 4;

  put32 (to, (guint32) size, TRUE);
  put_text (to, type, 4);
  g_byte_array_append (to, data, (guint) size);
  put32 (to, checksum (to->data + start, size + 4), TRUE);
}

static GBytes *
deflate (const guint8 *bytes, gsize size)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, G_CONVERTER (compressor));

  g_assert_true (g_output_stream_write_all (stream, bytes, size, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static void
put_zeros_deflated (GByteArray *to, const char *type, const char *before, gsize n_before, gsize n_zeros)
{
  g_autofree guint8 *zeros = g_malloc0 (n_zeros);
  g_autoptr (GBytes) packed = deflate (zeros, n_zeros);
  g_autoptr (GByteArray) data = g_byte_array_new ();

  put_text (data, before, n_before);
  put_text (data, g_bytes_get_data (packed, NULL), g_bytes_get_size (packed));
  put_chunk (to, type, data->data, data->len);
}

static GByteArray *
begin_png (guint32 width, guint32 height, guint8 depth, guint8 colour)
{
  GByteArray *png = g_byte_array_new (), *header = g_byte_array_new ();
  const guint8 rest[] = { depth, colour, 0, 0, 0 };

  put_text (png, "\x89PNG\r\n\x1a\n", 8);
  put32 (header, width, TRUE);
  put32 (header, height, TRUE);
  g_byte_array_append (header, rest, sizeof rest);
  put_chunk (png, "IHDR", header->data, header->len);
  g_byte_array_unref (header);
  return png;
}

/* @n_zeros: of pixel data, filter bytes included */
static GBytes *
make_png (guint32 width, guint32 height, guint8 depth, guint8 colour, gsize n_zeros)
{
  GByteArray *png = begin_png (width, height, depth, colour);

  put_zeros_deflated (png, "IDAT", "", 0, n_zeros);
  put_chunk (png, "IEND", NULL, 0);
  return done (png);
}

static void
add_png_tricks (GPtrArray *all)
{
  static const struct {
    guint32 width, height;
  } sizes[] = { { 0, 0 },           { 0, 5 },          { 5, 0 },
                { 30001, 1 },       { 1, 30001 },      { 20000, 20000 },
                { 100000, 100000 }, { 0x7fffffff, 1 }, { 0xffffffff, 0xffffffff } };
  static const struct {
    guint8 depth, colour;
  } kinds[] = { { 0, 0 }, { 3, 0 }, { 16, 3 }, { 1, 6 }, { 32, 2 }, { 8, 1 }, { 8, 7 }, { 255, 255 } };
  GByteArray *png;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *name = g_strdup_printf ("png-size-%u", i);

      add (all, name, make_png (sizes[i].width, sizes[i].height, 8, 2, 1000), 0, 0, FALSE);
    }
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *name = g_strdup_printf ("png-kind-%u", i);

      add (all, name, make_png (8, 8, kinds[i].depth, kinds[i].colour, 1000), 0, 0, FALSE);
    }
  /* Twelve kilobytes that are a hundred million pixels, just allowed. */
  add (all, "png-bomb", make_png (10000, 9999, 1, 0, (gsize) 9999 * 1251), 0, 0, FALSE);
  add (all, "png-too-much-data", make_png (8, 8, 8, 2, 50 * 1024 * 1024), 0, 0, FALSE);
  png = begin_png (8, 8, 8, 2);
  put_zeros_deflated (png, "zTXt", "a\0\0", 3, 100 * 1024 * 1024);
  put_zeros_deflated (png, "iCCP", "a\0\0", 3, 50 * 1024 * 1024);
  put_zeros_deflated (png, "IDAT", "", 0, 8 * 25);
  put_chunk (png, "IEND", NULL, 0);
  add (all, "png-text-bomb", done (png), 0, 0, FALSE);
  png = begin_png (8, 8, 8, 2);
  for (guint i = 0; i < 20000; i++)
    put_chunk (png, "IDAT", NULL, 0);
  put_chunk (png, "IEND", NULL, 0);
  add (all, "png-empty-data", done (png), 0, 0, FALSE);
  png = begin_png (8, 8, 8, 2);
  put_chunk (png, "IEND", NULL, 0);
  put_text (png, "\x89PNG\r\n\x1a\n", 8);
  add (all, "png-no-data", done (png), 0, 0, FALSE);
  png = begin_png (8, 8, 8, 2);
  put32 (png, 0x7fffffff, TRUE);
  put_text (png, "IDAT", 4);
  add (all, "png-long-chunk", done (png), 0, 0, FALSE);
}

/* ---- GIF ---- */

static void
put_frame (GByteArray *gif, guint left, guint top, guint width, guint height, guint8 code_size)
{
  /* one clear code, pixels of colour 0, the end: enough for 2 by 2 */
  const guint8 data[] = { code_size, 2, 0x44, 0x01, 0 };

  put_text (gif, "\x21\xf9\x04\0\x0a\0\0\0", 8);
  put_text (gif, ",", 1);
  put16 (gif, left, FALSE);
  put16 (gif, top, FALSE);
  put16 (gif, width, FALSE);
  put16 (gif, height, FALSE);
  put_text (gif, "\0", 1);
  g_byte_array_append (gif, data, sizeof data);
}

static GByteArray *
begin_gif (guint width, guint height)
{
  GByteArray *gif = g_byte_array_new ();

  put_text (gif, "GIF89a", 6);
  put16 (gif, width, FALSE);
  put16 (gif, height, FALSE);
  put_text (gif, "\x80\0\0\xff\0\0\0\0\xff", 9);
  return gif;
}

static GBytes *
make_gif (guint width, guint height, guint n_frames)
{
  GByteArray *gif = begin_gif (width, height);

  for (guint i = 0; i < n_frames; i++)
    put_frame (gif, 0, 0, MIN (width, 2), MIN (height, 2), 2);
  put_text (gif, ";", 1);
  return done (gif);
}

static void
add_gif_tricks (GPtrArray *all)
{
  GByteArray *gif;

  add (all, "gif-thousands-of-frames", make_gif (2, 2, 20000), 0, 0, FALSE);
  add (all, "gif-huge-screen", make_gif (65535, 65535, 2), 0, 0, FALSE);
  add (all, "gif-large-screen-frames", make_gif (9000, 9000, 2000), 0, 0, FALSE);
  add (all, "gif-no-size", make_gif (0, 0, 2), 0, 0, FALSE);
  add (all, "gif-no-frame", make_gif (2, 2, 0), 0, 0, FALSE);
  gif = begin_gif (2, 2);
  put_frame (gif, 65535, 65535, 65535, 65535, 2);
  put_frame (gif, 0, 0, 65535, 65535, 2);
  add (all, "gif-frame-outside", done (gif), 0, 0, FALSE);
  for (guint8 code_size = 9; code_size <= 15; code_size += 3)
    {
      g_autofree char *name = g_strdup_printf ("gif-code-size-%d", code_size);

      gif = begin_gif (2, 2);
      put_frame (gif, 0, 0, 2, 2, code_size);
      add (all, name, done (gif), 0, 0, FALSE);
    }
  gif = begin_gif (2, 2);
  put_text (gif, "\x21\xfe\x1f<script>alert (document)</script>\0", 36);
  put_frame (gif, 0, 0, 2, 2, 2);
  add (all, "gif-script", done (gif), 0, 0, FALSE);
}

/* ---- JPEG ---- */

/* An EXIF block behind the first two bytes. */
static GBytes *
insert_exif (GBytes *jpeg, guint orientation, gboolean is_big, guint32 next_directory, guint n_entries)
{
  GByteArray *all = g_byte_array_new (), *exif = g_byte_array_new ();
  gsize size;
  const char *bytes = g_bytes_get_data (jpeg, &size);

  put_text (exif, "Exif\0\0", 6);
  put_text (exif, is_big ? "MM" : "II", 2);
  put16 (exif, 42, is_big);
  put32 (exif, 8, is_big);
  put16 (exif, n_entries, is_big);
  put16 (exif, 0x0112, is_big);
  put16 (exif, 3, is_big);
  put32 (exif, 1, is_big);
  put16 (exif, orientation, is_big);
  put16 (exif, 0, is_big);
  put32 (exif, next_directory, is_big);
  put_text (all, bytes, 2);
  put_text (all, "\xff\xe1", 2);
  put16 (all, exif->len + 2, TRUE);
  g_byte_array_append (all, exif->data, exif->len);
  put_text (all, bytes + 2, size - 2);
  g_byte_array_unref (exif);
  return done (all);
}

/* The segment of that marker, from the marker on; %NULL if there is none. */
static guint8 *
find_segment (GByteArray *jpeg, guint8 marker)
{
  for (guint at = 2; at + 4 < jpeg->len && jpeg->data[at] == 0xff;)
    {
      if (jpeg->data[at + 1] == marker)
        return jpeg->data + at;
      at += 2U + (guint) (jpeg->data[at + 2] << 8 | jpeg->data[at + 3]);
    }
  return NULL;
}

static GByteArray *
copy_jpeg (GBytes *jpeg)
{
  GByteArray *copy = g_byte_array_new ();

  put_text (copy, g_bytes_get_data (jpeg, NULL), g_bytes_get_size (jpeg));
  return copy;
}

static void
add_jpeg_segment_tricks (GPtrArray *all, GBytes *jpeg)
{
  static const struct {
    const char *name;
    guint8 marker, at, n, value;
  } changes[] = {
    { "huge", 0xc0, 5, 4, 0x7f },       { "no-height", 0xc0, 5, 2, 0 },       { "no-width", 0xc0, 7, 2, 0 },
    { "no-parts", 0xc0, 9, 1, 0 },      { "parts", 0xc0, 9, 1, 255 },         { "depth", 0xc0, 4, 1, 16 },
    { "huffman", 0xc4, 5, 16, 0xff },   { "no-huffman", 0xc4, 5, 16, 0 },     { "quantum", 0xdb, 4, 1, 0xff },
    { "short-segment", 0xdb, 2, 2, 0 }, { "long-segment", 0xc4, 2, 2, 0xff }, { "scan", 0xda, 4, 1, 0xff },
    { "sampling", 0xc0, 11, 1, 0xff },  { "progressive", 0xc0, 1, 1, 0xc2 },  { "arithmetic", 0xc0, 1, 1, 0xc9 }
  };
  GByteArray *copy;

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *name = g_strdup_printf ("jpeg-%s", changes[i].name);
      guint8 *segment;

      copy = copy_jpeg (jpeg);
      segment = find_segment (copy, changes[i].marker);
      g_assert_nonnull (segment);
      memset (segment + changes[i].at, changes[i].value, changes[i].n);
      add (all, name, done (copy), 0, 0, FALSE);
    }
  copy = g_byte_array_new ();
  put_text (copy, "\xff\xd8", 2);
  for (guint i = 0; i < 100000; i++)
    put_text (copy, "\xff\xe5\0\x02", 4);
  put_text (copy, (const char *) g_bytes_get_data (jpeg, NULL) + 2, g_bytes_get_size (jpeg) - 2);
  add (all, "jpeg-many-segments", done (copy), 0, 0, FALSE);
}

static void
add_jpeg_tricks (GPtrArray *all)
{
  g_autoptr (GBytes) jpeg = od_sample_picture_make ("jpeg", 64, 48);

  add_jpeg_segment_tricks (all, jpeg);
  add (all, "exif-loop", insert_exif (jpeg, 1, TRUE, 8, 1), 0, 0, FALSE);
  add (all, "exif-far", insert_exif (jpeg, 6, FALSE, 0xfffffff0, 1), 0, 0, FALSE);
  add (all, "exif-many", insert_exif (jpeg, 6, FALSE, 8, 65535), 0, 0, FALSE);
  add (all, "exif-99", insert_exif (jpeg, 99, TRUE, 0, 1), 0, 0, FALSE);
  add (all, "exif-0", insert_exif (jpeg, 0, FALSE, 0, 1), 0, 0, FALSE);
}

/* ---- BMP, TIFF, WebP and what is never decoded ---- */

static GBytes *
make_bmp (gint32 width, gint32 height, guint depth, guint compression, guint32 offset, guint32 n_colours)
{
  GByteArray *bmp = g_byte_array_new ();

  put_text (bmp, "BM", 2);
  put32 (bmp, 1000, FALSE);
  put32 (bmp, 0, FALSE);
  put32 (bmp, offset, FALSE);
  put32 (bmp, 40, FALSE);
  put32 (bmp, (guint32) width, FALSE);
  put32 (bmp, (guint32) height, FALSE);
  put16 (bmp, 1, FALSE);
  put16 (bmp, depth, FALSE);
  put32 (bmp, compression, FALSE);
  put32 (bmp, 0, FALSE);
  put32 (bmp, 0, FALSE);
  put32 (bmp, 0, FALSE);
  put32 (bmp, n_colours, FALSE);
  put32 (bmp, 0, FALSE);
  for (guint i = 0; i < 1000; i++)
    put_text (bmp, &"\xff\x01\0\x7f\x02"[i % 5], 1);
  return done (bmp);
}

static GBytes *
make_tiff (guint32 first, guint32 width, guint32 height, guint32 n_strips, guint32 next)
{
  const struct {
    guint tag, type;
    guint32 n, value;
  } entries[] = { { 256, 4, 1, width }, { 257, 4, 1, height },     { 258, 3, 1, 64 },
                  { 259, 3, 1, 1 },     { 262, 3, 1, 2 },          { 273, 4, n_strips, 8 },
                  { 277, 3, 1, 3 },     { 278, 4, 1, 0xffffffff }, { 279, 4, n_strips, 0xffffffff } };
  GByteArray *tiff = g_byte_array_new ();

  put_text (tiff, "II*\0", 4);
  put32 (tiff, first, FALSE);
  put16 (tiff, G_N_ELEMENTS (entries), FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      put16 (tiff, entries[i].tag, FALSE);
      put16 (tiff, entries[i].type, FALSE);
      put32 (tiff, entries[i].n, FALSE);
      put32 (tiff, entries[i].value, FALSE);
    }
  put32 (tiff, next, FALSE);
  put32 (tiff, 0, FALSE);
  return done (tiff);
}

static const char webp[] = "RIFF\x1c\0\0\0WEBPVP8L\x0f\0\0\0\x2f\x04\xc0\0\0\x07\x10\xfd\x8f\xfe\x07\x22\xa2\xff\x01";

static void
add_other_tricks (GPtrArray *all)
{
  add (all, "bmp-huge", make_bmp (30000, 30000, 24, 0, 54, 0), 0, 0, FALSE);
  add (all, "bmp-max", make_bmp (G_MAXINT32, G_MAXINT32, 32, 0, 54, 0), 0, 0, FALSE);
  add (all, "bmp-min", make_bmp (G_MININT32, G_MININT32, 24, 0, 54, 0), 0, 0, FALSE);
  add (all, "bmp-no-size", make_bmp (0, 0, 24, 0, 54, 0), 0, 0, FALSE);
  add (all, "bmp-depth-0", make_bmp (8, 8, 0, 0, 54, 0), 0, 0, FALSE);
  add (all, "bmp-depth-3", make_bmp (8, 8, 3, 0, 54, 0), 0, 0, FALSE);
  add (all, "bmp-depth-64", make_bmp (8, 8, 64, 0, 54, 0), 0, 0, FALSE);
  add (all, "bmp-rle8", make_bmp (20, -20, 8, 1, 54, 256), 0, 0, FALSE);
  add (all, "bmp-rle4", make_bmp (20, 20, 4, 2, 54, 16), 0, 0, FALSE);
  add (all, "bmp-bits", make_bmp (20, 20, 16, 3, 54, 0), 0, 0, FALSE);
  add (all, "bmp-colours", make_bmp (8, 8, 8, 0, 54, 0xffffffff), 0, 0, FALSE);
  add (all, "bmp-offset", make_bmp (8, 8, 24, 0, 0xffffffff, 0), 0, 0, FALSE);
  add (all, "tiff-loop", make_tiff (8, 8, 8, 1, 8), 0, 0, FALSE);
  add (all, "tiff-far", make_tiff (0xfffffff0, 8, 8, 1, 0), 0, 0, FALSE);
  add (all, "tiff-huge", make_tiff (8, 0xffffffff, 0xffffffff, 1, 0), 0, 0, FALSE);
  add (all, "tiff-large", make_tiff (8, 9999, 9999, 1, 0), 0, 0, FALSE);
  add (all, "tiff-strips", make_tiff (8, 8, 8, 0x40000001, 0), 0, 0, FALSE);
  add (all, "webp-canvas",
       g_bytes_new_static ("RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\xff\xff\xff\xff\xff\xff", 30), 0, 0, FALSE);
  add (all, "webp-side", g_bytes_new_static ("RIFF\x16\0\0\0WEBPVP8L\x0a\0\0\0\x2f\xff\xff\xff\x0f\0\0\0\0\0", 30), 0,
       0, FALSE);
}

static void
add_text (GPtrArray *all, const char *name, const char *text)
{
  add (all, name, g_bytes_new (text, strlen (text)), 0, 0, FALSE);
}

static void
add_refused (GPtrArray *all)
{
  GByteArray *svg = g_byte_array_new ();

  add_text (all, "empty", "");
  add_text (all, "one-byte", "\x89");
  add_text (all, "text.png", "This is a picture. It really is one, believe me.");
  add_text (all, "page.jpg", "<!doctype html><html><body onload=\"alert (1)\"></body></html>");
  add_text (all, "document.gif", "%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj trailer << /Root 1 0 R >>");
  add_text (all, "entity.svg",
            "<?xml version=\"1.0\"?><!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>&x;</text></svg>");
  add_text (all, "script.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert (1)\">"
            "<script>fetch ('http://127.0.0.1:1/')</script></svg>");
  add_text (all, "huge.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1e9\" height=\"1e9\">"
            "<image href=\"http://127.0.0.1:1/x.png\" width=\"1e9\" height=\"1e9\"/></svg>");
  put_text (svg, "<svg xmlns=\"http://www.w3.org/2000/svg\">", 40);
  for (guint i = 0; i < 100000; i++)
    put_text (svg, "<g>", 3);
  add (all, "deep.svg", done (svg), 0, 0, FALSE);
  add_text (all, "picture.xpm", "/* XPM */\nstatic char *x[] = {\"99999 99999 99999 99\"};");
  add_text (all, "picture.xbm", "#define x_width 99999\n#define x_height 99999\nstatic char x_bits[] = {");
  add_text (all, "picture.pnm", "P6 99999 99999 255\n");
  add_text (all, "picture.pgm", "P5\n# comment\n-1 -1 65536\n");
  add (all, "picture.ico", g_bytes_new_static ("\0\0\1\0\xff\xff\0\0\0\0\1\0\x20\0\xff\xff\xff\xff\0\0\0\0", 22), 0, 0,
       FALSE);
  add (all, "picture.ani",
       g_bytes_new_static ("RIFF\xff\xff\xff\xff"
                           "ACONanih\x24\0\0\0\x24\0\0\0\xff\xff\xff\xff",
                           28),
       0, 0, FALSE);
  add (all, "picture.tga", g_bytes_new_static ("\0\1\1\0\0\xff\xff\x20\0\0\0\0\xff\xff\xff\xff\x08\0", 18), 0, 0,
       FALSE);
  add (all, "archive.png", g_bytes_new_static ("PK\3\4\x14\0\0\0\0\0aaaaaaaaaaaaaaaaaaaa", 30), 0, 0, FALSE);
}

/* ---- one from another ---- */

static void
add_broken (GPtrArray *all, const char *format, GBytes *good, GRand *random)
{
  gsize size = g_bytes_get_size (good);

  for (gsize i = 1; i < 16; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s-cut-%u", format, (guint) i);

      add (all, name, g_bytes_new_from_bytes (good, 0, size * i / 16), 0, 0, FALSE);
    }
  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s-noise-%u", format, i);
      guint8 *copy = g_memdup2 (g_bytes_get_data (good, NULL), size);

      for (guint n = 0; n <= i * 2; n++)
        copy[g_rand_int_range (random, 14, (gint32) MAX (size, 16)) % (gint32) size] = (guint8) g_rand_int (random);
      add (all, name, g_bytes_new_take (copy, size), 0, 0, FALSE);
    }
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s-random-%u", format, i);
      gsize n = (gsize) 100 << (i * 5);
      guint8 *bytes = g_malloc (n);

      for (gsize at = 0; at < n; at++)
        bytes[at] = (guint8) g_rand_int (random);
      memcpy (bytes, g_bytes_get_data (good, NULL), MIN (14, size));
      add (all, name, g_bytes_new_take (bytes, n), 0, 0, FALSE);
    }
}

static gboolean
can_read (const char *format)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type (format, NULL);

  if (loader == NULL)
    return FALSE;
  gdk_pixbuf_loader_close (loader, NULL);
  return TRUE;
}

/**
 * od_sample_pictures_hostile:
 *
 * Returns: (transfer full) (element-type OdSamplePicture): what must harm nobody
 */
GPtrArray *
od_sample_pictures_hostile (void)
{
  static const char *const formats[] = { "png", "jpeg", "bmp", "tiff" };
  GPtrArray *all = g_ptr_array_new_with_free_func (sample_free);
  g_autoptr (GRand) random = g_rand_new_with_seed (4711);
  g_autoptr (GBytes) gif = make_gif (2, 2, 4);
  g_autoptr (GBytes) web = g_bytes_new (webp, sizeof webp);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GBytes) good = od_sample_picture_make (formats[i], 64, 48);

      add_broken (all, formats[i], good, random);
    }
  add_broken (all, "gif", gif, random);
  add_broken (all, "webp", web, random);
  add_png_tricks (all);
  add_gif_tricks (all);
  add_jpeg_tricks (all);
  add_other_tricks (all);
  add_refused (all);
  return all;
}

/* ---- good ones ---- */

/**
 * od_sample_pictures_good:
 *
 * Returns: (transfer full) (element-type OdSamplePicture): what must be shown
 */
GPtrArray *
od_sample_pictures_good (void)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (sample_free);
  g_autoptr (GBytes) jpeg = od_sample_picture_make ("jpeg", 64, 48);
  GByteArray *png;

  add (all, "png", od_sample_picture_make ("png", 64, 48), 64, 48, FALSE);
  add (all, "jpeg", g_bytes_ref (jpeg), 64, 48, FALSE);
  add (all, "bmp", od_sample_picture_make ("bmp", 64, 48), 64, 48, FALSE);
  add (all, "tiff", od_sample_picture_make ("tiff", 64, 48), 64, 48, FALSE);
  add (all, "gif", make_gif (2, 2, 1), 2, 2, FALSE);
  add (all, "gif-animated", make_gif (2, 2, 3), 2, 2, TRUE);
  if (can_read ("webp"))
    add (all, "webp", g_bytes_new (webp, sizeof webp), 5, 4, FALSE);
  for (guint i = 1; i <= 8; i++)
    {
      g_autofree char *name = g_strdup_printf ("orientation-%u", i);

      add (all, name, insert_exif (jpeg, i, i % 2 == 0, 0, 1), i >= 5 ? 48 : 64, i >= 5 ? 64 : 48, FALSE);
    }
  add (all, "grey-16", make_png (10, 7, 16, 0, 7 * 21), 10, 7, FALSE);
  add (all, "grey-1", make_png (10, 7, 1, 0, 7 * 3), 10, 7, FALSE);
  add (all, "colours-16", make_png (10, 7, 16, 6, 7 * 81), 10, 7, FALSE);
  add (all, "see-through", make_png (10, 7, 8, 6, 7 * 41), 10, 7, FALSE);
  add (all, "dot", make_png (1, 1, 8, 2, 4), 1, 1, FALSE);
  add (all, "wide", make_png (30000, 1, 8, 2, 90001), 30000, 1, FALSE);
  add (all, "large", make_png (9000, 9000, 1, 0, (gsize) 9000 * 1126), 9000, 9000, FALSE);
  png = begin_png (8, 8, 8, 2);
  put_zeros_deflated (png, "IDAT", "", 0, 8 * 25);
  put_chunk (png, "IEND", NULL, 0);
  put_text (png, "PK\3\4 and an archive behind it", 30);
  add (all, "with-an-archive", done (png), 8, 8, FALSE);
  return all;
}
