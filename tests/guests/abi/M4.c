/* M4: what one side maps, unmaps or protects after fork is not seen by the other. */
#include "abi.h"

static int probe[2];

/* Whether an address is mapped: a pipe takes a byte from there. */
static int is_mapped(const volatile void *at)
{
    char byte;
    return call(write, probe[1], at, 1) == 1 && call(read, probe[0], &byte, 1) == 1;
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    int up[2], down[2];
    char byte = 0;
    call(pipe2, probe, 0);
    call(pipe2, up, 0);
    call(pipe2, down, 0);
    volatile u8 *both = memory(3 * PAGE);
    volatile u8 *hole = memory(PAGE);
    call(munmap, hole, PAGE);
    both[0] = 1;
    both[PAGE] = 2;
    both[2 * PAGE] = 3;
    u32 heap = call(brk, 0);
    if (child()) {
        call(mmap2, hole, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
                -1, 0);
        hole[0] = 9;
        call(munmap, both + PAGE, PAGE);
        call(mprotect, both, PAGE, PROT_READ);
        u32 mine = call(brk, heap + 4 * PAGE);
        ok(mine == heap + 4 * PAGE, "the child's heap grows");
        call(write, up[1], "x", 1);
        call(read, down[0], &byte, 1);
        ok(both[2 * PAGE] == 3 && is_mapped(both + 2 * PAGE),
                "what the parent unmaps, the child keeps");
        ok(hole[0] == 9 && !is_mapped(both + PAGE), "its own changes stay");
        quit(failures);
    }
    call(read, up[0], &byte, 1);
    ok(!is_mapped(hole), "what the child maps, the parent has not");
    ok(is_mapped(both + PAGE) && both[PAGE] == 2, "what the child unmaps, the parent keeps");
    both[0] = 7;
    ok(both[0] == 7, "what the child protects, the parent may write to");
    ok((u32)call(brk, 0) == heap, "the parent's heap is as it was");
    call(munmap, both + 2 * PAGE, PAGE);
    call(write, down[1], "x", 1);
    gives(0, child_end(), "the child");
    return 0;
}
