/*
 * A bare-metal guest: no firmware below it, machine and user mode, no paging. It provokes each kind
 * of trap that a hart can take there and prints cause, value and place, drives the CLINT, the PLIC
 * and the UART, and ends through the test finisher. It prints nothing that may differ between two
 * right machines.
 */
#include "guest.h"

#define MSTATUS_MIE 8
#define MSTATUS_MPP 0x1800
#define MIE_SOFTWARE 8
#define MIE_TIMER 0x80
#define MIE_EXTERNAL 0x800
#define INTERRUPT 0x80000000u

extern u8 trap_stack_top[];

static void put_char(int c)
{
    while ((REGISTER8(UART_LSR) & UART_LSR_EMPTY) == 0) {
    }
    REGISTER8(UART_DATA) = c;
}

/* ---- traps ---- */

static volatile struct {
    u32 count, cause, tval, mode, epc, claimed;
} last;

static volatile u32 resume_at;

/* Exceptions resume where the test said; interrupts are quenched and resume where they were. */
__attribute__((used)) static void trap(struct frame *frame)
{
    last.count++;
    last.cause = csr_read(mcause);
    last.tval = csr_read(mtval);
    last.mode = (csr_read(mstatus) & MSTATUS_MPP) >> 11;
    last.epc = frame->epc;
    if ((last.cause & INTERRUPT) == 0) {
        frame->epc = resume_at;
        csr_set(mstatus, MSTATUS_MPP);
        return;
    }
    switch (last.cause & 15) {
    case 3:
        REGISTER(CLINT_MSIP) = 0;
        break;
    case 7:
        csr_clear(mie, MIE_TIMER);
        break;
    case 11:
        last.claimed = REGISTER(PLIC_CONTEXT + PLIC_CLAIM);
        REGISTER8(UART_IER) = 0;
        REGISTER(PLIC_CONTEXT + PLIC_CLAIM) = last.claimed;
        break;
    }
}

TRAP_ENTRY(m, trap);

/* Runs one instruction that traps, and goes on behind it. */
#define PROVOKE(what, instructions, ...)                                            \
    do {                                                                            \
        last.count = 0;                                                             \
        __asm__ volatile("la t0, 9f\n\tsw t0, (%0)\n8:\t" instructions "\n9:"        \
                         : : "r"(&resume_at), ##__VA_ARGS__ : "t0", "t1", "memory"); \
        tell(what);                                                                 \
    } while (0)

static void tell(const char *what)
{
    put(what);
    put(": ");
    if (last.count != 1) {
        put("traps ");
        put_number(last.count);
        put_char('\n');
        return;
    }
    put("cause ");
    put_number(last.cause);
    put(" tval ");
    put_hex(last.tval);
    put(" from mode ");
    put_number(last.mode);
    put_char('\n');
}

static void provoke_exceptions(void)
{
    static u32 word[2] = {0x44332211, 0x88776655};
    PROVOKE("illegal instruction", ".word 0xffffffff");
    PROVOKE("illegal compressed instruction", ".half 0\n\t.half 1");
    PROVOKE("CSR that does not exist", "csrr t1, 0x8ff");
    PROVOKE("write to a read-only CSR", "csrw mhartid, t0");
    PROVOKE("environment call", "ecall");
    PROVOKE("load from nowhere", "lw t1, (%1)", "r"(0x00000800));
    PROVOKE("store to nowhere", "sb t1, (%1)", "r"(0x00000801));
    PROVOKE("jump to nowhere", "jr %1", "r"(0x00000804));
    PROVOKE("misaligned lr.w", "lr.w t1, (%1)", "r"((u32)word + 1));
    PROVOKE("misaligned load", "lw t1, (%1)", "r"((u32)word + 1));
    last.count = 0;
    __asm__ volatile("la t0, 9f\n\tsw t0, (%0)\n\tebreak\n9:"
                     : : "r"(&resume_at) : "t0", "memory");
    check("breakpoint: cause 3 at its own address",
          last.count == 1 && last.cause == 3 && last.epc == resume_at - 2);
}

/* ---- user mode ---- */

extern u8 user_ecall[], user_csr[], user_load[], user_mret[];
__asm__(".text\n.align 2\n"
        "user_ecall: ecall\n"
        "user_csr: csrr t1, mscratch\n"
        "user_load: lw t1, (a0)\n"
        "user_mret: mret\n");

/* Jumps to user code with a0 set; the trap comes back here. */
static void in_user_mode(const char *what, void *code, u32 a0)
{
    last.count = 0;
    csr_clear(mstatus, MSTATUS_MPP);
    csr_write(mepc, code);
    __asm__ volatile("la t0, 1f\n\tsw t0, (%0)\n\tmv a0, %1\n\tmret\n1:"
                     : : "r"(&resume_at), "r"(a0) : "t0", "t1", "a0", "memory");
    tell(what);
}

static void try_user_mode(void)
{
    static u32 secret[4] __attribute__((aligned(16)));
    /* Entry 0 closes 16 bytes, entry 1 opens everything: the lower entry wins. */
    csr_write(pmpaddr0, (u32)secret >> 2 | 1);
    csr_write(pmpaddr1, 0xffffffff);
    csr_write(pmpcfg0, 0x1f18);
    in_user_mode("user: environment call", user_ecall, 0);
    in_user_mode("user: machine CSR", user_csr, 0);
    in_user_mode("user: mret", user_mret, 0);
    in_user_mode("user: load of its own", user_load, (u32)&secret[0] - 16);
    in_user_mode("user: load that PMP forbids", user_load, (u32)&secret[3]);
}

/* ---- interrupts ---- */

static u64 mtime(void)
{
    u32 high, low;
    do {
        high = REGISTER(CLINT_MTIME + 4);
        low = REGISTER(CLINT_MTIME);
    } while (high != REGISTER(CLINT_MTIME + 4));
    return (u64)high << 32 | low;
}

static void set_mtimecmp(u64 when)
{
    REGISTER(CLINT_MTIMECMP + 4) = 0xffffffff;
    REGISTER(CLINT_MTIMECMP) = when;
    REGISTER(CLINT_MTIMECMP + 4) = when >> 32;
}

static void wait_for_interrupt(const char *what, u32 bit)
{
    last.count = 0;
    csr_set(mie, bit);
    csr_set(mstatus, MSTATUS_MIE);
    while (last.count == 0) {
        __asm__ volatile("wfi");
    }
    csr_clear(mstatus, MSTATUS_MIE);
    csr_clear(mie, bit);
    put(what);
    show(":", last.cause);
}

static void try_interrupts(void)
{
    u64 start = mtime();
    set_mtimecmp(start + 10000);
    wait_for_interrupt("timer interrupt", MIE_TIMER);
    check("timer interrupt: not early", mtime() - start >= 10000);

    REGISTER(CLINT_MSIP) = 1;
    wait_for_interrupt("software interrupt", MIE_SOFTWARE);

    REGISTER(PLIC + 4 * UART_IRQ) = 1;
    REGISTER(PLIC_ENABLE) = 1 << UART_IRQ;
    REGISTER(PLIC_CONTEXT) = 0;
    while ((REGISTER8(UART_LSR) & UART_LSR_EMPTY) == 0) {
    }
    REGISTER8(UART_IER) = UART_IER_EMPTY;
    wait_for_interrupt("external interrupt", MIE_EXTERNAL);
    show("PLIC source", last.claimed);
    check("PLIC: nothing is left to claim", REGISTER(PLIC_CONTEXT + PLIC_CLAIM) == 0);

    /* WFI also ends when interrupts are off globally, and then no trap is taken. */
    last.count = 0;
    set_mtimecmp(mtime() + 1000);
    csr_set(mie, MIE_TIMER);
    __asm__ volatile("wfi");
    check("wfi ends without a trap when interrupts are off",
          last.count == 0 && (csr_read(mip) & MIE_TIMER) != 0);
    csr_clear(mie, MIE_TIMER);
}

/* ---- arithmetic ---- */

static void try_arithmetic(void)
{
    volatile int seven = 7, minus = -1, lowest = 0x80000000, zero = 0;
    u32 high;
    show("7 / 0", seven / zero);
    show("7 % 0", seven % zero);
    show("lowest / -1", lowest / minus);
    show("lowest % -1", lowest % minus);
    __asm__("mulhsu %0, %1, %2" : "=r"(high) : "r"(lowest), "r"(minus));
    show("mulhsu", high);
}

__attribute__((used)) static void boot(u32 hart)
{
    put("bare guest\n");
    show("hart", hart);
    csr_write(mscratch, trap_stack_top);
    extern u8 trap_entry[];
    csr_write(mtvec, trap_entry);
    try_arithmetic();
    provoke_exceptions();
    try_user_mode();
    try_interrupts();
    show("failures", failures);
    REGISTER(FINISHER) = failures == 0 ? FINISHER_PASS : failures << 16 | FINISHER_FAIL;
    for (;;) {
    }
}

START(boot);
