/* F9: descriptors are duplicated and refer to the same open files. */
#include "abi.h"

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    char text[8] = {0};
    make("letters", "abcdefghij", 0644);
    int fd = open("letters", O_RDWR, 0);
    int other = open("letters", O_RDWR, 0);
    int dup = call(dup, fd);
    call(read, fd, text, 2);
    if (child()) {
        call(read, fd, text, 3);
        ok(same(text, "cde", 3), "the child reads on where the parent was");
        gives(5, (int)seek(dup, 0, 1), "the duplicate is there too");
        gives(0, (int)seek(other, 0, 1), "a second opening is not");
        gives(0, call(fcntl64, fd, F_SETFL, O_APPEND | O_NONBLOCK), "the child sets flags");
        gives(0, call(fcntl64, fd, F_SETFD, FD_CLOEXEC), "and close-on-exec");
        gives(0, call(close, dup), "and closes the duplicate");
        quit(failures);
    }
    gives(0, child_end(), "the child's end");
    gives(5, (int)seek(fd, 0, 1), "the parent's offset has moved");
    ok((call(fcntl64, fd, F_GETFL) & (O_APPEND | O_NONBLOCK)) == (O_APPEND | O_NONBLOCK),
            "the status flags are shared");
    ok((call(fcntl64, other, F_GETFL) & O_APPEND) == 0, "but not with a second opening");
    gives(0, call(fcntl64, fd, F_GETFD), "close-on-exec is not shared");
    gives(0, call(fcntl64, dup, F_GETFD), "what the child closed is open here");
    gives(1, call(write, fd, "k", 1), "a write appends");
    gives(11, (int)seek(fd, 0, 1), "and is at the end");
    gives(11, call(read, other, text, 0) + (int)seek(other, 0, 2), "the file has grown");
    int fds[2];
    call(pipe2, fds, 0);
    if (child()) {
        call(close, fds[0]);
        call(write, fds[1], "from below", 10);
        quit(0);
    }
    call(close, fds[1]);
    char long_text[20];
    gives(10, call(read, fds[0], long_text, 20), "a pipe between them");
    gives(0, call(read, fds[0], long_text, 20), "ends when both have closed it");
    gives(0, child_end(), "the child's end");
    return 0;
}
