package cleave.tests.guestos;

import static org.junit.jupiter.api.Assertions.fail;

import cleave.tests.Run;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds the conversation of a script for {@code --expect} with a program that knows no such option:
 * QEMU. Understands the steps {@code expect}, {@code send}, {@code pause}, {@code exit}; how long
 * steps may wait is not looked at.
 */
final class Conversation {
    private static final long NANOSECONDS = 1_000_000_000L;

    private record Step(int line, String command, String text, Pattern pattern) {
    }

    private final List<Step> steps = new ArrayList<>();
    private final StringBuffer heard = new StringBuffer();

    private Conversation() {
    }

    static Conversation read(Path script) throws IOException {
        Conversation conversation = new Conversation();
        int number = 0;
        for (String line : Files.readAllLines(script)) {
            number++;
            String[] words = line.strip().split("\\s+", 2);
            if (!line.isBlank() && !line.startsWith("#") && !words[0].equals("timeout")
                    && !words[0].equals("fail")) {
                conversation.steps.add(step(number, words[0], words[1]));
            }
        }
        return conversation;
    }

    private static Step step(int line, String command, String rest) {
        String inner = rest.length() > 1 ? rest.substring(1, rest.length() - 1) : rest;
        return switch (command) {
            case "exit", "pause" -> new Step(line, command, rest, null);
            case "expect" -> new Step(line, command, rest, rest.startsWith("/")
                    ? Pattern.compile(inner) : Pattern.compile(Pattern.quote(unescape(inner))));
            case "send" -> new Step(line, command, unescape(inner), null);
            default -> throw new IllegalArgumentException("line " + line + ": " + command
                    + " is no step for QEMU");
        };
    }

    private static String unescape(String text) {
        Matcher matcher = Pattern.compile("\\\\(x[0-9a-fA-F]{2}|.)").matcher(text);
        return matcher.replaceAll(match -> Matcher.quoteReplacement(switch (match.group(1)
                .charAt(0)) {
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case 'e' -> "\033";
            case 'x' -> String.valueOf((char) Integer.parseInt(match.group(1).substring(1), 16));
            default -> match.group(1);
        }));
    }

    /** Starts the command and talks with it until it ends, which the script must expect. */
    Run hold(int secondsMax, List<String> command) throws Exception {
        Path err = Files.createTempFile("conversation", ".err");
        Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
        long end = System.nanoTime() + secondsMax * NANOSECONDS;
        Thread listener = new Thread(() -> listen(process.getInputStream()), "listener");
        listener.setDaemon(true);
        listener.start();
        try {
            int from = 0;
            for (Step step : steps) {
                switch (step.command) {
                    case "send" -> send(process.getOutputStream(), step.text);
                    case "expect" -> from = await(process, step, from, end);
                    case "pause" -> process.waitFor(Long.parseLong(step.text.replace("ms", "")),
                            TimeUnit.MILLISECONDS);
                    default -> process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                }
            }
            if (process.isAlive()) {
                fail("it does not end: " + heard);
            }
            listener.join(NANOSECONDS / 1_000_000);
            return new Run(process.exitValue(), heard.toString().replace("\r", ""),
                    Files.readString(err));
        } finally {
            process.destroyForcibly().waitFor();
            Files.delete(err);
        }
    }

    private static void send(OutputStream to, String text) throws IOException {
        to.write(text.getBytes(StandardCharsets.ISO_8859_1));
        to.flush();
    }

    /** @return where the match ends */
    private int await(Process process, Step step, int from, long end) throws Exception {
        while (true) {
            boolean alive = process.isAlive();
            int found = find(step.pattern, from);
            if (found >= 0) {
                return found;
            }
            if (!alive || System.nanoTime() > end) {
                fail("line " + step.line + ", expect " + step.text + ": waited in vain\n" + heard);
            }
            synchronized (heard) {
                heard.wait(20);
            }
        }
    }

    /** In one line, as the emulator finds it. */
    private int find(Pattern pattern, int from) {
        String text = heard.substring(from);
        int at = 0;
        while (at <= text.length()) {
            int feed = text.indexOf('\n', at);
            int lineEnd = feed < 0 ? text.length() : feed;
            Matcher matcher = pattern.matcher(text).region(at, lineEnd);
            if (matcher.find()) {
                return from + matcher.end();
            }
            at = lineEnd + 1;
        }
        return -1;
    }

    private void listen(InputStream in) {
        byte[] piece = new byte[4096];
        try {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                heard.append(new String(piece, 0, count, StandardCharsets.ISO_8859_1));
                synchronized (heard) {
                    heard.notifyAll();
                }
            }
        } catch (IOException e) {
            heard.append("\n[the console was closed: ").append(e.getMessage()).append("]\n");
        }
    }
}
