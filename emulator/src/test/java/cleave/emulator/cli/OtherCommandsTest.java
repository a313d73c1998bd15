package cleave.emulator.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.boot.BootPlan;
import cleave.emulator.boot.BootPlanner;
import cleave.emulator.boot.BootRequest;
import cleave.emulator.boot.FileTree;
import cleave.emulator.boot.Piece;
import cleave.emulator.boot.TestGuest;
import cleave.emulator.platform.DeviceTreeNode;
import cleave.emulator.platform.FlattenedTree;
import cleave.toolchain.asm.Assembler;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code disasm}, {@code describe}, {@code version}, and what the machine's options do. */
class OtherCommandsTest {
    @TempDir
    Path folder;
    private Cli cli;

    @BeforeEach
    void setUp() {
        cli = new Cli(folder);
    }

    private static void twoFunctions(Assembler a) {
        a.nop();
        a.j(a.label("second"));
        a.end();
        a.function("second");
        a.ret();
        a.insn(0xffff_ffff);
    }

    @Test
    void programIsDisassembledWithItsSymbols() throws Exception {
        String program = cli.machineProgram("two.elf", OtherCommandsTest::twoFunctions);
        assertEquals(new Cli.Result(0, """

                80000000 <_start>:
                80000000:\t00000013\tnop
                80000004:\t0040006f\tj\t80000008 <second>

                80000008 <second>:
                80000008:\t00008067\tret
                8000000c:\tffffffff\t.4byte\t0xffffffff
                """, ""), cli.run("disasm", program));
        assertEquals(new Cli.Result(0, """

                80000008 <second>:
                80000008:\t00008067\tjalr\tzero,0(ra)
                8000000c:\tffffffff\t.4byte\t0xffffffff
                """, ""), cli.run("disasm", "--exact", "--symbol", "second", program));
        assertEquals("cleave: two.elf has no symbol secnod: did you mean second?\n"
                + "Try: cleave help disasm\n", cli.run("disasm", program, "--symbol=secnod").err());
    }

    @Test
    void binaryIsDisassembledFromItsBase() throws Exception {
        String binary = cli.file("code.bin", new byte[] {0x13, 0, 0, 0, 1, 0, 0x67, (byte) 0x80,
                0});
        assertEquals(new Cli.Result(0, """
                00001000:\t00000013\tnop
                00001004:\t0001    \tnop
                00001006:\t8067    \t.2byte\t0x8067
                00001008:\t00      \t.byte\t0x00
                """, ""), cli.run("disasm", "--base", "0x1000", binary));
        assertEquals("00001004:\t0001    \tnop\n",
                cli.run("disasm", "--base=0x1000", "--start=0x1004", "--stop=0x1006", binary)
                .out());
        assertEquals("cleave: there is no code between 0x00002000 and 0x100000000\n"
                + "Try: cleave help disasm\n", cli.run("disasm", "--start=0x2000", binary).err());
        assertEquals("cleave: code.bin is a flat binary without symbols: say --start and --stop\n"
                + "Try: cleave help disasm\n", cli.run("disasm", "--symbol", "main", binary).err());
    }

    @Test
    void machineIsDescribedAsTextSourceBlobAndJson() throws Exception {
        Cli.Result text = cli.run("describe", "-m", "64M");
        assertTrue(text.out()
                .contains("10000000-100000ff  uart0    irq 10  NS16550A serial line\n"),
                text.out());
        assertTrue(text.out().endsWith("80000000-83ffffff  ram              64 MiB\n"), text.out());
        Cli.Result source = cli.run("describe", "--dts", "-append", "quiet");
        assertTrue(source.out().startsWith("/dts-v1/;\n"), source.out());
        assertTrue(source.out().contains("bootargs = \"quiet\";"), source.out());
        Path blob = folder.resolve("virt.dtb");
        assertEquals(new Cli.Result(0, "", ""), cli.run("describe", "--dtb", blob.toString()));
        Path dumped = folder.resolve("dumped.dtb");
        assertEquals(new Cli.Result(0, "", ""), cli.run("boot", "-M", "virt,dumpdtb=" + dumped));
        assertArrayEquals(Files.readAllBytes(blob), Files.readAllBytes(dumped));
        Cli.Result json = cli.run("describe", "--json");
        assertTrue(json.out().startsWith("{\"schema\":\"cleave-machine/1\",\"machine\":\"virt\","
                + "\"isa\":\"rv32i"), json.out());
        assertTrue(json.out().contains("{\"name\":\"uart0\",\"base\":268435456,\"size\":256,"
                + "\"interrupt\":10}"), json.out());
    }

    @Test
    void deviceTreeOfTheUserGetsArgumentsAndInitrd() throws Exception {
        DeviceTreeNode mine = new DeviceTreeNode("");
        mine.strings("model", "mine");
        String tree = cli.file("mine.dtb", FlattenedTree.write(mine));
        BootPlan plan = BootPlanner.plan(
                new BootRequest(
                        Optional.of(cli.machineProgram("k", TestGuest.hello(0))),
                        new BootRequest.Firmware.None(),
                        Optional.of(cli.file("rd", new byte[16])),
                        Optional.of("words"), Optional.of(tree), List.of()),
                new FileTree(tree), 0x8000_0000L, 16 << 20);
        Piece piece = plan.pieces().stream()
                .filter(p -> p.what().equals("device tree")).findFirst().orElseThrow();
        byte[] bytes = new byte[piece.bytes().remaining()];
        piece.bytes().duplicate().get(bytes);
        DeviceTreeNode chosen = FlattenedTree.read(bytes).find("chosen");
        assertEquals(List.of("words"), chosen.stringsOf("bootargs"));
        assertEquals(0x8080_0000, chosen.cellsOf("linux,initrd-start")[0]);
        assertEquals(0x8080_0010, chosen.cellsOf("linux,initrd-end")[0]);
        Cli.Result wrong = cli.run("boot", "-dtb", cli.file("bad.dtb", "/dts-v1/;"),
                cli.path("k"));
        assertEquals("cleave: bad.dtb is no device tree (this is no flattened device tree): "
                + "compile source with dtc -O dtb\n", wrong.err());
    }

    @Test
    void versionIsOneLine() {
        Cli.Result version = cli.run("version");
        assertEquals(0, version.code());
        assertTrue(version.out().matches("cleave .*\n"), version.out());
        assertEquals(version, cli.run("--version"));
    }

    @Test
    void badSizesOfMemoryAreRefused() {
        assertEquals("cleave: -m 3T: RAM can be from 1M to 1G\nTry: cleave help boot\n",
                cli.run("boot", "-m", "3T", "x").err());
        assertEquals("cleave: -m lots: a size looks like 128M or 1G\nTry: cleave help boot\n",
                cli.run("boot", "-m", "lots", "x").err());
        assertEquals("cleave: -m 1025K: RAM is a multiple of 4K\nTry: cleave help boot\n",
                cli.run("boot", "-m", "1025K", "x").err());
    }

    @Test
    void choicesAreNamedWhenNoneOfThemIsMade() {
        assertEquals("cleave: --pmp 3: it can be 16, 8, 4, 0\nTry: cleave help run\n",
                cli.run("run", "--pmp", "3", "x").err());
        assertEquals("cleave: --timing slow: it can be unit, pipeline\nTry: cleave help run\n",
                cli.run("run", "--timing", "slow", "x").err());
        assertTrue(cli.run("run", "--engine", "steam", "x").err().startsWith(
                "cleave: --engine steam: it can be reference, interpreter"));
    }

    @Test
    void timingChangesCyclesAndEnginesDoNot() throws Exception {
        String program = cli.machineProgram("hello.elf", TestGuest.hello(0));
        String reference = cycles(program, "--engine", "reference");
        assertEquals(reference, cycles(program, "--engine", "interpreter"));
        assertTrue(Long.parseLong(cycles(program, "--timing", "pipeline"))
                > Long.parseLong(reference));
    }

    private String cycles(String program, String... options) {
        String[] words = new String[options.length + 4];
        words[0] = "run";
        words[1] = "--json";
        words[2] = "--quiet";
        words[3] = program;
        System.arraycopy(options, 0, words, 4, options.length);
        return cli.run(words).out().replaceAll("(?s).*\"cycles\":(\\d+).*", "$1");
    }

    @Test
    void defaultImageIsBootedWhenNothingIsNamed() throws Exception {
        Optional<String> image = Optional.of(
                cli.machineProgram("default.elf", TestGuest.hello(3)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Streams streams = new Streams(InputStream.nullInputStream(), out,
                new PrintStream(OutputStream.nullOutputStream()), false);
        assertEquals(3, Main.run(List.of("boot"), streams, image));
        assertEquals(2, Main.run(List.of("run"), streams, image));
        assertEquals(2, Main.run(List.of("boot"), streams, Optional.empty()));
    }
}
