package cleave.emulator.engine.translate;

import cleave.emulator.hart.TimingModel;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes a {@link RegionPlan} as the method {@link Region#run} of a hidden class.
 *
 * <p>Guest registers that the region touches are local variables, loaded at the entrance and stored
 * at its one end; every {@link Exit} goes there. Blocks are joined by jumps of the bytecode, so
 * that HotSpot sees the loops. The budget is looked at where a loop closes: until the next such
 * place a region spends at most what it asked for there. Nothing of the guest's state changes
 * between an exit and what comes before it, so exits are exact.
 */
final class RegionWriter {
    /** HotSpot compiles no method that has this many bytes ({@code HugeMethodLimit}). */
    static final int HUGE = 8000;

    private static final String NAME = "cleave/emulator/engine/translate/Translated";
    private static final String REGION = "cleave/emulator/engine/translate/Region";
    private static final String FRAME = "cleave/emulator/engine/translate/Frame";
    private static final String CONTEXT = "cleave/emulator/engine/translate/Context";
    private static final String VAR_HANDLE = "Ljava/lang/invoke/VarHandle;";

    private final RegionPlan plan;
    private final TimingModel timing;
    private final boolean countsRetired;
    private final List<Exit> exits = new ArrayList<>();
    private final List<Label> exitLabels = new ArrayList<>();
    private final Map<Integer, Integer> indexOf = new HashMap<>();
    private final Label[] labels;
    private final boolean[] isLoopHead;
    private final int[] need;
    private final Edges edges;
    /** The blocks at which the region may be entered. */
    private final List<Integer> entrances = new ArrayList<>();
    private final Label end = new Label();
    private CodeWriter code;
    private MemoryWriter memory;
    private int codeSize;

    RegionWriter(RegionPlan plan, TimingModel timing) {
        this.plan = plan;
        this.timing = timing;
        this.countsRetired = timing != TimingModel.UNIT;
        this.edges = new Edges(plan);
        int count = plan.blocks().size();
        labels = new Label[count];
        isLoopHead = new boolean[count];
        need = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = new Label();
            indexOf.put(plan.blocks().get(i).pc(), i);
        }
        findLoops();
    }

    // ---- Budget --------------------------------------------------------------------------------

    private int[] successors(RegionPlan.Block block) {
        GuestInstruction last = block.last();
        if (last.isForeign()) {
            return new int[0];
        }
        if (last.isIndirect()) {
            return block.targets();
        }
        if (last.isJump()) {
            return new int[] {last.target()};
        }
        return last.isBranch() ? new int[] {last.target(), last.next()} : new int[] {last.next()};
    }

    /** Loop heads, and for each block what is at most spent from it to the next one. */
    private void findLoops() {
        for (int i = 0; i < labels.length; i++) {
            for (int pc : successors(plan.blocks().get(i))) {
                Integer successor = indexOf.get(pc);
                if (successor != null && successor <= i) {
                    isLoopHead[successor] = true;
                }
            }
        }
        for (int i = 0; i < labels.length; i++) {
            if (i == 0 || isLoopHead[i]) {
                entrances.add(i);
            }
        }
        for (int i = labels.length - 1; i >= 0; i--) {
            int after = 0;
            for (int pc : successors(plan.blocks().get(i))) {
                Integer successor = indexOf.get(pc);
                if (successor != null && !isLoopHead[successor]) {
                    after = Math.max(after, need[successor]);
                }
            }
            need[i] = plan.blocks().get(i).cost() + timing.takenBranch() + after;
        }
    }

    // ---- The class -----------------------------------------------------------------------------

    /** The region, ready to be entered; null when its method would be too large for HotSpot. */
    Region write(Context context) {
        byte[] file = classFile(context.window());
        if (codeSize >= HUGE) {
            return null;
        }
        try {
            MethodHandles.Lookup hidden = MethodHandles.lookup()
                    .defineHiddenClassWithClassData(file, context, true);
            Region region = (Region) hidden.lookupClass().getDeclaredConstructor().newInstance();
            region.entrances = new Entrance[entrances.size()];
            for (int i = 0; i < region.entrances.length; i++) {
                int block = entrances.get(i);
                region.entrances[i] = new Entrance(region, i, plan.blocks().get(block).pc(),
                        need[block]);
            }
            region.context = context;
            region.exits = exits.toArray(new Exit[0]);
            region.edges = edges.byNumber();
            region.edgeBits = edges.bits();
            region.pages = plan.pages();
            region.valid = true;
            return region;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a translated region cannot be defined", e);
        }
    }

    /** Bytes of the method that was written. */
    int codeSize() {
        return codeSize;
    }

    private byte[] classFile(Window window) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, NAME, null, REGION, null);
        writeConstructor(writer);
        writeConstants(writer);
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_FINAL, "run", "(II)I", null, null);
        method.visitCode();
        code = new CodeWriter(method, new Registers(plan), countsRetired, edges);
        memory = new MemoryWriter(code, window);
        writeBody();
        Label last = new Label();
        method.visitLabel(last);
        method.visitMaxs(0, 0);
        method.visitEnd();
        writer.visitEnd();
        byte[] file = writer.toByteArray();
        codeSize = last.getOffset();
        return file;
    }

    private static void writeConstructor(ClassWriter writer) {
        MethodVisitor method = writer.visitMethod(0, "<init>", "()V", null, null);
        method.visitCode();
        method.visitVarInsn(Opcodes.ALOAD, 0);
        method.visitMethodInsn(Opcodes.INVOKESPECIAL, REGION, "<init>", "()V", false);
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    /** Static fields that the class initialiser fills from the class data. */
    private static void writeConstants(ClassWriter writer) {
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null,
                null);
        method.visitCode();
        String lookup = "java/lang/invoke/MethodHandles$Lookup";
        String handles = "java/lang/invoke/MethodHandles";
        method.visitMethodInsn(Opcodes.INVOKESTATIC, handles, "lookup", "()L" + lookup + ";",
                false);
        method.visitLdcInsn("_");
        method.visitLdcInsn(Type.getObjectType(CONTEXT));
        method.visitMethodInsn(Opcodes.INVOKESTATIC, handles, "classData",
                "(L" + lookup + ";Ljava/lang/String;Ljava/lang/Class;)Ljava/lang/Object;", false);
        method.visitTypeInsn(Opcodes.CHECKCAST, CONTEXT);
        method.visitVarInsn(Opcodes.ASTORE, 0);
        String[][] constants = {{"x", "[I"}, {"bytes", "[B"}, {"loads", "[I"}, {"stores", "[I"},
            {"known", "[I"}, {"frame", "L" + FRAME + ";"}, {"words", VAR_HANDLE},
            {"halfwords", VAR_HANDLE}};
        for (String[] constant : constants) {
            writer.visitField(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, constant[0], constant[1],
                    null, null).visitEnd();
            method.visitVarInsn(Opcodes.ALOAD, 0);
            method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, CONTEXT, constant[0],
                    "()" + constant[1], false);
            method.visitFieldInsn(Opcodes.PUTSTATIC, NAME, constant[0], constant[1]);
        }
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    // ---- The method ----------------------------------------------------------------------------

    private void writeBody() {
        code.enter(entrances.stream().map(block -> labels[block]).toArray(Label[]::new));
        for (int i = 0; i < labels.length; i++) {
            writeBlock(i);
        }
        for (int i = 0; i < exits.size(); i++) {
            code.place(exitLabels.get(i));
            code.chooseExit(i);
            code.go(end);
        }
        code.place(end);
        code.leave();
    }

    private Label exit(Exit exit) {
        exits.add(exit);
        Label label = new Label();
        exitLabels.add(label);
        return label;
    }

    private void writeBlock(int index) {
        RegionPlan.Block block = plan.blocks().get(index);
        code.place(labels[index]);
        if (isLoopHead[index]) {
            code.ifLess(need[index], exit(
                    new Exit(Exit.Kind.BUDGET, block.pc(), 0, 0, entrances.indexOf(index))));
        }
        int cycles = 0;
        int retired = 0;
        for (GuestInstruction instruction : block.instructions()) {
            if (instruction.isForeign()) {
                code.go(exit(new Exit(Exit.Kind.STEP, instruction.pc(), cycles, retired, 0)));
                return;
            }
            if (!instruction.endsBlock()) {
                InstructionWriter.write(code, memory, instruction,
                        step(instruction.pc(), cycles, retired));
            }
            cycles += instruction.cost();
            retired++;
        }
        writeTransfer(index, block, cycles, retired);
    }

    /** Made only when asked for: most instructions cannot fail. */
    private Supplier<Label> step(int pc, int cycles, int retired) {
        Label[] made = new Label[1];
        return () -> {
            if (made[0] == null) {
                made[0] = exit(new Exit(Exit.Kind.STEP, pc, cycles, retired, 0));
            }
            return made[0];
        };
    }

    private void writeTransfer(int index, RegionPlan.Block block, int cycles, int retired) {
        GuestInstruction last = block.last();
        if (last.isBranch()) {
            Label taken = new Label();
            code.branch(last, taken);
            transfer(index, last.next(), cycles, retired);
            code.place(taken);
            code.noteJump(last, last.target());
            transfer(-1, last.target(), cycles + timing.takenBranch(), retired);
        } else if (last.isIndirect()) {
            code.indirectTarget(last);
            code.set(last.rd(), last.next());
            for (int target : block.targets()) {
                if (indexOf.containsKey(target)) {
                    Label other = new Label();
                    code.ifTargetIsNot(target, other);
                    code.noteJump(last, target);
                    transfer(-1, target, cycles, retired);
                    code.place(other);
                }
            }
            code.storeTarget();
            code.go(exit(new Exit(Exit.Kind.INDIRECT, last.pc(), cycles, retired, 0)));
        } else if (last.isJump()) {
            code.set(last.rd(), last.next());
            code.noteJump(last, last.target());
            transfer(index, last.target(), cycles, retired);
        } else {
            transfer(index, last.next(), cycles, retired);
        }
    }

    /** Charges and goes to {@code pc}; {@code index} is the block after which code is written. */
    private void transfer(int index, int pc, int cycles, int retired) {
        Integer target = indexOf.get(pc);
        if (target == null) {
            code.go(exit(new Exit(Exit.Kind.STATIC, pc, cycles, retired, 0)));
            return;
        }
        code.charge(cycles, retired);
        boolean isNext = index >= 0 && target == index + 1
                && !plan.blocks().get(index).last().isBranch();
        if (!isNext) {
            code.go(labels[target]);
        }
    }
}
