/* M2: a private mapping of a file: shared with it until written, never written back. */
#include "abi.h"

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    static char text[3 * PAGE];
    char back[16] = {0};
    for (u32 i = 0; i < sizeof text - 100; i++) {
        text[i] = 'a' + i % 26;
    }
    make("file", text, 0644);
    int fd = open("file", O_RDWR, 0);
    char *p = map(3 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd);
    ok(same(p, text, 3 * PAGE - 100), "it has the file");
    ok(p[3 * PAGE - 1] == 0 && p[3 * PAGE - 100] == 0, "and zeros behind its end");
    call(pwrite64, fd, "NEW", 3, 0, 0);
    ok(same(p, "NEW", 3), "a write to the file is seen before the first store");
    p[0] = 'X';
    call(pread64, fd, back, 3, 0, 0);
    ok(same(back, "NEW", 3), "a store is not in the file");
    if (child()) {
        ok(p[0] == 'X', "a child has the store");
        p[1] = 'Y';
        quit(failures);
    }
    gives(0, child_end(), "its end");
    ok(p[1] == 'E', "the child's store is not seen");
    char *second = (char *)call(mmap2, 0, PAGE, PROT_READ, MAP_PRIVATE, fd, 1);
    ok(same(second, text + PAGE, PAGE), "an offset is counted in pages");
    call(close, fd);
    ok(same(p + PAGE, text + PAGE, PAGE), "it outlives the descriptor");
    call(unlinkat, AT_FDCWD, "file", 0);
    ok(same(p + 2 * PAGE, text + 2 * PAGE, 100), "and the file's name");
    make("other", "x", 0644);
    fd = open("other", O_WRONLY, 0);
    gives(-EACCES, (int)map(PAGE, PROT_READ, MAP_PRIVATE, fd), "a file open for writing only");
    call(close, fd);
    fd = open("other", O_RDONLY, 0);
    gives(-EACCES, (int)map(PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd),
            "shared and writable, open for reading only");
    ok(!is_error(map(PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd)), "private may be written");
    fd = open(".", O_RDONLY | O_DIRECTORY, 0);
    gives(-ENODEV, (int)map(PAGE, PROT_READ, MAP_PRIVATE, fd), "a directory");
    return 0;
}
