/* S1: sigprocmask, sigpending, sigsuspend, sigtimedwait. */
#include "abi.h"

static volatile int last;
static volatile int calls;

static void on_signal(int number, struct siginfo *info UNUSED, void *context UNUSED)
{
    last = number;
    calls++;
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    u64 old = 0;
    u64 set = BIT(SIGUSR1) | BIT(SIGKILL) | BIT(SIGSTOP);
    struct siginfo info;
    struct timespec soon = {0, 20000000, 0};
    struct timespec never = {0, 0, 0};
    action(SIGUSR1, on_signal, 0, 0);
    action(SIGUSR2, on_signal, 0, 0);
    gives(0, call(rt_sigprocmask, SIG_SETMASK, &set, &old, 8), "SIG_SETMASK");
    ok(old == 0 && mask_now() == BIT(SIGUSR1), "SIGKILL and SIGSTOP cannot be blocked");
    mask(SIG_BLOCK, BIT(SIGUSR2));
    ok(mask_now() == (BIT(SIGUSR1) | BIT(SIGUSR2)), "SIG_BLOCK adds");
    mask(SIG_UNBLOCK, BIT(SIGUSR1));
    ok(mask_now() == BIT(SIGUSR2), "SIG_UNBLOCK takes away");
    gives(-EINVAL, mask(7, 0), "another way");
    gives(-EINVAL, call(rt_sigprocmask, SIG_BLOCK, &set, NULL, 4), "four bytes");
    gives(-EFAULT, call(rt_sigprocmask, SIG_BLOCK, 8, NULL, 8), "a bad address");
    call(kill, self(), SIGUSR2);
    call(kill, self(), SIGUSR2);
    gives(0, calls, "a blocked signal does not come");
    ok(pending() == BIT(SIGUSR2), "it waits");
    mask(SIG_UNBLOCK, BIT(SIGUSR2));
    gives(1, calls, "unblocked it comes, once");
    ok(pending() == 0, "and waits no more");
    mask(SIG_SETMASK, BIT(SIGUSR1) | BIT(SIGUSR2));
    call(kill, self(), SIGUSR1);
    u64 other = BIT(SIGUSR2);
    gives(-EINTR, call(rt_sigsuspend, &other, 8), "sigsuspend");
    ok(last == SIGUSR1 && mask_now() == (BIT(SIGUSR1) | BIT(SIGUSR2)), "the mask is back");
    u64 want = BIT(SIGUSR1) | BIT(SIGUSR2);
    gives(-EAGAIN, call(rt_sigtimedwait_time64, &want, &info, &never, 8), "sigtimedwait: none");
    u32 start = now_ms();
    gives(-EAGAIN, call(rt_sigtimedwait_time64, &want, &info, &soon, 8), "none in 20 ms");
    ok(now_ms() - start >= 19, "it takes 20 ms");
    call(kill, self(), SIGUSR2);
    memset(&info, 0, sizeof info);
    gives(SIGUSR2, call(rt_sigtimedwait_time64, &want, &info, &soon, 8), "one waits");
    ok(info.number == SIGUSR2 && info.code == 0 && info.sender == self(), "its information");
    ok(pending() == 0, "it is taken");
    int parent = self();
    int pid = fork();
    if (pid == 0) {
        sleep_ms(10);
        call(kill, parent, SIGUSR1);
        quit(0);
    }
    gives(SIGUSR1, call(rt_sigtimedwait_time64, &want, &info, NULL, 8), "one comes");
    ok(info.sender == pid, "from the child");
    gives(0, ended(pid), "its end");
    gives(2, calls, "handlers ran twice in all");
    return 0;
}
