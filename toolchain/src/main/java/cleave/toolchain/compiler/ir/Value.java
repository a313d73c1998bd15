package cleave.toolchain.compiler.ir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An operation and its result. It knows its operands and its users; {@link #setOperand} and {@link
 * #replaceBy} keep both sides right. An operand used twice is listed twice among the users.
 */
public final class Value {
    private final int id;
    private Op op;
    private final Type type;
    private Object aux;
    private Position position;
    private final List<Value> operands = new ArrayList<>(2);
    private final List<Value> users = new ArrayList<>(2);
    Block block;

    Value(int id, Op op, Type type, Object aux, Position position, List<Value> operands) {
        this.id = id;
        this.op = op;
        this.type = type;
        this.aux = aux;
        this.position = position;
        operands.forEach(this::addOperand);
    }

    /** Unique in its function. */
    public int id() {
        return id;
    }

    public Op op() {
        return op;
    }

    public Type type() {
        return type;
    }

    /** What the operation needs besides operands; see {@link Op#aux}. */
    public Object aux() {
        return aux;
    }

    public void setAux(Object newAux) {
        aux = newAux;
    }

    /** Becomes another operation of the same result type. Operands are the caller's to set. */
    public void become(Op newOp, Object newAux) {
        op = newOp;
        aux = newAux;
    }

    /** The line of source; null for what no line asked for. */
    public Position position() {
        return position;
    }

    public void setPosition(Position newPosition) {
        position = newPosition;
    }

    /** The block it is in; null once removed. */
    public Block block() {
        return block;
    }

    public List<Value> operands() {
        return Collections.unmodifiableList(operands);
    }

    public Value operand(int i) {
        return operands.get(i);
    }

    public List<Value> users() {
        return Collections.unmodifiableList(users);
    }

    /** Whether anything but the debugger looks at it. */
    public boolean isUsed() {
        for (Value user : users) {
            if (user.op != Op.LOCAL) {
                return true;
            }
        }
        return false;
    }

    public void addOperand(Value operand) {
        operands.add(operand);
        operand.users.add(this);
    }

    public void setOperand(int i, Value operand) {
        operands.get(i).users.remove(this);
        operands.set(i, operand);
        operand.users.add(this);
    }

    public void removeOperand(int i) {
        operands.remove(i).users.remove(this);
    }

    public void setOperands(Value... newOperands) {
        clearOperands();
        for (Value operand : newOperands) {
            addOperand(operand);
        }
    }

    public void clearOperands() {
        operands.forEach(operand -> operand.users.remove(this));
        operands.clear();
    }

    /** All users use {@code other} from now on. */
    public void replaceBy(Value other) {
        if (other == this) {
            throw new IllegalArgumentException(this + " cannot replace itself");
        }
        for (Value user : new ArrayList<>(users)) {
            for (int i = 0; i < user.operands.size(); i++) {
                if (user.operands.get(i) == this) {
                    user.setOperand(i, other);
                }
            }
        }
    }

    // ---- constants ----

    public boolean isConst() {
        return op == Op.CONST;
    }

    public boolean isConst(int value) {
        return op == Op.CONST && (Integer) aux == value;
    }

    /** The value of a {@link Op#CONST}. */
    public int constant() {
        return (Integer) aux;
    }

    public boolean isConstLong() {
        return op == Op.CONST_LONG;
    }

    /** The value of a {@link Op#CONST_LONG}. */
    public long constantLong() {
        return (Long) aux;
    }

    public MemoryAccess access() {
        return (MemoryAccess) aux;
    }

    public Condition condition() {
        return (Condition) aux;
    }

    @Override
    public String toString() {
        return "v" + id;
    }
}
