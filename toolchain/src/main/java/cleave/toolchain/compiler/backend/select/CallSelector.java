package cleave.toolchain.compiler.backend.select;

import cleave.toolchain.compiler.backend.machine.Convention;
import cleave.toolchain.compiler.backend.machine.Insn;
import cleave.toolchain.compiler.backend.machine.Insn.Kind;
import cleave.toolchain.compiler.ir.EcallRegisters;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import cleave.toolchain.isa.Register;
import java.util.ArrayList;
import java.util.List;

/** Calls and what they pass, environment calls, and the function's own parameters. */
final class CallSelector {
    private static final int A0 = Register.A0.number();
    private static final int A1 = Register.A1.number();

    private final Selector selector;

    CallSelector(Selector selector) {
        this.selector = selector;
    }

    /** Values on their way to registers: moves at once, then constants, which need no source. */
    private final class Passing {
        private final List<Integer> to = new ArrayList<>();
        private final List<Integer> from = new ArrayList<>();
        private final List<Insn> constants = new ArrayList<>();

        void pass(Value value, int register) {
            Insn constant = EndSelector.constant(value);
            if (constant != null && !(selector.inLoop() && constant.length() > 1)) {
                constants.add(constant.defining(register));
            } else {
                to.add(register);
                from.add(selector.register(value));
            }
        }

        void emit() {
            if (!to.isEmpty()) {
                selector.emit(Insn.moves(ints(to), ints(from)));
            }
            constants.forEach(selector::emit);
        }
    }

    static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(i -> i).toArray();
    }

    /** Moves the parameters that are used out of their registers. */
    void parameters() {
        List<Integer> to = new ArrayList<>();
        List<Integer> from = new ArrayList<>();
        for (Value value : selector.function().entry().values()) {
            if (value.op() != Op.PARAMETER || value.users().isEmpty()) {
                continue;
            }
            int number = (Integer) value.aux();
            if (number < Convention.ARGUMENTS.size()) {
                to.add(selector.result(value));
                from.add(Convention.ARGUMENTS.get(number).number());
            }
        }
        if (!to.isEmpty()) {
            selector.emit(Insn.moves(ints(to), ints(from)));
        }
        for (Value value : selector.function().entry().values()) {
            if (value.op() == Op.PARAMETER && !value.users().isEmpty()
                    && (Integer) value.aux() >= Convention.ARGUMENTS.size()) {
                selector.emit(Insn.of(Kind.LOAD_ARGUMENT, null)
                        .withImmediate((Integer) value.aux() - Convention.ARGUMENTS.size())
                        .defining(selector.result(value)));
            }
        }
    }

    void select(Value call) {
        switch (call.op()) {
            case CALL -> {
                int[] used = pass(call, 0);
                selector.emit(Insn.of(Kind.CALL, call.aux()).using(used).defining(A0, A1));
            }
            case CALL_POINTER -> {
                int function = selector.register(call.operand(0));
                int[] used = pass(call, 1);
                int[] all = new int[used.length + 1];
                all[0] = function;
                System.arraycopy(used, 0, all, 1, used.length);
                selector.emit(Insn.of(Kind.CALL_REGISTER, null).using(all).defining(A0, A1));
            }
            case ECALL -> environment(call);
            default -> throw new IllegalArgumentException("no code for " + call.op());
        }
        results(call);
    }

    /** Passes operands from {@code first} on; answers the registers they are in. */
    private int[] pass(Value call, int first) {
        Passing passing = new Passing();
        List<Integer> used = new ArrayList<>();
        for (int i = first; i < call.operands().size(); i++) {
            int number = i - first;
            if (number >= Convention.ARGUMENTS.size()) {
                selector.emit(Insn.of(Kind.STORE_ARGUMENT, null)
                        .withImmediate(Convention.stackBytes(number))
                        .using(selector.register(call.operand(i))));
            } else {
                int register = Convention.ARGUMENTS.get(number).number();
                passing.pass(call.operand(i), register);
                used.add(register);
            }
        }
        selector.code().needArgumentBytes(
                Convention.stackBytes(call.operands().size() - first));
        passing.emit();
        return ints(used);
    }

    private void environment(Value call) {
        EcallRegisters registers = (EcallRegisters) call.aux();
        Passing passing = new Passing();
        int[] used = new int[call.operands().size()];
        for (int i = 0; i < used.length; i++) {
            used[i] = registers.operands().get(i).number();
            passing.pass(call.operand(i), used[i]);
        }
        passing.emit();
        Insn ecall = Insn.of(Kind.ECALL, null).using(used);
        selector.emit(registers.changesA1() ? ecall.defining(A0, A1) : ecall.defining(A0));
    }

    private void results(Value call) {
        List<Integer> to = new ArrayList<>();
        List<Integer> from = new ArrayList<>();
        if (call.type() != Type.VOID && !call.users().isEmpty()) {
            to.add(selector.result(call));
            from.add(A0);
        }
        for (Value user : call.users()) {
            if (user.op() == Op.SECOND_RESULT) {
                to.add(selector.result(user));
                from.add(A1);
            }
        }
        if (!to.isEmpty()) {
            selector.emit(Insn.moves(ints(to), ints(from)));
        }
    }
}
