/* V3: threads that wait for signals by rt_sigtimedwait, and timers of one thread. */
#include "threads.h"

static struct thread one, two;
static volatile int turns;

static int await(volatile int *value, int wanted)
{
    for (int i = 0; i < 400 && *value != wanted; i++) {
        sleep_ms(5);
    }
    return *value;
}

static int waits(void *argument)
{
    u64 set = BIT(SIGUSR2);
    struct siginfo *info = argument;
    add(&turns, 1);
    return call(rt_sigtimedwait_time64, &set, info, NULL, 8);
}

static void waiting(void)
{
    struct siginfo first = {0}, second = {0};
    mask(SIG_BLOCK, BIT(SIGUSR2));
    turns = 0;
    start(&one, waits, &first);
    start(&two, waits, &second);
    await(&turns, 2);
    sleep_ms(30);
    call(kill, self(), SIGUSR2);
    sleep_ms(60);
    ok((one.number == 0) + (two.number == 0) == 1, "one of two that wait for it has it");
    call(kill, self(), SIGUSR2);
    gives(2 * SIGUSR2, join_thread(&one) + join_thread(&two), "then the other");
    ok(first.sender == self() && second.sender == self(), "with who has sent it");
    turns = 0;
    start(&one, waits, &first);
    await(&turns, 1);
    sleep_ms(20);
    call(tgkill, self(), one.tid, SIGUSR2);
    gives(SIGUSR2, join_thread(&one), "one for a thread that waits");
    mask(SIG_UNBLOCK, BIT(SIGUSR2));
}

/* ---- timers of one thread ---- */

struct event {
    u32 value;
    int signal, kind, thread;
    u32 rest[12];
};

static volatile int handled, where;

static void handle(int number UNUSED, struct siginfo *info UNUSED, void *context UNUSED)
{
    where = call(gettid);
    handled++;
}

static int sleeps(void *argument UNUSED)
{
    add(&turns, 1);
    while (handled == 0) {
        sleep_ms(5);
    }
    return 0;
}

static void timers(void)
{
    struct event event = {.signal = SIGUSR1, .kind = 4};
    struct timespec times[2] = {{0, 0, 0}, {0, 20000000, 0}};
    int timer = -1;
    action(SIGUSR1, handle, SA_RESTART, 0);
    turns = 0;
    start(&one, sleeps, NULL);
    await(&turns, 1);
    event.thread = one.tid;
    gives(0, call(timer_create, CLOCK_MONOTONIC, &event, &timer), "a timer for a thread");
    call(timer_settime64, timer, 0, times, NULL);
    join_thread(&one);
    gives(1, handled, "it has expired");
    ok(where == one.tid, "there");
    call(timer_settime64, timer, 0, times, NULL);
    sleep_ms(60);
    gives(1, handled, "once the thread is gone, nobody hears of it");
    gives(0, call(timer_delete, timer), "timer_delete");
    event.thread = 1;
    gives(-EINVAL, call(timer_create, CLOCK_MONOTONIC, &event, &timer), "not our thread");
}

/* ---- clocks ---- */

static int works(void *argument UNUSED)
{
    struct timespec mine;
    u32 used;
    do {
        call(clock_gettime64, 3, &mine);
        used = (u32)mine.seconds * 1000 + mine.nanoseconds / 1000000;
    } while (used < 50);
    return used < 500;
}

static u32 clock_ms(int clock)
{
    struct timespec time = {0};
    return call(clock_gettime64, clock, &time) < 0 ? -1u
            : (u32)time.seconds * 1000 + time.nanoseconds / 1000000;
}

static void clocks(void)
{
    u32 mine = clock_ms(3);
    u32 all = clock_ms(2);
    start(&one, works, NULL);
    gives(1, join_thread(&one), "a thread has a clock of its own");
    ok(clock_ms(2) - all >= 50, "the process's counts it");
    ok(clock_ms(3) - mine < 40, "ours does not");
    ok(clock_ms((int)(~(u32)call(gettid) << 3 | 6)) != -1u, "ours by its number");
    ok(clock_ms((int)(~1u << 3 | 6)) == -1u, "no thread of another process");
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    waiting();
    timers();
    clocks();
    return 0;
}
