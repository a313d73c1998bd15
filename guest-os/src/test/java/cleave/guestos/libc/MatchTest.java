package cleave.guestos.libc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.magic.Address;
import cleave.toolchain.hosted.HostedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@HostedTest
class MatchTest {
    private static final int PATTERN = 0x2000;
    private static final int TEXT = 0x2100;

    private static Address place(int at, String text) {
        for (int i = 0; i < text.length(); i++) {
            Address.of(at).storeByte(i, text.charAt(i));
        }
        Address.of(at).storeByte(text.length(), 0);
        return Address.of(at);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {
        "abc, abc, 0, true", "abc, abd, 0, false", "*, abc, 0, true", "a*c, abbbc, 0, true",
        "a*c, abbbd, 0, false", "a*b*c, aXbYbZc, 0, true", "*.java, Match.java, 0, true",
        "*.java, Match.jav, 0, false", "?, a, 0, true", "?, ab, 0, false", "a?c, abc, 0, true",
        "[abc], b, 0, true", "[abc], d, 0, false", "[!abc], d, 0, true", "[^abc], a, 0, false",
        "[a-f]x, ex, 0, true", "[a-f]x, gx, 0, false", "[]a], ], 0, true", "[!]a], ], 0, false",
        "[a-], -, 0, true", "[[:digit:]x], 7, 0, true", "[[:digit:]x], x, 0, true",
        "[[:digit:]x], y, 0, false", "[[:alpha:][:digit:]]*, 9z, 0, true", "[abc, [abc, 0, true",
        "\\*, *, 0, true", "\\*, x, 0, false", "\\*, \\x, 2, true", "a\\?, a?, 0, true",
        "*, a/b, 0, true", "*, a/b, 1, false", "*/b, a/b, 1, true", "a?b, a/b, 1, false",
        "a[/]b, a/b, 1, false", "*, .x, 4, false", ".*, .x, 4, true", "?x, .x, 4, false",
        "[.]x, .x, 4, false", "*/*, a/.b, 5, false", "*/.*, a/.b, 5, true", "*, .x, 0, true",
        "ABC, abc, 16, true", "[A-C]x, bX, 16, true", "***a, xxa, 0, true",
        "*a*a*a*a*a*b, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, 0, false"})
    void patternsDescribeTexts(String pattern, String text, int flags, boolean fits) {
        assertEquals(fits, Match.fnmatch(place(PATTERN, pattern), place(TEXT, text), flags));
    }
}
