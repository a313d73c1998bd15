/* Pipes, sockets, epoll and all others that have a descriptor and no name. */
#ifndef CLEAVE_FAILURES_DESCRIPTORS_H
#define CLEAVE_FAILURES_DESCRIPTORS_H

#include "files.h"

enum { FAR_FD = 100, AF_UNIX = 1, SOCK_STREAM = 1, EPOLL_ADD = 1, EPOLL_DEL = 2 };

struct event {
    u32 events, padding;
    u64 data;
};

static int third;

static int note_fd(int result)
{
    if (result >= 0) {
        got[0] = result;
    }
    return result;
}

static void close_third(void)
{
    call(close, third);
    call(close, got[0]);
    call(close, got[1]);
}

static void close_pair(void)
{
    call(close, got[0]);
    call(close, got[1]);
}

static int run_pipe(void) { return call(pipe2, got, 0); }
static void make_pipe(void) { run_pipe(); }
static int run_write_pipe(void) { return call(write, got[1], bytes_room, 2 * PAGE + 5); }
static int run_socketpair(void) { return call(socketpair, AF_UNIX, SOCK_STREAM, 0, got); }
static void make_sockets(void) { run_socketpair(); }

static int run_read_pipe(void)
{
    int result = call(write, got[1], bytes_room, 100);
    return result < 0 ? result : call(read, got[0], text_room, 100);
}

static int run_dup(void) { return note_fd(call(dup, 1)); }
static int run_dup_far(void) { return note_fd(call(dup3, 1, FAR_FD, 0)); }
static int run_dup_from(void) { return note_fd(call(fcntl64, 1, F_DUPFD, FAR_FD)); }
static int run_epoll(void) { return note_fd(call(epoll_create1, 0)); }
static int run_eventfd(void) { return note_fd(call(eventfd2, 1, 0)); }
static int run_timerfd(void) { return note_fd(call(timerfd_create, CLOCK_MONOTONIC, 0)); }
static int run_memfd(void) { return note_fd(call(memfd_create, "memory", 0)); }
static int run_pidfd(void) { return note_fd(call(pidfd_open, self(), 0)); }

static int run_signalfd(void)
{
    u64 set = BIT(SIGUSR2);
    return note_fd(call(signalfd4, -1, &set, sizeof set, 0));
}

static void make_pidfd(void)
{
    got[1] = call(pidfd_open, self(), 0);
}

static int run_getfd(void) { return note_fd(call(pidfd_getfd, got[1], 1, 0)); }

static void make_memfd(void) { run_memfd(); }

static int run_write_memfd(void)
{
    return whole(call(pwrite64, got[0], bytes_room, 2 * PAGE, 0, 0), 2 * PAGE);
}

static void make_timerfd(void) { run_timerfd(); }

static int run_set_timerfd(void)
{
    struct timespec times[2] = {{0, 0, 0}, {100, 0, 0}};
    return call(timerfd_settime64, got[0], 0, times, NULL);
}

static void make_epoll(void)
{
    run_pipe();
    third = call(epoll_create1, 0);
}

static int epoll_change(int how, int fd)
{
    struct event event = {POLLIN, 0, 1};
    return call(epoll_ctl, third, how, fd, &event);
}

static int run_epoll_add(void)
{
    int result = epoll_change(EPOLL_ADD, got[0]);
    return result == -EEXIST ? 0 : result;
}

static void make_epoll_over(void)
{
    make_epoll();
    call(close, got[0]);
    got[0] = call(epoll_create1, 0);
}

static void make_watched(void)
{
    make_epoll();
    epoll_change(EPOLL_ADD, got[0]);
    call(write, got[1], "x", 1);
}

static int run_epoll_wait(void)
{
    struct event events[4];
    return call(epoll_pwait, third, events, 4, 0, NULL, 8);
}

static int run_poll(void)
{
    static struct pollfd polls[300];
    struct timespec none = {0, 1000, 0};
    for (u32 i = 0; i < COUNT(polls); i++) {
        polls[i] = (struct pollfd){got[0], POLLIN, 0};
    }
    return call(ppoll_time64, polls, COUNT(polls), &none, NULL, 8);
}

static int run_select(void)
{
    u32 read[8] = {0};
    u32 write[8] = {0};
    struct timespec none = {0, 1000, 0};
    read[got[0] / 32] |= 1u << got[0] % 32;
    write[got[1] / 32] |= 1u << got[1] % 32;
    return call(pselect6_time64, 256, read, write, NULL, &none, NULL);
}

static void make_filled(void)
{
    make_cold();
    run_pipe();
    third = open("file", O_RDWR, 0);
}

static int run_splice(void)
{
    u64 from = 0;
    return whole(call(splice, third, &from, got[1], NULL, BIG, 0), BIG);
}

static int run_vmsplice(void)
{
    struct iovec vector = {bytes_room, BIG};
    return whole(call(vmsplice, got[1], &vector, 1, 0), BIG);
}

static int run_splice_out(void)
{
    u64 to = 0;
    int result = call(write, got[1], bytes_room, 100);
    return result < 0 ? result : call(splice, got[0], NULL, third, &to, 100, 2);
}

struct message {
    void *name;
    u32 name_bytes;
    struct iovec *parts;
    u32 count;
    void *control;
    u32 control_bytes, flags;
};

static int run_send(void)
{
    struct iovec part = {bytes_room, 300};
    struct message message = {NULL, 0, &part, 1, NULL, 0, 0};
    return call(sendmsg, got[0], &message, 0);
}

static int run_receive(void)
{
    struct iovec part = {text_room, 300};
    struct message message = {NULL, 0, &part, 1, NULL, 0, 0};
    int result = call(write, got[0], bytes_room, 300);
    return result < 0 ? result : call(recvmsg, got[1], &message, 0x40);
}

static int run_close_range(void) { return call(close_range, FAR_FD, FAR_FD + 20, 0); }

static const struct operation descriptor_operations[] = {
    {"pipe2", run_pipe, NULL, close_pair, 0, 0},
    {"write to a pipe", run_write_pipe, make_pipe, close_pair, 0, 0},
    {"read from a pipe", run_read_pipe, make_pipe, close_pair, 0, 0},
    {"socketpair", run_socketpair, NULL, close_pair, 0, 0},
    {"sendmsg", run_send, make_sockets, close_pair, 0, 0},
    {"recvmsg", run_receive, make_sockets, close_pair, 0, 0},
    {"dup", run_dup, NULL, close_it, 0, 0},
    {"dup3, far away", run_dup_far, NULL, close_it, 0, 0},
    {"fcntl, F_DUPFD far away", run_dup_from, NULL, close_it, 0, 0},
    {"close_range", run_close_range, NULL, NULL, 0, 0},
    {"epoll_create1", run_epoll, NULL, close_it, 0, 0},
    {"epoll_ctl", run_epoll_add, make_epoll, close_third, 0, 0},
    {"epoll_ctl of an epoll", run_epoll_add, make_epoll_over, close_third, 0, 0},
    {"epoll_pwait", run_epoll_wait, make_watched, close_third, 0, 0},
    {"eventfd2", run_eventfd, NULL, close_it, 0, 0},
    {"timerfd_create", run_timerfd, NULL, close_it, 0, 0},
    {"timerfd_settime", run_set_timerfd, make_timerfd, close_it, 0, 0},
    {"signalfd4", run_signalfd, NULL, close_it, 0, 0},
    {"pidfd_open", run_pidfd, NULL, close_it, 0, 0},
    {"pidfd_getfd", run_getfd, make_pidfd, close_pair, 0, 0},
    {"memfd_create", run_memfd, NULL, close_it, 0, 0},
    {"write to a memfd", run_write_memfd, make_memfd, close_it, 0, 0},
    {"ppoll", run_poll, make_pipe, close_pair, 0, 0},
    {"pselect6", run_select, make_pipe, close_pair, 0, 0},
    {"splice from a file", run_splice, make_filled, close_third, FILES, 0},
    {"splice to a file", run_splice_out, make_filled, close_third, FILES, 0},
    {"vmsplice", run_vmsplice, make_pipe, close_pair, 0, 0},
};

#endif
