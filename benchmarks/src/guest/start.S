# Start of every benchmark program: M-mode, at the beginning of RAM.
        .section .text.start
        .globl  _start
_start:
        la      sp, stack_top
        call    main
        call    finish

        .bss
        .balign 16
        .space  16384
stack_top:
