/* E2: an exec that fails gives the right error, and the old program goes on untouched. */
#include "abi.h"

static int intact = 42;

static int run(const char *path)
{
    char *with[] = {"name", NULL};
    return call(execve, path, with, environment);
}

int main(int count UNUSED, char **words, char **variables UNUSED)
{
    char *none[] = {NULL};
    static char long_name[300];
    static char long_path[5000];
    static char big[140000];
    memset(long_name, 'n', 299);
    for (u32 i = 0; i < 4999; i++) {
        long_path[i] = i % 2 == 0 ? '.' : '/';
    }
    int fd = open("keeps", O_CREAT | O_RDWR | O_CLOEXEC, 0644);
    make("text", "not a program\n", 0755);
    make("empty", "", 0755);
    make("plain", "#!/bin/sh\n", 0644);
    make("lost", "#!/no/such/interpreter\n", 0755);
    make("dir_script", "#!/\n", 0755);
    call(mkdirat, AT_FDCWD, "folder", 0755);
    call(symlinkat, "loop", AT_FDCWD, "loop");
    call(symlinkat, "nowhere", AT_FDCWD, "dangling");
    gives(-ENOENT, run("missing"), "a name that is not there");
    gives(-ENOENT, run(""), "an empty name");
    gives(-ENOENT, run("folder/missing"), "a name that is not there in a folder");
    gives(-ENOENT, run("dangling"), "a link to nothing");
    gives(-ENOTDIR, run("text/x"), "a file as a folder");
    gives(-EACCES, run("folder"), "a folder");
    gives(-EACCES, run("plain"), "a file that may not be run");
    gives(-ELOOP, run("loop"), "a link to itself");
    gives(-ENOEXEC, run("text"), "a text");
    gives(-ENOEXEC, run("empty"), "an empty file");
    gives(-ENOENT, run("lost"), "a script whose interpreter is not there");
    gives(-EACCES, run("dir_script"), "a script whose interpreter is a folder");
    gives(-ENAMETOOLONG, run(long_name), "a name of 299 characters");
    gives(-ENAMETOOLONG, run(long_path), "a path of 4999 characters");
    gives(-EFAULT, run((char *)8), "a bad address of the path");
    gives(-EFAULT, call(execve, words[0], (char **)8, environment), "a bad address of arguments");
    char *bad[] = {"name", (char *)8, NULL};
    gives(-EFAULT, call(execve, words[0], bad, environment), "a bad address of one argument");
    gives(-EFAULT, call(execve, words[0], none, (char **)8), "a bad address of the environment");
    memset(big, 'b', sizeof big - 1);
    char *large[] = {"name", big, NULL};
    gives(-E2BIG, call(execve, words[0], large, environment), "an argument above 128 KiB");
    int writer = open("busy", O_CREAT | O_WRONLY, 0755);
    call(write, writer, "#!/bin/sh\n", 10);
    gives(-ETXTBSY, run("busy"), "a file that is open for writing");
    call(close, writer);
    gives(42, intact, "the old program's data");
    gives(FD_CLOEXEC, call(fcntl64, fd, F_GETFD), "its descriptor that closes at exec");
    ok(mask_now() == 0, "its mask");
    return 0;
}
