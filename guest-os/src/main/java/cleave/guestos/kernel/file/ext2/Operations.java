package cleave.guestos.kernel.file.ext2;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileMode;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.file.Directory;
import cleave.guestos.kernel.file.FileOperations;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.InodeOperations;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.WriteBack;
import cleave.magic.Address;
import cleave.magic.Struct;

/** What ext2 can do with files and names. */
final class Operations {
    static final InodeOperations DIRECTORY = directory();
    static final InodeOperations REGULAR = regular();
    static final InodeOperations LINK = link();
    /** Of FIFOs, sockets and the special files of devices. */
    static final InodeOperations OTHER = other();
    static final FileOperations DIRECTORY_FILE = directoryFile();

    private Operations() {
    }

    private static InodeOperations directory() {
        InodeOperations operations = other();
        operations.lookup = Operations::lookup;
        operations.create = Operations::create;
        operations.link = Operations::addLink;
        operations.symbolicLink = Operations::makeLink;
        operations.unlink = Operations::unlink;
        operations.rename = Renames::rename;
        operations.createNameless = Operations::createNameless;
        return operations;
    }

    private static InodeOperations regular() {
        InodeOperations operations = other();
        operations.resize = FileContents::resize;
        operations.readPage = FileContents::readPage;
        operations.writePage = FileContents::writePage;
        operations.reserve = FileContents::reserve;
        return operations;
    }

    private static InodeOperations link() {
        InodeOperations operations = other();
        operations.readLink = SymbolicLinks::read;
        return operations;
    }

    private static InodeOperations other() {
        InodeOperations operations = new InodeOperations();
        operations.change = Operations::change;
        return operations;
    }

    private static FileOperations directoryFile() {
        FileOperations operations = new FileOperations();
        operations.iterate = Directories::list;
        operations.synchronise = Operations::synchronise;
        return Directory.complete(operations);
    }

    private static int change(Inode inode) {
        return (Node.of(inode).flags & (DiskInode.IMMUTABLE | DiskInode.APPEND_ONLY)) != 0
                ? -Errno.EPERM : 0;
    }

    private static int synchronise(OpenFile file, boolean dataOnly) {
        return WriteBack.file(file);
    }

    private static Inode error(int result) {
        return Struct.at(Address.of(result), Inode.class);
    }

    private static Inode lookup(Inode directory, Address name, int length) {
        int number = Directories.search(directory, name, length);
        if (number <= 0) {
            return number == 0 ? null : error(number);
        }
        Inode inode = Nodes.get(directory.superblock, number);
        if (Errors.are(inode) || !inode.isDirectory()) {
            return inode;
        }
        int result = checkParent(directory, inode);
        if (result < 0) {
            inode.release();
            return error(result);
        }
        return inode;
    }

    /** A directory that is in two others, or in itself, would be a way without end. */
    private static int checkParent(Inode directory, Inode child) {
        int above = Directories.search(child, Address.of(".."), 2);
        if (above < 0 || above == directory.number && child.number != Ext2.ROOT) {
            return Math.min(above, 0);
        }
        Volume.of(directory).complain().text("directory ").decimal(child.number)
                .text(" is in directory ").decimal(directory.number).text(", and its .. is ")
                .decimal(above).end();
        return -Errno.EIO;
    }

    private static Inode makeNode(Inode directory, int mode, int device) {
        Volume volume = Volume.of(directory);
        volume.lock.take();
        Inode inode = Nodes.make(directory, mode, device);
        volume.lock.give();
        return inode;
    }

    /** A new inode could not get its name: it ends when it is let go of. */
    private static Inode undo(Inode inode, int result) {
        inode.links = 0;
        inode.release();
        return error(result);
    }

    private static Inode create(Inode directory, Address name, int length, int mode, int device) {
        Inode inode = makeNode(directory, mode, device);
        if (Errors.are(inode)) {
            return inode;
        }
        boolean isDirectory = FileMode.isDirectory(mode);
        int result = isDirectory ? Directories.begin(inode, directory) : 0;
        if (result == 0) {
            result = Directories.add(directory, name, length, inode);
        }
        if (result < 0) {
            return undo(inode, result);
        }
        if (isDirectory) {
            inode.links = 2;
            directory.links++;
        }
        return inode;
    }

    private static Inode createNameless(Inode directory, int mode) {
        Inode inode = makeNode(directory, mode, 0);
        if (!Errors.are(inode)) {
            inode.links = 0;
            inode.markDirty();
        }
        return inode;
    }

    private static Inode makeLink(Inode directory, Address name, int length, Address target,
            int targetLength) {
        int mode = FileMode.S_IFLNK | FileMode.PERMISSIONS & ~(FileMode.S_ISUID
                | FileMode.S_ISGID | FileMode.S_ISVTX);
        Inode inode = makeNode(directory, mode, 0);
        if (Errors.are(inode)) {
            return inode;
        }
        Volume volume = Volume.of(directory);
        volume.lock.take();
        int result = SymbolicLinks.setText(inode, target, targetLength);
        volume.lock.give();
        if (result == 0) {
            result = Directories.add(directory, name, length, inode);
        }
        return result < 0 ? undo(inode, result) : inode;
    }

    private static int addLink(Inode directory, Address name, int length, Inode target) {
        int result = Directories.add(directory, name, length, target);
        if (result == 0) {
            target.links++;
            target.touchAttributes();
        }
        return result;
    }

    private static int unlink(Inode directory, Address name, int length, Inode target) {
        if (target.isDirectory()) {
            int empty = Directories.isEmpty(target);
            if (empty != 1) {
                return empty < 0 ? empty : -Errno.ENOTEMPTY;
            }
        }
        int result = Directories.remove(directory, name, length);
        if (result == 0) {
            drop(target, directory);
        }
        return result;
    }

    /** A file has lost a name in {@code directory}. */
    static void drop(Inode target, Inode directory) {
        if (target.isDirectory()) {
            target.links = 0;
            loseChild(directory);
        } else if (target.links > 0) {
            target.links--;
        }
        target.touchAttributes();
    }

    /** A directory is no longer in {@code directory}, which counted it as a link. */
    static void loseChild(Inode directory) {
        if (directory.links > 2) {
            directory.links--;
            directory.markDirty();
        } else {
            Volume.of(directory).complain().text("directory ").decimal(directory.number)
                    .text(" counts ").decimal(directory.links).text(" links, and has more").end();
        }
    }
}
