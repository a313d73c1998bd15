package cleave.emulator.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * The standard streams of one run of the command line.
 *
 * @param out not buffered: what the guest prints, byte by byte as it came
 * @param ofProcess whether they are the process's own, so that a terminal may be behind them
 */
record Streams(InputStream in, OutputStream out, PrintStream err, boolean ofProcess) {
    /** Standard error for plenty of text; closing it does not close standard error. */
    Writer errWriter() {
        return new OutputStreamWriter(err, StandardCharsets.UTF_8) {
            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    /**
     * Writes text to standard output.
     *
     * @throws OutputGoneException when nobody reads it any more
     */
    void print(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new OutputGoneException(e);
        }
    }
}
