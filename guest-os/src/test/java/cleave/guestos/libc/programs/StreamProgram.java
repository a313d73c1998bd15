package cleave.guestos.libc.programs;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Line;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.magic.Address;

/** Streams: lines of any length, reading and writing in turn, seeking, errors. */
final class StreamProgram {
    private static final Line LINE = new Line();
    private static final byte[] SMALL = new byte[5];

    private StreamProgram() {
    }

    static int main(int count, Address arguments) {
        Stream file = Stdio.fopen("stream.txt", "w+");
        for (int i = 0; i < 3000; i++) {
            file.put("line ").put(i).line();
        }
        Stdio.printf("at %d\n", (int) Stdio.ftell(file));
        Stdio.fseek(file, 0, OpenFlags.SEEK_SET);
        int lines = 0;
        int bytes = 0;
        while (Stdio.getline(LINE, file) >= 0) {
            lines++;
            bytes += LINE.length;
        }
        Stdio.printf("%d lines, %d bytes, end %d\n", lines, bytes, file.atEnd() ? 1 : 0);
        Stdio.fseek(file, 5, OpenFlags.SEEK_SET);
        Stdio.printf("%c", file.get());
        file.unget('Q');
        Stdio.printf("%c %d\n", file.get(), (int) Stdio.ftell(file));
        file.put("*");
        Stdio.fseek(file, -10, OpenFlags.SEEK_END);
        Stdio.printf("%s", Stdio.fgets(Address.of(SMALL), 5, file));
        Stdio.printf("|%s|\n", Stdio.fgets(Address.of(SMALL), 5, file));
        Stdio.fclose(file);
        file = Stdio.fopen("stream.txt", "r");
        Stdio.getline(LINE, file);
        Stdio.getline(LINE, file);
        Stdio.printf("%s", LINE.text);
        file.put("refused");
        Stdio.printf("failed %d\n", file.failed() ? 1 : 0);
        Stdio.fclose(file);
        Stdio.printf("%d %s\n", Stdio.fopen("no/such", "r") == null ? 1 : 0,
                Errors.strerror(Errors.errno));
        file = Stdio.fopen("/dev/full", "w");
        file.put("lost");
        Stdio.printf("%d %s\n", Stdio.fclose(file), Errors.strerror(Errors.errno));
        Stdio.printf("%s|%s\n", Errors.strerror(2), Errors.strerror(4444));
        lines = 0;
        while (Stdio.getdelim(LINE, ':', Stdio.stdin()) >= 0) {
            Stdio.printf("<%s>", LINE.text);
            lines++;
        }
        Stdio.printf("%d\n", lines);
        return 0;
    }
}
