package cleave.guestos.kernel.exec;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.FileMode;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.file.FileTable;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.KernelFile;
import cleave.guestos.kernel.file.Path;
import cleave.guestos.kernel.file.Permission;
import cleave.guestos.kernel.file.Superblock;
import cleave.guestos.kernel.memory.AddressSpace;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.memory.Mappings;
import cleave.guestos.kernel.memory.Pte;
import cleave.guestos.kernel.memory.Region;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.ThreadGroup;
import cleave.guestos.kernel.signal.Signals;
import cleave.magic.Address;
import cleave.magic.Embedded;
import cleave.magic.Inline;
import cleave.magic.NoInline;
import cleave.magic.Rv;
import cleave.magic.Struct;

/**
 * A process becomes another program ({@code execve}). Everything is read, checked, mapped and
 * copied first; an error until then leaves the old program as it was.
 */
public final class Exec extends Struct {
    private static final int PATH_MAX = 4096;
    /** Where movable programs go, and interpreters of others. */
    private static final int MOVABLE_AT = 0x1000_0000;
    private static final int ARGUMENT_BYTES_MIN = 128 << 10;
    private static final int STACK_SHARE = 4;

    /** The program's file, held and kept from writers; null for none so far. */
    private Inode file;
    /** The path that was asked for. */
    private Frame path;
    /** Whether arguments are C strings of the kernel's: init's. */
    private boolean initial;
    private int argumentPointers;
    private int environmentPointers;
    private int argumentCount;
    /** Where the strings of the environment end, and where the path lies behind them. */
    private int environmentEnd;
    private int pathAt;
    private int headBytes;
    private AddressSpace space;
    private int interpreterEntry;
    private int interpreterBase;
    @Embedded
    private ElfFile program;
    @Embedded
    private Arguments arguments;
    /** Null for a program that is no script. */
    private Script script;
    @Inline(Script.LINE_MAX)
    private byte[] head;

    private static Exec begin() {
        Exec exec = new Exec();
        if (exec == null) {
            return null;
        }
        exec.path = Frames.allocate();
        if (exec.path == null) {
            exec.free();
            return null;
        }
        return exec;
    }

    /** Makes the current process, a thread of the kernel, the first program: 0 or an error. */
    public static int startInitial(Address path) {
        Exec exec = begin();
        if (exec == null) {
            return -Errno.ENOMEM;
        }
        exec.initial = true;
        Address to = exec.path.address();
        int length = 0;
        while (path.loadByte(length) != 0) {
            to.storeByte(length, path.loadByte(length));
            length++;
        }
        to.storeByte(length, 0);
        Inode inode = Path.lookup(path, 0);
        return exec.finish(Errors.are(inode) ? Errors.of(inode) : exec.run(inode));
    }

    /** {@code execve} of the current process. */
    public static int execute(int pathPointer, int argumentPointers, int environmentPointers) {
        Exec exec = begin();
        if (exec == null) {
            return -Errno.ENOMEM;
        }
        int result = UserMemory.copyString(exec.path.address(), pathPointer, PATH_MAX);
        if (result >= 0) {
            exec.argumentPointers = argumentPointers;
            exec.environmentPointers = environmentPointers;
            Inode inode = Path.lookup(exec.path.address(), 0);
            result = Errors.are(inode) ? Errors.of(inode) : exec.run(inode);
        }
        return exec.finish(result);
    }

    /**
     * As {@link #execute}, of a file that was found already.
     *
     * @param inode with a reference, which this lets go of
     * @param name what the program is told to be its path, of the kernel
     */
    public static int executeFile(Inode inode, Address name, int argumentPointers,
            int environmentPointers) {
        Exec exec = begin();
        if (exec == null) {
            inode.release();
            return -Errno.ENOMEM;
        }
        Address to = exec.path.address();
        int i = 0;
        while (name.loadByte(i) != 0 && i < PATH_MAX - 1) {
            to.storeByte(i, name.loadByte(i));
            i++;
        }
        to.storeByte(i, 0);
        exec.argumentPointers = argumentPointers;
        exec.environmentPointers = environmentPointers;
        return exec.finish(exec.run(inode));
    }

    private int finish(int result) {
        int ending = result;
        if (result == 0 && space != null) {
            ending = leaveOthers();
            if (ending == 0) {
                commit();
            }
        }
        free();
        return ending;
    }

    /** All other threads end; from here on the old program does not go on. */
    @NoInline
    private static int leaveOthers() {
        if (Process.current().threads == null) {
            return 0;
        }
        int result = ThreadGroup.beAlone();
        return result == 0 ? prepareAlone() : result;
    }

    @NoInline
    private static int prepareAlone() {
        if (Signals.prepareProgram(Process.current())) {
            return 0;
        }
        Signals.send(Process.current(), Signal.SIGKILL);
        return -Errno.ENOMEM;
    }

    private void free() {
        if (file != null) {
            file.allowWriting();
            file.release();
        }
        if (space != null) {
            space.release();
        }
        program.free();
        arguments.free();
        if (script != null) {
            Heap.free(script, Struct.sizeOf(Script.class));
        }
        if (path != null) {
            Frames.release(path);
        }
        Heap.free(this, Struct.sizeOf(Exec.class));
    }

    private Address headAddress() {
        return Struct.addressOf(this, "head");
    }

    private int run(Inode inode) {
        int result = open(inode);
        while (result == 0 && Script.is(headAddress(), headBytes)) {
            result = follow();
        }
        if (result == 0) {
            result = program.read(file, headAddress(), headBytes);
        }
        if (result == 0) {
            result = build();
        }
        return result;
    }

    /** Makes a file the one to be run, and reads its head. */
    private int open(Inode inode) {
        int result = inode.isRegular() && inode.operations.readPage != null
                && (inode.superblock.flags & Superblock.NO_EXECUTE) == 0
                ? Permission.check(inode, FileMode.X_OK) : -Errno.EACCES;
        if (result == 0) {
            result = inode.denyWriting();
        }
        if (result < 0) {
            inode.release();
            return result;
        }
        file = inode;
        headBytes = KernelFile.read(inode, 0, headAddress(), Script.LINE_MAX);
        return Math.min(headBytes, 0);
    }

    /** The file is a script: its interpreter is to be run. */
    private int follow() {
        if (script == null) {
            script = new Script();
            if (script == null) {
                return -Errno.ENOMEM;
            }
        }
        int result = script.read(headAddress(), headBytes, path.address());
        if (result < 0) {
            return result;
        }
        file.allowWriting();
        file.release();
        file = null;
        Inode inode = Path.lookup(script.word(0), 0);
        return Errors.are(inode) ? Errors.of(inode) : open(inode);
    }

    private int build() {
        int result = copyArguments();
        if (result < 0) {
            return result;
        }
        space = AddressSpace.create();
        if (space == null) {
            return -Errno.ENOMEM;
        }
        result = program.map(space, MOVABLE_AT);
        if (result == 0 && program.hasInterpreter) {
            result = mapInterpreter();
        }
        if (result < 0) {
            return result;
        }
        space.codeStart = program.firstAddress();
        space.codeEnd = program.lastAddress();
        int heap = program.lastAddress() + Pte.PAGE_MASK & ~Pte.PAGE_MASK;
        space.heapStart = heap;
        space.heapEnd = heap;
        result = arguments.map(space, program.executableStack);
        if (result == 0) {
            result = Mappings.add(space, AddressSpace.TRAMPOLINE, AddressSpace.USER_END,
                    Region.READ | Region.EXECUTE, Region.TRAMPOLINE, null, 0);
        }
        // What the new program changes, it must have for itself.
        Process process = Process.current();
        boolean alone = ownFiles(process)
                && (process.threads != null || Signals.prepareProgram(process));
        return result == 0 && !alone ? -Errno.ENOMEM : result;
    }

    private int mapInterpreter() {
        Frame name = Frames.allocate();
        if (name == null) {
            return -Errno.ENOMEM;
        }
        Inode inode = findInterpreter(name.address());
        Frames.release(name);
        if (Errors.are(inode)) {
            return Errors.of(inode);
        }
        int result;
        ElfFile interpreter = new ElfFile();
        result = interpreter == null ? -Errno.ENOMEM : mapInterpreter(interpreter, inode);
        if (interpreter != null) {
            interpreter.free();
            Heap.free(interpreter, Struct.sizeOf(ElfFile.class));
        }
        inode.release();
        return result;
    }

    /** The file that the program names, or an error. */
    private Inode findInterpreter(Address name) {
        int bytes = program.interpreterBytes;
        int result = -Errno.ENOEXEC;
        if (bytes >= 2 && bytes <= PATH_MAX) {
            result = KernelFile.read(file, program.interpreterAt & 0xffff_ffffL, name, bytes);
            if (result == bytes && name.loadByte(bytes - 1) == 0) {
                return Path.lookup(name, 0);
            }
        }
        return Struct.at(Address.of(result < 0 ? result : -Errno.ENOEXEC), Inode.class);
    }

    private int mapInterpreter(ElfFile interpreter, Inode inode) {
        if (!inode.isRegular() || inode.operations.readPage == null) {
            return -Errno.EACCES;
        }
        int result = Permission.check(inode, FileMode.X_OK);
        if (result < 0) {
            return result;
        }
        headBytes = KernelFile.read(inode, 0, headAddress(), Script.LINE_MAX);
        if (headBytes < 0) {
            return headBytes;
        }
        result = interpreter.read(inode, headAddress(), headBytes);
        if (result < 0) {
            return result == -Errno.ENOEXEC ? -Errno.ELIBBAD : result;
        }
        int place = Mappings.findFree(space, interpreter.span());
        if (place == 0 || !interpreter.fits(space, place)) {
            return -Errno.ENOMEM;
        }
        result = interpreter.map(space, place);
        interpreterEntry = interpreter.entry();
        interpreterBase = interpreter.base();
        return result;
    }

    // ---- arguments ----

    private int copyArguments() {
        int stack = Process.current().limits.stack();
        int share = stack < 0 ? Integer.MAX_VALUE : stack / STACK_SHARE;
        int result = arguments.begin(Math.max(share, ARGUMENT_BYTES_MIN));
        if (result < 0) {
            return result;
        }
        int given = initial ? 1 : count(argumentPointers);
        int environment = initial ? InitialEnvironment.COUNT : count(environmentPointers);
        if (given < 0 || environment < 0) {
            return given < 0 ? given : environment;
        }
        int scriptWords = script == null ? 0 : script.count;
        // A script's path takes the place of the first argument; there is always a first one.
        argumentCount = scriptWords + Math.max(given - (scriptWords == 0 ? 0 : 1), 0);
        argumentCount = Math.max(argumentCount, 1);
        result = arguments.reserve(argumentCount + 1 + environment + 1, AuxiliaryVector.SIZE);
        if (result == 0) {
            result = addArguments(given, scriptWords);
        }
        if (result == 0) {
            arguments.endArguments();
            result = addEnvironment(environment);
        }
        if (result == 0) {
            environmentEnd = arguments.end();
            pathAt = arguments.addApart(path.address());
            result = Math.min(pathAt, 0);
        }
        if (result == 0) {
            arguments.settle(argumentCount);
        }
        return result;
    }

    /** Pointers of the running program up to the null one, or an error. */
    private static int count(int pointers) {
        int count = 0;
        if (pointers == 0) {
            return 0;
        }
        while (true) {
            int result = UserMemory.readInt(pointers + (count << 2));
            if (result < 0) {
                return result;
            }
            if (UserMemory.word() == 0) {
                return count;
            }
            count++;
            if (count > PATH_MAX << 8) {
                return -Errno.E2BIG;
            }
        }
    }

    private int addArguments(int given, int scriptWords) {
        for (int i = 0; i < scriptWords; i++) {
            int result = arguments.addKernel(script.word(i));
            if (result < 0) {
                return result;
            }
        }
        if (initial) {
            return scriptWords == 0 ? arguments.addKernel(path.address()) : 0;
        }
        if (scriptWords == 0 && given == 0) {
            return arguments.addKernel(Address.of(""));
        }
        return addUser(argumentPointers, scriptWords == 0 ? 0 : 1, given);
    }

    private int addUser(int pointers, int from, int to) {
        for (int i = from; i < to; i++) {
            int result = UserMemory.readInt(pointers + (i << 2));
            if (result == 0) {
                result = arguments.addUser(UserMemory.word());
            }
            if (result < 0) {
                return result;
            }
        }
        return 0;
    }

    private int addEnvironment(int count) {
        int result = initial ? InitialEnvironment.add(arguments)
                : addUser(environmentPointers, 0, count);
        arguments.pointNowhere();
        return result;
    }

    // ---- the point of no return ----

    @NoInline
    private void commit() {
        Process process = Process.current();
        NewProgram.takePrivileges(process, file);
        AuxiliaryVector.write(arguments, program, interpreterBase, pathAt);
        space.stackStart = arguments.stackPointer();
        space.argumentsStart = arguments.base + arguments.stringsAt;
        space.argumentsEnd = arguments.base + arguments.argumentsEnd;
        space.environmentStart = space.argumentsEnd;
        space.environmentEnd = arguments.base + environmentEnd;
        space.auxiliaryStart = arguments.base + arguments.vectorAt();
        space.auxiliaryEnd = space.auxiliaryStart + AuxiliaryVector.PAIR_BYTES;
        space.program = file;
        file = null;
        int entry = interpreterEntry != 0 ? interpreterEntry : program.entry();
        NewProgram.begin(process, space, entry, arguments.stackPointer());
        NewProgram.name(process, path.address());
        space = null;
        Rv.fenceI();
    }

    /** Whether the table of a process is its own; else it gets a copy before descriptors close. */
    static boolean ownFiles(Process process) {
        if (process.files.references == 1) {
            return true;
        }
        FileTable own = process.files.copy();
        if (own == null) {
            return false;
        }
        process.files.release();
        process.files = own;
        return true;
    }
}
