/* M5: what is refused, places that are wished for, and advice about fork. */
#include "abi.h"

/* Whether the kernel can read (or write) a byte there: it says so without a fault. */
static int readable(const void *address)
{
    int fds[2];
    call(pipe2, fds, 0);
    int result = call(write, fds[1], address, 1);
    call(close, fds[0]);
    call(close, fds[1]);
    return result == 1;
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    u8 *p = memory(8 * PAGE);
    p[0] = 1;
    call(munmap, p + 2 * PAGE, 2 * PAGE);
    gives(-ENOMEM, call(mprotect, p, 8 * PAGE, PROT_READ), "over a hole");
    gives(-EEXIST, call(mmap2, p, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS
            | MAP_FIXED_NOREPLACE, -1, 0), "MAP_FIXED_NOREPLACE where something is");
    u8 *hint = (u8 *)call(mmap2, p + 3 * PAGE, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1,
            0);
    ok(hint == p + 3 * PAGE, "a free place that is wished for is given");
    gives(-EINVAL, call(madvise, p, PAGE, 9999), "unknown advice");
    u8 *far = memory(2 * PAGE);
    far[0] = 12;
    gives(0, call(madvise, far, PAGE, 10), "MADV_DONTFORK");
    far[PAGE] = 77;
    gives(0, call(madvise, far + PAGE, PAGE, 18), "MADV_WIPEONFORK");
    if (child()) {
        ok(!readable(far), "a child does not have the one");
        ok(far[PAGE] == 0, "and the other is zero");
        quit(failures);
    }
    gives(0, child_end(), "its end");
    ok(far[0] == 12 && far[PAGE] == 77, "the parent has both");
    return 0;
}
