package cleave.toolchain.compiler.debuginfo;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.asm.Leb128;
import cleave.toolchain.compiler.backend.FunctionCode.Place;
import cleave.toolchain.isa.Register;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** A location description (section 2.6): where a value is, or what it is. */
final class Expression {
    private static final int ADDR = 0x03;
    private static final int CONST4S = 0x0d;
    private static final int REG0 = 0x50;
    private static final int FBREG = 0x91;
    private static final int PIECE = 0x93;
    private static final int CALL_FRAME_CFA = 0x9c;
    private static final int STACK_VALUE = 0x9f;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Label address;

    private Expression() {
    }

    /** The bytes at {@code label}. */
    static Expression at(Label label) {
        Expression expression = new Expression();
        expression.address = label;
        return expression;
    }

    /** The canonical frame address: the base of {@code InFrame} places. */
    static Expression frameAddress() {
        Expression expression = new Expression();
        expression.bytes.write(CALL_FRAME_CFA);
        return expression;
    }

    /** A variable of one or two words. */
    static Expression of(List<Place> words) {
        Expression expression = new Expression();
        if (isOneRun(words)) {
            expression.frame(((Place.InFrame) words.get(0)).offset());
            return expression;
        }
        for (Place word : words) {
            expression.word(word);
            if (words.size() > 1) {
                expression.bytes.write(PIECE);
                expression.bytes.write(Integer.BYTES);
            }
        }
        return expression;
    }

    /** Whether the words lie one behind the other in the frame, so that they are one location. */
    private static boolean isOneRun(List<Place> words) {
        if (!(words.get(0) instanceof Place.InFrame first)) {
            return false;
        }
        for (int i = 1; i < words.size(); i++) {
            if (!(words.get(i) instanceof Place.InFrame next)
                    || next.offset() != first.offset() + i * Integer.BYTES) {
                return false;
            }
        }
        return true;
    }

    private void word(Place place) {
        if (place instanceof Place.InRegister in) {
            bytes.write(REG0 + number(in.register()));
        } else if (place instanceof Place.InFrame in) {
            frame(in.offset());
        } else if (place instanceof Place.Constant constant) {
            bytes.write(CONST4S);
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                bytes.write(constant.value() >> shift);
            }
            bytes.write(STACK_VALUE);
        }
    }

    private void frame(int offset) {
        bytes.write(FBREG);
        bytes.writeBytes(Leb128.signed(offset));
    }

    /** DWARF numbers the integer registers as the instructions do (psABI, "DWARF Register"). */
    static int number(Register register) {
        return register.number();
    }

    int size() {
        return bytes.size() + (address == null ? 0 : 1 + Integer.BYTES);
    }

    void write(Assembler out) {
        if (address != null) {
            out.bytes(ADDR);
            out.word(address);
        }
        out.bytes(bytes.toByteArray());
    }
}
