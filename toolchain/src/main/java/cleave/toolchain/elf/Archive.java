package cleave.toolchain.elf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads static libraries ({@code .a}, the format of {@code ar} as GNU and System V write it; gABI
 * chapter 7, "Archive File"): objects one after the other, each behind a header of text. The
 * archive's own table of symbols is not needed and not believed. Thin archives are refused.
 */
public final class Archive {
    private static final byte[] MAGIC = "!<arch>\n".getBytes(StandardCharsets.US_ASCII);
    private static final String THIN = "!<thin>\n";
    private static final int HEADER_SIZE = 60;
    private static final int NAME_SIZE = 16;
    private static final int SIZE_AT = 48;
    private static final int SIZE_END = 58;
    private static final String HEADER_END = "`\n";

    private final byte[] content;
    private final String name;
    /** The member that holds names too long for a header. */
    private String longNames = "";

    private Archive(byte[] content, String name) {
        this.content = content;
        this.name = name;
    }

    /** Reads a library; messages call its objects {@code libc.a(puts.o)}. */
    public static List<ElfObject> read(Path path) throws IOException {
        return read(Files.readAllBytes(path), path.getFileName().toString());
    }

    /** Reads a library from memory, where messages call it {@code name}. */
    public static List<ElfObject> read(byte[] content, String name) throws ElfException {
        return new Archive(content, name).objects();
    }

    /** Whether a file that begins with these bytes claims to be an archive. */
    public static boolean isArchive(byte[] beginning) {
        return beginning.length >= MAGIC.length
                && Arrays.equals(beginning, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    private List<ElfObject> objects() throws ElfException {
        if (!isArchive(content)) {
            boolean thin = content.length >= MAGIC.length && text(0, MAGIC.length).equals(THIN);
            throw new ElfException(name + (thin ? " is a thin archive, which only names its "
                    + "objects: make it without ar's option T" : " is not an archive: give a "
                    + "library made by ar"));
        }
        List<ElfObject> objects = new ArrayList<>();
        int at = MAGIC.length;
        while (at < content.length) {
            if (content.length - at < HEADER_SIZE
                    || !text(at + SIZE_END, HEADER_END.length()).equals(HEADER_END)) {
                throw damaged("no header at byte " + ElfFormat.hex(at));
            }
            int size = number(text(at + SIZE_AT, SIZE_END - SIZE_AT));
            String member = text(at, NAME_SIZE).stripTrailing();
            int data = at + HEADER_SIZE;
            if (size < 0 || size > content.length - data) {
                throw damaged(member + " reaches beyond its end");
            }
            if (member.equals("//")) {
                longNames = text(data, size);
            } else if (!member.equals("/") && !member.equals("/SYM64/")) {
                objects.add(ElfObject.read(Arrays.copyOfRange(content, data, data + size),
                        name + "(" + memberName(member) + ")"));
            }
            at = data + size + (size & 1);
        }
        return objects;
    }

    /** GNU ends names with a slash; a slash and a number lead to the long ones. */
    private String memberName(String header) throws ElfException {
        if (!header.startsWith("/")) {
            int end = header.indexOf('/');
            return end < 0 ? header : header.substring(0, end);
        }
        int start = number(header.substring(1));
        int end = start < 0 ? -1 : longNames.indexOf("/\n", start);
        if (end < 0) {
            throw damaged("the name " + header + " is not in its table of names");
        }
        return longNames.substring(start, end);
    }

    /** A decimal number, or -1. */
    private static int number(String text) {
        String digits = text.strip();
        return digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : -1;
    }

    private String text(int offset, int size) {
        return new String(content, offset, size, StandardCharsets.ISO_8859_1);
    }

    private ElfException damaged(String sentence) {
        return new ElfException(name + " is damaged: " + sentence + ": make it again with ar");
    }
}
