/* CSRs: legal values, what does not exist, counters. */
#include "check.h"
main:
    CASE 1                              /* misa: RV32 with A, B, C, I, M, S, U and no H */
    csrr t0, misa
    EXPECT t0, 0x40141107
    csrw misa, zero
    csrr t0, misa
    EXPECT t0, 0x40141107
    CASE 2
    LEGAL mie, -1, 0xaaa
    LEGAL mideleg, -1, 0x222
    LEGAL medeleg, -1, 0xb3ff
    LEGAL medeleg, 0, 0
    LEGAL mie, 0, 0
    CASE 3
    LEGAL satp, 0x7fffffff, 0x7fffffff
    LEGAL satp, 0, 0
    CASE 4
    LEGAL mstatus, -1 & ~MSTATUS_MIE, 0x007e19aa & ~MSTATUS_MIE
    LEGAL mstatus, 2 << 11, 0
    LEGAL sstatus, -1, 0x000c0122
    LEGAL mstatus, 0, 0
    CASE 5
    csrr t3, mtvec
    LEGAL mtvec, 0x80000002, 0x80000000
    csrw mtvec, t3
    LEGAL mepc, -1, -2
    LEGAL sepc, -1, -2
    LEGAL mscratch, 0x12345678, 0x12345678
    CASE 6                              /* no triggers */
    LEGAL tselect, -1, 0
    LEGAL tdata1, -1, 0
    LEGAL tdata2, -1, 0
    CASE 7                              /* performance monitors that count nothing */
    LEGAL mhpmcounter3, -1, 0
    LEGAL mhpmcounter31h, -1, 0
    LEGAL mhpmevent31, -1, 0
    CASE 8                              /* what firmware probes for and is not there */
    ILLEGAL_HERE(csrr t0, 0x3c0)
    ILLEGAL_HERE(csrr t0, 0xda0)
    ILLEGAL_HERE(csrr t0, 0xfb0)
    ILLEGAL_HERE(csrr t0, 0x30c)
    ILLEGAL_HERE(csrr t0, 0x10c)
    ILLEGAL_HERE(csrr t0, 0x321)
    ILLEGAL_HERE(csrr t0, 0x600)
    ILLEGAL_HERE(csrr t0, 0x003)
    ILLEGAL_HERE(csrw mhartid, zero)
    ILLEGAL_HERE(csrw cycle, zero)
    CASE 9                              /* reading what is read-only is legal, also by csrrs */
    csrrs t0, mhartid, zero
    EXPECT t0, 0
    CASE 10                             /* a written counter is not incremented by the write */
    li t0, 100
    csrw minstret, t0
    csrr t1, minstret
    EXPECT t1, 100
    csrw mcycle, t0
    csrr t1, mcycle
    bltu t1, t0, fail
    csrw minstreth, t0
    csrr t1, minstreth
    EXPECT t1, 100
    CASE 11                             /* inhibited */
    csrwi mcountinhibit, 5
    csrw minstret, zero
    nop
    nop
    csrr t1, minstret
    EXPECT t1, 0
    csrwi mcountinhibit, 0
    csrr t1, minstret
    csrr t2, minstret
    sub t2, t2, t1
    EXPECT t2, 1
    CASE 12                             /* counters below M-mode */
    li t0, -1
    csrw pmpaddr0, t0
    csrwi pmpcfg0, 0x1f
    csrwi mcounteren, 0
    csrwi scounteren, 7
    ILLEGAL_IN(S_MODE, csrr t0, cycle)
    ILLEGAL_IN(U_MODE, csrr t0, instret)
    csrwi mcounteren, 5
    WORKS_IN(S_MODE, csrr t0, cycle)
    WORKS_IN(U_MODE, csrr t0, instret)
    ILLEGAL_IN(U_MODE, csrr t0, time)
    csrwi scounteren, 1
    ILLEGAL_IN(U_MODE, csrr t0, instret)
    WORKS_IN(U_MODE, csrr t0, cycle)
    j pass
