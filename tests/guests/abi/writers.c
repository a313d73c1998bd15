/* Several processes make, change, move and remove files in the same directories. */
#include "abi.h"

#define WORKERS 4
#define FILES 20
#define STEPS 120
#define SIZE_MAX 60000u

static u8 buffer[SIZE_MAX];
static char name[] = "d0/file-0-00";

struct file {
    int size;
    u32 seed;
};

static u32 next(u32 *state)
{
    *state = *state * 1103515245 + 12345;
    return *state >> 8;
}

static u8 byte_at(u32 seed, u32 place)
{
    return place * 31 + seed * 7 + (place >> 8);
}

static const char *name_of(int worker, u32 file)
{
    name[1] = '0' + file % 3;
    name[8] = '0' + worker;
    name[10] = '0' + file / 10;
    name[11] = '0' + file % 10;
    return name;
}

/* Writes a file in pieces: 0, or 1 if that fails. */
static int fill(const char *path, struct file *file, u32 *state)
{
    int fd = open(path, O_CREAT | O_TRUNC | O_RDWR, 0644);
    int at = 0;
    while (fd >= 0 && at < file->size) {
        int part = 1 + next(state) % 9000;
        part = part < file->size - at ? part : file->size - at;
        for (int i = 0; i < part; i++) {
            buffer[i] = byte_at(file->seed, at + i);
        }
        if (call(write, fd, buffer, part) != part) {
            return 1;
        }
        at += part;
    }
    return fd < 0 || call(close, fd) != 0;
}

/* Whether a file is there as it must be, or not there: 0 if so. */
static int differs(const char *path, const struct file *file)
{
    int fd = open(path, O_RDONLY, 0);
    if (fd < 0) {
        return fd != -ENOENT || file->size >= 0;
    }
    int bytes = call(read, fd, buffer, sizeof buffer);
    int wrong = bytes != file->size;
    for (int i = 0; i < bytes; i++) {
        wrong |= buffer[i] != byte_at(file->seed, i);
    }
    call(close, fd);
    return wrong;
}

static int moved(int worker, u32 from, u32 to, struct file *files)
{
    char path[sizeof name];
    memcpy(path, name_of(worker, from), sizeof name);
    if (call(renameat2, AT_FDCWD, path, AT_FDCWD, name_of(worker, to), 0) != 0) {
        return 1;
    }
    files[to] = files[from];
    files[from].size = -1;
    return 0;
}

static int logged(int worker)
{
    char line[16];
    memset(line, 'a' + worker, sizeof line);
    int fd = open("log", O_CREAT | O_APPEND | O_WRONLY, 0644);
    int bytes = call(write, fd, line, sizeof line);
    call(close, fd);
    return bytes != sizeof line;
}

/* How many things went wrong. */
static int work(int worker)
{
    struct file files[FILES];
    u32 state = worker * 77 + 5;
    int wrong = 0;
    for (u32 i = 0; i < FILES; i++) {
        files[i].size = -1;
    }
    for (u32 step = 0; step < STEPS; step++) {
        u32 file = next(&state) % FILES;
        u32 other = next(&state) % FILES;
        u32 kind = next(&state) % 8;
        if (kind < 3) {
            files[file].size = next(&state) % (kind == 0 ? SIZE_MAX : 5000);
            files[file].seed = step;
            wrong += fill(name_of(worker, file), &files[file], &state);
        } else if (kind < 5) {
            int wanted = files[file].size < 0 ? -ENOENT : 0;
            wrong += call(unlinkat, AT_FDCWD, name_of(worker, file), 0) != wanted;
            files[file].size = -1;
        } else if (kind == 5 && files[file].size >= 0 && file != other) {
            wrong += moved(worker, file, other, files);
        } else {
            wrong += differs(name_of(worker, file), &files[file]);
        }
        wrong += step % 5 == 0 ? logged(worker) : 0;
        call(sched_yield);
    }
    for (u32 i = 0; i < FILES; i++) {
        wrong += differs(name_of(worker, i), &files[i]);
    }
    return wrong;
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    int workers[WORKERS];
    char folder[] = "d0";
    for (int i = 0; i < 3; i++) {
        folder[1] = '0' + i;
        call(mkdirat, AT_FDCWD, folder, 0755);
    }
    for (int i = 0; i < WORKERS; i++) {
        workers[i] = fork();
        if (workers[i] == 0) {
            quit(work(i) != 0);
        }
    }
    for (int i = 0; i < WORKERS; i++) {
        gives(0, ended(workers[i]), "a writer among others");
    }
    int fd = open("log", O_RDONLY, 0);
    int bytes = call(read, fd, buffer, sizeof buffer);
    int mixed = 0;
    for (int i = 0; i < bytes; i++) {
        mixed |= buffer[i] != buffer[i & ~15];
    }
    gives(WORKERS * STEPS / 5 * 16, bytes, "bytes of the log");
    ok(!mixed, "each line of the log is one writer's");
    return 0;
}
