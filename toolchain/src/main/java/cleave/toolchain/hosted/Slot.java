package cleave.toolchain.hosted;

import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.analysis.Value;

/** What a local or a stack entry holds, as far as rewriting must know. */
final class Slot implements Value {
    enum Kind {
        /** Nothing that may be used. */
        NONE,
        /** A number or an object, as the JVM has it. */
        PLAIN,
        /** An address or a word. */
        ADDRESS,
        /** An array in place in a struct, whose length only the field knows. */
        INLINE,
        /** {@code null}, of which only its use tells whether it is address 0. */
        NULL,
        /** Made by {@code new}, before its constructor ran. */
        FRESH
    }

    static final Slot NONE = new Slot(Kind.NONE, null, 0, 0, null, null);

    final Kind kind;
    final Type type;
    /** Of {@link Kind#INLINE}: elements, and bytes of a struct in place or 0. */
    final int count;
    final int structSize;
    final Null cell;
    final AbstractInsnNode site;

    private Slot(Kind kind, Type type, int count, int structSize, Null cell,
            AbstractInsnNode site) {
        this.kind = kind;
        this.type = type;
        this.count = count;
        this.structSize = structSize;
        this.cell = cell;
        this.site = site;
    }

    static Slot of(Type type, HostedClasses classes) {
        return new Slot(classes.isAddress(type) ? Kind.ADDRESS : Kind.PLAIN, type, 0, 0, null,
                null);
    }

    static Slot inline(Type type, int count, int structSize) {
        return new Slot(Kind.INLINE, type, count, structSize, null, null);
    }

    static Slot ofNull(Null cell) {
        return new Slot(Kind.NULL, null, 0, 0, cell, null);
    }

    static Slot fresh(Type type, AbstractInsnNode site) {
        return new Slot(Kind.FRESH, type, 0, 0, null, site);
    }

    boolean isInMemory() {
        return kind == Kind.ADDRESS || kind == Kind.INLINE;
    }

    boolean isSameArray(Slot other) {
        return other.kind == Kind.INLINE && other.count == count && other.type.equals(type)
                && other.structSize == structSize;
    }

    @Override
    public int getSize() {
        return type == null ? 1 : type.getSize();
    }

    /** What becomes of one or more {@code null}s that meet. */
    static final class Null {
        private Null same;
        private boolean address;

        private Null root() {
            return same == null ? this : same.root();
        }

        boolean isAddress() {
            return root().address;
        }

        void use(boolean asAddress) {
            root().address |= asAddress;
        }

        void join(Null other) {
            Null mine = root();
            Null theirs = other.root();
            if (mine != theirs) {
                theirs.address |= mine.address;
                mine.same = theirs;
            }
        }
    }
}
