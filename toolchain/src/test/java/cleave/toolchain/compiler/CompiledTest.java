package cleave.toolchain.compiler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.toolchain.Peer;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Placement;
import cleave.toolchain.compiler.backend.NaiveBackEnd;
import cleave.toolchain.elf.ElfWriter;
import cleave.toolchain.isa.Register;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program with a bit of everything, from source to what it prints on a Linux for RV32. */
class CompiledTest {
    private static final int USER_BASE = 0x1_0000;
    private static final int PAGE = 4096;

    private static final String SOURCE = """
            final class T {
                static final class Node extends Struct {
                    int value; Node next; @Inline(3) short[] parts; @Embedded Point point;
                    Node(int value, Node next) { this.value = value; this.next = next; }
                    int sum() { int s = 0; for (short p : parts) { s += p; } return s + value; }
                }
                static final class Point extends Struct { byte x; long y; }
                static final class Pages extends Word {
                    private Pages(int bits) { super(bits); }
                    static Pages of(int bytes) { return new Pages(bytes + 4095 >>> 12); }
                }
                enum Kind { FILE("file"), FOLDER("folder"); final String text;
                    Kind(String text) { this.text = text; } }
                interface Op extends Fn { int go(int a, int b); }
                static final Op[] OPS = {(a, b) -> a + b, T::difference};
                static int difference(int a, int b) { return a - b; }
                static final byte[] MEMORY = new byte[4096];
                static int used;

                @Allocator static Address allocate(int bytes) {
                    Address at = Address.of(MEMORY).plus(used);
                    used += bytes + 7 & -8;
                    return at;
                }

                static void print(String text) {
                    Rv.ecall(64, 1, Address.of(text).bits(), text.length());
                }

                static void print(long number) {
                    byte[] digits = new byte[21];
                    int at = digits.length;
                    long rest = number;
                    digits[--at] = '\\n';
                    do {
                        digits[--at] = (byte) ('0' + Math.abs((int) (rest % 10)));
                        rest /= 10;
                    } while (rest != 0);
                    if (number < 0) { digits[--at] = '-'; }
                    Rv.ecall(64, 1, Address.of(digits).bits() + at, digits.length - at);
                }

                @PanicHandler static void panic(PanicSite site) {
                    print("panic at line ");
                    print(site.line);
                    Rv.ecall(94, 0);
                }

                @EntryPoint("begin") static void begin() {
                    Node list = null;
                    for (int i = 0; i < 5; i++) {
                        list = new Node(i * i, list);
                        list.parts[i % 3] = (short) (i - 7);
                        list.point.y += (long) i << 33;
                    }
                    long sum = 0;
                    for (Node node = list; node != null; node = node.next) {
                        sum += node.sum() + node.point.y;
                    }
                    print(sum);
                    print(OPS[0].go(40, 2) * OPS[1].go(40, 2));
                    for (Kind kind : Kind.values()) {
                        print(kind.text);
                        print(switch (kind) {
                            case FILE -> kind.ordinal() - 1L;
                            case FOLDER -> 5;
                        });
                    }
                    print(Pages.of(8193).bits() + Integer.bitCount(0xff)
                            + Long.numberOfLeadingZeros(1));
                    print(Long.MIN_VALUE);
                    print(Long.divideUnsigned(-1L, 0x1_0000_0001L));
                    print(MEMORY[list.value * 1000]);
                }
            }
            """;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aProgramPrintsWhatJavaWouldAndPanicsWithItsLine(boolean optimised, @TempDir Path folder)
            throws IOException, InterruptedException {
        Peer qemu = Peer.of("qemu-riscv32", "qemu-user");
        byte[] elf = elf(optimised);
        assertArrayEquals(elf, elf(optimised));
        Path program = folder.resolve("program");
        Files.write(program, elf);
        assertTrue(program.toFile().setExecutable(true));
        assertEquals(expected(), qemu.run(folder, program.toString()));
    }

    private static byte[] elf(boolean optimised) {
        Compilation compilation = Compiler.compile(Snippet.source(Snippet.classes(SOURCE)),
                CompilerOptions.of("T").withOptimise(optimised));
        Assembler assembler = new Assembler();
        assembler.function("_start");
        assembler.call(assembler.label("begin"));
        assembler.li(Register.A7, 93);
        assembler.li(Register.A0, 0);
        assembler.ecall();
        compilation.emit(new NaiveBackEnd(), assembler);
        return ElfWriter.write(assembler.assemble(
                Placement.at(USER_BASE).alignSectionsTo(PAGE)).toElf("_start"));
    }

    private static String expected() {
        long sum = 0 + 1 + 4 + 9 + 16 - 7 - 6 - 5 - 4 - 3 + ((1L + 2 + 3 + 4) << 33);
        int line = 1 + (int) SOURCE.substring(0, SOURCE.indexOf("MEMORY[list")).lines().count() - 1;
        return sum + "\n" + 42 * 38 + "\nfile-1\nfolder5\n" + (3 + 8 + 63) + "\n" + Long.MIN_VALUE
                + "\n" + Long.divideUnsigned(-1L, 0x1_0000_0001L) + "\npanic at line " + line
                + "\n";
    }
}
