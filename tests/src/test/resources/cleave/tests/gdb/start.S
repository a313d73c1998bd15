# Starts in M-mode, opens all memory, builds a page table in C, goes on in S-mode with paging on.
    .option norelax
    .section .text.start, "ax"
    .globl _start, supervisor, before_satp, after_satp, machine_trap, trap_return, sleep_here
    .globl woken
_start:
    la sp, stack_top
    la t0, machine_trap
    csrw mtvec, t0
    li t0, -1
    csrw pmpaddr0, t0
    li t0, 0x1f
    csrw pmpcfg0, t0
    call prepare
    li t0, 0x800
    csrw mstatus, t0
    la t0, supervisor
    csrw mepc, t0
    mret
supervisor:
    la t0, root_table
    srli t0, t0, 12
    li t1, 0x80000000
    or t0, t0, t1
before_satp:
    csrw satp, t0
after_satp:
    sfence.vma
    call main
    slli a0, a0, 16
    li t0, 0x3333
    or a0, a0, t0
    li t0, 0x00100000
    sw a0, 0(t0)
1:  j 1b

# Every trap to M-mode: an ecall is skipped, a timer interrupt is put off for good.
    .balign 4
machine_trap:
    csrw mscratch, t0
    csrr t0, mcause
    bltz t0, timer
    csrr t0, mepc
    addi t0, t0, 4
    csrw mepc, t0
trap_return:
    csrr t0, mscratch
    mret
timer:
    li t0, 0x80
    csrc mie, t0
    j trap_return

# Sleeps until the machine's timer, which the C code has set, wakes it.
    .globl sleep
sleep:
    li a0, 0
sleep_here:
    wfi
woken:
    li a0, 1
    ret
