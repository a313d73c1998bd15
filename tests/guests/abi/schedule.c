/* sched_setattr and sched_getattr, beside the older calls. */
#include "abi.h"

enum { OTHER, FIFO, RR, BATCH, IDLE = 5 };
enum { RESET_ON_FORK = 1, KEEP_POLICY = 8, KEEP_PARAMS = 16 };

struct attributes {
    u32 size, policy;
    u64 flags;
    i32 nice;
    u32 priority;
    u64 runtime, deadline, period;
    u32 least, most;
};

static struct attributes now(void)
{
    struct attributes now;
    memset(&now, 0x55, sizeof now);
    gives(0, call(sched_getattr, 0, &now, 48, 0), "sched_getattr");
    return now;
}

static int set(u32 policy, i32 nice, u32 priority, u64 flags)
{
    struct attributes wanted = {.size = 48, .policy = policy, .flags = flags, .nice = nice,
            .priority = priority};
    return call(sched_setattr, 0, &wanted, 0);
}

static void fair(void)
{
    struct attributes first = now();
    ok(first.size == 48 && first.policy == OTHER && first.priority == 0
            && first.nice == 20 - call(getpriority, 0, 0), "nothing special");
    gives(0, set(BATCH, 5, 0, 0), "batch, nice 5");
    gives(BATCH, call(sched_getscheduler, 0), "the policy");
    gives(15, call(getpriority, 0, 0), "the nice value, as the call gives it");
    ok(now().nice == 5, "both are told");
    gives(0, set(IDLE, 7, 0, RESET_ON_FORK), "idle, until fork");
    ok(now().policy == IDLE && now().flags == RESET_ON_FORK, "told as well");
    gives(5, now().nice, "who is idle has no other nice value");
    gives(0, set(BATCH, 0, 0, KEEP_PARAMS), "another policy, but nothing shall change");
    ok(now().policy == IDLE && now().flags == 0, "only the flag has");
    gives(0, set(BATCH, 5, 0, RESET_ON_FORK), "another policy");
    gives(0, set(99, 9, 0, KEEP_POLICY | RESET_ON_FORK), "another nice value");
    ok(now().policy == BATCH && now().nice == 9, "the policy stays");
    if (child()) {
        ok(now().policy == BATCH && now().flags == 0 && now().nice == 9, "a child has no flag");
        quit(failures);
    }
    gives(0, child_end(), "the child");
}

static void refusals(void)
{
    struct {
        struct attributes known;
        u64 more;
    } long_one = {{.size = sizeof long_one, .policy = BATCH, .nice = 9, .flags = RESET_ON_FORK}, 0};
    gives(-EINVAL, set(77, 0, 0, 0), "no such policy");
    gives(-EINVAL, set(OTHER, 0, 5, 0), "a priority without real time");
    gives(-EINVAL, set(FIFO, 0, 0, 0), "real time without a priority");
    gives(-EINVAL, set(FIFO, 0, 100, 0), "a priority above all");
    gives(-EINVAL, set(OTHER, 0, 0, 1 << 20), "a flag that is not known");
    gives(-EINVAL, call(sched_setattr, 0, NULL, 0), "nothing");
    gives(-EFAULT, call(sched_setattr, 0, 8, 0), "a bad address");
    gives(-EINVAL, call(sched_setattr, 0, &long_one, 1), "flags of the call");
    gives(-EINVAL, call(sched_setattr, -1, &long_one, 0), "a negative number");
    gives(-ESRCH, call(sched_setattr, 31999, &long_one, 0), "nobody");
    gives(0, call(sched_setattr, 0, &long_one, 0), "longer than known");
    long_one.more = 1;
    gives(-E2BIG, call(sched_setattr, 0, &long_one, 0), "and not zero");
    long_one.known.size = 40;
    gives(-E2BIG, call(sched_setattr, 0, &long_one, 0), "too short");
    ok(long_one.known.size >= 48, "the right size is told");
    gives(-EINVAL, call(sched_getattr, 0, &long_one, 40, 0), "too short to tell");
    gives(-ESRCH, call(sched_getattr, 31999, &long_one, 48, 0), "nobody to tell of");
    gives(-EFAULT, call(sched_getattr, 0, 8, 48, 0), "nowhere to tell");
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    fair();
    refusals();
    return 0;
}
