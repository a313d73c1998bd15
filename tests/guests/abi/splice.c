/* splice, tee, vmsplice, copy_file_range, readahead. */
#include "abi.h"

#define SPLICE_F_NONBLOCK 2

static char text[200001];
static char got[200001];

static int file(const char *name, u32 bytes)
{
    int fd = open(name, O_CREAT | O_TRUNC | O_RDWR, 0644);
    for (u32 i = 0; i < bytes; i++) {
        text[i] = 'a' + (i * 7 + i / 251) % 26;
    }
    call(write, fd, text, bytes);
    seek(fd, 0, 0);
    return fd;
}

static void from_files(void)
{
    int ends[2];
    call(pipe2, ends, 0);
    int fd = file("file", 5000);
    gives(5000, call(splice, fd, NULL, ends[1], NULL, 10000, 0), "a file to a pipe");
    ok(seek(fd, 0, 1) == 5000, "its offset has moved");
    gives(5000, call(read, ends[0], got, sizeof got), "out of the pipe");
    ok(same(text, got, 5000), "the same bytes");
    gives(0, call(splice, fd, NULL, ends[1], NULL, 10000, 0), "at the end of the file");
    u64 offset = 4990;
    gives(10, call(splice, fd, &offset, ends[1], NULL, 100, 0), "from a place");
    ok(offset == 5000 && seek(fd, 0, 1) == 5000, "the place has moved");
    gives(10, call(read, ends[0], got, 100), "out of the pipe");
    ok(same(text + 4990, got, 10), "the same bytes");
    fd = file("large", 200000);
    int total = 0;
    int part;
    while ((part = call(splice, fd, NULL, ends[1], NULL, 200000, 0)) > 0) {
        for (int left = part; left > 0;) {
            int bytes = call(read, ends[0], got + total, left);
            total += bytes;
            left -= bytes;
        }
    }
    ok(total == 200000 && same(text, got, total), "200000 bytes");
    call(close, fd);
    call(close, ends[0]);
    call(close, ends[1]);
}

static void to_files(void)
{
    int ends[2];
    call(pipe2, ends, 0);
    int fd = open("out", O_CREAT | O_TRUNC | O_RDWR, 0644);
    call(write, ends[1], "hello, world", 12);
    gives(7, call(splice, ends[0], NULL, fd, NULL, 7, 0), "a pipe to a file");
    u64 offset = 100;
    gives(5, call(splice, ends[0], NULL, fd, &offset, 100, 0), "to a place");
    ok(offset == 105 && seek(fd, 0, 1) == 7, "the place has moved, the offset has not");
    gives(105, call(pread64, fd, got, 200, 0, 0), "the file");
    ok(same(got, "hello, ", 7) && got[7] == 0 && got[99] == 0 && same(got + 100, "world", 5),
            "what it has");
    gives(-EAGAIN, call(splice, ends[0], NULL, fd, NULL, 7, SPLICE_F_NONBLOCK), "no bytes");
    call(write, ends[1], "x", 1);
    int to = open("/dev/full", O_WRONLY, 0);
    if (to >= 0) {
        call(close, to);
    }
    int append = open("out", O_WRONLY | O_APPEND, 0);
    gives(-EINVAL, call(splice, ends[0], NULL, append, NULL, 7, 0), "to append");
    gives(1, call(read, ends[0], got, 10), "the byte is still there");
    call(close, ends[1]);
    gives(0, call(splice, ends[0], NULL, fd, NULL, 7, 0), "nobody writes any more");
    call(close, ends[0]);
    call(close, fd);
    call(close, append);
}

static void between_pipes(void)
{
    int a[2], b[2];
    call(pipe2, a, 0);
    call(pipe2, b, 0);
    call(write, a[1], "abcdefgh", 8);
    gives(5, call(tee, a[0], b[1], 5, 0), "tee");
    gives(5, call(read, b[0], got, 100), "the copy");
    ok(same(got, "abcde", 5), "its bytes");
    gives(3, call(splice, a[0], NULL, b[1], NULL, 3, 0), "splice");
    gives(3, call(read, b[0], got, 100), "what was moved");
    ok(same(got, "abc", 3), "its bytes");
    gives(5, call(read, a[0], got, 100), "the rest");
    ok(same(got, "defgh", 5), "its bytes");
    gives(-EAGAIN, call(tee, a[0], b[1], 5, SPLICE_F_NONBLOCK), "tee of nothing");
    call(write, a[1], text, 60000);
    int done = call(tee, a[0], b[1], 60000, 0);
    ok(done > 0 && call(read, b[0], got, done) == done && same(got, text, done),
            "tee of much");
    ok(call(splice, a[0], NULL, b[1], NULL, 60000, 0) > 0, "splice of much");
    gives(-EINVAL, call(splice, a[0], NULL, a[1], NULL, 1, 0), "into itself");
    gives(-EINVAL, call(tee, a[0], a[1], 1, 0), "tee into itself");
    call(close, b[0]);
    call(write, a[1], "more", 4);
    action(SIGPIPE, SIG_IGN, 0, 0);
    gives(-EPIPE, call(splice, a[0], NULL, b[1], NULL, 4, 0), "nobody reads");
    call(close, a[0]);
    call(close, a[1]);
    call(close, b[1]);
}

static void waiting(void)
{
    int ends[2];
    call(pipe2, ends, 0);
    int fd = open("late", O_CREAT | O_TRUNC | O_RDWR, 0644);
    if (child()) {
        sleep_ms(30);
        call(write, ends[1], "late", 4);
        quit(0);
    }
    gives(4, call(splice, ends[0], NULL, fd, NULL, 100, 0), "splice waits for bytes");
    gives(0, child_end(), "who wrote");
    struct iovec parts[2] = {{"one ", 4}, {"two", 3}};
    gives(7, call(vmsplice, ends[1], parts, 2, 0), "vmsplice");
    gives(7, call(read, ends[0], got, 100), "out of the pipe");
    ok(same(got, "one two", 7), "its bytes");
    gives(-EBADF, call(vmsplice, fd, parts, 2, 0), "vmsplice to a file");
    call(close, ends[0]);
    call(close, ends[1]);
    call(close, fd);
}

static void errors(void)
{
    int ends[2];
    u64 offset = 0;
    call(pipe2, ends, 0);
    int fd = open("file", O_RDONLY, 0);
    gives(-EBADF, call(splice, 99, NULL, ends[1], NULL, 1, 0), "no descriptor");
    gives(-EBADF, call(splice, ends[1], NULL, ends[0], NULL, 1, 0), "the wrong ends");
    gives(-EINVAL, call(splice, fd, NULL, ends[1], NULL, 1, 64), "unknown flags");
    gives(-ESPIPE, call(splice, fd, NULL, ends[1], &offset, 1, 0), "a place in a pipe");
    gives(0, call(splice, fd, NULL, ends[1], NULL, 0, 0), "no bytes");
    int out = open("out", O_RDWR, 0);
    gives(-EINVAL, call(splice, fd, NULL, out, NULL, 1, 0), "without a pipe");
    gives(-EINVAL, call(tee, fd, ends[1], 1, 0), "tee of a file");
    call(close, ends[0]);
    call(close, ends[1]);
    call(close, fd);
    call(close, out);
}

static void ranges(void)
{
    int from = file("from", 10000);
    int to = open("to", O_CREAT | O_TRUNC | O_RDWR, 0644);
    gives(10000, call(copy_file_range, from, NULL, to, NULL, 20000, 0), "copy_file_range");
    ok(seek(from, 0, 1) == 10000 && seek(to, 0, 1) == 10000, "both have moved");
    gives(10000, call(pread64, to, got, 20000, 0, 0), "the copy");
    ok(same(got, text, 10000), "its bytes");
    gives(0, call(copy_file_range, from, NULL, to, NULL, 20000, 0), "at the end");
    u64 in = 100;
    u64 out = 5;
    gives(50, call(copy_file_range, from, &in, to, &out, 50, 0), "with places");
    ok(in == 150 && out == 55 && seek(to, 0, 1) == 10000, "which have moved");
    call(pread64, to, got, 60, 0, 0);
    ok(same(got, text, 5) && same(got + 5, text + 100, 50), "what is there");
    in = 0;
    out = 10;
    gives(-EINVAL, call(copy_file_range, from, &in, from, &out, 50, 0), "over itself");
    gives(-EINVAL, call(copy_file_range, from, &in, to, &out, 50, 1), "unknown flags");
    int append = open("to", O_WRONLY | O_APPEND, 0);
    gives(-EBADF, call(copy_file_range, from, &in, append, NULL, 50, 0), "to append");
    gives(-EBADF, call(copy_file_range, append, NULL, to, NULL, 50, 0), "not to be read");
    gives(0, call(readahead, from, 0, 0, 100000), "readahead");
    gives(-EBADF, call(readahead, append, 0, 0, 100), "readahead of what is not to be read");
    call(close, append);
    call(close, from);
    call(close, to);
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    from_files();
    to_files();
    between_pipes();
    waiting();
    errors();
    ranges();
    return 0;
}
