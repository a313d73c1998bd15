/* E8: what is marked close-on-exec closes at exec, and only then. */
#include "abi.h"

static int second(const char *list)
{
    for (int i = 0; list[i] != 0; i++) {
        int fd = 20 + i;
        int open = call(fcntl64, fd, F_GETFD) != -EBADF;
        ok(open == (list[i] == 'o'), "%d is %s", fd, open ? "open" : "closed");
    }
    return 0;
}

/* Moves a descriptor to a number, and keeps how it is marked. */
static void at(int number, int fd)
{
    int marked = call(fcntl64, fd, F_GETFD);
    call(dup3, fd, number, marked == FD_CLOEXEC ? O_CLOEXEC : 0);
    call(close, fd);
}

int main(int count, char **words, char **variables UNUSED)
{
    int fds[2];
    if (count > 1) {
        return second(words[1]);
    }
    make("file", "x", 0644);
    at(20, open("file", O_RDONLY, 0));
    at(21, open("file", O_RDONLY | O_CLOEXEC, 0));
    call(pipe2, fds, O_CLOEXEC);
    at(22, fds[0]);
    at(23, fds[1]);
    call(pipe2, fds, 0);
    at(24, fds[0]);
    at(25, fds[1]);
    gives(26, call(fcntl64, 20, F_DUPFD_CLOEXEC, 26), "F_DUPFD_CLOEXEC");
    gives(27, call(fcntl64, 21, F_DUPFD, 27), "F_DUPFD of what is marked");
    gives(28, call(dup3, 20, 28, O_CLOEXEC), "dup3 with the mark");
    gives(29, call(dup3, 21, 29, 0), "dup3 without");
    call(dup3, 20, 30, 0);
    gives(0, call(fcntl64, 30, F_SETFD, FD_CLOEXEC), "F_SETFD");
    call(dup3, 20, 31, O_CLOEXEC);
    gives(0, call(fcntl64, 31, F_SETFD, 0), "F_SETFD takes the mark away");
    gives(-EINVAL, call(dup3, 20, 20, 0), "dup3 to itself");
    gives(-EINVAL, call(dup3, 20, 33, O_APPEND), "dup3 with another flag");
    if (child()) {
        for (int fd = 20; fd <= 31; fd++) {
            failures += call(fcntl64, fd, F_GETFD) < 0;
        }
        quit(failures);
    }
    gives(0, child_end(), "fork keeps all open");
    char *bad[] = {"x", NULL};
    gives(-ENOENT, call(execve, "missing", bad, environment), "an exec that fails");
    ok(call(fcntl64, 21, F_GETFD) == FD_CLOEXEC, "keeps all open too");
    if (child()) {
        char *with[] = {words[0], "occcoocococo", NULL};
        quit(again(with) & 255);
    }
    gives(0, child_end(), "the second program's end");
    return 0;
}
