package cleave.emulator.firmware;

import cleave.emulator.hart.CsrFile;
import cleave.emulator.hart.Hart;
import cleave.emulator.hart.MachineModeFirmware;
import cleave.emulator.machine.Machine;
import cleave.toolchain.isa.Cause;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Register;
import cleave.toolchain.isa.SbiError;
import cleave.toolchain.isa.SbiFunction;
import cleave.toolchain.isa.SupervisorEntry;

/**
 * The firmware that is built in to the machine: it starts a kernel in S-mode and answers its SBI
 * calls (SBI specification 2.0), as the firmware in machine code of {@code guest-os} does; both
 * obey the same tables, and a test compares them call by call. It holds no state of its own.
 *
 * <p>Offered are Base, TIME, IPI, RFENCE, HSM, SRST, DBCN and the legacy calls. Everything else is
 * refused with {@code SBI_ERR_NOT_SUPPORTED}, {@code hfence} included. Traps that a kernel does not
 * handle in S-mode by delegation are passed on to it, but for misaligned loads and stores of a hart
 * that traps them: those are done byte by byte.
 *
 * <p>A visit to the firmware costs {@link #VISIT_CYCLES} beyond the trap, and each byte that passes
 * the console {@link #CONSOLE_BYTE_CYCLES}, whatever the timing model: about what the firmware in
 * machine code needs.
 */
public final class SbiFirmware implements MachineModeFirmware {
    /** Cycles of a call or of a trap that is passed on. */
    public static final int VISIT_CYCLES = 150;

    /** Cycles of a byte that is written to the console or read from it. */
    public static final int CONSOLE_BYTE_CYCLES = 11;

    private static final int A0 = Register.A0.number();
    private static final int A1 = Register.A1.number();

    private final Machine machine;
    private final FirmwareConsole console;
    private final SbiCall call;
    private final BaseCalls base;
    private final TimerAndIpiCalls timerAndIpi;
    private final FenceCalls fences;
    private final HartStateCalls hartState;
    private final ResetCall reset;
    private final DebugConsoleCalls debugConsole;
    private final LegacyCalls legacy;
    private final MisalignedAccess misaligned;

    public SbiFirmware(Machine machine) {
        this.machine = machine;
        this.call = new SbiCall(machine.hart());
        this.console = new FirmwareConsole(machine.hart(), machine.bus());
        this.base = new BaseCalls(call, machine.hart().csrs());
        this.timerAndIpi = new TimerAndIpiCalls(call, machine.hart().csrs());
        this.fences = new FenceCalls(call, machine.hart());
        this.hartState = new HartStateCalls(call, machine);
        this.reset = new ResetCall(call, machine.power());
        this.debugConsole = new DebugConsoleCalls(call, console, machine.memory());
        this.legacy = new LegacyCalls(call, machine, console, timerAndIpi, fences);
        this.misaligned = new MisalignedAccess(machine.hart());
    }

    /**
     * Takes the place of M-mode and puts the hart, which has just been reset, at the entry of a
     * kernel in S-mode, as Linux's boot protocol for RISC-V wants it.
     *
     * @param entry physical address of the kernel's first instruction
     * @param deviceTree physical address of the flattened device tree; 0 for none
     */
    public void boot(int entry, int deviceTree) {
        Hart hart = machine.hart();
        CsrFile csrs = hart.csrs();
        machine.events().setNow(hart.cycle);
        hart.setFirmware(this);
        console.prepare();
        csrs.write(Csr.MEDELEG, SupervisorEntry.DELEGATED_EXCEPTIONS);
        csrs.write(Csr.MIDELEG, SupervisorEntry.DELEGATED_INTERRUPTS);
        csrs.write(Csr.MCOUNTEREN, SupervisorEntry.SUPERVISOR_COUNTERS);
        csrs.write(Csr.SCOUNTEREN, SupervisorEntry.USER_COUNTERS);
        csrs.write(Csr.MENVCFGH, SupervisorEntry.TIMER_COMPARE_ENABLE);
        timerAndIpi.setTimer(-1);
        csrs.write(Csr.PMPADDR0, SupervisorEntry.PMP_EVERYWHERE);
        csrs.write(Csr.PMPCFG0, SupervisorEntry.PMP_NAPOT_READ_WRITE_EXECUTE);
        csrs.write(Csr.SIE, 0);
        csrs.write(Csr.SSCRATCH, 0);
        csrs.write(Csr.SATP, 0);
        csrs.write(Csr.STVEC, entry);
        hart.x[A0] = csrs.read(Csr.MHARTID);
        hart.x[A1] = deviceTree;
        hart.pc = entry;
        hart.setPrivilege(Hart.S);
    }

    @Override
    public boolean handle(Hart hart, int cause, int tval) {
        if (cause < 0 || hart.mode() == Hart.M) {
            return false;
        }
        machine.events().setNow(hart.cycle);
        hart.cycle += VISIT_CYCLES;
        hart.yield = true;
        if (cause == Cause.ENVIRONMENT_CALL_FROM_S.code()) {
            dispatch();
        } else if (cause == Cause.LOAD_ADDRESS_MISALIGNED.code()
                || cause == Cause.STORE_ADDRESS_MISALIGNED.code()) {
            misaligned.emulate(cause, tval);
        } else {
            hart.enterSupervisor(cause, tval);
        }
        return true;
    }

    private void dispatch() {
        SbiFunction function = SbiFunction.of(call.extensionId(), call.functionId());
        if (function == null) {
            call.fails(SbiError.NOT_SUPPORTED);
            return;
        }
        switch (function.extension()) {
            case BASE -> base.answer(function);
            case TIME, IPI -> timerAndIpi.answer(function);
            case RFENCE -> fences.answer(function);
            case HSM -> hartState.answer(function);
            case SRST -> reset.answer();
            case DBCN -> debugConsole.answer(function);
            default -> legacy.answer(function);
        }
    }
}
