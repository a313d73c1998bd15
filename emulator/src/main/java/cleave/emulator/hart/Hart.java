package cleave.emulator.hart;

import cleave.emulator.mmu.Mmu;
import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;
import cleave.emulator.time.EventQueue;
import cleave.emulator.time.MachineTimer;
import cleave.emulator.time.TimerComparator;
import cleave.toolchain.isa.Cause;
import cleave.toolchain.isa.PrivilegeMode;
import java.util.Arrays;

/**
 * The state of one hardware thread and its privileged transitions: traps, returns from traps, and
 * the interrupt check (sections 3.1, 3.3 and 4.1 of the privileged specification). What
 * instructions do is the engines' business; they share this object.
 *
 * <p>State is flat and open, because an engine keeps it in locals and writes it back: integer
 * registers, {@link #pc}, {@link #cycle} and {@link #retired} must be current whenever anything
 * else looks at the hart.
 */
public final class Hart {
    /** The slot of {@link #x} that takes what is written to register x0. */
    public static final int SINK = 32;
    /** A power of two, so that a register number of six bits needs no check. */
    private static final int REGISTER_SLOTS = 64;

    public static final int U = PrivilegeMode.USER.level();
    public static final int S = PrivilegeMode.SUPERVISOR.level();
    public static final int M = PrivilegeMode.MACHINE.level();

    /** The exceptions that {@code medeleg} can delegate: all but the call from M-mode itself. */
    static final int DELEGABLE_EXCEPTIONS = 0xb3ff;

    /** The integer registers; x[0] stays 0, writes to x0 go to {@link #SINK}. */
    public final int[] x = new int[REGISTER_SLOTS];
    public int pc;
    /** Cycles since power-on. Time in {@code wfi} counts. */
    public long cycle;
    /** Instructions retired since power-on; one that raised an exception is not. */
    public long retired;
    /** Set to make the engine return to the machine before the next instruction. */
    public boolean yield;

    private final HartOptions options;
    private final Mmu mmu;
    private final MachineTimer timer;
    private final EventQueue events;
    private final Interrupts interrupts = new Interrupts();
    private final Counter cycleCounter = new Counter();
    private final Counter retiredCounter = new Counter();
    private final TimerComparator timerCompare;
    private final CsrFile csrs;
    private final FlightRecorder recorder = new FlightRecorder();
    private final TrapLoop trapLoop = new TrapLoop();

    private int mode = M;
    private boolean waiting;
    private TrapListener trapListener;
    private ReturnListener returnListener;
    private MachineModeFirmware firmware;

    int mstatus;
    int medeleg;
    int mtvec;
    int mepc;
    int mcause;
    int mtval;
    int mscratch;
    int mcounteren;
    int menvcfg;
    int menvcfgh;
    int mcountinhibit;
    int stvec;
    int sepc;
    int scause;
    int stval;
    int sscratch;
    int scounteren;
    int senvcfg;
    int satp;

    public Hart(HartOptions options, Mmu mmu, MachineTimer timer, EventQueue events) {
        this.options = options;
        this.mmu = mmu;
        this.timer = timer;
        this.events = events;
        this.timerCompare = new TimerComparator("hart0 stimecmp", timer, events,
                high -> setWire(Interrupts.STI, high));
        this.csrs = new CsrFile(this);
        mmu.setBeforeDevice(this::beforeDevice);
        reset(0);
    }

    /** Power-on: M-mode, interrupts off, translation off, at {@code resetVector}. */
    public void reset(int resetVector) {
        Arrays.fill(x, 0);
        pc = resetVector;
        mode = M;
        waiting = false;
        yield = true;
        recorder.begin(resetVector);
        trapLoop.returned();
        mstatus = 0;
        medeleg = mtvec = mepc = mcause = mtval = mscratch = 0;
        mcounteren = menvcfg = menvcfgh = mcountinhibit = 0;
        stvec = sepc = scause = stval = sscratch = scounteren = senvcfg = satp = 0;
        interrupts.reset();
        cycleCounter.reset(cycle);
        retiredCounter.reset(retired);
        timerCompare.setCompare(-1);
        mmu.pmp().reset();
        mmu.bus().memory().reserve(-1);
        mmu.setRoot(0);
        mmu.flushAll();
        environmentChanged();
    }

    /** Tells everything that lives on virtual time what the time is. */
    void presentTime() {
        events.setNow(cycle);
    }

    /** A device may change what is due next, so the engine stops after the access. */
    private void beforeDevice() {
        presentTime();
        yield = true;
    }

    public HartOptions options() {
        return options;
    }

    public Mmu mmu() {
        return mmu;
    }

    public Interrupts interrupts() {
        return interrupts;
    }

    public CsrFile csrs() {
        return csrs;
    }

    /** The last jumps, for a look back after a crash. */
    public FlightRecorder recorder() {
        return recorder;
    }

    public TrapLoop trapLoop() {
        return trapLoop;
    }

    MachineTimer timer() {
        return timer;
    }

    /** Sstc's {@code stimecmp}. */
    public TimerComparator timerCompare() {
        return timerCompare;
    }

    Counter cycleCounter() {
        return cycleCounter;
    }

    Counter retiredCounter() {
        return retiredCounter;
    }

    /** The current privilege mode: {@link #U}, {@link #S} or {@link #M}. */
    public int mode() {
        return mode;
    }

    /** Whether the hart sleeps in {@code wfi}. */
    public boolean isWaiting() {
        return waiting;
    }

    /** Hears of every trap; null for nobody. */
    public void setTrapListener(TrapListener listener) {
        trapListener = listener;
    }

    /** Hears of every return to a program; null for nobody. */
    public void setReturnListener(ReturnListener listener) {
        returnListener = listener;
    }

    /** Takes the place of M-mode; null for guest code in M-mode. */
    public void setFirmware(MachineModeFirmware replacement) {
        firmware = replacement;
    }

    /** Whether a firmware outside the guest stands in for M-mode. */
    public boolean hasFirmware() {
        return firmware != null;
    }

    /** Sets a register; x0 ignores it. */
    public void setX(int register, int value) {
        x[register == 0 ? SINK : register] = value;
    }

    // ---- Derived state -------------------------------------------------------------------------

    /** To be called after a change of privilege, {@code mstatus}, or {@code satp}. */
    void contextChanged() {
        boolean translated = satp < 0;
        mmu.setFetchContext(mode, translated && mode != M);
        int dataMode = (mstatus & Status.MPRV) != 0 && mode == M
                ? Status.previousMode(mstatus) : mode;
        mmu.setDataContext(dataMode, translated && dataMode != M,
                (mstatus & Status.SUM) != 0, (mstatus & Status.MXR) != 0);
    }

    /** To be called after a change of {@code menvcfg}. */
    void environmentChanged() {
        interrupts.setTimerCompareOwnsSti((menvcfgh & CsrFile.STCE) != 0);
        mmu.setHardwareUpdate(options.hardwareAd() || (menvcfgh & CsrFile.ADUE) != 0);
        contextChanged();
        interruptsChanged();
    }

    /** To be called when an interrupt may have become ready. */
    void interruptsChanged() {
        if (interrupts.ready() != 0) {
            yield = true;
        }
    }

    /** The level of the wire to one of the bits of {@code mip}. */
    public void setWire(int bit, boolean high) {
        interrupts.setWire(bit, high);
        interruptsChanged();
    }

    // ---- Traps ---------------------------------------------------------------------------------

    /** Takes the exception that the instruction at {@link #pc} raised. */
    public void raise(Cause cause, int tval) {
        raise(cause.code(), tval);
    }

    /** As {@link #raise(Cause, int)}, by code. */
    public void raise(int cause, int tval) {
        trap(cause, tval, medeleg >>> cause & 1);
    }

    /** Takes the exception of the MMU's last failed access. */
    public void raiseMemoryFault() {
        raise(mmu.lastFault().cause(), mmu.lastFault().tval());
    }

    /** Takes the interrupt that is due, if any; to be called between two instructions. */
    public boolean takeInterrupt() {
        if (interrupts.ready() == 0) {
            return false;
        }
        waiting = false;
        int bit = interrupts.select(
                mode < M || (mstatus & Status.MIE) != 0,
                mode < S || mode == S && (mstatus & Status.SIE) != 0);
        if (bit == 0) {
            return false;
        }
        boolean toSupervisor = (interrupts.delegated() & bit) != 0;
        int code = Integer.numberOfTrailingZeros(bit);
        trap(Cause.INTERRUPT_BIT | code, 0, toSupervisor ? 1 : 0);
        return true;
    }

    private void trap(int cause, int tval, int delegated) {
        if (trapListener != null) {
            trapListener.trap(this, cause, tval);
        }
        int from = pc;
        int fromMode = mode;
        trapLoop.trap(pc, cause, tval);
        yield |= trapLoop.isStuck();
        cycle += options.timing().trap();
        mmu.bus().memory().reserve(-1);
        if (delegated != 0 && mode != M) {
            enterSupervisor(cause, tval);
        } else if (firmware == null || !firmware.handle(this, cause, tval)) {
            enterMachine(cause, tval);
        }
        if (!trapLoop.isRepeating()) {
            recorder.trap(from, pc, cause, fromMode);
        }
    }

    /** Enters the S-mode handler; also how firmware passes a trap down. */
    public void enterSupervisor(int cause, int tval) {
        scause = cause;
        stval = tval;
        sepc = pc;
        int previousEnable = (mstatus & Status.SIE) != 0 ? Status.SPIE : 0;
        int previousMode = mode == S ? Status.SPP : 0;
        mstatus = mstatus & ~(Status.SIE | Status.SPIE | Status.SPP)
                | previousEnable | previousMode;
        pc = vector(stvec, cause);
        setMode(S);
    }

    private void enterMachine(int cause, int tval) {
        mcause = cause;
        mtval = tval;
        mepc = pc;
        int previousEnable = (mstatus & Status.MIE) != 0 ? Status.MPIE : 0;
        mstatus = mstatus & ~(Status.MIE | Status.MPIE | Status.MPP)
                | previousEnable | mode << Status.MPP_SHIFT;
        pc = vector(mtvec, cause);
        setMode(M);
    }

    private static int vector(int tvec, int cause) {
        int base = tvec & ~3;
        return (tvec & 1) != 0 && cause < 0 ? base + 4 * (cause & 0x3f) : base;
    }

    private void setMode(int newMode) {
        mode = newMode;
        contextChanged();
    }

    /** {@code mret}, which must be legal now. */
    public void returnFromMachine() {
        int newMode = Status.previousMode(mstatus);
        int enable = (mstatus & Status.MPIE) != 0 ? Status.MIE : 0;
        int clearMprv = newMode == M ? 0 : Status.MPRV;
        mstatus = mstatus & ~(Status.MIE | Status.MPP | clearMprv) | enable | Status.MPIE;
        pc = mepc;
        trapLoop.returned();
        setMode(newMode);
        interruptsChanged();
    }

    /** {@code sret}, which must be legal now. */
    public void returnFromSupervisor() {
        int newMode = (mstatus & Status.SPP) != 0 ? S : U;
        int enable = (mstatus & Status.SPIE) != 0 ? Status.SIE : 0;
        mstatus = mstatus & ~(Status.SIE | Status.SPP | Status.MPRV) | enable | Status.SPIE;
        pc = sepc;
        trapLoop.returned();
        setMode(newMode);
        interruptsChanged();
        if (returnListener != null && newMode == U) {
            returnListener.returned(this);
        }
    }

    /** {@code sret} in M-mode is legal; in S-mode unless TSR; in U-mode never. */
    public boolean mayReturnFromSupervisor() {
        return mode == M || mode == S && (mstatus & Status.TSR) == 0;
    }

    /** {@code wfi} below M-mode is illegal with TW, and in U-mode always. */
    public boolean mayWait() {
        return mode == M || mode == S && (mstatus & Status.TW) == 0;
    }

    /** {@code sfence.vma} and {@code satp} are illegal in U-mode, and in S-mode with TVM. */
    public boolean mayManageTranslation() {
        return mode == M || mode == S && (mstatus & Status.TVM) == 0;
    }

    /** {@code wfi}: sleeps until an interrupt is ready, whether it may be taken or not. */
    public void waitForInterrupt() {
        waiting = interrupts.ready() == 0;
        yield = true;
    }

    /**
     * {@code sfence.vma}. Only the current address space has translations here, so that a fence for
     * another ASID has nothing to do; global pages are dropped with the rest.
     */
    public void fenceTranslation(boolean anyAddress, int va, boolean anyAsid, int asid) {
        if (!anyAsid && (asid & CsrFile.ASID_MASK) != CsrFile.asid(satp)) {
            return;
        }
        if (anyAddress) {
            mmu.flushTranslated();
        } else {
            mmu.flushPage(va);
        }
    }

    // ---- For firmware and debuggers ------------------------------------------------------------

    /** Puts the hart into another privilege mode, as firmware starting a kernel does. */
    public void setPrivilege(int newMode) {
        setMode(newMode);
        interruptsChanged();
    }

    /** Goes on at another instruction, awake, as after a jump that no instruction made. */
    public void continueAt(int newPc) {
        pc = newPc & ~1;
        waiting = false;
        recorder.begin(pc);
    }

    /** The registers a trap into S-mode or M-mode has left behind, for explanations. */
    public int trapVector(int ofMode) {
        return ofMode == M ? mtvec : stvec;
    }

    /** Whether interrupts can reach the hart: globally enabled in its mode for some interrupt. */
    public boolean interruptsEnabled() {
        boolean machine = mode < M || (mstatus & Status.MIE) != 0;
        boolean supervisor = mode < S || mode == S && (mstatus & Status.SIE) != 0;
        int enabled = interrupts.enabled();
        return machine && (enabled & ~interrupts.delegated()) != 0
                || supervisor && (enabled & interrupts.delegated()) != 0;
    }

    public void save(StateWriter out) {
        out.section("hart");
        x[SINK] = 0;
        out.putInts(x);
        out.putInt(pc);
        out.putLong(cycle);
        out.putLong(retired);
        out.putInt(mode);
        out.putBoolean(waiting);
        for (int value : new int[] {mstatus, medeleg, mtvec, mepc, mcause, mtval, mscratch,
            mcounteren, menvcfg, menvcfgh, mcountinhibit, stvec, sepc, scause, stval, sscratch,
            scounteren, senvcfg, satp}) {
            out.putInt(value);
        }
        interrupts.save(out);
        cycleCounter.save(out);
        retiredCounter.save(out);
        timerCompare.save(out);
        mmu.pmp().save(out);
        mmu.save(out);
    }

    /** Reads the hart; the timebase must have been loaded before. */
    public void load(StateReader in) {
        in.section("hart");
        in.getInts(x);
        pc = in.getInt();
        cycle = in.getLong();
        retired = in.getLong();
        mode = in.getInt();
        waiting = in.getBoolean();
        mstatus = in.getInt();
        medeleg = in.getInt();
        mtvec = in.getInt();
        mepc = in.getInt();
        mcause = in.getInt();
        mtval = in.getInt();
        mscratch = in.getInt();
        mcounteren = in.getInt();
        menvcfg = in.getInt();
        menvcfgh = in.getInt();
        mcountinhibit = in.getInt();
        stvec = in.getInt();
        sepc = in.getInt();
        scause = in.getInt();
        stval = in.getInt();
        sscratch = in.getInt();
        scounteren = in.getInt();
        senvcfg = in.getInt();
        satp = in.getInt();
        interrupts.load(in);
        cycleCounter.load(in);
        retiredCounter.load(in);
        timerCompare.load(in);
        mmu.pmp().load(in);
        mmu.setRoot(CsrFile.ppn(satp));
        mmu.load(in);
        environmentChanged();
        recorder.begin(pc);
        trapLoop.returned();
        yield = true;
    }
}
