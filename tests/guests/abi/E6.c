/* E6: scripts. Their interpreter is this program, which then tells what it was given. */
#include "abi.h"

static int told(int count, char **words)
{
    for (int i = 1; i < count; i++) {
        say("  argument %d: %s", i, words[i]);
    }
    say("  %d arguments, PLACE is %s", count - 1,
            variable("PLACE") == NULL ? "not there" : variable("PLACE"));
    return 0;
}

static void run(const char *what, const char *path, char *second)
{
    char *with[] = {"ignored", second, NULL};
    char *variables[] = {"PLACE=here", NULL};
    say("%s:", what);
    int pid = fork();
    if (pid == 0) {
        int error = call(execve, path, with, variables);
        say("  %e", error);
        quit(1);
    }
    say("  ends with %d", ended(pid));
}

int main(int count, char **words, char **variables UNUSED)
{
    static char line[600];
    static char many[600];
    const char *runner = variable("RUNNER");
    char name[16];
    if (count > 1) {
        return told(count, words);
    }
    if (runner == NULL) {
        join(line, "#!", words[0]);
    } else {
        join(join(line, "#!", runner) + length(line), " ", words[0]);
    }
    join(many, line, "\nthe rest\n");
    make("script", many, 0755);
    run("a script", "script", NULL);
    run("with an argument", "script", "one");
    run("by a path", "./script", "two words");
    join(many, line, " \t\n");
    make("blanks", many, 0755);
    run("with blanks behind", "blanks", NULL);
    make("bare", line, 0755);
    run("without an end of line", "bare", NULL);
    make("nested0", "#!script\n", 0755);
    run("a script whose interpreter is a script", "nested0", "x");
    for (int i = 1; i < 7; i++) {
        join(many, "#!nested", "");
        many[8] = '0' + i - 1;
        many[9] = '\n';
        many[10] = 0;
        join(name, "nested", "");
        name[6] = '0' + i;
        name[7] = 0;
        make(name, many, 0755);
        run(name, name, NULL);
    }
    make("no_name", "#!\n", 0755);
    run("no interpreter", "no_name", NULL);
    make("only_blanks", "#!   \n", 0755);
    run("only blanks", "only_blanks", NULL);
    memset(many, 'x', 500);
    memcpy(many, "#!/", 3);
    many[500] = 0;
    make("long_line", many, 0755);
    run("a line of 500 characters", "long_line", NULL);
    return 0;
}
