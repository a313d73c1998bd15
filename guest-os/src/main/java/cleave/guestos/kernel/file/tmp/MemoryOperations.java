package cleave.guestos.kernel.file.tmp;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileMode;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.file.Attributes;
import cleave.guestos.kernel.file.Bytes;
import cleave.guestos.kernel.file.Directory;
import cleave.guestos.kernel.file.FileOperations;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.InodeOperations;
import cleave.guestos.kernel.file.Inodes;
import cleave.guestos.kernel.file.Listing;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.PageCache;
import cleave.guestos.kernel.file.RegularFile;
import cleave.guestos.kernel.file.Superblock;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.memory.Pages;
import cleave.magic.Address;
import cleave.magic.Struct;

/** What file systems in memory can do with files and names. */
final class MemoryOperations {
    static final InodeOperations DIRECTORY = directory();
    static final InodeOperations REGULAR = regular();
    static final InodeOperations LINK = link();
    static final InodeOperations OTHER = other();
    private static final FileOperations DIRECTORY_FILE = directoryFile();
    /** Bytes that a directory seems to have for each name. */
    static final int ENTRY_BYTES = 20;
    private static final int FIRST_PLACE = 2;

    private MemoryOperations() {
    }

    private static InodeOperations directory() {
        InodeOperations operations = other();
        operations.lookup = MemoryOperations::lookup;
        operations.create = MemoryOperations::create;
        operations.link = MemoryOperations::addLink;
        operations.symbolicLink = MemoryOperations::makeLink;
        operations.unlink = MemoryOperations::unlink;
        operations.rename = MemoryRenames::rename;
        operations.createNameless = MemoryOperations::createNameless;
        return operations;
    }

    private static InodeOperations regular() {
        InodeOperations operations = other();
        operations.readPage = MemoryOperations::readPage;
        operations.reserve = MemoryOperations::reserve;
        return operations;
    }

    private static InodeOperations link() {
        InodeOperations operations = other();
        operations.readLink = MemoryOperations::readLink;
        return operations;
    }

    private static InodeOperations other() {
        InodeOperations operations = new InodeOperations();
        operations.change = MemoryOperations::change;
        return operations;
    }

    private static FileOperations directoryFile() {
        FileOperations operations = new FileOperations();
        operations.iterate = MemoryOperations::list;
        return Directory.complete(operations);
    }

    private static int change(Inode inode) {
        return 0;
    }

    private static Inode error(int result) {
        return Struct.at(Address.of(result), Inode.class);
    }

    private static Inode lookup(Inode directory, Address name, int length) {
        MemoryEntry entry = MemoryNode.of(directory).find(name, length);
        return entry == null ? null : entry.inode.retain();
    }

    /** A file without a name, with a reference; its owner and mode are not set yet. */
    static Inode make(Superblock superblock, int mode) {
        MemoryVolume volume = MemoryVolume.of(superblock);
        if (volume.nodes >= volume.nodesMax) {
            return error(-Errno.ENOSPC);
        }
        MemoryNode node = new MemoryNode();
        Inode inode = node == null ? null : Inodes.create(superblock, volume.lastNumber + 1);
        if (inode == null) {
            if (node != null) {
                Heap.free(node, Struct.sizeOf(MemoryNode.class));
            }
            return error(-Errno.ENOMEM);
        }
        volume.lastNumber++;
        volume.nodes++;
        node.lastPlace = FIRST_PLACE - 1;
        inode.data = Address.of(node);
        inode.mode = mode;
        inode.links = 1;
        inode.born();
        switch (mode & FileMode.S_IFMT) {
            case FileMode.S_IFDIR -> {
                inode.operations = DIRECTORY;
                inode.fileOperations = DIRECTORY_FILE;
                inode.links = 2;
            }
            case FileMode.S_IFREG -> {
                inode.operations = REGULAR;
                inode.fileOperations = RegularFile.OPERATIONS;
                inode.seals = Inode.SEAL;
            }
            case FileMode.S_IFLNK -> inode.operations = LINK;
            default -> inode.operations = OTHER;
        }
        return inode;
    }

    /** Enters a new file into a directory: it is held once by its name, and by the caller. */
    private static Inode enter(Inode directory, Inode inode, Address name, int length) {
        MemoryEntry entry = MemoryEntry.create(inode, name, length);
        if (entry == null) {
            inode.links = 0;
            inode.release();
            return error(-Errno.ENOMEM);
        }
        MemoryNode.of(directory).append(entry);
        inode.retain();
        if (inode.isDirectory()) {
            directory.links++;
        }
        changed(directory, ENTRY_BYTES);
        return inode;
    }

    static void changed(Inode directory, int bytes) {
        directory.size += bytes;
        directory.touch();
    }

    private static Inode create(Inode directory, Address name, int length, int mode, int device) {
        Inode inode = make(directory.superblock, mode);
        if (Errors.are(inode)) {
            return inode;
        }
        Attributes.own(directory, inode, mode);
        inode.device = device;
        return enter(directory, inode, name, length);
    }

    private static Inode createNameless(Inode directory, int mode) {
        Inode inode = make(directory.superblock, mode);
        if (!Errors.are(inode)) {
            Attributes.own(directory, inode, mode);
            inode.links = 0;
        }
        return inode;
    }

    /** Whether it is a regular file in memory. */
    static boolean isRegular(Inode inode) {
        return inode.operations == REGULAR;
    }

    /** Keeps a text with a file: 0 or {@code -ENOMEM}. */
    static int setText(Inode inode, Address text, int length) {
        MemoryNode node = MemoryNode.of(inode);
        node.text = Heap.allocate(length);
        if (node.text.isNull()) {
            return -Errno.ENOMEM;
        }
        node.textBytes = length;
        Bytes.copy(node.text, text, length);
        return 0;
    }

    private static Inode makeLink(Inode directory, Address name, int length, Address target,
            int targetLength) {
        int mode = FileMode.S_IFLNK | FileMode.PERMISSIONS & ~(FileMode.S_ISUID
                | FileMode.S_ISGID | FileMode.S_ISVTX);
        Inode inode = make(directory.superblock, mode);
        if (Errors.are(inode)) {
            return inode;
        }
        Attributes.own(directory, inode, mode);
        if (setText(inode, target, targetLength) < 0) {
            inode.links = 0;
            inode.release();
            return error(-Errno.ENOMEM);
        }
        inode.size = targetLength;
        return enter(directory, inode, name, length);
    }

    private static int readLink(Inode link, Address to, int size) {
        int length = (int) Math.min(link.size, size);
        Bytes.copy(to, MemoryNode.of(link).text, length);
        return length;
    }

    private static int addLink(Inode directory, Address name, int length, Inode target) {
        MemoryEntry entry = MemoryEntry.create(target, name, length);
        if (entry == null) {
            return -Errno.ENOMEM;
        }
        MemoryNode.of(directory).append(entry);
        target.retain();
        target.links++;
        target.touchAttributes();
        changed(directory, ENTRY_BYTES);
        return 0;
    }

    private static int unlink(Inode directory, Address name, int length, Inode target) {
        if (target.isDirectory() && MemoryNode.of(target).first != null) {
            return -Errno.ENOTEMPTY;
        }
        MemoryEntry entry = MemoryNode.of(directory).find(name, length);
        if (entry == null) {
            return -Errno.ENOENT;
        }
        takeOut(directory, entry);
        return 0;
    }

    /** Takes a name away, which must be that of an empty directory or of something else. */
    static void takeOut(Inode directory, MemoryEntry entry) {
        Inode target = entry.inode;
        MemoryNode.of(directory).remove(entry);
        entry.free();
        if (target.isDirectory()) {
            target.links = 0;
            directory.links--;
        } else {
            target.links--;
        }
        target.touchAttributes();
        changed(directory, -ENTRY_BYTES);
        target.release();
    }

    private static int list(OpenFile file, Listing listing) {
        if (!listing.addDots(file.inode)) {
            return 0;
        }
        MemoryEntry entry = MemoryNode.of(file.inode).first;
        while (entry != null) {
            if (entry.place >= file.offset && !listing.add(entry.name(), entry.length,
                    entry.inode.number, FileMode.directoryType(entry.inode.mode),
                    entry.place + 1)) {
                return 0;
            }
            entry = entry.next;
        }
        return 0;
    }

    /** What nobody has written is zeros. */
    private static int readPage(Inode inode, int index, Address page) {
        Pages.clear(page);
        return 0;
    }

    private static int reserve(Inode inode, int index, int from, int to) {
        MemoryVolume volume = MemoryVolume.of(inode.superblock);
        return inode.superblock.dirtyPages >= volume.pagesMax && !PageCache.isDirty(inode, index)
                ? -Errno.ENOSPC : 0;
    }

    /** Nobody holds the inode, and no name leads to it. */
    static void forget(Inode inode) {
        MemoryNode node = MemoryNode.of(inode);
        if (!node.text.isNull()) {
            Heap.free(node.text, node.textBytes);
        }
        Heap.free(node, Struct.sizeOf(MemoryNode.class));
        MemoryVolume.of(inode.superblock).nodes--;
    }
}
