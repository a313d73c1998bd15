package cleave.emulator.firmware;

import cleave.emulator.hart.Hart;
import cleave.emulator.hart.Status;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import cleave.emulator.memory.PhysicalMemory;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Register;
import cleave.toolchain.isa.Sbi;
import cleave.toolchain.isa.SbiError;
import cleave.toolchain.isa.SbiFunction;

/**
 * HSM (SBI specification 2.0, chapter 9) for one hart. It is always started when it asks, and when
 * it stops nobody is left to start it: that ends the run. A suspended hart sleeps as in
 * {@code wfi}; both default types exist, platform-specific ones do not.
 */
final class HartStateCalls {
    private static final int A0 = Register.A0.number();
    private static final int A1 = Register.A1.number();

    private final SbiCall call;
    private final Machine machine;
    private final Hart hart;

    HartStateCalls(SbiCall call, Machine machine) {
        this.call = call;
        this.machine = machine;
        this.hart = machine.hart();
    }

    void answer(SbiFunction function) {
        switch (function) {
            case HART_START -> call.fails(isThisHart(call.argument(0))
                    ? SbiError.ALREADY_AVAILABLE : SbiError.INVALID_PARAM);
            case HART_STOP -> stop();
            case HART_GET_STATUS -> {
                if (isThisHart(call.argument(0))) {
                    call.succeeds(Sbi.HART_STARTED);
                } else {
                    call.fails(SbiError.INVALID_PARAM);
                }
            }
            case HART_SUSPEND -> suspend(call.argument(0), call.argument(1), call.argument(2));
            default -> throw new AssertionError("HSM has no " + function);
        }
    }

    private boolean isThisHart(int id) {
        return id == hart.csrs().read(Csr.MHARTID);
    }

    private void stop() {
        hart.csrs().write(Csr.MIE, 0);
        hart.setPrivilege(Hart.M);
        hart.waitForInterrupt();
        machine.requestStop(new StopReason.Stuck(String.format("the kernel stopped its only hart "
                + "by the SBI call hart_stop at 0x%08x: nothing can start it again", hart.pc)));
    }

    private void suspend(int type, int resumeAddress, int opaque) {
        if (type == Sbi.SUSPEND_RETENTIVE) {
            call.succeeds(0);
            hart.waitForInterrupt();
        } else if (type != Sbi.SUSPEND_NON_RETENTIVE) {
            call.fails(SbiError.INVALID_PARAM);
        } else if (!isExecutable(resumeAddress)) {
            call.fails(SbiError.INVALID_ADDRESS);
        } else {
            resumeAt(resumeAddress, opaque);
            hart.waitForInterrupt();
        }
    }

    private static boolean isEven(int address) {
        return (address & 1) == 0;
    }

    private boolean isExecutable(int address) {
        PhysicalMemory memory = machine.memory();
        return isEven(address) && memory.contains(Integer.toUnsignedLong(address), 2);
    }

    /** With SIE clear, no interrupt can come between waking up and the first instruction there. */
    private void resumeAt(int address, int opaque) {
        hart.csrs().write(Csr.SSTATUS, hart.csrs().read(Csr.SSTATUS) & ~Status.SIE);
        hart.csrs().write(Csr.SATP, 0);
        hart.x[A0] = hart.csrs().read(Csr.MHARTID);
        hart.x[A1] = opaque;
        hart.pc = address;
        hart.trapLoop().returned();
    }
}
