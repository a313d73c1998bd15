package cleave.toolchain.isa;

import java.util.ArrayList;
import java.util.Arrays;
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

    /** Bits of an operand: those of {@code mask}, from {@code low} on, found at {@code shift}. */
    private record Piece(int shift, int mask, int low) {
    }

    /** A field that must not hold this value. */
    private record Exclusion(int shift, int mask, int value) {
    }

    private static final Operand[] OPERANDS = Operand.values();
    private static final int FULL_REGISTER = 31;
    private static final int FIRST_SHORT_REGISTER = 8;

    private final Piece[][] pieces = new Piece[OPERANDS.length][0];
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
        for (StringTokenizer each = new StringTokenizer(ranges, "|"); each.hasMoreTokens();) {
            String range = each.nextToken();
            int colon = range.indexOf(':');
            int high = Integer.parseInt(colon < 0 ? range : range.substring(0, colon));
            int low = Integer.parseInt(range.substring(colon + 1));
            int width = high - low + 1;
            shift -= width;
            int mask = (1 << width) - 1;
            add(Operand.IMMEDIATE, new Piece(shift, mask, low));
            immediateBits |= mask << low;
        }
        return shift;
    }

    private int register(String token, int top) {
        int exclusion = token.indexOf("!=");
        String names = exclusion < 0 ? token : token.substring(0, exclusion);
        int width = names.endsWith("'") ? 3 : 5;
        int shift = top - width;
        int mask = (1 << width) - 1;
        for (StringTokenizer each = new StringTokenizer(names, "/'"); each.hasMoreTokens();) {
            String name = each.nextToken();
            add(switch (name) {
                case "rd" -> Operand.RD;
                case "rs1" -> Operand.RS1;
                case "rs2" -> Operand.RS2;
                default -> throw new IllegalArgumentException("no operand is called " + name);
            }, new Piece(shift, mask, 0));
        }
        if (exclusion >= 0) {
            int value = Integer.parseInt(token.substring(exclusion + 2));
            exclusions.add(new Exclusion(shift, mask, value));
        }
        return shift;
    }

    private void add(Operand operand, Piece piece) {
        Piece[] before = pieces[operand.ordinal()];
        Piece[] after = Arrays.copyOf(before, before.length + 1);
        after[before.length] = piece;
        pieces[operand.ordinal()] = after;
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
            if ((word >>> exclusion.shift & exclusion.mask) == exclusion.value) {
                return false;
            }
        }
        return true;
    }

    boolean has(Operand operand) {
        return pieces[operand.ordinal()].length != 0;
    }

    /** The operand's value in a word; the immediate extended by its sign, if it has one. */
    int value(Operand operand, int word) {
        if (operand == Operand.IMMEDIATE) {
            return immediate(word);
        }
        Piece piece = pieces[operand.ordinal()][0];
        int number = word >>> piece.shift & piece.mask;
        return piece.mask == FULL_REGISTER ? number : number + FIRST_SHORT_REGISTER;
    }

    /** What stands for a register of that number; the wrong register when it has no encoding. */
    int registerBits(Operand operand, int number) {
        return pieces[operand.ordinal()][0].mask == FULL_REGISTER ? number
                : number - FIRST_SHORT_REGISTER & 7;
    }

    private int immediate(int word) {
        int value = 0;
        for (Piece piece : pieces[Operand.IMMEDIATE.ordinal()]) {
            value |= (word >>> piece.shift & piece.mask) << piece.low;
        }
        int unused = Integer.numberOfLeadingZeros(immediateBits);
        return signed ? value << unused >> unused : value;
    }

    /** {@code word} with the low bits of {@code value} put where the operand stands. */
    int with(int word, Operand operand, int value) {
        int result = word;
        for (Piece piece : pieces[operand.ordinal()]) {
            result |= (value >>> piece.low & piece.mask) << piece.shift;
        }
        return result;
    }

    /** {@code word} with the operand's bits replaced by the low bits of {@code value}. */
    int replace(int word, Operand operand, int value) {
        int cleared = word & ~with(0, operand, ~0);
        return with(cleared, operand, value);
    }

    /** Whether the immediate can take that value. */
    boolean immediateFits(int immediate) {
        return immediate >= immediateMinimum() && immediate <= immediateMaximum()
                && (immediate & immediateStep() - 1) == 0;
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
