/* F11: fork fails at the limit of a user's processes, and leaves nothing behind. */
#include "abi.h"

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    if (child()) {
        struct rlimit limit = {8, 8};
        int pids[16];
        int n = 0;
        int go[2];
        char byte;
        call(pipe2, go, 0);
        call(setresuid, 23456, 23456, 23456);
        gives(0, call(prlimit64, 0, 6, &limit, NULL), "eight processes");
        while (n < 16) {
            pids[n] = fork();
            if (pids[n] == 0) {
                call(close, go[1]);
                call(read, go[0], &byte, 1);
                quit(0);
            }
            if (pids[n] < 0) {
                break;
            }
            n++;
        }
        gives(-EAGAIN, pids[n < 16 ? n : 15], "then there are no more");
        ok(n > 0 && n <= 7, "with us there are at most eight");
        call(close, go[1]);
        for (int i = 0; i < n; i++) {
            failures += ended(pids[i]) != 0;
        }
        int pid = fork();
        if (pid == 0) {
            quit(0);
        }
        gives(0, ended(pid), "when they have ended, there is room");
        struct siginfo info;
        gives(-ECHILD, wait_any(P_ALL, 0, &info, WEXITED), "none is left behind");
        quit(failures);
    }
    gives(0, child_end(), "its end");
    return 0;
}
