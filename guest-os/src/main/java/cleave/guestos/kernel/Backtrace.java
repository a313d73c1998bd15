package cleave.guestos.kernel;

import cleave.guestos.kernel.memory.DirectMap;
import cleave.magic.Address;
import cleave.magic.Symbol;

/**
 * The calls that led to a place of the kernel, by name. The build leaves a table of all functions,
 * in ascending order, with the size of their frames: {@link BacktraceTable}.
 */
final class Backtrace {
    private static final int DEPTH_MAX = 32;

    private Backtrace() {
    }

    /**
     * Prints a line for each function.
     *
     * @param pc    where the innermost one is
     * @param stack its stack pointer
     * @param link  its {@code ra}, in case that it has not saved it
     */
    static void print(int pc, Address stack, int link) {
        int at = pc;
        Address frame = stack;
        int depth = 0;
        Address entry = find(at);
        while (!entry.isNull() && depth < DEPTH_MAX) {
            Log.line().text("  ").text(Address.of(entry.loadInt(BacktraceTable.NAME)))
                    .text("+0x").hex(at - entry.loadInt(BacktraceTable.START)).end();
            int saved = entry.loadInt(BacktraceTable.RETURN);
            if (saved >= 0 && isStack(frame.plus(saved))) {
                at = frame.loadInt(saved);
            } else if (depth == 0) {
                at = link;
            } else {
                return;
            }
            frame = frame.plus(entry.loadInt(BacktraceTable.SIZE));
            depth++;
            entry = find(at - 1);
        }
    }

    private static boolean isStack(Address address) {
        return Integer.compareUnsigned(address.bits(), DirectMap.KERNEL) >= 0
                && Integer.compareUnsigned(address.bits(), DirectMap.KERNEL + DirectMap.RAM_MAX)
                < 0;
    }

    private static Address find(int pc) {
        int low = 0;
        int high = table().loadInt(0);
        while (high - low > 1) {
            int middle = low + high >>> 1;
            if (Integer.compareUnsigned(entry(middle).loadInt(BacktraceTable.START), pc) <= 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        Address entry = entry(low);
        boolean inside = Integer.compareUnsigned(pc - entry.loadInt(BacktraceTable.START),
                entry.loadInt(BacktraceTable.LENGTH)) < 0;
        return inside ? entry : Address.of(0);
    }

    private static Address entry(int index) {
        return table().plus(Integer.BYTES + index * BacktraceTable.ENTRY);
    }

    /** The table: the number of entries, then the entries. */
    @Symbol("backtrace_table")
    private static native Address table();
}
