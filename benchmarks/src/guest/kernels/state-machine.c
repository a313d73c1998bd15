/* A scanner that tells apart the numbers, names, texts and remarks of a line. */
#include <stdbool.h>
#include <stdint.h>

enum state { BLANK, NAME, ZERO, DECIMAL, HEXADECIMAL, TEXT, ESCAPE, REMARK, WRONG, STATES };

static const char source[] =
    "count = 0x1f + other*17; \"a \\\"text\\\"\" if (first1 < 300) 0x 12ab 0 -- # remark";

static int ended[STATES];

static bool is_letter(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(int c)
{
    return c >= '0' && c <= '9';
}

static int start(int c)
{
    switch (c) {
    case '0':
        return ZERO;
    case '"':
        return TEXT;
    case '#':
        return REMARK;
    default:
        return is_letter(c) ? NAME : is_digit(c) ? DECIMAL : BLANK;
    }
}

static int end(int state, int c)
{
    ended[state]++;
    return start(c);
}

static int next(int state, int c)
{
    switch (state) {
    case BLANK:
        return start(c);
    case NAME:
        return is_letter(c) || is_digit(c) ? NAME : end(NAME, c);
    case ZERO:
        return c == 'x' ? HEXADECIMAL : is_digit(c) ? DECIMAL : end(ZERO, c);
    case DECIMAL:
        return is_digit(c) ? DECIMAL : is_letter(c) ? WRONG : end(DECIMAL, c);
    case HEXADECIMAL:
        return is_digit(c) || (c >= 'a' && c <= 'f') ? HEXADECIMAL
            : is_letter(c) ? WRONG : end(HEXADECIMAL, c);
    case TEXT:
        return c == '\\' ? ESCAPE : c == '"' ? end(TEXT, ' ') : TEXT;
    case ESCAPE:
        return TEXT;
    case REMARK:
        return c == '\n' ? end(REMARK, c) : REMARK;
    default:
        return is_letter(c) || is_digit(c) ? WRONG : end(WRONG, c);
    }
}

uint32_t run(int rounds)
{
    int length = sizeof source - 1;
    uint32_t sum = 0;
    for (int round = 0; round < rounds; round++) {
        int state = BLANK;
        int skip = round % 7;
        for (int i = skip; i < length; i++) {
            state = next(state, (unsigned char)source[i]);
        }
        state = end(state, '\n');
        for (int kind = 0; kind < STATES; kind++) {
            sum = sum * 31 + ended[kind];
        }
        sum += state;
    }
    return sum;
}
