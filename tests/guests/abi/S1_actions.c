/* S1: what sigaction's flags do. */
#include "abi.h"

static volatile int depth;
static volatile int deepest;
static volatile int seen_mask;
static volatile int calls;

static void nested(int number, struct siginfo *info UNUSED, void *context UNUSED)
{
    calls++;
    depth++;
    deepest = depth > deepest ? depth : deepest;
    if (calls < 3) {
        call(kill, self(), number);
    }
    seen_mask = (int)mask_now();
    depth--;
}

static void start(u32 flags, u64 blocked)
{
    depth = deepest = calls = 0;
    action(SIGUSR1, nested, flags, blocked);
    call(kill, self(), SIGUSR1);
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    struct sigaction old = {0};
    start(0, 0);
    gives(3, calls, "a signal from its own handler comes later");
    gives(1, deepest, "one handler at a time");
    gives((int)BIT(SIGUSR1), seen_mask, "the signal is blocked in its handler");
    start(SA_NODEFER, 0);
    gives(3, deepest, "with SA_NODEFER at once");
    gives(0, seen_mask, "nothing is blocked");
    ok(mask_now() == 0, "the mask is as before");
    action(SIGUSR1, nested, SA_RESETHAND, 0);
    calls = 5;
    call(kill, self(), SIGUSR1);
    ok(calls == 6 && action_of(SIGUSR1) == SIG_DFL, "SA_RESETHAND: the default is back");
    action(SIGUSR1, nested, SA_NODEFER | SA_RESTART, BIT(SIGHUP));
    gives(0, call(rt_sigaction, SIGUSR1, NULL, &old, 8), "the action can be asked for");
    ok(old.handler == nested && (old.flags & 0xf8000000) == (SA_NODEFER | SA_RESTART)
            && old.mask == BIT(SIGHUP), "it is as it was set");
    gives(-EINVAL, action(SIGKILL, nested, 0, 0), "SIGKILL cannot be handled");
    gives(-EINVAL, action(SIGSTOP, SIG_IGN, 0, 0), "SIGSTOP cannot be ignored");
    gives(-EINVAL, action(0, nested, 0, 0), "signal 0");
    gives(-EINVAL, action(65, nested, 0, 0), "signal 65");
    gives(-EINVAL, call(rt_sigaction, SIGUSR1, NULL, &old, 4), "a mask of four bytes");
    gives(-EFAULT, call(rt_sigaction, SIGUSR1, 8, NULL, 8), "a bad address");
    mask(SIG_BLOCK, BIT(SIGUSR1));
    call(kill, self(), SIGUSR1);
    action(SIGUSR1, SIG_IGN, 0, 0);
    ok(pending() == 0, "ignoring a signal that waits discards it");
    action(SIGUSR1, SIG_DFL, 0, 0);
    mask(SIG_UNBLOCK, BIT(SIGUSR1));
    ok(1, "so it does not kill");
    return 0;
}
