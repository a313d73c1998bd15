package cleave.guestos.kernel.file.dev;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.Log;
import cleave.guestos.kernel.device.Interrupts;
import cleave.guestos.kernel.device.RandomNumbers;
import cleave.guestos.kernel.file.FileOperations;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.Transfer;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Pte;
import cleave.guestos.kernel.process.Process;

/**
 * The devices of major number 1: {@code null zero full random urandom kmsg}. Messages of the kernel
 * are read by {@code syslog}; {@code kmsg} only takes new ones.
 */
final class MemoryDevices {
    static final int MAJOR = 1;
    static final int NULL = 3;
    static final int ZERO = 5;
    static final int FULL = 7;
    static final int RANDOM = 8;
    static final int URANDOM = 9;
    static final int KMSG = 11;

    private static final int MINOR_MASK = 0xff;
    private static final int LINE_MAX = 960;

    static final FileOperations OPERATIONS = operations();

    private MemoryDevices() {
    }

    private static FileOperations operations() {
        FileOperations operations = new FileOperations();
        operations.read = MemoryDevices::read;
        operations.write = MemoryDevices::write;
        operations.seek = MemoryDevices::seek;
        return operations;
    }

    private static int minor(OpenFile file) {
        return file.inode.device & MINOR_MASK;
    }

    private static long seek(OpenFile file, long offset, int whence) {
        return 0;
    }

    private static int read(OpenFile file, Transfer to) {
        int minor = minor(file);
        return switch (minor) {
            case NULL -> 0;
            case ZERO, FULL -> give(to, false);
            case RANDOM, URANDOM -> give(to, true);
            default -> -Errno.EINVAL;
        };
    }

    /** A page at a time; a signal ends it, since there is no end otherwise. */
    private static int give(Transfer to, boolean random) {
        Frame frame = Frames.allocateZeroed();
        if (frame == null) {
            return -Errno.ENOMEM;
        }
        int done = 0;
        int result = 0;
        while (result == 0 && to.remaining > 0) {
            int part = Math.min(to.remaining, Pte.PAGE_SIZE);
            if (random) {
                RandomNumbers.fill(frame.address(), part);
            }
            result = to.give(frame.address(), part);
            done += result == 0 ? part : 0;
            Interrupts.poll();
            if ((Process.current().work & Process.SIGNAL) != 0) {
                break;
            }
        }
        Frames.release(frame);
        return done > 0 ? done : result;
    }

    private static int write(OpenFile file, Transfer from) {
        int bytes = from.remaining;
        switch (minor(file)) {
            case NULL, ZERO -> {
                from.remaining = 0;
                return bytes;
            }
            case FULL -> {
                return bytes == 0 ? 0 : -Errno.ENOSPC;
            }
            case RANDOM, URANDOM -> {
                return mixIn(from);
            }
            case KMSG -> {
                return log(from);
            }
            default -> {
                return -Errno.EINVAL;
            }
        }
    }

    private static int mixIn(Transfer from) {
        Frame frame = Frames.allocate();
        if (frame == null) {
            return -Errno.ENOMEM;
        }
        int done = 0;
        int result = 0;
        while (result == 0 && from.remaining > 0) {
            int part = Math.min(from.remaining, Pte.PAGE_SIZE);
            result = from.take(frame.address(), part);
            if (result == 0) {
                RandomNumbers.add(frame.address(), part);
                done += part;
            }
        }
        Frames.release(frame);
        return done > 0 ? done : result;
    }

    /** One line; its priority in angle brackets means nothing here. */
    private static int log(Transfer from) {
        int bytes = from.remaining;
        if (bytes > LINE_MAX) {
            return -Errno.EINVAL;
        }
        Frame frame = Frames.allocate();
        if (frame == null) {
            return -Errno.ENOMEM;
        }
        int result = from.take(frame.address(), bytes);
        if (result == 0) {
            int start = 0;
            if (bytes > 2 && frame.address().loadByte(0) == '<') {
                while (start < bytes && frame.address().loadByte(start) != '>') {
                    start++;
                }
                start = start == bytes ? 0 : start + 1;
            }
            int end = frame.address().loadByte(bytes - 1) == '\n' ? bytes - 1 : bytes;
            Log line = Log.line();
            for (int i = start; i < end; i++) {
                line.put(frame.address().loadUnsignedByte(i));
            }
            line.end();
        }
        Frames.release(frame);
        return result == 0 ? bytes : result;
    }
}
