/* S4: process groups and sessions. */
#include "abi.h"

int main(int count, char **words, char **variables UNUSED)
{
    int go[2];
    int ready[2];
    char byte;
    if (count > 1) {
        call(write, 9, "x", 1);
        call(read, 8, &byte, 1);
        return 0;
    }
    int me = self();
    call(pipe2, go, 0);
    call(pipe2, ready, 0);
    gives(-EINVAL, call(setpgid, 0, -1), "a negative group");
    gives(-ESRCH, call(setpgid, 999999, 0), "a process that is no child");
    gives(-ESRCH, call(getpgid, 999999), "the group of none");
    gives(-ESRCH, call(getsid, 999999), "the session of none");
    if (child()) {
        ok(call(getpgid, 0) != self() && call(getsid, 0) != self(), "a child is no leader");
        gives(-EPERM, call(setpgid, 0, 999999), "a group that is not there");
        gives(0, call(setpgid, 0, 0), "a group of its own");
        ok(call(getpgid, 0) == self(), "has its number");
        gives(-EPERM, call(setsid), "a leader of a group gets no session");
        quit(failures);
    }
    gives(0, child_end(), "its end");
    if (child()) {
        int session = call(setsid);
        ok(session == self() && call(getsid, 0) == session && call(getpgid, 0) == session,
                "a session of its own");
        gives(-EPERM, call(setpgid, 0, 0), "a leader of a session stays in its group");
        gives(-EPERM, call(setsid), "and in its session");
        int below = fork();
        if (below == 0) {
            ok(call(getsid, 0) == session && call(getpgid, 0) == session, "its child is in both");
            gives(-EPERM, call(setpgid, 0, me) == 0 ? 0 : -EPERM, "no group of another session");
            quit(failures);
        }
        quit(ended(below));
    }
    gives(0, child_end(), "its end");
    int a = fork();
    if (a == 0) {
        call(dup3, go[0], 8, 0);
        call(dup3, ready[1], 9, 0);
        char *with[] = {words[0], "second", NULL};
        again(with);
        quit(99);
    }
    call(read, ready[0], &byte, 1);
    gives(-EACCES, call(setpgid, a, 0), "a child that has called exec");
    call(write, go[1], "x", 1);
    gives(0, ended(a), "its end");
    a = fork();
    if (a == 0) {
        call(read, go[0], &byte, 1);
        quit(0);
    }
    gives(0, call(setpgid, a, a), "the parent gives a group to a child");
    ok(call(getpgid, a) == a, "it has it");
    int b = fork();
    if (b == 0) {
        quit(call(setpgid, 0, a) == 0 && call(getpgid, 0) == a ? 0 : 1);
    }
    gives(0, ended(b), "a sibling joins it");
    call(write, go[1], "x", 1);
    gives(0, ended(a), "the end of the leader");
    return 0;
}
