package cleave.toolchain.hosted;

import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;

/** Says what cannot run hosted, with its line. */
record Refusals(ClassNode owner) {
    UnsupportedHere of(AbstractInsnNode instruction, String message) {
        AbstractInsnNode node = instruction;
        while (node != null && !(node instanceof LineNumberNode)) {
            node = node.getPrevious();
        }
        String file = owner.sourceFile == null ? owner.name : owner.sourceFile;
        return new UnsupportedHere(
                (node instanceof LineNumberNode line ? file + ":" + line.line : file)
                        + ": [hosted] " + message);
    }
}
