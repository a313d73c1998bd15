/* M3: shared mappings: stores are seen by every process and in the file. */
#include "abi.h"

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    char back[8] = {0};
    int *shared = map(2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1);
    ok(!is_error(shared) && shared[0] == 0, "memory for several processes");
    if (child()) {
        shared[0] = 5;
        shared[1500] = 6;
        quit(0);
    }
    gives(0, child_end(), "its end");
    gives(5, shared[0], "the child's store");
    gives(6, shared[1500], "in the second page too");
    make("file", "abcdef", 0644);
    int fd = open("file", O_RDWR, 0);
    char *p = map(PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd);
    char *q = map(PAGE, PROT_READ, MAP_SHARED, fd);
    p[1] = 'X';
    ok(q[1] == 'X', "another mapping sees a store");
    call(pread64, fd, back, 6, 0, 0);
    ok(same(back, "aXcdef", 6), "so does read");
    call(pwrite64, fd, "Y", 1, 2, 0);
    ok(p[2] == 'Y', "a write is seen in the mapping");
    p[100] = 'Z';
    gives(0, call(msync, p, PAGE, 4), "msync");
    struct statx state;
    stat("file", &state);
    gives(6, (int)state.size, "a store behind its end does not lengthen the file");
    if (child()) {
        p[3] = 'W';
        quit(0);
    }
    gives(0, child_end(), "its end");
    ok(q[3] == 'W', "a child's store is seen");
    call(munmap, p, PAGE);
    call(munmap, q, PAGE);
    call(pread64, fd, back, 6, 0, 0);
    ok(same(back, "aXYWef", 6), "it is in the file when the mappings are gone");
    return 0;
}
