/* openat2: strict flags, and ways that may not leave a directory. */
#include "abi.h"

enum { NO_XDEV = 1, NO_MAGICLINKS = 2, NO_SYMLINKS = 4, BENEATH = 8, IN_ROOT = 16, CACHED = 32 };

struct open_how {
    u64 flags, mode, resolve;
};

static int how(int directory, const char *path, u64 flags, u64 mode, u64 resolve)
{
    struct open_how how = {flags, mode, resolve};
    int fd = call(openat2, directory, path, &how, sizeof how);
    if (fd >= 0) {
        call(close, fd);
        return 0;
    }
    return fd;
}

static void strict(void)
{
    struct {
        struct open_how how;
        u64 more;
    } long_how = {{O_RDONLY, 0, 0}, 0};
    gives(0, how(AT_FDCWD, "tree/file", O_RDONLY, 0, 0), "as openat");
    gives(0, how(AT_FDCWD, "made", O_CREAT | O_RDWR, 0640, 0), "O_CREAT");
    struct statx status;
    stat("made", &status);
    ok(status.mode == (S_IFREG | 0640), "its mode %o", status.mode);
    gives(-EINVAL, how(AT_FDCWD, "tree/file", O_RDONLY, 0644, 0), "a mode for nothing");
    gives(-EINVAL, how(AT_FDCWD, "made", O_CREAT | O_RDWR, 0100640, 0), "a mode of too many bits");
    gives(-EINVAL, how(AT_FDCWD, "tree/file", 1u << 30, 0, 0), "a flag that is not known");
    gives(-EINVAL, how(AT_FDCWD, "tree/file", 1ull << 40, 0, 0), "nor above 32 bits");
    gives(-EINVAL, how(AT_FDCWD, "tree/file", O_RDONLY, 0, 64), "a bound that is not known");
    gives(-EINVAL, how(AT_FDCWD, "tree/file", O_RDONLY, 0, BENEATH | IN_ROOT), "two roots");
    gives(-EINVAL, how(AT_FDCWD, "tree/file", O_PATH | O_RDWR, 0, 0), "O_PATH to write");
    gives(-EINVAL, call(openat2, AT_FDCWD, "tree/file", &long_how, 16), "too short");
    int fd = call(openat2, AT_FDCWD, "tree/file", &long_how, sizeof long_how);
    ok(fd >= 0, "longer than known, and zero there");
    call(close, fd);
    long_how.more = 1;
    gives(-E2BIG, call(openat2, AT_FDCWD, "tree/file", &long_how, sizeof long_how), "not zero");
    gives(-EFAULT, call(openat2, AT_FDCWD, "tree/file", 8, 24), "a bad address");
    gives(-EAGAIN, how(AT_FDCWD, "new", O_CREAT | O_RDWR, 0600, CACHED),
            "O_CREAT cannot be cached");
}

static void links(void)
{
    gives(0, how(AT_FDCWD, "tree/link", O_RDONLY, 0, 0), "through a link");
    gives(-ELOOP, how(AT_FDCWD, "tree/link", O_RDONLY, 0, NO_SYMLINKS), "RESOLVE_NO_SYMLINKS");
    gives(-ELOOP, how(AT_FDCWD, "tree/up/tree/file", O_RDONLY, 0, NO_SYMLINKS), "on the way");
    gives(0, how(AT_FDCWD, "tree/link", O_PATH | O_NOFOLLOW, 0, NO_SYMLINKS),
            "the link itself, not followed");
    gives(0, how(AT_FDCWD, "/proc/self/cwd/tree/file", O_RDONLY, 0, 0), "through proc");
    gives(-ELOOP, how(AT_FDCWD, "/proc/self/cwd/tree/file", O_RDONLY, 0, NO_MAGICLINKS),
            "RESOLVE_NO_MAGICLINKS");
    gives(0, how(AT_FDCWD, "tree/link", O_RDONLY, 0, NO_MAGICLINKS), "others are followed");
}

static void beneath(int tree)
{
    gives(0, how(tree, "file", O_RDONLY, 0, BENEATH), "RESOLVE_BENEATH");
    gives(0, how(tree, "sub/../file", O_RDONLY, 0, BENEATH), "up, but not out");
    gives(0, how(tree, "link", O_RDONLY, 0, BENEATH), "a link that stays inside");
    gives(-EXDEV, how(tree, "..", O_RDONLY, 0, BENEATH), "out by ..");
    gives(-EXDEV, how(tree, "sub/../../tree/file", O_RDONLY, 0, BENEATH), "out and in again");
    gives(-EXDEV, how(tree, "up/tree/file", O_RDONLY, 0, BENEATH), "out by a link");
    gives(-EXDEV, how(tree, "/", O_RDONLY, 0, BENEATH), "an absolute path");
    gives(-EXDEV, how(tree, "absolute", O_RDONLY, 0, BENEATH), "an absolute link");
    gives(-ENOENT, how(tree, "none", O_RDONLY, 0, BENEATH), "what is not there");
}

static void root(int tree)
{
    gives(0, how(tree, "/file", O_RDONLY, 0, IN_ROOT), "RESOLVE_IN_ROOT");
    gives(0, how(tree, "../../file", O_RDONLY, 0, IN_ROOT), "above the root is the root");
    gives(0, how(tree, "absolute", O_RDONLY, 0, IN_ROOT), "an absolute link begins there");
    gives(-ENOENT, how(tree, "up/tree/file", O_RDONLY, 0, IN_ROOT), "what is outside is not there");
    gives(0, how(tree, "up/file", O_RDONLY, 0, IN_ROOT), "the link leads to the root");
}

static void mounts(void)
{
    gives(0, how(AT_FDCWD, "tree/sub/../file", O_RDONLY, 0, NO_XDEV), "RESOLVE_NO_XDEV");
    gives(0, how(AT_FDCWD, "/", O_RDONLY, 0, NO_XDEV), "the root");
    gives(-EXDEV, how(AT_FDCWD, "/proc/version", O_RDONLY, 0, NO_XDEV), "into a mount");
    int proc = open("/proc", O_RDONLY | O_DIRECTORY, 0);
    gives(0, how(proc, "version", O_RDONLY, 0, NO_XDEV), "within it");
    gives(-EXDEV, how(proc, "..", O_RDONLY, 0, NO_XDEV), "out of it");
    call(close, proc);
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    call(umask, 0);
    call(mkdirat, AT_FDCWD, "tree", 0755);
    call(mkdirat, AT_FDCWD, "tree/sub", 0755);
    make("tree/file", "text", 0644);
    call(symlinkat, "sub/../file", AT_FDCWD, "tree/link");
    call(symlinkat, "..", AT_FDCWD, "tree/up");
    call(symlinkat, "/file", AT_FDCWD, "tree/absolute");
    int tree = open("tree", O_RDONLY | O_DIRECTORY, 0);
    strict();
    links();
    beneath(tree);
    root(tree);
    mounts();
    call(close, tree);
    return 0;
}
