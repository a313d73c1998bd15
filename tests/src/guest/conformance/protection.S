/* PMP: ranges, priority, locks, and page walks that it forbids. */
#include "paging.h"
#define PMP_R 1
#define PMP_W 2
#define PMP_X 4
#define TOR (1 << 3)
#define NA4 (2 << 3)
#define NAPOT (3 << 3)
#define LOCKED (1 << 7)

/* Entry 3 opens everything, entries 0 to 2 are the program's. */
.macro CONFIGURE value
    li t0, (NAPOT | PMP_R | PMP_W | PMP_X) << 24 | (\value)
    csrw pmpcfg0, t0
.endm

.macro ADDRESS register, symbol
    la t0, \symbol
    srli t0, t0, 2
    csrw \register, t0
.endm

main:
    li t0, -1
    csrw pmpaddr3, t0
    la a0, area
    CASE 1                              /* nothing is open at first */
    csrwi pmpcfg0, 0
    la s11, 1f
    ENTER(U_MODE)
1:  EXPECT s10, FETCH_ACCESS
    CASE 2                              /* NA4 */
    ADDRESS pmpaddr0, area + 8
    CONFIGURE NA4
    WORKS_IN(S_MODE, lw t0, 4(a0))
    li a1, 0
    la s11, 1f
    ENTER(S_MODE)
    lw t0, 8(a0)
1:  EXPECT s10, LOAD_ACCESS
    EXPECT_ADDRESS s9, area + 8
    WORKS_IN(U_MODE, lw t0, 12(a0))
    CASE 3                              /* M-mode is not bound */
    lw t0, 8(a0)
    CASE 4                              /* a word partly inside */
    addi a1, a0, 6
    TRAPS_AT(LOAD_ACCESS, area + 6, lw t0, 0(a1))
    CASE 5                              /* NAPOT of 16 bytes, read-only */
    la t0, area
    srli t0, t0, 2
    ori t0, t0, 1
    csrw pmpaddr0, t0
    CONFIGURE NAPOT | PMP_R
    WORKS_IN(S_MODE, lw t0, 12(a0))
    WORKS_IN(S_MODE, sw t0, 16(a0))
    la s11, 1f
    ENTER(S_MODE)
    sw t0, 12(a0)
1:  EXPECT s10, STORE_ACCESS
    EXPECT_ADDRESS s9, area + 12
    CASE 6                              /* TOR; the lowest entry decides */
    ADDRESS pmpaddr0, area + 4
    ADDRESS pmpaddr1, area + 12
    CONFIGURE TOR << 8
    WORKS_IN(S_MODE, lw t0, 0(a0); lw t0, 12(a0))
    la s11, 1f
    ENTER(S_MODE)
    lw t0, 4(a0)
1:  EXPECT s10, LOAD_ACCESS
    ADDRESS pmpaddr2, area + 4
    CONFIGURE TOR << 8 | (NA4 | PMP_R) << 16
    la s11, 1f
    ENTER(S_MODE)
    lw t0, 4(a0)
1:  EXPECT s10, LOAD_ACCESS
    CASE 7                              /* without the right to execute */
    ADDRESS pmpaddr0, area
    CONFIGURE NA4 | PMP_R | PMP_W
    la s11, 1f
    ENTER(S_MODE)
    jr a0
1:  EXPECT s10, FETCH_ACCESS
    EXPECT_ADDRESS s9, area
    CASE 8                              /* a reserved combination */
    CONFIGURE NA4 | PMP_W
    csrr t0, pmpcfg0
    andi t0, t0, 0xff
    EXPECT t0, NA4
    CASE 9                              /* walks */
    MAKE_TABLES
    li t0, -1
    csrw pmpaddr3, t0
    la t0, leaves
    srli t0, t0, 2
    ori t0, t0, 0x1ff
    csrw pmpaddr0, t0
    CONFIGURE NAPOT
    PTE TEST, area, PTE_V | PTE_R | PTE_W | PTE_X
    li a1, TEST
    TRAPS_IN(S_MODE, LOAD_ACCESS, TEST, lw t0, 0(a1))
    TRAPS_IN(S_MODE, STORE_ACCESS, TEST, sw t0, 0(a1))
    TRAPS_IN(S_MODE, STORE_ACCESS, TEST, amoadd.w t0, t0, (a1))
    la s11, 1f
    ENTER(S_MODE)
    jr a1
1:  EXPECT s10, FETCH_ACCESS
    EXPECT s9, TEST
    CASE 10                             /* a PTE that may be read, but A not set */
    CONFIGURE NAPOT | PMP_R
    TRAPS_IN(S_MODE, LOAD_ACCESS, TEST, lw t0, 0(a1))
    CONFIGURE NAPOT | PMP_R | PMP_W
    WORKS_IN(S_MODE, lw t0, 0(a1))
    CASE 11                             /* locked */
    ADDRESS pmpaddr0, area
    CONFIGURE NA4 | PMP_R | LOCKED
    csrw pmpaddr0, zero
    csrr t0, pmpaddr0
    srli t1, a0, 2
    bne t0, t1, fail
    CONFIGURE NA4 | PMP_R | PMP_W
    csrr t0, pmpcfg0
    andi t0, t0, 0xff
    EXPECT t0, NA4 | PMP_R | LOCKED
    lw t0, 0(a0)
    TRAPS_AT(STORE_ACCESS, area, sw t0, 0(a0))
    sw t0, 4(a0)
    j pass

    .data
    .align 12
area:
    .word 0x80828082, 0, 0, 0, 0, 0, 0, 0
