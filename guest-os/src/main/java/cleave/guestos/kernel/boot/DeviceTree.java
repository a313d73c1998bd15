package cleave.guestos.kernel.boot;

import cleave.magic.Address;
import cleave.magic.Embedded;
import cleave.magic.Inline;
import cleave.magic.Panic;
import cleave.magic.Struct;

/**
 * Reads from a device tree (Devicetree Specification 0.4, and Linux's bindings for RISC-V) what
 * the kernel needs, in one pass, into {@link Hardware}. It takes the first device of a kind,
 * passes over disabled nodes and over buses that translate addresses, and refuses a tree without
 * memory, timebase or interrupt controller.
 */
public final class DeviceTree {
    private static final int DEPTH_MAX = 16;
    private static final int SYSCONS_MAX = 4;
    private static final int SUPERVISOR_EXTERNAL = 9;
    private static final int CELL = 4;
    private static final int TEXT_SSTC_LENGTH = 5;

    /** What one pass remembers. */
    static final class Pass extends Struct {
        @Embedded
        @Inline(DEPTH_MAX)
        NodeProperties[] levels;
        int depth;
        int hart;
        int hartInterrupts;
        Address plicInputs;
        int plicInputsLength;
        @Inline(SYSCONS_MAX)
        int[] sysconPhandles;
        @Inline(SYSCONS_MAX)
        int[] sysconBases;
        int syscons;
        Address console;
        @Embedded
        Range range;
    }

    private static final FlatTree TREE = new FlatTree();
    private static final Pass PASS = new Pass();
    private static final Hardware MACHINE = Hardware.MACHINE;
    private static final String NOTHING = "";

    private DeviceTree() {
    }

    /**
     * Fills {@link Hardware#MACHINE}.
     *
     * @param tree where the tree is readable
     * @param hart the boot hart's number
     * @return bytes of the tree
     */
    public static int read(Address tree, int hart) {
        TREE.open(tree);
        PASS.hart = hart;
        PASS.depth = 0;
        MACHINE.arguments = Address.of(NOTHING);
        readReservations();
        int token = TREE.next();
        while (token != FlatTree.END) {
            if (token == FlatTree.BEGIN_NODE) {
                begin();
            } else if (token == FlatTree.END_NODE) {
                end();
            } else {
                property();
            }
            token = TREE.next();
        }
        if (PASS.depth != 0) {
            Panic.stop("device tree: it ends inside a node");
        }
        complete();
        return TREE.bytes();
    }

    private static void readReservations() {
        int index = 0;
        Address entry = TREE.reservation(index);
        while (!entry.isNull()) {
            pair(entry, 2, 2);
            reserve();
            index++;
            entry = TREE.reservation(index);
        }
    }

    private static void reserve() {
        if (PASS.range.bytes == 0) {
            return;
        }
        if (MACHINE.reservedCount == Hardware.RESERVED_MAX) {
            Panic.stop("device tree: more than 16 pieces of memory are reserved");
        }
        Range to = MACHINE.reserved[MACHINE.reservedCount];
        to.start = PASS.range.start;
        to.bytes = PASS.range.bytes;
        MACHINE.reservedCount++;
    }

    private static void begin() {
        if (PASS.depth > 0) {
            close(PASS.levels[PASS.depth - 1]);
        }
        if (PASS.depth == DEPTH_MAX) {
            Panic.stop("device tree: nodes are nested more than 16 deep");
        }
        NodeProperties node = PASS.levels[PASS.depth];
        node.clear(TREE.name);
        PASS.depth++;
    }

    private static void end() {
        if (PASS.depth == 0) {
            Panic.stop("device tree: a node ends that has not begun");
        }
        close(PASS.levels[PASS.depth - 1]);
        PASS.depth--;
    }

    private static void property() {
        if (PASS.depth == 0) {
            Panic.stop("device tree: a property is outside of all nodes");
        }
        NodeProperties node = PASS.levels[PASS.depth - 1];
        if (node.closed) {
            Panic.stop("device tree: a property stands behind a node's children");
        }
        node.take(TREE);
        if (PASS.depth == 2) {
            propertyBelowRoot(node);
        } else if (PASS.depth == 3 && TREE.is("timebase-frequency") && node.hasType("cpu")) {
            MACHINE.timebase = NodeProperties.cell(TREE);
        }
    }

    private static void propertyBelowRoot(NodeProperties node) {
        if (FlatTree.same(node.name, "chosen", false)) {
            chosen();
        } else if (FlatTree.same(node.name, "cpus", false) && TREE.is("timebase-frequency")) {
            MACHINE.timebase = NodeProperties.cell(TREE);
        }
    }

    private static void chosen() {
        if (TREE.is("bootargs")) {
            Address text = NodeProperties.text(TREE);
            MACHINE.arguments = text.isNull() ? MACHINE.arguments : text;
        } else if (TREE.is("linux,initrd-start")) {
            MACHINE.initrd.start = lastCell();
        } else if (TREE.is("linux,initrd-end")) {
            // Until both are known, it is the end.
            MACHINE.initrd.bytes = lastCell();
        } else if (TREE.is("rng-seed")) {
            MACHINE.seed = TREE.value;
            MACHINE.seedBytes = TREE.length;
        } else if (TREE.is("stdout-path")) {
            PASS.console = NodeProperties.text(TREE);
        }
    }

    /** A number of one or two cells, below 4 GiB. */
    private static int lastCell() {
        return TREE.length < CELL || (TREE.length & CELL - 1) != 0 ? 0
                : FlatTree.bigEndian(TREE.value.plus(TREE.length - CELL));
    }

    /** All properties are known; the node on top is looked at once. */
    private static void close(NodeProperties node) {
        if (node.closed) {
            return;
        }
        node.closed = true;
        if (PASS.depth == 1) {
            return;
        }
        NodeProperties parent = PASS.levels[PASS.depth - 2];
        node.disabled |= parent.disabled;
        node.translates |= parent.translates;
        if (node.hasType("cpu")) {
            // A hart that is not the boot hart is skipped, with its interrupt controller.
            node.disabled |= firstAddress(node, parent) != PASS.hart;
        }
        if (node.disabled) {
            return;
        }
        if (FlatTree.same(parent.name, "reserved-memory", false)) {
            reserveAll(node, parent);
        } else if (node.hasType("memory")) {
            memory(node, parent);
        } else if (node.hasType("cpu")) {
            hart(node);
        } else if (node.isCompatible("riscv,cpu-intc")) {
            PASS.hartInterrupts = node.phandle;
        } else if (!node.compatible.isNull()) {
            device(node, parent);
        }
    }

    private static void hart(NodeProperties node) {
        MACHINE.isa = node.isa;
        MACHINE.sstc = !node.isaList.isNull()
                && FlatTree.listHas(node.isaList, node.isaListLength, "sstc")
                || !node.isa.isNull() && hasSstc(node.isa);
    }

    /** Extensions of several letters stand behind an underscore each. */
    private static boolean hasSstc(Address isa) {
        for (int i = 0; isa.loadByte(i) != 0; i++) {
            if (FlatTree.same(isa.plus(i), "_sstc", true)) {
                int after = isa.loadByte(i + TEXT_SSTC_LENGTH);
                if (after == 0 || after == '_') {
                    return true;
                }
            }
        }
        return false;
    }

    private static void device(NodeProperties node, NodeProperties parent) {
        if (node.isCompatible("syscon-poweroff")) {
            command(MACHINE.powerOff, node);
        } else if (node.isCompatible("syscon-reboot")) {
            command(MACHINE.restart, node);
        } else if (parent.translates || !takeRange(node, parent, 0)) {
            return;
        } else if (node.isCompatible("virtio,mmio")) {
            if (MACHINE.virtioCount < Hardware.VIRTIO_MAX) {
                place(MACHINE.virtio[MACHINE.virtioCount], node);
                MACHINE.virtioCount++;
            }
        } else if (node.isCompatible("ns16550a") || node.isCompatible("ns16550")) {
            if (!MACHINE.uart.isPresent() || isConsole(node)) {
                place(MACHINE.uart, node);
            }
        } else if (node.isCompatible("riscv,plic0") || node.isCompatible("sifive,plic-1.0.0")) {
            place(MACHINE.plic, node);
            MACHINE.plicSources = node.sources;
            PASS.plicInputs = node.interruptsExtended;
            PASS.plicInputsLength = node.interruptsExtendedLength;
        } else if (node.isCompatible("google,goldfish-rtc")) {
            place(MACHINE.rtc, node);
        } else if (node.isCompatible("syscon") && PASS.syscons < SYSCONS_MAX) {
            PASS.sysconPhandles[PASS.syscons] = node.phandle;
            PASS.sysconBases[PASS.syscons] = PASS.range.start;
            PASS.syscons++;
        }
    }

    private static void place(DeviceNode device, NodeProperties node) {
        device.base = PASS.range.start;
        device.bytes = PASS.range.bytes;
        device.interrupt = node.interrupt;
    }

    /** Whether the last part of {@code stdout-path} is the node's name. */
    private static boolean isConsole(NodeProperties node) {
        if (PASS.console.isNull()) {
            return false;
        }
        int part = 0;
        int end = 0;
        while (PASS.console.loadByte(end) != 0 && PASS.console.loadByte(end) != ':') {
            if (PASS.console.loadByte(end) == '/') {
                part = end + 1;
            }
            end++;
        }
        for (int i = part; i < end; i++) {
            if (node.name.loadByte(i - part) != PASS.console.loadByte(i)) {
                return false;
            }
        }
        return node.name.loadByte(end - part) == 0;
    }

    private static void command(Command command, NodeProperties node) {
        command.value = node.value;
        command.register = node.offset;
        command.regmap = node.regmap;
    }

    private static void memory(NodeProperties node, NodeProperties parent) {
        for (int i = 0; takeRange(node, parent, i); i++) {
            if (Integer.compareUnsigned(PASS.range.bytes, MACHINE.memory.bytes) > 0) {
                MACHINE.memory.start = PASS.range.start;
                MACHINE.memory.bytes = PASS.range.bytes;
            }
        }
    }

    private static void reserveAll(NodeProperties node, NodeProperties parent) {
        for (int i = 0; takeRange(node, parent, i); i++) {
            reserve();
        }
    }

    private static int firstAddress(NodeProperties node, NodeProperties parent) {
        int cells = parent.addressCells;
        return cells < 1 || cells > 2 || node.regLength < cells * CELL ? 0
                : FlatTree.bigEndian(node.reg.plus((cells - 1) * CELL));
    }

    /** Puts range {@code index} of {@code reg} into the pass; false if there is none. */
    private static boolean takeRange(NodeProperties node, NodeProperties parent, int index) {
        int addressCells = parent.addressCells;
        int sizeCells = parent.sizeCells;
        if (addressCells < 1 || addressCells > 2 || sizeCells < 1 || sizeCells > 2) {
            return false;
        }
        int size = (addressCells + sizeCells) * CELL;
        if (node.regLength < size || index > node.regLength / size - 1) {
            return false;
        }
        return pair(node.reg.plus(index * size), addressCells, sizeCells);
    }

    /** An address and a size; false for an address above 4 GiB. */
    private static boolean pair(Address at, int addressCells, int sizeCells) {
        Address size = at.plus(addressCells * CELL);
        PASS.range.start = FlatTree.bigEndian(at.plus((addressCells - 1) * CELL));
        PASS.range.bytes = FlatTree.bigEndian(size.plus((sizeCells - 1) * CELL));
        boolean large = sizeCells == 2 && size.loadInt(0) != 0;
        int room = -PASS.range.start;
        if (room != 0 && (large || Integer.compareUnsigned(PASS.range.bytes, room) > 0)) {
            PASS.range.bytes = room;
        }
        return addressCells == 1 || at.loadInt(0) == 0;
    }

    /** What needed the whole tree, and what may not be missing. */
    private static void complete() {
        if (MACHINE.memory.bytes == 0) {
            Panic.stop("device tree: it names no memory");
        }
        if (MACHINE.timebase <= 0) {
            Panic.stop("device tree: /cpus has no timebase-frequency");
        }
        if (!MACHINE.plic.isPresent()) {
            Panic.stop("device tree: there is no PLIC (riscv,plic0)");
        }
        completeInitrd();
        complete(MACHINE.powerOff);
        complete(MACHINE.restart);
        int pairs = PASS.plicInputsLength / (2 * CELL);
        for (int i = 0; i < pairs; i++) {
            Address pair = PASS.plicInputs.plus(i * 2 * CELL);
            if (FlatTree.bigEndian(pair) == PASS.hartInterrupts
                    && FlatTree.bigEndian(pair.plus(CELL)) == SUPERVISOR_EXTERNAL) {
                MACHINE.plicContext = i;
                return;
            }
        }
        Panic.stop("device tree: the PLIC has no line to supervisor mode of the boot hart");
    }

    private static void completeInitrd() {
        Range initrd = MACHINE.initrd;
        int end = initrd.bytes;
        initrd.bytes = Integer.compareUnsigned(end, initrd.start) > 0 && initrd.start != 0
                ? end - initrd.start : 0;
    }

    private static void complete(Command command) {
        for (int i = 0; i < PASS.syscons; i++) {
            if (PASS.sysconPhandles[i] == command.regmap) {
                command.register += PASS.sysconBases[i];
                return;
            }
        }
        command.register = 0;
    }
}
