package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Alias;
import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.DataObject;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.MemoryAccess;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.SymbolAddress;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import java.util.HashSet;
import java.util.Set;

/**
 * What is known of initial data: read-only objects, lengths of arrays, and static fields of the
 * program's own that no code stores to and whose address goes nowhere.
 */
final class Constants {
    /** For a function without its program: nothing is known. */
    static final Constants NONE = new Constants(new Program());

    private final Program program;
    private final Set<Symbol> unchanged = new HashSet<>();

    Constants(Program program) {
        this.program = program;
        for (DataObject object : program.data()) {
            if (object.local() && object.section().matches("\\.s?(data|bss).*")) {
                unchanged.add(object.symbol());
            }
        }
        for (DataObject object : program.data()) {
            object.pointers().values().forEach(to -> unchanged.remove(to.symbol()));
        }
        for (Function function : program.functions()) {
            for (Block block : function.blocks()) {
                for (Value value : block.values()) {
                    if (value.op() == Op.SYMBOL && !isOnlyRead(value)) {
                        unchanged.remove(((SymbolAddress) value.aux()).symbol());
                    }
                }
            }
        }
    }

    private static boolean isOnlyRead(Value symbol) {
        for (Value user : symbol.users()) {
            if (user.op() != Op.LOAD && user.op() != Op.LOAD_LONG && user.op() != Op.LOCAL) {
                return false;
            }
        }
        return true;
    }

    /** The constant that a load of a word or less gives; null when that is not known. */
    Value load(SymbolAddress address, MemoryAccess access, Editor editor) {
        DataObject object = program.data(address.symbol());
        if (object == null || !isConstant(object, access)) {
            return null;
        }
        int at = object.start() + address.offset() + access.offset();
        int size = access.width().bytes();
        if (at < 0 || at + size > object.bytes().length) {
            return null;
        }
        SymbolAddress pointer = object.pointers().get(at);
        if (pointer != null) {
            return size == 4 ? editor.make(Op.SYMBOL, Type.I32, pointer) : null;
        }
        if (!object.pointers().subMap(at - 3, at + size).isEmpty()) {
            return null;
        }
        int bits = 0;
        for (int i = size - 1; i >= 0; i--) {
            bits = bits << 8 | object.bytes()[at + i] & 0xff;
        }
        int unused = 32 - 8 * size;
        return editor.constant(access.signed() ? bits << unused >> unused : bits);
    }

    private boolean isConstant(DataObject object, MemoryAccess access) {
        return access.alias().equals(Alias.LENGTH) || object.section().startsWith(".rodata")
                || unchanged.contains(object.symbol());
    }
}
