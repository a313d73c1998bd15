/* W1, W8: CLONE_PIDFD, of clone and clone3; epoll of a descriptor; pidfd_getfd; many at once. */
#include "abi.h"

#define P_PIDFD 3
#define CLONE_PIDFD 0x1000
#define CLONE_VM 0x100
#define CLONE_VFORK 0x4000
#define CLONE_PARENT_SETTID 0x100000

struct clone_args {
    u64 flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls;
};

static void of_clone(void)
{
    struct siginfo info;
    int fd = -1;
    int pid = call(clone, CLONE_PIDFD | SIGCHLD, 0, &fd);
    if (pid == 0) {
        quit(call(fcntl64, 3, F_GETFD) == -EBADF ? 6 : 7);
    }
    ok(pid > 0 && fd == 3, "CLONE_PIDFD");
    ok(call(fcntl64, fd, F_GETFD) == FD_CLOEXEC, "exec closes it");
    gives(0, wait_any(P_PIDFD, fd, &info, WEXITED), "waitid");
    ok(info.pid == pid && info.status == 6, "the child has no such descriptor");
    call(close, fd);
    gives(-EINVAL, call(clone, CLONE_PIDFD | CLONE_PARENT_SETTID | SIGCHLD, 0, &fd),
            "one place for two numbers");
    gives(-EFAULT, call(clone, CLONE_PIDFD | SIGCHLD, 0, 8), "a bad address");
    gives(-ECHILD, wait_any(P_ALL, 0, &info, WEXITED), "there is no child");
    gives(-EBADF, call(close, 3), "and no descriptor");
    struct rlimit limit;
    call(prlimit64, 0, 7, NULL, &limit);
    struct rlimit few = {3, limit.hard};
    call(prlimit64, 0, 7, &few, NULL);
    gives(-EMFILE, call(clone, CLONE_PIDFD | SIGCHLD, 0, &fd), "no descriptor is left");
    call(prlimit64, 0, 7, &limit, NULL);
    gives(-ECHILD, wait_any(P_ALL, 0, &info, WEXITED), "there is no child");
}

static void of_clone3(void)
{
    struct siginfo info;
    int fd = -1;
    int tid = 0;
    struct clone_args args = {.flags = CLONE_PIDFD | CLONE_PARENT_SETTID, .pidfd = (u32)&fd,
        .parent_tid = (u32)&tid, .exit_signal = SIGCHLD};
    int pid = call(clone3, &args, sizeof args);
    if (pid == 0) {
        quit(8);
    }
    ok(pid > 0 && fd == 3 && tid == pid, "clone3 with both");
    gives(0, wait_any(P_PIDFD, fd, &info, WEXITED), "waitid");
    ok(info.pid == pid && info.status == 8, "the child");
    call(close, fd);
    args.parent_tid = args.pidfd;
    gives(-EINVAL, call(clone3, &args, sizeof args), "one place for two numbers");
}



static void of_vfork(void)
{
    struct siginfo info;
    static int fd;
    static volatile int state;
    fd = -1;
    int pid = call(clone, CLONE_PIDFD | CLONE_VM | CLONE_VFORK | SIGCHLD, 0, &fd);
    if (pid == 0) {
        state = fd;
        quit(9);
    }
    ok(state == 3 && fd == 3, "a child of vfork sees the number");
    gives(0, wait_any(P_PIDFD, fd, &info, WEXITED), "waitid");
    gives(9, info.status, "its status");
    call(close, fd);
}

static void with_epoll(void)
{
    struct event {
        u32 events;
        u32 padding;
        u64 data;
    } event = {POLLIN, 0, 42};
    int epoll = call(epoll_create1, 0);
    int fd = -1;
    int pid = call(clone, CLONE_PIDFD | SIGCHLD, 0, &fd);
    if (pid == 0) {
        sleep_ms(20);
        quit(0);
    }
    gives(0, call(epoll_ctl, epoll, 1, fd, &event), "epoll takes it");
    gives(0, call(epoll_pwait, epoll, &event, 1, 0, NULL, 8), "nothing yet");
    gives(1, call(epoll_pwait, epoll, &event, 1, 10000, NULL, 8), "its end");
    ok(event.data == 42, "whose");
    gives(0, ended(pid), "the child");
    gives(1, call(epoll_pwait, epoll, &event, 1, 0, NULL, 8), "gone, it stays ready");
    call(close, fd);
    gives(0, call(epoll_pwait, epoll, &event, 1, 0, NULL, 8), "closed, it is not");
    call(close, epoll);
}

static void of_others(void)
{
    int ends[2];
    char byte = 0;
    call(pipe2, ends, 0);
    int fd = -1;
    int pid = call(clone, CLONE_PIDFD | SIGCHLD, 0, &fd);
    if (pid == 0) {
        call(dup3, ends[1], 20, 0);
        call(write, ends[1], "x", 1);
        for (;;) {
            sleep_ms(1000);
        }
    }
    call(read, ends[0], &byte, 1);
    int got = call(pidfd_getfd, fd, 20, 0);
    ok(got >= 0 && call(fcntl64, got, F_GETFD) == FD_CLOEXEC, "pidfd_getfd");
    call(write, got, "y", 1);
    call(read, ends[0], &byte, 1);
    ok(byte == 'y', "it is the pipe");
    gives(-EBADF, call(pidfd_getfd, fd, 21, 0), "nothing is there");
    gives(-EINVAL, call(pidfd_getfd, fd, 20, 1), "unknown flags");
    gives(-EBADF, call(pidfd_getfd, ends[0], 20, 0), "a pipe is no process");
    call(kill, pid, SIGKILL);
    ended(pid);
    gives(-ESRCH, call(pidfd_getfd, fd, 20, 0), "a process that is gone");
    call(close, got);
    call(close, fd);
    call(close, ends[0]);
    call(close, ends[1]);
}

/* The number of a process is not given again while somebody has a descriptor of it. */
static void numbers(void)
{
    int fds[50];
    int pids[50];
    int wrong = 0;
    for (u32 i = 0; i < COUNT(fds); i++) {
        pids[i] = call(clone, CLONE_PIDFD | SIGCHLD, 0, &fds[i]);
        if (pids[i] == 0) {
            quit(i);
        }
    }
    for (u32 i = 0; i < COUNT(fds); i++) {
        struct siginfo info;
        wait_any(P_PIDFD, fds[i], &info, WEXITED);
        wrong += info.pid != pids[i] || info.status != (int)i;
    }
    gives(0, wrong, "fifty at once");
    for (u32 i = 0; i < COUNT(fds); i++) {
        wrong += call(pidfd_send_signal, fds[i], SIGKILL, NULL, 0) != -ESRCH;
        call(close, fds[i]);
    }
    gives(0, wrong, "none of them stands for another");
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    of_clone();
    of_clone3();
    of_vfork();
    with_epoll();
    of_others();
    numbers();
    return 0;
}
