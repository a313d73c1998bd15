/* The system as a whole: what /proc says, devices, mounting. */
#ifndef CLEAVE_FAILURES_SYSTEM_H
#define CLEAVE_FAILURES_SYSTEM_H

#include "processes.h"

enum { TCGETS = 0x5401, TIOCGWINSZ = 0x5413 };

static const char *read_path;

/* All of a file: what its text takes must be there or told to be missing. */
static int run_text(void)
{
    int fd = open(read_path, O_RDONLY, 0);
    if (fd < 0) {
        return fd;
    }
    int result = call(read, fd, text_room, 96);
    call(close, fd);
    return result;
}

#define TEXT(name, path) \
    static void name(void) { read_path = path; drop_caches(); }
TEXT(read_maps, "/proc/self/maps")
TEXT(read_smaps, "/proc/self/smaps")
TEXT(read_status, "/proc/self/status")
TEXT(read_stat, "/proc/self/stat")
TEXT(read_words, "/proc/self/cmdline")
TEXT(read_environment, "/proc/self/environ")
TEXT(read_mounts, "/proc/mounts")
TEXT(read_memory, "/proc/meminfo")
TEXT(read_pages, "/proc/self/pagemap")
TEXT(read_audit, "/proc/sys/debug/audit")
TEXT(read_zeros, "/dev/zero")
TEXT(read_random, "/dev/random")
TEXT(read_disk, "/dev/vda")

static int run_self_link(void)
{
    return call(readlinkat, AT_FDCWD, read_path, text_room, 1000);
}

TEXT(link_program, "/proc/self/exe")
TEXT(link_directory, "/proc/self/cwd")
TEXT(link_open, "/proc/self/fd/1")
TEXT(link_self, "/proc/self")

static void open_descriptors(void)
{
    drop_caches();
    got[0] = open("/proc/self/fd", O_RDONLY, 0);
}

static void open_processes(void)
{
    drop_caches();
    got[0] = open("/proc", O_RDONLY, 0);
}

static int run_set_host(void) { return call(sethostname, "cleave", 6); }

static int run_setting(void)
{
    int fd = open("/proc/sys/kernel/hostname", O_WRONLY, 0);
    if (fd < 0) {
        return fd;
    }
    int result = call(write, fd, "cleave\n", 7);
    call(close, fd);
    return result;
}

static int run_random(void) { return call(getrandom, text_room, 5000, 0); }
static int run_information(void) { return call(sysinfo, text_room); }
static int run_usage(void) { return call(getrusage, 0, text_room); }
static int run_write_null(void)
{
    int fd = open("/dev/null", O_WRONLY, 0);
    if (fd < 0) {
        return fd;
    }
    int result = call(write, fd, bytes_room, 100);
    call(close, fd);
    return result;
}

static int run_console(void)
{
    int fd = open("/dev/console", O_RDWR, 0);
    if (fd < 0) {
        return fd;
    }
    int result = call(ioctl, fd, TCGETS, text_room);
    result = result < 0 ? result : call(ioctl, fd, TIOCGWINSZ, text_room);
    call(close, fd);
    return result;
}

static void make_directory_only(void)
{
    call(mkdirat, AT_FDCWD, "d", 0755);
    drop_caches();
}

static int run_mount_memory(void) { return call(mount, "memory", "d", "tmpfs", 0, NULL); }
static int run_mount_proc(void) { return call(mount, "proc", "d", "proc", 0, NULL); }
static int run_mount_disk(void) { return call(mount, "/dev/vdb", "d", "ext2", 0, NULL); }

static void unmount(void)
{
    call(umount2, "d", 0);
    call(unlinkat, AT_FDCWD, "d", AT_REMOVEDIR);
}

static void mount_memory(void)
{
    make_directory_only();
    run_mount_memory();
    write_file("d/inside", BIG);
}

static void mount_disk(void)
{
    make_directory_only();
    run_mount_disk();
    write_file("d/inside", BIG);
}

static int run_unmount(void)
{
    int result = call(umount2, "d", 0);
    return result == -EINVAL ? 0 : result;
}

static int run_remount(void) { return call(mount, "memory", "d", "tmpfs", 0x21, NULL); }

static const struct operation system_operations[] = {
    {"/proc/self/maps", run_text, read_maps, NULL, 0, 0},
    {"/proc/self/smaps", run_text, read_smaps, NULL, 0, 0},
    {"/proc/self/status", run_text, read_status, NULL, 0, 0},
    {"/proc/self/stat", run_text, read_stat, NULL, 0, 0},
    {"/proc/self/cmdline", run_text, read_words, NULL, 0, 0},
    {"/proc/self/environ", run_text, read_environment, NULL, 0, 0},
    {"/proc/self/pagemap", run_text, read_pages, NULL, 0, EINVAL},
    {"/proc/mounts", run_text, read_mounts, NULL, 0, 0},
    {"/proc/meminfo", run_text, read_memory, NULL, 0, 0},
    {"/proc/sys/debug/audit", run_text, read_audit, NULL, 0, 0},
    {"/dev/zero", run_text, read_zeros, NULL, 0, 0},
    {"/dev/random", run_text, read_random, NULL, 0, 0},
    {"/dev/vda", run_text, read_disk, NULL, 0, 0},
    {"/proc/self/exe", run_self_link, link_program, NULL, 0, 0},
    {"/proc/self/cwd", run_self_link, link_directory, NULL, 0, 0},
    {"/proc/self/fd/1", run_self_link, link_open, NULL, 0, 0},
    {"/proc/self", run_self_link, link_self, NULL, 0, 0},
    {"/proc/self/fd", run_list, open_descriptors, close_it, 0, 0},
    {"/proc", run_list, open_processes, close_it, 0, 0},
    {"sethostname", run_set_host, NULL, NULL, 0, 0},
    {"/proc/sys/kernel/hostname", run_setting, drop_caches, NULL, 0, 0},
    {"getrandom", run_random, NULL, NULL, 0, 0},
    {"sysinfo", run_information, NULL, NULL, 0, 0},
    {"getrusage", run_usage, NULL, NULL, 0, 0},
    {"/dev/null", run_write_null, drop_caches, NULL, 0, 0},
    {"/dev/console", run_console, drop_caches, NULL, 0, 0},
    {"mount, tmpfs", run_mount_memory, make_directory_only, unmount, 0, 0},
    {"mount, proc", run_mount_proc, make_directory_only, unmount, 0, 0},
    {"mount, ext2", run_mount_disk, make_directory_only, unmount, 0, 0},
    {"umount2, tmpfs", run_unmount, mount_memory, unmount, 0, 0},
    {"umount2, ext2", run_unmount, mount_disk, unmount, 0, 0},
    {"mount, tmpfs read-only", run_remount, mount_memory, unmount, 0, 0},
};

#endif
