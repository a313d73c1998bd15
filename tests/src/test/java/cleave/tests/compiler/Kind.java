package cleave.tests.compiler;

/** The primitive types. */
enum Kind {
    BOOLEAN("boolean"), BYTE("byte"), SHORT("short"), CHAR("char"), INT("int"), LONG("long");

    private final String word;

    Kind(String word) {
        this.word = word;
    }

    boolean isNumber() {
        return this != BOOLEAN;
    }

    /** Whether an expression of type int needs a cast to become it. */
    boolean isNarrow() {
        return this == BYTE || this == SHORT || this == CHAR;
    }

    @Override
    public String toString() {
        return word;
    }
}
