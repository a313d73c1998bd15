package cleave.emulator.mmu;

/**
 * What decides about an access, beside the page tables.
 *
 * @param mode the effective privilege mode
 * @param translated whether {@code satp} translates
 */
public record Rights(int mode, boolean translated, boolean sum, boolean mxr) {
}
