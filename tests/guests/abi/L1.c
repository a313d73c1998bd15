/* L1: limits: who may set them, and what they do. */
#include "abi.h"

enum { FSIZE = 1, CORE = 4, NOFILE = 7 };

static volatile int calls;

static void on_signal(int number UNUSED, struct siginfo *info UNUSED, void *context UNUSED)
{
    calls++;
}

static int set(int which, u64 soft, u64 hard)
{
    struct rlimit limit = {soft, hard};
    return call(prlimit64, 0, which, &limit, NULL);
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    struct rlimit old;
    struct rlimit now;
    gives(0, set(CORE, 100000, 200000), "a limit");
    struct rlimit next = {5, 6};
    gives(0, call(prlimit64, 0, CORE, &next, &old), "another, and the old one");
    ok(old.soft == 100000 && old.hard == 200000, "is what was set");
    call(prlimit64, self(), CORE, NULL, &now);
    ok(now.soft == 5 && now.hard == 6, "by number of the process");
    gives(-EINVAL, set(CORE, 7, 6), "soft above hard");
    gives(-EINVAL, call(prlimit64, 0, 99, NULL, &now), "an unknown one");
    gives(-ESRCH, call(prlimit64, 999999, CORE, NULL, &now), "of no process");
    gives(-EFAULT, call(prlimit64, 0, CORE, 8, NULL), "a bad address");
    if (child()) {
        call(setresuid, 12345, 12345, 12345);
        gives(0, set(CORE, 0, 3), "anybody may lower");
        gives(-EPERM, set(CORE, 0, 4), "but not raise the hard one");
        quit(failures);
    }
    gives(0, child_end(), "its end");
    if (child()) {
        gives(0, set(NOFILE, 10, 10), "ten descriptors");
        int fd;
        int last = 0;
        while ((fd = call(dup, 1)) >= 0) {
            last = fd;
        }
        gives(-EMFILE, fd, "the eleventh");
        gives(9, last, "the last one");
        int fds[2];
        gives(-EMFILE, call(pipe2, fds, 0), "a pipe");
        gives(-EMFILE, open(".", O_RDONLY, 0), "open");
        gives(-EINVAL, call(fcntl64, 1, F_DUPFD, 10), "F_DUPFD from the limit on");
        gives(-EBADF, call(dup3, 1, 10, 0), "dup3 to it");
        quit(failures);
    }
    gives(0, child_end(), "its end");
    if (child()) {
        action(SIGXFSZ, on_signal, 0, 0);
        gives(0, set(FSIZE, 1000, 1000), "files of 1000 bytes");
        static char much[1500];
        int fd = open("file", O_CREAT | O_RDWR, 0644);
        gives(1000, call(write, fd, much, 1500), "a write ends there");
        gives(-EFBIG, call(write, fd, much, 1), "the next fails");
        gives(1, calls, "with SIGXFSZ");
        gives(-EFBIG, call(ftruncate64, fd, 2000, 0), "so does ftruncate");
        gives(2, calls, "with SIGXFSZ");
        gives(0, call(ftruncate64, fd, 10, 0), "but not to less");
        quit(failures);
    }
    gives(0, child_end(), "its end");
    return 0;
}
