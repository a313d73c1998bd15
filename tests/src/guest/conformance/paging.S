/*
 * Sv32 with A and D updated by hardware. In the end tohost is written by S-mode under another
 * address than its own: it is the physical word that counts.
 */
#include "paging.h"

/* Maps TEST to the data page with those flags, and fences. */
.macro MAP flags
    PTE TEST, data_page, \flags
    sfence.vma
.endm

main:
    MAKE_TABLES
    CASE 1                              /* reading, writing, executing */
    MAP PTE_V | PTE_R | PTE_W | PTE_X | PTE_A | PTE_D
    li a0, TEST
    WORKS_IN(S_MODE, lw t0, 0(a0))
    EXPECT t0, RETURN
    WORKS_IN(S_MODE, sw t0, 0(a0))
    WORKS_IN(S_MODE, jalr a0)
    MAP PTE_V | PTE_R | PTE_A
    WORKS_IN(S_MODE, lw t0, 0(a0))
    TRAPS_IN(S_MODE, STORE_PAGE, TEST, sw t0, 0(a0))
    TRAPS_IN(S_MODE, STORE_PAGE, TEST, amoadd.w t0, t0, (a0))
    FETCH_TRAPS S_MODE
    MAP PTE_V | PTE_X | PTE_A
    TRAPS_IN(S_MODE, LOAD_PAGE, TEST, lw t0, 0(a0))
    WORKS_IN(S_MODE, jalr a0)
    CASE 2                              /* MXR */
    li t0, MSTATUS_MXR
    csrs mstatus, t0
    WORKS_IN(S_MODE, lw t0, 0(a0))
    li t0, MSTATUS_MXR
    csrc mstatus, t0
    CASE 3                              /* user pages and SUM */
    MAP PTE_V | PTE_R | PTE_W | PTE_X | PTE_U | PTE_A | PTE_D
    TRAPS_IN(S_MODE, LOAD_PAGE, TEST, lw t0, 0(a0))
    FETCH_TRAPS S_MODE
    li t0, MSTATUS_SUM
    csrs mstatus, t0
    WORKS_IN(S_MODE, lw t0, 0(a0))
    WORKS_IN(S_MODE, sw t0, 0(a0))
    FETCH_TRAPS S_MODE
    li t0, MSTATUS_SUM
    csrc mstatus, t0
    CASE 4                              /* MPRV */
    li t0, MSTATUS_MPP
    csrc mstatus, t0
    li t0, MSTATUS_MPRV
    csrs mstatus, t0
    lw t1, 0(a0)
    csrc mstatus, t0
    EXPECT t1, RETURN
    CASE 5                              /* invalid and reserved */
    MAP PTE_R | PTE_W | PTE_A | PTE_D
    TRAPS_IN(S_MODE, LOAD_PAGE, TEST, lw t0, 0(a0))
    MAP PTE_V | PTE_W | PTE_A | PTE_D
    TRAPS_IN(S_MODE, STORE_PAGE, TEST, sw t0, 0(a0))
    MAP PTE_V
    TRAPS_IN(S_MODE, LOAD_PAGE, TEST, lw t0, 0(a0))
    CASE 6                              /* A and D */
    MAP PTE_V | PTE_R | PTE_W
    WORKS_IN(S_MODE, lw t0, 0(a0))
    FLAGS TEST, PTE_V | PTE_R | PTE_W | PTE_A
    WORKS_IN(S_MODE, sw t0, 0(a0))
    FLAGS TEST, PTE_V | PTE_R | PTE_W | PTE_A | PTE_D
    MAP PTE_V | PTE_R
    TRAPS_IN(S_MODE, STORE_PAGE, TEST, sw t0, 0(a0))
    FLAGS TEST, PTE_V | PTE_R
    CASE 7                              /* a megapage, and one that is misaligned */
    li t1, 0x80000000 >> 2 | PTE_V | PTE_R | PTE_W | PTE_A | PTE_D
    la t0, root + 4 * (MEGAPAGE >> 22)
    sw t1, 0(t0)
    sfence.vma
    la a1, data_page
    li t0, MEGAPAGE - 0x80000000
    add a1, a1, t0
    WORKS_IN(S_MODE, lw t0, 0(a1))
    EXPECT t0, RETURN
    li t1, 0x80001000 >> 2 | PTE_V | PTE_R | PTE_W | PTE_A | PTE_D
    la t0, root + 4 * (MEGAPAGE >> 22)
    sw t1, 0(t0)
    sfence.vma
    li a1, MEGAPAGE
    TRAPS_IN(S_MODE, LOAD_PAGE, MEGAPAGE, lw t0, 0(a1))
    CASE 8                              /* an old translation goes with its fence */
    MAP PTE_V | PTE_R | PTE_W | PTE_A | PTE_D
    WORKS_IN(S_MODE, lw t0, 0(a0))
    PTE TEST, data_page + 0x1000, PTE_V | PTE_R | PTE_W | PTE_A | PTE_D
    sfence.vma a0
    WORKS_IN(S_MODE, lw t0, 0(a0))
    EXPECT t0, 0x12345678
    PTE TEST, data_page, PTE_V | PTE_R | PTE_W | PTE_A | PTE_D
    li t1, 7
    WORKS_IN(S_MODE, sfence.vma a0, zero; lw t0, 0(a0))
    EXPECT t0, RETURN
    CASE 9                              /* a physical address that is not there */
    PTE_OF TEST, VACANT, PTE_V | PTE_R | PTE_W | PTE_A | PTE_D
    sfence.vma
    TRAPS_IN(S_MODE, LOAD_ACCESS, TEST, lw t0, 0(a0))
    li t0, 0xc0000000 | PTE_V | PTE_R | PTE_A
    la t1, leaves + (TEST >> 12 & 0x3ff) * 4
    sw t0, 0(t1)
    sfence.vma
    TRAPS_IN(S_MODE, LOAD_ACCESS, TEST, lw t0, 0(a0))
    CASE 10                             /* an instruction across pages; a fault in the second */
    PTE TEST, code_page, PTE_V | PTE_X | PTE_A
    PTE TEST + 0x1000, code_page + 0x1000, PTE_V | PTE_X | PTE_A
    sfence.vma
    li a1, TEST + 0xffe
    li t0, 0
    WORKS_IN(S_MODE, jalr a1)
    EXPECT t0, 1234
    PTE TEST + 0x1000, code_page + 0x1000, PTE_V | PTE_R | PTE_A
    sfence.vma
    la s11, 1f
    ENTER(S_MODE)
    jr a1
1:  EXPECT s10, FETCH_PAGE
    EXPECT s9, TEST + 0x1000
    EXPECT s8, TEST + 0xffe
    CASE 11                             /* passing under another address */
    PTE TEST, tohost, PTE_V | PTE_R | PTE_W | PTE_A | PTE_D
    sfence.vma
    la s11, fail
    ENTER(S_MODE)
    li t0, 1
    sw t0, 0(a0)
    sw zero, 4(a0)
1:  j 1b

    .data
    .align 12
data_page:
    .word RETURN, 0, 0, 0
    .align 12
    .word 0x12345678
    .align 12
code_page:
    .space 0xffe
    .word 0x4d200293            /* li t0, 1234 */
    .half 0x8082                /* ret */
    .align 12
