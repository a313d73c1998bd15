/*
 * The first program of an image that has the programs of `abi`: runs those that /list names, each
 * alone, in a directory of its own, and tells how each ended; then it switches the machine off.
 */
#include "abi/abi.h"

enum { SECONDS_EACH = 60, POWER_OFF = 0x4321fedc };

static char list[4096];

/* Waits for a program, but not for ever. */
static void await(int pid)
{
    u64 death = BIT(SIGCHLD);
    struct timespec patience = {SECONDS_EACH, 0, 0};
    struct siginfo info;
    for (;;) {
        int result = wait_any(P_PID, pid, &info, WEXITED | WNOHANG);
        if (result < 0) {
            say("-- cannot wait: %e", result);
            return;
        }
        if (info.pid == pid) {
            say(info.code == CLD_EXITED ? "-- %d" : "-- signal %d", info.status);
            return;
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

static void run(char *name)
{
    char path[64];
    char folder[64];
    char *words[] = {join(path, "/abi/", name), NULL};
    char *variables[] = {"PATH=/bin", NULL};
    say("== %s", name);
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
