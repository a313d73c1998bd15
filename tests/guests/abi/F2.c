/* F2: the same contents everywhere, and later stores of one side stay invisible to the other. */
#include "abi.h"

static int data = 1;
static int bss;
static u32 filled[3 * PAGE / 4];

static u32 sum(const u32 *words, u32 count)
{
    u32 s = 0;
    for (u32 i = 0; i < count; i++) {
        s = s * 31 + words[i];
    }
    return s;
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    int there[2];
    int back[2];
    char byte = 'x';
    int stack = 4;
    u32 far[2048];
    int *heap = (int *)call(brk, 0);
    ok(call(brk, (u32)heap + 8192) == (int)heap + 8192, "the heap grows");
    int *mapped = memory(2 * PAGE);
    *heap = 2;
    mapped[0] = 3;
    mapped[1024] = 33;
    for (u32 i = 0; i < COUNT(filled); i++) {
        filled[i] = i * 7 + 1;
    }
    for (u32 i = 0; i < COUNT(far); i++) {
        far[i] = i;
    }
    u32 before = sum(filled, COUNT(filled));
    u32 before_far = sum(far, COUNT(far));
    call(pipe2, there, 0);
    call(pipe2, back, 0);
    int pid = fork();
    if (pid == 0) {
        ok(data == 1 && bss == 0 && stack == 4 && *heap == 2, "the child has the same variables");
        ok(mapped[0] == 3 && mapped[1024] == 33, "and the same mapping");
        ok(sum(filled, COUNT(filled)) == before, "and the same array");
        ok(sum(far, COUNT(far)) == before_far, "and the same stack");
        data = bss = stack = *heap = mapped[0] = 100;
        filled[1] = filled[2000] = 0;
        far[5] = 0;
        call(write, back[1], &byte, 1);
        call(read, there[0], &byte, 1);
        ok(data == 100 && bss == 100 && stack == 100 && *heap == 100 && mapped[0] == 100,
                "the child's stores stay");
        ok(mapped[1024] == 33 && mapped[1025] == 0, "the parent's do not reach it");
        quit(0);
    }
    call(read, back[0], &byte, 1);
    ok(data == 1 && bss == 0 && stack == 4 && *heap == 2 && mapped[0] == 3,
            "the parent sees none of the child's stores");
    ok(sum(filled, COUNT(filled)) == before, "nor in the array");
    ok(sum(far, COUNT(far)) == before_far, "nor on the stack");
    data = bss = stack = *heap = mapped[0] = 200;
    mapped[1024] = mapped[1025] = 201;
    call(write, there[1], &byte, 1);
    gives(0, ended(pid), "the child's end");
    ok(data == 200 && bss == 200 && stack == 200 && *heap == 200 && mapped[0] == 200,
            "the parent's stores stay");
    return 0;
}
