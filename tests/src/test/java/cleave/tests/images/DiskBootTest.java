package cleave.tests.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.boot.BootException;
import cleave.emulator.boot.BootPlan;
import cleave.emulator.boot.BootPlanner;
import cleave.emulator.boot.BootRequest;
import cleave.emulator.device.ConsolePort;
import cleave.emulator.machine.Machine;
import cleave.guestos.build.GreetingProgram;
import cleave.images.ext2.Ext2Writer;
import cleave.images.ext2.Format;
import cleave.images.ext2.ImageFile;
import cleave.images.ext2.Meta;
import cleave.tests.Peer;
import cleave.toolchain.disk.ext2.Inode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The emulator boots the kernel that is in an image, whoever made the image. */
class DiskBootTest {
    private static final long SIZE = 2 << 20;
    private static final long CYCLES = 1_000_000;

    @TempDir
    Path folder;

    private static byte[] kernel() {
        return GreetingProgram.build().elf();
    }

    private static Machine machine(ConsolePort console) {
        return Machine.builder().memory(16 << 20).serial(console).build();
    }

    /** Hears what the guest prints, and has nothing to say. */
    private static final class Listener implements ConsolePort {
        private final StringBuilder heard = new StringBuilder();

        @Override
        public void put(int value) {
            heard.append((char) (value & 0xff));
        }

        @Override
        public int take() {
            return -1;
        }

        @Override
        public boolean hasInput() {
            return false;
        }
    }

    private Path ours(Optional<byte[]> kernel) throws IOException {
        Path disk = folder.resolve("ours.img");
        Meta meta = new Meta(0755, 0, 0, Format.TIME);
        try (ImageFile image = ImageFile.create(disk, SIZE)) {
            Ext2Writer writer = Ext2Writer.format(image, Format.of(SIZE, "boot"));
            Inode boot = writer.makeDirectory(writer.files().inode(Inode.ROOT), "boot", meta);
            if (kernel.isPresent()) {
                writer.makeFile(boot, "kernel", meta, new ByteArrayInputStream(kernel.get()));
            }
            writer.finish();
            image.commit();
        }
        return disk;
    }

    private static void assertBoots(Path disk) throws IOException {
        Listener console = new Listener();
        Machine machine = machine(console);
        BootPlan plan = BootPlanner.plan(BootRequest.of(disk.toString()), machine);
        assertEquals(Optional.of(disk), plan.disk());
        plan.attach(machine);
        machine.run(CYCLES);
        assertTrue(console.heard.toString().startsWith("Cleave: a RISC-V RV32 computer."),
                console.heard.toString());
    }

    @Test
    void kernelInAnImageOfOursIsBooted() throws Exception {
        assertBoots(ours(Optional.of(kernel())));
    }

    @Test
    void kernelInAnImageOfMke2fsIsBooted() throws Exception {
        Peer.need("mke2fs", "e2fsprogs");
        Path boot = Files.createDirectories(folder.resolve("tree/boot"));
        Files.write(boot.resolve("kernel"), kernel());
        Path disk = folder.resolve("theirs.img");
        Process made = new ProcessBuilder("mke2fs", "-q", "-t", "ext2", "-d",
                folder.resolve("tree").toString(), disk.toString(), "4M").inheritIO().start();
        assertEquals(0, made.waitFor());
        assertBoots(disk);
    }

    @Test
    void imageWithoutAKernelSaysWhereOneWasLookedFor() throws Exception {
        Path disk = ours(Optional.empty());
        BootException refusal = assertThrows(BootException.class,
                () -> BootPlanner.plan(BootRequest.of(disk.toString()), machine(new Listener())));
        assertTrue(refusal.getMessage().contains("/boot/kernel, /boot/kernel.elf, /boot/vmlinux"),
                refusal.getMessage());
    }
}
