package cleave.guestos.user.tools;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Memory;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Copying;
import cleave.guestos.user.tools.common.Sizes;
import cleave.magic.Address;

/** {@code dd}: copies bytes in blocks (POSIX, dd). */
final class Dd {
    private static final String USAGE = "dd [if=FILE] [of=FILE] [bs=N] [ibs=N] [obs=N] [count=N]"
            + " [skip=N] [seek=N]\n"
            + "          [conv=notrunc,noerror,sync,fsync,ucase,lcase,swab] [status=none|noxfer]\n"
            + "Copies standard input to standard output, or files, in blocks of 512 or N bytes.\n"
            + "count, skip and seek are numbers of blocks; sizes may end with c w b k M G.\n";
    private static final int MODE = 0666;
    private static final int BLOCK = 512;
    private static final int LARGEST = 1 << 28;
    private static final int NOTRUNC = 1;
    private static final int NOERROR = 2;
    private static final int SYNC = 4;
    private static final int FSYNC = 8;
    private static final int UCASE = 16;
    private static final int LCASE = 32;
    private static final int SWAB = 64;
    private static final String[] CONVERSIONS = {"notrunc", "noerror", "sync", "fsync", "ucase",
        "lcase", "swab"};

    private static Address input;
    private static Address output;
    private static long inputBlock = BLOCK;
    private static long outputBlock = BLOCK;
    private static long count = -1;
    private static long skip;
    private static long seek;
    private static int conversions;
    private static int quiet;

    private static int out;
    private static Address gathered;
    private static int gatheredBytes;
    private static long wholeIn;
    private static long partsIn;
    private static long wholeOut;
    private static long partsOut;
    private static long bytesOut;

    private Dd() {
    }

    static int run(int words, Address arguments) {
        CommandLine.operandsOnly(words, arguments, USAGE);
        for (int i = 0; i < CommandLine.operandCount(); i++) {
            operand(CommandLine.operand(i));
        }
        int in = input.isNull() ? 0 : Files.open(input, OpenFlags.O_RDONLY);
        if (in < 0) {
            Errors.warnErrno(input);
            return 1;
        }
        out = 1;
        if (!output.isNull()) {
            boolean keep = (conversions & NOTRUNC) != 0 || seek > 0;
            out = Files.open(output, OpenFlags.O_WRONLY | OpenFlags.O_CREAT
                    | (keep ? 0 : OpenFlags.O_TRUNC), MODE);
            if (out < 0) {
                Errors.warnErrno(output);
                return 1;
            }
        }
        Address buffer = Heap.malloc((int) inputBlock);
        gathered = Heap.malloc((int) outputBlock);
        if (buffer.isNull() || gathered.isNull()) {
            Errors.warn("no memory for such blocks; take a smaller bs");
            return 1;
        }
        int status = place(in, buffer) ? copy(in, buffer) : 1;
        if ((conversions & FSYNC) != 0 && Files.fsync(out) < 0) {
            Errors.warnErrno(outputName());
            status = 1;
        }
        report();
        return status;
    }

    // ---- operands ----

    private static void operand(Address word) {
        Address equals = Strings.find(word, '=');
        Address value = equals.isNull() ? equals : equals.plus(1);
        if (equals.isNull()) {
            CommandLine.refuse(word, "not an operand; see dd --help");
        } else if (Strings.startsWith(word, "if=")) {
            input = value;
        } else if (Strings.startsWith(word, "of=")) {
            output = value;
        } else if (Strings.startsWith(word, "bs=")) {
            inputBlock = number(word, value, 1, LARGEST);
            outputBlock = inputBlock;
        } else if (Strings.startsWith(word, "ibs=")) {
            inputBlock = number(word, value, 1, LARGEST);
        } else if (Strings.startsWith(word, "obs=")) {
            outputBlock = number(word, value, 1, LARGEST);
        } else if (Strings.startsWith(word, "count=")) {
            count = number(word, value, 0, Long.MAX_VALUE);
        } else if (Strings.startsWith(word, "skip=")) {
            skip = number(word, value, 0, Long.MAX_VALUE);
        } else if (Strings.startsWith(word, "seek=")) {
            seek = number(word, value, 0, Long.MAX_VALUE);
        } else if (Strings.startsWith(word, "conv=")) {
            conversions(value);
        } else if (Strings.equal(word, "status=none") || Strings.equal(word, "status=noxfer")) {
            quiet = value.loadByte(2);
        } else {
            CommandLine.refuse(word, "not an operand; see dd --help");
        }
    }

    private static long number(Address word, Address value, long least, long most) {
        long number = Sizes.parse(value);
        if (number < least || number > most) {
            CommandLine.refuse(word, "not a size that dd can have");
        }
        return number;
    }

    private static void conversions(Address list) {
        Address at = list;
        while (true) {
            int length = Strings.spanWithout(at, Address.of(","));
            int found = -1;
            for (int i = 0; i < CONVERSIONS.length; i++) {
                if (CONVERSIONS[i].length() == length && Strings.startsWith(at, CONVERSIONS[i])) {
                    found = i;
                }
            }
            if (found < 0) {
                CommandLine.refuse(at, "not a conversion; see dd --help");
            }
            conversions |= 1 << found;
            if (at.loadByte(length) == 0) {
                return;
            }
            at = at.plus(length + 1);
        }
    }

    private static Address inputName() {
        return input.isNull() ? Address.of("standard input") : input;
    }

    private static Address outputName() {
        return output.isNull() ? Address.of("standard output") : output;
    }

    // ---- copying ----

    /** Goes to where reading and writing begin; what cannot seek is read instead. */
    private static boolean place(int in, Address buffer) {
        if (skip > 0 && Files.lseek(in, skip * inputBlock, OpenFlags.SEEK_CUR) < 0) {
            for (long i = 0; i < skip; i++) {
                int bytes = Files.read(in, buffer, (int) inputBlock);
                if (bytes < 0) {
                    Errors.warnErrno(inputName());
                    return false;
                }
                if (bytes == 0) {
                    break;
                }
            }
        }
        if (seek > 0) {
            long offset = seek * outputBlock;
            boolean cut = (conversions & NOTRUNC) == 0 && !output.isNull();
            if (cut && Files.ftruncate(out, offset) < 0
                    || Files.lseek(out, offset, OpenFlags.SEEK_CUR) < 0) {
                Errors.warnErrno(outputName());
                return false;
            }
        }
        return true;
    }

    private static int copy(int in, Address buffer) {
        int status = 0;
        while (count < 0 || wholeIn + partsIn < count) {
            int bytes = Files.read(in, buffer, (int) inputBlock);
            if (bytes == 0) {
                break;
            }
            if (bytes < 0) {
                Errors.warnErrno(inputName());
                status = 1;
                if ((conversions & NOERROR) == 0
                        || Files.lseek(in, inputBlock, OpenFlags.SEEK_CUR) < 0) {
                    break;
                }
                bytes = 0;
            } else if (bytes == inputBlock) {
                wholeIn++;
            } else {
                partsIn++;
            }
            if ((conversions & SYNC) != 0) {
                Memory.clear(buffer.plus(bytes), (int) inputBlock - bytes);
                bytes = (int) inputBlock;
            }
            convert(buffer, bytes);
            if (!put(buffer, bytes)) {
                return 1;
            }
        }
        return write(gatheredBytes) ? status : 1;
    }

    private static void convert(Address buffer, int bytes) {
        for (int i = 0; (conversions & SWAB) != 0 && i + 1 < bytes; i += 2) {
            int first = buffer.loadByte(i);
            buffer.storeByte(i, buffer.loadByte(i + 1));
            buffer.storeByte(i + 1, first);
        }
        for (int i = 0; (conversions & (UCASE | LCASE)) != 0 && i < bytes; i++) {
            int value = buffer.loadUnsignedByte(i);
            buffer.storeByte(i, (conversions & UCASE) != 0 ? Characters.toUpper(value)
                    : Characters.toLower(value));
        }
    }

    /** Gathers output blocks; with one size for both, each block goes out as it came in. */
    private static boolean put(Address from, int bytes) {
        int done = 0;
        while (done < bytes) {
            int some = Math.min(bytes - done, (int) outputBlock - gatheredBytes);
            Memory.copy(gathered.plus(gatheredBytes), from.plus(done), some);
            gatheredBytes += some;
            done += some;
            if ((gatheredBytes == outputBlock || inputBlock == outputBlock)
                    && !write(gatheredBytes)) {
                return false;
            }
        }
        return true;
    }

    private static boolean write(int bytes) {
        if (bytes == 0) {
            return true;
        }
        if (!Copying.write(out, gathered, bytes)) {
            Errors.warnErrno(outputName());
            return false;
        }
        if (bytes == outputBlock) {
            wholeOut++;
        } else {
            partsOut++;
        }
        bytesOut += bytes;
        gatheredBytes = 0;
        return true;
    }

    private static void report() {
        if (quiet == 'n') {
            return;
        }
        Stdio.stderr().put(wholeIn).put("+").put(partsIn).put(" records in\n").put(wholeOut)
                .put("+").put(partsOut).put(" records out\n");
        if (quiet == 0) {
            Stdio.stderr().put(bytesOut).put(" bytes copied\n");
        }
    }
}
