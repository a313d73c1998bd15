package cleave.guestos.kernel.call;

import cleave.guestos.kernel.file.FileTable;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Process;

/** Two descriptors at once, as {@code pipe2} and {@code socketpair} give them: both or none. */
final class DescriptorPair {
    private DescriptorPair() {
    }

    /**
     * Gives both files descriptors and writes these to the program.
     *
     * @return 0; or an error, and the files are still the caller's
     */
    static int describe(int to, OpenFile first, OpenFile second, boolean closedByExec) {
        FileTable files = Process.current().files;
        int one = files.reserve(0);
        if (one < 0) {
            return one;
        }
        int two = files.reserve(one + 1);
        int result = two < 0 ? two
                : UserMemory.writeInt(to, one) | UserMemory.writeInt(to + Integer.BYTES, two);
        if (result < 0) {
            files.giveBack(one);
            if (two >= 0) {
                files.giveBack(two);
            }
            return result;
        }
        files.install(one, first, closedByExec);
        files.install(two, second, closedByExec);
        return 0;
    }
}
