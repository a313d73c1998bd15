/* V2: which flags of clone go together, and what each of them shares. */
#include "threads.h"

struct clone_args {
    u64 flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls;
};

static int refused(u32 flags)
{
    int pid = call(clone, flags, 0);
    if (pid == 0) {
        quit(0);
    }
    if (pid > 0) {
        ended(pid);
    }
    return pid;
}

static int refused3(u64 flags, u32 signal)
{
    struct clone_args args = {.flags = flags, .exit_signal = signal};
    int pid = call(clone3, &args, 64);
    if (pid == 0) {
        quit(0);
    }
    if (pid > 0) {
        ended(pid);
    }
    return pid;
}

static void invalid(void)
{
    gives(-EINVAL, refused(CLONE_THREAD | SIGCHLD), "THREAD alone");
    gives(-EINVAL, refused(CLONE_THREAD | CLONE_VM), "THREAD without SIGHAND");
    gives(-EINVAL, refused(CLONE_THREAD | CLONE_SIGHAND), "THREAD and SIGHAND without VM");
    gives(-EINVAL, refused(CLONE_SIGHAND | SIGCHLD), "SIGHAND without VM");
    gives(-EINVAL, refused(CLONE_SIGHAND | CLONE_FS | CLONE_FILES), "with all but VM");
    gives(-EINVAL, refused(CLONE_FS | CLONE_NEWNS | SIGCHLD), "FS and NEWNS");
    gives(-EINVAL, refused(CLONE_PIDFD | THREAD), "PIDFD of a thread");
    gives(-EINVAL, refused(CLONE_PIDFD | CLONE_DETACHED | SIGCHLD), "PIDFD and DETACHED");
    gives(-EINVAL, refused3(CLONE_DETACHED, 0), "clone3: DETACHED");
    gives(-EINVAL, refused3(SIGCHLD, 0), "clone3: a signal among the flags");
    gives(-EINVAL, refused3(0, 65), "clone3: no such signal");
    gives(-EINVAL, refused3(THREAD, SIGCHLD), "clone3: a thread with a signal");
    gives(-EINVAL, refused3(CLONE_PARENT, SIGCHLD), "clone3: PARENT with a signal");
    gives(-EINVAL, refused3(1ull << 32 | CLONE_SIGHAND | CLONE_VM, 0),
            "clone3: CLEAR_SIGHAND and SIGHAND");
    gives(-EINVAL, refused3(1ull << 40, SIGCHLD), "clone3: a flag of the future");
    ok(refused(CLONE_UNTRACED | CLONE_DETACHED | CLONE_SYSVSEM | CLONE_IO | SIGCHLD) > 0,
            "flags without effect");
}

/* ---- what processes share ---- */

static volatile int word;
static struct thread one;

static int changes(void *argument UNUSED)
{
    word++;
    call(chdir, "/");
    call(umask, 077);
    action(SIGUSR1, SIG_IGN, 0, 0);
    call(dup3, 1, 30, 0);
    return 3;
}

/* Which of memory, directory, mask, handlers and descriptors a child with these flags changes. */
static int seen(u32 flags)
{
    char path[64];
    int result = 0;
    word = 0;
    make("place", "", 0600);
    call(mkdirat, AT_FDCWD, "folder", 0700);
    call(chdir, "folder");
    call(umask, 022);
    action(SIGUSR1, SIG_DFL, 0, 0);
    call(close, 30);
    int pid = start_as(&one, flags | SIGCHLD, changes, NULL);
    if (ended(pid) != 3) {
        return -1;
    }
    result |= word == 1 ? 1 : 0;
    result |= call(getcwd, path, sizeof path) == 2 ? 2 : 0;
    result |= call(umask, 022) == 077 ? 4 : 0;
    result |= action_of(SIGUSR1) == SIG_IGN ? 8 : 0;
    result |= call(fcntl64, 30, F_GETFD) == 0 ? 16 : 0;
    action(SIGUSR1, SIG_DFL, 0, 0);
    call(close, 30);
    return result;
}

static char home[128];

static int shared(u32 flags)
{
    int result = seen(flags);
    call(chdir, home);
    return result;
}

static void sharing(void)
{
    call(getcwd, home, sizeof home);
    gives(0, shared(0), "nothing");
    gives(1, shared(CLONE_VM), "VM: memory");
    gives(6, shared(CLONE_FS), "FS: the directory and the mask");
    gives(16, shared(CLONE_FILES), "FILES: descriptors");
    gives(9, shared(CLONE_VM | CLONE_SIGHAND), "VM and SIGHAND: memory and handlers");
    gives(31, shared(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND), "everything");
    gives(0, shared(0), "nothing again");
}

/* ---- a chain of forks behind what was shared ---- */

static int forks(void *argument UNUSED)
{
    action(SIGUSR2, SIG_IGN, 0, 0);
    call(umask, 011);
    int pid = fork();
    if (pid == 0) {
        action(SIGUSR2, SIG_DFL, 0, 0);
        call(umask, 055);
        quit(4);
    }
    return ended(pid);
}

static void fork_of_sharers(void)
{
    action(SIGUSR2, SIG_DFL, 0, 0);
    call(umask, 022);
    int pid = start_as(&one, CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | SIGCHLD, forks,
            NULL);
    gives(4, ended(pid), "a child of who shares");
    ok(action_of(SIGUSR2) == SIG_IGN, "has handlers of its own");
    gives(011, call(umask, 022), "and a mask of its own");
    action(SIGUSR2, SIG_DFL, 0, 0);
}

/* ---- numbers ---- */

static volatile int stored[2];

static int looks(void *argument UNUSED)
{
    return stored[0] == call(getpid) && stored[1] == call(gettid) ? 5 : 6;
}

static void numbers(void)
{
    u8 *stack = memory(STACK);
    u32 *top = (u32 *)(stack + STACK - 16);
    one.stack = stack;
    one.run = looks;
    *top = (u32)&one;
    int pid = thread_clone(CLONE_VM | CLONE_PARENT_SETTID | CLONE_CHILD_SETTID | SIGCHLD, top,
            &stored[0], NULL, &stored[1]);
    gives(5, ended(pid), "PARENT_SETTID and CHILD_SETTID");
    ok(stored[0] == pid && stored[1] == pid, "store its number");
    stored[1] = 7;
    *top = (u32)&one;
    pid = thread_clone(CLONE_VM | CLONE_CHILD_CLEARTID | SIGCHLD, top, NULL, NULL, &stored[1]);
    ended(pid);
    gives(0, stored[1], "CHILD_CLEARTID of a process with our memory");
    stored[1] = 7;
    pid = call(clone, CLONE_CHILD_CLEARTID | CLONE_CHILD_SETTID | SIGCHLD, 0, 0, 0, &stored[1]);
    if (pid == 0) {
        quit(stored[1] == self() ? 1 : 2);
    }
    gives(1, ended(pid), "CHILD_SETTID in memory of its own");
    gives(7, stored[1], "not in ours");
}

/* ---- PARENT, and VFORK of a thread ---- */

static void parent(void)
{
    int pid = fork();
    if (pid == 0) {
        int sibling = call(clone, CLONE_PARENT | SIGCHLD);
        if (sibling == 0) {
            quit(9);
        }
        struct siginfo info;
        quit(sibling > 0 && wait_any(P_PID, sibling, &info, WEXITED) == -ECHILD ? 8 : 7);
    }
    struct siginfo info;
    gives(8, ended(pid), "a child with PARENT is no child");
    gives(0, wait_any(P_ALL, 0, &info, WEXITED), "its maker's parent waits for it");
    gives(9, info.status, "its status");
}

static volatile int lent;

static int vforks(void *argument UNUSED)
{
    int pid = call(clone, CLONE_VM | CLONE_VFORK | SIGCHLD, 0);
    if (pid == 0) {
        sleep_ms(20);
        lent = 1;
        quit(2);
    }
    return lent ? ended(pid) : -1;
}

static void vfork_of_thread(void)
{
    start(&one, vforks, NULL);
    gives(2, join_thread(&one), "a thread waits for the child of vfork, the others go on");
}

static void ignore_it(int number UNUSED, struct siginfo *info UNUSED, void *context UNUSED)
{
}

static void clear_handlers(void)
{
    struct clone_args args = {.flags = 1ull << 32, .exit_signal = SIGCHLD};
    action(SIGUSR1, ignore_it, 0, 0);
    action(SIGUSR2, SIG_IGN, 0, 0);
    int pid = call(clone3, &args, sizeof args);
    if (pid == 0) {
        quit((action_of(SIGUSR1) == SIG_DFL) + 2 * (action_of(SIGUSR2) == SIG_IGN));
    }
    gives(3, ended(pid), "clone3: CLEAR_SIGHAND drops handlers and ignores what was ignored");
    ok(action_of(SIGUSR1) == ignore_it, "ours stay");
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    invalid();
    sharing();
    fork_of_sharers();
    numbers();
    parent();
    vfork_of_thread();
    clear_handlers();
    return 0;
}
