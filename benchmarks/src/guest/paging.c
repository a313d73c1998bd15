/*
 * Stress for the memory system under Sv32, 4 KiB pages over 8 MiB. TEST on the compiler's command line:
 *   SCATTERED   one access to each of 2,048 pages, in an order that no prefetcher knows
 *   SEQUENTIAL  every word of the 8 MiB
 *   FAULTS_S    S-mode touches an unmapped page; the handler maps it, sfence.vma, return, unmap, sfence.vma
 *   FAULTS_U    the same from U-mode, which then asks by ecall for the page to be unmapped
 *   FLUSH       sfence.vma of everything, then 32 pages touched
 */
#include "guest.h"

#define SCATTERED 1
#define SEQUENTIAL 2
#define FAULTS_S 3
#define FAULTS_U 4
#define FLUSH 5

#define WINDOW 0x40000000u
#define PAGES 2048u
#define PAGE 4096u

#define V 1u
#define R 2u
#define W 4u
#define X 8u
#define U 16u
#define A 64u
#define D 128u

#define csr_write(name, value) __asm__ volatile("csrw " name ", %0" ::"r"(value) : "memory")
#define csr_read(name) ({ u32 v_; __asm__ volatile("csrr %0, " name : "=r"(v_)); v_; })

static u32 root[1024] __attribute__((aligned(4096)));
static u32 leaves[2][1024] __attribute__((aligned(4096)));
static u8 frames[PAGES * PAGE] __attribute__((aligned(4096)));
#if TEST == FAULTS_U
static u8 user_stack[PAGE] __attribute__((aligned(4096)));
#endif

static void fence_page(u32 va)
{
    __asm__ volatile("sfence.vma %0, zero" ::"r"(va) : "memory");
}

static void map(u32 page, u32 rights)
{
    u32 pa = (u32)frames + page * PAGE;
    leaves[page >> 10][page & 1023] = pa >> 12 << 10 | rights | V | R | W | A | D;
}

static void unmap(u32 page)
{
    leaves[page >> 10][page & 1023] = 0;
}

#if TEST == FAULTS_U
#define RIGHTS U
#else
#define RIGHTS 0
#endif

/* Maps the page that was missing; an ecall from U-mode takes it away again. */
__attribute__((interrupt("supervisor"), aligned(4))) static void handler(void)
{
    if (csr_read("scause") == 8) {
        u32 where = csr_read("sscratch");
        unmap((where - WINDOW) / PAGE);
        fence_page(where);
        csr_write("sepc", csr_read("sepc") + 4);
    } else {
        u32 where = csr_read("stval");
        map((where - WINDOW) / PAGE, RIGHTS);
        fence_page(where);
        csr_write("sscratch", where);
    }
}

static u32 work(void)
{
    u32 sum = 0;
#if TEST == SCATTERED
    for (u32 round = 0; round < ROUNDS; round++)
        for (u32 i = 0, page = 7; i < PAGES; i++, page = (page * 5 + 3) % PAGES)
            sum += *(volatile u32 *)(WINDOW + page * PAGE + (page & 255) * 4);
#elif TEST == SEQUENTIAL
    for (u32 round = 0; round < ROUNDS; round++)
        for (volatile u32 *p = (u32 *)WINDOW; p < (u32 *)(WINDOW + PAGES * PAGE); p++)
            sum += *p;
#elif TEST == FLUSH
    for (u32 round = 0; round < ROUNDS; round++) {
        __asm__ volatile("sfence.vma" ::: "memory");
        for (u32 page = 0; page < 32; page++)
            sum += *(volatile u32 *)(WINDOW + page * PAGE);
    }
#else
    for (u32 round = 0; round < ROUNDS; round++) {
        u32 page = round % PAGES;
        *(volatile u32 *)(WINDOW + page * PAGE) = round;
#if TEST == FAULTS_U
        __asm__ volatile("ecall" ::: "memory");
#else
        unmap(page);
        fence_page(WINDOW + page * PAGE);
#endif
        sum += page;
    }
#endif
    return sum;
}

static void end(void)
{
    u32 sum = work();
    put_hex(sum);
    finish(0);
}

int main(void)
{
    u32 user = RIGHTS;
    /* This program, as one megapage after the other up to the end of its frames. */
    for (u32 pa = 0x80000000u; pa < (u32)frames + sizeof frames; pa += 1u << 22)
        root[pa >> 22] = pa >> 12 << 10 | V | R | W | X | A | D | user;
    root[0] = 0 | V | R | W | A | D | user;
    root[0x10000000u >> 22] = 0x10000000u >> 12 << 10 | V | R | W | A | D | user;
    for (u32 i = 0; i < 2; i++)
        root[(WINDOW >> 22) + i] = (u32)leaves[i] >> 12 << 10 | V;
#if TEST != FAULTS_S && TEST != FAULTS_U
    for (u32 page = 0; page < PAGES; page++)
        map(page, RIGHTS);
#endif
#if TEST == FAULTS_U
    /* S-mode executes its handler from pages of its own: the same memory, 256 MiB further. */
    for (u32 pa = 0x80000000u; pa < (u32)frames + sizeof frames; pa += 1u << 22)
        root[(pa + 0x10000000u) >> 22] = pa >> 12 << 10 | V | R | W | X | A | D;
    csr_write("stvec", (u32)handler + 0x10000000u);
    csr_write("mstatus", 1u << 18);
#else
    csr_write("stvec", handler);
    csr_write("mstatus", 1u << 11);
#endif
    csr_write("pmpaddr0", 0xffffffffu);
    csr_write("pmpcfg0", 0x1f);
    csr_write("medeleg", 0xb1ff);
    csr_write("satp", 0x80000000u | (u32)root >> 12);
    csr_write("mepc", end);
#if TEST == FAULTS_U
    __asm__ volatile("mv sp, %0\n mret" ::"r"(user_stack + PAGE) : "memory");
#else
    __asm__ volatile("mret" ::: "memory");
#endif
    __builtin_unreachable();
}
