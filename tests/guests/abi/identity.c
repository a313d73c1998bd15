/* Users and groups, and what they may do with files. */
#include "abi.h"

static int ids(u32 real, u32 effective, u32 saved)
{
    u32 r = 1, e = 1, s = 1;
    call(getresuid, &r, &e, &s);
    return r == real && e == effective && s == saved;
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    struct statx state;
    call(umask, 022);
    call(fchmodat, AT_FDCWD, ".", 0755);
    make("all", "x", 0666);
    make("own", "x", 0600);
    make("group", "x", 0640);
    make("run", "#!/bin/sh\n", 0711);
    call(mkdirat, AT_FDCWD, "locked", 0700);
    make("locked/in", "x", 0666);
    call(mkdirat, AT_FDCWD, "sticky", 0777);
    call(fchmodat, AT_FDCWD, "sticky", 01777);
    make("sticky/theirs", "x", 0666);
    call(mkdirat, AT_FDCWD, "open", 0777);
    call(fchmodat, AT_FDCWD, "open", 0777);
    stat("all", &state);
    say("mode %o by umask", state.mode);
    gives(022, call(umask, 07777), "umask");
    gives(0777, call(umask, 022), "has nine bits");
    gives(0, call(fchownat, AT_FDCWD, "group", 5, 2000, 0), "root gives a file away");
    stat("group", &state);
    ok(state.uid == 5 && state.gid == 2000, "it has");
    if (child()) {
        u32 groups[2] = {2000, 3000};
        gives(0, call(setgroups, 2, groups), "groups");
        gives(2, call(getgroups, 0, NULL), "there are two");
        gives(0, call(setresgid, 1000, 1000, 1000), "setresgid");
        gives(0, call(setresuid, 1000, 1000, 1000), "setresuid");
        ok(ids(1000, 1000, 1000), "we are another");
        gives(1000, call(geteuid), "geteuid");
        gives(-EPERM, call(setuid, 0), "there is no way back");
        gives(-EPERM, call(setresuid, 0, -1, -1), "nor another");
        gives(-EPERM, call(setgroups, 0, NULL), "nor other groups");
        gives(0, call(setresuid, -1, -1, -1), "what stays as it is");
        ok(open("all", O_RDONLY, 0) >= 0, "a file that all may read");
        gives(-EACCES, open("all", O_WRONLY, 0), "but not write");
        gives(-EACCES, open("own", O_RDONLY, 0), "another's own");
        ok(open("group", O_RDONLY, 0) >= 0, "one of our group");
        gives(-EACCES, open("group", O_WRONLY, 0), "which may not write");
        gives(-EACCES, open("locked/in", O_RDONLY, 0), "in a locked directory");
        gives(-EACCES, stat("locked/in", &state), "which hides all");
        gives(-EACCES, open("new", O_CREAT | O_RDWR, 0644), "no new file here");
        gives(-EACCES, call(unlinkat, AT_FDCWD, "all", 0), "no name is taken away");
        gives(-EPERM, call(unlinkat, AT_FDCWD, "sticky/theirs", 0), "nor in a sticky directory");
        make("sticky/ours", "x", 0644);
        gives(0, call(unlinkat, AT_FDCWD, "sticky/ours", 0), "but our own");
        gives(-EPERM, call(fchmodat, AT_FDCWD, "all", 0777), "chmod of another's");
        gives(-EPERM, call(fchownat, AT_FDCWD, "all", 1000, -1, 0), "chown");
        make("open/mine", "x", 0644);
        stat("open/mine", &state);
        ok(state.uid == 1000 && state.gid == 1000, "what we make is ours");
        gives(0, call(fchmodat, AT_FDCWD, "open/mine", 04755), "chmod of our own");
        gives(0, call(fchownat, AT_FDCWD, "open/mine", -1, 3000, 0), "a group of ours");
        gives(-EPERM, call(fchownat, AT_FDCWD, "open/mine", -1, 4000, 0), "another group");
        stat("open/mine", &state);
        say("mode %o", state.mode);
        gives(0, call(faccessat, AT_FDCWD, "all", 4), "access: read");
        gives(-EACCES, call(faccessat, AT_FDCWD, "all", 2), "access: write");
        gives(-EACCES, call(faccessat, AT_FDCWD, "all", 1), "access: run");
        gives(0, call(faccessat, AT_FDCWD, "run", 1), "access: run what may be run");
        gives(-ENOENT, call(faccessat, AT_FDCWD, "missing", 0), "access: there");
        gives(-EPERM, call(kill, call6(SYS_getppid, 0, 0, 0, 0, 0, 0), SIGTERM), "kill of root's");
        quit(failures);
    }
    gives(0, child_end(), "its end");
    if (child()) {
        gives(0, call(setresuid, 1000, 0, 2000), "three users");
        ok(ids(1000, 0, 2000), "are as they were set");
        gives(0, call(setresuid, -1, 1000, -1), "the effective one");
        gives(0, call(setresuid, -1, 2000, -1), "can be the saved one");
        gives(-EPERM, call(setresuid, -1, 0, -1), "but not what it was");
        gives(0, call(setreuid, -1, 1000), "setreuid");
        quit(failures);
    }
    gives(0, child_end(), "its end");
    return 0;
}
