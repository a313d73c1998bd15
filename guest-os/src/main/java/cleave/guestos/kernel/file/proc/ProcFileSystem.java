package cleave.guestos.kernel.file.proc;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.StatFs64;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.device.BlockDevice;
import cleave.guestos.kernel.file.FileOperations;
import cleave.guestos.kernel.file.FileSystemType;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.Inodes;
import cleave.guestos.kernel.file.Mounts;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.Superblock;
import cleave.guestos.kernel.file.SuperblockOperations;
import cleave.guestos.kernel.file.proc.ProcNodes.Node;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.Processes;
import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * The file system {@code proc}. The number of an inode says what it is: the line of {@link
 * ProcNodes}, below a process the process's number above it; or an open descriptor.
 */
public final class ProcFileSystem {
    private static final int MAGIC = 0x9fa0;
    private static final int BLOCK = 4096;
    private static final int NODE_BITS = 8;
    private static final int NODE_MASK = (1 << NODE_BITS) - 1;
    /** Numbers of descriptors: this bit, the process, the descriptor. */
    private static final int DESCRIPTOR = 1 << 30;
    private static final int DESCRIPTOR_BITS = 12;
    private static final int DESCRIPTOR_MASK = (1 << DESCRIPTOR_BITS) - 1;
    /** No inode has the number 0. */
    private static final int ROOT_NUMBER = 1 << 29;

    private static final FileSystemType TYPE = new FileSystemType();
    private static final SuperblockOperations OPERATIONS = new SuperblockOperations();

    private ProcFileSystem() {
    }

    /** Makes it known. */
    public static void begin() {
        TYPE.name = Address.of("proc");
        TYPE.begin = ProcFileSystem::mount;
        TYPE.register();
        OPERATIONS.statistics = ProcFileSystem::statistics;
        OPERATIONS.end = ProcFileSystem::end;
    }

    private static Superblock error(int errno) {
        return Struct.at(Errors.address(errno), Superblock.class);
    }

    private static Superblock mount(FileSystemType type, BlockDevice device, int flags,
            Address options) {
        Superblock superblock = Mounts.create(type, null, flags);
        if (superblock == null) {
            return error(Errno.ENOMEM);
        }
        superblock.operations = OPERATIONS;
        superblock.blockSize = BLOCK;
        superblock.root = inode(superblock, ROOT_NUMBER, ProcNodes.at(ProcNodes.ROOT).mode, null);
        if (superblock.root == null) {
            Mounts.free(superblock);
            return error(Errno.ENOMEM);
        }
        return superblock;
    }

    private static int statistics(Superblock superblock, StatFs64 to) {
        to.type = MAGIC;
        return 0;
    }

    private static void end(Superblock superblock) {
        // There is nothing that is its own.
    }

    // ---- what an inode is ----

    static boolean isDescriptor(Inode inode) {
        return (inode.number & DESCRIPTOR) != 0;
    }

    static int descriptor(Inode inode) {
        return inode.number & DESCRIPTOR_MASK;
    }

    /** The line of the table; of a descriptor, nothing. */
    static int node(Inode inode) {
        return inode.number == ROOT_NUMBER ? ProcNodes.ROOT : inode.number & NODE_MASK;
    }

    private static int pid(Inode inode) {
        return isDescriptor(inode) ? (inode.number & ~DESCRIPTOR) >>> DESCRIPTOR_BITS
                : inode.number == ROOT_NUMBER ? 0 : inode.number >>> NODE_BITS;
    }

    /** Whether it belongs to a process. */
    static boolean isOfProcess(Inode inode) {
        return pid(inode) != 0;
    }

    /** The process, or thread, it belongs to; null if that is gone. */
    static Process process(Inode inode) {
        return Processes.find(pid(inode));
    }

    /** An inode of that number, new or known, with a reference; null when memory is full. */
    private static Inode inode(Superblock superblock, int number, int mode, Process process) {
        Inode inode = Inodes.find(superblock, number);
        if (inode == null) {
            inode = Inodes.create(superblock, number);
            if (inode == null) {
                return null;
            }
            inode.links = FileMode.isDirectory(mode) ? 2 : 1;
            inode.operations = FileMode.isDirectory(mode) ? ProcDirectory.OPERATIONS
                    : !FileMode.isLink(mode) ? ProcFile.INODE_OPERATIONS
                    : process == null ? ProcLink.OF_SYSTEM : ProcLink.OF_PROCESS;
            inode.fileOperations = FileMode.isDirectory(mode) ? ProcDirectory.FILE_OPERATIONS
                    : fileOperations(inode);
            inode.born();
            inode.state &= ~Inode.DIRTY;
        }
        inode.mode = mode;
        inode.uid = process == null ? 0 : process.credentials.euid;
        inode.gid = process == null ? 0 : process.credentials.egid;
        return inode;
    }

    private static FileOperations fileOperations(Inode inode) {
        FileOperations own = isDescriptor(inode) ? null : ProcNodes.at(node(inode)).files;
        return own == null ? ProcFile.OPERATIONS : own;
    }

    private static Inode orError(Inode inode) {
        return inode != null ? inode : Struct.at(Errors.address(Errno.ENOMEM), Inode.class);
    }

    /** The inode of a line, in the directory of a process if that is given; or an error. */
    static Inode ofNode(Superblock superblock, int index, Process process) {
        Node node = ProcNodes.at(index);
        int number = process == null ? index : process.tid << NODE_BITS | index;
        return orError(inode(superblock, number, node.mode, process));
    }

    /** The directory of a process, or an error. */
    static Inode ofProcess(Superblock superblock, Process process) {
        return ofNode(superblock, ProcNodes.PROCESS, process);
    }

    /** The link for an open descriptor; null if it is none. */
    static Inode ofDescriptor(Superblock superblock, Process process, int descriptor) {
        OpenFile file = process.files == null ? null : process.files.get(descriptor);
        if (file == null) {
            return null;
        }
        int mode = FileMode.S_IFLNK | (file.isReadable() ? 0500 : 0)
                | (file.isWritable() ? 0300 : 0);
        return orError(inode(superblock, descriptorNumber(process, descriptor), mode, process));
    }

    static int descriptorNumber(Process process, int descriptor) {
        return DESCRIPTOR | process.tid << DESCRIPTOR_BITS | descriptor;
    }

    static int nodeNumber(int index, Process process) {
        return index == ProcNodes.ROOT ? ROOT_NUMBER
                : process == null ? index : process.tid << NODE_BITS | index;
    }

    /** Whether the current process may look into another one. */
    static boolean mayLook(Process process) {
        Process current = Process.current();
        return current.leader == process.leader || current.credentials.fsuid == 0
                || current.credentials.fsuid == process.credentials.uid
                && current.credentials.fsuid == process.credentials.euid
                && current.credentials.fsuid == process.credentials.suid
                && !process.leader.is(Process.NOT_DUMPABLE);
    }
}
