package cleave.benchmarks.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Runs everything in turn: each contender, then Cleave, and again. */
final class Comparison {
    private final CommandLine line;
    private final Stopwatch stopwatch;

    Comparison(CommandLine line, Stopwatch stopwatch) {
        this.line = line;
        this.stopwatch = stopwatch;
    }

    /** The samples of one emulator: a list for each length. */
    private static final class Samples {
        private final List<List<Sample>> lengths = new ArrayList<>();

        Samples(int count) {
            for (int i = 0; i < count; i++) {
                lengths.add(new ArrayList<>());
            }
        }

        Series series(int length, ToDoubleFunction<Sample> what) {
            return new Series(lengths.get(length).stream().map(what::applyAsDouble).toList());
        }

        long instructions(int length) {
            return lengths.get(length).get(0).instructions();
        }
    }

    /** A row for each contender and, when there are two lengths, one for the steady state. */
    List<Row> run(Work work) throws CompareException, IOException, InterruptedException {
        int lengths = work.guests().size();
        Map<Contender, Samples> others = new EnumMap<>(Contender.class);
        for (Contender contender : line.contenders()) {
            others.put(contender, new Samples(lengths));
        }
        Samples ours = new Samples(lengths);
        for (int pair = 0; pair < line.pairs(); pair++) {
            for (int length = 0; length < lengths; length++) {
                Guest guest = work.guests().get(length);
                for (Map.Entry<Contender, Samples> other : others.entrySet()) {
                    other.getValue().lengths.get(length).add(
                            stopwatch.measure(other.getKey().command(guest), guest));
                }
                ours.lengths.get(length).add(stopwatch.measure(
                        Contender.cleave(line.home(), guest, stopwatch.json()), guest));
            }
        }
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<Contender, Samples> other : others.entrySet()) {
            agree(work, other.getKey(), other.getValue(), ours);
            rows.addAll(rows(work, other.getKey(), other.getValue(), ours));
        }
        return rows;
    }

    private static void agree(Work work, Contender contender, Samples others, Samples ours)
            throws CompareException {
        for (int length = 0; length < work.guests().size(); length++) {
            String said = ours.lengths.get(length).get(0).said();
            for (Sample sample : others.lengths.get(length)) {
                if (!plain(work, sample.said()).equals(plain(work, said))) {
                    throw new CompareException(work.name() + " prints on " + contender.title()
                            + "\n" + sample.said() + "and on Cleave\n" + said);
                }
            }
        }
    }

    /** What two right machines print alike: a kernel also prints times and sizes. */
    private static String plain(Work work, String said) {
        String text = said.replace("\r", "");
        if (!(work.longest() instanceof Guest.Disk disk)) {
            return text;
        }
        // Behind the last command processes print while the machine ends, in any order.
        int end = text.lastIndexOf(disk.prompt() + disk.typed().get(disk.typed().size() - 1));
        return text.substring(0, end < 0 ? text.length() : end).replaceAll("[0-9]+", "N");
    }

    private static List<Row> rows(Work work, Contender contender, Samples others, Samples ours) {
        int last = work.guests().size() - 1;
        Series otherWall = others.series(last, Sample::wall);
        Series wall = ours.series(last, Sample::wall);
        Series otherCpu = others.series(last, Sample::cpu);
        Series cpu = ours.series(last, Sample::cpu);
        boolean barred = contender == Contender.QEMU;
        List<Row> rows = new ArrayList<>();
        boolean prompt = work.longest() instanceof Guest.Disk disk && disk.untilPrompt();
        rows.add(new Row(work.name(), contender.title(), otherWall, wall, otherCpu, cpu,
                barred ? work.wholeBar() : 0, prompt ? 0 : ours.instructions(last)));
        if (last > 0) {
            rows.add(new Row(work.name() + ", steady", contender.title(),
                    otherWall.minus(others.series(0, Sample::wall)),
                    wall.minus(ours.series(0, Sample::wall)),
                    otherCpu.minus(others.series(0, Sample::cpu)),
                    cpu.minus(ours.series(0, Sample::cpu)),
                    barred ? work.steadyBar() : 0,
                    ours.instructions(last) - ours.instructions(0)));
        }
        return rows;
    }
}
