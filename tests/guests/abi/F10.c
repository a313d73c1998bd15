/* F10: what a child begins with, and what it inherits. */
#include "abi.h"

static void on_signal(int number UNUSED, struct siginfo *info UNUSED, void *context UNUSED)
{
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    struct rusage use;
    u32 clocks[4];
    char path[256];
    struct rlimit limit = {111, 222};
    struct rlimit seen;
    struct timeval timer[4] = {{0, 0}, {100, 0}};
    struct timeval left[2] = {{7, 7}, {7, 7}};
    u32 spin = now_ms();
    while (now_ms() - spin < 30) {
    }
    if (child()) {
        spin = now_ms();
        while (now_ms() - spin < 30) {
        }
        quit(0);
    }
    child_end();
    call(mkdirat, AT_FDCWD, "below", 0755);
    gives(0, call(chdir, "below"), "chdir");
    call(umask, 027);
    gives(0, call(prlimit64, 0, 7, &limit, NULL), "a limit of descriptors");
    call(setpriority, 0, 0, 5);
    action(SIGUSR1, on_signal, 0, 0);
    action(SIGUSR2, SIG_IGN, 0, 0);
    mask(SIG_SETMASK, BIT(SIGTERM) | BIT(SIGUSR1));
    call(kill, self(), SIGTERM);
    ok(pending() == BIT(SIGTERM), "a signal waits for the parent");
    call(setitimer, 0, timer, NULL);
    int *mapped = memory(PAGE);
    *mapped = 12;
    int group = call(getpgid, 0);
    int session = call(getsid, 0);
    if (child()) {
        call(getrusage, 0, &use);
        ok(use.user.seconds == 0 && use.user.microseconds < 25000, "its own time begins at 0");
        call(getrusage, -1, &use);
        ok(use.user.seconds == 0 && use.user.microseconds == 0 && use.system.microseconds == 0,
                "its children's time is 0");
        call(times, clocks);
        ok(clocks[2] == 0 && clocks[3] == 0, "by times as well");
        ok(pending() == 0, "no signal waits for it");
        call(getitimer, 0, left);
        ok(left[1].seconds == 0 && left[1].microseconds == 0, "it has no timer");
        ok(mask_now() == (BIT(SIGTERM) | BIT(SIGUSR1)), "it has the mask");
        ok(action_of(SIGUSR1) == on_signal && action_of(SIGUSR2) == SIG_IGN
                && action_of(SIGHUP) == SIG_DFL, "and the actions");
        int bytes = call(getcwd, path, sizeof path);
        ok(bytes > 6 && equal(path + bytes - 7, "/below"), "and the directory");
        gives(027, call(umask, 022), "and the umask");
        call(prlimit64, 0, 7, NULL, &seen);
        ok(seen.soft == 111 && seen.hard == 222, "and the limit");
        gives(15, call(getpriority, 0, 0), "and the nice value");
        ok(call(getpgid, 0) == group && call(getsid, 0) == session, "and group and session");
        gives(12, *mapped, "and the mapping");
        quit(failures);
    }
    gives(0, child_end(), "the child's end");
    call(getitimer, 0, left);
    ok(left[1].seconds > 0, "the parent's timer runs");
    gives(027, call(umask, 022), "its umask is its own");
    return 0;
}
