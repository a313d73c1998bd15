package cleave.emulator.engine.translate;

import cleave.toolchain.isa.Effect;
import cleave.toolchain.isa.Format;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Meaning;
import java.util.Map;
import java.util.function.Supplier;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/**
 * Writes instructions that neither jump nor need the interpreter. Operations that the JVM has are
 * its own instructions; the others call the method that is their meaning.
 */
final class InstructionWriter {
    /** The operations that are one instruction of the JVM, by the name of their meaning. */
    private static final Map<String, Integer> OWN = Map.ofEntries(
            Map.entry("add", Opcodes.IADD), Map.entry("sub", Opcodes.ISUB),
            Map.entry("sll", Opcodes.ISHL), Map.entry("srl", Opcodes.IUSHR),
            Map.entry("sra", Opcodes.ISHR), Map.entry("xor", Opcodes.IXOR),
            Map.entry("or", Opcodes.IOR), Map.entry("and", Opcodes.IAND),
            Map.entry("mul", Opcodes.IMUL));

    private InstructionWriter() {
    }

    /** @param slow where to leave to when it has to be executed by the interpreter */
    static void write(CodeWriter code, MemoryWriter memory, GuestInstruction guest,
            Supplier<Label> slow) {
        Effect effect = guest.instruction().effect();
        int rd = guest.rd();
        if (effect instanceof Effect.Load load) {
            memory.load(guest, load.width(), slow.get());
            if (!load.signed()) {
                code.push(load.width() == 1 ? 0xff : 0xffff);
                code.op(Opcodes.IAND);
            }
            code.write(rd);
        } else if (effect instanceof Effect.Store store) {
            memory.store(guest, store.width(), slow.get());
        } else if (rd == 0) {
            return;
        } else if (effect instanceof Effect.Upper upper) {
            code.set(rd, (upper.pcRelative() ? guest.pc() : 0) + guest.immediate());
        } else if (effect instanceof Effect.Unary unary) {
            code.read(guest.rs1());
            call(code, unary.meaning(), "(I)I");
            code.write(rd);
        } else if (effect instanceof Effect.Alu alu) {
            writeAlu(code, guest, alu.meaning());
            code.write(rd);
        }
    }

    private static void call(CodeWriter code, Meaning<?> meaning, String descriptor) {
        code.call(meaning.owner(), meaning.method(), descriptor);
    }

    private static void writeAlu(CodeWriter code, GuestInstruction guest, Meaning<?> meaning) {
        Instruction instruction = guest.instruction();
        boolean immediate = instruction.format() != Format.R;
        int value = immediate ? guest.immediate() : 0;
        String name = meaning.method();
        boolean signed = name.equals("slt");
        if (signed || name.equals("sltu")) {
            widen(code, () -> code.read(guest.rs1()), signed);
            widen(code, () -> second(code, guest, immediate, value), signed);
            // The sign of the difference, without a branch.
            code.op(Opcodes.LSUB);
            code.push(63);
            code.op(Opcodes.LUSHR);
            code.op(Opcodes.L2I);
            return;
        }
        code.read(guest.rs1());
        if (immediate && value == 0 && name.equals("add")) {
            return;
        }
        second(code, guest, immediate, value);
        Integer own = OWN.get(name);
        if (own != null) {
            code.op(own);
        } else {
            call(code, meaning, "(II)I");
        }
    }

    private static void second(CodeWriter code, GuestInstruction guest, boolean immediate,
            int value) {
        if (immediate) {
            code.push(value);
        } else {
            code.read(guest.rs2());
        }
    }

    private static void widen(CodeWriter code, Runnable operand, boolean signed) {
        operand.run();
        code.op(Opcodes.I2L);
        if (!signed) {
            code.push(0xffff_ffffL);
            code.op(Opcodes.LAND);
        }
    }
}
