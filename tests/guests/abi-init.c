/*
 * The first program of an image that has the programs of `abi`: runs those that /list names, each
 * alone, in a directory of its own, and tells how each ended; then it switches the machine off.
 */
#include "abi/abi.h"

enum { SECONDS_EACH = 60, POWER_OFF = 0x4321fedc };

static char list[4096];

/* What the kernel counts, and must count as before when a program has gone. */
enum { WRONG, ANONYMOUS, TABLES, PROCESSES, COUNTS };
static const char *const count_names[COUNTS] = {"wrong ", "anonymous ", "tables ", "processes "};
static u32 counts_first[COUNTS];

/* The number behind a name in the kernel's audit of its memory. */
static u32 number_of(const char *text, const char *name)
{
    u32 n = 0;
    while (*text != 0 && !same(text, name, length(name))) {
        text++;
    }
    for (text += *text == 0 ? 0 : length(name); *text >= '0' && *text <= '9'; text++) {
        n = n * 10 + *text - '0';
    }
    return n;
}

static void audit(u32 *counts)
{
    char text[1024] = {0};
    int fd = open("/proc/sys/debug/audit", O_RDONLY, 0);
    if (fd < 0 || call(read, fd, text, sizeof text - 1) <= 0) {
        say("FAIL the kernel has no audit: %e", fd);
    }
    call(close, fd);
    for (u32 i = 0; i < COUNTS; i++) {
        counts[i] = number_of(text, count_names[i]);
    }
}

/* Says what is not as it was before the first program. */
static void compare(void)
{
    u32 counts[COUNTS];
    audit(counts);
    for (u32 i = 0; i < COUNTS; i++) {
        if (counts[i] != counts_first[i]) {
            say("FAIL the kernel counts %s%u, not %u", count_names[i], counts[i],
                    counts_first[i]);
        }
    }
}

/* Waits for a program, but not for ever, and for every orphan. */
static void await(int pid)
{
    u64 death = BIT(SIGCHLD);
    struct timespec patience = {SECONDS_EACH, 0, 0};
    struct siginfo info;
    for (;;) {
        int result = wait_any(P_ALL, 0, &info, WEXITED | WNOHANG);
        if (result < 0) {
            say("-- cannot wait: %e", result);
            return;
        }
        if (info.pid == pid) {
            say(info.code == CLD_EXITED ? "-- %d" : "-- signal %d", info.status);
            return;
        }
        if (info.pid != 0) {
            continue;
        }
        result = call(rt_sigtimedwait_time64, &death, NULL, &patience, sizeof death);
        if (result == -EAGAIN) {
            say("-- hangs");
            call(kill, -pid, SIGKILL);
            call(kill, pid, SIGKILL);
        }
    }
}

/* Ends what a program left behind; there is nothing else but ourselves. */
static void clean(void)
{
    struct siginfo info;
    call(kill, -1, SIGKILL);
    while (wait_any(P_ALL, 0, &info, WEXITED) == 0) {
    }
}

/* Runs a line of the list: a name, and arguments. */
static void run(char *name)
{
    char path[64];
    char folder[64];
    char *words[8] = {NULL};
    u32 count = 0;
    char *variables[] = {"PATH=/bin", NULL};
    say("== %s", name);
    for (char *p = name; *p != 0; p++) {
        if (*p == ' ' && count < COUNT(words) - 2) {
            *p = 0;
            words[++count] = p + 1;
        }
    }
    words[0] = join(path, "/abi/", name);
    call(mkdirat, AT_FDCWD, join(folder, "/run/", name), 0777);
    int pid = fork();
    if (pid == 0) {
        mask(SIG_SETMASK, 0);
        call(setpgid, 0, 0);
        call(chdir, folder);
        int error = call(execve, path, words, variables);
        say("cannot be run: %e", error);
        quit(127);
    }
    if (pid < 0) {
        say("-- cannot fork: %e", pid);
        return;
    }
    await(pid);
    clean();
    compare();
}

/* A child that ends at once, so that our own stack and tables are as they will be. */
static void run_nothing(void)
{
    struct siginfo info;
    int pid = fork();
    if (pid == 0) {
        quit(0);
    }
    wait_any(P_PID, pid, &info, WEXITED);
    clean();
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    mask(SIG_SETMASK, BIT(SIGCHLD));
    call(umask, 022);
    call(mount, "proc", "/proc", "proc", 0, NULL);
    int fd = open("/list", O_RDONLY, 0);
    int bytes = call(read, fd, list, sizeof list - 1);
    call(close, fd);
    char *name = list;
    /* Once to touch the pages that it touches, and once to count. */
    audit(counts_first);
    run_nothing();
    audit(counts_first);
    for (int i = 0; i < bytes; i++) {
        if (list[i] == '\n') {
            list[i] = 0;
            run(name);
            name = list + i + 1;
        }
    }
    say("== end");
    call(sync);
    call(reboot, 0xfee1dead, 0x28121969, POWER_OFF, NULL);
    for (;;) {
    }
}
