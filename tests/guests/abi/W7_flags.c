/* W7: SA_NOCLDSTOP and SA_NOCLDWAIT. */
#include "abi.h"

static volatile int signals;

static void on_child(int number UNUSED, struct siginfo *info UNUSED, void *context UNUSED)
{
    signals++;
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
    action(SIGCHLD, on_child, SA_SIGINFO | SA_NOCLDSTOP, 0);
    int pid = fork();
    if (pid == 0) {
        call(kill, self(), SIGSTOP);
        quit(0);
    }
    wait_any(P_PID, pid, &info, WSTOPPED);
    gives(0, signals, "with SA_NOCLDSTOP a stop is not told");
    call(kill, pid, SIGCONT);
    gives(0, ended(pid), "its end");
    gives(1, signals, "that is told");
    signals = 0;
    action(SIGCHLD, on_child, SA_SIGINFO | SA_NOCLDWAIT, 0);
    pid = born(3);
    int result = wait_any(P_PID, pid, &info, WEXITED);
    ok(result == -ECHILD || result == -EINTR, "with SA_NOCLDWAIT neither");
    ok(call(kill, pid, 0) == -ESRCH, "there is no zombie");
    gives(1, signals, "but the end is told");
    return 0;
}
