/* M5: the stack grows when it is used, to its limit. */
#include "abi.h"

static volatile u32 deep;

static __attribute__((noinline)) u32 use(u32 kibibytes)
{
    volatile u8 here[1024];
    here[0] = kibibytes;
    here[1023] = 1;
    if (kibibytes == 0) {
        return here[1023];
    }
    return use(kibibytes - 1) + here[1023] - (here[0] != (u8)kibibytes);
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    struct rlimit limit;
    struct rlimit none = {0, 0};
    gives(0, call(prlimit64, 0, 3, NULL, &limit), "the limit of the stack");
    ok(limit.soft >= 8 << 20, "is 8 MiB or more");
    deep = use(4000);
    gives(4001, deep, "four megabytes");
    if (child()) {
        gives(2001, use(2000), "a child has its own");
        quit(failures);
    }
    gives(0, child_end(), "its end");
    call(prlimit64, 0, 4, &none, NULL);
    int pid = fork();
    if (pid == 0) {
        deep = use(40000);
        quit(0);
    }
    gives(1000 + SIGSEGV, ended(pid), "forty are too much");
    return 0;
}
