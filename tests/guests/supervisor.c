/*
 * A supervisor guest: needs SBI firmware below it, and asks it for everything a kernel needs. With
 * Sv32 switched on it runs a user program that faults in every way a page table can forbid, shares
 * a page copy-on-write, takes timer, software and external interrupts, reads and writes the first
 * virtio disk if there is one, and shuts the machine down. It prints nothing that may differ
 * between two right machines.
 */
#include "guest.h"
#include "disk.h"

#define SSTATUS_SIE 2
#define SSTATUS_SPP 0x100
#define SSTATUS_SUM 0x40000
#define SSTATUS_MXR 0x80000
#define SIE_SOFTWARE 2
#define SIE_TIMER 0x20
#define SIE_EXTERNAL 0x200
#define INTERRUPT 0x80000000u

enum { V = 1, R = 2, W = 4, X = 8, U = 16, G = 32, A = 64, D = 128, SHARED = 256 };

/* Where the user program sees its pages. */
enum { CODE = 0x10000, STACK = 0x20000, FRESH = 0x30000, COW = 0x40000, CONSTANT = 0x50000 };

#define PAGE 4096
#define MEGAPAGE 0x400000

extern u8 trap_stack_top[], trap_entry[];

/* ---- firmware ---- */

struct sbi_result {
    int error;
    u32 value;
};

static struct sbi_result sbi(u32 extension, u32 function, u32 first, u32 second, u32 third)
{
    register u32 a0 __asm__("a0") = first;
    register u32 a1 __asm__("a1") = second;
    register u32 a2 __asm__("a2") = third;
    register u32 a6 __asm__("a6") = function;
    register u32 a7 __asm__("a7") = extension;
    __asm__ volatile("ecall" : "+r"(a0), "+r"(a1) : "r"(a2), "r"(a6), "r"(a7) : "memory");
    return (struct sbi_result){a0, a1};
}

enum { BASE = 0x10, TIME = 0x54494d45, IPI = 0x735049, RFENCE = 0x52464e43, HSM = 0x48534d,
       SRST = 0x53525354, DBCN = 0x4442434e, LEGACY_PUT_CHAR = 1 };

static void put_char(int c)
{
    sbi(LEGACY_PUT_CHAR, 0, c, 0, 0);
}

static void try_firmware(void)
{
    static const struct { u32 number; const char *name; } extensions[] = {
        {BASE, "SBI base"}, {TIME, "SBI TIME"}, {IPI, "SBI IPI"}, {RFENCE, "SBI RFENCE"},
        {HSM, "SBI HSM"}, {SRST, "SBI SRST"}, {DBCN, "SBI DBCN"},
        {LEGACY_PUT_CHAR, "SBI legacy console"},
    };
    for (unsigned i = 0; i < sizeof(extensions) / sizeof(extensions[0]); i++) {
        struct sbi_result probe = sbi(BASE, 3, extensions[i].number, 0, 0);
        check(extensions[i].name, probe.error == 0 && probe.value != 0);
    }
    check("unknown extension is refused", sbi(0x0badcafe, 0, 0, 0, 0).error == -2);
    check("unknown function is refused", sbi(TIME, 99, 0, 0, 0).error == -2);
    struct sbi_result status = sbi(HSM, 2, 0, 0, 0);
    check("this hart is started", status.error == 0 && status.value == 0);
    check("hart 7 does not exist", sbi(HSM, 2, 7, 0, 0).error == -3);
    static const char text[] = "written through DBCN\n";
    struct sbi_result written = sbi(DBCN, 0, sizeof(text) - 1, (u32)text, 0);
    check("DBCN wrote it all", written.error == 0 && written.value == sizeof(text) - 1);
    check("remote sfence.vma", sbi(RFENCE, 1, 1, 0, 0).error == 0);
}

/* ---- device tree: only as much as finds the size of memory ---- */

static u32 big_endian(const u8 *bytes)
{
    return (u32)bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
}

static int begins(const char *text, const char *prefix)
{
    while (*prefix != 0 && *text == *prefix) {
        text++;
        prefix++;
    }
    return *prefix == 0;
}

static u32 memory_size(const u8 *tree)
{
    if (big_endian(tree) != 0xd00dfeed) {
        return 0;
    }
    const u8 *at = tree + big_endian(tree + 8);
    const char *names = (const char *)tree + big_endian(tree + 12);
    int in_memory = 0;
    for (;;) {
        u32 token = big_endian(at);
        at += 4;
        if (token == 1) {
            in_memory = begins((const char *)at, "memory@");
            while (*at++ != 0) {
            }
            at = (const u8 *)(((u32)at + 3) & ~3u);
        } else if (token == 3) {
            u32 size = big_endian(at);
            if (in_memory && begins(names + big_endian(at + 4), "reg") && size == 16) {
                return big_endian(at + 8 + 12);
            }
            at += 8 + ((size + 3) & ~3u);
        } else if (token == 9) {
            return 0;
        }
    }
}

/* ---- page tables ---- */

static u32 root[1024] __attribute__((aligned(PAGE)));
static u32 leaves[1024] __attribute__((aligned(PAGE)));
static u8 frames[8][PAGE] __attribute__((aligned(PAGE)));
static u32 frames_used;

static void flush(void)
{
    __asm__ volatile("sfence.vma" : : : "memory");
}

/* All user pages are below 4 MiB, so that one table of leaves is enough. */
static u32 *leaf(u32 va)
{
    return &leaves[va >> 12];
}

static void map(u32 va, void *frame, u32 flags)
{
    *leaf(va) = (u32)frame >> 12 << 10 | flags | V;
    flush();
}

static void *new_frame(void)
{
    return frames[frames_used++];
}

static void map_identity(u32 pa)
{
    root[pa / MEGAPAGE] = (pa & -MEGAPAGE) >> 12 << 10 | V | R | W | X | A | D | G;
}

static void enable_paging(void)
{
    root[0] = (u32)leaves >> 12 << 10 | V;
    map_identity((u32)root);
    map_identity(UART);
    map_identity(PLIC);
    csr_write(satp, 0x80000000 | (u32)root >> 12);
    flush();
}

/* ---- traps ---- */

static volatile struct {
    u32 count, cause, tval, claimed, copies, user_value;
} last;

static volatile u32 resume_at, left_user;

static int serve_copy_on_write(u32 cause, u32 va)
{
    u32 *pte = leaf(va);
    if (cause != 15 || va >= MEGAPAGE || (*pte & SHARED) == 0) {
        return 0;
    }
    u8 *copy = new_frame();
    memcpy(copy, (void *)(*pte >> 10 << 12), PAGE);
    map(va, copy, R | W | U);
    last.copies++;
    return 1;
}

static int serve_fresh_page(u32 cause, u32 va)
{
    if ((cause != 13 && cause != 15) || (va & -PAGE) != FRESH || *leaf(va) != 0) {
        return 0;
    }
    map(va, new_frame(), R | W | U);
    return 1;
}

static void serve_interrupt(u32 number)
{
    if (number == 1) {
        csr_clear(sip, SIE_SOFTWARE);
    } else if (number == 5) {
        csr_clear(sie, SIE_TIMER);
    } else {
        volatile u32 *claim = &REGISTER(PLIC_CONTEXT + PLIC_CONTEXT_STRIDE + PLIC_CLAIM);
        last.claimed = *claim;
        REGISTER8(UART_IER) = 0;
        *claim = last.claimed;
    }
}

/* Faults that can be served are; other exceptions end the user program or skip to resume_at. */
__attribute__((used)) static void trap(struct frame *frame)
{
    last.count++;
    last.cause = csr_read(scause);
    last.tval = csr_read(stval);
    if (last.cause & INTERRUPT) {
        serve_interrupt(last.cause & 15);
    } else if (!serve_copy_on_write(last.cause, last.tval)
               && !serve_fresh_page(last.cause, last.tval)) {
        left_user = (csr_read(sstatus) & SSTATUS_SPP) == 0;
        last.user_value = frame->x[A0];
        frame->epc = resume_at;
        csr_set(sstatus, SSTATUS_SPP);
    }
}

TRAP_ENTRY(s, trap);

static void tell(const char *what)
{
    put(what);
    put(": cause ");
    put_number(last.cause);
    put(" tval ");
    put_hex(last.tval);
    put(left_user ? " user\n" : " supervisor\n");
}

/* ---- the user program: a few entries, each ends in a trap ---- */

extern u8 user_start[], user_call[], user_load[], user_store[], user_jump[], user_end[];
__asm__(".text\n.align 12\n"
        "user_start:\n"
        "user_call: ecall\n"
        "user_load: lw a0, (a0)\n\tecall\n"
        "user_store: sw a0, (a0)\n\tlw a0, (a0)\n\tecall\n"
        "user_jump: jr a0\n"
        "user_end:\n"
        ".align 12\n");

static void run_user(u8 *entry, u32 a0)
{
    last.count = 0;
    csr_clear(sstatus, SSTATUS_SPP);
    csr_write(sepc, CODE + (entry - user_start));
    __asm__ volatile("la t0, 1f\n\tsw t0, (%0)\n\tmv a0, %1\n\tsret\n1:"
                     : : "r"(&resume_at), "r"(a0) : "t0", "a0", "memory");
}

static void user(const char *what, u8 *entry, u32 a0)
{
    run_user(entry, a0);
    tell(what);
}

static void try_user_pages(void)
{
    map(CODE, user_start, R | X | U);
    map(CONSTANT, frames[7], R | U);
    user("system call", user_call, 0);
    user("user reads a page of the kernel", user_load, (u32)root);
    user("user reads nothing", user_load, 0x7000);
    user("user writes a constant", user_store, CONSTANT);
    user("user executes data", user_jump, CONSTANT);
    user("user jumps beyond all memory", user_jump, 0xfffff000);
    user("user touches a fresh page", user_load, FRESH + 8);
    check("fresh page: faults once, reads as zero", last.count == 2 && last.user_value == 0);
    check("fresh page: accessed, not dirty", (*leaf(FRESH) & (A | D)) == A);
    user("user writes the fresh page", user_store, FRESH + 12);
    check("fresh page: dirty after a store", (*leaf(FRESH) & (A | D)) == (A | D));
}

static void try_copy_on_write(void)
{
    u32 *original = new_frame();
    original[1] = 0x1111;
    map(COW, original, R | U | SHARED);
    run_user(user_load, COW + 4);
    check("copy-on-write: reading shares", last.user_value == 0x1111 && last.copies == 0);
    run_user(user_store, COW + 8);
    check("copy-on-write: the first store copies", last.copies == 1 && last.count == 2
          && last.user_value == COW + 8);
    run_user(user_store, COW + 12);
    check("copy-on-write: the second does not", last.copies == 1 && last.count == 1);
    run_user(user_load, COW + 4);
    check("copy-on-write: the rest came along", last.user_value == 0x1111);
    check("copy-on-write: the original is whole", original[2] == 0 && original[1] == 0x1111);
}

/* ---- what the supervisor itself may and may not touch ---- */

static void touch(const char *what, const char *kind, u32 va)
{
    u32 value = 0;
    last.count = 0;
    if (*kind == 'l') {
        __asm__ volatile("la t0, 1f\n\tsw t0, (%1)\n\tlw %0, (%2)\n1:"
                         : "+r"(value) : "r"(&resume_at), "r"(va) : "t0", "memory");
    } else {
        __asm__ volatile("la t0, 1f\n\tsw t0, (%0)\n\tsw zero, (%1)\n1:"
                         : : "r"(&resume_at), "r"(va) : "t0", "memory");
    }
    if (last.count == 0) {
        put(what);
        put(": allowed\n");
    } else {
        tell(what);
    }
}

static void try_supervisor_rules(void)
{
    touch("supervisor reads a user page", "load", FRESH);
    csr_set(sstatus, SSTATUS_SUM);
    touch("with SUM", "load", FRESH);
    map(STACK, frames[7], X | U);
    touch("supervisor reads an execute-only page", "load", STACK);
    csr_set(sstatus, SSTATUS_MXR);
    touch("with MXR", "load", STACK);
    csr_clear(sstatus, SSTATUS_SUM | SSTATUS_MXR);
    map(STACK, frames[7], W | A | D);
    touch("a page writable but not readable", "load", STACK);
    *leaf(STACK) = 0;
    root[1] = (u32)leaves >> 12 << 10 | V | R | W | A | D;
    flush();
    touch("a misaligned megapage", "store", MEGAPAGE);
    root[1] = (u32)frames[7] >> 12 << 10 | V | U;
    flush();
    touch("a pointer with U, which is reserved", "load", MEGAPAGE);
    root[1] = 0;
    flush();
}

/* ---- interrupts ---- */

static u64 time_now(void)
{
    u32 high, low;
    do {
        high = csr_read(timeh);
        low = csr_read(time);
    } while (high != csr_read(timeh));
    return (u64)high << 32 | low;
}

static void wait_for_interrupt(const char *what, u32 bit)
{
    csr_set(sie, bit);
    csr_set(sstatus, SSTATUS_SIE);
    while (last.count == 0) {
        __asm__ volatile("wfi");
    }
    csr_clear(sstatus, SSTATUS_SIE);
    csr_clear(sie, bit);
    show(what, last.cause);
}

static void try_interrupts(void)
{
    u64 start = time_now();
    last.count = 0;
    sbi(TIME, 0, start + 10000, (start + 10000) >> 32, 0);
    wait_for_interrupt("timer interrupt", SIE_TIMER);
    check("timer interrupt: not early", time_now() - start >= 10000);

    last.count = 0;
    sbi(IPI, 0, 1, 0, 0);
    wait_for_interrupt("software interrupt", SIE_SOFTWARE);

    last.count = 0;
    REGISTER(PLIC + 4 * UART_IRQ) = 1;
    REGISTER(PLIC_ENABLE + PLIC_ENABLE_STRIDE) = 1 << UART_IRQ;
    REGISTER(PLIC_CONTEXT + PLIC_CONTEXT_STRIDE) = 0;
    while ((REGISTER8(UART_LSR) & UART_LSR_EMPTY) == 0) {
    }
    REGISTER8(UART_IER) = UART_IER_EMPTY;
    wait_for_interrupt("external interrupt", SIE_EXTERNAL);
    show("PLIC source", last.claimed);
}

__attribute__((used)) static void boot(u32 hart, const u8 *tree)
{
    put("supervisor guest\n");
    show("hart", hart);
    show("memory", memory_size(tree));
    csr_write(sscratch, trap_stack_top);
    csr_write(stvec, trap_entry);
    try_firmware();
    enable_paging();
    try_user_pages();
    try_copy_on_write();
    try_supervisor_rules();
    try_interrupts();
    try_disk();
    show("failures", failures);
    /* Shut down, because of a failure or for no reason. */
    sbi(SRST, 0, 0, failures != 0, 0);
    put("still running\n");
    for (;;) {
    }
}

START(boot);
