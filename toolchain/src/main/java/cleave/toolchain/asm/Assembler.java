package cleave.toolchain.asm;

import cleave.toolchain.elf.ElfObject;
import cleave.toolchain.elf.ElfSymbol;
import cleave.toolchain.isa.CompressedInstruction;
import cleave.toolchain.isa.Extension;
import cleave.toolchain.isa.Format;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Register;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * An RV32 assembler whose language is Java: a method per instruction, pseudo-instruction and
 * directive, in the spelling of GNU's assembler as far as Java has it.
 *
 * <pre>{@code
 * Assembler a = new Assembler();
 * a.function("strlen");
 * Label loop = a.local("loop");
 * a.mv(T0, A0);
 * a.bind(loop);
 * a.lbu(T1, T0, 0);
 * a.addi(T0, T0, 1);
 * a.bnez(T1, loop);
 * a.sub(A0, T0, A0);
 * a.addi(A0, A0, -1);
 * a.ret();
 * byte[] code = a.assemble(0x8000_0000).flat();
 * }</pre>
 *
 * <p>What is written goes to the current section, {@code .text} at first. Instructions are 32 bits
 * wide, unless {@link #compressed} ones are wanted. Branches, jumps, {@link #call} and
 * {@link #tail} take the shortest form that reaches. Faults are {@link AssemblyException}s that
 * name the Java line of the instruction. Not for use by several threads.
 */
public final class Assembler implements PseudoInstructions, ExtensionInstructions {
    private final Supplier<Origin> origins;
    private final Map<String, Section> sections = new LinkedHashMap<>();
    private final Map<String, Label> labels = new LinkedHashMap<>();
    private final Set<Extension> extensions = EnumSet.of(Extension.RV32I);
    private Section current;
    private boolean compressed;

    public Assembler() {
        this(Origin::caller);
    }

    /** An assembler that asks {@code origins} which line of source it is being told. */
    public Assembler(Supplier<Origin> origins) {
        this.origins = origins;
        text();
    }

    /**
     * From here on, whether each instruction takes its 16-bit form if it has one (GNU's
     * {@code .option rvc} and {@code norvc}); not so at first.
     */
    public Assembler compressed(boolean wanted) {
        compressed = wanted;
        if (wanted) {
            extensions.add(Extension.C);
        }
        return this;
    }

    // ---- sections ----

    /** What follows goes to {@code .text}. */
    public void text() {
        section(SectionKind.TEXT);
    }

    /** What follows goes to {@code .rodata}. */
    public void rodata() {
        section(SectionKind.RODATA);
    }

    /** What follows goes to {@code .data}. */
    public void data() {
        section(SectionKind.DATA);
    }

    /** What follows, only space, goes to {@code .bss}. */
    public void bss() {
        section(SectionKind.BSS);
    }

    /** What follows goes to a section of that name that only debuggers read: see {@link
     *  SectionKind#DEBUG}. */
    public void debug(String name) {
        section(name, SectionKind.DEBUG);
    }

    private void section(SectionKind kind) {
        section(kind.defaultName(), kind);
    }

    /** What follows goes to a section of that name, which is made when it is new. */
    public void section(String name, SectionKind kind) {
        Section section = sections.computeIfAbsent(name, unused -> new Section(name, kind));
        if (section.kind() != kind) {
            throw new AssemblyException(origin(), name + " is " + section.kind()
                    + " and cannot be " + kind);
        }
        current = section;
    }

    // ---- labels and symbols ----

    /** The label of that name, bound or to be bound; it becomes a global symbol. */
    public Label label(String name) {
        return labels.computeIfAbsent(name, unused -> new Label(name, ElfSymbol.Binding.GLOBAL));
    }

    /**
     * The label of that name, whose symbol is local to its object, global, or weak: yielding to
     * another definition, and 0 when there is none.
     */
    public Label label(String name, ElfSymbol.Binding binding) {
        Label label = label(name);
        label.bindAs(binding);
        return label;
    }

    /** A new label that is nobody else's: names need not be unique, and make no symbol. */
    public Label local(String name) {
        return new Label(name, null);
    }

    /** The label is here. */
    public void bind(Label label) {
        label.bind(current, current.items().size(), origin());
    }

    /** Binds the global label of that name here. */
    public Label bind(String name) {
        Label label = label(name);
        bind(label);
        return label;
    }

    /** Makes a label without symbol and binds it here. */
    public Label here(String name) {
        Label label = local(name);
        bind(label);
        return label;
    }

    /**
     * Begins a function here: its symbol has a type, and a size that reaches to the next function
     * or object of the section, to {@link #end}, or to the section's end.
     */
    public Label function(String name) {
        return begin(name, ElfSymbol.Type.FUNCTION);
    }

    /** Begins an object (a variable or constant) here, as {@link #function} does. */
    public Label object(String name) {
        return begin(name, ElfSymbol.Type.OBJECT);
    }

    private Label begin(String name, ElfSymbol.Type type) {
        Label label = bind(name);
        current.begin(label, type);
        return label;
    }

    /** Ends the function or object that is open in this section. */
    public void end() {
        current.end();
    }

    /** Makes {@code name} the first address of the current section. */
    public Label sectionStart(String name) {
        Label label = label(name);
        label.bind(current, 0, origin());
        return label;
    }

    /** Makes {@code name} the first address behind the current section, whatever is still added. */
    public Label sectionEnd(String name) {
        Label label = label(name);
        label.bindToEnd(current, origin());
        return label;
    }

    // ---- instructions ----

    @Override
    public Origin origin() {
        return origins.get();
    }

    @Override
    public void emit(Instruction instruction, Register rd, Register rs1, Register rs2,
            int immediate) {
        Origin origin = origin();
        extensions.add(instruction.extension());
        try {
            int word = instruction.encode(rd.number(), rs1.number(), rs2.number(), immediate);
            int halfword = compressed ? CompressedInstruction.compress(word) : 0;
            append(halfword == 0 ? littleEndian(Integer.BYTES).putInt(word)
                    : littleEndian(Short.BYTES).putShort((short) halfword), true, origin);
        } catch (IllegalArgumentException unfit) {
            throw new AssemblyException(origin, unfit.getMessage());
        }
    }

    @Override
    public void emit(Instruction instruction, Register rd, Register rs1, Register rs2,
            Reference reference) {
        extensions.add(instruction.extension());
        current.add(new Item.Relocated(instruction, rd, rs1, rs2, reference, origin()));
    }

    @Override
    public void branch(Instruction instruction, Register rs1, Register rs2, Label target) {
        current.add(new Branch(instruction, rs1, rs2, target, compressed, origin()));
    }

    @Override
    public void jump(Register link, Label target) {
        current.add(Jump.near(link, target, compressed, origin()));
    }

    /** Appends an instruction word that the table need not know. */
    public void insn(int word) {
        append(littleEndian(Integer.BYTES).putInt(word), true, origin());
    }

    /** Calls a function, however far; the link is in {@code ra}. */
    public void call(Label function) {
        current.add(Jump.call(Register.RA, Register.RA, function, compressed,
                origin()));
    }

    /** Calls the function of that name. */
    public void call(String function) {
        call(label(function));
    }

    /** Jumps to a function, however far, without coming back; may change {@code t1}. */
    public void tail(Label function) {
        current.add(Jump.call(Register.ZERO, Register.T1, function, compressed,
                origin()));
    }

    /** Jumps to the function of that name. */
    public void tail(String function) {
        tail(label(function));
    }

    /** The label's address, computed from {@code pc}. */
    public void la(Register rd, Label label) {
        la(rd, label, 0);
    }

    /** The label's address plus {@code addend} bytes, computed from {@code pc}. */
    public void la(Register rd, Label label, int addend) {
        Label upper = here("auipc");
        auipc(rd, Reference.pcrelHi(label, addend));
        addi(rd, rd, Reference.pcrelLo(upper));
    }

    /**
     * Calls a function with the link in another register, as millicode wants it; unlike GNU's, it
     * changes no register but that one.
     */
    public void call(Register link, Label function) {
        current.add(Jump.call(link, link, function, compressed, origin()));
    }

    /** Jumps anywhere, however far; may change {@code temporary}. */
    public void jump(Label target, Register temporary) {
        current.add(Jump.call(Register.ZERO, temporary, target, compressed, origin()));
    }

    /** Loads from a label, computed from {@code pc} in {@code rd}: {@code lw rd, symbol}. */
    public void load(Instruction load, Register rd, Label from) {
        if (load.format() != Format.I_OFFSET || load == Instruction.JALR) {
            throw new AssemblyException(origin(), load.mnemonic() + " does not load");
        }
        if (rd == Register.ZERO) {
            throw new AssemblyException(origin(), load.mnemonic()
                    + " from a label computes its address in rd, which cannot be zero");
        }
        Label upper = here("auipc");
        auipc(rd, Reference.pcrelHi(from));
        emit(load, rd, rd, Register.ZERO, Reference.pcrelLo(upper));
    }

    /** Stores to a label, computed from {@code pc}: {@code sw source, symbol, temporary}. */
    public void store(Instruction store, Register source, Label to, Register temporary) {
        if (store.format() != Format.S) {
            throw new AssemblyException(origin(), store.mnemonic() + " does not store");
        }
        if (temporary == source || temporary == Register.ZERO) {
            throw new AssemblyException(origin(), store.mnemonic() + " to a label computes its "
                    + "address in " + temporary + ": name another register");
        }
        Label upper = here("auipc");
        auipc(temporary, Reference.pcrelHi(to));
        emit(store, Register.ZERO, temporary, source, Reference.pcrelLo(upper));
    }

    /** The address of the label of that name. */
    public void la(Register rd, String label) {
        la(rd, label(label));
    }

    // ---- data ----

    /** Bytes, of which the low eight bits count. */
    public void bytes(int... values) {
        ByteBuffer data = littleEndian(values.length);
        for (int value : values) {
            data.put((byte) value);
        }
        append(data, false, origin());
    }

    public void bytes(byte[] values) {
        append(ByteBuffer.wrap(values.clone()), false, origin());
    }

    /** Halfwords, of which the low sixteen bits count. */
    public void half(int... values) {
        ByteBuffer data = littleEndian(values.length * Short.BYTES);
        for (int value : values) {
            data.putShort((short) value);
        }
        append(data, false, origin());
    }

    public void word(int... values) {
        ByteBuffer data = littleEndian(values.length * Integer.BYTES);
        for (int value : values) {
            data.putInt(value);
        }
        append(data, false, origin());
    }

    /** Double words, the low word first. */
    public void dword(long... values) {
        ByteBuffer data = littleEndian(values.length * Long.BYTES);
        for (long value : values) {
            data.putLong(value);
        }
        append(data, false, origin());
    }

    /** A word that holds the label's address. */
    public void word(Label label) {
        word(label, 0);
    }

    /** A word that holds the label's address plus {@code addend} bytes. */
    public void word(Label label, int addend) {
        current.add(new Item.AddressWord(label, addend, origin()));
    }

    /** A word that holds {@code to - from} in bytes: a size, or an offset in a table. */
    public void distance(Label from, Label to) {
        current.add(new Item.Distance(from, to, Integer.BYTES, origin()));
    }

    /** A halfword that holds {@code to - from} in bytes. */
    public void halfDistance(Label from, Label to) {
        current.add(new Item.Distance(from, to, Short.BYTES, origin()));
    }

    /** A byte that holds {@code to - from} in bytes. */
    public void byteDistance(Label from, Label to) {
        current.add(new Item.Distance(from, to, Byte.BYTES, origin()));
    }

    /** An unsigned number in LEB128: seven bits a byte, the low ones first (DWARF 5, 7.6). */
    public void uleb128(long value) {
        bytes(Leb128.unsigned(value));
    }

    /** A signed number in LEB128. */
    public void sleb128(long value) {
        bytes(Leb128.signed(value));
    }

    /** {@code to - from} in bytes as an unsigned LEB128, as short as it can be. */
    public void uleb128(Label from, Label to) {
        current.add(new Item.UnsignedLeb128(from, to, origin()));
    }

    /** The text in UTF-8. */
    public void ascii(String text) {
        append(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), false, origin());
    }

    /** The text in UTF-8 and a zero byte. */
    public void asciz(String text) {
        ascii(text + "\0");
    }

    /** Zeroes. */
    public void space(int bytes) {
        if (bytes < 0) {
            throw new AssemblyException(origin(), "space cannot be " + bytes + " bytes");
        }
        current.add(new Item.Space(bytes, origin()));
    }

    /** {@code count} times the low {@code width} bytes of a value: 1, 2 or 4. */
    public void fill(int count, int width, int value) {
        if (count < 0 || width != Byte.BYTES && width != Short.BYTES && width != Integer.BYTES) {
            throw new AssemblyException(origin(), "fill: " + count + " times " + width
                    + " bytes; the width is 1, 2 or 4, the count not negative");
        }
        ByteBuffer data = littleEndian(Math.multiplyExact(count, width));
        while (data.hasRemaining()) {
            for (int shift = 0; shift < width * Byte.SIZE; shift += Byte.SIZE) {
                data.put((byte) (value >> shift));
            }
        }
        append(data, false, origin());
    }

    /** Goes on at a multiple of {@code bytes}, a power of two; the section is aligned likewise. */
    public void align(int bytes) {
        if (Integer.bitCount(bytes) != 1) {
            throw new AssemblyException(origin(), "align: " + bytes
                    + " is not a power of two");
        }
        current.align(bytes, compressed, origin());
    }

    private void append(ByteBuffer filled, boolean instruction, Origin origin) {
        current.add(new Item.Bytes(filled.array(), instruction, origin));
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    // ---- the end ----

    /** Places the sections from {@code base} on; see {@link #assemble(Placement)}. */
    public Assembly assemble(int base) {
        return assemble(Placement.at(base));
    }

    /**
     * Gives everything its address and bytes. May be repeated, and more may be added in between.
     *
     * @throws AssemblyException naming all unbound labels and jumps that do not reach
     */
    public Assembly assemble(Placement placement) {
        List<Section> ordered = ordered();
        return Assembly.of(ordered, List.copyOf(labels.values()), Set.copyOf(extensions),
                Addresses.of(ordered, placement));
    }

    /**
     * A relocatable object, which messages and files call {@code name}: global labels that are not
     * bound are left to other objects. May be repeated, as {@link #assemble} may.
     *
     * @throws AssemblyException naming all unbound local labels and jumps that do not reach
     */
    public ElfObject toObject(String name) {
        List<Section> ordered = ordered();
        return new ObjectBuilder(name, ordered, List.copyOf(labels.values()),
                Set.copyOf(extensions)).build();
    }

    private List<Section> ordered() {
        List<Section> ordered = new ArrayList<>();
        for (SectionKind kind : SectionKind.values()) {
            sections.values().stream().filter(section -> section.kind() == kind)
                    .forEach(ordered::add);
        }
        ordered.forEach(Section::end);
        return ordered;
    }
}
