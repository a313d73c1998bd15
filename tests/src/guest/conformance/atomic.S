/* A: AMOs, LR and SC, and their exceptions. */
#include "check.h"

.macro AMO operation, memory, source, result
    li t0, \memory
    sw t0, 0(a0)
    li t1, \source
    \operation t2, t1, (a0)
    EXPECT t2, \memory
    lw t2, 0(a0)
    EXPECT t2, \result
.endm

main:
    la a0, word
    CASE 1
    AMO amoadd.w, 0x7fffffff, 1, 0x80000000
    AMO amoswap.w, 1, 2, 2
    AMO amoand.w, 0xff00ff00, 0x0ff00ff0, 0x0f000f00
    AMO amoor.w, 0xff00ff00, 0x0ff00ff0, 0xfff0fff0
    AMO amoxor.w, 0xff00ff00, 0x0ff00ff0, 0xf0f0f0f0
    CASE 2
    AMO amomin.w, -1, 1, -1
    AMO amomax.w, -1, 1, 1
    AMO amominu.w, -1, 1, 1
    AMO amomaxu.w, -1, 1, -1
    CASE 3                              /* source and destination the same */
    li t0, 3
    sw t0, 0(a0)
    li t1, 4
    amoadd.w.aqrl t1, t1, (a0)
    EXPECT t1, 3
    lw t1, 0(a0)
    EXPECT t1, 7
    CASE 4                              /* a pair */
    lr.w t0, (a0)
    EXPECT t0, 7
    li t1, 8
    sc.w t2, t1, (a0)
    EXPECT t2, 0
    lw t0, 0(a0)
    EXPECT t0, 8
    CASE 5                              /* an SC uses the reservation up */
    sc.w t2, t1, (a0)
    beqz t2, fail
    CASE 6                              /* elsewhere */
    lr.w t0, (a0)
    addi a1, a0, 4
    sc.w t2, t1, (a1)
    beqz t2, fail
    sc.w t2, t1, (a0)
    beqz t2, fail
    CASE 7                              /* a loop as compilers make it */
    sw zero, 0(a0)
    li t3, 100
1:  lr.w t0, (a0)
    addi t0, t0, 1
    sc.w t1, t0, (a0)
    bnez t1, 1b
    addi t3, t3, -1
    bnez t3, 1b
    lw t0, 0(a0)
    EXPECT t0, 100
    CASE 8                              /* misaligned: never done */
    addi a1, a0, 2
    TRAPS_AT(LOAD_MISALIGNED, word + 2, lr.w t0, (a1))
    TRAPS_AT(STORE_MISALIGNED, word + 2, sc.w t0, t0, (a1))
    TRAPS_AT(STORE_MISALIGNED, word + 2, amoadd.w t0, t0, (a1))
    CASE 9                              /* nothing there */
    li a1, VACANT
    TRAPS(LOAD_ACCESS, VACANT, lr.w t0, (a1))
    TRAPS(STORE_ACCESS, VACANT, amoadd.w t0, t0, (a1))
    j pass

    .data
    .align 3
word:
    .word 0, 0
