package kernels;

import cleave.magic.EntryPoint;

/** Occurrences of a word in a text: letter by letter, and by Horspool's table of skips. */
final class StringSearch {
    private static final byte[] TEXT = new byte[2048];
    private static final byte[] WORD = new byte[6];
    private static final int[] SKIP = new int[256];

    private StringSearch() {
    }

    private static void write(int seed) {
        int random = seed;
        for (int i = 0; i < TEXT.length; i++) {
            random = random * 1664525 + 1013904223;
            TEXT[i] = (byte) ('a' + (random >>> 30));
        }
        for (int i = 0; i < WORD.length; i++) {
            WORD[i] = TEXT[(seed & 1023) + i];
        }
    }

    private static int plain(byte[] text, byte[] word) {
        int found = 0;
        for (int at = 0; at <= text.length - word.length; at++) {
            int i = 0;
            while (i < word.length && text[at + i] == word[i]) {
                i++;
            }
            if (i == word.length) {
                found++;
            }
        }
        return found;
    }

    private static int skipping(byte[] text, byte[] word) {
        int last = word.length - 1;
        for (int i = 0; i < SKIP.length; i++) {
            SKIP[i] = word.length;
        }
        for (int i = 0; i < last; i++) {
            SKIP[word[i] & 0xff] = last - i;
        }
        int hash = 0;
        int at = 0;
        while (at <= text.length - word.length) {
            int i = last;
            while (i >= 0 && text[at + i] == word[i]) {
                i--;
            }
            if (i < 0) {
                hash = hash * 31 + at;
            }
            at += SKIP[text[at + last] & 0xff];
        }
        return hash;
    }

    @EntryPoint("run")
    static int run(int rounds) {
        int sum = 0;
        for (int round = 0; round < rounds; round++) {
            write(round * 77);
            sum = sum * 31 + plain(TEXT, WORD) + skipping(TEXT, WORD);
        }
        return sum;
    }
}
