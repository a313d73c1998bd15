package cleave.emulator.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class SymbolsTest {
    @Test
    void programThatRunsBeforeItMapsItselfIsKnownByItsPhysicalAddresses() {
        Symbols symbols = Guest.symbols(0xc000_0000, Guest.function("head", 0xc000_0000, 0x40));
        assertEquals("head+0x8", symbols.name(0xc000_0008));
        assertEquals("head+0x8", symbols.name(Guest.START + 8));
        assertEquals("0x80000008 <head+0x8>", symbols.address(Guest.START + 8));
    }

    @Test
    void programThatSaysToBeLoadedWhereNoRamIsHasNoNamesThere() {
        Symbols symbols = Guest.symbols(0xc000_0000, 0, Guest.function("head", 0xc000_0000, 0x40));
        assertEquals("head+0x8", symbols.name(0xc000_0008));
        assertNull(symbols.name(8));
    }

    @Test
    void addressOfNoProgramIsANumberAlone() {
        assertNull(Symbols.NONE.name(4));
        assertEquals("0x00000004", Symbols.NONE.address(4));
        assertEquals("0x00000004", Guest.symbols().address(4));
    }

    @Test
    void symbolHasItsLinkedValue() {
        Symbols symbols = Guest.symbols(0xc000_0000, Guest.function("head", 0xc000_0004, 4));
        assertEquals(0xc000_0004, symbols.valueOf("head").orElseThrow());
        assertEquals(false, symbols.valueOf("tail").isPresent());
    }
}
