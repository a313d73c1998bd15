package cleave.emulator.device;

import java.util.ArrayList;
import java.util.List;

/** Remembers what was asked of the power supply. */
public final class RecordingPower implements PowerControl {
    public final List<String> events = new ArrayList<>();

    @Override
    public void exit(int code) {
        events.add("exit " + code);
    }

    @Override
    public void reset() {
        events.add("reset");
    }
}
