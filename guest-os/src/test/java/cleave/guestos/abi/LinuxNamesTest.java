package cleave.guestos.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.toolchain.linux.ErrorName;
import cleave.toolchain.linux.FlagSet;
import cleave.toolchain.linux.SignalName;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Traces from outside call things as the guest's programs do. */
class LinuxNamesTest {
    /** Two names for one number: a trace uses the other. */
    private static final Set<String> SECOND_NAMES = Set.of("EWOULDBLOCK", "EDEADLOCK", "WUNTRACED",
            "AT_REMOVEDIR");

    private static List<Field> constants(Class<?> of, String prefix) {
        List<Field> found = Arrays.stream(of.getDeclaredFields())
                .filter(field -> field.getName().startsWith(prefix)
                        && field.getType() == int.class
                        && !SECOND_NAMES.contains(field.getName())).toList();
        assertTrue(!found.isEmpty(), prefix);
        return found;
    }

    private static void assertFlags(FlagSet set, Class<?> of, String prefix) throws Exception {
        for (Field field : constants(of, prefix)) {
            int value = field.getInt(null);
            assertTrue(List.of(set.text(value).split("\\|")).contains(field.getName()),
                    field.getName() + " is shown as " + set.text(value));
        }
    }

    @Test
    void errorsHaveTheNamesOfTheirConstants() throws Exception {
        for (Field field : constants(Errno.class, "E")) {
            assertEquals(field.getName(), ErrorName.of(field.getInt(null)));
        }
    }

    @Test
    void signalsHaveTheNamesOfTheirConstants() throws Exception {
        for (Field field : constants(Signal.class, "SIG")) {
            int value = field.getInt(null);
            if (!field.getName().startsWith("SIG_") && value > 0 && value < Signal.SIGRTMIN) {
                assertEquals(field.getName(), SignalName.of(value));
            }
        }
        assertEquals("[INT CHLD]", SignalName.ofMask(1L << Signal.SIGINT - 1
                | 1L << Signal.SIGCHLD - 1));
        assertEquals("~[KILL]", SignalName.ofMask(~(1L << Signal.SIGKILL - 1)));
    }

    @Test
    void flagsHaveTheNamesOfTheirConstants() throws Exception {
        assertFlags(FlagSet.OPEN, OpenFlags.class, "O_");
        assertFlags(FlagSet.PROTECTION, MapFlags.class, "PROT_");
        assertFlags(FlagSet.MAP, MapFlags.class, "MAP_");
        assertFlags(FlagSet.CLONE, CloneFlags.class, "CLONE_");
        assertFlags(FlagSet.ACTION, Signal.class, "SA_");
        for (String wait : new String[] {"WNOHANG", "WSTOPPED", "WEXITED", "WCONTINUED"}) {
            assertFlags(FlagSet.WAIT, WaitOptions.class, wait);
        }
    }

    @Test
    void severalFlagsAreJoinedAndUnknownOnesAreNumbers() {
        assertEquals("O_WRONLY|O_CREAT|O_TRUNC", FlagSet.OPEN.text(0x241));
        assertEquals("O_RDONLY|0x80000000", FlagSet.OPEN.text(0x8000_0000));
        assertEquals("PROT_NONE", FlagSet.PROTECTION.text(0));
        assertEquals("0", FlagSet.WAIT.text(0));
    }
}
