/* Page tables for programs that switch Sv32 on. */
#include "check.h"

#define PTE_V 1
#define PTE_R 2
#define PTE_W 4
#define PTE_X 8
#define PTE_U 16
#define PTE_G 32
#define PTE_A 64
#define PTE_D 128

/* Where the programs map what they try. */
#define TEST 0x40001000
#define MEGAPAGE 0x50000000
/* `ret`, twice compressed: a word that can be executed. */
#define RETURN 0x80828082

/* The leaf PTE of the page at va leads to the physical address of a symbol. */
.macro PTE va, symbol, flags
    la t0, \symbol
    srli t0, t0, 12
    slli t0, t0, 10
    ori t0, t0, \flags
    la t1, leaves + ((\va) >> 12 & 0x3ff) * 4
    sw t0, 0(t1)
.endm

/* The same with a physical address that is a number. */
.macro PTE_OF va, pa, flags
    li t0, (\pa) >> 2 | \flags
    la t1, leaves + ((\va) >> 12 & 0x3ff) * 4
    sw t0, 0(t1)
.endm

/* The eight flags of a leaf PTE are these now. */
.macro FLAGS va, flags
    la t1, leaves + ((\va) >> 12 & 0x3ff) * 4
    lw t1, 0(t1)
    andi t1, t1, 0xff
    EXPECT t1, \flags
.endm

/* A jump to a0, which is TEST, ends in an instruction page fault. */
.macro FETCH_TRAPS mode
    la s11, 71f
    ENTER(\mode)
    jr a0
71: EXPECT s10, FETCH_PAGE
    EXPECT s9, TEST
    EXPECT s8, TEST
.endm

/*
 * The program itself for S-mode under its own addresses, and a table for TEST and what follows;
 * satp is on, which M-mode does not notice. PMP lets everything pass.
 */
.macro MAKE_TABLES
    li t0, -1
    csrw pmpaddr0, t0
    li t0, 0x1f
    csrw pmpcfg0, t0
    li t0, 0x80000000 >> 2 | PTE_V | PTE_R | PTE_W | PTE_X | PTE_A | PTE_D
    la t1, root + 4 * (0x80000000 >> 22)
    sw t0, 0(t1)
    la t0, leaves
    srli t0, t0, 12
    slli t0, t0, 10
    ori t0, t0, PTE_V
    la t1, root + 4 * (TEST >> 22)
    sw t0, 0(t1)
    la t0, root
    srli t0, t0, 12
    li t1, 1 << 31
    or t0, t0, t1
    csrw satp, t0
    sfence.vma
.endm

    .bss
    .align 12
root:
    .space 4096
leaves:
    .space 4096
    .text
