/* O_TMPFILE: files without a name, which they may get by linkat. */
#include "abi.h"

#define O_TMPFILE 020200000

static void fd_path(char *to, int fd)
{
    char digits[3] = {'0' + fd / 10, '0' + fd % 10, 0};
    join(to, "/proc/self/fd/", fd < 10 ? digits + 1 : digits);
}

static int give_name(int fd, const char *name)
{
    char path[64];
    fd_path(path, fd);
    return call(linkat, AT_FDCWD, path, AT_FDCWD, name, AT_SYMLINK_FOLLOW);
}

static int entries(void)
{
    static char buffer[4096] __attribute__((aligned(8)));
    int fd = open(".", O_RDONLY | O_DIRECTORY, 0);
    int count = 0;
    int bytes;
    while ((bytes = call(getdents64, fd, buffer, sizeof buffer)) > 0) {
        for (int at = 0; at < bytes; at += ((struct dirent *)(buffer + at))->length) {
            count++;
        }
    }
    call(close, fd);
    return count;
}

static void nameless(void)
{
    int before = entries();
    int fd = open(".", O_TMPFILE | O_RDWR, 0666);
    ok(fd >= 0, "a file without a name");
    gives(before, entries(), "the directory has no more entries");
    struct statx status;
    call(statx, fd, "", AT_EMPTY_PATH, 0x7ff, &status);
    ok(status.mode == (S_IFREG | 0644) && status.nlink == 0, "mode %o, %u names", status.mode,
            status.nlink);
    gives(5, call(write, fd, "hello", 5), "write");
    gives(0, give_name(fd, "named"), "a name by linkat");
    call(statx, fd, "", AT_EMPTY_PATH, 0x7ff, &status);
    gives(1, (int)status.nlink, "names");
    struct statx named;
    gives(0, stat("named", &named), "it is there");
    ok(named.ino == status.ino && named.size == 5, "the same file");
    gives(-EEXIST, give_name(fd, "named"), "the name is in use");
    gives(0, give_name(fd, "second"), "a second name");
    gives(0, call(unlinkat, AT_FDCWD, "named", 0), "without the first");
    gives(0, call(unlinkat, AT_FDCWD, "second", 0), "and the second");
    gives(-ENOENT, give_name(fd, "third"), "who has lost all names gets none");
    call(close, fd);
    gives(before, entries(), "nothing is left behind");
}

static void forever(void)
{
    int fd = open(".", O_TMPFILE | O_EXCL | O_WRONLY, 0600);
    ok(fd >= 0, "O_EXCL: it will never have a name");
    gives(-ENOENT, give_name(fd, "never"), "linkat");
    gives(3, call(write, fd, "abc", 3), "it can be written to");
    char byte;
    gives(-EBADF, call(read, fd, &byte, 1), "as it was opened");
    call(close, fd);
}

static void refusals(void)
{
    gives(-EINVAL, open(".", O_TMPFILE | O_RDONLY, 0600), "to read only");
    gives(-EINVAL, open(".", O_TMPFILE | O_CREAT | O_RDWR, 0600), "O_CREAT");
    make("file", "x", 0600);
    gives(-ENOTDIR, open("file", O_TMPFILE | O_RDWR, 0600), "in a file");
    gives(-ENOENT, open("missing", O_TMPFILE | O_RDWR, 0600), "nowhere");
    call(unlinkat, AT_FDCWD, "file", 0);
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    call(umask, 022);
    nameless();
    forever();
    refusals();
    return 0;
}
