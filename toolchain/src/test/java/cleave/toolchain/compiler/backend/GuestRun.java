package cleave.toolchain.compiler.backend;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.A2;
import static cleave.toolchain.isa.Register.A7;
import static cleave.toolchain.isa.Register.S0;
import static cleave.toolchain.isa.Register.S1;
import static cleave.toolchain.isa.Register.S2;
import static cleave.toolchain.isa.Register.SP;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.T2;

import cleave.toolchain.Peer;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.asm.Placement;
import cleave.toolchain.compiler.backend.machine.Convention;
import cleave.toolchain.compiler.ir.DataObject;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.elf.ElfWriter;
import cleave.toolchain.isa.Register;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A Linux program that calls functions of a {@link Program} and prints each result, run by {@code
 * qemu-riscv32}. The stack pointer and every callee-saved register are checked after each call: one
 * that changes them ends the program at an {@code ebreak}.
 */
final class GuestRun {
    private static final int BASE = 0x10000;
    private static final int PAGE = 4096;
    private static final int WRITE = 64;
    private static final int EXIT = 93;
    /** The memory that tests may use, under this name. */
    static final Symbol MEMORY = new Symbol("memory");
    static final int MEMORY_SIZE = 256;
    private static final List<Register> KEPT = List.copyOf(Convention.CALLEE_SAVED);

    private record Call(String function, int[] arguments) {
    }

    private final Program program;
    private final List<Call> calls = new ArrayList<>();
    private Symbol watched;
    private int watchedWords;
    /** More code for the program. */
    private java.util.function.Consumer<Assembler> routines = a -> { };

    GuestRun() {
        this(new Program());
        program.add(new DataObject(MEMORY, ".bss", 16, new byte[MEMORY_SIZE], new TreeMap<>(), 0,
                null, false));
    }

    /** Calls functions of a program that is there. */
    GuestRun(Program program) {
        this.program = program;
    }

    /**
     * Zeroes the words at a symbol before each call, and adds them to what is printed after it. A
     * call that panics prints the line.
     */
    GuestRun watching(Symbol symbol, int count) {
        watched = symbol;
        watchedWords = count;
        program.setPanicHandler(new Symbol("panicked"));
        return this;
    }

    Program program() {
        return program;
    }

    GuestRun add(String... functions) {
        for (String function : functions) {
            program.add(IrText.read(function));
        }
        return this;
    }

    GuestRun add(Function function) {
        program.add(function);
        return this;
    }

    GuestRun with(java.util.function.Consumer<Assembler> more) {
        routines = more;
        return this;
    }

    GuestRun call(String function, int... arguments) {
        calls.add(new Call(function, arguments));
        return this;
    }

    /** What was printed: a line of eight hexadecimal digits for each call, lower case. */
    List<String> run(BackEnd backEnd, Path folder) throws Exception {
        Assembler a = new Assembler();
        writeStart(a);
        routines.accept(a);
        backEnd.emit(program, a);
        Files.write(folder.resolve("program"),
                ElfWriter.write(a.assemble(
                        Placement.at(BASE).alignSectionsTo(PAGE)).toElf("_start")));
        folder.resolve("program").toFile().setExecutable(true);
        return Peer.of("qemu-riscv32", "qemu-user").run(folder, "./program").lines().toList();
    }

    private void writeStart(Assembler a) {
        a.function("_start");
        for (Call call : calls) {
            writeCall(a, call);
        }
        a.li(A0, 0);
        a.li(A7, EXIT);
        a.ecall();
        writePrint(a);
        if (watched != null) {
            writeWatching(a);
        }
    }

    private void writeCall(Assembler a, Call call) {
        int stack = Convention.alignStack(Convention.stackBytes(call.arguments.length));
        a.addi(SP, SP, -stack - Convention.STACK_ALIGNMENT);
        for (int i = 0; i < KEPT.size(); i++) {
            a.li(KEPT.get(i), 0x5eed + i);
        }
        for (int i = 0; i < call.arguments.length; i++) {
            if (i < Convention.ARGUMENTS.size()) {
                a.li(Convention.ARGUMENTS.get(i), call.arguments[i]);
            } else {
                a.li(T0, call.arguments[i]);
                a.sw(T0, SP, Convention.stackBytes(i));
            }
        }
        a.sw(SP, SP, stack);
        Label panicked = a.local("panicked");
        if (watched != null) {
            a.call("clear");
            a.la(T0, "resume");
            a.sw(SP, T0, 0);
            a.la(T1, panicked);
            a.sw(T1, T0, 4);
        }
        a.call(call.function);
        a.lw(T0, SP, stack);
        Label changed = a.local("changed");
        Label kept = a.local("kept");
        a.bne(T0, SP, changed);
        for (int i = 0; i < KEPT.size(); i++) {
            a.li(T0, 0x5eed + i);
            a.bne(T0, KEPT.get(i), changed);
        }
        a.j(kept);
        a.bind(changed);
        a.ebreak();
        a.bind(panicked);
        a.bind(kept);
        a.addi(SP, SP, stack + Convention.STACK_ALIGNMENT);
        if (watched != null) {
            a.call("digest");
        }
        a.call("print");
    }

    /** What is printed when a call of a watching program is over: see {@link #writeWatching}. */
    static int digest(int a0, int a1, int[] words) {
        int digest = a0 * 31 + a1;
        for (int word : words) {
            digest = digest * 31 + word;
        }
        return digest;
    }

    /** Routines that clear and digest what is watched, and the panic handler. */
    private void writeWatching(Assembler a) {
        a.function("clear");
        a.la(T0, watched.name());
        a.addi(T1, T0, watchedWords * Integer.BYTES);
        Label zero = a.here("zero");
        a.sw(Register.ZERO, T0, 0);
        a.addi(T0, T0, Integer.BYTES);
        a.bne(T0, T1, zero);
        a.ret();
        a.function("digest");
        a.li(A2, 31);
        a.mul(A0, A0, A2);
        a.add(A0, A0, A1);
        a.la(T0, watched.name());
        a.addi(T1, T0, watchedWords * Integer.BYTES);
        Label next = a.here("next");
        a.lw(T2, T0, 0);
        a.mul(A0, A0, A2);
        a.add(A0, A0, T2);
        a.addi(T0, T0, Integer.BYTES);
        a.bne(T0, T1, next);
        a.ret();
        a.function("panicked");
        a.lw(A0, A0, 8);
        a.li(A1, -1);
        a.la(T0, "resume");
        a.lw(SP, T0, 0);
        a.lw(T0, T0, 4);
        a.jr(T0);
        a.end();
        a.bss();
        a.align(4);
        a.bind("resume");
        a.space(8);
        a.text();
    }

    /** Prints a0. */
    static void writePrint(Assembler a) {
        a.function("print");
        a.la(S0, "line");
        a.addi(S1, S0, 8);
        a.mv(S2, S0);
        Label next = a.here("next");
        Label letter = a.local("letter");
        Label put = a.local("put");
        a.srli(T0, A0, 28);
        a.slli(A0, A0, 4);
        a.li(T1, 10);
        a.li(T2, '0');
        a.blt(T0, T1, put);
        a.bind(letter);
        a.li(T2, 'a' - 10);
        a.bind(put);
        a.add(T0, T0, T2);
        a.sb(T0, S0, 0);
        a.addi(S0, S0, 1);
        a.bne(S0, S1, next);
        a.li(A0, 1);
        a.mv(A1, S2);
        a.li(A2, 9);
        a.li(A7, WRITE);
        a.ecall();
        a.ret();
        a.end();
        a.data();
        a.bind("line");
        a.ascii("00000000\n");
        a.align(4);
        a.text();
    }
}
