package cleave.toolchain.asm;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.RA;
import static cleave.toolchain.isa.Register.SP;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.ZERO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.toolchain.Peer;
import cleave.toolchain.elf.ElfFile;
import cleave.toolchain.elf.ElfImage;
import cleave.toolchain.elf.ElfWriter;
import cleave.toolchain.isa.CompressedInstruction;
import cleave.toolchain.isa.Disassembler;
import cleave.toolchain.isa.Extension;
import cleave.toolchain.isa.Format;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Register;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs with compressed instructions, also against GNU's assembler. */
class CompressedCodeTest {
    private static final int BASE = 0x8000_0000;
    private static final int INSTRUCTIONS = 20_000;
    private static final Set<Format> PLAIN = Set.of(Format.R, Format.I, Format.I_OFFSET, Format.S,
            Format.U, Format.SHIFT);
    private static final String BINUTILS = "binutils-riscv64-unknown-elf";

    @TempDir
    private Path folder;

    private final long seed = Long.getLong("cleave.seed", 1);
    private final Random random = new Random(seed);
    private final Assembler a = new Assembler().compressed(true);
    private final StringBuilder gnu = new StringBuilder(".option norelax\n");

    private byte[] gnuBytes() throws Exception {
        Files.writeString(folder.resolve("gnu.s"), gnu);
        Peer.of("riscv64-unknown-elf-as", BINUTILS).run(folder, "-march=rv32imac",
                "-mabi=ilp32", "gnu.s", "-o", "gnu.o");
        Peer.of("riscv64-unknown-elf-ld", BINUTILS).run(folder, "-m", "elf32lriscv",
                "--no-relax", "-e", "0", "-Ttext=0x80000000", "gnu.o", "-o", "gnu.elf");
        Peer.of("riscv64-unknown-elf-objcopy", BINUTILS).run(folder, "-O", "binary", "-j",
                ".text", "gnu.elf", "gnu.bin");
        return Files.readAllBytes(folder.resolve("gnu.bin"));
    }

    private Register register() {
        return switch (random.nextInt(8)) {
            case 0 -> ZERO;
            case 1 -> SP;
            case 2, 3 -> Register.of(random.nextInt(32));
            default -> Register.of(8 + random.nextInt(8));
        };
    }

    private int immediate(Instruction instruction) {
        if (!instruction.hasImmediate()) {
            return 0;
        }
        int range = 1 << 3 + random.nextInt(9);
        int value = (random.nextInt(range) - (random.nextBoolean() ? range / 2 : 0))
                * (1 << random.nextInt(5));
        if (instruction.format() == Format.U) {
            return (random.nextBoolean() ? random.nextInt(64) - 32 : random.nextInt()) << 12;
        }
        return Math.max(instruction.immediateMinimum(),
                Math.min(instruction.immediateMaximum(), value));
    }

    /** Each instruction that has no target, with operands that often fit into 16 bits. */
    @Test
    void whatGnuCompressesWeCompress() throws Exception {
        List<Instruction> plain = Arrays.stream(Instruction.values())
                .filter(i -> i == Instruction.EBREAK || PLAIN.contains(i.format())
                        && (i.extension() == Extension.RV32I || i.extension() == Extension.M))
                .toList();
        List<String> texts = new ArrayList<>();
        List<Integer> words = new ArrayList<>();
        for (int n = 0; n < INSTRUCTIONS; n++) {
            Instruction instruction = plain.get(random.nextInt(plain.size()));
            Register rd = instruction.hasRd() ? register() : ZERO;
            Register rs1 = !instruction.hasRs1() ? ZERO
                    : instruction.hasRd() && random.nextBoolean() ? rd : register();
            Register rs2 = instruction.hasRs2() ? register() : ZERO;
            int immediate = immediate(instruction);
            a.emit(instruction, rd, rs1, rs2, immediate);
            int word = instruction.encode(rd.number(), rs1.number(), rs2.number(), immediate);
            String text = Disassembler.exact().disassemble(0, word).toString();
            words.add(word);
            texts.add(text);
            gnu.append(text).append('\n');
        }
        byte[] expected = gnuBytes();
        Assembly assembly = a.assemble(BASE);
        byte[] actual = assembly.flat();
        int at = 0;
        int gnuAt = 0;
        for (int n = 0; n < texts.size(); n++) {
            String where = "seed " + seed + ": " + texts.get(n) + " at " + at;
            int size = assembly.lines().get(n).size();
            int gnuSize = (expected[gnuAt] & 3) == 3 ? 4 : 2;
            if (size == gnuSize) {
                assertTrue(Arrays.equals(expected, gnuAt, gnuAt + size, actual, at, at + size),
                        where);
            } else {
                // GNU keeps additions of x0 on the right, and jumps by their full name.
                int halfword = actual[at] & 0xff | (actual[at + 1] & 0xff) << 8;
                int word = CompressedInstruction.expand(halfword);
                assertTrue(size < gnuSize && (word == words.get(n)
                        || texts.get(n).matches("add .*,zero")), where);
            }
            at += size;
            gnuAt += gnuSize;
        }
        int compressed = (4 * INSTRUCTIONS - at) / 2;
        assertTrue(compressed > INSTRUCTIONS / 20, "only " + compressed + " are compressed");
    }

    /** Jumps and branches among each other; {@code c.jal} GNU leaves to its linker. */
    @Test
    void jumpsAndBranchesTakeGnusForms() throws Exception {
        List<Label> labels = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            labels.add(a.local("L" + i));
        }
        for (int i = 0; i < labels.size(); i++) {
            a.bind(labels.get(i));
            gnu.append("L").append(i).append(":\n");
            for (int n = 0; n < 6; n++) {
                int target = random.nextInt(labels.size());
                jump(labels.get(target), "L" + target);
            }
            int space = random.nextInt(12) * 2;
            a.space(space);
            gnu.append(".space ").append(space).append('\n');
            if (i % 8 == 0) {
                a.align(16);
                gnu.append(".balign 16\n");
            }
        }
        a.align(16);
        gnu.append(".balign 16\n");
        byte[] expected = gnuBytes();
        Assembly assembly = a.assemble(BASE);
        int at = Arrays.mismatch(expected, assembly.flat());
        assertEquals(-1, at, () -> "seed " + seed + "\n" + assembly.listing());
    }

    private void jump(Label target, String name) {
        Register register = Register.of(8 + random.nextInt(8));
        switch (random.nextInt(6)) {
            case 0 -> {
                a.j(target);
                gnu.append("j ").append(name);
            }
            case 1, 2 -> {
                a.beqz(register, target);
                gnu.append("beqz ").append(register).append(", ").append(name);
            }
            case 3 -> {
                a.bnez(register, target);
                gnu.append("bnez ").append(register).append(", ").append(name);
            }
            case 4 -> {
                a.bltu(register, A1, target);
                gnu.append("bltu ").append(register).append(", a1, ").append(name);
            }
            default -> {
                a.bnez(T0, target);
                gnu.append("bnez t0, ").append(name);
            }
        }
        gnu.append('\n');
    }

    @Test
    void farTargetsTakeTheLongForms() {
        Label far = a.local("far");
        a.jal(RA, a.here("itself"));
        a.beqz(A0, far);
        a.bltu(A0, A1, far);
        a.j(far);
        a.call("distant");
        a.space(8192);
        a.bind(far);
        a.ret();
        a.space(1 << 20);
        a.bind("distant");
        a.ret();
        Assembly assembly = a.assemble(BASE);
        assertEquals(List.of(2, 6, 8, 4, 8),
                assembly.lines().subList(0, 5).stream().map(Assembly.Line::size).toList());
        List<String> listing = assembly.listing().lines().toList();
        assertTrue(listing.get(2).contains("bnez") && listing.get(2).contains("80000008"),
                listing.get(2));
        assertTrue(listing.get(3).contains(" j "), listing.get(3));
    }

    @Test
    void theListingAndTheExecutableSayThatItIsCompressed() throws Exception {
        a.function("_start");
        a.li(A0, 1);
        a.compressed(false);
        a.li(A0, 1);
        Assembly assembly = a.assemble(BASE);
        List<String> listing = assembly.listing().lines().toList();
        assertTrue(listing.get(2).startsWith("80000000  4505      "), listing.get(2));
        assertTrue(listing.get(3).startsWith("80000002  00100513  "), listing.get(3));
        ElfFile elf = ElfFile.read(ElfWriter.write(assembly.toElf("_start")), "a.elf");
        assertEquals(ElfImage.RVC, elf.flags());
    }

    @Test
    void halfwordsAlignCompressedInstructionsAndNothingLess() {
        a.bytes(1, 2);
        a.li(A0, 1);
        a.align(8);
        a.nop();
        assertEquals(10, a.assemble(BASE).flat().length);
        a.bytes(1);
        a.ret();
        String message = assertThrows(AssemblyException.class, () -> a.assemble(BASE))
                .getMessage();
        assertTrue(message.contains("align(2) is missing before it"), message);
    }
}
