package cleave.guestos.user.usertests;

import cleave.guestos.libc.Files;
import cleave.magic.Address;
import cleave.magic.Struct;

/** Where one process waits for another: a pipe. Opened before or later, one passes. */
final class Gate extends Struct {
    /** Heard when nobody is left who could tell anything. */
    static final int SILENCE = Integer.MIN_VALUE;
    private static final byte[] PLACE = new byte[1];
    private static final int[] WORD = new int[1];

    int reading;
    int writing;

    void make() {
        Files.pipe();
        reading = Files.readEnd();
        writing = Files.writeEnd();
    }

    void open() {
        Files.write(writing, "x");
    }

    /** Waits; false when nobody is left who could open it. */
    boolean pass() {
        return Files.read(reading, Address.of(PLACE), 1) == 1;
    }

    /** Opens it for one who wants to {@link #hear} a number. */
    void tell(int number) {
        WORD[0] = number;
        Files.write(writing, Address.of(WORD), Integer.BYTES);
    }

    /** Waits for what one tells. */
    int hear() {
        return Files.read(reading, Address.of(WORD), Integer.BYTES) == Integer.BYTES ? WORD[0]
                : SILENCE;
    }

    /** This process will not pass it. */
    void leaveReading() {
        Files.close(reading);
    }

    /** This process will not open it: when all have said so, all pass. */
    void leaveWriting() {
        Files.close(writing);
    }

    void close() {
        leaveReading();
        leaveWriting();
    }
}
