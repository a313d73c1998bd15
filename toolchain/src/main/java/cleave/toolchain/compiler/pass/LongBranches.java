package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Condition;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import cleave.toolchain.compiler.pass.LongLowering.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Branches on longs as chains of branches on words: the high ones decide unless they are equal. */
final class LongBranches {
    private final Function function;

    private LongBranches(Function function) {
        this.function = function;
    }

    static void expand(Function function, List<Value> branches, Map<Value, Words> words) {
        LongBranches expansion = new LongBranches(function);
        for (Value branch : branches) {
            expansion.expand(branch, words.get(branch.operand(0)), words.get(branch.operand(1)));
        }
    }

    private void expand(Value branch, Words a, Words b) {
        Condition condition = branch.condition();
        boolean withZero = b.low().isConst(0) && b.high().isConst(0);
        if (withZero && (condition == Condition.LT || condition == Condition.GE)) {
            become(branch, condition, a.high(), b.high());
        } else if (a.high() == b.high() || a.high().isConst() && b.high().isConst()
                && a.high().constant() == b.high().constant()) {
            become(branch, unsigned(condition), a.low(), b.low());
        } else if (condition == Condition.EQ || condition == Condition.NE) {
            if (withZero) {
                Value any = function.newValue(Op.OR, null, branch.position(), a.low(), a.high());
                branch.block().appendBeforeTerminator(any);
                become(branch, condition, any, b.low());
            } else {
                expandEquality(branch, condition, a, b);
            }
        } else {
            expandOrder(branch, condition, a, b);
        }
    }

    private static void become(Value branch, Condition condition, Value a, Value b) {
        branch.become(Op.BRANCH, condition);
        branch.setOperands(a, b);
    }

    private void expandEquality(Value branch, Condition condition, Words a, Words b) {
        Block block = branch.block();
        Block then = block.successors().get(0);
        Block otherwise = block.successors().get(1);
        Block different = condition == Condition.EQ ? otherwise : then;
        Block same = condition == Condition.EQ ? then : otherwise;
        List<Value> incoming = incoming(different, block);
        Block second = function.newBlock();
        // Low words decide here if they differ, else the high ones in the new block.
        List<Value> incomingSame = incoming(same, block);
        block.redirect(same, second);
        become(branch, condition, a.low(), b.low());
        branch(second, branch, condition, a.high(), b.high());
        link(second, then, same == then ? incomingSame : incoming);
        link(second, otherwise, same == then ? incoming : incomingSame);
    }

    private void expandOrder(Value branch, Condition condition, Words a, Words b) {
        Block block = branch.block();
        Block then = block.successors().get(0);
        Block otherwise = block.successors().get(1);
        List<Value> toThen = incoming(then, block);
        List<Value> toOtherwise = incoming(otherwise, block);
        Block second = function.newBlock();
        Block third = function.newBlock();
        block.redirect(otherwise, second);
        become(branch, strict(condition), a.high(), b.high());
        branch(second, branch, Condition.NE, a.high(), b.high());
        link(second, otherwise, toOtherwise);
        link(second, third, List.of());
        branch(third, branch, unsigned(condition), a.low(), b.low());
        link(third, then, toThen);
        link(third, otherwise, toOtherwise);
    }

    private void branch(Block at, Value like, Condition condition, Value a, Value b) {
        at.append(function.newValue(Op.BRANCH, Type.VOID, condition, like.position(), a, b));
    }

    private static List<Value> incoming(Block to, Block from) {
        int way = to.predecessors().indexOf(from);
        List<Value> incoming = new ArrayList<>();
        to.phis().forEach(phi -> incoming.add(phi.operand(way)));
        return incoming;
    }

    private static void link(Block from, Block to, List<Value> incoming) {
        from.addSuccessor(to);
        for (int i = 0; i < incoming.size(); i++) {
            to.phis().get(i).addOperand(incoming.get(i));
        }
    }

    private static Condition strict(Condition condition) {
        return switch (condition) {
            case LT, LE -> Condition.LT;
            case GT, GE -> Condition.GT;
            case LTU, LEU -> Condition.LTU;
            case GTU, GEU -> Condition.GTU;
            default -> condition;
        };
    }

    private static Condition unsigned(Condition condition) {
        return switch (condition) {
            case LT -> Condition.LTU;
            case LE -> Condition.LEU;
            case GT -> Condition.GTU;
            case GE -> Condition.GEU;
            default -> condition;
        };
    }
}
