package cleave.emulator.debug.strace;

import cleave.emulator.hart.Hart;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.linux.ProcessNote;
import java.util.Optional;

/**
 * Which process the hart executes. While a program runs, kernels keep in {@code sscratch} what
 * belongs to it; what they all have is an address space of its own.
 *
 * @param scratch the value of {@code sscratch}
 * @param satp the root of the page table
 * @param pid 0 when the kernel does not publish where it is
 * @param name may be empty
 */
record Task(int scratch, int satp, int pid, String name) {
    /** What the hart is at, in U-mode. */
    static Task now(Hart hart, Optional<ProcessNote> layout, Memory memory) {
        int scratch = hart.csrs().read(Csr.SSCRATCH);
        int satp = hart.csrs().read(Csr.SATP);
        if (layout.isEmpty()) {
            return new Task(scratch, satp, 0, "");
        }
        ProcessNote note = layout.get();
        return new Task(scratch, satp, memory.word(scratch + note.pid()).orElse(0),
                memory.string(scratch + note.name(), note.nameSize()).orElse(""));
    }

    /** The same process, perhaps after it has executed another program. */
    boolean isSame(Task other, boolean mayHaveNewSpace) {
        return scratch == other.scratch && pid == other.pid
                && (satp == other.satp || mayHaveNewSpace);
    }

    /** {@code 12 sh}, or the address space. */
    @Override
    public String toString() {
        return pid > 0 ? pid + " " + name : String.format("satp %08x", satp);
    }
}
