/* Compiled code: sorts, counts, hashes and prints; each result is known. */
#include <stdint.h>

#define COUNT 1000

static uint32_t numbers[COUNT];
static uint8_t composite[20000];
static uint32_t state = 1;

static uint32_t next(void)
{
    state = state * 1664525u + 1013904223u;
    return state;
}

static void sort(uint32_t *from, uint32_t *to)
{
    while (to - from > 1) {
        uint32_t pivot = from[(to - from) / 2], *low = from, *high = to - 1;
        while (low <= high) {
            while (*low < pivot)
                low++;
            while (*high > pivot)
                high--;
            if (low <= high) {
                uint32_t swapped = *low;
                *low++ = *high;
                *high-- = swapped;
            }
        }
        sort(from, high + 1);
        from = low;
    }
}

static uint32_t crc(const uint8_t *bytes, int count)
{
    uint32_t sum = ~0u;
    for (int i = 0; i < count; i++) {
        sum ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            sum = sum >> 1 ^ (sum & 1 ? 0xedb88320u : 0);
    }
    return ~sum;
}

static int primes(int limit)
{
    int count = 0;
    for (int i = 2; i < limit; i++) {
        if (composite[i])
            continue;
        count++;
        for (int j = 2 * i; j < limit; j += i)
            composite[j] = 1;
    }
    return count;
}

static int digits(uint64_t value)
{
    int sum = 0;
    for (; value; value /= 10)
        sum += value % 10;
    return sum;
}

/* 0, or the number of the check that failed. */
int check(void)
{
    for (int i = 0; i < COUNT; i++)
        numbers[i] = next();
    sort(numbers, numbers + COUNT);
    for (int i = 1; i < COUNT; i++)
        if (numbers[i - 1] > numbers[i])
            return 1;
    if (crc((const uint8_t *) "123456789", 9) != 0xcbf43926u)
        return 2;
    if (primes(sizeof composite) != 2262)
        return 3;
    if (digits(18446744073709551615ull) != 87)
        return 4;
    return 0;
}
