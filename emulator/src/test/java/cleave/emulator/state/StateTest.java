package cleave.emulator.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class StateTest {
    private static void write(StateWriter out, byte[] big) {
        out.section("first");
        out.putInt(-2);
        out.putLong(Long.MIN_VALUE + 5);
        out.putBoolean(true);
        out.putBoolean(false);
        out.section("second");
        out.putInts(new int[] {1, 2, 3});
        out.putBytes(big, 3, big.length - 3);
    }

    private static byte[] big() {
        byte[] bytes = new byte[100_003];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static byte[] saved() {
        ByteStateWriter writer = new ByteStateWriter();
        write(writer, big());
        return writer.toBytes();
    }

    private static StateFormatException refused(Runnable reading) {
        return assertThrows(StateFormatException.class, reading::run);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        ByteStateReader in = new ByteStateReader(saved());
        in.section("first");
        assertEquals(-2, in.getInt());
        assertEquals(Long.MIN_VALUE + 5, in.getLong());
        assertTrue(in.getBoolean());
        assertFalse(in.getBoolean());
        in.section("second");
        int[] ints = new int[3];
        in.getInts(ints);
        assertArrayEquals(new int[] {1, 2, 3}, ints);
        byte[] bytes = big();
        byte[] read = new byte[bytes.length];
        System.arraycopy(bytes, 0, read, 0, 3);
        in.getBytes(read, 3, bytes.length - 3);
        assertArrayEquals(bytes, read);
        in.end();
    }

    @Test
    void anotherSectionThanExpectedIsNamed() {
        ByteStateReader in = new ByteStateReader(saved());
        String message = refused(() -> in.section("uart0")).getMessage();
        assertTrue(message.contains("'uart0'") && message.contains("'first'"), message);
    }

    @Test
    void aReaderOutOfStepIsToldWhere() {
        ByteStateReader in = new ByteStateReader(saved());
        in.section("first");
        in.getInt();
        String message = refused(() -> in.section("second")).getMessage();
        assertTrue(message.contains("after section 'first'"), message);
    }

    @Test
    void truncatedStateIsRefused() {
        byte[] bytes = java.util.Arrays.copyOf(saved(), 20);
        ByteStateReader in = new ByteStateReader(bytes);
        in.section("first");
        refused(in::getLong);
    }

    @Test
    void leftOverBytesAreRefused() {
        ByteStateReader in = new ByteStateReader(saved());
        refused(in::end);
    }

    @Test
    void otherFilesAndOtherVersionsAreRefused() {
        refused(() -> new ByteStateReader(new byte[100]));
        refused(() -> new ByteStateReader(new byte[3]));
        byte[] bytes = saved();
        bytes[4]++;
        String message = refused(() -> new ByteStateReader(bytes)).getMessage();
        assertTrue(message.contains("version 2"), message);
    }

    @Test
    void equalStatesHaveEqualDigestsAndOthersNot() {
        HashingStateWriter one = new HashingStateWriter();
        HashingStateWriter two = new HashingStateWriter();
        HashingStateWriter other = new HashingStateWriter();
        write(one, big());
        write(two, big());
        byte[] changed = big();
        changed[50_000] ^= 1;
        write(other, changed);
        String digest = one.finishHex();
        assertEquals(digest, two.finishHex());
        assertNotEquals(digest, other.finishHex());
        assertEquals(64, digest.length());
        write(one, big());
        assertEquals(Long.parseUnsignedLong(digest.substring(0, 16), 16), one.finishLong());
    }
}
