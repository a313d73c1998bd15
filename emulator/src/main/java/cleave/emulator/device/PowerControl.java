package cleave.emulator.device;

/** What a device can do to the whole machine. */
public interface PowerControl {
    /** Ends the run; {@code code} is the guest's exit code, 0 for success. */
    void exit(int code);

    /** Resets the machine as the reset button would. */
    void reset();
}
