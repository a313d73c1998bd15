/*
 * What becomes of system calls and faults when memory is full: each of their allocations fails in
 * turn. For our guest alone, with a checked kernel, and an ext2 file system on a second disk.
 *
 *     abi-failures            all of them
 *     abi-failures open       those whose names begin so
 */
#include "failures/system.h"

static const struct {
    const struct operation *first;
    u32 count;
} families[] = {
#define FAMILY(table) {table, COUNT(table)}
    FAMILY(file_operations), FAMILY(memory_operations), FAMILY(descriptor_operations),
    FAMILY(process_operations), FAMILY(system_operations),
#undef FAMILY
};

/* The file systems on which files are tried. */
static const char *const places[] = {"ext2", "tmpfs"};

static int chosen(const char *name, int count, char **words)
{
    for (int i = 1; i < count; i++) {
        if (same(name, words[i], length(words[i]))) {
            return 1;
        }
    }
    return count < 2;
}

static void run_in(const char *folder, u32 flag, int count, char **words)
{
    static char name[32];
    place = join(name, folder, ": ");
    call(chdir, folder);
    warm_up();
    for (u32 i = 0; i < COUNT(families); i++) {
        for (u32 k = 0; k < families[i].count; k++) {
            const struct operation *operation = families[i].first + k;
            if ((operation->flags & FILES) == flag && chosen(operation->name, count, words)) {
                make_two();
                call(symlinkat, "file", AT_FDCWD, "symbolic");
                sweep(operation);
            }
        }
    }
    call(chdir, "..");
}

int main(int count, char **words, char **variables UNUSED)
{
    if (count > 1 && equal(words[1], "end")) {
        quit(RIGHT_END);
    }
    for (u32 i = 0; i < sizeof bytes_room; i++) {
        bytes_room[i] = i * 7 + i / PAGE;
    }
    report = map(PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1);
    dropping = open("/proc/sys/vm/drop_caches", O_WRONLY, 0);
    ok(dropping >= 0, "the kernel can forget what it remembers");
    for (u32 i = 0; i < COUNT(places); i++) {
        call(mkdirat, AT_FDCWD, places[i], 0755);
    }
    gives(0, call(mount, "memory", "tmpfs", "tmpfs", 0, NULL), "mount");
    for (u32 i = 0; i < COUNT(places); i++) {
        run_in(places[i], FILES, count, words);
    }
    run_in(places[0], 0, count, words);
    gives(0, call(umount2, "tmpfs", 0), "umount2");
    return 0;
}
