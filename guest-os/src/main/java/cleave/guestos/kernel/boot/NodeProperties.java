package cleave.guestos.kernel.boot;

import cleave.magic.Address;
import cleave.magic.Struct;

/** What a node has said so far, and what its children need of it. */
final class NodeProperties extends Struct {
    static final int DEFAULT_ADDRESS_CELLS = 2;
    static final int DEFAULT_SIZE_CELLS = 1;

    Address name;
    Address compatible;
    int compatibleLength;
    Address reg;
    int regLength;
    Address type;
    Address isa;
    Address isaList;
    int isaListLength;
    Address interruptsExtended;
    int interruptsExtendedLength;
    int interrupt;
    int phandle;
    int sources;
    int value;
    int offset;
    int regmap;
    int addressCells;
    int sizeCells;
    boolean disabled;
    /** Addresses of children are not addresses of the hart. */
    boolean translates;
    /** Its children begin: no property may follow. */
    boolean closed;

    void clear(Address newName) {
        name = newName;
        compatible = Address.of(0);
        reg = Address.of(0);
        regLength = 0;
        type = Address.of(0);
        isa = Address.of(0);
        isaList = Address.of(0);
        interruptsExtended = Address.of(0);
        interruptsExtendedLength = 0;
        interrupt = 0;
        phandle = 0;
        sources = 0;
        value = 0;
        offset = 0;
        regmap = 0;
        addressCells = DEFAULT_ADDRESS_CELLS;
        sizeCells = DEFAULT_SIZE_CELLS;
        disabled = false;
        translates = false;
        closed = false;
    }

    boolean isCompatible(String text) {
        return !compatible.isNull() && FlatTree.listHas(compatible, compatibleLength, text);
    }

    boolean hasType(String text) {
        return !type.isNull() && FlatTree.same(type, text, false);
    }

    /** Takes a property; one that means nothing here is passed over. */
    void take(FlatTree tree) {
        Address at = tree.value;
        int length = tree.length;
        if (tree.is("reg")) {
            reg = at;
            regLength = length;
        } else if (tree.is("compatible")) {
            compatible = text(tree);
            compatibleLength = length;
        } else if (tree.is("interrupts")) {
            interrupt = cell(tree);
        } else if (tree.is("interrupts-extended")) {
            interruptsExtended = at;
            interruptsExtendedLength = length;
        } else if (tree.is("phandle")) {
            phandle = cell(tree);
        } else if (tree.is("device_type")) {
            type = text(tree);
        } else if (tree.is("status")) {
            disabled = !FlatTree.same(text(tree), "ok", true);
        } else if (tree.is("#address-cells")) {
            addressCells = cell(tree);
        } else if (tree.is("#size-cells")) {
            sizeCells = cell(tree);
        } else if (tree.is("ranges")) {
            translates = length != 0;
        } else {
            takeRarer(tree);
        }
    }

    private void takeRarer(FlatTree tree) {
        if (tree.is("riscv,isa")) {
            isa = text(tree);
        } else if (tree.is("riscv,isa-extensions")) {
            isaList = text(tree);
            isaListLength = tree.length;
        } else if (tree.is("riscv,ndev")) {
            sources = cell(tree);
        } else if (tree.is("value")) {
            value = cell(tree);
        } else if (tree.is("offset")) {
            offset = cell(tree);
        } else if (tree.is("regmap")) {
            regmap = cell(tree);
        }
    }

    /** The first cell; 0 of an empty property. */
    static int cell(FlatTree tree) {
        return tree.length < 4 ? 0 : FlatTree.bigEndian(tree.value);
    }

    /** The text or texts of a property; null unless the last one ends with a zero byte. */
    static Address text(FlatTree tree) {
        return tree.length > 0 && tree.value.loadByte(tree.length - 1) == 0 ? tree.value
                : Address.of(0);
    }
}
