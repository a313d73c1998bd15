package cleave.toolchain.elf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.toolchain.Peer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElfWriterTest {
    private static final ElfSection TEXT = ElfSection.text(".text", 0x8000_0000, new byte[16]);

    @Test
    void whatIsWrittenIsReadBack() throws Exception {
        ElfImage image = ElfSamples.everything();
        ElfFile file = ElfFile.read(ElfWriter.write(image), "everything.elf");

        assertEquals(image.entry(), file.entry());
        assertEquals(ElfImage.RVC, file.flags());
        assertEquals(ElfFile.Type.EXECUTABLE, file.type());
        for (ElfSection section : image.sections()) {
            assertEquals(section, file.section(section.name()).orElseThrow());
        }
        assertEquals(sortedByName(image.symbols()), sortedByName(file.symbols().all()));
        assertEquals(List.of(new ElfNote("Cleave", 1, new byte[] {9, 8, 7, 6, 5}),
                new ElfNote("Cleave", 2, new byte[0])), file.notes());
    }

    private static List<ElfSymbol> sortedByName(List<ElfSymbol> symbols) {
        return symbols.stream().sorted(Comparator.comparing(ElfSymbol::name)).toList();
    }

    @Test
    void sameImageGivesSameBytes() {
        assertArrayEquals(ElfWriter.write(ElfSamples.everything()),
                ElfWriter.write(ElfSamples.everything()));
    }

    @Test
    void segmentsCarryPermissionsAndBothAddresses() throws Exception {
        ElfFile file = ElfFile.read(ElfWriter.write(ElfSamples.everything()), "everything.elf");
        List<ElfSegment> segments = file.loadSegments();

        assertEquals(3, segments.size(), "text, constants, variables");
        assertEquals(ElfSegment.READ | ElfSegment.EXECUTE, segments.get(0).flags());
        assertEquals(ElfSegment.READ, segments.get(1).flags());
        ElfSegment variables = segments.get(2);
        assertEquals(ElfSegment.READ | ElfSegment.WRITE, variables.flags());
        assertEquals(0xc000_3000, variables.virtualAddress());
        assertEquals(0x8040_3000, variables.physicalAddress());
        assertEquals(0x108, variables.memorySize());
        assertArrayEquals(new byte[] {1, 2, 3, 4}, variables.bytes());
    }

    @Test
    void segmentsLieInTheFileAsInTheirPages() throws Exception {
        byte[] bytes = ElfWriter.write(ElfSamples.everything());
        ByteBuffer file = ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 3; i++) {
            int header = ElfFormat.HEADER_SIZE + i * ElfFormat.PROGRAM_HEADER_SIZE;
            assertEquals(file.getInt(header + 8) & 0xfff, file.getInt(header + 4) & 0xfff);
        }
    }

    @Test
    void binutilsFindNoFault(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve("everything.elf"), ElfWriter.write(ElfSamples.everything()));
        Files.write(folder.resolve("small.elf"), ElfSamples.small());
        Peer readelf = Peer.of("riscv64-unknown-elf-readelf",
                "binutils-riscv64-unknown-elf");

        String text = readelf.runWithoutWarnings(folder, "-aW", "everything.elf");
        assertTrue(text.contains("RVC, soft-float ABI"), text);
        assertTrue(text.contains("GLOBAL DEFAULT    1 _start"), text);
        assertTrue(text.contains("ABS STACK_SIZE"), text);
        readelf.runWithoutWarnings(folder, "-aW", "small.elf");
        String listing = Peer.of("riscv64-unknown-elf-objdump", "binutils-riscv64-unknown-elf")
                .runWithoutWarnings(folder, "-d", "small.elf");
        assertTrue(listing.contains("0000006f"), listing);
    }

    @Test
    void overlappingSectionsAreRefused() {
        refused("overlap", new ElfImage(0x8000_0000, List.of(TEXT,
                ElfSection.data(".data", 0x8000_000c, new byte[4])), List.of()));
    }

    @Test
    void entryOutsideTextIsRefused() {
        refused("entry point 0x80000010", new ElfImage(0x8000_0010, List.of(TEXT), List.of()));
    }

    @Test
    void symbolOfUnknownSectionIsRefused() {
        refused(".data, which is no section", new ElfImage(0x8000_0000, List.of(TEXT),
                List.of(ElfSymbol.object("x", 0, 4, ".data"))));
    }

    @Test
    void globalSymbolGivenTwiceIsRefused() {
        ElfSymbol symbol = ElfSymbol.function("f", 0x8000_0000, 4, ".text");
        refused("two global symbols are called f",
                new ElfImage(0x8000_0000, List.of(TEXT), List.of(symbol, symbol)));
    }

    @Test
    void misalignedSectionIsRefused() {
        refused("not aligned to 64", new ElfImage(0x8000_0010, List.of(
                ElfSection.text(".text", 0x8000_0010, new byte[16]).alignedTo(64)), List.of()));
    }

    @Test
    void sectionBeyondTheLastAddressIsRefused() {
        refused("ends beyond 0xffffffff", new ElfImage(0xffff_fff0, List.of(
                ElfSection.text(".text", 0xffff_fff0, new byte[32])), List.of()));
    }

    private static void refused(String part, ElfImage image) {
        String message = assertThrows(IllegalArgumentException.class,
                () -> ElfWriter.write(image)).getMessage();
        assertTrue(message.contains(part), message);
    }
}
