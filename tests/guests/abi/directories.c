/* Directories: making, listing, moving, removing; the current one. */
#include "abi.h"

static char names[64][32];
static u8 types[64];
static u32 found;

/* Reads all names, sorted. */
static void list(const char *path, u32 size)
{
    static u8 buffer[1024];
    int fd = open(path, O_RDONLY | O_DIRECTORY, 0);
    int bytes;
    found = 0;
    while ((bytes = call(getdents64, fd, buffer, size)) > 0) {
        for (int at = 0; at < bytes && found < 64;) {
            struct dirent *entry = (struct dirent *)(buffer + at);
            u32 i = found++;
            for (; i > 0; i--) {
                const char *p = names[i - 1];
                const char *q = entry->name;
                while (*p != 0 && *p == *q) {
                    p++;
                    q++;
                }
                if (*p <= *q) {
                    break;
                }
                memcpy(names[i], names[i - 1], 32);
                types[i] = types[i - 1];
            }
            memcpy(names[i], entry->name, length(entry->name) + 1);
            types[i] = entry->type;
            at += entry->length;
        }
    }
    call(close, fd);
}

static void show(const char *path)
{
    struct line line;
    list(path, 1024);
    line.used = 0;
    put(&line, path);
    put(&line, ":");
    for (u32 i = 0; i < found; i++) {
        put(&line, " ");
        put(&line, names[i]);
        put(&line, types[i] == 4 ? "/" : types[i] == 10 ? "@" : types[i] == 1 ? "|" : "");
    }
    line.text[line.used] = 0;
    say("%s", line.text);
}

static int move(const char *from, const char *to, u32 flags)
{
    return call(renameat2, AT_FDCWD, from, AT_FDCWD, to, flags);
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    char path[256];
    char name[16];
    struct statx state;
    struct statx other;
    u8 small[16];
    gives(0, call(mkdirat, AT_FDCWD, "d", 0750), "mkdir");
    gives(-EEXIST, call(mkdirat, AT_FDCWD, "d", 0750), "twice");
    gives(-ENOENT, call(mkdirat, AT_FDCWD, "x/y", 0750), "below nothing");
    gives(0, call(mkdirat, AT_FDCWD, "d/e/", 0777), "with a slash behind");
    stat("d", &state);
    say("mode %o", state.mode);
    make("d/f", "f", 0644);
    call(symlinkat, "f", AT_FDCWD, "d/l");
    call(mknodat, AT_FDCWD, "d/p", S_IFIFO | 0600, 0);
    show("d");
    stat("d/..", &state);
    stat(".", &other);
    ok(state.ino == other.ino, "the parent of d is here");
    gives(-ENOTEMPTY, call(unlinkat, AT_FDCWD, "d", AT_REMOVEDIR), "rmdir of what has files");
    gives(-EISDIR, call(unlinkat, AT_FDCWD, "d/e", 0), "unlink of a directory");
    gives(-ENOTDIR, call(unlinkat, AT_FDCWD, "d/f", AT_REMOVEDIR), "rmdir of a file");
    gives(-EINVAL, call(unlinkat, AT_FDCWD, "d/e/.", AT_REMOVEDIR), "rmdir of .");
    gives(-ENOTEMPTY, call(unlinkat, AT_FDCWD, "d/e/..", AT_REMOVEDIR), "rmdir of ..");
    gives(-EISDIR, open("d", O_RDWR, 0), "open of a directory for writing");
    int fd = open("d", O_RDONLY, 0);
    gives(-EISDIR, call(read, fd, path, 10), "read of a directory");
    gives(-EINVAL, call(getdents64, fd, small, sizeof small), "no room for one name");
    gives(-ENOTDIR, call(getdents64, open("d/f", O_RDONLY, 0), path, 256), "names in a file");
    int in = call(openat, fd, "f", O_RDONLY, 0);
    ok(in > 0, "openat relative to a directory");
    gives(-ENOTDIR, call(openat, in, "f", O_RDONLY, 0), "relative to a file");
    gives(-EBADF, call(openat, 500, "f", O_RDONLY, 0), "relative to nothing");
    ok(call(openat, 500, path, O_RDONLY, 0) < 0, "a name that is not there");
    gives(0, move("d/f", "d/g", 0), "rename");
    gives(-ENOENT, move("d/f", "d/g", 0), "what is not there");
    gives(0, move("d/g", "d/e/f", 0), "to another directory");
    make("d/f", "new", 0644);
    gives(-EEXIST, move("d/f", "d/e/f", 1), "RENAME_NOREPLACE");
    gives(0, move("d/f", "d/e/f", 0), "over a file");
    stat("d/e/f", &state);
    gives(3, (int)state.size, "the new one is there");
    gives(-EISDIR, move("d/e/f", "d", 0) == -ENOTEMPTY ? -EISDIR : move("d/l", "d/e", 0),
            "a file over a directory");
    gives(-ENOTDIR, move("d/e", "d/l", 0), "a directory over a file");
    gives(-EINVAL, move("d", "d/e/d", 0), "a directory into itself");
    call(mkdirat, AT_FDCWD, "empty", 0755);
    gives(-ENOTEMPTY, move("empty", "d", 0), "over a directory with files");
    gives(0, move("d", "empty", 0), "over an empty one");
    show("empty");
    show("empty/e");
    call(mkdirat, AT_FDCWD, "d", 0755);
    gives(0, move("d", "empty", 2), "RENAME_EXCHANGE");
    show("d");
    show("empty");
    gives(0, call(chdir, "d/e"), "chdir");
    int bytes = call(getcwd, path, sizeof path);
    ok(bytes > 5 && equal(path + bytes - 5, "/d/e"), "getcwd");
    gives(-ERANGE, call(getcwd, path, 3), "no room");
    gives(-ENOTDIR, call(chdir, "f"), "chdir to a file");
    gives(0, call(fchdir, fd), "fchdir");
    gives(-ENOENT, call(chdir, ""), "chdir to nothing");
    ok(stat("l", &state) == 0, "the directory moved with its descriptor");
    call(chdir, "..");
    call(mkdirat, AT_FDCWD, "gone", 0755);
    call(chdir, "gone");
    gives(0, call(unlinkat, AT_FDCWD, "../gone", AT_REMOVEDIR), "rmdir of the current directory");
    gives(-ENOENT, call(getcwd, path, sizeof path), "it has no name");
    gives(-ENOENT, open("x", O_CREAT | O_RDWR, 0644), "and takes no files");
    show(".");
    call(chdir, "..");
    gives(0, call(fchdir, fd), "back");
    call(chdir, "..");
    call(mkdirat, AT_FDCWD, "many", 0755);
    for (int i = 0; i < 50; i++) {
        join(name, "many/file", "00");
        name[9] = '0' + i / 10;
        name[10] = '0' + i % 10;
        name[11] = 0;
        make(name, "", 0644);
    }
    list("many", 128);
    gives(52, found, "names read in small parts");
    ok(equal(names[2], "file00") && equal(names[51], "file49"), "the first and the last");
    return 0;
}
