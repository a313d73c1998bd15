/*
 * What our small guests share: CSRs, the devices of `virt` that they touch, text, and trap entry.
 */
#ifndef CLEAVE_GUEST_H
#define CLEAVE_GUEST_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

#define NULL ((void *)0)
#define REGISTER(address) (*(volatile u32 *)(address))
#define REGISTER8(address) (*(volatile u8 *)(address))

#define csr_read(name) ({ u32 v_; __asm__ volatile("csrr %0, " #name : "=r"(v_)); v_; })
#define csr_write(name, value) \
    __asm__ volatile("csrw " #name ", %0" : : "r"((u32)(value)) : "memory")
#define csr_set(name, bits) \
    __asm__ volatile("csrs " #name ", %0" : : "r"((u32)(bits)) : "memory")
#define csr_clear(name, bits) \
    __asm__ volatile("csrc " #name ", %0" : : "r"((u32)(bits)) : "memory")

enum {
    FINISHER = 0x00100000, FINISHER_PASS = 0x5555, FINISHER_FAIL = 0x3333,
    CLINT_MSIP = 0x02000000, CLINT_MTIMECMP = 0x02004000, CLINT_MTIME = 0x0200bff8,
    PLIC = 0x0c000000, PLIC_ENABLE = PLIC + 0x2000, PLIC_ENABLE_STRIDE = 0x80,
    PLIC_CONTEXT = PLIC + 0x200000, PLIC_CONTEXT_STRIDE = 0x1000, PLIC_CLAIM = 4,
    UART = 0x10000000, UART_DATA = UART, UART_IER = UART + 1, UART_IIR = UART + 2,
    UART_LSR = UART + 5, UART_LSR_EMPTY = 0x20, UART_IER_EMPTY = 2, UART_IRQ = 10,
};

/* All registers of what was interrupted; the trap entry below knows this layout. */
struct frame {
    u32 x[32];
    u32 epc;
};

enum { RA = 1, SP = 2, A0 = 10, A1 = 11, A7 = 17 };

/*
 * Trap entry for machine (m) or supervisor (s) mode. While a guest runs below, xscratch holds
 * TRAP_STACK; the frame is built there, trap(frame) may change it, and the guest resumes from it.
 */
#define TRAP_ENTRY(mode, handler)                                                       \
    __asm__(".align 2\n.globl trap_entry\ntrap_entry:\n"                               \
            "\tcsrrw sp, " #mode "scratch, sp\n"                                        \
            "\taddi sp, sp, -144\n"                                                     \
            "\tsw x1, 4(sp)\n"                                                          \
            "\t.irp n,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,"   \
            "26,27,28,29,30,31\n\tsw x\\n, 4*\\n(sp)\n\t.endr\n"                        \
            "\tcsrr t0, " #mode "scratch\n\tsw t0, 8(sp)\n"                             \
            "\tcsrr t0, " #mode "epc\n\tsw t0, 128(sp)\n"                               \
            "\tmv a0, sp\n\tcall " #handler "\n"                                        \
            "\tlw t0, 128(sp)\n\tcsrw " #mode "epc, t0\n"                               \
            "\tlw t0, 8(sp)\n\tcsrw " #mode "scratch, t0\n"                             \
            "\tlw x1, 4(sp)\n"                                                          \
            "\t.irp n,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,"   \
            "26,27,28,29,30,31\n\tlw x\\n, 4*\\n(sp)\n\t.endr\n"                        \
            "\taddi sp, sp, 144\n"                                                      \
            "\tcsrrw sp, " #mode "scratch, sp\n"                                        \
            "\t" #mode "ret\n")

/* The guest says how it sends one character: by the UART, or by its firmware. */
static void put_char(int c);

static void put(const char *text)
{
    while (*text != 0) {
        put_char(*text++);
    }
}

static void put_hex(u32 value)
{
    put("0x");
    for (int shift = 28; shift >= 0; shift -= 4) {
        put_char("0123456789abcdef"[value >> shift & 15]);
    }
}

static void put_number(u32 value)
{
    if (value >= 10) {
        put_number(value / 10);
    }
    put_char('0' + value % 10);
}

/* "name value", then a new line. */
static void show(const char *name, u32 value)
{
    put(name);
    put_char(' ');
    put_hex(value);
    put_char('\n');
}

static u32 failures;

static void check(const char *what, int good)
{
    put(good ? "ok    " : "FAIL  ");
    put(what);
    put_char('\n');
    failures += !good;
}

/* GCC asks for these wherever it clears or copies a structure. */
void *memset(void *start, int value, unsigned size)
{
    for (unsigned i = 0; i < size; i++) {
        ((volatile u8 *)start)[i] = value;
    }
    return start;
}

void *memcpy(void *to, const void *from, unsigned size)
{
    for (unsigned i = 0; i < size; i++) {
        ((volatile u8 *)to)[i] = ((const u8 *)from)[i];
    }
    return to;
}

/* Clears .bss, sets up a stack, and calls boot(hart, device tree). */
#define START(boot)                                          \
    __asm__(".section .text.start\n.globl _start\n_start:\n" \
            "\tla sp, stack_top\n"                           \
            "\tla t0, bss_start\n\tla t1, bss_end\n"         \
            "1:\tbgeu t0, t1, 2f\n\tsw zero, (t0)\n"         \
            "\taddi t0, t0, 4\n\tj 1b\n"                     \
            "2:\tcall " #boot "\n\t.text\n")

#endif
