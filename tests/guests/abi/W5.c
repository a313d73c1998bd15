/* W5: children of the dead belong to the nearest sub-reaper, zombies as well. */
#include "abi.h"

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    struct siginfo info;
    int told[2];
    int go[2];
    int value = 0;
    gives(0, call(prctl, 36, 1), "PR_SET_CHILD_SUBREAPER");
    gives(0, call(prctl, 37, &value), "PR_GET_CHILD_SUBREAPER");
    gives(1, value, "it is one");
    call(pipe2, told, 0);
    call(pipe2, go, 0);
    int parent = fork();
    if (parent == 0) {
        int zombie = fork();
        if (zombie == 0) {
            quit(21);
        }
        wait_any(P_PID, zombie, &info, WEXITED | WNOWAIT);
        int orphan = fork();
        if (orphan == 0) {
            char byte;
            call(prctl, 37, &value);
            ok(value == 0, "a child is none");
            call(write, told[1], "x", 1);
            call(read, go[0], &byte, 1);
            value = call(getppid);
            call(write, told[1], &value, 4);
            quit(22);
        }
        char byte;
        call(read, told[0], &byte, 1);
        quit(20);
    }
    gives(20, ended(parent), "the parent's end");
    call(write, go[1], "x", 1);
    call(read, told[0], &value, 4);
    ok(value == self(), "the orphan's parent is the sub-reaper");
    int sum = 0;
    for (int i = 0; i < 2; i++) {
        gives(0, wait_any(P_ALL, 0, &info, WEXITED), "an adopted child");
        sum += info.status;
    }
    gives(43, sum, "both ends are told");
    gives(-ECHILD, wait_any(P_ALL, 0, &info, WEXITED), "there are no more");
    return 0;
}
