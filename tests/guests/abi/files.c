/* Regular files: opening, reading, writing, seeking, holes, lengths. */
#include "abi.h"

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    static char page[3 * PAGE];
    char text[64];
    struct statx state;
    int fd = open("f", O_RDWR, 0);
    gives(-ENOENT, fd, "open what is not there");
    fd = open("f", O_RDWR | O_CREAT | O_EXCL, 0666);
    ok(fd > 2, "O_CREAT makes it");
    gives(-EEXIST, open("f", O_RDWR | O_CREAT | O_EXCL, 0666), "O_EXCL refuses another");
    stat("f", &state);
    say("mode %o, links %u, size %u, blocks %u", state.mode, state.nlink, (u32)state.size,
            (u32)state.blocks);
    gives(5, call(write, fd, "hello", 5), "write");
    gives(0, call(read, fd, text, 5), "read at the end");
    gives(1, (int)seek(fd, 1, 0), "SEEK_SET");
    gives(4, call(read, fd, text, 64), "read the rest");
    ok(same(text, "ello", 4), "it is right");
    gives(3, (int)seek(fd, -2, 2), "SEEK_END");
    gives(4, (int)seek(fd, 1, 1), "SEEK_CUR");
    gives(-EINVAL, (int)seek(fd, -10, 1), "before the beginning");
    gives(-EINVAL, (int)seek(fd, 0, 9), "from nowhere");
    gives(100000, (int)seek(fd, 100000, 0), "behind the end");
    gives(1, call(write, fd, "!", 1), "write there");
    stat("f", &state);
    gives(100001, (int)state.size, "the size");
    ok(state.blocks < 100, "the hole has no blocks");
    gives(7, call(pread64, fd, text, 7, 50000, 0), "pread in the hole");
    ok(text[0] == 0 && text[6] == 0, "gives zeros");
    gives(100001, (int)seek(fd, 0, 1), "and does not move");
    gives(3, call(pwrite64, fd, "abc", 3, 50000, 0), "pwrite in the hole");
    call(pread64, fd, text, 5, 49999, 0);
    ok(same(text, "\0abc\0", 5), "is where it belongs");
    gives(-EINVAL, call(pread64, fd, text, 5, -1, -1), "pread before the beginning");
    gives(0, call(ftruncate64, fd, 3, 0), "ftruncate to less");
    gives(0, call(ftruncate64, fd, 10, 0), "and to more");
    call(pread64, fd, text, 10, 0, 0);
    ok(same(text, "hel\0\0\0\0\0\0\0", 10), "what was cut off is zero");
    gives(-EINVAL, call(ftruncate64, fd, -1, -1), "to less than nothing");
    gives(0, call(truncate64, "f", 4, 0), "truncate by name");
    struct iovec out[3] = {{"one", 3}, {"", 0}, {"three", 5}};
    seek(fd, 0, 0);
    gives(8, call(writev, fd, out, 3), "writev");
    char a[4], b[8];
    struct iovec in[2] = {{a, 4}, {b, 8}};
    seek(fd, 0, 0);
    gives(8, call(readv, fd, in, 2), "readv");
    ok(same(a, "onet", 4) && same(b, "hree", 4), "both parts are right");
    gives(-EINVAL, call(readv, fd, in, -1), "a negative number of parts");
    gives(0, call(close, fd), "close");
    gives(-EBADF, call(close, fd), "twice");
    gives(-EBADF, call(read, fd, text, 1), "read when closed");
    fd = open("f", O_RDONLY, 0);
    gives(-EBADF, call(write, fd, "x", 1), "write when opened for reading");
    gives(-EINVAL, call(ftruncate64, fd, 1, 0), "ftruncate when opened for reading");
    call(close, fd);
    fd = open("f", O_WRONLY, 0);
    gives(-EBADF, call(read, fd, text, 1), "read when opened for writing");
    call(close, fd);
    fd = open("f", O_WRONLY | O_APPEND, 0);
    seek(fd, 0, 0);
    call(write, fd, "END", 3);
    gives(11, (int)seek(fd, 0, 1), "O_APPEND writes at the end");
    call(close, fd);
    fd = open("f", O_RDWR | O_TRUNC, 0);
    gives(0, (int)seek(fd, 0, 2), "O_TRUNC empties");
    gives(-ENOTDIR, open("f", O_RDONLY | O_DIRECTORY, 0), "O_DIRECTORY of a file");
    gives(-ENOTDIR, open("f/x", O_RDONLY, 0), "below a file");
    for (u32 i = 0; i < sizeof page; i++) {
        page[i] = i * 31 + i / 256;
    }
    for (int i = 0; i < 30; i++) {
        failures += call(write, fd, page, sizeof page) != sizeof page;
    }
    gives(30 * 3 * (int)PAGE, (int)seek(fd, 0, 1), "360 KiB");
    static char back[3 * PAGE];
    int wrong = 0;
    seek(fd, 0, 0);
    for (int i = 0; i < 30; i++) {
        wrong += call(read, fd, back, sizeof back) != sizeof back || !same(back, page, sizeof back);
    }
    gives(0, wrong, "parts that are not as they were written");
    gives(0, call(fsync, fd), "fsync");
    gives(0, call(unlinkat, AT_FDCWD, "f", 0), "unlink while it is open");
    gives((int)sizeof back, call(pread64, fd, back, sizeof back, PAGE, 0), "it can be read");
    gives(-ENOENT, stat("f", &state), "but has no name");
    int pipe_ends[2];
    call(pipe2, pipe_ends, 0);
    gives(-ESPIPE, (int)seek(pipe_ends[0], 0, 0), "seek in a pipe");
    gives(-ESPIPE, call(pread64, pipe_ends[0], text, 1, 0, 0), "pread from a pipe");
    gives(-EINVAL, call(ftruncate64, pipe_ends[1], 0, 0), "ftruncate of a pipe");
    int from = open("from", O_RDWR | O_CREAT, 0600);
    int to = open("to", O_RDWR | O_CREAT, 0600);
    call(write, from, "0123456789", 10);
    u64 offset = 3;
    gives(5, call(sendfile64, to, from, &offset, 5), "sendfile");
    ok(offset == 8, "its offset moves");
    call(pread64, to, text, 5, 0, 0);
    ok(same(text, "34567", 5), "it has copied");
    return 0;
}
