package cleave.toolchain.elf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.toolchain.Peer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElfFileTest {
    private static final String PROGRAM = """
            int counter = 3; int zero[100]; const char greeting[] = "hello";
            static int twice(int x) { return 2 * x; }
            __attribute__((noinline)) int work(int x) { return twice(x) + counter + zero[x]; }
            void _start(void) { work(greeting[0]); for (;;) { } }
            """;

    /** A field of a good file changed, then read. */
    private static String messageAfter(int offset, int... values) {
        byte[] bytes = ElfSamples.small();
        for (int i = 0; i < values.length; i++) {
            bytes[offset + i] = (byte) values[i];
        }
        return messageFor(bytes);
    }

    private static String messageFor(byte[] bytes) {
        String message = assertThrows(ElfException.class,
                () -> ElfFile.read(bytes, "kernel.elf")).getMessage();
        assertTrue(message.startsWith("kernel.elf "), message);
        return message;
    }

    @Test
    void rv64IsRefusedWithTheFlagsThatCureIt() {
        assertEquals("kernel.elf is RV64 (ELFCLASS64); this machine is RV32: build it with "
                + "-march=rv32ima -mabi=ilp32", messageAfter(4, 2));
    }

    @Test
    void programOfAnotherMachineIsRefusedByName() {
        assertEquals("kernel.elf is an x86-64 program; this machine is RISC-V RV32: use "
                + "riscv64-unknown-elf-gcc and build it with -march=rv32ima -mabi=ilp32",
                messageAfter(18, 62, 0));
        assertTrue(messageAfter(18, 0x34, 0x12).contains("e_machine 4660"));
    }

    @Test
    void bigEndianMachineNumbersAreReadBigEndian() {
        byte[] bytes = ElfSamples.small();
        bytes[5] = 2;
        bytes[18] = 0;
        bytes[19] = 21;
        assertTrue(messageFor(bytes).contains("is a 64-bit PowerPC program"));
        bytes[19] = (byte) 243;
        assertTrue(messageFor(bytes).contains("big-endian"));
    }

    @Test
    void anythingElseIsNotAnElfFile() {
        assertEquals("kernel.elf is not an ELF file: it begins with 23 21 2f 62 where ELF has "
                + "7f 45 4c 46: give the file that the linker wrote",
                messageFor("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8)));
        assertTrue(messageFor(new byte[0]).contains("it is empty"));
        assertTrue(messageFor(new byte[] {0x7f, 'E', 'L', 'F'}).contains("is truncated"));
    }

    @Test
    void objectFilesAndCoreDumpsAreRefused() {
        assertTrue(messageAfter(16, 1, 0).contains("not yet linked: link it"));
        assertTrue(messageAfter(16, 4, 0).contains("core dump"));
        assertTrue(messageAfter(16, 9, 0).contains("ELF type 9"));
    }

    @Test
    void truncatedSegmentIsNamedWithItsEnd() {
        byte[] bytes = ElfSamples.small();
        assertEquals("kernel.elf is truncated: segment 0 ends at byte 0x1004, the file has 0x1002: "
                + "copy or build it again", messageFor(Arrays.copyOf(bytes, 0x1002)));
        assertTrue(messageFor(Arrays.copyOf(bytes, bytes.length - 1))
                .contains("the section header table ends at"));
    }

    @Test
    void segmentLargerInTheFileThanInMemoryIsRefused() {
        assertTrue(messageAfter(ElfFormat.HEADER_SIZE + 20, 2, 0, 0, 0).contains(
                "segment 0 has 0x4 bytes in the file but only 0x2 in memory"));
    }

    @Test
    void segmentBeyondTheLastAddressIsRefused() {
        assertTrue(messageAfter(ElfFormat.HEADER_SIZE + 8, 0xfe, 0xff, 0xff, 0xff).contains(
                "segment 0 would end at 0x100000002"));
    }

    @Test
    void fileWithNothingToLoadIsRefused() {
        assertTrue(messageAfter(ElfFormat.HEADER_SIZE, 4).contains("has nothing to load"));
    }

    @Test
    void segmentsThatOverlapInPhysicalMemoryAreRefused() {
        ElfImage image = new ElfImage(0x8000_0000, List.of(
                ElfSection.text(".text", 0x8000_0000, new byte[0x20]),
                ElfSection.data(".data", 0xc000_0000, new byte[4]).loadedAt(0x8000_001c)),
                List.of());
        assertTrue(messageFor(ElfWriter.write(image)).contains("segment 0 (r-x "
                + "0x80000000..0x80000020) and segment 1 (rw- 0x8000001c..0x80000020) overlap"));
    }

    @Test
    void entryIsTranslatedToPhysicalMemory() throws Exception {
        byte[] bytes = ElfWriter.write(new ElfImage(0xc000_0004, List.of(
                ElfSection.text(".text", 0xc000_0000, new byte[8]).loadedAt(0x8040_0000)),
                List.of()));
        ElfFile file = ElfFile.read(bytes, "kernel.elf");
        assertEquals(0x8040_0004, file.physicalEntry());
        assertEquals(OptionalInt.empty(), file.physicalAddress(0xc000_0008));
    }

    @Test
    void entryOutsideTheProgramIsAnErrorOnlyWhenAskedFor() throws Exception {
        byte[] bytes = ElfSamples.small();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(ElfFormat.E_ENTRY, 0);
        ElfFile file = ElfFile.read(bytes, "kernel.elf");
        String message = assertThrows(ElfException.class, file::physicalEntry).getMessage();
        assertTrue(message.startsWith("kernel.elf has no usable entry point: 0x0 is outside"),
                message);
    }

    @Test
    void onlyFilesWithTheMagicNumberAreElf() {
        assertTrue(ElfFile.isElf(ElfSamples.small()));
        assertTrue(!ElfFile.isElf(new byte[] {0x7f, 'E', 'L'}));
    }

    @Test
    void programOfGccIsReadAsItsToolsReadIt(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("program.c"), PROGRAM);
        Peer.of("riscv64-unknown-elf-gcc", "gcc-riscv64-unknown-elf").run(folder,
                "-march=rv32ima", "-mabi=ilp32", "-nostdlib", "-static", "-O1", "-g",
                "-o", "program.elf", "program.c");
        ElfFile file = ElfFile.read(folder.resolve("program.elf"));

        String names = Peer.of("riscv64-unknown-elf-nm", "binutils-riscv64-unknown-elf")
                .run(folder, "program.elf");
        int compared = 0;
        for (String line : names.lines().toList()) {
            String[] columns = line.trim().split(" +");
            if (!columns[2].startsWith("$")) {
                assertEquals(Integer.parseUnsignedInt(columns[0], 16),
                        file.symbol(columns[2]).orElseThrow(), line);
                compared++;
            }
        }
        assertTrue(compared > 8, names);
        assertEquals("work", file.symbols().nearest(file.symbol("work").getAsInt())
                .orElseThrow().toString());
        assertEquals(file.symbol("_start").getAsInt(), file.entry());
    }

    @Test
    void positionIndependentProgramKeepsItsAddresses() throws Exception {
        byte[] bytes = ElfSamples.small();
        bytes[ElfFormat.E_TYPE] = ElfFormat.TYPE_DYNAMIC;
        ElfFile file = ElfFile.read(bytes, "program.elf");
        assertEquals(ElfFile.Type.POSITION_INDEPENDENT, file.type());
        assertEquals(0x8000_0000, file.loadSegments().get(0).virtualAddress());
    }

    @Test
    void dynamicallyLinkedProgramIsRefused() {
        byte[] bytes = ElfWriter.write(new ElfImage(0x8000_0000, List.of(
                ElfSection.text(".text", 0x8000_0000, new byte[8]),
                ElfSection.rodata(".interp", 0x8000_0008, "/lib/ld.so.1\0".getBytes(
                        StandardCharsets.US_ASCII))), List.of()));
        bytes[ElfFormat.HEADER_SIZE + ElfFormat.PROGRAM_HEADER_SIZE] = ElfSegment.INTERPRETER;
        assertEquals("kernel.elf is linked for the dynamic loader /lib/ld.so.1, which is not "
                + "here: link it with -static", messageFor(bytes));
    }
}
