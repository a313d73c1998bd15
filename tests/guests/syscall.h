/*
 * Linux system calls for RV32, for programs without a C library. Numbers are those of the generic
 * table (asm-generic/unistd.h) as a 32-bit machine with 64-bit time has them.
 */
#ifndef CLEAVE_SYSCALL_H
#define CLEAVE_SYSCALL_H

typedef unsigned int size_t;
typedef int ssize_t;
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

#define NULL ((void *)0)
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum {
    SYS_umount2 = 39, SYS_mount = 40, SYS_statfs64 = 43, SYS_ioctl = 29, SYS_mkdirat = 34,
    SYS_openat = 56, SYS_close = 57, SYS_pipe2 = 59, SYS_getdents64 = 61, SYS_read = 63,
    SYS_write = 64, SYS_sync = 81, SYS_fsync = 82, SYS_exit_group = 94, SYS_waitid = 95,
    SYS_setitimer = 103, SYS_kill = 129, SYS_rt_sigsuspend = 133, SYS_rt_sigaction = 134,
    SYS_rt_sigprocmask = 135, SYS_reboot = 142, SYS_uname = 160, SYS_getpid = 172,
    SYS_getppid = 173, SYS_sysinfo = 179, SYS_brk = 214, SYS_munmap = 215, SYS_clone = 220,
    SYS_execve = 221, SYS_mmap2 = 222, SYS_mprotect = 226, SYS_clock_gettime64 = 403,
    SYS_clock_nanosleep_time64 = 407,
};

#define AT_FDCWD (-100)
#define O_RDONLY 0
#define O_RDWR 2
#define O_CREAT 0100
#define O_TRUNC 01000

#define PROT_NONE 0
#define PROT_READ 1
#define PROT_WRITE 2
#define MAP_SHARED 1
#define MAP_PRIVATE 2
#define MAP_ANONYMOUS 0x20

#define SIGSEGV 11
#define SIGUSR1 10
#define SIGALRM 14
#define SIGCHLD 17
#define SA_SIGINFO 4
#define SIG_BLOCK 0
#define SIG_SETMASK 2

#define P_PID 1
#define WEXITED 4
#define CLOCK_MONOTONIC 1

/* The six arguments of a system call are in a0 to a5, its number in a7, its result in a0. */
static inline int syscall6(int number, u32 a, u32 b, u32 c, u32 d, u32 e, u32 f)
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

#define SYSCALL0(n) syscall6(n, 0, 0, 0, 0, 0, 0)
#define SYSCALL1(n, a) syscall6(n, (u32)(a), 0, 0, 0, 0, 0)
#define SYSCALL2(n, a, b) syscall6(n, (u32)(a), (u32)(b), 0, 0, 0, 0)
#define SYSCALL3(n, a, b, c) syscall6(n, (u32)(a), (u32)(b), (u32)(c), 0, 0, 0)
#define SYSCALL4(n, a, b, c, d) syscall6(n, (u32)(a), (u32)(b), (u32)(c), (u32)(d), 0, 0)
#define SYSCALL5(n, a, b, c, d, e) \
    syscall6(n, (u32)(a), (u32)(b), (u32)(c), (u32)(d), (u32)(e), 0)
#define SYSCALL6(n, a, b, c, d, e, f) \
    syscall6(n, (u32)(a), (u32)(b), (u32)(c), (u32)(d), (u32)(e), (u32)(f))

static inline int openat(const char *path, int flags, int mode)
{
    return SYSCALL4(SYS_openat, AT_FDCWD, path, flags, mode);
}

static inline ssize_t read(int fd, void *buffer, size_t size)
{
    return SYSCALL3(SYS_read, fd, buffer, size);
}

static inline ssize_t write(int fd, const void *buffer, size_t size)
{
    return SYSCALL3(SYS_write, fd, buffer, size);
}

static inline int close(int fd)
{
    return SYSCALL1(SYS_close, fd);
}

static inline int getpid(void)
{
    return SYSCALL0(SYS_getpid);
}

static inline int fork(void)
{
    return SYSCALL5(SYS_clone, SIGCHLD, 0, 0, 0, 0);
}

__attribute__((noreturn)) static inline void exit(int status)
{
    for (;;) {
        SYSCALL1(SYS_exit_group, status);
    }
}

/* Anonymous memory, or a negated error number, which is above the last page. */
static inline void *map(size_t size, int protection, int flags)
{
    return (void *)SYSCALL6(SYS_mmap2, 0, size, protection, flags | MAP_ANONYMOUS, -1, 0);
}

static inline void unmap(void *start, size_t size)
{
    SYSCALL2(SYS_munmap, start, size);
}

struct timespec64 {
    u64 seconds;
    u32 nanoseconds;
    u32 padding;
};

/* How the kernel passes a signal on: siginfo_t begins like this on every machine. */
struct siginfo {
    int number;
    int error;
    int code;
    void *address;
    u8 rest[112];
};

/* Linux's own sigaction; RISC-V has no restorer, the vDSO returns from handlers. */
struct sigaction {
    void (*handler)(int number, struct siginfo *info, void *context);
    u32 flags;
    u64 mask;
};

static inline int sigaction(int number, void (*handler)(int, struct siginfo *, void *))
{
    struct sigaction action = {handler, SA_SIGINFO, 0};
    return SYSCALL4(SYS_rt_sigaction, number, &action, NULL, sizeof(action.mask));
}

/* Waits for a child; its exit status, or minus the signal that ended it. */
static inline int wait_for(int pid)
{
    struct {
        int number, error, code, pid, uid, status;
        u8 rest[104];
    } info = {0};
    SYSCALL5(SYS_waitid, P_PID, pid, &info, WEXITED, NULL);
    return info.code == 1 ? info.status : -info.status;
}

#endif
