/*
 * The first process of the Linux guest: asks the kernel for a little of everything that a machine
 * can get wrong (page faults, copy-on-write, traps, timers, atomics, disks), and says what came
 * out. No C library. The text is the same on every run and every machine, but for what is plainly
 * about the machine (memory, processor).
 *
 * With the argument "user" it does only what an ordinary user may, for qemu-riscv32; with "type" (at
 * the end of the kernel's command line: "-- type") it also waits for a line from the keyboard.
 */
#include "syscall.h"

#define PAGE 4096
#define EXT2_MAGIC 0xef53
#define RB_POWER_OFF 0x4321fedc
#define MS_RDONLY 1

static int failures;

/* ---- text ---- */

static size_t length(const char *text)
{
    size_t n = 0;
    while (text[n] != 0) {
        n++;
    }
    return n;
}

static int equal(const char *a, const char *b)
{
    while (*a != 0 && *a == *b) {
        a++;
        b++;
    }
    return *a == *b;
}

static void put(const char *text)
{
    write(1, text, length(text));
}

static void put_number(u32 number)
{
    char digits[11];
    char *p = digits + sizeof(digits) - 1;
    *p = 0;
    do {
        *--p = '0' + number % 10;
        number /= 10;
    } while (number != 0);
    put(p);
}

static void put_pair(const char *name, u32 number)
{
    put(name);
    put_number(number);
}

/* One line for each thing tried; a failure is counted and says so. */
static void report(const char *what, int good)
{
    put(good ? "ok    " : "FAIL  ");
    put(what);
    put("\n");
    failures += !good;
}

/* GCC asks for these two wherever it copies or clears a structure. */
void *memset(void *start, int value, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        ((volatile u8 *)start)[i] = value;
    }
    return start;
}

void *memcpy(void *to, const void *from, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        ((volatile u8 *)to)[i] = ((const u8 *)from)[i];
    }
    return to;
}

/* ---- what the machine is ---- */

static void show_file(const char *path)
{
    static char buffer[2048];
    int fd = openat(path, O_RDONLY, 0);
    if (fd < 0) {
        put("      no ");
        put(path);
        put("\n");
        return;
    }
    ssize_t n;
    while ((n = read(fd, buffer, sizeof(buffer))) > 0) {
        write(1, buffer, n);
    }
    close(fd);
}

static void show_machine(void)
{
    static char names[6][65];
    SYSCALL1(SYS_uname, names);
    put("uname ");
    put(names[0]);
    put(" ");
    put(names[2]);
    put(" ");
    put(names[4]);
    put("\n");
    struct {
        u32 uptime, loads[3], total, free, shared, buffers, total_swap, free_swap;
        u16 processes, padding;
        u32 total_high, free_high, unit;
        u8 rest[8];
    } info;
    SYSCALL1(SYS_sysinfo, &info);
    put_pair("memory ", info.total / 1024);
    put(" KiB\n");
    show_file("/proc/cpuinfo");
}

/* ---- processes ---- */

static void try_exec(char **environment)
{
    int pid = fork();
    if (pid == 0) {
        char *arguments[] = {"/init", "child", NULL};
        SYSCALL3(SYS_execve, "/init", arguments, environment);
        exit(99);
    }
    report("fork, exec, wait", wait_for(pid) == 42);
}

#define COW_PAGES 64

static void try_copy_on_write(void)
{
    volatile u32 *pages = map(COW_PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE);
    for (u32 i = 0; i < COW_PAGES; i++) {
        pages[i * PAGE / 4] = i;
    }
    int pid = fork();
    if (pid == 0) {
        u32 seen = 0;
        for (u32 i = 0; i < COW_PAGES; i++) {
            seen += pages[i * PAGE / 4] == i;
            pages[i * PAGE / 4] = ~i;
        }
        for (u32 i = 0; i < COW_PAGES; i++) {
            seen += pages[i * PAGE / 4] == ~i;
        }
        exit(seen);
    }
    int seen = wait_for(pid);
    u32 kept = 0;
    for (u32 i = 0; i < COW_PAGES; i++) {
        kept += pages[i * PAGE / 4] == i;
    }
    report("copy-on-write: the child sees and changes its copy", seen == 2 * COW_PAGES);
    report("copy-on-write: the parent keeps its own", kept == COW_PAGES);
    unmap((void *)pages, COW_PAGES * PAGE);
}

#define ROUNDS 20000

/* Two processes count in the same words, by AMO and by LR/SC: nothing may be lost. */
static void try_atomics(void)
{
    u32 *shared = map(PAGE, PROT_READ | PROT_WRITE, MAP_SHARED);
    int pid = fork();
    for (int i = 0; i < ROUNDS; i++) {
        u32 old, failed;
        __asm__ volatile("amoadd.w zero, %1, (%0)" : : "r"(shared), "r"(1) : "memory");
        do {
            __asm__ volatile("lr.w %0, (%2)\n\taddi %0, %0, 1\n\tsc.w %1, %0, (%2)"
                             : "=&r"(old), "=&r"(failed) : "r"(shared + 1) : "memory");
        } while (failed);
    }
    if (pid == 0) {
        exit(0);
    }
    wait_for(pid);
    report("atomics: two processes count in one word",
           shared[0] == 2 * ROUNDS && shared[1] == 2 * ROUNDS);
    unmap(shared, PAGE);
}

/* A process that never gives way must still be interrupted. */
static void try_preemption(void)
{
    volatile u32 *shared = map(PAGE, PROT_READ | PROT_WRITE, MAP_SHARED);
    int spinner = fork();
    if (spinner == 0) {
        while (shared[0] == 0) {
        }
        shared[1] = 7;
        exit(0);
    }
    int setter = fork();
    if (setter == 0) {
        for (volatile int i = 0; i < 100000; i++) {
        }
        shared[0] = 1;
        exit(0);
    }
    wait_for(spinner);
    wait_for(setter);
    report("preemption: a spinning process is interrupted", shared[1] == 7);
    unmap((void *)shared, PAGE);
}

#define PIPE_BYTES 200000

static void try_pipe(void)
{
    static u8 buffer[1000];
    int ends[2];
    SYSCALL2(SYS_pipe2, ends, 0);
    int pid = fork();
    if (pid == 0) {
        close(ends[0]);
        for (int sent = 0; sent < PIPE_BYTES; sent += sizeof(buffer)) {
            for (size_t i = 0; i < sizeof(buffer); i++) {
                buffer[i] = (sent + i) * 7;
            }
            write(ends[1], buffer, sizeof(buffer));
        }
        exit(0);
    }
    close(ends[1]);
    u32 received = 0;
    int right = 1;
    ssize_t n;
    while ((n = read(ends[0], buffer, sizeof(buffer))) > 0) {
        for (ssize_t i = 0; i < n; i++) {
            right &= buffer[i] == (u8)((received + i) * 7);
        }
        received += n;
    }
    close(ends[0]);
    report("pipe: every byte, in order, then its end",
           right && received == PIPE_BYTES && wait_for(pid) == 0);
}

/* ---- memory ---- */

static void try_large_mapping(void)
{
    const u32 size = 8 << 20;
    volatile u32 *words = map(size, PROT_READ | PROT_WRITE, MAP_PRIVATE);
    u32 zeroes = 0;
    u32 right = 0;
    for (u32 i = 0; i < size / PAGE; i++) {
        zeroes += words[i * PAGE / 4 + 5] == 0;
        words[i * PAGE / 4 + 5] = i * 2654435761u;
    }
    for (u32 i = 0; i < size / PAGE; i++) {
        right += words[i * PAGE / 4 + 5] == i * 2654435761u;
    }
    report("mmap: 2,048 pages of zeroes, then what was written",
           zeroes == size / PAGE && right == size / PAGE);
    unmap((void *)words, size);
}

static volatile struct {
    int count, number, code;
    void *address;
} caught;

static volatile u32 *guarded;

static void on_signal(int number, struct siginfo *info, void *context)
{
    (void)context;
    caught.count++;
    caught.number = number;
    caught.code = info->code;
    caught.address = info->address;
    if (number == SIGSEGV) {
        SYSCALL3(SYS_mprotect, guarded, PAGE, PROT_READ | PROT_WRITE);
    }
}

/* The handler opens the page; the store that faulted is then done again and succeeds. */
static void try_fault(void)
{
    guarded = map(PAGE, PROT_READ, MAP_PRIVATE);
    sigaction(SIGSEGV, on_signal);
    guarded[3] = 0x1234;
    report("SIGSEGV: a store to a read-only page is caught and retried",
           caught.count == 1 && caught.number == SIGSEGV && caught.code == 2
           && caught.address == (void *)(guarded + 3) && guarded[3] == 0x1234);
    unmap((void *)guarded, PAGE);
}

static void try_fatal_fault(void)
{
    int pid = fork();
    if (pid == 0) {
        struct sigaction byDefault = {NULL, 0, 0};
        SYSCALL4(SYS_rt_sigaction, SIGSEGV, &byDefault, NULL, 8);
        /* Volatile itself, lest the compiler see through it. */
        volatile u32 *volatile nowhere = NULL;
        *nowhere = 1;
        exit(0);
    }
    report("SIGSEGV: a store to page 0 ends the process", wait_for(pid) == -SIGSEGV);
}

static void try_signals(void)
{
    caught.count = 0;
    sigaction(SIGUSR1, on_signal);
    SYSCALL2(SYS_kill, getpid(), SIGUSR1);
    report("kill: the signal arrives", caught.count == 1 && caught.number == SIGUSR1);

    u64 alarm = 1ull << (SIGALRM - 1);
    u64 none = 0;
    u32 timer[4] = {0, 0, 0, 5000};
    sigaction(SIGALRM, on_signal);
    SYSCALL4(SYS_rt_sigprocmask, SIG_BLOCK, &alarm, NULL, sizeof(alarm));
    SYSCALL3(SYS_setitimer, 0, timer, NULL);
    SYSCALL2(SYS_rt_sigsuspend, &none, sizeof(none));
    SYSCALL4(SYS_rt_sigprocmask, SIG_SETMASK, &none, NULL, sizeof(none));
    report("setitimer: an alarm ends the wait for it",
           caught.count == 2 && caught.number == SIGALRM);
}

/* ---- time ---- */

static u64 microseconds(void)
{
    struct timespec64 now;
    SYSCALL2(SYS_clock_gettime64, CLOCK_MONOTONIC, &now);
    return now.seconds * 1000000 + (now.nanoseconds >> 10) * 1024 / 1000;
}

static void try_sleep(void)
{
    struct timespec64 request = {0, 20000000, 0};
    u64 start = microseconds();
    SYSCALL4(SYS_clock_nanosleep_time64, CLOCK_MONOTONIC, 0, &request, NULL);
    u64 slept = microseconds() - start;
    report("sleep: 20 ms are 20 ms or a little more", slept >= 19900 && slept < 2000000);
}

/* ---- disk ---- */

struct directory_entry {
    u64 inode, offset;
    u16 length;
    u8 type;
    char name[];
};

/* In the order of the directory, which is part of the file system's image. */
static void list(const char *path)
{
    static u8 buffer[2048] __attribute__((aligned(8)));
    int fd = openat(path, O_RDONLY, 0);
    int n;
    while ((n = SYSCALL3(SYS_getdents64, fd, buffer, sizeof(buffer))) > 0) {
        for (int at = 0; at < n;) {
            struct directory_entry *entry = (void *)(buffer + at);
            put("      ");
            put(entry->name);
            put("\n");
            at += entry->length;
        }
    }
    close(fd);
}

/* A few blocks written, made durable, and read back through the same name. */
static void try_write(const char *path)
{
    static u8 buffer[PAGE];
    int fd = openat(path, O_RDWR | O_CREAT | O_TRUNC, 0644);
    int right = fd >= 0;
    for (int block = 0; block < 16; block++) {
        for (u32 i = 0; i < PAGE; i++) {
            buffer[i] = i * 31 + block;
        }
        right &= write(fd, buffer, PAGE) == PAGE;
    }
    right &= SYSCALL1(SYS_fsync, fd) == 0;
    close(fd);
    fd = openat(path, O_RDONLY, 0);
    for (int block = 0; block < 16; block++) {
        right &= read(fd, buffer, PAGE) == PAGE;
        for (u32 i = 0; i < PAGE; i++) {
            right &= buffer[i] == (u8)(i * 31 + block);
        }
    }
    close(fd);
    report("disk: 64 KiB written and read back", right);
}

static int on_ext2(const char *path)
{
    struct {
        u32 type, rest[30];
    } info = {0, {0}};
    /* The kernel wants the size of its own structure, which is packed to 84 bytes or padded. */
    if (SYSCALL3(SYS_statfs64, path, 84, &info) < 0) {
        SYSCALL3(SYS_statfs64, path, 88, &info);
    }
    return info.type == EXT2_MAGIC;
}

static void try_disk(void)
{
    if (on_ext2("/")) {
        put("root on ext2\n");
        list("/");
        show_file("/hello.txt");
        try_write("/written.txt");
        return;
    }
    put("root on initramfs\n");
    int result = SYSCALL5(SYS_mount, "/dev/vda", "/mnt", "ext2", 0, NULL);
    if (result < 0) {
        put("      no disk\n");
        return;
    }
    list("/mnt");
    show_file("/mnt/hello.txt");
    try_write("/mnt/written.txt");
    report("disk: unmounted", SYSCALL2(SYS_umount2, "/mnt", 0) == 0);
}

static void try_random(void)
{
    u8 bytes[16];
    int fd = openat("/dev/hwrng", O_RDONLY, 0);
    if (fd < 0 || read(fd, bytes, 1) != 1) {
        put("      no random numbers\n");
        return;
    }
    report("virtio-rng: 16 bytes", read(fd, bytes, sizeof(bytes)) == sizeof(bytes));
    close(fd);
}

static void mount_pseudo(void)
{
    SYSCALL3(SYS_mkdirat, AT_FDCWD, "/proc", 0755);
    SYSCALL3(SYS_mkdirat, AT_FDCWD, "/sys", 0755);
    SYSCALL3(SYS_mkdirat, AT_FDCWD, "/mnt", 0755);
    report("mount proc", SYSCALL5(SYS_mount, "proc", "/proc", "proc", 0, NULL) == 0);
    report("mount sysfs", SYSCALL5(SYS_mount, "sys", "/sys", "sysfs", 0, NULL) == 0);
    /* On a disk the kernel has mounted it already: EBUSY. */
    int dev = SYSCALL5(SYS_mount, "dev", "/dev", "devtmpfs", 0, NULL);
    report("mount devtmpfs", dev == 0 || dev == -16);
}

static void try_user(void)
{
    try_copy_on_write();
    try_atomics();
    try_preemption();
    try_pipe();
    try_large_mapping();
    try_fault();
    try_fatal_fault();
    try_signals();
    try_sleep();
}

/* What is typed goes through the UART's interrupt and the terminal's line editing. */
static void try_typing(void)
{
    static char line[80];
    put("type a line\n");
    ssize_t n = read(0, line, sizeof(line) - 1);
    line[n > 0 ? n : 0] = 0;
    put("read: ");
    put(line);
}

static int finish(void)
{
    put_pair("failures ", failures);
    put("\n");
    return failures != 0;
}

static void power_off(void)
{
    SYSCALL0(SYS_sync);
    if (on_ext2("/")) {
        SYSCALL5(SYS_mount, NULL, "/", NULL, 32 | MS_RDONLY, NULL);
    }
    SYSCALL4(SYS_reboot, 0xfee1dead, 672274793, RB_POWER_OFF, NULL);
}

__attribute__((used)) static void start(u32 *stack)
{
    int count = stack[0];
    char **arguments = (char **)(stack + 1);
    char **environment = arguments + count + 1;
    if (count > 1 && equal(arguments[1], "child")) {
        exit(count == 2 && getpid() > 1 ? 42 : 1);
    }
    if (count > 1 && equal(arguments[1], "user")) {
        try_user();
        exit(finish());
    }
    put("init starts\n");
    mount_pseudo();
    show_machine();
    try_exec(environment);
    try_user();
    try_random();
    try_disk();
    if (count > 1 && equal(arguments[1], "type")) {
        try_typing();
    }
    finish();
    power_off();
    put("still running\n");
    exit(1);
}

/* The kernel passes everything on the stack, which the calling convention wants aligned to 16. */
__asm__(".section .text.start\n"
        ".globl _start\n"
        "_start:\n"
        "\t.option push\n"
        "\t.option norelax\n"
        "\tla gp, __global_pointer$\n"
        "\t.option pop\n"
        "\tmv a0, sp\n"
        "\tandi sp, sp, -16\n"
        "\tcall start\n");
