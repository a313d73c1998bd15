package cleave.emulator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static Arguments parse(Verb verb, String... words) throws UsageException {
        return Arguments.parse(verb, List.of(words));
    }

    private static String refusal(Verb verb, String... words) {
        return assertThrows(UsageException.class, () -> parse(verb, words)).getMessage();
    }

    @Test
    void everyOptionIsTakenWithOneDashOrTwoAndWithItsValueBehindABlankOrAnEqualsSign()
            throws UsageException {
        for (Verb verb : Verb.values()) {
            for (Opt opt : Opt.values()) {
                if (opt.belongsTo(verb)) {
                    for (String name : opt.names()) {
                        checkSpellings(verb, opt, Opt.bare(name));
                    }
                }
            }
        }
    }

    private static void checkSpellings(Verb verb, Opt opt, String name) throws UsageException {
        for (String spelled : List.of("-" + name, "--" + name)) {
            if (opt.argument() == null) {
                assertTrue(parse(verb, spelled).has(opt), spelled);
                continue;
            }
            Arguments joined = parse(verb, spelled + "=a=b,c -d", "operand");
            assertEquals(Optional.of("a=b,c -d"), joined.value(opt), spelled);
            assertEquals(List.of("operand"), joined.operands());
            if (opt.takesOptionalValue()) {
                assertEquals(Optional.empty(), parse(verb, spelled, "operand").value(opt));
                assertTrue(parse(verb, spelled).has(opt), spelled);
            } else {
                assertEquals(Optional.of("--value"),
                        parse(verb, spelled, "--value").value(opt), spelled);
            }
        }
    }

    @Test
    void noTwoOptionsOfACommandShareAName() {
        for (Verb verb : Verb.values()) {
            Set<String> names = new HashSet<>();
            for (Opt opt : Opt.values()) {
                for (String name : opt.belongsTo(verb) ? opt.names() : List.<String>of()) {
                    assertTrue(names.add(Opt.bare(name)), verb + " " + name);
                }
            }
        }
    }

    @Test
    void prefixesAndClustersAreNotGuessed() {
        assertEquals("unknown option -kern", refusal(Verb.BOOT, "-kern", "x"));
        assertEquals("unknown option -kernelx: did you mean -kernel?",
                refusal(Verb.BOOT, "-kernelx"));
        assertEquals("unknown option -m128M", refusal(Verb.BOOT, "-m128M"));
    }

    @Test
    void unknownOptionNamesTheNearestKnown() {
        assertEquals("unknown option --max-cylces: did you mean --max-cycles?",
                refusal(Verb.BOOT, "--max-cylces", "5"));
        assertEquals("unknown option --zzzz", refusal(Verb.BOOT, "--zzzz"));
    }

    @Test
    void optionOfAnotherCommandSaysWhose() {
        assertEquals("-kernel is not an option of cleave run, but of cleave boot",
                refusal(Verb.RUN, "-kernel", "x"));
        assertEquals("--symbol is not an option of cleave boot, but of cleave disasm",
                refusal(Verb.BOOT, "--symbol", "x"));
    }

    @Test
    void missingAndSuperfluousValuesAreNamed() {
        assertEquals("-kernel needs a value: -kernel FILE", refusal(Verb.BOOT, "-kernel"));
        assertEquals("--quiet takes no value", refusal(Verb.BOOT, "--quiet=yes"));
    }

    @Test
    void quotesInValuesAreKept() throws UsageException {
        assertEquals(Optional.of("\"a b\""), parse(Verb.BOOT, "-append", "\"a b\"")
                .value(Opt.APPEND));
    }

    @Test
    void lastOfSeveralValuesCountsAndAllAreThere() throws UsageException {
        Arguments arguments = parse(Verb.BOOT, "-m", "1G", "-m", "2G", "--memory=3G");
        assertEquals(Optional.of("3G"), arguments.value(Opt.MEMORY));
        assertEquals(List.of("1G", "2G", "3G"), arguments.values(Opt.MEMORY));
    }

    @Test
    void afterTwoDashesEverythingIsAnOperand() throws UsageException {
        Arguments arguments = parse(Verb.BOOT, "--quiet", "--", "--max-cycles", "-");
        assertEquals(List.of("--max-cycles", "-"), arguments.operands());
        assertFalse(arguments.has(Opt.MAX_CYCLES));
    }

    @Test
    void numbersAreCheckedAgainstTheirBounds() throws UsageException {
        Arguments arguments = parse(Verb.BOOT, "--max-cycles", "1_000", "--max-seconds", "x",
                "--seed", "0x10");
        assertEquals(1000, arguments.number(Opt.MAX_CYCLES, 0, 0, 5000));
        assertEquals(16, arguments.number(Opt.SEED, 0, 0, 5000));
        assertEquals("--max-cycles 1_000: it must be between 0 and 10",
                assertThrows(UsageException.class,
                        () -> arguments.number(Opt.MAX_CYCLES, 0, 0, 10)).getMessage());
        assertEquals("--max-seconds x: that is not a whole number",
                assertThrows(UsageException.class,
                        () -> arguments.number(Opt.MAX_SECONDS, 0, 0, 10)).getMessage());
    }

    @Test
    void everyOptionOfQemusThatIsRefusedIsNotAlsoTaken() {
        for (QemuOnly refused : QemuOnly.values()) {
            String name = "-" + refused.option();
            assertTrue(refusal(Verb.BOOT, name).startsWith(name + " is QEMU's; here, "), name);
        }
    }
}
