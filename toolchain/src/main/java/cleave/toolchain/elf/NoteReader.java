package cleave.toolchain.elf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads notes (gABI chapter 5) from the sections, or from the segments of a file without any. */
final class NoteReader {
    /** More than any linker writes; a hostile file could name the same bytes again and again. */
    private static final int NOTES_MAX = 4096;

    private final ElfBytes file;
    private final List<ElfNote> notes = new ArrayList<>();

    private NoteReader(ElfBytes file) {
        this.file = file;
    }

    static List<ElfNote> read(ElfBytes file, List<ElfSegment> segments, List<ElfSection> sections)
            throws ElfException {
        NoteReader reader = new NoteReader(file);
        for (ElfSection section : sections) {
            if (section.type() == ElfSection.NOTE) {
                reader.readAll(section.data(), section.name());
            }
        }
        if (sections.isEmpty()) {
            for (ElfSegment segment : segments) {
                if (segment.type() == ElfSegment.NOTE) {
                    reader.readAll(segment.data(), "segment " + segment.index());
                }
            }
        }
        return List.copyOf(reader.notes);
    }

    private void readAll(ByteBuffer data, String where) throws ElfException {
        long at = 0;
        while (at < data.capacity()) {
            if (data.capacity() - at < ElfFormat.NOTE_HEADER_SIZE) {
                throw damaged(where);
            }
            int start = (int) at;
            long nameSize = ElfFormat.unsigned(data.getInt(start));
            long descriptionSize = ElfFormat.unsigned(data.getInt(start + 4));
            long nameAt = at + ElfFormat.NOTE_HEADER_SIZE;
            long descriptionAt = nameAt + padded(nameSize);
            if (descriptionAt + descriptionSize > data.capacity()) {
                throw damaged(where);
            }
            add(data, start, (int) nameSize, (int) descriptionAt, (int) descriptionSize);
            at = descriptionAt + padded(descriptionSize);
        }
    }

    private void add(ByteBuffer data, int at, int nameSize, int descriptionAt,
            int descriptionSize) throws ElfException {
        if (notes.size() == NOTES_MAX) {
            throw file.error("is damaged: it has more than %d notes: build it again, or strip it",
                    NOTES_MAX);
        }
        ByteBuffer name = data.slice(at + ElfFormat.NOTE_HEADER_SIZE, nameSize);
        String owner = StandardCharsets.UTF_8.decode(name).toString();
        int zero = owner.indexOf('\0');
        notes.add(new ElfNote(zero < 0 ? owner : owner.substring(0, zero), data.getInt(at + 8),
                data.slice(descriptionAt, descriptionSize)));
    }

    private static long padded(long size) {
        return size + 3 & ~3L;
    }

    private ElfException damaged(String where) {
        return file.error("is damaged: a note in %s does not end inside it: build it again, or "
                + "strip it", where);
    }
}
