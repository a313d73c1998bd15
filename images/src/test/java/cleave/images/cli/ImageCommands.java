package cleave.images.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code cleave image} in a folder of its own. */
abstract class ImageCommands {
    @TempDir
    Path folder;

    record Result(int code, String out, String err) {
    }

    Result run(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(List.of(words), new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Result(code, out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    String succeed(String... words) {
        Result result = run(words);
        assertEquals(0, result.code, Arrays.toString(words) + ": " + result.err + result.out);
        return result.out;
    }

    void refuse(String message, String... words) {
        Result result = run(words);
        assertEquals(Main.USAGE, result.code, result.err);
        assertTrue(result.err.contains(message), result.err);
    }

    String at(String name) {
        return folder.resolve(name).toString();
    }
}
