/*
 * Gives every system call every kind of bad address where it takes an address. /table has the
 * calls, made from the kernel's own table: a line has the number, the name and a letter for each
 * argument. What must hold: the kernel lives, nothing is written where it must not be, and a call
 * succeeds only where it does not touch the address. The successes are printed, to be judged.
 *
 * It is for our guest alone: what it calls, with what it finds, is not for the machine of anybody.
 */
#include "abi/abi.h"

/* A set of signals of such bytes has not SIGALRM, which ends what waits. */
enum { BAD = 9, FILL = 0x42 };

static char table[16384];
static u8 text_before[512];
static u8 *area;
static u8 *read_only;
static u8 *nothing;
static u32 valid[8][128];
static char *strings[] = {"one", NULL};
static struct iovec vectors[2];
static int files[5];
static u32 successes, errors, faults, killed;

static const char *const bad_names[BAD] = {"null", "low", "unmapped", "page's end",
    "kernel", "kernel's RAM", "top", "no access", "read-only"};

static u32 bad(u32 kind)
{
    switch (kind) {
    case 0: return 0;
    case 1: return 8;
    case 2: return (u32)area + PAGE;
    case 3: return (u32)area + PAGE - 1;
    case 4: return 0xc0000000;
    case 5: return 0xc0400000;
    case 6: return 0xfffffff0;
    case 7: return (u32)nothing;
    default: return (u32)read_only;
    }
}

/* What an argument is when it is not the bad one. */
static u32 good(char kind, u32 index, u32 variant)
{
    switch (kind) {
    case 'f': return files[variant % COUNT(files)];
    case 'd': return AT_FDCWD;
    case 'p': return (u32)(variant % 2 == 0 ? "file" : "new");
    case 't': return (u32)"text";
    case 'S': return (u32)strings;
    case 'v': return (u32)vectors;
    case 'b': case 'B': case 's': case 'o': case 'x': return (u32)valid[index];
    case 'z': return variant % 2 == 0 ? 8 : 64;
    case 'i': return (variant + 1) % 3;
    case 'P': return 0;
    case 'g': return SIGUSR1;
    case 'm': return 0644;
    case 'O': return variant % 2 == 0 ? O_RDONLY : O_RDWR | O_CREAT;
    case 'w': return WEXITED | WNOHANG;
    case 'r': return PROT_READ | PROT_WRITE;
    case 'M': return MAP_PRIVATE | MAP_ANONYMOUS;
    case 'c': return CLOCK_MONOTONIC;
    default: return 0;
    }
}

static int is_address(char kind)
{
    const char *p = "ptSvbBsox";
    while (*p != 0 && *p != kind) {
        p++;
    }
    return *p != 0;
}

/* Whether all that a bad address must protect is as it was. */
static int intact(void)
{
    for (u32 i = 0; i < PAGE; i++) {
        if (read_only[i] != FILL) {
            return 0;
        }
    }
    return same(text_before, (const void *)main, sizeof text_before);
}

/* Tries it in a child; returns whether it succeeds. */
static int attempt(u32 number, const char *name, const char *kinds, u32 index, u32 kind,
        u32 variant)
{
    int pid = fork();
    if (pid == 0) {
        u32 a[6] = {0};
        struct timeval soon[2] = {{0, 0}, {0, 50000}};
        call(setitimer, 0, soon, NULL);
        for (u32 i = 0; kinds[i] != 0; i++) {
            a[i] = i == index ? bad(kind) : good(kinds[i], i, variant);
        }
        int result = call6(number, a[0], a[1], a[2], a[3], a[4], a[5]);
        mask(SIG_SETMASK, 0);
        if (!intact()) {
            say("FAIL %s, argument %u, %s: it wrote where it must not", name, index,
                    bad_names[kind]);
        }
        /* A child that the call made is no matter. */
        quit(self() != call6(SYS_gettid, 0, 0, 0, 0, 0, 0) ? 3 : result >= 0 ? 0
                : result == -EFAULT ? 1 : 2);
    }
    int status = pid < 0 ? pid : ended(pid);
    successes += status == 0;
    faults += status == 1;
    errors += status == 2;
    killed += status >= 1000;
    if (status < 0 || (status > 3 && status < 1000)) {
        say("FAIL %s, argument %u, %s: ends with %d", name, index, bad_names[kind], status);
    } else if (status == 1000 + SIGSEGV || status == 1000 + SIGBUS || status == 1000 + SIGILL) {
        say("FAIL %s, argument %u, %s: killed by %d", name, index, bad_names[kind],
                status - 1000);
    }
    return status == 0;
}

static void try(u32 number, const char *name, const char *kinds)
{
    struct siginfo info;
    for (u32 i = 0; kinds[i] != 0; i++) {
        for (u32 kind = 0; is_address(kinds[i]) && kind < BAD; kind++) {
            int succeeds = 0;
            for (u32 variant = 0; variant < COUNT(files); variant++) {
                /* The third has 0 where others have 1 or 2, and so may ask for nothing. */
                succeeds |= attempt(number, name, kinds, i, kind, variant) && variant != 2;
            }
            if (succeeds && kind != 0) {
                say("%s, argument %u, %s: succeeds", name, i, bad_names[kind]);
            }
        }
    }
    while (wait_any(P_ALL, 0, &info, WEXITED | WNOHANG) == 0 && info.pid != 0) {
    }
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    int pipe_ends[2];
    int fd = open("/table", O_RDONLY, 0);
    int bytes = call(read, fd, table, sizeof table - 1);
    ok(bytes > 1000, "the table is there");
    call(close, fd);
    make("file", "contents of a file", 0644);
    files[0] = open("file", O_RDWR, 0);
    files[1] = open(".", O_RDONLY | O_DIRECTORY, 0);
    call(pipe2, pipe_ends, O_NONBLOCK);
    call(write, pipe_ends[1], "in a pipe", 9);
    files[2] = pipe_ends[0];
    files[3] = pipe_ends[1];
    files[4] = open("/proc/self/status", O_RDONLY, 0);
    read_only = memory(PAGE);
    memset(read_only, FILL, PAGE);
    call(mprotect, read_only, PAGE, PROT_READ);
    nothing = map(PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
    area = memory(2 * PAGE);
    call(munmap, area + PAGE, PAGE);
    memset(area, FILL, PAGE);
    vectors[0] = (struct iovec){valid[7], 8};
    vectors[1] = (struct iovec){valid[7], 8};
    memcpy(text_before, (const void *)main, sizeof text_before);
    const char *line = table;
    for (int i = 0; i < bytes; i++) {
        if (table[i] == '\n') {
            u32 number = 0;
            table[i] = 0;
            while (*line != ' ') {
                number = number * 10 + *line++ - '0';
            }
            const char *name = ++line;
            while (*line != ' ') {
                line++;
            }
            table[line - table] = 0;
            try(number, name, line + 1);
            line = table + i + 1;
        }
    }
    ok(faults > 500, "bad addresses are refused");
    ok(intact(), "nothing was written where it must not be");
    say("EFAULT %u, other errors %u, successes %u, ended by a signal %u", faults, errors,
            successes, killed);
    return 0;
}
