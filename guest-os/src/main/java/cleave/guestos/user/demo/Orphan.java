package cleave.guestos.user.demo;

import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/**
 * {@code orphan}: a process whose parent ends first is given to init, which waits for it in the
 * parent's place: its pid is free again without anybody's doing.
 */
final class Orphan {
    private Orphan() {
    }

    static int main(int count, Address arguments) {
        Gate parentGone = Gate.make();
        Gate grandchildDone = Gate.make();
        int parent = Processes.fork();
        if (parent == 0) {
            parent(parentGone, grandchildDone);
        }
        grandchildDone.leave();
        Wait.waitpid(parent, 0);
        Show.line("the parent has ended and was waited for");
        parentGone.open();
        while (grandchildDone.pass()) {
            Stdio.stdout().flush();
        }
        Show.line("the orphan has ended; nobody here has to wait for it");
        return 0;
    }

    private static void parent(Gate parentGone, Gate grandchildDone) {
        int me = Processes.getpid();
        int child = Processes.fork();
        if (child > 0) {
            Show.who("parent").put("my child is ").put(child).put("; I end first").line();
            Program.exit(0);
        }
        parentGone.pass();
        int now = Processes.getppid();
        Show.who("orphan").put(now == me ? "my parent is still there"
                : now == 1 ? "my parent is now init, pid 1" : "somebody else has adopted me")
                .line();
        Program.exit(0);
    }
}
