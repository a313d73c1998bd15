package cleave.toolchain.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A section (gABI chapter 4): what {@link ElfFile} finds and what {@link ElfWriter} is given.
 * Addresses and sizes are unsigned words.
 *
 * @param name        as in the section header string table
 * @param type        {@code sh_type}, for example {@link #PROGBITS}
 * @param flags       {@code sh_flags}: {@link #WRITE}, {@link #ALLOC}, {@link #EXECUTE}
 * @param address     virtual address; 0 when not {@link #ALLOC}
 * @param loadAddress physical address at which a loader puts it; equals {@code address} unless said
 * @param size        bytes in memory
 * @param alignment   bytes, a power of two; 0 counts as 1
 * @param data        the bytes, read-only; none when {@link #NOBITS}
 */
public record ElfSection(String name, int type, int flags, int address, int loadAddress, int size,
        int alignment, ByteBuffer data) {

    public static final int PROGBITS = 1;
    public static final int SYMTAB = 2;
    public static final int STRTAB = 3;
    public static final int RELA = 4;
    public static final int NOTE = 7;
    public static final int NOBITS = 8;
    public static final int REL = 9;
    public static final int DYNSYM = 11;
    public static final int GROUP = 17;
    /** {@code SHT_RISCV_ATTRIBUTES}. */
    public static final int ATTRIBUTES = 0x7000_0003;

    public static final int WRITE = 1;
    public static final int ALLOC = 2;
    public static final int EXECUTE = 4;
    public static final int INFO_LINK = 0x40;
    public static final int THREAD_LOCAL = 0x400;
    /** {@code SHF_GNU_RETAIN}: not to be left out by a linker. */
    public static final int RETAIN = 0x20_0000;

    /** The alignment that the factories below give. */
    private static final int WORD = 4;

    /** Instructions: allocated, executable. */
    public static ElfSection text(String name, int address, byte[] code) {
        return progbits(name, ALLOC | EXECUTE, address, code);
    }

    /** Constants: allocated, read-only. */
    public static ElfSection rodata(String name, int address, byte[] constants) {
        return progbits(name, ALLOC, address, constants);
    }

    /** Initialised variables: allocated, writable. */
    public static ElfSection data(String name, int address, byte[] variables) {
        return progbits(name, ALLOC | WRITE, address, variables);
    }

    /** Variables that start as zero: allocated, writable, no bytes in the file. */
    public static ElfSection bss(String name, int address, int size) {
        return new ElfSection(name, NOBITS, ALLOC | WRITE, address, address, size, WORD,
                ByteBuffer.allocate(0));
    }

    /** Notes that describe the file and are not loaded. */
    public static ElfSection notes(String name, Iterable<ElfNote> notes) {
        byte[] bytes = ElfNote.encode(notes);
        return new ElfSection(name, NOTE, 0, 0, 0, bytes.length, WORD, ByteBuffer.wrap(bytes));
    }

    /** Information for debuggers, such as {@code .debug_line}: not loaded. */
    public static ElfSection debug(String name, byte[] bytes) {
        return new ElfSection(name, PROGBITS, 0, 0, 0, bytes.length, 1, ByteBuffer.wrap(bytes));
    }

    private static ElfSection progbits(String name, int flags, int address, byte[] bytes) {
        return new ElfSection(name, PROGBITS, flags, address, address, bytes.length, WORD,
                ByteBuffer.wrap(bytes.clone()));
    }

    /** The same section, to be loaded at another physical address than it runs at. */
    public ElfSection loadedAt(int physicalAddress) {
        return new ElfSection(name, type, flags, address, physicalAddress, size, alignment, data);
    }

    /** The same section with another alignment, a power of two of bytes. */
    public ElfSection alignedTo(int bytes) {
        return new ElfSection(name, type, flags, address, loadAddress, size, bytes, data);
    }

    /** The same section of another {@code sh_type}. */
    public ElfSection ofType(int other) {
        return new ElfSection(name, other, flags, address, loadAddress, size, alignment, data);
    }

    /** The bytes, from position 0, little-endian; each call gives a fresh view. */
    @Override
    public ByteBuffer data() {
        return data.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A copy of the bytes in the file; empty for {@link #NOBITS}. */
    public byte[] bytes() {
        byte[] copy = new byte[data.remaining()];
        data().get(copy);
        return copy;
    }

    public boolean isAllocated() {
        return (flags & ALLOC) != 0;
    }

    /** Whether the section is in memory and covers this virtual address. */
    public boolean contains(int va) {
        return isAllocated() && Integer.compareUnsigned(va - address, size) < 0;
    }
}
