package cleave.toolchain.compiler.backend.select;

import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.SymbolAddress;
import cleave.toolchain.compiler.ir.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Where the whole address of a symbol is worth a register: where it is needed as a number, or
 * several places near the symbol are accessed. Elsewhere the low part goes into loads and stores.
 */
final class AddressUses {
    private record Place(Block home, Symbol symbol) {
    }

    private final Map<Place, Set<Object>> uses = new HashMap<>();
    private final LoopNest loops;

    AddressUses(Function function, LoopNest loops) {
        this.loops = loops;
        for (Block block : function.blocks()) {
            for (Value value : block.values()) {
                for (int i = 0; i < value.operands().size(); i++) {
                    note(block, value, i);
                }
            }
        }
    }

    private void note(Block block, Value user, int i) {
        if (user.operand(i).op() != Op.SYMBOL || user.op() == Op.LOCAL || user.op() == Op.PHI
                || user.op() == Op.CALL) {
            return;
        }
        SymbolAddress address = (SymbolAddress) user.operand(i).aux();
        Set<Object> places = uses.computeIfAbsent(
                new Place(loops.home(block), address.symbol()), unused -> new HashSet<>());
        boolean access = (user.op() == Op.LOAD || user.op() == Op.STORE) && i == 0;
        if (access) {
            places.add(address.offset() + user.access().offset());
        } else {
            places.add("whole 1");
            places.add("whole 2");
        }
    }

    boolean wantsWhole(Block block, Symbol symbol) {
        return uses.getOrDefault(new Place(loops.home(block), symbol), Set.of()).size() > 1;
    }
}
