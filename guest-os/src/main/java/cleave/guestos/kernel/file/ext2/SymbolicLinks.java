package cleave.guestos.kernel.file.ext2;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.file.Buffer;
import cleave.guestos.kernel.file.BufferCache;
import cleave.guestos.kernel.file.Bytes;
import cleave.guestos.kernel.file.Inode;
import cleave.magic.Address;

/** Texts of symbolic links: short ones in the inode, where others have numbers of blocks. */
final class SymbolicLinks {
    private static final int SHORT_MAX = 59;

    private SymbolicLinks() {
    }

    /** Whether the text is in a block. */
    static boolean hasBlock(Inode inode) {
        int own = Node.of(inode).attributes == 0 ? 0 : Volume.of(inode).blockSize >>> 9;
        return inode.isLink() && inode.blocks != own;
    }

    /** Sets the text of a new link: 0 or an error. The volume's lock is held. */
    static int setText(Inode link, Address text, int length) {
        Volume volume = Volume.of(link);
        if (length <= SHORT_MAX) {
            Bytes.copy(Address.of(Node.of(link).pointers), text, length);
        } else {
            if (length >= volume.blockSize) {
                return -Errno.ENAMETOOLONG;
            }
            int block = BlockMap.make(link, 0);
            if (block < 0) {
                return block;
            }
            Buffer buffer = BufferCache.fresh(volume.device, block, volume.blockSize);
            if (Errors.are(buffer)) {
                return Errors.of(buffer);
            }
            Bytes.copy(buffer.data, text, length);
            buffer.markDirty();
            buffer.release();
        }
        link.size = length;
        link.markDirty();
        return 0;
    }

    /** Copies the text: its length, up to {@code size}, or an error. */
    static int read(Inode link, Address to, int size) {
        Volume volume = Volume.of(link);
        int length = (int) Math.min(link.size, size);
        if (!hasBlock(link)) {
            if (link.size > SHORT_MAX + 1) {
                return -Errno.EIO;
            }
            Bytes.copy(to, Address.of(Node.of(link).pointers), length);
            return length;
        }
        volume.lock.take();
        int block = BlockMap.find(link, 0);
        volume.lock.give();
        if (block <= 0 || link.size > volume.blockSize) {
            return block < 0 ? block : -Errno.EIO;
        }
        Buffer buffer = volume.read(block);
        if (Errors.are(buffer)) {
            return Errors.of(buffer);
        }
        Bytes.copy(to, buffer.data, length);
        buffer.release();
        return length;
    }
}
