package cleave.toolchain.link;

import cleave.toolchain.elf.ElfRelocation;
import cleave.toolchain.isa.CompressedInstruction;
import cleave.toolchain.isa.Instruction;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** Writes addresses into a section (psABI, "Relocations"): S + A and its relatives. */
final class Relocator {
    private static final int HALF = 0x800;

    private final Symbols symbols;
    private final Faults faults;
    private final InputObject object;
    private final InputSection section;
    private final ByteBuffer bytes;

    private Relocator(Symbols symbols, Faults faults, InputObject object, InputSection section) {
        this.symbols = symbols;
        this.faults = faults;
        this.object = object;
        this.section = section;
        this.bytes = ByteBuffer.wrap(section.header().bytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The bytes of a placed section, relocated and relaxed. */
    static byte[] apply(InputObject object, InputSection section, Symbols symbols,
            Faults faults) {
        Relocator relocator = new Relocator(symbols, faults, object, section);
        Map<Integer, Spot> spots = new HashMap<>();
        section.spots().forEach(spot -> spots.put(spot.offset(), spot));
        for (ElfRelocation relocation : section.relocations()) {
            try {
                relocator.apply(relocation, spots.get(relocation.offset()));
            } catch (IndexOutOfBoundsException beyond) {
                faults.add(section.place(relocation) + ": " + relocation.type()
                        + " reaches beyond the section: the object is damaged, build it again");
            }
        }
        return relocator.relaxed();
    }

    private void apply(ElfRelocation relocation, Spot spot) {
        switch (relocation.type()) {
            case NONE, RELAX -> {
                return;
            }
            case ALIGN -> {
                pad(relocation, spot);
                return;
            }
            default -> {
            }
        }
        Definition target = symbols.of(object, relocation);
        if (target == null) {
            faults.add(section.place(relocation) + ": " + Symbols.name(object, relocation)
                    + " is not defined: add the object or library that defines it");
            return;
        }
        boolean gone = target instanceof Definition.InSection place && !place.section().isLive();
        int value = gone ? 0 : target.address() + relocation.addend();
        if (Relaxation.isCall(relocation)) {
            call(relocation, value, spot);
        } else {
            relocate(relocation, value);
        }
    }

    private void relocate(ElfRelocation relocation, int value) {
        int at = relocation.offset();
        int distance = value - section.address(at);
        switch (relocation.type()) {
            case WORD, SET32 -> bytes.putInt(at, value);
            case PCREL32 -> bytes.putInt(at, distance);
            case BRANCH, JAL -> instruction(relocation, distance, "branch or call it by a longer "
                    + "way (call, tail), or place the two nearer to each other");
            case RVC_BRANCH, RVC_JUMP -> compressed(relocation, distance);
            case HI20 -> instruction(relocation, high(value), "");
            case LO12_I, LO12_S -> instruction(relocation, low(value), "");
            case PCREL_HI20 -> instruction(relocation, high(distance), "");
            case PCREL_LO12_I, PCREL_LO12_S -> lowOfAuipc(relocation);
            case ADD8 -> bytes.put(at, (byte) (bytes.get(at) + value));
            case SUB8 -> bytes.put(at, (byte) (bytes.get(at) - value));
            case SET8 -> bytes.put(at, (byte) value);
            case SET6 -> bytes.put(at, (byte) (bytes.get(at) & ~63 | value & 63));
            case SUB6 -> bytes.put(at, (byte) (bytes.get(at) & ~63 | bytes.get(at) - value & 63));
            case ADD16 -> bytes.putShort(at, (short) (bytes.getShort(at) + value));
            case SUB16 -> bytes.putShort(at, (short) (bytes.getShort(at) - value));
            case SET16 -> bytes.putShort(at, (short) value);
            case ADD32 -> bytes.putInt(at, bytes.getInt(at) + value);
            case SUB32 -> bytes.putInt(at, bytes.getInt(at) - value);
            case ADD64 -> bytes.putLong(at, bytes.getLong(at) + Integer.toUnsignedLong(value));
            case SUB64 -> bytes.putLong(at, bytes.getLong(at) - Integer.toUnsignedLong(value));
            case SET_ULEB128 -> uleb128(relocation, Integer.toUnsignedLong(value));
            case SUB_ULEB128 -> uleb128(relocation, uleb128(at) - Integer.toUnsignedLong(value));
            default -> throw new IllegalStateException(relocation.toString());
        }
    }

    /** Puts an immediate into the instruction that stands there. */
    private void instruction(ElfRelocation relocation, int immediate, String cure) {
        int at = relocation.offset();
        Instruction instruction = Instruction.decode(bytes.getInt(at));
        if (instruction == null || !instruction.hasImmediate()) {
            faults.add(section.place(relocation) + ": " + relocation.type() + " is for an "
                    + "instruction, and there is none: the object is damaged, build it again");
        } else if (!instruction.immediateFits(immediate)) {
            tooFar(relocation, instruction.mnemonic(), immediate,
                    instruction.immediateMinimum(), instruction.immediateMaximum(), cure);
        } else {
            bytes.putInt(at, instruction.withImmediate(bytes.getInt(at), immediate));
        }
    }

    private void compressed(ElfRelocation relocation, int distance) {
        int at = relocation.offset();
        CompressedInstruction instruction = CompressedInstruction.decode(bytes.getShort(at));
        if (instruction == null) {
            faults.add(section.place(relocation) + ": " + relocation.type() + " is for a 16-bit "
                    + "instruction, and there is none: the object is damaged, build it again");
        } else if (!instruction.immediateFits(distance)) {
            tooFar(relocation, instruction.mnemonic(), distance, instruction.immediateMinimum(),
                    instruction.immediateMaximum(), "write it without .option rvc");
        } else {
            bytes.putShort(at, (short) instruction.withImmediate(bytes.getShort(at), distance));
        }
    }

    private void tooFar(ElfRelocation relocation, String mnemonic, int distance, int minimum,
            int maximum, String cure) {
        faults.add(section.place(relocation) + ": " + mnemonic + ": "
                + Symbols.name(object, relocation) + " is " + distance + " bytes away, beyond "
                + minimum + " to " + maximum + ": " + cure);
    }

    private void call(ElfRelocation relocation, int value, Spot spot) {
        int at = relocation.offset();
        int distance = value - section.address(at);
        int size = spot == null ? Spot.CALL_SIZE : spot.size;
        int link = Relaxation.link(section, relocation);
        if (size == Spot.COMPRESSED_SIZE) {
            bytes.putShort(at, (short) Relaxation.compressed(link, distance));
        } else if (size == Spot.JAL_SIZE) {
            bytes.putInt(at, Instruction.JAL.encode(link, 0, 0, distance));
        } else {
            instruction(relocation, high(distance), "");
            ElfRelocation second = new ElfRelocation(at + Spot.JAL_SIZE, relocation.type(),
                    relocation.symbol(), relocation.addend());
            instruction(second, low(distance), "");
        }
    }

    /** The lower part of the distance that the {@code auipc} at the symbol has begun. */
    private void lowOfAuipc(ElfRelocation relocation) {
        Definition label = symbols.of(object, relocation);
        ElfRelocation upper = label instanceof Definition.InSection place
                ? place.section().upperHalf(place.symbol().value()) : null;
        if (upper != null) {
            // When its symbol is not defined, the auipc has been told so already.
            Definition target = symbols.of(object, upper);
            int value = target == null ? 0 : target.address() + upper.addend();
            instruction(relocation, low(value - label.address() + relocation.addend()), "");
            return;
        }
        faults.add(section.place(relocation) + ": " + Symbols.name(object, relocation)
                + " stands before no auipc with %pcrel_hi: name the label of the auipc in "
                + "%pcrel_lo");
    }

    private void pad(ElfRelocation relocation, Spot spot) {
        if (spot == null) {
            return;
        }
        int at = relocation.offset();
        if (spot.size > spot.length) {
            faults.add(section.place(relocation) + ": " + spot.length + " bytes of padding cannot "
                    + "align to " + spot.alignment() + ": the object is damaged, build it again");
            return;
        }
        int done = 0;
        if (spot.size % Spot.JAL_SIZE != 0) {
            bytes.putShort(at, (short) CompressedInstruction.C_NOP.match());
            done = Spot.COMPRESSED_SIZE;
        }
        for (; done < spot.size; done += Spot.JAL_SIZE) {
            bytes.putInt(at + done, Instruction.ADDI.match());
        }
    }

    private long uleb128(int offset) {
        long value = 0;
        int at = offset;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes.get(at++);
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    /** Keeps the length that the assembler has chosen. */
    private void uleb128(ElfRelocation relocation, long value) {
        int at = relocation.offset();
        long rest = value;
        while (bytes.get(at) < 0) {
            bytes.put(at++, (byte) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        bytes.put(at, (byte) (rest & 0x7f));
    }

    /** The bytes without those that are no longer needed. */
    private byte[] relaxed() {
        byte[] all = bytes.array();
        byte[] kept = new byte[all.length == 0 ? 0 : section.size()];
        int from = 0;
        int to = 0;
        for (Spot spot : section.spots()) {
            int count = spot.offset() + spot.size - from;
            System.arraycopy(all, from, kept, to, count);
            to += count;
            from = spot.offset() + spot.length;
        }
        System.arraycopy(all, from, kept, to, kept.length - to);
        return kept;
    }

    /** The upper 20 bits, so that {@link #low} can be added with its sign. */
    private static int high(int value) {
        return value + HALF & ~0xfff;
    }

    private static int low(int value) {
        return value << 20 >> 20;
    }
}
