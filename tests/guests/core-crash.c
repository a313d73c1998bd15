/*
 * A program that dies of a segmentation fault and leaves a core file, for debuggers to look at
 * (CoreFileTest): what it was doing then is three calls deep, and has a name;
 * and another thread sleeps meanwhile.
 */
#include "abi/threads.h"

struct planet {
    u32 number;
    char name[12];
};

static struct planet planets[3] = {{1, "Mercury"}, {2, "Venus"}, {3, "Earth"}};
static volatile u32 counters[4 * PAGE];

__attribute__((noinline)) static u32 inner(volatile u32 *where, u32 depth)
{
    counters[2 * PAGE] = depth + 40;
    return *where + depth;
}

__attribute__((noinline)) static u32 middle(volatile u32 *where, u32 depth)
{
    u32 result = inner(where, depth + 1);
    return result * 3;
}

static struct thread sleeper;
static volatile int asleep;

__attribute__((noinline)) static int sleeping(void *argument)
{
    volatile int word = (int)argument;
    asleep = 1;
    futex(&word, FUTEX_WAIT, (int)argument, NULL);
    return word;
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    struct rlimit limit = {~0ull, ~0ull};
    call(prlimit64, 0, 4, &limit, NULL);
    start(&sleeper, sleeping, (void *)77);
    while (!asleep) {
        sleep_ms(5);
    }
    sleep_ms(20);
    planets[2].number = 33;
    u32 result = middle((u32 *)0xdeadbee0, 1);
    say("%u", result + planets[1].number);
    return 0;
}
