/* F7: fork of a fork of a fork, and one page shared by hundreds. */
#include "abi.h"

static int depth;
static u8 shared[PAGE] __attribute__((aligned(4096)));

static int descend(int left)
{
    depth++;
    if (left == 0) {
        return depth;
    }
    int pid = fork();
    if (pid == 0) {
        quit(descend(left - 1));
    }
    int status = ended(pid);
    return depth == 26 - left ? status : 99;
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    gives(26, descend(25), "twenty-five generations");
    int go[2];
    int done[2];
    static int pids[200];
    shared[0] = 1;
    call(pipe2, go, 0);
    call(pipe2, done, 0);
    u32 born = 0;
    for (; born < COUNT(pids); born++) {
        pids[born] = fork();
        if (pids[born] == 0) {
            char byte;
            call(close, go[1]);
            call(read, go[0], &byte, 1);
            if (born % 2 == 0) {
                shared[0] = born;
            }
            quit(shared[0] == (born % 2 == 0 ? born & 255 : 1) ? 0 : 1);
        }
        if (pids[born] < 0) {
            break;
        }
    }
    gives(200, born, "children at once");
    shared[0] = 77;
    call(close, go[1]);
    int wrong = 0;
    for (u32 i = 0; i < born; i++) {
        wrong += ended(pids[i]) != 0;
    }
    gives(0, wrong, "children that saw another page than theirs");
    gives(77, shared[0], "the parent's page");
    for (int i = 0; i < 500; i++) {
        int pid = fork();
        if (pid == 0) {
            shared[1] = i;
            quit(shared[1] == (i & 255) ? 3 : 4);
        }
        wrong += ended(pid) != 3;
    }
    gives(0, wrong, "failures of 500 forks one after the other");
    gives(0, shared[1], "the parent's page");
    return 0;
}
