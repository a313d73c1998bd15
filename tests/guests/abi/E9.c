/* E9: signals at exec. */
#include "abi.h"

static void on_signal(int number UNUSED, struct siginfo *info UNUSED, void *context UNUSED)
{
}

static int second(void)
{
    struct stack stack = {0};
    ok(action_of(SIGUSR1) == SIG_DFL, "a handled signal is back to its default");
    ok(action_of(SIGUSR2) == SIG_IGN, "an ignored one stays ignored");
    ok(action_of(SIGHUP) == SIG_DFL, "another is as it was");
    ok(mask_now() == (BIT(SIGTERM) | BIT(SIGWINCH)), "the mask stays");
    ok(pending() == BIT(SIGTERM), "what waits stays");
    gives(0, call(sigaltstack, NULL, &stack), "sigaltstack");
    gives(2, stack.flags, "the stack for signals is gone");
    return 0;
}

int main(int count, char **words, char **variables UNUSED)
{
    static u8 place[8192];
    struct stack stack = {place, 0, sizeof place};
    if (count > 1) {
        return second();
    }
    action(SIGUSR1, on_signal, 0, 0);
    action(SIGUSR2, SIG_IGN, 0, 0);
    mask(SIG_SETMASK, BIT(SIGTERM) | BIT(SIGWINCH));
    call(sigaltstack, &stack, NULL);
    call(kill, self(), SIGTERM);
    char *with[] = {words[0], "second", NULL};
    gives(0, again(with), "exec comes back");
    return 1;
}
