package cleave.guestos.kernel;

import cleave.guestos.kernel.device.PowerSwitch;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.trap.TrapFrame;
import cleave.magic.Address;
import cleave.magic.PanicHandler;
import cleave.magic.PanicSite;
import cleave.magic.Struct;

/**
 * The end of a kernel that has found itself wrong: it tells why, with registers and the calls that
 * led there, and switches the machine off as failed.
 */
public final class Failure {
    /** Of {@code ra} among the saved registers, from the end of the site. */
    private static final int SAVED_LINK = -156;

    private static boolean failing;

    private Failure() {
    }

    /** A check of the kernel has failed. */
    @PanicHandler
    static void panic(PanicSite site) {
        begin();
        Log log = Log.line().text("kernel panic: ").text(site.message);
        if (site.indexed != 0) {
            log.text(": ").decimal(site.index).text(" of ").decimal(site.length);
        }
        log.text(" at ").text(site.file).put(':').decimal(site.line).text(" in ")
                .text(site.method).end();
        tellProcess();
        // The routine that calls this has all registers below the site, at its frame's beginning.
        Address end = Address.of(site).plus(Struct.sizeOf(PanicSite.class));
        Backtrace.print(site.pc.bits(), end, end.loadInt(SAVED_LINK));
        PowerSwitch.fail();
    }

    /** The kernel has trapped where it may not. */
    public static void trap(TrapFrame frame, int cause, int value) {
        begin();
        Log.line().text("kernel panic: trap ").decimal(cause).text(" at 0x").hex(frame.pc)
                .text(", value 0x").hex(value).text(", sstatus 0x").hex(frame.status).end();
        tellRegisters(frame);
        tellProcess();
        Backtrace.print(frame.pc, Address.of(frame.sp), frame.ra);
        PowerSwitch.fail();
    }

    private static void begin() {
        if (failing) {
            PowerSwitch.fail();
        }
        failing = true;
        Log.setQuiet(false);
    }

    private static void tellProcess() {
        Process process = Process.current();
        Log.line().text("process ").decimal(process.pid).text(" (")
                .text(Address.of(process.name)).text(")").end();
    }

    private static void tellRegisters(TrapFrame frame) {
        Address words = Address.of(frame);
        for (int i = 1; i < 32; i++) {
            Log.line().text(i < 10 ? " x" : "x").decimal(i).text(" 0x")
                    .hex(words.loadInt(i * Integer.BYTES))
                    .put(i % 4 == 0 || i == 31 ? '\n' : ' ');
        }
    }
}
