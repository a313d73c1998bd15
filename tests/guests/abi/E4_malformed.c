/*
 * E4: executables that are wrong in one way are refused, and whoever wanted to run them goes on;
 * headers with any byte changed, and files cut anywhere, do no harm.
 */
#include "elf.h"

enum { ELIBBAD = 80, SIGALRM_MS = 300 };

static void refused(int error, const char *what)
{
    write_elf("shape", image_bytes);
    gives(-error, run_elf("shape") - 2000 == error ? -error : run_elf("shape"), what);
}

static void begin_two(void)
{
    begin_elf(ET_EXEC, 0x10000, payload_program);
    add(PT_LOAD, 2 * PAGE, 0x12000, PAGE, 2 * PAGE, PF_R | PF_W);
}

#define CODE (segments() + 2)
#define DATA (segments() + 3)

static void segments_wrong(void)
{
    begin_two();
    DATA->address = 0x10000;
    refused(ENOEXEC, "two segments in one place");
    begin_two();
    DATA->address = 0x10000 + CODE->filesz - 4;
    DATA->offset = CODE->filesz - 4;
    refused(ENOEXEC, "segments that overlap by four bytes");
    begin_two();
    CODE->address = 0x20000;
    elf_header()->entry += 0x10000;
    refused(ENOEXEC, "segments that are not in order");
    begin_two();
    DATA->memsz = 0xfffff000;
    refused(ENOEXEC, "more memory than there is");
    begin_two();
    DATA->memsz = 0xb0000000;
    refused(ENOEXEC, "memory up to the stack");
    begin_two();
    DATA->memsz = PAGE - 1;
    refused(ENOEXEC, "more in the file than in memory");
    begin_two();
    DATA->filesz = DATA->memsz = 0x10000000;
    refused(ENOEXEC, "more in the file than the file has");
    begin_two();
    DATA->offset = 0xfffff000;
    refused(ENOEXEC, "far behind the end of the file");
    begin_two();
    DATA->offset += 4;
    refused(ENOEXEC, "another place in the page than in the file");
    begin_two();
    DATA->address = 0xc0000000;
    refused(ENOEXEC, "in the kernel");
    begin_two();
    DATA->address = 0xfffff000;
    refused(ENOEXEC, "in the last page");
    begin_two();
    DATA->address = 0xbffff000;
    refused(ENOEXEC, "over the end of the stack");
    begin_elf(ET_EXEC, 0, payload_program);
    refused(ENOEXEC, "at address 0");
    begin_elf(ET_EXEC, 0xf000, payload_program);
    refused(ENOEXEC, "below what may be mapped");
}

static void headers_wrong(void)
{
    begin_two();
    elf_header()->entry = 0x40000;
    refused(ENOEXEC, "it begins outside");
    begin_two();
    elf_header()->entry = 0;
    refused(ENOEXEC, "it begins at 0");
    begin_two();
    CODE->type = DATA->type = 0;
    refused(ENOEXEC, "nothing to load");
    begin_two();
    elf_header()->phnum = 129;
    refused(ENOEXEC, "more headers than a page has");
    begin_two();
    elf_header()->phnum = 0xffff;
    refused(ENOEXEC, "as many headers as can be");
    begin_two();
    elf_header()->phoff = 0xfffffff0;
    refused(ENOEXEC, "headers behind the end");
    begin_two();
    elf_header()->phoff = image_bytes - 100;
    elf_header()->phnum = 4;
    refused(ENOEXEC, "headers that are cut");
    begin_two();
    elf_header()->phentsize = 56;
    refused(ENOEXEC, "headers of 64 bits");
    begin_two();
    write_elf("shape", image_bytes);
    gives(RIGHT, run_elf("shape"), "the same without a fault");
}

/* A program with an interpreter of that name. */
static void begin_interpreted(const char *name, u32 bytes)
{
    begin_elf(ET_EXEC, 0x10000, payload_program);
    memcpy(image + 0x300, name, bytes);
    add(PT_INTERP, 0x300, 0x10300, bytes, bytes, PF_R);
}

static void interpreters_wrong(void)
{
    begin_interpreted("./missing", 10);
    refused(ENOENT, "an interpreter that is not there");
    begin_interpreted("", 1);
    refused(ENOEXEC, "an empty name");
    begin_interpreted("", 0);
    refused(ENOEXEC, "no name");
    begin_interpreted("./loader", 8);
    refused(ENOEXEC, "a name without an end");
    begin_interpreted("./loader", 9);
    segments()[3].filesz = 5000;
    refused(ENOEXEC, "a name of 5000 bytes");
    call(mkdirat, AT_FDCWD, "loader", 0755);
    begin_interpreted("./loader", 9);
    refused(EACCES, "a directory");
    call(unlinkat, AT_FDCWD, "loader", AT_REMOVEDIR);
    make("loader", "#!/bin/sh\n", 0755);
    refused(ELIBBAD, "a script");
    call(unlinkat, AT_FDCWD, "loader", 0);
    make("loader", "", 0644);
    refused(EACCES, "one that may not be run");
    call(unlinkat, AT_FDCWD, "loader", 0);
    begin_elf(ET_EXEC, 0x10000, payload_interpreter);
    write_elf("loader", image_bytes);
    begin_interpreted("./loader", 9);
    refused(ENOMEM, "one that wants the program's place");
    call(unlinkat, AT_FDCWD, "loader", 0);
}

static void kept(void)
{
    static const u32 bases[] = {0x10000, 0x80000};
    for (u32 i = 0; i < COUNT(bases); i++) {
        begin_elf(ET_EXEC, bases[i], payload_program);
        add(PT_LOAD, 2 * PAGE, bases[i] + 2 * PAGE, 0x100, 0x100, PF_R | PF_W);
        add(PT_LOAD, 2 * PAGE + 0x100, bases[i] + 2 * PAGE + 0x100, 0, 2 * PAGE, PF_R | PF_W);
        *(u32 *)(image + 2 * PAGE + 0xfc) = 0x600df00d;
        add(PT_WORD, 0, bases[i] + 2 * PAGE + 0xfc, 0, 0, 0)->physical = 0x600df00d;
        add(PT_ZEROS, 0, bases[i] + 2 * PAGE + 0x100, 0, 2 * PAGE, 0);
        write_elf("shape", image_bytes);
        gives(RIGHT, run_elf("shape"), "bss in the page of the data before it");
    }
    begin_interpreted("./loader", 9);
    add(PT_INTERP, 0x320, 0x10320, 9, 9, PF_R);
    memcpy(image + 0x320, "./nobody", 9);
    memcpy(image + 0x300, "././loader", 11);
    segments()[3].filesz = 11;
    u8 save[sizeof image / 8];
    u32 bytes = image_bytes;
    memcpy(save, image, bytes);
    begin_elf(ET_DYN, 0, payload_interpreter);
    write_elf("loader", image_bytes);
    memcpy(image, save, bytes);
    write_elf("shape", bytes);
    gives(RIGHT, run_elf("shape"), "of two interpreters the first");
    call(unlinkat, AT_FDCWD, "loader", 0);
}

/* Whatever it does, it ends, and refusals are those that exec has. */
static int harmless(void)
{
    static const int errors[] = {ENOEXEC, ENOMEM, EINVAL, ENOENT, EACCES, ELIBBAD};
    int error = run_briefly("shape", SIGALRM_MS);
    if (error == 0) {
        return 1;
    }
    for (u32 i = 0; i < COUNT(errors); i++) {
        if (error == errors[i]) {
            return 1;
        }
    }
    say("exec gives %e", -error);
    return 0;
}

static void sweep(void)
{
    static const u8 values[] = {0, 1, 0x7f, 0x80, 0xff};
    u32 wrong = 0;
    begin_two();
    u32 headers = sizeof(struct header) + elf_header()->phnum * sizeof(struct segment);
    write_elf("shape", image_bytes);
    for (u32 at = 0; at < headers; at++) {
        for (u32 i = 0; i < COUNT(values); i++) {
            int fd = open("shape", O_RDWR, 0);
            call(pwrite64, fd, values + i, 1, at, 0);
            call(close, fd);
            wrong += !harmless();
        }
        int fd = open("shape", O_RDWR, 0);
        call(pwrite64, fd, image + at, 1, at, 0);
        call(close, fd);
    }
    gives(0, wrong, "any byte of the headers changed");
    gives(RIGHT, run_elf("shape"), "and put back");
}

static void cut(void)
{
    u32 wrong = 0;
    begin_two();
    write_elf("shape", image_bytes);
    for (u32 size = image_bytes - 1; size > 0; size -= size > 1024 ? 97 : 1) {
        int fd = open("shape", O_RDWR, 0);
        call(ftruncate64, fd, size, 0);
        call(close, fd);
        wrong += run_elf("shape") != 2000 + ENOEXEC;
    }
    gives(0, wrong, "cut anywhere");
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    if (variable("RUNNER") != NULL) {
        say("for the guest alone");
        return 0;
    }
    segments_wrong();
    headers_wrong();
    interpreters_wrong();
    kept();
    sweep();
    cut();
    return 0;
}
