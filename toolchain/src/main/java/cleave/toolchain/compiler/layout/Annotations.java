package cleave.toolchain.compiler.layout;

import java.util.List;
import org.objectweb.asm.tree.AnnotationNode;

/** Annotations as class files have them: those of {@code cleave.magic} are not for run time. */
public final class Annotations {
    public static final String EMBEDDED = "Lcleave/magic/Embedded;";
    public static final String INLINE = "Lcleave/magic/Inline;";
    public static final String OFFSET = "Lcleave/magic/Offset;";
    public static final String SIZE = "Lcleave/magic/Size;";

    private Annotations() {
    }

    /** The annotation with that descriptor; null if it is not there. */
    public static AnnotationNode find(List<AnnotationNode> annotations, String descriptor) {
        if (annotations != null) {
            for (AnnotationNode annotation : annotations) {
                if (annotation.desc.equals(descriptor)) {
                    return annotation;
                }
            }
        }
        return null;
    }

    /** The {@code value()} of an annotation; {@code fallback} when it is not written. */
    public static Object value(AnnotationNode annotation, Object fallback) {
        if (annotation.values != null) {
            for (int i = 0; i + 1 < annotation.values.size(); i += 2) {
                if (annotation.values.get(i).equals("value")) {
                    return annotation.values.get(i + 1);
                }
            }
        }
        return fallback;
    }
}
