package cleave.magic;

/** Instructions that have no Java: fences, waiting, environment calls, high products. */
public final class Rv {
    private Rv() {
    }

    /** {@code fence rw, rw}: loads and stores before it are seen before those behind it. */
    public static void fence() {
        throw Hosted.notHere();
    }

    /** {@code fence iorw, iorw}: as {@link #fence}, device input and output included. */
    public static void fenceIo() {
        throw Hosted.notHere();
    }

    /** {@code fence.i}: instruction fetches behind it see the stores before it. */
    public static void fenceI() {
        throw Hosted.notHere();
    }

    /** {@code sfence.vma}: all translations of all address spaces. */
    public static void sfenceVma() {
        throw Hosted.notHere();
    }

    /** {@code sfence.vma address}: the translations of one address in all address spaces. */
    public static void sfenceVma(int address) {
        throw Hosted.notHere();
    }

    /** {@code sfence.vma address, asid}: the translation of one address in one space. */
    public static void sfenceVma(int address, int asid) {
        throw Hosted.notHere();
    }

    /** {@code sfence.vma zero, asid}: the translations of one address space. */
    public static void sfenceVmaAsid(int asid) {
        throw Hosted.notHere();
    }

    /** {@code wfi}. */
    public static void wfi() {
        throw Hosted.notHere();
    }

    /** {@code pause} (Zihintpause). */
    public static void pause() {
        throw Hosted.notHere();
    }

    /** {@code ebreak}. */
    public static void ebreak() {
        throw Hosted.notHere();
    }

    /**
     * {@code ecall} with {@code number} in a7 and the arguments from a0; the result is a0. Linux
     * system calls keep all other registers.
     */
    public static int ecall(int number) {
        throw Hosted.notHere();
    }

    public static int ecall(int number, int a0) {
        throw Hosted.notHere();
    }

    public static int ecall(int number, int a0, int a1) {
        throw Hosted.notHere();
    }

    public static int ecall(int number, int a0, int a1, int a2) {
        throw Hosted.notHere();
    }

    public static int ecall(int number, int a0, int a1, int a2, int a3) {
        throw Hosted.notHere();
    }

    public static int ecall(int number, int a0, int a1, int a2, int a3, int a4) {
        throw Hosted.notHere();
    }

    public static int ecall(int number, int a0, int a1, int a2, int a3, int a4, int a5) {
        throw Hosted.notHere();
    }

    /**
     * An SBI call: {@code ecall} with the extension in a7 and the function in a6. The error, a0, is
     * the lower half of the result, the value, a1, the upper half (SBI specification, chapter 3).
     */
    public static long sbi(int extension, int function, int a0, int a1, int a2, int a3) {
        throw Hosted.notHere();
    }

    /** The upper 32 bits of the signed product ({@code mulh}). */
    public static int mulh(int a, int b) {
        throw Hosted.notHere();
    }

    /** The upper 32 bits of the unsigned product ({@code mulhu}). */
    public static int mulhu(int a, int b) {
        throw Hosted.notHere();
    }

    /** The stack pointer. */
    public static Address sp() {
        throw Hosted.notHere();
    }

    /** The thread pointer, which compiled code never touches otherwise. */
    public static Address tp() {
        throw Hosted.notHere();
    }

    public static void setTp(Address value) {
        throw Hosted.notHere();
    }
}
