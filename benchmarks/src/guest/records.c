/*
 * Records, strings and calls in the spirit of Dhrystone: assignments of structures, procedures with few
 * and many parameters, comparisons of strings, enumerations, pointers to pointers. Functions are kept
 * from being inlined where the point is the call. What must have come out is checked at the end.
 */
#include "guest.h"

#define CALLED __attribute__((noinline, noclone))

enum kind { ALPHA, BETA, GAMMA, DELTA };

struct record {
    struct record *link;
    enum kind kind;
    s32 number;
    char text[32];
};

static struct record first, second;
static s32 table[50], grid[50][50];
static s32 counter;
static char mark;

CALLED static s32 text_compare(const char *a, const char *b)
{
    while (*a && *a == *b) {
        a++;
        b++;
    }
    return (u8)*a - (u8)*b;
}

CALLED static void text_copy(char *to, const char *from)
{
    while ((*to++ = *from++))
        ;
}

CALLED static enum kind next_kind(enum kind kind, s32 number)
{
    if (kind == GAMMA)
        return number > 100 ? ALPHA : DELTA;
    return kind == DELTA ? BETA : kind + 1;
}

CALLED static char later_mark(char a, char b)
{
    char left = a;
    if (left != b)
        return left > b ? left : b;
    mark = left;
    return left;
}

CALLED static void add(s32 a, s32 b, s32 *result)
{
    *result = a + b + 2;
}

CALLED static void follow(struct record *record)
{
    struct record *next = record->link;
    *next = *record;
    next->number = 5;
    next->link = record->link;
    if (next->kind == ALPHA) {
        next->number = 6;
        next->kind = next_kind(record->kind, next->number);
        add(next->number, 10, &next->number);
    } else {
        *record = *next;
    }
}

CALLED static void fill(s32 *line, s32 (*lines)[50], s32 where, s32 value)
{
    s32 at = where + 5;
    line[at] = value;
    line[at + 1] = line[at];
    line[at + 30] = at;
    for (s32 i = at; i <= at + 1; i++)
        lines[at][i] = at;
    lines[at][at - 1] += 1;
    counter = 5;
}

/* What every number of rounds leaves behind; the number of the first that is not so, or 0. */
static u32 check(void)
{
    const char *text = "A PROGRAM OF RECORDS AND CALLS";
    if (counter != 5 || mark != 'C')
        return 1;
    if (text_compare(first.text, text) || text_compare(second.text, text))
        return 2;
    if (first.link != &second || second.link != &second)
        return 3;
    if (grid[8][7] != ROUNDS || grid[8][8] != 8 || grid[8][9] != 8)
        return 4;
    return table[8] != 7 || table[9] != 7 || table[38] != 8 ? 5 : 0;
}

static u32 wrong(const char *what, u32 where)
{
    put_text("records: wrong: ");
    put_text(what);
    put_text(" ");
    put_hex(where);
    return 1;
}

int main(void)
{
    u32 sum = 0;
    first.link = &second;
    text_copy(first.text, "A PROGRAM OF RECORDS AND CALLS");
    for (u32 round = 1; round <= ROUNDS; round++) {
        char text[32];
        s32 a = 2, b = 3, c = 0;
        text_copy(text, "A PROGRAM OF RECORDS, AND TEXTS");
        first.kind = text_compare(first.text, text) < 0 ? ALPHA : BETA;
        while (a < b) {
            c = 5 * a - b;
            add(a, b, &c);
            a++;
        }
        fill(table, grid, a, c);
        follow(&first);
        for (char ch = 'A'; ch <= 'C'; ch++)
            if (later_mark(ch, 'C') == 'C')
                first.kind = next_kind(first.kind, c);
        b = b * a;
        a = b / c;
        b = 7 * (b - c) - a;
        if (a != 1 || b != 13 || c != 7)
            return wrong("numbers of the round", round);
        sum += a + b + c + first.number + second.number + table[8] + counter + mark;
    }
    u32 which = check();
    if (which)
        return wrong("the end", which);
    put_text("records: right ");
    put_hex(sum);
    return 0;
}
