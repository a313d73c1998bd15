package cleave.guestos.user.usertests;

import cleave.guestos.abi.MapFlags;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.SignalInfo;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Syscalls;
import cleave.magic.Address;
import cleave.magic.Fn;
import cleave.magic.NoInline;
import cleave.magic.Rv;
import cleave.magic.Struct;

/** S2: what instructions that fail make of a program: signal, code and address. */
final class FaultRows {
    static final int SEGV_MAPERR = 1;
    static final int SEGV_ACCERR = 2;
    static final int BUS_ADRALN = 1;
    static final int BUS_ADRERR = 2;
    private static final int ILL_ILLOPC = 1;
    private static final int TRAP_BRKPT = 1;
    private static final int KERNEL = 0xc000_0000;
    private static final int LAST_WORD = 0xffff_fffc;
    private static final int PARTS_OF_A_PAGE = 4095;

    /** Instructions. */
    private static final int RET = 0x0000_8067;
    private static final int EBREAK = 0x0010_0073;
    private static final int DIV_A0_BY_ZERO = 0x0205_4533;
    private static final int LOAD_RESERVED_A0 = 0x1005_252f;
    private static final int NO_INSTRUCTION = 0xffff_ffff;
    private static final int READ_SATP = 0x1800_2573;
    private static final int SHORT_MASK = 3;

    /** What a page of instructions is. */
    interface Code extends Fn {
        int run(int value);
    }

    /** A function pointer that any address can be written to. */
    static final class Pointer extends Struct {
        Code code;
    }

    private static final Pointer POINTER = new Pointer();
    private static int faults;
    private static int signal;
    private static int code;
    private static Address place;
    private static boolean jumped;
    private static int file;

    private FaultRows() {
    }

    static void run() {
        Apart.part(FaultRows::memory, "faults of loads and stores");
        Apart.part(FaultRows::jumps, "faults of jumps");
        Apart.part(FaultRows::instructions, "faults of instructions");
        Apart.part(FaultRows::files, "faults of files that are mapped");
        Apart.part(FaultRows::ends, "faults without a handler");
    }

    /** Steps over what has failed. */
    private static void onFault(int number, SignalInfo information, Address context) {
        faults++;
        signal = number;
        code = information.code;
        place = Address.of(information.process);
        if (jumped) {
            FrameRows.setRegister(context, FrameRows.PC,
                    FrameRows.register(context, FrameRows.RA));
            return;
        }
        int pc = FrameRows.register(context, FrameRows.PC);
        int first = Address.of(pc).loadByte(0);
        FrameRows.setRegister(context, FrameRows.PC,
                pc + ((first & SHORT_MASK) == SHORT_MASK ? 4 : 2));
    }

    static void handle() {
        faults = 0;
        jumped = false;
        Signals.handle(Signal.SIGSEGV, FaultRows::onFault, 0, 0);
        Signals.handle(Signal.SIGBUS, FaultRows::onFault, 0, 0);
        Signals.handle(Signal.SIGILL, FaultRows::onFault, 0, 0);
        Signals.handle(Signal.SIGTRAP, FaultRows::onFault, 0, 0);
        Signals.handle(Signal.SIGFPE, FaultRows::onFault, 0, 0);
    }

    /** One fault has happened since the last time, and was this. */
    static void fault(int wantedSignal, int wantedCode, Address wantedPlace, String what) {
        Check.equal(1, faults, what);
        Check.equal(wantedSignal, signal, what);
        Check.equal(wantedCode, code, what);
        Check.equal(wantedPlace.bits(), place.bits(), what);
        faults = 0;
    }

    @NoInline
    static int load(Address address) {
        return address.readInt(0);
    }

    @NoInline
    static void store(Address address) {
        address.writeByte(0, 1);
    }

    static Address map(int pages, int protection, int descriptor) {
        int flags = descriptor < 0 ? MapFlags.MAP_PRIVATE | MapFlags.MAP_ANONYMOUS
                : MapFlags.MAP_PRIVATE;
        int raw = Syscalls.mmap2(Address.of(0), pages * Pages.SIZE, protection, flags,
                descriptor, 0);
        Check.that(!Errors.are(raw), "mmap");
        return Address.of(raw);
    }

    private static void memory() {
        handle();
        Address readOnly = map(1, MapFlags.PROT_READ, -1);
        Address nothing = map(1, MapFlags.PROT_NONE, -1);
        Address hole = map(3, MapFlags.PROT_READ | MapFlags.PROT_WRITE, -1).plus(Pages.SIZE);
        Syscalls.munmap(hole, Pages.SIZE);
        load(Address.of(16));
        fault(Signal.SIGSEGV, SEGV_MAPERR, Address.of(16), "a load from 16");
        store(Address.of(0));
        fault(Signal.SIGSEGV, SEGV_MAPERR, Address.of(0), "a store to 0");
        Check.equal(0, load(readOnly), "a load from a read-only page");
        store(readOnly.plus(9));
        fault(Signal.SIGSEGV, SEGV_ACCERR, readOnly.plus(9), "a store to it");
        load(nothing.plus(8));
        fault(Signal.SIGSEGV, SEGV_ACCERR, nothing.plus(8), "a load from a page without rights");
        store(nothing);
        fault(Signal.SIGSEGV, SEGV_ACCERR, nothing, "a store to it");
        store(hole.plus(PARTS_OF_A_PAGE));
        fault(Signal.SIGSEGV, SEGV_MAPERR, hole.plus(PARTS_OF_A_PAGE), "a store to a hole");
        Address text = Address.of(Program.auxiliary(9));
        Check.that(load(text) != 0, "a load from the program's text");
        store(text);
        fault(Signal.SIGSEGV, SEGV_ACCERR, text, "a store to it");
        load(Address.of(KERNEL));
        fault(Signal.SIGSEGV, SEGV_MAPERR, Address.of(KERNEL), "a load from the kernel");
        store(Address.of(LAST_WORD));
        fault(Signal.SIGSEGV, SEGV_MAPERR, Address.of(LAST_WORD), "a store to the last word");
    }

    static int call(Address address, int value) {
        Address.of(POINTER).storeInt(0, address.bits());
        return POINTER.code.run(value);
    }

    private static void jump(Address to, int wantedCode, String what) {
        jumped = true;
        call(to, 0);
        fault(Signal.SIGSEGV, wantedCode, to, what);
        jumped = false;
    }

    private static void jumps() {
        handle();
        Address data = map(1, MapFlags.PROT_READ | MapFlags.PROT_WRITE, -1);
        data.writeInt(0, RET);
        Rv.fenceI();
        jump(Address.of(64), SEGV_MAPERR, "a jump to 64");
        jump(data, SEGV_ACCERR, "a jump to data");
        jump(Address.of(KERNEL), SEGV_MAPERR, "a jump to the kernel");
        Syscalls.mprotect(data, Pages.SIZE, MapFlags.PROT_READ | MapFlags.PROT_EXEC);
        Check.equal(31, call(data, 31), "a jump to data that may be executed");
        Check.equal(0, faults, "faults");
    }

    private static void write(Address page, int instruction) {
        page.writeInt(0, instruction);
        page.writeInt(4, RET);
        Rv.fenceI();
    }

    private static void instructions() {
        handle();
        Address page = map(1, MapFlags.PROT_READ | MapFlags.PROT_WRITE | MapFlags.PROT_EXEC, -1);
        write(page, NO_INSTRUCTION);
        Check.equal(5, call(page, 5), "what goes on behind it");
        fault(Signal.SIGILL, ILL_ILLOPC, page, "no instruction");
        write(page, READ_SATP);
        call(page, 5);
        fault(Signal.SIGILL, ILL_ILLOPC, page, "an instruction of the kernel's");
        write(page, EBREAK);
        Check.equal(6, call(page, 6), "what goes on behind it");
        fault(Signal.SIGTRAP, TRAP_BRKPT, page, "ebreak");
        write(page, LOAD_RESERVED_A0);
        call(page, page.bits() + 2);
        fault(Signal.SIGBUS, BUS_ADRALN, page.plus(2), "lr.w at half a word");
        Check.equal(LOAD_RESERVED_A0, call(page, page.bits()), "lr.w at a word");
        write(page, DIV_A0_BY_ZERO);
        Check.equal(-1, call(page, 7), "a division by zero, which RISC-V knows no fault of");
        Check.equal(0, faults, "faults");
    }

    private static void files() {
        handle();
        file = Files.open("file", OpenFlags.O_CREAT | OpenFlags.O_RDWR, 0644);
        Files.write(file, "text");
        Address mapped = map(2, MapFlags.PROT_READ | MapFlags.PROT_WRITE, file);
        Check.equal(0, mapped.readByte(PARTS_OF_A_PAGE), "behind its end are zeros");
        Check.equal(0, faults, "faults");
        load(mapped.plus(Pages.SIZE));
        fault(Signal.SIGBUS, BUS_ADRERR, mapped.plus(Pages.SIZE), "a load behind its last page");
        store(mapped.plus(Pages.SIZE + 7));
        fault(Signal.SIGBUS, BUS_ADRERR, mapped.plus(Pages.SIZE + 7), "a store there");
        Files.ftruncate(file, 2 * Pages.SIZE);
        Check.equal(0, load(mapped.plus(Pages.SIZE)), "a load when it is longer");
        Check.equal(0, faults, "faults");
        Files.ftruncate(file, 4);
        Files.close(file);
    }

    // ---- without a handler ----

    private static int storeToNull() {
        store(Address.of(4));
        return 1;
    }

    private static int breaks() {
        Rv.ebreak();
        return 1;
    }

    private static int noInstruction() {
        Address page = map(1, MapFlags.PROT_READ | MapFlags.PROT_WRITE | MapFlags.PROT_EXEC, -1);
        write(page, NO_INSTRUCTION);
        return call(page, 0);
    }

    private static int behindFile() {
        file = Files.open("empty", OpenFlags.O_CREAT | OpenFlags.O_RDWR, 0644);
        return load(map(1, MapFlags.PROT_READ, file));
    }

    private static void dies(Apart.Deed deed, int wanted, String what) {
        int end = Apart.run(deed);
        Check.that(end == Apart.KILLED + wanted || end == Apart.DUMPED + wanted, what);
    }

    /** A fault cannot be put off: blocked or ignored, it ends the process. */
    private static void ends() {
        dies(FaultRows::storeToNull, Signal.SIGSEGV, "SIGSEGV");
        dies(FaultRows::breaks, Signal.SIGTRAP, "SIGTRAP");
        dies(FaultRows::noInstruction, Signal.SIGILL, "SIGILL");
        dies(FaultRows::behindFile, Signal.SIGBUS, "SIGBUS");
        Signals.block(Signals.set(Signal.SIGSEGV));
        dies(FaultRows::storeToNull, Signal.SIGSEGV, "SIGSEGV blocked");
        Signals.ignore(Signal.SIGSEGV);
        dies(FaultRows::storeToNull, Signal.SIGSEGV, "SIGSEGV blocked and ignored");
        Signals.setMask(0);
        dies(FaultRows::storeToNull, Signal.SIGSEGV, "SIGSEGV ignored");
        handle();
        Signals.block(Signals.set(Signal.SIGSEGV));
        dies(FaultRows::storeToNull, Signal.SIGSEGV, "SIGSEGV handled and blocked");
    }
}
