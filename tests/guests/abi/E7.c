/* E7: two processes that run one program have its text and its read-only data in the same frames. */
#include "pages.h"

static const char *const wisdom[] = {"text and read-only data", "are there once"};
static volatile u32 data = 5;

/* The program once more, until somebody closes the pipe. */
static int other(int hears, int tells)
{
    char digits[2] = {'0' + hears, 0};
    char *with[] = {arguments[0], digits, NULL};
    int pid = fork();
    if (pid == 0) {
        call(dup3, tells, 9, 0);
        call(execve, arguments[0], with, environment);
        quit(99);
    }
    return pid;
}

int main(int count, char **words, char **variables UNUSED)
{
    char byte;
    if (count == 2) {
        data = 6;
        call(write, 9, wisdom[1], 1);
        call(read, words[1][0] - '0', &byte, 1);
        return data == 6 ? 0 : 1;
    }
    int up[2], down[2];
    call(pipe2, up, 0);
    call(pipe2, down, O_CLOEXEC);
    call(fcntl64, down[0], F_SETFD, 0);
    data = 7;
    int pid = other(down[0], up[1]);
    call(read, up[0], &byte, 1);
    struct page ours = page_of(self(), (void *)&main);
    struct page theirs = page_of(pid, (void *)&main);
    ok(ours.present && theirs.present, "the text is there");
    ok(ours.frame == theirs.frame && ours.frame != 0, "in one frame");
    ok(ours.of_file && theirs.of_file, "of the file");
    ok(!ours.exclusive && !theirs.exclusive, "which both have");
    struct page ours_data = page_of(self(), &data);
    struct page theirs_data = page_of(pid, &data);
    ok(ours_data.present && theirs_data.present, "the data is there");
    ok(ours_data.frame != theirs_data.frame, "in two frames");
    ok(!ours_data.of_file && ours_data.exclusive && theirs_data.exclusive, "each its own");
    int third = other(down[0], up[1]);
    call(read, up[0], &byte, 1);
    ok(page_of(third, (void *)&main).frame == ours.frame, "a third one has it, too");
    ok(smaps_of(pid, (void *)&main, "Shared_Clean") > 0, "smaps calls it shared");
    gives(0, smaps_of(pid, (void *)&main, "Private_Dirty"), "and changed by nobody");
    call(close, down[1]);
    gives(0, ended(pid), "the second");
    gives(0, ended(third), "the third");
    ok(page_of(self(), (void *)&main).exclusive, "then we have it alone");
    call(close, up[0]);
    call(close, up[1]);
    call(close, down[0]);
    return 0;
}
