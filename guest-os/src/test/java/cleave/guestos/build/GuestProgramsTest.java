package cleave.guestos.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.toolchain.elf.ElfFile;
import cleave.toolchain.elf.ElfSegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestProgramsTest {
    private static final int RAM = 0x8000_0000;
    private static final int FIRMWARE_SIZE = 0x1_0000;
    private static final List<String> FILES = List.of("firmware.elf", "firmware.bin",
            "firmware.lst", "greeting.elf", "greeting.bin", "greeting.lst");

    @TempDir
    Path folder;

    @Test
    void twoBuildsAreTheSameToTheByte() throws Exception {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        GuestPrograms.main(new String[] {first.toString()});
        GuestPrograms.main(new String[] {second.toString()});
        for (String file : FILES) {
            assertArrayEquals(Files.readAllBytes(first.resolve(file)),
                    Files.readAllBytes(second.resolve(file)), file);
        }
    }

    @Test
    void firmwareStartsAtTheStartOfRamAndStaysInItsOwnMemory() throws Exception {
        GuestPrograms.main(new String[] {folder.toString()});
        ElfFile elf = ElfFile.read(Files.readAllBytes(folder.resolve("firmware.elf")),
                "firmware.elf");
        assertEquals(RAM, elf.entry());
        for (ElfSegment segment : elf.loadSegments()) {
            int start = segment.physicalAddress() - RAM;
            assertTrue(start >= 0 && start + segment.memorySize() <= FIRMWARE_SIZE,
                    segment.toString());
        }
    }

    @Test
    void listingNamesInstructionsAndTheirJavaLines() throws Exception {
        GuestPrograms.main(new String[] {folder.toString()});
        String listing = Files.readString(folder.resolve("firmware.lst"));
        assertTrue(listing.contains("<trap_entry>"), listing);
        assertTrue(listing.lines().anyMatch(line -> line.contains("csrrw")
                && line.contains("mscratch") && line.contains("TrapEntry.java:")), listing);
    }

    @Test
    void folderMustBeGiven() {
        assertThrows(IllegalArgumentException.class, () -> GuestPrograms.main(new String[0]));
    }
}
