package cleave.guestos.kernel.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.guestos.abi.Errno;
import cleave.magic.Address;
import cleave.magic.Struct;
import cleave.toolchain.hosted.HostedTest;
import org.junit.jupiter.api.Test;

@HostedTest
class ScriptTest {
    private static final int SCRIPT = 0x10_0000;
    private static final int HEAD = 0x11_0000;
    private static final int PATH = 0x12_0000;

    private static Script script() {
        put(PATH, "/home/script");
        return Struct.at(Address.of(SCRIPT), Script.class);
    }

    private static void put(int at, String text) {
        for (int i = 0; i < text.length(); i++) {
            Address.of(at).storeByte(i, text.charAt(i));
        }
        Address.of(at).storeByte(text.length(), 0);
    }

    private static int read(Script script, String head) {
        put(HEAD, head);
        return script.read(Address.of(HEAD), head.length(), Address.of(PATH));
    }

    private static String words(Script script) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < script.count; i++) {
            Address word = script.word(i);
            all.append('[');
            for (int at = 0; word.loadByte(at) != 0; at++) {
                all.append((char) word.loadByte(at));
            }
            all.append(']');
        }
        return all.toString();
    }

    @Test
    void theInterpreterItsArgumentAndTheScriptComeFirst() {
        Script script = script();
        assertEquals(0, read(script, "#!/bin/sh -e\necho\n"));
        assertEquals("[/bin/sh][-e][/home/script]", words(script));
    }

    @Test
    void theArgumentIsOneWordWithoutTheBlanksAroundIt() {
        Script script = script();
        assertEquals(0, read(script, "#! \t/bin/awk   -f  x \t\n"));
        assertEquals("[/bin/awk][-f  x][/home/script]", words(script));
    }

    @Test
    void theLineMayEndWithTheFile() {
        Script script = script();
        assertEquals(0, read(script, "#!/bin/sh"));
        assertEquals("[/bin/sh][/home/script]", words(script));
    }

    @Test
    void anInterpreterThatIsAScriptHasItsOwn() {
        Script script = script();
        assertEquals(0, read(script, "#!/bin/outer one\n"));
        assertEquals(0, read(script, "#!/bin/inner two\n"));
        assertEquals("[/bin/inner][two][/bin/outer][one][/home/script]", words(script));
    }

    @Test
    void scriptsNestFiveDeep() {
        Script script = script();
        for (int i = 0; i < 5; i++) {
            assertEquals(0, read(script, "#!/bin/a b\n"));
        }
        assertEquals(11, script.count);
        assertEquals(-Errno.ELOOP, read(script, "#!/bin/a\n"));
    }

    @Test
    void aLineWithoutAnInterpreterOrOneThatIsCutIsNoProgram() {
        assertEquals(-Errno.ENOEXEC, read(script(), "#!  \n"));
        assertEquals(-Errno.ENOEXEC, read(script(), "#!/" + "x".repeat(253)));
        assertEquals(0, read(script(), "#!/bin/sh " + "x".repeat(246)));
    }

    @Test
    void onlyTheTwoCharactersMakeAScript() {
        put(HEAD, "#! /bin/sh\n");
        assertTrue(Script.is(Address.of(HEAD), 11));
        put(HEAD, "# /bin/sh\n");
        assertFalse(Script.is(Address.of(HEAD), 10));
    }
}
