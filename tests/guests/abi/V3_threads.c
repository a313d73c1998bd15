/* V3: threads have numbers, memory, files, directory and handlers; what is each thread's own. */
#include "threads.h"

static struct thread one;
static volatile int word;

static int numbers(void *argument)
{
    int *seen = argument;
    seen[0] = call(getpid);
    seen[1] = call(gettid);
    seen[2] = call(getppid);
    u32 tp;
    __asm__("mv %0, tp" : "=r"(tp));
    seen[3] = tp == (u32)&one;
    seen[4] = call(getpgid, 0) == call(getpgid, seen[0]);
    seen[5] = call(set_tid_address, &one.number) == seen[1];
    return 7;
}

static void of_numbers(void)
{
    int seen[6];
    int tid = start(&one, numbers, seen);
    ok(tid > 0 && tid != self(), "a thread with a number of its own");
    gives(7, join_thread(&one), "what it gave");
    ok(seen[0] == self(), "it has our pid");
    ok(seen[1] == tid, "gettid is what clone gave");
    ok(seen[2] == call(getppid), "and our parent");
    ok(seen[3], "the thread pointer is what was asked for");
    ok(seen[4], "its group is the process's");
    ok(seen[5], "set_tid_address gives its number");
    ok(call(gettid) == self(), "the first thread has the process's number");
    int left = 0;
    for (int i = 0; i < 100 && (left = call(tgkill, self(), tid, 0)) == 0; i++) {
        sleep_ms(10);
    }
    gives(-ESRCH, left, "nothing is left of it");
}

static int shares(void *argument UNUSED)
{
    word = 5;
    call(chdir, "/");
    call(umask, 027);
    action(SIGUSR1, SIG_IGN, 0, 0);
    return open("/dev/null", O_RDONLY, 0);
}

static void of_sharing(void)
{
    char path[64];
    call(umask, 022);
    word = 0;
    start(&one, shares, NULL);
    int fd = join_thread(&one);
    ok(word == 5, "memory is in common");
    ok(fd >= 0 && call(fcntl64, fd, F_GETFD) == 0, "files are");
    call(close, fd);
    gives(2, call(getcwd, path, sizeof path), "the directory is");
    gives(027, call(umask, 022), "the mask of new files is");
    ok(action_of(SIGUSR1) == SIG_IGN, "handlers are");
    action(SIGUSR1, SIG_DFL, 0, 0);
}

static int privately(void *argument)
{
    mask(SIG_SETMASK, BIT(SIGUSR2) | BIT(SIGTERM));
    struct stack stack = {0};
    call(sigaltstack, NULL, &stack);
    *(int *)argument = stack.flags;
    call(prctl, 15, "second");
    return (int)mask_now();
}

static void of_itself(void)
{
    static u8 room[8192];
    struct stack stack = {room, 0, sizeof room};
    char name[16] = {0};
    int flags = 0;
    call(sigaltstack, &stack, NULL);
    call(prctl, 15, "first");
    mask(SIG_SETMASK, BIT(SIGUSR2));
    start(&one, privately, &flags);
    int its = join_thread(&one);
    ok(its == (int)(BIT(SIGUSR2) | BIT(SIGTERM)), "the mask is each thread's own");
    ok(mask_now() == BIT(SIGUSR2), "ours has not changed");
    gives(2, flags, "it has no alternate stack");
    call(prctl, 16, name);
    ok(equal(name, "first"), "names are each thread's own");
    mask(SIG_SETMASK, 0);
    stack.flags = 2;
    call(sigaltstack, &stack, NULL);
}

/* ---- many ---- */

enum { MANY = 40, ROUNDS = 500 };
static struct thread many[MANY];
static volatile int guard, turns;
static int counter;

static int counts(void *argument UNUSED)
{
    for (int i = 0; i < ROUNDS; i++) {
        lock(&guard);
        int was = counter;
        if (i % 50 == 0) {
            call(sched_yield);
        }
        counter = was + 1;
        unlock(&guard);
    }
    add(&turns, 1);
    return 0;
}

static void of_many(void)
{
    int failed = 0;
    for (int i = 0; i < MANY; i++) {
        failed += start(&many[i], counts, NULL) <= 0;
    }
    gives(0, failed, "forty threads");
    for (int i = 0; i < MANY; i++) {
        join_thread(&many[i]);
    }
    gives(MANY * ROUNDS, counter, "a lock keeps them apart");
    gives(MANY, turns, "all have ended");
}

/* ---- one after the other, for leaks ---- */

static int nothing(void *argument UNUSED)
{
    return 1;
}

static void of_turns(void)
{
    int sum = 0;
    for (int i = 0; i < 300; i++) {
        start(&one, nothing, NULL);
        sum += join_thread(&one);
    }
    gives(300, sum, "three hundred, one after the other");
}

/* ---- memory ---- */

static int ends[2];

static int copies(void *argument)
{
    volatile u8 *at = argument;
    for (u32 i = 0; i < 64 * PAGE; i += PAGE) {
        at[i + 1] = 2;
        if (i % (8 * PAGE) == 0) {
            call(sched_yield);
        }
    }
    return 0;
}

/* Both write to pages that a child shares with us. */
static void of_copies(void)
{
    u8 *at = memory(64 * PAGE);
    memset(at, 9, 64 * PAGE);
    call(pipe2, ends, 0);
    int pid = fork();
    if (pid == 0) {
        char byte;
        call(close, ends[1]);
        call(read, ends[0], &byte, 1);
        int wrong = 0;
        for (u32 i = 0; i < 64 * PAGE; i++) {
            wrong += at[i] != 9;
        }
        quit(wrong != 0);
    }
    start(&one, copies, at);
    for (u32 i = 0; i < 64 * PAGE; i += PAGE) {
        at[i] = 1;
        if (i % (8 * PAGE) == 0) {
            call(sched_yield);
        }
    }
    join_thread(&one);
    call(close, ends[0]);
    call(close, ends[1]);
    gives(0, ended(pid), "the child sees its own");
    int wrong = 0;
    for (u32 i = 0; i < 64 * PAGE; i += PAGE) {
        wrong += at[i] != 1 || at[i + 1] != 2 || at[i + 2] != 9;
    }
    gives(0, wrong, "both have copied each page once");
    call(munmap, at, 64 * PAGE);
}

static u8 *shared_place;

static int unmaps(void *argument UNUSED)
{
    gives(0, call(munmap, shared_place, PAGE), "another thread unmaps a page");
    gives(0, call(mprotect, shared_place + PAGE, PAGE, PROT_READ), "and protects one");
    call(write, ends[1], "x", 1);
    return 0;
}

static void of_mappings(void)
{
    char byte;
    call(pipe2, ends, 0);
    shared_place = memory(2 * PAGE);
    shared_place[0] = shared_place[PAGE] = 3;
    start(&one, unmaps, NULL);
    call(read, ends[0], &byte, 1);
    join_thread(&one);
    gives(-EFAULT, call(write, ends[1], shared_place, 1), "it is gone for us");
    gives(1, call(write, ends[1], shared_place + PAGE, 1), "the other can be read");
    gives(-EFAULT, call(read, ends[0], shared_place + PAGE, 1), "and not be written to");
    call(munmap, shared_place + PAGE, PAGE);
    call(close, ends[0]);
    call(close, ends[1]);
}

/* ---- files ---- */

static int reads(void *argument)
{
    char byte;
    return call(read, *(int *)argument, &byte, 1);
}

/* A file that is being read can be closed: the reading goes on. */
static void of_closing(void)
{
    call(pipe2, ends, 0);
    start(&one, reads, &ends[0]);
    sleep_ms(30);
    gives(0, call(close, ends[0]), "close while another thread reads");
    call(write, ends[1], "x", 1);
    gives(1, join_thread(&one), "the reading goes on");
    gives(-EBADF, call(read, ends[0], ends, 1), "the descriptor is closed");
    call(close, ends[1]);
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    of_numbers();
    of_sharing();
    of_itself();
    of_many();
    of_turns();
    of_copies();
    of_mappings();
    of_closing();
    return 0;
}
