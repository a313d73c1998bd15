package cleave.emulator.device;

/** A level-sensitive wire from a device to an interrupt controller or a hart. */
@FunctionalInterface
public interface InterruptLine {
    /** Sets the level; setting the level it already has changes nothing. */
    void set(boolean high);

    /** A wire that leads nowhere. */
    InterruptLine NONE = high -> { };
}
