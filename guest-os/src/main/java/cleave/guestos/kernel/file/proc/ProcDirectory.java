package cleave.guestos.kernel.file.proc;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileMode;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.file.FileOperations;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.InodeOperations;
import cleave.guestos.kernel.file.Listing;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.proc.ProcNodes.Node;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.Processes;
import cleave.magic.Address;
import cleave.magic.Struct;

/** Directories of {@code proc}: lines of the table, processes, and open descriptors. */
final class ProcDirectory {
    /** Offsets of entries: two dots, then lines of the table, then processes or descriptors. */
    private static final int FIRST_NODE = 2;
    private static final int FIRST_NUMBER = 1 << 8;
    private static final int DIGITS_MAX = 10;
    private static final byte[] DIGITS = new byte[DIGITS_MAX];

    static final InodeOperations OPERATIONS = operations();
    static final FileOperations FILE_OPERATIONS = fileOperations();

    private ProcDirectory() {
    }

    private static InodeOperations operations() {
        InodeOperations operations = new InodeOperations();
        operations.lookup = ProcDirectory::lookup;
        operations.namesVary = true;
        return operations;
    }

    private static FileOperations fileOperations() {
        FileOperations operations = new FileOperations();
        operations.iterate = ProcDirectory::iterate;
        operations.seek = ProcFile::seek;
        return operations;
    }

    private static boolean same(String name, Address text, int length) {
        if (name.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name.charAt(i) != text.loadByte(i)) {
                return false;
            }
        }
        return true;
    }

    private static Inode lookup(Inode directory, Address name, int length) {
        Process process = null;
        if (ProcFileSystem.isOfProcess(directory)) {
            process = ProcFileSystem.process(directory);
            if (process == null) {
                return null;
            }
        }
        int node = ProcFileSystem.node(directory);
        int number = name.loadByte(0) == '0' && length > 1 ? -1 : Settings.number(name, length);
        if (node == ProcNodes.DESCRIPTORS) {
            if (!ProcFileSystem.mayLook(process)) {
                return Struct.at(Errors.address(Errno.EACCES), Inode.class);
            }
            return number < 0 ? null
                    : ProcFileSystem.ofDescriptor(directory.superblock, process, number);
        }
        if (node == ProcNodes.TASKS) {
            Process found = number < 0 ? null : Processes.find(number);
            return found == null || found.leader != process.leader ? null
                    : ProcFileSystem.ofNode(directory.superblock, ProcNodes.TASK, found);
        }
        if (node == ProcNodes.ROOT && number > 0) {
            Process found = Processes.find(number);
            return found == null ? null : ProcFileSystem.ofProcess(directory.superblock, found);
        }
        for (int i = 0; i < ProcNodes.count(); i++) {
            Node one = ProcNodes.at(i);
            if (one.parent == node && same(one.name, name, length)) {
                return ProcFileSystem.ofNode(directory.superblock, i, process);
            }
        }
        return null;
    }

    private static int iterate(OpenFile file, Listing listing) {
        Inode directory = file.inode;
        Process process = null;
        if (ProcFileSystem.isOfProcess(directory)) {
            process = ProcFileSystem.process(directory);
            if (process == null) {
                return -Errno.ENOENT;
            }
        }
        if (!listing.addDots(directory)) {
            return 0;
        }
        int node = ProcFileSystem.node(directory);
        if (file.offset < FIRST_NUMBER && !addNodes(file, listing, node, process)) {
            return 0;
        }
        if (node == ProcNodes.ROOT) {
            addProcesses(file, listing);
        } else if (node == ProcNodes.TASKS) {
            addThreads(file, listing, process.leader);
        } else if (node == ProcNodes.DESCRIPTORS) {
            if (!ProcFileSystem.mayLook(process)) {
                return -Errno.EACCES;
            }
            addDescriptors(file, listing, process);
        }
        return 0;
    }

    private static boolean addNodes(OpenFile file, Listing listing, int parent, Process process) {
        for (int i = Math.max((int) file.offset - FIRST_NODE, 0); i < ProcNodes.count(); i++) {
            Node node = ProcNodes.at(i);
            if (node.parent == parent && !listing.add(Address.of(node.name), node.name.length(),
                    ProcFileSystem.nodeNumber(i, process), FileMode.directoryType(node.mode),
                    i + 1 + FIRST_NODE)) {
                return false;
            }
        }
        file.offset = Math.max(file.offset, FIRST_NUMBER);
        return true;
    }

    /** Writes a number to the end of {@link #DIGITS}, and gives its length. */
    private static int digits(int number) {
        int at = DIGITS_MAX;
        int rest = number;
        do {
            at--;
            DIGITS[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
        return DIGITS_MAX - at;
    }

    private static void addProcesses(OpenFile file, Listing listing) {
        Process process = Processes.from((int) file.offset - FIRST_NUMBER);
        while (process != null) {
            if (!addNumber(listing, process, ProcNodes.PROCESS)) {
                return;
            }
            process = Processes.from(process.pid + 1);
        }
    }

    private static boolean addNumber(Listing listing, Process process, int node) {
        int length = digits(process.tid);
        return listing.add(Address.of(DIGITS).plus(DIGITS_MAX - length), length,
                ProcFileSystem.nodeNumber(node, process),
                FileMode.directoryType(FileMode.S_IFDIR), process.tid + 1 + FIRST_NUMBER);
    }

    /** The threads of a process, the leader even if it has ended. */
    private static void addThreads(OpenFile file, Listing listing, Process leader) {
        int from = (int) file.offset - FIRST_NUMBER;
        while (true) {
            Process next = null;
            for (Process thread = leader; thread != null; thread = thread.nextThread()) {
                if (thread.tid >= from && (next == null || thread.tid < next.tid)) {
                    next = thread;
                }
            }
            if (next == null || !addNumber(listing, next, ProcNodes.TASK)) {
                return;
            }
            from = next.tid + 1;
        }
    }

    private static void addDescriptors(OpenFile file, Listing listing, Process process) {
        if (process.files == null) {
            return;
        }
        int end = process.files.end();
        for (int i = (int) file.offset - FIRST_NUMBER; i < end; i++) {
            if (process.files.get(i) != null) {
                int length = digits(i);
                if (!listing.add(Address.of(DIGITS).plus(DIGITS_MAX - length), length,
                        ProcFileSystem.descriptorNumber(process, i),
                        FileMode.directoryType(FileMode.S_IFLNK), i + 1 + FIRST_NUMBER)) {
                    return;
                }
            }
        }
    }
}
