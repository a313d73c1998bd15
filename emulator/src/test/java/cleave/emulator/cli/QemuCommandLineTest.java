package cleave.emulator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.boot.TestGuest;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Command lines of QEMU, pasted behind {@code cleave boot}. */
class QemuCommandLineTest {
    @TempDir
    Path folder;
    private Cli cli;

    @BeforeEach
    void setUp() throws Exception {
        cli = new Cli(folder);
        cli.machineProgram("kernel", TestGuest.hello(0));
        cli.file("kernel.elf",
                TestGuest.elf(TestGuest.SUPERVISOR_START, TestGuest::supervisorHello));
        cli.file("fs.img", new byte[8192]);
        cli.file("initrd", new byte[100]);
        cli.file("fw.bin", TestGuest.flat(TestGuest.MACHINE_START, TestGuest.hello(0)));
    }

    /** Splits at blanks; names of files begin with {@code @}. */
    private Cli.Result boot(String line) {
        List<String> words = Arrays.stream(("boot --quiet " + line).split(" +"))
                .map(word -> word.replace("@", folder + "/")).toList();
        return cli.run(words.toArray(new String[0]));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "-machine virt -bios none -kernel @kernel -m 128M -smp 1 -nographic "
                + "-global virtio-mmio.force-legacy=false "
                + "-drive file=@fs.img,if=none,format=raw,id=x0 "
                + "-device virtio-blk-device,drive=x0,bus=virtio-mmio-bus.0",
        "-M virt -cpu rv32 -nographic -bios none -kernel @kernel",
        "-machine virt -bios default -nographic -serial mon:stdio --no-reboot "
                + "-drive id=drive0,file=@fs.img,format=raw,if=none "
                + "-device virtio-blk-device,drive=drive0,bus=virtio-mmio-bus.0 -kernel "
                + "@kernel.elf",
        "-M virt -m 256 -smp cpus=1 -icount shift=0 -nographic -kernel @kernel.elf "
                + "-initrd @initrd -append console=ttyS0",
        "-nographic -machine virt,aclint=off -cpu rv32,pmp=on,c=true,sstc=on,v=false,f=off "
                + "-bios @fw.bin -kernel @kernel.elf",
        "-M virt -display none -serial stdio -monitor none -parallel none -net none -vga none "
                + "-no-user-config -nodefaults -accel tcg,thread=single -name demo @kernel",
        "-M virt -nographic -bios none -device loader,file=@kernel "
                + "-device loader,file=@initrd,addr=0x86000000,force-raw=on -kernel @kernel.bin",
        "-M virt -nographic -kernel @kernel.elf -object rng-random,filename=/dev/urandom,id=rng0 "
                + "-device virtio-rng-device,rng=rng0 -hda @fs.img -snapshot",
        "-M virt -nographic -kernel @kernel.elf -chardev stdio,id=con0 -serial null "
                + "-device virtio-serial-device -device virtconsole,chardev=con0",
        "-M virt -nographic -kernel @kernel.elf -rtc base=2026-01-31,clock=vm -d guest_errors "
                + "-D @log.txt -drive file=@fs.img,format=raw,readonly=on,cache=none",
    })
    void usualCommandLinesBoot(String line) throws Exception {
        cli.file("kernel.bin", new byte[4]);
        boolean overlap = line.contains("kernel.bin");
        Cli.Result result = boot(overlap ? line.replace(" -kernel @kernel.bin", "").replace(
                "-device loader,file=@kernel ", "-kernel @kernel ") : line);
        assertEquals(0, result.code(), result.err());
        assertEquals("", result.err());
        boolean silent = line.contains("-serial null");
        assertTrue(silent || List.of("hello\n", "super\n").contains(result.out()), result.out());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "-M sifive_u @kernel | -M sifive_u: the machine is virt; no other is built in",
        "-smp 4 @kernel | -smp 4: this machine has one hart: say -smp 1 or nothing (with xv6's "
                + "makefile: make CPUS=1 ...)",
        "-cpu rv64 @kernel | -cpu rv64: the hart is rv32",
        "-cpu rv32,v=true @kernel | -cpu rv32,v=true: the hart has no v",
        "-cpu rv32,c=off @kernel | -cpu rv32,c=off: the hart has c, and it cannot be switched off",
        "-cpu rv32,wings=on @kernel | -cpu rv32,wings=on: the hart knows nothing of wings",
        "-icount shift=auto @kernel | -icount shift=auto: a cycle is a nanosecond, shift=0, always",
        "-display gtk @kernel | -display gtk: there is no display; it can only be none",
        "-serial tcp::4444 @kernel | -serial tcp::4444: it can be mon:stdio, stdio, file:NAME, "
                + "null or none",
        "-netdev user,id=n @kernel | -netdev is QEMU's; here, there is no network device",
        "-drive file=@fs.img,format=qcow2 @kernel | -drive file=fs.img,format=qcow2: only "
                + "format=raw is read: convert it with qemu-img convert -O raw",
        "-drive file=@fs.img,if=pflash @kernel | -drive file=fs.img,if=pflash: there is no flash: "
                + "give firmware with -bios",
        "-drive file=@fs.img,if=none,id=a @kernel | -drive with id=a is connected to nothing: add "
                + "-device virtio-blk-device,drive=a, or say if=virtio",
        "-drive file=@fs.img,fromat=raw @kernel | -drive file=fs.img,fromat=raw: there is no "
                + "fromat: did you mean format?",
        "-device virtio-blk-pci,drive=a @kernel | -device virtio-blk-pci,drive=a: there is no PCI: "
                + "say virtio-blk-device",
        "-device virtio-net-device @kernel | -device virtio-net-device: there is no network device",
        "-device virtio-blk-devcie,drive=a @kernel | -device virtio-blk-devcie,drive=a: there is "
        + "no device virtio-blk-devcie: did you mean virtio-blk-device?",
        "-device virtio-rng-device,bus=pcie.0 @kernel | -device virtio-rng-device,bus=pcie.0: "
        + "there is no bus pcie.0: they are called virtio-mmio-bus.0 to virtio-mmio-bus.7",
        "-global virtio-mmio.legacy=off @kernel | -global virtio-mmio.legacy=off: there is no "
                + "virtio-mmio.legacy: did you mean virtio-mmio.force-legacy?",
        "-d nonsense @kernel | -d nonsense: it can be guest_errors, unimp, int; for instructions "
                + "see --trace",
        "-rtc clock=host @kernel | -rtc clock=host: the clock runs on the guest's time, clock=vm; "
                + "see --realtime",
    })
    void whatIsNotThereIsRefusedByName(String line, String message) {
        Cli.Result result = boot(line);
        assertEquals(2, result.code());
        assertEquals("cleave: " + message + "\nTry: cleave help boot\n", result.err());
    }

    @Test
    void twoDevicesCannotHaveOneSlot() {
        assertEquals("cleave: -device: virtio-mmio-bus.0 is taken\nTry: cleave help boot\n",
                boot("-device virtio-rng-device,bus=virtio-mmio-bus.0 "
                        + "-device virtio-rng-device,bus=virtio-mmio-bus.0 @kernel").err());
        assertEquals("cleave: -device: all 8 virtio-mmio slots are taken\nTry: cleave help boot\n",
                boot("-device virtio-rng-device ".repeat(9) + "@kernel").err());
    }

    @Test
    void diskThatCannotBeOpenedNamesTheCure() throws Exception {
        assertEquals("cleave: disk image nope.img does not exist\n",
                boot("-drive file=@nope.img @kernel").err());
        try (FileChannel mine = FileChannel.open(
                folder.resolve("fs.img"), StandardOpenOption.WRITE)) {
            mine.lock();
            assertEquals("cleave: disk image fs.img is in use by another disk of this program: end "
                    + "that first, or work on a copy\n",
                    boot("-drive file=@fs.img @kernel").err());
        }
    }
}
