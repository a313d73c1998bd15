/* W2: the core flag, and the core file behind it: notes, registers, memory. */
#include "abi.h"

#define RLIMIT_CORE 4
#define ET_CORE 4
#define PT_LOAD 1
#define PT_NOTE 4

struct header {
    u8 ident[16];
    u16 type, machine;
    u32 version, entry, phoff, shoff, flags;
    u16 ehsize, phentsize, phnum, shentsize, shnum, shstrndx;
};

struct segment {
    u32 type, offset, address, physical, filesz, memsz, flags, align;
};

enum { IMAGE_MAX = 1 << 17, MADV_DONTFORK = 10 };

/* Not of the children's memory, or each core file would have the one before in it. */
static char *image;
static u32 bytes;
static volatile u32 changed = 1;

static void limit(u64 soft)
{
    struct rlimit limit = {soft, ~0ull};
    call(prlimit64, 0, RLIMIT_CORE, &limit, NULL);
}

static void setting(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY, 0);
    int result = call(write, fd, text, length(text));
    call(close, fd);
    gives(length(text), result, path);
}

static int read_core(const char *path)
{
    int fd = open(path, O_RDONLY, 0);
    if (fd < 0) {
        return fd;
    }
    bytes = 0;
    int part;
    while ((part = call(read, fd, image + bytes, IMAGE_MAX - bytes)) > 0) {
        bytes += part;
    }
    call(close, fd);
    return bytes;
}

static struct segment *segment_of(u32 address)
{
    struct header *header = (void *)image;
    struct segment *segment = (void *)(image + header->phoff);
    for (u32 i = 0; i < header->phnum; i++, segment++) {
        if (segment->type == PT_LOAD && address - segment->address < segment->memsz) {
            return segment;
        }
    }
    return NULL;
}

static u32 *note(u32 type, u32 *size)
{
    struct header *header = (void *)image;
    struct segment *segment = (void *)(image + header->phoff);
    for (u32 at = 0; segment->type == PT_NOTE && at < segment->filesz;) {
        u32 *words = (void *)(image + segment->offset + at);
        if (words[2] == type && same(words + 3, "CORE", 5)) {
            *size = words[1];
            return words + 5;
        }
        at += 12 + ((words[0] + 3) & ~3u) + ((words[1] + 3) & ~3u);
    }
    *size = 0;
    return NULL;
}

/* Ends a child by a signal; tells how waitid sees it. */
static int dies(int signal)
{
    struct siginfo info;
    int pid = fork();
    if (pid == 0) {
        changed = 4711;
        if (signal == SIGSEGV) {
            *(volatile u32 *)0x44 = 1;
        }
        call(kill, self(), signal);
        quit(0);
    }
    wait_any(P_PID, pid, &info, WEXITED);
    ok(info.status == signal, "the signal that ended it: %d", signal);
    last_child = pid;
    return info.code;
}

static void flags(void)
{
    static const int dumping[] = {SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV,
        SIGXCPU, SIGXFSZ, SIGSYS};
    static const int others[] = {SIGHUP, SIGINT, SIGKILL, SIGUSR1, SIGPIPE, SIGALRM, SIGTERM,
        SIGVTALRM, SIGPROF, SIGIO, SIGRTMIN};
    limit(0);
    ok(dies(SIGSEGV) == CLD_KILLED, "none is allowed");
    gives(-ENOENT, open("core", O_RDONLY, 0), "so there is none");
    limit(~0ull);
    for (u32 i = 0; i < COUNT(dumping); i++) {
        ok(dies(dumping[i]) == CLD_DUMPED, "with a core file");
        gives(0, call(unlinkat, AT_FDCWD, "core", 0), "it is there");
    }
    for (u32 i = 0; i < COUNT(others); i++) {
        ok(dies(others[i]) == CLD_KILLED, "without a core file");
    }
    gives(-ENOENT, open("core", O_RDONLY, 0), "there is none");
    limit(PAGE - 1);
    ok(dies(SIGABRT) == CLD_KILLED, "less than a page is none");
    limit(PAGE);
    ok(dies(SIGABRT) == CLD_DUMPED, "a limit cuts it");
    ok(read_core("core") > 52 && bytes <= PAGE, "to what is allowed");
    limit(~0ull);
    ok(dies(SIGABRT) == CLD_DUMPED, "it is written over");
    ok(read_core("core") > (int)PAGE, "and is longer");
}

static void contents(void)
{
    struct header *header = (void *)image;
    u32 size;
    ok(dies(SIGSEGV) == CLD_DUMPED, "a segmentation fault");
    struct statx status;
    stat("core", &status);
    ok(status.mode == (S_IFREG | 0600), "mode %o", status.mode);
    ok(read_core("core") == (int)status.size, "it is read as a whole");
    ok(same(header->ident, "\177ELF\1\1\1", 7) && header->type == ET_CORE
            && header->machine == 243 && header->phentsize == 32, "an ELF core file");
    u32 *words = note(1, &size);
    ok(words != NULL && size == 204, "NT_PRSTATUS of %u bytes", size);
    ok(words[0] == SIGSEGV && (u16)words[3] == SIGSEGV, "its signal");
    ok((int)words[6] == last_child && (int)words[7] == self(), "its number and its parent's");
    struct segment *code = segment_of(words[18]);
    ok(code != NULL && (code->flags & 1) != 0, "the pc lies in code");
    struct segment *stack = segment_of(words[20]);
    ok(stack != NULL && (stack->flags & 3) == 2 && stack->filesz == stack->memsz,
            "the sp lies in a stack that is there");
    ok(stack->offset % PAGE == 0 && stack->offset + stack->filesz <= bytes, "where it says");
    words = note(3, &size);
    ok(words != NULL && size == 128 && equal((char *)(words + 8), "W2_core"),
            "NT_PRPSINFO has the name");
    words = note(0x53494749, &size);
    ok(words != NULL && size == 128 && words[0] == SIGSEGV && words[2] == 1 && words[3] == 0x44,
            "NT_SIGINFO has the address");
    words = note(6, &size);
    ok(words != NULL && same(words, auxiliary, size), "NT_AUXV is the auxiliary vector");
    words = note(0x46494c45, &size);
    ok(words != NULL && words[0] > 0 && words[1] == PAGE, "NT_FILE has files");
    ok(words[2] <= (u32)&dies && (u32)&dies < words[3], "and the program's text");
    struct segment *data = segment_of((u32)&changed);
    ok(data != NULL && data->filesz == data->memsz, "the data is there");
    ok(*(u32 *)(image + data->offset + ((u32)&changed - data->address)) == 4711,
            "as the child has left it");
    ok(code->filesz == PAGE && same(image + code->offset, "\177ELF", 4),
            "of the text there is the first page");
}

static void refused(void)
{
    call(unlinkat, AT_FDCWD, "core", 0);
    make("other", "precious", 0644);
    call(symlinkat, "other", AT_FDCWD, "core");
    ok(dies(SIGABRT) == CLD_KILLED, "none through a symbolic link");
    call(unlinkat, AT_FDCWD, "core", 0);
    call(linkat, AT_FDCWD, "other", AT_FDCWD, "core", 0);
    ok(dies(SIGABRT) == CLD_KILLED, "none into a file of two names");
    call(unlinkat, AT_FDCWD, "core", 0);
    ok(read_core("other") == 8 && same(image, "precious", 8), "the file is untouched");
    call(mkdirat, AT_FDCWD, "core", 0755);
    ok(dies(SIGABRT) == CLD_KILLED, "none into a directory");
    call(unlinkat, AT_FDCWD, "core", AT_REMOVEDIR);
    int pid = fork();
    if (pid == 0) {
        call(prctl, 4, 0);
        call(kill, self(), SIGABRT);
        quit(0);
    }
    struct siginfo info;
    wait_any(P_PID, pid, &info, WEXITED);
    ok(info.code == CLD_KILLED, "PR_SET_DUMPABLE 0");
    gives(-ENOENT, open("core", O_RDONLY, 0), "there is none");
}

static void names(void)
{
    char path[64];
    struct line line;
    const char *pattern = "/proc/sys/kernel/core_pattern";
    setting(pattern, "dump.%e.%s.%u.%%");
    ok(dies(SIGABRT) == CLD_DUMPED, "with a name of our own");
    gives(0, call(unlinkat, AT_FDCWD, "dump.W2_core.6.0.%", 0), "it is there");
    setting(pattern, "dump.%p");
    ok(dies(SIGABRT) == CLD_DUMPED, "with its number");
    line.used = 0;
    put(&line, "dump.");
    put_number(&line, last_child, 10);
    line.text[line.used] = 0;
    gives(0, call(unlinkat, AT_FDCWD, join(path, line.text, ""), 0), "it is there");
    setting(pattern, "core");
    setting("/proc/sys/kernel/core_uses_pid", "1");
    ok(dies(SIGABRT) == CLD_DUMPED, "with the number behind it");
    line.used = 0;
    put(&line, "core.");
    put_number(&line, last_child, 10);
    line.text[line.used] = 0;
    gives(0, call(unlinkat, AT_FDCWD, join(path, line.text, ""), 0), "it is there");
    setting("/proc/sys/kernel/core_uses_pid", "0");
    int fd = open(pattern, O_WRONLY, 0);
    gives(-EINVAL, call(write, fd, "|/bin/true", 10), "programs are not started");
    call(close, fd);
    setting(pattern, "/nowhere/core");
    ok(dies(SIGABRT) == CLD_KILLED, "a directory that is not there");
    setting(pattern, "core");
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    if (open("/proc/sys/debug/audit", O_RDONLY, 0) < 0) {
        say("ok for the guest alone");
        return 0;
    }
    image = memory(IMAGE_MAX);
    gives(0, call(madvise, image, IMAGE_MAX, MADV_DONTFORK), "madvise");
    flags();
    contents();
    refused();
    names();
    return 0;
}
