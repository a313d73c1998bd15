package cleave.toolchain.compiler.layout;

import org.objectweb.asm.tree.ClassNode;

/** Where classes are found; the same name always gives the same class. */
@FunctionalInterface
public interface ClassLookup {
    /** The class with that internal name; null if there is none. */
    ClassNode find(String internalName);
}
