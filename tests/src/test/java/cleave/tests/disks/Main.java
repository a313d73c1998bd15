package cleave.tests.disks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command {@code tests/disks}. Ends with 1 when something was wrong, and with 2 when it does
 * not understand.
 */
public final class Main {
    private static final String USAGE = """
            usage: tests/disks [WHAT...] [--count N] [--seed S] [--every N]

            What can be wrong with a disk, and what our kernel and cleave image make of it. Every
            failure is printed with the number or seed that shows it again.

              faults     a session at the shell, once for each request to the disk, which fails:
                         to the root file system's and to a second one. --every N: every N-th
              damage     metadata with damage that follows from a seed: the disk is mounted, is
                         the root, and is given to cleave image, which e2fsck is compared with
              cuts       a busy session whose power fails at a moment that follows from a seed

              --count N  how many seeds (300)
              --seed S   the first of them (1)

            Without WHAT: all three.
            """;
    private static final List<String> ALL = List.of("faults", "damage", "cuts");
    /** More would only repeat themselves. */
    private static final int FAILURES_MAX = 20;
    /** Starting the machine from what was left costs more than looking at it. */
    private static final int CUTS_PER_START = 4;

    private final List<String> wanted = new ArrayList<>();
    private long count = 300;
    private long seed = 1;
    private long every = 1;
    private int failures;

    /** One try, and what was wrong. */
    private interface Try {
        Optional<String> run(long number) throws Exception;
    }

    private Main() {
    }

    public static void main(String[] arguments) throws Exception {
        Main main = new Main();
        try {
            main.parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println("disks: " + e.getMessage());
            System.err.print(USAGE);
            System.exit(2);
        }
        main.runAll();
        System.exit(main.failures == 0 ? 0 : 1);
    }

    private void parse(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--help") || word.equals("-h")) {
                System.out.print(USAGE);
                System.exit(0);
            } else if (ALL.contains(word)) {
                wanted.add(word);
            } else if (i + 1 < words.size()) {
                i++;
                set(word, words.get(i));
            } else {
                throw new IllegalArgumentException(word + ": unknown, or without a value");
            }
        }
        if (wanted.isEmpty()) {
            wanted.addAll(ALL);
        }
    }

    private void set(String option, String value) {
        long number;
        try {
            number = Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " " + value + ": not a number", e);
        }
        switch (option) {
            case "--count" -> count = number;
            case "--seed" -> seed = number;
            case "--every" -> every = Math.max(1, number);
            default -> throw new IllegalArgumentException("unknown option " + option);
        }
    }

    private void runAll() throws Exception {
        if (wanted.contains("faults")) {
            for (boolean onRoot : new boolean[] {false, true}) {
                FaultSweep sweep = new FaultSweep(onRoot);
                for (boolean write : new boolean[] {false, true}) {
                    run((write ? "writes to the " : "reads of the ") + (onRoot ? "root" : "second")
                            + " disk that fail", sweep.first(write), sweep.last(write) + 1, every,
                            number -> sweep.run(write, (int) number));
                }
            }
        }
        if (wanted.contains("damage")) {
            DamagedDisks disks = new DamagedDisks();
            run("damaged disks mounted", seed, seed + count, 1, disks::mounted);
            run("damaged disks started from", seed, seed + count, 1, disks::started);
            run("damaged disks on the host", seed, seed + count, 1, disks::onTheHost);
        }
        if (wanted.contains("cuts")) {
            PowerCuts cuts = new PowerCuts();
            run("power cuts", seed, seed + count, 1,
                    number -> cuts.run(number, number % CUTS_PER_START == 0));
        }
    }

    private void run(String what, long from, long end, long step, Try one) throws Exception {
        long begin = System.nanoTime();
        int wrong = 0;
        int tries = 0;
        for (long number = from; number < end && failures < FAILURES_MAX; number += step) {
            Optional<String> fault = one.run(number);
            tries++;
            if (fault.isPresent()) {
                System.out.println("FAIL " + fault.get());
                wrong++;
                failures++;
            }
        }
        System.out.printf("%d %s, %d to %d: %d failed, %.0f s%n", tries, what, from, end - 1,
                wrong, (System.nanoTime() - begin) / 1e9);
    }
}
