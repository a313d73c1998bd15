/* Times of files, and what changes them. */
#include "abi.h"

static struct statx state;

static void get(const char *path)
{
    stat(path, &state);
}

static int later(const struct stamp *a, const struct stamp *b)
{
    return a->seconds > b->seconds
            || (a->seconds == b->seconds && a->nanoseconds > b->nanoseconds);
}

static int set(const char *path, i64 access, i64 change, int flags)
{
    struct timespec times[2] = {{access, 0, 0}, {change, 0, 0}};
    return call(utimensat_time64, AT_FDCWD, path, times, flags);
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    struct timespec now;
    struct timespec special[2] = {{0, 0x3fffffff, 0}, {0, 0x3ffffffe, 0}};
    call(clock_gettime64, CLOCK_REALTIME, &now);
    ok(now.seconds > 1600000000, "it is after 2020");
    make("f", "x", 0644);
    get("f");
    i64 difference = state.mtime.seconds - now.seconds;
    ok(difference >= -1 && difference <= 5, "a new file is of now");
    gives(0, set("f", 1000, 2000, 0), "utimensat");
    get("f");
    ok(state.atime.seconds == 1000 && state.mtime.seconds == 2000, "the times are set");
    ok(state.ctime.seconds >= now.seconds - 1, "the change of the inode is now");
    gives(0, call(utimensat_time64, AT_FDCWD, "f", special, 0), "now, and as it is");
    get("f");
    ok(state.atime.seconds >= now.seconds - 1 && state.mtime.seconds == 2000, "it is so");
    gives(0, call(utimensat_time64, AT_FDCWD, "f", NULL, 0), "both now");
    get("f");
    ok(state.mtime.seconds >= now.seconds - 1, "it is so");
    set("f", 1000, 2000, 0);
    int fd = open("f", O_RDWR, 0);
    call(write, fd, "y", 1);
    get("f");
    ok(state.mtime.seconds >= now.seconds - 1 && state.atime.seconds == 1000,
            "write changes mtime alone");
    set("f", 1000, 2000, 0);
    call(fchmod, fd, 0600);
    get("f");
    ok(state.mtime.seconds == 2000, "chmod does not");
    call(mkdirat, AT_FDCWD, "d", 0755);
    set("d", 1000, 2000, 0);
    make("d/x", "x", 0644);
    get("d");
    ok(state.mtime.seconds >= now.seconds - 1, "a new name changes its directory");
    set("d", 1000, 2000, 0);
    call(unlinkat, AT_FDCWD, "d/x", 0);
    get("d");
    ok(state.mtime.seconds >= now.seconds - 1, "so does its end");
    call(symlinkat, "f", AT_FDCWD, "l");
    gives(0, set("l", 500, 600, AT_SYMLINK_NOFOLLOW), "times of a link");
    get("l");
    ok(state.mtime.seconds == 600, "are its own");
    get("f");
    ok(state.mtime.seconds != 600, "not the file's");
    special[0].nanoseconds = 1000000000;
    gives(-EINVAL, call(utimensat_time64, AT_FDCWD, "f", special, 0), "a billion nanoseconds");
    gives(-ENOENT, set("missing", 1, 1, 0), "a file that is not there");
    get("f");
    struct stamp before = state.ctime;
    sleep_ms(30);
    call(fchmod, fd, 0644);
    get("f");
    ok(later(&state.ctime, &before) || state.ctime.nanoseconds == 0, "time goes on");
    struct timespec a, b;
    call(clock_gettime64, CLOCK_MONOTONIC, &a);
    sleep_ms(25);
    call(clock_gettime64, CLOCK_MONOTONIC, &b);
    u32 ms = (u32)(b.seconds - a.seconds) * 1000 + (b.nanoseconds - a.nanoseconds) / 1000000;
    ok(ms >= 24 && ms < 5000, "a sleep of 25 ms takes as long");
    b.seconds = a.seconds;
    gives(0, call(clock_nanosleep_time64, CLOCK_MONOTONIC, 1, &a, NULL), "until a time gone by");
    gives(-EINVAL, call(clock_gettime64, 99, &a), "an unknown clock");
    a.nanoseconds = -1;
    gives(-EINVAL, call(clock_nanosleep_time64, CLOCK_MONOTONIC, 0, &a, NULL), "before nothing");
    return 0;
}
