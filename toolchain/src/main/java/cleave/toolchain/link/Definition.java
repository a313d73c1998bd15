package cleave.toolchain.link;

import cleave.toolchain.elf.ObjectSymbol;
import java.util.function.IntSupplier;

/** What a symbol stands for. */
sealed interface Definition {
    /** Its value in the executable, once sections have addresses. */
    int address();

    /** For messages. */
    String object();

    /** Whether another definition may take its place. */
    default boolean isWeak() {
        return false;
    }

    /** In a section of an object; {@code symbol} may be local. */
    record InSection(InputSection section, ObjectSymbol symbol) implements Definition {
        @Override
        public int address() {
            return section.address(symbol.value());
        }

        @Override
        public String object() {
            return section.object();
        }

        @Override
        public boolean isWeak() {
            return symbol.isWeak();
        }

        /** Bytes in the executable. */
        int size() {
            return section.address(symbol.value() + symbol.size()) - address();
        }
    }

    /** A number. */
    record Absolute(String object, ObjectSymbol symbol) implements Definition {
        @Override
        public int address() {
            return symbol.value();
        }

        @Override
        public boolean isWeak() {
            return symbol.isWeak();
        }
    }

    /** A variable of C that no object gives a value, before it has its place. */
    record Common(String object, ObjectSymbol symbol) implements Definition {
        @Override
        public int address() {
            throw new IllegalStateException(symbol.name() + " has no place");
        }
    }

    /** What the linker itself defines. */
    record Computed(IntSupplier value) implements Definition {
        @Override
        public int address() {
            return value.getAsInt();
        }

        @Override
        public String object() {
            return "the linker";
        }
    }
}
