package cleave.benchmarks.compare;

import java.util.Locale;

/**
 * One guest on two emulators.
 *
 * @param bar the least ratio that is aimed at; 0 for none
 * @param instructions that the measured part has, 0 when they were not counted
 */
record Row(String guest, String other, Series otherWall, Series wall, Series otherCpu, Series cpu,
        double bar, long instructions) {
    /** How much faster Cleave is on the clock on the wall. */
    Series wallRatio() {
        return otherWall.over(wall);
    }

    Series cpuRatio() {
        return otherCpu.over(cpu);
    }

    private String speed(Series seconds) {
        return instructions == 0 ? "" : String.format(Locale.ROOT, "%,.0f",
                instructions / seconds.median() / 1e6);
    }

    static final String HEADER = "| guest | other | other, s | Cleave, s | ratio | other, cpu s "
            + "| Cleave, cpu s | ratio, cpu | other, million/s | Cleave, million/s | bar | |\n"
            + "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|\n";

    String verdict() {
        return bar == 0 ? "" : wallRatio().median() >= bar ? "reached"
                : cpuRatio().median() >= bar ? "reached in processor time" : "missed";
    }

    String markdown() {
        return String.format(Locale.ROOT, "| %s | %s | %s | %s | **%s** | %s | %s | %s | %s | %s "
                + "| %s | %s |%n", guest, other, otherWall.text(), wall.text(),
                wallRatio().text(), otherCpu.text(), cpu.text(), cpuRatio().text(),
                speed(otherWall), speed(wall),
                bar == 0 ? "" : String.format(Locale.ROOT, "%.2f", bar), verdict());
    }
}
