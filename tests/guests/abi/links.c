/* Hard and symbolic links, and how paths go through them. */
#include "abi.h"

static int link(const char *from, const char *to, int flags)
{
    return call(linkat, AT_FDCWD, from, AT_FDCWD, to, flags);
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    struct statx a, b;
    char text[128];
    char name[16];
    make("f", "text", 0644);
    call(mkdirat, AT_FDCWD, "d", 0755);
    gives(0, link("f", "g", 0), "link");
    stat("f", &a);
    stat("g", &b);
    ok(a.ino == b.ino && a.nlink == 2, "one file, two names");
    gives(-EEXIST, link("f", "g", 0), "onto a name");
    gives(-ENOENT, link("x", "y", 0), "of nothing");
    gives(-EPERM, link("d", "e", 0), "of a directory");
    call(unlinkat, AT_FDCWD, "f", 0);
    stat("g", &b);
    gives(1, b.nlink, "names left");
    gives(0, call(symlinkat, "g", AT_FDCWD, "s"), "symlink");
    gives(-EEXIST, call(symlinkat, "g", AT_FDCWD, "s"), "twice");
    gives(-ENOENT, call(symlinkat, "", AT_FDCWD, "nothing"), "to an empty path");
    stat("s", &a);
    say("type %o, size %u", a.mode & S_IFMT, (u32)a.size);
    gives(1, call(readlinkat, AT_FDCWD, "s", text, sizeof text), "readlink");
    gives(-EINVAL, call(readlinkat, AT_FDCWD, "g", text, sizeof text), "of a file");
    gives(-EINVAL, call(readlinkat, AT_FDCWD, "s", text, 0), "without room");
    int fd = open("s", O_RDONLY, 0);
    gives(4, call(read, fd, text, 10), "a file is read through it");
    gives(-ELOOP, open("s", O_RDONLY | O_NOFOLLOW, 0), "but not with O_NOFOLLOW");
    fd = open("s", O_PATH | O_NOFOLLOW, 0);
    ok(fd >= 0, "O_PATH names the link itself");
    gives(-EBADF, call(read, fd, text, 1), "which cannot be read");
    call(symlinkat, "../g", AT_FDCWD, "d/up");
    ok(open("d/up", O_RDONLY, 0) >= 0, "a link is relative to its directory");
    call(symlinkat, "d", AT_FDCWD, "sd");
    ok(open("sd/up", O_RDONLY, 0) >= 0, "a link in the middle");
    gives(-ENOTDIR, open("s/", O_RDONLY, 0), "a link to a file with a slash behind");
    call(symlinkat, "made", AT_FDCWD, "to_make");
    fd = open("to_make", O_CREAT | O_WRONLY, 0644);
    ok(fd >= 0 && stat("made", &a) == 0, "O_CREAT makes what a link names");
    gives(-EEXIST, open("to_make", O_CREAT | O_EXCL | O_WRONLY, 0644), "but not with O_EXCL");
    call(symlinkat, "loop2", AT_FDCWD, "loop1");
    call(symlinkat, "loop1", AT_FDCWD, "loop2");
    gives(-ELOOP, open("loop1", O_RDONLY, 0), "a circle");
    make("chain00", "end", 0644);
    for (int i = 1; i <= 41; i++) {
        join(name, "chain00", "");
        name[5] = '0' + (i - 1) / 10;
        name[6] = '0' + (i - 1) % 10;
        char next[16];
        join(next, "chain00", "");
        next[5] = '0' + i / 10;
        next[6] = '0' + i % 10;
        call(symlinkat, name, AT_FDCWD, next);
    }
    ok(open("chain40", O_RDONLY, 0) >= 0, "forty links one after the other");
    gives(-ELOOP, open("chain41", O_RDONLY, 0), "forty-one");
    gives(0, link("s", "hard", 0), "a hard link of a link");
    stat("hard", &a);
    say("type %o", a.mode & S_IFMT);
    gives(0, link("s", "followed", AT_SYMLINK_FOLLOW), "and of what it names");
    stat("followed", &a);
    say("type %o", a.mode & S_IFMT);
    call(unlinkat, AT_FDCWD, "s", 0);
    ok(stat("g", &a) == 0, "unlink takes the link, not the file");
    static char longer[300];
    memset(longer, 'l', 299);
    gives(0, call(symlinkat, longer, AT_FDCWD, "long"), "a long text");
    static char back[400];
    gives(299, call(readlinkat, AT_FDCWD, "long", back, 400), "is read whole");
    gives(10, call(readlinkat, AT_FDCWD, "long", back, 10), "or in part");
    longer[255] = 0;
    make(longer, "x", 0644);
    gives(0, stat(longer, &a), "a name of 255 characters");
    longer[255] = 'l';
    longer[256] = 0;
    gives(-ENAMETOOLONG, open(longer, O_CREAT | O_WRONLY, 0644), "one of 256");
    return 0;
}
