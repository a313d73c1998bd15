package cleave.toolchain.link;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.A2;
import static cleave.toolchain.isa.Register.A7;
import static cleave.toolchain.isa.Register.RA;
import static cleave.toolchain.isa.Register.S0;
import static cleave.toolchain.isa.Register.SP;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.AssemblyException;
import cleave.toolchain.asm.Label;
import cleave.toolchain.asm.Reference;
import cleave.toolchain.asm.SectionKind;
import cleave.toolchain.elf.ElfException;
import cleave.toolchain.elf.ElfFile;
import cleave.toolchain.elf.ElfImage;
import cleave.toolchain.elf.ElfObject;
import cleave.toolchain.elf.ElfSymbol;
import cleave.toolchain.elf.ElfWriter;
import cleave.toolchain.elf.ObjectSection;
import cleave.toolchain.elf.ObjectWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects of our assembler, linked with each other and with GCC's, by us and by GNU ld. */
class AssembledObjectTest {
    private static final Linker USER = Linker.at(Linker.USER_BASE);
    private static final String TEXT = "made of objects\n";

    @TempDir
    private Path folder;

    private Gnu gnu;

    @BeforeEach
    void begin() {
        gnu = new Gnu(folder);
    }

    /** {@code _start} and {@code put}, as in {@link Gnu#START}. */
    private static ElfObject start(boolean compressed) {
        Assembler a = new Assembler().compressed(compressed);
        a.function("_start");
        a.la(T0, "counter");
        a.lui(T1, Reference.hi(a.label("counter")));
        a.addi(T1, T1, Reference.lo(a.label("counter")));
        Label same = a.local("same");
        a.beq(T0, T1, same);
        a.ebreak();
        a.bind(same);
        a.call("main");
        a.li(A7, 93);
        a.ecall();
        a.function("put");
        a.mv(A2, A1);
        a.mv(A1, A0);
        a.li(A0, 1);
        a.li(A7, 64);
        a.ecall();
        a.ret();
        return a.toObject("start.o");
    }

    /** Every kind of relocation that the assembler makes. */
    private static ElfObject main(boolean compressed) {
        Assembler a = new Assembler().compressed(compressed);
        a.function("main");
        a.addi(SP, SP, -16);
        a.sw(RA, SP, 12);
        a.sw(S0, SP, 8);
        Label text = a.local("text");
        a.la(A0, text);
        a.li(A1, TEXT.length());
        a.call("put");
        Label upper = a.here("upper");
        a.auipc(T0, Reference.pcrelHi(a.label("counter")));
        a.lw(S0, T0, Reference.pcrelLo(upper));
        a.addi(S0, S0, 1);
        a.sw(S0, T0, Reference.pcrelLo(upper));
        a.lui(T0, Reference.hi(a.label("counter")));
        a.lw(A0, T0, Reference.lo(a.label("counter")));
        a.sw(A0, T0, Reference.lo(a.label("zero")));
        a.addi(A0, A0, -42);
        Label bad = a.local("bad");
        a.bnez(A0, bad);
        a.la(T1, "table");
        a.lw(T0, T1, 0);
        a.lw(A0, T1, 4);
        a.sub(T0, T0, A0);
        a.addi(T0, T0, -1);
        a.lw(A0, T1, 8);
        a.bne(T0, A0, bad);
        a.lui(T0, Reference.hi(a.label("absent", ElfSymbol.Binding.WEAK)));
        a.addi(T0, T0, Reference.lo(a.label("absent")));
        a.bnez(T0, bad);
        a.li(A0, 0);
        Label leave = a.local("leave");
        a.j(leave);
        a.bind(bad);
        a.li(A0, 1);
        a.bind(leave);
        a.lw(S0, SP, 8);
        a.lw(RA, SP, 12);
        a.addi(SP, SP, 16);
        a.ret();
        a.end();
        a.rodata();
        a.bind(text);
        a.ascii(TEXT);
        a.data();
        a.align(4);
        a.label("table", ElfSymbol.Binding.LOCAL);
        a.object("table");
        a.word(text, 5);
        a.word(a.label("main"), 4);
        a.distance(a.label("main"), text);
        a.end();
        a.object("counter");
        a.word(41);
        a.bss();
        a.object("zero");
        a.space(4);
        a.debug(".debug_test");
        a.word(a.label("main"));
        a.word(text);
        return a.toObject("main.o");
    }

    @Test
    void oursRunWithOurs() throws Exception {
        for (boolean compressed : new boolean[] {false, true}) {
            ElfImage image = USER.link(List.of(start(compressed), main(compressed)));
            assertEquals(TEXT, gnu.run(image));
            gnu.readelf("ours.elf");
            assertTrue(gnu.objdump("-d", "ours.elf").contains("<main>"));
            assertEquals(TEXT, gnu.run(USER.withoutUnused().link(
                    List.of(main(compressed), start(!compressed)))));
        }
    }

    @Test
    void gnuLinksOurs() throws Exception {
        for (boolean compressed : new boolean[] {false, true}) {
            gnu.write(start(compressed));
            gnu.write(main(compressed));
            for (String object : List.of("start.o", "main.o")) {
                gnu.readelf(object);
                gnu.objdump("-dr", object);
            }
            assertEquals(TEXT, gnu.linkAndRun("start.o", "main.o"));
        }
    }

    @Test
    void oursAndGccsRunTogether() throws Exception {
        ElfObject c = gnu.compile("main.c", C, "-O2");
        assertEquals("from C\n", gnu.run(USER.link(List.of(start(true), c, tripler()))));
        gnu.write(start(true));
        gnu.write(tripler());
        assertEquals("from C\n", gnu.linkAndRun("start.o", "main.o", "tripler.o"));
    }

    private static final String C = """
            int counter = 14;
            int triple(int *value);
            extern const char greeting[];
            void put(const char *text, unsigned size);
            int main(void) { put(greeting, 7); return triple(&counter) - 42; }
            """;

    private static ElfObject tripler() {
        Assembler a = new Assembler().compressed(true);
        a.function("triple");
        a.lw(A1, A0, 0);
        a.slli(A0, A1, 1);
        a.add(A0, A0, A1);
        a.ret();
        a.rodata();
        a.object("greeting");
        a.asciz("from C\n");
        return a.toObject("tripler.o");
    }

    @Test
    void whatIsWrittenIsReadBack() throws Exception {
        ElfObject object = main(true);
        ElfObject read = ElfObject.read(ObjectWriter.write(object), "main.o");
        assertEquals(object.sections().stream().map(ObjectSection::header).toList(),
                read.sections().stream().map(ObjectSection::header).toList());
        assertEquals(object.flags(), read.flags());
        assertEquals(object.symbols().size(), read.symbols().size());
        assertTrue(read.symbols().containsAll(object.symbols()));
        assertEquals(read, ElfObject.read(ObjectWriter.write(read), "main.o"));
    }

    @Test
    void damagedObjectsAreRefusedAndNothingElseHappens() {
        byte[] good = ObjectWriter.write(main(true));
        long seed = Long.getLong("cleave.seed", 1);
        Random random = new Random(seed);
        for (int n = 0; n < 3000; n++) {
            byte[] bad = random.nextInt(4) == 0
                    ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
            for (int i = random.nextInt(6); i >= 0 && bad.length > 0; i--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                ElfWriter.write(USER.link(List.of(start(true), ElfObject.read(bad, "bad.o"))));
            } catch (ElfException | LinkException refused) {
                assertTrue(!refused.getMessage().isEmpty(), "seed " + seed);
            } catch (RuntimeException other) {
                throw new AssertionError("seed " + seed + ", round " + n, other);
            }
        }
    }

    /** {@code main} that ends with {@code status}, as a weak or strong symbol. */
    private static ElfObject mainOf(int status, ElfSymbol.Binding binding) {
        Assembler a = new Assembler();
        a.label("main", binding);
        a.function("main");
        a.li(A0, status);
        a.ret();
        return a.toObject("main" + status + ".o");
    }

    @Test
    void weakDefinitionsYieldToStrongOnes() throws Exception {
        Assembler a = new Assembler();
        a.label("counter", ElfSymbol.Binding.WEAK);
        a.data();
        a.object("counter");
        a.word(0);
        ElfObject counter = a.toObject("counter.o");
        ElfObject weak = mainOf(1, ElfSymbol.Binding.WEAK);
        ElfObject strong = mainOf(0, ElfSymbol.Binding.GLOBAL);
        gnu.run(USER.link(List.of(start(false), counter, weak, strong)));
        gnu.run(USER.link(List.of(start(false), counter, strong, weak)));
        for (ElfObject object : List.of(start(false), counter, weak, strong)) {
            gnu.write(object);
        }
        gnu.linkAndRun("start.o", "counter.o", "main1.o", "main0.o");
    }

    @Test
    void notesOfTheAssemblerAreNotes() throws Exception {
        Assembler a = new Assembler();
        a.section(".note.cleave", SectionKind.RODATA);
        a.word(7, 4, 2);
        a.asciz("Cleave");
        a.align(4);
        a.word(5);
        a.label("counter");
        a.data();
        a.object("counter");
        a.word(0);
        ElfImage image = USER.withoutUnused().link(List.of(start(true),
                mainOf(0, ElfSymbol.Binding.GLOBAL), a.toObject("note.o")));
        gnu.run(image);
        ElfFile file = ElfFile.read(ElfWriter.write(image), "a.elf");
        assertEquals(2, file.notes().get(0).type());
        gnu.readelf("ours.elf");
    }

    @Test
    void labelsThatNobodyCanBindAreReported() {
        Assembler a = new Assembler();
        a.call(a.local("nowhere"));
        a.call(a.label("hidden", ElfSymbol.Binding.LOCAL));
        a.call("elsewhere");
        String message = assertThrows(AssemblyException.class, () -> a.toObject("a.o"))
                .getMessage();
        assertEquals(List.of("label nowhere is not bound", "label hidden is not bound"),
                message.lines().map(line -> line.substring(line.indexOf(' ') + 1)).toList());
    }
}
