package cleave.tests.compiler;

/**
 * A program in restricted Java: one source file with class {@link #name} and its nested classes.
 * Its method {@code int step(int)} is called {@link #STEPS} times; what it returns covers all that
 * is in static fields.
 */
record SubsetProgram(long seed, String name, Piece root) {
    static final int STEPS = 4;

    /**
     * Marks what only the plain JVM needs: an object for a field whose struct or array lies in
     * place when it is compiled.
     */
    static final String JVM_ONLY_BEGIN = "/*jvm*/";
    static final String JVM_ONLY_END = "/*end*/";

    String file() {
        return name + ".java";
    }

    /** As the compiler gets it. */
    String source() {
        return text().replaceAll("(?s)/\\*jvm\\*/.*?/\\*end\\*/", "");
    }

    /** The same, line by line, as the JVM gets it. */
    String jvmSource() {
        return text();
    }

    private String text() {
        StringBuilder out = new StringBuilder("import cleave.magic.*;\n\n");
        root.write(out, "");
        return out.toString();
    }

    SubsetProgram with(Piece smaller) {
        return new SubsetProgram(seed, name, smaller);
    }
}
