/* signalfd4 and timerfd_create: signals and time that are read. */
#include "abi.h"

struct entry {
    u32 number;
    i32 error, code;
    u32 pid, uid;
    i32 fd;
    u32 tid, band, overrun, trapno;
    i32 status, value;
    u64 pointer, utime, stime, address;
    u8 rest[48];
};

struct time {
    i64 seconds;
    i64 nanoseconds;
};

struct span {
    struct time interval, value;
};

static int ready(int fd, int milliseconds)
{
    struct pollfd poll = {fd, POLLIN, 0};
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000, 0};
    int result = call(ppoll_time64, &poll, 1, &time, NULL, 8);
    return result <= 0 ? result : poll.revents;
}

static int signals_of(int fd, u64 set, int flags)
{
    return call(signalfd4, fd, &set, sizeof set, flags);
}

static void signals(void)
{
    struct entry entries[4];
    mask(SIG_BLOCK, BIT(SIGUSR1) | BIT(SIGUSR2) | BIT(SIGCHLD) | BIT(SIGRTMIN));
    int fd = signals_of(-1, BIT(SIGUSR1) | BIT(SIGCHLD) | BIT(SIGRTMIN), O_NONBLOCK | O_CLOEXEC);
    ok(fd >= 0, "signalfd4");
    ok(call(fcntl64, fd, F_GETFD) == FD_CLOEXEC, "exec closes it");
    gives(-EAGAIN, call(read, fd, entries, sizeof entries), "nothing has come");
    gives(0, ready(fd, 0), "poll says the same");
    call(kill, self(), SIGUSR2);
    gives(0, ready(fd, 0), "one that is not wanted");
    call(kill, self(), SIGUSR1);
    gives(POLLIN, ready(fd, 0), "one that is");
    gives(-EINVAL, call(read, fd, entries, 127), "no room for it");
    gives(128, call(read, fd, entries, sizeof entries), "read");
    ok(entries[0].number == SIGUSR1 && entries[0].code == 0 && (int)entries[0].pid == self(),
            "who has sent it");
    ok(pending() == BIT(SIGUSR2), "it is no longer pending, the other is");
    struct siginfo info;
    memset(&info, 0, sizeof info);
    info.code = -1;
    info.sender = self();
    for (u32 i = 1; i <= 3; i++) {
        info.value = 100 + i;
        call(rt_sigqueueinfo, self(), SIGRTMIN, &info);
    }
    gives(256, call(read, fd, entries, 300), "as many as there is room for");
    ok(entries[0].value == 101 && entries[1].value == 102, "in their order");
    gives(128, call(read, fd, entries, 300), "and the last");
    ok(entries[0].value == 103 && entries[0].pointer == 103, "its value");
    int pid = fork();
    if (pid == 0) {
        quit(7);
    }
    gives(POLLIN, ready(fd, 10000), "poll waits");
    gives(128, call(read, fd, entries, sizeof entries), "a child's end");
    ok(entries[0].number == SIGCHLD && entries[0].code == CLD_EXITED
            && (int)entries[0].pid == pid && entries[0].status == 7, "what it tells");
    ended(pid);
    gives(fd, signals_of(fd, BIT(SIGUSR2), 0), "other signals");
    gives(128, call(read, fd, entries, sizeof entries), "the one that was left");
    ok(entries[0].number == SIGUSR2, "it");
    gives(-EINVAL, signals_of(-1, 1, 1), "unknown flags");
    gives(-EBADF, signals_of(99, 1, 0), "no descriptor");
    gives(-EINVAL, signals_of(1, 1, 0), "another file");
    call(close, fd);
    fd = signals_of(-1, BIT(SIGUSR1), 0);
    int parent = self();
    if (child()) {
        sleep_ms(30);
        call(kill, parent, SIGUSR1);
        quit(0);
    }
    gives(128, call(read, fd, entries, sizeof entries), "read waits");
    ok((int)entries[0].pid == last_child, "for the child's signal");
    gives(0, child_end(), "the child");
    call(close, fd);
}

static int set(int fd, int flags, u32 first_ms, u32 interval_ms)
{
    struct span span = {{interval_ms / 1000, interval_ms % 1000 * 1000000},
        {first_ms / 1000, first_ms % 1000 * 1000000}};
    return call(timerfd_settime64, fd, flags, &span, NULL);
}

static void timers(void)
{
    u64 times = 0;
    struct span span;
    int fd = call(timerfd_create, CLOCK_MONOTONIC, O_NONBLOCK | O_CLOEXEC);
    ok(fd >= 0, "timerfd_create");
    ok(call(fcntl64, fd, F_GETFD) == FD_CLOEXEC, "exec closes it");
    gives(-EAGAIN, call(read, fd, &times, 8), "it is not set");
    u32 begun = now_ms();
    gives(0, set(fd, 0, 900, 0), "in 900 milliseconds");
    gives(0, ready(fd, 0), "not yet");
    gives(POLLIN, ready(fd, 10000), "poll waits");
    ok(now_ms() - begun >= 899, "as long as that");
    gives(-EINVAL, call(read, fd, &times, 7), "no room");
    gives(8, call(read, fd, &times, 8), "read");
    ok(times == 1, "once");
    gives(-EAGAIN, call(read, fd, &times, 8), "and no more");
    gives(0, set(fd, 0, 20, 20), "each 20 milliseconds");
    sleep_ms(130);
    gives(8, call(read, fd, &times, 8), "read");
    ok(times >= 5 && times < 3000, "several times at once");
    gives(0, call(timerfd_gettime64, fd, &span), "timerfd_gettime64");
    ok(span.interval.seconds == 0 && span.interval.nanoseconds == 20000000
            && span.value.nanoseconds > 0 && span.value.nanoseconds <= 20000000, "what is left");
    struct span none = {{0, 0}, {0, 0}};
    gives(0, call(timerfd_settime64, fd, 0, &none, &span), "stopped");
    ok(span.interval.nanoseconds == 20000000, "as it was before");
    sleep_ms(50);
    gives(0, ready(fd, 0), "it stands");
    struct span when = {{0, 0}, {0, 1}};
    gives(0, call(timerfd_settime64, fd, 1, &when, NULL), "long ago");
    gives(POLLIN, ready(fd, 10000), "it is ready at once");
    gives(8, call(read, fd, &times, 8), "read");
    ok(times == 1, "once");
    when.value.nanoseconds = 1000000000;
    gives(-EINVAL, call(timerfd_settime64, fd, 0, &when, NULL), "too many nanoseconds");
    gives(-EINVAL, call(timerfd_settime64, fd, 64, &none, NULL), "unknown flags");
    gives(-EINVAL, call(timerfd_settime64, 1, 0, &none, NULL), "no timer");
    gives(-EBADF, call(timerfd_gettime64, 99, &span), "no descriptor");
    gives(-EINVAL, call(timerfd_create, 77, 0), "no such clock");
    gives(-EINVAL, call(timerfd_create, CLOCK_REALTIME, 1), "unknown flags");
    call(close, fd);
    fd = call(timerfd_create, CLOCK_REALTIME, 0);
    set(fd, 0, 30, 0);
    gives(8, call(read, fd, &times, 8), "read waits");
    ok(times == 1, "once");
    call(close, fd);
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    signals();
    timers();
    return 0;
}
