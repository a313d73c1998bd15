package cleave.guestos.kernel.exec;

import cleave.magic.Offset;
import cleave.magic.Size;
import cleave.magic.Struct;

/** {@code Elf32_Ehdr} (System V ABI, chapter 4). */
@Size(52)
final class ElfHeader extends Struct {
    int magic;
    byte fileClass;
    byte encoding;
    byte identVersion;
    byte abi;
    int padding;
    int paddingHigh;
    @Offset(16)
    short type;
    short machine;
    int version;
    int entry;
    int programHeaders;
    int sectionHeaders;
    int flags;
    short headerSize;
    @Offset(42)
    short programHeaderSize;
    short programHeaderCount;
    short sectionHeaderSize;
    short sectionHeaderCount;
    short names;
}
