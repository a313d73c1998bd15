package cleave.emulator.debug.strace;

import cleave.emulator.debug.GuestView;
import cleave.emulator.hart.Hart;
import cleave.emulator.hart.ReturnListener;
import cleave.emulator.hart.TrapListener;
import cleave.emulator.machine.Machine;
import cleave.toolchain.isa.Cause;
import cleave.toolchain.isa.Register;
import cleave.toolchain.linux.ErrorName;
import cleave.toolchain.linux.ProcessNote;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Writes a line for each system call of a program under a kernel with Linux's interface for
 * riscv32, when it returns: the process, the call with its arguments as strace shows them, the
 * result. The guest does not notice, and runs in the same cycles.
 *
 * <p>A process has its number and name if the kernel publishes where they are (a {@link
 * ProcessNote}); otherwise the root of its page table stands for it. A call that does not return
 * has {@code = ?}; one that a signal interrupts and that is made again has a line for each time.
 */
public final class CallTracer implements TrapListener, ReturnListener {
    private static final int A0 = Register.A0.number();
    private static final int A7 = Register.A7.number();
    private static final int SP = Register.SP.number();

    private final Optional<ProcessNote> layout;
    private final Memory memory;
    private final ArgumentText text;
    private final Appendable out;
    private final List<PendingCall> pending = new ArrayList<>();

    /** @param layout where the kernel keeps what it knows of a process, if it says so */
    public CallTracer(Machine machine, Optional<ProcessNote> layout, Appendable out) {
        this.layout = layout;
        this.memory = new Memory(new GuestView(machine));
        this.text = new ArgumentText(memory);
        this.out = out;
    }

    @Override
    public void trap(Hart hart, int cause, int tval) {
        if (cause != Cause.ENVIRONMENT_CALL_FROM_U.code()) {
            return;
        }
        Task task = Task.now(hart, layout, memory);
        int stack = hart.x[SP];
        for (Iterator<PendingCall> all = pending.iterator(); all.hasNext(); ) {
            PendingCall call = all.next();
            if (call.isRestarted(task, hart.pc, stack)) {
                line(call, 0, "? ERESTARTSYS");
                all.remove();
            }
        }
        int[] values = new int[PendingCall.ARGUMENTS];
        System.arraycopy(hart.x, A0, values, 0, values.length);
        PendingCall call = new PendingCall(task, hart.x[A7], values, hart.pc, stack);
        call.readInputs(text);
        if (call.isFinal()) {
            line(call, 0, "?");
        } else {
            pending.add(call);
        }
    }

    @Override
    public void returned(Hart hart) {
        if (pending.isEmpty()) {
            return;
        }
        Task task = Task.now(hart, layout, memory);
        for (int i = pending.size() - 1; i >= 0; i--) {
            PendingCall call = pending.get(i);
            if (call.returnsTo(task, hart.pc, hart.x[SP])) {
                pending.remove(i);
                boolean executed = !call.isOf(task) || hart.pc != call.after();
                int result = executed ? 0 : hart.x[A0];
                line(call, result, result(call, result));
                return;
            }
        }
    }

    private static String result(PendingCall call, int result) {
        if (ErrorName.isError(result)) {
            return "-1 " + ErrorName.of(-result);
        }
        return call.returnsAddress() ? "0x" + Integer.toHexString(result)
                : Integer.toString(result);
    }

    private void line(PendingCall call, int result, String shown) {
        try {
            out.append(call.task().toString()).append(": ").append(call.text(text, result))
                    .append(" = ").append(shown).append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the calls that have not returned. */
    public void finish() {
        for (PendingCall call : pending) {
            line(call, -1, "?");
        }
        pending.clear();
    }
}
