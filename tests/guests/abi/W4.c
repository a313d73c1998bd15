/* W4: use of time: of oneself, of children that were waited for, of one child. */
#include "abi.h"

static u32 used(const struct rusage *use)
{
    return (u32)(use->user.seconds + use->system.seconds) * 1000
            + (u32)(use->user.microseconds + use->system.microseconds) / 1000;
}

/* Works until it has used so much time itself, however busy the machine is; not for ever. */
static void spin(u32 milliseconds)
{
    struct rusage own;
    u32 start = now_ms();
    do {
        call(getrusage, 0, &own);
    } while (used(&own) < milliseconds && now_ms() - start < 20000);
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    struct rusage own, children, one;
    struct siginfo info;
    u32 clocks[4];
    call(getrusage, -1, &children);
    gives(0, used(&children), "children have used nothing");
    spin(60);
    call(getrusage, 0, &own);
    ok(used(&own) >= 10, "own time is counted");
    int pid = fork();
    if (pid == 0) {
        int below = fork();
        if (below == 0) {
            spin(150);
            quit(0);
        }
        ended(below);
        spin(150);
        quit(0);
    }
    int result;
    wait_any(P_PID, pid, &info, WEXITED | WNOWAIT);
    call(getrusage, -1, &children);
    gives(0, used(&children), "a zombie's time is not ours yet");
    memset(&one, 0, sizeof one);
    result = call(waitid, P_PID, pid, &info, WEXITED, &one);
    gives(0, result, "waitid with a place for its use");
    call(getrusage, -1, &children);
    ok(used(&children) >= 80, "with it, its time and that of its own children is ours");
    call(times, clocks);
    ok(clocks[2] + clocks[3] >= 8, "by times as well");
    gives(-EINVAL, call(getrusage, 5, &own), "use of something else");
    gives(-EFAULT, call(getrusage, 0, 8), "a bad address");
    return 0;
}
