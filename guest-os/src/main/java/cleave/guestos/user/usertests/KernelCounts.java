package cleave.guestos.user.usertests;

import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.Rusage;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * What the kernel counts, by {@code /proc/sys/debug/audit}, which walks all page tables and sets
 * what it finds against the counts of frames.
 */
final class KernelCounts extends Struct {
    private static final int SIZE = 1024;
    private static final String FAIL_NTH = "/proc/self/fail-nth";
    private static final String FAIL_FRAME = "/proc/sys/debug/fail-allocation";
    private static final byte[] TEXT = new byte[SIZE];
    private static final Rusage USAGE = new Rusage();

    /** Frames whose count is wrong. */
    int wrong;
    int free;
    /** Frames that programs have and no cache has. */
    int anonymous;
    int tables;
    int processes;

    /** Reads it all anew. */
    void read() {
        int file = Files.open("/proc/sys/debug/audit", OpenFlags.O_RDONLY);
        Address text = Address.of(TEXT);
        int bytes = file < 0 ? -1 : Files.read(file, text, SIZE - 1);
        if (bytes <= 0) {
            Errors.dieErrno(2, "/proc/sys/debug/audit");
        }
        Files.close(file);
        text.storeByte(bytes, (byte) 0);
        wrong = number("wrong ");
        free = number("free ");
        anonymous = number("anonymous ");
        tables = number("tables ");
        processes = number("processes ");
    }

    private static int number(String name) {
        Address place = Strings.find(Address.of(TEXT), Address.of(name));
        if (place.isNull()) {
            Errors.die(2, "the kernel's audit is not as it should be");
        }
        return Numbers.toInt(place.plus(Strings.length(Address.of(name))));
    }

    /**
     * Page faults of this process that needed no reading. It asks twice: where the answer is
     * stored may be a page to be copied.
     */
    static int faults() {
        Processes.getrusage(Processes.RUSAGE_SELF, USAGE);
        Processes.getrusage(Processes.RUSAGE_SELF, USAGE);
        return USAGE.minorFaults;
    }

    /** Whether the kernel counts each allocation of a process, as checked ones do. */
    static boolean countsAllocations() {
        return Files.access(Address.of(FAIL_NTH), FileMode.F_OK) == 0;
    }

    /**
     * Lets the n-th allocation from now fail, once; 0 for none, which may itself meet the failure,
     * and so ends it. Checked kernels count this process's allocations, whatever they are of and
     * wherever they come from; others count frames, of all, that come out of memory.
     */
    static void failAllocation(int n) {
        String path = countsAllocations() ? FAIL_NTH : FAIL_FRAME;
        int file = Files.open(path, OpenFlags.O_WRONLY);
        Address text = Address.of(TEXT);
        int at = SIZE - 1;
        int rest = n;
        do {
            at--;
            text.storeByte(at, (byte) ('0' + rest % 10));
            rest /= 10;
        } while (rest > 0);
        boolean done = file >= 0 && Files.write(file, text.plus(at), SIZE - 1 - at) > 0;
        if (!done && n != 0) {
            Errors.dieErrno(2, path);
        }
        Files.close(file);
    }
}
