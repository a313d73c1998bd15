package cleave.toolchain.hosted;

import cleave.toolchain.isa.Csr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A machine whose CSRs keep what is written and are 0 before, which remembers all events in order,
 * and whose calls are answered by what the test supplies.
 */
public final class RecordingMachine implements HostedMachine {
    /** Answers environment calls. */
    @FunctionalInterface
    public interface Calls {
        int call(int number, int... arguments);
    }

    /** Answers SBI calls. */
    @FunctionalInterface
    public interface SbiCalls {
        long call(int extension, int function, int... arguments);
    }

    /** Stands for a routine in assembly. */
    @FunctionalInterface
    public interface Routine {
        long call(long... arguments);
    }

    /** Something that happened, with the operands it had. */
    public record Happened(Event event, List<Integer> operands) {
    }

    private final Map<Csr, Integer> csrs = new EnumMap<>(Csr.class);
    private final List<Happened> events = new ArrayList<>();
    private final Map<String, Routine> routines = new HashMap<>();
    private Calls calls;
    private SbiCalls sbiCalls;
    private int stackPointer;
    private int threadPointer;

    public RecordingMachine onEcall(Calls answer) {
        calls = answer;
        return this;
    }

    public RecordingMachine onSbi(SbiCalls answer) {
        sbiCalls = answer;
        return this;
    }

    /** The symbol is {@code Class.method}, or that of {@code @Symbol}. */
    public RecordingMachine onRoutine(String symbol, Routine routine) {
        routines.put(symbol, routine);
        return this;
    }

    public RecordingMachine setStackPointer(int value) {
        stackPointer = value;
        return this;
    }

    public List<Happened> events() {
        return List.copyOf(events);
    }

    /** How often it happened. */
    public long count(Event event) {
        return events.stream().filter(happened -> happened.event() == event).count();
    }

    @Override
    public int readCsr(Csr csr) {
        return csrs.getOrDefault(csr, 0);
    }

    @Override
    public void writeCsr(Csr csr, int value) {
        csrs.put(csr, value);
    }

    @Override
    public void event(Event event, int... operands) {
        events.add(new Happened(event, Arrays.stream(operands).boxed().toList()));
    }

    private static UnsupportedHere unanswered(String what, String how) {
        return Places.here(new UnsupportedHere(what + Places.line() + " has no answer: give the "
                + "machine one by " + how));
    }

    @Override
    public int ecall(int number, int... arguments) {
        if (calls == null) {
            throw unanswered("environment call " + number, "onEcall");
        }
        return calls.call(number, arguments);
    }

    @Override
    public long sbi(int extension, int function, int... arguments) {
        if (sbiCalls == null) {
            throw unanswered(String.format("SBI call 0x%x:%d", extension, function), "onSbi");
        }
        return sbiCalls.call(extension, function, arguments);
    }

    @Override
    public long routine(String symbol, long... arguments) {
        Routine routine = routines.get(symbol);
        if (routine == null) {
            throw unanswered("the assembly routine " + symbol,
                    "onRoutine(\"" + symbol + "\", ...)");
        }
        return routine.call(arguments);
    }

    @Override
    public int stackPointer() {
        return stackPointer;
    }

    @Override
    public int threadPointer() {
        return threadPointer;
    }

    @Override
    public void setThreadPointer(int value) {
        threadPointer = value;
    }
}
