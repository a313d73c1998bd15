package cleave.toolchain.compiler.door;

import cleave.magic.PanicHandler;
import cleave.toolchain.compiler.CompileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Where a program of these classes begins.
 *
 * @param mainClass       internal name of the class whose main method is run
 * @param roots           internal names of the classes the compiler begins with: that one, and
 *                        those with annotations by which code outside calls them
 * @param hasPanicHandler whether one of the classes has a panic handler
 */
record Entry(String mainClass, List<String> roots, boolean hasPanicHandler) {
    private static final List<String> ROOT_ANNOTATIONS = List.of("EntryPoint", "Allocator",
            "PanicHandler");

    /** The class is the one that {@code wanted} names, or the only one with a main method. */
    static Entry of(Map<String, byte[]> classes, Optional<String> wanted) {
        List<String> mains = new ArrayList<>();
        List<String> roots = new ArrayList<>();
        boolean panics = false;
        for (byte[] bytes : classes.values()) {
            ClassNode node = new ClassNode();
            new ClassReader(bytes).accept(node, ClassReader.SKIP_CODE);
            if (node.methods.stream().anyMatch(Entry::isMain)) {
                mains.add(node.name);
            }
            List<String> annotations = node.methods.stream().flatMap(Entry::annotations).toList();
            panics |= annotations.contains(Type.getDescriptor(PanicHandler.class));
            if (annotations.stream().anyMatch(Entry::makesRoot)) {
                roots.add(node.name);
            }
        }
        String main = choose(mains, wanted);
        roots.remove(main);
        roots.add(0, main);
        return new Entry(main, roots, panics);
    }

    private static String choose(List<String> mains, Optional<String> wanted) {
        if (wanted.isPresent()) {
            String name = wanted.get().replace('.', '/');
            if (!mains.contains(name)) {
                throw new CommandLine.UsageException("--entry " + wanted.get() + ": the sources"
                        + " have no such class with a static method main" + list(mains));
            }
            return name;
        }
        if (mains.isEmpty()) {
            throw CompileException.of("cleave compile", "main-method", "no class has a main method",
                    "declare static int main() where the program begins");
        }
        if (mains.size() > 1) {
            throw new CommandLine.UsageException("several classes have a main method: choose one by"
                    + " --entry" + list(mains));
        }
        return mains.get(0);
    }

    private static String list(List<String> mains) {
        return mains.stream().map(name -> name.replace('/', '.'))
                .collect(Collectors.joining(" ", "; there are: ", ""));
    }

    private static boolean isMain(MethodNode method) {
        return method.name.equals("main") && (method.access & Opcodes.ACC_STATIC) != 0;
    }

    private static java.util.stream.Stream<String> annotations(MethodNode method) {
        return method.invisibleAnnotations == null ? java.util.stream.Stream.empty()
                : method.invisibleAnnotations.stream().map(annotation -> annotation.desc);
    }

    private static boolean makesRoot(String descriptor) {
        return ROOT_ANNOTATIONS.stream()
                .anyMatch(name -> descriptor.equals("Lcleave/magic/" + name + ";"));
    }
}
