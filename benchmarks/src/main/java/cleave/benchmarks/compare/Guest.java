package cleave.benchmarks.compare;

import java.nio.file.Path;
import java.util.List;

/** Files that every emulator gets, and what is done with them. */
sealed interface Guest {
    String name();

    /** A bare-metal program, which ends the machine by itself. */
    record Bare(String name, Path elf) implements Guest {
    }

    /**
     * A kernel and its disk, and a person at the console.
     *
     * @param firmware for the emulators that have none of their own
     * @param typed a line for each prompt; the last one must end the machine
     * @param untilPrompt whether time stops at the first prompt
     */
    record Disk(String name, Path firmware, Path kernel, Path image, String prompt,
            List<String> typed, boolean untilPrompt) implements Guest {
    }
}
