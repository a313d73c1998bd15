package cleave.benchmarks.compare;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs processes and measures them. The clock is that of the shell's {@code time}, which knows
 * what the process has used when it has ended; for the time to a prompt it is the kernel's account
 * of the living process.
 */
final class Stopwatch {
    private static final String SHELL = "TIMEFORMAT='%R %U %S'; "
            + "{ time \"$@\" 2> \"$0.err\"; } 2> \"$0.clock\"";
    private static final Pattern INSTRUCTIONS = Pattern.compile("\"instructions\":(\\d+)");

    private final Path folder;
    private final int secondsMax;

    Stopwatch(Path folder, int secondsMax) {
        this.folder = folder;
        this.secondsMax = secondsMax;
    }

    /** Where Cleave puts its counters. */
    Path json() {
        return folder.resolve("cleave.json");
    }

    /** Runs a command line to its end; the guest must end with success. */
    Sample measure(List<String> command, Guest guest)
            throws CompareException, IOException, InterruptedException {
        Files.deleteIfExists(json());
        Path base = folder.resolve("process");
        List<String> words = new ArrayList<>(List.of("bash", "-c", SHELL, base.toString()));
        words.addAll(command);
        long start = System.nanoTime();
        ProcessBuilder builder = new ProcessBuilder(words);
        if (guest instanceof Guest.Bare) {
            builder.redirectInput(new File("/dev/null"));
        }
        Process process = builder.start();
        Talk talk = new Talk(process, guest, start);
        Thread thread = new Thread(talk, "console");
        thread.start();
        if (!process.waitFor(secondsMax, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            thread.join();
            throw new CompareException(String.join(" ", command) + " did not end within "
                    + secondsMax + " s; it said:\n" + talk.said);
        }
        thread.join();
        if (process.exitValue() != 0 || talk.lost) {
            throw new CompareException(String.join(" ", command) + " ended with "
                    + process.exitValue() + ":\n" + talk.said + Files.readString(
                            Path.of(base + ".err")));
        }
        String[] clock = Files.readString(Path.of(base + ".clock")).strip().split(" ");
        double cpu = Double.parseDouble(clock[1]) + Double.parseDouble(clock[2]);
        boolean prompt = guest instanceof Guest.Disk disk && disk.untilPrompt();
        return new Sample(prompt ? talk.wall : Double.parseDouble(clock[0]),
                prompt ? talk.cpu : cpu, instructions(), talk.said.toString());
    }

    private long instructions() throws IOException {
        if (!Files.exists(json())) {
            return 0;
        }
        Matcher matcher = INSTRUCTIONS.matcher(Files.readString(json()));
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    /** Hears all that the guest prints, and answers prompts. */
    private static final class Talk implements Runnable {
        private final Process process;
        private final List<String> typed;
        private final String prompt;
        private final long start;
        private final StringBuilder said = new StringBuilder();
        private int next;
        private double wall;
        private double cpu;
        /** Whether the guest ended before everything was typed. */
        private boolean lost;

        Talk(Process process, Guest guest, long start) {
            this.process = process;
            this.start = start;
            this.typed = guest instanceof Guest.Disk disk ? disk.typed() : List.of();
            this.prompt = guest instanceof Guest.Disk disk ? disk.prompt() : "";
        }

        @Override
        public void run() {
            byte[] buffer = new byte[1 << 12];
            int heard = 0;
            try (InputStream in = process.getInputStream();
                    OutputStream out = process.getOutputStream()) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    said.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
                    if (next < typed.size() && said.length() > heard
                            && said.substring(heard).endsWith(prompt)) {
                        if (next == 0) {
                            stop();
                        }
                        heard = said.length();
                        out.write((typed.get(next++) + "\n")
                                .getBytes(StandardCharsets.ISO_8859_1));
                        out.flush();
                    }
                }
            } catch (IOException e) {
                said.append(String.format(Locale.ROOT, "%n(%s)%n", e.getMessage()));
                lost = true;
            }
            lost |= next < typed.size();
        }

        private void stop() {
            wall = (System.nanoTime() - start) / 1e9;
            cpu = process.children().flatMap(child -> child.info().totalCpuDuration().stream())
                    .mapToDouble(Duration::toMillis).sum() / 1000;
        }
    }
}
