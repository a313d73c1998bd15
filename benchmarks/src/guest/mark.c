/*
 * A program of ours with CoreMark's proportions: 2,000 bytes of data in three parts of 666, seeds 0, 0
 * and 0x66, and in each round twice a list of 33 records that is searched 102 times (once by place, once
 * by value, reversed after each search), sorted by value and sorted back by place. The value of every
 * eighth record is the CRC of a run of a state machine over numbers as text, that of every eighth other
 * one the CRC of products of 9 x 9 matrices; they are found when a comparison first asks. Every result
 * goes through a bitwise CRC-16. What differs is all code and all results, so that its numbers are
 * comparable between emulators and not with CoreMark's.
 *
 * Checks itself: every round has the same seeds, so that every round must give the same CRC, which a
 * host's compiler has given too.
 */
#include "guest.h"

#define BYTES 2000
#define PART (BYTES / 3)
#define SEARCHES 0x66
#define RECORD_BYTES 20
#define RECORDS (PART / RECORD_BYTES)
#define N 9
#define EXPECTED 0x60d7u

/* The seeds come from memory, so that nothing is known before the program runs. */
static volatile s32 seed_a = 0, seed_b = 0, seed_searches = SEARCHES;

/* ---- CRC-16, a bit at a time ---- */

static u16 crc_byte(u8 data, u16 crc)
{
    for (u32 bit = 0; bit < 8; bit++) {
        u32 odd = (data ^ crc) & 1;
        crc = crc >> 1;
        data = data >> 1;
        if (odd)
            crc ^= 0xa001;
    }
    return crc;
}

static u16 crc_half(u16 data, u16 crc)
{
    return crc_byte(data >> 8, crc_byte(data & 255, crc));
}

static u16 crc_word(u32 data, u16 crc)
{
    return crc_half(data >> 16, crc_half(data & 0xffff, crc));
}

/* ---- Matrices ---- */

static s16 left[N][N], right[N][N];
static s32 product[N][N];

static void matrix_fill(s32 seed)
{
    s32 order = 1;
    if (seed == 0)
        seed = 1;
    for (u32 i = 0; i < N; i++)
        for (u32 j = 0; j < N; j++, order++) {
            seed = order * seed % 65536;
            right[i][j] = (s16)(seed + order);
            left[i][j] = (s16)((right[i][j] + order) & 255);
        }
}

static void matrix_add(s16 value)
{
    for (u32 i = 0; i < N; i++)
        for (u32 j = 0; j < N; j++)
            left[i][j] += value;
}

/* Steps up and down in the product, and its sum that begins anew above a limit. */
static s16 matrix_judge(s32 limit)
{
    s32 sum = 0, before = 0;
    s16 steps = 0;
    for (u32 i = 0; i < N; i++)
        for (u32 j = 0; j < N; j++) {
            s32 now = product[i][j];
            sum += now;
            if (sum > limit) {
                steps += 10;
                sum = 0;
            } else {
                steps += now > before;
            }
            before = now;
        }
    return steps;
}

static void matrix_by_constant(s16 value)
{
    for (u32 i = 0; i < N; i++)
        for (u32 j = 0; j < N; j++)
            product[i][j] = (s32)left[i][j] * value;
}

static void matrix_by_vector(void)
{
    for (u32 i = 0; i < N; i++) {
        product[i][0] = 0;
        for (u32 j = 0; j < N; j++)
            product[i][0] += (s32)left[i][j] * right[0][j];
    }
}

static void matrix_by_matrix(u32 bits)
{
    for (u32 i = 0; i < N; i++)
        for (u32 j = 0; j < N; j++) {
            s32 sum = 0;
            for (u32 k = 0; k < N; k++) {
                s32 term = (s32)left[i][k] * right[k][j];
                sum += bits ? (term >> 2 & 15) * (term >> 5 & 127) : term;
            }
            product[i][j] = sum;
        }
}

static u16 matrix_run(s16 value, u16 crc)
{
    s32 limit = (s32)(0xfffff000u | (u16)value);
    matrix_add(value);
    matrix_by_constant(value);
    crc = crc_half(matrix_judge(limit), crc);
    matrix_by_vector();
    crc = crc_half(matrix_judge(limit), crc);
    matrix_by_matrix(0);
    crc = crc_half(matrix_judge(limit), crc);
    matrix_by_matrix(1);
    crc = crc_half(matrix_judge(limit), crc);
    matrix_add(-value);
    return crc;
}

/* ---- A state machine that reads numbers ---- */

enum state { BEGIN, BAD, SIGNED, WHOLE, DECIMAL, MARKED, POWER_SIGN, POWER, STATES };

static const char *const words[4][4] = {
    {"5012", "1234", "-874", "+122"},
    {"35.54400", ".1234500", "-110.700", "+0.64400"},
    {"5.500e+3", "-.123e-2", "-87e+832", "+0.6e-12"},
    {"T0.3e-1F", "-T.T++Tq", "1T3.4e4z", "34.0e-T^"},
};

static char text[PART + 1];
static u32 entered[STATES], refused[STATES];

static void text_fill(u32 seed)
{
    u32 at = 0;
    for (;; seed++) {
        u32 pick = seed & 7;
        const char *word = words[pick < 3 ? 0 : pick < 5 ? 1 : pick < 7 ? 2 : 3][seed >> 3 & 3];
        u32 length = 0;
        while (word[length])
            length++;
        if (at + length + 1 >= PART)
            break;
        for (u32 i = 0; i < length; i++)
            text[at++] = word[i];
        text[at++] = ',';
    }
    while (at < PART)
        text[at++] = 0;
}

static u32 is_digit(char ch)
{
    return ch >= '0' && ch <= '9';
}

/* The state after one character, which is no comma. */
static enum state step(enum state state, char ch)
{
    enum state next = BAD;
    switch (state) {
    case BEGIN:
        next = is_digit(ch) ? WHOLE : ch == '+' || ch == '-' ? SIGNED : ch == '.' ? DECIMAL : BAD;
        break;
    case SIGNED:
        next = is_digit(ch) ? WHOLE : ch == '.' ? DECIMAL : BAD;
        break;
    case WHOLE:
        next = ch == '.' ? DECIMAL : is_digit(ch) ? WHOLE : BAD;
        break;
    case DECIMAL:
        next = ch == 'e' || ch == 'E' ? MARKED : is_digit(ch) ? DECIMAL : BAD;
        break;
    case MARKED:
        next = ch == '+' || ch == '-' ? POWER_SIGN : BAD;
        break;
    case POWER_SIGN:
        next = is_digit(ch) ? POWER : BAD;
        break;
    case POWER:
        next = is_digit(ch) ? POWER : BAD;
        break;
    default:
        break;
    }
    if (next == BAD)
        refused[state]++;
    return next;
}

/* One number; gives the place behind its comma, or the end. */
static const char *scan(const char *p, enum state *end)
{
    enum state state = BEGIN;
    for (; *p && state != BAD; p++) {
        if (*p == ',') {
            p++;
            break;
        }
        enum state next = step(state, *p);
        if (next != state)
            entered[next]++;
        state = next;
    }
    *end = state;
    return p;
}

static void scan_all(u32 *ends)
{
    for (const char *p = text; *p;) {
        enum state end;
        p = scan(p, &end);
        ends[end]++;
    }
}

static void spoil(u32 distance, char with)
{
    for (u32 i = 0; i < PART; i += distance)
        if (text[i] && text[i] != ',')
            text[i] ^= with;
}

static u16 state_run(s16 distance, u16 crc)
{
    u32 ends[STATES];
    for (u32 i = 0; i < STATES; i++)
        ends[i] = entered[i] = refused[i] = 0;
    scan_all(ends);
    spoil(distance, seed_a);
    scan_all(ends);
    spoil(distance, seed_b);
    for (u32 i = 0; i < STATES; i++) {
        crc = crc_word(ends[i], crc);
        crc = crc_word(entered[i], crc);
        crc = crc_word(refused[i], crc);
    }
    return crc;
}

/* ---- The list ---- */

struct record {
    struct record *next;
    struct data *data;
};

struct data {
    u16 value;
    s16 place;
};

static struct record records[RECORDS];
static struct data datas[RECORDS];
static u16 list_crc;

#define FOUND 0x80
#define KIND 7

/* The seven low bits of a value: what is below FOUND is a question, the rest an answer. */
static u16 value_of(struct data *data)
{
    u16 raw = data->value;
    if (raw & FOUND)
        return raw & 0x7f;
    u16 pattern = raw >> 3 & 15;
    u16 both = pattern | pattern << 4;
    u16 result = raw;
    if ((raw & KIND) == 0) {
        result = state_run(both < 0x22 ? 0x22 : both, list_crc);
        list_crc = crc_half(result, list_crc);
    } else if ((raw & KIND) == 1) {
        result = matrix_run(both, list_crc);
        list_crc = crc_half(result, list_crc);
    }
    result &= 0x7f;
    data->value = (raw & 0xff00) | FOUND | result;
    return result;
}

static s32 by_value(struct data *a, struct data *b)
{
    return value_of(a) - value_of(b);
}

/* The order that the list was made in; every value is a question again. */
static s32 by_place(struct data *a, struct data *b)
{
    a->value = (a->value & 0xff00) | a->value >> 8;
    b->value = (b->value & 0xff00) | b->value >> 8;
    return a->place - b->place;
}

static struct record *list_make(u32 seed)
{
    for (u32 i = 0; i < RECORDS; i++) {
        /* Neighbours in the list are no neighbours in memory. */
        u32 where = i * 7 % RECORDS;
        u32 pattern = (seed ^ i) & 15;
        u32 question = pattern << 3 | (i & KIND);
        datas[where].value = question << 8 | question;
        datas[where].place = i;
        records[where].data = &datas[where];
        records[where].next = i + 1 < RECORDS ? &records[(i + 1) * 7 % RECORDS] : 0;
    }
    return &records[0];
}

static struct record *find_place(struct record *list, s16 place)
{
    while (list && list->data->place != place)
        list = list->next;
    return list;
}

static struct record *find_value(struct record *list, u16 low)
{
    while (list && (list->data->value & 255) != low)
        list = list->next;
    return list;
}

static struct record *reverse(struct record *list)
{
    struct record *done = 0;
    while (list) {
        struct record *rest = list->next;
        list->next = done;
        done = list;
        list = rest;
    }
    return done;
}

/* A merge of runs of 1, 2, 4 ... records; the comparison is called through a pointer. */
static struct record *sort(struct record *list, s32 (*compare)(struct data *, struct data *))
{
    for (u32 run = 1;; run += run) {
        struct record *sorted = 0, **end = &sorted, *a = list;
        u32 merges = 0;
        while (a) {
            struct record *b = a;
            u32 a_left = 0, b_left = run;
            while (a_left < run && b) {
                b = b->next;
                a_left++;
            }
            while (a_left || (b_left && b)) {
                struct record **from = &a;
                if (!a_left)
                    from = &b;
                else if (b_left && b && compare(a->data, b->data) > 0)
                    from = &b;
                if (from == &a)
                    a_left--;
                else
                    b_left--;
                *end = *from;
                end = &(*from)->next;
                *from = (*from)->next;
            }
            a = b;
            merges++;
        }
        *end = 0;
        list = sorted;
        if (merges <= 1)
            return list;
    }
}

/* One half of a round: the searches go up by one or down by one. */
static void list_run(struct record **list, s32 direction)
{
    u16 hits = 0, misses = 0, sum = 0;
    s16 place = 1;
    for (s32 i = 0; i < seed_searches; i++) {
        struct record *found = i & 1 ? find_value(*list, i & 255) : find_place(*list, place);
        *list = reverse(*list);
        if (found) {
            hits++;
            sum += found->data->value >> 9 & 1;
            /* What was found goes one further to the front. */
            struct record *after = found->next;
            if (after) {
                found->next = after->next;
                after->next = (*list)->next;
                (*list)->next = after;
            }
        } else {
            misses++;
        }
        place += direction;
        if (place < 0 || place >= RECORDS)
            place = place < 0 ? RECORDS - 1 : 0;
    }
    list_crc = crc_half(hits * 4 - misses + sum, list_crc);
    *list = sort(*list, by_value);
    for (struct record *p = *list; p; p = p->next)
        list_crc = crc_half((*list)->data->value ^ p->data->place, list_crc);
    *list = sort(*list, by_place);
    for (struct record *p = *list; p; p = p->next)
        list_crc = crc_half(p->data->value, list_crc);
}

int main(void)
{
    for (u32 round = 0; round < ROUNDS; round++) {
        list_crc = 0;
        matrix_fill(seed_a);
        text_fill(seed_b);
        struct record *list = list_make(seed_a);
        list_run(&list, 1);
        list_run(&list, -1);
        if (list_crc != EXPECTED) {
            put_text("mark: wrong in round ");
            put_hex(round);
            put_hex(list_crc);
            return 1;
        }
    }
    put_text("mark: right ");
    put_hex(list_crc);
    return 0;
}
