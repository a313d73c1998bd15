/* Pages of raw memory copied, cleared and compared, as a kernel does for each fork. */
#include <stdbool.h>
#include <stdint.h>

enum { PAGE_BYTES = 4096, PAGES = 4 };

static uint32_t memory[PAGES * PAGE_BYTES / 4];

static uint32_t *page(int number)
{
    return memory + number * (PAGE_BYTES / 4);
}

/* Eight words at a time. */
static void copy(const uint32_t *from, uint32_t *to)
{
    const uint32_t *end = from + PAGE_BYTES / 4;
    for (; from != end; from += 8, to += 8) {
        uint32_t w0 = from[0];
        uint32_t w1 = from[1];
        uint32_t w2 = from[2];
        uint32_t w3 = from[3];
        uint32_t w4 = from[4];
        uint32_t w5 = from[5];
        uint32_t w6 = from[6];
        uint32_t w7 = from[7];
        to[0] = w0;
        to[1] = w1;
        to[2] = w2;
        to[3] = w3;
        to[4] = w4;
        to[5] = w5;
        to[6] = w6;
        to[7] = w7;
    }
}

static void clear(uint32_t *words)
{
    for (int i = 0; i < PAGE_BYTES / 4; i++) {
        words[i] = 0;
    }
}

static bool same(const uint32_t *a, const uint32_t *b)
{
    for (int i = 0; i < PAGE_BYTES / 4; i++) {
        if (a[i] != b[i]) {
            return false;
        }
    }
    return true;
}

/* Byte by byte, as for a user's string. */
static int copy_string(const uint8_t *from, uint8_t *to, int bytes_max)
{
    for (int at = 0; at < bytes_max; at++) {
        to[at] = from[at];
        if (from[at] == 0) {
            return at;
        }
    }
    return bytes_max;
}

uint32_t run(int rounds)
{
    uint32_t sum = 0;
    for (int round = 0; round < rounds; round++) {
        int from = round & 3;
        int to = (from + 1) & 3;
        memory[from * (PAGE_BYTES / 4) + (round & 1023)] = 0x01020304 + round;
        copy(page(from), page(to));
        memory[to * (PAGE_BYTES / 4) + (round * 3 & 1023)] ^= round;
        if (same(page(from), page(to))) {
            sum++;
        }
        sum += copy_string((uint8_t *)page(from) + (round & 1020),
            (uint8_t *)page((from + 2) & 3), 256);
        sum = sum * 31 + memory[to * (PAGE_BYTES / 4) + (round * 5 & 1023)];
        if ((round & 15) == 15) {
            clear(page((from + 2) & 3));
        }
    }
    return sum;
}
