package cleave.toolchain.elf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SymbolTableTest {
    private static final int BASE = ElfSamples.BASE;

    private static SymbolTable everything() throws ElfException {
        return ElfFile.read(ElfWriter.write(ElfSamples.everything()), "everything.elf").symbols();
    }

    private static String nearest(int va) throws ElfException {
        return everything().nearest(va).map(SymbolTable.Place::toString).orElse("nothing");
    }

    @Test
    void addressInsideAFunctionIsNamedByTheFunctionNotByALabelInIt() throws Exception {
        assertEquals("main+0x1c", nearest(BASE + 0x2c));
        assertEquals("main+0x8", nearest(BASE + 0x18));
        assertEquals("_start", nearest(BASE));
    }

    @Test
    void variablesAreNamedToo() throws Exception {
        assertEquals("greeting+0x2", nearest(BASE + 0x32));
        assertEquals("counter", nearest(0xc000_3000));
    }

    @Test
    void addressOutsideAllSectionsHasNoName() throws Exception {
        assertEquals("nothing", nearest(0));
        assertEquals("nothing", nearest(BASE + 0x1000));
        assertEquals("nothing", nearest(0xc000_3108));
        assertEquals("nothing", nearest(0xffff_ffff));
    }

    @Test
    void nameOfANumberIsFoundByNameOnly() throws Exception {
        assertEquals(0x4000, everything().symbol("STACK_SIZE").orElseThrow().value());
        assertEquals("nothing", nearest(0x4000));
    }

    @Test
    void mappingSymbolsNeverAnswer() {
        SymbolTable table = new SymbolTable(List.of(
                ElfSymbol.label("start", BASE, ElfSymbol.Binding.GLOBAL, ".text"),
                ElfSymbol.label("$xrv32i2p1", BASE + 4, ElfSymbol.Binding.LOCAL, ".text"),
                ElfSymbol.label(".L3", BASE + 4, ElfSymbol.Binding.LOCAL, ".text")),
                List.of(ElfSection.text(".text", BASE, new byte[16])));
        assertEquals("start+0x8", table.nearest(BASE + 8).orElseThrow().toString());
    }

    @Test
    void globalNameWinsOverALocalOneOfTheSameSpelling() {
        ElfSymbol local = ElfSymbol.label("x", BASE, ElfSymbol.Binding.LOCAL, ".text");
        ElfSymbol global = ElfSymbol.function("x", BASE + 4, 4, ".text");
        assertTrue(new SymbolTable(List.of(local, global), List.of()).symbol("x")
                .filter(global::equals).isPresent());
        assertTrue(new SymbolTable(List.of(global, local), List.of()).symbol("x")
                .filter(global::equals).isPresent());
    }
}
