package cleave.toolchain.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.toolchain.elf.Archive;
import cleave.toolchain.elf.ElfException;
import cleave.toolchain.elf.ElfFile;
import cleave.toolchain.elf.ElfImage;
import cleave.toolchain.elf.ElfObject;
import cleave.toolchain.elf.ElfSegment;
import cleave.toolchain.elf.ElfWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GCC's objects, linked by us. */
class LinkerTest {
    private static final Linker USER = Linker.at(Linker.USER_BASE);

    private static final String MAIN = """
            extern void put(const char *text, unsigned size);
            extern const char *const words[];
            extern int counter, common;
            extern int __attribute__((weak)) absent;
            int zeroes[100];
            int common;
            static unsigned length(const char *s) {
                unsigned n = 0;
                while (s[n]) n++;
                return n;
            }
            int next(void);
            int unused(void) { return next() + 1000; }
            int main(void) {
                for (int i = 0; words[i]; i++) put(words[i], length(words[i]));
                for (int i = 0; i < 5; i++) zeroes[i] += next();
                common += zeroes[4];
                return counter == 47 && common == 47 && &absent == 0 ? 0 : 1;
            }
            """;
    private static final String OTHER = """
            int counter = 42;
            int common;
            const char *const words[] = {"one ", "two\\n", 0};
            int next(void) { return ++counter; }
            int forgotten(void) { return counter * 3; }
            """;

    @TempDir
    private Path folder;

    private Gnu gnu;

    @BeforeEach
    void begin() {
        gnu = new Gnu(folder);
    }

    private List<ElfObject> objects(String... options) throws Exception {
        return List.of(gnu.compile("start.s", Gnu.START),
                gnu.compile("main.c", MAIN, options),
                gnu.compile("other.c", OTHER, options));
    }

    @Test
    void objectsOfGccRun() throws Exception {
        assertEquals("one two\n", gnu.run(USER.link(objects("-O2"))));
        assertEquals("one two\n", gnu.run(USER.link(objects("-O0", "-fcommon"))));
        assertEquals("one two\n", gnu.run(USER.link(objects("-Os",
                "-mcmodel=medany", "-mno-relax", "-msmall-data-limit=0"))));
        assertEquals("one two\n", gnu.run(USER.withoutRelaxing().link(objects("-O2", "-g"))));
        assertEquals("one two\n", gnu.run(Linker.at(0x8040_0000 - 0x6000_0000)
                .link(objects("-O2", "-march=rv32ima"))));
    }

    @Test
    void binutilsFindNoFaultAndReadTheSameInstructions() throws Exception {
        gnu.run(USER.link(objects("-O2", "-g")));
        String report = gnu.readelf("ours.elf");
        assertTrue(report.contains("RVC, soft-float ABI"), report);
        assertTrue(report.contains("rv32i2p1_m2p0_a2p1_c2p0")
                || report.contains("rv32i2p0_m2p0_a2p0_c2p0"), report);
        String code = gnu.objdump("-d", "ours.elf");
        assertTrue(code.contains("<main>:"), code);
        assertFalse(code.contains("unimp"), code);
        String lines = gnu.objdump("-dl", "ours.elf");
        assertTrue(lines.contains("other.c:4"), lines);
    }

    @Test
    void callsTakeTheShortestFormThatReaches() throws Exception {
        gnu.run(USER.link(objects("-O1")));
        String code = gnu.objdump("-d", "-M", "no-aliases", "ours.elf");
        assertTrue(code.matches("(?s).*c\\.jal\\s+\\w+ <next>.*"), code);
        assertFalse(code.contains("jalr\tra"), code);
        gnu.run(USER.withoutRelaxing().link(objects("-O1")));
        assertTrue(gnu.objdump("-d", "ours.elf").contains("jalr"));
    }

    @Test
    void relaxedCodeStaysAligned() throws Exception {
        ElfObject aligned = gnu.compile("aligned.s", """
                .globl _start
                _start:
                  call far
                  .balign 16
                sixteen:
                  c.nop
                  call near
                  .balign 8
                eight:
                  c.li a0, 0
                  li a7, 93
                  ecall
                near: ret
                  .balign 4
                  .space 0x100000
                far: ret
                """);
        ElfFile file = ElfFile.read(ElfWriter.write(USER.link(List.of(aligned))), "a.elf");
        assertEquals(0x1_0010, file.symbol("sixteen").orElseThrow());
        assertEquals(0x1_0018, file.symbol("eight").orElseThrow());
        gnu.run(USER.link(List.of(aligned)));
        String code = gnu.objdump("-d", "-M", "no-aliases", "ours.elf");
        assertTrue(code.contains("auipc\tra,0x100"), code);
    }

    @Test
    void unusedSectionsCanBeLeftOut() throws Exception {
        List<ElfObject> objects = objects("-O2", "-ffunction-sections", "-fdata-sections", "-g");
        ElfFile all = ElfFile.read(ElfWriter.write(USER.link(objects)), "all.elf");
        ElfImage image = USER.withoutUnused().link(objects);
        ElfFile used = ElfFile.read(ElfWriter.write(image), "used.elf");
        assertTrue(all.symbol("forgotten").isPresent());
        assertTrue(used.symbol("forgotten").isEmpty());
        assertTrue(used.symbol("unused").isEmpty());
        assertEquals("one two\n", gnu.run(image));
        gnu.readelf("ours.elf");
        ElfFile kept = ElfFile.read(ElfWriter.write(
                USER.withoutUnused().keeping("forgotten").link(objects)), "kept.elf");
        assertTrue(kept.symbol("forgotten").isPresent());
    }

    @Test
    void segmentsHaveTheirPermissionsAndPages() throws Exception {
        ElfFile file = ElfFile.read(ElfWriter.write(USER.loadedAt(0x8040_0000)
                .link(objects("-O2"))), "a.elf");
        List<ElfSegment> segments = file.loadSegments();
        assertEquals(List.of(ElfSegment.READ | ElfSegment.EXECUTE, ElfSegment.READ,
                ElfSegment.READ | ElfSegment.WRITE),
                segments.stream().map(ElfSegment::flags).toList());
        assertEquals(0x8040_0000, segments.get(0).physicalAddress());
        assertEquals(0, segments.get(1).virtualAddress() & 0xfff);
        assertEquals(0, segments.get(2).virtualAddress() & 0xfff);
    }

    @Test
    void theLinkerDefinesTheUsualSymbols() throws Exception {
        ElfObject c = gnu.compile("names.c", """
                extern char __bss_start[], _end[], _edata[], _etext[], __executable_start[];
                extern int __start_table[], __stop_table[];
                extern void (*__init_array_start[])(void), (*__init_array_end[])(void);
                __attribute__((section("table"))) int first = 7;
                int zero;
                __attribute__((constructor)) static void begin(void) { zero = 5; }
                int main(void) {
                    for (void (**f)(void) = __init_array_start; f < __init_array_end; f++) (*f)();
                    return (char *) &zero >= __bss_start && (char *) &zero < _end
                        && _edata <= __bss_start && (char *) main < _etext
                        && __executable_start <= (char *) main && zero == 5
                        && __stop_table - __start_table == 1 && *__start_table == 7 ? 0 : 1;
                }
                """, "-O1");
        List<ElfObject> objects = List.of(gnu.compile("start.s", Gnu.START), c);
        gnu.run(USER.link(objects));
        gnu.run(USER.withoutUnused().link(objects));
    }

    @Test
    void notesGetASegmentOfTheirOwn() throws Exception {
        ElfObject note = gnu.compile("note.s", """
                .section .note.cleave, "a", @note
                .word 7, 4, 1
                .asciz "Cleave"
                .balign 4
                .word 0x12345678
                """);
        gnu.run(USER.withoutUnused().link(List.of(gnu.compile("start.s", Gnu.START),
                gnu.compile("main.c", "int main(void) { return 0; }"), note)));
        ElfFile file = ElfFile.read(folder.resolve("ours.elf"));
        assertEquals("Cleave", file.notes().get(0).name());
        assertTrue(file.segments().stream().anyMatch(s -> s.type() == ElfSegment.NOTE));
        assertTrue(gnu.readelf("ours.elf").contains("NOTE "));
    }

    @Test
    void whatIsMissingOrThereTwiceIsToldAtOnce() throws Exception {
        ElfObject start = gnu.compile("start.s", Gnu.START);
        ElfObject main = gnu.compile("main.c",
                "int one(void); extern int two; int main(void) { return one() + two; }", "-O1");
        String message = refused(USER, start, main);
        assertTrue(message.contains("main.o: .text+0x"), message);
        assertTrue(message.contains("one is not defined: add the object"), message);
        assertTrue(message.contains("two is not defined: add the object"), message);
        message = refused(USER, start, main, main.named("again.o"));
        assertEquals("again.o: main is defined in main.o already: rename one, make it static, or "
                + "leave one object out", message);
        message = refused(USER.entry("begin"), start, main);
        assertTrue(message.startsWith("the entry point begin is not defined"), message);
    }

    @Test
    void whatDoesNotReachNamesItsPlace() throws Exception {
        ElfObject far = gnu.compile("far.s", """
                .globl _start
                _start: nop
                  jal elsewhere
                .section .text.z
                  .space 0x100000
                elsewhere: ret
                """);
        String message = refused(USER, far);
        assertTrue(message.startsWith("far.o: .text+0x2: jal: elsewhere is 10485"), message);
        assertTrue(message.contains("beyond -1048576 to 1048574: "), message);
    }

    @Test
    void whatRv32CannotLinkIsRefused() throws Exception {
        String source = "_Thread_local int t = 1; int main(void) { return 0; }";
        String message = refused(USER, gnu.compile("start.s", Gnu.START),
                gnu.compile("tls.c", source));
        assertTrue(message.contains("tls.o: .tdata holds thread-local variables"), message);
        assertRefusedToRead("is RV64", "-march=rv64imac", "-mabi=lp64");
        assertRefusedToRead("passes floating-point numbers", "-march=rv32gc", "-mabi=ilp32d");
        assertTrue(refused(Linker.at(0xffff_f800), objects("-O2").toArray(new ElfObject[0]))
                .contains("link it at a lower address"));
    }

    private void assertRefusedToRead(String part, String... options) {
        String message = assertThrows(ElfException.class,
                () -> gnu.compile("wrong.c", "int x;", options)).getMessage();
        assertTrue(message.contains(part), message);
    }

    private static String refused(Linker linker, ElfObject... objects) {
        return assertThrows(LinkException.class, () -> linker.link(List.of(objects)))
                .getMessage();
    }

    @Test
    void librariesGiveWhatIsMissingAndNoMore() throws Exception {
        gnu.compile("other.c", OTHER);
        gnu.compile("a_module_with_a_long_name.c", "int never(void) { return nothing(); }",
                "-Wno-implicit-function-declaration");
        gnu.archive("libours.a", "a_module_with_a_long_name.o", "other.o");
        List<ElfObject> library = Archive.read(folder.resolve("libours.a"));
        assertEquals(List.of("libours.a(a_module_with_a_long_name.o)", "libours.a(other.o)"),
                library.stream().map(ElfObject::name).toList());
        List<ElfObject> objects = List.of(gnu.compile("start.s", Gnu.START),
                gnu.compile("main.c", MAIN));
        ElfImage image = USER.link(objects, library);
        assertEquals("one two\n", gnu.run(image));
        assertTrue(image.symbols().stream().noneMatch(s -> s.name().equals("never")));
    }

    @Test
    void gccsOwnLibraryLinks() throws Exception {
        List<ElfObject> objects = List.of(gnu.compile("start.s", Gnu.START),
                gnu.compile("long.c", """
                        volatile long long a = 1000000007, b = 97;
                        volatile double half = 0.5;
                        int main(void) {
                            return a / b == 10309278 && a % b == 41 && half + half == 1.0 ? 0 : 1;
                        }
                        """, "-Os", "-msave-restore"));
        gnu.run(USER.link(objects, Archive.read(gnu.libgcc())));
        gnu.run(USER.withoutUnused().link(objects, Archive.read(gnu.libgcc())));
        gnu.readelf("ours.elf");
    }

    @Test
    void damagedArchivesAreRefused() throws Exception {
        gnu.compile("other.c", OTHER);
        gnu.archive("libours.a", "other.o");
        byte[] good = Files.readAllBytes(folder.resolve("libours.a"));
        refusedArchive("is damaged: no header at byte 0x8", Arrays.copyOf(good, 30));
        refusedArchive("is damaged: other.o/ reaches beyond its end",
                Arrays.copyOf(good, good.length - 10));
        refusedArchive("is not an archive", new byte[] {1, 2, 3});
        refusedArchive("is a thin archive", "!<thin>\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static void refusedArchive(String part, byte[] content) {
        String message = assertThrows(ElfException.class, () -> Archive.read(content, "l.a"))
                .getMessage();
        assertTrue(message.startsWith("l.a ") && message.contains(part), message);
    }

    @Test
    void theSameObjectsGiveTheSameBytes() throws Exception {
        assertArrayEquals(ElfWriter.write(USER.link(objects("-O2", "-g"))),
                ElfWriter.write(USER.link(objects("-O2", "-g"))));
    }
}
