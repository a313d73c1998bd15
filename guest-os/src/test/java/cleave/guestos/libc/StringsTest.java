package cleave.guestos.libc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.guestos.abi.Errno;
import cleave.magic.Address;
import cleave.toolchain.hosted.HostedTest;
import org.junit.jupiter.api.Test;

@HostedTest
class StringsTest {
    private static final int PLACE = 0x2000;

    private static Address text(String literal) {
        return Address.of(literal);
    }

    /** A copy that may be changed. */
    private static Address changeable(String literal) {
        Strings.copy(Address.of(PLACE), literal);
        return Address.of(PLACE);
    }

    @Test
    void orderIsThatOfUnsignedBytes() {
        assertTrue(Strings.compare(text("abc"), text("abd")) < 0);
        assertTrue(Strings.compare(text("abc"), text("ab")) > 0);
        assertEquals(0, Strings.compare(text("abc"), text("abd"), 2));
        assertEquals(0, Strings.compareIgnoringCase(text("MiXed"), text("mIxED")));
        Address high = changeable("x");
        high.storeByte(0, 0xe4);
        assertTrue(Strings.compare(high, text("z")) > 0);
    }

    @Test
    void boundedCopiesEndWithAZeroAndSayWhatWasNeeded() {
        Address to = Address.of(PLACE);
        to.storeByte(4, 0x55);
        assertEquals(6, Strings.copy(to, text("sixsix"), 4));
        assertTrue(Strings.equal(to, "six"));
        assertEquals(0x55, to.loadByte(4));
        assertEquals(7, Strings.append(to, "tens", 6));
        assertTrue(Strings.equal(to, "sixte"));
        assertEquals(3, Strings.copy(to, text("abc"), 0));
        assertTrue(Strings.equal(to, "sixte"));
    }

    @Test
    void searchesFindTheFirstTheLastOrNothing() {
        Address path = text("/usr/bin/env");
        assertEquals(0, Strings.find(path, '/').minus(path));
        assertEquals(8, Strings.findLast(path, '/').minus(path));
        assertEquals(12, Strings.find(path, 0).minus(path));
        assertTrue(Strings.find(path, 'x').isNull());
        assertEquals(5, Strings.find(path, text("bin")).minus(path));
        assertTrue(Strings.find(path, text("bins")).isNull());
        assertTrue(Strings.endsWith(path, "/env"));
        assertFalse(Strings.startsWith(path, "/usr/bin/env/"));
        assertEquals(1, Strings.span(path, text("/")));
        assertEquals(4, Strings.spanWithout(path.plus(1), text("/")) + 1);
    }

    @Test
    void baseNamesPassSlashesOver() {
        assertTrue(Strings.equal(Strings.baseName(text("/bin/ls")), "ls"));
        assertTrue(Strings.equal(Strings.baseName(text("ls")), "ls"));
        assertTrue(Strings.equal(Strings.baseName(text("/a//b/")), "b/"));
        assertTrue(Strings.equal(Strings.baseName(text("/")), "/"));
    }

    @Test
    void tokensAreCutInPlace() {
        Address words = changeable("  one two\tthree ");
        assertTrue(Strings.equal(Strings.token(words, " \t"), "one"));
        assertTrue(Strings.equal(Strings.token(Address.of(0), " \t"), "two"));
        assertTrue(Strings.equal(Strings.token(Address.of(0), " \t"), "three"));
        assertTrue(Strings.token(Address.of(0), " \t").isNull());
        assertTrue(Strings.token(Address.of(0), " \t").isNull());
    }

    @Test
    void movesMayOverlap() {
        Address at = changeable("0123456789");
        Memory.move(at.plus(2), at, 8);
        assertTrue(Strings.equal(at, "0101234567"));
        Memory.move(at, at.plus(2), 8);
        assertTrue(Strings.equal(at, "0123456767"));
    }

    @Test
    void fillsAndCopiesOfAllLengthsAndAlignmentsStayInTheirBounds() {
        for (int start = 0; start < 5; start++) {
            for (int length = 0; length < 40; length++) {
                Address from = Address.of(PLACE + start);
                Address to = Address.of(PLACE + 0x100 + start);
                Memory.fill(from.minus(1), 'b', length + 2);
                Memory.fill(to.minus(1), 'e', length + 2);
                Memory.fill(from, 'f', length);
                Memory.copy(to, from, length);
                assertEquals('e', to.loadByte(-1));
                assertEquals('e', to.loadByte(length));
                assertEquals('b', from.loadByte(length));
                assertEquals(0, Memory.compare(from, to, length));
                assertTrue(length == 0 || to.loadByte(length - 1) == 'f');
            }
        }
    }

    @Test
    void numbersHaveSignsPrefixesAndLimits() {
        assertEquals(-42, Numbers.parse(text("  -42x"), 10));
        assertEquals('x', Numbers.end().loadByte(0));
        assertEquals(255, Numbers.parse(text("0xff"), 0));
        assertEquals(8, Numbers.parse(text("010"), 0));
        assertEquals(10, Numbers.parse(text("010"), 10));
        assertEquals(0, Numbers.parse(text("0xg"), 16));
        assertEquals('x', Numbers.end().loadByte(0));
        assertEquals(35, Numbers.parse(text("z"), 36));
        Errors.errno = 0;
        assertEquals(Long.MIN_VALUE, Numbers.parse(text("-9223372036854775808"), 10));
        assertEquals(Long.MAX_VALUE, Numbers.parse(text("9223372036854775807"), 10));
        assertEquals(0, Errors.errno);
        assertEquals(Long.MAX_VALUE, Numbers.parse(text("9223372036854775808"), 10));
        assertEquals(Errno.ERANGE, Errors.errno);
        assertEquals(Long.MAX_VALUE, Numbers.parse(text("99999999999999999999999"), 10));
        Address none = text("x1");
        assertEquals(0, Numbers.parse(none, 10));
        assertEquals(none.bits(), Numbers.end().bits());
        assertTrue(Numbers.isInt(text("2147483647")));
        assertFalse(Numbers.isInt(text("2147483648")));
        assertFalse(Numbers.isInt(text("12 ")));
        assertFalse(Numbers.isInt(text("")));
    }
}
