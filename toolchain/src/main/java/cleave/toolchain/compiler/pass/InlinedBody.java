package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Graph;
import cleave.toolchain.compiler.ir.LocalVariable;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Position;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A copy of a function's blocks in place of a call. Each line knows the call it came by. */
final class InlinedBody {
    private final Function caller;
    private final Value call;
    private final Map<Value, Value> values = new HashMap<>();
    private final Map<Block, Block> blocks = new HashMap<>();

    private InlinedBody(Function caller, Value call) {
        this.caller = caller;
        this.call = call;
    }

    static void replace(Function caller, Value call, Function callee) {
        new InlinedBody(caller, call).copy(callee);
    }

    private void copy(Function callee) {
        List<Block> order = Graph.reversePostorder(callee);
        for (Block block : order) {
            blocks.put(block, caller.newBlock());
        }
        for (Block block : order) {
            for (Value value : block.values()) {
                copy(value, blocks.get(block));
            }
        }
        for (Block block : order) {
            block.successors().forEach(to -> blocks.get(block).addSuccessor(blocks.get(to)));
        }
        for (Block block : order) {
            copyPhis(block);
        }
        Block after = splitAfterCall();
        Block before = call.block();
        before.append(caller.newValue(Op.JUMP, null, call.position()));
        before.addSuccessor(blocks.get(callee.entry()));
        returnTo(after);
        before.remove(call);
    }

    private Position position(Position inner) {
        return inner == null ? call.position()
                : call.position() == null ? inner : inner.inlinedAt(call.position());
    }

    private void copy(Value value, Block to) {
        if (value.op() == Op.PARAMETER) {
            values.put(value, call.operand((Integer) value.aux()));
            return;
        }
        Object aux = value.aux();
        if (aux instanceof LocalVariable variable) {
            aux = new LocalVariable(variable.name(), variable.descriptor(), -1,
                    position(variable.scope()));
        }
        Value copy = caller.newValue(value.op(), value.type(), aux, position(value.position()));
        if (value.op() != Op.PHI) {
            value.operands().forEach(operand -> copy.addOperand(values.get(operand)));
        }
        values.put(value, copy);
        to.append(copy);
    }

    /** Copies of edges were added block by block, so that their order may differ. */
    private void copyPhis(Block block) {
        List<Block> from = block.predecessors();
        for (Value phi : block.phis()) {
            for (Block predecessor : blocks.get(block).predecessors()) {
                for (int i = 0; i < from.size(); i++) {
                    if (blocks.get(from.get(i)) == predecessor) {
                        values.get(phi).addOperand(values.get(phi.operand(i)));
                    }
                }
            }
        }
    }

    private Block splitAfterCall() {
        Block block = call.block();
        Block after = caller.newBlock();
        for (Block successor : List.copyOf(block.successors())) {
            successor.replacePredecessor(block, after);
        }
        boolean behind = false;
        for (Value value : block.takeAll()) {
            (behind ? after : block).append(value);
            behind |= value == call;
        }
        return after;
    }

    private void returnTo(Block after) {
        List<Value> results = new ArrayList<>();
        for (Block block : blocks.values().stream()
                .sorted((a, b) -> Integer.compare(a.id(), b.id())).toList()) {
            Value end = block.terminator();
            if (end.op() == Op.RETURN) {
                if (!end.operands().isEmpty()) {
                    results.add(end.operand(0));
                }
                end.clearOperands();
                end.become(Op.JUMP, null);
                block.addSuccessor(after);
            }
        }
        if (call.type() == Type.VOID || call.users().isEmpty()) {
            return;
        }
        if (results.size() == 1) {
            call.replaceBy(results.get(0));
        } else {
            Value phi = caller.newValue(Op.PHI, call.type(), null, call.position(),
                    results.toArray(new Value[0]));
            after.insert(0, phi);
            call.replaceBy(phi);
        }
    }
}
