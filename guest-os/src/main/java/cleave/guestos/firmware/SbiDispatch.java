package cleave.guestos.firmware;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.A6;
import static cleave.toolchain.isa.Register.A7;
import static cleave.toolchain.isa.Register.S0;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.T2;

import cleave.guestos.platform.Part;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.SbiError;
import cleave.toolchain.isa.SbiExtension;
import cleave.toolchain.isa.SbiFunction;
import java.util.List;
import java.util.Locale;

/**
 * Finds the function that a7 and a6 ask for in tables made of {@link SbiExtension} and
 * {@link SbiFunction} (SBI specification 2.0, chapter 3). A function is called with the caller's
 * a0 to a5 and returns the error in a0 and the value in a1; a legacy function returns in a0 only.
 * What never returns to the caller goes to {@link TrapEntry#RETURN} by itself.
 */
final class SbiDispatch implements Part {
    static final String LABEL = "sbi_call";

    private static final String EXTENSIONS = "sbi_extensions";
    private static final String EXTENSIONS_END = "sbi_extensions_end";
    private static final int ROW_FUNCTIONS = 4;
    private static final int ROW_TABLE = 8;
    private static final int ROW_SIZE = 12;
    private static final int ECALL_BYTES = 4;

    /** The label that the function's code must have. */
    static String handler(SbiFunction function) {
        return "sbi_" + function.name().toLowerCase(Locale.ROOT);
    }

    /** Ends a function with an error. */
    static void fail(Assembler a, SbiError error) {
        a.li(A0, error.code());
        a.li(A1, 0);
        a.ret();
    }

    /** Ends a function with success, its value being in a1. */
    static void succeed(Assembler a) {
        a.li(A0, SbiError.SUCCESS.code());
        a.ret();
    }

    @Override
    public void assemble(Assembler a) {
        dispatch(a);
        a.rodata();
        a.align(4);
        a.bind(EXTENSIONS);
        for (SbiExtension extension : SbiExtension.values()) {
            row(a, extension);
        }
        a.bind(EXTENSIONS_END);
        for (SbiExtension extension : SbiExtension.values()) {
            if (!extension.isLegacy()) {
                table(a, extension);
            }
        }
        a.text();
    }

    private static void dispatch(Assembler a) {
        Label found = a.local("found");
        Label legacy = a.local("legacy");
        Label answer = a.local("answer");
        Label next = a.local("next");
        Label unsupported = a.local("unsupported");
        a.function(LABEL);
        a.la(T0, EXTENSIONS);
        a.la(T1, EXTENSIONS_END);
        Label search = a.here("search");
        a.lw(T2, T0, 0);
        a.beq(T2, A7, found);
        a.addi(T0, T0, ROW_SIZE);
        a.bne(T0, T1, search);
        a.bind(unsupported);
        a.li(A0, SbiError.NOT_SUPPORTED.code());
        a.li(A1, 0);
        a.j(answer);
        a.bind(found);
        a.lw(T1, T0, ROW_FUNCTIONS);
        a.lw(T2, T0, ROW_TABLE);
        a.beqz(T1, legacy);
        a.bgeu(A6, T1, unsupported);
        a.slli(T1, A6, 2);
        a.add(T2, T2, T1);
        a.lw(T2, T2, 0);
        a.jalr(T2);
        a.bind(answer);
        a.sw(A1, S0, TrapFrame.of(A1));
        a.j(next);
        a.bind(legacy);
        a.jalr(T2);
        a.bind(next);
        a.sw(A0, S0, TrapFrame.of(A0));
        a.lw(T0, S0, TrapFrame.EPC);
        a.addi(T0, T0, ECALL_BYTES);
        a.sw(T0, S0, TrapFrame.EPC);
        a.tail(TrapEntry.RETURN);
    }

    /** An extension: its number, how many functions it has, their table; or a legacy function. */
    private static void row(Assembler a, SbiExtension extension) {
        List<SbiFunction> functions = SbiFunction.of(extension);
        a.word(extension.id());
        if (extension.isLegacy()) {
            a.word(0);
            a.word(a.label(handler(functions.get(0))));
        } else {
            a.word(functions.size());
            a.word(a.label(tableName(extension)));
        }
    }

    private static void table(Assembler a, SbiExtension extension) {
        List<SbiFunction> functions = SbiFunction.of(extension);
        a.bind(tableName(extension));
        for (int id = 0; id < functions.size(); id++) {
            if (functions.get(id).id() != id) {
                throw new IllegalStateException(extension + " has no function " + id);
            }
            a.word(a.label(handler(functions.get(id))));
        }
    }

    private static String tableName(SbiExtension extension) {
        return "sbi_" + extension.name().toLowerCase(Locale.ROOT) + "_functions";
    }
}
