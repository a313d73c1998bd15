/* E1: exec replaces the image and keeps the process. */
#include "abi.h"

static int data = 1;

static int number(const char *text)
{
    int n = 0;
    while (*text != 0) {
        n = n * 10 + *text++ - '0';
    }
    return n;
}

static char *text_of(char *to, int value)
{
    struct line line;
    line.used = 0;
    put_signed(&line, value);
    line.text[line.used] = 0;
    memcpy(to, line.text, line.used + 1);
    return to;
}

static int second(char **words)
{
    char path[256];
    char letters[4] = {0};
    struct rlimit seen;
    ok(self() == number(words[2]), "the process has its number");
    ok(call(getppid) == number(words[3]), "and its parent");
    ok(data == 1, "data is as in the file");
    int fd = number(words[4]);
    gives(2, call(read, fd, letters, 2), "the descriptor is open");
    ok(same(letters, "cd", 2), "and where it was");
    int bytes = call(getcwd, path, sizeof path);
    ok(bytes > 6 && equal(path + bytes - 7, "/below"), "the directory is kept");
    gives(027, call(umask, 0), "the umask is kept");
    call(prlimit64, 0, 7, NULL, &seen);
    ok(seen.soft == 111 && seen.hard == 222, "the limit is kept");
    ok(pending() == BIT(SIGTERM), "the signal that waits is kept");
    ok(mask_now() == BIT(SIGTERM), "the mask is kept");
    gives(15, call(getpriority, 0, 0), "the nice value is kept");
    ok(variable("COLOUR") != NULL && equal(variable("COLOUR"), "green"), "the environment is new");
    ok(words[5] != NULL && words[5][0] == 0, "an empty argument arrives");
    ok(equal(words[6], "a b\"c"), "and one with a space");
    ok(words[7] == NULL, "and there are no more");
    return 0;
}

int main(int count, char **words, char **variables UNUSED)
{
    if (count > 1) {
        return second(words);
    }
    struct rlimit limit = {111, 222};
    char parent[12];
    char child_number[12];
    char descriptor[12];
    char skip[2];
    make("letters", "abcdef", 0644);
    int fd = open("letters", O_RDONLY, 0);
    call(read, fd, skip, 2);
    call(mkdirat, AT_FDCWD, "below", 0755);
    text_of(parent, self());
    text_of(descriptor, fd);
    if (child()) {
        char *with[] = {words[0], "second", text_of(child_number, self()), parent, descriptor, "",
                        "a b\"c", NULL};
        char *old[32];
        u32 n = 0;
        for (char **p = environment; *p != NULL && n < 30; p++) {
            old[n++] = *p;
        }
        old[n++] = "COLOUR=green";
        old[n] = NULL;
        environment = old;
        call(chdir, "below");
        call(umask, 027);
        call(prlimit64, 0, 7, &limit, NULL);
        call(setpriority, 0, 0, 5);
        mask(SIG_SETMASK, BIT(SIGTERM));
        call(kill, self(), SIGTERM);
        data = 2;
        gives(0, again(with), "exec comes back");
        quit(99);
    }
    gives(0, child_end(), "the end of the second program");
    return 0;
}
