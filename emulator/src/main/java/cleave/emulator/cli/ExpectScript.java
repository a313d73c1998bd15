package cleave.emulator.cli;

import cleave.emulator.boot.BootException;
import cleave.emulator.boot.HostFile;
import cleave.emulator.time.EventQueue;
import cleave.toolchain.text.Nearest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A conversation with a guest, for {@code --expect}: a step a line, {@code #} begins a comment.
 *
 * <pre>
 * timeout 10s            how long each of the following steps may wait, in the guest's time:
 *                        s, ms, m or cycles; 60s at the beginning
 * fail "panic"           from here on, this text ends the run with failure
 * expect "login:"        waits until the guest has printed this text
 * expect /eth[0-9] up/   waits for a line in which this regular expression is found
 * send "root\n"          types; \n \r \t \e \\ \" and \x41 in strings
 * pause 500ms            waits
 * exit 0                 waits until the guest ends itself with this code
 * </pre>
 *
 * @param name the file's name, for messages
 */
record ExpectScript(String name, List<Step> steps) {
    /** One thing to do. */
    sealed interface Step {
        /** Its line in the script, from 1. */
        int line();

        /** What it would be in a script. */
        String words();
    }

    /** Waits for text. */
    record Expect(int line, String words, ExpectText sought) implements Step {
    }

    /** Text that must not come. */
    record Fail(int line, String words, ExpectText sought) implements Step {
    }

    /** Types. */
    record Send(int line, String words, byte[] bytes) implements Step {
    }

    /** Sets how long the steps that follow may wait. */
    record Timeout(int line, String words, long cycles) implements Step {
    }

    /** Waits. */
    record Pause(int line, String words, long cycles) implements Step {
    }

    /** Waits for the guest's end. */
    record Exit(int line, String words, int code) implements Step {
    }

    private static final List<String> COMMANDS =
            List.of("timeout", "fail", "expect", "send", "pause", "exit");

    static ExpectScript read(String file) throws BootException, UsageException {
        return parse(file, new String(HostFile.read(file), StandardCharsets.UTF_8));
    }

    /** @throws UsageException naming the script's line */
    static ExpectScript parse(String name, String text) throws UsageException {
        List<Step> steps = new ArrayList<>();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                steps.add(new LineParser(name, i + 1, line).step());
            }
        }
        if (steps.isEmpty()) {
            throw new UsageException(name + " has no step: see cleave help expect");
        }
        return new ExpectScript(name, List.copyOf(steps));
    }

    /** Reads one line. */
    private static final class LineParser {
        private final String script;
        private final int number;
        private final String line;
        private final String command;
        private final String rest;

        LineParser(String script, int number, String line) {
            this.script = script;
            this.number = number;
            this.line = line;
            String[] words = line.split("\\s+", 2);
            this.command = words[0];
            this.rest = words.length > 1 ? words[1] : "";
        }

        private UsageException problem(String what) {
            return new UsageException(script + ":" + number + ": " + what);
        }

        Step step() throws UsageException {
            return switch (command) {
                case "timeout" -> new Timeout(number, line, duration());
                case "pause" -> new Pause(number, line, duration());
                case "expect" -> new Expect(number, line, sought());
                case "fail" -> new Fail(number, line, sought());
                case "send" -> new Send(number, line, bytes());
                case "exit" -> new Exit(number, line, code());
                default -> throw problem("unknown step " + command
                        + Nearest.to(command, COMMANDS).map(n -> ": did you mean " + n + "?")
                                .orElse("; steps are " + String.join(", ", COMMANDS)));
            };
        }

        private boolean isString() {
            return rest.startsWith("\"");
        }

        /** Text is compared as bytes: every byte becomes one character. */
        private ExpectText sought() throws UsageException {
            if (isString()) {
                String text = new String(bytes(), StandardCharsets.ISO_8859_1);
                if (text.isEmpty()) {
                    throw problem("an empty text is always there");
                }
                return ExpectText.literal(text);
            }
            if (rest.length() < 3 || rest.charAt(0) != '/' || !rest.endsWith("/")) {
                throw problem(command + " wants \"text\" or /expression/");
            }
            try {
                return ExpectText.expression(Pattern.compile(new String(
                        rest.substring(1, rest.length() - 1).getBytes(StandardCharsets.UTF_8),
                        StandardCharsets.ISO_8859_1)));
            } catch (PatternSyntaxException e) {
                throw problem("the expression is wrong: " + e.getDescription());
            }
        }

        private byte[] bytes() throws UsageException {
            if (rest.length() < 2 || !isString() || !rest.endsWith("\"")) {
                throw problem(command + " wants a text in double quotes");
            }
            return unescape(rest.substring(1, rest.length() - 1));
        }

        private byte[] unescape(String text) throws UsageException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int at = 0;
            while (at < text.length()) {
                int next = text.indexOf('\\', at);
                int end = next < 0 ? text.length() : next;
                out.writeBytes(text.substring(at, end).getBytes(StandardCharsets.UTF_8));
                at = next < 0 ? end : escape(text, next + 1, out);
            }
            return out.toByteArray();
        }

        private int escape(String text, int at, ByteArrayOutputStream out)
                throws UsageException {
            char kind = at < text.length() ? text.charAt(at) : ' ';
            int simple = "nrte\\\"".indexOf(kind);
            if (simple >= 0) {
                out.write("\n\r\t\033\\\"".charAt(simple));
                return at + 1;
            }
            if (kind == 'x' && at + 3 <= text.length()) {
                try {
                    out.write(Integer.parseInt(text.substring(at + 1, at + 3), 16));
                    return at + 3;
                } catch (NumberFormatException e) {
                    throw problem("\\x wants two hexadecimal digits");
                }
            }
            throw problem("unknown escape \\" + kind
                    + "; known are \\n \\r \\t \\e \\\\ \\\" \\x41");
        }

        private long duration() throws UsageException {
            String digits = rest.replaceFirst("\\s*[a-z]*$", "");
            String unit = rest.substring(digits.length()).strip();
            long factor = switch (unit) {
                case "s", "" -> EventQueue.CYCLES_PER_SECOND;
                case "ms" -> EventQueue.CYCLES_PER_SECOND / 1000;
                case "m" -> EventQueue.CYCLES_PER_SECOND * 60;
                case "cycles" -> 1;
                default -> throw problem("a time is written like 10s, 500ms, 2m or 1000 cycles");
            };
            try {
                return Math.multiplyExact(Long.parseLong(digits), factor);
            } catch (NumberFormatException | ArithmeticException e) {
                throw problem("a time is written like 10s, 500ms, 2m or 1000 cycles");
            }
        }

        private int code() throws UsageException {
            try {
                return Integer.parseInt(rest);
            } catch (NumberFormatException e) {
                throw problem("exit wants the guest's exit code");
            }
        }
    }
}
