/* M6, F3 to F5: pagemap and smaps tell which frames are shared, and which stores copy them. */
#include "pages.h"

enum { COUNT_OF_PAGES = 16 };

static void touch(volatile u8 *at, u32 pages)
{
    for (u32 i = 0; i < pages; i++) {
        at[i * PAGE] = i + 1;
    }
}

static void alone(void)
{
    volatile u8 *at = memory(COUNT_OF_PAGES * PAGE);
    ok(!page_of(self(), at).present, "what was never touched is not there");
    gives(64, smaps_of(self(), at, "Size"), "its size in KiB");
    gives(0, smaps_of(self(), at, "Rss"), "and how much is there");
    touch(at, 4);
    ok(page_of(self(), at).present && page_of(self(), at).exclusive, "what was is ours alone");
    ok(page_of(self(), at).frame != page_of(self(), at + PAGE).frame, "each page its frame");
    ok(!page_of(self(), at + 4 * PAGE).present, "behind it nothing");
    gives(16, smaps_of(self(), at, "Rss"), "in KiB");
    gives(16, smaps_of(self(), at, "Private_Dirty"), "private and changed");
    gives(16, smaps_of(self(), at, "Anonymous"), "without a file");
    gives(16, smaps_of(self(), at, "Pss"), "our share");
    call(madvise, at, PAGE, 4);
    ok(!page_of(self(), at).present, "MADV_DONTNEED lets go of it");
    gives(12, smaps_of(self(), at, "Rss"), "in KiB");
    call(munmap, at, COUNT_OF_PAGES * PAGE);
    gives(-1, smaps_of(self(), at, "Rss"), "munmap lets go of all");
}

static void shared(void)
{
    int up[2], down[2];
    char byte = 0;
    call(pipe2, up, 0);
    call(pipe2, down, 0);
    volatile u8 *at = memory(COUNT_OF_PAGES * PAGE);
    touch(at, COUNT_OF_PAGES);
    struct page before = page_of(self(), at);
    int pid = fork();
    if (pid == 0) {
        for (;;) {
            call(write, up[1], "x", 1);
            call(read, down[0], &byte, 1);
            if (byte == 'r') {
                byte = at[0] + at[PAGE];
            } else if (byte == 'w') {
                at[0] = 99;
            } else if (byte == 'k') {
                call(read, down[0], (void *)(at + PAGE), 1);
            } else {
                quit(at[0] == 99 && at[PAGE] == 'Z' && at[2 * PAGE] == 3 ? 0 : 1);
            }
        }
    }
    call(read, up[0], &byte, 1);
    ok(page_of(self(), at).frame == before.frame && page_of(pid, at).frame == before.frame,
            "fork copies nothing");
    ok(!page_of(pid, at).exclusive && !page_of(self(), at).exclusive, "both have it");
    gives(64, smaps_of(pid, at, "Shared_Dirty"), "smaps calls it shared");
    gives(32, smaps_of(pid, at, "Pss"), "half of it is the child's share");
    call(write, down[1], "r", 1);
    call(read, up[0], &byte, 1);
    ok(page_of(pid, at).frame == before.frame, "a read copies nothing");
    call(write, down[1], "w", 1);
    call(read, up[0], &byte, 1);
    ok(page_of(pid, at).frame != before.frame && page_of(self(), at).frame == before.frame,
            "a store copies one page for who stores");
    ok(page_of(pid, at).exclusive && page_of(self(), at).exclusive, "each has its own");
    ok(page_of(pid, at + PAGE).frame == page_of(self(), at + PAGE).frame, "and no other");
    gives(4, smaps_of(pid, at, "Private_Dirty"), "smaps says the same");
    call(write, down[1], "kZ", 2);
    call(read, up[0], &byte, 1);
    ok(page_of(pid, at + PAGE).frame != page_of(self(), at + PAGE).frame,
            "a store of the kernel copies as well");
    ok(at[PAGE] == 2, "and we do not see it");
    struct page third = page_of(self(), at + 2 * PAGE);
    call(write, down[1], "e", 1);
    gives(0, ended(pid), "the child");
    ok(page_of(self(), at + 2 * PAGE).exclusive, "what it had is ours alone");
    at[2 * PAGE] = 77;
    ok(page_of(self(), at + 2 * PAGE).frame == third.frame, "the last owner copies nothing");
    call(munmap, at, COUNT_OF_PAGES * PAGE);
    call(close, up[0]);
    call(close, up[1]);
    call(close, down[0]);
    call(close, down[1]);
}

static void of_files(void)
{
    make("file", "some text", 0644);
    int fd = open("file", O_RDWR, 0);
    volatile u8 *mine = map(PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd);
    volatile u8 *common = map(PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd);
    ok(mine[0] == 's' && common[0] == 's', "a file mapped twice");
    ok(page_of(self(), mine).frame == page_of(self(), common).frame, "is there once");
    ok(page_of(self(), mine).of_file && page_of(self(), common).of_file, "as a file");
    mine[0] = 'x';
    ok(page_of(self(), mine).frame != page_of(self(), common).frame, "a private store copies");
    ok(!page_of(self(), mine).of_file, "and is of no file any more");
    common[0] = 'y';
    ok(page_of(self(), common).of_file, "a shared one does not");
    gives(4, smaps_of(self(), mine, "Private_Dirty"), "smaps of the private one");
    call(munmap, mine, PAGE);
    call(munmap, common, PAGE);
    call(close, fd);
}

static void reading(void)
{
    u32 entry[4];
    int fd = open_proc(self(), "pagemap");
    gives(-EINVAL, call(pread64, fd, entry, 8, 4, 0), "in the middle of an entry");
    gives(-EINVAL, call(pread64, fd, entry, 7, 0, 0), "less than an entry");
    gives(16, call(pread64, fd, entry, 16, 0, 0), "two entries");
    ok(entry[0] == 0 && entry[1] == 0 && entry[3] == 0, "of nothing");
    gives(0, call(pread64, fd, entry, 8, 0x7ffffff8, 0), "behind all memory");
    call(close, fd);
    if (child()) {
        call(setresuid, 1000, 1000, 1000);
        int own = open_proc(self(), "pagemap");
        ok(own < 0 || page_of(self(), entry).frame == 0, "frames are for root alone");
        gives(-EACCES, open_proc(1, "pagemap"), "of others nothing");
        quit(failures);
    }
    gives(0, child_end(), "who is not root");
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    alone();
    shared();
    of_files();
    reading();
    return 0;
}
