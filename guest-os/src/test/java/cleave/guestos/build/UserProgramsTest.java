package cleave.guestos.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.toolchain.compiler.ClassSource;
import cleave.toolchain.elf.ElfFile;
import cleave.toolchain.elf.ElfSegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserProgramsTest {
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000);

    @TempDir
    Path folder;

    @Test
    void everyPathOfTheGuestHasOneProgram() {
        Set<String> paths = new HashSet<>();
        for (UserProgram program : UserProgram.values()) {
            for (String path : program.paths()) {
                assertTrue(path.startsWith("/") && paths.add(path), path);
            }
        }
        assertTrue(paths.contains("/sbin/init") && paths.contains("/bin/sh"), paths.toString());
    }

    /** One that is as it should be, one that is missing, one made of another class. */
    @Test
    void onlyWhatHasChangedIsMadeAgain() throws Exception {
        UserPrograms.main(new String[] {folder.toString()});
        Path kept = folder.resolve("forkdemo.elf");
        Path missing = folder.resolve("orphan.elf");
        Path changed = folder.resolve("zombie.elf");
        byte[] before = Files.readAllBytes(changed);
        byte[] orphan = Files.readAllBytes(missing);
        Files.delete(missing);
        Path madeOf = folder.resolve("zombie.made-of");
        Files.writeString(madeOf, Files.readString(madeOf).replaceFirst("Zombie [0-9a-f]{4}",
                "Zombie 0000"));
        for (UserProgram program : UserProgram.values()) {
            Path elf = folder.resolve(program.fileName() + ".elf");
            if (Files.exists(elf)) {
                Files.setLastModifiedTime(elf, LONG_AGO);
            }
        }
        UserPrograms.main(new String[] {folder.toString()});
        assertEquals(LONG_AGO, Files.getLastModifiedTime(kept));
        assertTrue(Files.getLastModifiedTime(changed).compareTo(LONG_AGO) > 0);
        assertArrayEquals(before, Files.readAllBytes(changed));
        assertArrayEquals(orphan, Files.readAllBytes(missing));
    }

    @Test
    void programsAreExecutablesWithoutWritableCode() throws Exception {
        byte[] bytes = UserPrograms.compile("cleave/guestos/user/demo/Orphan",
                ClassSource.of(getClass().getClassLoader()));
        ElfFile elf = ElfFile.read(bytes, "orphan.elf");
        for (ElfSegment segment : elf.loadSegments()) {
            int both = ElfSegment.WRITE | ElfSegment.EXECUTE;
            assertTrue((segment.flags() & both) != both, segment.toString());
        }
    }
}
