package cleave.guestos.kernel.exec;

import cleave.magic.Size;
import cleave.magic.Struct;

/** {@code Elf32_Phdr}. */
@Size(32)
final class ProgramHeader extends Struct {
    static final int LOAD = 1;
    static final int INTERPRETER = 3;
    static final int GNU_STACK = 0x6474_e551;

    static final int EXECUTE = 1;
    static final int WRITE = 2;
    static final int READ = 4;

    int type;
    int offset;
    int address;
    int physical;
    int fileBytes;
    int memoryBytes;
    int flags;
    int alignment;
}
