/* S3: setitimer, and real-time signals that queue. */
#include "abi.h"

static volatile int calls;
static volatile u32 values;

static void on_signal(int number UNUSED, struct siginfo *info UNUSED, void *context UNUSED)
{
    calls++;
}

static void on_value(int number UNUSED, struct siginfo *info, void *context UNUSED)
{
    values = values * 10 + info->value;
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    struct timeval timer[2] = {{0, 10000}, {0, 20000}};
    struct timeval old[2];
    struct timeval off[2] = {{0, 0}, {0, 0}};
    action(SIGALRM, on_signal, 0, 0);
    u32 start = now_ms();
    gives(0, call(setitimer, 0, timer, NULL), "a timer that repeats");
    while (calls < 4) {
        sleep_ms(50);
    }
    ok(now_ms() - start >= 49, "four signals take 50 ms");
    gives(0, call(setitimer, 0, off, old), "it ends");
    ok(old[0].microseconds == 10000, "its interval is told");
    calls = 0;
    sleep_ms(30);
    gives(0, calls, "no more signals");
    struct timeval large[2] = {{0, 0}, {0, 1000000}};
    gives(-EINVAL, call(setitimer, 0, large, NULL), "a million microseconds");
    gives(-EINVAL, call(setitimer, 3, off, NULL), "an unknown timer");
    gives(-EFAULT, call(setitimer, 0, 8, NULL), "a bad address");
    action(SIGVTALRM, on_signal, 0, 0);
    struct timeval work[2] = {{0, 0}, {0, 20000}};
    gives(0, call(setitimer, 1, work, NULL), "a timer of own time");
    sleep_ms(40);
    gives(0, calls, "does not count sleep");
    start = now_ms();
    while (calls == 0 && now_ms() - start < 5000) {
    }
    gives(1, calls, "but work");
    action(SIGRTMIN, on_value, SA_SIGINFO, 0);
    mask(SIG_BLOCK, BIT(SIGRTMIN));
    for (u32 i = 1; i <= 5; i++) {
        struct siginfo queued = {SIGRTMIN, 0, -1, {.value = 0}};
        queued.sender = self();
        queued.value = i;
        call(rt_sigqueueinfo, self(), SIGRTMIN, &queued);
    }
    mask(SIG_UNBLOCK, BIT(SIGRTMIN));
    gives(12345, values, "real-time signals queue in order");
    return 0;
}
