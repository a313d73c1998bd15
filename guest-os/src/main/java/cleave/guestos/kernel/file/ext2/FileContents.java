package cleave.guestos.kernel.file.ext2;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.Log;
import cleave.guestos.kernel.device.BlockDevice;
import cleave.guestos.kernel.file.Bytes;
import cleave.guestos.kernel.file.DiskErrors;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.memory.Pte;
import cleave.magic.Address;

/** Pages of regular files between memory and disk. */
final class FileContents {
    private FileContents() {
    }

    private static int find(Inode inode, int index) {
        Volume volume = Volume.of(inode);
        volume.lock.take();
        int block = BlockMap.find(inode, index);
        volume.lock.give();
        return block;
    }

    private static int make(Inode inode, int index) {
        Volume volume = Volume.of(inode);
        volume.lock.take();
        int block = BlockMap.make(inode, index);
        volume.lock.give();
        return block;
    }

    /** Blocks of the page that begin before the end of the file. */
    private static int used(Volume volume, Inode inode, int page) {
        int blocks = Pte.PAGE_SIZE >>> volume.blockShift;
        long rest = inode.size - ((long) page << Pte.PAGE_SHIFT);
        if (rest <= 0) {
            return 0;
        }
        long needed = rest + volume.blockSize - 1 >>> volume.blockShift;
        return needed < blocks ? (int) needed : blocks;
    }

    /** Moves blocks in a row. */
    private static int move(Inode inode, int block, int count, Address memory, boolean write) {
        if (count == 0) {
            return 0;
        }
        Volume volume = Volume.of(inode);
        int shift = volume.blockShift - BlockDevice.SECTOR_SHIFT;
        long sector = Integer.toUnsignedLong(block) << shift;
        int result = volume.device.transfer.transfer(volume.device, sector, memory,
                count << shift, write);
        if (result < 0) {
            DiskErrors.tell(volume.device, sector, write, inode);
        }
        return result;
    }

    /** Fills a page; what is no data is zeros. */
    static int readPage(Inode inode, int page, Address to) {
        Volume volume = Volume.of(inode);
        int first = page << Pte.PAGE_SHIFT - volume.blockShift;
        int used = used(volume, inode, page);
        int start = 0;
        int count = 0;
        for (int i = 0; i < used; i++) {
            int block = find(inode, first + i);
            if (block > 0 && count > 0 && block == start + count) {
                count++;
                continue;
            }
            int result = block < 0 ? block : move(inode, start, count,
                    to.plus(i - count << volume.blockShift), false);
            if (result < 0) {
                return result;
            }
            start = block;
            count = block == 0 ? 0 : 1;
            if (block == 0) {
                Bytes.clear(to.plus(i << volume.blockShift), volume.blockSize);
            }
        }
        int result = move(inode, start, count, to.plus(used - count << volume.blockShift), false);
        if (result >= 0) {
            clearRest(inode, page, to);
        }
        return result;
    }

    private static void clearRest(Inode inode, int page, Address to) {
        long rest = inode.size - ((long) page << Pte.PAGE_SHIFT);
        int from = rest <= 0 ? 0 : rest < Pte.PAGE_SIZE ? (int) rest : Pte.PAGE_SIZE;
        Bytes.clear(to.plus(from), Pte.PAGE_SIZE - from);
    }

    /**
     * Writes a page. Blocks were made when it was written to by calls; where programs have written
     * through a mapping, they are made now.
     */
    static int writePage(Inode inode, int page, Address from) {
        if (inode.superblock.isReadOnly()) {
            return -Errno.EROFS;
        }
        Volume volume = Volume.of(inode);
        int first = page << Pte.PAGE_SHIFT - volume.blockShift;
        int used = used(volume, inode, page);
        int start = 0;
        int count = 0;
        for (int i = 0; i < used; i++) {
            Address place = from.plus(i << volume.blockShift);
            int block = find(inode, first + i);
            if (block == 0 && !Bytes.areZero(place, volume.blockSize)) {
                block = make(inode, first + i);
                if (block < 0) {
                    tellNoRoom(inode, block);
                }
            }
            if (block > 0 && count > 0 && block == start + count) {
                count++;
                continue;
            }
            int result = block < 0 ? block : move(inode, start, count,
                    from.plus(i - count << volume.blockShift), true);
            if (result < 0) {
                return result;
            }
            start = block;
            count = block == 0 ? 0 : 1;
        }
        return move(inode, start, count, from.plus(used - count << volume.blockShift), true);
    }

    private static void tellNoRoom(Inode inode, int error) {
        Log log = DiskErrors.line().text("ext2: ").text(Volume.of(inode).device.name)
                .text(": what was mapped and written to is lost: error ").decimal(-error)
                .text(": ");
        DiskErrors.name(log, inode).end();
    }

    /** Makes blocks for bytes that are about to be written; all, or none. */
    static int reserve(Inode inode, int page, int from, int to) {
        Volume volume = Volume.of(inode);
        int first = page << Pte.PAGE_SHIFT - volume.blockShift;
        int end = to + volume.blockSize - 1 >>> volume.blockShift;
        int made = 0;
        int result = 0;
        volume.lock.take();
        for (int i = from >>> volume.blockShift; i < end && result >= 0; i++) {
            long blocks = inode.blocks;
            result = BlockMap.make(inode, first + i);
            made |= result >= 0 && inode.blocks != blocks ? 1 << i : 0;
        }
        for (int i = 0; result < 0 && i < end; i++) {
            if ((made >>> i & 1) != 0) {
                // Nobody will write to it, and what it had before is not this file's.
                BlockMap.drop(inode, first + i);
            }
        }
        volume.lock.give();
        return result < 0 ? result : 0;
    }

    /** The file has another length: blocks behind its end are given back. */
    static int resize(Inode inode, long size) {
        Volume volume = Volume.of(inode);
        volume.lock.take();
        BlockMap.cut(inode, (int) (size + volume.blockSize - 1 >>> volume.blockShift));
        volume.lock.give();
        return 0;
    }
}
