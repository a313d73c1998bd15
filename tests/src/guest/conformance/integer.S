/* RV32I: what is easily got wrong. */
#include "check.h"
main:
    CASE 1                              /* x0 stays 0 */
    li t0, 5
    add zero, t0, t0
    EXPECT zero, 0
    CASE 2                              /* shifts use five bits */
    li t0, 0x80000001
    li t1, 33
    sll t2, t0, t1
    EXPECT t2, 2
    srl t2, t0, t1
    EXPECT t2, 0x40000000
    sra t2, t0, t1
    EXPECT t2, 0xc0000000
    CASE 3                              /* comparisons */
    li t0, -1
    li t1, 1
    slt t2, t0, t1
    EXPECT t2, 1
    sltu t2, t0, t1
    EXPECT t2, 0
    sltiu t2, zero, -1
    EXPECT t2, 1
    CASE 4                              /* loads extend */
    la a0, bytes
    lb t0, 0(a0)
    EXPECT t0, -128
    lbu t0, 0(a0)
    EXPECT t0, 128
    lh t0, 2(a0)
    EXPECT t0, -2
    lhu t0, 2(a0)
    EXPECT t0, 0xfffe
    lw t0, 0(a0)
    EXPECT t0, 0xfffe7f80
    CASE 5                              /* stores leave the neighbours alone */
    la a0, scratch
    li t0, 0x11223344
    sw t0, 0(a0)
    li t0, 0xffffff99
    sb t0, 1(a0)
    lw t0, 0(a0)
    EXPECT t0, 0x11229944
    li t0, 0xffff5566
    sh t0, 2(a0)
    lw t0, 0(a0)
    EXPECT t0, 0x55669944
    CASE 6                              /* jalr clears bit 0, and may link to its own base */
    la t0, 1f + 1
    jalr t0, 0(t0)
2:  j fail
1:  EXPECT_ADDRESS t0, 2b
    CASE 7                              /* auipc and lui */
3:  auipc t0, 0xfffff
    la t1, 3b
    sub t0, t1, t0
    EXPECT t0, 0x1000
    lui t0, 0x80000
    EXPECT t0, 0x80000000
    CASE 8                              /* branches, both ways */
    li t0, -1
    li t1, 1
    blt t1, t0, fail
    bltu t0, t1, fail
    beq t0, t1, fail
    bne t0, t0, fail
    bge t0, t1, fail
    bgeu t1, t0, fail
    bgeu t0, t1, 1f
    j fail
1:  blt t0, t1, 1f
    j fail
1:  j pass

    .data
    .align 2
bytes:
    .byte 0x80, 0x7f, 0xfe, 0xff
scratch:
    .word 0
