package cleave.toolchain.elf;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Programs that the tests of this package write and read. */
final class ElfSamples {
    static final int BASE = 0x8000_0000;

    private ElfSamples() {
    }

    /** Everything once: text, constants, data, bss at another load address, notes, symbols. */
    static ElfImage everything() {
        byte[] code = new byte[0x30];
        code[0] = 0x13;
        List<ElfSection> sections = List.of(
                ElfSection.bss(".bss", 0xc000_3008, 0x100).loadedAt(0x8040_3008),
                ElfSection.text(".text", BASE, code),
                ElfSection.rodata(".rodata", BASE + 0x30, "cleave\0".getBytes(
                        StandardCharsets.UTF_8)),
                ElfSection.data(".data", 0xc000_3000, new byte[] {1, 2, 3, 4}).loadedAt(
                        0x8040_3000),
                ElfSection.notes(".note.cleave", List.of(
                        new ElfNote("Cleave", 1, new byte[] {9, 8, 7, 6, 5}),
                        new ElfNote("Cleave", 2, new byte[0]))),
                ElfSection.debug(".debug_line", new byte[0]));
        List<ElfSymbol> symbols = List.of(
                ElfSymbol.function("_start", BASE, 0x10, ".text"),
                ElfSymbol.function("main", BASE + 0x10, 0x20, ".text"),
                ElfSymbol.label("inside", BASE + 0x18, ElfSymbol.Binding.LOCAL, ".text"),
                ElfSymbol.label("$x", BASE + 0x14, ElfSymbol.Binding.LOCAL, ".text"),
                ElfSymbol.object("greeting", BASE + 0x30, 7, ".rodata"),
                ElfSymbol.object("counter", 0xc000_3000, 4, ".data"),
                ElfSymbol.label("_end", 0xc000_3108, ElfSymbol.Binding.GLOBAL, ".bss"),
                ElfSymbol.absolute("STACK_SIZE", 0x4000));
        return new ElfImage(BASE, ElfImage.RVC, sections, symbols);
    }

    /** The smallest program: one instruction. */
    static byte[] small() {
        return ElfWriter.write(new ElfImage(BASE,
                List.of(ElfSection.text(".text", BASE, new byte[] {0x6f, 0, 0, 0})), List.of()));
    }
}
