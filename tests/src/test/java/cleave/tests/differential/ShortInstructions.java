package cleave.tests.differential;

import cleave.toolchain.isa.CompressedInstruction;
import cleave.toolchain.isa.Effect;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Operands;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The 16-bit instructions that random programs may contain, by kind. */
final class ShortInstructions {
    private static final int LONGEST_BRANCH = 40;

    /** They compute, and write no register that others rely on. */
    static final List<Integer> ARITHMETIC = where(word -> {
        Effect effect = Instruction.decode(word).effect();
        return (effect instanceof Effect.Alu || effect instanceof Effect.Upper)
                && OperandGenerator.isDestination(Operands.rd(word));
    });

    /** Loads and stores by a register that holds an address of data. */
    static final List<Integer> ACCESSES = where(word -> {
        Effect effect = Instruction.decode(word).effect();
        boolean load = effect instanceof Effect.Load
                && OperandGenerator.isDestination(Operands.rd(word));
        return (load || effect instanceof Effect.Store) && isPointer(Operands.rs1(word));
    });

    /** Branches and jumps a little forward. */
    static final List<Integer> BRANCHES = where(word -> {
        Instruction instruction = Instruction.decode(word);
        boolean direct = instruction.effect() instanceof Effect.Branch
                || instruction.effect() instanceof Effect.Jump jump && !jump.indirect();
        int offset = instruction.format().immediate(word);
        return direct && offset > 0 && offset <= LONGEST_BRANCH;
    });

    private ShortInstructions() {
    }

    /** @param condition on the 32-bit word that an instruction expands to */
    private static List<Integer> where(IntPredicate condition) {
        return IntStream.range(0, 0x10000)
                .filter(halfword -> CompressedInstruction.decode(halfword) != null
                        && condition.test(CompressedInstruction.expand(halfword)))
                .boxed().toList();
    }

    private static boolean isPointer(int register) {
        return IntStream.of(OperandGenerator.POINTERS).anyMatch(p -> p == register);
    }
}
