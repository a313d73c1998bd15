/*
 * What the programs of this folder are written with: Linux's system calls for RV32 and nothing
 * else. Each program includes it, so that each is one compilation and needs no library.
 *
 * A program says what must hold with ok(), and what it saw with say(). What it prints must be the
 * same on every right kernel: no process numbers, addresses, times or sizes of the host.
 */
#ifndef CLEAVE_ABI_H
#define CLEAVE_ABI_H

#include "calls.h"

typedef signed char i8;
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef int i32;
typedef long long i64;
typedef unsigned long long u64;
typedef u32 size_t;

#define NULL ((void *)0)
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define UNUSED __attribute__((unused))
#define LOCAL static UNUSED
#define PAGE 4096u

LOCAL char **arguments;
LOCAL char **environment;
LOCAL u32 *auxiliary;

int main(int count, char **arguments, char **environment);

/* The six arguments of a system call are in a0 to a5, its number in a7, its result in a0. */
LOCAL int call6(u32 number, u32 a, u32 b, u32 c, u32 d, u32 e, u32 f)
{
    register u32 a0 __asm__("a0") = a;
    register u32 a1 __asm__("a1") = b;
    register u32 a2 __asm__("a2") = c;
    register u32 a3 __asm__("a3") = d;
    register u32 a4 __asm__("a4") = e;
    register u32 a5 __asm__("a5") = f;
    register u32 a7 __asm__("a7") = number;
    __asm__ volatile("ecall" : "+r"(a0)
                     : "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a5), "r"(a7) : "memory");
    return a0;
}

/* call(read, fd, buffer, size): arguments that are not given are 0. */
#define call(name, ...) CALL7(SYS_##name, ##__VA_ARGS__, 0, 0, 0, 0, 0, 0)
#define CALL7(n, a, b, c, d, e, f, ...) \
    call6(n, (u32)(a), (u32)(b), (u32)(c), (u32)(d), (u32)(e), (u32)(f))

#define AT_FDCWD (-100)
#define AT_SYMLINK_NOFOLLOW 0x100
#define AT_REMOVEDIR 0x200
#define AT_SYMLINK_FOLLOW 0x400
#define AT_EMPTY_PATH 0x1000

#define O_RDONLY 0
#define O_WRONLY 1
#define O_RDWR 2
#define O_CREAT 0100
#define O_EXCL 0200
#define O_TRUNC 01000
#define O_APPEND 02000
#define O_NONBLOCK 04000
#define O_DIRECTORY 0200000
#define O_NOFOLLOW 0400000
#define O_CLOEXEC 02000000
#define O_PATH 010000000

#define F_DUPFD 0
#define F_GETFD 1
#define F_SETFD 2
#define F_GETFL 3
#define F_SETFL 4
#define F_DUPFD_CLOEXEC 1030
#define FD_CLOEXEC 1

#define S_IFMT 0170000
#define S_IFIFO 0010000
#define S_IFDIR 0040000
#define S_IFREG 0100000
#define S_IFLNK 0120000

#define PROT_NONE 0
#define PROT_READ 1
#define PROT_WRITE 2
#define PROT_EXEC 4
#define MAP_SHARED 1
#define MAP_PRIVATE 2
#define MAP_FIXED 0x10
#define MAP_ANONYMOUS 0x20
#define MAP_FIXED_NOREPLACE 0x100000

enum {
    SIGHUP = 1, SIGINT, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGKILL, SIGUSR1,
    SIGSEGV, SIGUSR2, SIGPIPE, SIGALRM, SIGTERM, SIGSTKFLT, SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP,
    SIGTTIN, SIGTTOU, SIGURG, SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF, SIGWINCH, SIGIO, SIGPWR,
    SIGSYS, SIGRTMIN = 34,
};

#define SIG_DFL ((handler)0)
#define SIG_IGN ((handler)1)
#define SA_NOCLDSTOP 1u
#define SA_NOCLDWAIT 2u
#define SA_SIGINFO 4u
#define SA_ONSTACK 0x08000000u
#define SA_RESTART 0x10000000u
#define SA_NODEFER 0x40000000u
#define SA_RESETHAND 0x80000000u
#define SIG_BLOCK 0
#define SIG_UNBLOCK 1
#define SIG_SETMASK 2
#define BIT(signal) (1ull << ((signal) - 1))

#define P_ALL 0
#define P_PID 1
#define P_PGID 2
#define WNOHANG 1
#define WSTOPPED 2
#define WEXITED 4
#define WCONTINUED 8
#define WNOWAIT 0x01000000
enum { CLD_EXITED = 1, CLD_KILLED, CLD_DUMPED, CLD_TRAPPED, CLD_STOPPED, CLD_CONTINUED };

#define CLOCK_REALTIME 0
#define CLOCK_MONOTONIC 1

struct timespec {
    i64 seconds;
    i32 nanoseconds;
    i32 padding;
};

/* The 32-bit pairs that setitimer and rusage have. */
struct timeval {
    i32 seconds;
    i32 microseconds;
};

struct iovec {
    const void *base;
    u32 bytes;
};

struct siginfo {
    i32 number;
    i32 error;
    i32 code;
    union {
        struct {
            i32 pid;
            u32 uid;
            i32 status;
            i32 utime, stime;
        };
        struct {
            i32 sender;
            u32 owner;
            u32 value;
        };
        void *address;
        u8 rest[116];
    };
};

typedef void (*handler)(int number, struct siginfo *info, void *context);

/* Linux's own; RISC-V has no restorer, the kernel's code returns from handlers. */
struct sigaction {
    handler handler;
    u32 flags;
    u64 mask;
};

struct stack {
    void *base;
    i32 flags;
    u32 bytes;
};

/* The registers in a frame begin with the pc, which stands in the place of x0. */
struct context {
    u32 flags;
    void *link;
    struct stack stack;
    u32 mask[2];
    u8 unused[120];
    u32 registers[32] __attribute__((aligned(16)));
};

struct rusage {
    struct timeval user, system;
    i32 maxrss, ixrss, idrss, isrss, minflt, majflt, nswap, inblock, oublock, msgsnd, msgrcv;
    i32 nsignals, nvcsw, nivcsw;
};

struct rlimit {
    u64 soft, hard;
};

struct stamp {
    i64 seconds;
    u32 nanoseconds;
    i32 padding;
};

struct statx {
    u32 mask, blksize;
    u64 attributes;
    u32 nlink, uid, gid;
    u16 mode, padding;
    u64 ino, size, blocks, attributes_mask;
    struct stamp atime, btime, ctime, mtime;
    u32 rdev_major, rdev_minor, dev_major, dev_minor;
    u64 rest[14];
};

struct dirent {
    u64 ino;
    i64 next;
    u16 length;
    u8 type;
    char name[];
};

struct pollfd {
    i32 fd;
    u16 events, revents;
};
#define POLLIN 1
#define POLLOUT 4
#define POLLERR 8
#define POLLHUP 16
#define POLLNVAL 32

enum {
    EPERM = 1, ENOENT = 2, ESRCH = 3, EINTR = 4, EIO = 5, E2BIG = 7, ENOEXEC = 8, EBADF = 9,
    ECHILD = 10, EAGAIN = 11, ENOMEM = 12, EACCES = 13, EFAULT = 14, EBUSY = 16, EEXIST = 17,
    EXDEV = 18, ENODEV = 19, ENOTDIR = 20, EISDIR = 21, EINVAL = 22, ENFILE = 23, EMFILE = 24,
    ENOTTY = 25, ETXTBSY = 26, EFBIG = 27, ENOSPC = 28, ESPIPE = 29, EROFS = 30, EMLINK = 31,
    EPIPE = 32, ERANGE = 34, ENAMETOOLONG = 36, ENOSYS = 38, ENOTEMPTY = 39, ELOOP = 40,
    EOVERFLOW = 75, EOPNOTSUPP = 95,
};

LOCAL const char *error_name(int error)
{
    static const struct {
        int number;
        const char *name;
    } names[] = {
#define NAME(e) {e, #e}
        NAME(EPERM), NAME(ENOENT), NAME(ESRCH), NAME(EINTR), NAME(EIO), NAME(E2BIG),
        NAME(ENOEXEC), NAME(EBADF), NAME(ECHILD), NAME(EAGAIN), NAME(ENOMEM), NAME(EACCES),
        NAME(EFAULT), NAME(EBUSY), NAME(EEXIST), NAME(EXDEV), NAME(ENODEV), NAME(ENOTDIR),
        NAME(EISDIR), NAME(EINVAL), NAME(ENFILE), NAME(EMFILE), NAME(ENOTTY), NAME(ETXTBSY),
        NAME(EFBIG), NAME(ENOSPC), NAME(ESPIPE), NAME(EROFS), NAME(EMLINK), NAME(EPIPE),
        NAME(ERANGE), NAME(ENAMETOOLONG), NAME(ENOSYS), NAME(ENOTEMPTY), NAME(ELOOP),
        NAME(EOVERFLOW), NAME(EOPNOTSUPP),
#undef NAME
    };
    for (u32 i = 0; i < COUNT(names); i++) {
        if (names[i].number == error) {
            return names[i].name;
        }
    }
    return NULL;
}

/* The compiler makes calls of these. */
UNUSED void *memset(void *to, int value, size_t bytes)
{
    for (u8 *p = to; bytes > 0; bytes--) {
        *p++ = value;
    }
    return to;
}

UNUSED void *memcpy(void *to, const void *from, size_t bytes)
{
    const u8 *q = from;
    for (u8 *p = to; bytes > 0; bytes--) {
        *p++ = *q++;
    }
    return to;
}

LOCAL u32 length(const char *text)
{
    u32 n = 0;
    while (text[n] != 0) {
        n++;
    }
    return n;
}

LOCAL int same(const void *a, const void *b, u32 bytes)
{
    for (u32 i = 0; i < bytes; i++) {
        if (((const u8 *)a)[i] != ((const u8 *)b)[i]) {
            return 0;
        }
    }
    return 1;
}

LOCAL int equal(const char *a, const char *b)
{
    return length(a) == length(b) && same(a, b, length(a));
}

/* a followed by b; the caller's memory has room for both. */
LOCAL char *join(char *to, const char *a, const char *b)
{
    memcpy(to, a, length(a));
    memcpy(to + length(a), b, length(b) + 1);
    return to;
}

struct line {
    char text[512];
    u32 used;
};

LOCAL void put(struct line *line, const char *text)
{
    while (*text != 0 && line->used < sizeof line->text) {
        line->text[line->used++] = *text++;
    }
}

LOCAL void put_number(struct line *line, u32 value, u32 base)
{
    char digits[12];
    char *p = digits + sizeof digits;
    *--p = 0;
    do {
        *--p = "0123456789abcdef"[value % base];
        value /= base;
    } while (value != 0);
    put(line, p);
}

LOCAL void put_signed(struct line *line, int value)
{
    if (value < 0) {
        put(line, "-");
    }
    put_number(line, value < 0 ? -(u32)value : (u32)value, 10);
}

/* The result of a call: a number, or an error by its name. */
LOCAL void put_result(struct line *line, int result)
{
    if (result < 0 && error_name(-result) != NULL) {
        put(line, "-");
        put(line, error_name(-result));
    } else {
        put_signed(line, result);
    }
}

/* %d %u %x %o %s %c, and %e for the result of a call. */
LOCAL void format(struct line *line, const char *text, __builtin_va_list values)
{
    for (; *text != 0; text++) {
        char one[2] = {*text, 0};
        if (*text != '%') {
            put(line, one);
            continue;
        }
        switch (*++text) {
        case 'd': put_signed(line, __builtin_va_arg(values, int)); break;
        case 'u': put_number(line, __builtin_va_arg(values, u32), 10); break;
        case 'x': put_number(line, __builtin_va_arg(values, u32), 16); break;
        case 'o': put_number(line, __builtin_va_arg(values, u32), 8); break;
        case 's': put(line, __builtin_va_arg(values, const char *)); break;
        case 'e': put_result(line, __builtin_va_arg(values, int)); break;
        case 'c':
            one[0] = __builtin_va_arg(values, int);
            put(line, one);
            break;
        default: put(line, "%"); break;
        }
    }
}

/* A line of output, in one call. */
LOCAL void say(const char *text, ...)
{
    struct line line;
    __builtin_va_list values;
    line.used = 0;
    __builtin_va_start(values, text);
    format(&line, text, values);
    __builtin_va_end(values);
    put(&line, "\n");
    call(write, 1, line.text, line.used);
}

/* How many things were not as they must be, in this process. */
LOCAL int failures;

/* What must hold: a line that says whether it does. */
LOCAL int ok(int holds, const char *text, ...)
{
    struct line line;
    __builtin_va_list values;
    line.used = 0;
    put(&line, holds ? "ok " : "FAIL ");
    __builtin_va_start(values, text);
    format(&line, text, values);
    __builtin_va_end(values);
    put(&line, "\n");
    call(write, 1, line.text, line.used);
    failures += !holds;
    return holds;
}

/* The result that a call must have. */
LOCAL int gives(int wanted, int got, const char *what)
{
    if (wanted == got) {
        return ok(1, "%s: %e", what, got);
    }
    return ok(0, "%s: %e, not %e", what, got, wanted);
}

__attribute__((noreturn)) LOCAL void quit(int status)
{
    for (;;) {
        call(exit_group, status);
    }
}

LOCAL int fork(void)
{
    return call(clone, SIGCHLD);
}

LOCAL int wait_any(int kind, int id, struct siginfo *info, int options)
{
    memset(info, 0, sizeof *info);
    return call(waitid, kind, id, info, options);
}

/* How a child ended: its exit status, or 1000 and the signal that killed it. */
LOCAL int ended(int pid)
{
    struct siginfo info;
    int result;
    do {
        result = wait_any(P_PID, pid, &info, WEXITED);
    } while (result == -EINTR);
    return result < 0 ? result : info.code == CLD_EXITED ? info.status : 1000 + info.status;
}

/* Runs the rest in a child: if (child()) { ...; quit(n); }; its end is what child_end() tells. */
LOCAL int last_child;

LOCAL int child(void)
{
    last_child = fork();
    if (last_child == 0) {
        failures = 0;
        return 1;
    }
    return 0;
}

/* The child's failures count as ours. */
LOCAL int child_end(void)
{
    int status = ended(last_child);
    failures += status != 0;
    return status;
}

LOCAL int action(int number, handler handler, u32 flags, u64 mask)
{
    struct sigaction action = {handler, flags, mask};
    return call(rt_sigaction, number, &action, NULL, sizeof action.mask);
}

LOCAL handler action_of(int number)
{
    struct sigaction action = {0};
    call(rt_sigaction, number, NULL, &action, sizeof action.mask);
    return action.handler;
}

LOCAL int mask(int how, u64 set)
{
    return call(rt_sigprocmask, how, &set, NULL, sizeof set);
}

LOCAL u64 mask_now(void)
{
    u64 set = 0;
    call(rt_sigprocmask, SIG_BLOCK, NULL, &set, sizeof set);
    return set;
}

LOCAL u64 pending(void)
{
    u64 set = 0;
    call(rt_sigpending, &set, sizeof set);
    return set;
}

LOCAL int self(void)
{
    return call(getpid);
}

LOCAL int open(const char *path, int flags, int mode)
{
    return call(openat, AT_FDCWD, path, flags, mode);
}

/* Makes a file with this text. */
LOCAL void make(const char *path, const char *text, int mode)
{
    int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY, mode);
    if (fd < 0 || call(write, fd, text, length(text)) != (int)length(text)) {
        ok(0, "cannot make %s: %e", path, fd);
    }
    call(close, fd);
}

LOCAL int stat(const char *path, struct statx *into)
{
    memset(into, 0, sizeof *into);
    return call(statx, AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, 0x7ff, into);
}

LOCAL i64 seek(int fd, i64 offset, int whence)
{
    i64 result = 0;
    int error = call(_llseek, fd, (u32)(offset >> 32), (u32)offset, &result, whence);
    return error < 0 ? error : result;
}

LOCAL void *map(size_t bytes, int protection, int flags, int fd)
{
    return (void *)call(mmap2, 0, bytes, protection, flags, fd, 0);
}

LOCAL void *memory(size_t bytes)
{
    return map(bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
}

/* Whether a result that is an address is an error. */
LOCAL int is_error(const void *address)
{
    return (u32)address > (u32)-4096;
}

LOCAL void sleep_ms(int milliseconds)
{
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000, 0};
    call(clock_nanosleep_time64, CLOCK_MONOTONIC, 0, &time, NULL);
}

LOCAL u32 now_ms(void)
{
    struct timespec time;
    call(clock_gettime64, CLOCK_MONOTONIC, &time);
    return (u32)time.seconds * 1000 + time.nanoseconds / 1000000;
}

/* A variable of the environment; null if there is none. */
LOCAL const char *variable(const char *name)
{
    for (char **p = environment; *p != NULL; p++) {
        u32 n = length(name);
        if (same(*p, name, n) && (*p)[n] == '=') {
            return *p + n + 1;
        }
    }
    return NULL;
}

/*
 * Runs this program again with these arguments (the first is its name) in the same process. Under
 * an emulator of processes the kernel below cannot start it: RUNNER names the emulator.
 */
LOCAL int again(char **with)
{
    const char *runner = variable("RUNNER");
    char *words[16];
    u32 n = 0;
    if (runner == NULL) {
        return call(execve, arguments[0], with, environment);
    }
    words[n++] = (char *)runner;
    words[n++] = arguments[0];
    for (u32 i = 1; with[i] != NULL; i++) {
        words[n++] = with[i];
    }
    words[n] = NULL;
    return call(execve, runner, words, environment);
}

__attribute__((noreturn)) UNUSED void begin(u32 *stack)
{
    int count = stack[0];
    arguments = (char **)(stack + 1);
    environment = arguments + count + 1;
    char **p = environment;
    while (*p != NULL) {
        p++;
    }
    auxiliary = (u32 *)(p + 1);
    int status = main(count, arguments, environment);
    quit(status != 0 ? status : failures != 0);
}

__asm__(".text\n.globl _start\n_start:\n\tmv a0, sp\n\tandi sp, sp, -16\n\tcall begin\n");

#endif
