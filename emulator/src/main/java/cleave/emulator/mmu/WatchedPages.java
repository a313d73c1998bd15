package cleave.emulator.mmu;

/** Pages that a debugger watches, by virtual page number. */
@FunctionalInterface
public interface WatchedPages {
    boolean contains(int vpn);

    /** An access to a page that must be looked at, before it happens; watched or not. */
    default void accessed(int va, int width, Access access) {
    }

    WatchedPages NONE = vpn -> false;
}
