/* S1: what an action blocks while its handler runs. */
#include "abi.h"

static volatile int seen;

static void on_signal(int number UNUSED, struct siginfo *info UNUSED, void *context UNUSED)
{
    seen = (int)mask_now();
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    struct sigaction old = {0};
    u64 blocked = BIT(SIGUSR2) | BIT(SIGHUP) | BIT(SIGKILL) | BIT(SIGSTOP);
    action(SIGUSR1, on_signal, 0, blocked);
    call(kill, self(), SIGUSR1);
    gives((int)(BIT(SIGUSR1) | BIT(SIGUSR2) | BIT(SIGHUP)), seen,
            "the signal and the action's mask, without SIGKILL and SIGSTOP");
    ok(mask_now() == 0, "then the mask is as before");
    call(rt_sigaction, SIGUSR1, NULL, &old, 8);
    ok(old.mask == (BIT(SIGUSR2) | BIT(SIGHUP)), "the action has no SIGKILL and SIGSTOP");
    action(SIGUSR1, on_signal, SA_NODEFER, BIT(64));
    mask(SIG_SETMASK, BIT(SIGTERM));
    call(kill, self(), SIGUSR1);
    gives((int)BIT(SIGTERM), seen, "with SA_NODEFER only what was blocked");
    return 0;
}
