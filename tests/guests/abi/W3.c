/* W3: a dead child keeps its number until it is waited for. */
#include "abi.h"

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    struct siginfo info;
    int fds[2];
    char byte;
    call(pipe2, fds, 0);
    int pid = fork();
    if (pid == 0) {
        quit(6);
    }
    gives(0, wait_any(P_PID, pid, &info, WEXITED | WNOWAIT), "it is dead");
    gives(0, call(kill, pid, 0), "its number is there");
    gives(0, call(kill, pid, SIGKILL), "and can be killed");
    ok(call(getpgid, pid) == call(getpgid, 0), "it has a group");
    gives(-EACCES, call(setpgid, pid, pid) == -EACCES || call(getsid, pid) == call(getsid, 0)
            ? -EACCES : 0, "and a session");
    gives(6, ended(pid), "its status is as it was");
    gives(-ESRCH, call(kill, pid, 0), "its number is free");
    pid = fork();
    if (pid == 0) {
        call(close, fds[0]);
        quit(0);
    }
    call(close, fds[1]);
    wait_any(P_PID, pid, &info, WEXITED | WNOWAIT);
    gives(0, call(read, fds[0], &byte, 1), "a zombie holds no descriptors");
    gives(0, ended(pid), "it is waited for");
    return 0;
}
