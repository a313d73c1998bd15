/* E5: the new stack has arguments, environment and auxiliary vector as the ABI has them. */
#include "abi.h"

enum { AT_PHDR = 3, AT_PHENT = 4, AT_PHNUM = 5, AT_PAGESZ = 6, AT_ENTRY = 9, AT_UID = 11,
       AT_EUID = 12, AT_GID = 13, AT_EGID = 14, AT_HWCAP = 16, AT_RANDOM = 25, AT_EXECFN = 31 };

extern void _start(void);

static u32 auxiliary_value(u32 kind)
{
    for (u32 *p = auxiliary; p[0] != 0; p += 2) {
        if (p[0] == kind) {
            return p[1];
        }
    }
    return 0xffffffff;
}

int main(int count, char **words, char **variables UNUSED)
{
    u32 top = 0;
    ok(((u32)words & 15) == 4, "the stack begins on 16 bytes");
    ok(words[count] == NULL, "a null pointer ends the arguments");
    for (int i = 0; i < count; i++) {
        ok((u32)words[i] > (u32)auxiliary, "argument %d lies above the vectors", i);
    }
    for (char **p = environment; *p != NULL; p++) {
        top = (u32)*p > top ? (u32)*p : top;
    }
    gives(PAGE, auxiliary_value(AT_PAGESZ), "page size");
    ok(auxiliary_value(AT_ENTRY) == (u32)_start, "the entry point");
    gives(32, auxiliary_value(AT_PHENT), "size of a program header");
    u32 *headers = (u32 *)auxiliary_value(AT_PHDR);
    u32 loads = 0;
    int holds = 0;
    for (u32 i = 0; i < auxiliary_value(AT_PHNUM); i++) {
        loads += headers[i * 8] == 1;
        holds |= headers[i * 8] == 1 && headers[i * 8 + 2] <= (u32)main
                && (u32)main < headers[i * 8 + 2] + headers[i * 8 + 5];
    }
    ok(loads > 0, "the program headers are there");
    ok(holds, "and one has this function");
    ok((auxiliary_value(AT_HWCAP) & 0x1101) == 0x1101, "the hart has I, M and A");
    ok((int)auxiliary_value(AT_UID) == call(getuid) && (int)auxiliary_value(AT_EUID)
            == call(geteuid), "the user");
    ok((int)auxiliary_value(AT_GID) == call(getgid) && (int)auxiliary_value(AT_EGID)
            == call(getegid), "the group");
    u8 *random = (u8 *)auxiliary_value(AT_RANDOM);
    int differ = 0;
    for (int i = 1; i < 16; i++) {
        differ |= random[i] != random[0];
    }
    ok(differ, "sixteen random bytes");
    const char *name = (const char *)auxiliary_value(AT_EXECFN);
    ok(length(name) >= 2 && equal(name + length(name) - 2, "E5"), "the file's name");
    return 0;
}
