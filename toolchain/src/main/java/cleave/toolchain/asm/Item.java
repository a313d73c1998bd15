package cleave.toolchain.asm;

import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Register;
import java.nio.ByteBuffer;

/** What stands in a section, one after the other; some sizes depend on where things lie. */
sealed interface Item {
    int INSTRUCTION_SIZE = 4;

    /** The Java line it comes from. */
    Origin origin();

    /** Bytes it takes when it begins at {@code address}. */
    int size(int address);

    /** Whether it is one instruction or several, which stand at multiples of four. */
    default boolean isInstruction() {
        return false;
    }

    /** Whether a listing shows what it holds as instructions. */
    default boolean isCode(int address) {
        return isInstruction();
    }

    /** Whether it says nothing about bytes, so that it may stand in a BSS section. */
    default boolean isBlank() {
        return false;
    }

    /** Takes the short form again, before sections are placed anew. */
    default void reset() {
    }

    /** Takes the long form if the short one does not reach; answers whether that changed. */
    default boolean grow(int address, Addresses addresses) {
        return false;
    }

    /** Appends exactly {@link #size} bytes. */
    void write(ByteBuffer out, int address, Addresses addresses);

    /** Bytes known from the start: data, or instructions without labels. */
    record Bytes(byte[] bytes, boolean isInstruction, Origin origin) implements Item {
        @Override
        public int size(int address) {
            return bytes.length;
        }

        @Override
        public void write(ByteBuffer out, int address, Addresses addresses) {
            out.put(bytes);
        }
    }

    /** An instruction whose immediate depends on a label. */
    record Relocated(Instruction instruction, Register rd, Register rs1, Register rs2,
            Reference reference, Origin origin) implements Item {
        @Override
        public boolean isInstruction() {
            return true;
        }

        @Override
        public int size(int address) {
            return INSTRUCTION_SIZE;
        }

        @Override
        public void write(ByteBuffer out, int address, Addresses addresses) {
            int value = addresses.resolve(reference, address, origin);
            out.putInt(addresses.encode(origin, instruction, rd, rs1, rs2, value));
        }
    }

    /** {@code jal} to a label. */
    record Jump(Register link, Label target, Origin origin) implements Item {
        @Override
        public boolean isInstruction() {
            return true;
        }

        @Override
        public int size(int address) {
            return INSTRUCTION_SIZE;
        }

        @Override
        public void write(ByteBuffer out, int address, Addresses addresses) {
            out.putInt(addresses.encodeJump(origin, Instruction.JAL, link, target, address));
        }
    }

    /** A word that holds an address. */
    record AddressWord(Label label, int addend, Origin origin) implements Item {
        @Override
        public int size(int address) {
            return Integer.BYTES;
        }

        @Override
        public void write(ByteBuffer out, int address, Addresses addresses) {
            out.putInt(addresses.of(label, origin) + addend);
        }
    }

    /** The distance from one label to another, in bytes, in 1, 2 or 4 bytes. */
    record Distance(Label from, Label to, int width, Origin origin) implements Item {
        @Override
        public int size(int address) {
            return width;
        }

        @Override
        public void write(ByteBuffer out, int address, Addresses addresses) {
            int distance = addresses.distance(from, to, origin);
            int bits = width * Byte.SIZE;
            if (width < Integer.BYTES && distance >> bits != 0 && distance >> bits - 1 != -1) {
                throw new AssemblyException(origin, "the distance from " + from + " to " + to
                        + " is " + distance + ", which does not fit into " + width + " bytes");
            }
            for (int shift = 0; shift < bits; shift += Byte.SIZE) {
                out.put((byte) (distance >> shift));
            }
        }
    }

    /** The distance from one label to another as LEB128, as long as its value needs. */
    final class UnsignedLeb128 implements Item {
        private final Label from;
        private final Label to;
        private final Origin origin;
        private int size = 1;

        UnsignedLeb128(Label from, Label to, Origin origin) {
            this.from = from;
            this.to = to;
            this.origin = origin;
        }

        @Override
        public Origin origin() {
            return origin;
        }

        @Override
        public int size(int address) {
            return size;
        }

        @Override
        public void reset() {
            size = 1;
        }

        @Override
        public boolean grow(int address, Addresses addresses) {
            int needed = Leb128.unsigned(value(addresses)).length;
            boolean grows = needed > size;
            size = Math.max(size, needed);
            return grows;
        }

        @Override
        public void write(ByteBuffer out, int address, Addresses addresses) {
            addresses.of(from, origin);
            addresses.of(to, origin);
            long value = value(addresses);
            if (value > Integer.MAX_VALUE) {
                throw new AssemblyException(origin, "uleb128: " + to + " lies before " + from);
            }
            out.put(Leb128.unsigned(value, size));
        }

        /** Unbound labels, which are reported when it is written, count as nothing. */
        private long value(Addresses addresses) {
            return from.isBound() && to.isBound()
                    ? Integer.toUnsignedLong(addresses.distance(from, to, origin)) : 0;
        }
    }

    /** Zeroes. */
    record Space(int bytes, Origin origin) implements Item {
        @Override
        public boolean isBlank() {
            return true;
        }

        @Override
        public int size(int address) {
            return bytes;
        }

        @Override
        public void write(ByteBuffer out, int address, Addresses addresses) {
            out.put(new byte[bytes]);
        }
    }

    /** Padding to a multiple of {@code bytes}: in code as many {@code nop}s as fit, else zeroes. */
    record Alignment(int bytes, boolean code, Origin origin) implements Item {
        private static final int NOP = Instruction.ADDI.match();

        @Override
        public boolean isCode(int address) {
            return code && address % INSTRUCTION_SIZE == 0;
        }

        @Override
        public boolean isBlank() {
            return true;
        }

        @Override
        public int size(int address) {
            return -address & bytes - 1;
        }

        @Override
        public void write(ByteBuffer out, int address, Addresses addresses) {
            int size = size(address);
            int zeroes = code ? size % INSTRUCTION_SIZE : size;
            out.put(new byte[zeroes]);
            for (int done = zeroes; done < size; done += INSTRUCTION_SIZE) {
                out.putInt(NOP);
            }
        }
    }

    /** A conditional branch; beyond its reach, the opposite branch around a {@code jal}. */
    final class Branch implements Item {
        /** The bit of funct3 that turns each condition into its opposite. */
        private static final int OPPOSITE = 1 << 12;

        private final Instruction instruction;
        private final Register rs1;
        private final Register rs2;
        private final Label target;
        private final Origin origin;
        private boolean far;

        Branch(Instruction instruction, Register rs1, Register rs2, Label target, Origin origin) {
            this.instruction = instruction;
            this.rs1 = rs1;
            this.rs2 = rs2;
            this.target = target;
            this.origin = origin;
        }

        @Override
        public Origin origin() {
            return origin;
        }

        @Override
        public boolean isInstruction() {
            return true;
        }

        @Override
        public int size(int address) {
            return far ? 2 * INSTRUCTION_SIZE : INSTRUCTION_SIZE;
        }

        @Override
        public void reset() {
            far = false;
        }

        @Override
        public boolean grow(int address, Addresses addresses) {
            if (far || addresses.reaches(instruction, address, target)) {
                return false;
            }
            far = true;
            return true;
        }

        @Override
        public void write(ByteBuffer out, int address, Addresses addresses) {
            int distance = addresses.of(target, origin) - address;
            if (!far) {
                out.putInt(addresses.encode(origin, instruction, Register.ZERO, rs1, rs2,
                        distance));
                return;
            }
            Instruction opposite = Instruction.decode(instruction.match() ^ OPPOSITE);
            out.putInt(addresses.encode(origin, opposite, Register.ZERO, rs1, rs2,
                    2 * INSTRUCTION_SIZE));
            out.putInt(addresses.encodeJump(origin, Instruction.JAL, Register.ZERO, target,
                    address + INSTRUCTION_SIZE));
        }
    }

    /** {@code call} or {@code tail}: a {@code jal}; beyond its reach {@code auipc, jalr}. */
    final class Call implements Item {
        private final Register link;
        private final Register temporary;
        private final Label target;
        private final Origin origin;
        private boolean far;

        /** {@code temporary} holds the target's upper part when it is far. */
        Call(Register link, Register temporary, Label target, Origin origin) {
            this.link = link;
            this.temporary = temporary;
            this.target = target;
            this.origin = origin;
        }

        @Override
        public Origin origin() {
            return origin;
        }

        @Override
        public boolean isInstruction() {
            return true;
        }

        @Override
        public int size(int address) {
            return far ? 2 * INSTRUCTION_SIZE : INSTRUCTION_SIZE;
        }

        @Override
        public void reset() {
            far = false;
        }

        @Override
        public boolean grow(int address, Addresses addresses) {
            if (far || addresses.reaches(Instruction.JAL, address, target)) {
                return false;
            }
            far = true;
            return true;
        }

        @Override
        public void write(ByteBuffer out, int address, Addresses addresses) {
            if (!far) {
                out.putInt(addresses.encodeJump(origin, Instruction.JAL, link, target, address));
                return;
            }
            int distance = addresses.of(target, origin) - address;
            out.putInt(addresses.encode(origin, Instruction.AUIPC, temporary, Register.ZERO,
                    Register.ZERO, Reference.high(distance)));
            out.putInt(addresses.encode(origin, Instruction.JALR, link, temporary,
                    Register.ZERO, Reference.low(distance)));
        }
    }
}
