package cleave.guestos.kernel.file;

import cleave.guestos.kernel.Log;
import cleave.guestos.kernel.device.BlockDevice;
import cleave.guestos.kernel.time.Clock;
import cleave.magic.Address;

/**
 * Lines about disks that fail and file systems that are damaged: so many within a few seconds, then
 * only how many more there were.
 */
public final class DiskErrors {
    private static final int LINES = 10;
    private static final int SECONDS = 5;

    private static long end;
    private static int lines;
    private static int left;

    private DiskErrors() {
    }

    /** Begins a line, which nobody sees if there were too many. */
    public static Log line() {
        long now = Clock.ticks();
        if (now >= end) {
            end = now + Clock.ticksOf(SECONDS, 0);
            if (left > 0) {
                Log.line().text("disks: ").decimal(left).text(" more lines like these").end();
            }
            lines = 0;
            left = 0;
        }
        lines++;
        if (lines > LINES) {
            left++;
            return Log.nowhere();
        }
        return Log.line();
    }

    /**
     * Tells of a request that the disk refused.
     *
     * @param inode the file whose contents they are; null for a file system's own blocks
     */
    public static void tell(BlockDevice device, long sector, boolean write, Inode inode) {
        Log log = line().text(device.name).text(": sector ").decimal((int) sector)
                .text(write ? " cannot be written: " : " cannot be read: ");
        if (inode == null) {
            log.text("it has names, numbers of blocks or the like").end();
        } else {
            name(log, inode).end();
        }
    }

    /** Says which file is meant. */
    public static Log name(Log log, Inode inode) {
        log.text("inode ").decimal(inode.number);
        if (inode.name == null) {
            return log;
        }
        log.text(" (");
        Address text = inode.name.text();
        for (int i = 0; i < inode.name.length; i++) {
            int character = text.loadUnsignedByte(i);
            log.put(character < ' ' || character > '~' ? '?' : character);
        }
        return log.put(')');
    }
}
