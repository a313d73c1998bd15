/*
 * The ways to write tohost: characters first; then -DENDING= 0: one word and waiting, 1: low and
 * high, 2: high and low, 3: the same word for ever, 4: nothing for ever. The exit code is 42.
 */
#include "check.h"
#define CODE (42 << 1 | 1)

.macro PRINT character
    la a0, tohost
    li t0, \character
    li t1, 0x01010000
    sw t0, 0(a0)
    sw t1, 4(a0)
1:  lw t0, 0(a0)
    lw t1, 4(a0)
    or t0, t0, t1
    bnez t0, 1b
.endm

main:
    PRINT 'h'
    PRINT 'i'
    PRINT 10
    la a0, tohost
    li t0, CODE
#if ENDING == 0
    sw t0, 0(a0)
#elif ENDING == 1
    sw t0, 0(a0)
    sw zero, 4(a0)
#elif ENDING == 2
    sw zero, 4(a0)
    sw t0, 0(a0)
#elif ENDING == 3
1:  sw t0, 0(a0)
    j 1b
#endif
2:  addi t1, t1, 1
    j 2b
