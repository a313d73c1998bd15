package cleave.guestos.user.sh;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.Statx;
import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.FileCalls;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;
import cleave.magic.Struct;

/** Redirections (Shell Command Language, 2.7), and going back to the files there were before. */
final class Redirects {
    /** The shell's own files are from here on. */
    static final int FIRST_PRIVATE = 10;

    /** What {@code exec} sets: the redirections of the command that runs are not undone. */
    static boolean stay;

    private static final int MODE = 0666;
    /** What a pipe takes without a reader, at least (POSIX, PIPE_BUF). */
    private static final int PIPE_ROOM = 4096;
    private static final Statx PROBE = new Statx();
    private static Saved last;

    /** A file as it was: a copy elsewhere, or -1 for one that was closed. */
    static final class Saved extends Struct {
        private int descriptor;
        private int copy;
        private Saved before;
    }

    private Redirects() {
    }

    static Saved mark() {
        return last;
    }

    /** Puts files back as they were at the mark. */
    static void undo(Saved mark) {
        while (last != mark) {
            if (last.copy < 0) {
                Files.close(last.descriptor);
            } else {
                Files.dup2(last.copy, last.descriptor);
            }
            drop();
        }
    }

    /** Leaves files as they are now. */
    static void forget(Saved mark) {
        while (last != mark) {
            drop();
        }
    }

    private static void drop() {
        Saved saved = last;
        if (saved.copy >= 0) {
            Files.close(saved.copy);
        }
        last = saved.before;
        Heap.free(saved);
    }

    /** Applies all of them, or tells what is wrong with one; those before it are in force. */
    static boolean apply(Redirection first, boolean save) {
        for (Redirection redirection = first; redirection != null;
                redirection = redirection.next) {
            if (!one(redirection, save)) {
                return false;
            }
        }
        return true;
    }

    private static boolean one(Redirection redirection, boolean save) {
        Address mark = Arena.SCRATCH.mark();
        Address target = Expansion.single(redirection.target);
        boolean done = false;
        if (!Control.isPending()) {
            int to = redirection.descriptor;
            int kind = redirection.kind;
            if (kind == Token.LESS_AND || kind == Token.GREAT_AND) {
                done = duplicate(target, to, save);
            } else {
                int file = kind == Token.HERE ? document(target) : open(kind, target);
                done = file >= 0;
                if (done) {
                    if (save) {
                        // A file that got the number itself was not open before.
                        save(to, file == to);
                    }
                    moveTo(file, to);
                }
            }
        }
        Arena.SCRATCH.release(mark);
        return done;
    }

    private static void save(int descriptor, boolean closed) {
        Saved saved = new Saved();
        saved.descriptor = descriptor;
        saved.copy = closed ? -1
                : Files.fcntl(descriptor, OpenFlags.F_DUPFD_CLOEXEC, FIRST_PRIVATE);
        saved.before = last;
        last = saved;
    }

    /** Makes an open file one of another number. */
    static void moveTo(int file, int to) {
        if (file != to) {
            Files.dup2(file, to);
            Files.close(file);
        } else {
            Files.fcntl(file, OpenFlags.F_SETFD, 0);
        }
    }

    /** A copy of an open file that is out of the way of scripts, closed by exec; or -1. */
    static int moveAway(int file) {
        int copy = Files.fcntl(file, OpenFlags.F_DUPFD_CLOEXEC, FIRST_PRIVATE);
        Files.close(file);
        return copy;
    }

    private static boolean duplicate(Address target, int to, boolean save) {
        if (Strings.equal(target, "-")) {
            if (save) {
                save(to, false);
            }
            Files.close(to);
            return true;
        }
        if (!Characters.isDigit(target.loadByte(0)) || !Numbers.isInt(target)) {
            Messages.begin().put("Syntax error: Bad fd number").line();
            Control.abort();
            return false;
        }
        int from = Numbers.toInt(target);
        if (Files.fcntl(from, OpenFlags.F_GETFD, 0) < 0) {
            Messages.warnErrno(target);
            return false;
        }
        if (save) {
            save(to, false);
        }
        if (from != to) {
            Files.dup2(from, to);
        }
        return true;
    }

    private static int open(int kind, Address path) {
        int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT;
        switch (kind) {
            case Token.LESS:
                flags = OpenFlags.O_RDONLY;
                break;
            case Token.LESS_GREAT:
                flags = OpenFlags.O_RDWR | OpenFlags.O_CREAT;
                break;
            case Token.APPEND:
                flags |= OpenFlags.O_APPEND;
                break;
            default:
                flags |= OpenFlags.O_TRUNC;
                break;
        }
        if (kind == Token.GREAT && ShellOptions.isSet('C') && exists(path)) {
            flags |= OpenFlags.O_EXCL;
        }
        int file = Alert.open(Traps.INTERRUPT, path, flags, MODE);
        if (file < 0) {
            int error = Errors.errno;
            boolean creates = kind != Token.LESS;
            Messages.begin().put(creates ? "cannot create " : "cannot open ").put(path).put(": ")
                    .put(error == Errno.ENOENT ? Address.of(creates ? "Directory nonexistent"
                            : "No such file") : Errors.strerror(error)).line();
        }
        return file;
    }

    /** What is there is a file that noclobber protects, and no device. */
    private static boolean exists(Address path) {
        return Files.stat(path, PROBE) == 0 && Files.isRegular(PROBE);
    }

    /** A pipe that the text waits in, or that a process writes it to. */
    private static int document(Address text) {
        if (Files.pipe2(OpenFlags.O_CLOEXEC) < 0) {
            Messages.begin().put("cannot make a pipe: ").put(Errors.strerror(Errors.errno)).line();
            return -1;
        }
        int reading = Files.readEnd();
        int writing = Files.writeEnd();
        int length = Strings.length(text);
        if (length <= PIPE_ROOM) {
            FileCalls.write(writing, text, length);
        } else if (Jobs.fork() == 0) {
            Files.close(reading);
            Jobs.beginChild(null, false);
            write(writing, text, length);
            Program.exitNow(0);
        }
        Files.close(writing);
        return reading;
    }

    private static void write(int file, Address text, int length) {
        int done = 0;
        while (done < length) {
            int bytes = FileCalls.write(file, text.plus(done), length - done);
            if (Errors.are(bytes) && bytes != -Errno.EINTR) {
                return;
            }
            done += Math.max(0, bytes);
        }
    }
}
