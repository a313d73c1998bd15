package cleave.toolchain.elf.dwarf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.toolchain.Peer;
import cleave.toolchain.elf.ElfFile;
import cleave.toolchain.elf.ElfImage;
import cleave.toolchain.elf.ElfSection;
import cleave.toolchain.elf.ElfWriter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineTableTest {
    private static final int BASE = 0x8000_0000;
    private static final long SEED = 6_2_5;

    /** A program of 64 bytes of code with this line table. */
    private static LineTable tableOf(byte[] debugLine) throws Exception {
        byte[] program = ElfWriter.write(new ElfImage(BASE, List.of(
                ElfSection.text(".text", BASE, new byte[64]),
                ElfSection.debug(".debug_line", debugLine)), List.of()));
        return LineTable.read(ElfFile.read(program, "program.elf"));
    }

    /** A version 2 unit: folder "kernel", file "trap.c" in it, and this program. */
    private static byte[] unit(int... program) {
        ByteArrayOutputStream tables = new ByteArrayOutputStream();
        tables.writeBytes(new byte[] {1, 1, -5, 14, 10, 0, 1, 1, 1, 1, 0, 0, 0, 1});
        tables.writeBytes("kernel\0\0trap.c\0".getBytes(StandardCharsets.US_ASCII));
        tables.writeBytes(new byte[] {1, 0, 0, 0});
        int size = 2 + 4 + tables.size() + program.length;
        ByteBuffer unit = ByteBuffer.allocate(4 + size).order(ByteOrder.LITTLE_ENDIAN);
        unit.putInt(size).putShort((short) 2).putInt(tables.size()).put(tables.toByteArray());
        for (int b : program) {
            unit.put((byte) b);
        }
        return unit.array();
    }

    /** Lines 40 at +0, 41 at +4, 39 at +12; the sequence ends at +16. */
    private static byte[] threeLines() {
        return unit(0, 5, 2, 0, 0, 0, 0x80, 3, 39, 1, 10 + 6 + 4 * 14, 3, 0x7e, 9, 8, 0, 1,
                2, 4, 0, 1, 1);
    }

    private static String lineAt(LineTable table, int va) {
        return table.find(va).map(SourceLine::toString).orElse("unknown");
    }

    @Test
    void everyInstructionOfALineIsFound() throws Exception {
        LineTable table = tableOf(threeLines());
        assertEquals("kernel/trap.c:40", lineAt(table, BASE));
        assertEquals("kernel/trap.c:40", lineAt(table, BASE + 2));
        assertEquals("kernel/trap.c:41", lineAt(table, BASE + 4));
        assertEquals("kernel/trap.c:41", lineAt(table, BASE + 8));
        assertEquals("kernel/trap.c:39", lineAt(table, BASE + 12));
        assertEquals("trap.c", table.find(BASE).orElseThrow().fileName());
        assertEquals(List.of(), table.problems());
    }

    @Test
    void addressesBeforeAndAfterASequenceAreUnknown() throws Exception {
        LineTable table = tableOf(threeLines());
        assertEquals("unknown", lineAt(table, BASE - 1));
        assertEquals("unknown", lineAt(table, BASE + 16));
        assertEquals("unknown", lineAt(table, 0));
        assertEquals("unknown", lineAt(table, -1));
    }

    @Test
    void programWithoutLineTablesHasNoLines() throws Exception {
        LineTable table = tableOf(new byte[0]);
        assertTrue(table.isEmpty());
        assertEquals(Optional.empty(), table.find(BASE));
    }

    @Test
    void linesOfCodeThatTheLinkerDroppedAreIgnored() throws Exception {
        assertTrue(tableOf(unit(0, 5, 2, 0, 0, 0, 0, 1, 2, 4, 0, 1, 1)).isEmpty());
    }

    @Test
    void unitOfAnUnknownVersionIsLeftOutAndTheNextIsRead() throws Exception {
        byte[] strange = threeLines();
        strange[4] = 9;
        byte[] both = Arrays.copyOf(strange, 2 * strange.length);
        System.arraycopy(threeLines(), 0, both, strange.length, strange.length);
        LineTable table = tableOf(both);
        assertEquals("kernel/trap.c:41", lineAt(table, BASE + 4));
        assertEquals(List.of("the line table at 0x0 of .debug_line is left out: its version is 9, "
                + "read are 2 to 5"), table.problems());
    }

    @Test
    void sequenceCutShortGivesNoRows() throws Exception {
        LineTable table = tableOf(unit(0, 5, 2, 0, 0, 0, 0x80, 1));
        assertTrue(table.isEmpty());
    }

    @Test
    void anyChangeToATableIsSurvived() throws Exception {
        Random random = new Random(SEED);
        byte[] good = threeLines();
        int problems = 0;
        for (int run = 0; run < 20_000; run++) {
            byte[] bytes = Arrays.copyOf(good, 1 + random.nextInt(good.length + 8));
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                LineTable table = tableOf(bytes);
                for (int va = BASE; va < BASE + 64; va += 4) {
                    table.find(va);
                }
                problems += table.problems().size();
            } catch (RuntimeException | OutOfMemoryError e) {
                throw new AssertionError("seed " + SEED + ", run " + run, e);
            }
        }
        assertTrue(problems > 1000, "problems found: " + problems);
    }

    /** What addr2line, which reads the same tables, says of every instruction of a program. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void binutilsAgreesOnEveryInstruction(int version, @TempDir Path folder) throws Exception {
        Files.createDirectory(folder.resolve("lib"));
        Files.writeString(folder.resolve("lib/twice.h"), """
                static volatile int sink;
                static inline void addTwice(int x) {
                    sink += 2 * x;
                }
                """);
        Files.writeString(folder.resolve("main.c"), """
                #include "lib/twice.h"
                int work(int x) {
                    for (int i = 0; i < x; i++) {
                        addTwice(i);
                    }
                    return sink;
                }

                void _start(void) {
                    work(9);
                    for (;;) { }
                }
                """);
        Peer.of("riscv64-unknown-elf-gcc", "gcc-riscv64-unknown-elf").run(folder,
                "-march=rv32imac", "-mabi=ilp32", "-nostdlib", "-O2", "-gdwarf-" + version,
                "-gstrict-dwarf", "-o", "main.elf", "main.c");
        ElfFile program = ElfFile.read(folder.resolve("main.elf"));
        LineTable table = LineTable.read(program);
        assertEquals(List.of(), table.problems());

        ElfSection text = program.section(".text").orElseThrow();
        int instructions = text.size() / 2;
        String[] command = new String[instructions + 2];
        command[0] = "-e";
        command[1] = "main.elf";
        for (int i = 0; i < instructions; i++) {
            command[i + 2] = "0x" + Integer.toHexString(text.address() + 2 * i);
        }
        List<String> expected = Peer.of("riscv64-unknown-elf-addr2line",
                "binutils-riscv64-unknown-elf").run(folder, command).lines().toList();
        int inHeader = 0;
        for (int i = 0; i < instructions; i++) {
            SourceLine line = table.find(text.address() + 2 * i).orElseThrow();
            String peer = expected.get(i).replaceAll(" \\(discriminator.*", "");
            assertTrue(peer.endsWith("/" + line.toString().replaceFirst("^" + folder + "/", "")),
                    command[i + 2] + ": " + line + ", addr2line: " + peer);
            inHeader += line.fileName().equals("twice.h") ? 1 : 0;
        }
        assertTrue(inHeader > 0, expected.toString());
    }
}
