/* M: the corners of multiplication and division. */
#include "check.h"

.macro CHECK operation, a, b, result
    li t0, \a
    li t1, \b
    \operation t2, t0, t1
    EXPECT t2, \result
.endm

main:
    CASE 1
    CHECK mul, 0x80000000, -1, 0x80000000
    CHECK mul, 0x12345678, 0x9abcdef0, 0x242d2080
    CASE 2
    CHECK mulh, 0x80000000, 0x80000000, 0x40000000
    CHECK mulh, -1, -1, 0
    CHECK mulh, -1, 1, -1
    CASE 3
    CHECK mulhu, -1, -1, 0xfffffffe
    CHECK mulhu, 0x80000000, 2, 1
    CASE 4
    CHECK mulhsu, -1, -1, -1
    CHECK mulhsu, 1, -1, 0
    CHECK mulhsu, 0x80000000, -1, 0x80000000
    CASE 5                              /* division by zero */
    CHECK div, 7, 0, -1
    CHECK divu, 7, 0, -1
    CHECK rem, -7, 0, -7
    CHECK remu, -7, 0, -7
    CASE 6                              /* overflow */
    CHECK div, 0x80000000, -1, 0x80000000
    CHECK rem, 0x80000000, -1, 0
    CASE 7                              /* signs */
    CHECK div, -7, 2, -3
    CHECK rem, -7, 2, -1
    CHECK div, 7, -2, -3
    CHECK rem, 7, -2, 1
    CHECK divu, -7, 2, 0x7ffffffc
    CHECK remu, -7, 2, 1
    j pass
