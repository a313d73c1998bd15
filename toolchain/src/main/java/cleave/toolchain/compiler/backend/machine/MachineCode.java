package cleave.toolchain.compiler.backend.machine;

import cleave.toolchain.compiler.ir.Function;
import java.util.ArrayList;
import java.util.List;

/** A function in machine code: blocks in the order of layout, the entry first. */
public final class MachineCode {
    /** The least number of a virtual register. */
    public static final int FIRST_VIRTUAL = 32;

    private final Function function;
    private final List<MachineBlock> blocks = new ArrayList<>();
    private int nextRegister = FIRST_VIRTUAL;
    private int nextBlock;
    private int slots;
    private int argumentBytes;

    public MachineCode(Function function) {
        this.function = function;
    }

    public Function function() {
        return function;
    }

    /** May be reordered, the entry first. */
    public List<MachineBlock> blocks() {
        return blocks;
    }

    /** A block that is not yet laid out. */
    public MachineBlock newBlock(double frequency) {
        return new MachineBlock(nextBlock++, frequency);
    }

    public int blockCount() {
        return nextBlock;
    }

    public int newRegister() {
        return nextRegister++;
    }

    /** One more than the greatest register. */
    public int registerCount() {
        return nextRegister;
    }

    /** A word of the frame. */
    public int newSlot() {
        return slots++;
    }

    public int slots() {
        return slots;
    }

    /** There is a call with that many bytes of arguments on the stack. */
    public void needArgumentBytes(int bytes) {
        argumentBytes = Math.max(argumentBytes, bytes);
    }

    public int argumentBytes() {
        return argumentBytes;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(function.symbol() + "\n");
        blocks.forEach(text::append);
        return text.toString();
    }
}
