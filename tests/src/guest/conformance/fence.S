/* fence.i: code that a program writes for itself, again and again. */
#include "check.h"
    .option norvc
main:
    CASE 1
    la a0, patch
    li a1, 0
    li a2, 100
1:  slli t0, a1, 20
    li t1, 0x00000513           /* li a0, 0 */
    or t0, t0, t1
    la a0, patch
    sw t0, 0(a0)
    fence.i
    call patch
    bne a0, a1, fail
    addi a1, a1, 1
    bne a1, a2, 1b
    CASE 2                              /* straight ahead */
    li t0, 0x07b00513           /* li a0, 123 */
    la t1, 2f
    sw t0, 0(t1)
    fence.i
2:  li a0, 0
    EXPECT a0, 123
    fence
    fence.tso
    .word 0x0100000f            /* pause */
    j pass

patch:
    li a0, 0
    ret
