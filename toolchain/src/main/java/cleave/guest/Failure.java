package cleave.guest;

import cleave.magic.PanicHandler;
import cleave.magic.PanicSite;

/**
 * What happens when a check fails in a program without a {@code @PanicHandler} of its own: it says
 * why and where, and ends with exit code 134, as a shell shows a program that was aborted.
 */
public final class Failure {
    private static final int ABORTED = 134;

    private Failure() {
    }

    @PanicHandler
    static void panic(PanicSite site) {
        Console.print("panic: ");
        Console.print(site.message);
        if (site.indexed != 0) {
            Console.print(": ");
            Console.print(site.index);
            Console.print(" of ");
            Console.print(site.length);
        }
        Console.print(" at ");
        Console.print(site.file);
        Console.put(':');
        Console.print(site.line);
        Console.print(" in ");
        Console.print(site.method);
        Console.put('\n');
        Program.exit(ABORTED);
    }
}
