package cleave.tests.differential;

import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Disassembler;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Operands;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A piece of a program's code that stands alone: it may be left out, and runs at any address. */
record Chunk(String kind, byte[] code) {
    private static final int NOP16 = 0x0001;

    /** The code, filled up with {@code c.nop}. */
    byte[] padded() {
        byte[] bytes = Arrays.copyOf(code, Layout.CHUNK);
        for (int i = code.length; i < bytes.length; i += 2) {
            bytes[i] = NOP16;
        }
        return bytes;
    }

    /** A line for each instruction. */
    String listing(int address) {
        StringBuilder text = new StringBuilder();
        ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(code, code.length + 2))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < code.length; ) {
            int low = bytes.getShort(at) & 0xffff;
            int word = Operands.isCompressed(low) ? low : bytes.getInt(at);
            Disassembler.Text line = Disassembler.exact().disassemble(address + at, word);
            text.append(String.format("    %08x  %s%n", address + at, line));
            at += line.length();
        }
        return text.toString();
    }

    /** Writes instructions one after the other. */
    static final class Builder {
        private final byte[] bytes = new byte[Layout.CHUNK];
        private int size;

        int size() {
            return size;
        }

        boolean hasRoomFor(int more) {
            return size + more <= Layout.CHUNK;
        }

        Builder half(int halfword) {
            bytes[size++] = (byte) halfword;
            bytes[size++] = (byte) (halfword >> 8);
            return this;
        }

        Builder word(int word) {
            return half(word).half(word >>> 16);
        }

        Builder emit(Instruction instruction, int rd, int rs1, int rs2, int immediate) {
            return word(instruction.encode(rd, rs1, rs2, immediate));
        }

        /** Appends what another builder has. */
        Builder append(Builder other) {
            for (int i = 0; i < other.size; i++) {
                bytes[size++] = other.bytes[i];
            }
            return this;
        }

        /** The first instruction, which has 32 bits. */
        int firstWord() {
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(0);
        }

        /** Loads a constant: always two instructions. */
        Builder li(int rd, int value) {
            int upper = value + 0x800 & 0xffff_f000;
            emit(Instruction.LUI, rd, 0, 0, upper);
            return emit(Instruction.ADDI, rd, rd, 0, value - upper);
        }

        Builder csr(Instruction instruction, int rd, Csr csr, int source) {
            return emit(instruction, rd, source, 0, csr.number());
        }

        Chunk build(String kind) {
            return new Chunk(kind, Arrays.copyOf(bytes, size));
        }
    }
}
