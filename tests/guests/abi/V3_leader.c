/* V3: the first thread of a process ends before the others. */
#include "threads.h"

static struct thread one;
static volatile int word;

static int forever(void *argument UNUSED)
{
    for (;;) {
        futex(&word, FUTEX_WAIT, word, NULL);
    }
    return 0;
}

static int ends_all(void *argument)
{
    sleep_ms(20);
    quit((int)argument);
    return 0;
}

static int ends_late(void *argument)
{
    sleep_ms(100);
    return (int)argument;
}

/* The first thread ends; the process does when the last one does. */
static void of_leader(void)
{
    struct siginfo info;
    int pid = fork();
    if (pid == 0) {
        start(&one, ends_late, (void *)6);
        for (;;) {
            call(exit, 5);
        }
    }
    sleep_ms(40);
    gives(0, wait_any(P_PID, pid, &info, WEXITED | WNOHANG), "wait, while others live");
    gives(0, info.pid, "says nothing");
    gives(0, call(kill, pid, 0), "it is there");
    gives(5, ended(pid), "the status is the first thread's");
    pid = fork();
    if (pid == 0) {
        start(&one, ends_all, (void *)7);
        for (;;) {
            call(exit, 5);
        }
    }
    gives(7, ended(pid), "unless another ends the process");
    pid = fork();
    if (pid == 0) {
        start(&one, forever, NULL);
        for (;;) {
            call(exit, 5);
        }
    }
    sleep_ms(40);
    call(kill, pid, SIGTERM);
    gives(1000 + SIGTERM, ended(pid), "signals reach those that are left");
}

/* The letter of a process's state, and how many threads it has. */
static int state_of(int pid, int *threads)
{
    char path[32], text[512] = {0};
    struct line line = {.used = 0};
    put(&line, "/proc/");
    put_number(&line, pid, 10);
    put(&line, "/stat");
    memcpy(path, line.text, line.used);
    path[line.used] = 0;
    int fd = open(path, O_RDONLY, 0);
    if (fd < 0 || call(read, fd, text, sizeof text - 1) <= 0) {
        return fd;
    }
    call(close, fd);
    const char *at = text;
    while (*at != ')') {
        at++;
    }
    at += 2;
    int state = *at;
    for (int field = 3; field < 20; at++) {
        field += *at == ' ';
    }
    *threads = 0;
    while (*at >= '0' && *at <= '9') {
        *threads = *threads * 10 + *at++ - '0';
    }
    return state;
}

static int entries(const char *path)
{
    static u8 buffer[4096];
    int fd = open(path, O_RDONLY | O_DIRECTORY, 0);
    int sum = 0;
    for (;;) {
        int got = call(getdents64, fd, buffer, sizeof buffer);
        if (got <= 0) {
            break;
        }
        for (int at = 0; at < got; at += ((struct dirent *)(buffer + at))->length) {
            sum += ((struct dirent *)(buffer + at))->name[0] != '.';
        }
    }
    call(close, fd);
    return sum;
}

static void shown(void)
{
    struct siginfo info;
    int threads = 0;
    int pid = fork();
    if (pid == 0) {
        struct thread two = {0};
        start(&one, forever, NULL);
        start(&two, forever, NULL);
        ok(state_of(call(getpid), &threads) == 'R', "a process that runs");
        gives(3, threads, "with three threads");
        gives(3, entries("/proc/self/task"), "they are in /proc/self/task");
        for (;;) {
            call(exit, 5);
        }
    }
    sleep_ms(60);
    ok(state_of(pid, &threads) == 'Z', "the first has ended: it looks like a zombie");
    gives(2, threads, "two are left");
    call(kill, pid, SIGSTOP);
    gives(0, wait_any(P_PID, pid, &info, WSTOPPED), "they stop");
    gives(SIGSTOP, info.status, "by that");
    call(kill, pid, SIGCONT);
    gives(0, wait_any(P_PID, pid, &info, WCONTINUED), "and go on");
    call(kill, pid, SIGKILL);
    gives(1000 + SIGKILL, ended(pid), "and end");
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    of_leader();
    shown();
    return 0;
}
