/* S1: calls that a signal interrupts, with SA_RESTART and without. */
#include "abi.h"

static volatile int calls;
static int fds[2];

static void on_signal(int number UNUSED, struct siginfo *info UNUSED, void *context UNUSED)
{
    calls++;
}

static void on_alarm(int number UNUSED, struct siginfo *info UNUSED, void *context UNUSED)
{
    calls++;
    call(write, fds[1], "later", 5);
}

static void later(handler handler, u32 flags)
{
    struct timeval timer[2] = {{0, 0}, {0, 30000}};
    calls = 0;
    action(SIGALRM, handler, flags, 0);
    call(setitimer, 0, timer, NULL);
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    char text[16];
    struct siginfo info;
    struct timespec long_time = {0, 200000000, 0};
    struct timespec left = {9, 9, 0};
    struct pollfd poll = {0, POLLIN, 0};
    call(pipe2, fds, 0);
    later(on_signal, 0);
    gives(-EINTR, call(read, fds[0], text, 16), "read of a pipe");
    gives(1, calls, "the handler ran");
    later(on_alarm, SA_RESTART);
    gives(5, call(read, fds[0], text, 16), "read with SA_RESTART goes on");
    gives(1, calls, "the handler ran");
    int pid = fork();
    if (pid == 0) {
        sleep_ms(100);
        quit(3);
    }
    later(on_signal, 0);
    gives(-EINTR, wait_any(P_PID, pid, &info, WEXITED), "waitid");
    later(on_signal, SA_RESTART);
    gives(0, wait_any(P_PID, pid, &info, WEXITED), "waitid with SA_RESTART");
    ok(calls == 1 && info.status == 3, "goes on behind the handler");
    later(on_signal, SA_RESTART);
    gives(-EINTR, call(clock_nanosleep_time64, CLOCK_MONOTONIC, 0, &long_time, &left),
            "a sleep is never begun again");
    ok(left.seconds == 0 && left.nanoseconds > 100000000 && left.nanoseconds < 190000000,
            "it tells what is left");
    poll.fd = fds[0];
    later(on_signal, SA_RESTART);
    gives(-EINTR, call(ppoll_time64, &poll, 1, &long_time, NULL, 0), "nor is ppoll");
    later(on_signal, SA_RESTART);
    struct timespec third = {0, 60000000, 0};
    action(SIGALRM, SIG_IGN, 0, 0);
    u32 start = now_ms();
    gives(0, call(clock_nanosleep_time64, CLOCK_MONOTONIC, 0, &third, NULL),
            "an ignored signal does not interrupt");
    ok(now_ms() - start >= 59, "the sleep is whole");
    static char much[70000];
    later(on_signal, 0);
    gives(65536, call(write, fds[1], much, sizeof much), "a write that has begun tells how far");
    later(on_signal, 0);
    gives(-EINTR, call(write, fds[1], much, 1), "one that has not, that it was interrupted");
    return 0;
}
