/* Occurrences of a word in a text: letter by letter, and by Horspool's table of skips. */
#include <stdint.h>

enum { TEXT_LENGTH = 2048, WORD_LENGTH = 6 };

static char text[TEXT_LENGTH];
static char word[WORD_LENGTH];
static int skip[256];

static void write(uint32_t seed)
{
    uint32_t random = seed;
    for (int i = 0; i < TEXT_LENGTH; i++) {
        random = random * 1664525 + 1013904223;
        text[i] = 'a' + (random >> 30);
    }
    for (int i = 0; i < WORD_LENGTH; i++) {
        word[i] = text[(seed & 1023) + i];
    }
}

static int plain(const char *in, int in_length, const char *what, int length)
{
    int found = 0;
    for (int at = 0; at <= in_length - length; at++) {
        int i = 0;
        while (i < length && in[at + i] == what[i]) {
            i++;
        }
        if (i == length) {
            found++;
        }
    }
    return found;
}

static uint32_t skipping(const char *in, int in_length, const char *what, int length)
{
    int last = length - 1;
    for (int i = 0; i < 256; i++) {
        skip[i] = length;
    }
    for (int i = 0; i < last; i++) {
        skip[(unsigned char)what[i]] = last - i;
    }
    uint32_t hash = 0;
    int at = 0;
    while (at <= in_length - length) {
        int i = last;
        while (i >= 0 && in[at + i] == what[i]) {
            i--;
        }
        if (i < 0) {
            hash = hash * 31 + at;
        }
        at += skip[(unsigned char)in[at + last]];
    }
    return hash;
}

uint32_t run(int rounds)
{
    uint32_t sum = 0;
    for (int round = 0; round < rounds; round++) {
        write(round * 77);
        sum = sum * 31 + plain(text, TEXT_LENGTH, word, WORD_LENGTH)
            + skipping(text, TEXT_LENGTH, word, WORD_LENGTH);
    }
    return sum;
}
