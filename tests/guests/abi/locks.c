/* Record locks of open files (F_OFD_SETLK), beside those of processes. */
#include "abi.h"

enum { F_SETLK64 = 13, F_OFD_GETLK = 36, F_OFD_SETLK, F_OFD_SETLKW };
enum { RDLCK, WRLCK, UNLCK };

struct flock64 {
    short type, whence;
    i64 start, length;
    i32 pid;
};

static int lock(int fd, int command, int type, i64 start, i64 length)
{
    struct flock64 lock = {type, 0, start, length, 0};
    return call(fcntl64, fd, command, &lock);
}

static struct flock64 obstacle(int fd, int type, i64 start, i64 length)
{
    struct flock64 lock = {type, 0, start, length, 0};
    gives(0, call(fcntl64, fd, F_OFD_GETLK, &lock), "F_OFD_GETLK");
    return lock;
}

static void owners(void)
{
    int one = open("file", O_CREAT | O_RDWR, 0644);
    int two = open("file", O_RDWR, 0);
    int copy = call(dup, one);
    gives(0, lock(one, F_OFD_SETLK, WRLCK, 10, 10), "a lock of an open file");
    gives(-EAGAIN, lock(two, F_OFD_SETLK, RDLCK, 15, 1), "is in the way of another one");
    gives(0, lock(two, F_OFD_SETLK, WRLCK, 20, 5), "not behind it");
    gives(0, lock(copy, F_OFD_SETLK, RDLCK, 10, 5), "a copy of the descriptor is the same owner");
    gives(0, lock(two, F_OFD_SETLK, RDLCK, 10, 5), "readers do not mind");
    gives(-EAGAIN, lock(one, F_SETLK64, WRLCK, 22, 1), "it is in the way of a process's lock");
    struct flock64 found = obstacle(one, WRLCK, 0, 0);
    ok(found.type != UNLCK && found.pid == -1, "whose it is, nobody can tell");
    ok(obstacle(one, RDLCK, 10, 5).type == UNLCK, "nothing is in the way of this");
    struct flock64 bad = {RDLCK, 0, 0, 1, 7};
    gives(-EINVAL, call(fcntl64, one, F_OFD_SETLK, &bad), "a process number means nothing here");
    call(close, copy);
    gives(-EAGAIN, lock(two, F_OFD_SETLK, WRLCK, 15, 1), "closing the copy leaves them");
    call(close, one);
    gives(0, lock(two, F_OFD_SETLK, WRLCK, 15, 1), "with the last descriptor they go");
    call(close, two);
}

static void waiting(void)
{
    int one = open("file", O_RDWR, 0);
    gives(0, lock(one, F_OFD_SETLK, WRLCK, 0, 0), "all of the file");
    if (child()) {
        int own = open("file", O_RDWR, 0);
        int result = lock(own, F_OFD_SETLK, WRLCK, 0, 0);
        int inherited = lock(one, F_OFD_SETLK, WRLCK, 5, 5);
        call(close, one);
        quit(result == -EAGAIN && inherited == 0 && lock(own, F_OFD_SETLKW, WRLCK, 0, 0) == 0
                ? 7 : 1);
    }
    sleep_ms(50);
    gives(0, lock(one, F_OFD_SETLK, UNLCK, 0, 0), "given up");
    gives(7, ended(last_child), "and taken by who has waited");
    call(close, one);
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    owners();
    waiting();
    return 0;
}
