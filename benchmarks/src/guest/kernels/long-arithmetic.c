/* 64-bit arithmetic: random numbers, hashes, powers modulo a prime, fixed point, time. */
#include <stdint.h>

static uint64_t state[2];

static uint64_t random64(void)
{
    uint64_t s1 = state[0];
    uint64_t s0 = state[1];
    state[0] = s0;
    s1 ^= s1 << 23;
    s1 = s1 ^ s0 ^ s1 >> 18 ^ s0 >> 5;
    state[1] = s1;
    return s1 + s0;
}

static uint64_t hash_of(uint64_t value)
{
    uint64_t hash = 0xcbf29ce484222325;
    for (int shift = 0; shift < 64; shift += 8) {
        hash ^= value >> shift & 0xff;
        hash *= 0x100000001b3;
    }
    return hash;
}

static int64_t power(int32_t base, uint32_t exponent, int32_t modulus)
{
    int64_t result = 1;
    int64_t square = base % modulus;
    for (uint32_t rest = exponent; rest != 0; rest >>= 1) {
        if (rest & 1) {
            result = result * square % modulus;
        }
        square = square * square % modulus;
    }
    return result;
}

static int32_t square_root(int64_t value)
{
    int64_t rest = value;
    int64_t root = 0;
    for (int64_t bit = INT64_C(1) << 60; bit != 0; bit >>= 2) {
        if (rest >= root + bit) {
            rest -= root + bit;
            root = (root >> 1) + bit;
        } else {
            root >>= 1;
        }
    }
    return root;
}

uint32_t run(int rounds)
{
    state[0] = 0x9e3779b97f4a7c15;
    state[1] = 0xbf58476d1ce4e5b9;
    uint64_t sum = 0;
    for (int round = 0; round < rounds; round++) {
        int64_t value = random64();
        sum = sum * 31 + hash_of(value);
        sum ^= (int64_t)square_root(value & INT64_MAX);
        sum += value >> (round & 63);
        if (value < (int64_t)sum) {
            sum -= value;
        }
        if ((round & 7) == 0) {
            sum += power((int32_t)value & 0xffff, round + 3, 1000003);
            sum += (value & INT64_MAX) / 10000000;
        }
    }
    return sum ^ sum >> 32;
}
