/* What the benchmark programs share: start.S provides it. Freestanding, RV32IMA, M-mode. */
#ifndef GUEST_H
#define GUEST_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef short s16;
typedef int s32;

/* One character to the UART at 0x10000000. */
void put_char(char c);
void put_text(const char *text);
void put_hex(u32 value);

/* Ends the run through the test finisher; 0 is success. */
__attribute__((noreturn)) void finish(u32 code);

/* How often the program repeats its work: given on the compiler's command line. */
#ifndef ROUNDS
#define ROUNDS 1
#endif

#endif
