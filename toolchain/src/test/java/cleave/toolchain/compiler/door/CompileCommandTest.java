package cleave.toolchain.compiler.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.toolchain.Peer;
import cleave.toolchain.elf.ElfFile;
import cleave.toolchain.elf.dwarf.LineTable;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cleave compile}: its exit codes, its messages, and programs that run. */
class CompileCommandTest {
    private static final String HELLO = """
            import cleave.guest.Console;
            import cleave.magic.Address;

            final class Hello {
                static int main() {
                    Console.println("Hello, world");
                    Console.print(-2147483648);
                    Console.put(' ');
                    Console.printHex(0xcafe);
                    Console.put('\\n');
                    return 7;
                }
            }
            """;

    @TempDir
    Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int compile(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        return CompileCommand.run(all, new PrintStream(out), new PrintStream(err));
    }

    private String source(String name, String text) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toString();
    }

    private String output() {
        return folder.resolve("program").toString();
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void userProgramIsLinkedWhereLinuxProgramsAreAndRuns() throws Exception {
        assertEquals(0, compile(source("Hello.java", HELLO), "-o", output()), errors());
        assertEquals(0x1_0000, ElfFile.read(folder.resolve("program")).entry());
        Run run = qemu();
        assertEquals("Hello, world\n-2147483648 0000cafe\n", run.text);
        assertEquals(7, run.exitCode);
    }

    @Test
    void bareProgramIsLinkedAtTheStartOfRam() throws Exception {
        assertEquals(0, compile("--bare", source("Hello.java", HELLO), "-o", output()), errors());
        assertEquals(0x8000_0000, ElfFile.read(folder.resolve("program")).entry());
    }

    @Test
    void failedCheckSaysWhereAndEndsWith134() throws Exception {
        String text = "final class T { static int[] a = new int[3];\n static int main() {\n"
                + "  return at(3); }\n static int at(int i) {\n  return a[i]; } }";
        assertEquals(0, compile(source("T.java", text), "-o", output()), errors());
        Run run = qemu();
        assertEquals("panic: index out of bounds: 3 of 3 at T.java:5 in T.at\n", run.text);
        assertEquals(134, run.exitCode);
    }

    @Test
    void nullReferenceSaysWhereAndEndsWith134() throws Exception {
        String text = "import cleave.magic.Struct;\nfinal class T {\n"
                + " static final class S extends Struct { int x; }\n static S s;\n"
                + " static int main() {\n  return s.x; } }";
        assertEquals(0, compile("--naive", source("T.java", text), "-o", output()), errors());
        Run run = qemu();
        assertEquals("panic: null reference at T.java:6 in T.main\n", run.text);
        assertEquals(134, run.exitCode);
    }

    @Test
    void aStoreNearAddressZeroTellsItsOwnLineAndNotThatOfAnEarlierAccess() throws Exception {
        String text = "import cleave.magic.Address;\nfinal class T {\n"
                + " static int[] table = {1, 2};\n"
                + " static int main() {\n  int i = table[1];\n"
                + "  Address.of(0x20).storeInt(0, i);\n  return i; } }";
        assertEquals(0, compile(source("T.java", text), "-o", output()), errors());
        assertEquals("panic: null reference at T.java:6 in T.main\n", qemu().text);
    }

    @Test
    void foldersAndListingsAndRepresentation() throws Exception {
        source("src/a/Main.java", "package a; final class Main {"
                + " static int main() { return Other.three(); } }");
        source("src/a/Other.java", "package a; final class Other {"
                + " static int three() { return 3; } }");
        Path listing = folder.resolve("listing");
        Path ir = folder.resolve("ir");
        assertEquals(0, compile(folder.resolve("src").toString(), "-o", output(), "--listing",
                listing.toString(), "--emit-ir", ir.toString(), "--report", "--no-compressed"),
                errors());
        assertTrue(Files.readString(listing).contains("_start"));
        assertTrue(Files.readString(ir).contains("Main.main"));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("Stack depth"));
        assertEquals(3, qemu().exitCode);
    }

    @Test
    void argumentsOfTheProcessAreGivenToMain() throws Exception {
        String text = "import cleave.magic.Address; import cleave.guest.Console;\nfinal class T {"
                + " static int main(int count, Address arguments) {\n"
                + " Console.print(Address.of(arguments.loadInt(0))); return count; } }";
        assertEquals(0, compile(source("T.java", text), "-o", output()), errors());
        Run run = qemu();
        assertEquals("./program", run.text);
        assertEquals(1, run.exitCode);
        assertEquals(1, compile("--bare", folder.resolve("T.java").toString(), "-o", output()));
        assertEquals("T.java:3: [main-method] a program cannot begin with these parameters or this"
                + " result: declare static int main()\n", errors());
    }

    @Test
    void refusedSourcesAreListedWithExitCodeOne() throws Exception {
        String java = source("A.java", "final class A { static int main() { return x; } }");
        assertEquals(1, compile(java, "-o", output()));
        assertTrue(errors().startsWith("A.java:1: [java] cannot find symbol"), errors());
        err.reset();
        assertEquals(1, compile(source("B.java",
                "final class B { static int y() { return 1; } }")));
        assertEquals("cleave compile: [main-method] no class has a main method: declare static int"
                + " main() where the program begins\n", errors());
    }

    @Test
    void anEntryPointDeeperThanTheStackLimitIsRefusedWithItsWay() throws Exception {
        String java = source("T.java", "import cleave.guest.Console; import cleave.magic.*;\n"
                + "final class T { static int main() { return twice() + 1; }\n"
                + " @NoInline static int twice() { return Console.read() + Console.read(); } }");
        assertEquals(0, compile(java, "-o", output(), "--report"), errors());
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("    Failure.panic: 192 (the site"
                + " of the panic 160, Failure.panic 16, Console.print(int) 16)\n"), out.toString());
        assertEquals(1, compile(java, "-o", output(), "--stack-limit", "191"));
        assertEquals("Failure.java:18: [stack-depth] Failure.panic may need 192 bytes of stack,"
                + " more than 191 (the site of the panic 160, Failure.panic 16, Console.print(int)"
                + " 16): make frames smaller, or raise the limit\n", errors());
        err.reset();
        assertEquals(1, compile(java, "-o", output(), "--stack-limit", "47"));
        assertTrue(errors().contains("T.java:2: [stack-depth] T.main may need 48 bytes of stack,"
                + " more than 47 (T.main 16, T.twice 16, __guest_read 16): make frames smaller, or"
                + " raise the limit\n"), errors());
        err.reset();
        assertEquals(0, compile(java, "-o", output(), "--stack-limit", "192"), errors());
        assertEquals(2, compile(java, "--stack-limit", "-5"));
        assertTrue(errors().endsWith("cleave compile: --stack-limit -5: give a number of bytes, as"
                + " in --stack-limit 4096\n"), errors());
    }

    @Test
    void badCommandLinesSayTheWayOutWithExitCodeTwo() throws Exception {
        assertEquals(2, compile());
        assertEquals(2, compile("-o"));
        assertEquals(2, compile("nowhere.java"));
        assertEquals(2, compile("--fast", "x.java"));
        assertEquals("""
                cleave compile: there is nothing to compile: name a .java file or a folder
                cleave compile: -o needs something behind it: see --help
                cleave compile: nowhere.java cannot be read: check its name
                """, errors().lines().limit(3).map(line -> line + "\n").reduce("", String::concat));
        assertTrue(errors().contains("no option is called --fast; there are: -o -cp --entry"));
        err.reset();
        String two = "final class %s { static int main() { return 0; } }";
        assertEquals(2, compile(source("A.java", two.formatted("A")),
                source("B.java", two.formatted("B"))));
        assertEquals("cleave compile: several classes have a main method: choose one by --entry;"
                + " there are: A B\n", errors());
        assertEquals(0, compile(folder.toString(), "--entry", "B", "-o", output()));
    }

    @Test
    void helpListsEveryOption() {
        assertEquals(0, compile("help"));
        for (Option option : Option.values()) {
            assertTrue(out.toString(StandardCharsets.UTF_8).contains(option.spelling()));
        }
    }

    private record Run(String text, int exitCode) {
    }

    private Run qemu() throws Exception {
        Peer.of("qemu-riscv32", "qemu-user");
        Process process = new ProcessBuilder("qemu-riscv32", "./program").directory(folder.toFile())
                .redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(text, process.waitFor());
    }

    @Test
    void theProgramTellsDebuggersItsSourceAndWhereThatIs() throws Exception {
        String file = source("demo/Hello.java", "package demo;\n" + HELLO);
        assertEquals(0, compile(file, "-o", output()), errors());
        ElfFile program = ElfFile.read(Path.of(output()));
        LineTable lines = LineTable.read(program);
        assertEquals(List.of(), lines.problems());
        int main = program.symbols().symbol("Hello.main").orElseThrow().value();
        assertEquals("demo/Hello.java", lines.find(main).orElseThrow().path());
        ByteBuffer info = program.section(".debug_info").orElseThrow().data();
        assertTrue(StandardCharsets.ISO_8859_1.decode(info).toString()
                .contains(folder.toAbsolutePath() + "\0"));
    }
}
