package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Alias;
import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Dominators;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Value;
import java.util.List;

/**
 * Moves what is the same in each turn of a loop before it: pure values, loads that no store of the
 * loop can change and that cannot fault early, and checks with which the first turn begins.
 */
final class LoopMotion {
    private final Function function;
    private final Loops.Loop loop;
    private final Dominators dominators;
    private final Effects.Writes writes = new Effects.Writes();
    private Block preheader;
    private boolean changed;

    private LoopMotion(Function function, Loops.Loop loop, Dominators dominators,
            Effects effects) {
        this.function = function;
        this.loop = loop;
        this.dominators = dominators;
        loop.blocks().forEach(block -> writes.add(effects.of(block)));
    }

    static boolean run(Function function, Effects effects) {
        boolean changed = false;
        for (Loops.Loop loop : new Loops(function).all()) {
            Loops.preheader(function, loop);
        }
        Loops loops = new Loops(function);
        for (Loops.Loop loop : loops.all()) {
            changed |= new LoopMotion(function, loop, loops.dominators(), effects).move();
        }
        return changed;
    }

    private boolean move() {
        preheader = Loops.preheader(function, loop);
        for (Block block : dominators.reversePostorder()) {
            if (loop.contains(block)) {
                move(block);
            }
        }
        return changed;
    }

    private void move(Block block) {
        // Before anything with an effect, what the first turn does may as well be done before it.
        // Deviation: the length of an array is loaded before a check of the same turn, so that of a
        // null reference and a failed check in one turn the null reference is what is reported.
        boolean first = block == loop.header();
        boolean quiet = first;
        for (Value value : List.copyOf(block.values())) {
            boolean same = isInvariant(value);
            boolean moves = same && switch (value.op().kind()) {
                case PURE -> value.op() != Op.SECOND_RESULT;
                case READ -> !isChanged(value) && (first || isSafe(value)
                        || quiet && value.access().alias().equals(Alias.LENGTH));
                case CHECK -> first;
                default -> false;
            };
            if (moves) {
                block.detach(value);
                preheader.appendBeforeTerminator(value);
                changed = true;
            } else {
                quiet &= value.op().kind() != Op.Kind.WRITE
                        && value.op().kind() != Op.Kind.BARRIER;
                first &= value.op().kind() == Op.Kind.PURE || value.op().kind() == Op.Kind.LEAF
                        || value.op().kind() == Op.Kind.MARK
                        || value.op().kind() == Op.Kind.READ && !value.access().isVolatile();
            }
        }
    }

    private boolean isInvariant(Value value) {
        for (Value operand : value.operands()) {
            if (loop.contains(operand.block())) {
                return false;
            }
        }
        return true;
    }

    private boolean isChanged(Value load) {
        Alias alias = load.access().alias();
        if (load.access().isVolatile()) {
            return true;
        }
        if (alias.constant()) {
            return false;
        }
        return writes.everything()
                || writes.aliases().stream().anyMatch(written -> written.mayOverlap(alias));
    }

    /** Whether it cannot fault before the loop: a static field, or an object accessed already. */
    private boolean isSafe(Value load) {
        Value base = load.operand(0);
        if (base.op() == Op.SYMBOL) {
            return true;
        }
        for (Value user : base.users()) {
            boolean accesses = (user.op().kind() == Op.Kind.READ
                    || user.op().kind() == Op.Kind.WRITE) && user.operand(0) == base;
            if (accesses && user != load && !loop.contains(user.block())
                    && dominators.dominates(user.block(), preheader)) {
                return true;
            }
        }
        return false;
    }
}
