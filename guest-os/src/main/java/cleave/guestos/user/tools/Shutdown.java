package cleave.guestos.user.tools;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.Reboot;
import cleave.guestos.abi.Signal;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.FileCalls;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Systems;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.magic.Address;

/** {@code poweroff}, {@code reboot}, {@code halt} and {@code sync}: the end, and its beginning. */
final class Shutdown {
    private static final String USAGE = "poweroff | reboot | halt [-fn]\n"
            + "Asks init to end everything and to switch the machine off, start it again, or"
            + " stop.\n"
            + "  -f  at once, without init    -n  and without writing to the disks what waits\n";
    private static final String SYNC = "sync [-df] [FILE ...]\n"
            + "Writes to the disks what waits in memory: all, or what belongs to these files.\n"
            + "  -d  data only    -f  the whole file systems of these files\n";

    private Shutdown() {
    }

    static int poweroff(int count, Address arguments) {
        return end(count, arguments, Signal.SIGUSR2, Reboot.POWER_OFF);
    }

    static int reboot(int count, Address arguments) {
        return end(count, arguments, Signal.SIGTERM, Reboot.RESTART);
    }

    static int halt(int count, Address arguments) {
        return end(count, arguments, Signal.SIGUSR1, Reboot.HALT);
    }

    private static int end(int count, Address arguments, int signal, int command) {
        CommandLine.begin(count, arguments, "f(force)n(no-sync)", USAGE);
        boolean force = false;
        boolean sync = true;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            force |= letter == 'f';
            sync &= letter != 'n';
        }
        CommandLine.need(0, 0);
        if (!force) {
            if (Signals.kill(1, signal) < 0) {
                Errors.warnErrno("init");
                return 1;
            }
            return 0;
        }
        if (sync) {
            Files.sync();
        }
        Systems.reboot(command);
        Errors.warnErrno("the machine");
        return 1;
    }

    static int sync(int count, Address arguments) {
        CommandLine.begin(count, arguments, "d(data)f(file-system)", SYNC);
        boolean data = false;
        boolean whole = false;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            data |= letter == 'd';
            whole |= letter == 'f';
        }
        if (CommandLine.operandCount() == 0) {
            Files.sync();
            return 0;
        }
        int status = 0;
        for (int i = 0; i < CommandLine.operandCount(); i++) {
            Address path = CommandLine.operand(i);
            int file = Files.open(path, OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK);
            int result = file < 0 ? -1 : Errors.result(whole
                    ? FileCalls.syncfs(file)
                    : data ? FileCalls.fdatasync(file)
                    : FileCalls.fsync(file));
            if (result < 0) {
                Errors.warnErrno(path);
                status = 1;
            }
            if (file >= 0) {
                Files.close(file);
            }
        }
        return status;
    }
}
