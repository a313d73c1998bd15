package cleave.emulator.engine.translate;

import cleave.emulator.memory.PhysicalMemory;
import cleave.toolchain.isa.Instruction;
import java.util.Arrays;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Writes the pieces that translated code is made of, over guest registers in local variables. */
final class CodeWriter {
    private static final String NAME = "cleave/emulator/engine/translate/Translated";
    private static final String FRAME = "cleave/emulator/engine/translate/Frame";
    private static final int BUDGET = 1;
    /** The number of the entrance. */
    private static final int ENTRANCE = 2;
    private static final int JUMPS = 3;
    private static final int RETIRED = 4;
    /** A virtual address, or where an indirect jump goes. */
    private static final int ADDRESS = 5;
    private static final int ENTRY = 6;
    private static final int EXIT = 7;
    private static final int FIRST_REGISTER = 8;

    private final MethodVisitor out;
    private final boolean[] touched;
    private final boolean[] written;
    private final boolean countsRetired;
    private final int[] local = new int[32];
    private final Object[] frame;
    /** Where in {@link KnownPages} the access being written looks. */
    private int known;

    /** @param registers which are touched, and which are written */
    CodeWriter(MethodVisitor out, boolean[][] registers, boolean countsRetired) {
        this.out = out;
        this.touched = registers[0];
        this.written = registers[1];
        this.countsRetired = countsRetired;
        int next = FIRST_REGISTER;
        for (int r = 1; r < 32; r++) {
            if (touched[r]) {
                local[r] = next++;
            }
        }
        frame = new Object[next];
        frame[0] = Opcodes.TOP;
        for (int i = 1; i < next; i++) {
            frame[i] = Opcodes.INTEGER;
        }
    }

    // ---- Small things --------------------------------------------------------------------------

    void op(int opcode) {
        out.visitInsn(opcode);
    }

    void push(int value) {
        if (value >= -1 && value <= 5) {
            out.visitInsn(Opcodes.ICONST_0 + value);
        } else if (value == (byte) value) {
            out.visitIntInsn(Opcodes.BIPUSH, value);
        } else if (value == (short) value) {
            out.visitIntInsn(Opcodes.SIPUSH, value);
        } else {
            out.visitLdcInsn(value);
        }
    }

    void push(long value) {
        out.visitLdcInsn(value);
    }

    void read(int register) {
        if (register == 0) {
            out.visitInsn(Opcodes.ICONST_0);
        } else {
            out.visitVarInsn(Opcodes.ILOAD, local[register]);
        }
    }

    /** Takes the value from the stack into the register. */
    void write(int register) {
        if (register == 0) {
            out.visitInsn(Opcodes.POP);
        } else {
            out.visitVarInsn(Opcodes.ISTORE, local[register]);
        }
    }

    void set(int register, int value) {
        if (register != 0) {
            push(value);
            write(register);
        }
    }

    void call(Class<?> owner, String method, String descriptor) {
        out.visitMethodInsn(Opcodes.INVOKESTATIC, owner.getName().replace('.', '/'), method,
                descriptor, false);
    }

    /** A label that control can reach by a jump. */
    void place(Label label) {
        out.visitLabel(label);
        out.visitFrame(Opcodes.F_NEW, frame.length, frame, 0, null);
    }

    void go(Label label) {
        out.visitJumpInsn(Opcodes.GOTO, label);
    }

    private void constant(String name, String descriptor) {
        out.visitFieldInsn(Opcodes.GETSTATIC, NAME, name, descriptor);
    }

    private void frameField(int opcode, String field) {
        out.visitFieldInsn(opcode, FRAME, field, "I");
    }

    private void frame() {
        constant("frame", "L" + FRAME + ";");
    }

    // ---- Entrance and end ----------------------------------------------------------------------

    void enter(Label[] entrances) {
        frame();
        frameField(Opcodes.GETFIELD, "jumps");
        out.visitVarInsn(Opcodes.ISTORE, JUMPS);
        for (int slot : new int[] {RETIRED, ADDRESS, ENTRY, EXIT}) {
            push(0);
            out.visitVarInsn(Opcodes.ISTORE, slot);
        }
        for (int r = 1; r < 32; r++) {
            if (touched[r]) {
                constant("x", "[I");
                push(r);
                out.visitInsn(Opcodes.IALOAD);
                write(r);
            }
        }
        if (entrances.length > 1) {
            out.visitVarInsn(Opcodes.ILOAD, ENTRANCE);
            out.visitTableSwitchInsn(1, entrances.length - 1, entrances[0],
                    Arrays.copyOfRange(entrances, 1, entrances.length));
        }
    }

    void chooseExit(int number) {
        push(number);
        out.visitVarInsn(Opcodes.ISTORE, EXIT);
    }

    void leave() {
        for (int r = 1; r < 32; r++) {
            if (written[r]) {
                constant("x", "[I");
                push(r);
                read(r);
                out.visitInsn(Opcodes.IASTORE);
            }
        }
        storeField("jumps", JUMPS);
        storeField("exit", EXIT);
        if (countsRetired) {
            storeField("retired", RETIRED);
        }
        out.visitVarInsn(Opcodes.ILOAD, BUDGET);
        out.visitInsn(Opcodes.IRETURN);
    }

    private void storeField(String field, int slot) {
        frame();
        out.visitVarInsn(Opcodes.ILOAD, slot);
        frameField(Opcodes.PUTFIELD, field);
    }

    // ---- Control -------------------------------------------------------------------------------

    void ifLess(int need, Label exit) {
        out.visitVarInsn(Opcodes.ILOAD, BUDGET);
        push(need);
        out.visitJumpInsn(Opcodes.IF_ICMPLT, exit);
    }

    void charge(int cycles, int retired) {
        out.visitIincInsn(BUDGET, -cycles);
        if (countsRetired) {
            out.visitIincInsn(RETIRED, retired);
        }
    }

    /** Notes a jump for the flight recorder, unless it is none to it. */
    void noteJump(GuestInstruction from, int target) {
        if (target == from.next() || target == from.pc()) {
            return;
        }
        constant("ring", "[J");
        out.visitVarInsn(Opcodes.ILOAD, JUMPS);
        push(RegionWriter.ringMask());
        out.visitInsn(Opcodes.IAND);
        push((long) from.pc() << 32 | target & 0xffff_ffffL);
        out.visitInsn(Opcodes.LASTORE);
        out.visitIincInsn(JUMPS, 1);
    }

    void branch(GuestInstruction branch, Label taken) {
        int rs1 = branch.rs1();
        int rs2 = branch.rs2();
        Instruction condition = branch.instruction();
        boolean unsigned = condition == Instruction.BLTU || condition == Instruction.BGEU;
        read(rs1);
        if (rs2 == 0 && !unsigned) {
            out.visitJumpInsn(switch (condition) {
                case BEQ -> Opcodes.IFEQ;
                case BNE -> Opcodes.IFNE;
                case BLT -> Opcodes.IFLT;
                default -> Opcodes.IFGE;
            }, taken);
            return;
        }
        // HotSpot knows the addition of the least integer on both sides as unsigned comparison.
        if (unsigned) {
            push(Integer.MIN_VALUE);
            op(Opcodes.IADD);
        }
        read(rs2);
        if (unsigned) {
            push(Integer.MIN_VALUE);
            op(Opcodes.IADD);
        }
        out.visitJumpInsn(switch (condition) {
            case BEQ -> Opcodes.IF_ICMPEQ;
            case BNE -> Opcodes.IF_ICMPNE;
            case BLT, BLTU -> Opcodes.IF_ICMPLT;
            default -> Opcodes.IF_ICMPGE;
        }, taken);
    }

    void indirectTarget(GuestInstruction jump) {
        read(jump.rs1());
        push(jump.immediate());
        op(Opcodes.IADD);
        push(~1);
        op(Opcodes.IAND);
        out.visitVarInsn(Opcodes.ISTORE, ADDRESS);
    }

    void ifTargetIsNot(int target, Label other) {
        out.visitVarInsn(Opcodes.ILOAD, ADDRESS);
        push(target);
        out.visitJumpInsn(Opcodes.IF_ICMPNE, other);
    }

    void storeTarget() {
        storeField("target", ADDRESS);
    }

    // ---- Memory --------------------------------------------------------------------------------

    /**
     * Finds where the bytes of an access are, or leaves; {@link #load} and {@link #store} go on.
     * An access to the page that the base register led to last ({@link KnownPages}) needs one
     * comparison, which looks at its alignment as well; other accesses look into the page map.
     */
    void lookUp(GuestInstruction access, int width, boolean store, Label slow) {
        read(access.rs1());
        if (access.immediate() != 0) {
            push(access.immediate());
            op(Opcodes.IADD);
        }
        out.visitVarInsn(Opcodes.ISTORE, ADDRESS);
        known = KnownPages.index(access.rs1(), store);
        Label found = new Label();
        out.visitVarInsn(Opcodes.ILOAD, ADDRESS);
        push(-PhysicalMemory.PAGE_SIZE | width - 1);
        op(Opcodes.IAND);
        knownPage(known);
        op(Opcodes.IALOAD);
        out.visitJumpInsn(Opcodes.IF_ICMPEQ, found);
        constant(store ? "stores" : "loads", "[I");
        out.visitVarInsn(Opcodes.ILOAD, ADDRESS);
        push(12);
        op(Opcodes.IUSHR);
        op(Opcodes.IALOAD);
        out.visitVarInsn(Opcodes.ISTORE, ENTRY);
        out.visitVarInsn(Opcodes.ILOAD, ENTRY);
        out.visitJumpInsn(Opcodes.IFLT, slow);
        if (width > 1) {
            out.visitVarInsn(Opcodes.ILOAD, ADDRESS);
            push(width - 1);
            op(Opcodes.IAND);
            out.visitJumpInsn(Opcodes.IFNE, slow);
        }
        knownPage(known);
        page();
        op(Opcodes.IASTORE);
        knownPage(known + 1);
        out.visitVarInsn(Opcodes.ILOAD, ENTRY);
        page();
        op(Opcodes.ISUB);
        op(Opcodes.IASTORE);
        place(found);
    }

    private void page() {
        out.visitVarInsn(Opcodes.ILOAD, ADDRESS);
        push(-PhysicalMemory.PAGE_SIZE);
        op(Opcodes.IAND);
    }

    private void knownPage(int index) {
        constant("known", "[I");
        push(index);
    }

    private void offset() {
        constant("bytes", "[B");
        out.visitVarInsn(Opcodes.ILOAD, ADDRESS);
        knownPage(known + 1);
        op(Opcodes.IALOAD);
        op(Opcodes.IADD);
    }

    private void handle(int width) {
        if (width > 1) {
            constant(width == 4 ? "words" : "halfwords", "Ljava/lang/invoke/VarHandle;");
        }
    }

    private void access(String name, String descriptor) {
        out.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/invoke/VarHandle", name, descriptor,
                false);
    }

    /** Puts the value on the stack, sign-extended. */
    void load(int width) {
        handle(width);
        offset();
        switch (width) {
            case 1 -> op(Opcodes.BALOAD);
            case 2 -> access("get", "([BI)S");
            default -> access("get", "([BI)I");
        }
    }

    void store(int width, int register) {
        handle(width);
        offset();
        read(register);
        switch (width) {
            case 1 -> {
                op(Opcodes.I2B);
                op(Opcodes.BASTORE);
            }
            case 2 -> {
                op(Opcodes.I2S);
                access("set", "([BIS)V");
            }
            default -> access("set", "([BII)V");
        }
    }
}
