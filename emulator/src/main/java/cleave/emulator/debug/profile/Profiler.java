package cleave.emulator.debug.profile;

import cleave.emulator.debug.GuestView;
import cleave.emulator.debug.Symbols;
import cleave.emulator.hart.Hart;
import cleave.emulator.hart.TrapListener;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StepObserver;
import cleave.toolchain.isa.Operands;
import cleave.toolchain.isa.PrivilegeMode;
import cleave.toolchain.isa.Register;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Counts the cycles of every function by the calls that led to it. It follows calls and returns
 * instruction by instruction, so nothing is estimated: the sum is the cycles of the run. A guest's
 * change from one stack to another is known by a return that no call on the present stack has left.
 * Programs without symbols are one function per privilege mode, {@code [user]}.
 */
public final class Profiler implements StepObserver, TrapListener {
    private static final int SP = Register.SP.number();
    /** Stacks that are remembered; the oldest ones are forgotten. */
    private static final int STACKS_MAX = 1024;
    private static final String NAMELESS = "";

    private final Symbols symbols;
    private final GuestView view;
    private final CallNode root = new CallNode("all", null);
    private final List<CallStack> stacks = new ArrayList<>();
    private final Map<Integer, String> names = new HashMap<>();
    private CallStack stack = new CallStack(root);
    private Transfer transfer;
    private int pc;
    private int mode;
    private int length;
    private int sp;
    private long cycle;
    private boolean trapped;

    public Profiler(Machine machine, Symbols symbols) {
        this.symbols = symbols;
        this.view = new GuestView(machine);
        this.cycle = machine.hart().cycle;
        stacks.add(stack);
    }

    @Override
    public void trap(Hart hart, int cause, int tval) {
        trapped = true;
    }

    @Override
    public void before(Hart hart) {
        if (trapped) {
            enterTrap(hart);
        }
        // Time that passed between two instructions is nobody's: the hart slept.
        cycle = hart.cycle;
        pc = hart.pc;
        mode = hart.mode();
        sp = hart.x[SP];
        long bits = view.instruction(pc, mode);
        length = bits >= 0 && Operands.isCompressed((int) bits) ? 2 : 4;
        transfer = bits < 0 ? Transfer.NONE : Transfer.of((int) bits);
        if (stack.current == root) {
            begin(pc);
        }
    }

    @Override
    public void after(Hart hart) {
        stack.current.cycles += hart.cycle - cycle;
        if (trapped) {
            enterTrap(hart);
        } else if (transfer == Transfer.TRAP_RETURN) {
            returnFromTrap(hart.pc);
        } else {
            follow(hart, hart.pc);
        }
    }

    /** A call that the built-in firmware has answered already is none. */
    private void enterTrap(Hart hart) {
        trapped = false;
        boolean answered = hart.pc == pc + length && hart.mode() == mode;
        if (!answered) {
            mode = hart.mode();
            stack.push(function(hart.pc), CallStack.TRAP, hart.x[SP]);
        }
    }

    private void follow(Hart hart, int next) {
        switch (transfer) {
            case CALL -> stack.push(function(next), Integer.toUnsignedLong(pc + length), sp);
            case RETURN -> returnTo(next, hart.x[SP]);
            case OTHER -> stack.replace(function(next));
            default -> { }
        }
    }

    private void returnTo(int next, int stackPointer) {
        long address = Integer.toUnsignedLong(next);
        if (stack.pop(address, stackPointer)) {
            return;
        }
        for (int i = stacks.size() - 1; i >= 0; i--) {
            if (stacks.get(i) != stack && stacks.get(i).pop(address, stackPointer)) {
                stack = stacks.get(i);
                return;
            }
        }
        begin(next);
    }

    private void returnFromTrap(int next) {
        if (!stack.popTrap()) {
            begin(next);
        }
    }

    /** A stack nobody has seen yet: a new process. */
    private void begin(int next) {
        stack = new CallStack(root.callee(function(next)));
        stacks.add(stack);
        if (stacks.size() > STACKS_MAX) {
            stacks.remove(0);
        }
    }

    private String function(int address) {
        return names.computeIfAbsent(address, key -> symbols.place(key)
                .map(place -> place.symbol().name()).orElse(NAMELESS)) == NAMELESS
                ? "[" + PrivilegeMode.of(mode).name().toLowerCase(Locale.ROOT) + "]"
                : names.get(address);
    }

    /** Writes a line for each path of calls, {@code a;b;c cycles}: what flame graph tools read. */
    public void writeFolded(Appendable out) throws IOException {
        for (CallNode callee : root.callees()) {
            writeFolded(out, callee, callee.name);
        }
    }

    private static void writeFolded(Appendable out, CallNode node, String path)
            throws IOException {
        if (node.cycles != 0) {
            out.append(path).append(' ').append(Long.toString(node.cycles)).append('\n');
        }
        for (CallNode callee : node.callees()) {
            writeFolded(out, callee, path + ";" + callee.name);
        }
    }

    /** Writes a page that shows the same as a flame graph. */
    public void writeHtml(Appendable out) throws IOException {
        FlameGraph.write(out, root);
    }
}
