package cleave.emulator.device;

/** A line that remembers its level. */
public final class Wire implements InterruptLine {
    public boolean high;
    /** How often the level has risen. */
    public int rises;

    @Override
    public void set(boolean level) {
        if (level && !high) {
            rises++;
        }
        high = level;
    }
}
