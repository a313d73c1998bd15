package cleave.toolchain.asm;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.SP;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.ZERO;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.toolchain.elf.ElfFile;
import cleave.toolchain.elf.ElfSymbol;
import cleave.toolchain.elf.ElfWriter;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Disassembler;
import cleave.toolchain.isa.Instruction;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class AssemblerTest {
    private static final int BASE = 0x8000_0000;

    private final Assembler a = new Assembler();

    private List<String> text() {
        return text(a.assemble(BASE));
    }

    private static List<String> text(Assembly assembly) {
        Assembly.Placed code = assembly.sections().get(0);
        ByteBuffer words = ByteBuffer.wrap(code.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        List<String> text = new ArrayList<>();
        while (words.hasRemaining()) {
            int address = code.address() + words.position();
            text.add(Disassembler.readable().disassemble(address, words.getInt()).toString());
        }
        return text;
    }

    /** What a message calls the line below the caller's. */
    private static String nextLine() {
        int line = StackWalker.getInstance().walk(frames -> frames.skip(1).findFirst()
                .orElseThrow().getLineNumber());
        return "AssemblerTest.java:" + (line + 1);
    }

    @Test
    void everyInstructionHasAMethod() {
        Set<String> methods = Arrays.stream(Assembler.class.getMethods()).map(Method::getName)
                .collect(Collectors.toSet());
        for (Instruction instruction : Instruction.values()) {
            assertTrue(methods.contains(camelCase(instruction.mnemonic())), instruction.name());
        }
    }

    static String camelCase(String mnemonic) {
        StringBuilder name = new StringBuilder();
        for (String part : mnemonic.split("\\.")) {
            name.append(name.isEmpty() ? part
                    : Character.toUpperCase(part.charAt(0)) + part.substring(1));
        }
        return name.toString();
    }

    @Test
    void labelsWorkBackwardsAndForwards() {
        Label loop = a.here("loop");
        Label done = a.local("done");
        a.lbu(T0, A0, 0);
        a.beqz(T0, done);
        a.j(loop);
        a.bind(done);
        a.ret();
        assertEquals(List.of("lbu t0,0(a0)", "beqz t0,8000000c", "j 80000000", "ret"), text());
    }

    @Test
    void constantsTakeAsFewInstructionsAsTheyCan() {
        a.li(A0, -2048);
        a.li(A0, 0x7ff);
        a.li(A0, 0x1000_0000);
        a.li(A0, 0x1234_5fff);
        a.li(A0, 0x7fff_ffff);
        a.li(A0, 0x800);
        assertEquals(List.of("li a0,-2048", "li a0,2047", "lui a0,0x10000",
                "lui a0,0x12346", "addi a0,a0,-1", "lui a0,0x80000", "addi a0,a0,-1",
                "lui a0,0x1", "addi a0,a0,-2048"), text());
    }

    @Test
    void farBranchesBecomeTheOppositeBranchAroundAJump() {
        Label far = a.local("far");
        a.bltu(A0, A1, far);
        a.space(4096);
        a.bind(far);
        a.beqz(A0, far);
        List<String> text = text();
        assertEquals("bgeu a0,a1,80000008", text.get(0));
        assertEquals("j 80001008", text.get(1));
        assertEquals("beqz a0,80001008", text.get(text.size() - 1));
    }

    @Test
    void branchesThatJustReachStayShort() {
        Label far = a.local("far");
        a.beq(A0, A1, far);
        a.space(4094 - 4 - 2);
        a.align(4);
        a.bind(far);
        a.bne(A0, A1, far);
        assertEquals("beq a0,a1,80000ffc", text().get(0));
    }

    @Test
    void oneWideningMayCauseAnother() {
        Label first = a.local("first");
        Label second = a.local("second");
        a.beqz(A0, first);
        a.beqz(A0, second);
        a.space(4092 - 4);
        a.bind(first);
        a.space(4);
        a.bind(second);
        a.nop();
        List<String> text = text();
        assertEquals("bnez a0,80000008", text.get(0));
        assertEquals("bnez a0,80000010", text.get(2));
    }

    @Test
    void callsAreShortWhenTheyReachAndLongWhenNot() {
        Label near = a.label("near");
        Label far = a.label("far");
        a.call(near);
        a.call(far);
        a.tail(far);
        a.bind(near);
        a.ret();
        a.space(1 << 20);
        a.bind(far);
        a.ret();
        assertEquals(List.of("jal 80000014", "auipc ra,0x100", "jalr 20(ra)",
                "auipc t1,0x100", "jr 12(t1)", "ret"), text().subList(0, 6));
    }

    @Test
    void addressesAreComputedFromPc() {
        a.la(A0, "message");
        a.rodata();
        a.bind("message");
        a.asciz("hello");
        Assembly assembly = a.assemble(Placement.at(BASE).with(".rodata", BASE + 0x1800));
        assertEquals(List.of("auipc a0,0x2", "addi a0,a0,-2048"), text(assembly));
        assertEquals(BASE + 0x1800, assembly.address("message"));
    }

    @Test
    void relocationOperatorsSplitAddresses() {
        Label variable = a.label("variable");
        a.lui(T0, Reference.hi(variable));
        a.lw(T0, T0, Reference.lo(variable, 4));
        Label upper = a.here("upper");
        a.auipc(T1, Reference.pcrelHi(variable));
        a.sw(A0, T1, Reference.pcrelLo(upper));
        a.data();
        a.bind(variable);
        a.word(1, 2);
        Assembly assembly = a.assemble(Placement.at(BASE).with(".data", BASE + 0xff8));
        assertEquals(List.of("lui t0,0x80001", "lw t0,-4(t0)", "auipc t1,0x1",
                "sw a0,-16(t1)"), text(assembly));
    }

    @Test
    void sectionsFollowEachOtherInTheOrderOfTheirKinds() {
        a.bss();
        a.bind("zero");
        a.space(8);
        a.data();
        a.bind("variable");
        a.word(a.label("entry"));
        a.rodata();
        a.bytes(1, 2, 3);
        a.text();
        a.bind("entry");
        a.nop();
        Assembly assembly = a.assemble(BASE);
        assertEquals(BASE + 8, assembly.address("variable"));
        assertEquals(BASE + 12, assembly.address("zero"));
        assertArrayEquals(new byte[] {0x13, 0, 0, 0, 1, 2, 3, 0, 0, 0, 0, (byte) 0x80},
                assembly.flat());
    }

    @Test
    void sectionBoundariesCanBeNamedBeforeTheirContents() {
        a.bss();
        a.sectionStart("bss_start");
        a.sectionEnd("bss_end");
        a.text();
        a.la(A0, "bss_start");
        a.la(A1, "bss_end");
        a.bss();
        a.space(100);
        Assembly assembly = a.assemble(BASE);
        assertEquals(100, assembly.address("bss_end") - assembly.address("bss_start"));
    }

    @Test
    void dataDirectivesAreLittleEndianAndAligned() {
        a.data();
        a.bytes(1);
        a.align(2);
        a.half(0x1234);
        a.align(8);
        a.dword(0x0102_0304_0506_0708L);
        Label start = a.here("start");
        a.ascii("ab");
        Label end = a.here("end");
        a.distance(start, end);
        assertArrayEquals(new byte[] {1, 0, 0x34, 0x12, 0, 0, 0, 0, 8, 7, 6, 5, 4, 3, 2, 1,
            'a', 'b', 2, 0, 0, 0}, a.assemble(BASE).flat());
    }

    @Test
    void leb128IsAsLongAsTheNumberNeeds() {
        a.data();
        a.uleb128(624485);
        a.sleb128(-123456);
        a.sleb128(63);
        a.sleb128(64);
        a.uleb128(0xffff_ffffL);
        assertArrayEquals(new byte[] {(byte) 0xe5, (byte) 0x8e, 0x26, (byte) 0xc0, (byte) 0xbb,
            0x78, 0x3f, (byte) 0xc0, 0, -1, -1, -1, -1, 0xf}, a.assemble(BASE).flat());
    }

    @Test
    void debugSectionsStandInTheFileAndReferToMemory() throws Exception {
        a.function("_start");
        Label start = a.here("start");
        a.space(200);
        a.ret();
        Label stop = a.here("stop");
        a.debug(".debug_test");
        a.bytes(7);
        a.word(start, 4);
        a.uleb128(start, stop);
        a.byteDistance(start, stop);
        a.halfDistance(stop, start);
        a.word(a.here("offset"));
        Assembly assembly = a.assemble(BASE);
        assertEquals(204, assembly.flat().length);
        assertEquals(2, assembly.lines().size());
        ElfFile elf = ElfFile.read(ElfWriter.write(assembly.toElf("_start")), "a.elf");
        assertArrayEquals(new byte[] {7, 4, 0, 0, (byte) 0x80, (byte) 0xcc, 1, (byte) 0xcc,
            0x34, -1, 10, 0, 0, 0}, elf.section(".debug_test").orElseThrow().bytes());
        assertEquals(1, elf.loadSegments().size());
        assertEquals(0, elf.section(".debug_test").orElseThrow().flags());
    }

    @Test
    void distancesThatDoNotFitNameTheirLine() {
        Label start = a.here("start");
        a.space(256);
        Label stop = a.here("stop");
        a.debug(".debug_test");
        String line = nextLine();
        a.byteDistance(start, stop);
        String second = nextLine();
        a.uleb128(stop, start);
        assertEquals(line + ": the distance from start to stop is 256, which does not fit into 1 "
                + "bytes\n" + second + ": uleb128: start lies before stop",
                assertThrows(AssemblyException.class, this::text).getMessage());
    }

    @Test
    void functionsAndObjectsBecomeSymbolsWithSizes() {
        a.function("first");
        a.nop();
        a.nop();
        a.function("second");
        a.ret();
        a.end();
        a.nop();
        a.data();
        a.object("table");
        a.word(1, 2, 3);
        Assembly assembly = a.assemble(BASE);
        assertEquals(List.of(
                ElfSymbol.function("first", BASE, 8, ".text"),
                ElfSymbol.function("second", BASE + 8, 4, ".text"),
                ElfSymbol.object("table", BASE + 16, 12, ".data")), assembly.symbols());
    }

    @Test
    void theExecutableIsReadBackAsItWasWritten() throws Exception {
        a.bind("_start");
        a.la(SP, "stack_top");
        a.call("main");
        a.function("main");
        a.ret();
        a.bss();
        a.align(16);
        a.space(64);
        a.bind("stack_top");
        Assembly assembly = a.assemble(BASE);
        ElfFile elf = ElfFile.read(ElfWriter.write(assembly.toElf("_start")), "a.elf");
        assertEquals(BASE, elf.entry());
        assertTrue(elf.symbols().all().stream()
                .anyMatch(s -> s.name().equals("main") && s.value() == BASE + 12));
    }

    @Test
    void immediatesThatDoNotFitNameTheirLine() {
        String line = nextLine();
        Executable unfit = () -> a.addi(A0, A0, 5000);
        assertEquals(line + ": addi: immediate 5000 is not in -2048 to 2047",
                assertThrows(AssemblyException.class, unfit).getMessage());
        assertThrows(AssemblyException.class, () -> a.csrwi(Csr.MSTATUS, 32));
        assertThrows(AssemblyException.class, () -> a.fence("rx", "w"));
        assertThrows(AssemblyException.class, () -> a.slli(A0, A0, 32));
    }

    @Test
    void unboundLabelsAreReportedTogether() {
        String first = nextLine();
        a.j(a.label("nowhere"));
        String second = nextLine();
        a.call("elsewhere");
        assertEquals(first + ": label nowhere is not bound\n"
                + second + ": label elsewhere is not bound",
                assertThrows(AssemblyException.class, this::text).getMessage());
    }

    @Test
    void aLabelBoundTwiceNamesBothLines() {
        String first = nextLine();
        a.bind("here");
        String second = nextLine();
        Executable again = () -> a.bind("here");
        assertEquals(second + ": label here is already bound at " + first,
                assertThrows(AssemblyException.class, again).getMessage());
    }

    @Test
    void jumpsThatDoNotReachNameTheirLine() {
        Label far = a.local("far");
        String line = nextLine();
        a.j(far);
        a.space(1 << 20);
        a.bind(far);
        assertEquals(line + ": jal: far is 1048580 bytes away, beyond -1048576 to 1048574",
                assertThrows(AssemblyException.class, this::text).getMessage());
    }

    @Test
    void misplacedContentsAreRefused() {
        a.asciz("odd");
        a.bytes(1);
        a.nop();
        assertThrows(AssemblyException.class, this::text);
        a.bss();
        assertThrows(AssemblyException.class, () -> a.word(1));
        a.data();
        assertThrows(AssemblyException.class, a::nop);
        assertThrows(AssemblyException.class, () -> a.align(3));
        assertThrows(AssemblyException.class, () -> a.space(-1));
        assertThrows(AssemblyException.class, () -> a.fill(1, 3, 0));
        assertThrows(AssemblyException.class, () -> a.fill(-1, 1, 0));
        Label label = a.label("label");
        assertThrows(AssemblyException.class, () -> a.load(Instruction.SW, A0, label));
        assertThrows(AssemblyException.class, () -> a.load(Instruction.LW, ZERO, label));
        assertThrows(AssemblyException.class, () -> a.store(Instruction.SW, T0, label, T0));
        assertThrows(AssemblyException.class, () -> a.store(Instruction.LW, T0, label, T1));
        assertThrows(AssemblyException.class, () -> a.section(".data", SectionKind.TEXT));
    }

    @Test
    void overlappingSectionsAreNotFlattened() {
        a.nop();
        a.data();
        a.word(1);
        Assembly assembly = a.assemble(Placement.at(BASE).with(".data", BASE));
        assertThrows(IllegalStateException.class, assembly::flat);
    }

    @Test
    void assemblingTwiceAtDifferentAddressesGivesBothPrograms() {
        a.bind("entry");
        a.word(a.label("entry"));
        assertEquals(BASE, ByteBuffer.wrap(a.assemble(BASE).flat())
                .order(ByteOrder.LITTLE_ENDIAN).getInt());
        assertEquals(0x1000, ByteBuffer.wrap(a.assemble(0x1000).flat())
                .order(ByteOrder.LITTLE_ENDIAN).getInt());
    }

    @Test
    void theListingShowsAddressBytesInstructionAndLine() {
        a.bind("entry");
        String line = nextLine();
        a.addi(A0, ZERO, 1);
        a.data();
        a.bind("variable");
        a.bytes(1, 2);
        List<String> listing = a.assemble(BASE).listing().lines().toList();
        assertEquals(".text: 4 bytes at 0x80000000", listing.get(0));
        assertEquals("80000000 <entry>:", listing.get(1));
        assertTrue(listing.get(2).matches("80000000 {2}00100513 {2}li +a0,1 +"
                + line.replace(".", "\\.")), listing.get(2));
        assertEquals("80000004 <variable>:", listing.get(4));
        assertTrue(listing.get(5).startsWith("80000004  01 02 "), listing.get(5));
    }
}
