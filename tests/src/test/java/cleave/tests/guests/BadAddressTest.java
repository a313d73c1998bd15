package cleave.tests.guests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.toolchain.linux.Argument;
import cleave.toolchain.linux.Argument.Direction;
import cleave.toolchain.linux.Syscall;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every system call is given every kind of bad address wherever it takes an address: the kernel
 * refuses it, or does not touch it, and never writes where it must not.
 */
class BadAddressTest {
    private static final String PROGRAM = "abi-pointers";

    /** Letters of arguments, as {@code abi-pointers.c} reads them; all others are a hyphen. */
    private static final Map<Argument, Character> LETTERS = Map.ofEntries(
            Map.entry(Argument.INT, 'i'), Map.entry(Argument.SIZE, 'z'),
            Map.entry(Argument.FD, 'f'), Map.entry(Argument.DIRECTORY, 'd'),
            Map.entry(Argument.PID, 'P'), Map.entry(Argument.SIGNAL, 'g'),
            Map.entry(Argument.MODE, 'm'), Map.entry(Argument.OPEN_FLAGS, 'O'),
            Map.entry(Argument.WAIT_OPTIONS, 'w'), Map.entry(Argument.PROTECTION, 'r'),
            Map.entry(Argument.MAP_FLAGS, 'M'), Map.entry(Argument.CLOCK, 'c'),
            Map.entry(Argument.PATH, 'p'), Map.entry(Argument.STRING, 't'),
            Map.entry(Argument.STRINGS, 'S'), Map.entry(Argument.VECTORS, 'v'),
            Map.entry(Argument.BYTES_IN, 'b'), Map.entry(Argument.BYTES_OUT, 'B'),
            Map.entry(Argument.STRUCT_IN, 's'), Map.entry(Argument.STRUCT_OUT, 'o'),
            Map.entry(Argument.STRUCT, 'x'));

    /** The guest would end, or nothing behind the call could be seen. */
    private static final Set<Syscall> LEFT_OUT = EnumSet.of(Syscall.REBOOT);

    /** Addresses that a call that succeeds does not touch, and why. */
    private static final Map<String, String> UNTOUCHED = Map.of(
            "syslog 1", "opening the log reads nothing",
            "getgroups 1", "there are no groups to tell",
            "copy_file_range 1 read-only", "where nothing was copied, the offset stays",
            "clock_nanosleep_time64 3", "nothing is left of a sleep that was not interrupted");

    private static final Pattern SUCCESS =
            Pattern.compile("(\\S+), argument (\\d), ([^:]+): succeeds");

    @TempDir
    static Path folder;

    private static String table() {
        StringBuilder table = new StringBuilder();
        for (Syscall call : Syscall.values()) {
            if (LEFT_OUT.contains(call)
                    || call.arguments().stream().noneMatch(Argument::isPointer)) {
                continue;
            }
            table.append(call.number()).append(' ').append(call.callName()).append(' ');
            call.arguments().forEach(a -> table.append(LETTERS.getOrDefault(a, '-')));
            table.append('\n');
        }
        return table.toString();
    }

    private static boolean isLegitimate(String name, int index, String kind) {
        Argument argument = List.of(Syscall.values()).stream()
                .filter(c -> c.callName().equals(name)).findFirst().orElseThrow()
                .arguments().get(index);
        return UNTOUCHED.containsKey(name + " " + index)
                || UNTOUCHED.containsKey(name + " " + index + " " + kind)
                || kind.equals("read-only") && argument.direction() == Direction.IN;
    }

    @Test
    void badAddressesAreRefusedByEveryCall() throws Exception {
        AbiPrograms.build(folder);
        AbiPrograms programs = new AbiPrograms(folder.resolve("rv32ima"));
        String text = new AbiGuest(programs, AbiGuest::onCleave, Map.of("table", table()))
                .run(List.of(PROGRAM)).get(PROGRAM);

        assertFalse(text.contains("FAIL "), text);
        assertTrue(text.endsWith("-- 0\n"), text);
        Set<String> wrong = new TreeSet<>();
        Matcher success = SUCCESS.matcher(text);
        while (success.find()) {
            if (!isLegitimate(success.group(1), Integer.parseInt(success.group(2)),
                    success.group(3))) {
                wrong.add(success.group());
            }
        }
        assertEquals(Set.of(), wrong);
    }
}
