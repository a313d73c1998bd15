package cleave.toolchain.isa;

import cleave.toolchain.isa.Encoding.Operand;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;

/**
 * An instruction of which some operands are fixed, read from a line of assembly language such as
 * {@code jalr x0, 0(rs1)}: numbers, {@code x0} to {@code x31} and CSR names are fixed; operands
 * called by their own name are left open. Compressed and pseudo-instructions are declared so.
 */
final class Expansion {
    private final Instruction target;
    private final Map<Operand, Integer> fixed = new EnumMap<>(Operand.class);

    Expansion(String text) {
        StringTokenizer given = new StringTokenizer(text, " ,()");
        target = Instruction.byMnemonic(given.nextToken());
        StringTokenizer named = new StringTokenizer(target.format().syntax(), " ,()");
        while (named.hasMoreTokens()) {
            fix(named.nextToken(), given.nextToken());
        }
    }

    private void fix(String operand, String given) {
        char first = given.charAt(0);
        if (first == 'x') {
            fixed.put(register(operand), Integer.parseInt(given.substring(1)));
        } else if (first == '-' || Character.isDigit(first)) {
            int value = Integer.parseInt(given);
            fixed.merge(Operand.IMMEDIATE, operand.equals("pred") ? value << 4 : value,
                    Integer::sum);
        } else if (operand.equals("csr") && !given.equals("csr")) {
            fixed.put(Operand.IMMEDIATE, Csr.byName(given).number());
        }
    }

    private static Operand register(String operand) {
        return switch (operand) {
            case "rd" -> Operand.RD;
            case "rs1" -> Operand.RS1;
            case "rs2" -> Operand.RS2;
            default -> throw new IllegalArgumentException(operand + " is not a register");
        };
    }

    Instruction target() {
        return target;
    }

    /** The operands that are not fixed. */
    List<Operand> open() {
        List<Operand> open = new ArrayList<>();
        for (Operand operand : Operand.values()) {
            if (target.encoding().has(operand) && !fixed.containsKey(operand)) {
                open.add(operand);
            }
        }
        return open;
    }

    /** The target's fixed bits and those of the fixed operands. */
    int mask() {
        int mask = target.mask();
        for (Operand operand : fixed.keySet()) {
            mask = target.encoding().with(mask, operand, ~0);
        }
        return mask;
    }

    /** The target with its fixed operands; the open ones are zero. */
    int match() {
        return target.encode(
                fixed.getOrDefault(Operand.RD, 0),
                fixed.getOrDefault(Operand.RS1, 0),
                fixed.getOrDefault(Operand.RS2, 0),
                fixed.getOrDefault(Operand.IMMEDIATE, 0));
    }
}
