package cleave.emulator.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.state.ByteStateReader;
import cleave.emulator.state.ByteStateWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HtifTest {
    private static final long TOHOST = 0x8000_1000L;
    private static final long FROMHOST = 0x8000_1040L;
    private static final long BLOCK = 0x8000_2000L;
    private static final long TEXT = 0x8000_3000L;
    private static final int CONSOLE_WRITE = 0x0101_0000;
    private static final int CONSOLE_READ = 0x0100_0000;

    private final DeviceBench bench = new DeviceBench();
    private final ScriptedPort port = new ScriptedPort();
    private final RecordingPower power = new RecordingPower();
    private final Htif htif = new Htif(bench.memory, TOHOST, FROMHOST, port, power, bench.events,
            bench.errors());

    private void store(long pa, int value) {
        bench.memory.writeInt(pa, value);
        htif.onStore(pa, 4);
    }

    private long word(long pa) {
        return bench.memory.readInt(pa) & 0xffff_ffffL
                | (long) bench.memory.readInt(pa + 4) << 32;
    }

    private void request(int high, int low) {
        store(TOHOST, low);
        store(TOHOST + 4, high);
    }

    private void setWord(long pa, long value) {
        bench.memory.writeInt(pa, (int) value);
        bench.memory.writeInt(pa + 4, (int) (value >>> 32));
    }

    @Test
    void anOddValueEndsTheRunWithItsUpperBits() {
        request(0, 1);
        request(0, 7 << 1 | 1);
        assertEquals(List.of("exit 0", "exit 7"), power.events);
        assertEquals(15, word(TOHOST), "the value stays for whoever looks afterwards");
    }

    @Test
    void theHalvesMayComeInEitherOrder() {
        store(TOHOST + 4, CONSOLE_WRITE);
        store(TOHOST, 'a');
        store(TOHOST, 'b');
        store(TOHOST + 4, CONSOLE_WRITE);
        assertEquals("ab", port.output());
        assertEquals(List.of(), power.events);
        assertEquals(0, word(TOHOST));
    }

    @Test
    void aLowHalfStoredAgainAndAgainEndsTheRun() {
        store(TOHOST, 5);
        assertEquals(List.of(), power.events);
        store(TOHOST, 5);
        assertEquals(List.of("exit 2"), power.events);
    }

    @Test
    void aLowHalfStoredOnceEndsTheRunAfterAWhile() {
        store(TOHOST, 3);
        bench.pass(Htif.SETTLE_CYCLES);
        assertEquals(List.of("exit 1"), power.events);
    }

    @Test
    void bothHalvesStoredAsOneAreARequest() {
        setWord(TOHOST, 1);
        htif.onStore(TOHOST, 8);
        assertEquals(List.of("exit 0"), power.events);
    }

    @Test
    void storesBesideTheWordAreNothing() {
        bench.memory.writeInt(TOHOST, 1);
        htif.onStore(TOHOST - 4, 4);
        htif.onStore(TOHOST + 8, 4);
        bench.pass(2 * Htif.SETTLE_CYCLES);
        assertEquals(List.of(), power.events);
    }

    @Test
    void clearingTheWordIsNoRequest() {
        store(TOHOST, 0);
        store(TOHOST, 0);
        store(TOHOST + 4, 0);
        bench.pass(2 * Htif.SETTLE_CYCLES);
        assertEquals(List.of(), power.events);
        assertEquals(List.of(), bench.complaints);
    }

    @Test
    void aReadIsAnsweredWhenThereIsInputAndFromhostIsFree() {
        request(CONSOLE_READ, 0);
        assertEquals(0, word(FROMHOST));
        bench.memory.writeInt(FROMHOST, 9);
        port.type("k");
        bench.pass(2 * Uart16550.POLL_CYCLES);
        assertEquals(9, word(FROMHOST));
        bench.memory.writeInt(FROMHOST, 0);
        bench.pass(Uart16550.POLL_CYCLES);
        assertEquals(0x0100_0000_0000_016bL, word(FROMHOST));
    }

    @Test
    void theSystemCallWriteReachesTheConsole() {
        byte[] text = "hello".getBytes(StandardCharsets.US_ASCII);
        bench.memory.write(TEXT, text, 0, text.length);
        setWord(BLOCK, 64);
        setWord(BLOCK + 8, 1);
        setWord(BLOCK + 16, TEXT);
        setWord(BLOCK + 24, text.length);
        request(0, (int) BLOCK);
        assertEquals("hello", port.output());
        assertEquals(text.length, word(BLOCK));
        assertEquals(1, word(FROMHOST));
        assertEquals(0, word(TOHOST));
    }

    @Test
    void badSystemCallsGetTheirErrno() {
        setWord(BLOCK, 64);
        setWord(BLOCK + 8, 7);
        request(0, (int) BLOCK);
        assertEquals(-9, word(BLOCK));

        setWord(BLOCK, 64);
        setWord(BLOCK + 8, 1);
        setWord(BLOCK + 16, 0x1000);
        setWord(BLOCK + 24, 4);
        request(0, (int) BLOCK);
        assertEquals(-14, word(BLOCK));

        setWord(BLOCK, 1234);
        request(0, (int) BLOCK);
        assertEquals(-38, word(BLOCK));
        assertTrue(bench.complaints.get(0).contains("1234"), bench.complaints.toString());
    }

    @Test
    void theSystemCallExitEndsTheRun() {
        setWord(BLOCK, 93);
        setWord(BLOCK + 8, 3);
        request(0, (int) BLOCK);
        assertEquals(List.of("exit 3"), power.events);
    }

    @Test
    void unknownDevicesAndPointersOutsideRamAreReported() {
        request(0x0200_0000, 4);
        request(0, 0x1000);
        assertEquals(2, bench.complaints.size());
        assertEquals(0, word(TOHOST));
    }

    @Test
    void halfARequestAndAPendingReadSurviveInASavedState() {
        request(CONSOLE_READ, 0);
        store(TOHOST, 3);
        ByteStateWriter out = new ByteStateWriter();
        htif.save(out);
        htif.reset();
        bench.pass(2 * Htif.SETTLE_CYCLES);
        assertEquals(List.of(), power.events, "reset forgets");
        htif.load(new ByteStateReader(out.toBytes()));
        ByteStateWriter again = new ByteStateWriter();
        htif.save(again);
        assertArrayEquals(out.toBytes(), again.toBytes());
        port.type("z");
        bench.pass(2 * Uart16550.POLL_CYCLES);
        assertEquals(List.of("exit 1"), power.events);
        assertEquals(0x0100_0000_0000_017aL, word(FROMHOST));
    }
}
