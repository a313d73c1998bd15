/* W1: waitid by number, by group and for all, with each of its options. */
#include "abi.h"

static struct siginfo info;

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    int go[2];
    char byte;
    gives(-ECHILD, wait_any(P_ALL, 0, &info, WEXITED), "without a child");
    gives(-ECHILD, wait_any(P_PID, self(), &info, WEXITED), "for oneself");
    gives(-EINVAL, wait_any(P_ALL, 0, &info, 0), "without an event");
    gives(-EINVAL, wait_any(P_ALL, 0, &info, WEXITED | 0x40), "with an unknown option");
    gives(-EINVAL, wait_any(9, 0, &info, WEXITED), "for an unknown kind");
    call(pipe2, go, 0);
    int a = fork();
    if (a == 0) {
        call(read, go[0], &byte, 1);
        quit(3);
    }
    gives(0, wait_any(P_PID, a, &info, WEXITED | WNOHANG), "WNOHANG while it runs");
    gives(0, info.pid, "no child is told");
    gives(-ECHILD, wait_any(P_PID, a + 100000, &info, WEXITED | WNOHANG), "for no child of ours");
    call(write, go[1], "x", 1);
    gives(0, wait_any(P_PID, a, &info, WEXITED | WNOWAIT), "WNOWAIT");
    ok(info.pid == a && info.status == 3 && info.code == CLD_EXITED && info.number == SIGCHLD
            && info.error == 0, "its end is told");
    gives(0, wait_any(P_PID, a, &info, WEXITED), "and once more");
    gives(3, info.status, "its status");
    gives((int)call(getuid), info.uid, "its user");
    gives(-ECHILD, wait_any(P_PID, a, &info, WEXITED), "and no more");
    int pids[3];
    for (int i = 0; i < 3; i++) {
        pids[i] = fork();
        if (pids[i] == 0) {
            call(setpgid, 0, 0);
            call(read, go[0], &byte, 1);
            quit(10 + i);
        }
        call(setpgid, pids[i], pids[i]);
    }
    gives(-ECHILD, wait_any(P_PGID, 0, &info, WEXITED | WNOHANG), "none in our own group");
    call(write, go[1], "xxx", 3);
    gives(0, wait_any(P_PGID, pids[1], &info, WEXITED), "a group");
    ok(info.pid == pids[1] && info.status == 11, "the child of that group");
    int sum = 0;
    for (int i = 0; i < 2; i++) {
        gives(0, wait_any(P_ALL, 0, &info, WEXITED), "any child");
        sum += info.status;
    }
    gives(22, sum, "both others");
    a = fork();
    if (a == 0) {
        call(kill, self(), SIGSTOP);
        quit(4);
    }
    gives(0, wait_any(P_PID, a, &info, WSTOPPED | WEXITED), "WSTOPPED");
    ok(info.code == CLD_STOPPED && info.status == SIGSTOP, "it has stopped");
    gives(0, wait_any(P_PID, a, &info, WSTOPPED | WNOHANG), "a stop is told once");
    gives(0, info.pid, "so there is none");
    call(kill, a, SIGCONT);
    gives(0, wait_any(P_PID, a, &info, WCONTINUED), "WCONTINUED");
    ok(info.code == CLD_CONTINUED && info.status == SIGCONT, "it goes on");
    gives(0, wait_any(P_PID, a, &info, WEXITED), "its end");
    gives(4, info.status, "its status");
    gives(-EFAULT, call(waitid, P_ALL, 0, 8, WEXITED, NULL) == -ECHILD ? -EFAULT : 0,
            "no child comes before a bad address");
    a = fork();
    if (a == 0) {
        quit(5);
    }
    gives(0, call(waitid, P_PID, a, NULL, WEXITED, NULL), "without a place for what it tells");
    return 0;
}
