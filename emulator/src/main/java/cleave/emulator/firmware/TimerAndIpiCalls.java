package cleave.emulator.firmware;

import cleave.emulator.hart.CsrFile;
import cleave.emulator.hart.Interrupts;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.SbiError;
import cleave.toolchain.isa.SbiFunction;

/**
 * TIME and IPI (SBI specification 2.0, chapters 6 and 7). The timer is Sstc's {@code stimecmp},
 * which also takes a pending timer interrupt back when it is set to the future.
 */
final class TimerAndIpiCalls {
    private final SbiCall call;
    private final CsrFile csrs;

    TimerAndIpiCalls(SbiCall call, CsrFile csrs) {
        this.call = call;
        this.csrs = csrs;
    }

    void answer(SbiFunction function) {
        if (function == SbiFunction.SET_TIMER) {
            setTimerFromArguments();
            call.succeeds(0);
            return;
        }
        HartMask harts = HartMask.of(call.argument(0), call.argument(1));
        if (harts == HartMask.INVALID) {
            call.fails(SbiError.INVALID_PARAM);
            return;
        }
        send(harts);
        call.succeeds(0);
    }

    /** Sets the timer to the 64-bit time in a0 and a1. */
    void setTimerFromArguments() {
        setTimer(call.argument(0) & 0xffff_ffffL | (long) call.argument(1) << 32);
    }

    /** Sets the time of the next timer interrupt, in ticks; -1 for none. */
    void setTimer(long ticks) {
        // The high word first to the end of time, so that no value in between is due.
        csrs.write(Csr.STIMECMPH, -1);
        csrs.write(Csr.STIMECMP, (int) ticks);
        csrs.write(Csr.STIMECMPH, (int) (ticks >>> 32));
    }

    /** Makes the software interrupt of these harts pending. */
    void send(HartMask harts) {
        if (harts == HartMask.THIS_HART) {
            csrs.write(Csr.SIP, Interrupts.SSI);
        }
    }

    /** Takes a pending software interrupt back; whether there was one. */
    boolean clear() {
        boolean pending = (csrs.read(Csr.SIP) & Interrupts.SSI) != 0;
        csrs.write(Csr.SIP, 0);
        return pending;
    }
}
