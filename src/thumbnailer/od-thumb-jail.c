/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-thumb-jail.h"

#include "config.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef OD_HAVE_SECCOMP
#include <seccomp.h>
#endif

#include "od-limits.h"

static void
limit (int what, rlim_t value)
{
  const struct rlimit both = { value, value };

  if (setrlimit (what, &both) != 0)
    _exit (EXIT_FAILURE);
}

/**
 * od_thumb_jail_prepare:
 *
 * The first thing the program does: only standard input, output and error stay open, no new
 * rights, no core, no network, gone with its parent, and the limits of resources.
 */
void
od_thumb_jail_prepare (void)
{
  if (syscall (SYS_close_range, 3U, ~0U, 0U) != 0)
    for (int fd = 3; fd < 1024; fd++)
      close (fd);
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl (PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0)
    _exit (EXIT_FAILURE);
  limit (RLIMIT_CORE, 0);
  limit (RLIMIT_NOFILE, 32);
#ifndef OD_SANITIZED
  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0); /* nobody may look into it; nor may a leak checker */
  limit (RLIMIT_AS, OD_LIMIT_PICTURE_MEMORY_BYTES);
  /* Not everywhere is it allowed; the filter of system calls does the same once more. */
  if (unshare (CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS) != 0)
    unshare (CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS);
#endif
}

#if defined(OD_HAVE_SECCOMP) && !defined(OD_SANITIZED)
/* What reading a descriptor, computing and answering need. Everything else (opening, connecting, making processes)
 * fails as not permitted: libraries that try something in vain carry on. */
static const int calls[] = {
  SCMP_SYS (read),           SCMP_SYS (readv),        SCMP_SYS (pread64),
  SCMP_SYS (write),          SCMP_SYS (writev),       SCMP_SYS (sendmsg),
  SCMP_SYS (recvmsg),        SCMP_SYS (sendto),       SCMP_SYS (recvfrom),
  SCMP_SYS (poll),           SCMP_SYS (ppoll),        SCMP_SYS (lseek),
  SCMP_SYS (fstat),          SCMP_SYS (fstat64),      SCMP_SYS (newfstatat),
  SCMP_SYS (statx),          SCMP_SYS (close),        SCMP_SYS (brk),
  SCMP_SYS (munmap),         SCMP_SYS (mremap),       SCMP_SYS (madvise),
  SCMP_SYS (futex),          SCMP_SYS (exit),         SCMP_SYS (exit_group),
  SCMP_SYS (rt_sigreturn),   SCMP_SYS (sigreturn),    SCMP_SYS (rt_sigaction),
  SCMP_SYS (rt_sigprocmask), SCMP_SYS (sigaltstack),  SCMP_SYS (restart_syscall),
  SCMP_SYS (clock_gettime),  SCMP_SYS (gettimeofday), SCMP_SYS (getrandom),
  SCMP_SYS (getrusage),      SCMP_SYS (getpid),       SCMP_SYS (gettid),
  SCMP_SYS (setrlimit),      SCMP_SYS (sched_yield),  SCMP_SYS (sysinfo),
};

/* What could be done to others of the same user, the desk first of all, is allowed on this very process. */
static gboolean
allow_on_itself (scmp_filter_ctx filter)
{
  return seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (tgkill), 1,
                           SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t) getpid ())) == 0 &&
         seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (prlimit64), 1, SCMP_A0 (SCMP_CMP_EQ, 0)) == 0;
}

static gboolean
filter_calls (void)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ERRNO (EPERM));
  gboolean ok = filter != NULL;

  for (guint i = 0; ok && i < G_N_ELEMENTS (calls); i++)
    seccomp_rule_add (filter, SCMP_ACT_ALLOW, calls[i], 0); /* fails for what this machine does not have */
  /* Memory, but never to be executed. */
  ok = ok && allow_on_itself (filter) &&
       seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mmap), 1, SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 &&
       seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mprotect), 1, SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) ==
           0 &&
       seccomp_load (filter) == 0;
  if (filter != NULL)
    seccomp_release (filter);
  return ok;
}
#endif

/**
 * od_thumb_jail_lock:
 *
 * Once every library is in memory: no file can be opened or written any more, no process made.
 */
void
od_thumb_jail_lock (void)
{
#ifndef OD_SANITIZED
  struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
  struct __user_cap_data_struct none[2] = { 0 };

  if (chroot ("/proc/self/fdinfo") == 0 && chdir ("/") != 0)
    _exit (EXIT_FAILURE);
  limit (RLIMIT_FSIZE, 0);
  limit (RLIMIT_NPROC, 0);
  if (syscall (SYS_capset, &header, none) != 0)
    _exit (EXIT_FAILURE);
#ifdef OD_HAVE_SECCOMP
  if (!filter_calls ())
    _exit (EXIT_FAILURE);
#endif
#endif
}

/**
 * od_thumb_jail_allow_time:
 *
 * Before each picture: %OD_LIMIT_PICTURE_CPU_S more of the processor, then SIGXCPU ends it.
 */
void
od_thumb_jail_allow_time (void)
{
  struct rusage used;
  struct rlimit both;

  if (getrusage (RUSAGE_SELF, &used) != 0 || getrlimit (RLIMIT_CPU, &both) != 0)
    _exit (EXIT_FAILURE);
  both.rlim_cur = (rlim_t) (used.ru_utime.tv_sec + used.ru_stime.tv_sec + 1 + OD_LIMIT_PICTURE_CPU_S);
  if (setrlimit (RLIMIT_CPU, &both) != 0)
    _exit (EXIT_FAILURE);
}
