/* Leaves a signature and passes. */
#include "check.h"
main:
    la a0, begin_signature
    li a1, 0
    la a2, end_signature
1:  sw a1, 0(a0)
    addi a0, a0, 4
    addi a1, a1, 0x111
    bne a0, a2, 1b
    j pass

    .data
    .align 4
    .globl begin_signature
begin_signature:
    .fill 8, 4, 0xdeadbeef
    .globl end_signature
end_signature:
    .word 0x600df00d
