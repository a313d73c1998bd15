package cleave.benchmarks.compare;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What is asked for. The first argument is the folder of the sources, from the launcher.
 *
 * @param home where Cleave is
 * @param share all lengths are divided by this
 * @param type what is typed at the prompts of a disk of one's own
 */
record CommandLine(Path home, int pairs, boolean steady, int share, List<Contender> contenders,
        Optional<Path> markdown, Optional<Path> svg, Optional<Path> firmware,
        Optional<Path> kernel, Optional<Path> disk, String prompt, List<String> type,
        List<Program> programs, List<Path> files, int secondsMax) {

    /** Reads the options as the words come. */
    private static final class Reader {
        private final Iterator<String> words;
        private int pairs = 5;
        private int share = 1;
        private int secondsMax = 600;
        private boolean steady;
        private List<Contender> contenders = new ArrayList<>(Arrays.stream(Contender.values())
                .filter(Contender::isInstalled).toList());
        private Optional<Path> markdown = Optional.empty();
        private Optional<Path> svg = Optional.empty();
        private Optional<Path> firmware = Optional.empty();
        private Optional<Path> kernel = Optional.empty();
        private Optional<Path> disk = Optional.empty();
        private String prompt = "# ";
        private final List<String> type = new ArrayList<>();
        private final List<Program> programs = new ArrayList<>();
        private final List<Path> files = new ArrayList<>();

        Reader(List<String> words) {
            this.words = words.iterator();
        }

        CommandLine read(Path home) throws CompareException {
            while (words.hasNext()) {
                take(words.next());
            }
            if (disk.isPresent() != kernel.isPresent()) {
                throw new CompareException("a disk of one's own needs --kernel, --disk and what "
                        + "to --type; for QEMU --firmware, too");
            }
            if (contenders.isEmpty()) {
                throw new CompareException("there is no emulator to compare with: apt-get install "
                        + "qemu-system-misc");
            }
            if (programs.isEmpty() && files.isEmpty() && disk.isEmpty()) {
                programs.addAll(List.of(Program.values()));
            }
            if (steady && !files.isEmpty() && files.size() != 2) {
                throw new CompareException("--steady needs two lengths of one program: compare "
                        + "--steady short.elf long.elf");
            }
            return new CommandLine(home, pairs, steady, share, contenders, markdown, svg, firmware,
                    kernel, disk, prompt, List.copyOf(type), List.copyOf(programs),
                    List.copyOf(files), secondsMax);
        }

        private void take(String word) throws CompareException {
            switch (word) {
                case "-n" -> pairs = number(word);
                case "--share" -> share = number(word);
                case "--max-seconds" -> secondsMax = number(word);
                case "--steady" -> steady = true;
                case "--with" -> {
                    contenders = new ArrayList<>();
                    for (String one : value(word).split(",")) {
                        contenders.add(Contender.of(one));
                    }
                }
                case "--markdown" -> markdown = Optional.of(Path.of(value(word)));
                case "--svg" -> svg = Optional.of(Path.of(value(word)));
                case "--firmware" -> firmware = Optional.of(file(value(word)));
                case "--kernel" -> kernel = Optional.of(file(value(word)));
                case "--disk" -> disk = Optional.of(file(value(word)));
                case "--prompt" -> prompt = value(word);
                case "--type" -> type.add(value(word));
                default -> operand(word);
            }
        }

        private void operand(String word) throws CompareException {
            if (word.startsWith("-")) {
                throw new CompareException("there is no option " + word
                        + "; see benchmarks/compare --help");
            }
            if (word.equals("kernel") || word.equals("bare")) {
                programs.addAll(Arrays.stream(Program.values())
                        .filter(one -> one.isKernelWork() == word.equals("kernel")).toList());
            } else if (Files.isRegularFile(Path.of(word))) {
                files.add(file(word));
            } else {
                programs.add(Program.of(word));
            }
        }

        private String value(String option) throws CompareException {
            if (!words.hasNext()) {
                throw new CompareException(option + " needs a value");
            }
            return words.next();
        }

        private int number(String option) throws CompareException {
            String text = value(option);
            if (!text.matches("[1-9][0-9]{0,8}")) {
                throw new CompareException(option + " " + text + ": a number from 1 on is needed");
            }
            return Integer.parseInt(text);
        }

        private static Path file(String name) throws CompareException {
            Path path = Path.of(name).toAbsolutePath();
            if (!Files.isReadable(path)) {
                throw new CompareException(name + " cannot be read");
            }
            return path;
        }
    }

    static CommandLine parse(List<String> words) throws CompareException {
        return new Reader(words.subList(1, words.size())).read(Path.of(words.get(0)));
    }

    int scaled(int count) {
        return Math.max(1, count / share);
    }
}
