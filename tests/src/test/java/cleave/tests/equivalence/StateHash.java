package cleave.tests.equivalence;

import cleave.emulator.hart.FlightRecorder;
import cleave.emulator.machine.Machine;
import cleave.emulator.state.StateWriter;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Sixty-four bits of everything that a machine saves but RAM and ROM, which are compared byte by
 * byte: of registers, CSRs, cycles, devices and disks, and of the last jumps. Two checksums that
 * the JVM computes by machine instructions, for this is done often.
 */
final class StateHash implements StateWriter {
    private final byte[] memory;
    private final CRC32 first = new CRC32();
    private final CRC32C second = new CRC32C();
    private final byte[] buffer = new byte[1 << 12];
    private int length;

    private StateHash(byte[] memory) {
        this.memory = memory;
    }

    static long of(Machine machine) {
        StateHash hash = new StateHash(machine.memory().bytes());
        machine.save(hash);
        FlightRecorder recorder = machine.hart().recorder();
        hash.putInt(machine.hart().pc);
        for (int back = 0; back < recorder.size() && back < FlightRecorder.CERTAIN; back++) {
            hash.putInt(recorder.from(back));
            hash.putInt(recorder.to(back));
        }
        hash.flush();
        return hash.first.getValue() << 32 | hash.second.getValue();
    }

    private void flush() {
        first.update(buffer, 0, length);
        second.update(buffer, 0, length);
        length = 0;
    }

    @Override
    public void section(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        putBytes(bytes, 0, bytes.length);
    }

    @Override
    public void putInt(int value) {
        if (length + 4 > buffer.length) {
            flush();
        }
        for (int shift = 0; shift < 32; shift += 8) {
            buffer[length++] = (byte) (value >> shift);
        }
    }

    @Override
    public void putLong(long value) {
        putInt((int) value);
        putInt((int) (value >> 32));
    }

    @Override
    public void putBoolean(boolean value) {
        putInt(value ? 1 : 0);
    }

    @Override
    public void putBytes(byte[] bytes, int offset, int count) {
        if (bytes != memory) {
            flush();
            first.update(bytes, offset, count);
            second.update(bytes, offset, count);
        }
    }
}
