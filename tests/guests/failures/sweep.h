/*
 * Every allocation of a system call fails in turn. An operation is tried again and again, each time
 * in a child of its own, with the 1st, 2nd, 3rd ... allocation failing (/proc/self/fail-nth), until
 * none is left to fail; and once more with all that follow failing, too. Whenever one has failed, the caller must be told, nothing may have changed,
 * and the operation must succeed when it is tried again; or it has done without. When all tries are
 * over, the kernel must have as much memory, and the file systems as many blocks, as before.
 */
#ifndef CLEAVE_SWEEP_H
#define CLEAVE_SWEEP_H

#include "../abi/abi.h"

struct operation {
    const char *name;
    /* Does it: 0 or more, or the error; it is called once more after an error. */
    int (*run)(void);
    /* Makes what must be there, or null. */
    void (*prepare)(void);
    /* Takes away what was made, or null. */
    void (*undo)(void);
    u32 flags;
    /* What else than ENOMEM tells of a lack of memory; 0 for nothing. */
    int also;
};

enum {
    /* It is tried on each file system. */
    FILES = 1,
    /* The try ends by itself: another program ends with RIGHT_END, or the process by a signal. */
    ENDS = 2,
};

enum { TRIES_MAX = 600, FDS = 160, RIGHT_END = 42 };

/* What a try tells of itself; all have this page. */
struct report {
    u32 done;
    u32 fired;
    i32 error;
};

static volatile struct report *report;
static volatile u8 *fresh;
static int failing;
static int dropping;
static const char *place = "";
static char text_room[16384];
static char list_room[8192];
/* The last descriptors, or whatever else an operation has to take back. */
UNUSED static int got[2];

/* ---- what there is, as one number ---- */

static u32 mix(u32 sum, u32 value)
{
    sum = (sum ^ value) * 0x9e3779b1u;
    return sum ^ sum >> 15;
}

static u32 mix_text(u32 sum, const char *text)
{
    while (*text != 0) {
        sum = mix(sum, *text++);
    }
    return sum;
}

static u32 descriptors_now(void)
{
    u32 sum = 0;
    for (int fd = 0; fd < FDS; fd++) {
        int flags = call(fcntl64, fd, F_GETFD);
        if (flags >= 0) {
            sum = mix(mix(mix(sum, fd), flags), call(fcntl64, fd, F_GETFL));
            sum = mix(sum, (u32)seek(fd, 0, 1));
        }
    }
    return sum;
}

static u32 names_in(const char *path, int depth)
{
    char below[300];
    struct statx state;
    u32 sum = 0;
    int fd = open(path, O_RDONLY | O_DIRECTORY, 0);
    /* Of a directory that is being listed, nobody else may use the room. */
    char *room = list_room + 4096 * depth;
    int bytes;
    while ((bytes = call(getdents64, fd, room, 4096)) > 0) {
        for (int at = 0; at < bytes;) {
            struct dirent *entry = (void *)(room + at);
            at += entry->length;
            join(below, path, "/");
            join(below + length(below), entry->name, "");
            if (equal(entry->name, "..") || stat(below, &state) < 0) {
                continue;
            }
            u32 one = mix_text(1, entry->name);
            one = mix(mix(one, state.mode), state.nlink);
            one = mix(mix(one, state.uid), (u32)state.size);
            if ((state.mode & S_IFMT) == S_IFDIR && depth == 0 && entry->name[0] != '.') {
                one = mix(one, names_in(below, 1));
            }
            sum += one;
        }
    }
    call(close, fd);
    return sum;
}

/* Pages by their rights: where a region was only divided, nothing has changed. */
static u32 mappings_now(void)
{
    int fd = open("/proc/self/maps", O_RDONLY, 0);
    int bytes = call(read, fd, text_room, sizeof text_room - 1);
    u32 sum = 0;
    call(close, fd);
    text_room[bytes < 0 ? 0 : bytes] = 0;
    for (char *p = text_room; *p != 0; p++) {
        u32 bound[2] = {0, 0};
        for (int i = 0; i < 2; i++, p++) {
            for (; *p != '-' && *p != ' '; p++) {
                bound[i] = bound[i] << 4 | (u32)(*p <= '9' ? *p - '0' : *p - 'a' + 10);
            }
        }
        u32 rights = 0;
        for (int i = 0; i < 4; i++) {
            rights = mix(rights, *p++);
        }
        sum += (bound[1] - bound[0]) / PAGE * rights;
        while (*p != '\n') {
            p++;
        }
    }
    return sum;
}

static u32 state_now(void)
{
    static char path[512];
    u32 sum = descriptors_now();
    sum = mix(sum, names_in(".", 0));
    sum = mix(sum, mappings_now());
    sum = mix(mix(sum, (u32)mask_now()), (u32)pending());
    sum = mix(sum, call(brk, 0));
    if (call(getcwd, path, sizeof path) > 0) {
        sum = mix_text(sum, path);
    }
    return mix(mix(sum, call(getpgid, 0)), call(getsid, 0));
}

/* ---- one try ---- */

/* Which allocation is to fail: LASTING for all from then on. */
enum { LASTING = 1 << 16 };

static void write_number(int fd, u32 number)
{
    struct line line;
    line.used = 0;
    put_number(&line, number & ~LASTING, 10);
    put(&line, number & LASTING ? "+" : "");
    call(pwrite64, fd, line.text, line.used, 0, 0);
}

static u32 read_number(int fd)
{
    char text[16] = {0};
    u32 number = 0;
    /* When this fails, too, there is nothing left to count. */
    call(pread64, fd, text, sizeof text - 1, 0, 0);
    for (char *p = text; *p >= '0' && *p <= '9'; p++) {
        number = number * 10 + *p - '0';
    }
    return number;
}

static void complain(const struct operation *operation, u32 n, const char *what, int value)
{
    ok(0, "%s%s, allocation %u%s: %s %e", place, operation->name, n & ~LASTING,
            n & LASTING ? " and all behind it" : "", what, value);
}

static void drop_caches(void)
{
    call(sync);
    call(pwrite64, dropping, "3", 1, 0, 0);
}

/* A store that needs memory gets it, and ends all failing. */
static void end_failing(void)
{
    *fresh = 1;
}

/* In a child: tells by the report what has come of it. */
static void attempt(const struct operation *operation, u32 n)
{
    if (operation->prepare != NULL) {
        operation->prepare();
    }
    fresh = memory(PAGE);
    u32 before = state_now();
    write_number(failing, n);
    int result = operation->run();
    u32 left = read_number(failing);
    end_failing();
    write_number(failing, 0);
    report->fired = n != 0 && left == 0;
    report->error = result;
    if (result < 0 && !report->fired) {
        complain(operation, n, "fails without a reason:", result);
    }
    if (result < 0 && report->fired) {
        if (result != -ENOMEM && (operation->also == 0 || result != -operation->also)) {
            complain(operation, n, "gives", result);
        }
        if (before != state_now()) {
            complain(operation, n, "leaves something behind, and gives", result);
        }
        result = operation->run();
        if (result < 0) {
            complain(operation, n, "fails once more:", result);
        }
    }
    if (operation->undo != NULL) {
        operation->undo();
    }
    report->done = 1;
    quit(failures != 0);
}

/* Whether a try that has to end by itself has ended as it may. */
static int ended_well(int status, int fired)
{
    return status == RIGHT_END || status == 1000 + SIGABRT
            || (fired && (status == 1000 + SIGKILL || status == 1000 + SIGSEGV));
}

/* What is left to fail in a child that has ended; nobody has waited for it. */
static u32 left_of(int pid)
{
    struct line line;
    line.used = 0;
    put(&line, "/proc/");
    put_number(&line, pid, 10);
    put(&line, "/fail-nth");
    line.text[line.used] = 0;
    int fd = open(line.text, O_RDONLY, 0);
    u32 left = read_number(fd);
    call(close, fd);
    return left;
}

/* Whether the allocation was there to fail. */
static int try(const struct operation *operation, u32 n)
{
    struct siginfo info;
    report->done = 0;
    report->fired = 0;
    report->error = 0;
    int pid = fork();
    if (pid == 0) {
        failing = open("/proc/self/fail-nth", O_RDWR, 0);
        failures = 0;
        attempt(operation, n);
    }
    wait_any(P_PID, pid, &info, WEXITED | WNOWAIT);
    if (!report->done && n != 0) {
        report->fired = left_of(pid) == 0;
    }
    int status = ended(pid);
    if (report->done ? status != 0 : (operation->flags & ENDS) == 0
            || !ended_well(status, report->fired)) {
        complain(operation, n, "ends the process:", status);
    }
    return report->fired;
}

/* ---- what is left behind ---- */

enum { WRONG, HEAP, KERNEL, ANONYMOUS, TABLES, PROCESSES, BLOCKS, INODES, COUNTS };
static const char *const count_names[COUNTS] = {"wrong ", "heap ", "kernel ", "anonymous ",
    "tables ", "processes ", "blocks of the disk", "inodes of the disk"};

static void count(u32 *counts)
{
    u32 words[32];
    int fd = open("/proc/sys/debug/audit", O_RDONLY, 0);
    int bytes = call(read, fd, text_room, sizeof text_room - 1);
    call(close, fd);
    text_room[bytes < 0 ? 0 : bytes] = 0;
    for (u32 i = 0; i < BLOCKS; i++) {
        const char *p = text_room;
        while (*p != 0 && !same(p, count_names[i], length(count_names[i]))) {
            p++;
        }
        counts[i] = 0;
        for (p += length(count_names[i]); *p >= '0' && *p <= '9'; p++) {
            counts[i] = counts[i] * 10 + *p - '0';
        }
    }
    call(statfs64, ".", 88, words);
    counts[BLOCKS] = words[4];
    counts[INODES] = words[10];
}

static int run_nothing(void)
{
    return 0;
}

/* What this program itself needs for the first time. */
static void warm_up(void)
{
    static const struct operation nothing = {"nothing", run_nothing, NULL, NULL, 0, 0};
    u32 counts[COUNTS];
    for (int i = 0; i < 2; i++) {
        try(&nothing, 1);
        drop_caches();
        count(counts);
    }
}

UNUSED static void sweep(const struct operation *operation)
{
    u32 before[COUNTS];
    u32 after[COUNTS];
    u32 n = 1;
    u32 lasting = 1;
    u32 refused = 0;
    /* Once to meet everything for the first time. */
    try(operation, 0);
    try(operation, 0);
    drop_caches();
    count(before);
    while (n < TRIES_MAX && try(operation, n)) {
        refused += report->error < 0;
        n++;
    }
    while (lasting < TRIES_MAX && try(operation, lasting | LASTING)) {
        refused += report->error < 0;
        lasting++;
    }
    drop_caches();
    count(after);
    for (u32 i = 0; i < COUNTS; i++) {
        if (before[i] != after[i]) {
            ok(0, "%s%s: %s%u, not %u", place, operation->name, count_names[i], after[i],
                    before[i]);
        }
    }
    ok(n < TRIES_MAX && lasting < TRIES_MAX, "%s%s: %u and %u failed, %u told", place,
            operation->name, n - 1, lasting - 1, refused);
}

#endif
