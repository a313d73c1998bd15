package cleave.toolchain.asm;

import cleave.toolchain.elf.RelocationType;
import cleave.toolchain.isa.CompressedInstruction;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Register;
import java.nio.ByteBuffer;

/**
 * {@code jal} to a label in the shortest form that reaches: {@code c.j} or {@code c.jal} where
 * compressed instructions are wanted; beyond the reach of {@code jal}, {@code auipc} and
 * {@code jalr} if it is a call.
 */
final class Jump implements Item {
    private final Register link;
    private final Register temporary;
    private final Label target;
    private final Origin origin;
    private final int shortest;
    private int size;

    private Jump(Register link, Register temporary, Label target, boolean compressed,
            Origin origin) {
        this.link = link;
        this.temporary = temporary;
        this.target = target;
        this.origin = origin;
        this.shortest = compressed && compressed(0) != 0 ? COMPRESSED_SIZE : INSTRUCTION_SIZE;
        this.size = shortest;
    }

    /** Reaches 1 MiB. */
    static Jump near(Register link, Label target, boolean compressed, Origin origin) {
        return new Jump(link, null, target, compressed, origin);
    }

    /** Reaches everything; {@code temporary} holds the target's upper part when it is far. */
    static Jump call(Register link, Register temporary, Label target, boolean compressed,
            Origin origin) {
        return new Jump(link, temporary, target, compressed, origin);
    }

    /** The 16-bit jump over that distance, or 0 when there is none. */
    private int compressed(int distance) {
        return Instruction.JAL.immediateFits(distance) ? CompressedInstruction.compress(
                Instruction.JAL.encode(link.number(), 0, 0, distance)) : 0;
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
        size = shortest;
    }

    @Override
    public boolean grow(Place place, Addresses addresses) {
        int needed = needed(place, addresses);
        boolean grows = needed > size;
        size = Math.max(size, needed);
        return grows;
    }

    private int needed(Place place, Addresses addresses) {
        int far = temporary == null ? INSTRUCTION_SIZE : 2 * INSTRUCTION_SIZE;
        if (!addresses.isFixed(place, target)) {
            return addresses.isFault(target) ? shortest : far;
        }
        int distance = addresses.of(target, origin) - place.address();
        if (compressed(distance) != 0) {
            return shortest;
        }
        return Instruction.JAL.immediateFits(distance) ? INSTRUCTION_SIZE : far;
    }

    @Override
    public void write(ByteBuffer out, Place place, Addresses addresses) {
        if (size == COMPRESSED_SIZE) {
            out.putShort((short) compressed(addresses.of(target, origin) - place.address()));
        } else if (size == INSTRUCTION_SIZE) {
            out.putInt(addresses.encodeJump(origin, link, target, place));
        } else {
            int distance = addresses.distance(target, RelocationType.CALL_PLT, place, origin);
            out.putInt(addresses.encode(origin, Instruction.AUIPC, temporary, Register.ZERO,
                    Register.ZERO, Reference.high(distance)));
            out.putInt(addresses.encode(origin, Instruction.JALR, link, temporary,
                    Register.ZERO, Reference.low(distance)));
        }
    }
}
