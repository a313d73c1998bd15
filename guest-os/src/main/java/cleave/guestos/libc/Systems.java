package cleave.guestos.libc;

import cleave.guestos.abi.Reboot;
import cleave.guestos.abi.StatFs64;
import cleave.guestos.abi.SystemInfo;
import cleave.guestos.abi.SystemName;
import cleave.magic.Address;
import cleave.magic.Struct;

/** The machine as a whole: its name, its state, what is mounted, and its end. */
public final class Systems {
    private Systems() {
    }

    public static int uname(SystemName to) {
        return Errors.result(Syscalls.uname(Address.of(to)));
    }

    public static int sethostname(Address name) {
        return Errors.result(Syscalls.sethostname(name, Strings.length(name)));
    }

    public static int sysinfo(SystemInfo to) {
        return Errors.result(Syscalls.sysinfo(Address.of(to)));
    }

    public static int mount(Address source, Address target, Address type, int flags,
            Address options) {
        return Errors.result(FileCalls.mount(source, target, type, flags, options));
    }

    public static int umount(Address target, int flags) {
        return Errors.result(FileCalls.umount2(target, flags));
    }

    /** What the file system that has a path has left. */
    public static int statfs(Address path, StatFs64 to) {
        return Errors.result(FileCalls.statfs(path, Struct.sizeOf(StatFs64.class),
                Address.of(to)));
    }

    /** One of the commands of {@link Reboot}; nothing is written to the disk before. */
    public static int reboot(int command) {
        return Errors.result(Syscalls.reboot(Reboot.MAGIC1, Reboot.MAGIC2, command,
                Address.of(0)));
    }

    /** Random bytes; how many, or -1. */
    public static int getrandom(Address to, int bytes) {
        return Errors.result(Syscalls.getrandom(to, bytes, 0));
    }
}
