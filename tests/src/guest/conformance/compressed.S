/* C: expansions, alignment, what is reserved. */
#include "check.h"
    .option norvc

.macro HALF bits
    .half \bits
.endm

main:
    CASE 1                              /* 32-bit instructions at two modulo four */
    .option rvc
    c.nop
    .option norvc
    li t0, 0x12345678
    EXPECT t0, 0x12345678
    .option rvc
    c.nop
    CASE 2
    c.li a0, -3
    c.addi a0, 5
    .option norvc
    EXPECT a0, 2
    CASE 3
    .option rvc
    c.lui a0, 0xfffe1
    c.srli a0, 4
    .option norvc
    EXPECT a0, 0x0fffe100
    .option rvc
    c.lui a0, 0xfffe1
    c.srai a0, 4
    c.andi a0, -16
    .option norvc
    EXPECT a0, 0xffffe100
    CASE 4                              /* loads and stores, with the stack pointer and without */
    la sp, memory
    la a1, memory
    li a0, 0xcafebabe
    .option rvc
    c.swsp a0, 252(sp)
    c.lwsp a2, 252(sp)
    c.sw a2, 124(a1)
    c.lw a3, 124(a1)
    .option norvc
    EXPECT a3, 0xcafebabe
    CASE 5
    .option rvc
    c.addi16sp sp, -496
    c.addi16sp sp, 480
    c.addi4spn a0, sp, 1020
    .option norvc
    EXPECT_ADDRESS a0, memory + 1004
    CASE 6                              /* links are two bytes further */
    .option rvc
    c.jal 1f
2:  c.j 3f
1:  .option norvc
    EXPECT_ADDRESS ra, 2b
    la a0, 4f
    .option rvc
    c.jalr a0
3:  c.j 5f
4:  .option norvc
    EXPECT_ADDRESS ra, 3b
    CASE 7
    li a0, 0
    .option rvc
    c.beqz a0, 1f
    c.ebreak
1:  c.bnez a0, 5f
    c.mv a0, sp
    c.sub a0, a0
    c.add a0, sp
    c.xor a0, a0
    .option norvc
    EXPECT a0, 0
    CASE 8                              /* ebreak; reserved encodings */
    TRAPS_AT(BREAKPOINT, 76b, HALF 0x9002)
    TRAPS(ILLEGAL, 0, HALF 0x0000)
    TRAPS(ILLEGAL, 0x0004, HALF 0x0004)
    TRAPS(ILLEGAL, 0x8002, HALF 0x8002)
    TRAPS(ILLEGAL, 0x4002, HALF 0x4002)
    TRAPS(ILLEGAL, 0x6101, HALF 0x6101)
    TRAPS(ILLEGAL, 0x6281, HALF 0x6281)
    TRAPS(ILLEGAL, 0x9c41, HALF 0x9c41)
    TRAPS(ILLEGAL, 0x2000, HALF 0x2000)
    TRAPS(ILLEGAL, 0x1282, HALF 0x1282)
    j pass
5:  j fail

    .data
    .align 4
memory:
    .space 256
