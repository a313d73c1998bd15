package cleave.toolchain.link;

import cleave.toolchain.elf.Attributes;
import cleave.toolchain.elf.ElfImage;
import cleave.toolchain.elf.ElfObject;
import cleave.toolchain.elf.ElfSection;
import cleave.toolchain.elf.ObjectSymbol;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A static linker for RV32 (gABI chapter 4, RISC-V ELF psABI): several objects, ours or GCC's, and
 * libraries become one executable from a base address on. A linker is immutable; the same objects
 * in the same order give the same executable.
 *
 * <pre>{@code
 * ElfImage image = Linker.at(0x8000_0000).entry("_start").link(List.of(start, kernel));
 * byte[] file = ElfWriter.write(image);
 * }</pre>
 *
 * <p>Refused, with {@link LinkException} and all at once: symbols that nobody or that two objects
 * define, targets beyond the reach of an instruction, thread-local variables, and programs that do
 * not fit below 4 GiB. Shared libraries and linker scripts do not exist here.
 */
public final class Linker {
    /** Where programs under an operating system begin, as with GNU's linker. */
    public static final int USER_BASE = 0x1_0000;

    private static final String STACK_NOTE = ".note.GNU-stack";
    /** {@code SHF_EXCLUDE}. */
    private static final int EXCLUDE = 0x8000_0000;

    private final int base;
    private final int loadBase;
    private final String entry;
    private final boolean collects;
    private final boolean relaxes;
    private final Set<String> kept;

    private Linker(int base, int loadBase, String entry, boolean collects, boolean relaxes,
            Set<String> kept) {
        this.base = base;
        this.loadBase = loadBase;
        this.entry = entry;
        this.collects = collects;
        this.relaxes = relaxes;
        this.kept = kept;
    }

    /** The executable begins at that address, with its code. */
    public static Linker at(int base) {
        return new Linker(base, base, "_start", false, true, Set.of());
    }

    /** The symbol at which it is started; {@code _start} unless said. */
    public Linker entry(String symbol) {
        return new Linker(base, loadBase, symbol, collects, relaxes, kept);
    }

    /** A loader without paging puts the base at this physical address. */
    public Linker loadedAt(int physicalBase) {
        return new Linker(base, physicalBase, entry, collects, relaxes, kept);
    }

    /** Sections to which nothing leads from the entry point are left out. */
    public Linker withoutUnused() {
        return new Linker(base, loadBase, entry, true, relaxes, kept);
    }

    /** The symbol and what it leads to are not left out. */
    public Linker keeping(String symbol) {
        Set<String> more = new TreeSet<>(kept);
        more.add(symbol);
        return new Linker(base, loadBase, entry, collects, relaxes, Set.copyOf(more));
    }

    /** Calls stay as long as objects have them. */
    public Linker withoutRelaxing() {
        return new Linker(base, loadBase, entry, collects, false, kept);
    }

    public ElfImage link(List<ElfObject> objects) {
        return link(objects, List.of());
    }

    /** Links the objects and those of the libraries that define what is missing. */
    public ElfImage link(List<ElfObject> objects, List<ElfObject> library) {
        return new Link(this, Libraries.complete(objects, library, entry)).run();
    }

    /** One run. */
    private static final class Link {
        private final Linker linker;
        private final Faults faults = new Faults();
        private final Symbols symbols = new Symbols(faults);
        private final List<InputObject> objects = new ArrayList<>();
        private final IsaStrings isa = new IsaStrings();
        private Layout layout;

        Link(Linker linker, List<ElfObject> given) {
            this.linker = linker;
            given.forEach(object -> objects.add(new InputObject(object)));
        }

        ElfImage run() {
            objects.forEach(symbols::add);
            faults.throwIfAny();
            List<InputSection> sections = sections();
            sections.addAll(symbols.placeCommons());
            keep(sections);
            layout = Layout.of(linker.base, sections);
            defineOwnSymbols();
            checkEntry();
            new Relaxation(objects, symbols, linker.relaxes).run(layout);
            if (layout.end() > 1L << 32) {
                faults.add("the program ends at 0x" + Long.toHexString(layout.end())
                        + ", addresses end at 0x100000000: link it at a lower address than 0x"
                        + Integer.toHexString(linker.base));
                faults.throwIfAny();
            }
            List<ElfSection> content = content();
            faults.throwIfAny();
            if (!isa.isEmpty()) {
                content.add(Attributes.section(isa.toString()));
            }
            int flags = objects.stream().mapToInt(object -> object.object().flags())
                    .reduce(0, (a, b) -> a | b) & ElfImage.RVC;
            return new ElfImage(symbols.global(linker.entry).address(), flags, content,
                    ImageSymbols.of(objects, symbols, layout));
        }

        /** The sections that may become part of the executable. */
        private List<InputSection> sections() {
            List<InputSection> sections = new ArrayList<>();
            for (InputObject object : objects) {
                for (InputSection section : object.sections()) {
                    if (section.header().type() == ElfSection.ATTRIBUTES
                            || section.name().equals(Attributes.SECTION)) {
                        Attributes.isaString(section.header()).ifPresent(isa::add);
                    } else if (InputObject.isThreadLocal(section)
                            && section.header().size() != 0) {
                        faults.add(section.object() + ": " + section.name() + " holds "
                                + "thread-local variables, which need a threads library: make "
                                + "them ordinary variables");
                    } else if (!section.name().equals(STACK_NOTE)
                            && (section.header().flags() & EXCLUDE) == 0) {
                        sections.add(section);
                    }
                }
            }
            return sections;
        }

        private void keep(List<InputSection> sections) {
            if (!linker.collects) {
                Reachable.keepAll(sections);
                return;
            }
            List<String> roots = new ArrayList<>(linker.kept);
            roots.add(linker.entry);
            Reachable.keepUsed(objects, sections, symbols, roots);
        }

        private void defineOwnSymbols() {
            for (InputObject object : objects) {
                for (ObjectSymbol symbol : object.symbols()) {
                    if (symbol.isUndefined() && !symbols.isDefined(symbol.name())) {
                        Definition own = LinkerSymbols.definition(symbol.name(), layout);
                        if (own != null) {
                            symbols.define(symbol.name(), own);
                        }
                    }
                }
            }
        }

        private void checkEntry() {
            Definition start = symbols.global(linker.entry);
            if (!(start instanceof Definition.InSection place)
                    || (place.section().header().flags() & ElfSection.EXECUTE) == 0) {
                faults.add("the entry point " + linker.entry + (start == null ? " is not defined"
                        : " is no place in code") + ": name the first function's symbol, which "
                        + "must be global");
            }
            for (String name : linker.kept) {
                if (!symbols.isDefined(name)) {
                    faults.add(name + ", which is to be kept, is not defined: check its name");
                }
            }
            faults.throwIfAny();
        }

        private List<ElfSection> content() {
            Map<InputSection, InputObject> owners = new HashMap<>();
            objects.forEach(object -> object.sections().forEach(s -> owners.put(s, object)));
            List<ElfSection> content = new ArrayList<>();
            for (OutputSection section : layout.sections()) {
                int load = section.isAllocated()
                        ? section.address() - linker.base + linker.loadBase : 0;
                boolean blank = section.isBlank();
                byte[] bytes = blank ? new byte[0] : bytes(section, owners);
                content.add(new ElfSection(section.name(), section.type(), section.flags(),
                        section.address(), load, (int) section.size(), section.alignment(),
                        ByteBuffer.wrap(bytes)));
            }
            return content;
        }

        private byte[] bytes(OutputSection section, Map<InputSection, InputObject> owners) {
            byte[] bytes = new byte[(int) section.size()];
            for (InputSection input : section.inputs()) {
                if (owners.containsKey(input)) {
                    byte[] part = Relocator.apply(owners.get(input), input, symbols, faults);
                    System.arraycopy(part, 0, bytes, input.start() - section.address(),
                            part.length);
                }
            }
            return bytes;
        }
    }
}
