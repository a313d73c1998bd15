/* F1: fork returns in both, at the same instruction, and both agree who they are. */
#include "abi.h"

int main(int count, char **words, char **variables)
{
    int fds[2];
    int seen[3];
    int parent = self();
    int local = 17;
    ok(count == 1 && words[1] == NULL && variables == environment, "the program has one argument");
    call(pipe2, fds, 0);
    int pid = fork();
    local++;
    if (pid == 0) {
        seen[0] = self();
        seen[1] = call(getppid);
        seen[2] = local;
        ok(call(gettid) == seen[0], "the child's thread has the child's number");
        call(write, fds[1], seen, sizeof seen);
        quit(5);
    }
    gives(sizeof seen, call(read, fds[0], seen, sizeof seen), "what the child saw");
    ok(pid > 0 && pid != parent, "the parent gets another number than its own");
    ok(seen[0] == pid, "it is the child's getpid");
    ok(seen[1] == parent, "the child's getppid is the parent's getpid");
    ok(seen[2] == 18 && local == 18, "both went on behind the call");
    gives(5, ended(pid), "the child's exit status");
    gives(-ECHILD, ended(pid), "there is no second end");
    ok(parent == self(), "the parent is who it was");
    return 0;
}
