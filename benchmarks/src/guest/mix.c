/*
 * An integer mix in the spirit of CoreMark: a linked list that is searched, reversed and sorted, small
 * integer matrices, a state machine over text, and a bitwise CRC over every result. The checksum at the
 * end tells whether the machine computed rightly.
 */
#include "guest.h"

/* ---- CRC-16 (polynomial 0xa001), a bit at a time ---- */

static u16 crc8(u8 data, u16 crc)
{
    for (int bit = 0; bit < 8; bit++) {
        u32 carry = (data ^ crc) & 1;
        data >>= 1;
        crc >>= 1;
        if (carry)
            crc ^= 0xa001;
    }
    return crc;
}

static u16 crc16(u16 data, u16 crc)
{
    return crc8(data >> 8, crc8(data & 0xff, crc));
}

static u16 crc32(u32 data, u16 crc)
{
    return crc16(data >> 16, crc16(data & 0xffff, crc));
}

/* ---- A list of records, in an array as a program without malloc has it ---- */

struct item {
    struct item *next;
    s16 key;
    s16 order;
};

#define ITEMS 96
static struct item items[ITEMS];

static struct item *list_make(u32 seed)
{
    struct item *head = 0;
    for (int i = 0; i < ITEMS; i++) {
        seed = seed * 1103515245 + 12345;
        items[i].key = seed >> 16 & 0x7fff;
        items[i].order = i;
        items[i].next = head;
        head = &items[i];
    }
    return head;
}

static struct item *list_find(struct item *list, s16 key)
{
    while (list && list->key != key)
        list = list->next;
    return list;
}

static struct item *list_reverse(struct item *list)
{
    struct item *done = 0;
    while (list) {
        struct item *next = list->next;
        list->next = done;
        done = list;
        list = next;
    }
    return done;
}

typedef s32 compare(const struct item *a, const struct item *b);

static s32 by_key(const struct item *a, const struct item *b)
{
    return a->key - b->key;
}

static s32 by_order(const struct item *a, const struct item *b)
{
    return a->order - b->order;
}

/* Merge sort without recursion: runs of 1, 2, 4, ... items. */
static struct item *list_sort(struct item *list, compare *less)
{
    for (u32 run = 1;; run *= 2) {
        struct item *rest = list, *tail = 0;
        u32 merges = 0;
        list = 0;
        while (rest) {
            struct item *left = rest, *right = rest;
            u32 left_size = 0, right_size = run;
            merges++;
            while (left_size < run && right) {
                left_size++;
                right = right->next;
            }
            while (left_size || (right_size && right)) {
                struct item *take;
                if (!left_size || (right_size && right && less(left, right) > 0)) {
                    take = right;
                    right = right->next;
                    right_size--;
                } else {
                    take = left;
                    left = left->next;
                    left_size--;
                }
                if (tail)
                    tail->next = take;
                else
                    list = take;
                tail = take;
            }
            rest = right;
        }
        tail->next = 0;
        if (merges <= 1)
            return list;
    }
}

static u16 list_work(u32 seed, u16 crc)
{
    struct item *list = list_make(seed);
    for (u32 i = 0; i < 24; i++) {
        struct item *found = list_find(list, items[(seed + i * 7) % ITEMS].key);
        crc = crc16(found->order, crc);
        list = list_reverse(list);
    }
    list = list_sort(list, by_key);
    crc = crc16(list->order, crc);
    for (struct item *p = list; p; p = p->next)
        crc = crc16(p->key, crc);
    list = list_sort(list, by_order);
    return crc16(list->key, crc);
}

/* ---- Matrices ---- */

#define N 10
static s16 a[N][N], b[N][N];
static s32 c[N][N];

static u16 matrix_work(u32 seed, u16 crc)
{
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            a[i][j] = (seed + i * 3 + j) & 0xff;
            b[i][j] = (seed ^ (i * j + 5)) & 0xff;
        }
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            s32 sum = 0;
            for (int k = 0; k < N; k++)
                sum += a[i][k] * b[k][j];
            c[i][j] = sum;
        }
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            s32 bits = 0;
            for (int k = 0; k < N; k++) {
                s32 product = a[i][k] * b[k][j];
                bits += (product >> 2 & 0xf) * (product >> 5 & 0x7f);
            }
            c[i][j] += bits;
        }
    s32 sum = 0, last = 0;
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            sum += c[i][j] > last ? 10 : 1;
            last = c[i][j];
        }
    return crc32(sum + last, crc);
}

/* ---- A state machine that tells integers, hexadecimals, floats and junk apart ---- */

enum state { START, SIGN, INT, ZERO, HEX, POINT, FRACTION, EXPONENT, POWER, JUNK, STATES };

static const char text[] =
    "5012,+47,-0x1f,874.1e3,0xdead,,12a,-110.700,0644,+.5,7e-9,xyz,99999,0x,1.,3E+2,-,"
    "0,42,0xcafe,1e5,-3.25,.75,junk!,600,0x7b,88,12.5e,+-1,31415";

static u32 is_digit(u8 ch)
{
    return ch >= '0' && ch <= '9';
}

static enum state next_state(enum state state, u8 ch)
{
    switch (state) {
    case START:
        if (ch == '+' || ch == '-')
            return SIGN;
        if (ch == '0')
            return ZERO;
        return is_digit(ch) ? INT : ch == '.' ? POINT : JUNK;
    case SIGN:
        if (ch == '0')
            return ZERO;
        return is_digit(ch) ? INT : ch == '.' ? POINT : JUNK;
    case ZERO:
        if (ch == 'x')
            return HEX;
        /* fall through */
    case INT:
        if (ch == '.')
            return FRACTION;
        if (ch == 'e' || ch == 'E')
            return EXPONENT;
        return is_digit(ch) ? INT : JUNK;
    case HEX:
        return is_digit(ch) || (ch >= 'a' && ch <= 'f') ? HEX : JUNK;
    case POINT:
        return is_digit(ch) ? FRACTION : JUNK;
    case FRACTION:
        if (ch == 'e' || ch == 'E')
            return EXPONENT;
        return is_digit(ch) ? FRACTION : JUNK;
    case EXPONENT:
        return is_digit(ch) || ch == '+' || ch == '-' ? POWER : JUNK;
    case POWER:
        return is_digit(ch) ? POWER : JUNK;
    default:
        return JUNK;
    }
}

static u16 state_work(u32 seed, u16 crc)
{
    u32 ends[STATES];
    for (int i = 0; i < STATES; i++)
        ends[i] = 0;
    enum state state = START;
    for (u32 i = 0; i < sizeof text - 1; i++) {
        u8 ch = text[i];
        if (i % 37 == seed % 37)
            ch ^= 3;
        if (ch == ',') {
            ends[state]++;
            state = START;
        } else {
            state = next_state(state, ch);
        }
    }
    for (int i = 0; i < STATES; i++)
        crc = crc32(ends[i], crc);
    return crc;
}

int main(void)
{
    u16 crc = 0;
    for (u32 round = 0; round < ROUNDS; round++) {
        crc = list_work(round + 1, crc);
        crc = matrix_work(round * 5, crc);
        crc = state_work(round, crc);
    }
    put_hex(crc);
    return 0;
}
