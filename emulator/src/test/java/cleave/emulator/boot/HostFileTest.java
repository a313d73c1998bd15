package cleave.emulator.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFileTest {
    @TempDir
    Path folder;

    private static String refusal(Path file) {
        return assertThrows(BootException.class, () -> HostFile.read(file.toString()))
                .getMessage();
    }

    @Test
    void missingFileNamesTheNearestOne() throws IOException {
        Files.createFile(folder.resolve("kernel.elf"));
        Files.createFile(folder.resolve("unrelated"));
        assertEquals(folder.resolve("kernal.elf") + " does not exist: did you mean "
                + folder.resolve("kernel.elf") + "?", refusal(folder.resolve("kernal.elf")));
        assertEquals(folder.resolve("zzz") + " does not exist: there is nothing like it in "
                + folder, refusal(folder.resolve("zzz")));
        assertEquals(folder.resolve("no/zzz") + " does not exist: there is no directory "
                + folder.resolve("no"), refusal(folder.resolve("no/zzz")));
    }

    @Test
    void directoryIsNoFile() {
        assertEquals(folder + " is a directory: name the file in it", refusal(folder));
    }

    @Test
    void emptyFileSaysThatItsMakerFailed() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty"));
        assertEquals(empty + " is empty: whatever wrote it has failed; build or copy it again",
                refusal(empty));
    }

    @Test
    void nameThatCannotBeAFileIsRefused() {
        assertEquals("a\0b is not a file name: Nul character not allowed",
                assertThrows(BootException.class, () -> HostFile.find("a\0b")).getMessage());
    }
}
