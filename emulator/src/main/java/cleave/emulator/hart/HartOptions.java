package cleave.emulator.hart;

/**
 * What may differ between two RV32 harts that are both right.
 *
 * @param pmpEntries implemented PMP entries, 0 to 16
 * @param trapMisaligned misaligned loads and stores raise an exception; else hardware does them
 * @param hardwareAd the hart sets the A and D bits of PTEs; else their absence is a page fault
 *     (Svade) unless {@code menvcfg.ADUE} asks for hardware (Svadu)
 * @param timing what an instruction costs
 */
public record HartOptions(
        int pmpEntries, boolean trapMisaligned, boolean hardwareAd, TimingModel timing) {

    /** As QEMU's {@code virt}: 16 entries, misaligned accesses and A/D updates in hardware. */
    public static final HartOptions DEFAULT = new HartOptions(16, false, true, TimingModel.UNIT);

    /** What the hart has, as the device tree's {@code riscv,isa} says it. */
    public String isa() {
        return "rv32imac_zicntr_zicsr_zifencei_zihintpause_zba_zbb_zbs_sstc";
    }
}
