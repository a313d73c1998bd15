package cleave.guestos.greeting;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.S1;
import static cleave.toolchain.isa.Register.S2;
import static cleave.toolchain.isa.Register.S4;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.T2;
import static cleave.toolchain.isa.Register.T3;
import static cleave.toolchain.isa.Register.T4;
import static cleave.toolchain.isa.Register.T5;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.guestos.platform.Finisher;
import cleave.guestos.platform.Part;
import cleave.guestos.platform.Uart;
import cleave.guestos.platform.VirtMachine;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;

/**
 * Reads lines, showing what is typed, and prints each again. Backspace and Delete take a character
 * back; other control characters are ignored; what a line has no room for is answered by a bell.
 *
 * <p>s1 is the line's start, s2 its end, s4 where there is no more room.
 */
final class LineEcho implements Part {
    static final String LABEL = "echo_lines";

    private static final int LINE_SIZE = 256;
    private static final int CTRL_D = 4;
    private static final int BELL = 7;
    private static final int BACKSPACE = 8;
    private static final int DELETE = 0x7f;

    @Override
    public void assemble(Assembler a) {
        Label prompt = a.local("prompt");
        Label next = a.local("next");
        Label enter = a.local("enter");
        Label erase = a.local("erase");
        Label off = a.local("off");
        a.function(LABEL);
        a.la(S1, "line");
        a.addi(S4, S1, LINE_SIZE - 1);
        a.bind(prompt);
        print(a, "prompt");
        a.mv(S2, S1);
        a.bind(next);
        a.jal(T3, a.label(KeyboardInput.TAKE));
        when(a, CTRL_D, off);
        when(a, '\r', enter);
        when(a, '\n', enter);
        when(a, BACKSPACE, erase);
        when(a, DELETE, erase);
        append(a, next);
        erase(a, erase, next);
        enter(a, enter, prompt, off);
        a.bind(off);
        print(a, "bye");
        a.li(A0, VirtMachine.FINISH_PASS);
        a.tail(Finisher.FINISH);
        data(a);
    }

    private static void when(Assembler a, int character, Label then) {
        a.li(T1, character);
        a.beq(A0, T1, then);
    }

    private static void print(Assembler a, String text) {
        a.la(A0, text);
        a.jal(T0, a.label(Uart.PRINT));
    }

    private static void append(Assembler a, Label next) {
        Label show = a.local("show");
        Label room = a.local("room");
        a.li(T1, ' ');
        a.bltu(A0, T1, next);
        a.bne(S2, S4, room);
        a.li(A0, BELL);
        a.j(show);
        a.bind(room);
        a.sb(A0, S2, 0);
        a.addi(S2, S2, 1);
        a.bind(show);
        a.jal(T0, a.label(Uart.PUT));
        a.j(next);
    }

    private static void erase(Assembler a, Label erase, Label next) {
        a.bind(erase);
        a.beq(S1, S2, next);
        a.addi(S2, S2, -1);
        print(a, "erase");
        a.j(next);
    }

    /** The line ends with a zero, so that it can be printed, and compared with {@code exit}. */
    private static void enter(Assembler a, Label enter, Label prompt, Label off) {
        Label different = a.local("different");
        a.bind(enter);
        a.sb(ZERO, S2, 0);
        print(a, "newline");
        a.beq(S1, S2, prompt);
        a.la(T1, "exit");
        a.mv(T2, S1);
        Label compare = a.here("compare");
        a.lbu(T4, T1, 0);
        a.lbu(T5, T2, 0);
        a.bne(T4, T5, different);
        a.beqz(T4, off);
        a.addi(T1, T1, 1);
        a.addi(T2, T2, 1);
        a.j(compare);
        a.bind(different);
        a.mv(A0, S1);
        a.jal(T0, a.label(Uart.PRINT));
        print(a, "newline");
        a.j(prompt);
    }

    private static void data(Assembler a) {
        a.rodata();
        text(a, "prompt", "> ");
        text(a, "newline", "\r\n");
        text(a, "erase", "\b \b");
        text(a, "exit", "exit");
        text(a, "bye", "bye\r\n");
        a.bss();
        a.object("line");
        a.space(LINE_SIZE);
        a.end();
        a.text();
    }

    private static void text(Assembler a, String label, String text) {
        a.bind(label);
        a.asciz(text);
    }
}
