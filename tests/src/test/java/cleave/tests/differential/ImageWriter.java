package cleave.tests.differential;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Puts the runner and many programs into one image, to be loaded at {@link Layout#RUNNER}. Each
 * program is a descriptor: its size in bytes, number, body start, count of chunks, bases of S-mode
 * and U-mode code; the code; the pokes; what is added to the two trap vectors; mode, registers and
 * CSRs. {@link GuestRunner} reads it in this order.
 */
final class ImageWriter {
    private static final int SIZE_MAX = 24 << 20;

    private ImageWriter() {
    }

    /** @param details whether outcomes contain all of data and tables, and not just hashes */
    static byte[] write(List<GuestProgram> programs, boolean details) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(GuestRunner.assemble());
        out.writeBytes(new byte[Layout.IMAGE - Layout.RUNNER - out.size()]);
        out.writeBytes(buffer(8).putInt(programs.size()).putInt(details ? 1 : 0).array());
        for (GuestProgram program : programs) {
            out.writeBytes(descriptor(program));
        }
        if (out.size() > SIZE_MAX) {
            throw new IllegalArgumentException(programs.size() + " programs are too many: "
                    + out.size() + " bytes");
        }
        return out.toByteArray();
    }

    private static byte[] descriptor(GuestProgram program) {
        int codeSize = program.chunks().size() * Layout.CHUNK;
        int size = 4 * (6 + 1 + 2 * program.pokes().size() + 3 + 31 + Setup.INITIAL.size())
                + codeSize;
        ByteBuffer words = buffer(size);
        boolean paging = program.paging();
        words.putInt(size).putInt(program.number()).putInt(program.bodyStart())
                .putInt(program.chunks().size());
        words.putInt(paging && program.supervisorAlias() ? Layout.SUPERVISOR_CODE : Layout.CODE);
        words.putInt(paging ? Layout.USER_CODE : Layout.CODE);
        for (Chunk chunk : program.chunks()) {
            words.put(chunk.padded());
        }
        words.putInt(program.pokes().size());
        for (GuestProgram.Poke poke : program.pokes()) {
            words.putInt(poke.address()).putInt(poke.value());
        }
        words.putInt(program.vectoredMachine() ? 1 : 0);
        words.putInt(program.vectoredSupervisor() ? 1 : 0);
        words.putInt(program.mode());
        for (int i = 1; i < 32; i++) {
            words.putInt(program.registers()[i]);
        }
        for (int value : program.csrs()) {
            words.putInt(value);
        }
        return words.array();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
