/*
 * What every program here includes. A program is a sequence of cases; it ends at `pass` or, with
 * the number of the case in gp as its exit code, at `fail`. Registers t6, gp and s5 to s11 belong
 * to these macros.
 *
 * A trap is expected by putting into s11 where to go on, in M-mode; the handler leaves the cause
 * in s10, tval in s9 and epc in s8. A trap that nobody expects is a failure.
 */
#define U_MODE 0
#define S_MODE 1
#define M_MODE 3

#define MSTATUS_SIE (1 << 1)
#define MSTATUS_MIE (1 << 3)
#define MSTATUS_SPIE (1 << 5)
#define MSTATUS_MPIE (1 << 7)
#define MSTATUS_SPP (1 << 8)
#define MSTATUS_MPP (3 << 11)
#define MSTATUS_MPRV (1 << 17)
#define MSTATUS_SUM (1 << 18)
#define MSTATUS_MXR (1 << 19)
#define MSTATUS_TVM (1 << 20)
#define MSTATUS_TW (1 << 21)
#define MSTATUS_TSR (1 << 22)

#define FETCH_ACCESS 1
#define ILLEGAL 2
#define BREAKPOINT 3
#define LOAD_MISALIGNED 4
#define LOAD_ACCESS 5
#define STORE_MISALIGNED 6
#define STORE_ACCESS 7
#define ECALL_U 8
#define ECALL_S 9
#define ECALL_M 11
#define FETCH_PAGE 12
#define LOAD_PAGE 13
#define STORE_PAGE 15

#define CLINT_MSIP 0x02000000
#define CLINT_MTIMECMP 0x02004000
#define CLINT_MTIME 0x0200bff8

/* Nothing answers there. */
#define VACANT 0x18000000

.macro CASE number
    li gp, \number
.endm

.macro EXPECT register, value
    li t6, \value
    bne \register, t6, fail
.endm

.macro EXPECT_ADDRESS register, symbol
    la t6, \symbol
    bne \register, t6, fail
.endm

/* csr is written with value and reads as expected. */
.macro LEGAL csr, value, expected
    li t0, \value
    csrw \csr, t0
    csrr t0, \csr
    EXPECT t0, \expected
.endm

/* One instruction raises an exception with that cause and tval. */
#define TRAPS(cause, tval, ...) \
    la s11, 77f; 76: __VA_ARGS__; j fail; \
    77: EXPECT s10, cause; EXPECT s9, tval; EXPECT_ADDRESS s8, 76b

/* The same where tval is an address. */
#define TRAPS_AT(cause, tval, ...) \
    la s11, 77f; 76: __VA_ARGS__; j fail; \
    77: EXPECT s10, cause; EXPECT_ADDRESS s9, tval; EXPECT_ADDRESS s8, 76b

/* An illegal instruction; tval is its own bits, which the program reads where they are. */
#define ILLEGAL_HERE(...) \
    la s11, 77f; 76: __VA_ARGS__; j fail; \
    77: EXPECT s10, ILLEGAL; EXPECT_ADDRESS s8, 76b; lhu t6, 0(s8); lhu s8, 2(s8); \
    slli s8, s8, 16; or t6, t6, s8; bne s9, t6, fail

/* Goes on in another mode, behind the macro. */
#define ENTER(mode) \
    li t6, MSTATUS_MPP; csrc mstatus, t6; li t6, (mode) << 11; csrs mstatus, t6; \
    la t6, 75f; csrw mepc, t6; mret; 75:

#define TRAPS_IN(mode, cause, tval, ...) \
    la s11, 77f; ENTER(mode); 76: __VA_ARGS__; ecall; \
    77: EXPECT s10, cause; EXPECT s9, tval; EXPECT_ADDRESS s8, 76b

#define ILLEGAL_IN(mode, ...) \
    la s11, 77f; ENTER(mode); 76: __VA_ARGS__; ecall; \
    77: EXPECT s10, ILLEGAL; EXPECT_ADDRESS s8, 76b

/* Instructions do not trap in that mode; then on in M-mode. */
#define WORKS_IN(mode, ...) \
    la s11, 77f; ENTER(mode); __VA_ARGS__; ecall; \
    77: EXPECT s10, 8 + (mode)

    .section .text.start
    .globl _start
_start:
    la t0, trap_entry
    csrw mtvec, t0
    li s11, 0
    /* No timer until somebody asks for one. */
    li t0, CLINT_MTIMECMP
    li t1, -1
    sw t1, 4(t0)
    j main

    .align 2
trap_entry:
    beqz s11, fail
    csrr s10, mcause
    csrr s9, mtval
    csrr s8, mepc
    csrw mepc, s11
    li s11, 0
    /* An interrupt would come again at once. */
    bgez s10, 1f
    csrw mie, zero
1:
    li t6, MSTATUS_MPP
    csrs mstatus, t6
    mret

/* S-mode's handler tells s5, s6, s7 and calls M-mode. */
    .align 2
supervisor_entry:
    csrr s5, scause
    csrr s6, stval
    csrr s7, sepc
    ecall

pass:
    li t0, 1
    j exit
fail:
    slli t0, gp, 1
    ori t0, t0, 1
exit:
    la t1, tohost
    sw t0, 0(t1)
    sw zero, 4(t1)
    j exit

    .section .tohost, "aw"
    .align 6
    .globl tohost
tohost:
    .dword 0
    .align 6
    .globl fromhost
fromhost:
    .dword 0

    .text
    .globl main
