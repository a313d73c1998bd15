/*
 * ELF files made by programs of this folder: a program that is a copy of a few functions of theirs,
 * which judge where they were put. What they are to find is in program headers of their own kinds.
 */
#ifndef CLEAVE_ELF_H
#define CLEAVE_ELF_H

#include "abi.h"

enum { ET_EXEC = 2, ET_DYN = 3, PT_LOAD = 1, PT_INTERP = 3, PT_PHDR = 6 };
/* The program's own: where it is linked to begin; a range of zeros; a word that must be there. */
enum { PT_ENTRY = 0x70000010, PT_ZEROS, PT_WORD };
enum { PF_X = 1, PF_W = 2, PF_R = 4 };
enum { AT_PHDR = 3, AT_PHENT = 4, AT_PHNUM = 5, AT_BASE = 7, AT_ENTRY = 9 };
/* How the program tells that all was right, and what was not. */
enum { RIGHT = 42, NO_ENTRY = 1, NO_HEADERS, NO_ZEROS, NO_WORD, NO_STORE, NO_BASE };

struct header {
    u8 ident[16];
    u16 type, machine;
    u32 version, entry, phoff, shoff, flags;
    u16 ehsize, phentsize, phnum, shentsize, shnum, shstrndx;
};

struct segment {
    u32 type, offset, address, physical, filesz, memsz, flags, align;
};

#define PAYLOAD __attribute__((section("payload"), used, noinline, noreturn))
extern char __start_payload[], __stop_payload[];
extern char payload_program[], payload_interpreter[];

/* No calls and no data: these lines run wherever they are copied to. */
__asm__(".section payload,\"ax\"\n"
        ".globl payload_program, payload_interpreter\n"
        "payload_program:\n\tauipc a1, 0\n\tmv a0, sp\n\tj payload_judge\n"
        "payload_interpreter:\n\tauipc a1, 0\n\tmv a0, sp\n\tj payload_load\n.text\n");

#define LEAVE(code) do { \
        register u32 a0 __asm__("a0") = (code); \
        register u32 a7 __asm__("a7") = SYS_exit_group; \
        __asm__ volatile("ecall" : : "r"(a0), "r"(a7)); \
    } while (1)

static inline __attribute__((always_inline)) u32 *auxiliary_of(u32 *stack)
{
    u32 *p = stack + 2 + stack[0];
    while (*p++ != 0) {
    }
    return p;
}

static inline __attribute__((always_inline)) u32 auxiliary_value(u32 *p, u32 type)
{
    for (; p[0] != 0; p += 2) {
        if (p[0] == type) {
            return p[1];
        }
    }
    return 0;
}

PAYLOAD void payload_judge(u32 *stack, u32 here)
{
    u32 *vector = auxiliary_of(stack);
    if (auxiliary_value(vector, AT_ENTRY) != here) {
        LEAVE(NO_ENTRY);
    }
    struct segment *first = (struct segment *)auxiliary_value(vector, AT_PHDR);
    u32 count = auxiliary_value(vector, AT_PHNUM);
    u32 bias = 1;
    for (struct segment *p = first; p < first + count; p++) {
        bias = p->type == (u32)PT_ENTRY ? here - p->address : bias;
    }
    if (bias % PAGE != 0) {
        LEAVE(NO_HEADERS);
    }
    for (struct segment *p = first; p < first + count; p++) {
        volatile u8 *at = (u8 *)(bias + p->address);
        if (p->type == PT_PHDR && at != (u8 *)first) {
            LEAVE(NO_HEADERS);
        }
        if (p->type == (u32)PT_ZEROS) {
            for (u32 i = 0; i < p->memsz; i++) {
                if (at[i] != 0) {
                    LEAVE(NO_ZEROS);
                }
                at[i] = i;
            }
            for (u32 i = 0; i < p->memsz; i++) {
                if (at[i] != (u8)i) {
                    LEAVE(NO_STORE);
                }
            }
        }
    }
    for (struct segment *p = first; p < first + count; p++) {
        if (p->type == (u32)PT_WORD && *(u32 *)(bias + p->address) != p->physical) {
            LEAVE(NO_WORD);
        }
    }
    LEAVE(RIGHT);
}

/* An interpreter: it lies a page's code behind AT_BASE, and goes on to the program. */
PAYLOAD void payload_load(u32 *stack, u32 here)
{
    u32 *vector = auxiliary_of(stack);
    u32 base = auxiliary_value(vector, AT_BASE);
    if (base == 0 || here - base >= PAGE || *(u32 *)base != 0x464c457f) {
        LEAVE(NO_BASE);
    }
    __asm__ volatile("mv sp, %0\n\tjr %1" : : "r"(stack), "r"(auxiliary_value(vector, AT_ENTRY)));
    LEAVE(NO_BASE);
}

/* The file in the making. */
static u8 image[8 * PAGE];
static u32 image_bytes;
enum { CODE_AT = 0x400 };

LOCAL struct header *elf_header(void)
{
    return (struct header *)image;
}

LOCAL struct segment *segments(void)
{
    return (struct segment *)(image + sizeof(struct header));
}

LOCAL struct segment *add(u32 type, u32 offset, u32 address, u32 filesz, u32 memsz, u32 flags)
{
    struct segment *segment = segments() + elf_header()->phnum++;
    *segment = (struct segment){type, offset, address, address, filesz, memsz, flags, PAGE};
    image_bytes = offset + filesz > image_bytes ? offset + filesz : image_bytes;
    return segment;
}

LOCAL u32 code_bytes(void)
{
    return CODE_AT + (__stop_payload - __start_payload);
}

/* A file of that type whose first segment, headers and code, is linked at base. */
LOCAL void begin_elf(u32 type, u32 base, const char *entry)
{
    memset(image, 0, sizeof image);
    image_bytes = 0;
    struct header *header = elf_header();
    memcpy(header->ident, "\177ELF\1\1\1", 7);
    header->type = type;
    header->machine = 243;
    header->version = 1;
    header->phoff = sizeof *header;
    header->ehsize = sizeof *header;
    header->phentsize = sizeof(struct segment);
    header->entry = base + CODE_AT + (entry - __start_payload);
    memcpy(image + CODE_AT, __start_payload, __stop_payload - __start_payload);
    add(PT_PHDR, sizeof *header, base + sizeof *header, 0, 0, PF_R);
    add(PT_ENTRY, 0, header->entry, 0, 0, 0);
    add(PT_LOAD, 0, base, code_bytes(), code_bytes(), PF_R | PF_X);
}

LOCAL void write_elf(const char *path, u32 size)
{
    int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0755);
    if (fd < 0 || call(write, fd, image, size) != (int)size) {
        ok(0, "cannot write %s", path);
    }
    call(close, fd);
}

/* Runs a file: its exit code, 1000 and the signal that ended it, or 2000 and the error. */
LOCAL int run_elf(const char *path)
{
    const char *runner = variable("RUNNER");
    int pid = fork();
    if (pid == 0) {
        const char *words[] = {runner, path, NULL};
        int result = runner != NULL ? call(execve, runner, words, environment)
                : call(execve, path, words + 1, environment);
        quit(result < 0 ? 128 - result : 127);
    }
    int status = ended(pid);
    return status > 128 && status < 1000 ? 2000 + status - 128 : status;
}

/* Runs a file that may be anything, no longer than that: exec's error, or 0 when there was none. */
LOCAL int run_briefly(const char *path, u32 milliseconds)
{
    int pid = fork();
    if (pid == 0) {
        u32 timer[4] = {0, 0, 0, milliseconds * 1000};
        const char *words[] = {path, NULL};
        call(setitimer, 0, timer, NULL);
        int result = call(execve, path, words, environment);
        quit(128 - result);
    }
    int status = ended(pid);
    return status > 128 && status < 1000 ? status - 128 : 0;
}

#endif
