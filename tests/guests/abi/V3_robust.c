/* V3: what becomes of the locks that a thread holds at its end, and calls about memory order. */
#include "threads.h"

static struct thread one, two;

struct robust {
    struct robust *next;
    int offset;
    struct robust *pending;
};

struct owned {
    struct robust *next;
    volatile int lock;
};

static struct owned held, begun;
static struct robust list;

static int dies(void *argument UNUSED)
{
    list.next = (struct robust *)&held;
    list.offset = sizeof(struct robust *);
    list.pending = (struct robust *)&begun;
    held.next = &list;
    held.lock = call(gettid) | 0x80000000;
    begun.lock = call(gettid);
    call(set_robust_list, &list, 12);
    return 0;
}

static int waits_for_dead(void *argument UNUSED)
{
    int now = held.lock;
    return now & 0x40000000 ? 0 : futex(&held.lock, FUTEX_WAIT, now, NULL);
}

static void robust(void)
{
    gives(-EINVAL, call(set_robust_list, &list, 13), "a list of another size");
    held.lock = 0;
    start(&one, dies, NULL);
    while (held.lock == 0) {
        call(sched_yield);
    }
    start(&two, waits_for_dead, NULL);
    join_thread(&one);
    int result = join_thread(&two);
    ok(result == 0 || result == -EAGAIN, "who waits for the lock of a dead thread is woken");
    gives((int)0xc0000000, held.lock, "its owner has died, and there are waiters");
    gives(0x40000000, begun.lock, "so has that of the lock it had begun to take");
    struct robust *head = NULL;
    u32 bytes = 0;
    gives(0, call(get_robust_list, 0, &head, &bytes), "get_robust_list");
    ok(head == NULL && bytes == 12, "we have none");
}

static void barriers(void)
{
    int known = call(membarrier, 0, 0, 0);
    ok(known > 0, "membarrier knows commands");
    gives(0, call(membarrier, known & -known, 0, 0), "one of them");
    gives(-EINVAL, call(membarrier, 1 << 30, 0, 0), "one it does not know");
    gives(-EINVAL, call(membarrier, 0, 1, 0), "unknown flags");
    gives(-ENOSYS, call6(293, (u32)&list, 32, 0, 0, 0, 0), "rseq");
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    robust();
    barriers();
    return 0;
}
