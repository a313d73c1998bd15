package cleave.emulator.engine.translate;

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
    /** The numbers of the last {@link Edges}, a {@code long}. */
    private static final int PATH = 3;
    private static final int RETIRED = 5;
    /** A virtual address, or where an indirect jump goes. */
    private static final int ADDRESS = 6;
    private static final int ENTRY = 7;
    private static final int EXIT = 8;
    private static final int FIRST_REGISTER = 9;

    private final MethodVisitor out;
    private final Registers registers;
    private final boolean countsRetired;
    private final Edges edges;
    private final int[] local = new int[32];
    private final Object[] frame;

    CodeWriter(MethodVisitor out, Registers registers, boolean countsRetired, Edges edges) {
        this.out = out;
        this.registers = registers;
        this.countsRetired = countsRetired;
        this.edges = edges;
        int next = FIRST_REGISTER;
        for (int r = 1; r < 32; r++) {
            if (registers.isLocal(r)) {
                local[r] = next++;
            }
        }
        // A long is one element here, and two local variables.
        frame = new Object[next - 1];
        Arrays.fill(frame, Opcodes.INTEGER);
        frame[0] = Opcodes.TOP;
        frame[PATH] = Opcodes.LONG;
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
        } else if (registers.isLocal(register)) {
            out.visitVarInsn(Opcodes.ILOAD, local[register]);
        } else {
            constant("x", "[I");
            push(register);
            op(Opcodes.IALOAD);
        }
    }

    /** Takes the value from the stack into the register. */
    void write(int register) {
        if (register == 0) {
            out.visitInsn(Opcodes.POP);
        } else if (registers.isLocal(register)) {
            out.visitVarInsn(Opcodes.ISTORE, local[register]);
        } else {
            constant("x", "[I");
            op(Opcodes.SWAP);
            push(register);
            op(Opcodes.SWAP);
            op(Opcodes.IASTORE);
        }
    }

    void set(int register, int value) {
        if (register != 0) {
            push(value);
            write(register);
        }
    }

    /** Puts the sum of the first operand and the immediate on the stack. */
    void sum(GuestInstruction guest) {
        read(guest.rs1());
        if (guest.immediate() != 0) {
            push(guest.immediate());
            op(Opcodes.IADD);
        }
    }

    /** The address of an access, or of an indirect jump's target. */
    void address() {
        out.visitVarInsn(Opcodes.ILOAD, ADDRESS);
    }

    void setAddress() {
        out.visitVarInsn(Opcodes.ISTORE, ADDRESS);
    }

    /** The entry of the page map. */
    void entry() {
        out.visitVarInsn(Opcodes.ILOAD, ENTRY);
    }

    void setEntry() {
        out.visitVarInsn(Opcodes.ISTORE, ENTRY);
    }

    void jump(int opcode, Label label) {
        out.visitJumpInsn(opcode, label);
    }

    void callHandle(String method, String descriptor) {
        out.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/invoke/VarHandle", method,
                descriptor, false);
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

    void constant(String name, String descriptor) {
        out.visitFieldInsn(Opcodes.GETSTATIC, NAME, name, descriptor);
    }

    private void frame() {
        constant("frame", "L" + FRAME + ";");
    }

    // ---- Entrance and end ----------------------------------------------------------------------

    void enter(Label[] entrances) {
        op(Opcodes.LCONST_0);
        out.visitVarInsn(Opcodes.LSTORE, PATH);
        for (int slot : new int[] {RETIRED, ADDRESS, ENTRY, EXIT}) {
            push(0);
            out.visitVarInsn(Opcodes.ISTORE, slot);
        }
        for (int r = 1; r < 32; r++) {
            if (registers.isLocal(r)) {
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
            if (registers.isWritten(r)) {
                constant("x", "[I");
                push(r);
                read(r);
                out.visitInsn(Opcodes.IASTORE);
            }
        }
        frame();
        out.visitVarInsn(Opcodes.LLOAD, PATH);
        out.visitFieldInsn(Opcodes.PUTFIELD, FRAME, "path", "J");
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
        out.visitFieldInsn(Opcodes.PUTFIELD, FRAME, field, "I");
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
        int number = edges.number(from, target);
        if (number == 0) {
            return;
        }
        out.visitVarInsn(Opcodes.LLOAD, PATH);
        push(edges.bits());
        op(Opcodes.LSHL);
        push((long) number);
        op(Opcodes.LOR);
        out.visitVarInsn(Opcodes.LSTORE, PATH);
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
        sum(jump);
        push(~1);
        op(Opcodes.IAND);
        setAddress();
    }

    void ifTargetIsNot(int target, Label other) {
        address();
        push(target);
        jump(Opcodes.IF_ICMPNE, other);
    }

    void storeTarget() {
        storeField("target", ADDRESS);
    }
}
