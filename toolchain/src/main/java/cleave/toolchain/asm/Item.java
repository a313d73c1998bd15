package cleave.toolchain.asm;

import cleave.toolchain.isa.CompressedInstruction;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Register;
import java.nio.ByteBuffer;

/** What stands in a section, one after the other; some sizes depend on where things lie. */
sealed interface Item permits Item.Bytes, Item.Relocated, Item.AddressWord, Item.Distance,
        Item.UnsignedLeb128, Item.Space, Item.Alignment, Jump, Branch {
    int INSTRUCTION_SIZE = 4;
    int COMPRESSED_SIZE = 2;

    /** Where an item begins. */
    record Place(Section section, int address) {
        Place plus(int bytes) {
            return new Place(section, address + bytes);
        }
    }

    /** The Java line it comes from. */
    Origin origin();

    /** Bytes it takes when it begins at {@code address}. */
    int size(int address);

    /** Whether it is one instruction or several, which have to be aligned. */
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
    default boolean grow(Place place, Addresses addresses) {
        return false;
    }

    /** Appends exactly {@link #size} bytes. */
    void write(ByteBuffer out, Place place, Addresses addresses);

    /** Bytes known from the start: data, or instructions without labels. */
    record Bytes(byte[] bytes, boolean isInstruction, Origin origin) implements Item {
        @Override
        public int size(int address) {
            return bytes.length;
        }

        @Override
        public void write(ByteBuffer out, Place place, Addresses addresses) {
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
        public void write(ByteBuffer out, Place place, Addresses addresses) {
            int value = addresses.resolve(reference, place, instruction, origin);
            out.putInt(addresses.encode(origin, instruction, rd, rs1, rs2, value));
        }
    }

    /** A word that holds an address. */
    record AddressWord(Label label, int addend, Origin origin) implements Item {
        @Override
        public int size(int address) {
            return Integer.BYTES;
        }

        @Override
        public void write(ByteBuffer out, Place place, Addresses addresses) {
            out.putInt(addresses.word(label, addend, place, origin));
        }
    }

    /** The distance from one label to another, in bytes, in 1, 2 or 4 bytes. */
    record Distance(Label from, Label to, int width, Origin origin) implements Item {
        @Override
        public int size(int address) {
            return width;
        }

        @Override
        public void write(ByteBuffer out, Place place, Addresses addresses) {
            int distance = addresses.distance(from, to, width, place, origin);
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
        public boolean grow(Place place, Addresses addresses) {
            int needed = Leb128.unsigned(value(addresses)).length;
            boolean grows = needed > size;
            size = Math.max(size, needed);
            return grows;
        }

        @Override
        public void write(ByteBuffer out, Place place, Addresses addresses) {
            addresses.checkFixed(from, to, origin);
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
        public void write(ByteBuffer out, Place place, Addresses addresses) {
            out.put(new byte[bytes]);
        }
    }

    /** Padding to a multiple of {@code bytes}: in code as many {@code nop}s as fit, else zeroes. */
    record Alignment(int bytes, boolean code, boolean compressed, Origin origin) implements Item {
        private static final int NOP = Instruction.ADDI.match();

        @Override
        public boolean isCode(int address) {
            return code && address % (compressed ? COMPRESSED_SIZE : INSTRUCTION_SIZE) == 0;
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
        public void write(ByteBuffer out, Place place, Addresses addresses) {
            int size = size(place.address());
            int zeroes = code ? size % INSTRUCTION_SIZE : size;
            if (code && compressed && zeroes == COMPRESSED_SIZE) {
                out.putShort((short) CompressedInstruction.C_NOP.match());
            } else {
                out.put(new byte[zeroes]);
            }
            for (int done = zeroes; done < size; done += INSTRUCTION_SIZE) {
                out.putInt(NOP);
            }
        }
    }
}
