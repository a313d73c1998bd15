/* Pipes and FIFOs. */
#include "abi.h"

static volatile int calls;

static void on_signal(int number UNUSED, struct siginfo *info UNUSED, void *context UNUSED)
{
    calls++;
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    static char much[70000];
    int fds[2];
    char text[16];
    struct statx state;
    gives(0, call(pipe2, fds, 0), "pipe");
    memset(&state, 0, sizeof state);
    gives(0, call(statx, fds[0], "", AT_EMPTY_PATH, 0x7ff, &state), "statx of it");
    say("type %o", state.mode & S_IFMT);
    gives(-EBADF, call(write, fds[0], "x", 1), "write to the end for reading");
    gives(-EBADF, call(read, fds[1], text, 1), "read from the end for writing");
    gives(-EINVAL, call(pipe2, fds + 0, 0x1), "an unknown flag");
    gives(-EFAULT, call(pipe2, 8, 0), "a bad address");
    call(write, fds[1], "abc", 3);
    call(write, fds[1], "def", 3);
    gives(6, call(read, fds[0], text, 16), "two writes, one read");
    call(fcntl64, fds[0], F_SETFL, O_NONBLOCK);
    gives(-EAGAIN, call(read, fds[0], text, 1), "nothing, without waiting");
    gives(0, call(read, fds[0], text, 0), "no bytes");
    call(fcntl64, fds[1], F_SETFL, O_NONBLOCK);
    gives(65536, call(write, fds[1], much, sizeof much), "it has room for 64 KiB");
    gives(-EAGAIN, call(write, fds[1], much, 1), "and no more");
    gives(4096, call(read, fds[0], much, 4096), "a page is taken out");
    gives(4096, call(write, fds[1], much, 4096), "a page has room");
    gives(-EAGAIN, call(write, fds[1], much, 4096), "but another has not");
    call(close, fds[0]);
    action(SIGPIPE, on_signal, 0, 0);
    gives(-EPIPE, call(write, fds[1], "x", 1), "nobody reads");
    gives(1, calls, "SIGPIPE comes");
    int pid = fork();
    if (pid == 0) {
        action(SIGPIPE, SIG_DFL, 0, 0);
        call(write, fds[1], "x", 1);
        quit(0);
    }
    gives(1000 + SIGPIPE, ended(pid), "by default it kills");
    call(close, fds[1]);
    call(pipe2, fds, 0);
    pid = fork();
    if (pid == 0) {
        call(close, fds[0]);
        for (u32 i = 0; i < sizeof much; i++) {
            much[i] = i % 251;
        }
        int sent = 0;
        for (int i = 0; i < 10; i++) {
            sent += call(write, fds[1], much, sizeof much);
        }
        quit(sent == 700000 ? 0 : 1);
    }
    call(close, fds[1]);
    u32 got = 0;
    int wrong = 0;
    int bytes;
    while ((bytes = call(read, fds[0], much, 3001)) > 0) {
        for (int i = 0; i < bytes; i++) {
            wrong += (u8)much[i] != (got + i) % sizeof much % 251;
        }
        got += bytes;
    }
    gives(700000, got, "bytes through a pipe");
    gives(0, wrong, "bytes that were wrong");
    gives(0, ended(pid), "the writer's end");
    gives(0, call(mknodat, AT_FDCWD, "fifo", S_IFIFO | 0600, 0), "a FIFO");
    gives(-ENOENT, call(mknodat, AT_FDCWD, "no/fifo", S_IFIFO | 0600, 0), "in no directory");
    gives(-6, open("fifo", O_WRONLY | O_NONBLOCK, 0), "writing without a reader: ENXIO");
    pid = fork();
    if (pid == 0) {
        int fd = open("fifo", O_WRONLY, 0);
        quit(call(write, fd, "through", 7) == 7 ? 0 : 1);
    }
    int fd = open("fifo", O_RDONLY, 0);
    gives(7, call(read, fd, text, 16), "a reader and a writer meet");
    gives(0, ended(pid), "the writer's end");
    gives(0, call(read, fd, text, 16), "then it is at its end");
    return 0;
}
