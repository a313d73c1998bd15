/* E4: files that are no RV32 executables are refused. */
#include "abi.h"

static u8 image[65536];
static u32 bytes;

static void attempt(const char *what, u32 size)
{
    int fd = open("variant", O_CREAT | O_TRUNC | O_WRONLY, 0755);
    call(write, fd, image, size);
    call(close, fd);
    char *with[] = {"variant", NULL};
    int pid = fork();
    if (pid == 0) {
        quit(-call(execve, "variant", with, environment));
    }
    int status = ended(pid);
    ok(status == ENOEXEC, "%s: %e", what, -status);
}

/* The file with one byte changed, which is then put back. */
static void changed(const char *what, u32 offset, u8 value)
{
    u8 old = image[offset];
    image[offset] = value;
    attempt(what, bytes);
    image[offset] = old;
}

int main(int count UNUSED, char **words, char **variables UNUSED)
{
    int fd = open(words[0], O_RDONLY, 0);
    bytes = call(read, fd, image, sizeof image);
    ok(bytes > 1000 && bytes < sizeof image, "the program's own file is read");
    changed("another first byte", 0, 0x7e);
    changed("another last byte of the mark", 3, 'G');
    changed("64 bits", 4, 2);
    changed("big-endian", 5, 2);
    changed("an object file", 16, 1);
    changed("a core file", 16, 4);
    changed("for ARM", 18, 40);
    changed("program headers of 31 bytes", 42, 31);
    changed("no program headers", 44, 0);
    attempt("only the mark", 4);
    attempt("half the header", 26);
    attempt("a header short of a byte", 51);
    attempt("no program headers behind the header", 52);
    attempt("half a program header", 60);
    return 0;
}
