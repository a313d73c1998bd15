package cleave.toolchain.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Placement;
import cleave.toolchain.compiler.backend.OptimisingBackEnd;
import cleave.toolchain.elf.ElfImage;
import cleave.toolchain.elf.ElfSymbol;
import org.junit.jupiter.api.Test;

/** {@code @Section} on methods and fields. */
class SectionTest {
    private static ElfImage image(String members) {
        Compilation compilation = Compiler.compile(Snippet.source(Snippet.classes(
                "final class T { " + members + " }")), CompilerOptions.of("T"));
        Assembler assembler = new Assembler();
        compilation.emit(new OptimisingBackEnd(), assembler);
        return assembler.assemble(Placement.at(0x1_0000).alignSectionsTo(4096)).toElf("T.begin");
    }

    private static String section(ElfImage image, String symbol) {
        return image.symbols().stream().filter(candidate -> candidate.name().equals(symbol))
                .map(ElfSymbol::section).findFirst().orElseThrow();
    }

    @Test
    void methodsAndFieldsLieInTheSectionsTheyAskFor() {
        ElfImage image = image("@Section(\".text.boot\") @EntryPoint static int begin() {"
                + " count++; LIST[count & 1] = 7; return other() + ZEROS.number; }"
                + " @NoInline static int other() { return plain; }"
                + " @Section(\".data.early\") static int count = 5;"
                + " @Section(\".data.early\") static final int[] LIST = {1, 2};"
                + " static final class Zeros extends Struct { int number; }"
                + " @Section(\".bss.late\") static final Zeros ZEROS = new Zeros();"
                + " static int plain = 3;");
        assertEquals(".text.boot", section(image, "T.begin"));
        assertEquals(".text", section(image, "T.other"));
        assertEquals(".data.early", section(image, "T.count"));
        assertEquals(".data.early", section(image, "T.LIST$0"));
        assertEquals(".data", section(image, "T.plain"));
        assertEquals(".bss.late", section(image, "T.ZEROS$0"));
        assertEquals(true, image.sections().stream().anyMatch(s -> s.name().equals(".text.boot")
                && s.address() != 0 && s.size() > 0));
    }

    @Test
    void aSectionOfZerosTakesNoValues() {
        assertEquals("T.java: [section] T.count has a value, and .bss.x has only zeros: choose a"
                + " section whose name begins with .data", assertThrows(CompileException.class,
                () -> image("@Section(\".bss.x\") static int count = 5;"
                        + " @EntryPoint static int begin() { return count++; }")).getMessage());
    }
}
