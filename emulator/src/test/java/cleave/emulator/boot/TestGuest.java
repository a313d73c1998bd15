package cleave.emulator.boot;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A7;
import static cleave.toolchain.isa.Register.S0;
import static cleave.toolchain.isa.Register.S1;
import static cleave.toolchain.isa.Register.S2;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.T2;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.elf.ElfWriter;
import cleave.toolchain.isa.Csr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Small programs for the machine, made on the spot. */
public final class TestGuest {
    public static final int MACHINE_START = 0x8000_0000;
    public static final int SUPERVISOR_START = 0x8040_0000;

    private static final int UART = 0x1000_0000;
    private static final int FINISHER = 0x10_0000;
    private static final int PLIC = 0xc00_0000;
    private static final int UART_SOURCE = 10;

    private TestGuest() {
    }

    /** An ELF file of what {@code writer} writes behind the entry {@code _start}. */
    public static byte[] elf(int base, Consumer<Assembler> writer) {
        Assembler a = assembler(writer);
        return ElfWriter.write(a.assemble(base).toElf("_start"));
    }

    /** The bytes of it alone. */
    public static byte[] flat(int base, Consumer<Assembler> writer) {
        return assembler(writer).assemble(base).flat();
    }

    private static Assembler assembler(Consumer<Assembler> writer) {
        Assembler a = new Assembler();
        a.function("_start");
        writer.accept(a);
        return a;
    }

    public static Path write(Path folder, String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    /** Prints a text on the UART. */
    public static void print(Assembler a, String text) {
        a.li(T0, UART);
        for (char c : text.toCharArray()) {
            a.li(T1, c);
            a.sb(T1, T0, 0);
        }
    }

    /** Ends the machine through the test finisher. */
    public static void exit(Assembler a, int code) {
        a.li(T0, FINISHER);
        a.li(T1, code == 0 ? 0x5555 : code << 16 | 0x3333);
        a.sw(T1, T0, 0);
        stay(a);
    }

    /** A loop to itself. */
    public static void stay(Assembler a) {
        Label here = a.local("stay");
        a.bind(here);
        a.j(here);
    }

    /** Says "hello" and ends with {@code code}. */
    public static Consumer<Assembler> hello(int code) {
        return a -> {
            print(a, "hello\n");
            exit(a, code);
        };
    }

    /** For S-mode: says "super" through the SBI's legacy console and shuts down. */
    public static void supervisorHello(Assembler a) {
        for (char c : "super\n".toCharArray()) {
            a.li(A7, 1);
            a.li(A0, c);
            a.ecall();
        }
        a.li(A7, 8);
        a.ecall();
    }

    /**
     * Shows a prompt, sleeps for a character by the UART's interrupt, echoes it; a line feed gives
     * a prompt again, {@code q} ends with 0, {@code f} with 7.
     */
    public static void sleepingEcho(Assembler a) {
        a.li(T0, PLIC + 4 * UART_SOURCE);
        a.li(T1, 1);
        a.sw(T1, T0, 0);
        a.li(T0, PLIC + 0x2000);
        a.li(T1, 1 << UART_SOURCE);
        a.sw(T1, T0, 0);
        a.li(S0, UART);
        a.li(T1, 1);
        a.sb(T1, S0, 2);
        a.sb(T1, S0, 1);
        a.li(T1, 1 << 11);
        a.csrs(Csr.MIE, T1);
        a.li(S2, PLIC + 0x20_0004);
        echoLoop(a, true);
    }

    /** The same, but asks the UART's line status for ever. */
    public static void pollingEcho(Assembler a) {
        a.li(S0, UART);
        echoLoop(a, false);
    }

    private static void echoLoop(Assembler a, boolean sleeping) {
        Label prompt = a.label("prompt");
        Label wait = a.label("wait");
        Label quit = a.label("quit");
        Label fail = a.label("fail");
        a.bind(prompt);
        print(a, "> ");
        a.bind(wait);
        if (sleeping) {
            a.wfi();
            a.lw(S1, S2, 0);
        }
        a.lbu(T0, S0, 5);
        a.andi(T0, T0, 1);
        Label none = a.local("none");
        a.beqz(T0, none);
        a.lbu(T2, S0, 0);
        if (sleeping) {
            a.sw(S1, S2, 0);
        }
        a.sb(T2, S0, 0);
        a.li(T0, '\n');
        a.beq(T2, T0, prompt);
        a.li(T0, 'q');
        a.beq(T2, T0, quit);
        a.li(T0, 'f');
        a.beq(T2, T0, fail);
        a.j(wait);
        a.bind(none);
        if (sleeping) {
            a.sw(S1, S2, 0);
        }
        a.j(wait);
        a.bind(quit);
        exit(a, 0);
        a.bind(fail);
        exit(a, 7);
    }

    /** Ends through HTIF with {@code code}, and leaves a signature of three words. */
    public static Consumer<Assembler> htif(int code) {
        return a -> {
            a.la(T0, "tohost");
            a.li(T1, code << 1 | 1);
            a.sw(T1, T0, 0);
            a.sw(ZERO, T0, 4);
            stay(a);
            a.data();
            a.align(64);
            a.object("tohost");
            a.dword(0);
            a.align(64);
            a.object("fromhost");
            a.dword(0);
            a.object("begin_signature");
            a.word(1, 0xdead_beef, 3);
            a.object("end_signature");
            a.word(0);
        };
    }
}
