/* Streams through bare memory: fill, copy and sum of 256 KiB, word by word and byte by byte. */
#include "guest.h"

#define WORDS 65536

static u32 from[WORDS], to[WORDS];

int main(void)
{
    u32 sum = 0;
    for (u32 round = 0; round < ROUNDS; round++) {
        for (u32 i = 0; i < WORDS; i++)
            from[i] = i * 3 + round;
        for (u32 i = 0; i < WORDS; i++)
            to[i] = from[i];
        for (u32 i = 0; i < WORDS; i++)
            sum += to[i];
        for (const u8 *p = (const u8 *)to; p < (const u8 *)(to + WORDS / 4); p++)
            sum = sum << 1 ^ *p;
    }
    put_hex(sum);
    return 0;
}
