package kernels;

import cleave.magic.EntryPoint;

/** 64-bit arithmetic: random numbers, hashes, powers modulo a prime, fixed point, time. */
final class LongArithmetic {
    private static final long[] STATE = {0x9e3779b97f4a7c15L, 0xbf58476d1ce4e5b9L};

    private LongArithmetic() {
    }

    private static long random() {
        long s1 = STATE[0];
        long s0 = STATE[1];
        STATE[0] = s0;
        s1 ^= s1 << 23;
        s1 = s1 ^ s0 ^ s1 >>> 18 ^ s0 >>> 5;
        STATE[1] = s1;
        return s1 + s0;
    }

    private static long hash(long value) {
        long hash = 0xcbf29ce484222325L;
        for (int shift = 0; shift < 64; shift += 8) {
            hash ^= value >>> shift & 0xff;
            hash *= 0x100000001b3L;
        }
        return hash;
    }

    private static long power(int base, int exponent, int modulus) {
        long result = 1;
        long square = base % modulus;
        for (int rest = exponent; rest != 0; rest >>>= 1) {
            if ((rest & 1) != 0) {
                result = result * square % modulus;
            }
            square = square * square % modulus;
        }
        return result;
    }

    private static int squareRoot(long value) {
        long rest = value;
        long root = 0;
        for (long bit = 1L << 60; bit != 0; bit >>>= 2) {
            if (rest >= root + bit) {
                rest -= root + bit;
                root = (root >> 1) + bit;
            } else {
                root >>= 1;
            }
        }
        return (int) root;
    }

    @EntryPoint("run")
    static int run(int rounds) {
        STATE[0] = 0x9e3779b97f4a7c15L;
        STATE[1] = 0xbf58476d1ce4e5b9L;
        long sum = 0;
        for (int round = 0; round < rounds; round++) {
            long value = random();
            sum = sum * 31 + hash(value);
            sum ^= squareRoot(value & Long.MAX_VALUE);
            sum += value >> (round & 63);
            if (value < sum) {
                sum -= value;
            }
            if ((round & 7) == 0) {
                sum += power((int) value & 0xffff, round + 3, 1000003);
                sum += (value & Long.MAX_VALUE) / 10000000L;
            }
        }
        return (int) (sum ^ sum >>> 32);
    }
}
