package cleave.benchmarks.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is run in one go, at one length or at two; the difference of two lengths is the steady
 * state, without start and warm-up.
 *
 * @param guests the same work, the longest last
 * @param wholeBar the least ratio for the whole process, 0 for none
 * @param steadyBar the same for the steady state
 */
record Work(String name, List<Guest> guests, double wholeBar, double steadyBar) {

    /** All that the command line asks for. */
    static List<Work> of(CommandLine line)
            throws CompareException, IOException, InterruptedException {
        List<Work> all = new ArrayList<>();
        for (Program program : line.programs()) {
            if (!line.steady()) {
                all.add(new Work(program.word(), List.of(program.guest(line.home(),
                        line.scaled(program.wholeCount()))), program.wholeBar(), 0));
            } else if (program.hasSteadyState()) {
                all.add(new Work(program.word(), List.of(
                        program.guest(line.home(), line.scaled(program.shortCount())),
                        program.guest(line.home(), line.scaled(program.longCount()))),
                        program.wholeBar(), program.steadyBar()));
            }
        }
        List<Guest> files = new ArrayList<>();
        line.files().forEach(file -> files.add(
                new Guest.Bare(file.getFileName().toString(), file)));
        if (line.steady() && !files.isEmpty()) {
            all.add(new Work(files.get(1).name(), files, 0, 0));
        } else {
            files.forEach(file -> all.add(new Work(file.name(), List.of(file), 0, 0)));
        }
        if (line.disk().isPresent()) {
            all.add(disk(line));
        }
        return all;
    }

    private static Work disk(CommandLine line) throws CompareException {
        String name = line.disk().orElseThrow().getFileName().toString();
        if (line.firmware().isEmpty()) {
            throw new CompareException("QEMU needs firmware for a kernel in S-mode: --firmware "
                    + "guest-os/target/firmware.elf is ours, and what --type has must end "
                    + "the machine");
        }
        return new Work(name, List.of(new Guest.Disk(name, line.firmware().get(),
                line.kernel().orElseThrow(), line.disk().get(), line.prompt(), line.type(),
                false)), 0, 0);
    }

    Guest longest() {
        return guests.get(guests.size() - 1);
    }
}
