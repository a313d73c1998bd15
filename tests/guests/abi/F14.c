/* F14: fork in a program with threads makes a process with one: the thread that has called it. */
#include "threads.h"

static struct thread counting, one;
static volatile int counter, stop, guard;

static int counts(void *argument UNUSED)
{
    while (!stop) {
        counter++;
    }
    return 0;
}

static int child_sees(int parent)
{
    int from = counter;
    sleep_ms(60);
    if (counter != from) {
        return 1;
    }
    if (call(gettid) != self() || call(getppid) != parent) {
        return 2;
    }
    /* Nothing but this thread is there: the process ends with it. */
    call(exit, 40);
    return 3;
}

static int forks(void *argument)
{
    int parent = (int)argument;
    int pid = fork();
    if (pid == 0) {
        quit(child_sees(parent));
    }
    return pid;
}

static int forks_and_threads(void *argument UNUSED)
{
    int pid = fork();
    if (pid == 0) {
        struct thread more[4] = {0};
        int sum = 0;
        for (u32 i = 0; i < COUNT(more); i++) {
            start(&more[i], counts, NULL);
        }
        stop = 1;
        for (u32 i = 0; i < COUNT(more); i++) {
            join_thread(&more[i]);
            sum++;
        }
        quit(sum);
    }
    return ended(pid);
}

/* A page is taken from under the eyes of who forks and who writes. */
static int writes(void *argument)
{
    volatile u8 *at = argument;
    int n = 0;
    while (!stop) {
        n++;
        at[n % 32 * PAGE] = n;
    }
    return n > 0;
}

static void faulting(void)
{
    u8 *at = memory(32 * PAGE);
    int wrong = 0;
    stop = 0;
    start(&one, writes, at);
    for (int i = 0; i < 30; i++) {
        int pid = fork();
        if (pid == 0) {
            u8 seen[32];
            int changed = 0;
            for (int page = 0; page < 32; page++) {
                seen[page] = at[page * PAGE];
            }
            sleep_ms(2);
            for (int page = 0; page < 32; page++) {
                changed += seen[page] != at[page * PAGE];
            }
            quit(changed);
        }
        wrong += ended(pid) != 0;
    }
    stop = 1;
    gives(1, join_thread(&one), "a thread writes while another forks");
    gives(0, wrong, "no child sees that");
    call(munmap, at, 32 * PAGE);
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    int parent = self();
    start(&counting, counts, NULL);
    int pid = fork();
    if (pid == 0) {
        quit(child_sees(parent));
    }
    gives(40, ended(pid), "fork of the first thread");
    start(&one, forks, (void *)parent);
    gives(40, ended(join_thread(&one)), "fork of another");
    lock(&guard);
    pid = fork();
    if (pid == 0) {
        quit(guard);
    }
    gives(1, ended(pid), "locks are as they were");
    unlock(&guard);
    start(&one, forks_and_threads, NULL);
    gives(4, join_thread(&one), "a child makes threads of its own");
    int before = counter;
    sleep_ms(30);
    ok(counter != before, "meanwhile ours have run");
    stop = 1;
    join_thread(&counting);
    faulting();
    return 0;
}
