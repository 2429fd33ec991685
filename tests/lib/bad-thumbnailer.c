/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Speaks the thumbnailer's part, and does to the desk what the file's first word says. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "od-picture-wire.h"

static int
receive (guint8 *bytes)
{
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE (sizeof (int))];
  } control;
  struct iovec part = { bytes, OD_PICTURE_REQUEST_BYTES };
  struct msghdr message = {
    .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control
  };
  int fd = -1;

  if (recvmsg (0, &message, 0) != OD_PICTURE_REQUEST_BYTES || CMSG_FIRSTHDR (&message) == NULL)
    exit (0);
  memcpy (&fd, CMSG_DATA (CMSG_FIRSTHDR (&message)), sizeof fd);
  return fd;
}

static void
say (const void *bytes, gsize size)
{
  if (write (0, bytes, size) != (gssize) size)
    exit (0);
}

static void
die (int sig)
{
  signal (sig, SIG_DFL);
  raise (sig);
}

static void
answer (const char *word, const OdPictureRequest *asked)
{
  OdPictureHeader header = { .serial = asked->serial, .width = 2, .height = 2, .full_width = 4, .full_height = 4 };
  guint8 bytes[OD_PICTURE_HEADER_BYTES];
  guint8 pixels[16];

  memset (pixels, 0x55, sizeof pixels);
  if (g_str_equal (word, "serial"))
    header.serial++;
  if (g_str_equal (word, "outside"))
    header.width = header.full_width = asked->max_width + 1;
  if (g_str_equal (word, "refuse"))
    header = (OdPictureHeader){ .serial = asked->serial, .status = OD_PICTURE_TOO_LARGE };
  od_picture_header_write (&header, bytes);
  if (g_str_equal (word, "garbage"))
    memset (bytes, 'x', sizeof bytes);
  say (bytes, g_str_equal (word, "half") ? sizeof bytes / 2 : sizeof bytes);
  if (g_str_equal (word, "half"))
    exit (0);
  if (g_str_equal (word, "short"))
    {
      say (pixels, 5);
      exit (0);
    }
  if (header.status == OD_PICTURE_OK)
    say (pixels, sizeof pixels);
}

int
main (void)
{
  for (guint n = 0;; n++)
    {
      guint8 bytes[OD_PICTURE_REQUEST_BYTES];
      char word[32] = "";
      int fd = receive (bytes);
      OdPictureRequest asked;

      if (!od_picture_request_read (bytes, sizeof bytes, &asked) || read (fd, word, sizeof word - 1) < 0)
        return 1;
      close (fd);
      if (g_str_equal (word, "hang"))
        while (TRUE)
          pause ();
      if (g_str_equal (word, "crash"))
        die (SIGSEGV);
      if (g_str_equal (word, "memory"))
        die (SIGTRAP);
      if (g_str_equal (word, "time"))
        die (SIGXCPU);
      if (g_str_equal (word, "retire") || (g_str_equal (word, "tired") && n > 0))
        return 0;
      if (g_str_equal (word, "jail"))
        return 1;
      answer (word, &asked);
    }
}
