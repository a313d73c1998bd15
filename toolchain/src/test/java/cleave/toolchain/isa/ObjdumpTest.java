package cleave.toolchain.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.toolchain.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disassembler against GNU's: all 16-bit encodings, and samples of every instruction. */
class ObjdumpTest {
    private static final int SAMPLES_PER_INSTRUCTION = 300;
    private static final Pattern LINE =
            Pattern.compile("(?m)^ *([0-9a-f]+):\\t([0-9a-f]+) *\\t(.*)$");

    /** Where GNU's disassembler (2.40) is not followed, and why. */
    private enum Difference {
        /** In RV32C shift amounts above 31 are for custom extensions; GNU prints RV64C's. */
        COMPRESSED_SHIFT_OF_RV64("\\.2byte .*", "c\\.(slli|srli|srai) .*"),
        /** The same of the 32-bit shifts, and of the shifts by immediates of Zbb and Zbs. */
        SHIFT_OF_RV64("\\.4byte .*", "(slli|srli|srai|rori|bclri|bexti|binvi|bseti) .*,0x[23].*"),
        /** Instructions of earlier manuals, of the hypervisor and of debug mode. */
        OTHER_MACHINES("\\.4byte .*", "(uret|hret|dret|sfence\\.vm)( .*)?"),
        /** {@code c.addi16sp} with immediate 0 is reserved. */
        RESERVED_ADDI16SP("\\.2byte 0x6101", "c\\.addi16sp sp,0"),
        /** The manual wants reserved fields of fences ignored; GNU takes them for data. */
        RESERVED_FENCE_FIELDS("fence(\\.i)?( .*)?", "\\.4byte .*"),
        /** GNU has no own name for this one even when asked for none of its aliases. */
        UNIMP("csrrw zero,cycle,zero", "unimp");

        private final Pattern ours;
        private final Pattern theirs;

        Difference(String ours, String theirs) {
            this.ours = Pattern.compile(ours);
            this.theirs = Pattern.compile(theirs);
        }

        static Difference of(String ours, String theirs) {
            for (Difference difference : values()) {
                if (difference.ours.matcher(ours).matches()
                        && difference.theirs.matcher(theirs).matches()) {
                    return difference;
                }
            }
            return null;
        }
    }

    private interface Comparison {
        void compare(int address, int word, String theirs);
    }

    @TempDir
    private Path directory;

    @Test
    void allCompressedWordsReadAsObjdumpReadsThem() throws Exception {
        List<Integer> words = new ArrayList<>();
        for (int halfword = 0; halfword < 0x1_0000; halfword++) {
            if (Operands.isCompressed(halfword)) {
                words.add(halfword);
            }
        }
        Map<Difference, Integer> differences = compareExactly(words, "");
        assertEquals(Map.of(Difference.COMPRESSED_SHIFT_OF_RV64, 1024 + 512,
                Difference.RESERVED_ADDI16SP, 1), differences);
    }

    @Test
    void samplesOfEveryInstructionReadAsObjdumpReadsThem() throws Exception {
        long seed = Long.getLong("cleave.seed", 1);
        Random random = new Random(seed);
        List<Integer> words = new ArrayList<>(List.of(0xc000_1073));
        for (Instruction instruction : Instruction.values()) {
            for (int i = 0; i < SAMPLES_PER_INSTRUCTION; i++) {
                int bits = random.nextInt() & (i % 4 == 0 ? random.nextInt() : ~0);
                int registersZero = (i & 4) * 31 << 5 | (i & 8) * 31 << 12;
                bits &= ~registersZero;
                words.add(bits & ~instruction.mask() | instruction.match());
            }
        }
        Map<Difference, Integer> differences = compareExactly(words, "seed " + seed);
        assertTrue(differences.get(Difference.UNIMP) >= 1, "seed " + seed);
        assertEquals(null, differences.get(Difference.COMPRESSED_SHIFT_OF_RV64));
    }

    /** Opcode, funct3 and the upper twelve bits in all combinations where extensions live. */
    @Test
    void wordsAreLegalExactlyWhereObjdumpSaysSo() throws Exception {
        long seed = Long.getLong("cleave.seed", 1);
        Random random = new Random(seed);
        List<Integer> words = new ArrayList<>();
        for (int opcode = 3; opcode < 0x7f; opcode += 4) {
            // Longer instructions begin so; GNU would take the next word for a part of them.
            boolean longer = (opcode & 0x1f) == 0x1f;
            boolean dense = opcode == 0x13 || opcode == 0x33 || opcode == 0x2f || opcode == 0x73;
            for (int upper = 0; upper < 1 << 15 && !longer; upper += dense ? 1 : 37) {
                int registers = random.nextInt() & random.nextInt(4) * (31 << 15 | 31 << 7);
                words.add(upper >>> 3 << 20 | registers & 0xf_8f80 | (upper & 7) << 12 | opcode);
            }
        }
        Map<Difference, Integer> differences = compareExactly(words, "seed " + seed);
        assertEquals(8 * 32, differences.get(Difference.SHIFT_OF_RV64), "seed " + seed);
    }

    @Test
    void everyCsrHasObjdumpsName() throws Exception {
        List<Integer> words = new ArrayList<>();
        for (int number = 0; number < Csr.NUMBERS; number++) {
            words.add(Instruction.CSRRS.encode(10, 11, 0, number));
        }
        assertEquals(Map.of(), compareExactly(words, ""));
    }

    @Test
    void pseudoInstructionsReadAsObjdumpReadsThem() throws Exception {
        long seed = Long.getLong("cleave.seed", 1);
        Random random = new Random(seed);
        List<Integer> words = new ArrayList<>();
        for (PseudoInstruction pseudo : PseudoInstruction.values()) {
            // GNU says mv only of c.mv and of addi.
            if (pseudo != PseudoInstruction.MV_BY_ADD) {
                for (int i = 0; i < 50; i++) {
                    words.add(random.nextInt() & ~pseudo.mask() | pseudo.match());
                }
            }
        }
        Disassembler disassembler = Disassembler.readable();
        objdump(words, List.of(), (address, word, theirs) -> {
            // GNU drops the i of the immediate forms.
            String ours = disassembler.disassemble(address, word).toString()
                    .replaceFirst("^(csr[wsc])i ", "$1 ");
            if (Difference.of(ours, theirs) == null) {
                assertEquals(theirs, ours, Integer.toHexString(word) + " seed " + seed);
            }
        });
    }

    private Map<Difference, Integer> compareExactly(List<Integer> words, String context)
            throws IOException, InterruptedException {
        Disassembler disassembler = Disassembler.exact();
        Map<Difference, Integer> differences = new EnumMap<>(Difference.class);
        objdump(words, List.of("-M", "no-aliases"), (address, word, theirs) -> {
            String ours = disassembler.disassemble(address, word).toString();
            if (!ours.equals(theirs)) {
                Difference difference = Difference.of(ours, theirs);
                if (difference == null) {
                    assertEquals(theirs, ours, Integer.toHexString(word) + " " + context);
                }
                differences.merge(difference, 1, Integer::sum);
            }
        });
        return differences;
    }

    /** Has GNU assemble the words as they are, and shows how it reads each of them. */
    private void objdump(List<Integer> words, List<String> options, Comparison comparison)
            throws IOException, InterruptedException {
        StringBuilder source = new StringBuilder(".text\n");
        for (int word : words) {
            source.append(".insn ").append(Operands.isCompressed(word) ? 2 : 4)
                    .append(", 0x").append(Integer.toHexString(word)).append('\n');
        }
        Files.writeString(directory.resolve("words.s"), source);
        Peer.of("riscv64-unknown-elf-as", "binutils-riscv64-unknown-elf").run(directory,
                "-march=rv32imac_zicsr_zifencei_zihintpause_zba_zbb_zbs", "-mabi=ilp32",
                "-o", "words.o", "words.s");
        List<String> arguments = new ArrayList<>(List.of("-d", "-z", "words.o"));
        arguments.addAll(options);
        String listing = Peer.of("riscv64-unknown-elf-objdump", "binutils-riscv64-unknown-elf")
                .run(directory, arguments.toArray(String[]::new));
        Matcher lines = LINE.matcher(listing);
        int compared = 0;
        while (lines.find()) {
            String text = lines.group(3).replaceAll(" *[<#].*", "").replace('\t', ' ').trim();
            comparison.compare(Integer.parseUnsignedInt(lines.group(1), 16),
                    Integer.parseUnsignedInt(lines.group(2), 16), text);
            compared++;
        }
        assertEquals(words.size(), compared, "objdump shows every word on its own line");
    }
}
