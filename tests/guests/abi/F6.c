/* F6: stores by the kernel into a shared page are copy-on-write like stores of the program. */
#include "abi.h"

static u8 page[7][PAGE] __attribute__((aligned(4096)));
static volatile int handled;

static void on_signal(int number, struct siginfo *info UNUSED, void *context UNUSED)
{
    handled = number;
}

static int untouched(void)
{
    for (u32 i = 0; i < COUNT(page); i++) {
        for (u32 j = 0; j < PAGE; j++) {
            if (page[i][j] != 0x55) {
                return 0;
            }
        }
    }
    return 1;
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    int go[2];
    char byte = 0;
    memset(page, 0x55, sizeof page);
    make("input", "hello, page", 0644);
    call(pipe2, go, 0);
    if (child()) {
        int fd = open("input", O_RDONLY, 0);
        call(close, go[1]);
        gives(11, call(read, fd, page[0] + 100, 100), "read into a shared page");
        ok(same(page[0] + 99, "Uhello, pageU", 13), "it has what was read, and the rest");
        gives(0, call(pipe2, page[1], 0), "pipe2 into a shared page");
        ok(*(int *)page[1] > 2, "it has a descriptor");
        int pid = fork();
        if (pid == 0) {
            quit(9);
        }
        gives(0, call(waitid, P_PID, pid, page[2], WEXITED), "waitid into a shared page");
        ok(((struct siginfo *)page[2])->status == 9, "it has the status");
        gives(0, call(clock_gettime64, CLOCK_MONOTONIC, page[3]), "a time into a shared page");
        ok(*(int *)(page[3] + 12) != 0x55555555 && page[3][16] == 0x55, "it has the time");
        struct stack alternate = {page[4], 0, PAGE};
        gives(0, call(sigaltstack, &alternate, NULL), "a stack for signals");
        action(SIGUSR1, on_signal, SA_ONSTACK, 0);
        call(kill, self(), SIGUSR1);
        ok(handled == SIGUSR1, "a frame was written to a shared page");
        struct iovec parts[2] = {{page[5] + 4090, 6}, {page[6], 5}};
        seek(fd, 0, 0);
        gives(11, call(readv, fd, parts, 2), "readv into two shared pages");
        ok(same(page[5] + 4090, "hello, page", 11), "both have their part");
        quit(failures);
    }
    call(close, go[0]);
    call(close, go[1]);
    gives(0, child_end(), "the child's end");
    ok(untouched(), "the parent's pages are as they were");
    int pid = fork();
    if (pid == 0) {
        call(read, go[0], &byte, 1);
        quit(untouched() ? 0 : 1);
    }
    int fd = open("input", O_RDONLY, 0);
    gives(11, call(read, fd, page[0], 100), "read by the parent");
    gives(0, ended(pid), "the child sees nothing of it");
    seek(fd, 0, 0);
    gives(-EFAULT, call(read, fd, main, 4), "read into text, with something to read");
    return 0;
}
