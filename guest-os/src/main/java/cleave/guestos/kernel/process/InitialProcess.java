package cleave.guestos.kernel.process;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.Log;
import cleave.guestos.kernel.boot.BootArguments;
import cleave.guestos.kernel.exec.Exec;
import cleave.guestos.kernel.file.FileTable;
import cleave.guestos.kernel.signal.SignalActions;
import cleave.magic.Address;
import cleave.magic.Fn;
import cleave.magic.Panic;

/**
 * The first process. It begins as a thread of the kernel, which prepares what needs a process that
 * can sleep, and becomes the program that {@code init=} of the boot arguments names, or the first
 * of the usual ones that is there.
 */
public final class InitialProcess {
    public static final int PID = 1;

    /** Mounts the root file system and opens the console, in the first process. */
    public interface Preparation extends Fn {
        void prepare();
    }

    private static Process process;
    private static Preparation preparation;

    private InitialProcess() {
    }

    /** The process. */
    static Process process() {
        return process;
    }

    /** Lets it begin, as the first process of all. */
    public static void begin(Preparation work) {
        preparation = work;
        if (!Processes.thread(InitialProcess::run, Address.of(0), Address.of("init"))) {
            Panic.stop("there is no memory for init");
        }
        process = Processes.find(PID);
    }

    private static void run(long startTick, Address argument) {
        Process self = Process.current();
        Groups.join(self, self.identity, self.identity);
        self.signals.actions = SignalActions.create();
        self.files = FileTable.create();
        if (self.signals.actions == null || self.files == null) {
            Panic.stop("there is no memory for init");
        }
        preparation.prepare();
        Address wanted = BootArguments.value("init");
        if (!wanted.isNull()) {
            if (!becomes(wanted)) {
                Panic.stop("the program that init= names cannot be run");
            }
        } else if (!becomes(Address.of("/sbin/init")) && !becomes(Address.of("/bin/init"))
                && !becomes(Address.of("/init"))) {
            Panic.stop("there is no init: name a program by init= in the boot arguments");
        }
    }

    /** Whether the process is that program now: it begins when this thread ends. */
    private static boolean becomes(Address path) {
        int result = Exec.startInitial(path);
        if (result < 0 && result != -Errno.ENOENT && result != -Errno.ENOTDIR) {
            Log.line().text(path).text(" cannot be run: error ").decimal(-result).end();
        }
        return result == 0;
    }
}
