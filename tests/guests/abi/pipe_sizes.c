/* Pipes that hold more or less than 64 KiB, and pipes opened once more through /proc. */
#include "abi.h"

enum { F_SETPIPE_SZ = 1031, F_GETPIPE_SZ = 1032 };

static char big[1 << 18];
static char back[1 << 18];

static void fill(void)
{
    for (u32 i = 0; i < sizeof big; i++) {
        big[i] = (char)(i * 31 + (i >> 8));
    }
}

static void sizes(void)
{
    int ends[2];
    call(pipe2, ends, O_NONBLOCK);
    gives(65536, call(fcntl64, ends[0], F_GETPIPE_SZ), "as usual");
    gives(4096, call(fcntl64, ends[1], F_SETPIPE_SZ, 1), "the least is a page");
    gives(4096, call(write, ends[1], big, 8192), "no more goes in");
    gives(-EAGAIN, call(write, ends[1], big, 1), "not even a byte");
    gives(131072, call(fcntl64, ends[0], F_SETPIPE_SZ, 65537), "powers of two");
    gives(126976, call(write, ends[1], big + 4096, 200000), "what there is room for");
    gives(-EBUSY, call(fcntl64, ends[0], F_SETPIPE_SZ, 65536), "what is in it must fit");
    gives(100000, call(read, ends[0], back, 100000), "some is read");
    gives(65536, call(fcntl64, ends[0], F_SETPIPE_SZ, 65536), "then it does");
    gives(31072, call(read, ends[0], back + 100000, 100000), "the rest");
    ok(same(big, back, 131072), "in order");
    gives(4096, call(fcntl64, ends[0], F_SETPIPE_SZ, 0), "no size is the least");
    gives(-EINVAL, call(fcntl64, ends[0], F_SETPIPE_SZ, -1), "that is no size");
    gives(131072, call(fcntl64, ends[0], F_SETPIPE_SZ, 131072), "empty, and larger again");
    int moved = 0;
    for (int i = 0; i < 40; i++) {
        gives(10001, call(write, ends[1], big + i * 17, 10001), "in");
        gives(10001, call(read, ends[0], back, 10001), "out");
        moved += same(big + i * 17, back, 10001);
    }
    gives(40, moved, "round and round");
    call(close, ends[0]);
    call(close, ends[1]);
    int file = open("file", O_CREAT | O_RDWR, 0600);
    gives(-EBADF, call(fcntl64, file, F_GETPIPE_SZ), "a file is no pipe");
    call(close, file);
}

static void fifo(void)
{
    call(mknodat, AT_FDCWD, "fifo", S_IFIFO | 0600, 0);
    int end = open("fifo", O_RDWR, 0);
    gives(8192, call(fcntl64, end, F_SETPIPE_SZ, 5000), "a FIFO, too");
    gives(8192, call(fcntl64, end, F_GETPIPE_SZ), "is told so");
    call(close, end);
}

static void once_more(void)
{
    int ends[2];
    char path[] = "/proc/self/fd/0";
    char text[8];
    call(pipe2, ends, 0);
    path[14] = '0' + ends[0];
    gives(5, call(write, ends[1], "hello", 5), "written");
    call(close, ends[1]);
    int again = open(path, O_RDONLY, 0);
    ok(again >= 0, "the reading end opened once more, without waiting for a writer");
    gives(5, call(read, again, text, 8), "what was written");
    gives(0, call(read, again, text, 8), "and no more");
    int writer = open(path, O_WRONLY, 0);
    ok(writer >= 0, "a writing end of the same pipe");
    gives(2, call(write, writer, "hi", 2), "is written to");
    gives(2, call(read, ends[0], text, 8), "and read");
    call(close, writer);
    call(close, again);
    call(close, ends[0]);
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    fill();
    sizes();
    fifo();
    once_more();
    return 0;
}
