package cleave.guestos.user.demo;

import cleave.guestos.abi.MapFlags;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Syscalls;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/**
 * {@code cowdemo [PAGES]}: fork copies no page. Parent and child share every frame, read-only,
 * until one of them writes: that one faults, and gets a copy of that page. Who is left alone with a
 * frame takes it back without a copy. The kernel's own stores, as {@code read} makes them, count as
 * writing.
 */
final class CowDemo {
    private static final int DEFAULT_PAGES = 256;

    private static Address memory;
    private static int pages = DEFAULT_PAGES;

    private CowDemo() {
    }

    static int main(int count, Address arguments) {
        if (count > 1) {
            pages = Math.max(8, Numbers.toInt(Program.argument(1)));
        }
        int raw = Syscalls.mmap2(Address.of(0), pages * Show.PAGE,
                MapFlags.PROT_READ | MapFlags.PROT_WRITE,
                MapFlags.MAP_PRIVATE | MapFlags.MAP_ANONYMOUS, -1, 0);
        if (Errors.are(raw)) {
            Errors.result(raw);
            Errors.dieErrno(1, "mmap");
        }
        memory = Address.of(raw);
        Stdio.printf("memory: %d pages, mapped, not yet touched\n", pages);
        Stdio.printf("touched: %d pages, %d faults\n", pages, write(0, pages, 1));
        Stdio.stdout().flush();
        Gate toChild = Gate.make();
        Gate toParent = Gate.make();
        int free = Show.freeFrames();
        int child = Processes.fork();
        if (child == 0) {
            child(toChild, toParent);
        }
        toParent.pass();
        int afterFork = Show.freeFrames();
        Stdio.printf("fork: no page of %d was copied: %s\n", pages,
                Address.of(free - afterFork < pages / 2 || pages < 64 ? "yes" : "no"));
        Stdio.printf("fork: it took %d frames, for page tables and what else a process needs\n",
                free - afterFork);
        Stdio.stdout().flush();
        toChild.open();
        toParent.pass();
        Stdio.printf("parent: the child's copies took %d frames, with those of its stack and"
                + " variables\n", afterFork - Show.freeFrames());
        parent(toChild, toParent);
        Wait.waitpid(child, 0);
        Stdio.printf("child: it ");
        Show.status(Stdio.stdout());
        Stdio.printf("\nparent: its first page says %d, as it wrote it\n", memory.loadInt(0));
        int faults = write(pages / 2, pages / 4, 3);
        Stdio.printf("parent: %d pages that the child has left: %d faults, nothing to copy\n",
                pages / 4, faults);
        return 0;
    }

    /** Stores to so many pages; how many faults that took. */
    private static int write(int from, int count, int value) {
        Show.faults();
        int before = Show.faults();
        for (int page = from; page < from + count; page++) {
            memory.plus(page * Show.PAGE).writeInt(0, value);
        }
        return Show.faults() - before;
    }

    private static int read(int from, int count) {
        Show.faults();
        int before = Show.faults();
        int sum = 0;
        for (int page = from; page < from + count; page++) {
            sum += memory.plus(page * Show.PAGE).readInt(0);
        }
        return Show.faults() - before + (sum == count ? 0 : 1_000_000);
    }

    private static void child(Gate toChild, Gate toParent) {
        toParent.open();
        toChild.pass();
        int faults = read(0, pages);
        Stdio.printf("child: read all %d pages: reading copies nothing: %s\n",
                pages, Address.of(faults <= pages / 4 ? "yes" : "no"));
        int quarter = pages / 4;
        Stdio.printf("child: wrote %d pages: %d faults, each a copy\n", quarter,
                write(0, quarter, 2));
        Stdio.printf("child: wrote them again: %d faults, they are its own\n",
                write(0, quarter, 2));
        Files.pipe();
        Files.write(Files.writeEnd(), "abcd");
        Address page = memory.plus(quarter * Show.PAGE);
        Files.read(Files.readEnd(), page, 4);
        Stdio.printf("child: the kernel wrote for it by read: \"%c%c\", faults when it writes"
                + " there: %d\n", page.loadByte(0), page.loadByte(1), write(quarter, 1, 2));
        Stdio.stdout().flush();
        toParent.open();
        toChild.pass();
        Program.exit(0);
    }

    private static void parent(Gate toChild, Gate toParent) {
        Stdio.printf("parent: its first page says %d, the child's says 2\n", memory.loadInt(0));
        int quarter = pages / 4;
        Stdio.printf("parent: wrote %d pages that the child has copied: %d faults, it is the last"
                + " owner: no copy\n", quarter, write(0, quarter, 1));
        Stdio.stdout().flush();
        toChild.open();
    }
}
