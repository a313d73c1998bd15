package cleave.toolchain.asm;

import cleave.toolchain.isa.CompressedInstruction;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Register;
import java.nio.ByteBuffer;

/**
 * A conditional branch in the shortest form that reaches: {@code c.beqz} or {@code c.bnez} where
 * compressed instructions are wanted; beyond a branch's reach, the opposite branch around a
 * {@code jal}.
 */
final class Branch implements Item {
    /** The bit of funct3 that turns each condition into its opposite. */
    private static final int OPPOSITE = 1 << 12;

    private final Instruction instruction;
    private final Instruction opposite;
    private final Register rs1;
    private final Register rs2;
    private final Label target;
    private final Origin origin;
    private final boolean short16;
    private int size;

    Branch(Instruction instruction, Register rs1, Register rs2, Label target, boolean compressed,
            Origin origin) {
        this.instruction = instruction;
        this.opposite = Instruction.decode(instruction.match() ^ OPPOSITE);
        // Only comparisons with x0 have a short form, and equality does not mind the order.
        boolean swapped = compressed && rs1 == Register.ZERO
                && (instruction == Instruction.BEQ || instruction == Instruction.BNE);
        this.rs1 = swapped ? rs2 : rs1;
        this.rs2 = swapped ? rs1 : rs2;
        this.target = target;
        this.origin = origin;
        this.short16 = compressed && compressed(instruction, 0) != 0;
        reset();
    }

    /** The 16-bit form of a branch over that distance, or 0 when there is none. */
    private int compressed(Instruction branch, int distance) {
        return branch.immediateFits(distance) ? CompressedInstruction.compress(
                branch.encode(0, rs1.number(), rs2.number(), distance)) : 0;
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
        return size;
    }

    @Override
    public void reset() {
        size = short16 ? COMPRESSED_SIZE : INSTRUCTION_SIZE;
    }

    @Override
    public boolean grow(Place place, Addresses addresses) {
        int needed = needed(place, addresses);
        boolean grows = needed > size;
        size = Math.max(size, needed);
        return grows;
    }

    private int far() {
        return INSTRUCTION_SIZE + (short16 ? COMPRESSED_SIZE : INSTRUCTION_SIZE);
    }

    private int needed(Place place, Addresses addresses) {
        if (!addresses.isFixed(place, target)) {
            return addresses.isFault(target) ? 0 : far();
        }
        int distance = addresses.of(target, origin) - place.address();
        if (short16 && compressed(instruction, distance) != 0) {
            return COMPRESSED_SIZE;
        }
        return instruction.immediateFits(distance) ? INSTRUCTION_SIZE : far();
    }

    @Override
    public void write(ByteBuffer out, Place place, Addresses addresses) {
        if (size > INSTRUCTION_SIZE) {
            writeFar(out, place, addresses);
            return;
        }
        int distance = addresses.of(target, origin) - place.address();
        if (size == COMPRESSED_SIZE) {
            out.putShort((short) compressed(instruction, distance));
        } else {
            out.putInt(addresses.encode(origin, instruction, Register.ZERO, rs1, rs2, distance));
        }
    }

    private void writeFar(ByteBuffer out, Place place, Addresses addresses) {
        if (short16) {
            out.putShort((short) compressed(opposite, size));
        } else {
            out.putInt(addresses.encode(origin, opposite, Register.ZERO, rs1, rs2, size));
        }
        out.putInt(addresses.encodeJump(origin, Register.ZERO, target,
                place.plus(size - INSTRUCTION_SIZE)));
    }
}
