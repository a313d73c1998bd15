package cleave.toolchain.asm;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.A2;
import static cleave.toolchain.isa.Register.RA;
import static cleave.toolchain.isa.Register.S0;
import static cleave.toolchain.isa.Register.SP;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.T2;
import static cleave.toolchain.isa.Register.ZERO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.toolchain.Peer;
import cleave.toolchain.elf.ElfSymbol;
import cleave.toolchain.elf.ElfWriter;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Extension;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Register;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same programs through GNU's assembler and linker, byte for byte. */
class GnuAssemblerTest {
    private static final int BASE = 0x8000_0000;
    private static final int FAR = BASE + 0x20_0000;
    private static final int SAMPLES = 20;
    private static final String BINUTILS = "binutils-riscv64-unknown-elf";

    @TempDir
    private Path directory;

    private final Assembler a = new Assembler();
    private final StringBuilder gnu = new StringBuilder();

    /** Assembles and links what is in {@link #gnu} as {@link Placement} would place it. */
    private byte[] gnuBytes() throws IOException, InterruptedException {
        Files.writeString(directory.resolve("gnu.s"), ".option norelax\n" + gnu);
        Files.writeString(directory.resolve("gnu.ld"), """
                SECTIONS {
                  . = 0x80000000;
                  .text : { *(.text) }
                  .far 0x80200000 : { *(.far) }
                  .rodata : { *(.rodata) }
                  .data : { *(.data) }
                  .bss : { *(.bss) }
                }
                """);
        Peer.of("riscv64-unknown-elf-as", BINUTILS).run(directory,
                "-march=" + Extension.isaString(EnumSet.complementOf(EnumSet.of(Extension.C))),
                "-mabi=ilp32",
                "gnu.s", "-o", "gnu.o");
        Peer.of("riscv64-unknown-elf-ld", BINUTILS).run(directory, "-m", "elf32lriscv",
                "--no-relax", "-e", "0x80000000", "-T", "gnu.ld", "gnu.o", "-o", "gnu.elf");
        Peer.of("riscv64-unknown-elf-objcopy", BINUTILS).run(directory, "-O", "binary",
                "gnu.elf", "gnu.bin");
        return Files.readAllBytes(directory.resolve("gnu.bin"));
    }

    private static void assertSameBytes(byte[] expected, byte[] actual, String listing) {
        int at = Arrays.mismatch(expected, actual);
        if (at >= 0) {
            int word = at & ~3;
            HexFormat hex = HexFormat.ofDelimiter(" ");
            assertEquals(hex.formatHex(Arrays.copyOfRange(expected, word, word + 8)),
                    hex.formatHex(Arrays.copyOfRange(actual, word, word + 8)),
                    "at 0x" + Integer.toHexString(BASE + word) + "\n" + listing);
        }
        assertEquals(expected.length, actual.length);
    }

    @Test
    void everyInstructionMethodEncodesAsGnuDoes() throws Exception {
        long seed = Long.getLong("cleave.seed", 1);
        Random random = new Random(seed);
        for (Instruction instruction : Instruction.values()) {
            for (Method method : methodsOf(instruction)) {
                for (int i = 0; i < SAMPLES; i++) {
                    call(instruction, method, random);
                }
            }
        }
        a.bind("target");
        a.nop();
        gnu.append("target: nop\n");
        Assembly assembly = a.assemble(BASE);
        assertSameBytes(gnuBytes(), assembly.flat(), "seed " + seed);
    }

    /** Those whose operands are plain: no relocations, no orderings. */
    private static List<Method> methodsOf(Instruction instruction) {
        String name = AssemblerTest.camelCase(instruction.mnemonic());
        List<Method> methods = Stream.of(Assembler.class.getMethods())
                .filter(method -> method.getName().equals(name)
                        && (method.getParameterCount() == operandCount(instruction)
                                || method.getName().equals("fence"))
                        && Stream.of(method.getParameterTypes()).noneMatch(type ->
                                type == Reference.class || type == Ordering.class))
                .toList();
        assertTrue(!methods.isEmpty(), instruction.name());
        return methods;
    }

    private static int operandCount(Instruction instruction) {
        String syntax = instruction.format().syntax();
        return syntax.isEmpty() ? 0 : syntax.split("[^a-z0-9]+").length;
    }

    private void call(Instruction instruction, Method method, Random random) throws Exception {
        Object[] arguments = new Object[method.getParameterCount()];
        String[] text = new String[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            Parameter parameter = method.getParameters()[i];
            arguments[i] = argument(instruction, parameter.getType(), random);
            text[i] = arguments[i] instanceof Csr csr ? csr.assemblyName()
                    : arguments[i].toString();
        }
        method.invoke(a, arguments);
        String operands = switch (instruction.format()) {
            case I_OFFSET, S -> text[0] + ", " + text[2] + "(" + text[1] + ")";
            case LOAD_RESERVED -> text[0] + ", (" + text[1] + ")";
            case AMO -> text[0] + ", " + text[1] + ", (" + text[2] + ")";
            default -> String.join(", ", text);
        };
        gnu.append(instruction.mnemonic()).append(' ').append(operands).append('\n');
    }

    private Object argument(Instruction instruction, Class<?> type, Random random) {
        if (type == Register.class) {
            return Register.of(random.nextInt(32));
        } else if (type == Csr.class) {
            return Csr.values()[random.nextInt(Csr.values().length)];
        } else if (type == Label.class) {
            return a.label("target");
        } else if (type == String.class) {
            int set = 1 + random.nextInt(15);
            return "iorw".chars().filter(c -> (set & 1 << "wroi".indexOf(c)) != 0)
                    .mapToObj(Character::toString).collect(Collectors.joining());
        }
        return switch (instruction.format()) {
            case U -> random.nextInt(1 << 20);
            case CSR_IMMEDIATE -> random.nextInt(32);
            default -> instruction.immediateMinimum() + random.nextInt(
                    instruction.immediateMaximum() - instruction.immediateMinimum() + 1);
        };
    }

    @Test
    void aProgramOfPseudoInstructionsAssemblesAsGnuDoesIt() throws Exception {
        for (int value : new int[] {0, 1, -1, 2047, 2048, -2048, -2049, 0x1000, 0x7fff_f800,
            0x7fff_ffff, 0x8000_0000, 0xffff_f000, 0x1234_5678, 0x1234_5fff}) {
            a.li(A0, value);
            gnu.append("li a0, ").append(value).append('\n');
        }
        a.nop();
        a.mv(A0, A1);
        a.not(A0, A1);
        a.neg(A0, A1);
        a.zextB(A0, A1);
        a.seqz(A0, A1);
        a.snez(A0, A1);
        a.sltz(A0, A1);
        a.sgtz(A0, A1);
        Label here = a.bind("here");
        a.beqz(A0, here);
        a.bnez(A0, here);
        a.blez(A0, here);
        a.bgez(A0, here);
        a.bltz(A0, here);
        a.bgtz(A0, here);
        a.bgt(A0, A1, here);
        a.ble(A0, A1, here);
        a.bgtu(A0, A1, here);
        a.bleu(A0, A1, here);
        a.j(here);
        a.jal(here);
        a.jr(T0);
        a.jalr(T0);
        a.ret();
        gnu.append("""
                nop
                mv a0, a1
                not a0, a1
                neg a0, a1
                zext.b a0, a1
                seqz a0, a1
                snez a0, a1
                sltz a0, a1
                sgtz a0, a1
                here:
                beqz a0, here
                bnez a0, here
                blez a0, here
                bgez a0, here
                bltz a0, here
                bgtz a0, here
                bgt a0, a1, here
                ble a0, a1, here
                bgtu a0, a1, here
                bleu a0, a1, here
                j here
                jal here
                jr t0
                jalr t0
                ret
                """);
        Assembly assembly = a.assemble(BASE);
        assertSameBytes(gnuBytes(), assembly.flat(), assembly.listing());
    }

    @Test
    void pseudoInstructionsOfTheSystemAssembleAsGnuDoesThem() throws Exception {
        a.csrr(A0, Csr.MHARTID);
        a.csrw(Csr.SATP, A0);
        a.csrs(Csr.MIE, A0);
        a.csrc(Csr.MIE, A0);
        a.csrwi(Csr.MSCRATCH, 3);
        a.csrsi(Csr.MSTATUS, 8);
        a.csrci(Csr.MSTATUS, 8);
        a.rdcycle(A0);
        a.rdtime(A0);
        a.rdinstret(A0);
        a.rdcycleh(A0);
        a.rdtimeh(A0);
        a.rdinstreth(A0);
        a.sfenceVma();
        a.unimp();
        gnu.append("""
                csrr a0, mhartid
                csrw satp, a0
                csrs mie, a0
                csrc mie, a0
                csrwi mscratch, 3
                csrsi mstatus, 8
                csrci mstatus, 8
                rdcycle a0
                rdtime a0
                rdinstret a0
                rdcycleh a0
                rdtimeh a0
                rdinstreth a0
                sfence.vma
                unimp
                """);
        Assembly assembly = a.assemble(BASE);
        assertSameBytes(gnuBytes(), assembly.flat(), assembly.listing());
    }

    @Test
    void atomicsWithOrderingAssembleAsGnuDoesThem() throws Exception {
        for (Ordering ordering : Ordering.values()) {
            String suffix = switch (ordering) {
                case NONE -> "";
                case RELEASE -> ".rl";
                case ACQUIRE -> ".aq";
                case ACQUIRE_RELEASE -> ".aqrl";
            };
            a.lrW(A0, A1, ordering);
            a.scW(A0, A2, A1, ordering);
            a.amo(Instruction.AMOSWAP_W, A0, A2, A1, ordering);
            gnu.append("lr.w").append(suffix).append(" a0, (a1)\n");
            gnu.append("sc.w").append(suffix).append(" a0, a2, (a1)\n");
            gnu.append("amoswap.w").append(suffix).append(" a0, a2, (a1)\n");
        }
        assertSameBytes(gnuBytes(), a.assemble(BASE).flat(), "");
    }

    @Test
    void sectionsRelocationsAndFarJumpsLinkAsGnuLinksThem() throws Exception {
        writeProgram();
        gnu.append(PROGRAM);
        Assembly assembly = a.assemble(Placement.at(BASE).with(".far", FAR));
        assertSameBytes(gnuBytes(), assembly.flat(), assembly.listing());
        String names = Peer.of("riscv64-unknown-elf-nm", BINUTILS).run(directory, "gnu.elf");
        for (ElfSymbol symbol : assembly.symbols()) {
            String line = String.format("%08x ", symbol.value());
            assertTrue(names.lines().anyMatch(l -> l.startsWith(line)
                    && l.endsWith(" " + symbol.name())), symbol + "\n" + names);
        }
    }

    private void writeProgram() {
        Label far = a.local("far");
        a.bind("_start");
        a.la(SP, "stack_top");
        a.la(T0, a.label("table"), 8);
        a.lui(T1, Reference.hi(a.label("variable")));
        a.lw(T1, T1, Reference.lo(a.label("variable")));
        Label upper = a.here("upper");
        a.auipc(T2, Reference.pcrelHi(a.label("variable"), 4));
        a.sw(T1, T2, Reference.pcrelLo(upper));
        a.bgeu(A0, A1, far);
        a.call("distant");
        a.beq(S0, ZERO, far);
        a.space(8192);
        a.align(16);
        a.bind(far);
        a.bne(S0, ZERO, far);
        a.tail("distant");
        a.sh2add(A0, A1, A2);
        a.mul(A0, A1, A2);
        // GNU fills a text section up to its alignment.
        a.align(16);
        a.section(".far", SectionKind.TEXT);
        a.function("distant");
        a.jal(RA, a.label("distant"));
        a.ret();
        a.rodata();
        a.asciz("message \u00e9\n");
        a.align(4);
        a.object("table");
        a.word(a.label("_start"));
        a.word(a.label("variable"), 4);
        a.distance(a.label("_start"), a.label("distant"));
        a.half(1, -2);
        a.dword(0x1122_3344_5566_7788L);
        a.data();
        a.align(32);
        a.bytes(1, 2, 255);
        a.align(8);
        a.bind("variable");
        a.word(-1, 0x1234_5678);
        a.bss();
        a.align(16);
        a.space(256);
        a.bind("stack_top");
    }

    private static final String PROGRAM = """
            .text
            .globl _start
            _start:
              la sp, stack_top
              la t0, table + 8
              lui t1, %hi(variable)
              lw t1, %lo(variable)(t1)
            upper:
              auipc t2, %pcrel_hi(variable + 4)
              sw t1, %pcrel_lo(upper)(t2)
              bgeu a0, a1, 1f
              call distant
              beq s0, zero, 1f
              .space 8192
              .balign 16
            1:
              bne s0, zero, 1b
              tail distant
              sh2add a0, a1, a2
              mul a0, a1, a2
            .section .far, "ax"
            .globl distant
            distant:
              jal ra, distant
              ret
            .section .rodata
              .asciz "message \u00e9\\n"
              .balign 4
            table:
              .word _start
              .word variable + 4
              .word distant - _start
              .half 1, -2
              .dword 0x1122334455667788
            .data
              .balign 32
              .byte 1, 2, 255
              .balign 8
            variable:
              .word -1, 0x12345678
            .bss
              .balign 16
              .space 256
            stack_top:
            """;

    @Test
    void loadsStoresAndCallsOfLabelsAssembleAsGnuDoesThem() throws Exception {
        Label variable = a.label("variable");
        Label far = a.label("far");
        a.load(Instruction.LW, A0, variable);
        a.load(Instruction.LBU, A1, variable);
        a.store(Instruction.SW, A0, variable, T0);
        a.store(Instruction.SH, A1, variable, T1);
        a.call(T0, far);
        a.jump(far, T2);
        a.jalr(A0, A1);
        a.align(16);
        a.section(".far", SectionKind.TEXT);
        a.bind(far);
        a.ret();
        a.data();
        a.bind(variable);
        a.fill(3, 2, 0x1234);
        a.fill(2, 4, -2);
        a.fill(5, 1, 7);
        gnu.append("""
                lw a0, variable
                lbu a1, variable
                sw a0, variable, t0
                sh a1, variable, t1
                1: auipc t0, %pcrel_hi(far)
                jalr t0, %pcrel_lo(1b)(t0)
                jump far, t2
                jalr a0, a1
                .balign 16
                .section .far, "ax"
                far: ret
                .data
                variable:
                .fill 3, 2, 0x1234
                .fill 2, 4, -2
                .fill 5, 1, 7
                """);
        Assembly assembly = a.assemble(Placement.at(BASE).with(".far", FAR));
        assertSameBytes(gnuBytes(), assembly.flat(), assembly.listing());
    }

    @Test
    void readelfAcceptsTheExecutable() throws Exception {
        writeProgram();
        Assembly assembly = a.assemble(Placement.at(BASE).with(".far", FAR));
        Files.write(directory.resolve("ours.elf"), ElfWriter.write(assembly.toElf("_start")));
        String report = Peer.of("riscv64-unknown-elf-readelf", BINUTILS)
                .runWithoutWarnings(directory, "-a", "-W", "ours.elf");
        assertTrue(report.contains("Tag_RISCV_arch: \"rv32i2p1_m2p0_zba1p0\""), report);
        assertTrue(report.contains("Entry point address:               0x80000000"), report);
        assertTrue(report.lines().anyMatch(line ->
                line.matches(".*80200000 +8 FUNC +GLOBAL DEFAULT +\\d+ distant")), report);
    }
}
