package cleave.guestos.user.usertests;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.SyscallNumber;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Memory;
import cleave.magic.Address;
import cleave.magic.Inline;
import cleave.magic.Struct;

/**
 * An executable in the making (System V ABI, chapters 4 and 5): a header, program headers, and code
 * that judges by itself where it was put, instruction by instruction. All addresses in the code are
 * relative to it, so that it runs where it is put.
 */
final class ElfImage {
    static final int EXECUTABLE = 2;
    static final int SHARED_OBJECT = 3;
    static final int LOAD = 1;
    static final int INTERPRETER = 3;
    static final int GNU_STACK = 0x6474_e551;
    static final int X = 1;
    static final int W = 2;
    static final int R = 4;
    /** How the code ends when all was right. */
    static final int RIGHT = 42;

    static final int HEADER = 52;
    static final int SEGMENT = 32;
    /** Where the first segment's code begins. */
    static final int CODE_AT = 0x400;
    static final int SIZE = 80 * Pages.SIZE;

    // Fields of the header and of program headers.
    static final int TYPE = 16;
    static final int MACHINE = 18;
    static final int ENTRY = 24;
    static final int HEADERS_AT = 28;
    static final int HEADER_SIZE = 42;
    static final int HEADER_COUNT = 44;
    static final int OFFSET = 4;
    static final int ADDRESS = 8;
    static final int FILE_BYTES = 16;
    static final int MEMORY_BYTES = 20;

    private static final int RISCV = 243;
    private static final Image IMAGE = new Image();
    private static int bytes;
    private static int code;
    private static int base;

    private static final class Image extends Struct {
        @Inline(SIZE)
        byte[] bytes;
    }

    private ElfImage() {
    }

    static Address at(int offset) {
        return Address.of(IMAGE).plus(offset);
    }

    static int bytes() {
        return bytes;
    }

    /** A file whose first segment, with headers and code, is linked at {@code place}. */
    static void begin(int type, int place) {
        Memory.clear(Address.of(IMAGE), SIZE);
        base = place;
        code = CODE_AT;
        bytes = 0;
        Address header = at(0);
        header.storeInt(0, 0x464c_457f);
        header.storeByte(4, 1);
        header.storeByte(5, 1);
        header.storeByte(6, 1);
        header.storeShort(TYPE, type);
        header.storeShort(MACHINE, RISCV);
        header.storeInt(20, 1);
        header.storeInt(ENTRY, base + CODE_AT);
        header.storeInt(HEADERS_AT, HEADER);
        header.storeShort(40, HEADER);
        header.storeShort(HEADER_SIZE, SEGMENT);
        add(LOAD, 0, base, 2 * CODE_AT, 2 * CODE_AT, R | X);
    }

    static Address segment(int index) {
        return at(HEADER + SEGMENT * index);
    }

    static Address add(int type, int offset, int address, int fileBytes, int memoryBytes,
            int flags) {
        int count = at(0).loadUnsignedShort(HEADER_COUNT);
        at(0).storeShort(HEADER_COUNT, count + 1);
        Address segment = segment(count);
        segment.storeInt(0, type);
        segment.storeInt(OFFSET, offset);
        segment.storeInt(ADDRESS, address);
        segment.storeInt(12, address);
        segment.storeInt(FILE_BYTES, fileBytes);
        segment.storeInt(MEMORY_BYTES, memoryBytes);
        segment.storeInt(24, flags);
        segment.storeInt(28, Pages.SIZE);
        bytes = Math.max(bytes, offset + fileBytes);
        return segment;
    }

    /** Writes so much of it to a file that may be run. */
    static void write(String path, int size) {
        Files.unlink(Address.of(path));
        int file = Files.open(path, OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC,
                0755);
        Check.equal(size, Files.write(file, Address.of(IMAGE), size), "an executable to be run");
        Files.close(file);
    }

    // ---- code; registers are numbers ----

    private static final int SP = 2;
    private static final int T0 = 5;
    private static final int T1 = 6;
    private static final int T2 = 7;
    private static final int A0 = 10;
    private static final int A1 = 11;
    private static final int A2 = 12;
    private static final int A7 = 17;
    private static final int ECALL = 0x73;
    private static final int FENCE_I = 0x100f;

    private static void emit(int instruction) {
        at(code).storeInt(0, instruction);
        code += Integer.BYTES;
        assert code <= 2 * CODE_AT;
    }

    private static int upper(int value) {
        return value + 0x800 & 0xffff_f000;
    }

    private static int addi(int to, int from, int value) {
        return value << 20 | from << 15 | to << 7 | 0x13;
    }

    private static int sw(int value, int to, int offset) {
        return offset >> 5 << 25 | value << 20 | to << 15 | 2 << 12 | (offset & 31) << 7 | 0x23;
    }

    /** Branches forward over so many instructions if two are equal. */
    private static int beq(int a, int b, int instructions) {
        int offset = 4 * instructions + 4;
        return (offset & 0x1e) << 7 | (offset >> 5 & 0x3f) << 25 | b << 20 | a << 15 | 0x63;
    }

    private static void li(int to, int value) {
        emit(upper(value) | to << 7 | 0x37);
        emit(addi(to, to, value - upper(value)));
    }

    /** The place where what is linked at an address lies. */
    private static void la(int to, int address) {
        int distance = address - (base + code);
        emit(upper(distance) | to << 7 | 0x17);
        emit(addi(to, to, distance - upper(distance)));
    }

    static void exit(int status) {
        li(A0, status);
        li(A7, SyscallNumber.EXIT_GROUP);
        emit(ECALL);
    }

    /** Reads from or writes to a descriptor, one byte at an address. */
    static void transfer(int call, int file, int address) {
        li(A0, file);
        la(A1, address);
        li(A2, 1);
        li(A7, call);
        emit(ECALL);
    }

    /** Ends with this status unless an address has this word. */
    static void expect(int address, int word, int status) {
        la(T0, address);
        emit(2 << 12 | T0 << 15 | T1 << 7 | 0x03);
        li(T2, word);
        emit(beq(T1, T2, 5));
        exit(status);
    }

    /** Ends with this status unless all words from an address on are zero. */
    static void expectZeros(int address, int size, int status) {
        la(T0, address);
        la(T2, address + size);
        emit(beq(T0, T2, 9));
        emit(2 << 12 | T0 << 15 | T1 << 7 | 0x03);
        emit(addi(T0, T0, 4));
        emit(beq(T1, 0, 5));
        exit(status);
        // jal x0, back to the first comparison
        emit(0xfddf_f06f);
    }

    static void store(int address, int word) {
        la(T0, address);
        li(T1, word);
        emit(sw(T1, T0, 0));
    }

    static void load(int address) {
        la(T0, address);
        emit(2 << 12 | T0 << 15 | T1 << 7 | 0x03);
    }

    static void jump(int address) {
        la(T0, address);
        emit(T0 << 15 | 0x67);
    }

    /** Puts the code that ends with {@link #RIGHT} on the stack, and jumps there. */
    static void jumpToStack() {
        emit(addi(SP, SP, -64));
        storeExit(SP);
        emit(FENCE_I);
        emit(SP << 15 | 0x67);
    }

    private static void storeExit(int register) {
        li(T1, addi(A0, 0, RIGHT));
        emit(sw(T1, register, 0));
        li(T1, addi(A7, 0, SyscallNumber.EXIT_GROUP));
        emit(sw(T1, register, 4));
        li(T1, ECALL);
        emit(sw(T1, register, 8));
    }

    /** The same code, in the file. */
    static void putExit(int offset) {
        at(offset).storeInt(0, addi(A0, 0, RIGHT));
        at(offset).storeInt(4, addi(A7, 0, SyscallNumber.EXIT_GROUP));
        at(offset).storeInt(8, ECALL);
    }
}
