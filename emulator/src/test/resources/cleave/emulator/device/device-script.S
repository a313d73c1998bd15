# Runs a script of device accesses on any machine like QEMU's virt, in M-mode, and prints what
# each access returned and whether it trapped, as two hexadecimal words a line, after a line "=".
# The script lies at 0x80100000: three words a step (operation, address, value), ended by 0.

        .equ SCRIPT, 0x80100000
        .equ RESULTS, 0x80200000
        .equ UART, 0x10000000
        .equ CLINT_MTIME, 0x0200bff8
        .equ FINISHER, 0x100000

        .globl _start
_start:
        la      t0, trap
        csrw    mtvec, t0
        li      s0, SCRIPT
        li      s2, RESULTS
step:
        lw      t1, 0(s0)
        lw      a0, 4(s0)
        lw      a1, 8(s0)
        li      a2, 0               # the value loaded
        li      s1, 0               # mcause + 1 of a trap
        beqz    t1, report
        li      t2, 1
        beq     t1, t2, load1
        li      t2, 2
        beq     t1, t2, load2
        li      t2, 4
        beq     t1, t2, load4
        li      t2, 17
        beq     t1, t2, store1
        li      t2, 18
        beq     t1, t2, store2
        li      t2, 20
        beq     t1, t2, store4
        li      t2, 32
        beq     t1, t2, pending
        li      t2, 33
        beq     t1, t2, wait
await:                              # until the halfword is a1, or for long
        li      t3, 30000000        # seconds: the thread that reads the disk may starve
5:      lhu     t4, 0(a0)
        beq     t4, a1, next
        addi    t3, t3, -1
        bnez    t3, 5b
        j       next
load1:  lbu     a2, 0(a0)
        j       next
load2:  lhu     a2, 0(a0)
        j       next
load4:  lw      a2, 0(a0)
        j       next
store1: sb      a1, 0(a0)
        j       next
store2: sh      a1, 0(a0)
        j       next
store4: sw      a1, 0(a0)
        j       next
pending:
        csrr    a2, mip
        j       next
wait:                               # a1 ticks of mtime
        li      t2, CLINT_MTIME
        lw      t3, 0(t2)
1:      li      t5, 500             # look seldom: QEMU is slow at device accesses
4:      addi    t5, t5, -1
        bnez    t5, 4b
        lw      t4, 0(t2)
        sub     t4, t4, t3
        bltu    t4, a1, 1b
next:
        sw      a2, 0(s2)
        sw      s1, 4(s2)
        addi    s2, s2, 8
        addi    s0, s0, 12
        j       step

        .balign 4
trap:
        csrr    s1, mcause
        addi    s1, s1, 1
        csrr    t5, mepc
        addi    t5, t5, 4
        csrw    mepc, t5
        mret

report:
        li      s3, UART
        sb      zero, 3(s3)         # no divisor latch
        sb      zero, 4(s3)         # no loopback
        sb      zero, 1(s3)
        li      t0, '\n'
        sb      t0, 0(s3)
        li      t0, '='
        sb      t0, 0(s3)
        li      s4, RESULTS
line:
        li      t0, '\n'
        sb      t0, 0(s3)
        bgeu    s4, s2, finish
        lw      a0, 0(s4)
        jal     hex
        li      t0, ' '
        sb      t0, 0(s3)
        lw      a0, 4(s4)
        jal     hex
        addi    s4, s4, 8
        j       line
finish:
        li      t0, FINISHER
        li      t1, 0x5555
        sw      t1, 0(t0)
        j       finish

hex:
        li      t2, 28
2:      srl     t0, a0, t2
        andi    t0, t0, 15
        addi    t0, t0, '0'
        li      t3, '9' + 1
        blt     t0, t3, 3f
        addi    t0, t0, 'a' - '9' - 1
3:      sb      t0, 0(s3)
        addi    t2, t2, -4
        bgez    t2, 2b
        ret
