/* Frames given out from a bitmap, one at a time and in runs; a set bit is a frame in use. */
#include <stdbool.h>
#include <stdint.h>

enum { FRAMES = 2048, WORDS = FRAMES / 32, COUNT = 1024 };

static uint32_t used[WORDS];
static int16_t held[COUNT];
static int hint;
static int free_frames;

/* The number of the lowest clear bit of a word that has one. */
static int lowest_clear(uint32_t word)
{
    uint32_t rest = ~word;
    int bit = 0;
    if ((rest & 0xffff) == 0) {
        bit += 16;
        rest >>= 16;
    }
    if ((rest & 0xff) == 0) {
        bit += 8;
        rest >>= 8;
    }
    if ((rest & 0xf) == 0) {
        bit += 4;
        rest >>= 4;
    }
    if ((rest & 3) == 0) {
        bit += 2;
        rest >>= 2;
    }
    return (rest & 1) == 0 ? bit + 1 : bit;
}

/* A frame, or -1. */
static int allocate(void)
{
    for (int i = 0; i < WORDS; i++) {
        int index = (hint + i) & (WORDS - 1);
        uint32_t word = used[index];
        if (word != UINT32_MAX) {
            int bit = lowest_clear(word);
            used[index] = word | 1u << bit;
            hint = index;
            free_frames--;
            return index * 32 + bit;
        }
    }
    return -1;
}

static bool is_used(int frame)
{
    return used[frame >> 5] >> (frame & 31) & 1;
}

/* The first of count frames side by side, or -1. */
static int allocate_run(int count)
{
    int length = 0;
    for (int frame = 0; frame < FRAMES; frame++) {
        length = is_used(frame) ? 0 : length + 1;
        if (length == count) {
            int first = frame - count + 1;
            for (int taken = first; taken <= frame; taken++) {
                used[taken >> 5] |= 1u << (taken & 31);
            }
            free_frames -= count;
            return first;
        }
    }
    return -1;
}

static void release(int frame)
{
    used[frame >> 5] &= ~(1u << (frame & 31));
    free_frames++;
}

uint32_t run(int rounds)
{
    uint32_t sum = 0;
    for (int i = 0; i < WORDS; i++) {
        used[i] = 0;
    }
    hint = 0;
    free_frames = FRAMES;
    uint32_t random = 1;
    for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < COUNT; i++) {
            held[i] = allocate();
        }
        int first = allocate_run(16);
        sum = sum * 31 + first;
        for (int i = 0; i < COUNT; i++) {
            random = random * 1664525 + 1013904223;
            int other = random >> 22;
            int16_t frame = held[i];
            held[i] = held[other];
            held[other] = frame;
        }
        for (int i = 0; i < COUNT; i++) {
            sum += held[i] * (i + 1);
            release(held[i]);
        }
        for (int i = 0; i < 16; i++) {
            release(first + i);
        }
        sum += free_frames;
    }
    return sum;
}
