package cleave.guestos.user.sh;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Our shell on a terminal, which {@code script} (util-linux) makes, and somebody who types. */
final class Session implements AutoCloseable {
    /** So long only where something is wrong. */
    private static final long SECONDS_MAX = 120;

    private final Process process;
    private final StringBuilder seen = new StringBuilder();
    private int from;

    Session(Path elf, Path home, String arguments) throws IOException {
        Shells.need("script", "bsdutils");
        ProcessBuilder builder = new ProcessBuilder("script", "-qec",
                "exec qemu-riscv32 " + elf + " " + arguments, "/dev/null").redirectErrorStream(true)
                .directory(home.toFile());
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "HOME", home.toString(),
                "PS1", "ready> ", "TERM", "vt100", "SHELL", "/bin/sh"));
        process = builder.start();
        Thread listener = new Thread(this::listen, "what the terminal shows");
        listener.setDaemon(true);
        listener.start();
    }

    private void listen() {
        try (InputStream output = process.getInputStream()) {
            byte[] bytes = new byte[4096];
            for (int count = output.read(bytes); count >= 0; count = output.read(bytes)) {
                synchronized (seen) {
                    seen.append(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
                    seen.notifyAll();
                }
            }
        } catch (IOException e) {
            synchronized (seen) {
                seen.append(e);
            }
        }
    }

    Session type(String keys) throws IOException {
        process.getOutputStream().write(keys.getBytes(StandardCharsets.ISO_8859_1));
        process.getOutputStream().flush();
        return this;
    }

    /** Waits until the terminal shows the text, behind what was waited for before. */
    Session see(String text) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        synchronized (seen) {
            while (true) {
                int place = seen.indexOf(text, from);
                if (place >= 0) {
                    from = place + text.length();
                    return this;
                }
                long rest = until - System.nanoTime();
                if (rest <= 0) {
                    fail("waited for <" + text + ">, behind\n" + seen.substring(0, from)
                            + "\ncame\n" + seen.substring(from));
                }
                TimeUnit.NANOSECONDS.timedWait(seen, rest);
            }
        }
    }

    /** Enters empty lines until the shell, which reports before a prompt, shows the text. */
    Session enterUntil(String text) throws IOException, InterruptedException {
        int before = from;
        while (true) {
            see("ready> ");
            synchronized (seen) {
                int place = seen.substring(0, from).indexOf(text, before);
                if (place >= 0) {
                    from = place + text.length();
                    return this;
                }
            }
            type("\r");
        }
    }

    /** A command, once there is a prompt for it. */
    Session command(String text) throws IOException, InterruptedException {
        return see("ready> ").type(text + "\r").see("\r\n");
    }

    int end() throws InterruptedException {
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            fail("the shell did not end: " + seen);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
