package cleave.tests.compiler;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What compiled code and hosted code must answer alike: for each public method of {@code
 * cleave.magic} the body of a method that calls it and returns a long.
 */
final class MagicCases {
    /** RAM that programs may use as they like. */
    static final int ARENA = 0x8100_0000;
    static final int ARENA_BYTES = 0x2000;
    /** The CLINT's software interrupt of hart 0, which ends {@code wfi}. */
    static final int SOFTWARE_INTERRUPT = 0x0200_0000;

    static final String END = "the end";

    private static final String HEAD = """
            import cleave.magic.*;
            import static cleave.toolchain.isa.Csr.MIE;
            import static cleave.toolchain.isa.Csr.MSCRATCH;

            final class T {
                static final class Part extends Struct {
                    byte small;
                    long wide;
                }

                static final class Node extends Struct {
                    int number;
                    @Embedded Part part;
                    Node next;
                }

                interface Operation extends Fn {
                    int apply(int value);
                }

                static int twice(int value) {
                    return value * 2;
                }

                static final Operation OPERATION = T::twice;
                static final Operation[] OPERATIONS = {T::twice, value -> value + 1};
                static final boolean[] BOOLEANS = {false, true, true};
                static final byte[] BYTES = {1, -2, 3};
                static final short[] SHORTS = {1, -2, 3};
                static final char[] CHARS = {1, 0xfffe, 3};
                static final int[] INTS = {1, -2, 3};
                static final long[] LONGS = {1, -2, 0x1_0000_0003L};
                static final Node[] NODES = {new Node(), new Node()};
                static final Address[] WORDS = {Address.of(5), Address.of(77)};

                static Address at(int offset) {
                    return Address.of(ARENA + offset);
                }

                static Node node(int index) {
                    return Struct.element(Struct.at(at(0x100), Node.class), index);
                }

                static Address filled() {
                    at(0).storeLong(0, 0x8182_8384_f5f6_f7f8L);
                    at(0).storeLong(8, 0x0102_0304_0506_0708L);
                    return at(0);
                }

                static Address atomic(int value) {
                    at(0x40).storeInt(0, value);
                    return at(0x40);
                }

            """.replace("ARENA", "0x" + Integer.toHexString(ARENA));

    private static final String MAIN = """
                @EntryPoint("guest_main")
                static void main() {
            CALLS
                    end();
                }

                static void end() {
                    Panic.stop("END");
                }

                static void put(int character) {
                    while ((Address.of(0x1000_0000).readByte(5) & 0x20) == 0) {
                        continue;
                    }
                    Address.of(0x1000_0000).writeByte(0, character);
                }

                static void show(long value) {
                    for (int shift = 60; shift >= 0; shift -= 4) {
                        int digit = (int) (value >>> shift) & 15;
                        put(digit < 10 ? '0' + digit : 'a' + digit - 10);
                    }
                    put('\\n');
                }

                static void print(Address text) {
                    for (int i = 0; text.loadByte(i) != 0; i++) {
                        put(text.loadByte(i));
                    }
                }

                static void print(int number) {
                    int unit = 1;
                    while (number / unit >= 10) {
                        unit *= 10;
                    }
                    for (; unit > 0; unit /= 10) {
                        put('0' + number / unit % 10);
                    }
                }

                @PanicHandler
                static void stopped(PanicSite site) {
                    print(site.message);
                    print(Address.of(" at "));
                    print(site.file);
                    put(':');
                    print(site.line);
                    print(Address.of(" in "));
                    print(site.method);
                    put('\\n');
                    Address.of(0x10_0000).writeInt(0, 0x5555);
                }
            }
            """.replace("END", END);

    /** By {@code Class.method(parameters)}. */
    static final Map<String, String> BODIES = new LinkedHashMap<>();

    static {
        addAddresses();
        addAccesses();
        addAtomics();
        addMachine();
        add("Csr.read(Csr)", "Csr.write(MSCRATCH, 0x55); return Csr.read(MSCRATCH);");
        add("Csr.write(Csr,int)", "Csr.write(MSCRATCH, -7); return Csr.read(MSCRATCH);");
        add("Csr.swap(Csr,int)", "Csr.write(MSCRATCH, 6);"
                + " return Csr.swap(MSCRATCH, 9) * 100L + Csr.read(MSCRATCH);");
        add("Csr.set(Csr,int)", "Csr.write(MSCRATCH, 6);"
                + " return Csr.set(MSCRATCH, 9) * 100L + Csr.read(MSCRATCH);");
        add("Csr.clear(Csr,int)", "Csr.write(MSCRATCH, 7);"
                + " return Csr.clear(MSCRATCH, 2) * 100L + Csr.read(MSCRATCH);");
        add("Struct.at(Address,Class)", "at(0x200).storeInt(0, 41);"
                + " Node node = Struct.at(at(0x200), Node.class); return node.number + 1;");
        add("Struct.element(Struct,int)", "node(3).number = 5; node(3).next = node(1);"
                + " return Address.of(node(3)).minus(at(0x100)) * 10L + node(3).number;");
        add("Struct.indexOf(Struct,Struct)", "return Struct.indexOf(node(1), node(6));");
        add("Struct.sizeOf(Class)", "return Struct.sizeOf(Node.class) * 100"
                + " + Struct.sizeOf(Part.class);");
        add("Struct.offsetOf(Class,String)", "return Struct.offsetOf(Node.class, \"next\") * 100"
                + " + Struct.offsetOf(Part.class, \"wide\");");
        add("Struct.addressOf(Struct,String)", "node(2).part.wide = 99;"
                + " return Struct.addressOf(node(2).part, \"wide\").loadLong(0);");
        add("Word.bits()", "return WORDS[1].bits() + Address.of(-1).bits();");
        add("Panic.stop(String)", "if (INTS[0] == 0) { Panic.stop(\"never\"); } return 1;");
    }

    private MagicCases() {
    }

    private static void add(String method, String body) {
        if (BODIES.put(method, body) != null) {
            throw new IllegalStateException(method + " is there twice");
        }
    }

    private static void addAddresses() {
        add("Address.of(int)", "return Address.of(0x1234).bits();");
        add("Address.of(Struct)", "return Address.of(node(2)).minus(at(0));");
        add("Address.of(Fn)", "return Address.of(OPERATION).isNull() ? 1"
                + " : OPERATION.apply(4);");
        add("Address.of(String)", "return Address.of(\"text\").loadInt(0) * 10L"
                + " + Address.of(\"text\").loadByte(4);");
        add("Address.of(boolean[])", "return Address.of(BOOLEANS).loadShort(0);");
        add("Address.of(byte[])", "return Address.of(BYTES).loadByte(1);");
        add("Address.of(short[])", "return Address.of(SHORTS).loadShort(2);");
        add("Address.of(char[])", "return Address.of(CHARS).loadUnsignedShort(2);");
        add("Address.of(int[])", "return Address.of(INTS).loadInt(4) * 10"
                + " + Address.of(INTS).loadInt(-4);");
        add("Address.of(long[])", "return Address.of(LONGS).loadLong(16);");
        add("Address.of(Struct[])", "return Address.of(NODES).loadInt(4)"
                + " == Address.of(NODES[1]).bits() ? 1 : 2;");
        add("Address.of(Fn[])", "return Address.of(OPERATIONS).loadInt(4)"
                + " == Address.of(OPERATIONS[1]).bits() ? OPERATIONS[1].apply(7) : 2;");
        add("Address.of(Word[])", "return Address.of(WORDS).loadInt(4);");
        add("Address.plus(int)", "return Address.of(0x7fff_ffff).plus(2).bits();");
        add("Address.minus(int)", "return Address.of(1).minus(3).bits();");
        add("Address.minus(Address)", "return at(4).minus(at(10));");
        add("Address.isBelow(Address)", "return (Address.of(1).isBelow(Address.of(-1)) ? 1 : 2)"
                + " + (at(1).isBelow(at(1)) ? 10 : 20);");
        add("Address.isNull()", "return (Address.of(0).isNull() ? 1 : 2)"
                + " + (at(0).isNull() ? 10 : 20);");
    }

    private static void addAccesses() {
        for (String verb : new String[] {"load", "read"}) {
            add("Address." + verb + "Byte(int)", "return filled()." + verb + "Byte(2);");
            add("Address." + verb + "UnsignedByte(int)",
                    "return filled()." + verb + "UnsignedByte(2);");
            add("Address." + verb + "Short(int)", "return filled()." + verb + "Short(2);");
            add("Address." + verb + "UnsignedShort(int)",
                    "return filled()." + verb + "UnsignedShort(2);");
            add("Address." + verb + "Int(int)", "return filled()." + verb + "Int(4);");
            add("Address." + verb + "Long(int)", "return filled()." + verb + "Long(8);");
        }
        for (String verb : new String[] {"store", "write"}) {
            add("Address." + verb + "Byte(int,int)", "filled()." + verb
                    + "Byte(1, 0x1ab); return at(0).loadLong(0);");
            add("Address." + verb + "Short(int,int)", "filled()." + verb
                    + "Short(2, 0x1abcd); return at(0).loadLong(0);");
            add("Address." + verb + "Int(int,int)", "filled()." + verb
                    + "Int(4, 0x0bad_cafe); return at(0).loadLong(0);");
            add("Address." + verb + "Long(int,long)", "filled()." + verb
                    + "Long(8, 0x0bad_cafe_1234_5678L); return at(0).loadLong(8);");
        }
    }

    private static void addAtomics() {
        add("Atomic.loadReserved(Address)", "return Atomic.loadReserved(atomic(17));");
        add("Atomic.storeConditional(Address,int)", "Atomic.loadReserved(atomic(17));"
                + " int first = Atomic.storeConditional(at(0x40), 18) ? 1 : 2;"
                + " int second = Atomic.storeConditional(at(0x40), 19) ? 1 : 2;"
                + " return first * 1000 + second * 100 + at(0x40).loadInt(0);");
        for (String operation : new String[] {"swap", "add", "and", "or", "xor", "min", "max",
            "minUnsigned", "maxUnsigned"}) {
            add("Atomic." + operation + "(Address,int)", "long old = Atomic." + operation
                    + "(atomic(12), -6); return old * 1000 + at(0x40).loadInt(0);");
        }
    }

    private static void addMachine() {
        for (String effect : new String[] {"fence()", "fenceIo()", "fenceI()", "sfenceVma()",
            "pause()", "ebreak()"}) {
            add("Rv." + effect, "Rv." + effect + "; return 1;");
        }
        add("Rv.sfenceVma(int)", "Rv.sfenceVma(0x1000); return 1;");
        add("Rv.sfenceVma(int,int)", "Rv.sfenceVma(0x1000, 1); return 1;");
        add("Rv.sfenceVmaAsid(int)", "Rv.sfenceVmaAsid(1); return 1;");
        add("Rv.wfi()", "Csr.write(MIE, 8); Address.of(" + SOFTWARE_INTERRUPT
                + ").writeInt(0, 1); Rv.wfi(); Address.of(" + SOFTWARE_INTERRUPT
                + ").writeInt(0, 0); return Csr.read(MIE);");
        StringBuilder parameters = new StringBuilder("int");
        StringBuilder arguments = new StringBuilder();
        for (int count = 0; count <= 6; count++) {
            add("Rv.ecall(" + parameters + ")", "return Rv.ecall(" + (0x40 + count) + arguments
                    + ");");
            parameters.append(",int");
            arguments.append(", INTS[2] + ").append(count * 7);
        }
        add("Rv.sbi(int,int,int,int,int,int)", "return Rv.sbi(0x5c, 3, 4, -5, 6, 7);");
        add("Rv.mulh(int,int)", "return Rv.mulh(INTS[1] << 20, 0x1234_5678);");
        add("Rv.mulhu(int,int)", "return Rv.mulhu(INTS[1] << 20, 0x1234_5678);");
        add("Rv.sp()", "return (Rv.sp().bits() & 15) + (Rv.sp().isNull() ? 100 : 200);");
        add("Rv.tp()", "Rv.setTp(at(0x80)); return Rv.tp().minus(at(0));");
        add("Rv.setTp(Address)", "Rv.setTp(at(0x84)); Rv.setTp(Rv.tp().plus(4));"
                + " return Rv.tp().minus(at(0));");
    }

    /** The program of all cases: {@code case0}, {@code case1}, ... in the order of the table. */
    static String source() {
        StringBuilder text = new StringBuilder(HEAD);
        StringBuilder calls = new StringBuilder();
        int number = 0;
        for (String body : BODIES.values()) {
            text.append("    static long case").append(number).append("() {\n        ")
                    .append(body).append("\n    }\n\n");
            calls.append("        show(case").append(number).append("());\n");
            number++;
        }
        return text.append(MAIN.replace("CALLS\n", calls)).toString();
    }
}
