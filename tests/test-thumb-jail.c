/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the thumbnailer's limits take away from whoever got into it. Each test is a process that locks itself up. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "config.h"
#include "od-limits.h"
#include "od-thumb-jail.h"

#ifdef OD_SANITIZED
#define IS_SANITIZED TRUE
#else
#define IS_SANITIZED FALSE
#endif

typedef gboolean (*Deed) (int fd);

static pid_t desk; /* who started the one that is locked up */

/* Returns: how a process that is locked up and does that ends, as of waitpid() */
static int
lock_up (Deed deed)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "omnidesk-jail-XXXXXX", NULL);
  int fd = g_mkstemp (path), status;
  pid_t child;

  g_assert_cmpint (fd, >=, 0);
  unlink (path);
  desk = getpid ();
  child = fork ();
  if (child == 0)
    {
      dup2 (fd, 0); /* as the socket is for the thumbnailer */
      od_thumb_jail_prepare ();
      od_thumb_jail_lock ();
      od_thumb_jail_allow_time ();
      _exit (deed (0) ? 0 : 1);
    }
  close (fd);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return status;
}

static void
check_prevented (Deed deed)
{
  int status;

  if (IS_SANITIZED)
    {
      g_test_skip ("A sanitizer is not locked up");
      return;
    }
  status = lock_up (deed);
  g_assert_false (WIFEXITED (status) && WEXITSTATUS (status) == 0);
}

static gboolean
compute (int fd)
{
  g_autofree guint8 *memory = g_malloc0 (1024 * 1024);

  return memory[1000] == 0 && lseek (fd, 0, SEEK_END) == 0;
}

static gboolean
write_file (int fd)
{
  return write (fd, "x", 1) == 1;
}

static gboolean
open_file (int fd)
{
  return open ("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0;
}

static gboolean
take_much_memory (int fd)
{
  return mmap (NULL, OD_LIMIT_PICTURE_MEMORY_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
         MAP_FAILED;
}

#ifdef OD_HAVE_SECCOMP
static gboolean
connect_somewhere (int fd)
{
  return socket (AF_INET, SOCK_STREAM, 0) >= 0 || socket (AF_UNIX, SOCK_STREAM, 0) >= 0;
}

static gboolean
start_something (int fd)
{
  return fork () >= 0;
}

static gboolean
run_something (int fd)
{
  execl ("/bin/true", "true", NULL);
  return FALSE;
}

static gboolean
make_code (int fd)
{
  return mmap (NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static gboolean
signal_parent (int fd)
{
  return syscall (SYS_tgkill, desk, desk, 0) == 0;
}

static gboolean
limit_parent (int fd)
{
  struct rlimit now;

  return syscall (SYS_prlimit64, desk, RLIMIT_NOFILE, NULL, &now) == 0;
}

/* What abort() and setrlimit() do. */
static gboolean
signal_itself (int fd)
{
  struct rlimit now;

  return syscall (SYS_tgkill, getpid (), syscall (SYS_gettid), 0) == 0 &&
         syscall (SYS_prlimit64, 0, RLIMIT_NOFILE, NULL, &now) == 0;
}
#endif

static gboolean
spin (int fd)
{
  struct rlimit limit;
  volatile guint n = 0;

  /* It has the time of one picture; the rest of it is cut short here, so that nobody has to wait for it. */
  if (getrlimit (RLIMIT_CPU, &limit) != 0 || limit.rlim_cur > OD_LIMIT_PICTURE_CPU_S + 60)
    return TRUE;
  limit.rlim_cur = 1;
  setrlimit (RLIMIT_CPU, &limit);
  while (TRUE)
    n++;
}

static void
test_work_is_possible (gconstpointer deed)
{
  int status = lock_up ((Deed) deed);

  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

static void
test_prevented (gconstpointer deed)
{
  check_prevented ((Deed) deed);
}

static void
test_time_is_limited (void)
{
  int status = lock_up (spin);

  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGXCPU);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/thumb-jail/work-is-possible", compute, test_work_is_possible);
  g_test_add_data_func ("/thumb-jail/write", write_file, test_prevented);
  g_test_add_data_func ("/thumb-jail/open", open_file, test_prevented);
  g_test_add_data_func ("/thumb-jail/memory", take_much_memory, test_prevented);
#ifdef OD_HAVE_SECCOMP
  g_test_add_data_func ("/thumb-jail/connect", connect_somewhere, test_prevented);
  g_test_add_data_func ("/thumb-jail/fork", start_something, test_prevented);
  g_test_add_data_func ("/thumb-jail/run", run_something, test_prevented);
  g_test_add_data_func ("/thumb-jail/code", make_code, test_prevented);
  g_test_add_data_func ("/thumb-jail/signal", signal_parent, test_prevented);
  g_test_add_data_func ("/thumb-jail/limit", limit_parent, test_prevented);
  g_test_add_data_func ("/thumb-jail/itself", signal_itself, test_work_is_possible);
#endif
  g_test_add_func ("/thumb-jail/time-is-limited", test_time_is_limited);
  return g_test_run ();
}
