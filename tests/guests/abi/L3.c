/* L3: nice values. */
#include "abi.h"

int main(int count, char **words, char **variables UNUSED)
{
    if (count > 1) {
        gives(13, call(getpriority, 0, 0), "exec keeps it");
        return failures;
    }
    gives(20, call(getpriority, 0, 0), "it is 0, which the call gives as 20");
    gives(0, call(setpriority, 0, 0, 7), "7");
    gives(13, call(getpriority, 0, 0), "is 13");
    gives(13, call(getpriority, 0, self()), "by the process's number");
    if (child()) {
        gives(13, call(getpriority, 0, 0), "a child has it");
        char *with[] = {words[0], "second", NULL};
        quit(again(with) & 255);
    }
    gives(0, child_end(), "its end");
    gives(0, call(setpriority, 0, 0, 100), "100");
    gives(1, call(getpriority, 0, 0), "is the greatest, 19");
    gives(0, call(setpriority, 0, 0, -5), "root may lower it");
    gives(25, call(getpriority, 0, 0), "-5");
    int parent = self();
    if (child()) {
        call(setresuid, 12345, 12345, 12345);
        gives(0, call(setpriority, 0, 0, 3), "others may raise it");
        gives(-EACCES, call(setpriority, 0, 0, 2), "but not lower");
        gives(-EPERM, call(setpriority, 0, parent, 10), "nor that of another's process");
        quit(failures);
    }
    gives(0, child_end(), "its end");
    gives(-ESRCH, call(getpriority, 0, 999999), "a process that is not there");
    gives(-EINVAL, call(getpriority, 5, 0), "neither process, group nor user");
    gives(0, call(setpriority, 1, 0, 2), "a group");
    return 0;
}
