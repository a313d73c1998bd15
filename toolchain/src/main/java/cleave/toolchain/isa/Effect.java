package cleave.toolchain.isa;

import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

/**
 * What an instruction does, over values and never over register numbers. Who executes instructions
 * switches over these shapes; which registers and immediate are meant is the {@link Format}'s.
 */
public sealed interface Effect {
    /**
     * {@code rd = operation(rs1, second)}; the second operand is {@code rs2} in format R and the
     * immediate otherwise.
     */
    record Alu(Meaning<IntBinaryOperator> meaning) implements Effect {
        public IntBinaryOperator operation() {
            return meaning.function();
        }
    }

    /** {@code rd = operation(rs1)}. */
    record Unary(Meaning<IntUnaryOperator> meaning) implements Effect {
        public IntUnaryOperator operation() {
            return meaning.function();
        }
    }

    /** {@code rd = immediate}, plus {@code pc} when {@code pcRelative}. */
    record Upper(boolean pcRelative) implements Effect {
    }

    /**
     * {@code rd} = address of the next instruction; {@code pc} = {@code pc + immediate}, or when
     * {@code indirect} {@code (rs1 + immediate) & ~1}.
     */
    record Jump(boolean indirect) implements Effect {
    }

    /** {@code if (condition(rs1, rs2)) pc += immediate}. */
    record Branch(Meaning<IntCondition> meaning) implements Effect {
        public IntCondition condition() {
            return meaning.function();
        }
    }

    /** {@code rd} = the {@code width} bytes at {@code rs1 + immediate}, extended. */
    record Load(int width, boolean signed) implements Effect {
    }

    /** The low {@code width} bytes of {@code rs2} to {@code rs1 + immediate}. */
    record Store(int width) implements Effect {
    }

    /** {@code rd} = the word at {@code rs1}, which becomes reserved. */
    record LoadReserved() implements Effect {
    }

    /** {@code rs2} to the word at {@code rs1} if it is still reserved; {@code rd} = 0, or 1. */
    record StoreConditional() implements Effect {
    }

    /** {@code rd} = the word at {@code rs1}; that word = {@code operation(word, rs2)}. */
    record Amo(Meaning<IntBinaryOperator> meaning) implements Effect {
        public IntBinaryOperator operation() {
            return meaning.function();
        }
    }

    /** {@code rd} = CSR, and the CSR changes by {@code rs1} or by the immediate in its place. */
    record CsrAccess(CsrOperation operation) implements Effect {
    }

    /** Orders memory accesses; {@code pause} and {@code fence.tso} are fences too. */
    record Fence() implements Effect {
    }

    /** Makes earlier stores visible to instruction fetch. */
    record FenceI() implements Effect {
    }

    /** An instruction addressed to the execution environment or the privileged architecture. */
    record Environment(Kind kind) implements Effect {
        /** Which of them. */
        public enum Kind {
            ECALL, EBREAK, MRET, SRET, WFI, SFENCE_VMA
        }
    }
}
