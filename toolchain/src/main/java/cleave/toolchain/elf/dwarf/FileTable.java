package cleave.toolchain.elf.dwarf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The folders and files of one unit (DWARF 5, section 6.2.4.1; before version 5, section 6.2.4 of
 * DWARF 4). Folder 0 is where the compiler ran; before version 5 it is not told.
 */
final class FileTable {
    private record Entry(DwarfText path, int folder) {
    }

    /** Strings that a table refers to, in sections of their own. */
    record Strings(ByteBuffer debugStr, ByteBuffer debugLineStr) {
    }

    private static final int CONTENT_PATH = 1;
    private static final int CONTENT_FOLDER = 2;

    private final List<DwarfText> folders = new ArrayList<>();
    /** By the number that line programs use: from 0 in version 5, before that from 1. */
    private final List<Entry> files = new ArrayList<>();

    /** Reads the tables of versions 2 to 4. */
    static FileTable readLists(DwarfCursor in) throws DwarfException {
        FileTable table = new FileTable();
        table.folders.add(DwarfText.EMPTY);
        for (DwarfText text = in.text(); !text.isEmpty(); text = in.text()) {
            table.folders.add(text);
        }
        table.files.add(new Entry(DwarfText.EMPTY, 0));
        for (DwarfText text = in.text(); !text.isEmpty(); text = in.text()) {
            table.add(text, in);
        }
        return table;
    }

    /** Adds a file in the form of versions 2 to 4; its time and size are of no interest. */
    void add(DwarfText path, DwarfCursor in) throws DwarfException {
        files.add(new Entry(path, in.uleb()));
        in.uleb();
        in.uleb();
    }

    /** Reads the tables of version 5, which describe their own columns. */
    static FileTable readColumns(DwarfCursor in, boolean dwarf64, Strings strings)
            throws DwarfException {
        FileTable table = new FileTable();
        for (Entry folder : readEntries(in, dwarf64, strings)) {
            table.folders.add(folder.path());
        }
        table.files.addAll(readEntries(in, dwarf64, strings));
        return table;
    }

    private static List<Entry> readEntries(DwarfCursor in, boolean dwarf64, Strings strings)
            throws DwarfException {
        int[] contents = new int[in.u8()];
        int[] forms = new int[contents.length];
        for (int i = 0; i < contents.length; i++) {
            contents[i] = in.uleb();
            forms[i] = in.uleb();
        }
        int count = in.uleb();
        if (contents.length == 0 && count != 0) {
            throw new DwarfException("it has files without columns");
        }
        List<Entry> entries = new ArrayList<>();
        // Each entry takes at least a byte, so that a false count ends at the end of the unit.
        for (int left = count; left != 0; left--) {
            DwarfText path = DwarfText.EMPTY;
            int folder = 0;
            for (int i = 0; i < contents.length; i++) {
                if (contents[i] == CONTENT_PATH) {
                    path = readText(in, forms[i], dwarf64, strings);
                } else if (contents[i] == CONTENT_FOLDER) {
                    folder = readNumber(in, forms[i]);
                } else {
                    skipForm(in, forms[i], dwarf64);
                }
            }
            entries.add(new Entry(path, folder));
        }
        return entries;
    }

    private static DwarfText readText(DwarfCursor in, int form, boolean dwarf64, Strings strings)
            throws DwarfException {
        switch (form) {
            case DwarfForm.STRING:
                return in.text();
            case DwarfForm.STRP:
                return textAt(strings.debugStr(), in.offset(dwarf64));
            case DwarfForm.LINE_STRP:
                return textAt(strings.debugLineStr(), in.offset(dwarf64));
            default:
                throw DwarfForm.unknown(form);
        }
    }

    private static DwarfText textAt(ByteBuffer section, int offset) throws DwarfException {
        if (offset >= section.capacity()) {
            throw new DwarfException("a name is at 0x" + Integer.toHexString(offset)
                    + " of a string section of 0x" + Integer.toHexString(section.capacity()));
        }
        return new DwarfCursor(section.duplicate().clear().position(offset)).text();
    }

    private static int readNumber(DwarfCursor in, int form) throws DwarfException {
        switch (form) {
            case DwarfForm.DATA1:
                return in.u8();
            case DwarfForm.DATA2:
                return in.u16();
            case DwarfForm.DATA4:
                return in.word();
            case DwarfForm.UDATA:
                return in.uleb();
            default:
                throw DwarfForm.unknown(form);
        }
    }

    private static void skipForm(DwarfCursor in, int form, boolean dwarf64)
            throws DwarfException {
        switch (form) {
            case DwarfForm.DATA8:
                in.skip(8);
                break;
            case DwarfForm.DATA16:
                in.skip(16);
                break;
            case DwarfForm.BLOCK:
                in.skip(in.uleb());
                break;
            case DwarfForm.STRING:
                in.text();
                break;
            case DwarfForm.STRP:
            case DwarfForm.LINE_STRP:
                in.offset(dwarf64);
                break;
            default:
                readNumber(in, form);
        }
    }

    /** The path of a file by its number in the line program; empty when the table has none. */
    Optional<String> path(int file) {
        if (Integer.compareUnsigned(file, files.size()) >= 0 || files.get(file).path().isEmpty()) {
            return Optional.empty();
        }
        Entry entry = files.get(file);
        String path = entry.path().toString();
        return Optional.of(isAbsolute(path) ? path : folder(entry.folder()) + path);
    }

    /** With its slash at the end; a relative folder lies in the one where the compiler ran. */
    private String folder(int number) {
        if (Integer.compareUnsigned(number, folders.size()) >= 0
                || folders.get(number).isEmpty()) {
            return "";
        }
        String folder = folders.get(number) + "/";
        return isAbsolute(folder) || number == 0 ? folder : folder(0) + folder;
    }

    private static boolean isAbsolute(String path) {
        return path.startsWith("/");
    }
}
