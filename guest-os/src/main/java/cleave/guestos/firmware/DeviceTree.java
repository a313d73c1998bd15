package cleave.guestos.firmware;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.S3;
import static cleave.toolchain.isa.Register.S4;
import static cleave.toolchain.isa.Register.S5;
import static cleave.toolchain.isa.Register.S6;
import static cleave.toolchain.isa.Register.S7;
import static cleave.toolchain.isa.Register.S8;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.T2;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.guestos.platform.Part;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.Register;

/**
 * Tells the kernel which memory is the firmware's, by an entry in the memory reservation block of
 * the flattened device tree (Devicetree Specification 0.4, sections 5.2 and 5.3), the only change
 * that needs neither names nor structure. The tree grows by these sixteen bytes in its place.
 *
 * <p>What is no device tree in RAM, or ends where RAM does, is left alone, as is one that has the
 * entry already.
 */
final class DeviceTree implements Part {
    /** Adds the reservation to the tree at a0, if there is one. */
    static final String RESERVE = "reserve_firmware";

    private static final String SWAP = "swap_bytes";

    private static final int MAGIC_SWAPPED = Integer.reverseBytes(0xd00d_feed);
    private static final int TOTAL_SIZE = 4;
    private static final int STRUCTURE_OFFSET = 8;
    private static final int STRINGS_OFFSET = 12;
    private static final int RESERVATIONS_OFFSET = 16;
    private static final int HEADER_SIZE = 40;
    private static final int ENTRY_SIZE = 16;
    private static final int ENTRY_ADDRESS_LOW = 4;
    private static final int ENTRY_SIZE_LOW = 12;

    @Override
    public void assemble(Assembler a) {
        reserve(a);
        swap(a);
    }

    private static void reserve(Assembler a) {
        a.function(RESERVE);
        Label leave = a.local("leave");
        a.mv(S3, A0);
        a.andi(T0, S3, 7);
        a.bnez(T0, leave);
        checkHeader(a, leave);
        a.lw(T1, S3, 0);
        a.li(T2, MAGIC_SWAPPED);
        a.bne(T1, T2, leave);
        field(a, S4, TOTAL_SIZE);
        field(a, S5, RESERVATIONS_OFFSET);
        a.addi(A0, S4, ENTRY_SIZE);
        a.bltu(A0, S4, leave);
        a.mv(A1, S3);
        a.jal(T0, a.label(Memory.CHECK));
        a.bnez(A0, leave);
        a.bgeu(S5, S4, leave);
        a.add(S6, S3, S5);
        a.li(S7, Integer.reverseBytes(FirmwareLayout.BASE));
        a.lw(T1, S6, ENTRY_ADDRESS_LOW);
        a.beq(T1, S7, leave);
        makeRoom(a);
        a.sw(ZERO, S6, 0);
        a.sw(S7, S6, ENTRY_ADDRESS_LOW);
        a.sw(ZERO, S6, ENTRY_SIZE_LOW - Integer.BYTES);
        a.li(T1, Integer.reverseBytes(FirmwareLayout.SIZE));
        a.sw(T1, S6, ENTRY_SIZE_LOW);
        a.addi(A0, S4, ENTRY_SIZE);
        putField(a, TOTAL_SIZE);
        moveBlock(a, STRUCTURE_OFFSET);
        moveBlock(a, STRINGS_OFFSET);
        a.bind(leave);
        a.ret();
    }

    private static void checkHeader(Assembler a, Label otherwise) {
        a.li(A0, HEADER_SIZE);
        a.mv(A1, S3);
        a.jal(T0, a.label(Memory.CHECK));
        a.bnez(A0, otherwise);
    }

    /** Moves what follows the start of the reservations up, the last word first. */
    private static void makeRoom(Assembler a) {
        a.add(T1, S3, S4);
        a.addi(T1, T1, 3);
        a.andi(T1, T1, -4);
        Label next = a.here("next");
        a.addi(T1, T1, -4);
        a.lw(T2, T1, 0);
        a.sw(T2, T1, ENTRY_SIZE);
        a.bltu(S6, T1, next);
    }

    /** Corrects the offset of a block that lies behind the reservations. */
    private static void moveBlock(Assembler a, int field) {
        Label stays = a.local("stays");
        field(a, S8, field);
        a.bltu(S8, S5, stays);
        a.addi(A0, S8, ENTRY_SIZE);
        putField(a, field);
        a.bind(stays);
    }

    private static void field(Assembler a, Register rd, int offset) {
        a.lw(A0, S3, offset);
        a.jal(T0, a.label(SWAP));
        a.mv(rd, A0);
    }

    private static void putField(Assembler a, int offset) {
        a.jal(T0, a.label(SWAP));
        a.sw(A0, S3, offset);
    }

    /** Reverses the bytes of a0: the tree is big-endian. Linked through t0. */
    private static void swap(Assembler a) {
        a.function(SWAP);
        a.li(T1, 0);
        for (int i = 0; i < Integer.BYTES; i++) {
            a.slli(T1, T1, Byte.SIZE);
            a.andi(T2, A0, 0xff);
            a.or(T1, T1, T2);
            a.srli(A0, A0, Byte.SIZE);
        }
        a.mv(A0, T1);
        a.jr(T0);
    }
}
