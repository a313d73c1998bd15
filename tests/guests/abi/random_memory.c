/*
 * Random calls on mappings within a window of 24 pages, of anonymous memory and of a file, private
 * and shared, each with its result, and what the pages hold in between. Judge is Linux 6.1, which
 * has told the same on this machine. An argument is another seed, a second one another number of
 * calls; then only another kernel can judge.
 */
#include "abi.h"

enum { PAGES = 24, CALLS = 1200 };
/* The sum of what Linux 6.1 tells when there are no arguments. */
#define LINUX 0x1c53669eu

static u32 state = 1;
static u8 *window;
static int file;
static int files[2];
static volatile u32 faults;

static u32 hash;

/* As say(); what was told is summed up. */
static void tell(const char *text, ...)
{
    struct line line = {.used = 0};
    __builtin_va_list values;
    __builtin_va_start(values, text);
    format(&line, text, values);
    __builtin_va_end(values);
    put(&line, "\n");
    for (u32 i = 0; i < line.used; i++) {
        hash = hash * 31 + (u8)line.text[i];
    }
    call(write, 1, line.text, line.used);
}

static u32 below(u32 limit)
{
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % limit;
}

static int one_of(const int *values, u32 count)
{
    return values[below(count)];
}
#define PICK(...) one_of((const int[]){__VA_ARGS__}, COUNT(((const int[]){__VA_ARGS__})))

/* The instructions of touch() that may fault are 4 bytes long: the handler goes on behind them. */
static void skip(int number, struct siginfo *info UNUSED, void *context)
{
    faults = number;
    ((struct context *)context)->registers[0] += 4;
}

static u32 load(u8 *at)
{
    u32 value = 0;
    __asm__ volatile(".option push\n.option norvc\nlbu %0, 0(%1)\n.option pop"
                     : "+r"(value) : "r"(at));
    return value;
}

static void store(u8 *at, u32 value)
{
    __asm__ volatile(".option push\n.option norvc\nsb %0, 0(%1)\n.option pop"
                     : : "r"(value), "r"(at) : "memory");
}

/* A byte, or the signal that loading it gives. */
static u32 look(u32 page)
{
    faults = 0;
    u32 value = load(window + page * PAGE + 5);
    return faults != 0 ? 1000 + faults : value;
}

static void show(void)
{
    u32 seen[PAGES];
    struct line line = {.used = 0};
    put(&line, "pages");
    for (u32 i = 0; i < PAGES; i++) {
        seen[i] = look(i);
        put(&line, " ");
        put_number(&line, seen[i], 10);
    }
    line.text[line.used] = 0;
    tell("%s", line.text);
}

static u8 *place(u32 *page)
{
    *page = below(PAGES);
    return window + *page * PAGE + (below(25) == 0 ? 8 : 0);
}

static u32 size(u32 page)
{
    u32 pages = 1 + below(5);
    if (page + pages > PAGES) {
        pages = PAGES - page;
    }
    return pages * PAGE - (below(6) == 0 ? 100 : 0);
}

static int result_of(u8 *result)
{
    if (is_error(result)) {
        return (int)result;
    }
    return result >= window && result < window + PAGES * PAGE
            ? (int)(result - window) / (int)PAGE : 1000;
}

static void mapping(void)
{
    u32 page;
    u8 *at = place(&page);
    u32 bytes = size(page);
    int protection = PICK(1, 3, 3, 3, 0, 2, 5, 7);
    int flags = PICK(MAP_PRIVATE, MAP_PRIVATE, MAP_SHARED, 3, 0) | PICK(MAP_FIXED, MAP_FIXED,
            MAP_FIXED, MAP_FIXED_NOREPLACE) | PICK(MAP_ANONYMOUS, MAP_ANONYMOUS, 0);
    int which = below(3);
    int fd = (flags & MAP_ANONYMOUS) != 0 ? -1 : which == 2 ? 99 : files[which];
    int offset = PICK(0, 0, 1, 2, 3, 9);
    u8 *result = (u8 *)call(mmap2, at, bytes, protection, flags, fd, offset);
    tell("mmap %u+%x %u %d %x %d %d: %e", page, (u32)at & 4095, bytes, protection, flags, which,
            offset, result_of(result));
}

static void changing(void)
{
    u32 page;
    u8 *at = place(&page);
    u32 bytes = size(page);
    switch (below(5)) {
    case 0:
        tell("munmap %u+%x %u: %e", page, (u32)at & 4095, bytes, call(munmap, at, bytes));
        break;
    case 1:
    case 2: {
        int protection = PICK(0, 1, 1, 3, 3, 3, 5, 2, 8);
        tell("mprotect %u+%x %u %d: %e", page, (u32)at & 4095, bytes, protection,
                call(mprotect, at, bytes, protection));
        break;
    }
    case 3: {
        int flags = PICK(0, 1, 2, 4, 5, 6, 8);
        tell("msync %u+%x %u %d: %e", page, (u32)at & 4095, bytes, flags,
                call(msync, at, bytes, flags));
        break;
    }
    default: {
        u32 to = below(PAGES);
        u32 more = size(to);
        int flags = PICK(0, 3, 3, 3);
        u8 *result = (u8 *)call(mremap, at, bytes, more, flags, window + to * PAGE);
        tell("mremap %u+%x %u %u %d %u: %e", page, (u32)at & 4095, bytes, more, flags, to,
                result_of(result));
        break;
    }
    }
}

static void touching(void)
{
    u32 page = below(PAGES);
    u8 byte = 1 + below(250);
    switch (below(7)) {
    case 0:
    case 1:
    case 2:
        faults = 0;
        store(window + page * PAGE + 5, byte);
        tell("store %u: %u", page, faults);
        break;
    case 3: {
        int result = call(pread64, file, window + page * PAGE, 10, below(4) * PAGE, 0);
        tell("read into %u: %e", page, result);
        break;
    }
    case 4: {
        int offset = below(4) * PAGE;
        int result = call(pwrite64, file, window + page * PAGE, 10, offset, 0);
        tell("write from %u to %d: %e", page, offset, result);
        break;
    }
    case 5: {
        u32 at = below(3) * PAGE + 5;
        int result = call(pwrite64, file, &byte, 1, at, 0);
        tell("write %u: %e", at, result);
        break;
    }
    default: {
        int length = PICK(0, 1, 2, 3, 3) * (int)PAGE + PICK(0, 0, 3, 100);
        tell("ftruncate %d: %e", length, call(ftruncate64, file, length, 0));
        break;
    }
    }
}

static void forking(void)
{
    if (child()) {
        for (u32 i = 0; i < 6; i++) {
            u32 page = below(PAGES);
            faults = 0;
            store(window + page * PAGE + 5, 251 + i % 4);
        }
        show();
        quit(0);
    }
    tell("child: %d", ended(last_child));
}

static u32 number_of(const char *text, u32 otherwise)
{
    u32 value = 0;
    for (; text != NULL && *text != 0; text++) {
        value = value * 10 + *text - '0';
        otherwise = value;
    }
    return otherwise;
}

int main(int count UNUSED, char **words, char **variables UNUSED)
{
    state = number_of(words[1], 1);
    u32 calls = number_of(words[1] == NULL ? NULL : words[2], CALLS);
    action(SIGSEGV, skip, SA_SIGINFO, 0);
    action(SIGBUS, skip, SA_SIGINFO, 0);
    file = open("file", O_CREAT | O_RDWR | O_TRUNC, 0600);
    files[0] = file;
    files[1] = open("file", O_RDONLY, 0);
    call(ftruncate64, file, 3 * PAGE, 0);
    /* A gap on both sides, so that nothing lies beside the window. */
    u8 *room = map((PAGES + 32) * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
    call(munmap, room, (PAGES + 32) * PAGE);
    window = room + 16 * PAGE;
    for (u32 i = 0; i < calls; i++) {
        switch (below(12)) {
        case 0: case 1: case 2: mapping(); break;
        case 3: case 4: case 5: changing(); break;
        case 6: case 7: case 8: case 9: touching(); break;
        case 10: show(); break;
        default:
            if (below(4) == 0) {
                forking();
            }
            break;
        }
    }
    if (words[1] == NULL) {
        ok(hash == LINUX, "so does Linux 6.1: %x", hash);
    }
    return 0;
}
