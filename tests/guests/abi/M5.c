/* M5: munmap, mprotect, mremap, madvise, MAP_FIXED. */
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

static int writable(void *address)
{
    int fds[2];
    call(pipe2, fds, 0);
    call(write, fds[1], "w", 1);
    int result = call(read, fds[0], address, 1);
    call(close, fds[0]);
    call(close, fds[1]);
    return result == 1;
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    u8 *p = memory(8 * PAGE);
    for (u32 i = 0; i < 8; i++) {
        p[i * PAGE] = i + 1;
    }
    gives(0, call(munmap, p + 2 * PAGE, 2 * PAGE), "munmap in the middle");
    ok(readable(p + PAGE) && !readable(p + 2 * PAGE) && !readable(p + 3 * PAGE)
            && readable(p + 4 * PAGE), "takes these pages away");
    gives(0, call(munmap, p + 2 * PAGE, 2 * PAGE), "munmap of nothing");
    gives(-EINVAL, call(munmap, p + 1, PAGE), "not at a page");
    gives(-EINVAL, call(munmap, p, 0), "no bytes");
    gives(0, call(mprotect, p + 5 * PAGE, PAGE, PROT_READ), "mprotect to reading");
    ok(readable(p + 5 * PAGE) && !writable(p + 5 * PAGE) && writable(p + 6 * PAGE),
            "holds for that page");
    gives(0, call(mprotect, p + 5 * PAGE, PAGE, PROT_NONE), "to nothing");
    ok(!readable(p + 5 * PAGE), "it cannot be read");
    gives(0, call(mprotect, p + 5 * PAGE, PAGE, PROT_READ | PROT_WRITE), "and back");
    ok(p[5 * PAGE] == 6, "its contents are there");
    gives(-EINVAL, call(mprotect, p + 8, PAGE, PROT_READ), "not at a page");
    u8 *fixed = (u8 *)call(mmap2, p + PAGE, 2 * PAGE, PROT_READ | PROT_WRITE,
            MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    ok(fixed == p + PAGE, "MAP_FIXED gives that place");
    ok(p[PAGE] == 0 && p[2 * PAGE] == 0 && p[0] == 1, "with new memory, the rest as it was");
    gives(-EINVAL, call(mmap2, p + 8, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
            -1, 0), "MAP_FIXED not at a page");
    u8 *q = memory(4 * PAGE);
    q[0] = 11;
    q[3 * PAGE] = 14;
    gives(0, call(madvise, q, PAGE, 4), "MADV_DONTNEED");
    ok(q[0] == 0 && q[3 * PAGE] == 14, "the page is zero again");
    q[0] = 12;
    u8 *grown = (u8 *)call(mremap, q, 4 * PAGE, 16 * PAGE, 1, 0);
    ok(!is_error(grown) && grown[0] == 12 && grown[3 * PAGE] == 14 && grown[15 * PAGE] == 0,
            "mremap to more");
    u8 *less = (u8 *)call(mremap, grown, 16 * PAGE, PAGE, 0, 0);
    ok(less == grown && readable(less) && !readable(less + PAGE), "and to less");
    gives(-EFAULT, call(mremap, less + PAGE, PAGE, 2 * PAGE, 1, 0), "of nothing");
    u8 *far = memory(4 * PAGE);
    u8 *moved = (u8 *)call(mremap, less, PAGE, PAGE, 3, far);
    ok(moved == far && far[0] == 12 && !readable(less), "and to a fixed place");
    return 0;
}
