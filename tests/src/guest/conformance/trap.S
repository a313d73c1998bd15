/* Machine traps: exceptions, interrupts in both modes of mtvec, wfi. */
#include "check.h"
main:
    CASE 1
    TRAPS(ECALL_M, 0, ecall)
    TRAPS_AT(BREAKPOINT, 76b, ebreak)
    ILLEGAL_HERE(.word 0xffffffff)
    ILLEGAL_HERE(.word 0x00200073)
    CASE 2                              /* nothing there */
    li a0, VACANT
    TRAPS(LOAD_ACCESS, VACANT + 4, lw t0, 4(a0))
    TRAPS(STORE_ACCESS, VACANT + 8, sw t0, 8(a0))
    la s11, 1f
    jr a0
1:  EXPECT s10, FETCH_ACCESS
    EXPECT s9, VACANT
    EXPECT s8, VACANT
    CASE 3                              /* what a trap leaves in mstatus */
    li t0, MSTATUS_MIE
    csrs mstatus, t0
    la s11, 1f
    ecall
1:  csrr t0, mstatus
    li t1, MSTATUS_MIE | MSTATUS_MPIE | MSTATUS_MPP
    and t0, t0, t1
    EXPECT t0, MSTATUS_MIE | MSTATUS_MPIE
    CASE 4                              /* a software interrupt */
    csrwi mie, 8
    la s11, 1f
    li a0, CLINT_MSIP
    li a1, 1
    sw a1, 0(a0)
    nop
    nop
    j fail
1:  EXPECT s10, 0x80000003
    EXPECT s9, 0
    CASE 5                              /* wfi goes on while interrupts are globally disabled */
    csrci mstatus, MSTATUS_MIE
    csrwi mie, 8
    wfi
    csrr t0, mip
    andi t0, t0, 8
    EXPECT t0, 8
    sw zero, 0(a0)
    csrr t0, mip
    andi t0, t0, 8
    EXPECT t0, 0
    CASE 6                              /* the timer, vectored */
    la t0, vectors + 1
    csrw mtvec, t0
    li t0, 0x80
    csrw mie, t0
    li a0, CLINT_MTIME
    lw t1, 0(a0)
    addi t1, t1, 20
    li a0, CLINT_MTIMECMP
    sw zero, 4(a0)
    sw t1, 0(a0)
    li t5, 0
    csrsi mstatus, MSTATUS_MIE
1:  wfi
    beqz t5, 1b
    EXPECT t5, 7
    CASE 7                              /* exceptions go to the base */
    la s11, 1f
    ecall
1:  EXPECT s10, ECALL_M
    CASE 8                              /* of two, the higher one */
    la t0, vectors + 1
    csrw mtvec, t0
    csrci mstatus, MSTATUS_MIE
    li a0, CLINT_MTIMECMP
    sw zero, 0(a0)
    sw zero, 4(a0)
    li a0, CLINT_MSIP
    li a1, 1
    sw a1, 0(a0)
    li t0, 0x88
    csrw mie, t0
    li t5, 0
    csrsi mstatus, MSTATUS_MIE
    EXPECT t5, 3
    j pass

    .align 6
    .option norvc
vectors:
    j trap_entry
    j fail
    j fail
    j software
    j fail
    j fail
    j fail
    j timer
software:
    li t5, 3
    csrw mie, zero
    mret
timer:
    li t5, 7
    csrw mie, zero
    mret
