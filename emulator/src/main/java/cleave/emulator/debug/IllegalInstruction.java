package cleave.emulator.debug;

import cleave.emulator.hart.CsrRefusal;
import cleave.emulator.hart.Hart;
import cleave.toolchain.isa.CompressedInstruction;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.CsrNames;
import cleave.toolchain.isa.CsrOperation;
import cleave.toolchain.isa.Effect;
import cleave.toolchain.isa.Effect.Environment;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Operands;
import cleave.toolchain.isa.PrivilegeMode;

/** Why an instruction is illegal where it stands, in words: sections 2.1, 3.1.6 and 3.3. */
final class IllegalInstruction {
    private IllegalInstruction() {
    }

    /** The reason, a clause, for instruction bits that the hart has just refused. */
    static String reason(Hart hart, int bits) {
        if (Operands.isCompressed(bits)) {
            return compressed(bits & 0xffff);
        }
        Instruction instruction = Instruction.decode(bits);
        if (instruction == null) {
            return unknown(bits);
        }
        if (instruction.effect() instanceof Effect.CsrAccess access) {
            return csr(hart, access.operation(), bits);
        }
        return privileged(hart, instruction);
    }

    private static String compressed(int bits) {
        if (bits == 0) {
            return "sixteen zero bits are no instruction: this is memory that holds no code";
        }
        if (CompressedInstruction.decode(bits) != null) {
            return "the hart refused it";
        }
        int funct3 = bits >>> 13;
        boolean quadrant0Or2 = (bits & 1) == 0;
        boolean floating = quadrant0Or2 && (funct3 & 3) != 0 && (funct3 & 3) != 2;
        return floating ? "it belongs to the compressed floating-point instructions, and this "
                + "machine has no F or D extension"
                : "the encoding is reserved, or belongs to an extension this machine does not have";
    }

    /** Names the extension of a major opcode (volume I, "RISC-V base opcode map"). */
    private static String unknown(int bits) {
        if (bits == -1) {
            return "thirty-two one bits are no instruction: this is memory that holds no code";
        }
        int funct3 = bits >>> 12 & 7;
        String owner = switch (bits & 0x7f) {
            case 0b0000111, 0b0100111 -> funct3 == 2 || funct3 == 3 || funct3 == 1 || funct3 == 4
                    ? floatingPoint() : "the V extension, which this machine does not have";
            case 0b1010011, 0b1000011, 0b1000111, 0b1001011, 0b1001111 -> floatingPoint();
            case 0b1010111 -> "the V extension, which this machine does not have";
            case 0b0011011, 0b0111011 -> rv64();
            case 0b0000011 -> funct3 == 3 || funct3 == 6 ? rv64() : null;
            case 0b0100011 -> funct3 == 3 ? rv64() : null;
            case 0b0101111 -> funct3 == 3 ? rv64() : null;
            default -> null;
        };
        return owner == null
                ? "the encoding is reserved, or belongs to an extension this machine does not have"
                : "it belongs to " + owner;
    }

    private static String floatingPoint() {
        return "the F or D extension, which this machine does not have: build with "
                + "-march=rv32ima -mabi=ilp32";
    }

    private static String rv64() {
        return "RV64, and this machine is RV32: build with -march=rv32ima";
    }

    private static String csr(Hart hart, CsrOperation operation, int bits) {
        int number = Operands.csr(bits);
        boolean writes = operation == CsrOperation.WRITE || Operands.rs1(bits) != 0;
        CsrRefusal refusal = hart.csrs().refusal(Csr.of(number), writes);
        String name = CsrNames.of(number);
        if (refusal == null) {
            return "the hart refused it";
        }
        return switch (refusal) {
            case DOES_NOT_EXIST -> String.format("CSR %s (0x%03x): %s", name, number,
                    refusal.words());
            case NEEDS_PRIVILEGE -> needs(hart, name, Csr.minPrivilege(number));
            default -> name + ": " + refusal.words();
        };
    }

    private static String needs(Hart hart, String what, PrivilegeMode least) {
        return String.format("%s needs %s-mode, and the hart is in %s-mode", what, least.letter(),
                CodeReader.letter(hart.mode()));
    }

    private static String privileged(Hart hart, Instruction instruction) {
        if (!(instruction.effect() instanceof Environment environment)) {
            return "the hart refused it";
        }
        boolean user = hart.mode() == Hart.U;
        String name = instruction.mnemonic();
        return switch (environment.kind()) {
            case MRET -> needs(hart, name, PrivilegeMode.MACHINE);
            case SRET -> user ? needs(hart, name, PrivilegeMode.SUPERVISOR)
                    : "mstatus.TSR=1 keeps S-mode from sret";
            case SFENCE_VMA -> user ? needs(hart, name, PrivilegeMode.SUPERVISOR)
                    : "mstatus.TVM=1 keeps S-mode from sfence.vma";
            case WFI -> user ? needs(hart, name, PrivilegeMode.SUPERVISOR)
                    : "mstatus.TW=1 keeps S-mode from wfi";
            case ECALL, EBREAK -> "the hart refused it";
        };
    }
}
