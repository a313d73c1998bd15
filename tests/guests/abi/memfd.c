/* memfd_create, and what file sealing forbids. */
#include "abi.h"

enum { MFD_CLOEXEC = 1, MFD_ALLOW_SEALING = 2 };
enum { F_ADD_SEALS = 1033, F_GET_SEALS = 1034 };
enum { SEAL = 1, SHRINK = 2, GROW = 4, WRITE = 8, FUTURE_WRITE = 16 };

static int create(const char *name, int flags)
{
    return call(memfd_create, name, flags);
}

static void plain(void)
{
    char text[64];
    int fd = create("some name", MFD_CLOEXEC);
    ok(fd >= 0, "a file without a place");
    gives(FD_CLOEXEC, call(fcntl64, fd, F_GETFD), "exec closes it");
    ok((call(fcntl64, fd, F_GETFL) & 3) == O_RDWR, "it can be read and written");
    struct statx status;
    call(statx, fd, "", AT_EMPTY_PATH, 0x7ff, &status);
    ok((status.mode & S_IFMT) == S_IFREG && status.size == 0 && status.nlink == 0,
            "a regular file of no bytes and no names");
    gives(5, call(write, fd, "hello", 5), "write");
    gives(0, (int)seek(fd, 0, 0), "back");
    gives(5, call(read, fd, text, 64), "read");
    gives(0, call(ftruncate64, fd, 10000, 0), "it can be made longer");
    char *shared = map(10000, PROT_READ | PROT_WRITE, MAP_SHARED, fd);
    ok(!is_error(shared) && same(shared, "hello", 5) && shared[9999] == 0, "and mapped");
    shared[1] = 'u';
    gives(5, call(pread64, fd, text, 5, 0, 0), "read what was stored");
    ok(same(text, "hullo", 5), "it is the same memory");
    gives(SEAL, call(fcntl64, fd, F_GET_SEALS), "it cannot be sealed");
    gives(-EPERM, call(fcntl64, fd, F_ADD_SEALS, GROW), "not at all");
    call(munmap, shared, 10000);
    call(close, fd);
    memset(text, 'n', sizeof text);
    gives(-EINVAL, create("x", 0x100), "a flag that is not known");
    gives(-EFAULT, create((const char *)8, 0), "a bad address");
}

static void names(void)
{
    static char name[256];
    memset(name, 'n', 249);
    int fd = create(name, 0);
    ok(fd >= 0, "a name of 249 bytes");
    call(close, fd);
    name[249] = 'n';
    gives(-EINVAL, create(name, 0), "one more is too much");
    int one = create("twice", 0);
    int two = create("twice", 0);
    ok(one >= 0 && two >= 0 && one != two, "a name may be used twice");
    call(write, one, "1", 1);
    struct statx status;
    call(statx, two, "", AT_EMPTY_PATH, 0x7ff, &status);
    ok(status.size == 0, "they are two files");
    char path[64] = "/proc/self/fd/";
    char digit[2] = {'0' + two, 0};
    char text[64] = "";
    join(path, "/proc/self/fd/", digit);
    int bytes = call(readlinkat, AT_FDCWD, path, text, 63);
    ok(bytes > 0 && equal(text, "/memfd:twice (deleted)"), "its name is seen: %s", text);
    int again = open(path, O_RDONLY, 0);
    ok(again >= 0, "it can be opened by it");
    gives(-EBADF, call(write, again, "x", 1), "for reading only");
    call(close, one);
    call(close, two);
    call(close, again);
}

static void sizes(void)
{
    int fd = create("sealed", MFD_ALLOW_SEALING);
    gives(0, call(fcntl64, fd, F_GET_SEALS), "no seals yet");
    gives(0, call(ftruncate64, fd, 8192, 0), "two pages");
    gives(-EINVAL, call(fcntl64, fd, F_ADD_SEALS, 0x100), "no such seal");
    gives(0, call(fcntl64, fd, F_ADD_SEALS, SHRINK), "F_SEAL_SHRINK");
    gives(-EPERM, call(ftruncate64, fd, 4096, 0), "it cannot become shorter");
    gives(0, call(ftruncate64, fd, 12288, 0), "but longer");
    gives(0, call(fcntl64, fd, F_ADD_SEALS, GROW), "F_SEAL_GROW");
    gives(-EPERM, call(ftruncate64, fd, 16384, 0), "not longer either");
    gives(0, call(ftruncate64, fd, 12288, 0), "as long as it is");
    gives(-EPERM, call(fallocate, fd, 0, 12288, 0, 10, 0), "fallocate");
    gives(4, call(pwrite64, fd, "abcd", 4, 12284, 0), "writing up to the end");
    gives(2, call(pwrite64, fd, "abcd", 4, 12286, 0), "across it");
    gives(-EPERM, call(pwrite64, fd, "abcd", 4, 12288, 0), "behind it");
    static char pages[8192];
    gives(4096, call(pwrite64, fd, pages, 8192, 8192, 0), "pages as far as they are there");
    gives(SHRINK | GROW, call(fcntl64, fd, F_GET_SEALS), "both seals");
    gives(0, call(fcntl64, fd, F_ADD_SEALS, SEAL), "F_SEAL_SEAL");
    gives(-EPERM, call(fcntl64, fd, F_ADD_SEALS, WRITE), "no more seals");
    call(close, fd);
}

static void contents(void)
{
    int fd = create("sealed", MFD_ALLOW_SEALING);
    call(ftruncate64, fd, 8192, 0);
    char *shared = map(8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd);
    gives(-EBUSY, call(fcntl64, fd, F_ADD_SEALS, WRITE), "mapped to be written to");
    gives(0, call(fcntl64, fd, F_ADD_SEALS, FUTURE_WRITE), "F_SEAL_FUTURE_WRITE");
    gives(-EPERM, call(write, fd, "x", 1), "write");
    shared[0] = 'y';
    ok(1, "the old mapping is written to");
    ok((int)map(4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd) == -EPERM, "a new one is not made");
    char *reader = map(4096, PROT_READ, MAP_SHARED, fd);
    ok(!is_error(reader) && reader[0] == 'y', "one to read is");
    gives(-EACCES, call(mprotect, reader, 4096, PROT_READ | PROT_WRITE), "and stays so");
    call(munmap, reader, 4096);
    call(munmap, shared, 8192);
    gives(0, call(fcntl64, fd, F_ADD_SEALS, WRITE), "F_SEAL_WRITE when nobody maps it");
    ok((int)map(4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd) == -EPERM, "shared, to write");
    char *own = map(4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd);
    ok(!is_error(own) && own[0] == 'y', "a private one is made");
    own[0] = 'z';
    char byte = 0;
    call(pread64, fd, &byte, 1, 0, 0);
    ok(byte == 'y', "and is its own");
    call(munmap, own, 4096);
    call(close, fd);
}

static void others(void)
{
    int fd = open("file", O_CREAT | O_RDWR, 0600);
    int pipes[2];
    call(pipe2, pipes, 0);
    gives(-EINVAL, call(fcntl64, pipes[0], F_GET_SEALS), "a pipe has no seals");
    int reader = open("file", O_RDONLY, 0);
    gives(-EPERM, call(fcntl64, reader, F_ADD_SEALS, WRITE), "who may not write may not seal");
    call(close, fd);
    call(close, reader);
    call(close, pipes[0]);
    call(close, pipes[1]);
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    plain();
    names();
    sizes();
    contents();
    others();
    return 0;
}
