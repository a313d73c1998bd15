package cleave.guestos.user.tools;

import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Format;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.ProcFile;
import cleave.guestos.user.tools.common.Sizes;
import cleave.guestos.user.tools.common.Text;
import cleave.magic.Address;

/** {@code free}: how much memory there is, and what of it is in use. */
final class Free {
    private static final String USAGE = "free [-bkmgh]\n"
            + "Prints how much memory there is, in KiB.\n"
            + "  -b  in bytes    -k  in KiB    -m  in MiB    -g  in GiB    -h  as 1.5K, 23M\n";
    private static final Text MEMORY = new Text();
    private static final byte[] NUMBER = new byte[24];
    private static int shift = 10;
    private static boolean human;

    private Free() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "b(bytes)k(kibi)m(mebi)g(gibi)h(human)", USAGE);
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            human = letter == 'h';
            shift = letter == 'b' ? 0 : letter == 'm' ? 20 : letter == 'g' ? 30 : 10;
        }
        CommandLine.need(0, 0);
        if (!ProcFile.read("/proc/meminfo", MEMORY)) {
            Errors.warnErrno("/proc/meminfo");
            return 1;
        }
        long total = value("MemTotal");
        long free = value("MemFree");
        long cache = value("Buffers") + value("Cached") + value("SReclaimable");
        long available = ProcFile.value(MEMORY, "MemAvailable") < 0 ? free + cache
                : value("MemAvailable");
        Stream out = Stdio.stdout();
        out.put("               total        used        free      shared  buff/cache  "
                + " available\n");
        out.put("Mem:    ");
        put(total);
        put(total - available);
        put(free);
        put(value("Shmem"));
        put(cache);
        put(available);
        out.put("\nSwap:   ");
        put(value("SwapTotal"));
        put(value("SwapTotal") - value("SwapFree"));
        put(value("SwapFree"));
        out.line();
        return 0;
    }

    private static long value(String name) {
        return Math.max(0, ProcFile.value(MEMORY, name)) << 10;
    }

    private static void put(long bytes) {
        if (human) {
            Sizes.human(Address.of(NUMBER), NUMBER.length, bytes);
            Stdio.printf("%12s", Address.of(NUMBER));
        } else {
            long value = bytes >> shift;
            Format.print(Stdio.stdout(), "%12lld", (int) value, (int) (value >> 32), 0, 0, 0, 0);
        }
    }
}
