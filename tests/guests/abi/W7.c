/* W7: SIGCHLD, and children that leave no zombie. */
#include "abi.h"

static volatile int signals;
static volatile int code;
static volatile int status;
static volatile int sender;

static void on_child(int number UNUSED, struct siginfo *info, void *context UNUSED)
{
    signals++;
    code = info->code;
    status = info->status;
    sender = info->pid;
}

static int born(int with)
{
    int pid = fork();
    if (pid == 0) {
        quit(with);
    }
    return pid;
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    struct siginfo info;
    u64 none = 0;
    u64 death = BIT(SIGCHLD);
    action(SIGCHLD, on_child, SA_SIGINFO, 0);
    mask(SIG_BLOCK, death);
    int pid = born(7);
    gives(-EINTR, call(rt_sigsuspend, &none, sizeof none), "a child's end interrupts");
    ok(signals == 1 && code == CLD_EXITED && status == 7 && sender == pid, "the signal tells it");
    gives(7, ended(pid), "it is still there");
    pid = fork();
    if (pid == 0) {
        call(kill, self(), SIGSTOP);
        quit(0);
    }
    call(rt_sigsuspend, &none, sizeof none);
    ok(signals == 2 && code == CLD_STOPPED && status == SIGSTOP, "a stop is told");
    call(kill, pid, SIGCONT);
    call(rt_sigsuspend, &none, sizeof none);
    ok(signals >= 3, "so is going on, or the end");
    gives(0, ended(pid), "its end");
    mask(SIG_UNBLOCK, death);
    action(SIGCHLD, SIG_IGN, 0, 0);
    pid = born(1);
    born(2);
    gives(-ECHILD, wait_any(P_ALL, 0, &info, WEXITED), "ignored: a wait is for all, and in vain");
    gives(-ESRCH, call(kill, pid, 0), "there is no zombie");
    action(SIGCHLD, SIG_DFL, 0, 0);
    pid = born(4);
    gives(4, ended(pid), "by default it can be waited for");
    return 0;
}
