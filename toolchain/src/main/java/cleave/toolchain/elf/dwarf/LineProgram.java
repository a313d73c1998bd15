package cleave.toolchain.elf.dwarf;

import java.util.function.IntPredicate;

/**
 * The state machine that makes rows out of a line number program (DWARF 5, section 6.2.5). RISC-V
 * instructions are single operations, so that VLIW's {@code op_index} is always 0.
 */
final class LineProgram {
    /** What the header says about the program. */
    record Parameters(int minimumInstructionLength, int lineBase, int lineRange, int opcodeBase,
            int[] operandCounts) {
    }

    private static final int ADDRESS_SIZE = 4;

    private final DwarfCursor in;
    private final Parameters parameters;
    private final FileTable files;
    private final int unit;
    private final LineRows rows;
    private final IntPredicate isCode;

    private int address;
    private int file;
    private int line;
    private int sequenceStart;

    LineProgram(DwarfCursor in, Parameters parameters, FileTable files, int unit, LineRows rows,
            IntPredicate isCode) {
        this.in = in;
        this.parameters = parameters;
        this.files = files;
        this.unit = unit;
        this.rows = rows;
        this.isCode = isCode;
    }

    /** Adds the rows of all sequences; of one that is cut short, none. */
    void run() throws DwarfException {
        reset();
        try {
            while (!in.atEnd()) {
                step(in.u8());
            }
        } finally {
            rows.truncate(sequenceStart);
        }
    }

    private void reset() {
        address = 0;
        file = 1;
        line = 1;
        sequenceStart = rows.count();
    }

    private void step(int opcode) throws DwarfException {
        if (opcode >= parameters.opcodeBase()) {
            special(opcode);
        } else if (opcode == 0) {
            extended();
        } else {
            standard(opcode);
        }
    }

    private void special(int opcode) {
        int adjusted = opcode - parameters.opcodeBase();
        address += advance(opcode);
        line += parameters.lineBase() + adjusted % parameters.lineRange();
        row();
    }

    private int advance(int opcode) {
        int operations = (opcode - parameters.opcodeBase()) / parameters.lineRange();
        return operations * parameters.minimumInstructionLength();
    }

    private void row() {
        rows.add(address, unit, file, line);
    }

    private void standard(int opcode) throws DwarfException {
        switch (opcode) {
            case 1: // DW_LNS_copy
                row();
                break;
            case 2: // DW_LNS_advance_pc
                address += in.uleb() * parameters.minimumInstructionLength();
                break;
            case 3: // DW_LNS_advance_line
                line += in.sleb();
                break;
            case 4: // DW_LNS_set_file
                file = in.uleb();
                break;
            case 8: // DW_LNS_const_add_pc
                address += advance(255);
                break;
            case 9: // DW_LNS_fixed_advance_pc
                address += in.u16();
                break;
            default: // columns, statements, blocks, prologues, and what later versions add
                for (int left = parameters.operandCounts()[opcode]; left > 0; left--) {
                    in.uleb();
                }
        }
    }

    private void extended() throws DwarfException {
        DwarfCursor operand = in.part(in.uleb());
        if (operand.atEnd()) {
            throw new DwarfException("an extended opcode is empty");
        }
        switch (operand.u8()) {
            case 1: // DW_LNE_end_sequence
                endSequence();
                break;
            case 2: // DW_LNE_set_address
                address = operand.word();
                if (!operand.atEnd()) {
                    throw new DwarfException("an address is longer than " + ADDRESS_SIZE
                            + " bytes");
                }
                break;
            case 3: // DW_LNE_define_file, before version 5
                files.add(operand.text(), operand);
                break;
            default: // discriminators, and what producers add
                break;
        }
    }

    /** Linkers leave the lines of code that they dropped, at address 0 or thereabouts. */
    private void endSequence() {
        if (isCode.test(rows.address(sequenceStart, address))) {
            rows.add(address, LineRows.END, 0, 0);
        } else {
            rows.truncate(sequenceStart);
        }
        reset();
    }
}
