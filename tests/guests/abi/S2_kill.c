/* S2: kill, tkill and tgkill: whom they reach and what they refuse; what stops and goes on. */
#include "abi.h"

static volatile int calls;

static void on_signal(int number UNUSED, struct siginfo *info UNUSED, void *context UNUSED)
{
    calls++;
}

static int sleeper(int group)
{
    int pid = fork();
    if (pid == 0) {
        call(setpgid, 0, group);
        for (;;) {
            sleep_ms(10000);
        }
    }
    call(setpgid, pid, group);
    return pid;
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    struct siginfo info;
    int me = self();
    action(SIGUSR1, on_signal, 0, 0);
    gives(0, call(kill, me, 0), "signal 0 to oneself");
    gives(-EINVAL, call(kill, me, 65), "signal 65");
    gives(-EINVAL, call(kill, me, -1), "signal -1");
    gives(-ESRCH, call(kill, 999999, SIGUSR1), "a process that is not there");
    gives(-ESRCH, call(kill, -999999, SIGUSR1), "a group that is not there");
    gives(0, call(tkill, me, SIGUSR1), "tkill");
    gives(0, call(tgkill, me, me, SIGUSR1), "tgkill");
    gives(2, calls, "both came before the calls were back");
    gives(-ESRCH, call(tgkill, me + 1, me, SIGUSR1), "tgkill with another process");
    gives(-EINVAL, call(tkill, 0, SIGUSR1), "tkill 0");
    int a = sleeper(0);
    int b = sleeper(a);
    int c = sleeper(0);
    gives(0, call(kill, -a, SIGTERM), "a group");
    gives(1000 + SIGTERM, ended(a), "its leader");
    gives(1000 + SIGTERM, ended(b), "its member");
    gives(0, wait_any(P_PID, c, &info, WEXITED | WNOHANG), "another group");
    gives(0, info.pid, "lives");
    call(kill, c, SIGSTOP);
    wait_any(P_PID, c, &info, WSTOPPED);
    gives(CLD_STOPPED, info.code, "it stops");
    call(kill, c, SIGTERM);
    sleep_ms(20);
    wait_any(P_PID, c, &info, WEXITED | WNOHANG);
    gives(0, info.pid, "stopped it does not take a signal");
    call(kill, c, SIGCONT);
    gives(1000 + SIGTERM, ended(c), "going on it does");
    c = sleeper(0);
    call(kill, c, SIGSTOP);
    wait_any(P_PID, c, &info, WSTOPPED);
    call(kill, c, SIGKILL);
    gives(1000 + SIGKILL, ended(c), "SIGKILL reaches what is stopped");
    static const int stops[] = {SIGTSTP, SIGTTIN, SIGTTOU};
    for (u32 i = 0; i < COUNT(stops); i++) {
        c = sleeper(0);
        call(kill, c, stops[i]);
        wait_any(P_PID, c, &info, WSTOPPED | WEXITED);
        say("signal %d: code %d status %d", stops[i], info.code, info.status);
        call(kill, c, SIGKILL);
        ended(c);
    }
    return 0;
}
