package cleave.toolchain.isa;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/**
 * A line of the manual's encoding tables, from the most significant bit down: binary digits are
 * fixed bits, names are operands, dashes are ignored bits, and {@code imm[12|10:5]} says which
 * bits of the immediate stand there. In 16-bit encodings {@code rd'} is one of x8 to x15,
 * {@code rs1/rd} serves as both, and {@code rd!=2} or an immediate whose name begins with
 * {@code nz} excludes a value. Refuses, when its table is loaded, a line that is not exactly as
 * wide as it should be.
 */
final class Encoding {
    enum Operand { RD, RS1, RS2, IMMEDIATE }

    /** Bits of an operand: {@code width} of them from {@code low}, found at {@code shift}. */
    private record Piece(Operand operand, int shift, int width, int low) {
        int mask() {
            return (1 << width) - 1;
        }
    }

    private record Exclusion(int shift, int width, int value) {
    }

    private final List<Piece> pieces = new ArrayList<>();
    private final List<Exclusion> exclusions = new ArrayList<>();
    private int mask;
    private int match;
    private boolean signed;
    private boolean nonZero;
    private int immediateBits;

    /** {@code width} is 16 or 32. */
    Encoding(String text, int width) {
        int position = width;
        for (StringTokenizer tokens = new StringTokenizer(text); tokens.hasMoreTokens();) {
            position = parse(tokens.nextToken(), position);
        }
        if (position != 0) {
            throw new IllegalArgumentException("encoding '" + text + "' is "
                    + (width - position) + " bits wide, not " + width);
        }
    }

    /** Reads one token whose highest bit is below {@code top}; returns where the next begins. */
    private int parse(String token, int top) {
        if (token.charAt(0) == '0' || token.charAt(0) == '1') {
            int shift = top - token.length();
            mask |= (int) ((1L << token.length()) - 1) << shift;
            match |= Integer.parseUnsignedInt(token, 2) << shift;
            return shift;
        }
        if (token.charAt(0) == '-') {
            return top - token.length();
        }
        int bracket = token.indexOf('[');
        if (bracket >= 0) {
            String name = token.substring(0, bracket);
            signed |= name.endsWith("imm") && !name.endsWith("uimm");
            nonZero |= name.startsWith("nz");
            return immediate(token.substring(bracket + 1, token.length() - 1), top);
        }
        return switch (token) {
            case "shamt" -> immediate("4:0", top);
            case "csr" -> immediate("11:0", top);
            case "aq" -> immediate("1", top);
            case "rl" -> immediate("0", top);
            case "fm" -> immediate("11:8", top);
            case "pred" -> immediate("7:4", top);
            case "succ" -> immediate("3:0", top);
            case "uimm" -> register("rs1", top);
            default -> register(token, top);
        };
    }

    private int immediate(String ranges, int top) {
        int shift = top;
        for (String range : ranges.split("\\|")) {
            String[] ends = range.split(":");
            int high = Integer.parseInt(ends[0]);
            int low = Integer.parseInt(ends[ends.length - 1]);
            int width = high - low + 1;
            shift -= width;
            pieces.add(new Piece(Operand.IMMEDIATE, shift, width, low));
            immediateBits |= (int) ((1L << width) - 1) << low;
        }
        return shift;
    }

    private int register(String token, int top) {
        String[] parts = token.split("!=");
        int width = parts[0].endsWith("'") ? 3 : 5;
        int shift = top - width;
        for (String name : parts[0].replace("'", "").split("/")) {
            Operand operand = switch (name) {
                case "rd" -> Operand.RD;
                case "rs1" -> Operand.RS1;
                case "rs2" -> Operand.RS2;
                default -> throw new IllegalArgumentException("no operand is called " + name);
            };
            pieces.add(new Piece(operand, shift, width, 0));
        }
        if (parts.length > 1) {
            exclusions.add(new Exclusion(shift, width, Integer.parseInt(parts[1])));
        }
        return shift;
    }

    /** Ones where the encoding fixes a bit. */
    int mask() {
        return mask;
    }

    /** The fixed bits. */
    int match() {
        return match;
    }

    /** Whether the word is this encoding's, excluded values considered. */
    boolean matches(int word) {
        if ((word & mask) != match || nonZero && immediate(word) == 0) {
            return false;
        }
        for (Exclusion exclusion : exclusions) {
            if ((word >>> exclusion.shift & (1 << exclusion.width) - 1) == exclusion.value) {
                return false;
            }
        }
        return true;
    }

    boolean has(Operand operand) {
        for (Piece piece : pieces) {
            if (piece.operand == operand) {
                return true;
            }
        }
        return false;
    }

    /** The number of a register operand, 0 to 31; it must exist. */
    int register(Operand operand, int word) {
        for (Piece piece : pieces) {
            if (piece.operand == operand) {
                int number = word >>> piece.shift & piece.mask();
                return piece.width == 3 ? number + 8 : number;
            }
        }
        throw new IllegalArgumentException("the encoding has no operand " + operand);
    }

    /** The immediate, extended by its sign if it has one; 0 if the encoding has none. */
    int immediate(int word) {
        int value = 0;
        for (Piece piece : pieces) {
            if (piece.operand == Operand.IMMEDIATE) {
                value |= (word >>> piece.shift & piece.mask()) << piece.low;
            }
        }
        int unused = Integer.numberOfLeadingZeros(immediateBits);
        return signed ? value << unused >> unused : value;
    }

    /** {@code word} with the low bits of {@code value} put where the operand stands. */
    int with(int word, Operand operand, int value) {
        int result = word;
        for (Piece piece : pieces) {
            if (piece.operand == operand) {
                result |= (value >>> piece.low & piece.mask()) << piece.shift;
            }
        }
        return result;
    }

    /** The smallest value the immediate can take. */
    int immediateMinimum() {
        return signed ? -Integer.highestOneBit(immediateBits) : 0;
    }

    /** The largest value the immediate can take. */
    int immediateMaximum() {
        return signed ? immediateBits & ~Integer.highestOneBit(immediateBits) : immediateBits;
    }

    /** The immediate is a multiple of this. */
    int immediateStep() {
        return immediateBits == 0 ? 1 : Integer.lowestOneBit(immediateBits);
    }
}
