/* Processes, programs and signals. */
#ifndef CLEAVE_FAILURES_PROCESSES_H
#define CLEAVE_FAILURES_PROCESSES_H

#include "descriptors.h"
#include "memory.h"

enum {
    CLONE_VM = 0x100, CLONE_FILES = 0x400, CLONE_PIDFD = 0x1000, CLONE_VFORK = 0x4000,
    WORDS = 2000, RLIMIT_CORE = 4,
};

struct clone_args {
    u64 flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls;
};

static void take_ends(int *pids, u32 count)
{
    for (u32 i = 0; i < count; i++) {
        if (pids[i] > 0) {
            ended(pids[i]);
        }
    }
}

static int end_of(int pid)
{
    if (pid == 0) {
        quit(7);
    }
    if (pid < 0) {
        return pid;
    }
    int status;
    while ((status = ended(pid)) == -ENOMEM) {
        end_failing();
    }
    return status == 7 ? 0 : -EIO;
}

static int run_fork(void) { return end_of(fork()); }

/* With memory of every kind, and descriptors far away. */
static void map_much(void)
{
    make_file();
    open_file();
    map_there();
    made = (u8 *)call(mmap2, MAP_FAR, PAGES * PAGE, READ_WRITE, MAP_PRIVATE, got[0], 0);
    made[0] = 1;
    got[1] = call(dup3, 1, FAR_FD, 0);
}

static void unmap_much(void)
{
    call(close, got[1]);
    unmap_all();
}

static int run_clone_files(void) { return end_of(call(clone, CLONE_FILES | SIGCHLD)); }

/* The child must not return to a stack that both have: it ends where it is. */
static int run_vfork(void)
{
    return end_of(call(clone, CLONE_VM | CLONE_VFORK | SIGCHLD));
}

static int run_clone3(void)
{
    int fd = -1;
    struct clone_args args = {.flags = CLONE_PIDFD, .pidfd = (u32)&fd, .exit_signal = SIGCHLD};
    int result = end_of(call(clone3, &args, sizeof args));
    call(close, fd);
    return result;
}

static int run_wait(void)
{
    struct siginfo info;
    struct rusage usage;
    return call(waitid, P_PID, got[0], &info, WEXITED | WNOWAIT, &usage);
}

static void fork_dead(void)
{
    got[0] = fork();
    if (got[0] == 0) {
        quit(0);
    }
}

static void take_dead(void)
{
    take_ends(got, 1);
}

/* ---- programs ---- */

static char *many_words[WORDS + 4];

static int start(const char *path, u32 words)
{
    many_words[0] = "failures";
    many_words[1] = "end";
    for (u32 i = 0; i < words; i++) {
        many_words[2 + i] = "a word";
    }
    many_words[2 + words] = NULL;
    return call(execve, path, many_words, environment);
}

static int run_exec(void) { return start(arguments[0], 0); }
static int run_exec_many(void) { return start(arguments[0], WORDS); }
static int run_script(void) { return start("script", 0); }

static void make_script(void)
{
    char text[128];
    join(text, "#!", arguments[0]);
    join(text + length(text), " end\n", "");
    make("script", text, 0755);
    drop_caches();
}

static int run_exec_at(void)
{
    many_words[0] = "failures";
    many_words[1] = "end";
    many_words[2] = NULL;
    return call(execveat, got[0], "", many_words, environment, AT_EMPTY_PATH);
}

static void open_program(void)
{
    got[0] = open(arguments[0], O_PATH, 0);
    drop_caches();
}

static int run_interpreted(void) { return start("interpreted", 0); }

/* This program again, with a PT_INTERP that names it: so it is its own interpreter. */
static void make_interpreted(void)
{
    static struct {
        u8 ident[16];
        u16 type, machine;
        u32 version, entry, phoff, shoff, flags;
        u16 ehsize, phentsize, phnum, shentsize, shnum, shstrndx;
        struct {
            u32 type, offset, address, physical, filesz, memsz, flags, align;
        } segments[2];
        char name[32];
        u32 code[4];
    } file = {
        {0x7f, 'E', 'L', 'F', 1, 1, 1}, 2, 243, 1, 0x800000, 52, 0, 0, 52, 32, 2, 40, 0, 0,
        {{3, 116, 0x800074, 0, 0, 0, 4, 1}, {1, 0, 0x800000, 0, 164, 164, 5, PAGE}},
        {0}, {0},
    };
    join(file.name, arguments[0], "");
    file.segments[0].filesz = file.segments[0].memsz = length(file.name) + 1;
    int fd = open("interpreted", O_CREAT | O_TRUNC | O_WRONLY, 0755);
    call(write, fd, &file, sizeof file);
    call(close, fd);
    drop_caches();
}

/* ---- signals ---- */

static void catch(int number UNUSED, struct siginfo *info UNUSED, void *context UNUSED)
{
}

static int run_action(void) { return action(SIGUSR1, catch, 0, 0); }

static int queue(int number)
{
    struct siginfo info = {.number = number, .code = -1, .sender = 1, .owner = 0, .value = 7};
    return call(rt_sigqueueinfo, self(), number, &info);
}

static void block(void) { mask(SIG_BLOCK, BIT(SIGUSR1) | BIT(SIGRTMIN)); }

static void forget_signals(void)
{
    struct timespec none = {0, 0, 0};
    u64 set = BIT(SIGUSR1) | BIT(SIGRTMIN);
    while (call(rt_sigtimedwait_time64, &set, NULL, &none, sizeof set) >= 0) {
    }
    mask(SIG_UNBLOCK, set);
}

static int run_kill(void) { return call(kill, self(), SIGUSR1); }
static int run_queue(void) { return queue(SIGRTMIN); }

static void ready_to_catch(void)
{
    run_action();
}

/* The frame is on a stack whose pages are not there yet. */
static void ready_on_stack(void)
{
    map_fresh();
    struct stack stack = {(void *)there, 0, PAGES * PAGE};
    call(sigaltstack, &stack, NULL);
    action(SIGUSR1, catch, SA_ONSTACK | SA_SIGINFO, 0);
}

static void off_stack(void)
{
    struct stack stack = {NULL, 2, 0};
    call(sigaltstack, &stack, NULL);
    unmap_there();
}

static int timer;

static int run_timer(void)
{
    struct {
        u32 value, signal, notify;
        u32 rest[13];
    } event = {0, SIGUSR1, 0, {0}};
    return call(timer_create, CLOCK_MONOTONIC, &event, &timer);
}

static void delete_timer(void)
{
    call(timer_delete, timer);
}

static int run_set_timer(void)
{
    struct timespec times[2] = {{0, 0, 0}, {100, 0, 0}};
    return call(timer_settime64, timer, 0, times, NULL);
}

static void make_timer(void) { run_timer(); }

static int run_interval(void)
{
    struct timeval times[2] = {{0, 0}, {100, 0}};
    return call(setitimer, 0, times, NULL);
}

static void end_interval(void)
{
    struct timeval times[2] = {{0, 0}, {0, 0}};
    call(setitimer, 0, times, NULL);
}

static int run_sleep(void)
{
    sleep_ms(1);
    return 0;
}

static int run_futex(void)
{
    static u32 word;
    struct timespec soon = {0, 1000, 0};
    int result = call(futex_time64, &word, 128, 0, &soon, NULL, 0);
    return result == -110 ? 0 : result;
}

static int run_wait_signal(void)
{
    u64 set = BIT(SIGUSR1);
    struct timespec soon = {0, 1000, 0};
    int result = call(rt_sigtimedwait_time64, &set, NULL, &soon, sizeof set);
    return result == -EAGAIN ? 0 : result;
}

/* ---- what ends the process ---- */

static void allow_core(void)
{
    struct rlimit limit = {~0ull, ~0ull};
    call(prlimit64, 0, RLIMIT_CORE, &limit, NULL);
    make_away();
}

static int run_abort(void)
{
    call(kill, self(), SIGABRT);
    return 0;
}

/* ---- who it is ---- */

static void be_child(void) { call(setpgid, 0, 0); }

static int run_session(void)
{
    int pid = fork();
    if (pid == 0) {
        int fd = open("/proc/self/fail-nth", O_RDWR, 0);
        write_number(fd, 1);
        int result = call(setsid);
        write_number(fd, 0);
        quit(result > 0 ? 7 : -result);
    }
    int status = pid < 0 ? pid : ended(pid);
    return status == 7 || status == ENOMEM ? 0 : status < 0 ? status : -EIO;
}

static int run_limit(void)
{
    struct rlimit limit = {100, 200};
    return call(prlimit64, 0, 7, &limit, NULL);
}

static void undo_limit(void)
{
    struct rlimit limit = {1024, 4096};
    call(prlimit64, 0, 7, &limit, NULL);
}

static int run_user(void) { return call(setresuid, 0, 5, 0); }
static void undo_user(void) { call(setresuid, 0, 0, 0); }

static const struct operation process_operations[] = {
    {"fork", run_fork, NULL, NULL, 0, EAGAIN},
    {"fork of much", run_fork, map_much, unmap_much, 0, EAGAIN},
    {"clone, CLONE_FILES", run_clone_files, NULL, NULL, 0, EAGAIN},
    {"vfork", run_vfork, NULL, NULL, 0, EAGAIN},
    {"clone3, CLONE_PIDFD", run_clone3, NULL, NULL, 0, EAGAIN},
    {"waitid", run_wait, fork_dead, take_dead, 0, 0},
    {"execve", run_exec, drop_caches, NULL, ENDS, 0},
    {"execve, many arguments", run_exec_many, drop_caches, NULL, ENDS, 0},
    {"execve, a script", run_script, make_script, NULL, ENDS, 0},
    {"execve, an interpreter", run_interpreted, make_interpreted, NULL, ENDS, 0},
    {"execveat", run_exec_at, open_program, NULL, ENDS, 0},
    {"rt_sigaction", run_action, NULL, NULL, 0, 0},
    {"kill", run_kill, block, forget_signals, 0, 0},
    {"rt_sigqueueinfo", run_queue, block, forget_signals, 0, EAGAIN},
    {"a handler", run_kill, ready_to_catch, NULL, 0, 0},
    {"a handler on another stack", run_kill, ready_on_stack, off_stack, 0, 0},
    {"timer_create", run_timer, NULL, delete_timer, 0, EAGAIN},
    {"timer_settime", run_set_timer, make_timer, delete_timer, 0, 0},
    {"setitimer", run_interval, NULL, end_interval, 0, 0},
    {"clock_nanosleep", run_sleep, NULL, NULL, 0, 0},
    {"futex", run_futex, NULL, NULL, 0, 0},
    {"rt_sigtimedwait", run_wait_signal, block, forget_signals, 0, 0},
    {"a core file", run_abort, allow_core, NULL, ENDS, 0},
    {"setsid", run_session, be_child, NULL, 0, EAGAIN},
    {"prlimit64", run_limit, NULL, undo_limit, 0, 0},
    {"setresuid", run_user, NULL, undo_user, 0, EAGAIN},
};

#endif
