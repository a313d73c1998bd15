/* socketpair of streams: bytes, messages, shutdown, poll, options. */
#include "abi.h"

enum { AF_UNIX = 1, SOCK_STREAM = 1 };
enum { MSG_PEEK = 2, MSG_DONTWAIT = 0x40, MSG_WAITALL = 0x100, MSG_NOSIGNAL = 0x4000 };
enum { SHUT_RD, SHUT_WR, SHUT_RDWR };
enum { ENOTSOCK = 88, EPROTONOSUPPORT = 93 };
#define POLLRDHUP 0x2000

struct message {
    void *name;
    u32 name_bytes;
    struct iovec *parts;
    u32 count;
    void *control;
    u32 control_bytes, flags;
};

static char big[300000];

static int events(int fd)
{
    struct pollfd poll = {fd, POLLIN | POLLOUT | POLLRDHUP, 0};
    struct timespec none = {0, 0, 0};
    call(ppoll_time64, &poll, 1, &none, NULL, 8);
    return poll.revents;
}

static void make_pair(int *ends, int flags)
{
    gives(0, call(socketpair, AF_UNIX, SOCK_STREAM | flags, 0, ends), "socketpair");
}

static void streams(void)
{
    int ends[2];
    char text[64];
    make_pair(ends, O_CLOEXEC | O_NONBLOCK);
    ok(call(fcntl64, ends[0], F_GETFD) == FD_CLOEXEC, "exec closes it");
    ok((call(fcntl64, ends[1], F_GETFL) & (3 | O_NONBLOCK)) == (O_RDWR | O_NONBLOCK), "flags");
    struct statx status;
    call(statx, ends[0], "", AT_EMPTY_PATH, 0x7ff, &status);
    ok((status.mode & S_IFMT) == 0140000, "it is a socket");
    gives(-EAGAIN, call(read, ends[0], text, 64), "nothing to read");
    gives(POLLOUT, events(ends[0]), "it can be written to");
    gives(5, call(write, ends[0], "hello", 5), "one way");
    gives(3, call(write, ends[1], "yes", 3), "and the other");
    gives(POLLIN | POLLOUT, events(ends[0]), "it can be read");
    gives(3, call(read, ends[0], text, 64), "the answer");
    ok(same(text, "yes", 3), "its bytes");
    gives(2, call(read, ends[1], text, 2), "a part");
    gives(3, call(read, ends[1], text, 64), "the rest");
    ok(same(text, "llo", 3), "its bytes");
    gives(-ESPIPE, seek(ends[0], 0, 0), "it has no places");
    int total = 0;
    int part;
    while ((part = call(write, ends[0], big, sizeof big)) > 0) {
        total += part;
    }
    ok(part == -EAGAIN && total > 4096, "until there is no more room");
    call(close, ends[1]);
    action(SIGPIPE, SIG_IGN, 0, 0);
    gives(-EPIPE, call(write, ends[0], "x", 1), "the other one is closed");
    ok((events(ends[0]) & (POLLIN | POLLHUP | POLLRDHUP)) == (POLLIN | POLLHUP | POLLRDHUP),
            "poll tells that");
    call(close, ends[0]);
}

static void messages(void)
{
    int ends[2];
    char text[64];
    make_pair(ends, 0);
    gives(4, call(sendto, ends[0], "abcd", 4, 0, NULL, 0), "send");
    gives(2, call(recvfrom, ends[1], text, 2, MSG_PEEK, NULL, NULL), "MSG_PEEK");
    ok(same(text, "ab", 2), "what comes next");
    gives(4, call(recvfrom, ends[1], text, 64, 0, NULL, NULL), "recv");
    ok(same(text, "abcd", 4), "all of it");
    gives(-EAGAIN, call(recvfrom, ends[1], text, 64, MSG_DONTWAIT, NULL, NULL), "MSG_DONTWAIT");
    struct iovec out[2] = {{"one", 3}, {"two", 3}};
    struct message message = {NULL, 0, out, 2, NULL, 0, 0};
    gives(6, call(sendmsg, ends[0], &message, 0), "sendmsg");
    char a[4], b[60];
    struct iovec in[2] = {{a, 4}, {b, 60}};
    struct message got = {NULL, 0, in, 2, NULL, 0, 77};
    gives(6, call(recvmsg, ends[1], &got, 0), "recvmsg");
    ok(same(a, "onet", 4) && same(b, "wo", 2) && got.flags == 0, "in its parts");
    if (child()) {
        call(write, ends[0], "12", 2);
        sleep_ms(30);
        call(write, ends[0], "3456", 4);
        quit(0);
    }
    gives(6, call(recvfrom, ends[1], text, 6, MSG_WAITALL, NULL, NULL), "MSG_WAITALL");
    ok(same(text, "123456", 6), "waits for all");
    gives(0, child_end(), "who sent it");
    gives(-EFAULT, call(sendto, ends[0], 8, 4, 0, NULL, 0), "a bad address");
    call(close, ends[0]);
    call(close, ends[1]);
}

static void ending(void)
{
    int ends[2];
    char text[8];
    make_pair(ends, 0);
    call(write, ends[0], "last", 4);
    gives(0, call(shutdown, ends[0], SHUT_WR), "SHUT_WR");
    gives(-EPIPE, call(sendto, ends[0], "x", 1, MSG_NOSIGNAL, NULL, 0), "no more is sent");
    gives(4, call(read, ends[1], text, 8), "what was sent before");
    gives(0, call(read, ends[1], text, 8), "then the end");
    gives(POLLIN | POLLOUT | POLLRDHUP, events(ends[1]), "poll tells that");
    gives(2, call(write, ends[1], "ok", 2), "the other way goes on");
    gives(2, call(read, ends[0], text, 8), "and arrives");
    gives(0, call(shutdown, ends[1], SHUT_RDWR), "SHUT_RDWR");
    gives(0, call(read, ends[0], text, 8), "the end there, too");
    gives(-EINVAL, call(shutdown, ends[0], 3), "no such way");
    call(close, ends[0]);
    call(close, ends[1]);
    make_pair(ends, 0);
    if (child()) {
        call(close, ends[0]);
        int bytes = 0;
        int part;
        while ((part = call(read, ends[1], big, sizeof big)) > 0) {
            bytes += part;
        }
        call(write, ends[1], &bytes, 4);
        quit(0);
    }
    call(close, ends[1]);
    gives(sizeof big, call(write, ends[0], big, sizeof big), "much at once");
    call(shutdown, ends[0], SHUT_WR);
    u32 counted = 0;
    gives(4, call(read, ends[0], &counted, 4), "the answer");
    ok(counted == sizeof big, "all has arrived");
    gives(0, child_end(), "the child");
    call(close, ends[0]);
}

static void options(void)
{
    int ends[2];
    u32 value = 0;
    u32 size = 4;
    make_pair(ends, 0);
    gives(0, call(getsockopt, ends[0], 1, 3, &value, &size), "SO_TYPE");
    ok(value == SOCK_STREAM && size == 4, "a stream");
    gives(0, call(getsockopt, ends[0], 1, 4, &value, &size), "SO_ERROR");
    gives(0, value, "none");
    u16 name[8] = {0};
    size = sizeof name;
    gives(0, call(getsockname, ends[0], name, &size), "getsockname");
    ok(name[0] == AF_UNIX && size == 2, "no name");
    size = sizeof name;
    gives(0, call(getpeername, ends[0], name, &size), "getpeername");
    ok(name[0] == AF_UNIX && size == 2, "no name");
    int fd = open("file", O_CREAT | O_RDWR, 0644);
    gives(-ENOTSOCK, call(shutdown, fd, SHUT_RD), "a file is no socket");
    gives(-ENOTSOCK, call(sendto, fd, "x", 1, 0, NULL, 0), "nor to send to");
    gives(-EBADF, call(recvfrom, 99, name, 1, 0, NULL, NULL), "no descriptor");
    gives(-EPROTONOSUPPORT, call(socketpair, AF_UNIX, SOCK_STREAM, 77, ends), "no such protocol");
    call(close, fd);
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    streams();
    messages();
    ending();
    options();
    return 0;
}
