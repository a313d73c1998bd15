/* S2: faults of a program: signal, code and address. */
#include "abi.h"

static u32 jump[4];
static volatile int number_seen;
static volatile int code_seen;
static void *volatile address_seen;

static void on_fault(int number, struct siginfo *info, void *context)
{
    number_seen = number;
    code_seen = info->code;
    address_seen = info->address;
    ((struct context *)context)->registers[0] = jump[0];
    ((struct context *)context)->registers[2] = jump[1];
    ((struct context *)context)->registers[8] = jump[2];
}

/* Runs one access whose fault ends it. */
#define FAULTS(what, wanted, address, code) do { \
        number_seen = code_seen = 0; \
        __asm__ volatile("la t0, 1f\n\tsw t0, 0(%0)\n\tsw sp, 4(%0)\n\tsw s0, 8(%0)\n\t" code \
                "\n1:" : : "r"(jump), "r"(address) : "memory", "t0", "t1", "ra", "s1", "s2", \
                "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11"); \
        say("%s: signal %d code %d", what, number_seen, code_seen); \
        ok((u32)address_seen == (u32)(wanted), "its address"); \
    } while (0)

static int dies(void (*how)(void))
{
    struct rlimit none = {0, 0};
    int pid = fork();
    if (pid == 0) {
        call(prlimit64, 0, 4, &none, NULL);
        action(SIGSEGV, SIG_DFL, 0, 0);
        action(SIGILL, SIG_DFL, 0, 0);
        how();
        quit(0);
    }
    return ended(pid) - 1000;
}

static void store_null(void)
{
    *(volatile int *)4 = 1;
}

static void blocked_fault(void)
{
    mask(SIG_SETMASK, BIT(SIGSEGV));
    *(volatile int *)4 = 1;
}

static void ignored_fault(void)
{
    action(SIGSEGV, SIG_IGN, 0, 0);
    *(volatile int *)4 = 1;
}

static void no_stack(void)
{
    action(SIGSEGV, on_fault, SA_SIGINFO, 0);
    __asm__ volatile("li sp, 64\n\tsw zero, 0(zero)");
}

static void illegal(void)
{
    __asm__ volatile(".word 0xffffffff");
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    u8 *read_only = map(PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1);
    u8 *nothing = map(PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
    u8 *hole = memory(3 * PAGE);
    call(munmap, hole + PAGE, PAGE);
    action(SIGSEGV, on_fault, SA_SIGINFO | SA_NODEFER, 0);
    action(SIGILL, on_fault, SA_SIGINFO | SA_NODEFER, 0);
    action(SIGTRAP, on_fault, SA_SIGINFO | SA_NODEFER, 0);
    FAULTS("a load from 16", 16, 16, "lw t1, 0(%1)");
    FAULTS("a store to 16", 16, 16, "sw zero, 0(%1)");
    FAULTS("a store to a read-only page", read_only + 8, read_only + 8, "sw zero, 0(%1)");
    FAULTS("a load from a page without access", nothing, nothing, "lb t1, 0(%1)");
    FAULTS("a store to a hole", hole + PAGE + 4, hole + PAGE + 4, "sb zero, 0(%1)");
    FAULTS("a store to the program's text", main, main, "sw zero, 0(%1)");
    FAULTS("a jump to 64", 64, 64, "jalr ra, %1, 0");
    FAULTS("a jump to a page of data", hole, hole, "jalr ra, %1, 0");
    FAULTS("a load from the kernel's half", 0xc0000000, 0xc0000000, "lw t1, 0(%1)");
    FAULTS("a store to the last word", 0xfffffffc, 0xfffffffc, "sw zero, 0(%1)");
    say("killed by %d", dies(store_null));
    say("blocked: killed by %d", dies(blocked_fault));
    say("ignored: killed by %d", dies(ignored_fault));
    say("an illegal instruction: killed by %d", dies(illegal));
    say("no room for the frame: killed by %d", dies(no_stack));
    return 0;
}
