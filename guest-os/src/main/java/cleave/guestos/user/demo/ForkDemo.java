package cleave.guestos.user.demo;

import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/**
 * {@code forkdemo}: one call, two returns. The child is a copy that goes its own way: what one
 * changes the other does not see. Then a line of generations, each the child of the one before.
 */
final class ForkDemo {
    private static final int GENERATIONS = 4;
    private static int number = 100;

    private ForkDemo() {
    }

    static int main(int count, Address arguments) {
        int local = 1;
        Show.who("parent").put("number is ").put(number).put(", local is ").put(local).line()
                .flush();
        int parent = Processes.getpid();
        int child = Processes.fork();
        if (child == 0) {
            Show.who("child").put("fork returned 0; my parent is ")
                    .put(Processes.getppid() == parent ? "the one who forked" : "somebody else")
                    .line();
            number += 1;
            local += 1;
            Show.who("child").put("I made them ").put(number).put(" and ").put(local).line();
            Program.exit(42);
        }
        int ended = Wait.waitpid(child, 0);
        Show.who("parent").put("fork returned ").put(child).put(", and ")
                .put(ended == child ? "that child" : "another one").put(" ");
        Show.status(Stdio.stdout());
        Stdio.stdout().line();
        Show.who("parent").put("number is still ").put(number).put(", local still ").put(local)
                .line().flush();
        generations();
        return 0;
    }

    /** Each generation forks the next, waits for it, and adds one to what it was told. */
    private static void generations() {
        int depth = 0;
        while (depth < GENERATIONS) {
            int child = Processes.fork();
            if (child != 0) {
                Wait.waitpid(child, 0);
                break;
            }
            depth++;
            Stdio.stdout().put("generation ").put(depth).put(": my parent is ")
                    .put(Processes.getppid()).put(", I am ").put(Processes.getpid()).line()
                    .flush();
        }
        int below = depth == GENERATIONS ? 0 : Wait.exitCode(Wait.status);
        if (depth > 0) {
            Program.exit(below + 1);
        }
        Stdio.stdout().put("generations below me: ").put(below).line();
    }
}
