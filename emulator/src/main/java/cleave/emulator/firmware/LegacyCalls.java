package cleave.emulator.firmware;

import cleave.emulator.hart.Hart;
import cleave.emulator.machine.Machine;
import cleave.emulator.mmu.LastFault;
import cleave.emulator.mmu.Mmu;
import cleave.toolchain.isa.SbiError;
import cleave.toolchain.isa.SbiFunction;

/**
 * The calls of SBI 0.1 (SBI specification 2.0, chapter 5). A hart mask lies in the caller's virtual
 * memory; a fault on reading it is the caller's, at its {@code ecall}. Address 0 means all harts,
 * as the kernels of that time rely on. Bits of harts that do not exist mean nobody.
 */
final class LegacyCalls {
    private final SbiCall call;
    private final Machine machine;
    private final Hart hart;
    private final FirmwareConsole console;
    private final TimerAndIpiCalls timerAndIpi;
    private final FenceCalls fences;

    LegacyCalls(SbiCall call, Machine machine, FirmwareConsole console,
            TimerAndIpiCalls timerAndIpi, FenceCalls fences) {
        this.call = call;
        this.machine = machine;
        this.hart = machine.hart();
        this.console = console;
        this.timerAndIpi = timerAndIpi;
        this.fences = fences;
    }

    void answer(SbiFunction function) {
        switch (function) {
            case LEGACY_SET_TIMER -> {
                timerAndIpi.setTimerFromArguments();
                call.returnsLegacy(0);
            }
            case LEGACY_CONSOLE_PUTCHAR -> {
                console.put(call.argument(0));
                call.returnsLegacy(0);
            }
            case LEGACY_CONSOLE_GETCHAR -> call.returnsLegacy(console.take());
            case LEGACY_CLEAR_IPI -> call.returnsLegacy(timerAndIpi.clear() ? 1 : 0);
            case LEGACY_SHUTDOWN -> machine.power().exit(0);
            default -> answerWithMask(function);
        }
    }

    private void answerWithMask(SbiFunction function) {
        HartMask harts = mask(call.argument(0));
        if (harts == null) {
            LastFault last = hart.mmu().lastFault();
            hart.enterSupervisor(last.cause(), last.tval());
            return;
        }
        boolean fence = function == SbiFunction.LEGACY_REMOTE_SFENCE_VMA
                || function == SbiFunction.LEGACY_REMOTE_SFENCE_VMA_ASID;
        if (fence && !FenceCalls.isRange(call.argument(1), call.argument(2))) {
            call.returnsLegacy(SbiError.INVALID_ADDRESS.code());
            return;
        }
        if (fence && harts == HartMask.THIS_HART) {
            boolean anyAsid = function == SbiFunction.LEGACY_REMOTE_SFENCE_VMA;
            fences.fence(call.argument(1), call.argument(2), anyAsid,
                    anyAsid ? 0 : call.argument(3));
        } else if (function == SbiFunction.LEGACY_SEND_IPI) {
            timerAndIpi.send(harts);
        }
        call.returnsLegacy(0);
    }

    /** The harts of the mask at a virtual address of the caller; null after a fault. */
    private HartMask mask(int va) {
        if (va == 0) {
            return HartMask.THIS_HART;
        }
        long word = hart.mmu().load(va, Integer.BYTES);
        return word == Mmu.FAULT ? null : HartMask.of((int) word & 1, 0);
    }
}
