package cleave.emulator.debug;

import cleave.emulator.debug.CodeReader.Code;
import cleave.emulator.hart.Hart;
import cleave.emulator.hart.TrapListener;
import cleave.emulator.machine.Machine;
import cleave.emulator.mmu.Access;
import cleave.emulator.mmu.Mmu;
import cleave.toolchain.isa.Cause;
import cleave.toolchain.isa.CompressedInstruction;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Effect;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Operands;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Tells traps in words as they are taken: where, which instruction, which rule forbade what, and
 * who handles it. A trap that comes again at the same place for the same reason, nothing else
 * between, is counted and not told again.
 */
public final class Explainer implements TrapListener {
    /** Which traps are told. */
    public enum Policy {
        /** Exceptions, without calls to the environment, which are every program's bread. */
        EXCEPTIONS,
        /** Everything, interrupts too. */
        ALL
    }

    private final Hart hart;
    private final Symbols symbols;
    private final CodeReader reader;
    private final GuestView view;
    private final Policy policy;
    private final Consumer<String> out;
    private String last = "";
    private long repeats;

    /** @param out takes each explanation: lines, every one ended by a line feed */
    public Explainer(Machine machine, Symbols symbols, Policy policy, Consumer<String> out) {
        this.hart = machine.hart();
        this.symbols = symbols;
        this.reader = new CodeReader(machine, symbols);
        this.view = new GuestView(machine);
        this.policy = policy;
        this.out = out;
    }

    @Override
    public void trap(Hart trapping, int cause, int tval) {
        if (policy == Policy.EXCEPTIONS && (cause < 0 || isEnvironmentCall(cause))) {
            return;
        }
        String text = details(cause, tval);
        if (text.equals(last)) {
            repeats++;
            return;
        }
        finish();
        last = text;
        out.accept(String.format(Locale.ROOT, "trap: %s in %s-mode at cycle %,d\n",
                History.words(cause), CodeReader.letter(hart.mode()), hart.cycle) + text);
    }

    /** Tells what is still to be told: how often the last trap came again. */
    public void finish() {
        if (repeats > 0) {
            out.accept(String.format(Locale.ROOT, "trap: the same again, %,d times\n", repeats));
        }
        repeats = 0;
        last = "";
    }

    private static boolean isEnvironmentCall(int cause) {
        return cause >= Cause.ENVIRONMENT_CALL_FROM_U.code()
                && cause <= Cause.ENVIRONMENT_CALL_FROM_M.code();
    }

    /** Everything about a trap that the hart is about to take, but when. */
    private String details(int cause, int tval) {
        Code code = reader.at(hart.pc, hart.mode());
        List<String> lines = new ArrayList<>();
        add(lines, "at", symbols.address(hart.pc) + reader.source(hart.pc) + ": "
                + code.text().replaceAll(" +", " "));
        Mmu mmu = hart.mmu();
        Access access = accessOf(cause);
        if (cause == Cause.ILLEGAL_INSTRUCTION.code()) {
            add(lines, "why", IllegalInstruction.reason(hart, tval));
        } else if (isEnvironmentCall(cause)) {
            add(lines, "call", String.format("a7=0x%x a0=0x%x a1=0x%x a2=0x%x", hart.x[17],
                    hart.x[10], hart.x[11], hart.x[12]));
        } else if (access != null) {
            add(lines, "address", symbols.address(tval));
            addRights(lines, access);
            if (mmu.lastFault().why() == null) {
                add(lines, "why", misaligned(code));
            } else {
                List<String> walk = PageWalk.ofFailed(hart, width(code, access)).lines();
                for (int i = 0; i < walk.size(); i++) {
                    add(lines, i == 0 ? "walk" : "", walk.get(i));
                }
            }
        }
        add(lines, "handler", handler(cause));
        return String.join("", lines);
    }

    private static void add(List<String> lines, String title, String text) {
        lines.add(String.format("  %-8s %s\n", title, text));
    }

    /** What an exception of memory wanted; null for all other causes. */
    private static Access accessOf(int cause) {
        for (Access access : Access.values()) {
            if (cause == access.misaligned() || cause == access.accessFault()
                    || cause == access.pageFault()) {
                return access;
            }
        }
        return null;
    }

    private void addRights(List<String> lines, Access access) {
        int mode = hart.mmu().rights(access).mode();
        if (mode != hart.mode()) {
            add(lines, "rights", String.format(
                    "mstatus.MPRV=1: loads and stores of M-mode have the rights of MPP=%s",
                    CodeReader.letter(mode)));
        }
    }

    private static Instruction decode(Code code) {
        int bits = (int) code.bits();
        return code.bits() < 0 ? null : Instruction.decode(
                Operands.isCompressed(bits) ? CompressedInstruction.expand(bits) : bits);
    }

    /** Bytes that the instruction accesses. */
    private static int width(Code code, Access access) {
        Instruction instruction = decode(code);
        if (access == Access.FETCH || instruction == null) {
            return 2;
        }
        if (instruction.effect() instanceof Effect.Load load) {
            return load.width();
        }
        return instruction.effect() instanceof Effect.Store store ? store.width() : 4;
    }

    private String misaligned(Code code) {
        Instruction instruction = decode(code);
        boolean plain = instruction != null && (instruction.effect() instanceof Effect.Load
                || instruction.effect() instanceof Effect.Store);
        if (!plain) {
            return "atomic accesses must be aligned to 4 bytes";
        }
        return String.format("the address is no multiple of %d, and misaligned accesses trap "
                + "(--misaligned trap)", width(code, Access.LOAD));
    }

    private String handler(int cause) {
        int code = cause & ~Cause.INTERRUPT_BIT;
        Csr delegation = cause < 0 ? Csr.MIDELEG : Csr.MEDELEG;
        boolean delegated = code < 32 && (hart.csrs().read(delegation) >>> code & 1) != 0;
        if (delegated && hart.mode() != Hart.M) {
            return String.format("S-mode at stvec, %s (%s bit %d is set)",
                    vector(Hart.S, cause, code), delegation.assemblyName(), code);
        }
        String reason = delegated ? "traps from M-mode are never delegated"
                : String.format("%s bit %d is clear", delegation.assemblyName(), code);
        return hart.hasFirmware() ? "the built-in firmware (" + reason + ")"
                : String.format("M-mode at mtvec, %s (%s)", vector(Hart.M, cause, code), reason);
    }

    private String vector(int mode, int cause, int code) {
        int tvec = hart.trapVector(mode);
        int address = (tvec & ~3) + (cause < 0 && (tvec & 1) != 0 ? 4 * code : 0);
        boolean there = view.instruction(address, mode) >= 0;
        return symbols.address(address) + (there ? "" : ", where there is no memory");
    }
}
