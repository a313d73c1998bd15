package cleave.toolchain.compiler.frontend;

import java.util.List;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AnnotationNode;

/** The annotations of {@code cleave.magic} on a class, method or field. */
final class Annotations {
    private final List<AnnotationNode> nodes;

    Annotations(List<AnnotationNode> nodes) {
        this.nodes = nodes == null ? List.of() : nodes;
    }

    boolean has(Class<?> annotation) {
        return find(annotation) != null;
    }

    String string(Class<?> annotation, String element, String otherwise) {
        return value(annotation, element) instanceof String text ? text : otherwise;
    }

    int number(Class<?> annotation, String element, int otherwise) {
        return value(annotation, element) instanceof Integer number ? number : otherwise;
    }

    private AnnotationNode find(Class<?> annotation) {
        String descriptor = Type.getDescriptor(annotation);
        for (AnnotationNode node : nodes) {
            if (descriptor.equals(node.desc)) {
                return node;
            }
        }
        return null;
    }

    private Object value(Class<?> annotation, String element) {
        AnnotationNode node = find(annotation);
        if (node != null && node.values != null) {
            for (int i = 0; i + 1 < node.values.size(); i += 2) {
                if (element.equals(node.values.get(i))) {
                    return node.values.get(i + 1);
                }
            }
        }
        return null;
    }
}
