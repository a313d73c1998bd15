/* M1, M4: brk and private memory: zero when new, inherited, and private. */
#include "abi.h"

static int all_zero(const u8 *from, u32 bytes)
{
    for (u32 i = 0; i < bytes; i++) {
        if (from[i] != 0) {
            return 0;
        }
    }
    return 1;
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    u32 start = call(brk, 0);
    ok(call(brk, start + 3 * PAGE) == (int)(start + 3 * PAGE), "brk grows");
    ok(all_zero((u8 *)start, 3 * PAGE), "its memory is zero");
    memset((u8 *)start, 7, 3 * PAGE);
    ok(call(brk, start + PAGE) == (int)(start + PAGE), "brk shrinks");
    call(brk, start + 3 * PAGE);
    ok(((u8 *)start)[PAGE - 1] == 7, "what stayed is there");
    ok(all_zero((u8 *)start + PAGE, 2 * PAGE), "what had gone is zero again");
    ok(call(brk, 0xd0000000) == (int)(start + 3 * PAGE), "brk beyond all memory changes nothing");
    ok(call(brk, 8) == (int)(start + 3 * PAGE), "nor does one below the program");
    u8 *mapped = memory(64 * PAGE);
    ok(((u32)mapped & (PAGE - 1)) == 0, "mappings begin at a page");
    ok(all_zero(mapped, 64 * PAGE), "their memory is zero");
    mapped[5 * PAGE] = 9;
    ok(mapped[5 * PAGE] == 9 && mapped[6 * PAGE] == 0, "a store changes one page");
    if (child()) {
        ok(mapped[5 * PAGE] == 9, "a child has it");
        mapped[5 * PAGE] = 10;
        u8 *own = memory(PAGE);
        *own = 1;
        call(munmap, mapped + 6 * PAGE, PAGE);
        call(brk, start);
        quit(failures);
    }
    gives(0, child_end(), "its end");
    ok(mapped[5 * PAGE] == 9, "the child's store is not seen");
    ok(mapped[6 * PAGE] == 0, "what the child unmapped is here");
    ok(*(u8 *)start == 7, "and its heap");
    gives(-EINVAL, (int)map(0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1), "no bytes");
    gives(-ENOMEM, (int)map(0xfffff000, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1), "4 GiB");
    gives(-EINVAL, (int)map(PAGE, PROT_READ, MAP_ANONYMOUS, -1), "neither private nor shared");
    gives(-EBADF, (int)map(PAGE, PROT_READ, MAP_PRIVATE, -1), "no file");
    return 0;
}
