/* W2: how a child has ended: code and status, and that exit codes have eight bits. */
#include "abi.h"

static void end(const char *what, int pid)
{
    struct siginfo info;
    wait_any(P_PID, pid, &info, WEXITED);
    const char *code = info.code == CLD_EXITED ? "exited" : info.code == CLD_KILLED ? "killed"
            : info.code == CLD_DUMPED ? "dumped" : "?";
    say("%s: %s %d", what, code, info.status);
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    static const int codes[] = {0, 1, 127, 128, 255, 256, 257, -1, 0x12345};
    struct rlimit none = {0, 0};
    call(prlimit64, 0, 4, &none, NULL);
    for (u32 i = 0; i < COUNT(codes); i++) {
        int pid = fork();
        if (pid == 0) {
            quit(codes[i]);
        }
        say("exit(%d):", codes[i]);
        end(" exit_group", pid);
        pid = fork();
        if (pid == 0) {
            call(exit, codes[i]);
        }
        end(" exit", pid);
    }
    static const int mortal[] = {SIGHUP, SIGINT, SIGKILL, SIGUSR1, SIGUSR2, SIGPIPE, SIGALRM,
        SIGTERM, SIGSTKFLT, SIGVTALRM, SIGPROF, SIGIO, SIGPWR, SIGRTMIN};
    for (u32 i = 0; i < COUNT(mortal); i++) {
        int pid = fork();
        if (pid == 0) {
            call(kill, self(), mortal[i]);
            quit(99);
        }
        end("a signal", pid);
    }
    static const int harmless[] = {SIGCHLD, SIGCONT, SIGURG, SIGWINCH};
    for (u32 i = 0; i < COUNT(harmless); i++) {
        int pid = fork();
        if (pid == 0) {
            call(kill, self(), harmless[i]);
            quit(98);
        }
        end("a signal without effect", pid);
    }
    return 0;
}
