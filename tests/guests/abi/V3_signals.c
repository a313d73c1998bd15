/* V3: signals to a process and to a thread: who takes them, and stops. */
#include "threads.h"

static struct thread one, two;
static volatile int word, handled, where, turns;
static int ends[2];

static void handle(int number UNUSED, struct siginfo *info UNUSED, void *context UNUSED)
{
    where = call(gettid);
    add(&handled, 1);
}

static int await(volatile int *value, int wanted)
{
    for (int i = 0; i < 400 && *value != wanted; i++) {
        sleep_ms(5);
    }
    return *value;
}

/* Sleeps with these signals not blocked until the word changes. */
static int open_to(void *argument)
{
    mask(SIG_UNBLOCK, BIT((int)argument));
    word = 1;
    int result = 0;
    while (word == 1) {
        result = futex(&word, FUTEX_WAIT, 1, NULL);
    }
    return result;
}

static void to_process(void)
{
    handled = 0;
    action(SIGUSR1, handle, SA_RESTART, 0);
    mask(SIG_BLOCK, BIT(SIGUSR1) | BIT(SIGUSR2));
    word = 0;
    start(&one, open_to, (void *)SIGUSR1);
    await(&word, 1);
    call(kill, self(), SIGUSR1);
    gives(1, await(&handled, 1), "a signal of the process");
    ok(where == one.tid, "the thread that does not block it takes it");
    ok(pending() == 0, "it is pending no more");
    call(kill, self(), SIGUSR2);
    ok(pending() == BIT(SIGUSR2), "what all block is pending");
    set(&word, 0);
    join_thread(&one);
    ok(pending() == BIT(SIGUSR2), "for whoever is left");
    action(SIGUSR2, handle, 0, 0);
    mask(SIG_UNBLOCK, BIT(SIGUSR2));
    gives(2, handled, "who takes it");
    ok(where == self(), "is the first thread");
    /* Another thread takes over what is pending. */
    mask(SIG_BLOCK, BIT(SIGUSR2));
    call(kill, self(), SIGUSR2);
    start(&one, open_to, (void *)SIGUSR2);
    gives(3, await(&handled, 3), "what was pending is taken by a thread that opens to it");
    ok(where == one.tid, "by that");
    set(&word, 0);
    join_thread(&one);
    mask(SIG_SETMASK, 0);
}

static int looks(void *argument)
{
    u64 *seen = argument;
    word = 1;
    while (word == 1) {
        futex(&word, FUTEX_WAIT, 1, NULL);
    }
    seen[0] = pending();
    mask(SIG_UNBLOCK, BIT(SIGUSR1));
    return 0;
}

static void to_thread(void)
{
    u64 seen[1];
    handled = 0;
    mask(SIG_BLOCK, BIT(SIGUSR1));
    word = 0;
    start(&one, looks, seen);
    await(&word, 1);
    gives(0, call(tgkill, self(), one.tid, SIGUSR1), "tgkill");
    ok(pending() == 0, "it is not pending for us");
    set(&word, 0);
    join_thread(&one);
    ok(seen[0] == BIT(SIGUSR1), "but for it");
    gives(1, handled, "it takes it");
    gives(-ESRCH, call(tgkill, self() + 1, self(), 0), "a thread of another process");
    gives(-EINVAL, call(tgkill, self(), 0, 0), "no thread");
    gives(-EINVAL, call(tgkill, self(), self(), 65), "no signal");
    call(tkill, self(), SIGUSR1);
    ok(pending() == BIT(SIGUSR1), "tkill");
    mask(SIG_UNBLOCK, BIT(SIGUSR1));
    gives(2, handled, "our own");
}

/* Both sleep in read; only who is meant is interrupted. */
static int reads(void *argument UNUSED)
{
    char byte;
    add(&turns, 1);
    return call(read, ends[0], &byte, 1);
}

static void interrupted(void)
{
    turns = 0;
    action(SIGUSR1, handle, 0, 0);
    call(pipe2, ends, 0);
    start(&one, reads, NULL);
    start(&two, reads, NULL);
    await(&turns, 2);
    sleep_ms(30);
    call(tgkill, self(), two.tid, SIGUSR1);
    gives(-EINTR, join_thread(&two), "the call of the thread that is meant ends");
    sleep_ms(20);
    call(write, ends[1], "x", 1);
    gives(1, join_thread(&one), "the other's goes on");
    call(close, ends[0]);
    call(close, ends[1]);
}

/* ---- waiting for signals ---- */

static int suspends(void *argument UNUSED)
{
    u64 none = 0;
    add(&turns, 1);
    return call(rt_sigsuspend, &none, 8);
}

static void suspending(void)
{
    handled = 0;
    turns = 0;
    mask(SIG_BLOCK, BIT(SIGUSR1));
    start(&one, suspends, NULL);
    await(&turns, 1);
    sleep_ms(30);
    call(kill, self(), SIGUSR1);
    gives(-EINTR, join_thread(&one), "sigsuspend of a thread");
    gives(1, handled, "a handler ran");
    ok(where == one.tid, "there");
    mask(SIG_UNBLOCK, BIT(SIGUSR1));
}

static int reads_file(void *argument)
{
    u32 entry[32];
    int got = call(read, (int)argument, entry, sizeof entry);
    return got == sizeof entry ? (int)entry[0] : got;
}

static void of_file(void)
{
    u64 set = BIT(SIGUSR2);
    mask(SIG_BLOCK, set);
    int fd = call(signalfd4, -1, &set, 8, 0);
    start(&one, reads_file, (void *)fd);
    sleep_ms(30);
    call(kill, self(), SIGUSR2);
    gives(SIGUSR2, join_thread(&one), "a thread reads a signal of the process from a file");
    ok(pending() == 0, "it is taken");
    call(close, fd);
    mask(SIG_UNBLOCK, set);
}

/* ---- faults, on a stack of the thread's own ---- */

static volatile int on_stack;
static u8 *its_stack;

static void recover(int number UNUSED, struct siginfo *info, void *context)
{
    u8 here;
    struct context *now = context;
    on_stack = &here >= its_stack && &here < its_stack + 16384;
    where = call(gettid);
    handled += info->address == (void *)16;
    now->registers[0] += 4;
}

static int faults(void *argument UNUSED)
{
    its_stack = memory(16384);
    struct stack stack = {its_stack, 0, 16384};
    call(sigaltstack, &stack, NULL);
    __asm__ volatile(".option push\n.option norvc\n\tli t0, 16\n\tsw zero, 0(t0)\n.option pop"
                     : : : "t0", "memory");
    call(munmap, its_stack, 16384);
    return 5;
}

static void of_faults(void)
{
    handled = 0;
    on_stack = 0;
    action(SIGSEGV, recover, SA_SIGINFO | SA_ONSTACK, 0);
    start(&one, faults, NULL);
    gives(5, join_thread(&one), "a thread goes on behind a fault");
    ok(handled == 1 && where == one.tid, "its handler ran there");
    ok(on_stack, "on its own alternate stack");
    action(SIGSEGV, SIG_DFL, 0, 0);
}

/* ---- stops ---- */

static volatile int *counter;

static int counts(void *argument UNUSED)
{
    for (;;) {
        add(counter, 1);
    }
    return 0;
}

static volatile int deaths;

static void of_child(int number UNUSED, struct siginfo *info UNUSED, void *context UNUSED)
{
    deaths++;
}

static int moves(void)
{
    int from = *counter;
    sleep_ms(60);
    return *counter != from;
}

static void stops(void)
{
    struct siginfo info;
    counter = map(PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1);
    action(SIGCHLD, of_child, SA_RESTART, 0);
    int pid = fork();
    if (pid == 0) {
        start(&one, counts, NULL);
        start(&two, counts, NULL);
        for (;;) {
            sleep_ms(1000);
        }
    }
    sleep_ms(60);
    ok(moves(), "threads run");
    call(kill, pid, SIGSTOP);
    gives(0, wait_any(P_PID, pid, &info, WSTOPPED), "a stop");
    gives(SIGSTOP, info.status, "by that");
    ok(!moves(), "none of them runs");
    gives(1, deaths, "the parent has heard of it once");
    gives(0, wait_any(P_PID, pid, &info, WSTOPPED | WNOHANG), "nothing more");
    gives(0, info.pid, "to tell");
    call(kill, pid, SIGCONT);
    gives(0, wait_any(P_PID, pid, &info, WCONTINUED), "going on");
    ok(moves(), "they run again");
    call(kill, pid, SIGSTOP);
    gives(0, wait_any(P_PID, pid, &info, WSTOPPED), "another stop");
    call(kill, pid, SIGKILL);
    gives(1000 + SIGKILL, ended(pid), "SIGKILL ends who have stopped");
    action(SIGCHLD, SIG_DFL, 0, 0);
    call(munmap, counter, PAGE);
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    to_process();
    to_thread();
    interrupted();
    suspending();
    of_file();
    of_faults();
    stops();
    return 0;
}
