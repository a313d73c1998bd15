package cleave.guestos.libc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library in programs under a Linux that is not ours. */
class LibraryTest {
    private static final String PROGRAMS = "cleave.guestos.libc.programs.";
    /** As a shell counts it: 128 and SIGABRT. */
    private static final int ABORTED = 134;

    @TempDir
    Path folder;

    /** What coreutils' printf, which calls the host's C library, makes of each. */
    @Test
    void formatsAreThoseOfTheHostsCLibrary() throws Exception {
        List<String> words = new ArrayList<>();
        List<String> wanted = new ArrayList<>();
        for (String flags : List.of("", "-", "0", "+", " ", "-+", "+0", "-0")) {
            for (String width : List.of("", "1", "7", "12")) {
                for (String precision : List.of("", ".", ".0", ".3", ".10")) {
                    for (String number : List.of("0", "7", "-42", "2147483647", "-2147483648")) {
                        add(words, wanted, "n", flags + width + precision + "d", number);
                    }
                }
            }
        }
        for (String flags : List.of("", "#", "-#", "0", "#0")) {
            for (String conversion : List.of("u", "o", "x", "X")) {
                for (String size : List.of("", "9", ".4", "12.6", ".0", "8.")) {
                    for (String number : List.of("0", "8", "3000000000", "255")) {
                        if (!flags.contains("#") || !conversion.equals("u")) {
                            add(words, wanted, "n", flags + size + conversion, number);
                        }
                    }
                }
            }
        }
        for (String number : List.of("0", "-1", "9223372036854775807", "-9223372036854775808",
                "4294967296", "123456789012")) {
            for (String size : List.of("lld", "lli", "llu", "llx", "llo", "jd", "25lld", "-25lldX",
                    "025lld", ".22lld", "+lld")) {
                add(words, wanted, "n", size, number);
            }
        }
        for (String size : List.of("s", "10s", "-10s|", ".3s", "10.3s", "-10.0s|")) {
            add(words, wanted, "s", size, "quartz");
            add(words, wanted, "s", size, "");
        }
        GuestProgram.needs("printf", "coreutils");
        assertEquals(host(wanted), formatted(words));
    }

    /** The text between bars and, as the program does it, how long it is. */
    private static void add(List<String> words, List<String> wanted, String kind, String rest,
            String argument) {
        words.addAll(List.of(kind, "|%" + rest + "|%%", argument));
        wanted.addAll(List.of("|%" + rest + "|%%\\n", argument));
    }

    private String formatted(List<String> words) throws IOException, InterruptedException {
        return GuestProgram.of(PROGRAMS + "FormatProgram", folder)
                .run(words.toArray(String[]::new));
    }

    private static String host(List<String> words) throws Exception {
        StringBuilder result = new StringBuilder();
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < words.size(); i += 2) {
            script.append("/usr/bin/printf '").append(words.get(i)).append("' '")
                    .append(words.get(i + 1)).append("'\n");
        }
        Process process = new ProcessBuilder("sh", "-c", "sh -s").redirectErrorStream(true)
                .start();
        Thread writer = new Thread(() -> {
            try (var out = process.outputWriter()) {
                out.write(script.toString());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        writer.start();
        for (String line : new String(process.getInputStream().readAllBytes(),
                java.nio.charset.StandardCharsets.ISO_8859_1).split("\n")) {
            result.append(line).append(' ').append(line.length()).append('\n');
        }
        assertTrue(process.waitFor(5, TimeUnit.MINUTES));
        return result.toString();
    }

    @Test
    void otherSizesOfNumbersAndPointersAreAsInC() throws Exception {
        assertEquals("-1 2\n255 3\n-32768 6\n65535 5\n0xbeef 6\n(nil) 5\n(null) 6\nA 1\n%y 2\n",
                formatted(List.of("n", "%hhd", "0x1ff", "n", "%hhu", "-1", "n", "%hd", "0x8000",
                        "n", "%hu", "-1", "n", "%p", "0xbeef", "n", "%p", "0", "n", "%s", "0",
                        "n", "%c", "65", "n", "%y", "3")));
    }

    @Test
    void heapKeepsBlocksApartAndJoinsWhatIsFree() throws Exception {
        assertEquals("1\n1\n1\n", GuestProgram.of(PROGRAMS + "HeapProgram", folder).run());
    }

    @Test
    void failedChecksSayWhereAndAbort() throws Exception {
        GuestProgram program = GuestProgram.of(PROGRAMS + "CheckProgram", folder);
        for (List<String> way : List.of(
                List.of("0", ": index out of bounds: 5 of 4 at CheckProgram.java:22 in "
                        + "CheckProgram.main\n"),
                List.of("1", ": division by zero at CheckProgram.java:24 in CheckProgram.main\n"),
                List.of("2", ": free of memory that is not in use\n"),
                List.of("3", ""),
                List.of("1000000000", ": out of memory\n"))) {
            GuestProgram.Outcome outcome = program.runWithInput("", way.get(0));
            assertTrue(outcome.errors().startsWith(way.get(1).isEmpty() ? ""
                    : program.elf() + way.get(1)), way + ": " + outcome.errors());
            assertEquals(ABORTED, outcome.code());
        }
    }
}
