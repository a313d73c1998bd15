/* S-mode: delegation, returns, TVM, TW, TSR, interrupts, Sstc. */
#include "check.h"
main:
    li t0, -1
    csrw pmpaddr0, t0
    csrwi pmpcfg0, 0x1f
    la t0, supervisor_entry
    csrw stvec, t0
    CASE 1                              /* calls and CSRs of a higher mode */
    TRAPS_IN(S_MODE, ECALL_S, 0, ecall)
    TRAPS_IN(U_MODE, ECALL_U, 0, ecall)
    ILLEGAL_IN(S_MODE, csrr t0, mstatus)
    ILLEGAL_IN(U_MODE, csrr t0, sstatus)
    ILLEGAL_IN(S_MODE, mret)
    ILLEGAL_IN(U_MODE, sret)
    CASE 2                              /* wfi, satp and sfence.vma in U-mode */
    ILLEGAL_IN(U_MODE, wfi)
    ILLEGAL_IN(U_MODE, sfence.vma)
    ILLEGAL_IN(U_MODE, csrr t0, satp)
    WORKS_IN(S_MODE, sfence.vma)
    WORKS_IN(S_MODE, csrr t0, satp)
    CASE 3                              /* TVM */
    li t0, MSTATUS_TVM
    csrs mstatus, t0
    ILLEGAL_IN(S_MODE, sfence.vma)
    ILLEGAL_IN(S_MODE, csrr t0, satp)
    csrr t0, satp
    sfence.vma
    CASE 4                              /* TW */
    li t0, MSTATUS_TW
    csrs mstatus, t0
    ILLEGAL_IN(S_MODE, wfi)
    CASE 5                              /* TSR */
    li t0, MSTATUS_TSR
    csrs mstatus, t0
    ILLEGAL_IN(S_MODE, sret)
    li t0, MSTATUS_TVM | MSTATUS_TW | MSTATUS_TSR
    csrc mstatus, t0
    CASE 6                              /* a delegated exception */
    li t0, 1 << ILLEGAL | 1 << ECALL_U
    csrw medeleg, t0
    li t0, MSTATUS_SIE
    csrs mstatus, t0
    li s5, -1
    la s11, 1f
    ENTER(U_MODE)
2:  .word 0xffffffff
1:  EXPECT s10, ECALL_S
    EXPECT s5, ILLEGAL
    EXPECT s6, -1
    EXPECT_ADDRESS s7, 2b
    csrr t0, mstatus
    li t1, MSTATUS_SIE | MSTATUS_SPIE | MSTATUS_SPP
    and t0, t0, t1
    EXPECT t0, MSTATUS_SPIE
    CASE 7                              /* not from M-mode */
    ILLEGAL_HERE(.word 0xffffffff)
    csrw medeleg, zero
    CASE 8                              /* sret */
    la s11, 1f
    ENTER(S_MODE)
    la t0, 2f
    csrw sepc, t0
    li t0, MSTATUS_SPP
    csrc sstatus, t0
    csrsi sstatus, MSTATUS_SIE
    sret
    nop
2:  ecall
1:  EXPECT s10, ECALL_U
    CASE 9                              /* a delegated interrupt is taken in S-mode, not in M */
    csrwi mideleg, 2
    csrwi mie, 2
    csrci mstatus, MSTATUS_SIE
    csrsi mip, 2
    csrsi mstatus, MSTATUS_MIE
    nop
    li s5, 0
    la s11, 1f
    ENTER(S_MODE)
    csrsi sstatus, MSTATUS_SIE
    nop
    ecall
1:  EXPECT s5, 0x80000001
    csrci mip, 2
    CASE 10                             /* sip is a view */
    csrwi mie, 0
    csrwi mip, 2
    csrwi mideleg, 0
    csrr t0, sip
    EXPECT t0, 0
    csrwi mideleg, 2
    csrr t0, sip
    EXPECT t0, 2
    csrwi mip, 0
    CASE 11                             /* Sstc */
    csrwi mcounteren, 7
    ILLEGAL_IN(S_MODE, csrr t0, 0x14d)
    li t0, 0x80000000
    csrw 0x31a, t0
    WORKS_IN(S_MODE, csrr t0, 0x14d)
    csrwi mcounteren, 5
    ILLEGAL_IN(S_MODE, csrr t0, 0x14d)
    csrwi mcounteren, 7
    li t0, 0x20
    csrw mideleg, t0
    csrw mie, t0
    li t0, -1
    csrw 0x15d, t0
    csrr t0, mip
    andi t0, t0, 0x20
    EXPECT t0, 0
    li s5, 0
    la s11, 1f
    ENTER(S_MODE)
    csrr t0, time
    addi t0, t0, 20
    csrw 0x15d, zero
    csrw 0x14d, t0
    csrsi sstatus, MSTATUS_SIE
2:  wfi
    j 2b
1:  EXPECT s5, 0x80000005
    csrr t1, time
    bltu t1, t0, fail
    j pass
