package cleave.emulator.engine.translate;

import cleave.emulator.memory.PhysicalMemory;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/**
 * Writes loads and stores. First it is found where in physical memory the bytes are, or that the
 * interpreter has to do the access; there are two ways:
 *
 * <ul>
 * <li>Translated data: an access to the page that the base register led to last
 *     ({@link KnownPages}) needs one comparison, which looks at its alignment as well; other
 *     accesses look into the page map.
 * <li>Bare data ({@link Window}): the address itself tells. A load compares it with the size of
 *     RAM; a store needs the page map's permission, for the page may be one that holds code.
 * </ul>
 */
final class MemoryWriter {
    private final CodeWriter code;
    /** Null where data is translated. */
    private final Window window;

    MemoryWriter(CodeWriter code, Window window) {
        this.code = code;
        this.window = window;
    }

    /** Puts the value of {@code width} bytes on the stack, sign-extended. */
    void load(GuestInstruction access, int width, Label slow) {
        Runnable offset = lookUp(access, width, false, slow);
        handle(width);
        code.constant("bytes", "[B");
        offset.run();
        switch (width) {
            case 1 -> code.op(Opcodes.BALOAD);
            case 2 -> code.callHandle("get", "([BI)S");
            default -> code.callHandle("get", "([BI)I");
        }
    }

    void store(GuestInstruction access, int width, Label slow) {
        Runnable offset = lookUp(access, width, true, slow);
        handle(width);
        code.constant("bytes", "[B");
        offset.run();
        code.read(access.rs2());
        switch (width) {
            case 1 -> {
                code.op(Opcodes.I2B);
                code.op(Opcodes.BASTORE);
            }
            case 2 -> {
                code.op(Opcodes.I2S);
                code.callHandle("set", "([BIS)V");
            }
            default -> code.callHandle("set", "([BII)V");
        }
    }

    private void handle(int width) {
        if (width > 1) {
            code.constant(width == 4 ? "words" : "halfwords", "Ljava/lang/invoke/VarHandle;");
        }
    }

    /** Leaves to {@code slow}, or goes on; the result then puts the offset on the stack. */
    private Runnable lookUp(GuestInstruction access, int width, boolean store, Label slow) {
        code.sum(access);
        if (window == null) {
            code.setAddress();
            int known = KnownPages.index(access.rs1(), store);
            findPage(known, width, store, slow);
            return () -> {
                code.address();
                knownPage(known + 1);
                code.op(Opcodes.IALOAD);
                code.op(Opcodes.IADD);
            };
        }
        code.push(window.base());
        code.op(Opcodes.ISUB);
        code.setAddress();
        if (store) {
            askMap(slow);
        } else {
            compareWithSize(slow);
        }
        checkAlignment(width, slow);
        return code::address;
    }

    // ---- Bare data -----------------------------------------------------------------------------

    private void compareWithSize(Label slow) {
        code.address();
        // HotSpot takes this for an unsigned comparison, and then leaves out its own.
        code.push(Integer.MIN_VALUE);
        code.op(Opcodes.IADD);
        code.push(Integer.MIN_VALUE + window.size());
        code.jump(Opcodes.IF_ICMPGE, slow);
    }

    /** An entry for the page is there only where it may be stored to, so it is one of RAM. */
    private void askMap(Label slow) {
        code.constant("stores", "[I");
        code.address();
        code.push(window.base());
        code.op(Opcodes.IADD);
        code.push(PhysicalMemory.PAGE_SHIFT);
        code.op(Opcodes.IUSHR);
        code.op(Opcodes.IALOAD);
        code.jump(Opcodes.IFLT, slow);
    }

    private void checkAlignment(int width, Label slow) {
        if (width > 1) {
            code.address();
            code.push(width - 1);
            code.op(Opcodes.IAND);
            code.jump(Opcodes.IFNE, slow);
        }
    }

    // ---- Translated data -----------------------------------------------------------------------

    private void findPage(int known, int width, boolean store, Label slow) {
        Label found = new Label();
        code.address();
        code.push(-PhysicalMemory.PAGE_SIZE | width - 1);
        code.op(Opcodes.IAND);
        knownPage(known);
        code.op(Opcodes.IALOAD);
        code.jump(Opcodes.IF_ICMPEQ, found);
        code.constant(store ? "stores" : "loads", "[I");
        code.address();
        code.push(PhysicalMemory.PAGE_SHIFT);
        code.op(Opcodes.IUSHR);
        code.op(Opcodes.IALOAD);
        code.setEntry();
        code.entry();
        code.jump(Opcodes.IFLT, slow);
        checkAlignment(width, slow);
        knownPage(known);
        page();
        code.op(Opcodes.IASTORE);
        knownPage(known + 1);
        code.entry();
        page();
        code.op(Opcodes.ISUB);
        code.op(Opcodes.IASTORE);
        code.place(found);
    }

    private void page() {
        code.address();
        code.push(-PhysicalMemory.PAGE_SIZE);
        code.op(Opcodes.IAND);
    }

    private void knownPage(int index) {
        code.constant("known", "[I");
        code.push(index);
    }
}
