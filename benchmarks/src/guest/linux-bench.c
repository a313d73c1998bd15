/*
 * The guest's program bench for Linux on RV32, so that two kernels are measured with one ruler: the same
 * operations, counts and lines (name, value, unit), in C, without a C library. Of several measurements
 * of one thing the smallest counts. As the first process of a machine it powers off at the end; exec
 * runs the program itself with the argument "tiny".
 *
 *   riscv64-unknown-elf-gcc -march=rv32ima_zicsr -mabi=ilp32 -static -nostdlib -ffreestanding -O2 \
 *       -Wall -Wextra -Werror -I tests/guests -o init benchmarks/src/guest/linux-bench.c
 */
#include "syscall.h"

#define SYS_sched_yield 124
#define RB_POWER_OFF 0x4321fedc
#define CLONE_VM 0x100
#define CLONE_VFORK 0x4000
#define SIGILL 4
#define SIGKILL 9
#define PAGE 4096u

static char *self;
static char *const *environment;
static u64 start_instructions, start_cycles, instructions, cycles, least_instructions, least_cycles;

void *memset(void *start, int value, size_t size)
{
    for (size_t i = 0; i < size; i++)
        ((volatile u8 *)start)[i] = value;
    return start;
}

void *memcpy(void *to, const void *from, size_t size)
{
    for (size_t i = 0; i < size; i++)
        ((volatile u8 *)to)[i] = ((const u8 *)from)[i];
    return to;
}

static size_t length(const char *text)
{
    size_t n = 0;
    while (text[n])
        n++;
    return n;
}

static void put(const char *text)
{
    write(1, text, length(text));
}

/* 64 bits by 32 without a library: one bit after the other. */
static u64 divide(u64 value, u32 by, u32 *rest)
{
    u64 quotient = 0, left = 0;
    for (int bit = 63; bit >= 0; bit--) {
        left = left << 1 | (value >> bit & 1);
        if (left >= by) {
            left -= by;
            quotient |= 1ull << bit;
        }
    }
    *rest = left;
    return quotient;
}

static void put_number(u64 value)
{
    char digits[21], *p = digits + 20;
    u32 digit;
    *p = 0;
    do {
        value = divide(value, 10, &digit);
        *--p = '0' + digit;
    } while (value);
    put(p);
}

__attribute__((noreturn)) static void fail(const char *what)
{
    put("bench: ");
    put(what);
    put("\n");
    if (getpid() == 1)
        SYSCALL4(SYS_reboot, 0xfee1dead, 672274793, RB_POWER_OFF, 0);
    exit(1);
}

/* ---- the meter ---- */

#define COUNTER(name, low, high)                                                                     \
    static u64 name(void)                                                                            \
    {                                                                                                \
        u32 h, l, again;                                                                             \
        do {                                                                                         \
            __asm__ volatile("csrr %0, " high "\n\tcsrr %1, " low "\n\tcsrr %2, " high               \
                             : "=r"(h), "=r"(l), "=r"(again));                                       \
        } while (h != again);                                                                        \
        return (u64)h << 32 | l;                                                                     \
    }

COUNTER(instret, "instret", "instreth")
COUNTER(cycle, "cycle", "cycleh")

static void reset(void)
{
    least_instructions = least_cycles = ~0ull;
}

static void keep(u64 some_instructions, u64 some_cycles)
{
    if (some_instructions < least_instructions)
        least_instructions = some_instructions;
    if (some_cycles < least_cycles)
        least_cycles = some_cycles;
}

__attribute__((noinline)) static void begin(void)
{
    start_instructions = instret();
    start_cycles = cycle();
}

__attribute__((noinline)) static void end(void)
{
    cycles = cycle() - start_cycles;
    instructions = instret() - start_instructions;
    keep(instructions, cycles);
}

static void line(const char *name, u64 value, u32 count, const char *unit)
{
    u32 rest;
    put(name);
    put(" ");
    put_number(divide(value, count, &rest));
    put(unit);
}

static void report(const char *name, u32 count)
{
    line(name, least_instructions, count, " instructions\n");
    line(name, least_cycles, count, " cycles\n");
}

#define MEASURE(name, rounds, count, work)                                                           \
    do {                                                                                             \
        reset();                                                                                     \
        for (int round = 0; round < (rounds); round++) {                                             \
            begin();                                                                                 \
            for (int i = 0; i < (count); i++) {                                                      \
                work;                                                                                \
            }                                                                                        \
            end();                                                                                   \
        }                                                                                            \
        report(name, count);                                                                         \
    } while (0)

static void on_illegal(int number, struct siginfo *info, void *context)
{
    (void)number, (void)info, (void)context;
    fail("the kernel does not let programs read instret and cycle");
}

/* ---- calls ---- */

static void on_signal(int number, struct siginfo *info, void *context)
{
    (void)number, (void)info, (void)context;
}

static void measure_calls(void)
{
    MEASURE("null-call", 5, 1000, SYSCALL0(SYS_getppid));
    const char *path = self;
    MEASURE("open-close", 5, 200, close(openat(path, O_RDONLY, 0)));
    int zero = openat("/dev/zero", O_RDONLY, 0);
    u8 byte[8];
    if (zero >= 0)
        MEASURE("read-1-byte", 5, 200, read(zero, byte, 1));
    sigaction(SIGUSR1, on_signal);
    int pid = getpid();
    MEASURE("signal-to-self", 5, 200, SYSCALL2(SYS_kill, pid, SIGUSR1));
}

/* ---- switches ---- */

static void measure_switches(void)
{
    int to[2], from[2];
    u8 byte[8] = {0};
    if (SYSCALL2(SYS_pipe2, to, 0) < 0 || SYSCALL2(SYS_pipe2, from, 0) < 0)
        fail("no pipe");
    int child = fork();
    if (child == 0) {
        close(to[1]);
        while (read(to[0], byte, 1) == 1)
            write(from[1], byte, 1);
        exit(0);
    }
    MEASURE("pipe-round-trip", 5, 200, write(to[1], byte, 1); read(from[0], byte, 1));
    close(to[1]);
    wait_for(child);
    close(to[0]);
    close(from[0]);
    close(from[1]);
    child = fork();
    for (; child == 0;)
        SYSCALL0(SYS_sched_yield);
    reset();
    for (int round = 0; round < 5; round++) {
        SYSCALL0(SYS_sched_yield);
        begin();
        for (int i = 0; i < 200; i++)
            SYSCALL0(SYS_sched_yield);
        end();
    }
    SYSCALL2(SYS_kill, child, SIGKILL);
    wait_for(child);
    report("sched-yield", 400);
}

/* ---- memory ---- */

static u8 *pages(u32 count)
{
    u8 *memory = map(count * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE);
    if ((u32)memory > -PAGE)
        fail("no memory");
    return memory;
}

static void touch(u8 *memory, u32 count)
{
    for (u8 *page = memory; page < memory + count * PAGE; page += PAGE)
        *(volatile u32 *)page = count;
}

static void look(u8 *memory, u32 count)
{
    for (u8 *page = memory; page < memory + count * PAGE; page += PAGE)
        (void)*(volatile u32 *)page;
}

/* ---- processes ---- */

static void fork_and_wait(void)
{
    int child = fork();
    if (child == 0)
        exit(0);
    wait_for(child);
}

/* The child has the parent's stack: it must not return from a function, nor change a variable. */
static void vfork_and_wait(void)
{
    int child = SYSCALL5(SYS_clone, CLONE_VM | CLONE_VFORK | SIGCHLD, 0, 0, 0, 0);
    if (child == 0)
        exit(0);
    wait_for(child);
}

static void exec_and_wait(void)
{
    int child = fork();
    if (child == 0) {
        char *const arguments[] = {self, "tiny", NULL};
        SYSCALL3(SYS_execve, self, arguments, environment);
        exit(127);
    }
    if (wait_for(child) != 0)
        fail("the program could not run itself");
}

static void measure_processes(void)
{
    static const u32 sizes[] = {1, 4, 16, 32};
    static const char *const names[] = {"fork-exit-wait-1MiB", "fork-exit-wait-4MiB",
                                        "fork-exit-wait-16MiB", "fork-exit-wait-32MiB"};
    MEASURE("fork-exit-wait", 10, 20, fork_and_wait());
    MEASURE("vfork-exit-wait", 10, 20, vfork_and_wait());
    for (u32 i = 0; i < COUNT(sizes); i++) {
        u8 *memory = pages(sizes[i] * 256);
        touch(memory, sizes[i] * 256);
        MEASURE(names[i], 10, 20, fork_and_wait());
        unmap(memory, sizes[i] * 256 * PAGE);
    }
    MEASURE("fork-exec-wait", 10, 10, exec_and_wait());
}

/* ---- copy-on-write ---- */

static void in_child(u8 *memory, u32 count)
{
    int ends[2];
    u64 result[2];
    if (SYSCALL2(SYS_pipe2, ends, 0) < 0)
        fail("no pipe");
    int child = fork();
    if (child == 0) {
        begin();
        end();
        begin();
        touch(memory, count);
        end();
        result[0] = instructions;
        result[1] = cycles;
        write(ends[1], result, sizeof(result));
        exit(0);
    }
    read(ends[0], result, sizeof(result));
    keep(result[0], result[1]);
    wait_for(child);
    close(ends[0]);
    close(ends[1]);
}

static void measure_pages(void)
{
    static const u32 counts[] = {16, 256, 1024};
    static const char *const names[] = {"cow-fault-16", "cow-fault", "cow-fault-1024"};
    for (int reading = 0; reading < 2; reading++) {
        reset();
        for (int round = 0; round < 5; round++) {
            u8 *memory = pages(256);
            begin();
            (reading ? look : touch)(memory, 256);
            end();
            unmap(memory, 256 * PAGE);
        }
        report(reading ? "first-read" : "first-touch", 256);
    }
    for (u32 i = 0; i < COUNT(counts); i++) {
        u8 *memory = pages(counts[i]);
        touch(memory, counts[i]);
        reset();
        for (int round = 0; round < 5; round++)
            in_child(memory, counts[i]);
        report(names[i], counts[i]);
        unmap(memory, counts[i] * PAGE);
    }
    u8 *memory = pages(256);
    touch(memory, 256);
    reset();
    for (int round = 0; round < 5; round++) {
        fork_and_wait();
        begin();
        touch(memory, 256);
        end();
    }
    report("reuse-fault", 256);
}

__attribute__((noreturn, used)) static void start(char **stack)
{
    int count = (int)(u32)stack[0];
    if (count > 1 && stack[2][0] == 't')
        exit(0);
    self = count > 0 ? stack[1] : "/init";
    environment = (char *const *)(stack + count + 2);
    if (getpid() == 1) {
        self = "/init";
        SYSCALL5(SYS_mount, "devtmpfs", "/dev", "devtmpfs", 0, 0);
    }
    sigaction(SIGILL, on_illegal);
    begin();
    end();
    measure_calls();
    measure_switches();
    measure_processes();
    measure_pages();
    if (getpid() == 1)
        SYSCALL4(SYS_reboot, 0xfee1dead, 672274793, RB_POWER_OFF, 0);
    exit(0);
}

__asm__(".globl _start\n"
        "_start:\n"
        "\t.option push\n"
        "\t.option norelax\n"
        "\tla gp, __global_pointer$\n"
        "\t.option pop\n"
        "\tmv a0, sp\n"
        "\tandi sp, sp, -16\n"
        "\tcall start\n");
