/* Names, contents and attributes of files: on ext2, and in memory. */
#ifndef CLEAVE_FAILURES_FILES_H
#define CLEAVE_FAILURES_FILES_H

#include "sweep.h"

#define LONG_NAME "a-name-that-is-so-long-that-few-of-its-kind-have-room-in-a-block-of-a-directory-" \
    "and-which-is-given-with-a-number-behind-it-to-fill-that-block-until-another-one-is-needed-0000"
#define LONG_TEXT "./././././././././././././././././././././././././././././././././././././././." \
    "/././././././././././././././././././././././././././././././././././file"

enum { AT_LONG_NAMES = 6, BLOCK = 1024, BIG = 3 * PAGE + 100 };

static char bytes_room[4 * PAGE];
static struct iovec vectors[12];

static void write_file(const char *name, u32 bytes)
{
    int fd = open(name, O_CREAT | O_TRUNC | O_WRONLY, 0644);
    call(write, fd, bytes_room, bytes);
    call(close, fd);
}

static void make_file(void)
{
    write_file("file", BIG);
}

/* It is on the disk alone. */
static void make_cold(void)
{
    make_file();
    drop_caches();
}

static void make_two(void)
{
    make_file();
    write_file("other", 10);
}

static void close_it(void)
{
    call(close, got[0]);
}

static void remove_new(void)
{
    call(unlinkat, AT_FDCWD, "new", 0);
}

static void close_new(void)
{
    close_it();
    remove_new();
}

static void remove_directory(void)
{
    call(unlinkat, AT_FDCWD, "new", AT_REMOVEDIR);
}

static int open_flags(const char *name, int flags)
{
    int fd = open(name, flags, 0640);
    if (fd >= 0) {
        got[0] = fd;
    }
    return fd;
}

static int run_open(void) { return open_flags("file", O_RDONLY); }
static int run_open_path(void) { return open_flags("file", O_PATH); }
static int run_open_truncate(void) { return open_flags("file", O_WRONLY | O_TRUNC); }
static int run_create(void) { return open_flags("new", O_CREAT | O_EXCL | O_RDWR); }
static int run_open_directory(void) { return open_flags(".", O_RDONLY | O_DIRECTORY); }
static int run_open_missing(void)
{
    int result = open("missing", O_RDONLY, 0);
    return result == -ENOENT ? 0 : result >= 0 ? -EINVAL : result;
}

static void make_links(void)
{
    make_file();
    call(symlinkat, "link2", AT_FDCWD, "link1");
    call(symlinkat, LONG_TEXT, AT_FDCWD, "link2");
    drop_caches();
}

static void make_long_link(void)
{
    char text[sizeof LONG_TEXT + 8];
    make_file();
    call(mkdirat, AT_FDCWD, "d", 0755);
    call(symlinkat, join(text, "d/../", LONG_TEXT), AT_FDCWD, "link1");
    drop_caches();
}

static void close_links(void)
{
    close_it();
    call(unlinkat, AT_FDCWD, "link1", 0);
    call(unlinkat, AT_FDCWD, "link2", 0);
    call(unlinkat, AT_FDCWD, "d", AT_REMOVEDIR);
}

static int run_open_link(void) { return open_flags("link1", O_RDONLY); }
static int run_read_link(void)
{
    return call(readlinkat, AT_FDCWD, "link1", bytes_room, sizeof bytes_room);
}

static int run_mkdir(void) { return call(mkdirat, AT_FDCWD, "new", 0755); }
static int run_symlink(void) { return call(symlinkat, "file", AT_FDCWD, "new"); }
static int run_symlink_long(void) { return call(symlinkat, LONG_TEXT, AT_FDCWD, "new"); }
static int run_link(void) { return call(linkat, AT_FDCWD, "file", AT_FDCWD, "new", 0); }
static int run_fifo(void) { return call(mknodat, AT_FDCWD, "new", S_IFIFO | 0644, 0); }
static int run_device(void) { return call(mknodat, AT_FDCWD, "new", 0020644, 0x103); }
static int run_unlink(void) { return call(unlinkat, AT_FDCWD, "file", 0); }
static int run_rmdir(void) { return call(unlinkat, AT_FDCWD, "new", AT_REMOVEDIR); }

static void make_directory(void)
{
    run_mkdir();
    drop_caches();
}

static int rename_to(const char *from, const char *to, int flags)
{
    return call(renameat2, AT_FDCWD, from, AT_FDCWD, to, flags);
}

static int run_rename(void) { return rename_to("file", "new", 0); }
static int run_rename_over(void) { return rename_to("file", "other", 0); }
static int run_rename_away(void) { return rename_to("file", "d/new", 0); }
static int run_exchange(void) { return rename_to("file", "d", 2); }
static int run_rename_directory(void) { return rename_to("new", "d/new", 0); }

static void make_away(void)
{
    make_file();
    call(mkdirat, AT_FDCWD, "d", 0755);
    drop_caches();
}

static void make_directories(void)
{
    make_away();
    run_mkdir();
    call(mkdirat, AT_FDCWD, "new/inside", 0755);
    drop_caches();
}

static void undo_away(void)
{
    call(unlinkat, AT_FDCWD, "d/new/inside", AT_REMOVEDIR);
    call(unlinkat, AT_FDCWD, "new/inside", AT_REMOVEDIR);
    call(unlinkat, AT_FDCWD, "d/new", AT_REMOVEDIR);
    call(unlinkat, AT_FDCWD, "new", AT_REMOVEDIR);
    call(unlinkat, AT_FDCWD, "d/new", 0);
    call(unlinkat, AT_FDCWD, "d", AT_REMOVEDIR);
    call(unlinkat, AT_FDCWD, "d", 0);
    call(unlinkat, AT_FDCWD, "file", AT_REMOVEDIR);
}

static char *long_name(int i)
{
    static char name[] = "d/" LONG_NAME;
    name[sizeof name - 2] = '0' + i % 10;
    name[sizeof name - 3] = '0' + i / 10;
    return name;
}

/* The block of the directory has no room for one more. */
static void make_full(void)
{
    call(mkdirat, AT_FDCWD, "d", 0755);
    for (int i = 0; i < AT_LONG_NAMES - 1; i++) {
        call(close, open(long_name(i), O_CREAT | O_WRONLY, 0644));
    }
    drop_caches();
}

static int run_create_in_full(void)
{
    int fd = open(long_name(AT_LONG_NAMES), O_CREAT | O_EXCL | O_WRONLY, 0644);
    if (fd >= 0) {
        call(close, fd);
    }
    return fd;
}

static void undo_full(void)
{
    for (int i = 0; i <= AT_LONG_NAMES; i++) {
        call(unlinkat, AT_FDCWD, long_name(i), 0);
    }
    call(unlinkat, AT_FDCWD, "d", AT_REMOVEDIR);
}

/* ---- contents ---- */

static void open_file(void)
{
    make_file();
    got[0] = open("file", O_RDWR, 0);
}

static void open_cold(void)
{
    make_file();
    drop_caches();
    got[0] = open("file", O_RDWR, 0);
}

static void open_new(void)
{
    got[0] = open("new", O_CREAT | O_RDWR, 0644);
}

/* A write may stop early; what it has begun it says. */
static int whole(int result, int wanted)
{
    return result < 0 || result <= wanted ? result : -EINVAL;
}

static int write_at(u64 offset, u32 bytes)
{
    return whole(call(pwrite64, got[0], bytes_room, bytes, (u32)offset, (u32)(offset >> 32)),
            bytes);
}

static int run_write(void) { return write_at(0, 10); }
static int run_write_big(void) { return write_at(0, BIG); }
static int run_write_indirect(void) { return write_at(20 * BLOCK, BLOCK); }
static int run_write_twice_indirect(void) { return write_at(600 * BLOCK, 2 * BLOCK); }
static int run_write_thrice_indirect(void) { return write_at(70000ull * BLOCK, 10); }
static int run_write_over(void) { return write_at(PAGE - 10, 20); }
static int run_read(void) { return call(read, got[0], bytes_room, BIG) < 0 ? -ENOMEM : 0; }

/* Reads it all, and compares. */
static int run_read_all(void)
{
    int result = call(pread64, got[0], text_room, BIG, 0, 0);
    if (result > 0 && !same(text_room, bytes_room, result)) {
        return -EIO;
    }
    return result;
}

static int run_readv(void)
{
    for (u32 i = 0; i < COUNT(vectors); i++) {
        vectors[i] = (struct iovec){text_room + 100 * i, 100};
    }
    return call(preadv, got[0], vectors, COUNT(vectors), 0, 0);
}

static int run_writev(void)
{
    for (u32 i = 0; i < COUNT(vectors); i++) {
        vectors[i] = (struct iovec){bytes_room + 100 * i, 100};
    }
    return call(pwritev, got[0], vectors, COUNT(vectors), 0, 0);
}

static int run_shorten(void) { return call(ftruncate64, got[0], PAGE + 10, 0); }
static int run_lengthen(void) { return call(ftruncate64, got[0], 100 * PAGE, 0); }
static int run_truncate(void) { return call(truncate64, "file", 5, 0); }
static int run_allocate(void) { return call(fallocate, got[0], 0, 0, 0, 20 * PAGE, 0); }
static int run_fsync(void) { return call(fsync, got[0]); }
static int run_sync(void) { return call(sync); }

static void open_dirty(void)
{
    open_new();
    run_write_twice_indirect();
    run_write_big();
}

static void open_indirect(void)
{
    open_new();
    run_write_twice_indirect();
    run_write_indirect();
    drop_caches();
}

static int run_cut_indirect(void) { return call(ftruncate64, got[0], 10, 0); }
static int run_cut_half(void) { return call(ftruncate64, got[0], 100 * BLOCK, 0); }

static int run_unlink_indirect(void)
{
    int result = call(unlinkat, AT_FDCWD, "new", 0);
    if (result == 0) {
        call(close, got[0]);
    }
    return result;
}

static void open_here(void)
{
    make_two();
    drop_caches();
    got[0] = open(".", O_RDONLY, 0);
}

static int run_list(void)
{
    return call(getdents64, got[0], text_room, sizeof text_room);
}

static void open_both(void)
{
    open_cold();
    got[1] = open("new", O_CREAT | O_RDWR, 0644);
}

static void close_both(void)
{
    call(close, got[0]);
    call(close, got[1]);
    remove_new();
}

static int run_sendfile(void) { return call(sendfile64, got[1], got[0], NULL, BIG); }

static int run_copy_range(void)
{
    u64 from = 0;
    u64 to = 0;
    return call(copy_file_range, got[0], &from, got[1], &to, BIG, 0);
}

/* ---- attributes ---- */

static int run_stat(void)
{
    struct statx state;
    return stat("file", &state);
}

static int run_chmod(void) { return call(fchmodat, AT_FDCWD, "file", 0600); }
static int run_chown(void) { return call(fchownat, AT_FDCWD, "file", 0, 0, 0); }
static int run_access(void) { return call(faccessat, AT_FDCWD, "file", 4); }
static int run_utimes(void)
{
    struct timespec times[2] = {{1, 0, 0}, {2, 0, 0}};
    return call(utimensat_time64, AT_FDCWD, "file", times, 0);
}

static int run_statfs(void)
{
    return call(statfs64, ".", 88, text_room);
}

static int run_getcwd(void) { return call(getcwd, text_room, PAGE); }

static int run_chdir(void)
{
    int result = call(chdir, "d");
    if (result == 0) {
        call(chdir, "..");
    }
    return result;
}

static int run_chroot(void)
{
    int result = call(chroot, "d");
    return result == 0 && open("file", O_RDONLY, 0) == -ENOENT ? 0 : result;
}

/* ---- locks ---- */

struct lock {
    u16 type, whence;
    i32 padding;
    i64 start, length;
    i32 pid, rest;
};
enum { F_SETLK64 = 13, F_RDLCK = 0, F_WRLCK = 1, F_UNLCK = 2, ENOLCK = 37 };

static int set_lock(int command, int type, int start, int bytes)
{
    struct lock lock = {type, 0, 0, start, bytes, 0, 0};
    return call(fcntl64, got[0], command, &lock);
}

static int run_flock(void) { return call(flock, got[0], 2); }
static int run_lock(void) { return set_lock(F_SETLK64, F_WRLCK, 10, 100); }
static int run_unlock_middle(void) { return set_lock(F_SETLK64, F_UNLCK, 50, 10); }
static int run_lock_middle(void) { return set_lock(F_SETLK64, F_RDLCK, 50, 10); }

static void open_locked(void)
{
    open_file();
    run_lock();
}

static const struct operation file_operations[] = {
    {"open", run_open, make_cold, close_it, FILES, 0},
    {"open with O_PATH", run_open_path, make_cold, close_it, FILES, 0},
    {"open with O_TRUNC", run_open_truncate, make_cold, close_it, FILES, 0},
    {"open a new file", run_create, drop_caches, close_new, FILES, 0},
    {"open a directory", run_open_directory, NULL, close_it, FILES, 0},
    {"open what is not there", run_open_missing, drop_caches, NULL, FILES, 0},
    {"open by links", run_open_link, make_links, close_links, FILES, 0},
    {"open by a long link", run_open_link, make_long_link, close_links, FILES, 0},
    {"readlink", run_read_link, make_long_link, close_links, FILES, 0},
    {"mkdir", run_mkdir, drop_caches, remove_directory, FILES, 0},
    {"symlink", run_symlink, drop_caches, remove_new, FILES, 0},
    {"symlink, long", run_symlink_long, drop_caches, remove_new, FILES, 0},
    {"link", run_link, make_cold, remove_new, FILES, 0},
    {"mknod, a FIFO", run_fifo, NULL, remove_new, FILES, 0},
    {"mknod, a device", run_device, NULL, remove_new, FILES, 0},
    {"unlink", run_unlink, make_cold, NULL, FILES, 0},
    {"rmdir", run_rmdir, make_directory, NULL, FILES, 0},
    {"rename", run_rename, make_cold, remove_new, FILES, 0},
    {"rename over another", run_rename_over, make_two, NULL, FILES, 0},
    {"rename into a directory", run_rename_away, make_away, undo_away, FILES, 0},
    {"rename, exchanged", run_exchange, make_away, undo_away, FILES, 0},
    {"rename a directory", run_rename_directory, make_directories, undo_away, FILES, 0},
    {"creat where a directory grows", run_create_in_full, make_full, undo_full, FILES, 0},
    {"write", run_write, open_new, close_new, FILES, 0},
    {"write over what is there", run_write_over, open_cold, close_it, FILES, 0},
    {"write pages", run_write_big, open_new, close_new, FILES, 0},
    {"write an indirect block", run_write_indirect, open_new, close_new, FILES, 0},
    {"write at two levels", run_write_twice_indirect, open_new, close_new, FILES, 0},
    {"write at three levels", run_write_thrice_indirect, open_new, close_new, FILES, 0},
    {"writev", run_writev, open_new, close_new, FILES, 0},
    {"read", run_read, open_cold, close_it, FILES, 0},
    {"pread", run_read_all, open_cold, close_it, FILES, 0},
    {"readv", run_readv, open_cold, close_it, FILES, 0},
    {"ftruncate, shorter", run_shorten, open_cold, close_it, FILES, 0},
    {"ftruncate, longer", run_lengthen, open_cold, close_it, FILES, 0},
    {"ftruncate an indirect block", run_cut_indirect, open_indirect, close_new, FILES, 0},
    {"ftruncate half of a tree", run_cut_half, open_indirect, close_new, FILES, 0},
    {"unlink what is open", run_unlink_indirect, open_indirect, NULL, FILES, 0},
    {"truncate", run_truncate, make_cold, NULL, FILES, 0},
    {"fallocate", run_allocate, open_new, close_new, FILES, EOPNOTSUPP},
    {"fsync", run_fsync, open_dirty, close_new, FILES, 0},
    {"sync", run_sync, open_dirty, close_new, FILES, 0},
    {"getdents64", run_list, open_here, close_it, FILES, 0},
    {"sendfile", run_sendfile, open_both, close_both, FILES, 0},
    {"copy_file_range", run_copy_range, open_both, close_both, FILES, 0},
    {"statx", run_stat, make_cold, NULL, FILES, 0},
    {"fchmodat", run_chmod, make_cold, NULL, FILES, 0},
    {"fchownat", run_chown, make_cold, NULL, FILES, 0},
    {"faccessat", run_access, make_cold, NULL, FILES, 0},
    {"utimensat", run_utimes, make_cold, NULL, FILES, 0},
    {"statfs64", run_statfs, drop_caches, NULL, FILES, 0},
    {"getcwd", run_getcwd, drop_caches, NULL, FILES, 0},
    {"chdir", run_chdir, make_away, undo_away, FILES, 0},
    {"chroot", run_chroot, make_away, NULL, 0, 0},
    {"flock", run_flock, open_file, close_it, FILES, ENOLCK},
    {"fcntl, a lock", run_lock, open_file, close_it, FILES, ENOLCK},
    {"fcntl, a lock's middle taken out", run_unlock_middle, open_locked, close_it, FILES, ENOLCK},
    {"fcntl, a lock's middle changed", run_lock_middle, open_locked, close_it, FILES, ENOLCK},
};

#endif
