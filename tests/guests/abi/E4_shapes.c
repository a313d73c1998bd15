/* E4: executables of every shape that the ABI allows: each finds itself as it was written. */
#include "elf.h"

static void right(const char *what)
{
    write_elf("shape", image_bytes);
    gives(RIGHT, run_elf("shape"), what);
    call(unlinkat, AT_FDCWD, "shape", 0);
}

/* A word in the file that the program must find where it is linked. */
static void word(u32 offset, u32 address, u32 value)
{
    *(u32 *)(image + offset) = value;
    add(PT_WORD, 0, address, 0, 0, 0)->physical = value;
}

static void places(void)
{
    static const u32 bases[] = {0x10000, 0x11000, 0x400000, 0x3ff000, 0x10000000, 0x40000000,
        0x7ffff000, 0x90000000};
    for (u32 i = 0; i < COUNT(bases); i++) {
        begin_elf(ET_EXEC, bases[i], payload_program);
        right("one segment");
    }
}

/* Data and bss behind the code: in pages of their own, and in pages that they share. */
static void data(u32 type, u32 base, const char *what)
{
    begin_elf(type, base, payload_program);
    add(PT_LOAD, 2 * PAGE, base + 2 * PAGE, 100, 100, PF_R | PF_W);
    word(2 * PAGE + 96, base + 2 * PAGE + 96, 0x12345678);
    say("%s", what);
    right("data alone");

    begin_elf(type, base, payload_program);
    memset(image + PAGE, 0x55, 3 * PAGE);
    add(PT_LOAD, PAGE + 0x800, base + 3 * PAGE + 0x800, 100, 3 * PAGE, PF_R | PF_W);
    add(PT_ZEROS, 0, base + 3 * PAGE + 0x864, 0, 3 * PAGE - 100, 0);
    word(PAGE + 0x800, base + 3 * PAGE + 0x800, 0x11223344);
    right("data and bss");

    begin_elf(type, base, payload_program);
    add(PT_LOAD, 0, base + 2 * PAGE, 0, 2 * PAGE + 5, PF_R | PF_W);
    add(PT_ZEROS, 0, base + 2 * PAGE, 0, 2 * PAGE + 5, 0);
    right("bss alone");

    begin_elf(type, base, payload_program);
    u32 end = code_bytes();
    memcpy(image + PAGE, image, end);
    add(PT_LOAD, end, base + PAGE + end, 0x40, 0x40, PF_R | PF_W);
    word(end + 0x20, base + PAGE + end + 0x20, 0x0badcafe);
    right("data that begins in the middle of a page");

    begin_elf(type, base, payload_program);
    add(PT_LOAD, 3 * PAGE, base + 3 * PAGE, 0, 0, PF_R | PF_W);
    add(PT_LOAD, 4 * PAGE, base + 4 * PAGE, PAGE, PAGE, PF_R);
    word(5 * PAGE - 4, base + 5 * PAGE - 4, 0x7fffffff);
    right("an empty segment and one of a whole page");

    begin_elf(type, base, payload_program);
    for (u32 i = 0; i < 12; i++) {
        add(PT_LOAD, 4 * PAGE, base + (2 + i) * PAGE, PAGE, PAGE, PF_R | (i % 2 != 0 ? PF_W : 0));
        word(4 * PAGE + 8, base + (2 + i) * PAGE + 8, 0x1000001);
    }
    right("a page of the file mapped twelve times");
}

static void movable(void)
{
    begin_elf(ET_DYN, 0, payload_program);
    right("a static PIE");
    begin_elf(ET_DYN, 0x10000, payload_program);
    right("linked at 0x10000");
    begin_elf(ET_DYN, 0x400000, payload_program);
    right("linked at 0x400000");
    begin_elf(ET_DYN, 0, payload_program);
    segments()[2].align = 0x10000;
    right("aligned to 64 KiB");
    begin_elf(ET_DYN, 0, payload_program);
    segments()[2].align = 0;
    right("without alignment");
}

static void interpreted(void)
{
    begin_elf(ET_DYN, 0, payload_interpreter);
    write_elf("loader", image_bytes);
    static const u32 types[] = {ET_EXEC, ET_DYN};
    for (u32 i = 0; i < COUNT(types); i++) {
        begin_elf(types[i], types[i] == ET_EXEC ? 0x10000 : 0, payload_program);
        memcpy(image + 0x300, "./loader", 9);
        add(PT_INTERP, 0x300, 0x300, 9, 9, PF_R);
        right(types[i] == ET_EXEC ? "an interpreter" : "an interpreter of a PIE");
    }
    begin_elf(ET_DYN, 0, payload_interpreter);
    add(PT_LOAD, 2 * PAGE, 2 * PAGE, 100, 3 * PAGE, PF_R | PF_W);
    write_elf("loader", image_bytes);
    begin_elf(ET_EXEC, 0x400000, payload_program);
    add(PT_LOAD, 2 * PAGE, 0x400000 + 2 * PAGE, 100, 3 * PAGE, PF_R | PF_W);
    add(PT_ZEROS, 0, 0x400000 + 2 * PAGE + 100, 0, 3 * PAGE - 100, 0);
    memcpy(image + 0x300, "./loader", 9);
    add(PT_INTERP, 0x300, 0x400300, 9, 9, PF_R);
    right("both with bss");
    call(unlinkat, AT_FDCWD, "loader", 0);
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    places();
    data(ET_EXEC, 0x10000, "fixed:");
    data(ET_DYN, 0, "movable:");
    movable();
    interpreted();
    return 0;
}
