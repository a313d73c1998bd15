/* S4: a stopped member of a group that becomes an orphan gets SIGHUP and SIGCONT. */
#include "abi.h"

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    int ready[2];
    call(pipe2, ready, 0);
    call(prctl, 36, 1);
    if (child()) {
        call(setsid);
        int parent = fork();
        if (parent == 0) {
            int stopped = fork();
            if (stopped == 0) {
                call(setpgid, 0, 0);
                call(write, ready[1], &(int){self()}, 4);
                call(kill, self(), SIGSTOP);
                quit(0);
            }
            struct siginfo info;
            wait_any(P_PID, stopped, &info, WSTOPPED);
            quit(0);
        }
        quit(ended(parent));
    }
    int stopped = 0;
    call(read, ready[0], &stopped, 4);
    gives(0, child_end(), "the session's leader ends");
    gives(1000 + SIGHUP, ended(stopped), "an orphaned group that is stopped is hung up");
    return 0;
}
