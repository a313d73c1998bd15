/* V3: the end of threads: exit, exit_group, signals that kill, and exec. */
#include "threads.h"

static struct thread threads[20], one;
static volatile int word;
static int ends[2];

static int forever(void *argument UNUSED)
{
    for (;;) {
        futex(&word, FUTEX_WAIT, word, NULL);
    }
    return 0;
}

static int spins(void *argument UNUSED)
{
    for (;;) {
        add(&word, 1);
    }
    return 0;
}

static int reads(void *argument UNUSED)
{
    char byte;
    return call(read, ends[0], &byte, 1);
}

static int sleeps(void *argument UNUSED)
{
    sleep_ms(100000);
    return 0;
}

static int lends(void *argument UNUSED)
{
    int pid = call(clone, CLONE_VM | CLONE_VFORK | SIGCHLD, 0);
    if (pid == 0) {
        sleep_ms(300);
        quit(0);
    }
    return 0;
}

static void crowd(void)
{
    int (*const kinds[])(void *) = {forever, spins, reads, sleeps};
    call(pipe2, ends, 0);
    for (u32 i = 0; i < COUNT(threads); i++) {
        start(&threads[i], kinds[i % COUNT(kinds)], NULL);
    }
}

static int ends_all(void *argument)
{
    sleep_ms(20);
    quit((int)argument);
    return 0;
}

static void of_exit_group(void)
{
    if (child()) {
        crowd();
        quit(3);
    }
    gives(3, ended(last_child), "exit_group of the first thread");
    if (child()) {
        crowd();
        start(&one, ends_all, (void *)4);
        forever(NULL);
    }
    gives(4, ended(last_child), "exit_group of another");
    int wrong = 0;
    for (int i = 0; i < 15; i++) {
        if (child()) {
            crowd();
            start(&one, ends_all, (void *)i);
            quit(i);
        }
        wrong += ended(last_child) != i;
    }
    gives(0, wrong, "two at once");
}

static int crashes(void *argument UNUSED)
{
    sleep_ms(10);
    *(volatile int *)16 = 1;
    return 0;
}

static void of_signals(void)
{
    struct rlimit none = {0, 0};
    call(prlimit64, 0, 4, &none, NULL);
    int pid = fork();
    if (pid == 0) {
        crowd();
        forever(NULL);
    }
    sleep_ms(60);
    call(kill, pid, SIGKILL);
    gives(1000 + SIGKILL, ended(pid), "SIGKILL ends them all");
    pid = fork();
    if (pid == 0) {
        crowd();
        forever(NULL);
    }
    sleep_ms(60);
    call(kill, pid, SIGTERM);
    gives(1000 + SIGTERM, ended(pid), "so does SIGTERM");
    pid = fork();
    if (pid == 0) {
        crowd();
        start(&one, crashes, NULL);
        forever(NULL);
    }
    gives(1000 + SIGSEGV, ended(pid), "and a fault of one of them");
}

static int ends_late(void *argument)
{
    sleep_ms(100);
    return (int)argument;
}

/* ---- exec ---- */

static int again_from(void *argument UNUSED)
{
    char number[12] = {0};
    struct line line = {.used = 0};
    put_number(&line, self(), 10);
    memcpy(number, line.text, line.used);
    char *with[] = {arguments[0], "again", number, NULL};
    return again(with);
}

static void of_exec(void)
{
    int pid = fork();
    if (pid == 0) {
        crowd();
        again_from(NULL);
        quit(99);
    }
    gives(0, ended(pid), "exec of the first thread");
    pid = fork();
    if (pid == 0) {
        crowd();
        start(&one, again_from, NULL);
        forever(NULL);
    }
    gives(0, ended(pid), "exec of another");
    pid = fork();
    if (pid == 0) {
        start(&one, again_from, NULL);
        for (;;) {
            call(exit, 5);
        }
    }
    gives(0, ended(pid), "exec when the first has ended");
    pid = fork();
    if (pid == 0) {
        for (u32 i = 0; i < 5; i++) {
            start(&threads[i], again_from, NULL);
        }
        forever(NULL);
    }
    gives(0, ended(pid), "exec of five at once");
}

/* What exec has begun: alone, with the number of the process. */
static int begun(char **words)
{
    struct line line = {.used = 0};
    put_number(&line, self(), 10);
    line.text[line.used] = 0;
    return !equal(line.text, words[2]) || call(gettid) != self()
            || mask_now() != 0;
}

/* ---- children of threads ---- */

static volatile int made;

static int forks(void *argument)
{
    made = fork();
    if (made == 0) {
        sleep_ms(40);
        quit(call(gettid) == self() ? (int)argument : 1);
    }
    return 0;
}

static int waits(void *argument)
{
    return ended((int)argument);
}

static void of_children(void)
{
    start(&one, forks, (void *)8);
    join_thread(&one);
    gives(8, ended(made), "the child of a thread that has ended is the process's");
    int pid = fork();
    if (pid == 0) {
        quit(9);
    }
    start(&one, waits, (void *)pid);
    gives(9, join_thread(&one), "a thread waits for another's child");
}

/* A thread sleeps in vfork while the process ends. */
static void of_lenders(void)
{
    int pid = fork();
    if (pid == 0) {
        start(&one, lends, NULL);
        sleep_ms(50);
        quit(11);
    }
    gives(11, ended(pid), "the end does not wait for a child of vfork");
    sleep_ms(400);
}

static void of_usage(void)
{
    struct rusage thread, process;
    start(&one, ends_late, NULL);
    join_thread(&one);
    for (u32 from = now_ms(); now_ms() - from < 60;) {
    }
    gives(0, call(getrusage, 1, &thread), "getrusage of a thread");
    gives(0, call(getrusage, 0, &process), "and of the process");
    i64 a = thread.user.seconds * 1000000ll + thread.user.microseconds
            + thread.system.seconds * 1000000ll + thread.system.microseconds;
    i64 b = process.user.seconds * 1000000ll + process.user.microseconds
            + process.system.seconds * 1000000ll + process.system.microseconds;
    ok(a > 0 && a <= b + 20000, "which has used at least as much");
}

int main(int count, char **words, char **variables UNUSED)
{
    if (count > 1) {
        return begun(words);
    }
    of_exit_group();
    of_signals();
    of_exec();
    of_children();
    of_lenders();
    of_usage();
    return 0;
}
