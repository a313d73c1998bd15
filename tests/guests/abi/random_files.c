/*
 * Random calls on a few files, directories, links, FIFOs and pipes, each with its result: what may
 * not differ between two kernels. An argument is another seed, a second one another number of
 * calls.
 */
#include "abi.h"

enum { NAMES = 9, SLOTS = 12, CALLS = 1500 };
#define O_DSYNC 010000
#define O_NOATIME 01000000

static u32 state = 1;
static int slots[SLOTS];
static char buffer[20000];
static const char *names[NAMES] = {"a", "b", "c", "d", "d/a", "d/b", "d/e", "d/e/a", "l"};

static u32 below(u32 limit)
{
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % limit;
}

static int one_of(const int *values, u32 count)
{
    return values[below(count)];
}
#define PICK(...) one_of((const int[]){__VA_ARGS__}, COUNT(((const int[]){__VA_ARGS__})))

static const char *name(void)
{
    static const char *odd[] = {"", ".", "..", "d/", "a/", "a/x", "none/x", "d/..", "l/a", "./b",
            "d//e/../a", "l/"};
    return below(6) == 0 ? odd[below(COUNT(odd))] : names[below(NAMES)];
}

static u32 slot(void)
{
    return below(SLOTS);
}

static int fd(u32 slot)
{
    return below(40) == 0 ? PICK(-1, 77, 5000) : slots[slot];
}

static void keep(u32 slot, int fd)
{
    if (slots[slot] >= 0) {
        call(close, slots[slot]);
    }
    slots[slot] = fd;
    say("  slot %u", slot);
}

static void opening(void)
{
    const char *path = name();
    int flags = PICK(O_RDONLY, O_WRONLY, O_RDWR, O_RDWR) | PICK(0, 0, O_CREAT, O_CREAT)
            | PICK(0, 0, 0, O_EXCL) | PICK(0, 0, 0, O_TRUNC) | PICK(0, 0, O_APPEND) | O_NONBLOCK
            | PICK(0, 0, 0, 0, O_NOFOLLOW) | PICK(0, 0, 0, 0, 0, O_PATH) | PICK(0, O_CLOEXEC);
    if (below(8) == 0 && (flags & O_CREAT) == 0) {
        flags |= O_DIRECTORY;
    }
    int mode = PICK(0644, 0600, 0777, 0444, 01755, 04711);
    int at = below(5) == 0 ? fd(slot()) : AT_FDCWD;
    int result = call(openat, at, path, flags, mode);
    say("open %s %o: %e", path, flags, result < 0 ? result : 0);
    if (result >= 0) {
        keep(slot(), result);
    }
}

static u32 sum(const char *bytes, int count)
{
    u32 sum = 0;
    for (int i = 0; i < count; i++) {
        sum = sum * 31 + (u8)bytes[i];
    }
    return sum;
}

/* Of a pipe, Linux may show what became of a file's page since splice put it there. */
static u32 read_sum(int file, int count)
{
    struct statx status = {0};
    call(statx, file, "", AT_EMPTY_PATH, 0x7ff, &status);
    return count > 0 && (status.mode & S_IFMT) == S_IFREG ? sum(buffer, count) : 0;
}

static void transfer(void)
{
    u32 s = slot();
    int file = fd(s);
    u32 bytes = below(4) == 0 ? below(20000) : below(300);
    int place = below(10) == 0 ? -1 : (int)below(30000);
    int result;
    switch (below(8)) {
    case 0:
    case 1:
        result = call(read, file, buffer, bytes);
        say("read %u %u: %e, %x", s, bytes, result, read_sum(file, result));
        break;
    case 2:
    case 3:
        memset(buffer, 'a' + below(26), bytes);
        result = call(write, file, buffer, bytes);
        say("write %u %u: %e", s, bytes, result);
        break;
    case 4:
        result = call(pread64, file, buffer, bytes, place, place >> 31);
        say("pread %u %u %d: %e, %x", s, bytes, place, result, read_sum(file, result));
        break;
    case 5:
        memset(buffer, 'A' + below(26), bytes);
        result = call(pwrite64, file, buffer, bytes, place, place >> 31);
        say("pwrite %u %u %d: %e", s, bytes, place, result);
        break;
    case 6: {
        struct iovec parts[3] = {{buffer, below(50)}, {buffer + 100, 0},
                {buffer + 200, below(5000)}};
        u32 count = PICK(1, 2, 3, 3);
        result = call(readv, file, parts, count);
        say("readv %u %d: %e", s, count, result);
        break;
    }
    default: {
        struct iovec parts[3] = {{"some", 4}, {NULL, 0}, {"more words", 10}};
        u32 count = PICK(1, 2, 3, 3);
        result = call(writev, file, parts, count);
        say("writev %u %d: %e", s, count, result);
        break;
    }
    }
}

static void places(void)
{
    u32 s = slot();
    int file = fd(s);
    int offset = PICK(0, 1, 100, -1, -100, 5000, 30000);
    switch (below(5)) {
    case 0:
    case 1: {
        int whence = PICK(0, 1, 2, 0, 1, 2, 5);
        i64 result = -1;
        struct statx status = {0};
        call(statx, file, "", AT_EMPTY_PATH, 0x7ff, &status);
        /* Places in directories are each file system's own. */
        if ((status.mode & S_IFMT) != S_IFDIR) {
            int error = call(_llseek, file, offset < 0 ? -1 : 0, offset, &result, whence);
            say("seek %u %d %d: %e, %d", s, offset, whence, error, (int)result);
        }
        break;
    }
    case 2: {
        int result = call(ftruncate64, file, offset, offset >> 31);
        say("ftruncate %u %d: %e", s, offset, result);
        break;
    }
    default: {
        const char *path = name();
        say("truncate %s %d: %e", path, offset, call(truncate64, path, offset, offset >> 31));
        break;
    }
    }
}

static void describe(void)
{
    const char *path = name();
    struct statx status = {0};
    int flags = PICK(0, AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH, 0x8000);
    int result = call(statx, AT_FDCWD, path, flags, 0x7ff, &status);
    int directory = (status.mode & S_IFMT) == S_IFDIR;
    say("stat %s %x: %e, %o, %u, %u", path, flags, result, status.mode, status.nlink,
            directory ? 0 : (u32)status.size);
    path = name();
    say("access %s: %e", path, call(faccessat, AT_FDCWD, path, PICK(0, 1, 2, 4, 7, 8)));
    path = name();
    int bytes = below(10) == 0 ? 0 : below(5) == 0 ? 3 : 100;
    result = call(readlinkat, AT_FDCWD, path, buffer, bytes);
    buffer[result > 0 ? result : 0] = 0;
    say("readlink %s %d: %e, %s", path, bytes, result, buffer);
}

static void naming(void)
{
    const char *path = name();
    const char *other = name();
    switch (below(11)) {
    case 0:
        say("mkdir %s: %e", path, call(mkdirat, AT_FDCWD, path, PICK(0755, 0700, 01777, 02755)));
        break;
    case 1:
        say("rmdir %s: %e", path, call(unlinkat, AT_FDCWD, path, AT_REMOVEDIR));
        break;
    case 2:
    case 3:
        say("unlink %s: %e", path, call(unlinkat, AT_FDCWD, path, 0));
        break;
    case 4:
    case 5:
    case 6: {
        int flags = PICK(0, 0, 0, 1, 2, 3, 8);
        say("rename %s %s %d: %e", path, other, flags,
                call(renameat2, AT_FDCWD, path, AT_FDCWD, other, flags));
        break;
    }
    case 7: {
        int flags = PICK(0, 0, AT_SYMLINK_FOLLOW, 0x200);
        say("link %s %s %x: %e", path, other, flags,
                call(linkat, AT_FDCWD, path, AT_FDCWD, other, flags));
        break;
    }
    case 8:
        say("symlink %s %s: %e", path, other, call(symlinkat, path, AT_FDCWD, other));
        break;
    case 9: {
        int mode = PICK(S_IFIFO | 0600, S_IFREG | 0644, 0600, S_IFDIR | 0755, 0140600);
        say("mknod %s %o: %e", path, mode, call(mknodat, AT_FDCWD, path, mode, 0));
        break;
    }
    default: {
        int mode = PICK(0644, 0000, 07777, 0755);
        say("chmod %s %o: %e", path, mode, call(fchmodat, AT_FDCWD, path, mode));
        break;
    }
    }
}

static void descriptors(void)
{
    u32 s = slot();
    int file = fd(s);
    int result;
    switch (below(9)) {
    case 0:
        result = call(dup, file);
        say("dup %u: %e", s, result < 0 ? result : 0);
        if (result >= 0) {
            keep(slot(), result);
        }
        break;
    case 1: {
        int command = PICK(F_GETFD, F_GETFL, F_GETFL);
        result = call(fcntl64, file, command, 0);
        say("fcntl %u %d: %e", s, command, result < 0 ? result : result & ~0100000);
        break;
    }
    case 2: {
        int flags = PICK(O_NONBLOCK, O_NONBLOCK | O_APPEND, O_NONBLOCK | O_RDWR | O_CREAT);
        say("F_SETFL %u %o: %e", s, flags, call(fcntl64, file, F_SETFL, flags));
        break;
    }
    case 3:
        say("F_SETFD %u: %e", s, call(fcntl64, file, F_SETFD, PICK(0, 1, 2, 3)));
        break;
    case 4:
        say("fsync %u: %e", s, call(fsync, file));
        break;
    case 5:
        if (below(3) == 0) {
            say("close %u: %e", s, call(close, slots[s]));
            slots[s] = -1;
        }
        break;
    case 6: {
        int ends[2] = {-1, -1};
        if (below(3) == 0) {
            result = call(pipe2, ends, PICK(O_NONBLOCK, O_NONBLOCK | O_CLOEXEC, 1));
            say("pipe: %e", result);
            if (result == 0) {
                keep(slot(), ends[0]);
                u32 second = slot();
                keep(second, ends[1]);
            }
        }
        break;
    }
    case 7: {
        struct pollfd poll = {file, POLLIN | POLLOUT, 0};
        struct timespec none = {0, 0, 0};
        result = call(ppoll_time64, &poll, 1, &none, NULL, 8);
        say("poll %u: %e, %x", s, result, poll.revents);
        break;
    }
    default: {
        struct flock {
            short type, whence;
            i64 start, length;
            i32 pid;
        } lock = {PICK(0, 1, 2), PICK(0, 1, 2), PICK(0, 5, 100, -5), PICK(0, 1, 50, -3), 0};
        int command = PICK(12, 13, 36, 37);
        if ((command == 12 || command == 36) && lock.type == 2) {
            lock.type = 1;
        }
        result = call(fcntl64, file, command, &lock);
        say("lock %u %d: %e, %d %d %d", s, command, result, lock.type, (int)lock.start,
                (int)lock.length);
        break;
    }
    }
}

static void copies(void)
{
    u32 from = slot();
    u32 to = slot();
    u32 bytes = below(6000);
    i64 in = below(8000);
    i64 out = below(8000);
    int result;
    switch (below(4)) {
    case 0:
        result = call(sendfile64, fd(to), fd(from), below(2) ? &in : NULL, bytes);
        say("sendfile %u %u %u: %e, %d", to, from, bytes, result, (int)in);
        break;
    case 1:
        result = call(copy_file_range, fd(from), below(2) ? &in : NULL, fd(to),
                below(2) ? &out : NULL, bytes, PICK(0, 0, 0, 1));
        say("copy_file_range %u %u %u: %e, %d %d", from, to, bytes, result, (int)in, (int)out);
        break;
    case 2:
        result = call(splice, fd(from), below(3) ? NULL : &in, fd(to), below(3) ? NULL : &out,
                bytes, 2);
        say("splice %u %u %u: %e", from, to, bytes, result);
        break;
    default:
        result = call(tee, fd(from), fd(to), bytes, 2);
        say("tee %u %u %u: %e", from, to, bytes, result);
        break;
    }
}

static u32 number_of(const char *text, u32 otherwise)
{
    u32 value = 0;
    if (text == NULL) {
        return otherwise;
    }
    for (; *text != 0; text++) {
        value = value * 10 + *text - '0';
    }
    return value;
}

int main(int count UNUSED, char **words, char **variables UNUSED)
{
    state = number_of(words[1], 1);
    u32 calls = number_of(words[1] == NULL ? NULL : words[2], CALLS);
    call(umask, 022);
    action(SIGPIPE, SIG_IGN, 0, 0);
    call(mkdirat, AT_FDCWD, "top", 0755);
    call(mkdirat, AT_FDCWD, "top/work", 0755);
    call(chdir, "top/work");
    call(mkdirat, AT_FDCWD, "d", 0755);
    call(mkdirat, AT_FDCWD, "d/e", 0755);
    call(symlinkat, "d", AT_FDCWD, "l");
    for (u32 i = 0; i < SLOTS; i++) {
        slots[i] = -1;
    }
    for (u32 i = 0; i < calls; i++) {
        switch (below(11)) {
        case 0: case 1: opening(); break;
        case 2: case 3: transfer(); break;
        case 4: places(); break;
        case 5: describe(); break;
        case 6: case 7: naming(); break;
        case 8: case 9: descriptors(); break;
        default: copies(); break;
        }
    }
    return 0;
}
