/* V3: futexes: waiting, waking, moving sleepers, time limits and signals. */
#include "threads.h"

enum { SLEEPERS = 5 };
static struct thread threads[SLEEPERS], one;
static volatile int word, other, awake;

static int futex6(volatile int *at, int operation, u32 value, u32 fourth, volatile int *second,
        u32 third)
{
    return call(futex_time64, at, operation, value, fourth, second, third);
}

static void values(void)
{
    struct timespec none = {0, 0, 0};
    word = 1;
    gives(-EAGAIN, futex(&word, FUTEX_WAIT, 2, NULL), "another value");
    gives(-ETIMEDOUT, futex(&word, FUTEX_WAIT, 1, &none), "no time to wait");
    gives(-EINVAL, futex((int *)((u32)&word + 1), FUTEX_WAIT, 1, &none), "no word");
    gives(-EFAULT, futex((int *)16, FUTEX_WAIT, 1, &none), "no memory");
    gives(-EINVAL, futex6(&word, FUTEX_WAIT_BITSET, 1, 0, NULL, 0), "no bits");
    gives(-EINVAL, futex6(&word, FUTEX_WAKE_BITSET, 1, 0, NULL, 0), "nobody to wake");
    gives(0, futex(&word, FUTEX_WAKE, 1, NULL), "nobody sleeps");
    struct timespec wrong = {0, 1000000000, 0};
    gives(-EINVAL, futex(&word, FUTEX_WAIT, 1, &wrong), "no time");
}

static void limits(void)
{
    struct timespec time = {0, 30000000, 0};
    u32 from = now_ms();
    gives(-ETIMEDOUT, futex(&word, FUTEX_WAIT, 1, &time), "a while");
    u32 passed = now_ms() - from;
    ok(passed >= 29 && passed < 5000, "as long as that");
    call(clock_gettime64, CLOCK_MONOTONIC, &time);
    time.nanoseconds += 30000000;
    time.seconds += time.nanoseconds / 1000000000;
    time.nanoseconds %= 1000000000;
    gives(-ETIMEDOUT, futex6(&word, FUTEX_WAIT_BITSET, 1, (u32)&time, NULL, 1), "until then");
    call(clock_gettime64, CLOCK_REALTIME, &time);
    time.nanoseconds += 30000000;
    time.seconds += time.nanoseconds / 1000000000;
    time.nanoseconds %= 1000000000;
    from = now_ms();
    gives(-ETIMEDOUT, futex6(&word, FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME, 1, (u32)&time,
            NULL, -1), "until then, on the clock of the day");
    passed = now_ms() - from;
    ok(passed >= 20 && passed < 5000, "as long as that");
}

static int sleeps(void *argument)
{
    int result = futex6(&word, FUTEX_WAIT_BITSET, 1, 0, NULL, (u32)argument);
    add(&awake, 1);
    return result;
}

static void begin_sleepers(int same_bits)
{
    awake = 0;
    word = 1;
    for (u32 i = 0; i < SLEEPERS; i++) {
        start(&threads[i], sleeps, (void *)(same_bits ? -1u : 1u << i));
    }
    sleep_ms(60);
}

static int end_sleepers(void)
{
    int sum = 0;
    for (u32 i = 0; i < SLEEPERS; i++) {
        sum += join_thread(&threads[i]);
    }
    return sum;
}

/* The number of sleepers that have been woken, when there are so many; waits for that. */
static int woken(int expected)
{
    for (int i = 0; i < 200 && awake < expected; i++) {
        sleep_ms(5);
    }
    sleep_ms(10);
    return awake;
}

static void waking(void)
{
    begin_sleepers(1);
    gives(2, futex(&word, FUTEX_WAKE, 2, NULL), "wakes two");
    gives(2, woken(2), "who are awake");
    gives(3, futex(&word, FUTEX_WAKE, 100, NULL), "and the others");
    gives(0, end_sleepers(), "all were woken");
    begin_sleepers(0);
    gives(1, futex6(&word, FUTEX_WAKE_BITSET, 100, 0, NULL, 4), "one with that bit");
    gives(2, futex6(&word, FUTEX_WAKE_BITSET, 100, 0, NULL, 3), "two with those");
    gives(3, woken(3), "who are awake");
    gives(2, futex(&word, FUTEX_WAKE, 100, NULL), "any bits");
    gives(0, end_sleepers(), "all were woken");
}

static void moving(void)
{
    begin_sleepers(1);
    gives(-EAGAIN, futex6(&word, FUTEX_CMP_REQUEUE, 1, 100, &other, 2), "another value");
    gives(4, futex6(&word, FUTEX_CMP_REQUEUE, 1, 3, &other, 1), "one wakes, three move");
    gives(1, woken(1), "it is awake");
    gives(1, futex(&word, FUTEX_WAKE, 100, NULL), "one was left");
    gives(3, futex(&other, FUTEX_WAKE, 100, NULL), "three were moved");
    gives(0, end_sleepers(), "all were woken");
    begin_sleepers(1);
    gives(5, futex6(&word, FUTEX_REQUEUE, 2, 100, &other, 0), "two wake, the rest moves");
    gives(3, futex(&other, FUTEX_WAKE, 100, NULL), "to the other word");
    gives(0, end_sleepers(), "all were woken");
}

static void changing(void)
{
    begin_sleepers(1);
    other = 10;
    /* Adds 5, and wakes there if it was more than 9. */
    gives(1, futex6(&word, FUTEX_WAKE_OP, 1, 1, &other, 1u << 28 | 4u << 24 | 5 << 12 | 9),
            "wakes one, and nobody at the other");
    gives(15, other, "which it has changed");
    gives(4, futex6(&word, FUTEX_WAKE_OP, 100, 1, &other, 0u << 28 | 0u << 24 | 7 << 12 | 1),
            "wakes the others");
    gives(7, other, "and has set that");
    gives(0, end_sleepers(), "all were woken");
    futex6(&word, FUTEX_WAKE_OP, 1, 1, &other, 2u << 28 | 8 << 12);
    gives(15, other, "or");
    futex6(&word, FUTEX_WAKE_OP, 1, 1, &other, 3u << 28 | 1 << 12);
    gives(14, other, "and not");
    futex6(&word, FUTEX_WAKE_OP, 1, 1, &other, 4u << 28 | 3 << 12);
    gives(13, other, "exclusive or");
    futex6(&word, FUTEX_WAKE_OP, 1, 1, &other, (8u | 0u) << 28 | 6 << 12);
    gives(64, other, "a bit");
}

/* ---- processes ---- */

static void processes(void)
{
    volatile int *shared = map(PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1);
    shared[0] = 1;
    if (child()) {
        shared[1] = 1;
        quit(futex(shared, FUTEX_WAIT, 1, NULL) == 0 ? 0 : 1);
    }
    while (shared[1] == 0) {
        sleep_ms(5);
    }
    sleep_ms(30);
    gives(0, futex(shared, FUTEX_WAKE | FUTEX_PRIVATE, 1, NULL), "a private one is not it");
    gives(1, futex(shared, FUTEX_WAKE, 1, NULL), "another process is woken");
    gives(0, child_end(), "it was");
    /* The same file at another address. */
    make("words", "aaaabbbb", 0600);
    int fd = open("words", O_RDWR, 0);
    volatile int *first = map(PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd);
    volatile int *second = map(PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd);
    call(close, fd);
    if (child()) {
        shared[1] = 2;
        quit(futex(second + 1, FUTEX_WAIT, first[1], NULL) == 0 ? 0 : 1);
    }
    while (shared[1] == 1) {
        sleep_ms(5);
    }
    sleep_ms(30);
    gives(1, futex(first + 1, FUTEX_WAKE, 100, NULL), "at another address of the same file");
    gives(0, child_end(), "it was woken");
    call(unlinkat, AT_FDCWD, "words", 0);
}

/* ---- signals ---- */

static volatile int handled;

static void handle(int number UNUSED, struct siginfo *info UNUSED, void *context UNUSED)
{
    handled++;
}

static int waits(void *argument UNUSED)
{
    return futex(&word, FUTEX_WAIT, 1, NULL);
}

static void signals(void)
{
    word = 1;
    handled = 0;
    action(SIGUSR1, handle, 0, 0);
    start(&one, waits, NULL);
    sleep_ms(40);
    call(tgkill, self(), one.tid, SIGUSR1);
    gives(-EINTR, join_thread(&one), "a handler ends the waiting");
    gives(1, handled, "it ran");
    action(SIGUSR1, handle, SA_RESTART, 0);
    start(&one, waits, NULL);
    sleep_ms(40);
    call(tgkill, self(), one.tid, SIGUSR1);
    while (handled == 1) {
        sleep_ms(5);
    }
    sleep_ms(20);
    gives(1, futex(&word, FUTEX_WAKE, 1, NULL), "with SA_RESTART it goes on");
    gives(0, join_thread(&one), "until it is woken");
    action(SIGUSR1, SIG_DFL, 0, 0);
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    values();
    limits();
    waking();
    moving();
    changing();
    processes();
    signals();
    return 0;
}
