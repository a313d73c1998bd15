package cleave.toolchain.compiler.backend;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.asm.Reference;
import cleave.toolchain.compiler.backend.PanicTables.Place;
import cleave.toolchain.compiler.backend.allocate.Allocator;
import cleave.toolchain.compiler.backend.machine.Insn;
import cleave.toolchain.compiler.backend.machine.JumpTable;
import cleave.toolchain.compiler.backend.machine.MachineBlock;
import cleave.toolchain.compiler.backend.machine.MachineCode;
import cleave.toolchain.compiler.backend.machine.Operations;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.MachineOperation;
import cleave.toolchain.compiler.ir.Position;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.SymbolAddress;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Register;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes machine code whose registers are known: frame, moves in order, jumps, panics, tables. */
final class FunctionEmitter {
    /** A return is written out where it takes no more instructions than that. */
    private static final int RETURN_LENGTH = 6;

    /** Panics that look the same share their code. */
    private record PanicSite(Insn.Check check, Position position, int first, int second) {
    }

    private final MachineCode code;
    private final Output output;
    private final Assembler a;
    private final CodeRecorder recorder;
    private final FrameLayout frame;
    private final BlockOrder order;
    private final VariablePlaces variables;
    private final Map<MachineBlock, Label> labels = new HashMap<>();
    private final Map<PanicSite, Label> panics = new LinkedHashMap<>();
    private final Map<JumpTable, Label> tables = new LinkedHashMap<>();
    private Label commonReturn;

    FunctionEmitter(MachineCode code, Output output) {
        this.code = code;
        this.output = output;
        this.a = output.assembler();
        this.frame = new FrameLayout(code);
        this.order = new BlockOrder(code);
        this.recorder = new CodeRecorder(code.function(), output);
        this.variables = new VariablePlaces(code, frame, recorder, a);
    }

    FunctionCode write() {
        frame.enter(a, recorder);
        List<MachineBlock> blocks = order.blocks();
        for (int i = 0; i < blocks.size(); i++) {
            MachineBlock block = blocks.get(i);
            a.bind(label(block));
            variables.enter(block);
            for (Insn insn : block.insns()) {
                recorder.line(insn.position());
                write(insn, block, i + 1 < blocks.size() ? blocks.get(i + 1) : null);
                variables.after(insn);
            }
            variables.leave();
        }
        writePanics();
        output.panics().endOfCode();
        FunctionCode written = recorder.end();
        writeTables();
        return written;
    }

    private Label label(MachineBlock block) {
        return labels.computeIfAbsent(block, unused -> a.local("b" + block.id()));
    }

    private static Register register(int number) {
        return Register.of(number);
    }

    private void write(Insn insn, MachineBlock block, MachineBlock next) {
        switch (insn.kind()) {
            case PLAIN -> writePlain(insn);
            case MOVES -> ParallelMoves.order(insn.defs(), insn.uses(), this::move,
                    this::exchange);
            case CONSTANT -> a.li(register(insn.def()), insn.immediate());
            case UPPER -> a.emit(Instruction.LUI, register(insn.def()), Register.ZERO,
                    Register.ZERO, upper((SymbolAddress) insn.aux()));
            case ADDRESS -> {
                Register rd = register(insn.def());
                SymbolAddress address = (SymbolAddress) insn.aux();
                a.emit(Instruction.LUI, rd, Register.ZERO, Register.ZERO, upper(address));
                a.addi(rd, rd, Reference.lo(output.label(address.symbol()), address.offset()));
            }
            case TABLE_UPPER -> a.emit(Instruction.LUI, register(insn.def()), Register.ZERO,
                    Register.ZERO, Reference.hi(table(insn)));
            case LOAD_ARGUMENT -> loadAt(insn.def(),
                    frame.size() + insn.immediate() * Integer.BYTES);
            case STORE_ARGUMENT -> storeAt(insn.use(0), insn.immediate());
            case LOAD_SLOT -> loadAt(insn.def(), frame.slot(insn.immediate()));
            case STORE_SLOT -> storeAt(insn.use(0), frame.slot(insn.immediate()));
            case CALL -> a.call(output.label((Symbol) insn.aux()));
            case CALL_REGISTER -> a.jalr(register(insn.use(0)));
            case MACHINE -> Operations.writeMachine(a, (MachineOperation) insn.aux(),
                    register(insn.def()), register(insn.use(0)), register(insn.use(1)),
                    insn.uses().length > 0);
            case ECALL -> a.ecall();
            case CHECK -> a.branch(insn.instruction(), register(insn.use(0)),
                    register(insn.use(1)), panics.computeIfAbsent(site(insn),
                            unused -> a.local("panic")));
            case MARK -> { }
            default -> writeEnd(insn, block, next);
        }
    }

    private Reference upper(SymbolAddress address) {
        return Reference.hi(output.label(address.symbol()), address.offset());
    }

    private void writePlain(Insn insn) {
        Register rd = register(insn.def());
        Register rs1 = register(insn.use(0));
        Register rs2 = register(insn.use(1));
        if (insn.mayFault() && insn.aux() == null) {
            output.panics().mayFault(insn.position());
        }
        if (insn.aux() instanceof SymbolAddress address) {
            a.emit(insn.instruction(), rd, rs1, rs2,
                    Reference.lo(output.label(address.symbol()), address.offset()));
        } else if (insn.aux() instanceof JumpTable) {
            a.emit(insn.instruction(), rd, rs1, rs2, Reference.lo(table(insn)));
        } else {
            a.emit(insn.instruction(), rd, rs1, rs2, insn.immediate());
        }
    }

    private Label table(Insn insn) {
        return tables.computeIfAbsent((JumpTable) insn.aux(), unused -> a.local("table"));
    }

    // ---- the frame ----

    private void loadAt(int to, int offset) {
        if (Instruction.ADDI.immediateFits(offset)) {
            a.lw(register(to), Register.SP, offset);
        } else {
            Register rd = register(to);
            a.li(rd, offset);
            a.add(rd, rd, Register.SP);
            a.lw(rd, rd, 0);
        }
    }

    private void storeAt(int from, int offset) {
        if (Instruction.ADDI.immediateFits(offset)) {
            a.sw(register(from), Register.SP, offset);
        } else {
            a.li(Allocator.SECOND_SCRATCH, offset);
            a.add(Allocator.SECOND_SCRATCH, Allocator.SECOND_SCRATCH, Register.SP);
            a.sw(register(from), Allocator.SECOND_SCRATCH, 0);
        }
    }

    private void move(int to, int from) {
        if (to >= 0 && from >= 0) {
            a.mv(register(to), register(from));
        } else if (to >= 0) {
            loadAt(to, frame.slot(~from));
        } else if (from >= 0) {
            storeAt(from, frame.slot(~to));
        } else {
            loadAt(Allocator.SCRATCH.number(), frame.slot(~from));
            storeAt(Allocator.SCRATCH.number(), frame.slot(~to));
        }
    }

    private void exchange(int one, int other) {
        if (one >= 0 && other >= 0) {
            a.xor(register(one), register(one), register(other));
            a.xor(register(other), register(other), register(one));
            a.xor(register(one), register(one), register(other));
        } else if (one >= 0 || other >= 0) {
            Register register = register(Math.max(one, other));
            int slot = frame.slot(~Math.min(one, other));
            loadAt(Allocator.SCRATCH.number(), slot);
            storeAt(register.number(), slot);
            a.mv(register, Allocator.SCRATCH);
        } else {
            exchangeSlots(frame.slot(~one), frame.slot(~other));
        }
    }

    private void exchangeSlots(int one, int other) {
        if (Instruction.ADDI.immediateFits(one) && Instruction.ADDI.immediateFits(other)) {
            a.lw(Allocator.SCRATCH, Register.SP, one);
            a.lw(Allocator.SECOND_SCRATCH, Register.SP, other);
            a.sw(Allocator.SCRATCH, Register.SP, other);
            a.sw(Allocator.SECOND_SCRATCH, Register.SP, one);
            return;
        }
        // A far slot needs one of the two registers for its address.
        xorInto(one, other);
        xorInto(other, one);
        xorInto(one, other);
    }

    /** The word at {@code target} becomes its exclusive or with the one at {@code source}. */
    private void xorInto(int target, int source) {
        loadAt(Allocator.SCRATCH.number(), target);
        loadAt(Allocator.SECOND_SCRATCH.number(), source);
        a.xor(Allocator.SCRATCH, Allocator.SCRATCH, Allocator.SECOND_SCRATCH);
        storeAt(Allocator.SCRATCH.number(), target);
    }

    // ---- ends of blocks ----

    private void writeEnd(Insn insn, MachineBlock block, MachineBlock next) {
        switch (insn.kind()) {
            case JUMP -> jump(order.target(block.successors().get(0)), next);
            case BRANCH -> {
                MachineBlock taken = order.target(block.successors().get(0));
                MachineBlock other = order.target(block.successors().get(1));
                if (taken == other) {
                    jump(other, next);
                } else if (taken == next) {
                    branch(Operations.opposite(insn.instruction()), insn, other);
                } else {
                    branch(insn.instruction(), insn, taken);
                    jump(other, next);
                }
            }
            case TABLE -> a.jr(register(insn.use(0)));
            case RETURN -> writeReturn();
            case PANIC -> output.panics().panic((String) insn.aux(), positionOf(insn), Place.NONE,
                    Place.NONE);
            case TRAP -> a.ebreak();
            default -> throw new IllegalArgumentException("no code for " + insn);
        }
    }

    private void branch(Instruction instruction, Insn insn, MachineBlock target) {
        a.branch(instruction, register(insn.use(0)), register(insn.use(1)), label(target));
    }

    private void jump(MachineBlock target, MachineBlock next) {
        if (target != next) {
            a.j(label(target));
        }
    }

    private void writeReturn() {
        if (commonReturn != null) {
            a.j(commonReturn);
            return;
        }
        if (frame.epilogueLength() > RETURN_LENGTH) {
            commonReturn = a.here("return");
        }
        frame.leave(a, recorder);
        frame.resume(recorder);
    }

    // ---- panics and tables ----

    private static PanicSite site(Insn insn) {
        Insn.Check check = (Insn.Check) insn.aux();
        return new PanicSite(check, insn.position(), check.indexed() ? insn.use(0) : 0,
                check.indexed() ? insn.use(1) : 0);
    }

    private Position positionOf(Insn insn) {
        Function function = code.function();
        return insn.position() == null ? function.position() : insn.position();
    }

    private void writePanics() {
        panics.forEach((site, label) -> {
            recorder.line(site.position);
            a.bind(label);
            int first = site.first;
            int second = site.second;
            // The call of the panic routine changes t0.
            if (first == Register.T0.number() || second == Register.T0.number()) {
                int free = first == Register.T1.number() || second == Register.T1.number()
                        ? Register.T2.number() : Register.T1.number();
                a.mv(register(free), Register.T0);
                first = first == Register.T0.number() ? free : first;
                second = second == Register.T0.number() ? free : second;
            }
            boolean indexed = site.check.indexed();
            output.panics().panic(site.check.message(),
                    site.position == null ? code.function().position() : site.position,
                    indexed ? place(first) : Place.NONE, indexed ? place(second) : Place.NONE);
        });
    }

    private static Place place(int number) {
        return number == 0 ? Place.of(0) : Place.in(register(number));
    }

    private void writeTables() {
        if (tables.isEmpty()) {
            return;
        }
        a.rodata();
        a.align(Integer.BYTES);
        tables.forEach((table, label) -> {
            a.bind(label);
            table.targets().forEach(target -> a.word(label(order.target(target))));
        });
        output.openSectionOf(code.function());
    }
}
