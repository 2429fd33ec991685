/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decodes pictures for the desk, which never does so itself: whatever a broken one may do to a decoder, it does here.
 * Standard input is a socket. Each request has a file descriptor with it, never a path; each answer is a header and,
 * if all went well, the pixels (src/base/od-picture-wire.h). The end of the input is the end of the program. One
 * process draws many pictures, because starting it takes longer than most of them; if one kills it, only that one has
 * failed, and the desk starts the next process. */
#include "od-thumb-draw.h"
#include "od-thumb-jail.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define SOCKET STDIN_FILENO

/* Returns: whether there was a request; @fd is -1 if nothing came with it */
static gboolean
receive (OdPictureRequest *asked, int *fd)
{
  guint8 bytes[OD_PICTURE_REQUEST_BYTES];
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE (sizeof (int))];
  } control;
  struct iovec part = { bytes, sizeof bytes };
  struct msghdr message = {
    .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control
  };
  gssize n;

  do
    n = recvmsg (SOCKET, &message, MSG_CMSG_CLOEXEC | MSG_WAITALL);
  while (n < 0 && errno == EINTR);
  if (n != sizeof bytes || !od_picture_request_read (bytes, sizeof bytes, asked))
    return FALSE;
  *fd = -1;
  for (struct cmsghdr *at = CMSG_FIRSTHDR (&message); at != NULL; at = CMSG_NXTHDR (&message, at))
    if (at->cmsg_level == SOL_SOCKET && at->cmsg_type == SCM_RIGHTS && at->cmsg_len == CMSG_LEN (sizeof (int)))
      memcpy (fd, CMSG_DATA (at), sizeof (int));
  return TRUE;
}

static void
send_all (const guint8 *bytes, gsize size)
{
  while (size > 0)
    {
      gssize n = send (SOCKET, bytes, size, MSG_NOSIGNAL);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        _exit (EXIT_SUCCESS); /* nobody waits for it any more */
      bytes += n;
      size -= (gsize) n;
    }
}

static void
answer (const OdPictureHeader *header, const guint8 *pixels)
{
  guint8 bytes[OD_PICTURE_HEADER_BYTES];

  od_picture_header_write (header, bytes);
  send_all (bytes, sizeof bytes);
  if (pixels != NULL)
    send_all (pixels, (gsize) header->width * (gsize) header->height * 4);
}

static void too_large_cb (gpointer data) G_GNUC_NORETURN;

static void
too_large_cb (gpointer data)
{
  const OdPictureRequest *asked = data;
  const OdPictureHeader header = { .serial = asked->serial, .status = OD_PICTURE_TOO_LARGE };

  answer (&header, NULL);
  _exit (EXIT_SUCCESS);
}

int
main (void)
{
  OdPictureRequest asked;
  int fd;

  od_thumb_jail_prepare ();
  od_thumb_load_modules ();
  od_thumb_jail_lock ();
  while (receive (&asked, &fd))
    {
      OdPictureHeader header = { 0 };
      g_autofree guint8 *pixels = NULL;

      od_thumb_jail_allow_time ();
      pixels = od_thumb_draw (fd, &asked, &header, too_large_cb, &asked);
      header.serial = asked.serial;
      answer (&header, pixels);
      if (fd >= 0)
        close (fd);
    }
  return EXIT_SUCCESS;
}
