package cleave.guestos.user.tools;

import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Systems;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Mounts;
import cleave.guestos.user.tools.common.Text;
import cleave.guestos.user.tools.common.Words;
import cleave.magic.Address;
import cleave.magic.Struct;

/** {@code mount} and {@code umount}: file systems put into the tree and taken out. */
final class Mount {
    private static final String USAGE = "mount [-t TYPE]\n"
            + "       mount [-arw] [-t TYPE] [-o OPTIONS] [SOURCE] [DIRECTORY]\n"
            + "Mounts a file system; lists what is mounted when there is nothing to mount. With"
            + " one\n"
            + "of both names, /etc/fstab has the rest.\n"
            + "  -a  all that /etc/fstab lists    -t TYPE  of this type    -r  read only\n"
            + "  -w  writable    -o OPTIONS  ro rw nosuid nodev noexec sync remount noatime"
            + " bind and\n"
            + "  others that the file system knows, with commas between\n";
    private static final String UMOUNT = "umount [-afl] [SOURCE | DIRECTORY] ...\n"
            + "Takes file systems out of the tree.\n"
            + "  -a  all but the root    -f  by force    -l  when nothing uses it any more\n";
    private static final int READ_ONLY = 1;
    private static final int MNT_FORCE = 1;
    private static final int MNT_DETACH = 2;
    private static final String DEFAULT_TYPE = "ext2";

    private static final Words TABLE = new Words();
    private static final Text DATA = new Text();

    /** An option that is a flag of the system call. */
    private static final class Flag extends Struct {
        String name;
        int bits;
        boolean clears;

        static Flag of(String name, int bits, boolean clears) {
            Flag flag = new Flag();
            flag.name = name;
            flag.bits = bits;
            flag.clears = clears;
            return flag;
        }
    }

    private static final Flag[] FLAGS = {
        Flag.of("ro", READ_ONLY, false),
        Flag.of("rw", READ_ONLY, true),
        Flag.of("nosuid", 2, false),
        Flag.of("suid", 2, true),
        Flag.of("nodev", 4, false),
        Flag.of("dev", 4, true),
        Flag.of("noexec", 8, false),
        Flag.of("exec", 8, true),
        Flag.of("sync", 0x10, false),
        Flag.of("async", 0x10, true),
        Flag.of("remount", 0x20, false),
        Flag.of("noatime", 0x400, false),
        Flag.of("atime", 0x400, true),
        Flag.of("nodiratime", 0x800, false),
        Flag.of("bind", 0x1000, false),
        Flag.of("relatime", 0x20_0000, false),
        Flag.of("defaults", 0, false),
        Flag.of("auto", 0, false),
        Flag.of("noauto", 0, false),
    };

    private static int flags;

    private Mount() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "a(all)o:(options)r(read-only)t:(types)w", USAGE);
        Address type = Address.of(0);
        boolean all = false;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            switch (letter) {
                case 'a' -> all = true;
                case 'o' -> options(CommandLine.value());
                case 'r' -> flags |= READ_ONLY;
                case 't' -> type = CommandLine.value();
                default -> flags &= ~READ_ONLY;
            }
        }
        CommandLine.need(0, 2);
        if (all) {
            return mountAll();
        }
        if (CommandLine.operandCount() == 0) {
            return list(type);
        }
        if (CommandLine.operandCount() == 1) {
            return mountKnown(CommandLine.operand(0));
        }
        return mount(CommandLine.operand(0), CommandLine.operand(1),
                type.isNull() ? Address.of(DEFAULT_TYPE) : type);
    }

    /** Takes flags out of the list; what is no flag goes to the file system. */
    private static void options(Address list) {
        Address at = list;
        while (at.loadByte(0) != 0) {
            int length = Strings.spanWithout(at, Address.of(","));
            boolean known = false;
            for (Flag flag : FLAGS) {
                if (flag.name.length() == length && Strings.startsWith(at, flag.name)) {
                    flags = flag.clears ? flags & ~flag.bits : flags | flag.bits;
                    known = true;
                }
            }
            if (!known) {
                DATA.put(DATA.length() > 0 ? "," : "").put(at, length);
            }
            at = at.plus(length + (at.loadByte(length) == 0 ? 0 : 1));
        }
    }

    private static int mount(Address source, Address target, Address type) {
        if (Systems.mount(source, target, type, flags, DATA.address()) < 0) {
            Errors.message().put(source).put(" on ").put(target).put(": ")
                    .put(Errors.strerror(Errors.errno)).line();
            return 1;
        }
        return 0;
    }

    private static int list(Address type) {
        if (!Mounts.read("/proc/mounts", TABLE)) {
            Errors.warnErrno("/proc/mounts");
            return 1;
        }
        for (int i = 0; i < TABLE.count(); i++) {
            Mounts.Entry entry = Mounts.entry(TABLE, i);
            if (type.isNull() || Strings.equal(entry.type, type)) {
                Stdio.stdout().put(entry.source).put(" on ").put(entry.target).put(" type ")
                        .put(entry.type).put(" (").put(entry.options).put(")\n");
            }
        }
        return 0;
    }

    /** Of the one name that is given, {@code /etc/fstab} or, to remount, the kernel has more. */
    private static int mountKnown(Address name) {
        boolean remount = (flags & 0x20) != 0;
        String file = remount ? "/proc/mounts" : "/etc/fstab";
        if (!Mounts.read(file, TABLE)) {
            Errors.warnErrno(file);
            return 1;
        }
        Mounts.Entry entry = Mounts.find(TABLE, name);
        if (entry == null) {
            Errors.message().put(name).put(": not in ").put(file).line();
            return 1;
        }
        if (!remount) {
            options(entry.options);
        }
        return mount(entry.source, entry.target, entry.type);
    }

    private static int mountAll() {
        Words mounted = new Words();
        if (!Mounts.read("/etc/fstab", TABLE)) {
            Errors.warnErrno("/etc/fstab");
            return 1;
        }
        boolean known = Mounts.read("/proc/mounts", mounted);
        int status = 0;
        for (int i = 0; i < TABLE.count(); i++) {
            Mounts.Entry entry = Mounts.entry(TABLE, i);
            boolean there = Strings.equal(entry.target, "/") || known
                    && Mounts.find(mounted, entry.target) != null;
            if (!there && !Mounts.hasOption(entry.options, "noauto")
                    && !Strings.equal(entry.type, "swap")) {
                flags = 0;
                DATA.clear();
                options(entry.options);
                status |= mount(entry.source, entry.target, entry.type);
            }
        }
        return status;
    }

    // ---- umount ----

    static int umount(int count, Address arguments) {
        CommandLine.begin(count, arguments, "a(all)f(force)l(lazy)", UMOUNT);
        boolean all = false;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            all |= letter == 'a';
            flags |= letter == 'f' ? MNT_FORCE : letter == 'l' ? MNT_DETACH : 0;
        }
        CommandLine.need(all ? 0 : 1, -1);
        boolean known = Mounts.read("/proc/mounts", TABLE);
        if (all && !known) {
            Errors.warnErrno("/proc/mounts");
            return 1;
        }
        int status = 0;
        for (int i = TABLE.count() - 1; all && i >= 0; i--) {
            Mounts.Entry entry = Mounts.entry(TABLE, i);
            if (!Strings.equal(entry.target, "/")) {
                status |= umount(entry.target);
            }
        }
        for (int i = 0; i < CommandLine.operandCount(); i++) {
            Mounts.Entry entry = Mounts.find(TABLE, CommandLine.operand(i));
            status |= umount(entry == null ? CommandLine.operand(i) : entry.target);
        }
        return status;
    }

    private static int umount(Address target) {
        if (Systems.umount(target, flags) < 0) {
            Errors.warnErrno(target);
            return 1;
        }
        return 0;
    }
}
