/* Missing A and D bits are page faults, until menvcfg.ADUE says otherwise: --pte-ad fault. */
#include "paging.h"
#define ADUE (1 << 29)

main:
    MAKE_TABLES
    li a0, TEST
    CASE 1
    PTE TEST, data_page, PTE_V | PTE_R | PTE_W | PTE_X
    sfence.vma
    TRAPS_IN(S_MODE, LOAD_PAGE, TEST, lw t0, 0(a0))
    TRAPS_IN(S_MODE, STORE_PAGE, TEST, sw t0, 0(a0))
    TRAPS_IN(S_MODE, STORE_PAGE, TEST, amoadd.w t0, t0, (a0))
    FETCH_TRAPS S_MODE
    FLAGS TEST, PTE_V | PTE_R | PTE_W | PTE_X
    CASE 2
    PTE TEST, data_page, PTE_V | PTE_R | PTE_W | PTE_X | PTE_A
    sfence.vma
    WORKS_IN(S_MODE, lw t0, 0(a0))
    TRAPS_IN(S_MODE, STORE_PAGE, TEST, sw t0, 0(a0))
    FLAGS TEST, PTE_V | PTE_R | PTE_W | PTE_X | PTE_A
    CASE 3
    PTE TEST, data_page, PTE_V | PTE_R | PTE_W | PTE_X
    sfence.vma
    LEGAL 0x31a, ADUE, ADUE
    WORKS_IN(S_MODE, sw t0, 0(a0))
    FLAGS TEST, PTE_V | PTE_R | PTE_W | PTE_X | PTE_A | PTE_D
    CASE 4
    PTE TEST, data_page, PTE_V | PTE_R | PTE_W | PTE_X
    sfence.vma
    LEGAL 0x31a, 0, 0
    TRAPS_IN(S_MODE, LOAD_PAGE, TEST, lw t0, 0(a0))
    j pass

    .data
    .align 12
data_page:
    .word RETURN, 0, 0, 0
