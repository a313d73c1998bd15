package cleave.emulator.engine.interpreter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;

/** What executes decoded blocks. */
interface BlockLoop {
    /**
     * In what {@link #run} returns: blocks were left, for a place that the ledger's edge tells. The
     * rest is the index of the branch or jump whose link led to nothing that could be entered, or
     * 0.
     */
    int LEFT = 1 << 31;

    /** Whether {@link #run}, returning {@code result}, is between two blocks. */
    static boolean hasLeft(int result) {
        return result < LEFT + CodeCache.MAX_WORDS;
    }

    /**
     * Executes from the operation at {@code start} on, into which the ledger's page and account
     * lead. On return they are as that was left.
     *
     * @return {@link #LEFT} and more; or the one's complement of the index of the operation that
     *     must be done outside
     */
    int run(int start);

    /** The loop of one machine: {@link HotLoop}, defined once more for it alone. */
    static BlockLoop of(Wiring wiring) {
        try (InputStream file = BlockLoop.class.getResourceAsStream("HotLoop.class")) {
            MethodHandles.Lookup hidden = MethodHandles.lookup()
                    .defineHiddenClassWithClassData(file.readAllBytes(), wiring, true);
            return (BlockLoop) hidden.lookupClass().getDeclaredConstructor().newInstance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("HotLoop cannot be defined for a machine", e);
        }
    }
}
