package cleave.guestos.kernel.tty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.guestos.abi.Termios;
import cleave.toolchain.hosted.HostedClasses;
import cleave.toolchain.hosted.HostedWorld;
import cleave.toolchain.hosted.RecordingMachine;
import cleave.toolchain.hosted.SimulatedMemory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The line discipline: what is typed, what is seen of it, and what a program reads. */
class TerminalTest {
    private static final HostedClasses CLASSES =
            HostedClasses.of(TerminalTest.class.getClassLoader());
    private static final int EAGAIN = -11;
    private static final int KERNEL = 0xc000_0000;
    private static final int LINE_STATUS = 5;
    private static final int TRANSMITTER_EMPTY = 0x60;

    private final StringBuilder screen = new StringBuilder();
    private HostedWorld world;

    /** A UART that is always ready, and keeps what it is given. */
    private final class Chip implements SimulatedMemory.Device {
        @Override
        public long load(int offset, int bytes) {
            return offset == LINE_STATUS ? TRANSMITTER_EMPTY : 0;
        }

        @Override
        public void store(int offset, int bytes, long value) {
            if (offset == 0) {
                screen.append((char) (value & 0xff));
            }
        }
    }

    @BeforeEach
    void aConsole() throws Exception {
        world = CLASSES.newWorld();
        world.setMachine(new RecordingMachine());
        world.memory().map(KERNEL, 1 << 20);
        world.memory().device(0xfc00_0000, 8, new Chip());
        call("begin");
    }

    private Object call(String name, Object... arguments) throws Exception {
        for (Method method : world.load(TerminalProbe.class.getName()).getDeclaredMethods()) {
            if (method.getName().equals(name)) {
                method.setAccessible(true);
                try {
                    return method.invoke(null, arguments);
                } catch (InvocationTargetException e) {
                    throw new IllegalStateException(e.getCause());
                }
            }
        }
        throw new NoSuchMethodException(name);
    }

    private void type(String text) throws Exception {
        call("type", text);
    }

    private String read(int bytes) throws Exception {
        return (String) call("read", bytes);
    }

    /** What was sent since the last time. */
    private String seen() {
        String text = screen.toString();
        screen.setLength(0);
        return text;
    }

    @Test
    void aLineIsReadWhenItIsCompleteAndEchoed() throws Exception {
        type("ls -l");
        assertEquals("ls -l", seen());
        assertEquals(String.valueOf(EAGAIN), read(100));
        type("\r");
        assertEquals("\r\n", seen());
        type("next");
        assertEquals("ls -l\n", read(100));
        assertEquals(String.valueOf(EAGAIN), read(100));
    }

    @Test
    void aShortReadLeavesTheRestOfTheLine() throws Exception {
        type("hello\nworld\n");
        assertEquals("hel", read(3));
        assertEquals("lo\n", read(3));
        assertEquals("world\n", read(100));
    }

    @Test
    void erasingTakesBackWhatIsSeen() throws Exception {
        type("ab\u007fc");
        assertEquals("ab\b \bc", seen());
        type("\u007f\u007f\u007f\u007f");
        assertEquals("\b \b\b \b", seen());
        type("x\n");
        assertEquals("x\n", read(100));
    }

    @Test
    void controlCharactersAreSeenAndErasedAsTwo() throws Exception {
        type("\u0001");
        assertEquals("^A", seen());
        type("\u007f");
        assertEquals("\b \b\b \b", seen());
    }

    @Test
    void aTabIsErasedToWhereItBegan() throws Exception {
        type("ab\tc");
        seen();
        type("\u007f");
        assertEquals("\b \b", seen());
        type("\u007f");
        assertEquals("\b".repeat(6), seen());
    }

    @Test
    void wordsAndLinesAreErasedWhole() throws Exception {
        type("one two_3  \u0017");
        assertEquals("one two_3  " + "\b \b".repeat(7), seen());
        type("\u0015");
        assertEquals("\b \b".repeat(4), seen());
        type("ok\n");
        assertEquals("ok\n", read(100));
    }

    @Test
    void withoutVisualErasureTheKillCharacterIsShown() throws Exception {
        call("setLocal", 0, Termios.ECHOKE);
        type("abc\u0015");
        assertEquals("abc^U\r\n", seen());
    }

    @Test
    void theEndOfFileGivesWhatIsThereAndThenNothing() throws Exception {
        type("abc\u0004");
        assertEquals("abc", seen());
        assertEquals("abc", read(100));
        assertEquals(String.valueOf(EAGAIN), read(100));
        type("\u0004");
        assertEquals("", read(100));
        type("abc\u0004");
        assertEquals("abc", read(3));
        assertEquals(String.valueOf(EAGAIN), read(3));
    }

    @Test
    void theNextCharacterCanBeTakenLiterally() throws Exception {
        type("\u0016\u0003\u0016\u0004x\n");
        assertEquals("^\b^C^\b^Dx\r\n", seen());
        assertEquals("\u0003\u0004x\n", read(100));
    }

    @Test
    void carriageReturnsAndLineFeedsAreTranslatedAsAsked() throws Exception {
        call("setInput", Termios.IGNCR, 0);
        type("a\rb\n");
        assertEquals("ab\n", read(100));
        call("setInput", Termios.INLCR, Termios.IGNCR | Termios.ICRNL);
        call("setCharacter", Termios.VEOL, '\r');
        type("c\n");
        assertEquals("c\r", read(100));
    }

    @Test
    void withoutEchoNothingIsSeenButPerhapsTheLineFeed() throws Exception {
        call("setLocal", 0, Termios.ECHO);
        type("secret\n");
        assertEquals("", seen());
        call("setLocal", Termios.ECHONL, 0);
        type("secret\n");
        assertEquals("\r\n", seen());
    }

    @Test
    void rawCharactersAreReadAsTheyCome() throws Exception {
        call("setLocal", 0, Termios.ICANON | Termios.ECHO | Termios.ISIG);
        type("a\u0003\u007f");
        assertEquals("a\u0003\u007f", read(100));
        assertEquals(String.valueOf(EAGAIN), read(100));
        call("setCharacter", Termios.VMIN, 0);
        assertEquals("", read(100));
    }

    @Test
    void whatWasTypedBeforeRawModeIsNotLost() throws Exception {
        type("par");
        call("setLocal", 0, Termios.ICANON);
        assertEquals("par", read(100));
        type("tial");
        call("setLocal", Termios.ICANON, 0);
        assertEquals("tial", read(100));
    }

    @Test
    void whatWasReadInRawModeIsNoPartOfTheNextLine() throws Exception {
        type("line\n");
        assertEquals("line\n", read(100));
        call("setLocal", 0, Termios.ICANON);
        type("raw");
        assertEquals("raw", read(100));
        call("setLocal", Termios.ICANON, 0);
        assertEquals(0, call("readable"));
        assertEquals(String.valueOf(EAGAIN), read(100));
        seen();
        type("\u007fx\n");
        assertEquals("x\r\n", seen());
        assertEquals("x\n", read(100));
    }

    @Test
    void outputIsStoppedAndStartedByKeysIfTheyAreNotSwitchedOff() throws Exception {
        type("\u0013");
        assertEquals(true, call("isStopped"));
        type("\u0011");
        assertEquals(false, call("isStopped"));
        type("\u0013x");
        assertEquals(true, call("isStopped"));
        call("setInput", Termios.IXANY, 0);
        type("y");
        assertEquals(false, call("isStopped"));
        call("setInput", 0, Termios.IXON | Termios.IXANY);
        type("\u0013\n");
        assertEquals(false, call("isStopped"));
        assertEquals("xy\u0013\n", read(100));
    }

    @Test
    void withoutVisualErasureTheErasingCharacterIsShown() throws Exception {
        call("setLocal", 0, Termios.ECHOE);
        type("ab\u007f");
        assertEquals("ab^?", seen());
        type("\n");
        assertEquals("a\n", read(100));
    }

    @Test
    void withoutEchoedControlCharactersTheyAreSentAsTheyAre() throws Exception {
        call("setLocal", 0, Termios.ECHOCTL);
        type("\u0001\u007f");
        assertEquals("\u0001", seen());
    }

    @Test
    void aKilledLineIsShownBelowOnlyIfThatIsAskedFor() throws Exception {
        call("setLocal", 0, Termios.ECHOKE | Termios.ECHOK);
        type("abc\u0015");
        assertEquals("abc^U", seen());
        type("d\n");
        assertEquals("d\n", read(100));
    }

    @Test
    void theLineIsShownAgainWhenThatIsAskedFor() throws Exception {
        type("ab\u0001\u0012");
        assertEquals("ab^A^R\r\nab^A", seen());
        type("\n");
        assertEquals("ab\u0001\n", read(100));
    }

    @Test
    void moreThanOneCharacterCanEndALine() throws Exception {
        call("setCharacter", Termios.VEOL, ';');
        call("setCharacter", Termios.VEOL2, ',');
        type("a;b,c\n");
        assertEquals("a;", read(100));
        assertEquals("b,", read(100));
        call("setLocal", 0, Termios.IEXTEN);
        type("d,e\n");
        assertEquals("c\n", read(100));
        assertEquals("d,e\n", read(100));
    }

    @Test
    void theEighthBitIsTakenAwayIfThatIsAskedFor() throws Exception {
        call("setInput", Termios.ISTRIP, 0);
        type("\u00e1\n");
        assertEquals("a\n", read(100));
    }

    @Test
    void charactersWithoutMeaningInALineAreJustThat() throws Exception {
        call("setLocal", 0, Termios.IEXTEN);
        type("a \u0017\u0016\n");
        assertEquals("a \u0017\u0016\n", read(100));
        call("setCharacter", Termios.VERASE, 0);
        type("b\u007f\n");
        assertEquals("b\u007f\n", read(100));
    }

    @Test
    void returnsAreWrittenAsAsked() throws Exception {
        call("setOutput", Termios.OPOST | Termios.OCRNL);
        call("write", "a\r");
        assertEquals("a\n", seen());
        call("setOutput", Termios.OPOST | Termios.ONOCR);
        call("write", "\rb\r");
        assertEquals("\rb\r", seen());
        call("write", "\r");
        assertEquals("", seen());
        call("setOutput", Termios.OPOST | Termios.ONLRET);
        call("write", "abc\n\tx");
        assertEquals("abc\n\tx", seen());
    }

    @Test
    void aFullTerminalRingsTheBell() throws Exception {
        call("setInput", Termios.IMAXBEL, 0);
        call("setLocal", 0, Termios.ECHO);
        type("x".repeat(4095));
        assertEquals("", seen());
        type("y");
        assertEquals("\u0007", seen());
    }

    @Test
    void aFullLineCanStillBeEnded() throws Exception {
        type("x".repeat(5000) + "\n");
        assertEquals(4096, call("readable"));
        assertEquals("x".repeat(4095) + "\n", read(5000));
        type("y\n");
        assertEquals("y\n", read(100));
    }

    @Test
    void outputIsStoppedAndStartedAndInputDroppedBySignals() throws Exception {
        type("abc\u0003");
        assertEquals("abc^C", seen());
        type("d\n");
        assertEquals("d\n", read(100));
        call("setLocal", Termios.NOFLSH, 0);
        type("e\u001af\n");
        assertEquals("ef\n", read(100));
    }

    @Test
    void multibyteCharactersAreErasedWhole() throws Exception {
        call("setInput", Termios.IUTF8, 0);
        type("a\u00c3\u00a9\u007f");
        assertEquals("a\u00c3\u00a9\b \b", seen());
        type("\n");
        assertEquals("a\n", read(100));
    }

    @Test
    void outputIsProcessedAsAsked() throws Exception {
        call("write", "a\nb\tc");
        assertEquals("a\r\nb\tc", seen());
        call("setOutput", Termios.OPOST | Termios.XTABS);
        call("write", "\r\tx\n");
        assertEquals("\r        x\n", seen());
        call("setOutput", 0);
        call("write", "\t\n");
        assertEquals("\t\n", seen());
    }
}
