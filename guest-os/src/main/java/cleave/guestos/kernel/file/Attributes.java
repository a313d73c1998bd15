package cleave.guestos.kernel.file;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.Statx;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.device.BlockDevice;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Mappings;
import cleave.guestos.kernel.memory.Pte;
import cleave.guestos.kernel.process.Credentials;
import cleave.guestos.kernel.process.Limits;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.signal.Signals;

/** What is known of a file, and the changes of it. */
public final class Attributes {
    private static final int SECONDS_OF_DAY = 86_400;
    private static final int MAJOR_SHIFT = 8;
    private static final int MINOR_MASK = 0xff;
    /** {@code utimensat}: the time is now. */
    public static final int UTIME_NOW = 0x3fff_ffff;
    /** {@code utimensat}: the time stays. */
    public static final int UTIME_OMIT = 0x3fff_fffe;

    private Attributes() {
    }

    /** What {@code statx} tells. */
    public static void fill(Inode inode, Statx to) {
        to.mask = Statx.BASIC | Statx.STATX_MNT_ID;
        to.blockSize = inode.superblock.blockSize;
        to.attributes = inode == inode.superblock.root ? Statx.STATX_ATTR_MOUNT_ROOT : 0;
        to.attributesMask = Statx.STATX_ATTR_MOUNT_ROOT;
        to.links = inode.links;
        to.user = inode.uid;
        to.group = inode.gid;
        to.mode = (short) inode.mode;
        to.inode = Integer.toUnsignedLong(inode.number);
        to.size = inode.size;
        to.blocks = inode.operations.readPage != null && inode.operations.writePage == null
                ? (long) inode.dirtyPages << Pte.PAGE_SHIFT - BlockDevice.SECTOR_SHIFT
                : inode.blocks;
        to.accessed.seconds = inode.accessed;
        to.accessed.nanoseconds = inode.accessedNanoseconds;
        to.modified.seconds = inode.modified;
        to.modified.nanoseconds = inode.modifiedNanoseconds;
        to.changed.seconds = inode.changed;
        to.changed.nanoseconds = inode.changedNanoseconds;
        to.specialMajor = inode.device >>> MAJOR_SHIFT;
        to.specialMinor = inode.device & MINOR_MASK;
        to.deviceMajor = inode.superblock.number >>> MAJOR_SHIFT;
        to.deviceMinor = inode.superblock.number & MINOR_MASK;
        to.mount = inode.superblock.mount == null ? 0 : inode.superblock.mount.id;
    }

    /**
     * It was read: the time changes if it was older than the last change, or a day, so that reading
     * need not lead to writing.
     */
    static void accessed(Inode inode) {
        Superblock superblock = inode.superblock;
        if ((superblock.flags & (Superblock.READ_ONLY | Superblock.NO_ACCESS_TIME)) != 0) {
            return;
        }
        long coarse = FileTime.coarse();
        boolean recent = coarse - inode.accessed < SECONDS_OF_DAY;
        if (recent && inode.accessed > inode.modified && inode.accessed > inode.changed
                || inode.accessed >= coarse) {
            return;
        }
        inode.accessed = FileTime.now();
        inode.accessedNanoseconds = FileTime.nanoseconds();
        inode.markDirty();
    }

    /** Owner, group and mode of a new file; directories that say so hand on their group. */
    public static void own(Inode directory, Inode inode, int mode) {
        Credentials who = Process.current().credentials;
        inode.uid = who.fsuid;
        inode.gid = who.fsgid;
        inode.mode = mode;
        if ((directory.mode & FileMode.S_ISGID) != 0) {
            inode.gid = directory.gid;
            if (FileMode.isDirectory(mode)) {
                inode.mode |= FileMode.S_ISGID;
            }
        }
    }

    private static int mayChange(Inode inode) {
        if (inode.superblock.isReadOnly()) {
            return -Errno.EROFS;
        }
        return inode.operations.change == null ? -Errno.EPERM : 0;
    }

    private static int changed(Inode inode) {
        inode.touchAttributes();
        return inode.operations.change.change(inode);
    }

    /** Sets the permissions: 0 or an error. */
    public static int setMode(Inode inode, int mode) {
        int result = mayChange(inode);
        if (result < 0) {
            return result;
        }
        if (!Permission.owns(inode)) {
            return -Errno.EPERM;
        }
        int bits = mode & FileMode.PERMISSIONS;
        if (!Permission.isRoot() && !Process.current().credentials.isIn(inode.gid)) {
            bits &= ~FileMode.S_ISGID;
        }
        inode.mode = inode.mode & ~FileMode.PERMISSIONS | bits;
        return changed(inode);
    }

    /** Sets owner and group, -1 for neither: 0 or an error. */
    public static int setOwner(Inode inode, int uid, int gid) {
        int result = mayChange(inode);
        if (result < 0) {
            return result;
        }
        if (!Permission.isRoot()) {
            Credentials who = Process.current().credentials;
            boolean ownGroup = gid == -1 || gid == inode.gid || who.isIn(gid);
            if (who.fsuid != inode.uid || uid != -1 && uid != inode.uid || !ownGroup) {
                return -Errno.EPERM;
            }
        }
        if (uid != -1) {
            inode.uid = uid;
        }
        if (gid != -1) {
            inode.gid = gid;
        }
        if (!inode.isDirectory()) {
            clearSetId(inode);
        }
        return changed(inode);
    }

    private static void clearSetId(Inode inode) {
        inode.mode &= ~FileMode.S_ISUID;
        if ((inode.mode & FileMode.S_IXGRP) != 0) {
            inode.mode &= ~FileMode.S_ISGID;
        }
    }

    /** The file is written to: unless by root, it no longer runs with other rights. */
    static void dropSetId(Inode inode) {
        if ((inode.mode & (FileMode.S_ISUID | FileMode.S_ISGID)) != 0 && !Permission.isRoot()) {
            clearSetId(inode);
            inode.markDirty();
        }
    }

    /**
     * Sets the times of access and modification; nanoseconds may be {@link #UTIME_NOW} or {@link
     * #UTIME_OMIT}.
     */
    public static int setTimes(Inode inode, long accessed, int accessedNanoseconds, long modified,
            int modifiedNanoseconds) {
        int result = mayChange(inode);
        if (result < 0) {
            return result;
        }
        boolean nowOnly = accessedNanoseconds == UTIME_NOW && modifiedNanoseconds == UTIME_NOW;
        if (!Permission.owns(inode)) {
            if (!nowOnly) {
                return -Errno.EPERM;
            }
            result = Permission.check(inode, FileMode.W_OK);
            if (result < 0) {
                return result;
            }
        }
        long now = FileTime.now();
        int nanoseconds = FileTime.nanoseconds();
        if (accessedNanoseconds != UTIME_OMIT) {
            boolean given = accessedNanoseconds != UTIME_NOW;
            inode.accessed = given ? accessed : now;
            inode.accessedNanoseconds = given ? accessedNanoseconds : nanoseconds;
        }
        if (modifiedNanoseconds != UTIME_OMIT) {
            boolean given = modifiedNanoseconds != UTIME_NOW;
            inode.modified = given ? modified : now;
            inode.modifiedNanoseconds = given ? modifiedNanoseconds : nanoseconds;
        }
        return changed(inode);
    }

    /** Makes a regular file that long, which its caller may: 0 or an error. */
    public static int resize(Inode inode, long size) {
        if (inode.superblock.isReadOnly()) {
            return -Errno.EROFS;
        }
        int allowed = mayBe(inode, size);
        if (allowed < 0) {
            return allowed;
        }
        inode.lock.take();
        int seal = size < inode.size ? Inode.SEAL_SHRINK : size > inode.size ? Inode.SEAL_GROW : 0;
        int result = (inode.seals & seal) != 0 ? -Errno.EPERM : cut(inode, size);
        inode.lock.give();
        return result;
    }

    /** Whether the file can be that long, and the process may make it so: 0 or an error. */
    private static int mayBe(Inode inode, long size) {
        if (size > inode.superblock.sizeMax) {
            return -Errno.EFBIG;
        }
        int limit = Process.current().limits.soft[Limits.FILE_SIZE];
        if (size > inode.size && limit != Limits.INFINITE
                && size > Integer.toUnsignedLong(limit)) {
            Signals.send(Process.current(), Signal.SIGXFSZ);
            return -Errno.EFBIG;
        }
        return 0;
    }

    private static int cut(Inode inode, long size) {
        long old = inode.size;
        int from = (int) Math.min(size, old) & Pte.PAGE_MASK;
        int index = (int) (Math.min(size, old) >>> Pte.PAGE_SHIFT);
        if (from != 0 && size != old) {
            // What lies behind the end of the last page must not be seen when the file grows.
            CachedPage page = PageCache.get(inode, index, true);
            if (Errors.are(page)) {
                return Errors.of(page);
            }
            Bytes.clear(page.frame.address().plus(from), Pte.PAGE_SIZE - from);
            PageCache.setDirty(page, true);
            Frames.release(page.frame);
        }
        inode.size = size;
        if (size < old) {
            int first = from == 0 ? index : index + 1;
            Mappings.dropFile(inode, first);
            PageCache.discard(inode, first);
        }
        dropSetId(inode);
        inode.touch();
        return inode.operations.resize == null ? 0 : inode.operations.resize.resize(inode, size);
    }

    /** Makes room on the disk for bytes of a regular file, which then has them: 0 or an error. */
    public static int allocate(Inode inode, long offset, long bytes) {
        if (inode.superblock.isReadOnly()) {
            return -Errno.EROFS;
        }
        if (offset > inode.superblock.sizeMax - bytes) {
            return -Errno.EFBIG;
        }
        long end = offset + bytes;
        int allowed = mayBe(inode, end);
        if (allowed < 0) {
            return allowed;
        }
        inode.lock.take();
        long old = inode.size;
        int result = (inode.seals & Inode.SEAL_GROW) != 0 && end > inode.size ? -Errno.EPERM : 0;
        long at = offset;
        while (at < end && result >= 0) {
            int from = (int) at & Pte.PAGE_MASK;
            int to = (int) Math.min(Pte.PAGE_SIZE, from + (end - at));
            result = allocatePart(inode, (int) (at >>> Pte.PAGE_SHIFT), from, to);
            if (result >= 0) {
                at += to - from;
                inode.size = Math.max(inode.size, at);
            }
        }
        if (result < 0) {
            inode.size = old;
            PageCache.discard(inode, (int) (old + Pte.PAGE_MASK >>> Pte.PAGE_SHIFT));
            if (inode.operations.resize != null) {
                inode.operations.resize.resize(inode, old);
            }
        }
        if (at > offset) {
            inode.touch();
        }
        inode.lock.give();
        return result < 0 ? result : 0;
    }

    private static int allocatePart(Inode inode, int index, int from, int to) {
        boolean behind = (long) index << Pte.PAGE_SHIFT >= inode.size;
        CachedPage page = PageCache.get(inode, index, !behind);
        if (Errors.are(page)) {
            return Errors.of(page);
        }
        int result = inode.operations.reserve == null ? 0
                : inode.operations.reserve.reserve(inode, index, from, to);
        if (result >= 0) {
            PageCache.setDirty(page, true);
        }
        Frames.release(page.frame);
        return result;
    }
}
