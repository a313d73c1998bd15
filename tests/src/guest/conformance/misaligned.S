/* Misaligned loads and stores, done by hardware; with -DTRAPPED they are exceptions. */
#include "paging.h"
main:
    la a0, area
#ifdef TRAPPED
    CASE 1
    addi a1, a0, 1
    TRAPS_AT(LOAD_MISALIGNED, area + 1, lh t0, 0(a1))
    TRAPS_AT(LOAD_MISALIGNED, area + 1, lhu t0, 0(a1))
    TRAPS_AT(LOAD_MISALIGNED, area + 1, lw t0, 0(a1))
    TRAPS_AT(STORE_MISALIGNED, area + 1, sh t0, 0(a1))
    TRAPS_AT(STORE_MISALIGNED, area + 1, sw t0, 0(a1))
    lb t0, 0(a1)
    addi a1, a0, 2
    TRAPS_AT(LOAD_MISALIGNED, area + 2, lw t0, 0(a1))
    lh t0, 0(a1)
    EXPECT t0, 0x3322
#else
    CASE 1
    lw t0, 1(a0)
    EXPECT t0, 0x44332211
    lw t0, 2(a0)
    EXPECT t0, 0x55443322
    lw t0, 3(a0)
    EXPECT t0, 0x66554433
    lh t0, 7(a0)
    EXPECT t0, 0xffff8877
    lhu t0, 7(a0)
    EXPECT t0, 0x8877
    CASE 2
    li t0, 0xaabbccdd
    sw t0, 3(a0)
    lw t1, 0(a0)
    EXPECT t1, 0xdd221100
    lw t1, 4(a0)
    EXPECT t1, 0x77aabbcc
    CASE 3                              /* across pages; a fault in the second stores nothing */
    MAKE_TABLES
    PTE TEST, area, PTE_V | PTE_R | PTE_W | PTE_A | PTE_D
    PTE TEST + 0x1000, area, PTE_V | PTE_R | PTE_A | PTE_D
    sfence.vma
    li a1, TEST + 0xffe
    WORKS_IN(S_MODE, lw t0, 0(a1))
    EXPECT t0, 0x11000000
    la s11, 1f
    ENTER(S_MODE)
    sw t0, 0(a1)
1:  EXPECT s10, STORE_PAGE
    EXPECT s9, TEST + 0x1000
    la t0, area + 0xffc
    lw t0, 0(t0)
    EXPECT t0, 0
    CASE 4                              /* not where there is no memory */
    li a1, CLINT_MTIME + 1
    TRAPS(LOAD_ACCESS, CLINT_MTIME + 1, lw t0, 0(a1))
#endif
    j pass

    .data
    .align 12
area:
    .byte 0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99
    .align 12
