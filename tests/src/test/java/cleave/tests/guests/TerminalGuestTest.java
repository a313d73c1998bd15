package cleave.tests.guests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.images.ext2.Format;
import cleave.images.ext2.HostTree;
import cleave.images.ext2.Meta;
import cleave.images.manifest.NewImage;
import cleave.tests.Peer;
import cleave.tests.Run;
import cleave.toolchain.disk.ext2.Inode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Job control and modes of the console, typed by a script. */
class TerminalGuestTest {
    private static final Path KERNEL = Path.of("../guest-os/target/kernel-checked.elf");
    private static final long IMAGE_BYTES = 4 << 20;

    private static final String SCRIPT = """
            timeout 100s
            fail "panic"
            expect "interrupt?"
            pause 10ms
            send "\\x03"
            expect "stop?"
            pause 10ms
            send "\\x1a"
            expect "line?"
            send "abc\\n"
            expect "three?"
            send "ab"
            pause 50ms
            send "c"
            expect "two?"
            pause 300ms
            send "x"
            pause 100ms
            send "y"
            expect "end?"
            send "hello\\n"
            pause 20ms
            send "\\x04"
            exit 0
            """;

    private static final String EXPECTED = """
            the terminal is taken: 0
            ok the leader is in the foreground
            ok the terminal is its session's
            interrupt?
            ^Cinterrupted: 0, code 2, status 2
            stop?
            ^Zstopped: 0, code 5, status 20
            slept
            continued: 0, code 1, status 7
            reads in the background: 0, code 5, status 21
            line?
            abc
            reads in the foreground: 0, code 1, status 4
            nothing is there: 0
            nothing comes: 0
            ok for three tenths of a second
            three?
            at least three: 3
            two?
            those that come in time: 2
            the usual modes: 0
            end?
            hello
            part of a line: 2
            the rest: 4
            the end: 0
            size 50 x 132
            typing for others: 0
            ok is read as if it were typed
            by who is not root: -EIO
            an unknown request: -ENOTTY
            a bad address: -EFAULT
            a bad queue: -EINVAL
            waiting: 0
            ok the foreground hears of its leader's end
            done
            """;

    @TempDir
    Path folder;

    private Path image() throws Exception {
        Peer.need("riscv64-unknown-elf-gcc", "gcc-riscv64-unknown-elf");
        Path tree = folder.resolve("tree");
        for (String directory : List.of("dev", "proc", "sbin")) {
            Files.createDirectories(tree.resolve(directory));
        }
        Run built = new Run.Command(60, "riscv64-unknown-elf-gcc", "-march=rv32ima",
                "-mabi=ilp32", "-mno-relax", "-static", "-nostdlib", "-ffreestanding",
                "-fno-builtin", "-O1", "-Wall", "-Wextra", "-Werror",
                "-Wl,-Ttext-segment=0x10000", "-s", "-o", tree.resolve("sbin/init").toString(),
                "guests/terminal.c", "-lgcc").run();
        assertEquals(0, built.exitCode(), built.toString());
        Path image = folder.resolve("terminal.img");
        NewImage.write(image, IMAGE_BYTES, Format.of(IMAGE_BYTES, "terminal"),
                (writer, digest) -> new HostTree(writer, new Meta(0, 0, 0, Format.TIME), digest)
                        .copyAll(tree, writer.files().inode(Inode.ROOT)));
        return image;
    }

    @Test
    void whatIsTypedReachesTheRightProcessesInTheRightWay() throws Exception {
        Path script = Files.writeString(folder.resolve("script"), SCRIPT);
        Run run = Run.cleave(300, "boot", "-kernel", KERNEL.toString(), "-drive",
                "file=" + image() + ",format=raw,if=none,id=d", "-device",
                "virtio-blk-device,drive=d", "--expect", script.toString());
        String said = run.out();
        int start = said.indexOf("the terminal is taken");
        int end = said.indexOf("reboot: ");
        assertEquals(EXPECTED, start < 0 || end < start ? run.toString()
                : said.substring(start, end));
        assertEquals(0, run.exitCode(), run.toString());
    }
}
